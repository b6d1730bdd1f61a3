"""What grows: a flower that opens, a tree from a sprout."""

import math

from onetake.animatic.canvas import Point
from onetake.animatic.colour import mix, scaled
from onetake.animatic.figures.pen import Look, Pen

BOX = (-0.75, -0.03, 0.75, 1.75)


def flower(pen: Pen, phase: float, look: Look) -> None:
    """A flower: a bud at phase 0, wide open at 1; the petals come one after the other."""
    sway = 0.03 * math.sin(7 * phase)
    rise = 0.82 + 0.3 * min(phase * 1.4, 1.0)
    head = (sway, rise)
    pen.sweep([(0.0, 0.0), (0.05, rise * 0.45), head], [0.034, 0.028, 0.024], (82, 132, 74))
    for sign, low, long in ((1, 0.22, 0.42), (-1, 0.36, 0.38)):
        open_ = min(phase * 1.6 + 0.35, 1.0)
        tip = (sign * long * open_ + 0.03, low + 0.3)
        pen.blob(
            [(0.02, low), (sign * 0.14 * open_, low + 0.2), tip, (sign * 0.24 * open_, low + 0.06)],
            (92, 148, 80),
        )
    _petals(pen, phase, look, head)
    if phase > 0.5:
        heart = min((phase - 0.5) * 3, 1.0)
        pen.disc(head, 0.09 * heart, (240, 196, 84))
        for i in range(8):
            a = 2 * math.pi * i / 8
            pen.disc(
                (head[0] + 0.07 * heart * math.cos(a), head[1] + 0.07 * heart * math.sin(a)),
                0.014,
                (206, 140, 50),
            )
    pen.blob(
        [
            (head[0] - 0.1, head[1] + 0.02),
            (head[0] + 0.1, head[1] + 0.02),
            (head[0] + 0.04, head[1] - 0.1),
            (head[0] - 0.04, head[1] - 0.1),
        ],
        (82, 132, 74),
    )


def _petals(pen: Pen, phase: float, look: Look, head: Point) -> None:
    """Three rings that unfold from the outer one in."""
    for ring, count, long, fat in ((0, 8, 0.42, 0.13), (1, 7, 0.32, 0.12), (2, 5, 0.2, 0.1)):
        spread = min(max((phase - 0.05 - 0.12 * ring) / 0.62, 0.0), 1.0)
        spread = spread * spread * (3 - 2 * spread)
        tone = mix(scaled(look.main, 0.8 + 0.1 * ring), look.light, 0.08 * ring)
        for i in range(count):
            share = (i + 0.5 * (ring % 2)) / count
            angle = math.pi * (2 * share - 0.5) * spread + math.pi / 2
            angle += (share - 0.5) * 0.7 * (1 - spread)
            reach = long * (0.62 + 0.38 * spread)
            tip = (head[0] + reach * math.cos(angle), head[1] + reach * (0.9 * math.sin(angle) + 0.1))
            middle = (head[0] + reach * 0.55 * math.cos(angle), head[1] + reach * 0.55 * math.sin(angle))
            pen.sweep(
                [head, middle, tip],
                [0.05, fat * (0.55 + 0.45 * spread), 0.02],
                tone if i % 2 else scaled(tone, 0.92),
            )


def tree(pen: Pen, phase: float, look: Look) -> None:
    """A tree; at phase 0 a sprout, at 1 grown."""
    grown = 0.12 + 0.88 * phase
    tall = 1.05 * grown
    sway = 0.03 * math.sin(9 * phase)
    bark = mix((112, 78, 52), look.dark, 0.2)
    pen.sweep(
        [(0.0, 0.0), (0.02, tall * 0.5), (sway, tall)],
        [0.1 * grown + 0.012, 0.07 * grown + 0.01, 0.03 * grown],
        bark,
    )
    leaf = look.main
    for share, spread, out in ((0.5, 0.36, -1), (0.6, 0.34, 1), (0.75, 0.26, -1), (0.85, 0.22, 1)):
        bud = max(0.0, min(1.0, (phase - share * 0.5) * 3))
        if bud > 0:
            tip = (out * spread * bud + sway, tall * share + 0.24 * bud)
            pen.limb([(0.01, tall * share), tip], [0.035 * grown, 0.012], bark)
            pen.disc(tip, 0.22 * bud, scaled(leaf, 0.86))
    for dx, dy, r, tone in (
        (-0.24, -0.04, 0.26, 0.84),
        (0.26, -0.02, 0.27, 0.9),
        (0.0, 0.1, 0.32, 1.0),
        (0.1, 0.3, 0.22, 1.1),
        (-0.14, 0.26, 0.22, 1.06),
    ):
        pen.disc((dx * grown + sway, tall + dy * grown), r * grown, scaled(leaf, tone))
    for i in range(14):
        a = 2.4 * i
        at = (
            0.34 * grown * math.sin(a) * (i / 14) ** 0.5 + sway,
            tall + 0.12 * grown + 0.32 * grown * math.cos(a) * (i / 14) ** 0.5,
        )
        pen.disc(at, 0.035 * grown, mix(leaf, look.lamp, 0.3))
