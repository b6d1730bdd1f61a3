"""Goods of advertisements: cans, glasses, lipsticks, bags, rings, crowns; light plays on each of them."""

import math

from onetake.animatic.colour import RGB, mix, scaled
from onetake.animatic.figures.gear import glint, ring
from onetake.animatic.figures.pen import Look, Pen

_GOLD: RGB = (226, 184, 84)


def _round(pen: Pen, look: Look, rows: list[tuple[float, float]], colour: RGB, phase: float) -> None:
    """Something turned on a lathe: rows of (height, half width); shaded sides, a light that wanders."""
    right = [(w, y) for y, w in rows]
    pen.shape([*right, *((-w, y) for y, w in reversed(rows))], colour)
    for low, high, share in ((-1.0, -0.8, 0.72), (0.72, 1.0, 0.66)):
        band = [(w * low, y) for y, w in rows] + [(w * high, y) for y, w in reversed(rows)]
        pen.shape(band, scaled(colour, share), 150)
    at = 0.62 * math.sin(2 * math.pi * phase)
    band = [(w * (at - 0.09), y) for y, w in rows] + [(w * (at + 0.07), y) for y, w in reversed(rows)]
    pen.shape(band, mix(colour, look.light, 0.8), 150)


def bottle(pen: Pen, phase: float, look: Look) -> None:
    """A bottle with a label that goes round with the light."""
    rows = [(0.02, 0.3), (0.08, 0.34), (0.84, 0.34), (0.98, 0.22), (1.06, 0.11), (1.3, 0.09)]
    _round(pen, look, rows, look.main, phase)
    pen.box(-0.1, 1.24, 0.1, 1.44, scaled(look.dark, 0.9))
    pen.box(-0.1, 1.24, 0.1, 1.27, _GOLD)
    paper = mix(look.light, (250, 240, 216), 0.4)
    pen.box(-0.34, 0.26, 0.34, 0.74, paper)
    pen.box(-0.34, 0.7, 0.34, 0.72, _GOLD)
    pen.box(-0.34, 0.28, 0.34, 0.3, _GOLD)
    slide = 0.05 * math.sin(2 * math.pi * phase)
    pen.disc((slide, 0.57), 0.085, look.main)
    pen.disc((slide, 0.57), 0.05, paper)
    pen.box(slide - 0.2, 0.41, slide + 0.2, 0.45, look.dark)
    pen.box(slide - 0.13, 0.35, slide + 0.13, 0.375, mix(look.dark, paper, 0.4))
    for low, high in ((-0.34, -0.26), (0.25, 0.34)):
        pen.box(low, 0.26, high, 0.74, scaled(paper, 0.72), 150)


def can(pen: Pen, phase: float, look: Look) -> None:
    """A can of something cold, with drops on it."""
    steel = mix((190, 194, 202), look.dark, 0.08)
    _round(pen, look, [(0.02, 0.26), (0.08, 0.31), (1.02, 0.31), (1.1, 0.26)], look.main, phase)
    pen.disc((0.0, 1.1), 0.26, steel, squash=0.22)
    pen.disc((0.04, 1.11), 0.09, scaled(steel, 0.7), squash=0.3)
    pen.box(-0.26, 0.02, 0.26, 0.06, steel)
    pen.sweep([(-0.31, 0.44), (-0.1, 0.36), (0.1, 0.66), (0.31, 0.58)], [0.07, 0.06, 0.06, 0.07], look.light)
    for i in range(12):
        x, y = 0.27 * math.sin(5.3 * i), 0.14 + 0.075 * i
        slip = 0.03 * ((phase + 0.37 * i) % 1.0) if i % 4 == 0 else 0.0
        pen.disc((x, y - slip), 0.014 + 0.006 * (i % 3), mix(look.main, look.light, 0.75))


def glass(pen: Pen, phase: float, look: Look) -> None:
    """A tumbler with a drink and two cubes of ice that turn in it."""
    pane = mix((214, 226, 236), look.light, 0.4)
    pen.shape([(-0.34, 0.9), (0.34, 0.9), (0.28, 0.03), (-0.28, 0.03)], pane, 120)
    tilt = 0.012 * math.sin(2 * math.pi * phase)
    pen.shape([(-0.305, 0.52 + tilt), (0.305, 0.52 - tilt), (0.27, 0.1), (-0.27, 0.1)], look.main, 225)
    pen.disc((0.0, 0.52), 0.305, mix(look.main, look.light, 0.35), squash=0.14)
    for x, y, lag in ((-0.1, 0.5, 0.0), (0.12, 0.46, 2.0)):
        a = 0.4 * math.sin(2 * math.pi * phase + lag)
        corners = [
            (x + 0.13 * math.cos(a + 0.785 + 1.571 * i), y + 0.13 * math.sin(a + 0.785 + 1.571 * i))
            for i in range(4)
        ]
        pen.shape(corners, mix(pane, (255, 255, 255), 0.5), 190)
    pen.limb(ring((0.0, 0.9), 0.34, 0.05, 0.0, 1.0, 24), [0.012] * 24, mix(pane, (255, 255, 255), 0.5))
    pen.limb([(-0.27, 0.82), (-0.23, 0.14)], [0.022, 0.014], (255, 255, 255), 150)
    glint(pen, look, (0.3, 0.86), (0.25, 0.1), phase, 0.02)


def teapot(pen: Pen, phase: float, look: Look) -> None:
    """A teapot; steam from its spout."""
    for j in range(7):
        rise = (j + phase) / 7
        at = (0.74 - 0.06 + 0.04 * math.sin(5 * rise), 0.74 + 0.5 * rise)
        pen.disc(at, 0.03 + 0.035 * rise, look.light, int(80 * math.sin(math.pi * rise)))
    pen.limb(ring((-0.46, 0.44), 0.2, 0.24, 0.2, 0.8, 14), [0.04] * 14, scaled(look.main, 0.84))
    pen.sweep([(0.32, 0.3), (0.5, 0.44), (0.62, 0.7)], [0.11, 0.07, 0.045], scaled(look.main, 0.92))
    pen.blob([(-0.44, 0.4), (-0.3, 0.08), (0.3, 0.08), (0.44, 0.4), (0.28, 0.68), (-0.28, 0.68)], look.main)
    pen.disc((0.0, 0.68), 0.26, scaled(look.main, 0.86), squash=0.24)
    pen.disc((0.0, 0.72), 0.22, look.main, squash=0.3)
    pen.disc((0.0, 0.82), 0.06, scaled(look.main, 0.8))
    pen.limb(ring((0.0, 0.38), 0.32, 0.26, 0.34, 0.46, 10), [0.028] * 10, mix(look.main, look.light, 0.7))


def vase(pen: Pen, phase: float, look: Look) -> None:
    """A vase painted blue, with three stalks that sway."""
    sway = 0.03 * math.sin(2 * math.pi * phase)
    for x, tall, colour in (
        (-0.24, 1.36, look.extra),
        (0.02, 1.56, (244, 206, 110)),
        (0.26, 1.4, (240, 150, 176)),
    ):
        tip = (x + sway * (1 + x), tall)
        pen.limb([(x * 0.2, 0.8), tip], [0.014, 0.012], (80, 132, 76))
        for i in range(6):
            a = math.pi * i / 3
            pen.disc((tip[0] + 0.075 * math.cos(a), tip[1] + 0.075 * math.sin(a)), 0.055, look.shown(colour))
        pen.disc(tip, 0.045, (250, 226, 150))
    white = mix(look.light, (255, 255, 255), 0.2)
    _round(
        pen,
        look,
        [(0.02, 0.16), (0.1, 0.2), (0.42, 0.34), (0.64, 0.24), (0.8, 0.13), (0.88, 0.17)],
        white,
        phase,
    )
    for y, half in ((0.2, 0.22), (0.56, 0.26)):
        pen.limb([(-half, y), (half, y)], [0.014, 0.014], look.shown((52, 84, 160)))
    for i in range(5):
        pen.disc((-0.2 + 0.1 * i, 0.38), 0.036, look.shown((52, 84, 160)))


def lipstick(pen: Pen, phase: float, look: Look) -> None:
    """A lipstick that rises from its case."""
    up = 0.1 * (0.5 - 0.5 * math.cos(2 * math.pi * phase))
    pen.shape([(-0.12, 0.7), (0.12, 0.7), (0.12, 1.06 + up), (-0.12, 1.26 + up)], look.main)
    pen.shape(
        [(-0.12, 0.7), (-0.04, 0.7), (-0.04, 1.19 + up), (-0.12, 1.26 + up)], mix(look.main, look.light, 0.35)
    )
    _round(pen, look, [(0.5, 0.15), (0.8, 0.15)], _GOLD, phase)
    _round(pen, look, [(0.02, 0.2), (0.5, 0.2)], scaled(look.dark, 0.9), (phase + 0.3) % 1.0)
    pen.box(-0.2, 0.46, 0.2, 0.5, _GOLD)


def handbag(pen: Pen, phase: float, look: Look) -> None:
    """A handbag with a flap, a clasp and a handle."""
    pen.limb(ring((0.0, 0.66), 0.3, 0.46, 0.0, 0.5, 16), [0.03] * 16, scaled(look.main, 0.7))
    pen.blob([(-0.6, 0.1), (-0.54, 0.68), (0.0, 0.74), (0.54, 0.68), (0.6, 0.1), (0.0, 0.03)], look.main)
    pen.blob(
        [(-0.55, 0.68), (0.0, 0.76), (0.55, 0.68), (0.4, 0.4), (0.0, 0.32), (-0.4, 0.4)],
        scaled(look.main, 0.88),
    )
    pen.limb([(-0.5, 0.16), (0.5, 0.16)], [0.006, 0.006], mix(look.main, look.light, 0.5))
    pen.box(-0.07, 0.3, 0.07, 0.42, _GOLD)
    pen.disc((0.0, 0.36), 0.025, scaled(_GOLD, 0.6))
    glint(pen, look, (-0.5, 0.2), (0.46, 0.64), phase, 0.024)


def jewel(pen: Pen, phase: float, look: Look) -> None:
    """A ring with a cut stone that sparkles."""
    pen.limb(ring((0.0, 0.42), 0.36, 0.36, 0.0, 1.0, 36), [0.05] * 36, _GOLD)
    pen.limb(ring((0.0, 0.42), 0.36, 0.36, 0.3, 0.5, 12), [0.02] * 12, mix(_GOLD, (255, 255, 255), 0.6))
    stone: RGB = mix((206, 232, 250), look.main, 0.25)
    top, low = 1.12, 0.72
    pen.shape([(-0.26, 0.98), (-0.16, top), (0.16, top), (0.26, 0.98), (0.0, low)], stone)
    for i, x in enumerate((-0.26, -0.1, 0.1)):
        lit = 0.5 + 0.5 * math.sin(2 * math.pi * (phase + i / 3))
        pen.shape([(x, 0.98), (x + 0.16, 0.98), (0.0, low)], mix(stone, (255, 255, 255), 0.2 + 0.7 * lit))
    spark = max(0.0, math.sin(2 * math.pi * phase)) ** 3 * 0.28
    if spark > 0.02:
        x, y = 0.15, 1.08
        pen.shape([(x - spark, y), (x, y + 0.025), (x + spark, y), (x, y - 0.025)], (255, 255, 255))
        pen.shape([(x, y - spark), (x + 0.025, y), (x, y + spark), (x - 0.025, y)], (255, 255, 255))


def crown(pen: Pen, phase: float, look: Look) -> None:
    """A crown with stones on a cushion."""
    pen.blob([(-0.7, 0.12), (-0.5, 0.3), (0.5, 0.3), (0.7, 0.12), (0.4, 0.02), (-0.4, 0.02)], look.extra)
    tips = [(-0.52 + 0.26 * i, 1.02 if i % 2 == 0 else 0.66) for i in range(5)]
    pen.shape([(-0.46, 0.3), *tips, (0.46, 0.3)], _GOLD)
    pen.box(-0.47, 0.3, 0.47, 0.46, scaled(_GOLD, 0.86))
    for i, (x, y) in enumerate(tips):
        if i % 2 == 0:
            pen.disc((x, y), 0.05, mix(_GOLD, (255, 255, 255), 0.4))
        pen.disc((-0.36 + 0.18 * i, 0.38), 0.045, ((206, 48, 60), (60, 120, 210), (70, 170, 100))[i % 3])
    glint(pen, look, (-0.4, 0.4), (0.4, 0.9), phase)


def chest(pen: Pen, phase: float, look: Look) -> None:
    """A chest whose lid lifts over gold."""
    lift = 0.14 * (0.5 - 0.5 * math.cos(2 * math.pi * phase))
    wood = mix((134, 88, 52), look.dark, 0.1)
    pen.shape([(-0.56, 0.56), (0.56, 0.56), (0.52, 0.98 + lift), (-0.52, 0.98 + lift)], scaled(wood, 0.7))
    pen.disc((0.0, 0.6), 0.5, (255, 226, 130), 90, 0.7)
    for i in range(15):
        pen.disc(
            (-0.42 + 0.06 * i, 0.58 + 0.07 * math.sin(2.3 * i) ** 2),
            0.06,
            mix(_GOLD, (255, 244, 190), 0.3 * (i % 3)),
        )
    pen.box(-0.6, 0.02, 0.6, 0.56, wood)
    for x in (-0.46, 0.38):
        pen.box(x, 0.02, x + 0.08, 0.56, scaled(_GOLD, 0.7))
    pen.box(-0.08, 0.34, 0.08, 0.56, _GOLD)
    for y in (0.2, 0.38):
        pen.limb([(-0.6, y), (0.6, y)], [0.006, 0.006], scaled(wood, 0.6))


def orb(pen: Pen, phase: float, look: Look) -> None:
    """A ball of crystal on a foot, with a light that turns inside."""
    pen.shape([(-0.34, 0.02), (0.34, 0.02), (0.22, 0.2), (-0.22, 0.2)], scaled(_GOLD, 0.8))
    for reach, alpha in ((0.66, 24), (0.56, 36)):
        pen.disc((0.0, 0.62), reach, look.lamp, alpha)
    pen.disc((0.0, 0.62), 0.46, mix((120, 130, 214), look.light, 0.3))
    for i in range(4):
        a = 2 * math.pi * (phase + i / 4)
        pen.disc(
            (0.2 * math.cos(a), 0.62 + 0.14 * math.sin(a)),
            0.17,
            ((150, 110, 230), (90, 190, 236))[i % 2],
            120,
        )
    pen.disc((-0.16, 0.8), 0.09, (255, 255, 255), 200, 0.7)


def sunglasses(pen: Pen, phase: float, look: Look) -> None:
    """Sunglasses whose lenses catch the light."""
    for side in (-1, 1):
        pen.limb(
            [(side * 0.62, 0.5), (side * 0.7, 0.3), (side * 0.68, 0.08)], [0.025, 0.022, 0.02], look.dark
        )
        pen.blob(
            [
                (side * 0.06, 0.5),
                (side * 0.3, 0.56),
                (side * 0.62, 0.52),
                (side * 0.56, 0.22),
                (side * 0.34, 0.14),
                (side * 0.12, 0.24),
            ],
            mix(look.dark, look.main, 0.3),
        )
    pen.limb([(-0.1, 0.48), (0.1, 0.48)], [0.03, 0.03], look.dark)
    shine = int(120 * math.sin(math.pi * phase))
    for left in (-0.5, 0.18):
        at = left + 0.24 * phase
        lens = [(at, 0.24), (at + 0.06, 0.24), (at + 0.14, 0.48), (at + 0.08, 0.48)]
        pen.shape(lens, (255, 255, 255), shine)
