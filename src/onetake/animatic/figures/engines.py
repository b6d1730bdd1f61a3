"""Engines of work and war, and fast trains: tractors, tanks, submarines, high-speed trains."""

import math

from onetake.animatic.canvas import Point
from onetake.animatic.colour import mix, scaled
from onetake.animatic.figures.pen import Look, Pen
from onetake.animatic.figures.vehicle import glass, headlights, wheel

TRACTOR = (-1.2, -0.02, 1.7, 1.6)
TANK = (-1.5, -0.02, 2.0, 1.15)
SUBMARINE = (-1.5, -0.6, 1.45, 0.95)
EXPRESS = (-3.5, -0.02, 3.55, 1.3)


def tractor(pen: Pen, phase: float, look: Look) -> None:
    """A large wheel behind, a small one ahead, puffs from its pipe."""
    for i in range(5):
        age = (i + phase) / 5
        pen.disc((0.62 - 0.4 * age, 1.16 + 0.3 * age), 0.03 + 0.07 * age, look.light, int(150 * (1 - age)))
    headlights(pen, look, 1.06, 0.66)
    pen.limb([(0.62, 0.8), (0.62, 1.14)], [0.03, 0.035], look.dark)
    pen.blob([(-0.2, 0.4), (-0.2, 0.82), (0.9, 0.82), (1.04, 0.7), (1.04, 0.4)], look.main)
    for i in range(4):
        pen.limb([(0.5 + 0.11 * i, 0.52), (0.5 + 0.11 * i, 0.7)], [0.016, 0.016], scaled(look.main, 0.6))
    pen.box(-0.8, 0.5, -0.1, 0.86, look.main)
    pen.shape([(-0.78, 0.86), (-0.72, 1.4), (-0.16, 1.4), (-0.06, 0.86)], glass(look))
    for a, b in (((-0.78, 0.84), (-0.72, 1.4)), ((-0.06, 0.84), (-0.16, 1.4)), ((-0.44, 0.86), (-0.44, 1.4))):
        pen.limb([a, b], [0.025, 0.025], scaled(look.main, 0.75))
    pen.limb([(-0.82, 1.43), (-0.08, 1.43)], [0.045, 0.045], look.main)
    pen.disc((1.03, 0.64), 0.05, look.lamp)
    for x, r in ((-0.5, 0.5), (0.78, 0.25)):
        for i in range(14):
            a = 2 * math.pi * (i / 14 - phase * 0.25 / r)
            pen.limb(
                [
                    (x + r * 0.9 * math.cos(a), r + r * 0.9 * math.sin(a)),
                    (x + r * math.cos(a), r + r * math.sin(a)),
                ],
                [0.045, 0.03],
                scaled(look.dark, 0.7),
            )
        pen.disc((x, r), r * 0.94, scaled(look.dark, 0.6))
        pen.disc((x, r), r * 0.52, look.shown((244, 200, 76)))
        for i in range(6):
            a = 2 * math.pi * (i / 6 - phase * 0.25 / r)
            pen.disc(
                (x + r * 0.36 * math.cos(a), r + r * 0.36 * math.sin(a)), r * 0.07, scaled(look.dark, 0.9)
            )


def tank(pen: Pen, phase: float, look: Look) -> None:
    """Its tracks run round; the gun goes up and down a little."""
    steel = scaled(look.main, 0.62)
    pen.blob(
        [
            (-1.3, 0.16),
            (-1.34, 0.36),
            (-1.0, 0.52),
            (1.0, 0.52),
            (1.34, 0.36),
            (1.2, 0.1),
            (0.9, 0.02),
            (-0.9, 0.02),
        ],
        scaled(look.dark, 0.8),
    )
    for i in range(26):
        at = _round((i / 26 - phase / 26 * 2) % 1.0)
        pen.disc(at, 0.035, mix(look.dark, look.light, 0.25))
    for i in range(6):
        x = -0.9 + 0.36 * i
        pen.disc((x, 0.24), 0.16, steel)
        for j in range(5):
            a = 2 * math.pi * (j / 5 - phase)
            pen.disc((x + 0.1 * math.cos(a), 0.24 + 0.1 * math.sin(a)), 0.024, scaled(look.dark, 0.8))
    pen.shape([(-1.36, 0.5), (-1.16, 0.66), (1.1, 0.66), (1.42, 0.46), (1.3, 0.4), (-1.3, 0.4)], look.main)
    lift = 0.03 * math.sin(2 * math.pi * phase)
    pen.limb([(0.4, 0.84), (1.86, 0.9 + lift)], [0.05, 0.036], scaled(look.main, 0.8))
    pen.limb([(1.72, 0.895 + lift), (1.88, 0.9 + lift)], [0.055, 0.055], steel)
    pen.blob([(-0.62, 0.66), (-0.56, 0.96), (0.24, 1.0), (0.56, 0.84), (0.6, 0.66)], look.main)
    pen.limb([(-0.3, 1.0), (0.02, 1.0)], [0.05, 0.05], scaled(look.main, 0.8))
    pen.limb([(-0.5, 0.9), (-0.6, 1.12)], [0.01, 0.006], look.dark)
    for x, y in ((-1.0, 0.58), (-0.4, 0.78), (0.6, 0.58), (0.1, 0.9)):
        pen.blob([(x - 0.16, y), (x, y + 0.06), (x + 0.16, y), (x, y - 0.05)], scaled(look.main, 0.8))


def _round(share: float) -> Point:
    """A place on the band of a track: along the ground, up, back over the wheels, down."""
    long, high = 2.3, 0.4
    way = share * 2 * (long + high)
    if way < long:
        return -1.15 + way, 0.045
    if way < long + high:
        return 1.22, 0.06 + (way - long)
    if way < 2 * long + high:
        return 1.15 - (way - long - high), 0.46
    return -1.22, 0.46 - (way - 2 * long - high)


def submarine(pen: Pen, phase: float, look: Look) -> None:
    """The screw turns and bubbles rise behind it."""
    turn = 2 * math.pi * phase
    for i in range(7):
        age = (i / 7 + phase) % 1.0
        pen.disc(
            (-1.28 - 0.12 * math.sin(3 * i), 0.5 * age),
            0.03 + 0.02 * (i % 3),
            look.light,
            int(150 * (1 - age)),
        )
    tall = 0.28 * math.cos(turn)
    pen.blob([(-1.2, 0.0), (-1.26, tall), (-1.2, tall * 1.05), (-1.16, 0.0)], look.shown((206, 170, 84)))
    pen.blob([(-1.2, 0.0), (-1.26, -tall), (-1.2, -tall * 1.05), (-1.16, 0.0)], look.shown((206, 170, 84)))
    pen.shape([(-0.7, 0.1), (-1.14, 0.42), (-1.16, -0.42), (-0.7, -0.1)], scaled(look.main, 0.75))
    pen.limb([(0.16, 0.3), (0.16, 0.84), (0.34, 0.84)], [0.03, 0.03, 0.035], look.dark)
    pen.blob([(-0.3, 0.26), (-0.24, 0.6), (0.34, 0.6), (0.46, 0.26)], scaled(look.main, 0.88))
    pen.blob(
        [
            (-1.15, 0.0),
            (-0.8, 0.26),
            (0.0, 0.38),
            (0.8, 0.3),
            (1.28, 0.0),
            (0.8, -0.3),
            (0.0, -0.38),
            (-0.8, -0.26),
        ],
        look.main,
    )
    pen.sweep([(-0.9, -0.16), (0.0, -0.24), (0.9, -0.16)], [0.05, 0.09, 0.05], scaled(look.main, 0.75))
    for x in (-0.36, 0.06, 0.48):
        pen.disc((x, 0.05), 0.12, scaled(look.main, 0.6))
        pen.disc((x, 0.05), 0.085, mix(look.lamp, look.light, 0.3))
    pen.shape([(1.2, 0.04), (1.44, 0.2), (1.44, -0.16)], look.lamp, 60)


def express(pen: Pen, phase: float, look: Look) -> None:
    """A high-speed train: a long nose, a band of windows, a stripe."""
    white = mix(look.main, look.light, 0.55)
    headlights(pen, look, 3.3, 0.4)
    for left in (-3.4, -1.55):
        pen.box(left, 0.16, left + 1.8, 1.08, white)
    pen.blob(
        [
            (0.3, 0.16),
            (0.3, 1.08),
            (1.5, 1.08),
            (2.2, 0.98),
            (2.9, 0.62),
            (3.36, 0.34),
            (3.4, 0.2),
            (3.2, 0.14),
        ],
        white,
    )
    pen.box(0.25, 0.16, 0.5, 1.08, white)
    pen.box(-3.4, 0.62, 1.9, 0.9, scaled(glass(look), 0.8))
    for i in range(14):
        x = -3.34 + 0.38 * i
        pen.box(x, 0.66, x + 0.26, 0.86, glass(look))
    for x in (-1.58, 0.27):
        pen.box(x, 0.16, x + 0.05, 1.08, scaled(white, 0.62))
    pen.blob([(2.16, 0.72), (2.2, 0.94), (2.6, 0.8), (2.84, 0.64)], glass(look))
    stripe = look.shown((58, 116, 200))
    pen.box(-3.4, 0.42, 2.3, 0.48, stripe)
    pen.sweep([(2.3, 0.45), (2.9, 0.42), (3.34, 0.26)], [0.03, 0.03, 0.012], stripe)
    pen.box(-3.4, 0.1, 3.0, 0.2, scaled(look.dark, 1.2))
    pen.limb([(3.0, 0.44), (3.16, 0.38)], [0.035, 0.025], look.lamp)
    for x in (-3.1, -1.95, -1.25, -0.1, 0.6, 2.3):
        wheel(pen, x, 0.11, phase * 1.4, look, 4)
    pen.limb([(-0.9, 1.08), (-0.7, 1.2), (-0.9, 1.26)], [0.016] * 3, look.dark)
