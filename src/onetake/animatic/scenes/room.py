"""Indoors: a wall with a window on the weather outside, furniture by use, a floor, and light that falls in."""

import numpy as np

from onetake.animatic.canvas import Canvas
from onetake.animatic.colour import RGB, mix, scaled
from onetake.animatic.figures.actor import TABLE
from onetake.animatic.figures.pen import smooth
from onetake.animatic.layer import Box
from onetake.animatic.scenes import plants, relief, sky
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
    return [*_outside(stage), _wall(stage), _floor(stage), *_furniture(stage), _beam(stage)]


def front(stage: Stage) -> list[Prop]:
    if stage.reading.subjects and _on_table(stage):
        return []
    return [_leaves(stage)]


def _on_table(stage: Stage) -> bool:
    return stage.reading.subjects[0].kind in TABLE


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


def _light(stage: Stage) -> tuple[float, float]:
    """(how bright the room is, how warm): lamps take over after dark."""
    time = stage.palette.time
    return {"dawn": (0.80, 0.5), "day": (1.0, 0.25), "dusk": (0.74, 0.7), "night": (0.62, 0.9)}[time]


def tone(stage: Stage, colour: RGB, distance: float = 0.0) -> RGB:
    """A local colour in the light of the room."""
    bright, warm = _light(stage)
    lit = mix(colour, (255, 214, 160), 0.12 * warm)
    return mix(scaled(lit, bright * (1 - 0.1 * distance)), stage.palette.shade, 0.14 * (1 - bright) + 0.04)


def _wall(stage: Stage) -> Flat:
    chance, unit = stage.chance("room"), stage.unit
    paper = tone(stage, chance.choice(_PAPER), 0.5)
    sheet = stage.sheet(_DEPTH, paper, bottom=None)
    top, foot = sheet.box.top, _foot(stage)
    sheet.rows([(top, scaled(paper, 0.8)), (foot - unit * 0.3, paper), (foot, scaled(paper, 0.9))])
    _panelling(stage, sheet, paper, foot)
    assert sheet.alpha is not None
    sheet.alpha[:] = 255
    wide, tall = unit * 0.46, unit * 0.44
    x = stage.width * (0.64 if chance.random() < 0.5 else 0.16)
    x = min(max(x, unit * 0.12), stage.width - unit * 0.12 - wide)
    y = foot - unit * 0.70
    frame = tone(stage, (236, 230, 220))
    sheet.glow(
        x + wide / 2, y + tall / 2, unit * 0.6, mix(stage.palette.glow, stage.palette.sky[2], 0.4), 0.3
    )
    sheet.fill(
        _box(x - unit * 0.022, y - unit * 0.022, x + wide + unit * 0.022, y + tall + unit * 0.03), frame
    )
    hole = Canvas(sheet.box, frame)
    for i in range(2):
        for j in range(2):
            px, py = x + i * wide / 2 + unit * 0.006, y + j * tall / 2 + unit * 0.006
            hole.cut(_box(px, py, px + wide / 2 - unit * 0.012, py + tall / 2 - unit * 0.012))
    assert hole.alpha is not None
    sheet.alpha = (255 - hole.alpha).astype(np.uint8)
    sheet.fill(
        _box(x - unit * 0.04, y + tall + unit * 0.022, x + wide + unit * 0.04, y + tall + unit * 0.045),
        scaled(frame, 0.86),
    )
    _curtain(stage, sheet, x, y, wide, tall)
    _pictures(stage, sheet, x + wide / 2, foot)
    sheet.solid = y + tall + unit * 0.01
    return Flat(stage, sheet.layer(), _DEPTH)


def _foot(stage: Stage) -> float:
    """The row where the wall meets the floor."""
    return stage.horizon + (stage.foot - stage.horizon) * _DEPTH


def _box(left: float, top: float, right: float, bottom: float) -> list[tuple[float, float]]:
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def _panelling(stage: Stage, sheet: Canvas, paper: RGB, foot: float) -> None:
    unit = stage.unit
    left, right = sheet.box.left - 4, sheet.box.right + 4
    x = left
    while x < right:
        sheet.fill(
            _box(x, sheet.box.top, x + unit * 0.035, foot), scaled(tuple(int(v) for v in paper), 0.975)
        )  # pyright: ignore
        x += unit * 0.09
    low = scaled(paper, 0.8)
    sheet.fill(_box(left, foot - unit * 0.16, right, foot + 4), low)
    sheet.fill(_box(left, foot - unit * 0.166, right, foot - unit * 0.154), scaled(paper, 1.06))
    sheet.fill(_box(left, foot - unit * 0.03, right, foot + 4), scaled(paper, 0.66))


def _curtain(stage: Stage, sheet: Canvas, x: float, y: float, wide: float, tall: float) -> None:
    unit, chance = stage.unit, stage.chance("curtain")
    cloth = tone(stage, chance.choice(((176, 84, 70), (84, 112, 130), (206, 178, 122), (120, 98, 128))))
    sheet.fill(
        _box(x - unit * 0.09, y - unit * 0.05, x + wide + unit * 0.09, y - unit * 0.038), scaled(cloth, 0.5)
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
    for i, (dx, dy, w, h) in enumerate(((-0.12, 0.56, 0.14, 0.18), (0.06, 0.53, 0.11, 0.13))):
        x, y = at + dx * unit, foot - dy * unit
        sheet.fill(_box(x, y, x + w * unit, y + h * unit), tone(stage, (78, 60, 48)))
        inner = tone(stage, chance.choice(((232, 220, 196), (120, 150, 156), (206, 140, 104))))
        sheet.fill(
            _box(x + unit * 0.01, y + unit * 0.01, x + (w - 0.01) * unit, y + (h - 0.01) * unit), inner
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
    unit, foot = stage.unit, _foot(stage)
    wood = tone(stage, stage.chance("floor").choice(((166, 118, 78), (128, 92, 66), (186, 146, 104))))
    sheet = Canvas(Box(seen.left, foot - 2, seen.right, max(seen.bottom, foot + 20)), wood)
    sheet.rows([(foot, scaled(wood, 0.82)), (stage.height, scaled(wood, 1.02))])
    left, right = sheet.box.left - 4, sheet.box.right + 4
    chance = stage.chance("boards")
    row, tall = foot, unit * 0.014
    while row < sheet.box.bottom:
        sheet.fill(_box(left, row, right, row + max(unit * 0.0016, 1)), scaled(wood, 0.7))
        x = left + chance.uniform(0, 0.6) * unit
        while x < right:
            sheet.fill(_box(x, row, x + max(unit * 0.0016, 1), row + tall), scaled(wood, 0.7))
            sheet.fill(
                _box(x, row + 1, x + unit * chance.uniform(0.2, 0.5), row + tall * 0.9),
                scaled(wood, chance.uniform(0.93, 1.08)),
            )
            x += unit * chance.uniform(0.5, 0.9)
        row, tall = row + tall, tall * 1.34
    sheet.cut(_box(left, foot, right, sheet.box.bottom + 4))
    sheet.solid = foot + 2
    return Ground(stage, sheet.layer())


def _furniture(stage: Stage) -> list[Prop]:
    """A shelf and a lamp by the wall; a table under what stands on one."""
    unit, chance = stage.unit, stage.chance("furniture")
    depth = 0.62
    foot = stage.horizon + (stage.foot - stage.horizon) * depth
    wood = tone(stage, (112, 76, 52))
    sheet = stage.sheet(depth, wood, bottom=foot + 10)
    _shelf(stage, sheet, stage.width * chance.uniform(0.02, 0.06) - unit * 0.05, foot)
    _lamp(stage, sheet, stage.width * chance.uniform(0.90, 0.95), foot)
    props: list[Prop] = [Flat(stage, sheet.layer(), depth)]
    if stage.reading.subjects and _on_table(stage):
        props.append(_table(stage))
    else:
        props.append(_rug(stage))
    return props


def _shelf(stage: Stage, sheet: Canvas, x: float, foot: float) -> None:
    unit, chance = stage.unit, stage.chance("books")
    wide, tall = unit * 0.34, unit * 0.62
    wood = tone(stage, (104, 70, 48))
    sheet.shape(_box(x, foot - tall, x + wide, foot), wood)
    rows = 4
    for row in range(rows):
        top = foot - tall + unit * 0.015 + row * (tall - unit * 0.02) / rows
        low = top + (tall - unit * 0.02) / rows - unit * 0.016
        sheet.fill(_box(x + unit * 0.015, top, x + wide - unit * 0.015, low), scaled(wood, 0.6))
        at = x + unit * 0.02
        while at < x + wide - unit * 0.05:
            w, h = unit * chance.uniform(0.012, 0.026), (low - top) * chance.uniform(0.55, 0.92)
            spine = chance.choice(
                ((176, 74, 62), (62, 98, 122), (206, 164, 92), (92, 120, 88), (214, 202, 180), (108, 78, 112))
            )
            if chance.random() < 0.85:
                sheet.fill(_box(at, low - h, at + w, low), tone(stage, spine))
            at += w + unit * 0.003


def _lamp(stage: Stage, sheet: Canvas, x: float, foot: float) -> None:
    unit = stage.unit
    iron, on = tone(stage, (58, 54, 56)), stage.palette.lamps > 0.3
    top = foot - unit * 0.56
    if on:
        for reach, alpha in ((0.52, 12), (0.40, 14), (0.30, 20), (0.21, 28), (0.13, 48)):
            sheet.disc(x, top, unit * reach, (255, 210, 130), alpha)
    sheet.shape(_box(x - unit * 0.005, top, x + unit * 0.005, foot), iron)
    sheet.shape(
        smooth([(x - unit * 0.07, foot + 2), (x, foot - unit * 0.022), (x + unit * 0.07, foot + 2)], 5), iron
    )
    shade = (255, 226, 166) if on else tone(stage, (226, 214, 190))
    sheet.shape(
        [
            (x - unit * 0.055, top - unit * 0.07),
            (x + unit * 0.055, top - unit * 0.07),
            (x + unit * 0.09, top + unit * 0.045),
            (x - unit * 0.09, top + unit * 0.045),
        ],
        shade,
    )


def _rug(stage: Stage) -> Ground:
    unit, chance = stage.unit, stage.chance("rug")
    cloth = tone(stage, chance.choice(((158, 72, 62), (72, 102, 118), (196, 160, 104))))
    y = stage.foot + unit * 0.005
    middle = stage.width / 2
    sheet = Canvas(Box(middle - unit * 0.75, y - unit * 0.1, middle + unit * 0.75, y + unit * 0.14), cloth)
    turn = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    for share, colour in (
        (1.0, scaled(cloth, 0.8)),
        (0.92, cloth),
        (0.74, scaled(cloth, 1.16)),
        (0.68, cloth),
    ):
        ring = np.column_stack(
            [middle + unit * 0.66 * share * np.cos(turn), y + unit * 0.075 * share * np.sin(turn)]
        )
        sheet.shape(ring, colour)
    return Ground(stage, sheet.layer())


def _table(stage: Stage) -> Flat:
    """A table top at the subject's row, its front edge below."""
    unit = stage.unit
    wood = tone(stage, stage.chance("table").choice(((112, 66, 44), (92, 62, 50), (206, 186, 158))))
    top, foot = stage.foot - unit * 0.06, stage.foot + unit * 0.075
    sheet = stage.sheet(1.0, wood, top=top - 4)
    left, right = stage.width / 2 - unit * 0.95, stage.width / 2 + unit * 0.95
    sheet.shape([(left + unit * 0.16, top), (right - unit * 0.16, top), (right, foot), (left, foot)], wood)
    for i in range(7):
        at = i / 7
        row = top + (foot - top) * (i + 0.5) / 7
        sheet.fill(
            [
                (left, row),
                (right, row),
                (right, row + unit * 0.0015),
                (left + unit * 0.1 * at, row + unit * 0.002),
            ],
            scaled(wood, 0.9),
        )
    sheet.shape(_box(left, foot, right, foot + unit * 0.045), scaled(wood, 0.7))
    sheet.shape(
        _box(left + unit * 0.08, foot + unit * 0.045, right - unit * 0.08, foot + unit * 0.4),
        scaled(wood, 0.46),
    )
    return Flat(stage, sheet.layer(), 1.0)


def _beam(stage: Stage) -> Flat:
    """The light of the window across the room."""
    unit = stage.unit
    sheet = stage.sheet(0.7, mix(stage.palette.glow, stage.palette.sun, 0.4), bottom=stage.height)
    strength = {"day": 44, "dawn": 56, "dusk": 60, "night": 22}[stage.palette.time]
    if stage.reading.weather != "clear":
        strength //= 3
    chance = stage.chance("room")
    chance.choice(_PAPER)
    x = stage.width * (0.64 if chance.random() < 0.5 else 0.16) + unit * 0.2
    side = -1 if x > stage.width / 2 else 1
    y = _foot(stage) - unit * 0.6
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
    import cv2

    assert sheet.alpha is not None
    sheet.alpha = cv2.GaussianBlur(sheet.alpha, (0, 0), unit * 0.01)  # pyright: ignore
    return Flat(stage, sheet.layer(), 0.7)


def _leaves(stage: Stage) -> Flat:
    """A potted plant close to the camera, in a corner."""
    unit, chance = stage.unit, stage.chance("plant")
    depth = 1.5
    leaf = mix(tone(stage, (58, 92, 62)), stage.palette.shade, 0.45)
    sheet = stage.sheet(depth, leaf, top=stage.height - unit * 0.5)
    x = chance.choice((-0.02, 1.02)) * stage.width
    for i in range(9):
        angle = np.pi * (0.12 + 0.76 * i / 8)
        reach = unit * chance.uniform(0.22, 0.36)
        tip = (x + reach * np.cos(angle), stage.height - reach * np.sin(angle))
        mid = ((x + tip[0]) / 2 + unit * 0.02, (stage.height + tip[1]) / 2 - unit * 0.03)
        sheet.shape(
            plants.smooth(
                [
                    (x, stage.height + 10),
                    (mid[0] - unit * 0.035, mid[1]),
                    tip,
                    (mid[0] + unit * 0.035, mid[1] + unit * 0.02),
                ],
                5,
            ),
            scaled(leaf, chance.uniform(0.85, 1.15)),
        )
    return Flat(stage, sheet.layer(), depth)
