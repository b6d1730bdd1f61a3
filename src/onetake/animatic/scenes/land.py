"""Open country: meadow, mountains, desert, snow; and the ground that other sets share."""

from collections.abc import Sequence

import numpy as np

from onetake.animatic.canvas import Canvas
from onetake.animatic.colour import RGB, mix, scaled
from onetake.animatic.layer import Box
from onetake.animatic.scenes import crops, foliage, landmarks, massif, plants, relief, road, sky, soil, water
from onetake.animatic.scenes.light import sunbeams
from onetake.animatic.stage import Flat, Ground, Prop, Stage

_ROCK: dict[str, RGB] = {
    "meadow": (96, 132, 96),
    "mountains": (98, 108, 128),
    "desert": (206, 132, 86),
    "snow": (176, 192, 214),
    "forest": (84, 116, 92),
    "lake": (92, 116, 112),
    "beach": (96, 132, 118),
}

_OPEN = ("meadow", "mountains", "desert", "snow", "forest")
"""Where a road crosses the picture under what rolls."""


def build(stage: Stage) -> list[Prop]:
    """A whole open set, back to front, up to the row of the subject."""
    kind = stage.reading.setting
    props: list[Prop] = list(sky.build(stage))
    props += ranges(stage, kind)
    if "lake" in stage.reading.also and kind in ("mountains", "meadow"):
        props.append(water.Water(stage, stage.horizon + (stage.foot - stage.horizon) * 0.42))
    if kind == "meadow" and not crops.bare(stage):
        props += _woods(stage)
    props += landmarks.build(stage)
    foggy = stage.reading.weather == "fog"
    props.append(sky.mist(stage, "valley", 0.3, stage.horizon, stage.unit * 0.2, 0.85 if foggy else 0.4))
    top = (
        stage.horizon
        if "lake" not in stage.reading.also
        else stage.horizon + (stage.foot - stage.horizon) * 0.38
    )
    props.append(
        ground(stage, kind, top + (0 if "lake" in stage.reading.also else stage.unit * 0.012), 0.016)
    )
    if kind == "meadow" and not crops.bare(stage):
        props += _hero(stage)
    props += crops.standing(stage) if kind == "meadow" else []
    props += landmarks.near(stage)
    beams = sunbeams(stage, 12) if foggy or stage.palette.time == "dawn" else None
    if beams is not None:
        props.append(beams)
    if foggy:
        props.append(sky.mist(stage, "low", 0.8, stage.foot - stage.unit * 0.05, stage.unit * 0.24, 0.6))
    return props


def _woods(stage: Stage) -> list[Prop]:
    """Far woods, a nearer stand of trees, and as often as not one tree that the picture is built around."""
    unit, horizon, chance = stage.unit, stage.horizon, stage.chance("woods")
    sun = sky.light_at(stage)[0]
    made: list[Prop] = [foliage.row(stage, "far wood", 0.2, horizon + unit * 0.006, 34, 0.05, 0.55, sun)]
    if chance.random() < 0.8:
        tall = chance.uniform(0.11, 0.19)
        made.append(
            foliage.row(stage, "stand", 0.34, horizon + unit * 0.025, chance.randint(4, 9), tall, 0.34, sun)
        )
    return made


_GROVES = ("cherry", "orchard", "park", "maple")
"""Lands that have trees at both sides."""


def _hero(stage: Stage) -> list[Prop]:
    chance, unit = stage.chance("hero tree"), stage.unit
    grove = [name for name in stage.reading.features if name in _GROVES]
    if not grove and chance.random() > 0.6:
        return []
    sides = (0.13, 0.2, 0.8, 0.87)
    places = [(chance.uniform(0.5, 0.8), chance.choice(sides))]
    if grove:
        places = [(0.42, 0.3), (0.5, 0.72), (0.66, 0.12), (0.8, 0.9)]
    made: list[Prop] = []
    for index, (depth, share) in enumerate(places):
        x = stage.width * share
        foot = stage.horizon + (stage.foot - stage.horizon) * depth
        form = "oak" if grove else chance.choice(("oak", "oak", "birch", "poplar"))
        tall = unit * chance.uniform(0.42, 0.62) * (0.5 + depth * 0.6) * (0.8 if "orchard" in grove else 1.0)
        name = f"hero tree{index}" if index else "hero tree"
        made.append(foliage.tree(stage, name, depth, x, foot, tall, form, sky.light_at(stage)[0]))
    return made


def ranges(stage: Stage, kind: str, rows: Sequence[float] = (0.30, 0.19, 0.08)) -> list[Prop]:
    """Three ridges; mountains are high and sharp, deserts stand in dunes or tables, the rest rolls."""
    unit, props = stage.unit, list[Prop]()
    ink = stage.reading.style == "ink"
    sharp = ink or kind in ("mountains", "snow") or "mountains" in stage.reading.also
    face = "mountains" if sharp and kind != "snow" else kind
    sun = sky.light_at(stage)[0]
    scale = stage.chance("relief").uniform(0.75, 1.3) * (0.45 if sky.shows(stage) else 1.0)
    for index, depth in enumerate((0.06, 0.13, 0.24)):
        high = rows[index] * unit * scale * (1.0 if sharp else 0.42)
        distance = (0.86, 0.62, 0.36)[index]
        swell = (0.17, 0.10, 0.05)[index] * unit * (1.0 if sharp else 0.5)
        top = stage.horizon - (unit * 0.66 if ink else high + swell * (2.6 if sharp else 2.2))
        tone = stage.palette.paint(_ROCK[kind], distance)
        sheet = stage.sheet(depth, tone, top=top, bottom=stage.horizon + unit * 0.12)
        xs = sheet.box.left + np.arange(sheet.rgb.shape[1]) + 0.5
        rise = _karst(stage, xs, index) if ink else _profile(stage, xs, kind, sharp, index, high, swell)
        line = stage.horizon - rise
        local = mix(_ROCK[kind], (70, 104, 70), 0.0 if kind in ("desert", "snow") or sharp else 0.3 * index)
        if ink:
            massif.wash(stage, sheet, line, index)
        else:
            massif.paint(stage, sheet, line, face, index, distance, local, sun)
        sheet.cut(relief.skyline(xs, line, sheet.box.bottom + 4))
        props.append(Flat(stage, sheet.layer(), depth))
    return props


def _karst(stage: Stage, xs: np.ndarray, index: int) -> np.ndarray:
    """How far a row of steep single peaks stands above the horizon at each place."""
    chance, unit = stage.chance(f"karst{index}"), stage.unit
    rise = np.full(len(xs), 0.02 * unit)
    x = float(xs[0]) - unit * 0.2
    while x < xs[-1] + unit * 0.2:
        tall = unit * (0.46, 0.34, 0.19)[index] * chance.uniform(0.3, 1.2)
        wide = tall * chance.uniform(0.4, 0.75)
        lean = np.where(xs < x, chance.uniform(0.7, 1.0), chance.uniform(0.9, 1.4))
        peak = tall * np.exp(-((np.abs(xs - x) / (wide * lean)) ** 1.45))
        rise = np.maximum(rise, peak)
        x += unit * chance.uniform(0.14, 0.5)
    rough = relief.ridge(xs, chance, unit * 0.07, 4) * 0.12 + relief.ridge(xs, chance, unit * 0.3, 2) * 0.1
    return rise * (1 + rough)


def _profile(
    stage: Stage, xs: np.ndarray, kind: str, sharp: bool, index: int, high: float, swell: float
) -> np.ndarray:
    """How far a ridge stands above the horizon at each place."""
    chance, unit = stage.chance(f"range{index}"), stage.unit
    length = unit * (0.62, 0.5, 0.44)[index]
    if sharp:
        folds = 1 - 2 * np.abs(relief.ridge(xs, chance, unit * 0.34, 6)) ** 0.8
        rise = high + swell * (0.55 * relief.ridge(xs, chance, length, 6) + 0.75 * folds - 0.1)
        hero = stage.width * stage.chance("hero").choice((0.28, 0.36, 0.64, 0.72))
        bump = np.maximum(1 - np.abs(xs - hero) / (unit * 0.42), 0) ** 1.15
        return rise + bump * swell * (1.0, 0.0, -0.3)[index]
    rise = relief.ridge(xs, chance, length, 4, 0.35)
    if kind != "desert":
        return high + swell * rise
    if stage.chance("desert").random() < 0.5:
        steep = np.clip((rise - 0.05) * (9.0, 7.0, 5.0)[index], 0, 1)
        return high * 0.4 + swell * (1.9 * steep + 0.2 * relief.ridge(xs, chance, unit * 0.05, 4))
    crest = 1 - np.abs(relief.ridge(xs, chance, length * 1.3, 1)) * 2
    return high * 0.7 + swell * 1.5 * crest


def ground(stage: Stage, kind: str, top: float, edge: float = 0.0) -> Ground:
    """The plane underfoot from row `top` down; `edge` units of wavy rim at its far end."""
    seen = stage.camera.extent_ground(stage.horizon, stage.foot)
    unit, chance = stage.unit, stage.chance("ground")
    box = Box(seen.left, max(top - unit * (edge + 0.01), seen.top), seen.right, max(seen.bottom, top + 20))
    sheet = Canvas(box, soil.SOIL.get(kind, (110, 118, 84)))
    white = stage.reading.weather == "snow" and kind != "beach"
    soil.paint(stage, sheet, "snow" if white else kind, sky.light_at(stage)[0])
    if kind in _OPEN and road.wanted(stage):
        road.lay(stage, sheet)
    elif kind == "meadow" and not white and crops.lay(stage, sheet):
        pass
    elif not white and kind in ("meadow", "mountains"):
        _flowers(stage, sheet, top)
    xs = np.arange(sheet.box.left - 8, sheet.box.right + 8, 4.0)
    line = top + relief.ridge(xs, chance, unit * 0.5, 4) * unit * edge
    sheet.cut(relief.skyline(xs, line, sheet.box.bottom + 4))
    return Ground(stage, sheet.layer())


def _flowers(stage: Stage, sheet: Canvas, top: float) -> None:
    """Blossoms and tufts, larger when nearer, in drifts."""
    chance, unit, palette = stage.chance("flowers"), stage.unit, stage.palette
    inks = chance.choice(
        (
            ((250, 246, 236), (252, 214, 92)),
            ((226, 84, 92), (250, 246, 236)),
            ((170, 130, 214), (236, 220, 250)),
            ((250, 208, 76), (244, 170, 60)),
        )
    )
    tones = [palette.paint(ink, 0.04) for ink in inks]
    stem = mix(palette.dark((74, 106, 48), 0.05), palette.paint((96, 130, 60), 0.1), 0.45)
    bloom = chance.choice((0.0, 0.35, 0.7, 1.0))
    drifts = [chance.uniform(0, 1) for _ in range(4)]
    for _ in range(int(330 * sheet.box.width / stage.width)):
        near = chance.random() ** 1.5
        y = top + unit * 0.03 + (sheet.box.bottom - top - unit * 0.03) * near
        size = unit * (0.0016 + 0.006 * near) * chance.uniform(0.7, 1.3)
        x = sheet.box.left + (chance.choice(drifts) + chance.gauss(0, 0.13)) % 1.0 * sheet.box.width
        for blade in plants.tuft(x, y, size * 4.5, chance, 2):
            sheet.fill(blade, stem)
        if chance.random() < bloom:
            sheet.disc(x, y - size * 4, max(size, 0.8), chance.choice(tones), alpha=None)


def flags(stage: Stage, sheet: Canvas, tone: RGB, top: float) -> None:
    """Level joints on a paved plane, closer together the farther away."""
    left, right = sheet.box.left - 4, sheet.box.right + 4
    for i in range(1, 9):
        row = top + (sheet.box.bottom - top) * (i / 9) ** 1.7
        tall = stage.unit * (0.001 + 0.003 * i / 9)
        sheet.fill([(left, row), (right, row), (right, row + tall), (left, row + tall)], scaled(tone, 0.86))
