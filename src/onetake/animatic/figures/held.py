"""What people hold in a hand: drawn behind the hand, and what of it stands before the body."""

import math
from collections.abc import Callable

from onetake.animatic.canvas import Point
from onetake.animatic.colour import mix, scaled
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
    "guitar": "hold",
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


def _guitar(pen: Pen, look: Look, at: Point, body: Body) -> None:
    x, y = body.flat(body.pelvis)
    front = 0.05 * math.sin(body.stance.yaw)
    x, y = x + front + 0.02, y + 0.1
    wood = mix((176, 108, 56), look.dark, 0.1)
    pen.limb([(x, y), (x + 0.3, y + 0.13)], [0.013, 0.011], scaled(wood, 0.5))
    pen.disc((x - 0.05, y - 0.02), 0.085, wood)
    pen.disc((x + 0.04, y + 0.015), 0.062, wood)
    pen.disc((x + 0.01, y), 0.026, scaled(wood, 0.35))
    pen.limb([(x + 0.29, y + 0.125), (x + 0.33, y + 0.145)], [0.018, 0.018], scaled(wood, 0.4))


Paint = Callable[[Pen, Look, Point, Body], None]

_BACK: dict[str, Paint] = {"umbrella": _umbrella, "balloon": _balloon, "guitar": _guitar, "sword": _sword}
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
}
