"""Made-up beings and things of the garden: snowmen, teddies, ghosts, aliens, pumpkins, mushrooms, cacti."""

import math

from onetake.animatic.colour import mix, scaled
from onetake.animatic.figures.pen import Look, Pen

BOX = (-0.85, -0.06, 0.85, 1.65)


def _eyes(pen: Pen, at: tuple[float, float], apart: float, r: float, lids: float = 0.0) -> None:
    for side in (-1, 1):
        pen.disc((at[0] + side * apart, at[1]), r, (24, 22, 28), squash=max(1 - lids, 0.12))
        pen.disc((at[0] + side * apart + r * 0.3, at[1] + r * 0.35), r * 0.3, (255, 255, 255))


def _blink(phase: float) -> float:
    return max(0.0, *(1 - abs(phase - at) / 0.03 for at in (0.3, 0.78)))


def snowman(pen: Pen, phase: float, look: Look) -> None:
    """Three balls of snow, a hat, a scarf, arms of twigs that wave a little."""
    turn = 2 * math.pi * phase
    wag, wood = 0.06 * math.sin(turn), mix((98, 68, 46), look.dark, 0.2)
    for side in (-1, 1):
        tip = (side * 0.7, 0.96 + side * wag)
        pen.limb([(side * 0.24, 0.74), tip], [0.022, 0.014], wood)
        for up in (-0.08, 0.09):
            pen.limb([tip, (tip[0] + side * 0.1, tip[1] + up)], [0.013, 0.008], wood)
    for y, r in ((0.3, 0.38), (0.76, 0.29), (1.12, 0.22)):
        pen.disc((0.0, y), r, look.main, squash=0.92)
        pen.disc((-r * 0.3, y + r * 0.3), r * 0.4, mix(look.main, (255, 255, 255), 0.7), 110)
    for y in (0.66, 0.78, 0.9):
        pen.disc((0.02, y), 0.03, look.dark)
    pen.limb([(-0.2, 0.98), (0.2, 0.98)], [0.055, 0.055], look.extra)
    pen.sweep(
        [(0.14, 0.96), (0.2 + wag * 0.5, 0.8), (0.16 + wag, 0.66)],
        [0.05, 0.05, 0.045],
        scaled(look.extra, 0.86),
    )
    _eyes(pen, (0.03, 1.17), 0.08, 0.028)
    pen.shape([(0.02, 1.13), (0.02, 1.06), (0.3, 1.08)], (236, 132, 48))
    pen.box(-0.28, 1.28, 0.28, 1.33, look.dark)
    pen.box(-0.18, 1.32, 0.18, 1.58, look.dark)
    pen.box(-0.18, 1.33, 0.18, 1.39, look.extra)


def teddy(pen: Pen, phase: float, look: Look) -> None:
    """A bear of plush that sits and nods."""
    nod, pale = 0.03 * math.sin(2 * math.pi * phase), mix(look.main, look.light, 0.5)
    for side in (-1, 1):
        pen.limb([(side * 0.2, 0.16), (side * 0.5, 0.12)], [0.17, 0.14], look.main)
        pen.disc((side * 0.55, 0.13), 0.1, pale)
        pen.limb(
            [(side * 0.26, 0.62), (side * 0.5, 0.38 + nod * side)], [0.13, 0.11], scaled(look.main, 0.92)
        )
    pen.disc((0.0, 0.42), 0.36, look.main, squash=1.02)
    pen.disc((0.0, 0.38), 0.23, pale, squash=1.1)
    x, y = nod, 0.98
    for side in (-1, 1):
        pen.disc((x + side * 0.28, y + 0.26), 0.13, look.main)
        pen.disc((x + side * 0.28, y + 0.26), 0.075, pale)
    pen.disc((x, y), 0.36, look.main, squash=0.9)
    pen.disc((x, y - 0.11), 0.17, pale, squash=0.8)
    _eyes(pen, (x, y + 0.06), 0.13, 0.038, _blink(phase))
    pen.disc((x, y - 0.05), 0.055, (58, 40, 36), squash=0.75)
    pen.limb([(x - 0.06, y - 0.17), (x, y - 0.19), (x + 0.06, y - 0.17)], [0.012] * 3, (58, 40, 36))
    for side in (-1, 1):
        pen.shape([(0.0, 0.72), (side * 0.17, 0.79), (side * 0.17, 0.65)], look.extra)


def ghost(pen: Pen, phase: float, look: Look) -> None:
    """A sheet that floats; its hem waves."""
    turn = 2 * math.pi * phase
    up = 0.06 * math.sin(turn)
    hem = [(0.5 - i / 10, 0.16 + up + 0.06 * math.sin(turn + 1.9 * i) + 0.05 * (i % 2)) for i in range(11)]
    white = mix(look.main, (255, 255, 255), 0.3)
    pen.disc((0.0, 0.8 + up), 0.72, white, 34)
    pen.blob(
        [(-0.44, 0.8 + up), (-0.3, 1.24 + up), (0.0, 1.4 + up), (0.3, 1.24 + up), (0.44, 0.8 + up), *hem],
        white,
        226,
    )
    for side in (-1, 1):
        pen.limb(
            [(side * 0.36, 0.8 + up), (side * 0.62, 0.9 + up + 0.05 * math.sin(turn + side))],
            [0.1, 0.05],
            white,
            226,
        )
        pen.disc((side * 0.14, 1.06 + up), 0.065, (28, 26, 40), squash=1.35)
    pen.disc((0.0, 0.86 + up), 0.07, (28, 26, 40), squash=1.2)


def alien(pen: Pen, phase: float, look: Look) -> None:
    """Large head, large eyes, long fingers; it raises a hand."""
    turn = 2 * math.pi * phase
    wave, lids = 0.16 * math.sin(2 * turn), _blink(phase)
    dark = scaled(look.main, 0.8)
    for side in (-1, 1):
        pen.sweep([(side * 0.08, 0.4), (side * 0.13, 0.2), (side * 0.12, 0.03)], [0.08, 0.055, 0.05], dark)
    pen.sweep([(-0.14, 0.68), (-0.3, 0.5), (-0.26, 0.3)], [0.055, 0.04, 0.03], dark)
    pen.blob([(-0.18, 0.36), (-0.16, 0.7), (0.0, 0.8), (0.16, 0.7), (0.18, 0.36), (0.0, 0.3)], look.main)
    hand = (0.46 + wave * 0.4, 0.98)
    pen.sweep([(0.14, 0.68), (0.38, 0.7), hand], [0.055, 0.04, 0.03], look.main)
    for i in range(3):
        pen.limb([hand, (hand[0] - 0.06 + 0.06 * i, hand[1] + 0.12)], [0.02, 0.014], look.main)
    pen.blob([(0.0, 0.74), (-0.26, 0.98), (-0.36, 1.28), (0.0, 1.5), (0.36, 1.28), (0.26, 0.98)], look.main)
    for side in (-1, 1):
        pen.blob(
            [
                (side * 0.06, 1.04),
                (side * 0.14, 1.16 - 0.1 * lids),
                (side * 0.28, 1.2 - 0.12 * lids),
                (side * 0.2, 1.02),
            ],
            (18, 18, 26),
        )
        pen.disc((side * 0.2, 1.13), 0.022, (255, 255, 255))
        pen.limb([(side * 0.14, 1.42), (side * 0.2, 1.56)], [0.016, 0.012], look.main)
        pen.disc((side * 0.2, 1.57), 0.035, look.lamp)
    pen.limb([(-0.05, 0.9), (0.05, 0.9)], [0.01, 0.01], scaled(look.main, 0.5))


def pumpkin(pen: Pen, phase: float, look: Look) -> None:
    """A lantern cut out of a pumpkin; the light in it flickers."""
    flick = 0.5 + 0.3 * math.sin(2 * math.pi * phase) + 0.2 * math.sin(6 * math.pi * phase)
    for x, wide, tone in (
        (-0.38, 0.26, 0.74),
        (0.38, 0.26, 0.74),
        (-0.2, 0.3, 0.88),
        (0.2, 0.3, 0.88),
        (0.0, 0.3, 1.0),
    ):
        pen.disc((x, 0.44), wide, scaled(look.main, tone), squash=1.42)
    pen.sweep([(0.0, 0.84), (0.02, 0.96), (0.12, 1.04)], [0.06, 0.05, 0.04], (96, 116, 60))
    glow = mix((250, 160, 50), (255, 238, 150), flick)
    for side in (-1, 1):
        pen.shape([(side * 0.3, 0.52), (side * 0.1, 0.52), (side * 0.2, 0.7)], glow)
    pen.shape([(-0.05, 0.44), (0.05, 0.44), (0.0, 0.52)], glow)
    teeth = [(-0.34, 0.34), (-0.2, 0.27), (-0.12, 0.32), (0.0, 0.25), (0.12, 0.32), (0.2, 0.27), (0.34, 0.34)]
    pen.shape([*teeth, (0.22, 0.2), (0.0, 0.14), (-0.22, 0.2)], glow)
    pen.disc((0.0, 0.42), 0.7, (255, 180, 80), int(30 * flick))


def mushroom(pen: Pen, phase: float, look: Look) -> None:
    """A red cap with white spots that breathes, two small ones beside it."""
    for x, size, lag in ((0.0, 1.0, 0.0), (-0.52, 0.46, 0.3), (0.5, 0.36, 0.6)):
        swell = 1 + 0.03 * math.sin(2 * math.pi * (phase + lag))
        pen.limb(
            [(x, 0.02), (x, 0.62 * size)], [0.17 * size, 0.13 * size], mix(look.light, (250, 240, 220), 0.5)
        )
        cap = [(-0.56, 0.58), (-0.4, 0.9), (0.0, 1.08), (0.4, 0.9), (0.56, 0.58), (0.0, 0.5)]
        pen.blob([(x + a * size * swell, b * size) for a, b in cap], look.main)
        for a, b, r in ((-0.28, 0.76, 0.08), (0.0, 0.92, 0.09), (0.26, 0.74, 0.075), (0.02, 0.66, 0.05)):
            pen.disc((x + a * size * swell, b * size), r * size, look.light)


def cactus(pen: Pen, phase: float, look: Look) -> None:
    """Two arms, ribs, thorns and a flower."""
    sway = 0.008 * math.sin(2 * math.pi * phase)
    for side, low, high in ((-1, 0.5, 1.0), (1, 0.66, 1.2)):
        pen.sweep(
            [(0.0, low), (side * 0.34, low + 0.04), (side * 0.42 + sway, high)],
            [0.1, 0.11, 0.1],
            scaled(look.main, 0.9),
        )
    pen.limb([(0.0, 0.1), (sway, 1.36)], [0.19, 0.17], look.main)
    for x in (-0.1, 0.0, 0.1):
        pen.limb([(x, 0.06), (x + sway, 1.4)], [0.008, 0.008], scaled(look.main, 0.74))
    for i in range(14):
        x, y = -0.12 + 0.12 * (i % 3), 0.16 + 0.09 * i
        pen.limb([(x, y), (x + 0.05 * (-1 if i % 2 else 1), y + 0.02)], [0.006, 0.003], look.light)
    for i in range(6):
        a = math.pi * i / 3
        pen.disc((sway + 0.06 * math.cos(a), 1.53 + 0.05 * math.sin(a)), 0.045, look.shown((240, 120, 160)))
    pen.disc((sway, 1.53), 0.035, (250, 220, 110))
