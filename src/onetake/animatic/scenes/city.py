"""Towns: a skyline of lit towers, and the street between them."""

import random

from onetake.animatic.canvas import Canvas
from onetake.animatic.colour import RGB, mix, scaled
from onetake.animatic.layer import Box
from onetake.animatic.scenes import sky
from onetake.animatic.stage import Flat, Ground, Prop, Stage

WALLS: tuple[RGB, ...] = (
    (150, 140, 134),
    (176, 158, 138),
    (126, 130, 142),
    (164, 122, 104),
    (112, 120, 132),
)


def skyline(stage: Stage) -> list[Prop]:
    """Towers behind towers, seen from a terrace."""
    unit, horizon = stage.unit, stage.horizon
    props: list[Prop] = list(sky.build(stage))
    props.append(row(stage, "far towers", 0.06, horizon, 26, 0.34, 0.8, 0.35))
    props.append(sky.mist(stage, "smog far", 0.09, horizon, unit * 0.34, 0.6))
    props.append(row(stage, "mid towers", 0.13, horizon + unit * 0.02, 14, 0.46, 0.55, 0.6))
    props.append(sky.mist(stage, "smog", 0.18, horizon + unit * 0.05, unit * 0.26, 0.5))
    props.append(row(stage, "near towers", 0.26, horizon + unit * 0.1, 8, 0.40, 0.26, 0.9))
    props.append(_terrace(stage))
    return props


def row(
    stage: Stage, name: str, depth: float, foot: float, count: int, height: float, distance: float, lit: float
) -> Flat:
    """Towers side by side, some lit windows, some with a mast."""
    chance, palette, unit = stage.chance(name), stage.palette, stage.unit
    base = palette.paint((116, 122, 136), distance)
    sheet = stage.sheet(depth, base, top=foot - unit * height * 1.75, bottom=foot + unit * 0.3)
    x = sheet.box.left - 10
    while x < sheet.box.right:
        wide = stage.width / count * chance.uniform(0.55, 1.25)
        tall = unit * height * (chance.uniform(0.35, 1.0) + (0.6 if chance.random() < 0.14 else 0))
        wall = palette.paint(chance.choice(WALLS), distance)
        _tower(stage, sheet, Box(x, foot - tall, x + wide, foot), wall, distance, lit, chance)
        x += wide * chance.uniform(0.96, 1.12)
    sheet.cut(
        [
            (sheet.box.left, foot - 2),
            (sheet.box.right, foot - 2),
            (sheet.box.right, sheet.box.bottom + 4),
            (sheet.box.left, sheet.box.bottom + 4),
        ]
    )
    return Flat(stage, sheet.layer(), depth)


def _tower(
    stage: Stage, sheet: Canvas, box: Box, wall: RGB, distance: float, lit: float, chance: random.Random
) -> None:
    palette, unit = stage.palette, stage.unit
    x, y, right, foot = box.left, box.top, box.right, box.bottom
    wide = right - x
    sheet.shape([(x, y), (right, y), (right, foot + 4), (x, foot + 4)], wall)
    side = 1 if sky.light_at(stage)[0] < stage.width / 2 else -1
    dark = mix(wall, palette.shade, 0.26)
    edge = right - wide * 0.24 if side > 0 else x
    sheet.fill([(edge, y), (edge + wide * 0.24, y), (edge + wide * 0.24, foot + 4), (edge, foot + 4)], dark)
    kind = chance.random()
    if kind < 0.25:
        sheet.shape(
            [
                (x + wide * 0.2, y),
                (x + wide * 0.8, y),
                (x + wide * 0.74, y - wide * 0.24),
                (x + wide * 0.26, y - wide * 0.24),
            ],
            wall,
        )
    elif kind < 0.4:
        sheet.line([(x + wide * 0.5, y), (x + wide * 0.5, y - wide * 0.7)], wall, max(unit * 0.003, 1))
    elif kind < 0.55:
        sheet.shape([(x, y), (right, y), (x + wide * (0.2 if side > 0 else 0.8), y - wide * 0.4)], wall)
    _windows(stage, sheet, box, wall, distance, lit, chance)


def _windows(
    stage: Stage, sheet: Canvas, box: Box, wall: RGB, distance: float, lit: float, chance: random.Random
) -> None:
    palette = stage.palette
    cell = stage.unit * (0.017 + 0.02 * (1 - distance))
    columns = int((box.width - cell * 0.6) / cell)
    rows = int((box.height - cell) / (cell * 1.25))
    warm = (255, 206, 120)
    share = palette.lamps * 0.46 * lit
    glass = mix(wall, palette.sky[1], 0.34) if palette.time != "night" else scaled(wall, 0.72)
    for row in range(rows):
        y = box.top + cell * 0.7 + row * cell * 1.25
        for column in range(columns):
            x = box.left + (box.width - columns * cell) / 2 + column * cell
            on = chance.random() < share
            colour = (
                mix(
                    mix(warm, chance.choice(((255, 240, 214), (255, 176, 88))), chance.random() * 0.6),
                    palette.haze,
                    distance * 0.55,
                )
                if on
                else glass
            )
            if on or distance < 0.7:
                sheet.fill(
                    [
                        (x + cell * 0.2, y),
                        (x + cell * 0.8, y),
                        (x + cell * 0.8, y + cell * 0.72),
                        (x + cell * 0.2, y + cell * 0.72),
                    ],
                    colour,
                )


def _terrace(stage: Stage) -> Ground:
    """The roof or quay that the subject stands on."""
    from onetake.animatic.scenes import land

    seen = stage.camera.extent_ground(stage.horizon, stage.foot)
    palette, unit = stage.palette, stage.unit
    top = stage.horizon + (stage.foot - stage.horizon) * 0.55
    tone = palette.paint((120, 118, 122), 0.06)
    sheet = Canvas(Box(seen.left, top - unit * 0.05, seen.right, max(seen.bottom, top + 20)), tone)
    sheet.rows([(top, scaled(tone, 1.1)), (stage.height, scaled(tone, 0.8))])
    left, right = sheet.box.left - 4, sheet.box.right + 4
    sheet.fill(
        [
            (left, top - unit * 0.05),
            (right, top - unit * 0.05),
            (right, top - unit * 0.034),
            (left, top - unit * 0.034),
        ],
        scaled(tone, 1.2),
    )
    sheet.fill(
        [(left, top - unit * 0.034), (right, top - unit * 0.034), (right, top), (left, top)],
        scaled(tone, 0.62),
    )
    land.flags(stage, sheet, tone, top)
    sheet.cut(
        [
            (left, top - unit * 0.046),
            (right, top - unit * 0.046),
            (right, sheet.box.bottom + 4),
            (left, sheet.box.bottom + 4),
        ]
    )
    return Ground(stage, sheet.layer())
