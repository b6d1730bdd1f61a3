"""Indoors: a wall with a window on the weather outside, furniture, a floor, and light that falls in."""

import numpy as np

from onetake.animatic.canvas import Canvas, quad
from onetake.animatic.colour import RGB, mix, scaled
from onetake.animatic.layer import Box
from onetake.animatic.scenes import furniture, windows
from onetake.animatic.scenes.field import blended, mesh
from onetake.animatic.scenes.indoors import (
    WALL,
    on_table,
    room_kind,
    tone,
    wall_foot,
    window_box,
    window_side,
)
from onetake.animatic.scenes.light import halo
from onetake.animatic.scenes.rooms import room
from onetake.animatic.scenes.sheen import Sheen
from onetake.animatic.stage import Flat, Ground, Prop, Stage

_HOMELY = ("living", "study", "kitchen", "bedroom", "office", "cafe")
"""Where a plant may stand close to the camera."""


def back(stage: Stage) -> list[Prop]:
    """The window's view, the wall, the floor with the light on it, furniture, the light in the air.

    Behind what stands on a table all of it is out of focus.
    """
    light = [_patch(stage)] if windows.windows(stage) in ("sash", "wide", "arches") else []
    behind: list[Prop] = [*windows.outside(stage), _wall(stage), _floor(stage), *light]
    beam = [_beam(stage)] if light else []
    if not on_table(stage):
        sheen = Sheen(stage, wall_foot(stage), room(stage).polish)
        return [*behind, sheen, *furniture.build(stage), *beam]
    behind += furniture.build(stage)
    for prop in behind:
        if isinstance(prop, Flat) and prop.depth < 0.9:
            prop.layer = prop.layer.softened(stage.unit * 0.0085)
    return [*behind, *_shade(stage), *beam]


def _shade(stage: Stage) -> list[Prop]:
    """A dark patch behind what steams, for steam is white."""
    if "steam" not in stage.reading.features:
        return []
    unit, dark = stage.unit, scaled(stage.palette.shade, 0.7)
    sheet = stage.sheet(0.9, dark, bottom=stage.foot + unit * 0.1, soft=True)
    halo(sheet, stage.width / 2, stage.foot - unit * 0.42, unit * 0.85, dark, 0.55)
    return [Flat(stage, sheet.layer(), 0.9, soft=True)]


def front(stage: Stage) -> list[Prop]:
    if on_table(stage) or room_kind(stage) not in _HOMELY:
        return []
    return [furniture.leaves(stage)]


def _wall(stage: Stage) -> Flat:
    chance, unit, made = stage.chance("room"), stage.unit, room(stage)
    paper = tone(stage, chance.choice(made.papers), 0.5)
    sheet = stage.sheet(WALL, paper, bottom=None)
    top, foot = sheet.box.top, wall_foot(stage)
    sheet.rows([(top, scaled(paper, 0.8)), (foot - unit * 0.3, paper), (foot, scaled(paper, 0.9))])
    if made.panel:
        _panelling(stage, sheet, paper, foot)
    if made.wet:
        _tiling(stage, sheet, paper, foot)
    assert sheet.alpha is not None
    sheet.alpha[:] = 255
    box = window_box(stage)
    if windows.windows(stage):
        warm = mix(stage.palette.glow, stage.palette.sky[2], 0.4)
        sheet.glow((box.left + box.right) / 2, (box.top + box.bottom) / 2, unit * 0.6, warm, 0.3)
    windows.frame(stage, sheet)
    if made.curtain:
        _curtain(stage, sheet, box.left, box.top, box.width, box.height)
    for furnishing in made.wall:
        furnishing(stage, sheet, foot)
    if room_kind(stage) in ("living", "bedroom"):
        _pictures(stage, sheet, (box.left + box.right) / 2, foot)
    _lit_wall(stage, sheet, foot)
    return Flat(stage, sheet.layer(), WALL)


def _tiling(stage: Stage, sheet: Canvas, paper: RGB, foot: float) -> None:
    """Tiles up to the height of a man."""
    unit = stage.unit
    left, right, top = sheet.box.left - 4, sheet.box.right + 4, foot - unit * 0.42
    sheet.fill(quad(left, top, right, foot), scaled(paper, 1.06))
    joint, thin = scaled(paper, 0.82), max(unit * 0.003, 1)
    for row in range(8):
        y = top + unit * 0.055 * row
        sheet.fill(quad(left, y, right, y + thin), joint)
    x = left
    while x < right:
        sheet.fill(quad(x, top, x + thin, foot), joint)
        x += unit * 0.055


def _panelling(stage: Stage, sheet: Canvas, paper: RGB, foot: float) -> None:
    unit = stage.unit
    left, right = sheet.box.left - 4, sheet.box.right + 4
    x = left
    while x < right:
        sheet.fill(quad(x, sheet.box.top, x + unit * 0.035, foot), scaled(paper, 0.975))
        x += unit * 0.09
    low = scaled(paper, 0.8)
    sheet.fill(quad(left, foot - unit * 0.16, right, foot + 4), low)
    sheet.fill(quad(left, foot - unit * 0.166, right, foot - unit * 0.154), scaled(paper, 1.06))
    sheet.fill(quad(left, foot - unit * 0.03, right, foot + 4), scaled(paper, 0.66))


def _curtain(stage: Stage, sheet: Canvas, x: float, y: float, wide: float, tall: float) -> None:
    unit, chance = stage.unit, stage.chance("curtain")
    cloth = tone(stage, chance.choice(((176, 84, 70), (84, 112, 130), (206, 178, 122), (120, 98, 128))))
    sheet.fill(
        quad(x - unit * 0.09, y - unit * 0.05, x + wide + unit * 0.09, y - unit * 0.038), scaled(cloth, 0.5)
    )
    for side in (-1, 1):
        edge = x - unit * 0.01 if side < 0 else x + wide + unit * 0.01
        for fold in range(3):
            at = edge + side * unit * (0.012 + 0.024 * fold)
            drape = [
                (at - unit * 0.014, y - unit * 0.04),
                (at + unit * 0.014, y - unit * 0.04),
                (at + unit * 0.017 + side * unit * 0.01, y + tall + unit * 0.12),
                (at - unit * 0.015 + side * unit * 0.01, y + tall + unit * 0.12),
            ]
            sheet.shape(drape, scaled(cloth, (0.82, 1.0, 0.9)[fold]))


def _pictures(stage: Stage, sheet: Canvas, avoid: float, foot: float) -> None:
    unit, chance = stage.unit, stage.chance("pictures")
    at = stage.width - avoid
    if abs(at - avoid) < unit * 0.46:
        return
    for i, (dx, dy, w, h) in enumerate(((-0.12, 0.56, 0.14, 0.18), (0.06, 0.53, 0.11, 0.13))):
        x, y = at + dx * unit, foot - dy * unit
        sheet.fill(quad(x, y, x + w * unit, y + h * unit), tone(stage, (78, 60, 48)))
        inner = tone(stage, chance.choice(((232, 220, 196), (120, 150, 156), (206, 140, 104))))
        sheet.fill(
            quad(x + unit * 0.01, y + unit * 0.01, x + (w - 0.01) * unit, y + (h - 0.01) * unit), inner
        )
        sheet.fill(
            [
                (x + unit * 0.01, y + (h - 0.01) * unit),
                (x + w * unit * (0.4 + 0.2 * i), y + h * unit * 0.4),
                (x + (w - 0.01) * unit, y + (h - 0.01) * unit),
            ],
            scaled(inner, 0.72),
        )


def _floor(stage: Stage) -> Ground:
    seen = stage.camera.extent_ground(stage.horizon, stage.foot)
    foot, made = wall_foot(stage), room(stage)
    tint = tone(stage, stage.chance("floor").choice(made.floors))
    sheet = Canvas(Box(seen.left, foot - 2, seen.right, max(seen.bottom, foot + 20)), tint)
    sheet.rows([(foot, scaled(tint, 0.82)), (stage.height, scaled(tint, 1.02))])
    (_squares if made.tiles else _boards)(stage, sheet, tint, foot)
    sheet.cut(quad(sheet.box.left - 4, foot, sheet.box.right + 4, sheet.box.bottom + 4))
    return Ground(stage, sheet.layer())


def _boards(stage: Stage, sheet: Canvas, wood: RGB, foot: float) -> None:
    unit, chance = stage.unit, stage.chance("boards")
    left, right = sheet.box.left - 4, sheet.box.right + 4
    row, tall = foot, unit * 0.014
    while row < sheet.box.bottom:
        sheet.fill(quad(left, row, right, row + max(unit * 0.0016, 1)), scaled(wood, 0.7))
        x = left + chance.uniform(0, 0.6) * unit
        while x < right:
            sheet.fill(quad(x, row, x + max(unit * 0.0016, 1), row + tall), scaled(wood, 0.7))
            plank = quad(x, row + 1, x + unit * chance.uniform(0.2, 0.5), row + tall * 0.9)
            sheet.fill(plank, scaled(wood, chance.uniform(0.93, 1.08)))
            x += unit * chance.uniform(0.5, 0.9)
        row, tall = row + tall, tall * 1.34


def _squares(stage: Stage, sheet: Canvas, stone: RGB, foot: float) -> None:
    """Flags in perspective, every other one a shade darker."""
    middle, reach = stage.width / 2, foot - stage.horizon
    row, tall, index = foot, stage.unit * 0.02, 0
    while row < sheet.box.bottom:
        near = row + tall
        spans = [stage.unit * 0.16 * max(y - stage.horizon, reach) / reach for y in (row, near)]
        count = int(max(middle - sheet.box.left, sheet.box.right - middle) / spans[0]) + 2
        for column in range(-count, count):
            if (column + index) % 2:
                a, b = (middle + span * column for span in spans)
                c, d = (middle + span * (column + 1) for span in spans)
                sheet.fill([(a, row), (c, row), (d, near), (b, near)], scaled(stone, 0.88))
        row, tall, index = near, tall * 1.42, index + 1


def _middle(stage: Stage) -> float:
    """The column of the middle of the window."""
    box = window_box(stage)
    return (box.left + box.right) / 2


def _patch(stage: Stage) -> Ground:
    """The window's light where it falls on the floor, in four panes."""
    unit, palette = stage.unit, stage.palette
    foot, side = wall_foot(stage), -window_side(stage)
    colour = mix(palette.glow, palette.sun, 0.5)
    sheet = Canvas(Box(-unit, foot, stage.width + unit, stage.height + unit * 0.1), colour)
    bright = {"day": 88, "dawn": 96, "dusk": 104, "night": 34}[palette.time]
    bright = bright if stage.reading.weather == "clear" else bright // 3
    x, reach = _middle(stage), stage.height - foot
    for row in (0, 1):
        for column in (0, 1):
            pane = []
            for dy, dx in ((0.0, 0.0), (0.0, 1.0), (0.82, 1.0), (0.82, 0.0)):
                y = 0.12 + 0.33 * (row + dy)
                wide = unit * (0.24 + 0.22 * y)
                pane.append((x + side * unit * 0.95 * y + (column - 1 + dx * 0.94) * wide, foot + reach * y))
            sheet.cut(pane, bright)
    sheet.soften(unit * 0.006)
    return Ground(stage, sheet.layer())


def _lit_wall(stage: Stage, sheet: Canvas, foot: float) -> None:
    """Corners and the ceiling darker, the wall by the window or around the lamps lighter."""
    unit = stage.unit
    x, y = mesh(sheet.box.left, sheet.box.top, sheet.rgb.shape[1], sheet.rgb.shape[0])
    away = np.sqrt(
        ((x - np.float32(_middle(stage))) / unit) ** 2 + ((y - np.float32(foot - unit * 0.5)) / unit) ** 2
    )
    night = stage.palette.time == "night"
    deep = np.clip((away - 0.35) * (0.3 if not night else 0.42), 0, 0.55)
    base = np.clip(1 - (np.float32(foot) - y) / np.float32(unit * 0.1), 0, 1) * np.float32(0.22)
    sheet.rgb = blended(sheet.rgb, scaled(stage.palette.shade, 0.8), (deep + base).astype(np.float32))


def _beam(stage: Stage) -> Flat:
    """The light of the window across the room."""
    unit = stage.unit
    sheet = stage.sheet(0.7, mix(stage.palette.glow, stage.palette.sun, 0.4), bottom=stage.height)
    strength = {"day": 44, "dawn": 56, "dusk": 60, "night": 22}[stage.palette.time]
    if stage.reading.weather != "clear":
        strength //= 3
    x = _middle(stage)
    side = -1 if x > stage.width / 2 else 1
    y = wall_foot(stage) - unit * 0.6
    for i in range(2):
        a = x + (i - 0.5) * unit * 0.22
        sheet.cut(
            [
                (a - unit * 0.09, y),
                (a + unit * 0.09, y),
                (a + unit * 0.22 + side * unit * 0.62, stage.height),
                (a - unit * 0.16 + side * unit * 0.62, stage.height),
            ],
            strength,
        )
    sheet.soften(unit * 0.01)
    return Flat(stage, sheet.layer(), 0.7)
