"""A dragon on the wing."""

import math

from onetake.animatic.canvas import Point
from onetake.animatic.colour import mix, scaled
from onetake.animatic.figures.pen import Look, Pen

BOX = (-1.75, -1.1, 1.35, 1.35)


def draw(pen: Pen, phase: float, look: Look) -> None:
    """A winged dragon: the tail and the neck wave, the wings beat with bones and skin."""
    turn = 2 * math.pi * phase
    y = -0.06 * math.sin(turn)
    wave = [0.08 * math.sin(turn - 0.9 * i) for i in range(6)]
    _skin(pen, look, turn, y, True)
    pen.sweep(
        [(-0.3, y), (-0.7, y - 0.04 + wave[1]), (-1.05, y + 0.06 + wave[2]), (-1.35, y + 0.02 + wave[3])],
        [0.17, 0.12, 0.07, 0.015],
        look.main,
    )
    tip = (-1.35, y + 0.02 + wave[3])
    pen.shape(
        [tip, (tip[0] - 0.16, tip[1] + 0.1), (tip[0] - 0.22, tip[1]), (tip[0] - 0.16, tip[1] - 0.1)],
        look.second,
    )
    _legs(pen, look, y)
    pen.sweep(
        [
            (-0.36, y),
            (0.0, y - 0.02),
            (0.34, y + 0.06),
            (0.62, y + 0.28 + wave[0]),
            (0.84, y + 0.36 + wave[0]),
        ],
        [0.15, 0.21, 0.17, 0.1, 0.1],
        look.main,
    )
    pen.sweep(
        [(-0.2, y - 0.1), (0.1, y - 0.12), (0.38, y - 0.02)],
        [0.05, 0.1, 0.06],
        mix(look.main, look.light, 0.45),
    )
    for i in range(7):
        share = i / 6
        x = -0.9 + 1.5 * share
        ridge = y + 0.1 + 0.1 * math.sin(math.pi * share) + (0.2 * max(0.0, share - 0.7))
        pen.shape([(x - 0.05, ridge), (x - 0.02, ridge + 0.11), (x + 0.06, ridge)], look.second)
    _head(pen, look, (0.86, y + 0.38 + wave[0]))
    _skin(pen, look, turn, y, False)


def _head(pen: Pen, look: Look, at: Point) -> None:
    hx, hy = at
    pen.limb([(hx, hy), (hx + 0.3, hy - 0.07)], [0.115, 0.065], look.main)
    pen.limb([(hx + 0.04, hy - 0.09), (hx + 0.27, hy - 0.15)], [0.045, 0.03], look.far(look.main))
    for dy in (0.0, 0.05):
        pen.sweep(
            [(hx - 0.04, hy + 0.07 + dy), (hx - 0.18, hy + 0.16 + dy), (hx - 0.24, hy + 0.28 + dy)],
            [0.035, 0.026, 0.006],
            look.light,
        )
    pen.disc((hx + 0.09, hy + 0.035), 0.032, look.lamp)
    pen.disc((hx + 0.1, hy + 0.035), 0.014, scaled(look.dark, 0.3))


def _skin(pen: Pen, look: Look, turn: float, y: float, far: bool) -> None:
    up, tip = math.sin(turn), math.sin(turn - 0.8)
    late = 0.22 if far else 0.0
    root = (0.14 + late, y + 0.12)
    wrist = (0.2 + late, y + 0.12 + 0.62 * up)
    end = (-0.36 + late, wrist[1] + 0.5 * tip)
    colour = look.far(look.second) if far else look.second
    edge = [
        (-0.56 + late, wrist[1] + 0.02 + 0.1 * tip),
        (-0.5 + late, y + 0.2 + 0.3 * up),
        (-0.24 + late, y + 0.06),
    ]
    pen.shape([root, wrist, end, *edge], colour)
    bone = look.far(look.main) if far else look.main
    pen.limb([root, wrist, end], [0.05, 0.035, 0.012], bone)
    for spot in edge[:2]:
        pen.limb([wrist, spot], [0.022, 0.008], bone)


def _legs(pen: Pen, look: Look, y: float) -> None:
    """Drawn up under the belly."""
    for x in (-0.2, 0.2):
        bones = [(x, y - 0.12), (x - 0.14, y - 0.3), (x - 0.02, y - 0.4)]
        pen.sweep(bones, [0.1, 0.06, 0.035], look.far(look.main))
