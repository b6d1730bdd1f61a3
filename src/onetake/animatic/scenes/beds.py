"""Where people lie: a bed with its night table, a hospital bed with its drip, a bath."""

from onetake.animatic.canvas import Canvas, quad
from onetake.animatic.colour import RGB, scaled
from onetake.animatic.figures.pen import smooth
from onetake.animatic.scenes.indoors import clear_of_window, tone, window_side
from onetake.animatic.scenes.light import halo
from onetake.animatic.scenes.plot import Plot
from onetake.animatic.stage import Stage


def _middle(stage: Stage, sheet: Canvas) -> tuple[float, float]:
    """(the middle of the widest stretch of wall without a window, how wide it is)."""
    spans = [(max(a, 0.0), min(b, stage.width)) for a, b in clear_of_window(stage, sheet)]
    a, b = max(spans, key=lambda span: span[1] - span[0])
    return (a + b) / 2, b - a


def bed(stage: Stage, sheet: Canvas, foot: float) -> None:
    """A bed with a pillow and a blanket, a night table with a lamp."""
    chance, side = stage.chance("bed"), -window_side(stage)
    wood = tone(stage, chance.choice(((124, 84, 58), (196, 166, 130), (90, 72, 66))))
    linen = tone(stage, (240, 236, 228))
    cover = tone(stage, chance.choice(((98, 122, 156), (176, 110, 96), (120, 140, 110), (196, 170, 130))))
    x, room = _middle(stage, sheet)
    half = min(0.42, room / stage.unit * 0.45)
    plot = Plot(sheet, x, foot, stage.unit)
    head = side * half
    plot.box(head - 0.025, 0.0, head + 0.025, 0.44, wood)
    plot.box(-head - 0.018, 0.0, -head + 0.018, 0.27, wood)
    plot.box(-half, 0.03, half, 0.1, scaled(wood, 0.9))
    plot.box(-half, 0.08, half, 0.2, linen)
    pillow, near, fold = head - side * 0.14, head - side * 0.26, head - side * 0.32
    ring = [(pillow - 0.12, 0.19), (pillow - 0.1, 0.27), (pillow + 0.1, 0.27), (pillow + 0.12, 0.19)]
    plot.form(ring, scaled(linen, 1.03), round=4)
    hem = near - side * 0.04
    plot.form([(near, 0.225), (-head, 0.21), (-head, 0.05), (hem, 0.05)], cover)
    plot.form([(near, 0.225), (fold, 0.222), (fold - side * 0.04, 0.05), (hem, 0.05)], scaled(cover, 1.2))
    _night_table(stage, sheet, x + (head + side * 0.15) * stage.unit, foot, wood)


def _night_table(stage: Stage, sheet: Canvas, x: float, foot: float, wood: RGB) -> None:
    unit, on = stage.unit, stage.palette.lamps > 0.3
    top = foot - unit * 0.2
    if on:
        halo(sheet, x, top - unit * 0.14, unit * 0.5, (255, 206, 128), 0.7)
    sheet.shape(quad(x - unit * 0.08, top, x + unit * 0.08, foot), wood)
    sheet.fill(
        quad(x - unit * 0.07, top + unit * 0.03, x + unit * 0.07, top + unit * 0.09), scaled(wood, 0.8)
    )
    sheet.shape(quad(x - unit * 0.006, top - unit * 0.1, x + unit * 0.006, top), scaled(wood, 0.6))
    shade = [
        (x - unit * 0.035, top - unit * 0.17),
        (x + unit * 0.035, top - unit * 0.17),
        (x + unit * 0.06, top - unit * 0.09),
        (x - unit * 0.06, top - unit * 0.09),
    ]
    sheet.shape(shade, (255, 228, 170) if on else tone(stage, (230, 218, 196)))


def sickbed(stage: Stage, sheet: Canvas, foot: float) -> None:
    """A hospital bed with rails, a drip on its stand, a screen with a heartbeat, a curtain."""
    steel, linen = tone(stage, (190, 198, 204)), tone(stage, (240, 244, 246))
    cloth, x = tone(stage, (112, 180, 188)), _middle(stage, sheet)[0]
    plot = Plot(sheet, x, foot, stage.unit)
    for fold in range(5):
        left = -0.56 + 0.035 * fold
        plot.box(left, 0.06, left + 0.035, 0.8, scaled(cloth, 1.0 if fold % 2 else 0.85))
    plot.box(-0.36, 0.13, 0.3, 0.22, linen)
    plot.form([(-0.36, 0.22), (-0.375, 0.36), (-0.19, 0.24), (-0.16, 0.22)], scaled(linen, 0.94))
    plot.box(-0.12, 0.12, 0.3, 0.232, cloth)
    for end in (-0.36, 0.3):
        plot.box(end - 0.01, 0.02, end + 0.01, 0.31, steel)
        plot.disc(end, 0.012, 0.014, scaled(steel, 0.4))
    for row in (0.255, 0.283):
        plot.line([(-0.36, row), (0.3, row)], steel, 0.007)
    plot.line([(0.4, 0.0), (0.4, 0.68)], steel, 0.009)
    plot.box(0.37, 0.56, 0.425, 0.68, (206, 230, 240), 230)
    plot.line([(0.4, 0.56), (0.35, 0.36), (0.04, 0.22)], steel, 0.003)
    _heartbeat(stage, sheet, x + stage.unit * 0.56, foot - stage.unit * 0.44)


def _heartbeat(stage: Stage, sheet: Canvas, x: float, y: float) -> None:
    unit = stage.unit
    sheet.line([(x, y), (x, y + unit * 0.44)], tone(stage, (150, 156, 160)), unit * 0.014)
    sheet.shape(
        quad(x - unit * 0.1, y - unit * 0.08, x + unit * 0.1, y + unit * 0.08), tone(stage, (220, 224, 226))
    )
    sheet.fill(quad(x - unit * 0.088, y - unit * 0.066, x + unit * 0.088, y + unit * 0.06), (16, 30, 34))
    beat = [(-0.08, 0.0), (-0.03, 0.0), (-0.015, -0.045), (0.005, 0.04), (0.02, 0.0), (0.08, 0.0)]
    sheet.line(
        [(x + dx * unit, y + dy * unit) for dx, dy in beat], (96, 240, 150), max(unit * 0.005, 1), alpha=None
    )


def bath(stage: Stage, sheet: Canvas, foot: float) -> None:
    """A tub on feet with foam, a basin, a towel."""
    unit = stage.unit
    white = tone(stage, (244, 244, 242))
    middle = stage.width / 2 + window_side(stage) * unit * 0.5
    rim = foot - unit * 0.24
    tub = [
        (middle - unit * 0.36, rim),
        (middle + unit * 0.36, rim),
        (middle + unit * 0.27, foot - unit * 0.03),
        (middle - unit * 0.27, foot - unit * 0.03),
    ]
    for dx in range(-5, 6):
        sheet.disc(middle + dx * unit * 0.055, rim - unit * 0.012 * (dx % 3), unit * 0.035, (252, 253, 255))
    sheet.shape(smooth(tub, 2), white)
    sheet.shape(
        quad(middle - unit * 0.38, rim - unit * 0.012, middle + unit * 0.38, rim + unit * 0.014),
        scaled(white, 1.05),
    )
    basin = stage.width / 2 - window_side(stage) * unit * 0.5
    sheet.shape(
        [
            (basin - unit * 0.17, foot - unit * 0.28),
            (basin + unit * 0.17, foot - unit * 0.28),
            (basin + unit * 0.1, foot - unit * 0.2),
            (basin - unit * 0.1, foot - unit * 0.2),
        ],
        white,
    )
    sheet.shape(quad(basin - unit * 0.03, foot - unit * 0.2, basin + unit * 0.03, foot), scaled(white, 0.88))
    sheet.shape(
        quad(basin - unit * 0.006, foot - unit * 0.34, basin + unit * 0.006, foot - unit * 0.28),
        tone(stage, (170, 176, 180)),
    )
