"""What flies or swims: birds, butterflies, fish, whales."""

import math

from onetake.animatic.colour import mix, scaled
from onetake.animatic.figures.pen import Look, Pen

BIRD_BOX = (-0.75, -0.75, 0.75, 0.85)
FISH_BOX = (-0.85, -0.5, 0.85, 0.5)


def butterfly(pen: Pen, phase: float, look: Look) -> None:
    turn = 2 * math.pi * phase
    wide = 0.25 + 0.75 * abs(math.cos(turn))
    y = 0.05 * math.sin(turn)
    for far in (True, False):
        colour = look.far(look.main) if far else look.main
        k = wide * (0.8 if far else 1.0)
        s = 1 if far else -1
        pen.blob(
            [
                (0.02, y),
                (s * 0.1 * k + 0.06, y + 0.34),
                (s * 0.4 * k + 0.02, y + 0.42),
                (s * 0.36 * k, y + 0.1),
            ],
            colour,
        )
        pen.blob(
            [(0.0, y), (s * 0.34 * k - 0.02, y - 0.04), (s * 0.26 * k - 0.06, y - 0.26)], scaled(colour, 0.88)
        )
        pen.disc((s * 0.3 * k + 0.02, y + 0.3), 0.05, look.light, squash=0.9)
    pen.limb([(-0.03, y - 0.12), (0.04, y + 0.14)], [0.02, 0.028], look.dark)


def fish(pen: Pen, phase: float, look: Look) -> None:
    turn = 2 * math.pi * phase
    wag = 0.12 * math.sin(turn)
    pen.shape([(-0.38, 0.02), (-0.72, 0.2 + wag), (-0.62, wag), (-0.74, -0.2 + wag)], look.second)
    pen.blob(
        [
            (0.52, 0.0),
            (0.3, 0.2),
            (-0.05, 0.24),
            (-0.44, 0.04 + wag * 0.2),
            (-0.44, -0.04 + wag * 0.2),
            (-0.05, -0.2),
            (0.3, -0.17),
        ],
        look.main,
    )
    pen.blob([(0.4, -0.1), (-0.05, -0.195), (-0.36, -0.04), (0.0, -0.08)], mix(look.main, look.light, 0.6))
    pen.blob([(0.16, 0.2), (-0.06, 0.36), (-0.3, 0.16), (-0.06, 0.2)], look.second)
    pen.shape([(0.12, -0.04), (-0.1, -0.16 - 0.05 * math.sin(turn)), (-0.04, 0.02)], look.second)
    for x in (0.2, 0.02):
        pen.limb(
            [(x, 0.18), (x - 0.03, 0.0), (x, -0.16)], [0.022, 0.03, 0.022], mix(look.main, look.light, 0.75)
        )
    pen.disc((0.38, 0.06), 0.042, look.light)
    pen.disc((0.39, 0.06), 0.024, look.dark)


def whale(pen: Pen, phase: float, look: Look) -> None:
    turn = 2 * math.pi * phase
    wag = 0.1 * math.sin(turn)
    pen.blob(
        [(-0.52, 0.04 + wag), (-0.8, 0.2 + wag), (-0.72, 0.04 + wag * 1.2), (-0.82, -0.08 + wag)], look.main
    )
    pen.blob(
        [
            (0.74, 0.02),
            (0.6, 0.16),
            (0.1, 0.2),
            (-0.54, 0.06 + wag * 0.8),
            (-0.52, 0.0 + wag * 0.8),
            (-0.1, -0.16),
            (0.4, -0.2),
            (0.68, -0.1),
        ],
        look.main,
    )
    pen.blob([(0.72, -0.03), (0.4, -0.19), (-0.1, -0.15), (0.2, -0.07)], mix(look.main, look.light, 0.7))
    pen.blob(
        [(0.24, -0.1), (0.02, -0.34 + wag * 0.5), (-0.04, -0.3 + wag * 0.5), (0.08, -0.1)],
        look.far(look.main),
    )
    pen.shape([(-0.12, 0.15), (-0.26, 0.27), (-0.3, 0.12)], look.main)
    pen.disc((0.56, 0.0), 0.018, look.dark)
