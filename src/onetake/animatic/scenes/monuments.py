"""Buildings that a place is known by: castle, pagoda, palace, lighthouse, ruins, pyramids, bridge."""

import math
import random
from collections.abc import Callable

from onetake.animatic.canvas import Point
from onetake.animatic.colour import RGB, mix, scaled
from onetake.animatic.scenes.plot import Plot
from onetake.animatic.stage import Stage

Ink = Callable[[RGB], RGB]
"""A local colour as it is seen where the building stands."""
_LIT: RGB = (255, 214, 138)


def castle(stage: Stage, plot: Plot, ink: Ink, chance: random.Random) -> None:
    """Towers with pointed roofs and a keep on a rock, flags on them."""
    stone, roof = ink((156, 148, 142)), ink(chance.choice(((92, 84, 120), (150, 74, 66), (66, 96, 116))))
    plot.form(
        [(-0.42, 0), (-0.3, 0.09), (-0.1, 0.12), (0.16, 0.13), (0.34, 0.08), (0.46, 0)],
        ink((96, 96, 92)),
        round=3,
    )
    for x, wide, tall in ((-0.2, 0.05, 0.2), (0.22, 0.055, 0.24), (0.06, 0.045, 0.3), (-0.06, 0.06, 0.26)):
        base = 0.09
        plot.box(x - wide, base, x + wide, base + tall, stone)
        plot.box(x + wide * 0.3, base, x + wide, base + tall, scaled(stone, 0.8))
        plot.form(
            [(x - wide * 1.3, base + tall), (x, base + tall + wide * 3), (x + wide * 1.3, base + tall)], roof
        )
        plot.form(
            [(x, base + tall), (x, base + tall + wide * 3), (x + wide * 1.3, base + tall)], scaled(roof, 0.76)
        )
        _flag(plot, x, base + tall + wide * 3, roof)
        _slit(stage, plot, x, base + tall * 0.7)
    plot.box(-0.24, 0.08, 0.26, 0.2, stone)
    for index in range(13):
        plot.box(-0.24 + index * 0.04, 0.2, -0.22 + index * 0.04, 0.222, stone)
    plot.form([(-0.03, 0.08), (-0.03, 0.14), (0.0, 0.165), (0.03, 0.14), (0.03, 0.08)], scaled(stone, 0.4))


def _flag(plot: Plot, x: float, up: float, cloth: RGB) -> None:
    plot.line([(x, up), (x, up + 0.045)], scaled(cloth, 0.5), 0.003)
    plot.form([(x, up + 0.045), (x + 0.04, up + 0.034), (x, up + 0.022)], mix(cloth, (220, 60, 60), 0.6))


def _slit(stage: Stage, plot: Plot, x: float, up: float) -> None:
    """A narrow window, lit after dark."""
    lit = stage.palette.lamps > 0.3
    if lit:
        plot.halo(x, up, 0.06, _LIT, 0.5)
    plot.box(x - 0.008, up - 0.02, x + 0.008, up + 0.02, _LIT if lit else (50, 48, 56))


def _eaves(plot: Plot, middle: float, up: float, wide: float, tall: float, ink: RGB) -> None:
    """A roof of the east: its corners swing up, its ridge is short."""
    curve = [
        (middle - wide, up + tall * 0.35),
        (middle - wide * 0.72, up + tall * 0.12),
        (middle - wide * 0.42, up + tall),
        (middle + wide * 0.42, up + tall),
        (middle + wide * 0.72, up + tall * 0.12),
        (middle + wide, up + tall * 0.35),
        (middle + wide * 0.8, up - tall * 0.04),
        (middle - wide * 0.8, up - tall * 0.04),
    ]
    plot.form(curve, ink)
    plot.line(
        [(middle - wide * 0.46, up + tall), (middle + wide * 0.46, up + tall)], scaled(ink, 1.35), tall * 0.09
    )
    plot.line([(middle - wide * 0.8, up), (middle + wide * 0.8, up)], scaled(ink, 0.6), tall * 0.08)


def temple(stage: Stage, plot: Plot, ink: Ink, chance: random.Random) -> None:
    """A pagoda of many roofs, a hall beside it, trees at its foot."""
    roof, wall = ink((66, 74, 84)), ink((172, 62, 48))
    x, up, wide = 0.0, 0.0, 0.11
    for _ in range(5 + chance.randint(0, 2)):
        plot.box(x - wide * 0.62, up, x + wide * 0.62, up + 0.055, wall)
        if stage.palette.lamps > 0.3:
            plot.box(x - wide * 0.34, up + 0.006, x + wide * 0.34, up + 0.04, _LIT)
        _eaves(plot, x, up + 0.052, wide * 1.12, 0.036, roof)
        up, wide = up + 0.078, wide * 0.86
    plot.line([(x, up), (x, up + 0.09)], ink((206, 170, 84)), 0.008)
    side = chance.choice((-1, 1)) * 0.34
    plot.box(side - 0.15, 0, side + 0.15, 0.085, wall)
    for index in range(5):
        post = side - 0.14 + index * 0.07
        plot.box(post - 0.006, 0, post + 0.006, 0.085, scaled(wall, 0.6))
    _eaves(plot, side, 0.082, 0.21, 0.075, roof)


def palace(stage: Stage, plot: Plot, ink: Ink, chance: random.Random) -> None:
    """A great hall with two golden roofs on white terraces, wings at both sides."""
    gold, red, stone = ink((226, 172, 66)), ink((178, 54, 42)), ink((228, 222, 210))
    for row, wide in ((0.0, 0.8), (0.03, 0.7), (0.06, 0.6)):
        plot.box(-wide, row, wide, row + 0.034, scaled(stone, 0.88 + row * 2))
        for index in range(-12, 13):
            plot.box(index * wide / 12.5 - 0.004, row + 0.03, index * wide / 12.5 + 0.004, row + 0.05, stone)
    plot.form([(-0.09, 0), (-0.07, 0.094), (0.07, 0.094), (0.09, 0)], scaled(stone, 0.8))
    for side in (-0.62, 0.62):
        plot.box(side - 0.14, 0.06, side + 0.14, 0.15, red)
        _eaves(plot, side, 0.148, 0.19, 0.06, gold)
    plot.box(-0.4, 0.094, 0.4, 0.215, red)
    for index in range(-5, 6):
        plot.box(index * 0.078 - 0.009, 0.094, index * 0.078 + 0.009, 0.215, scaled(red, 0.62))
        if stage.palette.lamps > 0.3 and index % 2 == 0:
            plot.box(index * 0.078 + 0.016, 0.1, index * 0.078 + 0.06, 0.18, _LIT)
    _eaves(plot, 0, 0.21, 0.52, 0.075, gold)
    plot.box(-0.28, 0.27, 0.28, 0.315, red)
    _eaves(plot, 0, 0.31, 0.4, 0.1, gold)


def lighthouse(stage: Stage, plot: Plot, ink: Ink, chance: random.Random) -> None:
    """A banded tower on a rock; its lamp burns when it is dark."""
    white, red, rock = ink((240, 236, 228)), ink((198, 58, 48)), ink((86, 84, 88))
    plot.form(
        [(-0.36, -0.03), (-0.26, 0.07), (-0.08, 0.1), (0.12, 0.09), (0.26, 0.05), (0.4, -0.03)], rock, round=3
    )
    plot.form([(0.02, 0.0), (0.12, 0.09), (0.26, 0.05), (0.4, -0.03)], scaled(rock, 0.7))
    for index in range(5):
        low, high = 0.08 + index * 0.075, 0.155 + index * 0.075
        a, b = 0.058 - 0.0055 * index, 0.0525 - 0.0055 * index
        tone = red if index % 2 else white
        plot.form([(-a, low), (a, low), (b, high), (-b, high)], tone)
        plot.form([(a * 0.3, low), (a, low), (b, high), (b * 0.3, high)], scaled(tone, 0.78))
    plot.box(-0.046, 0.455, 0.046, 0.466, scaled(rock, 0.6))
    lit = stage.palette.lamps > 0.3 or stage.reading.weather in ("storm", "fog", "rain")
    if lit:
        plot.halo(0, 0.49, 0.34, (255, 240, 196), 0.8)
        for way in (-1, 1):
            plot.form([(0, 0.492), (way * 1.5, 0.57), (way * 1.5, 0.42)], (255, 244, 206), 58)
    plot.box(-0.026, 0.466, 0.026, 0.516, (255, 246, 214) if lit else ink((160, 190, 204)))
    plot.form([(-0.036, 0.514), (0, 0.556), (0.036, 0.514)], red)
    plot.box(0.07, 0.08, 0.17, 0.14, white)
    plot.form([(0.06, 0.14), (0.12, 0.18), (0.18, 0.14)], red)


def ruins(stage: Stage, plot: Plot, ink: Ink, chance: random.Random) -> None:
    """Columns, some of them broken, with what is left of a gable; an arch that stands alone."""
    stone = ink((206, 194, 172))
    plot.box(-0.5, 0, 0.5, 0.03, scaled(stone, 0.82))
    for index in range(8):
        x, tall = -0.44 + index * 0.095, 0.26 if 1 < index < 6 else chance.uniform(0.07, 0.2)
        plot.box(x - 0.018, 0.03, x + 0.018, tall, stone)
        plot.box(x + 0.006, 0.03, x + 0.018, tall, scaled(stone, 0.75))
        if tall == 0.26:
            plot.box(x - 0.026, 0.25, x + 0.026, 0.268, scaled(stone, 1.08))
        else:
            plot.form([(x - 0.018, tall), (x + 0.004, tall + 0.02), (x + 0.018, tall)], stone)
    plot.box(-0.28, 0.266, 0.06, 0.296, scaled(stone, 0.94))
    plot.form([(-0.28, 0.296), (-0.11, 0.36), (-0.02, 0.32), (0.0, 0.296)], stone)
    for _ in range(9):
        x, r = chance.uniform(-0.6, 0.6), chance.uniform(0.012, 0.034)
        plot.form(
            [(x - r, 0), (x - r * 0.6, r), (x + r * 0.7, r * 0.9), (x + r, 0)],
            scaled(stone, chance.uniform(0.6, 0.95)),
        )


def pyramids(stage: Stage, plot: Plot, ink: Ink, chance: random.Random) -> None:
    """Three of them, lit from one side, in courses of stone."""
    for x, wide, tall in ((0.62, 0.22, 0.19), (-0.5, 0.3, 0.27), (0.05, 0.46, 0.42)):
        sand = ink(scaled((226, 180, 116), chance.uniform(0.94, 1.04)))
        plot.form([(x - wide, 0), (x, tall), (x + wide, 0)], sand)
        plot.form([(x + wide * 0.22, 0), (x, tall), (x + wide, 0)], scaled(sand, 0.64))
        for index in range(1, 12):
            up = tall * index / 12
            half = wide * (1 - index / 12)
            plot.line([(x - half, up), (x + half, up)], scaled(sand, 0.86 if index % 2 else 0.92), 0.002)


def bridge(stage: Stage, plot: Plot, ink: Ink, chance: random.Random) -> None:
    """A stone bridge of three arches with a parapet, from bank to bank."""
    stone = ink((168, 160, 146))
    rise: list[Point] = [
        (-1.3 + index * 0.1, 0.06 + 0.15 * math.cos((-1.3 + index * 0.1) * 1.2)) for index in range(27)
    ]
    plot.form([(-1.3, -0.02), *rise, (1.3, -0.02)], stone)
    for middle, wide in ((0.0, 0.24), (-0.56, 0.18), (0.56, 0.18)):
        arch = [
            (middle + wide * math.cos(a * math.pi / 16), wide * 0.62 * math.sin(a * math.pi / 16))
            for a in range(17)
        ]
        plot.form([(middle + wide, -0.03), *arch, (middle - wide, -0.03)], scaled(stone, 0.34))
        plot.line(arch, scaled(stone, 1.2), 0.012)
    plot.line(rise, scaled(stone, 0.7), 0.008)
    for x, up in rise[::1]:
        plot.box(x - 0.008, up, x + 0.008, up + 0.05, scaled(stone, 0.92))
    plot.line([(x, up + 0.05) for x, up in rise], scaled(stone, 1.12), 0.012)


def volcano(stage: Stage, plot: Plot, ink: Ink, chance: random.Random) -> None:
    """A cone with fire in its crater, lava down its side, smoke above."""
    rock = ink((92, 78, 76))
    for index in range(7):
        smoke = mix(ink((120, 112, 112)), rock, 0.15 * (6 - index))
        plot.disc(
            0.02 + 0.02 * index + chance.uniform(-0.03, 0.03),
            0.44 + index * 0.05,
            0.045 + 0.016 * index,
            smoke,
        )
    plot.form([(-0.62, 0), (-0.3, 0.16), (-0.085, 0.4), (0.085, 0.4), (0.3, 0.17), (0.62, 0)], rock)
    plot.form([(0.0, 0.4), (0.085, 0.4), (0.3, 0.17), (0.62, 0), (0.16, 0)], scaled(rock, 0.72))
    plot.halo(0.0, 0.42, 0.26, (255, 110, 40), 0.85)
    fire = (255, 132, 44)
    plot.form(
        [(-0.08, 0.4), (-0.03, 0.385), (0.03, 0.39), (0.08, 0.4), (0.04, 0.41), (-0.04, 0.412)],
        (255, 214, 120),
    )
    for path in (
        ((-0.03, 0.4), (-0.06, 0.31), (-0.03, 0.22), (-0.09, 0.1)),
        ((0.04, 0.4), (0.09, 0.3), (0.07, 0.2)),
    ):
        plot.line(path, fire, 0.016)
        plot.line(path, (255, 220, 130), 0.006)
