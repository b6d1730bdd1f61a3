"""Things to eat: burgers, pizzas, ice cream, doughnuts, sushi, dumplings, steaks."""

import math

from onetake.animatic.colour import RGB, mix, scaled
from onetake.animatic.figures.gear import ring
from onetake.animatic.figures.pen import Look, Pen


def _plate(pen: Pen, look: Look, half: float = 0.7) -> None:
    pen.disc((0.0, 0.06), half, scaled(look.light, 0.86), squash=0.14)
    pen.disc((0.0, 0.08), half * 0.94, look.light, squash=0.13)


def _steam(pen: Pen, look: Look, phase: float, low: float) -> None:
    for i, x in enumerate((-0.2, 0.05, 0.26)):
        for j in range(6):
            rise = (j + phase) / 6
            at = (x + 0.06 * math.sin(5 * rise + 2 * i), low + 0.55 * rise)
            pen.disc(at, 0.03 + 0.05 * rise, look.light, int(75 * math.sin(math.pi * rise)))


def burger(pen: Pen, phase: float, look: Look) -> None:
    """A burger in its layers."""
    _plate(pen, look)
    bun: RGB = (214, 146, 74)
    pen.blob([(-0.5, 0.12), (-0.5, 0.26), (0.5, 0.26), (0.5, 0.12), (0.0, 0.08)], bun)
    pen.limb([(-0.48, 0.34), (0.48, 0.34)], [0.075, 0.075], (104, 62, 40))
    drip = 0.05 + 0.02 * math.sin(2 * math.pi * phase)
    pen.shape(
        [(-0.54, 0.44), (0.54, 0.44), (0.3, 0.43), (0.2, 0.43 - 2 * drip), (0.08, 0.43), (-0.3, 0.42)],
        (250, 196, 66),
    )
    for i in range(9):
        pen.disc((-0.5 + 0.125 * i, 0.47 + 0.02 * (i % 2)), 0.085, (112, 178, 76), squash=0.6)
    pen.limb([(-0.42, 0.55), (0.42, 0.55)], [0.045, 0.045], (212, 66, 52))
    pen.blob([(-0.54, 0.58), (-0.44, 0.86), (0.0, 1.0), (0.44, 0.86), (0.54, 0.58), (0.0, 0.56)], bun)
    pen.limb(ring((0.0, 0.6), 0.42, 0.33, 0.3, 0.45, 10), [0.025] * 10, mix(bun, (255, 240, 210), 0.6))
    for i in range(9):
        a = 0.5 + 0.27 * i
        pen.disc((0.36 * math.cos(a), 0.64 + 0.27 * math.sin(a)), 0.022, (250, 232, 190), squash=0.7)
    _steam(pen, look, phase, 1.0)


def pizza(pen: Pen, phase: float, look: Look) -> None:
    """A whole pizza, seen a little from above."""
    for reach, colour in ((0.72, (196, 136, 78)), (0.64, (206, 74, 50)), (0.6, (246, 206, 110))):
        pen.disc((0.0, 0.44), reach, colour, squash=0.56)
    for i in range(9):
        a = 2.4 * i
        at = (0.17 * math.sqrt(i) * math.cos(a), 0.44 + 0.095 * math.sqrt(i) * math.sin(a))
        pen.disc(at, 0.085, (190, 60, 46), squash=0.6)
        pen.disc((at[0] - 0.02, at[1] + 0.012), 0.03, (226, 110, 84), squash=0.6)
        leaf = (at[0] + 0.13, at[1] + 0.03)
        pen.disc(leaf, 0.04, (86, 150, 70), squash=0.5)
    for i in range(4):
        a = math.pi * i / 4 + 0.2
        pen.limb(
            [
                (0.66 * math.cos(a), 0.44 + 0.37 * math.sin(a)),
                (-0.66 * math.cos(a), 0.44 - 0.37 * math.sin(a)),
            ],
            [0.006, 0.006],
            (170, 110, 60),
        )
    _steam(pen, look, phase, 0.62)


def ice_cream(pen: Pen, phase: float, look: Look) -> None:
    """Three scoops in a cone; one drop runs down."""
    cone: RGB = (222, 164, 92)
    pen.shape([(-0.28, 0.66), (0.28, 0.66), (0.0, 0.0)], cone)
    for i in range(4):
        pen.limb([(-0.24 + 0.14 * i, 0.64), (0.02 + 0.05 * i, 0.3)], [0.008] * 2, scaled(cone, 0.76))
        pen.limb([(0.24 - 0.14 * i, 0.64), (-0.02 - 0.05 * i, 0.3)], [0.008] * 2, scaled(cone, 0.76))
    for x, y, colour in (
        (-0.16, 0.78, (250, 206, 216)),
        (0.16, 0.78, (206, 232, 190)),
        (0.0, 1.04, (250, 238, 206)),
    ):
        pen.disc((x, y), 0.23, look.shown(colour))
        pen.disc((x - 0.07, y + 0.08), 0.06, (255, 255, 255), 150)
    slip = 0.24 * phase
    pen.limb(
        [(0.2, 0.66), (0.2, 0.6 - slip)], [0.022, 0.034], look.shown((206, 232, 190)), int(255 * (1 - phase))
    )
    pen.disc((0.0, 1.29), 0.075, (206, 40, 52))
    pen.limb([(0.01, 1.34), (0.08, 1.46)], [0.01, 0.008], (96, 130, 60))


def doughnut(pen: Pen, phase: float, look: Look) -> None:
    """A doughnut with icing and sprinkles."""
    _plate(pen, look, 0.66)
    pen.disc((0.0, 0.32), 0.56, (208, 146, 82), squash=0.5)
    pen.disc((0.0, 0.37), 0.53, (240, 138, 172), squash=0.47)
    pen.disc((0.0, 0.38), 0.17, (170, 112, 62), squash=0.46)
    pen.disc((0.0, 0.35), 0.13, scaled(look.light, 0.8), squash=0.4)
    for i in range(22):
        a, r = 2.4 * i, 0.25 + 0.11 * ((i * 7) % 5) / 2.2
        at = (r * math.cos(a), 0.38 + 0.46 * r * math.sin(a))
        colour = ((250, 214, 90), (110, 200, 230), (255, 255, 255), (140, 210, 120))[i % 4]
        pen.limb([at, (at[0] + 0.03 * math.cos(3 * a), at[1] + 0.015)], [0.011, 0.011], colour)
    pen.limb(
        ring((0.0, 0.38), 0.42, 0.19, 0.3, 0.44, 10),
        [0.018] * 10,
        (255, 226, 236),
        150 + int(60 * math.sin(2 * math.pi * phase)),
    )


def sushi(pen: Pen, phase: float, look: Look) -> None:
    """Three pieces on a board with chopsticks."""
    pen.box(-0.72, 0.02, 0.72, 0.1, (142, 98, 62))
    for x, fish in ((-0.44, (246, 130, 92)), (0.0, (238, 84, 84)), (0.44, (252, 214, 150))):
        pen.limb([(x - 0.09, 0.2), (x + 0.09, 0.2)], [0.1, 0.1], (250, 248, 242))
        pen.sweep([(x - 0.18, 0.28), (x, 0.36), (x + 0.18, 0.28)], [0.06, 0.075, 0.06], look.shown(fish))
        for i in range(3):
            at = x - 0.09 + 0.09 * i
            pen.limb([(at, 0.3), (at + 0.03, 0.39)], [0.008, 0.008], mix(fish, (255, 255, 255), 0.55))
    lift = 0.05 * math.sin(2 * math.pi * phase)
    for dy in (0.0, 0.045):
        pen.limb([(0.4, 0.42 + lift + dy), (0.74, 0.74 + lift + dy)], [0.012, 0.017], (120, 56, 40))


def dumplings(pen: Pen, phase: float, look: Look) -> None:
    """A bamboo steamer of dumplings in their steam."""
    _steam(pen, look, phase, 0.66)
    wood: RGB = (206, 160, 98)
    pen.box(-0.66, 0.04, 0.66, 0.46, wood)
    for y in (0.12, 0.36):
        pen.limb([(-0.66, y), (0.66, y)], [0.02, 0.02], scaled(wood, 0.76))
    pen.disc((0.0, 0.46), 0.66, scaled(wood, 0.86), squash=0.2)
    pen.disc((0.0, 0.46), 0.58, scaled(wood, 0.6), squash=0.18)
    for x, y in ((-0.34, 0.52), (0.0, 0.54), (0.34, 0.52), (-0.18, 0.46), (0.18, 0.46)):
        pen.disc((x, y), 0.16, (248, 242, 230), squash=0.72)
        for i in range(5):
            pen.limb([(x, y + 0.1), (x - 0.1 + 0.05 * i, y + 0.02)], [0.008, 0.004], (222, 210, 190))
        pen.disc((x, y + 0.1), 0.025, (232, 222, 204))


def steak(pen: Pen, phase: float, look: Look) -> None:
    """A steak on a hot plate."""
    _plate(pen, look)
    pen.blob(
        [(-0.5, 0.16), (-0.42, 0.36), (0.0, 0.4), (0.4, 0.34), (0.52, 0.18), (0.2, 0.1), (-0.3, 0.09)],
        (124, 62, 40),
    )
    pen.blob(
        [(-0.44, 0.24), (-0.36, 0.37), (0.0, 0.41), (0.36, 0.35), (0.44, 0.26), (0.0, 0.22)], (152, 80, 50)
    )
    for i in range(5):
        pen.limb([(-0.32 + 0.15 * i, 0.25), (-0.26 + 0.15 * i, 0.37)], [0.013, 0.013], (84, 42, 28))
    pen.limb([(0.4, 0.14), (0.62, 0.2)], [0.05, 0.03], (120, 176, 84))
    pen.disc((-0.56, 0.16), 0.075, (222, 74, 52))
    pen.box(-0.1, 0.36, 0.08, 0.44, (252, 230, 150))
    _steam(pen, look, phase, 0.46)
