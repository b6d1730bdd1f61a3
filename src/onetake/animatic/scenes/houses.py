"""House fronts along a pavement: windows above, shops below, signs in neon at night."""

import random

import cv2

from onetake.animatic.canvas import Canvas, quad
from onetake.animatic.colour import RGB, mix, scaled
from onetake.animatic.layer import Box
from onetake.animatic.scenes.field import blended, level, noise
from onetake.animatic.scenes.towers import NEON, WALLS
from onetake.animatic.stage import Flat, Stage

_SIGNS: tuple[RGB, ...] = ((176, 70, 60), (52, 108, 110), (206, 160, 82), (84, 96, 132), (70, 110, 76))
_BRICK: tuple[RGB, ...] = ((156, 84, 66), (178, 112, 82), (196, 168, 136), (126, 112, 108), (168, 148, 140))
_LIT: tuple[RGB, ...] = ((255, 202, 118), (255, 224, 176), (255, 184, 104), (196, 220, 255))
_ROWS = 64
"""Of a sheet that are weathered at a time: that of a long street is large."""


def fronts(stage: Stage) -> Flat:
    """Shops and houses at the back of the pavement, some with a gap to the town behind."""
    chance, palette, unit = stage.chance("fronts"), stage.palette, stage.unit
    depth = 0.56
    foot = stage.horizon + (stage.foot - stage.horizon) * depth
    sheet = stage.sheet(depth, palette.paint((130, 116, 108), 0.12), bottom=foot + 8)
    x = sheet.box.left - chance.uniform(0, 0.3) * unit
    high = chance.uniform(0.72, 1.05)
    while x < sheet.box.right:
        wide, tall = unit * chance.uniform(0.3, 0.56), unit * chance.uniform(0.5, 0.92) * high
        if chance.random() < 0.2:
            x += wide * 0.5
            continue
        _house(stage, sheet, Box(x, foot - tall, x + wide, foot), random.Random(chance.getrandbits(32)))
        x += wide
    _weather(stage, sheet)
    return Flat(stage, sheet.layer(), depth)


def _weather(stage: Stage, sheet: Canvas) -> None:
    """Stains and unevenness of old walls, and the dark of the street's foot."""
    height, width = sheet.rgb.shape[:2]
    stain = noise(stage.chance("stains"), width // 2 + 1, height // 2 + 1, stage.unit * 0.05, 4, 0.6, 0.6)
    grey = level((stain * 0.09).clip(0, 0.3))
    grey = cv2.resize(grey, (width, height), interpolation=cv2.INTER_LINEAR)
    for top in range(0, height, _ROWS):
        rows = slice(top, top + _ROWS)
        share = grey[rows].astype("float32") / 255
        sheet.rgb[rows] = blended(sheet.rgb[rows], stage.palette.shade, share)


def _house(stage: Stage, sheet: Canvas, box: Box, chance: random.Random) -> None:
    unit, palette = stage.unit, stage.palette
    wall = palette.paint(chance.choice(_BRICK + WALLS), 0.14)
    x, y, right, foot = box.left, box.top, box.right, box.bottom
    sheet.shape(quad(x, y, right, foot + 6), wall)
    side = chance.choice((x, right - box.width * 0.05))
    sheet.fill(quad(side, y, side + box.width * 0.05, foot), mix(wall, palette.shade, 0.3))
    for share, thick in ((0.0, 0.02), (0.026, 0.008)):
        row = y + unit * share
        sheet.shape(
            quad(x - unit * 0.009, row, right + unit * 0.009, row + unit * thick),
            scaled(wall, 0.84 + 8 * share),
        )
    if chance.random() < 0.5:
        _rooftop(stage, sheet, box, wall, chance)
    shop = unit * 0.17
    _windows(stage, sheet, box, shop, wall, chance)
    _shop(stage, sheet, Box(x + unit * 0.02, foot - shop, right - unit * 0.02, foot), wall, chance)


def _rooftop(stage: Stage, sheet: Canvas, box: Box, wall: RGB, chance: random.Random) -> None:
    """A tank, a chimney or an aerial."""
    unit = stage.unit
    x = box.left + box.width * chance.uniform(0.15, 0.75)
    dark = mix(scaled(wall, 0.6), stage.palette.haze, 0.15)
    kind = chance.randint(0, 2)
    if kind == 0:
        for leg in (0.0, 0.05):
            sheet.shape(quad(x + unit * leg, box.top - unit * 0.04, x + unit * (leg + 0.006), box.top), dark)
        sheet.shape(
            quad(x - unit * 0.008, box.top - unit * 0.1, x + unit * 0.064, box.top - unit * 0.036), dark
        )
        roof = [
            (x - unit * 0.012, box.top - unit * 0.1),
            (x + unit * 0.068, box.top - unit * 0.1),
            (x + unit * 0.028, box.top - unit * 0.13),
        ]
        sheet.shape(roof, scaled(dark, 0.85))
    elif kind == 1:
        sheet.shape(quad(x, box.top - unit * 0.07, x + unit * 0.04, box.top), scaled(wall, 0.8))
        sheet.shape(
            quad(x - unit * 0.006, box.top - unit * 0.078, x + unit * 0.046, box.top - unit * 0.064), dark
        )
    else:
        thin = max(unit * 0.0022, 1)
        sheet.line([(x, box.top), (x, box.top - unit * 0.12)], dark, thin)
        for share in (0.09, 0.105):
            row = box.top - unit * share
            sheet.line([(x - unit * 0.025, row), (x + unit * 0.025, row)], dark, thin)


def _windows(stage: Stage, sheet: Canvas, box: Box, shop: float, wall: RGB, chance: random.Random) -> None:
    """Rows of windows above a shop of this height; after dark some are lit."""
    palette, unit = stage.palette, stage.unit
    cell, gap = unit * chance.uniform(0.042, 0.058), unit * chance.uniform(0.08, 0.1)
    columns = max(int((box.width - 0.04 * unit) / gap), 1)
    rows = int((box.height - shop - unit * 0.05) / (gap * 1.2))
    glass = mix(palette.paint((78, 98, 116), 0.1), palette.sky[1], 0.28)
    balcony = chance.random() < 0.35
    for row in range(rows):
        for column in range(columns):
            x = box.left + (box.width - columns * gap) / 2 + column * gap + (gap - cell) / 2
            y = box.top + unit * 0.055 + row * gap * 1.2
            on = chance.random() < palette.lamps * 0.42
            pane = chance.choice(_LIT) if on else scaled(glass, chance.uniform(0.8, 1.12))
            _window(stage, sheet, Box(x, y, x + cell, y + cell * 1.45), pane, wall, on, chance)
        if balcony and row % 2 == 0:
            low = box.top + unit * 0.055 + row * gap * 1.2 + cell * 1.5
            iron = mix(scaled(wall, 0.4), palette.shade, 0.4)
            sheet.fill(quad(box.left + unit * 0.03, low, box.right - unit * 0.03, low + unit * 0.006), iron)
            for index in range(int(box.width / (unit * 0.012)) - 5):
                at = box.left + unit * (0.03 + 0.012 * index)
                sheet.line([(at, low), (at, low - unit * 0.028)], iron, 1, alpha=None)


def _window(
    stage: Stage, sheet: Canvas, box: Box, pane: RGB, wall: RGB, on: bool, chance: random.Random
) -> None:
    """Frame, sill and lintel; a curtain or somebody's shadow behind a lit pane."""
    cell, x, y = box.width, box.left, box.top
    frame = scaled(wall, 0.68)
    sheet.fill(quad(x - cell * 0.1, y - cell * 0.1, box.right + cell * 0.1, box.bottom + cell * 0.05), frame)
    sheet.fill(
        quad(x - cell * 0.16, box.bottom, box.right + cell * 0.16, box.bottom + cell * 0.14),
        scaled(wall, 1.12),
    )
    sheet.fill(quad(x, y, box.right, box.bottom), pane)
    if on and chance.random() < 0.6:
        side = chance.choice((0.0, 0.68))
        sheet.fill(quad(x + cell * side, y, x + cell * (side + 0.32), box.bottom), scaled(pane, 0.74))
    elif not on:
        sky = mix(pane, stage.palette.sky[2], 0.4)
        sheet.fill([(x, y), (x + cell * 0.7, y), (x, y + box.height * 0.6)], sky)
    sheet.fill(quad(x + cell * 0.46, y, x + cell * 0.54, box.bottom), frame)
    sheet.fill(quad(x, y + box.height * 0.36, box.right, y + box.height * 0.42), frame)


def _shop(stage: Stage, sheet: Canvas, box: Box, wall: RGB, chance: random.Random) -> None:
    palette, unit = stage.palette, stage.unit
    lit = palette.lamps > 0.3 and chance.random() < 0.85
    pane = chance.choice(_LIT[:3]) if lit else palette.paint((62, 80, 94), 0.08)
    x, y, right, foot = box.left, box.top, box.right, box.bottom
    window = Box(x, y + unit * 0.034, right, foot - unit * 0.024)
    sheet.fill(
        quad(x - unit * 0.01, y, right + unit * 0.01, foot), mix(scaled(wall, 0.5), palette.shade, 0.2)
    )
    sheet.fill(quad(window.left, window.top, window.right, window.bottom), pane)
    if lit:
        sheet.glow(x + box.width / 2, y + unit * 0.08, box.width * 0.5, (255, 246, 224), 0.5)
    goods = scaled(pane, 0.6)
    for index in range(max(int(box.width / (unit * 0.026)), 2)):
        at = x + unit * (0.008 + 0.026 * index)
        tall = unit * chance.uniform(0.015, 0.055)
        sheet.fill(
            quad(at, window.bottom - tall, at + unit * chance.uniform(0.008, 0.02), window.bottom),
            scaled(goods, chance.uniform(0.7, 1.3)),
        )
    door = x + box.width * chance.choice((0.1, 0.66))
    sheet.fill(quad(door, y + unit * 0.04, door + unit * 0.075, foot), scaled(wall, 0.42))
    sheet.fill(
        quad(door + unit * 0.01, y + unit * 0.055, door + unit * 0.065, foot - unit * 0.03),
        scaled(pane, 0.86),
    )
    _awning(stage, sheet, box, chance)
    if palette.time == "night" and chance.random() < 0.8:
        _neon(stage, sheet, box, chance)


def _awning(stage: Stage, sheet: Canvas, box: Box, chance: random.Random) -> None:
    """A striped strip of cloth, or a board with a name on it, over the shop window."""
    palette, unit = stage.palette, stage.unit
    x, y, right = box.left, box.top, box.right
    night = palette.time == "night"
    cloth = palette.paint(chance.choice(_SIGNS), 0.06)
    foot = y + unit * 0.036
    if chance.random() < 0.5:
        ink = chance.choice(NEON) if night else mix(cloth, (255, 250, 236), 0.8)
        sheet.fill(quad(x, y - unit * 0.012, right, foot), scaled(cloth, 0.7))
        at = x + box.width * 0.16
        while at < right - box.width * 0.18:
            wide = unit * chance.uniform(0.008, 0.018)
            sheet.fill(quad(at, y + unit * 0.002, at + wide, y + unit * 0.022), ink)
            at += wide + unit * 0.006
        return
    sheet.fill([(x - 3, y), (right + 3, y), (right + unit * 0.012, foot), (x - unit * 0.012, foot)], cloth)
    count = max(int(box.width / (unit * 0.03)), 2)
    for i in range(0, count, 2):
        a, b = x + box.width * i / count, x + box.width * (i + 1) / count
        sheet.fill(quad(a, y, b, foot), mix(cloth, (255, 255, 255), 0.1 if night else 0.45))


def _neon(stage: Stage, sheet: Canvas, box: Box, chance: random.Random) -> None:
    """An upright sign of glowing letters above the shop, in its own light."""
    unit, y = stage.unit, box.top
    x = box.left + box.width * chance.choice((0.02, 0.82))
    tall, ink = unit * chance.uniform(0.14, 0.26), chance.choice(NEON)
    sheet.glow(x + unit * 0.018, y - tall * 0.6, unit * 0.28, ink, 0.55)
    sheet.shape(quad(x, y - tall - unit * 0.02, x + unit * 0.04, y - unit * 0.02), scaled(ink, 0.22))
    bright = mix(ink, (255, 255, 255), 0.5)
    letters = max(int(tall / (unit * 0.036)), 3)
    for k in range(letters):
        top, step = y - tall - unit * 0.01 + tall * k / letters, tall / letters
        sheet.line([(x + unit * 0.01, top), (x + unit * 0.03, top)], bright, max(unit * 0.004, 1), alpha=None)
        stroke = chance.choice((0.01, 0.02, 0.03))
        sheet.line(
            [(x + unit * stroke, top), (x + unit * stroke, top + step * 0.62)],
            bright,
            max(unit * 0.004, 1),
            alpha=None,
        )
        if chance.random() < 0.6:
            low = top + step * 0.6
            sheet.line(
                [(x + unit * 0.01, low), (x + unit * 0.03, low)], bright, max(unit * 0.004, 1), alpha=None
            )
    sheet.line([(x, y - tall - unit * 0.02), (x, y - unit * 0.02)], ink, max(unit * 0.003, 1), alpha=None)
