"""House fronts along a pavement: windows above, shops below, neon at night."""

import random

from onetake.animatic.canvas import Canvas, quad
from onetake.animatic.colour import RGB, mix, scaled
from onetake.animatic.layer import Box
from onetake.animatic.scenes.city import WALLS
from onetake.animatic.stage import Flat, Stage

_NEON: tuple[RGB, ...] = ((255, 62, 138), (52, 214, 255), (255, 178, 54), (146, 92, 255), (70, 240, 170))
_SIGNS: tuple[RGB, ...] = ((176, 70, 60), (52, 108, 110), (206, 160, 82), (84, 96, 132))


def fronts(stage: Stage) -> Flat:
    """Shops and houses at the back of the pavement."""
    chance, palette, unit = stage.chance("fronts"), stage.palette, stage.unit
    depth = 0.56
    foot = stage.horizon + (stage.foot - stage.horizon) * depth
    sheet = stage.sheet(depth, palette.paint((130, 116, 108), 0.12), bottom=foot + 8)
    x = sheet.box.left - chance.uniform(0, 0.3) * unit
    while x < sheet.box.right:
        wide, tall = unit * chance.uniform(0.3, 0.52), unit * chance.uniform(0.46, 0.86)
        if chance.random() < 0.18:
            x += wide * 0.55
            continue
        _house(stage, sheet, Box(x, foot - tall, x + wide, foot), chance)
        x += wide + unit * 0.004
    return Flat(stage, sheet.layer(), depth)


def _house(stage: Stage, sheet: Canvas, box: Box, chance: random.Random) -> None:
    unit = stage.unit
    wall = stage.palette.paint(chance.choice(WALLS), 0.14)
    x, y, right, foot = box.left, box.top, box.right, box.bottom
    sheet.shape(quad(x, y, right, foot + 6), wall)
    sheet.shape(quad(x - unit * 0.008, y, right + unit * 0.008, y + unit * 0.022), scaled(wall, 0.8))
    shop = unit * 0.17
    _windows(stage, sheet, box, shop, wall, chance)
    _shop(stage, sheet, Box(x + unit * 0.02, foot - shop, right - unit * 0.02, foot), wall, chance)


def _windows(stage: Stage, sheet: Canvas, box: Box, shop: float, wall: RGB, chance: random.Random) -> None:
    """Rows of windows above a shop of this height; after dark some are lit."""
    palette, unit = stage.palette, stage.unit
    cell, gap = unit * 0.062, unit * 0.105
    columns = max(int((box.width - 0.04 * unit) / gap), 1)
    rows = int((box.height - shop - unit * 0.04) / (gap * 1.15))
    glass = mix(palette.paint((92, 116, 134), 0.1), palette.sky[2], 0.3)
    for row in range(rows):
        for column in range(columns):
            x = box.left + (box.width - columns * gap) / 2 + column * gap + (gap - cell) / 2
            y = box.top + unit * 0.05 + row * gap * 1.15
            on = chance.random() < palette.lamps * 0.5
            pane = mix((255, 202, 118), (255, 238, 206), chance.random()) if on else glass
            _window(sheet, x, y, cell, pane, scaled(wall, 0.74))


def _window(sheet: Canvas, x: float, y: float, cell: float, pane: RGB, frame: RGB) -> None:
    foot = y + cell * 1.3
    sheet.fill(quad(x - 2, y - 2, x + cell + 2, foot + 2), frame)
    sheet.fill(quad(x, y, x + cell, foot), pane)
    sheet.fill(quad(x + cell * 0.46, y, x + cell * 0.54, foot), frame)


def _shop(stage: Stage, sheet: Canvas, box: Box, wall: RGB, chance: random.Random) -> None:
    palette, unit = stage.palette, stage.unit
    lit = palette.lamps > 0.3 and chance.random() < 0.8
    pane = (
        mix((255, 214, 140), (255, 240, 214), chance.random() * 0.6)
        if lit
        else palette.paint((70, 88, 100), 0.08)
    )
    x, y, right, foot = box.left, box.top, box.right, box.bottom
    sheet.fill(quad(x, y + unit * 0.03, right, foot - unit * 0.02), pane)
    door = x + box.width * chance.choice((0.12, 0.66))
    sheet.fill(quad(door, y + unit * 0.045, door + unit * 0.07, foot), scaled(wall, 0.5))
    _awning(stage, sheet, box, chance)
    if palette.time == "night" and chance.random() < 0.75:
        _neon(stage, sheet, box, chance)


def _awning(stage: Stage, sheet: Canvas, box: Box, chance: random.Random) -> None:
    """A striped strip of cloth over the shop window."""
    palette, unit = stage.palette, stage.unit
    x, y, right = box.left, box.top, box.right
    cloth = chance.choice(_NEON) if palette.time == "night" else palette.paint(chance.choice(_SIGNS), 0.06)
    foot = y + unit * 0.034
    sheet.fill([(x - 3, y), (right + 3, y), (right + unit * 0.012, foot), (x - unit * 0.012, foot)], cloth)
    count = max(int(box.width / (unit * 0.045)), 2)
    for i in range(0, count, 2):
        a, b = x + box.width * i / count, x + box.width * (i + 1) / count
        sheet.fill(quad(a, y, b, foot), mix(cloth, (255, 255, 255), 0.3))


def _neon(stage: Stage, sheet: Canvas, box: Box, chance: random.Random) -> None:
    """An upright sign of four glowing letters above the shop."""
    unit, y = stage.unit, box.top
    x = box.left + box.width * chance.choice((0.06, 0.8))
    tall = unit * chance.uniform(0.12, 0.22)
    ink = chance.choice(_NEON)
    sheet.glow(x + unit * 0.018, y - tall * 0.6, unit * 0.2, ink, 0.5)
    sheet.fill(quad(x, y - tall - unit * 0.02, x + unit * 0.036, y - unit * 0.02), scaled(ink, 0.35))
    for k in range(4):
        top = y - tall + tall * k / 4
        letter = quad(x + unit * 0.008, top, x + unit * 0.028, top + tall * 0.14)
        sheet.fill(letter, mix(ink, (255, 255, 255), 0.35))
