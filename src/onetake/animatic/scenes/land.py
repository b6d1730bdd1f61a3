"""Open country: meadow, mountains, desert, snow; and the ground that other sets share."""

import random
from collections.abc import Sequence

import cv2
import numpy as np

from onetake.animatic.canvas import Canvas
from onetake.animatic.colour import RGB, mix, scaled
from onetake.animatic.layer import Box
from onetake.animatic.scenes import plants, relief, sky
from onetake.animatic.stage import Flat, Ground, Prop, Stage

_SOIL: dict[str, RGB] = {
    "meadow": (108, 140, 66),
    "mountains": (104, 124, 74),
    "desert": (216, 168, 108),
    "snow": (232, 238, 246),
    "forest": (86, 104, 60),
    "lake": (112, 118, 78),
    "beach": (232, 208, 164),
}
_ROCK: dict[str, RGB] = {
    "meadow": (96, 132, 96),
    "mountains": (98, 108, 128),
    "desert": (196, 122, 80),
    "snow": (176, 192, 214),
    "forest": (84, 116, 92),
    "lake": (92, 116, 112),
    "beach": (96, 132, 118),
}


def build(stage: Stage) -> list[Prop]:
    """A whole open set, back to front, up to the row of the subject."""
    kind = stage.reading.setting
    props: list[Prop] = list(sky.build(stage))
    props += ranges(stage, kind)
    if "lake" in stage.reading.also and kind in ("mountains", "meadow"):
        from onetake.animatic.scenes.water import Water

        props.append(Water(stage, stage.horizon + (stage.foot - stage.horizon) * 0.42))
    if kind == "meadow":
        props.append(grove(stage, 0.34, stage.horizon + stage.unit * 0.03, 7, 0.16))
    foggy = stage.reading.weather == "fog"
    props.append(sky.mist(stage, "valley", 0.3, stage.horizon, stage.unit * 0.2, 0.85 if foggy else 0.4))
    top = (
        stage.horizon
        if "lake" not in stage.reading.also
        else stage.horizon + (stage.foot - stage.horizon) * 0.38
    )
    props.append(ground(stage, kind, top))
    if foggy:
        props.append(sky.mist(stage, "low", 0.8, stage.foot - stage.unit * 0.05, stage.unit * 0.24, 0.6))
    return props


def ranges(stage: Stage, kind: str, rows: Sequence[float] = (0.30, 0.19, 0.08)) -> list[Prop]:
    """Three ridges; mountains are high and sharp with snow caps, the rest rolls."""
    props: list[Prop] = []
    unit = stage.unit
    sharp = kind in ("mountains", "snow") or "mountains" in stage.reading.also
    for index, depth in enumerate((0.06, 0.13, 0.24)):
        chance = stage.chance(f"range{index}")
        high = (rows[index] if sharp else rows[index] * 0.42) * unit
        swell = (0.17, 0.10, 0.05)[index] * unit * (1.0 if sharp else 0.45)
        top = stage.horizon - high - swell * 1.7
        distance = (0.86, 0.62, 0.36)[index]
        local = mix(_ROCK[kind], (70, 104, 70), 0.0 if kind in ("desert", "snow") else 0.25 * index)
        sheet = stage.sheet(
            depth, stage.palette.paint(local, distance), top=top, bottom=stage.horizon + unit * 0.12
        )
        step = max(2.0, unit * 0.004)
        xs = np.arange(sheet.box.left - 2 * step, sheet.box.right + 2 * step, step)
        noise = relief.ridge(
            xs, chance, unit * (0.62, 0.5, 0.44)[index], 6 if sharp else 3, 0.5 if sharp else 0.35
        )
        if sharp:
            noise = (
                0.55 * noise + 0.75 * (1 - 2 * np.abs(relief.ridge(xs, chance, unit * 0.34, 5)) ** 0.8) - 0.1
            )
        line = stage.horizon - high - noise * swell
        sheet.rows(
            [
                (top, stage.palette.paint(local, distance * 0.86)),
                (stage.horizon, mix(stage.palette.paint(local, distance), stage.palette.haze, 0.5)),
            ]
        )
        if sharp:
            _faces(stage, sheet, xs, line, index, distance, kind)
        sheet.cut(relief.skyline(xs, line, sheet.box.bottom + 4))
        props.append(Flat(stage, sheet.layer(), depth))
    return props


def _faces(
    stage: Stage, sheet: Canvas, xs: np.ndarray, line: np.ndarray, index: int, distance: float, kind: str
) -> None:
    """Shaded flanks below each summit, and snow on the far ones."""
    unit, palette = stage.unit, stage.palette
    chance = stage.chance(f"faces{index}")
    dark = mix(palette.dark((90, 100, 122), distance), palette.haze, 0.1)
    white = palette.paint((244, 246, 252), distance * 0.7)
    side = -1 if sky.light_at(stage)[0] > stage.width / 2 else 1
    gap = max(int(unit * 0.03 / (xs[1] - xs[0])), 2)
    for i in range(gap, len(xs) - gap):
        if line[i] != line[i - gap : i + gap + 1].min():
            continue
        x, y = float(xs[i]), float(line[i])
        tall = max(stage.horizon - y, 4.0)
        if kind != "desert" and index < 2 and tall > unit * 0.16:
            deep = tall * chance.uniform(0.26, 0.4)
            jag = [
                (x - deep * 0.95, y + deep),
                (x - deep * 0.5, y + deep * 0.7),
                (x - deep * 0.2, y + deep * 1.05),
                (x + deep * 0.15, y + deep * 0.72),
                (x + deep * 0.45, y + deep * 1.0),
                (x + deep * 0.95, y + deep),
            ]
            sheet.fill([(x, y - 4), *jag[::-1], (x, y - 4)], white)
        flank = [
            (x, y - 3),
            (x + side * tall * 0.12, y + tall * 0.34),
            (x + side * tall * 0.05, y + tall * 0.5),
            (x + side * tall * 0.34, y + tall),
            (x + side * tall * 1.1, y + tall * 0.9),
            (x + side * tall * 0.5, y + tall * 0.2),
        ]
        layer = sheet.rgb.copy()
        sheet.fill(flank, dark)
        cv2.addWeighted(sheet.rgb, 0.42, layer, 0.58, 0, dst=sheet.rgb)


def ground(stage: Stage, kind: str, top: float, edge: float = 0.0) -> Ground:
    """The plane underfoot from row `top` down, with flat patches; `edge` units of wavy rim at its far end."""
    seen = stage.camera.extent_ground(stage.horizon, stage.foot)
    local = _SOIL.get(kind, (110, 118, 84))
    unit, palette, chance = stage.unit, stage.palette, stage.chance("ground")
    near = palette.paint(local, 0.02)
    far = palette.paint(local, 0.3 if edge else 0.62)
    sheet = Canvas(
        Box(seen.left, max(top - unit * (edge + 0.01), seen.top), seen.right, max(seen.bottom, top + 20)),
        near,
    )
    sheet.rows(
        [
            (top, far),
            (top + (stage.foot - top) * 0.6, mix(far, near, 0.75)),
            (stage.height, scaled(near, 0.86)),
        ]
    )
    _patches(stage, sheet, near, top)
    step = max(2.0, unit * 0.006)
    xs = np.arange(sheet.box.left - 2 * step, sheet.box.right + 2 * step, step)
    line = top + relief.ridge(xs, chance, unit * 0.5, 4) * unit * edge
    sheet.cut(relief.skyline(xs, line, sheet.box.bottom + 4))
    return Ground(stage, sheet.layer())


def _patches(stage: Stage, sheet: Canvas, near: RGB, top: float) -> None:
    chance, unit = stage.chance("patches"), stage.unit
    tones = (scaled(near, 0.88), scaled(near, 1.07), scaled(near, 0.94))
    count = int(70 * sheet.box.width / stage.width)
    for _ in range(count):
        at = chance.random() ** 0.8
        row = top + (sheet.box.bottom - top) * (0.06 + 0.94 * at)
        wide, tall = unit * (0.03 + 0.16 * at) * chance.uniform(0.5, 1.3), unit * (0.002 + 0.011 * at)
        x = chance.uniform(sheet.box.left, sheet.box.right)
        ring = [
            (x - wide, row),
            (x - wide * 0.3, row - tall),
            (x + wide * 0.5, row - tall * 0.7),
            (x + wide, row + tall * 0.2),
            (x + wide * 0.2, row + tall),
            (x - wide * 0.5, row + tall * 0.8),
        ]
        sheet.fill(plants.smooth(ring, 4), chance.choice(tones))


def grove(stage: Stage, depth: float, row: float, count: int, height: float) -> Flat:
    """Broad trees along a row."""
    chance, palette = stage.chance(f"grove{depth}"), stage.palette
    leaf = palette.paint((74, 116, 62), 0.42 - depth * 0.6)
    sheet = stage.sheet(depth, leaf, top=row - stage.unit * height * 1.25, bottom=row + 6)
    for _ in range(int(count * sheet.box.width / stage.width)):
        x = chance.uniform(sheet.box.left, sheet.box.right)
        plants.leafy(
            sheet, x, row + 4, stage.unit * height * chance.uniform(0.6, 1.1), leaf, scaled(leaf, 0.6), chance
        )
    return Flat(stage, sheet.layer(), depth)


def verge(stage: Stage, kind: str, name: str, depth: float, row: float, height: float, thick: float) -> Flat:
    """A strip of grass, stones or drifts that stands at one depth, in front of or behind the subject."""
    chance, palette, unit = stage.chance(name), stage.palette, stage.unit
    near, soft = depth > 1, kind in ("snow", "desert", "beach")
    local = scaled(_SOIL.get(kind, (100, 120, 70)), (0.8 if soft else 0.5) if near else 0.82)
    tone = mix(palette.paint(local, 0.0), palette.shade, (0.12 if soft else 0.35) if near else 0.05)
    sheet = stage.sheet(
        depth, tone, top=row - unit * height * 1.3, bottom=None if near else row + unit * 0.02
    )
    count = int((34 if soft else 90 * thick) * sheet.box.width / stage.width)
    for _ in range(count):
        x = chance.uniform(sheet.box.left, sheet.box.right)
        if soft:
            _drift(sheet, x, row, unit * height, chance)
        else:
            for blade in plants.tuft(x, row + 3, unit * height * chance.uniform(0.4, 1.0), chance):
                sheet.cut(blade)
    if near and sheet.box.bottom > row:
        sheet.cut(
            [
                (sheet.box.left, row),
                (sheet.box.right, row),
                (sheet.box.right, sheet.box.bottom + 4),
                (sheet.box.left, sheet.box.bottom + 4),
            ]
        )
    return Flat(stage, sheet.layer(), depth)


def _drift(sheet: Canvas, x: float, row: float, size: float, chance: random.Random) -> None:
    """A low heap of snow or sand that stands on a row."""
    wide = size * chance.uniform(0.8, 2.2)
    tall = size * chance.uniform(0.1, 0.34)
    heap = [
        (x - wide, row + 3),
        (x - wide * 0.4, row - tall * 0.8),
        (x + wide * 0.3, row - tall),
        (x + wide, row + 3),
    ]
    sheet.cut(plants.smooth(heap, 4))


def flags(stage: Stage, sheet: Canvas, tone: RGB, top: float) -> None:
    """Level joints on a paved plane, closer together the farther away."""
    left, right = sheet.box.left - 4, sheet.box.right + 4
    for i in range(1, 9):
        row = top + (sheet.box.bottom - top) * (i / 9) ** 1.7
        tall = stage.unit * (0.001 + 0.003 * i / 9)
        sheet.fill([(left, row), (right, row), (right, row + tall), (left, row + tall)], scaled(tone, 0.86))
