"""Birds of the yard and of parks: hens, ducks, peacocks."""

import math

from onetake.animatic.canvas import Point
from onetake.animatic.colour import mix, scaled
from onetake.animatic.figures.pen import Look, Pen, step

YARD = (-0.85, -0.06, 0.85, 1.25)
POND = (-0.95, -0.14, 0.95, 0.95)
FAN = (-1.36, -0.06, 1.34, 1.75)


def _hen_head(pen: Pen, look: Look, head: Point) -> None:
    """Comb, wattle, beak and eye."""
    red, horn = look.shown((214, 44, 46)), look.shown((236, 170, 66))
    for i in range(3):
        pen.disc((head[0] - 0.05 + 0.055 * i, head[1] + 0.12 - 0.012 * abs(i - 1)), 0.045, red)
    pen.limb([(head[0] + 0.08, head[1] - 0.07), (head[0] + 0.09, head[1] - 0.16)], [0.03, 0.038], red)
    pen.shape(
        [
            (head[0] + 0.08, head[1] + 0.04),
            (head[0] + 0.24, head[1] - 0.02),
            (head[0] + 0.08, head[1] - 0.05),
        ],
        horn,
    )
    pen.disc((head[0] + 0.04, head[1] + 0.03), 0.024, scaled(look.dark, 0.3))
    pen.disc((head[0] + 0.048, head[1] + 0.04), 0.008, (255, 255, 255))


def hen(pen: Pen, phase: float, look: Look) -> None:
    """It struts with a head that jerks, and pecks when it stands."""
    turn = 2 * math.pi * phase
    going = look.action in ("walk", "run", "trot")
    jerk = 0.06 * ((phase * 2) % 1.0 if (phase * 2) % 1.0 < 0.5 else 1 - (phase * 2) % 1.0) if going else 0.0
    peck = 0.0 if going else max(0.0, math.sin(turn)) ** 3
    horn = look.shown((236, 170, 66))
    for lag, colour in ((0.5, scaled(horn, 0.75)), (0.0, horn)):
        foot = step(phase + lag, 0.4, 0.09, 0.6) if going else (0.06 - 0.12 * lag, 0.0)
        pen.limb(
            [(0.0, 0.3), (foot[0] - 0.03, 0.16 + foot[1]), (foot[0], 0.02 + foot[1])],
            [0.03, 0.022, 0.018],
            colour,
        )
        pen.limb(
            [(foot[0] - 0.05, 0.012 + foot[1]), (foot[0] + 0.1, 0.012 + foot[1])], [0.014, 0.012], colour
        )
    for i in range(5):
        tip = (-0.66 + 0.06 * i, 0.6 + 0.075 * i)
        pen.sweep(
            [(-0.24, 0.46), (-0.46, 0.6 + 0.05 * i), tip],
            [0.1, 0.075, 0.02],
            look.second if i % 2 else scaled(look.main, 0.8),
        )
    pen.blob(
        [(-0.42, 0.5), (-0.3, 0.28), (0.06, 0.22), (0.34, 0.36), (0.36, 0.58), (0.0, 0.62), (-0.26, 0.64)],
        look.main,
    )
    head = (0.36 + jerk + 0.2 * peck, 0.94 - 0.66 * peck)
    pen.sweep([(0.18, 0.5), (0.32 + 0.1 * peck, 0.7 - 0.2 * peck), head], [0.2, 0.13, 0.11], look.main)
    pen.blob(
        [(0.16, 0.48), (-0.06, 0.56), (-0.34, 0.46), (-0.12, 0.34), (0.08, 0.36)], scaled(look.main, 0.86)
    )
    _hen_head(pen, look, head)


def duck(pen: Pen, phase: float, look: Look) -> None:
    """On the water with a green head and rings about it; it dips its bill."""
    turn = 2 * math.pi * phase
    dip = max(0.0, math.sin(turn)) ** 6
    y = 0.015 * math.sin(2 * turn)
    for i, alpha in enumerate((90, 60, 40)):
        pen.disc((-0.05, 0.0), 0.6 + 0.14 * i, look.light, alpha, 0.05)
    pen.shape([(-0.46, 0.2 + y), (-0.8, 0.4 + y), (-0.4, 0.34 + y)], scaled(look.main, 0.7))
    pen.blob(
        [
            (-0.62, 0.2 + y),
            (-0.4, 0.38 + y),
            (0.0, 0.4 + y),
            (0.4, 0.32 + y),
            (0.5, 0.1),
            (0.2, -0.05),
            (-0.4, -0.05),
        ],
        look.main,
    )
    pen.blob(
        [(0.16, 0.34 + y), (-0.14, 0.42 + y), (-0.54, 0.32 + y), (-0.24, 0.12 + y), (0.08, 0.12 + y)],
        scaled(look.main, 0.82),
    )
    pen.limb([(-0.36, 0.22 + y), (-0.16, 0.2 + y)], [0.035, 0.03], look.shown((70, 100, 190)))
    head = (0.5 + 0.12 * dip, 0.66 - 0.42 * dip + y)
    pen.sweep([(0.34, 0.18 + y), (0.42, 0.42 + y - 0.1 * dip), head], [0.14, 0.1, 0.13], look.second)
    pen.limb([(0.35, 0.34 + y - 0.06 * dip), (0.47, 0.32 + y - 0.06 * dip)], [0.024, 0.024], look.light)
    pen.limb(
        [(head[0] + 0.1, head[1] - 0.03), (head[0] + 0.3, head[1] - 0.07)],
        [0.055, 0.038],
        look.shown((236, 170, 56)),
    )
    pen.disc((head[0] + 0.05, head[1] + 0.04), 0.028, (18, 18, 22))
    pen.disc((head[0] + 0.06, head[1] + 0.052), 0.009, (255, 255, 255))


def peacock(pen: Pen, phase: float, look: Look) -> None:
    """The fan stands open behind it and shivers; eyes of blue and gold on every feather."""
    turn = 2 * math.pi * phase
    green, gold, blue = look.shown((60, 140, 96)), look.shown((216, 178, 70)), look.shown((44, 84, 190))
    centre, count = (-0.04, 0.42), 15
    for row, reach in ((0, 1.16), (1, 0.86), (2, 0.56)):
        for i in range(count - 2 * row):
            share = (i + 0.5) / (count - 2 * row)
            a = math.pi * (0.02 + 0.96 * share) + 0.02 * math.sin(6 * turn + i)
            tip = (centre[0] + reach * math.cos(a), centre[1] + reach * math.sin(a))
            if row == 0:
                pen.limb([centre, tip], [0.02, 0.085], scaled(green, 0.8 + 0.12 * (i % 2)))
            pen.disc(tip, 0.095 - 0.015 * row, gold)
            pen.disc(tip, 0.065 - 0.01 * row, look.shown((70, 180, 170)))
            pen.disc(tip, 0.036, blue)
    for x in (-0.05, 0.06):
        pen.limb(
            [(x, 0.24), (x + 0.02, 0.02), (x + 0.1, 0.015)],
            [0.022, 0.016, 0.012],
            look.shown((150, 130, 110)),
        )
    pen.sweep([(-0.16, 0.34), (0.02, 0.36), (0.14, 0.5)], [0.12, 0.19, 0.13], look.main)
    nod = 0.02 * math.sin(2 * turn)
    head = (0.22 + nod, 0.98)
    pen.sweep([(0.12, 0.48), (0.24, 0.7), head], [0.13, 0.075, 0.075], look.main)
    for i in range(4):
        tip = (head[0] - 0.1 + 0.06 * i, head[1] + 0.22)
        pen.limb([head, tip], [0.006, 0.006], look.main)
        pen.disc(tip, 0.024, mix(look.main, look.light, 0.2))
    pen.shape(
        [
            (head[0] + 0.06, head[1] + 0.03),
            (head[0] + 0.18, head[1] - 0.02),
            (head[0] + 0.06, head[1] - 0.04),
        ],
        look.shown((220, 210, 190)),
    )
    pen.disc((head[0] + 0.02, head[1] + 0.02), 0.045, look.light, squash=0.6)
    pen.disc((head[0] + 0.03, head[1] + 0.02), 0.02, (16, 16, 20))
