"""Where people work and learn: desks in a classroom, places with screens, tables in a library."""

from onetake.animatic.canvas import Canvas, quad
from onetake.animatic.colour import RGB, mix, scaled
from onetake.animatic.figures.pen import smooth
from onetake.animatic.scenes.indoors import tone
from onetake.animatic.scenes.light import halo
from onetake.animatic.scenes.seat import chair, table
from onetake.animatic.stage import Stage


def school_desks(stage: Stage, sheet: Canvas, foot: float) -> None:
    """Rows of desks with their chairs, books on some; the teacher's desk with a globe by the board."""
    unit, chance = stage.unit, stage.chance("desks")
    wood, cloth = tone(stage, (206, 160, 104)), tone(stage, (70, 110, 150))
    x = stage.width / 2 - unit * 1.42
    while x < sheet.box.right:
        chair(stage, sheet, x + unit * 0.02, foot, 1, cloth)
        top = table(stage, sheet, x + unit * 0.12, foot, unit * 0.24, 0.19, wood)
        sheet.shape(
            quad(x + unit * 0.02, top + unit * 0.02, x + unit * 0.22, top + unit * 0.06), scaled(wood, 0.75)
        )
        for index in range(chance.randint(0, 3)):
            ink = tone(stage, chance.choice(((196, 70, 60), (70, 120, 170), (236, 196, 90), (96, 150, 96))))
            y = top - unit * 0.014 * index
            sheet.shape(quad(x + unit * 0.08, y - unit * 0.012, x + unit * 0.16, y), ink)
        x += unit * 0.34


def workplaces(stage: Stage, sheet: Canvas, foot: float) -> None:
    """Desks with screens, office chairs, lamps and cups; a plant now and then."""
    unit, chance = stage.unit, stage.chance("workplaces")
    wood, grey = tone(stage, (208, 200, 190)), tone(stage, (62, 68, 78))
    x = stage.width / 2 - unit * 1.3
    while x < sheet.box.right:
        top = table(stage, sheet, x, foot, unit * 0.46, 0.22, wood)
        sheet.shape(quad(x + unit * 0.1, top, x + unit * 0.21, foot - unit * 0.01), scaled(wood, 0.8))
        for dx in (-0.11, 0.09):
            at = x + dx * unit
            sheet.shape(quad(at - unit * 0.008, top - unit * 0.05, at + unit * 0.008, top), grey)
            sheet.shape(quad(at - unit * 0.09, top - unit * 0.16, at + unit * 0.09, top - unit * 0.035), grey)
            _screen(stage, sheet, at, top)
        _swivel(stage, sheet, x - unit * 0.06 + chance.uniform(-0.04, 0.04) * unit, foot, grey)
        x += unit * 0.58


def _screen(stage: Stage, sheet: Canvas, x: float, top: float) -> None:
    unit, chance = stage.unit, stage.chance(f"screen{round(x)}")
    glow: RGB = chance.choice(((132, 186, 232), (220, 232, 244), (70, 96, 130)))
    sheet.fill(quad(x - unit * 0.082, top - unit * 0.152, x + unit * 0.082, top - unit * 0.044), glow)
    for row in range(4):
        y = top - unit * (0.138 - 0.022 * row)
        line = mix(glow, (255, 255, 255) if sum(glow) < 400 else (60, 90, 130), 0.55)
        reach = unit * chance.uniform(0.04, 0.13)
        sheet.fill(quad(x - unit * 0.07, y, x - unit * 0.07 + reach, y + unit * 0.008), line)


def _swivel(stage: Stage, sheet: Canvas, x: float, foot: float, cloth: RGB) -> None:
    """An office chair from behind."""
    unit = stage.unit
    dark = scaled(cloth, 0.8)
    sheet.line([(x, foot - unit * 0.12), (x, foot - unit * 0.01)], dark, unit * 0.012)
    sheet.line(
        [(x - unit * 0.06, foot), (x, foot - unit * 0.025), (x + unit * 0.06, foot)], dark, unit * 0.01
    )
    sheet.shape(quad(x - unit * 0.06, foot - unit * 0.13, x + unit * 0.06, foot - unit * 0.105), dark)
    back = [
        (x - unit * 0.055, foot - unit * 0.14),
        (x - unit * 0.06, foot - unit * 0.28),
        (x, foot - unit * 0.3),
        (x + unit * 0.06, foot - unit * 0.28),
        (x + unit * 0.055, foot - unit * 0.14),
    ]
    sheet.shape(smooth(back, 4), mix(cloth, (255, 255, 255), 0.08))


def reading_tables(stage: Stage, sheet: Canvas, foot: float) -> None:
    """Long tables with green lamps and open books."""
    unit = stage.unit
    wood = tone(stage, (128, 82, 50))
    x = stage.width / 2 - unit * 1.3
    while x < sheet.box.right:
        top = table(stage, sheet, x, foot, unit * 0.56, 0.21, wood)
        halo(sheet, x, top - unit * 0.05, unit * 0.22, (255, 226, 150), 0.55)
        brass, green = tone(stage, (196, 160, 90)), (58, 138, 96)
        sheet.shape(quad(x - unit * 0.004, top - unit * 0.08, x + unit * 0.004, top), brass)
        shade = [
            (x - unit * 0.06, top - unit * 0.07),
            (x - unit * 0.045, top - unit * 0.11),
            (x + unit * 0.045, top - unit * 0.11),
            (x + unit * 0.06, top - unit * 0.07),
        ]
        sheet.shape(shade, green)
        sheet.fill(
            quad(x - unit * 0.055, top - unit * 0.078, x + unit * 0.055, top - unit * 0.07), (255, 240, 196)
        )
        page = tone(stage, (244, 236, 216))
        book = x - unit * 0.17
        sheet.shape(
            [
                (book - unit * 0.05, top),
                (book - unit * 0.045, top - unit * 0.014),
                (book, top - unit * 0.004),
                (book + unit * 0.045, top - unit * 0.014),
                (book + unit * 0.05, top),
            ],
            page,
        )
        chair(stage, sheet, x + unit * 0.2, foot, -1, scaled(wood, 0.85))
        x += unit * 0.86
