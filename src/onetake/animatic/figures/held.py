"""What people hold in a hand: drawn behind the hand, and what of it stands before the body."""

import math
from collections.abc import Callable

from onetake.animatic.canvas import Point
from onetake.animatic.colour import mix, scaled
from onetake.animatic.figures import instruments
from onetake.animatic.figures.pen import Look, Pen
from onetake.animatic.figures.skeleton import Body

POSES = {
    "umbrella": "hold",
    "cup": "hold",
    "phone": "hold",
    "book": "hold",
    "balloon": "hold",
    "lantern": "hold",
    "flower": "hold",
    "camera": "hold",
    "sword": "hold",
    "torch": "hold",
    "food": "reach",
    "ball": "hold",
    "guitar": "strum",
    "kite": "hold",
}
"""How the arms carry a thing."""


def draw(pen: Pen, look: Look, thing: str, body: Body, index: int) -> None:
    """The part behind the arm."""
    _BACK.get(thing, _none)(pen, look, body.flat(body.hands[index]), body)


def draw_front(pen: Pen, look: Look, thing: str, body: Body, index: int) -> None:
    """The part before the arm."""
    _FRONT.get(thing, _none)(pen, look, body.flat(body.hands[index]), body)


def _none(pen: Pen, look: Look, at: Point, body: Body) -> None:
    del pen, look, at, body


def _umbrella(pen: Pen, look: Look, at: Point, body: Body) -> None:
    x, y = at
    top = max(body.flat(body.neck)[1] + 0.32, y + 0.3)
    lean = -0.03 * body.stance.flow
    pen.limb([(x, y - 0.07), (x + lean, top)], [0.008, 0.007], look.dark)
    cloth = look.extra
    middle = x + lean
    dome = [
        (middle + 0.34 * math.cos(a), top - 0.12 + 0.19 * math.sin(a))
        for a in (i * math.pi / 16 for i in range(17))
    ]
    pen.shape(dome, cloth)
    for i in range(4):
        pen.disc((middle - 0.255 + i * 0.17, top - 0.12), 0.086, scaled(cloth, 0.72), squash=0.25)
    for share in (-0.5, 0.0, 0.5):
        pen.limb(
            [(middle, top + 0.07), (middle + 0.34 * share, top - 0.11)], [0.003, 0.003], scaled(cloth, 0.8)
        )
    pen.limb([(middle, top + 0.06), (middle, top + 0.1)], [0.009, 0.004], look.dark)


def _cup(pen: Pen, look: Look, at: Point, body: Body) -> None:
    x, y = at[0] + 0.02 * math.sin(body.stance.yaw), at[1] + 0.02
    white = look.light
    pen.blob(
        [(x - 0.035, y + 0.045), (x + 0.035, y + 0.045), (x + 0.026, y - 0.035), (x - 0.026, y - 0.035)],
        white,
    )
    pen.disc((x, y + 0.045), 0.034, mix((92, 56, 36), look.dark, 0.2), squash=0.3)
    for i in range(4):
        rise = ((i / 4) + body.stance.glance) % 1.0
        pen.disc(
            (x + 0.012 * math.sin(7 * rise), y + 0.06 + 0.13 * rise),
            0.012 + 0.012 * rise,
            look.light,
            int(110 * math.sin(math.pi * rise)),
        )


def _phone(pen: Pen, look: Look, at: Point, body: Body) -> None:
    x, y = at
    lean = 0.02 * math.sin(body.stance.yaw)
    pen.shape(
        [
            (x - 0.026, y - 0.04),
            (x + 0.026, y - 0.04),
            (x + 0.026 + lean, y + 0.065),
            (x - 0.026 + lean, y + 0.065),
        ],
        look.dark,
    )
    pen.shape(
        [
            (x - 0.019, y - 0.03),
            (x + 0.019, y - 0.03),
            (x + 0.019 + lean, y + 0.055),
            (x - 0.019 + lean, y + 0.055),
        ],
        (150, 200, 240),
    )


def _book(pen: Pen, look: Look, at: Point, body: Body) -> None:
    x, y = at[0] + 0.01, at[1] + 0.04
    wide = 0.03 + 0.05 * abs(math.cos(body.stance.yaw))
    pen.shape([(x - wide, y - 0.06), (x, y - 0.07), (x, y + 0.05), (x - wide, y + 0.065)], look.extra)
    pen.shape(
        [(x + wide, y - 0.06), (x, y - 0.07), (x, y + 0.05), (x + wide, y + 0.065)], scaled(look.extra, 0.8)
    )
    pen.limb([(x - wide, y + 0.068), (x, y + 0.054), (x + wide, y + 0.068)], [0.006] * 3, look.light)


def _balloon(pen: Pen, look: Look, at: Point, body: Body) -> None:
    x, y = at
    sway = 0.03 * body.stance.flow
    top = (x - 0.04 - sway, y + 0.42)
    pen.limb([at, (x - 0.01, y + 0.16), (top[0], top[1] - 0.11)], [0.003] * 3, look.light)
    pen.disc(top, 0.1, look.extra, squash=1.16)
    pen.disc((top[0] + 0.03, top[1] + 0.045), 0.024, mix(look.extra, look.light, 0.6))


def _lantern(pen: Pen, look: Look, at: Point, body: Body) -> None:
    x, y = at[0], at[1] - 0.11
    pen.limb([at, (x, y + 0.06)], [0.004, 0.004], look.dark)
    for reach, alpha in ((0.16, 30), (0.11, 46)):
        pen.disc((x, y), reach, look.lamp, alpha)
    pen.disc((x, y), 0.05, mix((226, 70, 48), look.lamp, 0.35), squash=1.1)
    pen.box(x - 0.028, y + 0.045, x + 0.028, y + 0.06, look.dark)
    pen.box(x - 0.028, y - 0.062, x + 0.028, y - 0.047, look.dark)


def _bouquet(pen: Pen, look: Look, at: Point, body: Body) -> None:
    x, y = at
    pen.limb([(x - 0.01, y - 0.05), (x + 0.01, y + 0.06)], [0.014, 0.03], (74, 124, 74))
    for i, (dx, dy) in enumerate(((-0.04, 0.09), (0.0, 0.12), (0.045, 0.1), (0.02, 0.075), (-0.015, 0.07))):
        pen.disc((x + dx, y + dy), 0.026, mix(look.extra, look.light, 0.2 * (i % 3)))
        pen.disc((x + dx, y + dy), 0.008, (244, 214, 110))


def _camera(pen: Pen, look: Look, at: Point, body: Body) -> None:
    x, y = at[0] + 0.01, at[1] + 0.03
    pen.box(x - 0.05, y - 0.032, x + 0.05, y + 0.032, look.dark)
    pen.box(x - 0.02, y + 0.03, x + 0.02, y + 0.045, look.dark)
    pen.disc((x + 0.02, y), 0.024, (96, 110, 130))


def _sword(pen: Pen, look: Look, at: Point, body: Body) -> None:
    x, y = at
    pen.limb([(x - 0.02, y - 0.06), (x + 0.005, y + 0.02)], [0.011, 0.011], (96, 62, 40))
    pen.limb([(x - 0.035, y + 0.035), (x + 0.045, y + 0.012)], [0.009, 0.009], (206, 172, 84))
    pen.limb(
        [(x + 0.008, y + 0.03), (x + 0.15, y + 0.46)], [0.014, 0.004], mix((206, 214, 224), look.light, 0.3)
    )


def _torch(pen: Pen, look: Look, at: Point, body: Body) -> None:
    x, y = at
    flick = 0.02 * math.sin(9 * body.stance.flow)
    pen.limb([(x, y - 0.06), (x + 0.01, y + 0.1)], [0.011, 0.014], (104, 70, 44))
    pen.disc((x + 0.01, y + 0.16), 0.13, (255, 180, 90), 40)
    pen.blob(
        [
            (x - 0.025, y + 0.1),
            (x + 0.045, y + 0.1),
            (x + 0.03, y + 0.17),
            (x + 0.01 + flick, y + 0.24),
            (x - 0.012, y + 0.17),
        ],
        (255, 150, 60),
    )


def _food(pen: Pen, look: Look, at: Point, body: Body) -> None:
    x, y = at[0] + 0.03, at[1] + 0.03
    pen.limb([(x - 0.02, y - 0.01), (x + 0.045, y + 0.01)], [0.014, 0.006], (232, 130, 48))
    for dy in (-0.008, 0.008, 0.02):
        pen.limb([(x - 0.025, y - 0.01), (x - 0.055, y + dy)], [0.006, 0.003], (84, 150, 70))


def _ball(pen: Pen, look: Look, at: Point, body: Body) -> None:
    pen.disc((at[0] + 0.02, at[1] - 0.01), 0.07, look.extra)
    pen.disc((at[0], at[1] + 0.015), 0.016, mix(look.extra, look.light, 0.6))


def _brush(pen: Pen, look: Look, at: Point, body: Body) -> None:
    x, y = at
    pen.limb([(x - 0.03, y - 0.03), (x + 0.07, y + 0.04)], [0.006, 0.006], (170, 122, 70))
    pen.limb([(x + 0.07, y + 0.04), (x + 0.095, y + 0.056)], [0.012, 0.005], look.extra)
    x, y = body.flat(body.hands[0])
    pen.disc((x + 0.03, y), 0.062, (196, 150, 96), squash=0.6)
    for i, colour in enumerate(((206, 62, 48), (238, 202, 70), (62, 110, 190), (76, 148, 88))):
        pen.disc((x - 0.005 + 0.024 * i, y + 0.012 * (i % 2)), 0.011, look.shown(colour))


def _wok(pen: Pen, look: Look, at: Point, body: Body) -> None:
    """A pan by its handle, what jumps in it, and its steam."""
    x, y = at[0] + 0.16, at[1] - 0.02
    hop = max(0.0, math.sin(14 * body.stance.arms[0].pitch)) * 0.07
    for i in range(3):
        rise = (i / 3 + 2 * body.stance.arms[0].fold) % 1.0
        pen.disc(
            (x - 0.05 + 0.05 * i, y + 0.05 + 0.2 * rise),
            0.022 + 0.02 * rise,
            look.light,
            int(80 * math.sin(math.pi * rise)),
        )
    for i, colour in enumerate(((226, 140, 60), (96, 160, 76), (206, 74, 56), (240, 208, 120))):
        pen.disc((x - 0.06 + 0.04 * i, y + 0.03 + hop * (0.5 + 0.5 * (i % 2))), 0.016, look.shown(colour))
    pen.limb([at, (x - 0.08, y + 0.008)], [0.011, 0.011], scaled(look.dark, 1.2))
    pen.blob(
        [(x - 0.11, y + 0.02), (x + 0.11, y + 0.02), (x + 0.06, y - 0.035), (x - 0.06, y - 0.035)], look.dark
    )


def _shovel(pen: Pen, look: Look, at: Point, body: Body) -> None:
    """A long handle through both hands, its blade past the lower one."""
    other = body.flat(body.hands[0])
    a = body.stance.arms[1].pitch + body.stance.lean + 0.5
    end = (at[0] + 0.34 * math.sin(a), at[1] - 0.34 * math.cos(a))
    pen.limb(
        [(other[0] - 0.1 * math.sin(a), other[1] + 0.1 * math.cos(a)), end], [0.01, 0.01], (150, 108, 66)
    )
    tip = (end[0] + 0.1 * math.sin(a), end[1] - 0.1 * math.cos(a))
    pen.limb([end, tip], [0.042, 0.02], mix((150, 156, 166), look.dark, 0.15))


def _kite(pen: Pen, look: Look, at: Point, body: Body) -> None:
    """A kite high over its line, with a tail of bows."""
    sway = 0.04 * math.sin(3 * body.stance.flow + 1)
    x, y = at[0] + 0.2 + sway, 1.06 + 0.4 * sway
    pen.limb([at, (at[0] + 0.09, (at[1] + y) / 2 - 0.03), (x, y)], [0.002] * 3, look.light)
    pen.shape(
        [(x - 0.01, y + 0.14), (x + 0.09, y + 0.02), (x + 0.01, y - 0.13), (x - 0.09, y - 0.01)], look.extra
    )
    pen.shape([(x - 0.01, y + 0.14), (x + 0.09, y + 0.02), (x, y)], mix(look.extra, look.light, 0.4))
    for i in range(3):
        pen.disc(
            (x + 0.02 - 0.03 * i + sway, y - 0.17 - 0.05 * i), 0.013, look.light if i % 2 else look.extra
        )


Paint = Callable[[Pen, Look, Point, Body], None]

_BACK: dict[str, Paint] = {
    "umbrella": _umbrella,
    "balloon": _balloon,
    "guitar": instruments.guitar,
    "sword": _sword,
    "shovel": _shovel,
    "kite": _kite,
}
_FRONT: dict[str, Paint] = {
    "cup": _cup,
    "phone": _phone,
    "book": _book,
    "lantern": _lantern,
    "flower": _bouquet,
    "camera": _camera,
    "torch": _torch,
    "food": _food,
    "ball": _ball,
    "violin": instruments.violin,
    "brush": _brush,
    "wok": _wok,
}
