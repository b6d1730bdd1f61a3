"""Monkeys and apes, who sit and scratch themselves."""

import math

from onetake.animatic.colour import RGB, mix, scaled
from onetake.animatic.figures.pen import Look, Pen, bend

APE = (-0.85, -0.06, 0.85, 1.3)


def ape(pen: Pen, phase: float, look: Look, tail: bool = True) -> None:
    """It sits, scratches its head, looks about and blinks; a monkey's tail curls beside it."""
    turn = 2 * math.pi * phase
    face, breath = mix(look.main, (236, 196, 160), 0.72), 0.012 * math.sin(3 * turn)
    if tail:
        sway = 0.05 * math.sin(turn)
        spots = [(-0.26, 0.1), (-0.56, 0.12), (-0.72, 0.38 + sway), (-0.6, 0.62 + sway), (-0.48, 0.5 + sway)]
        pen.sweep(spots, [0.06, 0.055, 0.05, 0.045, 0.03], look.main)
    broad = 1.0 if tail else 1.25
    for side in (-1, 1):
        pen.sweep(
            [(side * 0.16, 0.16), (side * 0.4 * broad, 0.3), (side * 0.34, 0.05)],
            [0.13, 0.11, 0.06],
            look.main,
        )
        pen.limb([(side * 0.32, 0.04), (side * 0.46, 0.03)], [0.055, 0.04], scaled(face, 0.8))
    pen.blob(
        [
            (-0.3 * broad, 0.1),
            (-0.34 * broad, 0.44),
            (-0.2, 0.74 + breath),
            (0.2, 0.74 + breath),
            (0.34 * broad, 0.44),
            (0.3 * broad, 0.1),
        ],
        look.main,
    )
    pen.disc((0.02, 0.36), 0.2 * broad, mix(look.main, face, 0.55), squash=1.25)
    pen.sweep(
        [(-0.26 * broad, 0.66), (-0.42 * broad, 0.4), (-0.3, 0.14)],
        [0.1, 0.085, 0.06],
        scaled(look.main, 0.86),
    )
    _ape_head(pen, look, phase, face, breath)
    scratch = 0.5 - 0.5 * math.cos(turn)
    jerk = 0.03 * math.sin(9 * turn) * scratch
    hand = (0.34 + 0.06 * scratch, 0.16 + 0.9 * scratch + jerk)
    elbow = bend((0.24 * broad, 0.66), hand, 0.36, 0.38, -1.0)
    pen.sweep([(0.24 * broad, 0.66), elbow, hand], [0.1, 0.085, 0.06], scaled(look.main, 0.92))
    pen.disc(hand, 0.065, scaled(face, 0.86))


def _ape_head(pen: Pen, look: Look, phase: float, face: RGB, breath: float) -> None:
    """A bare face in the fur, with ears at its sides; it chews now and then."""
    turn = 2 * math.pi * phase
    lids = max(0.0, *(1 - abs(phase - at) / 0.03 for at in (0.25, 0.7)))
    at = (0.05 * math.sin(turn), 0.92 + breath)
    for side in (-1, 1):
        pen.disc((at[0] + side * 0.28, at[1] + 0.02), 0.09, scaled(face, 0.86))
    pen.disc(at, 0.28, look.main, squash=0.94)
    look_x = at[0] + 0.04 * math.sin(turn + 0.6)
    pen.blob(
        [
            (look_x - 0.18, at[1] + 0.12),
            (look_x, at[1] + 0.08),
            (look_x + 0.18, at[1] + 0.12),
            (look_x + 0.2, at[1] - 0.06),
            (look_x + 0.13, at[1] - 0.2),
            (look_x - 0.13, at[1] - 0.2),
            (look_x - 0.2, at[1] - 0.06),
        ],
        face,
    )
    ink = scaled(look.dark, 0.4)
    for side in (-1, 1):
        pen.disc((look_x + side * 0.085, at[1] + 0.04), 0.036, ink, squash=max(1 - lids, 0.12))
        pen.disc((look_x + side * 0.085 + 0.012, at[1] + 0.055), 0.011, (250, 250, 250))
        pen.disc((look_x + side * 0.025, at[1] - 0.06), 0.013, ink)
    chew = 0.02 * max(0.0, math.sin(5 * turn))
    pen.limb(
        [(look_x - 0.07, at[1] - 0.13), (look_x, at[1] - 0.14 - chew), (look_x + 0.07, at[1] - 0.13)],
        [0.011] * 3,
        ink,
    )
