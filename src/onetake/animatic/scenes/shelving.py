"""What stands on shelves along a wall: books, bottles before a light, goods in a shop, tools on a board."""

import random
from collections.abc import Callable

from onetake.animatic.canvas import Canvas, quad
from onetake.animatic.colour import RGB, mix, scaled
from onetake.animatic.scenes.indoors import clear_of_window, tone
from onetake.animatic.scenes.light import halo
from onetake.animatic.stage import Stage

_SPINES: tuple[RGB, ...] = (
    (150, 62, 52),
    (52, 82, 104),
    (186, 142, 76),
    (76, 102, 74),
    (204, 190, 160),
    (92, 64, 96),
    (116, 82, 54),
    (60, 58, 66),
)
_GLASS: tuple[RGB, ...] = ((110, 160, 96), (214, 150, 62), (196, 84, 58), (220, 226, 226), (92, 140, 170))
_PACKS: tuple[RGB, ...] = (
    (222, 80, 66),
    (244, 196, 70),
    (74, 142, 196),
    (98, 170, 92),
    (240, 238, 228),
    (232, 132, 56),
    (156, 92, 170),
)
Fill = Callable[[Stage, Canvas, random.Random, float, float, float, float], None]
"""Draws what stands on one board: from the left to the right column, from its top to its foot row."""


def bookcases(stage: Stage, sheet: Canvas, foot: float) -> None:
    """Cases of books as high as the wall, but for the window, and a ladder that leans on them."""
    unit = stage.unit
    wood, chance = tone(stage, (98, 64, 42)), stage.chance("books")
    tall = max(unit * 0.98, min(foot - sheet.box.top - unit * 0.06, unit * 1.7))
    for left, right in clear_of_window(stage, sheet):
        x = left
        while x < right - unit * 0.06:
            wide = min(unit * 0.36, right - x)
            _case(
                stage, sheet, chance, x, foot - tall, x + wide, foot, wood, round(tall / unit / 0.163), _books
            )
            x += wide
    left, right = max(clear_of_window(stage, sheet), key=lambda span: span[1] - span[0])
    _ladder(stage, sheet, (max(left, 0.0) + min(right, stage.width)) / 2, foot, scaled(wood, 1.5))


def bottles(stage: Stage, sheet: Canvas, foot: float) -> None:
    """The back of a bar: bottles on glass shelves in the light that is behind them."""
    unit, chance = stage.unit, stage.chance("bottles")
    amber: RGB = (255, 176, 86)
    left, right = sheet.box.left, sheet.box.right
    wood = tone(stage, (70, 42, 32))
    sheet.shape(quad(left, foot - unit * 0.86, right, foot), wood)
    x = left + chance.uniform(0, 0.1) * unit
    while x < right:
        a, b, top = x + unit * 0.02, x + unit * 0.42, foot - unit * 0.8
        sheet.fill(quad(a, top, b, foot - unit * 0.3), mix(amber, wood, 0.52))
        sheet.glow((a + b) / 2, top + unit * 0.24, unit * 0.3, amber, 0.75)
        for row in range(3):
            base = top + unit * (0.155 + 0.16 * row)
            _bottles(stage, sheet, chance, a + unit * 0.01, base - unit * 0.12, b - unit * 0.01, base)
            sheet.fill(quad(a, base, b, base + unit * 0.012), mix(amber, (255, 255, 255), 0.35))
        x += unit * 0.44


def goods(stage: Stage, sheet: Canvas, foot: float) -> None:
    """The shelves of a shop, full of packs in every colour, a lit strip above each."""
    unit, chance = stage.unit, stage.chance("goods")
    frame = tone(stage, (214, 218, 222))
    x = sheet.box.left
    while x < sheet.box.right:
        _case(stage, sheet, chance, x, foot - unit * 0.7, x + unit * 0.48, foot, frame, 5, _packs)
        x += unit * 0.5


def crates(stage: Stage, sheet: Canvas, foot: float) -> None:
    """Steel racks with boxes, as warehouses and factories have them."""
    unit, chance = stage.unit, stage.chance("crates")
    steel = tone(stage, (74, 96, 128))
    x = sheet.box.left
    while x < sheet.box.right:
        _case(stage, sheet, chance, x, foot - unit * 0.86, x + unit * 0.52, foot, steel, 4, _boxes)
        x += unit * (0.54 if chance.random() < 0.7 else 0.95)


def tools(stage: Stage, sheet: Canvas, foot: float) -> None:
    """A board with tools over a workbench with a vice, and what lies on it."""
    unit, chance = stage.unit, stage.chance("tools")
    wood, steel = tone(stage, (150, 110, 72)), tone(stage, (120, 124, 130))
    for left, right in clear_of_window(stage, sheet):
        sheet.shape(quad(left, foot - unit * 0.74, right, foot - unit * 0.36), scaled(wood, 0.82))
        x = left + unit * 0.05
        while x < right - unit * 0.04:
            _tool(stage, sheet, chance.randrange(4), x, foot - unit * chance.uniform(0.66, 0.71), steel)
            x += unit * chance.uniform(0.075, 0.12)
    top = foot - unit * 0.25
    a, b = sheet.box.left, sheet.box.right
    sheet.shape(quad(a, top, b, top + unit * 0.035), wood)
    sheet.shape(quad(a, top + unit * 0.035, b, foot), scaled(wood, 0.42))
    x = a
    while x < b:
        sheet.shape(quad(x, top + unit * 0.03, x + unit * 0.035, foot), scaled(wood, 0.75))
        _boxes(stage, sheet, chance, x + unit * 0.08, top - unit * 0.1, x + unit * 0.3, top)
        vice = x + unit * 0.44
        sheet.shape(quad(vice, top - unit * 0.05, vice + unit * 0.06, top), scaled(steel, 0.6))
        sheet.shape(quad(vice + unit * 0.07, top - unit * 0.05, vice + unit * 0.09, top), scaled(steel, 0.75))
        x += unit * 0.62


def glassware(stage: Stage, sheet: Canvas, foot: float) -> None:
    """A laboratory: a white bench with flasks and tubes in colours that glow a little, shelves above."""
    unit, chance = stage.unit, stage.chance("glassware")
    white = tone(stage, (226, 232, 236))
    top = foot - unit * 0.26
    a, b = sheet.box.left, sheet.box.right
    sheet.shape(quad(a, top, b, foot), scaled(white, 0.8))
    sheet.shape(quad(a, top - unit * 0.014, b, top + unit * 0.014), white)
    x = a
    while x < b:
        sheet.fill(quad(x, top + unit * 0.03, x + unit * 0.005, foot), scaled(white, 0.6))
        x += unit * 0.2
    for left, right in clear_of_window(stage, sheet):
        for row in (0.5, 0.66):
            sheet.shape(quad(left, foot - unit * row, right, foot - unit * (row - 0.014)), white)
            _bottles(stage, sheet, chance, left, foot - unit * (row + 0.1), right, foot - unit * row)
    x = a + unit * 0.05
    while x < b:
        ink = chance.choice(((80, 220, 190), (110, 170, 255), (250, 150, 90), (200, 110, 230)))
        halo(sheet, x, top - unit * 0.05, unit * 0.1, ink, 0.35)
        _flask(sheet, x, top - unit * 0.014, unit * chance.uniform(0.07, 0.12), ink)
        x += unit * chance.uniform(0.12, 0.28)


def _case(
    stage: Stage,
    sheet: Canvas,
    chance: random.Random,
    left: float,
    top: float,
    right: float,
    foot: float,
    frame: RGB,
    rows: int,
    fill: Fill,
) -> None:
    """One case with its boards, filled."""
    unit, edge = stage.unit, stage.unit * 0.012
    sheet.shape(quad(left, top - unit * 0.03, right, foot), frame)
    sheet.fill(quad(left - edge, top - unit * 0.03, right + edge, top - unit * 0.012), scaled(frame, 1.2))
    tall = (foot - unit * 0.04 - top) / rows
    for row in range(rows):
        high, low = top + row * tall, top + (row + 1) * tall - edge
        sheet.fill(quad(left + edge, high, right - edge, low), scaled(frame, 0.45))
        fill(stage, sheet, chance, left + edge * 1.3, high + edge * 0.6, right - edge * 1.3, low)


def _books(
    stage: Stage, sheet: Canvas, chance: random.Random, left: float, top: float, right: float, foot: float
) -> None:
    unit, x = stage.unit, left
    while x < right - unit * 0.012:
        wide = min(unit * chance.uniform(0.011, 0.024), right - x)
        tall = (foot - top) * chance.uniform(0.62, 0.96)
        ink = tone(stage, chance.choice(_SPINES))
        if chance.random() < 0.93:
            sheet.fill(quad(x, foot - tall, x + wide - unit * 0.002, foot), ink)
            band = mix(ink, (236, 206, 140), 0.5)
            sheet.fill(quad(x, foot - tall * 0.8, x + wide - unit * 0.002, foot - tall * 0.74), band)
        x += wide


def _bottles(
    stage: Stage, sheet: Canvas, chance: random.Random, left: float, top: float, right: float, foot: float
) -> None:
    unit, x = stage.unit, left + stage.unit * 0.012
    while x < right - unit * 0.015:
        r, tall = unit * chance.uniform(0.009, 0.015), (foot - top) * chance.uniform(0.7, 1.0)
        ink = chance.choice(_GLASS)
        sheet.shape(quad(x - r, foot - tall * 0.6, x + r, foot), ink)
        sheet.shape(quad(x - r * 0.35, foot - tall, x + r * 0.35, foot - tall * 0.55), scaled(ink, 0.8))
        sheet.fill(quad(x - r * 0.7, foot - tall * 0.45, x + r * 0.7, foot - tall * 0.2), (238, 230, 210))
        sheet.fill(quad(x - r * 0.9, foot - tall * 0.58, x - r * 0.5, foot), mix(ink, (255, 255, 255), 0.45))
        x += r * 2 + unit * chance.uniform(0.004, 0.016)


def _packs(
    stage: Stage, sheet: Canvas, chance: random.Random, left: float, top: float, right: float, foot: float
) -> None:
    unit, x = stage.unit, left
    while x < right - unit * 0.02:
        ink = tone(stage, chance.choice(_PACKS))
        wide, tall = unit * chance.uniform(0.018, 0.034), (foot - top) * chance.uniform(0.55, 0.85)
        for _ in range(chance.randint(2, 4)):
            if x > right - wide:
                break
            sheet.fill(quad(x, foot - tall, x + wide - unit * 0.003, foot), ink)
            label = mix(ink, (255, 255, 255), 0.6)
            sheet.fill(quad(x + wide * 0.15, foot - tall * 0.65, x + wide * 0.75, foot - tall * 0.4), label)
            x += wide
    sheet.fill(quad(left, foot - unit * 0.006, right, foot + unit * 0.008), tone(stage, (250, 226, 120)))


def _boxes(
    stage: Stage, sheet: Canvas, chance: random.Random, left: float, top: float, right: float, foot: float
) -> None:
    unit, x = stage.unit, left
    while x < right - unit * 0.04:
        wide = min(unit * chance.uniform(0.06, 0.13), right - x)
        tall = (foot - top) * chance.uniform(0.45, 0.95)
        card = tone(stage, scaled((186, 144, 96), chance.uniform(0.8, 1.1)))
        sheet.shape(quad(x, foot - tall, x + wide - unit * 0.006, foot), card)
        sheet.fill(quad(x + wide * 0.4, foot - tall, x + wide * 0.52, foot), scaled(card, 1.2))
        x += wide


def _ladder(stage: Stage, sheet: Canvas, x: float, foot: float, wood: RGB) -> None:
    unit = stage.unit
    lean, tall = unit * 0.13, unit * 0.8
    for side in (0.0, 0.08):
        line = [(x + side * unit, foot), (x + side * unit + lean, foot - tall)]
        sheet.line(line, wood, unit * 0.01)
    for rung in range(1, 9):
        at = rung / 9
        a = x + lean * at
        sheet.line([(a, foot - tall * at), (a + unit * 0.08, foot - tall * at)], wood, unit * 0.007)


def _tool(stage: Stage, sheet: Canvas, kind: int, x: float, y: float, steel: RGB) -> None:
    """A hammer, a saw, a spanner or a driver that hangs from a nail."""
    unit = stage.unit
    grip = tone(stage, ((166, 60, 48), (186, 140, 70), (60, 92, 120), (64, 60, 60))[kind])
    if kind == 0:
        sheet.fill(quad(x - unit * 0.006, y, x + unit * 0.006, y + unit * 0.17), tone(stage, (124, 84, 52)))
        sheet.fill(quad(x - unit * 0.03, y, x + unit * 0.024, y + unit * 0.03), steel)
    elif kind == 1:
        blade = [(x - unit * 0.02, y), (x + unit * 0.028, y), (x + unit * 0.004, y + unit * 0.2)]
        sheet.fill(blade, scaled(steel, 1.3))
        sheet.fill(quad(x - unit * 0.025, y - unit * 0.03, x + unit * 0.03, y + unit * 0.012), grip)
    else:
        sheet.line([(x, y), (x, y + unit * 0.14)], steel, unit * 0.009, alpha=None)
        sheet.disc(x, y, unit * (0.017 if kind == 2 else 0.008), steel, alpha=None)
        sheet.fill(quad(x - unit * 0.008, y + unit * 0.08, x + unit * 0.008, y + unit * 0.16), grip)


def _flask(sheet: Canvas, x: float, foot: float, tall: float, ink: RGB) -> None:
    """An Erlenmeyer flask, a third full."""
    glass, r = mix(ink, (240, 248, 250), 0.75), tall * 0.42
    body = [
        (x - r * 0.3, foot - tall),
        (x + r * 0.3, foot - tall),
        (x + r * 0.3, foot - tall * 0.7),
        (x + r, foot),
        (x - r, foot),
        (x - r * 0.3, foot - tall * 0.7),
    ]
    sheet.shape(body, glass, 215)
    full = [
        (x - r * 0.6, foot - tall * 0.4),
        (x + r * 0.6, foot - tall * 0.4),
        (x + r * 0.92, foot - tall * 0.04),
        (x - r * 0.92, foot - tall * 0.04),
    ]
    sheet.shape(full, ink)
