"""What a plain is: wheat, lavender, flowers, terraces of rice, furrows, a garden, a park, a bare steppe."""

import random
from collections.abc import Sequence

import numpy as np

from onetake.animatic.canvas import Canvas
from onetake.animatic.colour import RGB, mix, scaled
from onetake.animatic.scenes import foliage, plants, relief, sky
from onetake.animatic.scenes.field import blended, mesh, step
from onetake.animatic.scenes.plot import Plot
from onetake.animatic.stage import Flat, Prop, Stage

_GROWN: dict[str, tuple[RGB, RGB, float, tuple[RGB, ...]]] = {
    "wheat": ((216, 172, 82), (186, 138, 62), 0.0, ((236, 198, 110), (206, 158, 74))),
    "lavender": ((128, 92, 176), (96, 122, 74), 0.34, ((150, 108, 206), (118, 84, 172), (178, 140, 220))),
    "sunflowers": ((150, 150, 58), (104, 122, 52), 0.3, ((246, 196, 48), (232, 170, 36))),
    "flowers": (
        (150, 156, 82),
        (112, 138, 66),
        0.0,
        ((222, 62, 56), (240, 110, 70), (250, 206, 84), (240, 236, 226)),
    ),
    "tea": ((66, 116, 56), (128, 132, 74), 0.22, ((96, 146, 70), (70, 124, 60))),
    "farm": ((122, 146, 66), (124, 92, 62), 0.3, ((112, 150, 66),)),
    "orchard": ((128, 150, 70), (118, 142, 66), 0.0, ((214, 66, 54),)),
}
"""(the crop's colour, the soil's, how wide a row is in units or 0 without rows, what stands on it)."""
_BARE = ("steppe", "tea", "wheat", "lavender", "sunflowers", "terraces", "flowers")


def bare(stage: Stage) -> bool:
    """Whether no trees stand on this plain."""
    return any(name in _BARE for name in stage.reading.features)


def _crop(stage: Stage) -> str | None:
    return next((name for name in stage.reading.features if name in _GROWN), None)


def lay(stage: Stage, sheet: Canvas) -> bool:
    """Colour the ground as what the shot names is grown; False where it names nothing that is."""
    if "terraces" in stage.reading.features:
        _terraces(stage, sheet)
        return True
    name = _crop(stage)
    if name is None:
        return "steppe" in stage.reading.features
    local, soil, wide, heads = _GROWN[name]
    unit, palette, left = stage.unit, stage.palette, 0
    crop, earth = palette.paint(local, 0.05), palette.paint(soil, 0.05)
    reach = stage.foot - stage.horizon
    while left < sheet.rgb.shape[1]:
        part = sheet.rgb[:, left : left + 4096]
        x, y = mesh(sheet.box.left + left, sheet.box.top, part.shape[1], part.shape[0])
        far = np.maximum(y - np.float32(stage.horizon), np.float32(reach * 0.03)) / np.float32(reach)
        share = np.full(part.shape[:2], 0.72, np.float32)
        if wide:
            across = (x - np.float32(stage.width / 2)) / np.float32(unit) / far / np.float32(wide)
            rows = step(-0.5, 0.3, np.cos(across * np.float32(2 * np.pi)))
            share = 0.86 * (rows * np.clip(far * 3, 0, 1) + 0.6 * np.clip(1 - far * 3, 0, 1))
            part[:] = blended(part, earth, np.full(part.shape[:2], 0.8, np.float32))
        part[:] = blended(part, crop, np.asarray(share, np.float32))
        left += 4096
    _heads(stage, sheet, [palette.paint(ink, 0.04) for ink in heads], name)
    return True


def _heads(stage: Stage, sheet: Canvas, inks: Sequence[RGB], name: str) -> None:
    """Blossoms or ears as far as they can be told apart, larger when nearer, densest far off."""
    chance, unit = stage.chance("heads"), stage.unit
    reach, dark = stage.foot - stage.horizon, stage.palette.paint((92, 58, 34), 0.04)
    for _ in range(int((900 if name != "orchard" else 60) * sheet.box.width / stage.width)):
        near = 0.06 + 1.4 * chance.random() ** 1.6
        y = stage.horizon + reach * near
        x = chance.uniform(sheet.box.left, sheet.box.right)
        r = unit * 0.0062 * near * chance.uniform(0.7, 1.4) * (1.9 if name == "sunflowers" else 1.0)
        ink = scaled(chance.choice(inks), chance.uniform(0.86, 1.08))
        if name in ("wheat", "lavender"):
            sheet.fill([(x - r * 0.5, y), (x, y - r * 4.5), (x + r * 0.5, y)], ink)
            continue
        sheet.disc(x, y, max(r, 0.8), ink, alpha=None)
        if name == "sunflowers" and r > 2:
            sheet.disc(x, y, r * 0.45, dark, alpha=None)


def _terraces(stage: Stage, sheet: Canvas) -> None:
    """Ledges that follow the hill, each with water that has the sky in it and a green rim."""
    chance, unit, palette = stage.chance("terraces"), stage.unit, stage.palette
    reach = stage.foot - stage.horizon
    water, green = mix(palette.sky[3], palette.sky[2], 0.4), palette.paint((112, 152, 68), 0.05)
    xs = np.arange(sheet.box.left - 8, sheet.box.right + 8, 6.0)
    rows = [0.02 * 1.42**index + 0.02 for index in range(15)]
    for index, share in enumerate(rows):
        bend = relief.ridge(xs, chance, unit * 0.7, 3) * unit * 0.09 * min(share * 1.6, 1.0)
        line = stage.horizon + reach * share + bend
        rim = unit * (0.003 + 0.02 * share)
        lush = scaled(green, chance.uniform(0.85, 1.12))
        for lift, ink in ((0.0, scaled(lush, 0.62)), (rim, lush), (rim * 1.7, water if index % 3 else lush)):
            sheet.fill(relief.skyline(xs, line + lift, sheet.box.bottom + 4), ink)


def standing(stage: Stage) -> list[Prop]:
    """What stands on the plain behind the subject: a stand of the crop, hedges and beds, benches."""
    named, props = stage.reading.features, list[Prop]()
    if "garden" in named:
        props += [_hedges(stage), _beds(stage)]
    if "park" in named:
        props.append(_benches(stage))
    name = _crop(stage)
    if name in ("wheat", "lavender", "sunflowers", "flowers"):
        props.append(_stand(stage, name))
    return props


def _stand(stage: Stage, name: str) -> Flat:
    """The crop at the subject's feet, high enough to hide them."""
    chance, unit, palette = stage.chance("stand of crop"), stage.unit, stage.palette
    depth, local, heads = 0.97, _GROWN[name][0], _GROWN[name][3]
    row, tall = stage.foot + unit * 0.012, 0.13 if name in ("wheat", "sunflowers") else 0.07
    stem = palette.dark(local if name == "wheat" else (92, 122, 58), 0.02)
    sheet = stage.sheet(depth, stem, top=row - unit * tall * 1.6, bottom=row + unit * 0.04)
    inks = [palette.paint(ink, 0.0) for ink in heads]
    for _ in range(int(150 * sheet.box.width / stage.width)):
        x, high = chance.uniform(sheet.box.left, sheet.box.right), unit * tall * chance.uniform(0.45, 1.05)
        foot = row + chance.uniform(-0.035, 0.02) * unit
        for blade in plants.tuft(x, foot, high, chance, 2):
            sheet.cut(blade)
        _head(
            sheet, x + chance.uniform(-0.1, 0.1) * high, foot - high, high, chance.choice(inks), name, chance
        )
    return Flat(stage, sheet.layer(), depth)


def _head(sheet: Canvas, x: float, y: float, tall: float, ink: RGB, name: str, chance: random.Random) -> None:
    r = tall * 0.075
    if name in ("wheat", "lavender"):
        sheet.shape([(x - r * 0.5, y + r * 4), (x, y - r * 1.6), (x + r * 0.5, y + r * 4)], ink)
    elif name == "sunflowers":
        for size, tone in ((1.6, ink), (0.7, (92, 58, 34))):
            sheet.disc(x, y, r * size, tone)
    else:
        sheet.disc(x, y, r * chance.uniform(0.8, 1.4), ink)


def _hedges(stage: Stage) -> Flat:
    """Clipped hedges with balls and cones on them, roses between."""
    chance, unit, depth = stage.chance("hedges"), stage.unit, 0.5
    row, palette = stage.horizon + (stage.foot - stage.horizon) * depth, stage.palette
    green = palette.paint((64, 106, 56), 0.14)
    sheet = stage.sheet(depth, green, top=row - unit * 0.34, bottom=row + 4)
    plot = Plot(sheet, stage.width / 2, row, unit)
    x = -2.0
    while x < 2.0:
        wide = chance.uniform(0.22, 0.4)
        if abs(x + wide / 2) > 0.24:
            plot.box(x, 0, x + wide, 0.085, green)
            plot.box(x, 0.07, x + wide, 0.085, scaled(green, 1.25))
            plot.box(x, 0, x + wide, 0.02, scaled(green, 0.7))
        post = x + wide + 0.04
        if chance.random() < 0.5:
            plot.disc(post, 0.15, 0.05, scaled(green, 1.08))
            plot.disc(post - 0.014, 0.165, 0.026, scaled(green, 1.3))
            plot.box(post - 0.006, 0, post + 0.006, 0.1, palette.paint((92, 70, 52), 0.1))
        else:
            plot.form([(post - 0.05, 0), (post, 0.22), (post + 0.05, 0)], green)
            plot.form([(post, 0), (post, 0.22), (post + 0.05, 0)], scaled(green, 0.72))
        x += wide + 0.09
    return Flat(stage, sheet.layer(), depth)


def _beds(stage: Stage) -> Flat:
    """Beds full of flowers at both sides of the way."""
    chance, unit, depth = stage.chance("beds"), stage.unit, 0.78
    row, palette = stage.horizon + (stage.foot - stage.horizon) * depth, stage.palette
    leaf, sun = foliage.LEAVES[chance.randint(0, 3)], sky.light_at(stage)[0]
    sheet = stage.sheet(depth, palette.dark(leaf, 0.05), top=row - unit * 0.2, bottom=row + unit * 0.03)
    sprite = foliage.broad(stage, chance, max(int(unit * 0.12), 10), leaf, 0.05, sun, "bush")
    inks = [
        palette.paint(ink, 0.04)
        for ink in ((226, 70, 92), (250, 190, 204), (250, 226, 120), (186, 110, 206), (250, 246, 240))
    ]
    x = sheet.box.left
    while x < sheet.box.right:
        if abs(x - stage.width / 2) > unit * 0.3:
            high = unit * chance.uniform(0.07, 0.12)
            foliage.stamp(sheet, sprite, x, row + unit * 0.02, high, chance.random() < 0.5)
            ink = chance.choice(inks)
            for _ in range(9):
                at = (x + chance.gauss(0, 0.05) * unit, row + unit * 0.005 - high * chance.uniform(0.2, 0.95))
                sheet.disc(*at, unit * chance.uniform(0.007, 0.013), scaled(ink, chance.uniform(0.85, 1.1)))
        x += unit * chance.uniform(0.08, 0.13)
    return Flat(stage, sheet.layer(), depth)


def _benches(stage: Stage) -> Flat:
    """Benches with iron feet, lamps between them."""
    unit, depth, palette = stage.unit, 0.62, stage.palette
    row = stage.horizon + (stage.foot - stage.horizon) * depth
    wood, iron = palette.paint((150, 104, 66), 0.08), palette.paint((52, 54, 60), 0.08)
    sheet = stage.sheet(depth, iron, top=row - unit * 0.46, bottom=row + 4)
    for middle in (-1.3, -0.42, 0.46, 1.34):
        plot = Plot(sheet, stage.width / 2 + middle * unit, row, unit)
        for up in (0.075, 0.12, 0.145, 0.17):
            plot.box(-0.14, up, 0.14, up + 0.014, scaled(wood, 0.8 + up))
        for leg in (-0.12, 0.12):
            plot.line([(leg, 0), (leg, 0.18)], iron, 0.01)
        plot.line([(0.3, 0), (0.3, 0.4)], iron, 0.012)
        if palette.lamps > 0.3:
            plot.halo(0.3, 0.42, 0.2, (255, 214, 140), 0.8)
        plot.disc(0.3, 0.42, 0.026, (255, 244, 214) if palette.lamps > 0.3 else scaled(iron, 3.0))
    return Flat(stage, sheet.layer(), depth)
