"""The strip before the camera: a rise of the ground with grass, stones or drifts on it."""

import random

import numpy as np
from numpy.typing import NDArray

from onetake.animatic.canvas import Canvas
from onetake.animatic.colour import RGB, mix, scaled
from onetake.animatic.scenes import crops, foliage, plants, relief, sky, soil
from onetake.animatic.scenes.sway import Sway
from onetake.animatic.stage import Flat, Prop, Stage

_SOFT = ("snow", "desert", "beach")


def front(stage: Stage, kind: str) -> list[Prop]:
    """The foreground of an open set: a knoll, higher on one side, and what grows on it."""
    unit, depth = stage.unit, 1.4
    if stage.reading.weather == "snow" and kind != "beach":
        kind = "snow"
    chance = stage.chance("knoll")
    lean = chance.choice((-1, 0, 1)) * chance.uniform(0.5, 1.0)
    tone = _tone(stage, kind)
    sheet = stage.sheet(depth, tone, top=stage.height - unit * 0.34)
    xs = np.arange(sheet.box.left - 8, sheet.box.right + 8, 4.0)
    line = _knoll(stage, xs, lean)
    lit = mix(tone, stage.palette.paint(soil.SOIL.get(kind, (110, 118, 84)), 0.0), 0.5)
    sheet.rows(
        [(stage.height - unit * 0.2, lit), (stage.height, tone), (sheet.box.bottom, scaled(tone, 0.6))]
    )
    sheet.cut(relief.skyline(xs, line, sheet.box.bottom + 4))
    props: list[Prop] = [Flat(stage, sheet.layer(), depth)]
    if kind not in _SOFT:
        props = [
            _blades(stage, kind, "back", depth, lean, 0.7),
            *props,
            _blades(stage, kind, "fore", depth, lean, 1.0),
        ]
    open_ = kind == "meadow" and crops.bare(stage)
    if kind in ("meadow", "lake") and not open_ and chance.random() < 0.35:
        props.append(_bough(stage, chance.choice((-1, 1))))
    return props


def _knoll(stage: Stage, xs: NDArray[np.floating], lean: float) -> NDArray[np.floating]:
    """The row of the knoll's rim at each place."""
    unit = stage.unit
    side = np.clip((xs - stage.width / 2) / stage.width * 2 * lean, -0.5, 1.3)
    swell = relief.ridge(xs, stage.chance("knoll line"), unit * 0.4, 3)
    return stage.height + unit * (0.015 - 0.12 * side + 0.014 * swell)


def _tone(stage: Stage, kind: str) -> RGB:
    soft = kind in _SOFT
    local = scaled(soil.SOIL.get(kind, (100, 120, 70)), 0.78 if soft else 0.46)
    return mix(stage.palette.paint(local, 0.0), stage.palette.shade, 0.14 if soft else 0.36)


def _blades(stage: Stage, kind: str, name: str, depth: float, lean: float, thick: float) -> Sway:
    """Grass along the knoll, with seed heads and a few flowers; one of two layers that sway apart."""
    chance, unit = stage.chance(f"blades {name}"), stage.unit
    tone = mix(_tone(stage, kind), stage.palette.paint((130, 150, 76), 0.0), 0.34 if name == "back" else 0.0)
    sheet = stage.sheet(
        depth,
        tone,
        top=stage.height - unit * (0.1 + 0.16 * abs(lean)) - unit * 0.13,
        bottom=stage.height + unit * 0.1,
    )
    xs = np.array(
        [chance.uniform(sheet.box.left, sheet.box.right) for _ in range(_many(stage, sheet, 62 * thick))]
    )
    rows = _knoll(stage, np.sort(xs), lean)
    ink = stage.palette.paint(chance.choice(((236, 200, 110), (226, 150, 140), (214, 206, 186))), 0.0)
    tall = chance.uniform(0.06, 0.13)
    for x, row in zip(np.sort(xs), rows, strict=True):
        height = unit * tall * chance.uniform(0.35, 1.0)
        for blade in plants.tuft(float(x), float(row) + unit * 0.02, height, chance):
            sheet.cut(blade)
        if chance.random() < 0.16:
            _ear(sheet, float(x), float(row), height * 1.25, mix(tone, ink, 0.6), chance)
    return Sway(stage, sheet.layer(), depth, stage.height, name, 0.06, unit * tall)


def _many(stage: Stage, sheet: Canvas, count: float) -> int:
    return int(count * sheet.box.width / stage.width * min(stage.width / stage.unit, 1.8) / 1.6)


def _ear(sheet: Canvas, x: float, row: float, tall: float, ink: RGB, chance: random.Random) -> None:
    """A stalk with a head of seeds."""
    lean = chance.uniform(-0.3, 0.3) * tall
    width = max(tall * 0.012, 0.7)
    sheet.cut([(x - width, row + 4), (x + lean, row - tall), (x + width, row + 4)])
    for share in (0.78, 0.85, 0.92, 1.0):
        sheet.disc(x + lean * share, row - tall * share, tall * 0.03, ink)


def _bough(stage: Stage, side: int) -> Sway:
    """A leafy bough that hangs into a corner of the picture."""
    unit, depth, chance = stage.unit, 1.5, stage.chance("bough")
    seen = stage.camera.extent(depth)
    corner = stage.width if side > 0 else 0.0
    tone = _tone(stage, "forest")
    sheet = stage.sheet(depth, tone, bottom=unit * 0.36)
    local, sun = scaled(foliage.leaf(stage), 0.62), sky.light_at(stage)[0]
    size = max(int(unit * 0.2), 12)
    sprites = [foliage.broad(stage, chance, size, local, 0.0, sun, "spray") for _ in range(3)]
    spine = [(corner + side * unit * 0.1, unit * 0.03)]
    for index in range(1, 9):
        spine.append(
            (corner - side * unit * 0.055 * index, unit * (0.03 + 0.011 * index + 0.0012 * index**2))
        )
    sheet.line(spine, tone, unit * 0.011)
    for x, y in spine:
        for _ in range(2):
            reach = chance.uniform(-0.03, 0.1) * unit
            foliage.stamp(sheet, chance.choice(sprites), x, y + reach, unit * chance.uniform(0.1, 0.17))
    return Sway(stage, sheet.layer(), depth, seen.top, "bough", 0.03, unit * 0.14)


def strip(stage: Stage, kind: str, name: str, depth: float, row: float, height: float, thick: float) -> Flat:
    """A strip of grass, stones or drifts that stands at one depth behind the subject."""
    chance, palette, unit = stage.chance(name), stage.palette, stage.unit
    kind = "snow" if stage.reading.weather == "snow" and kind != "beach" else kind
    soft = kind in _SOFT
    local = scaled(soil.SOIL.get(kind, (100, 120, 70)), 0.98 if soft else 0.82)
    tone = mix(palette.paint(local, 0.0), palette.shade, 0.05)
    sheet = stage.sheet(depth, tone, top=row - unit * height * 1.7, bottom=row + unit * height * 0.6)
    for _ in range(int((34 if soft else 90 * thick) * sheet.box.width / stage.width)):
        x = chance.uniform(sheet.box.left, sheet.box.right)
        if soft:
            sheet.cut(_drift(x, row, unit * height, chance))
        else:
            foot = row + chance.uniform(-0.5, 0.5) * unit * height
            for blade in plants.tuft(x, foot, unit * height * chance.uniform(0.4, 1.0), chance):
                sheet.cut(blade)
    return Flat(stage, sheet.layer(), depth)


def _drift(x: float, row: float, size: float, chance: random.Random) -> NDArray[np.float64]:
    """A low heap of snow or sand that stands on a row."""
    wide, tall = size * chance.uniform(0.8, 2.2), size * chance.uniform(0.1, 0.34)
    heap = [
        (x - wide, row + 3),
        (x - wide * 0.4, row - tall * 0.8),
        (x + wide * 0.3, row - tall),
        (x + wide, row + 3),
    ]
    return plants.smooth(heap, 4)
