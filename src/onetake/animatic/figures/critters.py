"""Small animals with many legs, or none: bees, spiders, crabs, snails, octopuses."""

import math

from onetake.animatic.colour import mix, scaled
from onetake.animatic.figures.gear import ring
from onetake.animatic.figures.pen import Look, Pen

AIR = (-0.9, -0.6, 0.9, 0.8)
GROUND = (-0.95, -0.06, 0.95, 0.95)
DEEP = (-0.95, -1.0, 0.95, 0.9)


def _fuzz(pen: Pen, look: Look, y: float) -> None:
    """The furry breast of a bee."""
    pen.disc((0.18, y + 0.03), 0.22, mix(look.main, look.dark, 0.25))
    for i in range(9):
        a = 2 * math.pi * i / 9
        pen.limb(
            [
                (0.18 + 0.17 * math.cos(a), y + 0.03 + 0.17 * math.sin(a)),
                (0.18 + 0.25 * math.cos(a), y + 0.03 + 0.25 * math.sin(a)),
            ],
            [0.03, 0.008],
            look.main,
        )


def bee(pen: Pen, phase: float, look: Look) -> None:
    """A bee: the wings are a blur, the body hums up and down."""
    turn = 2 * math.pi * phase
    y = 0.03 * math.sin(turn)
    for lag, alpha in ((0.0, 150), (1.6, 110)):
        up = 0.16 * math.sin(4 * turn + lag)
        pen.blob(
            [(0.02, y + 0.2), (-0.3, y + 0.58 + up), (-0.02, y + 0.68 + up), (0.14, y + 0.24)],
            (236, 244, 252),
            alpha,
        )
        pen.blob(
            [(0.08, y + 0.2), (0.14, y + 0.6 + up), (0.36, y + 0.56 + up), (0.2, y + 0.22)],
            (236, 244, 252),
            alpha,
        )
    for x in (-0.12, 0.04, 0.2):
        pen.limb([(x, y - 0.14), (x - 0.06, y - 0.34)], [0.016, 0.01], look.dark)
    pen.shape([(-0.5, y + 0.03), (-0.66, y), (-0.5, y - 0.04)], look.dark)
    pen.disc((-0.2, y), 0.34, look.main, squash=0.72)
    for x, tall in ((-0.4, 0.17), (-0.24, 0.235), (-0.08, 0.22)):
        pen.limb([(x, y + tall), (x + 0.02, y - tall)], [0.045, 0.045], scaled(look.dark, 0.7))
    _fuzz(pen, look, y)
    pen.disc((0.44, y + 0.05), 0.16, scaled(look.dark, 0.9))
    pen.disc((0.49, y + 0.09), 0.07, (90, 60, 50))
    pen.disc((0.51, y + 0.12), 0.022, (250, 250, 250))
    for dx in (0.0, 0.08):
        pen.sweep(
            [(0.5 + dx, y + 0.18), (0.58 + dx, y + 0.32), (0.7 + dx, y + 0.34)],
            [0.014, 0.011, 0.018],
            look.dark,
        )


def spider(pen: Pen, phase: float, look: Look) -> None:
    """Eight legs in two sets of four that step in turn."""
    turn = 2 * math.pi * phase
    y = 0.34 + 0.015 * math.sin(2 * turn)
    for i in range(8):
        side, rank = (-1 if i % 2 else 1), i // 2
        lag = math.pi * ((rank + (i % 2)) % 2)
        reach = 0.08 * math.sin(turn + lag)
        lift = 0.08 * max(0.0, math.cos(turn + lag))
        root = (0.12 - 0.08 * rank, y)
        foot = (root[0] + side * (0.5 + 0.1 * rank) * (1 if rank else 0.86) + reach, 0.02 + lift)
        knee = ((root[0] + foot[0]) / 2, y + 0.34 - 0.05 * rank)
        pen.sweep([root, knee, foot], [0.035, 0.03, 0.012], look.main if side > 0 else look.far(look.main))
    pen.disc((-0.2, y + 0.06), 0.27, look.main, squash=0.86)
    pen.disc((-0.22, y + 0.14), 0.09, mix(look.main, (206, 60, 50), 0.6), squash=0.7)
    pen.disc((0.16, y), 0.16, scaled(look.main, 0.86))
    for dx, dy in ((0.06, 0.05), (0.12, 0.04), (0.08, 0.0), (0.13, -0.01)):
        pen.disc((0.16 + dx, y + dy), 0.024, (240, 80, 70))


def _claw(pen: Pen, look: Look, side: int, y: float, turn: float) -> None:
    """An arm whose two fingers open and shut."""
    open_by = 0.12 + 0.08 * math.sin(turn + side)
    at = (side * 0.62, y + 0.3)
    pen.sweep([(side * 0.34, y + 0.04), (side * 0.56, y + 0.08), at], [0.06, 0.055, 0.07], look.main)
    for up in (-1, 1):
        pen.sweep(
            [
                at,
                (at[0] - side * 0.02 + up * open_by * 0.6, at[1] + 0.14),
                (at[0] + up * 0.02, at[1] + 0.28),
            ],
            [0.075, 0.06, 0.012],
            look.main,
        )


def crab(pen: Pen, phase: float, look: Look) -> None:
    """It goes sideways on its toes and opens its claws."""
    turn = 2 * math.pi * phase
    y = 0.34 + 0.02 * math.sin(2 * turn)
    for side in (-1, 1):
        for i in range(3):
            lift = 0.06 * max(0.0, math.sin(turn + 2.1 * i))
            foot = (side * (0.52 + 0.1 * i) + 0.05 * math.cos(turn + 2.1 * i), 0.03 + lift)
            pen.sweep(
                [(side * 0.3, y - 0.06), (side * (0.5 + 0.06 * i), y + 0.06 - 0.05 * i), foot],
                [0.05, 0.04, 0.015],
                scaled(look.main, 0.8),
            )
        _claw(pen, look, side, y, turn)
        pen.limb([(side * 0.12, y + 0.16), (side * 0.14, y + 0.3)], [0.02, 0.018], look.main)
        pen.disc((side * 0.14, y + 0.33), 0.05, (250, 250, 246))
        pen.disc((side * 0.14 + 0.012 * math.sin(turn), y + 0.335), 0.024, (16, 16, 16))
    pen.blob(
        [
            (-0.42, y),
            (-0.3, y + 0.18),
            (0.0, y + 0.24),
            (0.3, y + 0.18),
            (0.42, y),
            (0.2, y - 0.14),
            (-0.2, y - 0.14),
        ],
        look.main,
    )
    for x, up in ((-0.16, 0.1), (0.06, 0.13), (0.2, 0.06)):
        pen.disc((x, y + up), 0.035, mix(look.main, look.light, 0.35))
    pen.limb([(-0.1, y - 0.02), (0.0, y - 0.05), (0.1, y - 0.02)], [0.012] * 3, scaled(look.main, 0.5))


def snail(pen: Pen, phase: float, look: Look) -> None:
    """The foot ripples, the horns feel their way."""
    turn = 2 * math.pi * phase
    skin = mix((206, 178, 140), look.light, 0.1)
    long = 0.06 * math.sin(turn)
    pen.sweep(
        [(-0.8, 0.03), (-0.3, 0.1), (0.3, 0.11), (0.66 + long, 0.2), (0.74 + long, 0.34)],
        [0.015, 0.09, 0.1, 0.1, 0.1],
        skin,
    )
    for dx, lag in ((-0.03, 0.0), (0.07, 1.0)):
        tip = (0.82 + dx + long + 0.03 * math.sin(turn + lag), 0.62)
        pen.limb([(0.76 + dx + long, 0.38), tip], [0.022, 0.014], skin)
        pen.disc(tip, 0.028, look.dark)
    pen.disc((-0.08, 0.44), 0.38, look.main)
    for i, r in enumerate((0.3, 0.22, 0.14, 0.07)):
        pen.disc(
            (-0.06 + 0.015 * i, 0.43),
            r,
            scaled(look.main, 0.8) if i % 2 == 0 else mix(look.main, look.light, 0.25),
        )
    pen.limb(ring((-0.08, 0.44), 0.33, 0.33, 0.3, 0.44, 8), [0.02] * 8, mix(look.main, look.light, 0.6))


def hedgehog(pen: Pen, phase: float, look: Look) -> None:
    """A ball of spikes on short legs that trot; the nose sniffs."""
    turn = 2 * math.pi * phase
    y = 0.012 * math.cos(2 * turn)
    for i, x in enumerate((-0.3, -0.12, 0.16, 0.32)):
        swing = 0.06 * math.sin(turn + math.pi * (i % 2))
        pen.limb([(x, 0.16), (x + swing, 0.03)], [0.06, 0.045], look.second)
    pen.disc((-0.06, 0.3 + y), 0.36, scaled(look.second, 0.8), squash=0.66)
    for row, reach in ((0, 0.62), (1, 0.54), (2, 0.44)):
        for i in range(19):
            a = 0.35 + 2.75 * (i + 0.5 * (row % 2)) / 18
            root = (-0.06 + 0.3 * math.cos(a), 0.2 + y + 0.26 * math.sin(a))
            tip = (-0.08 + reach * math.cos(a + 0.12), 0.18 + y + reach * 0.86 * math.sin(a + 0.12))
            tone = (scaled(look.second, 0.7), look.second, mix(look.second, look.light, 0.4))[(i + row) % 3]
            pen.limb([root, tip], [0.06, 0.008], tone)
    pen.blob(
        [(0.1, 0.12 + y), (0.12, 0.42 + y), (0.34, 0.4 + y), (0.62, 0.22 + y), (0.6, 0.14 + y)], look.main
    )
    pen.disc((0.16, 0.44 + y), 0.085, look.main)
    pen.disc((0.16, 0.44 + y), 0.05, scaled(look.main, 0.72))
    pen.disc((0.64, 0.21 + y + 0.012 * math.sin(4 * turn)), 0.05, look.dark)
    pen.disc((0.38, 0.31 + y), 0.034, (16, 14, 16))
    pen.disc((0.39, 0.322 + y), 0.011, (255, 255, 255))


def octopus(pen: Pen, phase: float, look: Look) -> None:
    """Eight arms that wave one after the other under a head that swells."""
    turn = 2 * math.pi * phase
    swell = 0.03 * math.sin(turn)
    for i in range(8):
        spread = (i - 3.5) / 3.5
        sway = [0.13 * math.sin(turn - 0.8 * joint + 0.7 * i) for joint in range(4)]
        colour = look.main if i % 2 else look.far(look.main)
        spots = [
            (spread * 0.2, -0.08),
            (spread * 0.36 + sway[1] * 0.5, -0.34),
            (spread * 0.56 + sway[2], -0.58),
            (spread * 0.72 + sway[3] * 1.3, -0.8 + 0.08 * abs(spread)),
        ]
        pen.sweep(spots, [0.1, 0.075, 0.05, 0.012], colour)
        for at in spots[1:3]:
            pen.disc((at[0], at[1] - 0.01), 0.022, mix(look.main, look.light, 0.5))
    pen.blob(
        [
            (-0.3, -0.06),
            (-0.42 - swell, 0.36),
            (-0.2, 0.74),
            (0.2, 0.74),
            (0.42 + swell, 0.36),
            (0.3, -0.06),
            (0.0, -0.16),
        ],
        look.main,
    )
    for x, y in ((-0.2, 0.5), (0.02, 0.6), (0.2, 0.46)):
        pen.disc((x, y), 0.06, mix(look.main, look.light, 0.22))
    for side in (-1, 1):
        pen.disc((side * 0.16, 0.14), 0.1, (250, 244, 226))
        pen.limb([(side * 0.16 - 0.05, 0.14), (side * 0.16 + 0.05, 0.14)], [0.028, 0.028], (20, 18, 24))
        pen.disc((side * 0.16 + 0.03, 0.18), 0.018, (255, 255, 255))
