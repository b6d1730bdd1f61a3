"""Buildings that are a shot's subject: lighthouses, castles, windmills, big wheels, tents, houses."""

import math

from onetake.animatic.colour import mix, scaled
from onetake.animatic.figures.gear import ring
from onetake.animatic.figures.pen import Look, Pen
from onetake.animatic.figures.vehicle import glass

TOWER = (-1.5, -0.03, 1.5, 2.15)
WIDE = (-1.25, -0.03, 1.25, 2.05)


def lighthouse(pen: Pen, phase: float, look: Look) -> None:
    """A striped tower on a rock; its beam goes round."""
    turn = 2 * math.pi * phase
    rock = mix(look.dark, look.light, 0.28)
    pen.blob([(-0.9, 0.0), (-0.6, 0.2), (-0.2, 0.3), (0.3, 0.28), (0.7, 0.14), (0.95, 0.0)], rock)
    beam, reach = abs(math.cos(turn)), 1.4 * math.cos(turn)
    strong = int((70 if look.night > 0.5 else 34) * (0.25 + 0.75 * beam))
    for spread in (0.24, 0.13):
        pen.shape([(0.0, 1.78), (reach, 1.78 + spread), (reach, 1.78 - spread)], look.lamp, strong)
    rows = [(0.24 - 0.02 * i, 0.26 + 0.23 * i) for i in range(7)]
    for i, (half, y) in enumerate(rows[:-1]):
        above = rows[i + 1]
        pen.shape(
            [(-half, y), (half, y), (above[0], above[1]), (-above[0], above[1])],
            look.main if i % 2 == 0 else look.light,
        )
    for y in (0.6, 1.06):
        pen.box(-0.04, y, 0.04, y + 0.12, glass(look))
    pen.box(-0.2, 1.63, 0.2, 1.68, look.dark)
    pen.box(-0.11, 1.68, 0.11, 1.9, mix(look.lamp, look.light, 0.3))
    for x in (-0.11, 0.0, 0.11):
        pen.limb([(x, 1.68), (x, 1.9)], [0.01, 0.01], look.dark)
    pen.shape([(-0.15, 1.9), (0.15, 1.9), (0.0, 2.06)], look.main)
    pen.disc((0.0, 1.79), 0.1 + 0.03 * beam, look.lamp, 130)


def castle(pen: Pen, phase: float, look: Look) -> None:
    """Towers with pointed roofs, a gate, flags in the wind."""
    stone, roof = mix(look.main, look.light, 0.15), look.second
    for x, wide, high in (
        (-0.8, 0.2, 1.1),
        (0.8, 0.2, 1.1),
        (-0.36, 0.18, 1.36),
        (0.4, 0.18, 1.3),
        (0.0, 0.2, 1.56),
    ):
        pen.box(x - wide, 0.0, x + wide, high, scaled(stone, 0.9 if abs(x) > 0.2 else 1.0))
        pen.shape([(x - wide - 0.05, high), (x + wide + 0.05, high), (x, high + 0.36)], roof)
        for y in (high - 0.22, high - 0.52):
            pen.limb([(x, y), (x, y + 0.07)], [0.035, 0.035], glass(look))
        wave = 0.04 * math.sin(2 * math.pi * phase + 3 * x)
        pen.limb([(x, high + 0.34), (x, high + 0.46)], [0.008, 0.008], look.dark)
        pen.shape([(x, high + 0.46), (x + 0.16, high + 0.42 + wave), (x, high + 0.38)], look.extra)
    pen.box(-0.92, 0.0, 0.92, 0.66, stone)
    for i in range(12):
        pen.box(-0.92 + 0.16 * i, 0.66, -0.84 + 0.16 * i, 0.74, stone)
    for row in range(4):
        for i in range(6):
            x = -0.84 + 0.3 * i + 0.15 * (row % 2)
            pen.limb(
                [(x, 0.1 + 0.15 * row), (x + 0.12, 0.1 + 0.15 * row)], [0.007, 0.007], scaled(stone, 0.82)
            )
    pen.limb([(0.0, 0.0), (0.0, 0.26)], [0.2, 0.2], scaled(look.dark, 0.9))
    pen.box(-0.2, 0.0, 0.2, 0.26, scaled(look.dark, 0.9))


def windmill(pen: Pen, phase: float, look: Look) -> None:
    """A mill whose four sails turn a quarter each cycle."""
    wood = mix((120, 84, 56), look.dark, 0.15)
    pen.shape([(-0.42, 0.0), (0.42, 0.0), (0.24, 1.16), (-0.24, 1.16)], look.light)
    pen.shape([(0.1, 0.0), (0.42, 0.0), (0.24, 1.16), (0.06, 1.16)], scaled(look.light, 0.84))
    pen.blob([(-0.28, 1.14), (-0.2, 1.34), (0.0, 1.44), (0.2, 1.34), (0.28, 1.14)], look.main)
    pen.box(-0.1, 0.0, 0.1, 0.32, wood)
    for y in (0.52, 0.84):
        pen.box(-0.07, y, 0.07, y + 0.13, glass(look))
    hub = (0.0, 1.22)
    for i in range(4):
        a = -0.5 * math.pi * (phase + i)
        c, s = math.cos(a), math.sin(a)

        def spot(along: float, across: float, c: float = c, s: float = s) -> tuple[float, float]:
            return hub[0] + along * c - across * s, hub[1] + along * s + across * c

        pen.shape(
            [spot(0.16, 0.0), spot(0.16, 0.16), spot(0.8, 0.18), spot(0.8, 0.0)],
            mix(look.light, (255, 255, 255), 0.2),
        )
        for share in (0.16, 0.32, 0.48, 0.64, 0.8):
            pen.limb([spot(share, 0.0), spot(share, 0.17)], [0.008, 0.008], wood)
        pen.limb([hub, spot(0.82, 0.0)], [0.024, 0.016], wood)
    pen.disc(hub, 0.06, wood)


def big_wheel(pen: Pen, phase: float, look: Look) -> None:
    """A ferris wheel: twelve cabins hang upright as it turns; it is lit at night."""
    hub, r, steel = (0.0, 1.02), 0.86, mix(look.light, look.dark, 0.25)
    for x in (-0.5, 0.5):
        pen.limb([(x, 0.0), hub], [0.035, 0.03], scaled(steel, 0.7))
    pen.limb(ring(hub, r, r, 0.0, 1.0, 36), [0.02] * 36, steel)
    pen.limb(ring(hub, r * 0.8, r * 0.8, 0.0, 1.0, 36), [0.01] * 36, steel)
    for i in range(12):
        a = 2 * math.pi * (i + phase) / 12
        at = (hub[0] + r * math.cos(a), hub[1] + r * math.sin(a))
        pen.limb([hub, at], [0.008, 0.008], steel)
        if look.night > 0.5:
            pen.disc(at, 0.1, look.lamp, 60)
            pen.disc(at, 0.024, look.lamp)
    for i in range(12):
        a = 2 * math.pi * (i + phase) / 12
        x, y = hub[0] + r * math.cos(a), hub[1] + r * math.sin(a) - 0.09
        pen.limb([(x - 0.03, y), (x + 0.03, y)], [0.055, 0.055], look.main)
        pen.box(x - 0.06, y - 0.01, x + 0.06, y + 0.04, glass(look))
    pen.disc(hub, 0.08, scaled(steel, 0.8))
    pen.box(-0.7, 0.0, 0.7, 0.06, scaled(steel, 0.6))


def tent(pen: Pen, phase: float, look: Look) -> None:
    """A tent with a light inside; its flap moves."""
    sway = 0.03 * math.sin(2 * math.pi * phase)
    pen.shape([(-1.0, 0.0), (0.0, 1.1), (1.0, 0.0)], look.main)
    pen.shape([(0.0, 1.1), (1.0, 0.0), (0.36, 0.0)], scaled(look.main, 0.78))
    pen.shape(
        [(-0.34, 0.0), (0.0, 0.96), (0.34, 0.0)], mix(look.lamp, look.main, 0.25 if look.night > 0.5 else 0.6)
    )
    pen.shape([(-0.34, 0.0), (0.0, 0.96), (-0.12 + sway, 0.0)], scaled(look.main, 0.88))
    pen.limb([(-1.0, 0.0), (0.0, 1.1), (1.0, 0.0)], [0.016] * 3, scaled(look.main, 0.6))
    for side in (-1, 1):
        pen.limb([(side * 0.66, 0.38), (side * 1.16, 0.0)], [0.006, 0.006], look.light)


def house(pen: Pen, phase: float, look: Look) -> None:
    """A cottage; smoke from its chimney, light in its windows."""
    for i in range(7):
        age = (i + phase) / 7
        at = (0.5 + 0.3 * age + 0.05 * math.sin(6 * age), 1.42 + 0.5 * age)
        pen.disc(at, 0.04 + 0.09 * age, look.light, int(150 * (1 - age)))
    pen.box(0.42, 0.96, 0.58, 1.42, scaled(look.main, 0.7))
    pen.box(-0.78, 0.0, 0.78, 0.76, mix(look.light, (244, 226, 196), 0.4))
    pen.shape([(-0.95, 0.74), (0.95, 0.74), (0.5, 1.3), (-0.5, 1.3)], look.main)
    for row in range(4):
        y = 0.82 + 0.13 * row
        half = 0.9 - 0.1 * row
        pen.limb([(-half, y), (half, y)], [0.007, 0.007], scaled(look.main, 0.76))
    pen.box(-0.14, 0.0, 0.14, 0.46, mix((120, 74, 46), look.dark, 0.1))
    pen.disc((0.09, 0.22), 0.018, (230, 190, 90))
    for x in (-0.5, 0.5):
        pen.box(x - 0.16, 0.28, x + 0.16, 0.58, scaled(look.main, 0.8))
        pen.box(x - 0.13, 0.31, x + 0.13, 0.55, glass(look))
        pen.limb([(x, 0.31), (x, 0.55)], [0.01, 0.01], look.light)
        pen.limb([(x - 0.13, 0.43), (x + 0.13, 0.43)], [0.01, 0.01], look.light)
