"""What somebody sits on, stands before or rides while they do something: drawn behind or before them."""

import math
from collections.abc import Callable

from onetake.animatic.colour import RGB, mix, scaled
from onetake.animatic.figures.pen import Look, Pen
from onetake.animatic.figures.skeleton import Body

_WOOD: RGB = (142, 98, 62)


def behind(pen: Pen, look: Look, prop: str, body: Body) -> None:
    """The part that the body covers."""
    if prop in _BEHIND:
        _BEHIND[prop](pen, look, body)


def before(pen: Pen, look: Look, prop: str, body: Body) -> None:
    """The part that covers the body."""
    if prop in _BEFORE:
        _BEFORE[prop](pen, look, body)


def _chair(pen: Pen, look: Look, body: Body) -> None:
    wood = mix(_WOOD, look.dark, 0.25)
    shade = scaled(wood, 0.7)
    for x in (-0.15, 0.12):
        pen.limb([(x, 0.0), (x, 0.24)], [0.014, 0.016], shade)
    pen.limb([(-0.16, 0.24), (-0.2, 0.62)], [0.016, 0.014], shade)
    pen.limb([(-0.19, 0.5), (-0.2, 0.6)], [0.02, 0.02], wood)
    pen.box(-0.19, 0.215, 0.17, 0.25, wood)


def _bench(pen: Pen, look: Look, body: Body) -> None:
    wood = mix(_WOOD, look.dark, 0.25)
    shade = scaled(wood, 0.7)
    for x in (-0.45, 0.42):
        pen.limb([(x, 0.0), (x, 0.24)], [0.014, 0.016], shade)
    pen.box(-0.5, 0.225, 0.46, 0.255, wood)
    for y in (0.36, 0.43):
        pen.box(-0.5, y, 0.46, y + 0.045, shade)


def _top(pen: Pen, look: Look, left: float, right: float, high: float) -> None:
    """A table with two legs on each side."""
    wood = mix(_WOOD, look.dark, 0.12)
    for x in (left + 0.03, right - 0.03):
        pen.limb([(x, 0.0), (x, high)], [0.014, 0.014], scaled(wood, 0.66))
    pen.box(left, high - 0.03, right, high, wood)
    pen.box(left, high - 0.008, right, high, mix(wood, look.light, 0.25))


def _desk(pen: Pen, look: Look, body: Body) -> None:
    """A laptop on a table: its lid is seen from the side, its light on whoever types."""
    _top(pen, look, 0.14, 0.58, 0.42)
    metal = mix((168, 172, 180), look.dark, 0.1)
    pen.limb([(0.22, 0.43), (0.42, 0.43)], [0.009, 0.009], metal)
    pen.shape([(0.415, 0.43), (0.435, 0.43), (0.52, 0.62), (0.5, 0.62)], metal)
    pen.shape([(0.41, 0.44), (0.42, 0.44), (0.503, 0.615), (0.49, 0.615)], look.shown((150, 206, 246)))
    pen.shape([(0.41, 0.45), (0.49, 0.61), (0.2, 0.72), (0.16, 0.5)], (170, 214, 246), 26)


def _writing(pen: Pen, look: Look, body: Body) -> None:
    _top(pen, look, 0.14, 0.58, 0.42)
    pen.shape([(0.22, 0.425), (0.4, 0.425), (0.38, 0.437), (0.21, 0.437)], look.light)
    x, y = body.flat(body.hands[1])
    pen.limb([(x + 0.03, y - 0.02), (x - 0.005, y + 0.08)], [0.006, 0.009], look.extra)


def _piano(pen: Pen, look: Look, body: Body) -> None:
    """An upright piano from the end of its keys; a stool."""
    black = scaled(look.dark, 0.8)
    pen.limb([(-0.13, 0.22), (0.13, 0.22)], [0.026, 0.026], scaled(look.dark, 1.3))
    for x in (-0.1, 0.1):
        pen.limb([(x, 0.0), (x, 0.2)], [0.012, 0.014], black)
    pen.box(0.36, 0.0, 0.56, 0.72, black)
    pen.box(0.36, 0.695, 0.58, 0.72, mix(black, look.light, 0.25))
    pen.box(0.2, 0.34, 0.38, 0.39, black)
    pen.box(0.19, 0.39, 0.36, 0.402, look.light)
    for x in (0.21, 0.25, 0.29, 0.33):
        pen.box(x, 0.394, x + 0.014, 0.408, black)
    pen.limb([(0.22, 0.34), (0.24, 0.0)], [0.014, 0.012], black)
    pen.shape([(0.36, 0.5), (0.35, 0.64), (0.37, 0.64), (0.38, 0.5)], look.light)


def _easel(pen: Pen, look: Look, body: Body) -> None:
    """A canvas on three legs, with a picture that is nearly done."""
    wood = mix(_WOOD, look.dark, 0.1)
    for foot in (0.22, 0.56):
        pen.limb([(foot, 0.0), (0.42, 0.98)], [0.013, 0.012], wood)
    pen.shape([(0.27, 0.42), (0.59, 0.44), (0.57, 0.9), (0.28, 0.88)], look.light)
    pen.shape([(0.285, 0.66), (0.565, 0.67), (0.56, 0.885), (0.295, 0.865)], look.shown((146, 190, 226)))
    pen.shape(
        [(0.285, 0.66), (0.36, 0.77), (0.43, 0.69), (0.5, 0.79), (0.565, 0.67)], look.shown((96, 116, 160))
    )
    pen.shape([(0.282, 0.45), (0.575, 0.46), (0.565, 0.67), (0.285, 0.66)], look.shown((126, 168, 96)))
    pen.disc((0.5, 0.81), 0.026, look.shown((248, 206, 96)))
    pen.limb([(0.24, 0.41), (0.6, 0.43)], [0.012, 0.012], scaled(wood, 0.8))


def _stove(pen: Pen, look: Look, body: Body) -> None:
    """A counter with a flame under the pan."""
    steel = mix((150, 154, 162), look.dark, 0.2)
    pen.box(0.14, 0.0, 0.58, 0.4, steel)
    pen.box(0.12, 0.39, 0.6, 0.42, mix(steel, look.light, 0.35))
    pen.box(0.2, 0.1, 0.52, 0.28, scaled(steel, 0.6))
    flick = 0.012 * math.sin(40 * body.stance.arms[0].pitch)
    for i in range(4):
        x = 0.24 + 0.05 * i
        pen.blob([(x - 0.018, 0.42), (x + 0.018, 0.42), (x + flick, 0.475 + 0.012 * (i % 2))], (90, 160, 255))


def _cliff(pen: Pen, look: Look, body: Body) -> None:
    """A face of rock with holds, from the ground to over the head."""
    rock = look.shown((126, 116, 108))
    pen.blob(
        [
            (0.28, -0.02),
            (0.22, 0.2),
            (0.27, 0.45),
            (0.23, 0.7),
            (0.29, 0.95),
            (0.26, 1.2),
            (0.6, 1.2),
            (0.6, -0.02),
        ],
        rock,
    )
    for x, y, r in (
        (0.33, 0.3, 0.05),
        (0.4, 0.62, 0.07),
        (0.34, 0.86, 0.05),
        (0.44, 1.05, 0.06),
        (0.46, 0.14, 0.07),
    ):
        pen.blob([(x - r, y), (x, y + r * 0.5), (x + r, y - r * 0.2), (x, y - r * 0.6)], scaled(rock, 0.78))
    for y in (0.2, 0.46, 0.74, 1.0):
        pen.limb([(0.24, y), (0.3, y + 0.012)], [0.016, 0.01], mix(rock, look.light, 0.35))


def _board(pen: Pen, look: Look, body: Body) -> None:
    """A board under both feet; wheels under it on a street."""
    deck = look.extra
    y = 0.028
    pen.sweep([(-0.36, y + 0.03), (-0.26, y), (0.26, y), (0.36, y + 0.03)], [0.01, 0.014, 0.014, 0.01], deck)
    pen.limb([(-0.24, y - 0.009), (0.24, y - 0.009)], [0.005, 0.005], scaled(deck, 0.6))
    for x in (-0.2, 0.2):
        pen.disc((x, 0.002), 0.016, look.light)


def _skis(pen: Pen, look: Look, body: Body) -> None:
    """Two skis and two sticks that trail behind."""
    for dx, dy in ((0.05, 0.02), (0.0, 0.006)):
        deck = look.extra if dy < 0.01 else look.far(look.extra)
        pen.sweep(
            [(-0.44 + dx, dy + 0.01), (0.3 + dx, dy + 0.01), (0.4 + dx, dy + 0.03), (0.45 + dx, dy + 0.08)],
            [0.009, 0.011, 0.009, 0.005],
            deck,
        )
    for hand in body.hands:
        x, y = body.flat(hand)
        pen.limb([(x, y + 0.03), (x - 0.22, max(y - 0.4, 0.02))], [0.007, 0.005], look.dark)


def _ball(pen: Pen, look: Look, body: Body) -> None:
    """A football that rolls away from the foot and comes back to it."""
    x = body.flat(body.ankles[1])[0]
    at = (0.24 + 0.55 * max(0.0, x - 0.1), 0.06)
    pen.disc(at, 0.06, look.light)
    turn = 9 * at[0]
    for i in range(3):
        a = -turn + i * 2.1
        pen.disc((at[0] + 0.033 * math.cos(a), at[1] + 0.033 * math.sin(a)), 0.018, look.dark)


Paint = Callable[[Pen, Look, Body], None]

_BEHIND: dict[str, Paint] = {
    "chair": _chair,
    "bench": _bench,
    "piano": _piano,
    "easel": _easel,
    "cliff": _cliff,
    "board": _board,
    "skis": _skis,
    "desk": _chair,
    "writing": _chair,
}
_BEFORE: dict[str, Paint] = {"desk": _desk, "writing": _writing, "stove": _stove, "ball": _ball}
