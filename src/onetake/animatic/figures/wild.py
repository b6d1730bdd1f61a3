"""Scaled animals without the skeleton of the others: dinosaurs, crocodiles, snakes, frogs."""

import math

from onetake.animatic.canvas import Point
from onetake.animatic.colour import RGB, mix, scaled
from onetake.animatic.figures.pen import Look, Pen, bend, step

SAURIAN = (-1.75, -0.06, 1.45, 1.75)
LONG = (-1.6, -0.08, 1.5, 0.75)
FROG = (-0.75, -0.06, 0.8, 1.15)


def saurian(pen: Pen, phase: float, look: Look) -> None:
    """A tyrant lizard on two legs: the tail balances the head, the jaws open."""
    turn = 2 * math.pi * phase
    going = look.action not in ("stand", "sit")
    bob, jaw = (0.035 if going else 0.01) * math.cos(2 * turn), 0.5 - 0.5 * math.cos(turn)
    wag = [0.06 * math.sin(turn - 0.8 * i) for i in range(4)]

    _stride(pen, look.far(look.main), phase + 0.5, bob, going)
    pen.sweep(
        [
            (0.3, 1.05 + bob),
            (-0.2, 0.98 + bob),
            (-0.75, 0.94 + wag[1]),
            (-1.25, 0.98 + wag[2]),
            (-1.66, 1.08 + wag[3]),
        ],
        [0.22, 0.3, 0.17, 0.08, 0.012],
        look.main,
    )
    pen.sweep(
        [(0.26, 0.88 + bob), (-0.15, 0.76 + bob), (-0.6, 0.82 + wag[1])],
        [0.1, 0.14, 0.04],
        mix(look.main, look.light, 0.35),
    )
    head = (0.82, 1.4 + bob + 0.03 * math.sin(turn))
    pen.sweep([(0.28, 1.04 + bob), (0.56, 1.24 + bob), head], [0.23, 0.17, 0.16], look.main)
    _jaws(pen, look, head, jaw)
    for dx in (0.0, 0.08):
        pen.limb(
            [(0.5 + dx, 1.02 + bob), (0.62 + dx, 0.92 + bob), (0.66 + dx, 0.99 + bob)],
            [0.045, 0.032, 0.016],
            scaled(look.main, 0.85),
        )
    for i in range(9):
        x, y = 0.2 - 0.16 * i, 1.24 - 0.016 * i + (wag[min(i // 3, 3)] if i > 3 else bob)
        pen.limb([(x, y - 0.03), (x - 0.04, y - 0.16)], [0.03, 0.008], scaled(look.main, 0.68))
    _stride(pen, look.main, phase, bob, going)


def _stride(pen: Pen, colour: RGB, at: float, bob: float, going: bool) -> None:
    """A hind leg with its heel off the ground."""
    foot = step(at, 1.0, 0.22, 0.6) if going else ((0.1 if at % 1.0 > 0.25 else -0.1), 0.0)
    hip, ground = (-0.1, 0.86 + bob), (-0.02 + foot[0], foot[1] + 0.06)
    heel = (ground[0] - 0.1, ground[1] + 0.26)
    knee = bend(hip, heel, 0.36, 0.34, 1.0)
    pen.sweep([hip, knee], [0.24, 0.13], colour)
    pen.sweep([knee, heel, ground], [0.13, 0.075, 0.06], colour)
    pen.limb([ground, (ground[0] + 0.2, ground[1] - 0.03)], [0.07, 0.035], colour)


def _jaws(pen: Pen, look: Look, head: Point, jaw: float) -> None:
    """A skull whose lower jaw drops, with teeth, an eye under a ridge and a nostril."""
    low = 0.08 + 0.2 * jaw
    pen.shape(
        [(head[0] - 0.06, head[1] - 0.06), (head[0] + 0.5, head[1] - 0.02), (head[0] + 0.4, head[1] - low)],
        (132, 48, 50),
    )
    pen.limb(
        [(head[0] - 0.04, head[1] - 0.1), (head[0] + 0.38, head[1] - low - 0.02)],
        [0.1, 0.05],
        scaled(look.main, 0.9),
    )
    pen.limb([head, (head[0] + 0.46, head[1] + 0.02)], [0.16, 0.095], look.main)
    for i in range(6):
        x = head[0] + 0.12 + 0.07 * i
        pen.shape([(x, head[1] - 0.05), (x + 0.045, head[1] - 0.05), (x + 0.02, head[1] - 0.12)], look.light)
    pen.disc((head[0] + 0.1, head[1] + 0.08), 0.05, (240, 196, 70))
    pen.disc((head[0] + 0.11, head[1] + 0.08), 0.022, (20, 20, 20))
    pen.limb(
        [(head[0] + 0.02, head[1] + 0.14), (head[0] + 0.2, head[1] + 0.13)],
        [0.03, 0.02],
        scaled(look.main, 0.7),
    )
    pen.disc((head[0] + 0.5, head[1] + 0.06), 0.016, look.dark)


def _snout(pen: Pen, look: Look, gape: float) -> None:
    """Long jaws full of teeth, an eye on a knob."""
    pen.shape([(0.66, 0.24), (1.3, 0.22), (1.28, 0.16 - gape)], (150, 66, 66))
    pen.limb([(0.6, 0.2), (1.3, 0.14 - gape)], [0.08, 0.035], scaled(look.main, 0.9))
    pen.limb([(0.56, 0.27), (0.8, 0.29), (1.34, 0.24 + gape)], [0.13, 0.1, 0.05], look.main)
    for i in range(7):
        x = 0.84 + 0.07 * i
        y = 0.22 + gape * (x - 0.8) * 1.8
        pen.shape([(x, y), (x + 0.04, y), (x + 0.02, y - 0.06)], (250, 250, 240))
    pen.disc((0.7, 0.39), 0.06, look.main)
    pen.disc((0.72, 0.4), 0.032, (236, 200, 80))
    pen.disc((0.725, 0.4), 0.014, (20, 20, 20))


def crocodile(pen: Pen, phase: float, look: Look) -> None:
    """Long and low: the tail sways, the jaws open and shut."""
    turn = 2 * math.pi * phase
    gape = 0.14 * max(0.0, math.sin(turn)) ** 2
    wag = [0.05 * math.sin(turn - i) for i in range(4)]
    for x, lag in ((-0.42, 0.5), (0.3, 0.0)):
        pen.sweep(
            [(x, 0.2), (x - 0.1 + 0.04 * math.sin(turn + 6.28 * lag), 0.12), (x + 0.02, 0.02)],
            [0.09, 0.06, 0.04],
            look.far(look.main),
        )
    pen.sweep(
        [(0.5, 0.24), (0.0, 0.25), (-0.5, 0.22), (-1.0, 0.17 + wag[2]), (-1.5, 0.2 + wag[3])],
        [0.14, 0.2, 0.18, 0.1, 0.012],
        look.main,
    )
    pen.sweep([(0.5, 0.16), (0.0, 0.12), (-0.5, 0.12)], [0.06, 0.09, 0.05], mix(look.main, look.light, 0.45))
    for i in range(16):
        x = 0.44 - 0.11 * i
        y = (
            0.4
            + 0.05 * math.sin(math.pi * min(max((x + 1.2) / 1.7, 0), 1))
            - (0.0 if x > -0.5 else (-0.5 - x) * 0.16)
        )
        y += wag[2] * min(max(-0.5 - x, 0.0) * 1.6, 1.2)
        pen.shape([(x - 0.06, y - 0.06), (x, y + 0.03), (x + 0.05, y - 0.06)], scaled(look.main, 0.72))
    _snout(pen, look, gape)
    for x, lag in ((-0.5, 0.0), (0.36, 0.5)):
        pen.sweep(
            [(x, 0.22), (x - 0.12 + 0.05 * math.sin(turn + 6.28 * lag), 0.12), (x + 0.04, 0.02)],
            [0.1, 0.07, 0.045],
            look.main,
        )


def snake(pen: Pen, phase: float, look: Look) -> None:
    """It winds along the ground with its head up; the tongue flicks."""
    turn = 2 * math.pi * phase
    body = [(0.7 - 0.17 * i, 0.1 + 0.075 * math.sin(1.25 * i - turn) * min(i / 3, 1.0)) for i in range(13)]
    thick = [0.055 + 0.03 * math.sin(math.pi * min(i / 9, 1.0)) for i in range(12)] + [0.01]
    head = (0.98, 0.42 + 0.03 * math.sin(turn))
    pen.disc((-0.3, 0.03), 1.0, scaled(look.dark, 0.9), 60, 0.05)
    pen.sweep(body, thick, look.main)
    for i in range(1, 11):
        x, y = body[i]
        pen.disc((x, y + 0.025), 0.034, look.second, squash=0.7)
    pen.sweep([body[0], (0.86, 0.2), head], [0.06, 0.062, 0.062], look.main)
    pen.blob(
        [
            (head[0] - 0.06, head[1] + 0.05),
            (head[0] + 0.08, head[1] + 0.07),
            (head[0] + 0.2, head[1] + 0.01),
            (head[0] + 0.08, head[1] - 0.05),
        ],
        look.main,
    )
    if math.sin(4 * turn) > 0.2:
        pen.limb([(head[0] + 0.19, head[1]), (head[0] + 0.3, head[1] - 0.01)], [0.008, 0.006], (206, 40, 50))
        for up in (-1, 1):
            pen.limb(
                [(head[0] + 0.3, head[1] - 0.01), (head[0] + 0.35, head[1] + 0.025 * up)],
                [0.006, 0.004],
                (206, 40, 50),
            )
    pen.disc((head[0] + 0.08, head[1] + 0.03), 0.02, (240, 200, 70))
    pen.disc((head[0] + 0.084, head[1] + 0.03), 0.009, (10, 10, 10))


def _frog_face(pen: Pen, look: Look, y: float) -> None:
    """A wide mouth, eyes on top of the head, spots."""
    pen.limb([(0.16, 0.4 + y), (0.46, 0.42 + y)], [0.01, 0.008], scaled(look.main, 0.5))
    for x in (0.06, 0.28):
        pen.disc((x, 0.64 + y), 0.1, look.main)
        pen.disc((x + 0.03, 0.65 + y), 0.06, (246, 220, 110))
        pen.disc((x + 0.04, 0.65 + y), 0.03, (16, 16, 16))
        pen.disc((x + 0.055, 0.67 + y), 0.01, (255, 255, 255))
    for i in range(4):
        pen.disc((-0.28 + 0.11 * i, 0.42 + 0.05 * (i % 2) + y), 0.035, scaled(look.main, 0.72))


def _haunch(pen: Pen, look: Look, y: float, air: float) -> None:
    """A folded hind leg, which stretches out behind in a leap."""
    pen.sweep(
        [(-0.26, 0.22 + y), (-0.5 - 0.12 * air, 0.3 + 0.6 * y), (-0.3 - 0.3 * air, 0.06 + 0.5 * y)],
        [0.15, 0.1, 0.05],
        scaled(look.main, 0.84),
    )
    pen.limb(
        [(-0.3 - 0.3 * air, 0.05 + 0.5 * y), (-0.06 - 0.5 * air, 0.035 + 0.4 * y)],
        [0.05, 0.03],
        scaled(look.main, 0.84),
    )


def frog(pen: Pen, phase: float, look: Look) -> None:
    """It sits with a throat that beats; told to jump or run, it leaps."""
    turn = 2 * math.pi * phase
    leaps = look.action in ("run", "dance", "walk", "trot")
    air = max(0.0, math.sin(turn)) ** 0.8 if leaps else 0.0
    y, throat = 0.4 * air, 0.02 * math.sin(6 * turn)
    pen.disc((0.0, 0.02), 0.62, (96, 156, 84), squash=0.1)
    _haunch(pen, look, y, air)
    pen.blob(
        [
            (-0.46, 0.14 + y),
            (-0.36, 0.38 + y),
            (0.0, 0.6 + y),
            (0.36, 0.58 + y),
            (0.44, 0.36 + y),
            (0.26, 0.12 + y),
            (-0.2, 0.07 + y),
        ],
        look.main,
    )
    pen.blob(
        [(0.02, 0.12 + y), (0.14, 0.34 + y - throat), (0.42, 0.36 + y), (0.32 + throat, 0.16 + y)],
        mix(look.main, look.light, 0.65),
    )
    _frog_face(pen, look, y)
    pen.sweep(
        [(0.22, 0.26 + y), (0.34, 0.16 + y), (0.28 + 0.14 * air, 0.04 + y)],
        [0.07, 0.05, 0.035],
        scaled(look.main, 0.92),
    )
    pen.limb(
        [(0.28 + 0.14 * air, 0.035 + y), (0.44 + 0.14 * air, 0.03 + y)],
        [0.035, 0.02],
        scaled(look.main, 0.92),
    )
