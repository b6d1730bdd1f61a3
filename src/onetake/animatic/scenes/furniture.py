"""Furniture, by use: a shelf, a lamp, a sofa, a rug, a table for what stands on one, plants."""

import math

import numpy as np

from onetake.animatic.canvas import Canvas, quad
from onetake.animatic.colour import mix, scaled
from onetake.animatic.figures.pen import smooth
from onetake.animatic.layer import Box
from onetake.animatic.scenes import plants
from onetake.animatic.scenes.field import blended, mesh, noise, sampled, toned
from onetake.animatic.scenes.indoors import on_table, room_kind, tone, window_side
from onetake.animatic.scenes.light import halo
from onetake.animatic.scenes.rooms import room
from onetake.animatic.stage import Flat, Ground, Prop, Stage


def build(stage: Stage) -> list[Prop]:
    """What stands by the wall, by the kind of room; a table under what stands on one, a rug elsewhere."""
    unit, chance = stage.unit, stage.chance("furniture")
    depth = 0.62
    foot = stage.horizon + (stage.foot - stage.horizon) * depth
    sheet = stage.sheet(depth, tone(stage, (112, 76, 52)), bottom=foot + 10)
    side = window_side(stage)
    left, right = stage.width * chance.uniform(0.02, 0.06), stage.width * chance.uniform(0.90, 0.96)
    far, near = (left, right) if side > 0 else (right, left)
    kind = room_kind(stage)
    made = room(stage)
    if made.stands or made.wall:
        for furnishing in made.stands:
            furnishing(stage, sheet, foot)
    elif kind == "study":
        _shelf(stage, sheet, far - unit * (0.05 if side > 0 else 0.3), foot)
        _shelf(stage, sheet, far + unit * (0.3 if side > 0 else -0.66), foot)
        _lamp(stage, sheet, near, foot)
    else:
        _lamp(stage, sheet, far, foot)
        _sofa(stage, sheet, stage.width / 2 + unit * chance.uniform(-0.1, 0.1), foot)
        if stage.width > stage.height:
            _pot(stage, sheet, near, foot)
    props: list[Prop] = [Flat(stage, sheet.layer(), depth)]
    if not on_table(stage):
        return [*props, _rug(stage)] if kind in ("living", "study", "bedroom") else props
    return [*props, table(stage)]


def _sofa(stage: Stage, sheet: Canvas, x: float, foot: float) -> None:
    """A sofa with cushions, seen from the front."""
    unit, chance = stage.unit, stage.chance("sofa")
    cloth = tone(stage, chance.choice(((92, 108, 124), (150, 104, 80), (98, 116, 92), (168, 150, 128))))
    wide, low = unit * 0.34, foot + 2
    turn = [
        (x - wide, foot - unit * 0.09),
        (x - wide, foot - unit * 0.25),
        (x - wide * 0.9, foot - unit * 0.285),
    ]
    back = [*turn, *((2 * x - px, py) for px, py in reversed(turn))]
    sheet.shape(smooth(back, 4), scaled(cloth, 0.82))
    sheet.shape(quad(x - wide, foot - unit * 0.15, x + wide, foot - unit * 0.02), scaled(cloth, 0.7))
    for index in (-1, 1):
        seat = quad(
            x + min(index, 0) * wide * 0.86,
            foot - unit * 0.165,
            x + max(index, 0) * wide * 0.86,
            foot - unit * 0.1,
        )
        sheet.shape(seat, scaled(cloth, 1.05))
        arm = x + index * wide
        sheet.shape(
            quad(arm - unit * 0.045, foot - unit * 0.2, arm + unit * 0.045, foot - unit * 0.02),
            scaled(cloth, 0.94),
        )
        sheet.disc(arm, foot - unit * 0.2, unit * 0.045, scaled(cloth, 1.02))
        sheet.shape(quad(arm - unit * 0.035, foot - unit * 0.022, arm - unit * 0.02, low), scaled(cloth, 0.3))
    pillow = tone(stage, chance.choice(((204, 142, 76), (186, 78, 66), (226, 214, 190), (70, 110, 116))))
    for index in (-1, 1):
        px, py, r = x + index * wide * 0.66, foot - unit * 0.2, unit * 0.052
        ring = [
            (px - r, py - r * 0.8),
            (px + r * 0.9, py - r),
            (px + r, py + r * 0.8),
            (px - r * 0.9, py + r),
        ]
        sheet.shape(ring, scaled(pillow, 1.0 if index > 0 else 0.86))


def _pot(stage: Stage, sheet: Canvas, x: float, foot: float) -> None:
    """A tall plant in a pot."""
    unit, chance = stage.unit, stage.chance("pot")
    clay, leaf = tone(stage, (178, 112, 84)), tone(stage, (74, 116, 70))
    sheet.shape(
        [
            (x - unit * 0.05, foot - unit * 0.12),
            (x + unit * 0.05, foot - unit * 0.12),
            (x + unit * 0.036, foot),
            (x - unit * 0.036, foot),
        ],
        clay,
    )
    for index in range(13):
        angle = math.pi * (0.1 + 0.8 * index / 12)
        reach = unit * chance.uniform(0.16, 0.34)
        root = (x, foot - unit * 0.12)
        tip = (x + reach * math.cos(angle) * 0.8, root[1] - reach * math.sin(angle) - unit * 0.04)
        mid = ((x + tip[0]) / 2, (root[1] + tip[1]) / 2 - unit * 0.02)
        blade = [root, (mid[0] - unit * 0.022, mid[1]), tip, (mid[0] + unit * 0.022, mid[1] + unit * 0.012)]
        sheet.shape(smooth(blade, 4), scaled(leaf, chance.uniform(0.72, 1.2)))


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
        halo(sheet, x, top, unit * 0.56, (255, 206, 128), 0.62)
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


def table(stage: Stage) -> Flat:
    """A table top at the subject's row in perspective, with the grain of its wood and its front edge."""
    unit = stage.unit
    wood = tone(
        stage, stage.chance("table").choice(((122, 76, 50), (92, 62, 50), (200, 176, 146), (150, 110, 76)))
    )
    top, foot = stage.foot - unit * 0.1, stage.foot + unit * 0.1
    sheet = stage.sheet(1.0, wood, top=top - 4)
    height, width = sheet.rgb.shape[:2]
    x, y = mesh(sheet.box.left, sheet.box.top, width, height)
    far = 1 / np.clip((y - np.float32(top - unit * 0.16)) / np.float32(unit * 0.36), 0.2, 3)
    across = ((x - np.float32(stage.width / 2)) * far).astype(np.float32)
    tile = noise(stage.chance("grain"), 256, 256, 40, 4, 0.6)
    along = np.broadcast_to(far * np.float32(420), across.shape).astype(np.float32)
    grain = sampled(tile, across * np.float32(60 / unit), along)
    planks = np.abs((along / np.float32(46)) % 1.0 - 0.5) > 0.475
    value = np.clip(0.5 + grain * 0.16, 0, 1)
    rgb = toned(value, [(0.0, scaled(wood, 0.66)), (0.5, wood), (1.0, mix(wood, (255, 240, 214), 0.25))])
    sheet.rgb = blended(rgb, scaled(wood, 0.5), planks.astype(np.float32) * np.float32(0.5))
    sheet.glow(
        stage.width / 2 + window_side(stage) * unit * 0.5,
        top,
        unit * 0.9,
        mix(stage.palette.glow, (255, 250, 236), 0.4),
        0.42,
    )
    left, right = stage.width / 2 - unit * 1.25, stage.width / 2 + unit * 1.25
    sheet.cut([(left + unit * 0.2, top), (right - unit * 0.2, top), (right, foot), (left, foot)])
    sheet.shape(quad(left, foot, right, foot + unit * 0.05), scaled(wood, 0.62))
    sheet.shape(quad(left, foot + unit * 0.05, right, foot + unit * 0.5), scaled(wood, 0.3))
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
