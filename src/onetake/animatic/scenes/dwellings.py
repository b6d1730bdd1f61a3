"""Where people live in the country: a village, a cabin, tents, a windmill; a harbour's boats."""

import math
import random

import cv2
import numpy as np

from onetake.animatic.colour import RGB, Picture, mix, scaled, yuv
from onetake.animatic.scenes.monuments import Ink
from onetake.animatic.scenes.plot import Plot
from onetake.animatic.stage import Moment, Stage

_LIT: RGB = (255, 210, 130)
_WALLS: tuple[RGB, ...] = ((236, 224, 200), (214, 190, 156), (196, 168, 140), (226, 206, 186))
_ROOFS: tuple[RGB, ...] = ((170, 84, 62), (140, 74, 58), (110, 92, 84), (92, 84, 88))


def village(stage: Stage, plot: Plot, ink: Ink, chance: random.Random) -> None:
    """Houses with pitched roofs side by side, lit windows after dark, a spire among them."""
    spire = chance.uniform(-0.3, 0.3)
    plot.box(spire - 0.03, 0, spire + 0.03, 0.2, ink(_WALLS[0]))
    plot.form([(spire - 0.038, 0.2), (spire, 0.32), (spire + 0.038, 0.2)], ink(_ROOFS[3]))
    x = -1.5
    while x < 1.5:
        wide, tall = chance.uniform(0.09, 0.16), chance.uniform(0.055, 0.11)
        _house(stage, plot, ink, x, wide, tall, chance)
        x += wide * chance.uniform(0.9, 1.25)


def _house(
    stage: Stage, plot: Plot, ink: Ink, x: float, wide: float, tall: float, chance: random.Random
) -> None:
    wall, roof = ink(chance.choice(_WALLS)), ink(chance.choice(_ROOFS))
    white = stage.reading.weather == "snow" or stage.reading.setting == "snow"
    roof = mix(roof, (236, 240, 246), 0.75) if white else roof
    plot.box(x, -0.01, x + wide, tall, wall)
    plot.box(x + wide * 0.7, -0.01, x + wide, tall, scaled(wall, 0.8))
    ridge = tall + wide * chance.uniform(0.35, 0.55)
    if chance.random() < 0.5:
        plot.form([(x - 0.012, tall), (x + wide / 2, ridge), (x + wide + 0.012, tall)], roof)
    else:
        ends = [(x - 0.012, tall), (x + 0.02, ridge), (x + wide - 0.02, ridge), (x + wide + 0.012, tall)]
        plot.form(ends, roof)
        plot.box(x + wide * 0.7, ridge - 0.02, x + wide * 0.78, ridge + 0.03, scaled(wall, 0.6))
    for column in range(max(int(wide / 0.045), 1)):
        on = chance.random() < stage.palette.lamps * 0.75
        at = x + 0.016 + column * 0.042
        plot.box(at, tall * 0.42, at + 0.018, tall * 0.78, _LIT if on else scaled(wall, 0.42))


def cabin(stage: Stage, plot: Plot, ink: Ink, chance: random.Random) -> None:
    """A house of logs with a porch, a lit window and a chimney."""
    wood, roof = ink((134, 88, 56)), ink((86, 62, 52))
    if stage.reading.weather == "snow" or stage.reading.setting == "snow":
        roof = mix(roof, (240, 244, 250), 0.85)
    lit = stage.palette.time != "day" or stage.reading.weather != "clear"
    plot.box(0.1, 0.2, 0.15, 0.34, ink((128, 118, 112)))
    plot.box(-0.24, 0, 0.22, 0.17, wood)
    for row in range(8):
        plot.line([(-0.25, 0.012 + row * 0.021), (0.23, 0.012 + row * 0.021)], scaled(wood, 0.72), 0.004)
    plot.form([(-0.3, 0.16), (-0.17, 0.32), (0.16, 0.32), (0.28, 0.16)], roof)
    plot.form([(-0.3, 0.16), (-0.3, 0.15), (0.28, 0.15), (0.28, 0.16)], scaled(roof, 0.6))
    plot.box(-0.03, 0, 0.04, 0.12, scaled(wood, 0.5))
    for x in (-0.19, 0.09):
        if lit:
            plot.halo(x + 0.035, 0.09, 0.16, _LIT, 0.7)
        plot.box(x, 0.06, x + 0.07, 0.12, _LIT if lit else ink((110, 140, 156)))
        plot.line([(x + 0.035, 0.06), (x + 0.035, 0.12)], scaled(wood, 0.6), 0.005)
        plot.line([(x, 0.09), (x + 0.07, 0.09)], scaled(wood, 0.6), 0.005)


def tents(stage: Stage, plot: Plot, ink: Ink, chance: random.Random) -> None:
    """Tents, or on the steppe round ones of felt; a light in each after dark."""
    lit = stage.palette.time != "day"
    felt = "steppe" in stage.reading.features
    for x, size in ((-0.36, 0.8), (0.34, 0.9), (0.0, 1.0)):
        local: RGB = (
            (240, 234, 222)
            if felt
            else chance.choice(((216, 120, 60), (70, 120, 150), (92, 130, 84), (206, 70, 62)))
        )
        cloth = mix(ink(local), _LIT, 0.45 if lit else 0.0)
        if lit:
            plot.halo(x, 0.06 * size, 0.22 * size, _LIT, 0.55)
        if felt:
            plot.form(
                [
                    (x - 0.13 * size, 0),
                    (x - 0.13 * size, 0.075 * size),
                    (x - 0.05 * size, 0.14 * size),
                    (x + 0.05 * size, 0.14 * size),
                    (x + 0.13 * size, 0.075 * size),
                    (x + 0.13 * size, 0),
                ],
                cloth,
            )
            plot.box(x - 0.13 * size, 0.062 * size, x + 0.13 * size, 0.075 * size, ink((176, 70, 60)))
            plot.box(x - 0.022 * size, 0, x + 0.022 * size, 0.062 * size, ink((170, 84, 54)))
        else:
            plot.form([(x - 0.15 * size, 0), (x, 0.17 * size), (x + 0.15 * size, 0)], cloth)
            plot.form([(x + 0.03 * size, 0), (x, 0.17 * size), (x + 0.15 * size, 0)], scaled(cloth, 0.76))
            plot.form([(x - 0.045 * size, 0), (x, 0.12 * size), (x + 0.02 * size, 0)], scaled(cloth, 0.45))


def mill(stage: Stage, plot: Plot, ink: Ink, chance: random.Random) -> None:
    """The body of a windmill; its sails turn by themselves, see `Sails`."""
    wall = ink((226, 212, 190))
    plot.form([(-0.085, 0), (-0.055, 0.25), (0.055, 0.25), (0.085, 0)], wall)
    plot.form([(0.03, 0), (0.02, 0.25), (0.055, 0.25), (0.085, 0)], scaled(wall, 0.78))
    plot.form([(-0.066, 0.25), (-0.04, 0.31), (0.04, 0.31), (0.066, 0.25)], ink((124, 78, 56)), round=2)
    plot.box(-0.02, 0, 0.02, 0.06, ink((92, 62, 46)))
    plot.box(-0.014, 0.12, 0.014, 0.155, _LIT if stage.palette.lamps > 0.3 else scaled(wall, 0.45))


def harbour(stage: Stage, plot: Plot, ink: Ink, chance: random.Random) -> None:
    """A quay with sheds, moored boats and their masts, lamps that light after dark."""
    stone, lit = ink((130, 124, 120)), stage.palette.lamps > 0.3
    plot.box(-1.6, -0.02, 0.5, 0.03, stone)
    for index in range(9):
        wide, tall = chance.uniform(0.09, 0.15), chance.uniform(0.07, 0.13)
        _house(stage, plot, ink, -1.5 + index * 0.16, wide, tall, chance)
    for index in range(7):
        x = -0.62 + index * 0.2
        hull = ink(chance.choice(((196, 70, 58), (60, 96, 140), (236, 232, 222), (70, 120, 100))))
        high = chance.uniform(0.2, 0.3)
        plot.line([(x, 0), (x, high)], ink((92, 76, 66)), 0.007)
        plot.line([(x, high), (x + 0.09, 0.03)], ink((120, 110, 104)), 0.002)
        plot.line([(x - 0.02, 0.06), (x + 0.07, 0.075)], ink((230, 222, 206)), 0.018)
        plot.form([(x - 0.09, 0.028), (x + 0.1, 0.034), (x + 0.06, -0.026), (x - 0.07, -0.026)], hull)
        if lit:
            plot.halo(x, high, 0.05, _LIT, 0.8)


class Sails:
    """Four sails that turn about a hub on the stage, at one depth."""

    def __init__(self, stage: Stage, x: float, y: float, reach: float, depth: float, ink: RGB):
        self._stage, self._hub, self._reach, self._depth = stage, (x, y, 1.0), reach, depth
        self._inks = (yuv(scaled(ink, 0.6)), yuv(ink))
        windy = stage.reading.weather in ("storm", "wind")
        self._rate, self._turn = 2.4 if windy else 0.9, stage.chance("sails").uniform(0, 1.5)

    def draw(self, frame: Picture, now: Moment) -> None:
        view = self._stage.camera.view(now.pose, self._depth)
        hub, reach = view @ self._hub, self._reach * float(view[0, 0])
        for index in range(4):
            turn = self._turn + self._rate * now.seconds + index * math.pi / 2
            way = np.array((math.cos(turn), math.sin(turn)))
            side = np.array((-way[1], way[0])) * reach
            sail = [
                way * reach * 0.18,
                way * reach,
                way * reach + side * 0.2,
                way * reach * 0.18 + side * 0.2,
            ]
            for plane, half, cloth, wood in zip(
                frame.planes, (1, 2, 2), self._inks[1], self._inks[0], strict=True
            ):
                points = np.round((np.array(sail) + hub) / half * 16).astype(np.int32)
                cv2.fillPoly(plane, [points], cloth, cv2.LINE_AA, 4)
                spar = np.round(np.stack([hub, hub + way * reach]) / half * 16).astype(np.int32)
                cv2.polylines(plane, [spar], False, wood, max(round(reach * 0.04 / half), 1), cv2.LINE_AA, 4)
