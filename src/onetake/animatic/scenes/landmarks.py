"""What a shot names on its horizon, put up between the far hills and the ground."""

from collections.abc import Callable
from random import Random

import numpy as np

from onetake.animatic.canvas import Canvas
from onetake.animatic.colour import RGB, mix
from onetake.animatic.scenes import dwellings, falls, monuments, relief
from onetake.animatic.scenes.campfire import Campfire
from onetake.animatic.scenes.monuments import Ink
from onetake.animatic.scenes.plot import Plot
from onetake.animatic.stage import Flat, Prop, Stage

Draw = Callable[[Stage, Plot, Ink, Random], None]
_ALL: dict[str, tuple[Draw, float, float, float]] = {
    "castle": (monuments.castle, 0.26, 1.0, 0.3),
    "palace": (monuments.palace, 0.42, 1.0, 0.14),
    "temple": (monuments.temple, 0.34, 1.0, 0.22),
    "lighthouse": (monuments.lighthouse, 0.3, 0.95, 0.12),
    "volcano": (monuments.volcano, 0.16, 0.9, 0.4),
    "ruins": (monuments.ruins, 0.4, 1.0, 0.16),
    "pyramid": (monuments.pyramids, 0.2, 0.9, 0.34),
    "bridge": (monuments.bridge, 0.42, 0.9, 0.14),
    "village": (dwellings.village, 0.32, 1.0, 0.3),
    "harbour": (dwellings.harbour, 0.34, 1.0, 0.16),
    "windmill": (dwellings.mill, 0.4, 1.2, 0.14),
    "cabin": (dwellings.cabin, 0.56, 1.0, 0.08),
    "tent": (dwellings.tents, 0.62, 1.0, 0.06),
}
"""(how it is drawn, its depth, how large it is, how far away in the air)."""
_BROAD = ("bridge", "village", "palace", "harbour")
"""What reaches across the picture and so stands in its middle."""


_NEAR = 0.5
"""From this depth on a landmark stands on the ground, not behind its rim."""


def build(stage: Stage) -> list[Prop]:
    """The landmarks behind the rim of the ground, far ones first."""
    named = [name for name in dict.fromkeys(stage.reading.features) if name in _ALL and _ALL[name][1] < _NEAR]
    props = _wall(stage) if "wall" in stage.reading.features else []
    for index, name in enumerate(sorted(named, key=lambda name: _ALL[name][1])):
        props += _stand(stage, name, index)
    return props + falls.build(stage)


def near(stage: Stage) -> list[Prop]:
    """Those on the ground, and a fire."""
    named = [
        name for name in dict.fromkeys(stage.reading.features) if name in _ALL and _ALL[name][1] >= _NEAR
    ]
    props = [prop for index, name in enumerate(named) for prop in _stand(stage, name, index)]
    return [*props, Campfire(stage)] if "campfire" in stage.reading.features else props


def _stand(stage: Stage, name: str, index: int) -> list[Prop]:
    """One landmark on its own sheet, and what of it moves."""
    draw, depth, size, distance = _ALL[name]
    unit, chance = stage.unit, stage.chance(f"landmark {name}")
    row = foot(stage, depth)
    if name in _BROAD:
        x = stage.width * chance.uniform(0.44, 0.56)
    else:
        side = chance.choice((-1, 1)) * (1 if index % 2 == 0 else -1)
        x = stage.width / 2 + side * stage.width * chance.uniform(0.2, 0.29)
    sheet = stage.sheet(
        depth,
        mix(stage.palette.haze, stage.palette.shade, 0.5),
        top=row - unit * size,
        bottom=row + unit * 0.06,
    )

    def ink(local: RGB) -> RGB:
        return stage.palette.paint(local, distance)

    draw(stage, Plot(sheet, x, row, unit * size), ink, chance)
    props: list[Prop] = [Flat(stage, sheet.layer(), depth)]
    if name == "windmill":
        hub = row - unit * size * 0.27
        props.append(dwellings.Sails(stage, x, hub, unit * size * 0.2, depth, ink((214, 196, 168))))
    return props


def foot(stage: Stage, depth: float) -> float:
    """The row on which something stands at this depth; what is far stands on the horizon."""
    share = depth if depth >= _NEAR else 0.03
    return stage.horizon + (stage.foot - stage.horizon) * share + stage.unit * 0.008


def _wall(stage: Stage) -> list[Prop]:
    """A wall with battlements that climbs along the hills, a tower on every rise."""
    unit, chance, depth = stage.unit, stage.chance("great wall"), 0.26
    stone = stage.palette.paint((172, 152, 124), 0.26)
    sheet = stage.sheet(depth, stone, top=stage.horizon - unit * 0.5, bottom=stage.horizon + unit * 0.1)
    xs = np.arange(sheet.box.left - 8, sheet.box.right + 8, 3.0)
    swell = relief.ridge(xs, chance, unit * 0.55, 3, 0.4)
    line = stage.horizon - unit * (0.12 + 0.11 * swell)
    hill = stage.palette.paint((92, 118, 70), 0.3)
    sheet.shape(relief.skyline(xs, line + unit * 0.03, sheet.box.bottom + 4), hill)
    high = unit * 0.05
    _ramp(sheet, xs, line - high, line + unit * 0.034, stone)
    for x in np.arange(float(xs[0]), float(xs[-1]), unit * 0.022):
        y = float(np.interp(x, xs, line)) - high
        Plot(sheet, x, y, unit).box(0.0, 0.0, 0.012, 0.014, stone)
    peaks = [i for i in range(20, len(xs) - 20) if line[i] == line[i - 20 : i + 21].min()]
    for at in peaks:
        plot = Plot(sheet, float(xs[at]), float(line[at]), unit)
        dark = stage.palette.dark((150, 130, 104), 0.26)
        plot.box(-0.05, -0.02, 0.05, 0.13, stone)
        plot.box(0.014, -0.02, 0.05, 0.13, dark)
        for index in range(5):
            plot.box(-0.054 + index * 0.023, 0.13, -0.04 + index * 0.023, 0.148, stone)
        for x in (-0.03, 0.0):
            plot.box(x - 0.008, 0.07, x + 0.008, 0.1, (60, 52, 48))
    return [Flat(stage, sheet.layer(), depth)]


def _ramp(sheet: Canvas, xs: np.ndarray, top: np.ndarray, low: np.ndarray, stone: RGB) -> None:
    """The face of the wall, a shade darker towards its foot."""
    for share, shade in ((0.0, 1.0), (0.55, 0.84)):
        upper = top + (low - top) * share
        tone = (round(stone[0] * shade), round(stone[1] * shade), round(stone[2] * shade))
        sheet.shape(np.vstack([np.column_stack([xs, upper]), np.column_stack([xs, low])[::-1]]), tone)
