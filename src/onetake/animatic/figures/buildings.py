"""Buildings that are a shot's subject: a big wheel, a house."""

import math

from onetake.animatic.colour import mix, scaled
from onetake.animatic.figures.gear import ring
from onetake.animatic.figures.pen import Look, Pen
from onetake.animatic.figures.vehicle import glass

WIDE = (-1.25, -0.03, 1.25, 2.05)


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
