"""The counter or desk that is put under a subject where the set itself has none."""

import numpy as np

from onetake.animatic.canvas import Canvas, quad
from onetake.animatic.colour import RGB, mix, scaled
from onetake.animatic.stage import Flat, Stage

_WOODS: tuple[RGB, ...] = ((122, 76, 50), (96, 64, 50), (160, 120, 84), (84, 60, 58))
_DEEP = 0.085
"""How far the top reaches behind and before the subject's feet, in units."""


def stand(stage: Stage) -> Flat:
    """A wooden top in perspective at the subject's row, its lit edge and its front below."""
    unit = stage.unit
    palette = stage.palette
    wood = palette.paint(stage.chance("stand wood").choice(_WOODS), 0.03)
    if stage.reading.setting == "interior" or palette.lamps > 0.3:
        wood = mix(wood, (255, 186, 112), 0.26)
    top, foot = stage.foot - unit * _DEEP, stage.foot + unit * _DEEP
    sheet = stage.sheet(1.0, wood, top=top - 4)
    wide = unit * (1.5 if stage.width > stage.height else 0.9)
    left, right = stage.width / 2 - wide, stage.width / 2 + wide
    sheet.shape([(left + unit * 0.2, top), (right - unit * 0.2, top), (right, foot), (left, foot)], wood)
    _planks(stage, sheet, (top, foot), (left, right), wood)
    glow = mix(palette.glow, (255, 240, 214), 0.4)
    sheet.glow(stage.width / 2, top, unit * 0.7, glow, 0.34)
    sheet.shape(quad(left, foot, right, foot + unit * 0.045), scaled(wood, 0.66))
    sheet.fill(quad(left, foot, right, foot + max(unit * 0.006, 1.5)), mix(wood, glow, 0.6))
    sheet.shape(quad(left, foot + unit * 0.045, right, sheet.box.bottom + unit), scaled(wood, 0.34))
    for index in range(-6, 7):
        x = stage.width / 2 + index * unit * 0.24
        board = quad(x, foot + unit * 0.045, x + max(unit * 0.005, 1), sheet.box.bottom + unit)
        sheet.fill(board, scaled(wood, 0.22))
    return Flat(stage, sheet.layer(), 1.0)


def _planks(
    stage: Stage, sheet: Canvas, rows: tuple[float, float], ends: tuple[float, float], wood: RGB
) -> None:
    """The joints of the top's boards, which run from side to side, and their grain."""
    unit, chance = stage.unit, stage.chance("grain of the stand")
    (top, foot), (left, right) = rows, ends
    for share in np.cumsum([0.16, 0.2, 0.25]):
        y = top + (foot - top) * float(share)
        inset = unit * 0.2 * (1 - float(share))
        joint = quad(left + inset, y, right - inset, y + max(unit * 0.003, 1))
        sheet.fill(joint, scaled(wood, 0.72))
    for _ in range(28):
        share = chance.uniform(0.05, 0.95)
        y, x = top + (foot - top) * share, chance.uniform(left + unit * 0.2, right - unit * 0.3)
        grain = quad(x, y, x + unit * chance.uniform(0.08, 0.3), y + max(unit * 0.002, 1))
        sheet.fill(grain, scaled(wood, chance.choice((0.84, 1.12))))
