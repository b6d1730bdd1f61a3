"""The plainest furniture: a table from the front, a chair from the side."""

from onetake.animatic.canvas import Canvas, quad
from onetake.animatic.colour import RGB, scaled
from onetake.animatic.stage import Stage


def table(stage: Stage, sheet: Canvas, x: float, foot: float, wide: float, tall: float, wood: RGB) -> float:
    """A table seen from the front; gives the row of its top."""
    unit, top = stage.unit, foot - stage.unit * tall
    for side in (-1, 1):
        leg = x + side * (wide / 2 - unit * 0.02)
        sheet.shape(quad(leg - unit * 0.008, top, leg + unit * 0.008, foot), scaled(wood, 0.6))
    sheet.shape(quad(x - wide / 2, top, x + wide / 2, top + unit * 0.02), wood)
    sheet.fill(quad(x - wide / 2, top, x + wide / 2, top + unit * 0.007), scaled(wood, 1.22))
    return top


def chair(stage: Stage, sheet: Canvas, x: float, foot: float, way: int, cloth: RGB) -> None:
    """A chair from the side, its back away from where it faces."""
    unit, seat = stage.unit, foot - stage.unit * 0.12
    back = x - way * unit * 0.05
    dark = scaled(cloth, 0.55)
    for leg in (-0.045, 0.045):
        sheet.line([(x + leg * unit, seat), (x + leg * unit * 1.2, foot)], dark, unit * 0.009)
    sheet.shape(quad(x - unit * 0.058, seat - unit * 0.012, x + unit * 0.058, seat + unit * 0.01), cloth)
    sheet.line([(back, seat), (back - way * unit * 0.02, foot - unit * 0.27)], dark, unit * 0.01)
    rest = (back - way * unit * 0.017, foot - unit * 0.24)
    sheet.line([rest, (back - way * unit * 0.008, foot - unit * 0.17)], cloth, unit * 0.022)
