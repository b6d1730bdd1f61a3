"""Furniture, by use: a shelf, a lamp, a rug, a table for what stands on one, a plant."""

import numpy as np

from onetake.animatic.canvas import Canvas, quad
from onetake.animatic.colour import mix, scaled
from onetake.animatic.figures.pen import smooth
from onetake.animatic.layer import Box
from onetake.animatic.scenes import plants
from onetake.animatic.scenes.indoors import on_table, tone
from onetake.animatic.stage import Flat, Ground, Prop, Stage


def build(stage: Stage) -> list[Prop]:
    """A shelf and a lamp by the wall; a table under what stands on one."""
    unit, chance = stage.unit, stage.chance("furniture")
    depth = 0.62
    foot = stage.horizon + (stage.foot - stage.horizon) * depth
    wood = tone(stage, (112, 76, 52))
    sheet = stage.sheet(depth, wood, bottom=foot + 10)
    _shelf(stage, sheet, stage.width * chance.uniform(0.02, 0.06) - unit * 0.05, foot)
    _lamp(stage, sheet, stage.width * chance.uniform(0.90, 0.95), foot)
    props: list[Prop] = [Flat(stage, sheet.layer(), depth)]
    if stage.reading.subjects and on_table(stage):
        props.append(_table(stage))
    else:
        props.append(_rug(stage))
    return props


def _shelf(stage: Stage, sheet: Canvas, x: float, foot: float) -> None:
    unit, chance = stage.unit, stage.chance("books")
    wide, tall = unit * 0.34, unit * 0.62
    wood = tone(stage, (104, 70, 48))
    sheet.shape(quad(x, foot - tall, x + wide, foot), wood)
    rows = 4
    for row in range(rows):
        top = foot - tall + unit * 0.015 + row * (tall - unit * 0.02) / rows
        low = top + (tall - unit * 0.02) / rows - unit * 0.016
        sheet.fill(quad(x + unit * 0.015, top, x + wide - unit * 0.015, low), scaled(wood, 0.6))
        at = x + unit * 0.02
        while at < x + wide - unit * 0.05:
            w, h = unit * chance.uniform(0.012, 0.026), (low - top) * chance.uniform(0.55, 0.92)
            spine = chance.choice(
                ((176, 74, 62), (62, 98, 122), (206, 164, 92), (92, 120, 88), (214, 202, 180), (108, 78, 112))
            )
            if chance.random() < 0.85:
                sheet.fill(quad(at, low - h, at + w, low), tone(stage, spine))
            at += w + unit * 0.003


def _lamp(stage: Stage, sheet: Canvas, x: float, foot: float) -> None:
    unit = stage.unit
    iron, on = tone(stage, (58, 54, 56)), stage.palette.lamps > 0.3
    top = foot - unit * 0.56
    if on:
        for reach, alpha in ((0.52, 12), (0.40, 14), (0.30, 20), (0.21, 28), (0.13, 48)):
            sheet.disc(x, top, unit * reach, (255, 210, 130), alpha)
    sheet.shape(quad(x - unit * 0.005, top, x + unit * 0.005, foot), iron)
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
    sheet.shape(quad(left, foot, right, foot + unit * 0.045), scaled(wood, 0.7))
    sheet.shape(
        quad(left + unit * 0.08, foot + unit * 0.045, right - unit * 0.08, foot + unit * 0.4),
        scaled(wood, 0.46),
    )
    return Flat(stage, sheet.layer(), 1.0)


def leaves(stage: Stage) -> Flat:
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
