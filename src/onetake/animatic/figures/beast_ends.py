"""Heads, ears and antlers of four-legged animals."""

import math

from onetake.animatic.canvas import Point
from onetake.animatic.colour import RGB, mix, scaled
from onetake.animatic.figures import beast_face as face
from onetake.animatic.figures.builds import Build
from onetake.animatic.figures.pen import Look, Pen


def head(
    pen: Pen,
    look: Look,
    build: Build,
    root: Point,
    rise: float,
    nod: float,
    lids: float = 0.0,
    wind: tuple[float, float] = (0.0, 0.0),
) -> None:
    """Neck, head and ears, from the foot of the neck at `root`; `rise` is the neck's slope, `nod` radians.

    `wind` is the phase in radians and the strength, 0..1, of the air in a mane.
    """
    angle = math.atan(rise) + nod
    at = (root[0] + 0.06 + build.neck * math.cos(angle), root[1] + build.neck * math.sin(angle))
    _neck(pen, look, build, root, at, wind)
    _ears(pen, look, build, at, True, wind[0])
    droop = build.droop + nod * 0.6
    nose = (
        at[0] + (build.head * 0.6 + build.snout) * math.cos(droop),
        at[1] + (build.head * 0.6 + build.snout) * math.sin(droop),
    )
    _skull(pen, look, build, at, nose)
    if build.mark == "trunk":
        _proboscis(pen, look, at)
    else:
        face.muzzle(pen, look, build, at, nose, wind[0])
    face.fur(pen, look, build, root, at, wind)
    face.eye(pen, look, build, at, lids, wind[0])
    if build.mark == "antlers":
        _antlers(pen, look, at, build.head)
    elif build.mark == "giraffe" or build.horns:
        _horns(pen, look, build, at)
    _ears(pen, look, build, at, False, wind[0])
    if build.mark == "mane":
        _locks(pen, look, build, at)


def _horns(pen: Pen, look: Look, build: Build, at: Point) -> None:
    h = build.head
    bone = mix(look.second, look.light, 0.4)
    if build.mark == "giraffe":
        for dx in (-0.25, 0.1):
            pen.limb(
                [(at[0] + h * dx, at[1] + h * 0.7), (at[0] + h * (dx - 0.1), at[1] + h * 1.35)],
                [h * 0.09, h * 0.12],
                look.second,
            )
        return
    if build.mark == "crest" or build.horn:
        # One horn: a unicorn's on the brow, a rhinoceros's on the nose.
        out = 0.55 * h if not build.horn else h * 0.5 + build.snout * 0.8
        x, y = at[0] + out * math.cos(build.droop), at[1] + out * math.sin(build.droop) + h * 0.4
        long = h * (1.1 if build.horn else 2.1)
        pen.limb(
            [(x, y), (x + long * 0.45, y + long * 0.9)], [h * 0.2, h * 0.02], mix(look.light, look.lamp, 0.3)
        )
        return
    pen.sweep(
        [
            (at[0] - h * 0.1, at[1] + h * 0.7),
            (at[0] - h * 0.2, at[1] + h * 1.2),
            (at[0] + h * 0.1, at[1] + h * 1.6),
        ],
        [h * 0.16, h * 0.12, h * 0.03],
        bone,
    )


def _locks(pen: Pen, look: Look, build: Build, at: Point) -> None:
    """The edge of a mane that lies over the cheek."""
    h = build.head
    for i in range(5):
        a = 2.4 + i * 0.5
        pen.limb(
            [
                (at[0] - h * 0.1 + h * 0.75 * math.cos(a), at[1] + h * 0.8 * math.sin(a)),
                (at[0] - h * 0.2 + h * 1.25 * math.cos(a), at[1] + h * 1.3 * math.sin(a)),
            ],
            [h * 0.3, h * 0.1],
            scaled(look.main, 0.7),
        )


def _neck(pen: Pen, look: Look, build: Build, root: Point, at: Point, wind: tuple[float, float]) -> None:
    """The neck with the hair that grows on it."""
    thick = build.chest * 0.36
    arch = 0.07 * min(build.neck, 0.6) if build.hoof else -0.02
    throat = (root[0] * 0.45 + at[0] * 0.55 - abs(arch), root[1] * 0.5 + at[1] * 0.5 + arch)
    pen.sweep(
        [(root[0] - 0.06, root[1] - 0.02), throat, at],
        [thick, (thick + build.head * 0.66) * 0.5, build.head * 0.7],
        look.main,
    )
    if build.mark == "mane":
        h, dark = build.head, scaled(look.main, 0.58)
        pen.disc((at[0] - h * 0.35, at[1] - h * 0.2), h * 1.5, dark)
        for i in range(11):
            a = 1.0 + i * 0.42
            tip = (at[0] - h * 0.35 + h * 1.95 * math.cos(a), at[1] - h * 0.2 + h * 1.9 * math.sin(a))
            pen.limb(
                [(at[0] - h * 0.35 + h * 1.2 * math.cos(a), at[1] - h * 0.2 + h * 1.2 * math.sin(a)), tip],
                [h * 0.5, h * 0.08],
                dark,
            )
    if build.mark in ("crest", "zebra"):
        _crest(pen, look, build, root, at, wind)


def _crest(pen: Pen, look: Look, build: Build, root: Point, at: Point, wind: tuple[float, float]) -> None:
    """A mane in locks from the poll to the withers; they lift and trail in the wind of a gallop."""
    turn, strength = wind
    top, foot = (at[0] - 0.03, at[1] + build.head * 0.75), (root[0] - 0.15, root[1] + 0.17)
    long = 0.13 if build.mark == "crest" else 0.05
    low = (root[0] - 0.02, root[1] + 0.14)
    pen.blob([top, (at[0] - 0.03, at[1] + 0.04), low, foot], scaled(look.second, 0.9))
    for i in range(11):
        share = i / 10
        x, y = top[0] + (foot[0] - top[0]) * share, top[1] + (foot[1] - top[1]) * share
        y += 0.05 * math.sin(math.pi * share)
        lift = strength * (0.5 + 0.5 * math.sin(turn * 2 - 2.6 * share))
        tip = (x - long * (0.5 + 1.1 * strength), y - long * (1.1 - 1.7 * lift))
        ink = scaled(look.second, (1.0, 1.22, 0.86)[i % 3])
        pen.limb([(x + 0.03, y - 0.01), (x - long * 0.4, y + 0.2 * long), tip], [0.034, 0.034, 0.008], ink)
    if build.mark == "crest":
        pen.limb(
            [(at[0] + 0.03, at[1] + build.head), (at[0] + 0.11, at[1] + 0.06)], [0.026, 0.008], look.second
        )


def _skull(pen: Pen, look: Look, build: Build, at: Point, nose: Point) -> None:
    """Skull and muzzle, with the pale jaw of a bib."""
    coat = mix(look.second, look.main, 0.25) if build.mark == "wool" else look.main
    pen.limb([at, nose], [build.head * 0.82, build.head * (0.46 if face.blunt(build) else 0.3)], coat)
    pen.disc(at, build.head * 0.84, coat)
    if build.mark == "wool":
        pen.disc((at[0] - build.head * 0.3, at[1] + build.head * 0.6), build.head * 0.6, look.main)
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


def _ears(pen: Pen, look: Look, build: Build, at: tuple[float, float], far: bool, turn: float) -> None:
    x, y = at[0] - build.head * (-0.02 if far else 0.44), at[1] + build.head * 0.52
    coat = look.second if build.mark == "panda" else look.main
    colour = look.far(coat) if far else coat
    h = build.head
    if build.ear in ("tall", "point"):
        tall = h * (1.25 if build.ear == "tall" else 0.9)
        pen.shape(
            [(x - h * 0.38, y - h * 0.16), (x - h * 0.26, y + tall), (x + h * 0.44, y + h * 0.02)], colour
        )
        if not far and pen.scale > face.NEAR:
            inner = mix(mix(look.main, (236, 170, 160), 0.4), look.dark, 0.15)
            pen.shape(
                [(x - h * 0.26, y), (x - h * 0.22, y + tall * 0.72), (x + h * 0.22, y + h * 0.06)], inner
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
        _side_ear(pen, look, (x, y), h, (colour, far), turn)
    elif build.ear == "long":
        pen.limb([(x, y), (x - h * 0.45, y + h * 1.9)], [h * 0.2, h * 0.24], colour)
    elif build.ear == "fan" and not far:
        pen.blob(
            [(x + 0.08, y), (x - 0.3, y + 0.08), (x - 0.36, y - 0.3), (x - 0.06, y - 0.5)],
            look.far(look.main),
        )


def _side_ear(pen: Pen, look: Look, at: Point, h: float, side: tuple[RGB, bool], turn: float) -> None:
    """The ear of a deer or a cow: it stands off to the side and flicks now and then."""
    (x, y), (colour, far) = at, side
    flick = h * 0.14 * max(0.0, math.sin(3 * turn)) ** 6
    tip = (x - h * 0.95, y + h * 0.55 - flick)
    middle = (x - h * 0.5, y + h * 0.42 - flick * 0.5)
    pen.sweep([(x, y), middle, tip], [h * 0.12, h * 0.26, h * 0.03], colour)
    if not far:
        pen.sweep(
            [(x - h * 0.12, y + h * 0.06), middle, (tip[0] + h * 0.12, tip[1] - h * 0.06)],
            [h * 0.04, h * 0.14, h * 0.02],
            mix(look.main, (240, 196, 186), 0.5),
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
