"""What hangs on the walls and from the ceilings of rooms: boards, pictures, lamps, banners, curtains."""

import math

from onetake.animatic.canvas import Canvas, quad
from onetake.animatic.colour import RGB, mix, scaled
from onetake.animatic.scenes.indoors import clear_of_window, tone
from onetake.animatic.scenes.light import halo
from onetake.animatic.stage import Stage


def free(stage: Stage, sheet: Canvas) -> tuple[float, float]:
    """The widest stretch of wall in the picture without a window."""
    spans = [(max(a, 0.0), min(b, stage.width)) for a, b in clear_of_window(stage, sheet)]
    return max(spans, key=lambda span: span[1] - span[0])


def blackboard(stage: Stage, sheet: Canvas, foot: float) -> None:
    """A board in a wooden frame with what a lesson leaves on it, and a clock."""
    unit, chance = stage.unit, stage.chance("blackboard")
    a, b = free(stage, sheet)
    wide = min(unit * 0.84, (b - a) * 0.88)
    left, top = (a + b - wide) / 2, foot - unit * 0.7
    right, low = left + wide, foot - unit * 0.3
    wood, green = tone(stage, (140, 98, 62)), tone(stage, (44, 84, 70))
    sheet.fill(quad(left - unit * 0.02, top - unit * 0.02, right + unit * 0.02, low + unit * 0.026), wood)
    sheet.fill(quad(left, top, right, low), green)
    sheet.glow(left + wide * 0.3, top + unit * 0.1, unit * 0.4, scaled(green, 1.5), 0.5)
    chalk = mix(green, (244, 244, 236), 0.8)
    thin = max(unit * 0.004, 1)
    for row in range(5):
        x, y = left + unit * 0.04, top + unit * (0.05 + 0.065 * row)
        while x < left + wide * chance.uniform(0.4, 0.58):
            word = unit * chance.uniform(0.02, 0.06)
            sheet.line([(x, y), (x + word * 0.5, y - unit * 0.008), (x + word, y)], chalk, thin, alpha=None)
            x += word + unit * 0.016
    x, y, r = right - wide * 0.22, top + unit * 0.22, unit * 0.09
    ring = [(x + r * math.cos(i * 0.2618), y + r * math.sin(i * 0.2618)) for i in range(25)]
    sheet.line(ring, chalk, thin, alpha=None)
    sheet.line([(x - r, y), (x, y - r), (x + r, y), (x - r, y)], chalk, thin, alpha=None)
    sheet.fill(quad(left, low, right, low + unit * 0.012), scaled(wood, 1.3))
    _clock(stage, sheet, (left + right) / 2, top - unit * 0.1)


def _clock(stage: Stage, sheet: Canvas, x: float, y: float) -> None:
    unit = stage.unit
    sheet.disc(x, y, unit * 0.045, tone(stage, (60, 56, 54)), alpha=None)
    sheet.disc(x, y, unit * 0.038, tone(stage, (244, 240, 230)), alpha=None)
    hand = tone(stage, (40, 38, 40))
    for dx, dy in ((0.0, -0.028), (0.018, 0.008)):
        sheet.line([(x, y), (x + dx * unit, y + dy * unit)], hand, max(unit * 0.004, 1), alpha=None)


def whiteboard(stage: Stage, sheet: Canvas, foot: float) -> None:
    """A chart and notes on a white board between the windows' columns and the ceiling."""
    unit, chance = stage.unit, stage.chance("whiteboard")
    left, top = stage.width * 0.06, foot - unit * 0.7
    sheet.fill(
        quad(left - 2, top - 2, left + unit * 0.4 + 2, top + unit * 0.27 + 2), tone(stage, (150, 154, 160))
    )
    sheet.fill(quad(left, top, left + unit * 0.4, top + unit * 0.27), tone(stage, (244, 246, 248)))
    for index, ink in enumerate(((70, 130, 190), (230, 140, 70), (92, 166, 110), (196, 76, 82))):
        x, tall = left + unit * (0.03 + 0.045 * index), unit * chance.uniform(0.05, 0.18)
        sheet.fill(quad(x, top + unit * 0.24 - tall, x + unit * 0.03, top + unit * 0.24), tone(stage, ink))
    for index in range(6):
        x, y = left + unit * (0.23 + 0.055 * (index % 3)), top + unit * (0.04 + 0.1 * (index // 3))
        note = chance.choice(((250, 226, 110), (250, 176, 150), (166, 220, 240)))
        sheet.fill(quad(x, y, x + unit * 0.042, y + unit * 0.05), tone(stage, note))


def menu(stage: Stage, sheet: Canvas, foot: float) -> None:
    """A café's dark board with chalked lines, over the counter."""
    unit, chance = stage.unit, stage.chance("menu")
    a, b = free(stage, sheet)
    middle, wide = (a + b) / 2, min(unit * 0.6, (b - a) * 0.7)
    dark = tone(stage, (46, 44, 46))
    chalk = mix(dark, (246, 238, 220), 0.85)
    for index in range(3):
        left = middle - wide / 2 + wide / 3 * index
        panel = quad(
            left + unit * 0.006, foot - unit * 0.78, left + wide / 3 - unit * 0.006, foot - unit * 0.56
        )
        sheet.shape(panel, dark)
        for row in range(6):
            y = foot - unit * (0.745 - 0.03 * row)
            reach = wide / 3 * (0.4 if row == 0 else chance.uniform(0.45, 0.6))
            sheet.line(
                [(left + unit * 0.025, y), (left + unit * 0.02 + reach, y)], chalk, max(unit * 0.005, 1)
            )
            if row:
                end = left + wide / 3 - unit * 0.025
                sheet.line([(end - unit * 0.02, y), (end, y)], chalk, max(unit * 0.005, 1))


def paintings(stage: Stage, sheet: Canvas, foot: float) -> None:
    """Large pictures in gilt frames, a lamp over each."""
    unit, chance = stage.unit, stage.chance("paintings")
    gilt = tone(stage, (196, 156, 84))
    x = stage.width / 2 - unit * 1.5
    while x < sheet.box.right:
        wide, tall = unit * chance.uniform(0.24, 0.46), unit * chance.uniform(0.28, 0.4)
        y = foot - unit * 0.46 - tall / 2
        sheet.glow(x + wide / 2, y, wide, (255, 236, 200), 0.6)
        sheet.fill(
            quad(x - unit * 0.02, y - unit * 0.02, x + wide + unit * 0.02, y + tall + unit * 0.02), gilt
        )
        _painting(stage, sheet, x, y, wide, tall)
        lamp = x + wide / 2
        sheet.fill(quad(lamp - unit * 0.05, y - unit * 0.055, lamp + unit * 0.05, y - unit * 0.04), gilt)
        x += wide + unit * chance.uniform(0.16, 0.26)


def _painting(stage: Stage, sheet: Canvas, x: float, y: float, wide: float, tall: float) -> None:
    """A landscape, a portrait or a bold abstract."""
    chance = stage.chance(f"painting{round(x)}")
    inks: list[RGB] = [
        tone(
            stage,
            chance.choice(((206, 98, 70), (70, 110, 150), (226, 190, 120), (96, 126, 90), (60, 50, 70))),
        )
        for _ in range(4)
    ]
    sheet.fill(quad(x, y, x + wide, y + tall), inks[0])
    if chance.random() < 0.5:
        sheet.fill(
            [
                (x, y + tall),
                (x, y + tall * 0.6),
                (x + wide * 0.4, y + tall * 0.35),
                (x + wide, y + tall * 0.7),
                (x + wide, y + tall),
            ],
            inks[1],
        )
        sheet.disc(x + wide * 0.7, y + tall * 0.26, wide * 0.09, (252, 232, 180), alpha=None)
    else:
        sheet.disc(x + wide / 2, y + tall * 0.36, wide * 0.17, tone(stage, (222, 178, 146)), alpha=None)
        sheet.fill(
            [
                (x + wide * 0.16, y + tall),
                (x + wide * 0.36, y + tall * 0.58),
                (x + wide * 0.64, y + tall * 0.58),
                (x + wide * 0.84, y + tall),
            ],
            inks[2],
        )


def pendants(stage: Stage, sheet: Canvas, foot: float) -> None:
    """Lamps that hang in a row, lit."""
    unit, iron = stage.unit, tone(stage, (44, 42, 44))
    x = stage.width / 2 - unit * 1.36
    while x < sheet.box.right:
        y = foot - unit * 0.7
        halo(sheet, x, y + unit * 0.02, unit * 0.26, (255, 206, 128), 0.6)
        sheet.line([(x, sheet.box.top), (x, y)], iron, max(unit * 0.003, 1))
        shade = [
            (x - unit * 0.012, y - unit * 0.05),
            (x + unit * 0.012, y - unit * 0.05),
            (x + unit * 0.06, y),
            (x - unit * 0.06, y),
        ]
        sheet.shape(shade, iron)
        sheet.disc(x, y + unit * 0.006, unit * 0.018, (255, 242, 210))
        x += unit * 0.34


def tubes(stage: Stage, sheet: Canvas, foot: float) -> None:
    """Flat lights in a row under the ceiling."""
    unit = stage.unit
    x, y = stage.width / 2 - unit * 1.5, foot - unit * 0.84
    while x < sheet.box.right:
        halo(sheet, x + unit * 0.17, y, unit * 0.24, (226, 238, 255), 0.34)
        sheet.shape(quad(x, y - unit * 0.012, x + unit * 0.34, y + unit * 0.01), (246, 250, 255))
        x += unit * 0.5


def columns(stage: Stage, sheet: Canvas, foot: float) -> None:
    """Stone columns between the windows."""
    unit, stone = stage.unit, tone(stage, (178, 166, 150))
    x = stage.width / 2 - unit * 0.22 - unit * 0.44 * 4
    while x < sheet.box.right:
        wide = unit * 0.05
        sheet.fill(quad(x - wide, sheet.box.top, x + wide, foot), stone)
        sheet.fill(quad(x - wide, sheet.box.top, x - wide * 0.4, foot), scaled(stone, 1.16))
        sheet.fill(quad(x + wide * 0.4, sheet.box.top, x + wide, foot), scaled(stone, 0.72))
        sheet.fill(quad(x - wide * 1.4, foot - unit * 0.06, x + wide * 1.4, foot), scaled(stone, 0.9))
        x += unit * 0.44


def banners(stage: Stage, sheet: Canvas, foot: float) -> None:
    """Long cloths with a sign on them, from the ceiling."""
    unit, chance = stage.unit, stage.chance("banners")
    cloth = tone(stage, chance.choice(((166, 44, 44), (50, 66, 130), (88, 40, 96))))
    gold = tone(stage, (222, 178, 84))
    x = stage.width / 2 - unit * 0.22 - unit * 0.44 * 4
    while x < sheet.box.right:
        a, b, y = x - unit * 0.06, x + unit * 0.06, foot - unit * 0.34
        sheet.shape([(a, sheet.box.top), (b, sheet.box.top), (b, y), (x, y + unit * 0.06), (a, y)], cloth)
        sheet.disc(x, y - unit * 0.2, unit * 0.032, gold)
        sheet.line([(a, y), (x, y + unit * 0.06), (b, y)], gold, max(unit * 0.006, 1))
        x += unit * 0.88


def mirrors(stage: Stage, sheet: Canvas, foot: float) -> None:
    """A bathroom's mirror with a light over it."""
    unit = stage.unit
    a, b = free(stage, sheet)
    x = (a + b) / 2
    halo(sheet, x, foot - unit * 0.72, unit * 0.3, (255, 246, 226), 0.5)
    sheet.fill(
        quad(x - unit * 0.16, foot - unit * 0.68, x + unit * 0.16, foot - unit * 0.36),
        tone(stage, (120, 126, 130)),
    )
    glass = tone(stage, (190, 208, 216))
    sheet.fill(quad(x - unit * 0.148, foot - unit * 0.668, x + unit * 0.148, foot - unit * 0.372), glass)
    gleam = [
        (x - unit * 0.1, foot - unit * 0.37),
        (x - unit * 0.02, foot - unit * 0.668),
        (x + unit * 0.05, foot - unit * 0.668),
        (x - unit * 0.03, foot - unit * 0.37),
    ]
    sheet.fill(gleam, scaled(glass, 1.15))


def doors(stage: Stage, sheet: Canvas, foot: float) -> None:
    """Doors along a corridor, a number on each."""
    unit, wood = stage.unit, tone(stage, (140, 110, 84))
    x = stage.width / 2 - unit * 1.46
    while x < sheet.box.right:
        sheet.fill(quad(x - unit * 0.02, foot - unit * 0.6, x + unit * 0.28, foot), scaled(wood, 0.6))
        sheet.fill(quad(x, foot - unit * 0.58, x + unit * 0.26, foot), wood)
        for row in (0.54, 0.3):
            panel = quad(x + unit * 0.04, foot - unit * row, x + unit * 0.22, foot - unit * (row - 0.2))
            sheet.fill(panel, scaled(wood, 0.88))
        sheet.disc(
            x + unit * 0.235, foot - unit * 0.28, unit * 0.012, tone(stage, (226, 196, 120)), alpha=None
        )
        sheet.fill(
            quad(x + unit * 0.1, foot - unit * 0.66, x + unit * 0.16, foot - unit * 0.63),
            tone(stage, (230, 226, 210)),
        )
        x += unit * 0.58


def departures(stage: Stage, sheet: Canvas, foot: float) -> None:
    """A dark board with rows of times in amber."""
    unit, chance, middle = stage.unit, stage.chance("departures"), stage.width / 2
    left, top = middle - unit * 0.36, foot - unit * 0.82
    sheet.shape(quad(left, top, left + unit * 0.72, top + unit * 0.22), tone(stage, (28, 30, 36)))
    for row in range(6):
        y = top + unit * (0.018 + 0.033 * row)
        for x, wide in ((0.02, 0.07), (0.12, chance.uniform(0.16, 0.3)), (0.5, 0.04), (0.58, 0.1)):
            ink: RGB = (255, 190, 84) if row or x < 0.5 else (120, 230, 140)
            sheet.fill(quad(left + x * unit, y, left + (x + wide) * unit, y + unit * 0.016), ink)


def bricks(stage: Stage, sheet: Canvas, foot: float) -> None:
    """Rough courses of stone, and a dark pane that is a mirror from this side."""
    unit, chance = stage.unit, stage.chance("bricks")
    base, row, y = tone(stage, (104, 104, 106)), 0, foot
    while y > sheet.box.top:
        x = sheet.box.left - (row % 2) * unit * 0.06
        while x < sheet.box.right:
            brick = quad(x + 1, y - unit * 0.055, x + unit * 0.118, y - 1)
            sheet.fill(brick, scaled(base, chance.uniform(0.84, 1.06)))
            x += unit * 0.12
        y, row = y - unit * 0.058, row + 1
    left, top = stage.width * 0.08, foot - unit * 0.66
    sheet.fill(quad(left - 3, top - 3, left + unit * 0.5 + 3, top + unit * 0.27 + 3), scaled(base, 0.4))
    sheet.fill(quad(left, top, left + unit * 0.5, top + unit * 0.27), tone(stage, (46, 58, 66)))
    gleam = [(left + unit * 0.1, top + unit * 0.27), (left + unit * 0.22, top), (left + unit * 0.3, top)]
    sheet.fill([*gleam, (left + unit * 0.18, top + unit * 0.27)], tone(stage, (66, 80, 88)))
