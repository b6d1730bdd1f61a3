"""Tails of four-legged animals: each hangs from its root and sways later than the body."""

import math
from collections.abc import Callable

from onetake.animatic.canvas import Point
from onetake.animatic.colour import RGB, mix, scaled
from onetake.animatic.figures.builds import Build
from onetake.animatic.figures.pen import Look, Pen


def tail(pen: Pen, look: Look, build: Build, hip: Point, turn: float, moving: bool) -> None:
    """The tail behind `hip`; `turn` is the phase of its sway in radians."""
    root = (hip[0] - 0.13, hip[1] + build.waist * 0.22)
    sway = 0.05 * math.sin(turn) + 0.03 * math.sin(2 * turn + 1)
    _TAILS[build.tail](pen, look, root, sway, moving)


def _brush(pen: Pen, look: Look, root: Point, sway: float, moving: bool) -> None:
    _bush(pen, look, root, sway, -0.06 if moving else -0.34, look.light)


def _brush_low(pen: Pen, look: Look, root: Point, sway: float, moving: bool) -> None:
    _bush(pen, look, root, sway, -0.34, look.second)


def _bush(pen: Pen, look: Look, root: Point, sway: float, low: float, tip: RGB) -> None:
    x, y = root
    bow = (x - 0.22, y - 0.1 + low * 0.4 + sway * 0.4)
    full = (x - 0.5, y - 0.11 + low + sway)
    end = (x - 0.86, y + 0.03 + low + sway * 1.7)
    pen.sweep([(x + 0.08, y + 0.01), bow, full, end], [0.07, 0.115, 0.155, 0.012], look.main)
    pen.sweep(
        [(x - 0.64, y - 0.085 + low + sway * 1.2), (x - 0.74, y - 0.045 + low + sway * 1.4), end],
        [0.118, 0.085, 0.012],
        tip,
    )


def _upright(pen: Pen, look: Look, root: Point, sway: float, moving: bool) -> None:
    x, y = root
    pen.sweep(
        [(x + 0.05, y), (x - 0.2, y + 0.22 + sway), (x - 0.16 + sway, y + 0.42)],
        [0.07, 0.055, 0.035],
        look.main,
    )


def _snake(pen: Pen, look: Look, root: Point, sway: float, moving: bool) -> None:
    x, y = root
    pen.sweep(
        [
            (x + 0.05, y),
            (x - 0.28, y - 0.16 + sway),
            (x - 0.56, y + 0.02 - sway),
            (x - 0.72, y + 0.26 + sway),
        ],
        [0.06, 0.045, 0.042, 0.036],
        look.main,
    )


def _tuft(pen: Pen, look: Look, root: Point, sway: float, moving: bool) -> None:
    _snake(pen, look, root, sway, moving)
    pen.disc((root[0] - 0.73, root[1] + 0.28 + sway), 0.075, scaled(look.main, 0.5))


def _flow(pen: Pen, look: Look, root: Point, sway: float, moving: bool) -> None:
    x, y = root
    if moving:
        for lift, long, ink in ((0.0, 1.0, 1.0), (0.06, 0.86, 1.25), (-0.07, 0.9, 0.82)):
            spots = [
                (x + 0.06, y + 0.05),
                (x - 0.18, y + 0.1 + lift + sway),
                (x - 0.42 * long, y - 0.02 + lift - sway),
                (x - 0.68 * long, y - 0.1 + 1.4 * lift + 2 * sway),
            ]
            pen.sweep(spots, [0.055, 0.08, 0.06, 0.01], scaled(look.second, ink))
        return
    pen.sweep(
        [(x + 0.06, y + 0.06), (x - 0.2, y + 0.06 + sway), (x - 0.42, y - 0.3 + sway * 1.5)],
        [0.06, 0.1, 0.03],
        look.second,
    )


def _string(pen: Pen, look: Look, root: Point, sway: float, moving: bool) -> None:
    x, y = root
    pen.limb([(x + 0.05, y), (x - 0.1 + sway, y - 0.5)], [0.035, 0.022], look.main)
    pen.disc((x - 0.1 + sway, y - 0.52), 0.04, look.second)


def _stub(pen: Pen, look: Look, root: Point, sway: float, moving: bool) -> None:
    pen.disc((root[0] - 0.02, root[1] + 0.04), 0.07, look.light)


def _puff(pen: Pen, look: Look, root: Point, sway: float, moving: bool) -> None:
    pen.disc((root[0] - 0.02, root[1] + 0.04), 0.1, look.light)


def _curl(pen: Pen, look: Look, root: Point, sway: float, moving: bool) -> None:
    x, y = root
    spots = [
        (x, y - 0.1),
        (x - 0.3, y),
        (x - 0.42, y + 0.4 + sway),
        (x - 0.24, y + 0.66 + sway),
        (x - 0.1 + sway, y + 0.52),
    ]
    pen.sweep(spots, [0.08, 0.15, 0.2, 0.17, 0.06], mix(look.main, look.second, 0.2))


_TAILS: dict[str, Callable[[Pen, Look, Point, float, bool], None]] = {
    "brush": _brush,
    "brush_low": _brush_low,
    "up": _upright,
    "snake": _snake,
    "tuft": _tuft,
    "flow": _flow,
    "string": _string,
    "stub": _stub,
    "puff": _puff,
    "curl": _curl,
}
"""The tails of `Build.tail`: each drawn from its root, `sway` figure units to and fro."""
