"""Where people eat and drink: the counter of a bar, the tables of a café and of a restaurant."""

from onetake.animatic.canvas import Canvas, quad
from onetake.animatic.colour import scaled
from onetake.animatic.scenes.indoors import tone, window_side
from onetake.animatic.scenes.light import halo
from onetake.animatic.scenes.seat import chair
from onetake.animatic.stage import Stage


def bar_counter(stage: Stage, sheet: Canvas, foot: float) -> None:
    """A bar with a lit edge, glasses on it, and stools before it."""
    unit = stage.unit
    wood, top = tone(stage, (92, 54, 38)), foot - unit * 0.3
    a, b = sheet.box.left, sheet.box.right
    sheet.shape(quad(a, top, b, foot), wood)
    x = a
    while x < b:
        sheet.fill(
            quad(x + unit * 0.02, top + unit * 0.07, x + unit * 0.2, foot - unit * 0.04), scaled(wood, 0.72)
        )
        x += unit * 0.22
    sheet.shape(quad(a, top - unit * 0.016, b, top + unit * 0.018), scaled(wood, 1.6))
    sheet.fill(quad(a, top + unit * 0.018, b, top + unit * 0.03), (255, 190, 104))
    x, brass = stage.width / 2 - unit * 1.38, tone(stage, (214, 168, 96))
    while x < b:
        sheet.line([(x, foot - unit * 0.2), (x, foot)], brass, unit * 0.012)
        sheet.line([(x - unit * 0.05, foot), (x + unit * 0.05, foot)], brass, unit * 0.01)
        sheet.shape(
            quad(x - unit * 0.065, foot - unit * 0.225, x + unit * 0.065, foot - unit * 0.195),
            tone(stage, (150, 48, 44)),
        )
        glass = x + unit * 0.14
        sheet.shape(
            [
                (glass - unit * 0.02, top - unit * 0.07),
                (glass + unit * 0.02, top - unit * 0.07),
                (glass + unit * 0.013, top - unit * 0.016),
                (glass - unit * 0.013, top - unit * 0.016),
            ],
            (230, 190, 120),
            200,
        )
        x += unit * 0.26


def cafe_tables(stage: Stage, sheet: Canvas, foot: float) -> None:
    """A counter with a machine and cakes under glass at one side, small round tables with chairs."""
    unit = stage.unit
    wood, cloth = tone(stage, (150, 104, 68)), tone(stage, (84, 116, 104))
    side = -window_side(stage)
    end, start = (0.0, stage.width * 0.42) if side < 0 else (stage.width, stage.width * 0.58)
    left, right = min(start, end) - (unit if side < 0 else 0), max(start, end) + (0 if side < 0 else unit)
    top = foot - unit * 0.27
    sheet.shape(quad(left, top, right, foot), wood)
    x = left
    while x < right:
        sheet.fill(quad(x, top + unit * 0.03, x + unit * 0.004, foot), scaled(wood, 0.7))
        x += unit * 0.05
    sheet.shape(quad(left, top - unit * 0.015, right, top + unit * 0.015), tone(stage, (228, 214, 194)))
    middle = (start + end) / 2
    _machine(stage, sheet, middle + side * unit * 0.12, top - unit * 0.015)
    _cakes(stage, sheet, middle - side * unit * 0.16, top - unit * 0.015)
    for index in range(4):
        at = start - side * unit * (0.3 + 0.5 * index)
        if at + unit >= 0 or at < stage.width + unit:
            sheet.line([(at, foot - unit * 0.2), (at, foot)], scaled(wood, 0.5), unit * 0.014)
            sheet.shape(
                quad(at - unit * 0.11, foot - unit * 0.215, at + unit * 0.11, foot - unit * 0.195),
                scaled(wood, 1.2),
            )
            for way in (-1, 1):
                chair(stage, sheet, at - way * unit * 0.16, foot, way, cloth)


def _machine(stage: Stage, sheet: Canvas, x: float, foot: float) -> None:
    """An espresso machine."""
    unit, steel = stage.unit, tone(stage, (176, 180, 184))
    sheet.shape(quad(x - unit * 0.11, foot - unit * 0.17, x + unit * 0.11, foot), scaled(steel, 0.55))
    sheet.shape(quad(x - unit * 0.12, foot - unit * 0.19, x + unit * 0.12, foot - unit * 0.11), steel)
    sheet.fill(
        quad(x - unit * 0.12, foot - unit * 0.15, x + unit * 0.12, foot - unit * 0.135),
        tone(stage, (186, 62, 52)),
    )
    for dx in (-0.05, 0.05):
        at = x + dx * unit
        sheet.fill(
            quad(at - unit * 0.012, foot - unit * 0.11, at + unit * 0.012, foot - unit * 0.075),
            scaled(steel, 1.2),
        )
        sheet.fill(
            quad(at - unit * 0.02, foot - unit * 0.035, at + unit * 0.02, foot), tone(stage, (244, 240, 232))
        )


def _cakes(stage: Stage, sheet: Canvas, x: float, foot: float) -> None:
    unit, chance = stage.unit, stage.chance("cakes")
    sheet.shape(quad(x - unit * 0.14, foot - unit * 0.15, x + unit * 0.14, foot), (255, 236, 196))
    for row in (0.0, 0.07):
        for index in range(5):
            ink = chance.choice(((196, 120, 70), (232, 150, 160), (120, 76, 52), (246, 226, 180)))
            at = x + unit * (-0.11 + 0.052 * index)
            sheet.fill(
                quad(at, foot - unit * (row + 0.035), at + unit * 0.036, foot - unit * (row + 0.005)), ink
            )
    sheet.fill(
        quad(x - unit * 0.14, foot - unit * 0.072, x + unit * 0.14, foot - unit * 0.066),
        tone(stage, (150, 150, 150)),
    )


def dinner_tables(stage: Stage, sheet: Canvas, foot: float) -> None:
    """Tables laid with white cloths, glasses and candles, chairs at both sides."""
    unit = stage.unit
    linen, cloth = tone(stage, (242, 236, 226)), tone(stage, (140, 54, 50))
    x = stage.width / 2 - unit * 1.36
    while x < sheet.box.right:
        for way in (-1, 1):
            chair(stage, sheet, x - way * unit * 0.21, foot, way, cloth)
        top = foot - unit * 0.21
        drape = [
            (x - unit * 0.15, top),
            (x + unit * 0.15, top),
            (x + unit * 0.17, foot - unit * 0.03),
            (x + unit * 0.09, foot - unit * 0.045),
            (x, foot - unit * 0.03),
            (x - unit * 0.09, foot - unit * 0.045),
            (x - unit * 0.17, foot - unit * 0.03),
        ]
        sheet.shape(drape, scaled(linen, 0.86))
        sheet.shape(quad(x - unit * 0.155, top - unit * 0.008, x + unit * 0.155, top + unit * 0.012), linen)
        halo(sheet, x, top - unit * 0.07, unit * 0.16, (255, 206, 120), 0.6)
        sheet.shape(quad(x - unit * 0.007, top - unit * 0.05, x + unit * 0.007, top), (250, 240, 216))
        sheet.disc(x, top - unit * 0.06, unit * 0.008, (255, 230, 150))
        for dx in (-0.09, 0.09):
            at = x + dx * unit
            sheet.shape(
                [
                    (at - unit * 0.016, top - unit * 0.07),
                    (at + unit * 0.016, top - unit * 0.07),
                    (at, top - unit * 0.03),
                ],
                (206, 84, 84),
                220,
            )
            sheet.line([(at, top - unit * 0.03), (at, top)], scaled(linen, 0.9), max(unit * 0.003, 1))
        x += unit * 0.68
