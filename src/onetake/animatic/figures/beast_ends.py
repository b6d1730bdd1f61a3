"""Heads, ears, antlers and tails of four-legged animals."""

import math
from collections.abc import Callable

from onetake.animatic.canvas import Point
from onetake.animatic.colour import RGB, mix, scaled
from onetake.animatic.figures.builds import Build
from onetake.animatic.figures.pen import Look, Pen


def head(pen: Pen, look: Look, build: Build, root: Point, rise: float, nod: float) -> None:
    """Neck, head and ears, from the foot of the neck at `root`; `rise` is the neck's slope, `nod` radians."""
    angle = math.atan(rise) + nod
    at = (root[0] + 0.06 + build.neck * math.cos(angle), root[1] + build.neck * math.sin(angle))
    _neck(pen, look, build, root, at)
    _ears(pen, look, build, at, True)
    droop = {"crest": -0.8, "antlers": -0.45}.get(build.mark, -0.28)
    nose = (
        at[0] + (build.head * 0.6 + build.snout) * math.cos(droop),
        at[1] + (build.head * 0.6 + build.snout) * math.sin(droop),
    )
    _skull(pen, look, build, at, nose)
    if build.mark == "trunk":
        _proboscis(pen, look, at)
    else:
        tip = (nose[0] + build.head * 0.2, nose[1] + build.head * 0.08)
        pen.disc(tip, build.head * 0.17, scaled(look.dark, 0.6))
    eye = (at[0] + build.head * 0.42, at[1] + build.head * 0.22)
    pen.disc(eye, build.head * 0.12, scaled(look.dark, 0.4))
    if build.mark == "antlers":
        _antlers(pen, look, at, build.head)
    _ears(pen, look, build, at, False)


def _neck(pen: Pen, look: Look, build: Build, root: Point, at: Point) -> None:
    """The neck with the hair that grows on it."""
    thick = build.chest * 0.36
    throat = (root[0] * 0.45 + at[0] * 0.55 - 0.02, root[1] * 0.5 + at[1] * 0.5 - 0.01)
    pen.sweep(
        [(root[0] - 0.06, root[1] - 0.05), throat, at],
        [thick, (thick + build.head * 0.66) * 0.46, build.head * 0.68],
        look.main,
    )
    if build.mark == "mane":
        pen.disc((at[0] - 0.04, at[1] - 0.02), build.head * 1.65, scaled(look.main, 0.62))
    if build.mark == "crest":
        pen.blob(
            [
                (at[0] - 0.02, at[1] + build.head * 0.9),
                (root[0] - 0.16, root[1] + 0.2),
                (root[0] - 0.02, root[1] + 0.14),
                (at[0] - 0.03, at[1] + 0.02),
            ],
            look.second,
        )


def _skull(pen: Pen, look: Look, build: Build, at: Point, nose: Point) -> None:
    """Skull and muzzle, with the pale jaw of a bib."""
    pen.limb([at, nose], [build.head * 0.82, build.head * 0.3], look.main)
    pen.disc(at, build.head * 0.84, look.main)
    if build.mark == "bib":
        pen.limb(
            [
                (at[0] + build.head * 0.1, at[1] - build.head * 0.52),
                (nose[0] - 0.03, nose[1] - build.head * 0.14),
            ],
            [build.head * 0.36, build.head * 0.15],
            look.light,
        )


def _proboscis(pen: Pen, look: Look, at: Point) -> None:
    """An elephant's trunk and its tusk."""
    pen.sweep(
        [
            (at[0] + 0.12, at[1] - 0.05),
            (at[0] + 0.34, at[1] - 0.36),
            (at[0] + 0.3, at[1] - 0.72),
            (at[0] + 0.42, at[1] - 0.86),
        ],
        [0.14, 0.1, 0.07, 0.05],
        look.main,
    )
    pen.limb([(at[0] + 0.14, at[1] - 0.2), (at[0] + 0.44, at[1] - 0.3)], [0.04, 0.012], look.light)


def _ears(pen: Pen, look: Look, build: Build, at: tuple[float, float], far: bool) -> None:
    x, y = at[0] - build.head * (-0.02 if far else 0.44), at[1] + build.head * 0.52
    colour = look.far(look.main) if far else look.main
    h = build.head
    if build.ear in ("tall", "point"):
        tall = h * (1.25 if build.ear == "tall" else 0.9)
        pen.shape(
            [(x - h * 0.38, y - h * 0.16), (x - h * 0.26, y + tall), (x + h * 0.44, y + h * 0.02)], colour
        )
        if not far and build.ear == "tall":
            pen.shape(
                [(x - h * 0.29, y + tall * 0.6), (x - h * 0.26, y + tall), (x - h * 0.0, y + tall * 0.56)],
                scaled(look.second, 0.9),
            )
    elif build.ear == "round":
        pen.disc((x, y + h * 0.22), h * 0.34, colour)
    elif build.ear == "flop" and not far:
        pen.limb([(x, y), (x - h * 0.5, y - h * 0.95)], [h * 0.26, h * 0.34], look.far(look.main))
    elif build.ear == "side":
        pen.limb([(x, y), (x - h * 0.8, y + h * 0.5)], [h * 0.12, h * 0.2], colour)
    elif build.ear == "long":
        pen.limb([(x, y), (x - h * 0.45, y + h * 1.9)], [h * 0.2, h * 0.24], colour)
    elif build.ear == "fan" and not far:
        pen.blob(
            [(x + 0.08, y), (x - 0.3, y + 0.08), (x - 0.36, y - 0.3), (x - 0.06, y - 0.5)],
            look.far(look.main),
        )


def _antlers(pen: Pen, look: Look, at: tuple[float, float], h: float) -> None:
    bone = mix(look.second, look.light, 0.25)
    for dx in (-0.1, 0.02):
        base, fork, tip = (
            (at[0] - 0.02, at[1] + h * 0.7),
            (at[0] + dx, at[1] + h * 2.4),
            (at[0] + dx + 0.14, at[1] + h * 4.0),
        )
        pen.limb([base, fork, tip], [0.022, 0.018, 0.008], bone)
        pen.limb([fork, (fork[0] - 0.18, fork[1] + h * 1.3)], [0.016, 0.007], bone)
        pen.limb([(base[0], base[1] + 0.1), (base[0] + 0.14, base[1] + 0.2)], [0.015, 0.006], bone)


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
}
"""The tails of `Build.tail`: each drawn from its root, `sway` figure units to and fro."""
