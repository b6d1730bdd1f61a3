"""A town from a distance: towers behind towers, and the roof, quay or park it is seen from."""

import numpy as np

from onetake.animatic.canvas import Canvas, quad
from onetake.animatic.colour import RGB, mix, scaled
from onetake.animatic.layer import Box
from onetake.animatic.scenes import foliage, land, landmarks, sky
from onetake.animatic.scenes.light import Beacons, halo
from onetake.animatic.scenes.sheen import Sheen
from onetake.animatic.scenes.towers import NEON, tower
from onetake.animatic.scenes.water import Water
from onetake.animatic.stage import Flat, Ground, Prop, Stage

_LOW = ("village", "castle", "temple", "palace", "harbour")
"""What a place is known by that has no towers of glass."""


def skyline(stage: Stage) -> list[Prop]:
    """Towers behind towers, a river or a park before them, and a terrace for the subject."""
    unit, horizon, chance = stage.unit, stage.horizon, stage.chance("town")
    view = chance.choice(("river", "river", "roof", "park"))
    peak, edge = chance.uniform(0.2, 0.8), horizon + (stage.foot - horizon) * 0.62
    tips: list[tuple[float, float]] = []
    props: list[Prop] = list(sky.build(stage))
    if any(name in stage.reading.features for name in _LOW):
        return [*props, *land.ranges(stage, "meadow"), *_old(stage, edge)]
    if stage.palette.time == "night":
        props.append(_glow(stage))
    props.append(row(stage, "far towers", 0.06, horizon, 30, 0.27, 0.82, 0.6, peak))
    props.append(sky.mist(stage, "smog far", 0.09, horizon, unit * 0.34, 0.5))
    props.append(row(stage, "mid towers", 0.13, horizon + unit * 0.01, 15, 0.34, 0.55, 0.8, peak, tips))
    props.append(sky.mist(stage, "smog", 0.18, horizon + unit * 0.03, unit * 0.22, 0.4))
    near = 0.22 if view != "roof" else 0.34
    foot = horizon + unit * 0.02 if view != "roof" else edge + unit * 0.05
    props.append(row(stage, "near towers", 0.24, foot, 9, near, 0.3, 1.0, 1 - peak))
    if view == "river":
        props.append(Water(stage, edge + unit * 0.04, 0.9, stage.palette.paint((44, 70, 92), 0.1)))
    elif view == "park":
        sun = sky.light_at(stage)[0]
        props.append(foliage.row(stage, "park far", 0.34, horizon + unit * 0.05, 30, 0.1, 0.3, sun))
        props.append(foliage.row(stage, "park", 0.5, edge + unit * 0.02, 16, 0.15, 0.12, sun))
    props.append(_terrace(stage, edge))
    wet = stage.reading.weather in ("rain", "storm")
    if wet or stage.reading.palette == "neon" or stage.reading.style == "cyberpunk":
        props.append(Sheen(stage, edge, 0.5 if wet else 0.36, 0.5 if wet else 0.0))
    props.append(_railing(stage, edge))
    if stage.palette.time in ("night", "dusk"):
        props.append(Beacons(stage, sorted(tips, key=lambda tip: tip[1])[:7], 0.13))
    return props


def _old(stage: Stage, edge: float) -> list[Prop]:
    """An old town or a village where no towers are: its houses over the water, and the terrace."""
    props = landmarks.build(stage)
    props.append(sky.mist(stage, "smoke", 0.34, stage.horizon, stage.unit * 0.14, 0.35))
    props.append(Water(stage, edge + stage.unit * 0.04, 0.8))
    return [*props, _terrace(stage, edge), _railing(stage, edge)]


def _glow(stage: Stage) -> Flat:
    """The light of a town in the air above it."""
    sheet = stage.sheet(
        0.05, mix((255, 170, 96), stage.palette.haze, 0.45), bottom=stage.horizon + 4, soft=True
    )
    sheet.veil([(stage.horizon - stage.unit * 0.5, 0), (stage.horizon, 130)])
    return Flat(stage, sheet.layer(), 0.05, soft=True)


def row(
    stage: Stage,
    name: str,
    depth: float,
    foot: float,
    count: int,
    height: float,
    distance: float,
    lit: float,
    peak: float = 0.5,
    tips: list[tuple[float, float]] | None = None,
) -> Flat:
    """Towers side by side, higher around `peak` (a share of the width); `tips` collects their roofs."""
    chance, palette, unit = stage.chance(name), stage.palette, stage.unit
    base = palette.paint((116, 122, 136), distance)
    sheet = stage.sheet(depth, base, top=foot - unit * height * 2.1, bottom=foot + unit * 0.3)
    x = sheet.box.left - 10
    while x < sheet.box.right:
        wide = stage.width / count * chance.uniform(0.5, 1.3)
        near = 1 - min(abs((x + wide / 2) / stage.width - peak) * 1.5, 1.0)
        tall = unit * height * (chance.uniform(0.3, 0.85) + 0.65 * near * chance.uniform(0.5, 1.0))
        tip = tower(stage, sheet, Box(x, foot - tall, x + wide, foot), distance, lit, chance)
        if tips is not None:
            tips.append(tip)
        signed, ink = chance.random() < 0.3, chance.choice(NEON)
        if palette.time == "night" and distance < 0.7 and signed:
            _sign(stage, sheet, x, foot - tall, wide, ink, distance)
        x += wide * chance.uniform(0.98, 1.16)
    sheet.cut(quad(sheet.box.left, foot - 2, sheet.box.right, sheet.box.bottom + 4))
    sheet.rgb = _hazed(stage, sheet, foot, distance)
    return Flat(stage, sheet.layer(), depth)


def _hazed(stage: Stage, sheet: Canvas, foot: float, distance: float) -> np.ndarray:
    """Thicker air at the feet of the towers."""
    at = sheet.box.top + np.arange(len(sheet.rgb)) + 0.5
    share = np.interp(at, [foot - stage.unit * 0.3, foot], [0.0, 0.2 + 0.4 * distance]).astype(np.float32)
    first = int(np.count_nonzero(share == 0))
    haze = np.array(stage.palette.haze, np.float32)
    for top in range(first, len(share), 64):  # in floats all rows of a long street are large
        low = sheet.rgb[top : top + 64]
        low[:] = np.round(low + (haze - low) * share[top : top + 64, None, None]).astype(np.uint8)
    return sheet.rgb


def _sign(
    stage: Stage, sheet: Canvas, x: float, y: float, wide: float, ink: tuple[int, int, int], distance: float
) -> None:
    """A lit board or a bright edge on a roof."""
    unit, tone = stage.unit, mix(ink, stage.palette.haze, distance * 0.5)
    middle = x + wide / 2
    sheet.glow(middle, y + unit * 0.03, wide, tone, 0.5)
    sheet.fill(quad(x + wide * 0.2, y + unit * 0.014, x + wide * 0.8, y + unit * 0.034), tone)
    sheet.fill(
        quad(x + wide * 0.26, y + unit * 0.02, x + wide * 0.74, y + unit * 0.027),
        mix(tone, (255, 255, 255), 0.6),
    )


def _terrace(stage: Stage, edge: float) -> Ground:
    """The quay or roof that the subject stands on."""
    seen = stage.camera.extent_ground(stage.horizon, stage.foot)
    palette, unit = stage.palette, stage.unit
    local: RGB = stage.chance("terrace").choice(((124, 120, 122), (150, 136, 120), (104, 108, 118)))
    white = stage.reading.weather == "snow"
    tone = palette.paint((218, 224, 234) if white else local, 0.06)
    sheet = Canvas(Box(seen.left, edge - unit * 0.02, seen.right, max(seen.bottom, edge + 20)), tone)
    sheet.rows([(edge, mix(scaled(tone, 1.12), palette.haze, 0.2)), (stage.height, scaled(tone, 0.72))])
    left, right = sheet.box.left - 4, sheet.box.right + 4
    sheet.fill(quad(left, edge - unit * 0.02, right, edge + unit * 0.004), scaled(tone, 1.2))
    land.flags(stage, sheet, tone, edge)
    x = stage.width / 2
    sheet.glow(sky.light_at(stage)[0], edge, unit * 0.7, mix(palette.glow, palette.sun, 0.4), 0.3)
    for index in range(-26, 27):
        far, near = x + index * unit * 0.11, x + index * unit * 0.26
        joint = [(far, edge), (near, stage.height + unit * 0.2)]
        sheet.line(joint, scaled(tone, 0.8), max(unit * 0.0016, 1), alpha=None)
    sheet.cut(quad(left, edge - unit * 0.012, right, sheet.box.bottom + 4))
    return Ground(stage, sheet.layer())


def _railing(stage: Stage, edge: float) -> Flat:
    """Posts and rails at the rim, with lamps that glow after dark."""
    palette, unit, depth = stage.palette, stage.unit, 0.62
    iron = mix(palette.paint((64, 66, 74), 0.05), palette.shade, 0.3)
    sheet = stage.sheet(depth, iron, top=edge - unit * 0.34, bottom=edge + 6)
    top = edge - unit * 0.062
    for share in (0.0, 0.5):
        y = top + (edge - top) * share
        sheet.cut(quad(sheet.box.left, y, sheet.box.right, y + max(unit * 0.004 * (1 - share), 1.2)))
    x = sheet.box.left + stage.chance("posts").uniform(0, 0.1) * unit
    index = stage.chance("lamps").randint(0, 6)
    while x < sheet.box.right:
        sheet.cut(quad(x, top, x + max(unit * 0.004, 1.2), edge + 2))
        if index % 7 == 3:
            sheet.cut(quad(x - unit * 0.001, edge - unit * 0.26, x + unit * 0.005, edge + 2))
            lamp = (x + unit * 0.002, edge - unit * 0.265)
            if palette.lamps > 0.3:
                halo(sheet, *lamp, unit * 0.085, (255, 206, 130), 0.75)
            sheet.disc(*lamp, unit * 0.009, (255, 240, 206) if palette.lamps > 0.3 else scaled(iron, 1.8))
        x += unit * 0.07
        index += 1
    return Flat(stage, sheet.layer(), depth)
