"""Cars and lorries by their name: police, taxi, sports, vintage, fire engine, ambulance."""

import math
from dataclasses import replace

from onetake.animatic.colour import RGB, mix, scaled
from onetake.animatic.figures import vehicle
from onetake.animatic.figures.pen import Look, Pen
from onetake.animatic.figures.vehicle import glass, headlights, wheel

CAR = (-1.25, -0.02, 1.95, 1.05)
TRUCK = (-1.5, -0.02, 2.1, 1.6)
_RED: RGB = (236, 44, 48)
_BLUE: RGB = (58, 110, 250)


def _beacon(pen: Pen, look: Look, phase: float, x: float, y: float) -> None:
    """Two lamps that flash by turns, with their glow."""
    first = math.sin(2 * math.pi * phase) > 0
    for dx, colour, on in ((-0.09, _RED, first), (0.09, _BLUE, not first)):
        if on:
            for reach, alpha in ((0.26, 40), (0.17, 70)):
                pen.disc((x + dx, y), reach, colour, alpha)
        pen.limb(
            [(x + dx - 0.05, y), (x + dx + 0.05, y)], [0.04, 0.04], colour if on else scaled(colour, 0.5)
        )


def police(pen: Pen, phase: float, look: Look) -> None:
    """A black car with white doors and a bar of lights."""
    vehicle.draw(pen, phase, look, "car")
    white = look.shown((240, 240, 244))
    pen.shape([(-0.46, 0.24), (0.52, 0.24), (0.52, 0.54), (-0.46, 0.54)], white)
    pen.box(-0.02, 0.24, 0.0, 0.54, scaled(white, 0.7))
    pen.box(-0.46, 0.36, 0.52, 0.4, look.shown((52, 92, 190)))
    _beacon(pen, look, phase, 0.0, 0.85)


def taxi(pen: Pen, phase: float, look: Look) -> None:
    """A cab with a lit sign and chequers."""
    vehicle.draw(pen, phase, look, "car")
    pen.limb([(-0.1, 0.86), (0.1, 0.86)], [0.055, 0.055], mix(look.lamp, look.light, 0.4))
    for i in range(12):
        for row in range(2):
            if (i + row) % 2:
                pen.box(
                    -0.5 + 0.085 * i, 0.38 + 0.045 * row, -0.415 + 0.085 * i, 0.425 + 0.045 * row, look.dark
                )


def sports(pen: Pen, phase: float, look: Look) -> None:
    """Low and long, with a wing at its tail."""
    headlights(pen, look, 1.14, 0.3)
    pen.limb([(-1.06, 0.44), (-1.02, 0.6)], [0.022, 0.022], look.dark)
    pen.limb([(-1.2, 0.62), (-0.84, 0.62)], [0.024, 0.03], look.main)
    pen.blob(
        [
            (-1.14, 0.18),
            (-1.16, 0.4),
            (-0.7, 0.47),
            (-0.2, 0.66),
            (0.18, 0.65),
            (0.56, 0.46),
            (1.0, 0.38),
            (1.18, 0.26),
            (1.14, 0.16),
            (0.0, 0.13),
        ],
        look.main,
    )
    pen.blob([(-0.3, 0.48), (-0.12, 0.61), (0.16, 0.6), (0.44, 0.47)], glass(look))
    pen.sweep(
        [(-1.0, 0.34), (-0.2, 0.4), (0.6, 0.36), (1.1, 0.3)], [0.012] * 4, mix(look.main, look.light, 0.6)
    )
    pen.shape([(-0.5, 0.26), (-0.12, 0.34), (-0.16, 0.22), (-0.46, 0.2)], scaled(look.dark, 0.8))
    pen.box(-1.06, 0.12, 1.08, 0.17, scaled(look.dark, 0.7))
    pen.limb([(0.98, 0.36), (1.1, 0.32)], [0.03, 0.02], look.lamp)
    pen.limb([(-1.14, 0.38), (-1.1, 0.38)], [0.03, 0.03], (236, 52, 44))
    for x in (-0.72, 0.74):
        pen.disc((x, 0.21), 0.23, scaled(look.dark, 0.5))
        wheel(pen, x, 0.2, phase, look, 5)


def vintage(pen: Pen, phase: float, look: Look) -> None:
    """High and round: wings over the wheels, a spare wheel, chrome."""
    bob = 0.01 * math.sin(4 * math.pi * phase)
    chrome = mix((206, 210, 218), look.light, 0.3)
    headlights(pen, look, 1.08, 0.46)
    pen.blob(
        [
            (-0.86, 0.3),
            (-0.9, 0.72 + bob),
            (-0.66, 0.94 + bob),
            (0.0, 0.97 + bob),
            (0.2, 0.9 + bob),
            (0.24, 0.3),
        ],
        look.main,
    )
    pen.blob([(-0.72, 0.64), (-0.62, 0.86 + bob), (-0.36, 0.88 + bob), (-0.36, 0.64)], glass(look))
    pen.blob([(-0.28, 0.64), (-0.28, 0.88 + bob), (0.02, 0.87 + bob), (0.14, 0.64)], glass(look))
    pen.blob(
        [(0.16, 0.3), (0.16, 0.64), (0.9, 0.6), (0.98, 0.48), (0.98, 0.3)], mix(look.main, look.light, 0.08)
    )
    for i in range(5):
        pen.limb([(0.4 + 0.08 * i, 0.4), (0.42 + 0.08 * i, 0.54)], [0.01, 0.01], scaled(look.main, 0.7))
    pen.box(0.96, 0.3, 1.02, 0.6, chrome)
    for x in (-0.68, 0.7):
        pen.disc((x, 0.23), 0.23, scaled(look.dark, 0.5))
        wheel(pen, x, 0.22, phase, look, 9)
        pen.sweep(
            [(x - 0.32, 0.24), (x - 0.2, 0.46), (x + 0.1, 0.5), (x + 0.34, 0.26)],
            [0.04, 0.055, 0.055, 0.03],
            scaled(look.main, 0.86),
        )
    pen.limb([(-0.36, 0.24), (0.38, 0.24)], [0.028, 0.028], scaled(look.dark, 1.1))
    pen.disc((-0.96, 0.48), 0.15, scaled(look.dark, 0.7))
    pen.disc((-0.96, 0.48), 0.08, chrome)
    pen.disc((1.04, 0.5), 0.075, chrome)
    pen.disc((1.06, 0.5), 0.05, look.lamp)
    pen.limb([(-0.86, 0.62), (0.94, 0.58)], [0.008, 0.008], chrome)
    pen.limb([(1.0, 0.24), (1.14, 0.24)], [0.028, 0.028], chrome)


def fire_engine(pen: Pen, phase: float, look: Look) -> None:
    """Red, with a ladder on its back and lights that flash."""
    red = painted(look, (206, 44, 40))
    vehicle.draw(pen, phase, red, "truck")
    pen.box(-1.4, 0.72, 0.5, 1.06, red.main)
    steel = mix((196, 202, 210), look.dark, 0.1)
    for i in range(4):
        pen.box(-1.3 + 0.44 * i, 0.44, -0.94 + 0.44 * i, 0.94, mix(steel, look.light, 0.2))
        for row in range(3):
            y = 0.54 + 0.13 * row
            pen.limb([(-1.28 + 0.44 * i, y), (-0.96 + 0.44 * i, y)], [0.008, 0.008], scaled(steel, 0.7))
    for y in (1.28, 1.42):
        pen.limb([(-1.44, y - 0.02), (0.9, y)], [0.022, 0.022], steel)
    for i in range(11):
        pen.limb([(-1.36 + 0.21 * i, 1.27), (-1.36 + 0.21 * i, 1.41)], [0.012, 0.012], steel)
    pen.box(-1.4, 0.34, 1.2, 0.39, look.shown((250, 230, 120)))
    _beacon(pen, look, phase, 0.72, 1.08)


def ambulance(pen: Pen, phase: float, look: Look) -> None:
    """White, with a red cross, a stripe and lights that flash."""
    white = painted(look, (242, 242, 244))
    vehicle.draw(pen, phase, white, "truck")
    pen.box(-1.4, 0.7, 0.5, 1.08, white.main)
    pen.box(-1.4, 0.5, 1.18, 0.6, look.shown(_RED))
    for half, tall in ((0.05, 0.17), (0.17, 0.05)):
        pen.box(-0.45 - half, 0.88 - tall, -0.45 + half, 0.88 + tall, look.shown(_RED))
    _beacon(pen, look, phase, 0.5, 1.3)


def painted(look: Look, colour: RGB) -> Look:
    """The look with another paint, in the light of the scene."""
    return replace(look, main=look.shown(colour))
