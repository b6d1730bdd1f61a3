"""What lives in the sea: dolphins, sharks, turtles, jellyfish."""

import math

from onetake.animatic.colour import mix, scaled
from onetake.animatic.figures.pen import Look, Pen

BOX = (-1.05, -0.5, 1.05, 0.6)
BELL = (-0.7, -1.1, 0.7, 0.75)


def dolphin(pen: Pen, phase: float, look: Look) -> None:
    """A dolphin; the tail beats up and down."""
    turn = 2 * math.pi * phase
    wag = 0.12 * math.sin(turn)
    pen.blob(
        [(-0.62, 0.02 + wag * 0.7), (-0.92, 0.16 + wag), (-0.78, 0.02 + wag), (-0.92, -0.12 + wag * 1.1)],
        look.main,
    )
    pen.sweep(
        [(-0.66, wag * 0.75), (-0.36, 0.03 + wag * 0.3), (0.06, 0.06), (0.42, 0.02), (0.62, -0.01)],
        [0.04, 0.12, 0.2, 0.15, 0.09],
        look.main,
    )
    pen.limb([(0.62, -0.02), (0.88, -0.06)], [0.055, 0.03], look.main)
    pen.sweep(
        [(-0.3, -0.06 + wag * 0.3), (0.06, -0.1), (0.4, -0.08), (0.84, -0.08)],
        [0.02, 0.06, 0.06, 0.012],
        mix(look.main, look.light, 0.75),
    )
    pen.blob([(0.1, 0.22), (-0.14, 0.44), (-0.2, 0.4), (-0.14, 0.2)], look.main)
    pen.blob([(0.3, -0.04), (0.12, -0.32 + wag * 0.3), (0.06, -0.28), (0.14, -0.06)], look.far(look.main))
    pen.disc((0.56, 0.04), 0.022, scaled(look.dark, 0.3))
    pen.limb([(0.6, -0.06), (0.86, -0.07)], [0.008, 0.006], look.dark)


def shark(pen: Pen, phase: float, look: Look) -> None:
    """A shark; the tail goes from side to side, seen as it narrows."""
    turn = 2 * math.pi * phase
    wag = math.sin(turn)
    reach = 0.26 * (0.7 + 0.3 * wag)
    pen.shape(
        [(-0.66, 0.0), (-0.66 - reach, 0.34), (-0.68 - reach * 0.5, 0.02), (-0.66 - reach * 0.9, -0.2)],
        look.main,
    )
    pen.blob(
        [
            (0.92, 0.02),
            (0.6, 0.17),
            (0.1, 0.2),
            (-0.5, 0.06),
            (-0.72, 0.02),
            (-0.5, -0.06),
            (0.1, -0.17),
            (0.66, -0.12),
        ],
        look.main,
    )
    pen.blob(
        [(0.88, -0.02), (0.6, -0.12), (0.1, -0.16), (-0.5, -0.05), (0.1, -0.06), (0.6, -0.03)],
        mix(look.main, look.light, 0.75),
    )
    pen.shape([(0.2, 0.17), (-0.06, 0.46), (-0.1, 0.16)], look.main)
    pen.shape([(0.34, -0.1), (0.04, -0.36 + 0.03 * wag), (0.14, -0.1)], look.far(look.main))
    for i in range(4):
        pen.limb([(0.42 - 0.05 * i, 0.05), (0.41 - 0.05 * i, -0.06)], [0.008] * 2, scaled(look.main, 0.6))
    pen.disc((0.7, 0.06), 0.022, scaled(look.dark, 0.3))
    pen.limb([(0.78, -0.05), (0.62, -0.07)], [0.01] * 2, scaled(look.dark, 0.5))


def turtle(pen: Pen, phase: float, look: Look) -> None:
    """A sea turtle that rows with its flippers."""
    row = math.sin(2 * math.pi * phase)
    pen.sweep(
        [(0.24, 0.0), (0.3, -0.22 - 0.1 * row), (0.1, -0.38 - 0.16 * row)],
        [0.08, 0.08, 0.02],
        look.far(look.second),
    )
    pen.limb([(-0.5, -0.04), (-0.72, -0.12 + 0.06 * row)], [0.07, 0.03], look.second)
    pen.sweep([(0.46, 0.0), (0.62, 0.04), (0.72, 0.06)], [0.08, 0.09, 0.1], look.second)
    pen.disc((0.76, 0.09), 0.02, scaled(look.dark, 0.3))
    pen.blob([(-0.58, -0.02), (-0.4, 0.22), (0.0, 0.32), (0.38, 0.2), (0.52, -0.02), (0.0, -0.1)], look.main)
    for x, y in ((-0.3, 0.1), (-0.05, 0.16), (0.22, 0.1), (-0.16, 0.02), (0.1, 0.02)):
        pen.disc((x, y), 0.085, mix(look.main, look.light, 0.25), squash=0.75)
    pen.sweep(
        [(0.3, -0.04), (0.24, -0.3 + 0.14 * row), (0.02, -0.46 + 0.24 * row)], [0.09, 0.09, 0.02], look.second
    )


def jellyfish(pen: Pen, phase: float, look: Look) -> None:
    """A bell that pulses and trails its arms."""
    beat = 0.5 + 0.5 * math.sin(2 * math.pi * phase)
    wide = 0.46 - 0.1 * beat
    for i in range(7):
        x = -wide * 0.8 + i * wide * 1.6 / 6
        sway = 0.06 * math.sin(2 * math.pi * phase + i)
        pen.sweep(
            [(x, 0.1), (x * 0.8 + sway, -0.3), (x * 0.9 - sway, -0.7), (x * 0.7 + sway, -1.0)],
            [0.022, 0.02, 0.014, 0.004],
            mix(look.main, look.light, 0.3),
        )
    pen.blob(
        [
            (-wide, 0.08),
            (-wide * 0.8, 0.4),
            (0.0, 0.56 + 0.06 * beat),
            (wide * 0.8, 0.4),
            (wide, 0.08),
            (0.0, 0.02),
        ],
        look.main,
        220,
    )
    pen.blob(
        [(-wide * 0.6, 0.14), (-wide * 0.4, 0.36), (0.0, 0.44), (wide * 0.4, 0.36), (wide * 0.6, 0.14)],
        mix(look.main, look.light, 0.5),
        200,
    )


def mermaid(pen: Pen, phase: float, look: Look) -> None:
    """A woman to the waist, a fish below it: the tail beats and the hair streams after."""
    turn = 2 * math.pi * phase
    wave = [0.13 * math.sin(turn - 0.9 * i) for i in range(4)]
    skin, tress = look.skin, look.shown((150, 62, 40))
    reach = 0.06 * math.sin(turn)
    pen.sweep(
        [(0.36, 0.06), (0.58, -0.08 + reach), (0.8, 0.0 + reach)], [0.045, 0.035, 0.026], scaled(skin, 0.84)
    )
    hair = [(0.54, 0.24), (0.34, 0.3 + 0.4 * wave[0]), (0.08, 0.3 + 0.6 * wave[1]), (-0.22, 0.24 + wave[2])]
    pen.sweep(hair, [0.13, 0.13, 0.1, 0.02], tress)
    pen.sweep([(0.08, 0.0), (0.24, 0.03), (0.38, 0.07), (0.46, 0.11)], [0.085, 0.08, 0.085, 0.045], skin)
    end = (-0.78, wave[3])
    for up in (-1, 1):
        fluke = [end, (-0.86, end[1] + 0.16 * up), (-1.0, end[1] + 0.3 * up), (-0.94, end[1] + 0.08 * up)]
        pen.shape(fluke, look.second)
    pen.sweep(
        [(0.13, 0.0), (-0.16, wave[1] * 0.4), (-0.48, wave[2]), end], [0.1, 0.14, 0.09, 0.035], look.main
    )
    for i in range(5):
        share = i / 4
        y = wave[1] * 0.4 * (1 - share) + wave[2] * share
        x, half = -0.06 - 0.4 * share, 0.07 - 0.035 * share
        pen.limb([(x, y + half), (x - 0.03, y - half)], [0.012, 0.012], mix(look.main, look.light, 0.4))
    pen.disc((0.33, 0.0), 0.055, look.second)
    pen.disc((0.55, 0.16), 0.115, skin)
    pen.blob([(0.44, 0.16), (0.47, 0.28), (0.57, 0.3), (0.65, 0.25), (0.55, 0.22), (0.5, 0.12)], tress)
    lids = max(0.0, 1 - abs(phase - 0.4) / 0.04)
    pen.disc((0.61, 0.17), 0.02, (30, 24, 28), squash=max(1 - lids, 0.15))
    pen.limb([(0.61, 0.1), (0.645, 0.11)], [0.01, 0.01], (196, 70, 76))
    pen.sweep([(0.34, 0.1), (0.5, -0.16 - reach), (0.3, -0.3 - reach)], [0.045, 0.036, 0.026], skin)
