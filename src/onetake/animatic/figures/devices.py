"""Screens and what plays sound: telephones, tablets, laptops, headphones, cameras, televisions."""

import math

from onetake.animatic.colour import RGB, mix, scaled
from onetake.animatic.figures.gear import ring
from onetake.animatic.figures.pen import Look, Pen

_ICONS: tuple[RGB, ...] = (
    (238, 96, 84),
    (84, 170, 240),
    (104, 200, 120),
    (246, 190, 70),
    (160, 120, 220),
    (240, 240, 244),
    (70, 196, 190),
    (236, 130, 170),
)


def _wallpaper(pen: Pen, look: Look, left: float, low: float, right: float, top: float, phase: float) -> None:
    """A picture of hills under a sun, as screens are sold with; its light shifts a little."""
    wide, high = right - left, top - low
    glow = 0.5 + 0.5 * math.sin(2 * math.pi * phase)
    sky = ((46, 60, 128), (96, 92, 176), (190, 120, 176), (246, 176, 140))
    for i, colour in enumerate(sky):
        pen.box(left, low, right, top - high * i / 4, mix(colour, (255, 255, 255), 0.06 * glow))
    pen.disc((left + wide * 0.66, low + high * 0.4), wide * 0.13, (255, 232, 190))
    for rise, colour in ((0.36, (110, 84, 150)), (0.26, (70, 64, 126)), (0.15, (40, 44, 92))):
        hills = [
            (left + wide * i / 6, low + high * (rise + 0.05 * math.sin(2.1 * i + 9 * rise))) for i in range(7)
        ]
        pen.shape([(left, low), *hills, (right, low)], colour)


def _sheen(pen: Pen, look: Look, left: float, low: float, right: float, top: float, phase: float) -> None:
    """A band of light that wanders over glass once a cycle and stays out of sight between."""
    wide = right - left
    at = left - wide * 0.5 + wide * 2.6 * phase
    slant, band = (top - low) * 0.28, wide * 0.22
    for extra, alpha in ((0.0, 46), (0.5, 26)):
        corners = [
            (at - slant - band * extra, low),
            (at - slant + band * (1 + extra), low),
            (at + band * (1 + extra), top),
            (at - band * extra, top),
        ]
        pen.shape([(min(max(x, left), right), y) for x, y in corners], look.light, alpha)


def phone(pen: Pen, phase: float, look: Look) -> None:
    """A telephone with its home screen: a clock, a grid of icons, a dock."""
    body = mix(look.main, look.dark, 0.55)
    for x in (-0.2, 0.2):
        pen.limb([(x, 0.13), (x, 1.27)], [0.125, 0.125], mix(body, look.light, 0.3))
    pen.box(-0.2, 0.005, 0.2, 1.395, mix(body, look.light, 0.3))
    for x in (-0.2, 0.2):
        pen.limb([(x, 0.13), (x, 1.27)], [0.11, 0.11], scaled(body, 0.45))
    pen.box(-0.2, 0.02, 0.2, 1.38, scaled(body, 0.45))
    _wallpaper(pen, look, -0.28, 0.07, 0.28, 1.33, phase)
    pen.limb([(-0.06, 1.285), (0.06, 1.285)], [0.02, 0.02], (12, 12, 16))
    for x, wide in ((-0.11, 0.03), (-0.04, 0.03), (0.04, 0.03), (0.11, 0.03)):
        pen.limb([(x - wide * 0.5, 1.17), (x + wide * 0.5, 1.17)], [0.018, 0.018], (255, 255, 255))
    for row in range(3):
        for column in range(4):
            icon = _ICONS[(row * 4 + column * 3) % len(_ICONS)]
            x, y = -0.195 + 0.13 * column, 0.98 - 0.16 * row
            hop = 1.0 + (0.12 if (row * 4 + column) == int(phase * 12) else 0.0)
            pen.limb([(x - 0.014, y), (x + 0.014, y)], [0.036 * hop, 0.036 * hop], icon)
            pen.disc((x, y), 0.016, mix(icon, (255, 255, 255), 0.6))
    pen.limb([(-0.2, 0.16), (0.2, 0.16)], [0.062, 0.062], (236, 236, 246), 110)
    for column in range(4):
        pen.disc((-0.18 + 0.12 * column, 0.16), 0.038, _ICONS[column * 2 + 1])
    _sheen(pen, look, -0.28, 0.07, 0.28, 1.33, phase)


def tablet(pen: Pen, phase: float, look: Look) -> None:
    """A tablet that leans on its stand; a picture fills the screen."""
    frame = mix(look.main, look.dark, 0.6)
    pen.shape([(-0.3, 0.0), (0.3, 0.0), (0.12, 0.3), (-0.12, 0.3)], scaled(frame, 0.7))
    corners = [(-0.62, 0.12), (0.62, 0.12), (0.62, 0.98), (-0.62, 0.98)]
    pen.limb([*corners, corners[0]], [0.06] * 5, mix(frame, look.light, 0.25))
    pen.box(-0.62, 0.1, 0.62, 1.0, scaled(frame, 0.5))
    _wallpaper(pen, look, -0.6, 0.14, 0.6, 0.96, phase)
    _sheen(pen, look, -0.6, 0.14, 0.6, 0.96, phase)


def laptop(pen: Pen, phase: float, look: Look) -> None:
    """An open laptop: lines of text grow on the screen, keys below."""
    metal = mix(mix(look.main, (176, 180, 188), 0.7), look.dark, 0.08)
    pen.shape([(-0.56, 0.26), (0.56, 0.26), (0.54, 1.08), (-0.54, 1.08)], scaled(metal, 0.55))
    pen.box(-0.5, 0.32, 0.5, 1.03, (26, 32, 48))
    pen.box(-0.5, 0.96, 0.5, 1.03, (52, 60, 84))
    for i, dot in enumerate(_ICONS[:3]):
        pen.disc((-0.46 + 0.05 * i, 0.995), 0.014, dot)
    # The text comes and is taken back, so that the clip can go round.
    shown = 15 * (0.5 - 0.5 * math.cos(2 * math.pi * phase))
    for line in range(8):
        width = (0.62, 0.44, 0.74, 0.3, 0.66, 0.52, 0.8, 0.4)[line] * min(max(shown - line * 1.3, 0.0), 1.0)
        y = 0.89 - 0.07 * line
        if width > 0.02:
            start = -0.44 + 0.06 * (line % 3)
            pen.limb([(start, y), (start + width * 0.45, y)], [0.013] * 2, _ICONS[(line * 3 + 1) % 8])
            pen.limb([(start + width * 0.55, y), (start + width * 0.9, y)], [0.013] * 2, (150, 162, 190))
    _sheen(pen, look, -0.5, 0.32, 0.5, 1.03, (phase + 0.5) % 1.0)
    pen.shape([(-0.56, 0.26), (0.56, 0.26), (0.72, 0.02), (-0.72, 0.02)], metal)
    for row in range(4):
        y = 0.22 - 0.042 * row
        half = 0.5 + 0.035 * row
        pen.limb([(-half, y), (half, y)], [0.014, 0.014], scaled(metal, 0.42))
    pen.shape([(-0.13, 0.075), (0.13, 0.075), (0.145, 0.035), (-0.145, 0.035)], scaled(metal, 0.85))
    pen.limb([(-0.72, 0.012), (0.72, 0.012)], [0.012, 0.012], scaled(metal, 0.7))


def television(pen: Pen, phase: float, look: Look) -> None:
    """A flat screen on its foot with a moving picture."""
    pen.limb([(-0.26, 0.03), (0.26, 0.03)], [0.03, 0.03], look.dark)
    pen.limb([(0.0, 0.04), (0.0, 0.3)], [0.04, 0.04], look.dark)
    pen.box(-0.72, 0.26, 0.72, 1.16, scaled(look.dark, 0.6))
    _wallpaper(pen, look, -0.69, 0.3, 0.69, 1.13, phase)
    _sheen(pen, look, -0.69, 0.3, 0.69, 1.13, phase)


def headphones(pen: Pen, phase: float, look: Look) -> None:
    """Headphones that stand on their cushions; rings of sound go out from them."""
    band = mix(look.main, look.dark, 0.3)
    for i in range(3):
        grown = (phase * 2 + i / 3) % 1.0
        for side in (-1, 1):
            arc = ring((side * 0.48, 0.4), 0.14 + 0.14 * grown, 0.2 + 0.18 * grown, -0.12, 0.12, 8)
            arc = [(2 * side * 0.48 - x, y) if side < 0 else (x, y) for x, y in arc]
            pen.limb(arc, [0.01] * 8, look.light, int(90 * (1 - grown)))
    pen.limb(ring((0.0, 0.62), 0.46, 0.6, 0.0, 0.5, 22), [0.045] * 22, band)
    pen.limb(ring((0.0, 0.62), 0.43, 0.56, 0.1, 0.4, 14), [0.03] * 14, scaled(band, 0.6))
    for side in (-1, 1):
        pen.limb([(side * 0.44, 0.24), (side * 0.44, 0.54)], [0.15, 0.15], look.main)
        pen.limb([(side * 0.36, 0.24), (side * 0.36, 0.54)], [0.1, 0.1], scaled(look.dark, 0.8))
        pen.limb([(side * 0.5, 0.3), (side * 0.5, 0.5)], [0.02, 0.02], mix(look.main, look.light, 0.5))


def camera(pen: Pen, phase: float, look: Look) -> None:
    """A camera from the front; light runs round its lens."""
    body = mix(look.main, look.dark, 0.5)
    pen.box(-0.6, 0.06, 0.6, 0.74, scaled(body, 0.7))
    pen.box(-0.6, 0.6, 0.6, 0.76, mix(body, look.light, 0.5))
    pen.shape([(-0.2, 0.74), (0.2, 0.74), (0.14, 0.92), (-0.14, 0.92)], mix(body, look.light, 0.4))
    pen.limb([(0.42, 0.78), (0.5, 0.78)], [0.04, 0.04], look.dark)
    for r, colour in ((0.33, mix(body, look.light, 0.3)), (0.29, scaled(body, 0.4)), (0.2, (30, 42, 74))):
        pen.disc((0.0, 0.4), r, colour)
    a = 2 * math.pi * phase
    pen.disc((0.0, 0.4), 0.12, (52, 64, 120))
    pen.disc((0.08 * math.cos(a), 0.4 + 0.08 * math.sin(a)), 0.05, (150, 170, 236))
    pen.disc((-0.06, 0.47), 0.03, (250, 250, 255))
