"""Indoors: a wall with a window on the weather outside, furniture, a floor, and light that falls in."""

import numpy as np

from onetake.animatic.canvas import Canvas, quad
from onetake.animatic.colour import RGB, mix, scaled
from onetake.animatic.layer import Box
from onetake.animatic.scenes import furniture, relief, sky
from onetake.animatic.scenes.field import blended, mesh
from onetake.animatic.scenes.indoors import on_table, room_kind, tone, window_side
from onetake.animatic.scenes.sheen import Sheen
from onetake.animatic.stage import Flat, Ground, Prop, Stage

_PAPER: tuple[RGB, ...] = (
    (206, 192, 168),
    (150, 172, 170),
    (196, 158, 138),
    (164, 166, 188),
    (170, 182, 150),
)
_DEPTH = 0.5


def back(stage: Stage) -> list[Prop]:
    """The window's view, the wall, the floor with the light on it, furniture, the light in the air.

    Behind what stands on a table all of it is out of focus.
    """
    behind: list[Prop] = [*_outside(stage), _wall(stage), _floor(stage), _patch(stage)]
    if not on_table(stage):
        return [*behind, Sheen(stage, wall_foot(stage), 0.1), *furniture.build(stage), _beam(stage)]
    behind += furniture.build(stage)
    for prop in behind:
        if isinstance(prop, Flat) and prop.depth < 0.9:
            prop.layer = prop.layer.softened(stage.unit * 0.0085)
    return [*behind, _beam(stage)]


def front(stage: Stage) -> list[Prop]:
    if on_table(stage):
        return []
    return [furniture.leaves(stage)]


def _outside(stage: Stage) -> list[Prop]:
    """What the window shows."""
    palette, unit = stage.palette, stage.unit
    made: list[Prop] = list(sky.build(stage, clouds=False))
    sheet = stage.sheet(0.08, palette.paint((76, 110, 84), 0.6), top=stage.horizon - unit * 0.36)
    xs = np.arange(sheet.box.left - 4, sheet.box.right + 8, 4.0)
    line = stage.horizon - unit * 0.22 + relief.ridge(xs, stage.chance("outside"), unit * 0.4) * unit * 0.07
    sheet.cut(relief.skyline(xs, line, sheet.box.bottom + 4))
    made.append(Flat(stage, sheet.layer(), 0.08))
    if stage.reading.weather in ("rain", "storm", "snow"):
        from onetake.animatic.scenes.weather import build

        made += build(stage)
    return made


def _wall(stage: Stage) -> Flat:
    chance, unit = stage.chance("room"), stage.unit
    paper = tone(stage, chance.choice(_PAPER), 0.5)
    sheet = stage.sheet(_DEPTH, paper, bottom=None)
    top, foot = sheet.box.top, wall_foot(stage)
    sheet.rows([(top, scaled(paper, 0.8)), (foot - unit * 0.3, paper), (foot, scaled(paper, 0.9))])
    _panelling(stage, sheet, paper, foot)
    assert sheet.alpha is not None
    sheet.alpha[:] = 255
    wide, tall = unit * 0.46, unit * 0.44
    x = stage.width * (0.62 if window_side(stage) > 0 else 0.14)
    x = min(max(x, unit * 0.12), stage.width - unit * 0.12 - wide)
    y = foot - unit * 0.70
    frame = tone(stage, (236, 230, 220))
    sheet.glow(
        x + wide / 2, y + tall / 2, unit * 0.6, mix(stage.palette.glow, stage.palette.sky[2], 0.4), 0.3
    )
    sheet.fill(
        quad(x - unit * 0.022, y - unit * 0.022, x + wide + unit * 0.022, y + tall + unit * 0.03), frame
    )
    hole = Canvas(sheet.box, frame)
    for i in range(2):
        for j in range(2):
            px, py = x + i * wide / 2 + unit * 0.006, y + j * tall / 2 + unit * 0.006
            hole.cut(quad(px, py, px + wide / 2 - unit * 0.012, py + tall / 2 - unit * 0.012))
    assert hole.alpha is not None
    sheet.alpha = (255 - hole.alpha).astype(np.uint8)
    sheet.fill(
        quad(x - unit * 0.04, y + tall + unit * 0.022, x + wide + unit * 0.04, y + tall + unit * 0.045),
        scaled(frame, 0.86),
    )
    _curtain(stage, sheet, x, y, wide, tall)
    if room_kind(stage) == "living":
        _pictures(stage, sheet, x + wide / 2, foot)
    _lit_wall(stage, sheet, foot)
    return Flat(stage, sheet.layer(), _DEPTH)


def wall_foot(stage: Stage) -> float:
    """The row where the wall meets the floor."""
    return stage.horizon + (stage.foot - stage.horizon) * _DEPTH


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
    unit, foot = stage.unit, wall_foot(stage)
    wood = tone(stage, stage.chance("floor").choice(((166, 118, 78), (128, 92, 66), (186, 146, 104))))
    sheet = Canvas(Box(seen.left, foot - 2, seen.right, max(seen.bottom, foot + 20)), wood)
    sheet.rows([(foot, scaled(wood, 0.82)), (stage.height, scaled(wood, 1.02))])
    left, right = sheet.box.left - 4, sheet.box.right + 4
    chance = stage.chance("boards")
    row, tall = foot, unit * 0.014
    while row < sheet.box.bottom:
        sheet.fill(quad(left, row, right, row + max(unit * 0.0016, 1)), scaled(wood, 0.7))
        x = left + chance.uniform(0, 0.6) * unit
        while x < right:
            sheet.fill(quad(x, row, x + max(unit * 0.0016, 1), row + tall), scaled(wood, 0.7))
            sheet.fill(
                quad(x, row + 1, x + unit * chance.uniform(0.2, 0.5), row + tall * 0.9),
                scaled(wood, chance.uniform(0.93, 1.08)),
            )
            x += unit * chance.uniform(0.5, 0.9)
        row, tall = row + tall, tall * 1.34
    sheet.cut(quad(left, foot, right, sheet.box.bottom + 4))
    return Ground(stage, sheet.layer())


def window_middle(stage: Stage) -> float:
    """The column of the middle of the window."""
    unit = stage.unit
    x = stage.width * (0.62 if window_side(stage) > 0 else 0.14)
    return min(max(x, unit * 0.12), stage.width - unit * 0.58) + unit * 0.23


def _patch(stage: Stage) -> Ground:
    """The window's light where it falls on the floor, in four panes."""
    unit, palette = stage.unit, stage.palette
    foot, side = wall_foot(stage), -window_side(stage)
    colour = mix(palette.glow, palette.sun, 0.5)
    sheet = Canvas(Box(-unit, foot, stage.width + unit, stage.height + unit * 0.1), colour)
    bright = {"day": 88, "dawn": 96, "dusk": 104, "night": 34}[palette.time]
    bright = bright if stage.reading.weather == "clear" else bright // 3
    x, reach = window_middle(stage), stage.height - foot
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
        ((x - np.float32(window_middle(stage))) / unit) ** 2
        + ((y - np.float32(foot - unit * 0.5)) / unit) ** 2
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
    x = window_middle(stage)
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
