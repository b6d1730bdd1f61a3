"""What stands in halls: pews before an altar, the seats of a train, weights in a gym, a throne."""

from onetake.animatic.canvas import Canvas, quad
from onetake.animatic.colour import scaled
from onetake.animatic.figures.pen import smooth
from onetake.animatic.scenes.indoors import tone
from onetake.animatic.scenes.light import halo
from onetake.animatic.scenes.plot import Plot
from onetake.animatic.stage import Stage


def pews(stage: Stage, sheet: Canvas, foot: float) -> None:
    """Rows of benches that lead to an altar with candles."""
    unit = stage.unit
    wood = tone(stage, (110, 72, 46))
    x = stage.width / 2 - unit * 1.52
    while x < sheet.box.right:
        if abs(x + unit * 0.15 - stage.width / 2) > unit * 0.2:
            sheet.shape(quad(x, foot - unit * 0.2, x + unit * 0.3, foot - unit * 0.09), wood)
            sheet.shape(
                quad(x - unit * 0.01, foot - unit * 0.23, x + unit * 0.31, foot - unit * 0.2),
                scaled(wood, 1.25),
            )
            for end in (0.0, 0.28):
                sheet.shape(
                    quad(x + end * unit, foot - unit * 0.2, x + (end + 0.02) * unit, foot), scaled(wood, 0.7)
                )
        x += unit * 0.34
    middle, top = stage.width / 2, foot - unit * 0.24
    sheet.shape(quad(middle - unit * 0.16, top, middle + unit * 0.16, foot), tone(stage, (238, 232, 220)))
    sheet.fill(
        quad(middle - unit * 0.05, top, middle + unit * 0.05, foot - unit * 0.06), tone(stage, (196, 160, 80))
    )
    for dx in (-0.12, -0.08, 0.08, 0.12):
        at = middle + dx * unit
        halo(sheet, at, top - unit * 0.09, unit * 0.14, (255, 206, 120), 0.5)
        sheet.shape(quad(at - unit * 0.006, top - unit * 0.08, at + unit * 0.006, top), (246, 238, 220))


def train_seats(stage: Stage, sheet: Canvas, foot: float) -> None:
    """Seats in pairs face to face, a rail with straps above."""
    unit, chance = stage.unit, stage.chance("seats")
    cloth = tone(stage, chance.choice(((58, 98, 150), (60, 120, 100), (150, 60, 60))))
    white, steel, strap = (tone(stage, ink) for ink in ((232, 232, 228), (206, 210, 214), (70, 70, 76)))
    x = stage.width / 2 - unit * 1.62
    while x < sheet.box.right:
        plot = Plot(sheet, x + unit * 0.27, foot, unit)
        for way in (-1, 1):
            back = -way * 0.25
            seat = ((0.0, 0.36), (0.05, 0.37), (0.07, 0.16), (0.19, 0.15), (0.19, 0.08), (0.0, 0.07))
            plot.form([(back + way * dx, up) for dx, up in seat], cloth, round=3)
            a, b = sorted((back - way * 0.012, back + way * 0.062))
            plot.box(a, 0.34, b, 0.4, white)
            a, b = sorted((back, back + way * 0.17))
            plot.box(a, 0.0, b, 0.08, scaled(cloth, 0.45))
        x += unit * 0.54
    plot = Plot(sheet, stage.width / 2, foot, unit)
    plot.line([(-3, 0.84), (3, 0.84)], steel, 0.012)
    for index in range(-10, 11):
        plot.line([(index * 0.16, 0.84), (index * 0.16, 0.77)], strap, 0.008)
        plot.disc(index * 0.16, 0.75, 0.026, steel)


def weights(stage: Stage, sheet: Canvas, foot: float) -> None:
    """Racks of dumbbells, bags that hang between them."""
    iron, red = tone(stage, (48, 50, 56)), tone(stage, (186, 52, 46))
    for index in range(-2, 3):
        plot = Plot(sheet, stage.width / 2 + index * stage.unit * 0.78 - stage.unit * 0.6, foot, stage.unit)
        for row in (0.1, 0.22):
            plot.box(0.0, row - 0.014, 0.42, row, scaled(iron, 1.6))
            for x in (0.05, 0.15, 0.25, 0.35):
                plot.box(x - 0.03, row + 0.012, x + 0.03, row + 0.022, scaled(iron, 2.4))
                for end in (-0.03, 0.03):
                    plot.box(x + end - 0.011, row, x + end + 0.011, row + 0.036, iron)
        for leg in (0.0, 0.4):
            plot.box(leg, 0.0, leg + 0.018, 0.26, scaled(iron, 1.3))
        plot.line([(0.58, 2.0), (0.58, 0.6)], iron, 0.006)
        plot.form([(0.53, 0.58), (0.63, 0.58), (0.635, 0.26), (0.525, 0.26)], red, round=2)
        plot.box(0.53, 0.43, 0.63, 0.46, scaled(red, 0.6))


def throne(stage: Stage, sheet: Canvas, foot: float) -> None:
    """A throne on steps with a carpet that leads to it, torches beside."""
    unit, middle = stage.unit, stage.width / 2
    gold, red, stone = tone(stage, (214, 170, 80)), tone(stage, (156, 40, 42)), tone(stage, (150, 140, 130))
    for row in range(3):
        wide = unit * (0.42 - 0.07 * row)
        sheet.shape(
            quad(middle - wide, foot - unit * 0.035 * (row + 1), middle + wide, foot - unit * 0.035 * row),
            scaled(stone, 0.9 + 0.1 * row),
        )
    base = foot - unit * 0.105
    back = [
        (middle - unit * 0.11, base),
        (middle - unit * 0.12, base - unit * 0.42),
        (middle, base - unit * 0.52),
        (middle + unit * 0.12, base - unit * 0.42),
        (middle + unit * 0.11, base),
    ]
    sheet.shape(back, gold)
    sheet.fill(quad(middle - unit * 0.085, base - unit * 0.4, middle + unit * 0.085, base - unit * 0.1), red)
    sheet.shape(quad(middle - unit * 0.15, base - unit * 0.17, middle - unit * 0.1, base), scaled(gold, 0.85))
    sheet.shape(quad(middle + unit * 0.1, base - unit * 0.17, middle + unit * 0.15, base), scaled(gold, 0.85))
    sheet.shape(quad(middle - unit * 0.12, foot - unit * 0.1, middle + unit * 0.12, foot + 6), red)
    for side in (-1, 1):
        x = middle + side * unit * 0.56
        halo(sheet, x, foot - unit * 0.45, unit * 0.3, (255, 170, 80), 0.75)
        sheet.line([(x, foot - unit * 0.4), (x, foot)], gold, unit * 0.014)
        flame = [
            (x - unit * 0.024, foot - unit * 0.41),
            (x, foot - unit * 0.51),
            (x + unit * 0.024, foot - unit * 0.41),
        ]
        sheet.shape(smooth(flame, 3), (255, 214, 120))


def waiting(stage: Stage, sheet: Canvas, foot: float) -> None:
    """Rows of seats of steel, a suitcase left beside some."""
    chance = stage.chance("waiting")
    steel, seat = tone(stage, (150, 156, 162)), tone(stage, (62, 92, 130))
    for index in range(-3, 4):
        plot = Plot(sheet, stage.width / 2 + index * stage.unit * 0.66 - stage.unit * 0.3, foot, stage.unit)
        plot.line([(0.0, 0.1), (0.5, 0.1)], steel, 0.012)
        for leg in (0.04, 0.46):
            plot.line([(leg, 0.0), (leg, 0.1)], steel, 0.012)
        for place in range(4):
            x = 0.012 + place * 0.122
            plot.box(x, 0.105, x + 0.108, 0.122, seat)
            plot.form(
                [(x, 0.13), (x + 0.006, 0.24), (x + 0.102, 0.24), (x + 0.108, 0.13)], scaled(seat, 0.86)
            )
        if chance.random() < 0.5:
            case = tone(stage, chance.choice(((178, 62, 54), (220, 176, 80), (70, 112, 96))))
            plot.box(0.53, 0.01, 0.6, 0.12, case)
            plot.line([(0.55, 0.12), (0.55, 0.16), (0.58, 0.16), (0.58, 0.12)], steel, 0.006)


def questioned(stage: Stage, sheet: Canvas, foot: float) -> None:
    """A bare table with two chairs under one lamp."""
    iron, lamp = tone(stage, (70, 74, 80)), (255, 232, 190)
    plot = Plot(sheet, stage.width / 2, foot, stage.unit)
    plot.form([(-0.05, 0.69), (0.05, 0.69), (0.62, 0.0), (-0.62, 0.0)], lamp, 46)
    plot.halo(0.0, 0.68, 0.3, lamp, 0.8)
    plot.line([(0.0, 2.0), (0.0, 0.74)], iron, 0.006)
    plot.form([(-0.02, 0.75), (0.02, 0.75), (0.085, 0.685), (-0.085, 0.685)], scaled(iron, 0.7))
    plot.box(-0.36, 0.2, 0.36, 0.222, scaled(iron, 1.7))
    for side in (-1, 1):
        plot.box(side * 0.32 - 0.01, 0.0, side * 0.32 + 0.01, 0.2, iron)
        a, b = sorted((side * 0.52, side * 0.4))
        plot.box(a, 0.12, b, 0.14, scaled(iron, 1.3))
        plot.line([(side * 0.52, 0.0), (side * 0.54, 0.3)], iron, 0.012)
        plot.line([(side * 0.4, 0.0), (side * 0.4, 0.12)], iron, 0.012)
