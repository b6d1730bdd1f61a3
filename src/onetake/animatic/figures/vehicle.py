"""Vehicles: road, rail, water, air and beyond."""

import math

from onetake.animatic.colour import RGB, mix, scaled
from onetake.animatic.figures.pen import Look, Pen

BOXES = {
    "car": (-1.25, -0.02, 1.95, 0.9),
    "truck": (-1.5, -0.02, 2.1, 1.3),
    "train": (-3.4, -0.02, 3.0, 1.3),
    "boat": (-1.1, -0.3, 1.1, 1.75),
    "plane": (-1.5, -0.55, 1.5, 0.8),
    "rocket": (-0.5, -1.3, 0.5, 1.4),
    "balloon": (-0.75, -0.05, 0.75, 2.0),
}


def draw(pen: Pen, phase: float, look: Look, kind: str) -> None:
    _DRAW[kind](pen, phase, look)


def glass(look: Look) -> RGB:
    """A window: lit from within at night."""
    return mix((84, 104, 128), look.lamp, 0.3) if look.night > 0.5 else mix((70, 104, 128), look.light, 0.25)


def wheel(pen: Pen, x: float, r: float, phase: float, look: Look, spokes: int = 5) -> None:
    """A wheel on the ground that has turned `phase` times to the right."""
    pen.disc((x, r), r, scaled(look.dark, 0.6))
    pen.disc((x, r), r * 0.6, mix(look.light, look.dark, 0.35))
    for i in range(spokes):
        a = -2 * math.pi * (phase + i / spokes)
        pen.limb(
            [(x, r), (x + r * 0.55 * math.cos(a), r + r * 0.55 * math.sin(a))], [r * 0.1, r * 0.07], look.dark
        )
    pen.disc((x, r), r * 0.13, look.light)


def headlights(pen: Pen, look: Look, x: float, y: float) -> None:
    """The beam of a lamp at a place, at night."""
    if look.night > 0.5:
        for reach, alpha in ((0.84, 14), (0.7, 22), (0.54, 32), (0.37, 42)):
            pen.shape(
                [(x, y + 0.03), (x + reach, y + 0.16), (x + reach, 0.04), (x, y - 0.05)], look.lamp, alpha
            )


def _car(pen: Pen, phase: float, look: Look) -> None:
    bob = 0.006 * math.sin(4 * math.pi * phase)
    headlights(pen, look, 1.08, 0.34)
    pen.blob(
        [
            (-1.1, 0.2),
            (-1.12, 0.44),
            (-0.86, 0.53),
            (-0.58, 0.56),
            (-0.28, 0.79 + bob),
            (0.3, 0.8 + bob),
            (0.62, 0.55),
            (1.0, 0.48),
            (1.12, 0.36),
            (1.1, 0.2),
            (0.0, 0.17),
        ],
        look.main,
    )
    pen.blob([(-0.46, 0.55), (-0.22, 0.735 + bob), (0.02, 0.745 + bob), (0.02, 0.55)], glass(look))
    pen.blob([(0.08, 0.55), (0.08, 0.745 + bob), (0.27, 0.73 + bob), (0.5, 0.55)], glass(look))
    pen.box(-1.09, 0.3, 1.1, 0.33, scaled(look.main, 0.72))
    pen.box(-0.02, 0.22, 0.0, 0.54, scaled(look.main, 0.78))
    pen.limb([(1.04, 0.38), (1.09, 0.37)], [0.04, 0.035], look.lamp)
    pen.limb([(-1.08, 0.42), (-1.06, 0.42)], [0.035, 0.035], (216, 52, 44))
    for x in (-0.68, 0.7):
        pen.disc((x, 0.21), 0.235, scaled(look.dark, 0.5))
        wheel(pen, x, 0.2, phase, look)


def _truck(pen: Pen, phase: float, look: Look) -> None:
    pen.box(-1.4, 0.22, 0.5, 1.22, look.main)
    pen.box(-1.4, 0.22, 0.5, 0.34, scaled(look.main, 0.7))
    for i in range(4):
        pen.box(-1.28 + i * 0.44, 0.72, -0.94 + i * 0.44, 1.04, glass(look))
    pen.blob(
        [(0.5, 0.22), (0.5, 1.0), (0.86, 0.98), (1.08, 0.66), (1.2, 0.5), (1.2, 0.22)],
        mix(look.main, look.light, 0.35),
    )
    pen.blob([(0.6, 0.64), (0.6, 0.9), (0.83, 0.9), (0.99, 0.66)], glass(look))
    pen.disc((1.16, 0.38), 0.045, look.lamp)
    for x in (-0.95, -0.5, 0.82):
        pen.disc((x, 0.22), 0.25, scaled(look.dark, 0.5))
        wheel(pen, x, 0.21, phase, look, 6)


def _train(pen: Pen, phase: float, look: Look) -> None:
    for i in range(3):
        left = -3.3 + i * 1.75
        pen.box(left, 0.2, left + 1.66, 1.1, look.main if i % 2 == 0 else mix(look.main, look.light, 0.12))
        pen.box(left, 0.36, left + 1.66, 0.44, look.light)
        for j in range(4):
            pen.box(left + 0.14 + j * 0.38, 0.62, left + 0.4 + j * 0.38, 0.94, glass(look))
        for x in (left + 0.3, left + 1.36):
            wheel(pen, x, 0.15, phase, look, 4)
    pen.blob([(1.9, 0.2), (1.9, 1.1), (2.3, 1.06), (2.7, 0.62), (2.86, 0.24)], look.main)
    pen.blob([(2.1, 0.66), (2.1, 0.96), (2.3, 0.94), (2.52, 0.66)], glass(look))
    pen.disc((2.66, 0.4), 0.06, look.lamp)


def _boat(pen: Pen, phase: float, look: Look) -> None:
    turn = 2 * math.pi * phase
    lean = 0.03 * math.sin(turn)
    mast = (0.02 - lean * 1.6, 1.62)
    pen.limb([(0.0, 0.16), mast], [0.02, 0.012], look.dark)
    pen.blob(
        [(mast[0] - 0.03, mast[1] - 0.05), (-0.5 - lean, 0.62), (-0.82 - lean, 0.32), (-0.05, 0.3)],
        look.light,
    )
    pen.shape([(mast[0] + 0.04, mast[1] - 0.22), (0.72 - lean, 0.32), (0.06, 0.32)], scaled(look.light, 0.88))
    pen.limb([(-0.82, 0.31), (0.0, 0.29)], [0.016, 0.016], look.dark)
    rock = 0.05 * math.sin(turn + 0.4)
    pen.blob(
        [
            (-0.95, 0.24 - rock),
            (-0.8, 0.02),
            (-0.4, -0.12),
            (0.4, -0.12),
            (0.78, 0.02),
            (1.02, 0.3 + rock),
            (0.0, 0.17),
        ],
        look.main,
    )
    pen.limb(
        [(-0.93, 0.24 - rock), (0.0, 0.165), (0.99, 0.29 + rock)],
        [0.03, 0.03, 0.03],
        mix(look.main, look.light, 0.6),
    )


def _plane(pen: Pen, phase: float, look: Look) -> None:
    pen.shape([(-0.1, 0.08), (-0.5, 0.5), (-0.3, 0.5), (0.32, 0.1)], look.far(look.light))
    pen.blob(
        [
            (1.4, 0.0),
            (1.22, 0.12),
            (0.9, 0.17),
            (-0.9, 0.15),
            (-1.3, 0.06),
            (-1.3, 0.0),
            (-0.9, -0.1),
            (0.9, -0.15),
            (1.24, -0.12),
        ],
        look.light,
    )
    pen.blob([(1.36, -0.05), (0.9, -0.15), (-0.9, -0.1), (-1.1, -0.03)], look.main)
    pen.shape([(-0.92, 0.1), (-1.4, 0.66), (-1.18, 0.66), (-0.62, 0.12)], look.main)
    for i in range(10):
        pen.disc((0.84 - i * 0.155, 0.045), 0.026, glass(look))
    pen.shape([(1.08, 0.07), (1.2, 0.115), (1.27, 0.06)], glass(look))
    pen.shape([(0.3, -0.03), (-0.46, -0.46), (-0.68, -0.46), (-0.22, -0.02)], scaled(look.light, 0.84))
    pen.limb([(0.02, -0.2), (0.2, -0.2)], [0.065, 0.06], scaled(look.main, 0.85))
    pen.disc((-1.28, 0.62), 0.03 + 0.02 * math.sin(2 * math.pi * phase), look.lamp)


def _rocket(pen: Pen, phase: float, look: Look) -> None:
    flick = 0.14 * math.sin(2 * math.pi * phase) + 0.06 * math.sin(6 * math.pi * phase)
    pen.blob(
        [(-0.17, -0.55), (0.17, -0.55), (0.09, -0.9), (0.0, -1.12 - flick), (-0.09, -0.9)], (255, 150, 60)
    )
    pen.blob([(-0.1, -0.55), (0.1, -0.55), (0.0, -0.88 - flick * 0.6)], (255, 232, 150))
    for s in (-1, 1):
        pen.shape([(s * 0.2, -0.1), (s * 0.44, -0.62), (s * 0.2, -0.5)], look.main)
    pen.blob(
        [(0.0, 1.25), (0.17, 0.86), (0.24, 0.3), (0.2, -0.5), (-0.2, -0.5), (-0.24, 0.3), (-0.17, 0.86)],
        look.light,
    )
    pen.blob([(0.0, 1.25), (0.15, 0.9), (0.0, 0.84), (-0.15, 0.9)], look.main)
    pen.disc((0.0, 0.45), 0.13, look.dark)
    pen.disc((0.0, 0.45), 0.095, glass(look))
    pen.box(-0.23, -0.2, 0.23, -0.12, look.main)


def _balloon(pen: Pen, phase: float, look: Look) -> None:
    centre, r = 1.28, 0.66
    pen.disc((0.0, centre), r, look.main, squash=1.05)
    pen.blob([(-0.56, 0.98), (0.56, 0.98), (0.12, 0.42), (-0.12, 0.42)], look.main)
    for x, w in ((-0.42, 0.1), (0.0, 0.13), (0.42, 0.1)):
        top, low = centre + 0.62 * math.cos(x), 0.5
        pen.blob(
            [
                (x * 0.3, centre + r),
                (x + w, centre),
                (x * 0.28 + w * 0.3, low),
                (x * 0.28 - w * 0.3, low),
                (x - w, centre),
            ],
            look.light if x == 0 else scaled(look.main, 0.8),
        )
        del top
    for x in (-0.11, 0.11):
        pen.limb([(x, 0.44), (x * 0.9, 0.2)], [0.008, 0.008], look.dark)
    pen.blob([(-0.13, 0.2), (0.13, 0.2), (0.1, 0.02), (-0.1, 0.02)], mix((132, 90, 54), look.dark, 0.2))
    glow = 0.05 + 0.02 * math.sin(2 * math.pi * phase)
    pen.disc((0.0, 0.33), glow, (255, 196, 92))


_DRAW = {
    "car": _car,
    "truck": _truck,
    "train": _train,
    "boat": _boat,
    "plane": _plane,
    "rocket": _rocket,
    "balloon": _balloon,
}
