"""What flies without wings of its own: a kite on its line, a satellite between its panels."""

import math

from onetake.animatic.colour import mix
from onetake.animatic.figures.pen import Look, Pen
from onetake.animatic.figures.special import Special

KITE = (-0.75, -1.5, 0.75, 0.95)
SATELLITE = (-1.5, -0.7, 1.5, 0.8)


def kite(pen: Pen, phase: float, look: Look) -> None:
    """A kite that leans on the wind, with its bridle, its line and a tail of bows."""
    sway = math.sin(2 * math.pi * phase)
    lean, light, dark = 0.12 * sway, mix(look.main, look.light, 0.45), mix(look.main, look.dark, 0.35)
    pen.limb([(0.0, 0.15), (-0.2, -0.5), (-0.7, -1.5)], [0.008] * 3, look.light)
    top, foot, left, right = (lean, 0.9), (-lean, -0.55), (-0.6, 0.25 - lean), (0.6, 0.25 + lean)
    middle = (0.0, 0.25)
    for corner, beside, colour in (
        (top, right, look.main), (right, foot, light), (foot, left, look.main), (left, top, dark),
    ):  # fmt: skip
        pen.shape([corner, beside, middle], colour)
    pen.limb([top, foot], [0.012, 0.012], look.second)
    pen.limb([left, right], [0.012, 0.012], look.second)
    at = foot
    for bow in range(4):
        drift = 0.16 * math.sin(2 * math.pi * phase - 1.1 * (bow + 1))
        end = (foot[0] + 0.12 * (bow + 1) + drift, foot[1] - 0.2 * (bow + 1))
        pen.limb([at, end], [0.008, 0.008], look.light)
        colour = light if bow % 2 else dark
        for side in (-1, 1):
            pen.shape(
                [end, (end[0] + side * 0.1, end[1] + 0.06), (end[0] + side * 0.1, end[1] - 0.06)], colour
            )
        at = end


def satellite(pen: Pen, phase: float, look: Look) -> None:
    """A gold-wrapped body between two wings of solar cells, with a dish and a lamp that blinks."""
    blue, metal = look.shown((54, 82, 150)), look.shown((196, 200, 210))
    pen.limb([(-1.3, 0.0), (1.3, 0.0)], [0.025, 0.025], metal)
    for side in (-1, 1):
        pen.box(min(side * 0.42, side * 1.4), -0.26, max(side * 0.42, side * 1.4), 0.26, blue)
        for cell in range(1, 4):
            x = side * (0.42 + 0.245 * cell)
            pen.limb([(x, -0.26), (x, 0.26)], [0.008, 0.008], mix(blue, look.light, 0.5))
        pen.limb([(side * 0.42, 0.0), (side * 1.4, 0.0)], [0.008, 0.008], mix(blue, look.light, 0.5))
    pen.box(-0.28, -0.36, 0.28, 0.36, look.main)
    pen.box(-0.28, -0.36, -0.02, 0.36, mix(look.main, look.dark, 0.3))
    pen.blob([(-0.3, -0.42), (0.0, -0.68), (0.3, -0.42)], metal)
    pen.limb([(0.0, -0.44), (0.0, -0.66)], [0.012, 0.012], look.dark)
    pen.limb([(0.1, 0.36), (0.18, 0.7)], [0.012, 0.012], metal)
    if phase % 0.5 < 0.12:
        pen.disc((0.18, 0.72), 0.05, look.shown((255, 96, 80)))


ROWS = (
    Special(r"(?:\w+ )?kites?|风筝", ("card",), kite, KITE, 0.22, 60, 0.25, "air", (214, 66, 58)),
    Special(
        r"satellites?|卫星",
        ("rocket", "card"),
        satellite,
        SATELLITE,
        0.22,
        48,
        0.3,
        "air",
        (206, 170, 92),
    ),
)
