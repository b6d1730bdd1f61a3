"""Things on a table or on the ground, and the card for what the lexicon does not know."""

import math

from onetake.animatic.colour import mix, scaled
from onetake.animatic.figures.pen import Look, Pen

BOX = (-0.75, -0.03, 0.75, 1.75)


def draw(pen: Pen, phase: float, look: Look, kind: str) -> None:
    _DRAW[kind](pen, phase, look)


def _steam(pen: Pen, phase: float, look: Look, y: float) -> None:
    for i, x in enumerate((-0.12, 0.06, 0.2)):
        for j in range(7):
            rise = (j + phase) / 7
            sway = 0.06 * math.sin(5 * rise + i * 2 + 2 * math.pi * phase)
            pen.disc(
                (x + sway, y + 0.62 * rise),
                0.035 + 0.05 * rise,
                look.light,
                int(80 * math.sin(math.pi * rise)),
            )


def _cup(pen: Pen, phase: float, look: Look) -> None:
    _steam(pen, phase, look, 0.66)
    pen.disc((0.0, 0.05), 0.52, scaled(look.main, 0.8), squash=0.1)
    for i in range(14):
        a, b = -1.35 + i * 0.2, -1.35 + (i + 1) * 0.2
        pen.limb(
            [
                (0.36 + 0.17 * math.cos(a), 0.38 + 0.16 * math.sin(a)),
                (0.36 + 0.17 * math.cos(b), 0.38 + 0.16 * math.sin(b)),
            ],
            [0.035, 0.035],
            scaled(look.main, 0.86),
        )
    pen.blob(
        [
            (-0.42, 0.62),
            (-0.4, 0.36),
            (-0.28, 0.08),
            (0.0, 0.05),
            (0.28, 0.08),
            (0.4, 0.36),
            (0.42, 0.62),
            (0.0, 0.64),
        ],
        look.main,
    )
    pen.disc((0.0, 0.62), 0.42, mix(look.main, look.light, 0.4), squash=0.2)
    pen.disc((0.0, 0.615), 0.37, mix((92, 56, 36), look.dark, 0.2), squash=0.19)
    pen.limb([(-0.3, 0.5), (-0.24, 0.2)], [0.03, 0.02], mix(look.main, look.light, 0.6))


def _shoe(pen: Pen, phase: float, look: Look) -> None:
    del phase
    pen.blob(
        [
            (-0.6, 0.12),
            (-0.62, 0.5),
            (-0.5, 0.66),
            (-0.22, 0.62),
            (-0.04, 0.44),
            (0.34, 0.32),
            (0.62, 0.24),
            (0.66, 0.12),
        ],
        look.main,
    )
    pen.blob([(-0.6, 0.5), (-0.5, 0.67), (-0.2, 0.63), (-0.3, 0.54)], look.dark)
    pen.blob([(0.3, 0.12), (0.34, 0.3), (0.6, 0.24), (0.66, 0.12)], mix(look.main, look.light, 0.5))
    pen.limb([(-0.62, 0.07), (0.66, 0.07)], [0.07, 0.07], look.light)
    for i in range(4):
        x = -0.14 + i * 0.1
        pen.limb([(x, 0.5 - i * 0.05), (x + 0.09, 0.56 - i * 0.055)], [0.016, 0.016], look.light)
    pen.blob([(-0.42, 0.2), (-0.1, 0.38), (0.12, 0.3), (-0.1, 0.28)], look.light)


def _flower(pen: Pen, phase: float, look: Look) -> None:
    sway = 0.05 * math.sin(2 * math.pi * phase)
    head = (sway, 1.16)
    pen.limb([(0.0, 0.0), (0.03 + sway * 0.3, 0.6), head], [0.03, 0.026, 0.022], (74, 120, 70))
    pen.blob([(0.02, 0.36), (0.3, 0.62 + sway), (0.4, 0.56 + sway), (0.2, 0.38)], (86, 138, 78))
    pen.blob([(0.02, 0.24), (-0.3, 0.46 - sway), (-0.38, 0.38 - sway), (-0.16, 0.24)], (70, 116, 68))
    for ring, count, reach, wide in ((0, 9, 0.34, 0.12), (1, 7, 0.21, 0.1)):
        for i in range(count):
            a = 2 * math.pi * (i + 0.5 * ring) / count + sway
            tip = (head[0] + reach * math.cos(a), head[1] + reach * 0.86 * math.sin(a))
            pen.limb([head, tip], [0.05, wide], scaled(look.main, 0.84 + 0.16 * ring) if i % 2 else look.main)
    pen.disc(head, 0.1, look.lamp)


def _ball(pen: Pen, phase: float, look: Look) -> None:
    hop = 0.5 * abs(math.sin(math.pi * phase))
    squash = 1.0 - 0.12 * max(0.0, 1 - hop * 6)
    y = 0.38 * squash + hop
    pen.disc((0.0, y), 0.38, look.main, squash=squash)
    for i in range(3):
        a = -2 * math.pi * phase + i * 2.1
        pen.limb(
            [
                (0.3 * math.cos(a), y + 0.3 * math.sin(a)),
                (0.0, y),
                (0.3 * math.cos(a + 0.8), y + 0.3 * math.sin(a + 0.8)),
            ],
            [0.022] * 3,
            look.light,
        )
    pen.disc((-0.13, y + 0.15), 0.06, mix(look.main, look.light, 0.6))


def _card(pen: Pen, phase: float, look: Look) -> None:
    """A stand-in that says it is one: a paper cut-out on a stand; its name is lettered by the actor."""
    sway = 0.02 * math.sin(2 * math.pi * phase)
    wood = mix((150, 106, 68), look.dark, 0.2)
    for x in (-0.34, 0.34):
        pen.limb([(x, 0.0), (x * 0.4, 0.5)], [0.026, 0.022], scaled(wood, 0.8))
    pen.limb([(-0.62, 0.2), (0.62, 0.2)], [0.03, 0.03], wood)
    paper = mix(mix(look.main, look.light, 0.85), (248, 244, 236), 0.5)
    edge = mix(look.main, look.dark, 0.2)
    for grown, colour in ((0.035, edge), (0.0, paper)):
        corners = [(-0.62 + sway, 0.3), (0.62 + sway, 0.3), (0.62 - sway, 1.16), (-0.62 - sway, 1.16)]
        pen.limb([*corners, corners[0]], [0.07 + grown] * 5, colour)
        pen.shape(corners, colour)
    pen.limb([(-0.6 + sway, 0.32), (0.6 + sway, 0.32)], [0.05, 0.05], mix(look.main, look.light, 0.15))
    pen.limb([(-0.5 + sway, 0.318), (0.1 + sway, 0.318)], [0.012, 0.012], mix(look.main, look.light, 0.5))
    at, size = ((0.0, 1.02), 0.11) if look.lettered else ((0.0, 0.78), 0.3)
    _block(pen, look, at, size)


def _block(pen: Pen, look: Look, at: tuple[float, float], size: float) -> None:
    """A block seen from a corner: the sign for a thing whose looks are not known."""
    x, y = at
    a, b = 0.87 * size, 0.5 * size
    pen.shape([(x, y + size), (x + a, y + b), (x, y), (x - a, y + b)], mix(look.main, look.light, 0.45))
    pen.shape([(x - a, y + b), (x, y), (x, y - size), (x - a, y - b)], look.main)
    pen.shape([(x + a, y + b), (x, y), (x, y - size), (x + a, y - b)], scaled(look.main, 0.72))


_DRAW = {
    "cup": _cup,
    "shoe": _shoe,
    "flower": _flower,
    "ball": _ball,
    "card": _card,
}
