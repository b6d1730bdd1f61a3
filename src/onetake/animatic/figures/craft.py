"""Craft with a name of their own: buses, steam engines, motorbikes, ships, helicopters, drones, saucers."""

import math

from onetake.animatic.colour import mix, scaled
from onetake.animatic.figures.pen import Look, Pen
from onetake.animatic.figures.vehicle import glass, headlights, wheel


def bus(pen: Pen, phase: float, look: Look) -> None:
    """A long bus with a row of windows."""
    bob = 0.008 * math.sin(4 * math.pi * phase)
    headlights(pen, look, 1.5, 0.36)
    pen.blob(
        [
            (-1.6, 0.2),
            (-1.62, 1.12 + bob),
            (-1.5, 1.26 + bob),
            (1.3, 1.26 + bob),
            (1.5, 1.12 + bob),
            (1.56, 0.5),
            (1.54, 0.2),
            (0.0, 0.18),
        ],
        look.main,
    )
    pen.box(-1.58, 0.5, 1.54, 0.56, scaled(look.main, 0.6))
    for i in range(6):
        left = -1.46 + i * 0.42
        pen.box(left, 0.68 + bob, left + 0.34, 1.08 + bob, glass(look))
        pen.disc((left + 0.17, 0.78 + bob), 0.07, scaled(look.dark, 0.9))
        pen.box(left, 0.62 + bob, left + 0.34, 0.72 + bob, scaled(look.main, 0.92))
    pen.box(1.08, 0.28, 1.34, 1.1 + bob, mix(glass(look), look.dark, 0.2))
    pen.blob([(1.38, 0.66), (1.38, 1.12 + bob), (1.48, 1.1 + bob), (1.54, 0.66)], glass(look))
    pen.disc((1.5, 0.36), 0.05, look.lamp)
    pen.disc((-1.58, 0.4), 0.04, (216, 52, 44))
    for x in (-1.0, 0.95):
        pen.disc((x, 0.22), 0.27, scaled(look.dark, 0.5))
        wheel(pen, x, 0.23, phase, look, 6)


def steam_train(pen: Pen, phase: float, look: Look) -> None:
    """A steam engine with its coaches; the rods go with the wheels and the smoke trails."""
    for i in range(9):
        age = (i + phase) / 9
        pen.disc(
            (2.2 - 3.4 * age, 1.3 + 0.62 * age + 0.05 * math.sin(9 * age)),
            0.1 + 0.24 * age,
            look.light,
            int(200 * (1 - age) ** 1.2),
        )
    black = mix(look.dark, look.main, 0.12)
    for i in range(2):
        left = -3.3 + i * 1.62
        pen.box(left, 0.24, left + 1.5, 1.08, look.main)
        pen.blob(
            [(left - 0.05, 1.06), (left + 1.55, 1.06), (left + 1.4, 1.2), (left + 0.1, 1.2)],
            scaled(look.main, 0.6),
        )
        for j in range(4):
            pen.box(left + 0.14 + j * 0.35, 0.62, left + 0.38 + j * 0.35, 0.94, glass(look))
        pen.limb([(left + 1.5, 0.3), (left + 1.66, 0.3)], [0.03] * 2, black)
        for x in (left + 0.32, left + 1.2):
            wheel(pen, x, 0.17, phase * 1.4, look, 4)
    pen.box(0.0, 0.3, 0.78, 1.2, black)
    pen.box(-0.06, 1.18, 0.86, 1.28, scaled(black, 0.7))
    pen.box(0.2, 0.78, 0.6, 1.08, glass(look))
    pen.limb([(0.9, 0.78), (2.3, 0.78)], [0.3, 0.3], black)
    for x in (1.1, 1.6, 2.1):
        pen.limb([(x, 0.5), (x, 1.06)], [0.022] * 2, mix(black, (222, 180, 84), 0.6))
    pen.box(0.7, 0.3, 2.6, 0.44, scaled(look.main, 0.8))
    pen.blob([(2.1, 1.04), (2.32, 1.04), (2.38, 1.34), (2.04, 1.34)], black)
    pen.disc((1.5, 1.1), 0.11, (222, 180, 84))
    pen.shape([(2.56, 0.44), (2.6, 0.2), (2.98, 0.06), (2.6, 0.06)], scaled(look.main, 0.7))
    pen.disc((2.6, 0.98), 0.08, look.lamp)
    for x, r in ((0.4, 0.28), (1.0, 0.28), (1.6, 0.28), (2.25, 0.17)):
        wheel(pen, x, r, phase, look, 6)
    a = -2 * math.pi * phase
    rod = [(x + 0.13 * math.cos(a), 0.28 + 0.13 * math.sin(a)) for x in (0.4, 1.0, 1.6)]
    pen.limb(rod, [0.032] * 3, mix(look.light, look.dark, 0.35))


def motorbike(pen: Pen, phase: float, look: Look) -> None:
    """A motorbike without its rider, who is drawn on it."""
    for x in (-0.5, 0.52):
        pen.disc((x, 0.27), 0.27, scaled(look.dark, 0.6))
        wheel(pen, x, 0.27, phase, look, 7)
    pen.limb([(0.52, 0.27), (0.3, 0.8)], [0.03, 0.03], mix(look.light, look.dark, 0.3))
    pen.blob(
        [(-0.36, 0.34), (-0.1, 0.24), (0.2, 0.26), (0.26, 0.46), (0.0, 0.54), (-0.3, 0.5)],
        mix(look.dark, look.light, 0.2),
    )
    pen.blob([(-0.08, 0.54), (0.06, 0.72), (0.32, 0.74), (0.36, 0.6), (0.14, 0.5)], look.main)
    pen.blob([(-0.72, 0.64), (-0.4, 0.56), (-0.06, 0.56), (-0.1, 0.64), (-0.4, 0.66)], scaled(look.dark, 0.8))
    pen.blob([(-0.74, 0.66), (-0.44, 0.58), (-0.5, 0.48), (-0.7, 0.5)], look.main)
    pen.limb([(0.3, 0.8), (0.2, 0.92)], [0.022, 0.018], look.dark)
    pen.disc((0.4, 0.76), 0.065, look.lamp)
    pen.limb([(-0.2, 0.26), (-0.74, 0.3)], [0.03, 0.045], mix(look.light, look.dark, 0.2))


def ship(pen: Pen, phase: float, look: Look) -> None:
    """A liner with decks and funnels."""
    rock = 0.02 * math.sin(2 * math.pi * phase)
    white = mix(look.light, look.main, 0.06)
    for i in range(6):
        age = (i + phase) / 6
        pen.disc((-0.1 - 0.9 * age, 1.14 + 0.3 * age), 0.06 + 0.13 * age, look.light, int(150 * (1 - age)))
    for x in (-0.3, 0.1):
        pen.shape([(x - 0.1, 0.7), (x + 0.1, 0.7), (x + 0.06, 1.1), (x - 0.12, 1.1)], look.main)
        pen.box(x - 0.12, 1.0, x + 0.07, 1.1, look.dark)
    for low, left, right in ((0.26, -0.9, 0.86), (0.42, -0.8, 0.7), (0.57, -0.66, 0.5)):
        pen.box(left, low, right, low + 0.15, white)
        count = int((right - left) / 0.13)
        for i in range(count):
            pen.box(left + 0.05 + i * 0.13, low + 0.05, left + 0.12 + i * 0.13, low + 0.11, glass(look))
    pen.blob(
        [
            (-1.05, 0.28),
            (-1.0, -0.02),
            (-0.7, -0.16),
            (0.8, -0.16),
            (1.06, 0.06),
            (1.3, 0.36 + rock),
            (0.9, 0.28),
        ],
        scaled(look.main, 0.5),
    )
    pen.limb([(-1.04, 0.27), (0.9, 0.27), (1.26, 0.35 + rock)], [0.02] * 3, white)


def helicopter(pen: Pen, phase: float, look: Look) -> None:
    """A helicopter; the rotor is a blur with a blade in it."""
    pen.limb([(-0.3, 0.12), (-1.3, 0.3)], [0.13, 0.05], look.main)
    pen.shape([(-1.2, 0.28), (-1.44, 0.62), (-1.26, 0.6), (-1.1, 0.3)], look.main)
    spin = 2 * math.pi * phase * 3
    pen.limb(
        [
            (-1.3 - 0.16 * math.cos(spin), 0.44 - 0.16 * math.sin(spin)),
            (-1.3 + 0.16 * math.cos(spin), 0.44 + 0.16 * math.sin(spin)),
        ],
        [0.014] * 2,
        look.dark,
    )
    pen.blob(
        [(-0.5, 0.1), (-0.3, 0.36), (0.2, 0.4), (0.62, 0.2), (0.72, 0.0), (0.5, -0.2), (-0.2, -0.22)],
        look.main,
    )
    pen.blob([(0.12, 0.34), (0.3, 0.34), (0.6, 0.16), (0.66, 0.0), (0.2, -0.02)], glass(look))
    pen.box(-0.3, 0.02, 0.04, 0.24, glass(look))
    for x in (-0.2, 0.3):
        pen.limb([(x, -0.2), (x + 0.03, -0.36)], [0.016] * 2, look.dark)
    pen.limb([(-0.5, -0.36), (0.62, -0.36), (0.72, -0.3)], [0.02] * 3, look.dark)
    pen.limb([(0.0, 0.38), (0.0, 0.54)], [0.03, 0.025], look.dark)
    pen.disc((0.0, 0.54), 1.25, look.dark, 46, 0.05)
    wide = 1.2 * math.cos(spin)
    pen.limb([(-wide, 0.54), (wide, 0.54)], [0.018] * 2, look.dark)


def drone(pen: Pen, phase: float, look: Look) -> None:
    """A quadcopter with a camera below."""
    spin = 6 * math.pi * phase
    for x, y, near in ((-0.5, 0.2, 0.8), (0.5, 0.2, 0.8), (-0.72, 0.12, 1.0), (0.72, 0.12, 1.0)):
        pen.limb(
            [(0.0, 0.02), (x, y - 0.05)],
            [0.05 * near, 0.03 * near],
            look.far(look.main) if near < 1 else look.main,
        )
        pen.limb([(x, y - 0.08), (x, y + 0.02)], [0.035 * near] * 2, look.dark)
        pen.disc((x, y + 0.05), 0.32 * near, look.dark, 60, 0.16)
        reach = 0.3 * near * math.cos(spin + x * 5)
        pen.limb([(x - reach, y + 0.05), (x + reach, y + 0.05)], [0.012] * 2, look.dark)
    pen.blob([(-0.3, 0.0), (-0.2, 0.14), (0.24, 0.14), (0.34, 0.02), (0.2, -0.1), (-0.2, -0.1)], look.main)
    pen.disc((0.12, -0.16), 0.1, look.dark)
    pen.disc((0.16, -0.16), 0.055, mix((60, 90, 140), look.light, 0.2))
    for x, colour in ((-0.26, (216, 52, 44)), (0.3, (90, 220, 120))):
        pen.disc((x, 0.05), 0.022 if phase < 0.5 else 0.034, colour)


def saucer(pen: Pen, phase: float, look: Look) -> None:
    """A flying saucer with lights that run round it."""
    for reach, alpha in ((0.62, 26), (0.46, 30)):
        pen.shape([(-0.22, -0.1), (0.22, -0.1), (reach, -1.0), (-reach, -1.0)], look.lamp, alpha)
    metal = mix((156, 166, 180), look.light, 0.2)
    pen.disc((0.0, 0.2), 0.42, mix((110, 190, 210), look.light, 0.25), squash=0.85)
    pen.disc((0.1, 0.34), 0.1, look.light, squash=0.6)
    pen.disc((0.0, 0.0), 1.0, metal, squash=0.26)
    pen.disc((0.0, 0.05), 0.86, mix(metal, look.light, 0.4), squash=0.2)
    pen.disc((0.0, -0.16), 0.4, scaled(metal, 0.6), squash=0.3)
    for i in range(9):
        a = math.pi * (i + 0.5) / 9
        on = (i / 9 - phase) % 0.34 < 0.12
        pen.disc(
            (-0.92 * math.cos(a), -0.04 - 0.16 * math.sin(a)),
            0.05,
            look.lamp if on else scaled(look.main, 0.8),
        )


def starship(pen: Pen, phase: float, look: Look) -> None:
    """A spaceship that flies level, its engines burning."""
    flick = 0.2 * math.sin(2 * math.pi * phase) + 0.08 * math.sin(6 * math.pi * phase)
    for reach, alpha in ((0.46, 30), (0.32, 50), (0.2, 80)):
        pen.disc((-1.12, 0.0), reach * (1 + 0.25 * flick), (86, 160, 255), alpha)
    for y in (0.1, -0.12):
        pen.blob([(-1.0, y + 0.07), (-1.0, y - 0.07), (-1.5 - flick, y)], (96, 170, 255))
        pen.blob([(-1.0, y + 0.04), (-1.0, y - 0.04), (-1.26 - flick * 0.6, y)], (226, 244, 255))
    hull = mix((188, 194, 204), look.light, 0.25)
    pen.shape([(-0.5, 0.1), (-1.1, 0.56), (-0.8, 0.56), (0.2, 0.14)], look.far(look.main))
    pen.blob(
        [(1.5, -0.02), (0.9, 0.16), (0.0, 0.26), (-1.0, 0.2), (-1.04, -0.2), (0.0, -0.2), (0.9, -0.14)], hull
    )
    pen.blob(
        [(1.46, -0.04), (0.9, -0.14), (0.0, -0.2), (-1.02, -0.2), (-1.0, -0.1), (0.4, -0.08)],
        scaled(hull, 0.72),
    )
    pen.blob([(0.5, 0.18), (0.72, 0.3), (0.98, 0.22), (1.1, 0.1)], (64, 110, 150))
    pen.shape([(-0.2, 0.0), (-1.16, -0.5), (-0.84, -0.5), (0.42, -0.04)], look.main)
    for i in range(7):
        pen.disc((-0.7 + i * 0.17, 0.08), 0.028, look.lamp)
    pen.box(-1.06, -0.2, -0.96, 0.2, scaled(hull, 0.5))


def paper_boat(pen: Pen, phase: float, look: Look) -> None:
    """A boat folded from a sheet of paper; it rocks on the water."""
    rock = 0.06 * math.sin(2 * math.pi * phase)
    white = mix(look.light, (255, 255, 255), 0.3)
    pen.shape([(-0.3, 0.1), (0.0 - rock, 1.0), (0.3, 0.1)], white)
    pen.shape([(0.0, 0.1), (0.0 - rock, 1.0), (0.3, 0.1)], scaled(white, 0.84))
    hull = [(-1.0, 0.5 - rock), (-0.55, -0.14), (0.55, -0.14), (1.0, 0.5 + rock)]
    pen.shape([hull[0], (0.0, 0.16), hull[3], hull[2], hull[1]], white)
    pen.shape([(0.0, 0.16), hull[3], hull[2], (0.0, -0.14)], scaled(white, 0.88))
    pen.limb([hull[0], (0.0, 0.16), hull[3]], [0.008, 0.01, 0.008], scaled(white, 0.7))


def paper_plane(pen: Pen, phase: float, look: Look) -> None:
    """A dart folded from a sheet of paper; it pitches as it glides."""
    nose = 0.05 * math.sin(2 * math.pi * phase)
    white = mix(look.light, (255, 255, 255), 0.3)
    tip = (1.1, 0.04 + nose)
    pen.shape([tip, (-0.9, 0.5 - nose), (-0.7, 0.12)], scaled(white, 0.86))
    pen.shape([tip, (-0.7, 0.12), (-0.62, -0.26), (-0.5, 0.06)], scaled(white, 0.7))
    pen.shape([tip, (-0.5, 0.06), (-1.0, -0.06 - nose)], white)
    pen.limb([tip, (-0.5, 0.06)], [0.006, 0.008], scaled(white, 0.6))


def rowboat(pen: Pen, phase: float, look: Look) -> None:
    """A small open boat; the blades dip, pull and come back through the air."""
    turn = 2 * math.pi * phase
    wood, rock = look.main, 0.03 * math.sin(turn)
    blade = (-0.1 + 0.5 * math.cos(turn), -0.06 + 0.16 * max(0.0, math.sin(turn)))
    pen.blob(
        [
            (-1.0, 0.3),
            (-0.86, 0.02),
            (-0.5, -0.14),
            (0.5, -0.14),
            (0.86, 0.02),
            (1.1, 0.36 + rock),
            (0.0, 0.2),
        ],
        wood,
    )
    pen.limb([(-0.99, 0.29), (0.0, 0.195), (1.07, 0.345 + rock)], [0.032] * 3, mix(wood, look.light, 0.5))
    for y in (0.06, -0.04):
        pen.limb([(-0.8, y + 0.03), (0.0, y - 0.02), (0.82, y + 0.04)], [0.008] * 3, scaled(wood, 0.7))
    pen.limb(
        [(0.06 - 0.2 * math.cos(turn), 0.42), (0.02, 0.24), blade], [0.018, 0.02, 0.018], scaled(wood, 1.2)
    )
    pen.limb([blade, (blade[0] + 0.16 * math.cos(turn), blade[1] - 0.1)], [0.035, 0.045], scaled(wood, 1.25))
