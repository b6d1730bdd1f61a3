"""Corals in their colours: lumps, fans that fork, bundles of tubes."""

import math
import random

import numpy as np

from onetake.animatic.canvas import Canvas
from onetake.animatic.colour import RGB, mix, scaled
from onetake.animatic.scenes import foliage
from onetake.animatic.scenes.plot import Plot
from onetake.animatic.stage import Flat, Stage

_INKS: tuple[RGB, ...] = ((236, 104, 92), (244, 164, 90), (196, 96, 176), (240, 196, 110), (110, 190, 160))


def clumps(stage: Stage, name: str, depth: float, row: float, sea: tuple[RGB, ...], tall: float) -> Flat:
    """Clumps of coral in their colours, as far as the water lets them through."""
    chance, unit = stage.chance(name), stage.unit
    foot = stage.height * row
    sheet = stage.sheet(depth, sea[2], top=foot - unit * tall * 1.6)
    sprites = []
    for ink in chance.sample(_INKS, 3):
        size = max(int(unit * tall), 10)
        made = foliage.broad(stage, chance, size, ink, 0.0, stage.width, "bush")
        rgb = np.round(made.rgb * 0.62 + np.array(sea[1]) * 0.38).astype(np.uint8)
        sprites.append(foliage.Sprite(rgb, made.alpha))
    beds = [chance.uniform(0, 1) for _ in range(3)]
    for _ in range(int(17 * sheet.box.width / stage.width)):
        at = (chance.choice(beds) + chance.gauss(0, 0.06)) % 1.0
        low = foot + chance.uniform(-0.02, 0.05) * unit
        x = sheet.box.left + at * sheet.box.width
        foliage.stamp(
            sheet,
            chance.choice(sprites),
            x,
            low,
            unit * tall * chance.uniform(0.4, 1.0),
            chance.random() < 0.5,
        )
    for _ in range(int(8 * sheet.box.width / stage.width)):
        ink = mix(chance.choice(_INKS), sea[1], 0.3)
        at = (chance.choice(beds) + chance.gauss(0, 0.1)) % 1.0
        place = (sheet.box.left + at * sheet.box.width, foot + chance.uniform(0.0, 0.03) * unit)
        grow = _fan if chance.random() < 0.5 else _tubes
        grow(sheet, *place, unit * tall * chance.uniform(0.7, 1.4), ink, chance)
    return Flat(stage, sheet.layer(), depth)


def _fan(sheet: Canvas, x: float, y: float, tall: float, ink: RGB, chance: random.Random) -> None:
    """A coral that forks again and again in one plane."""

    def grow(a: tuple[float, float], turn: float, reach: float, left: int) -> None:
        b = (a[0] + reach * math.cos(turn), a[1] - reach * math.sin(turn))
        sheet.line([a, b], scaled(ink, 0.72 + 0.09 * (5 - left)), max(tall * 0.014 * left, 1.2))
        if left > 1:
            for side in (-1, 1):
                grow(b, turn + side * chance.uniform(0.22, 0.5), reach * chance.uniform(0.68, 0.86), left - 1)

    grow((x, y + 3), math.pi / 2, tall * 0.3, 5)


def _tubes(sheet: Canvas, x: float, y: float, tall: float, ink: RGB, chance: random.Random) -> None:
    """A bundle of tubes with dark mouths."""
    plot = Plot(sheet, x, y + 3, tall)
    for index in range(-2, 3):
        high, foot, top = chance.uniform(0.4, 0.8), index * 0.09, index * 0.16
        plot.form([(foot - 0.05, 0), (top - 0.075, high), (top + 0.075, high), (foot + 0.05, 0)], ink)
        plot.form([(foot, 0), (top, high), (top + 0.075, high), (foot + 0.05, 0)], scaled(ink, 0.8))
        mouth = [(top - 0.075, high), (top, high + 0.03), (top + 0.075, high), (top, high - 0.03)]
        plot.form(mouth, scaled(ink, 0.5), round=4)
