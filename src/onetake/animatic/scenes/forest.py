"""Inside a wood: rows of trunks with undergrowth, light and mist between them, leaves above."""

import random

import cv2
import numpy as np

from onetake.animatic.canvas import Canvas
from onetake.animatic.colour import RGB, mix, scaled
from onetake.animatic.scenes import foliage, land, landmarks, plants, shore, sky, verge
from onetake.animatic.scenes.field import blended, level, noise
from onetake.animatic.scenes.light import sunbeams
from onetake.animatic.scenes.sway import Sway
from onetake.animatic.stage import Flat, Prop, Stage

_BARK: dict[str, RGB] = {
    "fir": (72, 58, 50),
    "beech": (112, 104, 94),
    "birch": (206, 204, 196),
    "oak": (86, 70, 54),
    "bamboo": (116, 150, 76),
}
_WIDE = {"fir": 1.0, "beech": 1.1, "birch": 0.62, "oak": 1.35, "bamboo": 0.3}
_DENSE = {"bamboo": 2.4}
"""How much closer together some stand than trees do."""
_ROWS = 64
"""Of a sheet that get their bark at a time."""


def kind(stage: Stage) -> str:
    """What grows here: bamboo where it is named, broad leaves where they turn or flower."""
    named = stage.reading.features
    if "bamboo" in named:
        return "bamboo"
    leafy = any(name in named for name in ("maple", "cherry", "leaves"))
    return stage.chance("wood").choice(("beech", "oak") if leafy else ("fir", "beech", "birch", "oak"))


def back(stage: Stage) -> list[Prop]:
    unit, horizon, fog = stage.unit, stage.horizon, stage.reading.weather == "fog"
    reach, sun = stage.foot - horizon, sky.light_at(stage)[0]
    tree = kind(stage)
    props: list[Prop] = list(sky.build(stage, clouds=False))
    if tree == "fir":
        props.append(shore.pines(stage, "deep wood", 0.1, horizon + 2, 60, 0.36, 0.8))
    else:
        props.append(foliage.row(stage, "deep wood", 0.1, horizon + 2, 26, 0.36, 0.8, sun))
    props.append(sky.mist(stage, "deep", 0.14, horizon - unit * 0.08, unit * 0.36, 0.75))
    props.append(_boles(stage, "far boles", 0.26, horizon + unit * 0.02, 17, 0.03, 0.5, tree))
    props.append(_undergrowth(stage, "far bushes", 0.3, horizon + unit * 0.03, 15, 0.09, 0.42))
    if tree != "fir":
        props.append(_canopy(stage, "far leaves", 0.34, 0.46, 0.34))
    props.append(sky.mist(stage, "between", 0.4, horizon - unit * 0.02, unit * 0.32, 0.8 if fog else 0.42))
    props.append(_boles(stage, "boles", 0.55, horizon + unit * 0.05, 6.5, 0.07, 0.24, tree))
    props.append(land.ground(stage, "forest", horizon + unit * 0.012, 0.014))
    props.append(_undergrowth(stage, "bushes", 0.5, horizon + reach * 0.42, 7, 0.12, 0.2))
    props += landmarks.near(stage)
    beams = sunbeams(stage, 16)
    if beams is not None:
        props.append(beams)
    props.append(verge.strip(stage, "forest", "ferns", 0.7, horizon + reach * 0.7, 0.06, 0.7))
    props.append(_boles(stage, "near boles", 0.8, horizon + reach * 0.8, 2.2, 0.115, 0.06, tree))
    if tree != "fir":
        props.append(_canopy(stage, "leaves", 0.85, 0.3, 0.06))
    if fog:
        props.append(sky.mist(stage, "low", 0.9, stage.foot - unit * 0.04, unit * 0.22, 0.5))
    return props


def front(stage: Stage) -> list[Prop]:
    return [
        *verge.front(stage, "forest"),
        _boles(stage, "frame", 1.7, stage.height + stage.unit * 0.3, 0.75, 0.24, 0.0, kind(stage)),
    ]


def _canopy(stage: Stage, name: str, depth: float, reach: float, distance: float) -> Sway:
    """Leaves that hang into the picture from above; `reach` is how far down, in units."""
    chance, unit = stage.chance(name), stage.unit
    local, sun = scaled(foliage.leaf(stage), 0.8), sky.light_at(stage)[0]
    tone = stage.palette.dark(scaled(local, 0.6), distance)
    sheet = stage.sheet(depth, tone, bottom=unit * reach)
    size = max(int(unit * 0.24 * (0.6 + depth * 0.6)), 14)
    sprites = [foliage.broad(stage, chance, size, local, distance, sun, "spray") for _ in range(4)]
    top = max(sheet.box.top, -unit * 0.3)
    count = int(30 * sheet.box.width / stage.width)
    gap = stage.width * chance.uniform(0.3, 0.7)
    for _ in range(count):
        x = chance.uniform(sheet.box.left, sheet.box.right)
        open_ = max(1 - abs(x - gap) / (stage.width * 0.2), 0.0)
        y = top + (unit * reach - top) * chance.random() ** 1.6 * (1 - 0.75 * open_)
        foliage.stamp(
            sheet, chance.choice(sprites), x, y, size * chance.uniform(0.6, 1.0), chance.random() < 0.5
        )
    return Sway(stage, sheet.layer(), depth, top, name, 0.02, unit * 0.14)


def _undergrowth(
    stage: Stage, name: str, depth: float, row: float, count: float, tall: float, distance: float
) -> Flat:
    """Bushes in clumps along a row."""
    chance, unit = stage.chance(name), stage.unit
    local, sun = scaled(foliage.LEAVES[chance.randint(0, 3)], 0.85), sky.light_at(stage)[0]
    if stage.reading.weather == "snow":
        local = mix(local, (226, 232, 242), 0.6)
    sheet = stage.sheet(
        depth, stage.palette.dark(scaled(local, 0.6), distance), top=row - unit * tall * 1.1, bottom=row + 6
    )
    size = max(int(unit * tall), 10)
    sprites = [foliage.broad(stage, chance, size, local, distance, sun, "bush") for _ in range(3)]
    for _ in range(int(count * sheet.box.width / stage.width)):
        x = chance.uniform(sheet.box.left, sheet.box.right)
        foliage.stamp(
            sheet, chance.choice(sprites), x, row + 4, size * chance.uniform(0.4, 1.0), chance.random() < 0.5
        )
    return Flat(stage, sheet.layer(), depth)


def _boles(
    stage: Stage, name: str, depth: float, row: float, count: float, width: float, distance: float, tree: str
) -> Flat:
    """Trunks that leave the frame above, with a few low boughs."""
    chance, palette, unit = stage.chance(name), stage.palette, stage.unit
    tone = palette.paint(_BARK[tree], distance)
    if depth > 1:
        tone = mix(tone, palette.shade, 0.55)
    sheet = stage.sheet(depth, tone, bottom=row + 6)
    top = sheet.box.top - 10
    step = stage.width / max(count * _DENSE.get(tree, 1.0), 0.2)
    x = sheet.box.left + chance.uniform(0, step)
    while x < sheet.box.right:
        wide = unit * width * _WIDE[tree] * chance.uniform(0.55, 1.3)
        clear = 0.2 if depth <= 1 else 0.36 * (1 if "tracking" not in stage.reading.moves else 0)
        if depth > 0.7 and abs(x - stage.width / 2) < stage.width * clear:
            x += step * 0.5
            continue
        _bole(stage, sheet, x, row, top, wide, depth, tree, tone)
        x += step * chance.uniform(0.55, 1.5)
    if depth > 0.5:
        _streak(stage, sheet, chance)
    if depth < 1:
        at = [(top, 0.0), (row - unit * 0.26, 0.0), (row, 0.3 * (0.4 + distance))]
        _fog_feet(stage, sheet, at)
    return Flat(stage, sheet.layer(), depth)


def _streak(stage: Stage, sheet: Canvas, chance: random.Random) -> None:
    """Bark, some rows at a time: the sheet of a long way is large."""
    high, across = sheet.rgb.shape[:2]
    bark = noise(chance, across // 2 + 1, high // 2 + 1, max(stage.unit * 0.016, 2.0), 3, 0.7, 0.24)
    streaks = cv2.resize(level((bark * 0.16).clip(0, 0.4)), (across, high), interpolation=cv2.INTER_LINEAR)
    for top in range(0, high, _ROWS):
        rows = slice(top, top + _ROWS)
        share = streaks[rows].astype(np.float32) / 255
        sheet.rgb[rows] = blended(sheet.rgb[rows], stage.palette.shade, share)


def _fog_feet(stage: Stage, sheet: Canvas, stops: list[tuple[float, float]]) -> None:
    """Mix haze into the sheet by height: stops are (stage row, share)."""
    at = sheet.box.top + np.arange(len(sheet.rgb)) + 0.5
    share = np.interp(at, [s[0] for s in stops], [s[1] for s in stops]).astype(np.float32)[:, None]
    sheet.rgb = blended(sheet.rgb, stage.palette.haze, np.broadcast_to(share, sheet.rgb.shape[:2]).copy())


def _bole(
    stage: Stage,
    sheet: Canvas,
    x: float,
    row: float,
    top: float,
    wide: float,
    depth: float,
    tree: str,
    tone: RGB,
) -> None:
    """One trunk, round in the light: strips from the lit edge to the dark one."""
    chance, palette = stage.chance(f"bole{depth}{x:.0f}"), stage.palette
    outline = plants.trunk(x, row + 4, top, wide, chance)
    left, right = outline[:4], outline[4:][::-1]
    light = 1 if sky.light_at(stage)[0] > stage.width / 2 else -1
    lit = mix(scaled(tone, 1.18), palette.glow, 0.26 if depth <= 1 else 0.1)
    dark = mix(scaled(tone, 0.56), palette.shade, 0.3)
    sheet.shape(outline, tone)
    for strip in range(7):
        share = strip / 7
        a, b = left + (right - left) * share, left + (right - left) * min(share + 0.16, 1.0)
        turned = share + 0.07 if light < 0 else 0.93 - share
        shade = mix(lit, tone, turned * 2) if turned < 0.5 else mix(tone, dark, turned * 2 - 1)
        sheet.fill([*map(tuple, a), *map(tuple, b[::-1])], shade)
    if 0.5 < depth < 1:
        _moss(stage, sheet, x, row, wide, chance)
    if tree == "bamboo":
        _joints(sheet, x, row, top, wide, (lit, dark), chance)
        return
    if tree == "birch":
        _marks(sheet, x, row, top, wide, dark, chance)
    for _ in range(chance.randint(0, 2) if tree != "fir" else 3):
        y = top + (row - top) * chance.uniform(0.1, 0.55)
        side = chance.choice((-1, 1))
        reach = wide * chance.uniform(1.6, 3.4)
        bough = [(x, y), (x + side * reach, y - reach * 0.3), (x, y + wide * 0.28)]
        twig = [(x + side * reach * s, y - reach * r) for s, r in ((0.4, 0.1), (0.8, 0.62), (0.5, 0.08))]
        sheet.shape(bough, scaled(tone, 0.8))
        sheet.shape(twig, scaled(tone, 0.8))


def _joints(
    sheet: Canvas,
    x: float,
    row: float,
    top: float,
    wide: float,
    tones: tuple[RGB, RGB],
    chance: random.Random,
) -> None:
    """The rings of a bamboo cane, and thin twigs with leaves at some of them."""
    lit, dark = tones
    y, gap = row - wide * chance.uniform(1, 3), wide * chance.uniform(3.6, 5.2)
    while y > top:
        sheet.line([(x - wide * 0.5, y), (x + wide * 0.5, y)], dark, max(wide * 0.09, 1), alpha=None)
        sheet.line(
            [(x - wide * 0.48, y - wide * 0.12), (x + wide * 0.48, y - wide * 0.12)], lit, 1, alpha=None
        )
        if chance.random() < 0.3:
            side = chance.choice((-1, 1))
            for _ in range(5):
                root = (x + side * wide * chance.uniform(0.4, 2.6), y - wide * chance.uniform(0.2, 2.2))
                reach = wide * chance.uniform(1.2, 2.4)
                tip = (root[0] + side * reach, root[1] + reach * chance.uniform(-0.1, 0.7))
                middle = ((root[0] + tip[0]) / 2, (root[1] + tip[1]) / 2 - wide * 0.26)
                sheet.shape([root, middle, tip], chance.choice((lit, dark)))
        y -= gap


def _moss(stage: Stage, sheet: Canvas, x: float, row: float, wide: float, chance: random.Random) -> None:
    """Moss and grass around the foot of a trunk, so that it stands in the ground and not on it."""
    snowed = stage.reading.weather == "snow"
    tone = stage.palette.paint((206, 214, 230) if snowed else (58, 74, 38), 0.02)
    for _ in range(16):
        at = x + chance.uniform(-1.25, 1.25) * wide
        tall = stage.unit * chance.uniform(0.012, 0.034)
        for blade in plants.tuft(at, row + 6, tall, chance, 4):
            sheet.shape(blade, scaled(tone, chance.uniform(0.8, 1.15)))


def _marks(
    sheet: Canvas, x: float, row: float, top: float, wide: float, dark: RGB, chance: random.Random
) -> None:
    """The dark dashes of birch bark."""
    for _ in range(int((row - top) / max(wide * 0.7, 3))):
        y, at = chance.uniform(top, row), x + chance.uniform(-0.3, 0.2) * wide
        long, thick = wide * chance.uniform(0.1, 0.4), max(wide * 0.03, 0.6)
        sheet.fill([(at, y), (at + long, y - thick), (at + long, y + thick)], dark)
