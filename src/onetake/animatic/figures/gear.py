"""Things with a name of their own: watches, lamps, books, bowls, perfume, candles, clocks."""

import math

from onetake.animatic.canvas import Point
from onetake.animatic.colour import RGB, mix, scaled
from onetake.animatic.figures.pen import Look, Pen

_GOLD: RGB = (222, 180, 84)


def ring(at: Point, wide: float, tall: float, start: float, end: float, count: int = 18) -> list[Point]:
    """Points on an arc of an ellipse, angles in turns."""
    angles = [2 * math.pi * (start + (end - start) * i / (count - 1)) for i in range(count)]
    return [(at[0] + wide * math.cos(a), at[1] + tall * math.sin(a)) for a in angles]


def glint(pen: Pen, look: Look, start: Point, end: Point, phase: float, width: float = 0.03) -> None:
    """A light that runs along an edge once a cycle."""
    share = (phase * 1.6) % 1.6
    at = (start[0] + (end[0] - start[0]) * min(share, 1.0), start[1] + (end[1] - start[1]) * min(share, 1.0))
    if share < 1.0:
        pen.disc(at, width * (0.5 + math.sin(math.pi * share)), mix(look.light, look.lamp, 0.2))


def watch(pen: Pen, phase: float, look: Look) -> None:
    """A wrist watch that stands on its strap; the second hand goes round."""
    x, y, r = 0.0, 0.72, 0.36
    strap = scaled(look.main, 0.8)
    for sign in (1, -1):
        pen.blob(
            [
                (x - 0.2, y + sign * 0.28),
                (x + 0.2, y + sign * 0.28),
                (x + 0.16, y + sign * 0.68),
                (x - 0.16, y + sign * 0.68),
            ],
            strap,
        )
        pen.limb([(x - 0.12, y + sign * 0.5), (x + 0.12, y + sign * 0.5)], [0.008] * 2, scaled(strap, 0.6))
    pen.limb([(x + r, y), (x + r + 0.06, y)], [0.035, 0.03], _GOLD)
    pen.disc((x, y), r + 0.05, mix(_GOLD, look.dark, 0.15))
    pen.disc((x, y), r + 0.02, _GOLD)
    pen.disc((x, y), r - 0.02, mix(look.light, look.main, 0.06))
    _dial(pen, phase, look, (x, y), r)


def _dial(pen: Pen, phase: float, look: Look, at: Point, r: float) -> None:
    x, y = at
    for i in range(12):
        a = math.pi * i / 6
        inner = 0.8 if i % 3 == 0 else 0.86
        pen.limb(
            [
                (x + r * inner * math.cos(a), y + r * inner * math.sin(a)),
                (x + r * 0.9 * math.cos(a), y + r * 0.9 * math.sin(a)),
            ],
            [0.012] * 2,
            look.dark,
        )
    for turn, long, thick, ink in (
        (0.16, 0.5, 0.02, look.dark),
        (0.43, 0.72, 0.014, look.dark),
        (0.25 - phase, 0.8, 0.007, (206, 62, 48)),
    ):
        a = 2 * math.pi * turn
        pen.limb(
            [
                (x - 0.05 * math.cos(a), y - 0.05 * math.sin(a)),
                (x + r * long * math.cos(a), y + r * long * math.sin(a)),
            ],
            [thick] * 2,
            ink,
        )
    pen.disc((x, y), 0.025, _GOLD)
    pen.limb(ring((x, y), r * 0.82, r * 0.82, 0.3, 0.42), [0.012] * 18, (255, 255, 255))


def lamp(pen: Pen, phase: float, look: Look) -> None:
    """A desk lamp with a shade; it glows."""
    for reach, alpha in ((0.62, 26), (0.46, 40)):
        pen.disc((0.0, 0.92), reach, look.lamp, alpha, 0.9)
    pen.disc((0.0, 0.06), 0.3, scaled(look.dark, 1.2), squash=0.22)
    pen.limb([(0.0, 0.06), (0.0, 0.9)], [0.035, 0.03], mix(_GOLD, look.dark, 0.3))
    pen.disc((0.0, 0.86), 0.14, mix(look.lamp, look.light, 0.5), squash=0.6)
    warm = mix(look.main, look.lamp, 0.45 + 0.05 * math.sin(2 * math.pi * phase))
    pen.shape([(-0.44, 0.82), (0.44, 0.82), (0.26, 1.34), (-0.26, 1.34)], warm)
    pen.limb([(-0.44, 0.82), (0.44, 0.82)], [0.018] * 2, scaled(look.main, 0.8))
    pen.limb([(-0.26, 1.34), (0.26, 1.34)], [0.018] * 2, scaled(look.main, 0.8))


def book(pen: Pen, phase: float, look: Look) -> None:
    """An open book; a page turns once a cycle."""
    pen.shape([(-0.72, 0.06), (0.0, 0.0), (0.72, 0.06), (0.66, 0.5), (0.0, 0.42), (-0.66, 0.5)], look.main)
    paper = mix(look.light, (250, 240, 216), 0.5)
    for sign in (-1, 1):
        pen.blob(
            [
                (0.0, 0.06),
                (sign * 0.36, 0.13),
                (sign * 0.66, 0.1),
                (sign * 0.6, 0.52),
                (sign * 0.33, 0.56),
                (0.0, 0.46),
            ],
            paper if sign > 0 else scaled(paper, 0.94),
        )
        for i in range(6):
            y = 0.17 + i * 0.055
            pen.limb(
                [(sign * 0.1, y - 0.005), (sign * 0.52, y + 0.02)], [0.006] * 2, mix(paper, look.dark, 0.35)
            )
    turn = math.cos(math.pi * min(phase * 2, 1.0))
    lift = math.sin(math.pi * min(phase * 2, 1.0))
    if lift > 0.02:
        pen.blob(
            [
                (0.0, 0.07),
                (turn * 0.34, 0.14 + lift * 0.3),
                (turn * 0.64, 0.12 + lift * 0.34),
                (turn * 0.6, 0.52 + lift * 0.3),
                (0.0, 0.46),
            ],
            scaled(paper, 1.0 - 0.1 * lift),
        )
    pen.limb([(0.0, 0.03), (0.0, 0.45)], [0.012] * 2, scaled(paper, 0.7))


def bowl(pen: Pen, phase: float, look: Look) -> None:
    """A bowl of hot food with steam and chopsticks."""
    for i, x in enumerate((-0.16, 0.04, 0.22)):
        for j in range(8):
            rise = (j + phase) / 8
            pen.disc(
                (x + 0.06 * math.sin(5 * rise + 2 * i), 0.66 + 0.56 * rise),
                0.03 + 0.05 * rise,
                look.light,
                int(70 * math.sin(math.pi * rise)),
            )
    pen.blob(
        [(-0.58, 0.56), (-0.5, 0.26), (-0.24, 0.06), (0.24, 0.06), (0.5, 0.26), (0.58, 0.56), (0.0, 0.6)],
        look.main,
    )
    pen.box(-0.2, 0.0, 0.2, 0.08, scaled(look.main, 0.8))
    pen.disc((0.0, 0.56), 0.58, mix(look.main, look.light, 0.45), squash=0.24)
    pen.disc((0.0, 0.555), 0.52, (196, 120, 58), squash=0.22)
    noodle = (244, 214, 140)
    for i in range(7):
        x = -0.36 + i * 0.11
        pen.limb(
            ring((x, 0.56), 0.12, 0.05, 0.0, 0.55, 8),
            [0.014] * 8,
            mix(noodle, (214, 160, 80), 0.25 * (i % 2)),
        )
    for x, y in ((0.2, 0.6), (-0.24, 0.61)):
        pen.disc((x, y), 0.12, (250, 246, 236), squash=0.62)
        pen.disc((x, y + 0.005), 0.058, (246, 176, 52), squash=0.66)
    for x in (-0.05, 0.06, 0.0):
        pen.limb([(x - 0.05, 0.63), (x + 0.03, 0.65)], [0.012] * 2, (86, 160, 78))
    for dy in (0.0, 0.05):
        pen.limb([(0.16, 0.62 + dy), (0.72, 0.98 + dy)], [0.013, 0.018], (120, 56, 40))
    pen.limb(ring((0.0, 0.4), 0.5, 0.24, 0.52, 0.64), [0.014] * 18, mix(look.main, look.light, 0.7))


def perfume(pen: Pen, phase: float, look: Look) -> None:
    """A cut bottle of perfume."""
    glass = mix(look.main, look.light, 0.45)
    pen.shape(
        [
            (-0.4, 0.04),
            (0.4, 0.04),
            (0.46, 0.16),
            (0.46, 0.72),
            (0.3, 0.88),
            (-0.3, 0.88),
            (-0.46, 0.72),
            (-0.46, 0.16),
        ],
        glass,
    )
    pen.shape(
        [(-0.34, 0.12), (0.34, 0.12), (0.37, 0.2), (0.37, 0.56), (-0.37, 0.56), (-0.37, 0.2)], look.main
    )
    pen.shape([(-0.37, 0.56), (0.37, 0.56), (0.3, 0.6), (-0.3, 0.6)], mix(look.main, look.light, 0.6))
    pen.box(-0.12, 0.88, 0.12, 0.98, _GOLD)
    pen.shape([(-0.2, 0.98), (0.2, 0.98), (0.24, 1.26), (-0.24, 1.26)], mix(look.light, look.main, 0.2))
    pen.shape([(-0.2, 0.98), (-0.08, 0.98), (-0.1, 1.26), (-0.24, 1.26)], look.light)
    pen.box(-0.2, 0.3, 0.2, 0.44, _GOLD)
    pen.limb([(-0.12, 0.37), (0.12, 0.37)], [0.01] * 2, look.dark)
    pen.limb([(-0.39, 0.68), (-0.39, 0.2)], [0.016] * 2, look.light)
    glint(pen, look, (-0.4, 0.16), (0.36, 0.84), phase)


def candle(pen: Pen, phase: float, look: Look) -> None:
    """A candle whose flame leans and licks."""
    flick = 0.03 * math.sin(2 * math.pi * phase) + 0.02 * math.sin(6 * math.pi * phase)
    for reach, alpha in ((0.5, 26), (0.32, 44)):
        pen.disc((0.0, 1.06), reach, (255, 190, 96), alpha)
    pen.disc((0.0, 0.05), 0.34, mix(_GOLD, look.dark, 0.2), squash=0.2)
    pen.box(-0.14, 0.05, 0.14, 0.86, mix(look.light, look.main, 0.12))
    pen.disc((0.0, 0.86), 0.14, look.light, squash=0.25)
    pen.limb([(-0.12, 0.84), (-0.1, 0.6)], [0.03, 0.022], look.light)
    pen.limb([(0.0, 0.86), (0.0, 0.94)], [0.01, 0.01], look.dark)
    pen.blob(
        [
            (-0.07, 0.98),
            (0.0, 0.91),
            (0.07, 0.98),
            (0.04 + flick * 0.5, 1.12),
            (flick, 1.28),
            (-0.04 + flick * 0.5, 1.12),
        ],
        (255, 156, 56),
    )
    pen.blob([(-0.035, 0.98), (0.0, 0.93), (0.035, 0.98), (flick * 0.7, 1.14)], (255, 236, 160))


def clock(pen: Pen, phase: float, look: Look) -> None:
    """An alarm clock with two bells."""
    for sign in (-1, 1):
        pen.disc((sign * 0.3, 1.16), 0.17, _GOLD, squash=0.7)
        pen.limb([(sign * 0.3, 0.3), (sign * 0.42, 0.02)], [0.04, 0.03], look.dark)
    pen.disc((0.0, 0.66), 0.54, look.main)
    pen.disc((0.0, 0.66), 0.45, mix(look.light, look.main, 0.05))
    for i in range(12):
        a = math.pi * i / 6
        pen.disc((0.37 * math.cos(a), 0.66 + 0.37 * math.sin(a)), 0.024 if i % 3 else 0.036, look.dark)
    for turn, long, thick in ((0.4 - phase / 12, 0.22, 0.026), (0.25 - phase, 0.33, 0.018)):
        a = 2 * math.pi * turn
        pen.limb([(0.0, 0.66), (long * math.cos(a), 0.66 + long * math.sin(a))], [thick] * 2, look.dark)
    pen.disc((0.0, 0.66), 0.04, look.main)


def cake(pen: Pen, phase: float, look: Look) -> None:
    """A cake with candles."""
    pen.disc((0.0, 0.06), 0.66, look.light, squash=0.12)
    cream = mix(look.light, look.main, 0.12)
    for low, high, wide in ((0.06, 0.44, 0.54), (0.44, 0.74, 0.36)):
        pen.box(-wide, low, wide, high, look.main)
        pen.disc((0.0, high), wide, cream, squash=0.16)
        for i in range(7):
            x = -wide + wide * 2 * (i + 0.5) / 7
            pen.limb([(x, high), (x, high - 0.09 - 0.05 * (i % 2))], [wide / 7] * 2, cream)
    for i, x in enumerate((-0.2, 0.0, 0.2)):
        pen.limb([(x, 0.76), (x, 0.98)], [0.022] * 2, ((206, 62, 48), (64, 120, 176), (226, 170, 60))[i])
        flick = 0.015 * math.sin(2 * math.pi * (phase + i / 3))
        pen.blob([(x - 0.03, 1.03), (x, 0.99), (x + 0.03, 1.03), (x + flick, 1.13)], (255, 176, 70))


def fruit(pen: Pen, phase: float, look: Look) -> None:
    """An apple with a leaf."""
    pen.blob(
        [
            (0.0, 0.8),
            (0.26, 0.9),
            (0.5, 0.68),
            (0.42, 0.24),
            (0.16, 0.04),
            (0.0, 0.08),
            (-0.16, 0.04),
            (-0.42, 0.24),
            (-0.5, 0.68),
            (-0.26, 0.9),
        ],
        look.main,
    )
    pen.blob([(0.0, 0.82), (0.12, 0.86), (0.0, 0.74), (-0.12, 0.86)], scaled(look.main, 0.7))
    pen.limb([(0.0, 0.78), (0.04, 1.02)], [0.022, 0.028], (96, 66, 44))
    pen.blob([(0.05, 0.98), (0.22, 1.1), (0.4, 1.02), (0.2, 0.94)], (96, 158, 76))
    pen.limb(ring((-0.1, 0.5), 0.26, 0.3, 0.36, 0.48), [0.03] * 18, mix(look.main, look.light, 0.7))
    glint(pen, look, (-0.34, 0.3), (0.3, 0.74), phase, 0.02)
