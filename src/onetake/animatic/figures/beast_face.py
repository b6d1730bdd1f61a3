"""The face of a four-legged animal: eyes, nose, whiskers, tongue; fur where the camera is near enough."""

import math

from onetake.animatic.canvas import Point
from onetake.animatic.colour import RGB, mix, scaled
from onetake.animatic.figures.builds import Build
from onetake.animatic.figures.pen import Look, Pen

NEAR = 130.0
"""Pixels a figure unit from which single hairs and the depth of an eye are seen."""


def blunt(build: Build) -> bool:
    """Whether it has the short face of a cat or a rabbit."""
    return build.snout <= 0.17 and not build.hoof and build.ear != "fan"


def muzzle(pen: Pen, look: Look, build: Build, at: Point, nose: Point, turn: float) -> None:
    """Nose and mouth; a dog pants."""
    h = build.head
    tip = (nose[0] + h * (0.34 if blunt(build) else 0.22), nose[1] + h * 0.06)
    if blunt(build):
        _whiskers(pen, look, build, at, nose)
    ink = scaled(look.dark, 0.6)
    jaw = (nose[0] + h * 0.12, nose[1] - h * 0.16)
    back = (at[0] + (nose[0] - at[0]) * 0.62, at[1] + (nose[1] - at[1]) * 0.62 - h * 0.28)
    if build.ear == "flop" and not build.hoof:
        _tongue(pen, look, build, jaw, back, turn)
    if build.hoof:
        pen.disc((nose[0] + h * 0.12, nose[1] + h * 0.06), h * 0.07, ink)
        if pen.scale > NEAR:
            pen.disc((nose[0] + h * 0.02, nose[1] - h * 0.08), h * 0.26, mix(look.main, look.dark, 0.35), 120)
            pen.disc((nose[0] + h * 0.12, nose[1] + h * 0.06), h * 0.07, ink)
    else:
        pen.disc(tip, h * (0.12 if blunt(build) else 0.17), ink, squash=0.85)
        if pen.scale > NEAR:
            pen.disc((tip[0] - h * 0.02, tip[1] + h * 0.06), h * 0.05, mix(ink, look.light, 0.55), squash=0.6)
    if pen.scale > NEAR:
        lips = ((jaw[0] + back[0]) / 2, (jaw[1] + back[1]) / 2 - h * 0.045)
        pen.sweep([jaw, lips, back], [h * 0.03, h * 0.032, h * 0.008], ink)
    else:
        pen.limb([jaw, back], [h * 0.035] * 2, ink)


def _tongue(pen: Pen, look: Look, build: Build, jaw: Point, back: Point, turn: float) -> None:
    """The lower jaw hangs open and the tongue goes with the breath."""
    h = build.head
    pant = 0.5 + 0.5 * math.sin(6 * turn)
    drop = h * (0.2 + 0.16 * pant)
    lip = (jaw[0] - h * 0.16, jaw[1] - drop)
    pen.shape([back, (jaw[0] - h * 0.05, jaw[1]), (lip[0] + h * 0.06, lip[1])], (110, 44, 48))
    end = (lip[0] + h * 0.1, lip[1] - h * (0.18 + 0.16 * pant))
    pen.limb(
        [back, (lip[0] + h * 0.02, lip[1] + h * 0.08), end], [h * 0.05, h * 0.1, h * 0.1], (232, 122, 130)
    )
    pen.limb([back, lip], [h * 0.12, h * 0.07], mix(look.main, look.light, 0.5))


def _whiskers(pen: Pen, look: Look, build: Build, at: Point, nose: Point) -> None:
    """The pale pad under the nose with its whiskers, and the cheek stripes of a tiger."""
    h = build.head
    pad = (nose[0] + h * 0.1, nose[1] - h * 0.14)
    pen.disc(pad, h * 0.32, mix(look.main, look.light, 0.6), squash=0.8)
    if build.mark == "stripes":
        ink = scaled(look.main, 0.3)
        for i in range(3):
            x, y = at[0] - h * (0.1 + 0.22 * i), at[1] + h * (0.5 - 0.42 * i)
            pen.sweep(
                [(x - h * 0.3, y), (x - h * 0.06, y - h * 0.08), (x + h * 0.1, y - h * 0.02)],
                [h * 0.07, h * 0.06, h * 0.01],
                ink,
            )
        for i in range(2):
            top = (at[0] + h * (0.02 + 0.26 * i), at[1] + h * (0.82 - 0.1 * i))
            pen.limb([top, (top[0] + h * 0.1, top[1] - h * 0.26)], [h * 0.06, h * 0.015], ink)
    for i in range(3):
        end = (pad[0] - h * (0.5 - 0.08 * i), pad[1] - h * (0.32 - 0.24 * i))
        pen.limb([(pad[0] - h * 0.02, pad[1] - h * 0.02 * i), end], [h * 0.014, h * 0.006], look.light)


def eye(pen: Pen, look: Look, build: Build, at: Point, lids: float, turn: float) -> None:
    """An eye that looks about a little; from near it has an iris, a lid and two lights."""
    h = build.head
    x, y = at[0] + h * 0.36, at[1] + h * 0.2
    ink = scaled(look.dark, 0.4)
    if build.mark == "panda":
        pen.disc((x - h * 0.02, y - h * 0.03), h * 0.3, look.second, squash=1.2)
    if lids > 0.6:
        pen.limb([(x - h * 0.14, y), (x, y - h * 0.05), (x + h * 0.14, y)], [h * 0.035] * 3, ink)
        return
    near = pen.scale > NEAR
    if near and build.mark != "panda":
        pen.disc((x, y), h * 0.25, mix(look.main, ink, 0.4), 140)
    if build.ear != "fan" and not build.hoof:
        pen.disc((x, y), h * 0.19, mix(look.light, look.lamp, 0.35), squash=max(1 - lids, 0.2))
    gaze = h * 0.02 * math.sin(turn) if near else 0.0
    if near:
        iris = _IRIS.get(build.mark, (122, 78, 40)) if not blunt(build) else (196, 160, 66)
        pen.disc((x + h * 0.02 + gaze, y), h * 0.165, look.shown(iris), squash=1 - lids)
        slim = 0.085 if blunt(build) else 0.115
        pen.disc((x + h * 0.03 + gaze, y), h * slim, ink, squash=(1 - lids) * 1.25)
        pen.sweep(
            [(x + h * across, y + h * up) for across, up in _LID],
            [h * 0.015, h * 0.04, h * 0.05, h * 0.04, h * 0.015],
            ink,
        )
        pen.disc((x - h * 0.02 + gaze, y - h * 0.07), h * 0.03, (236, 240, 250), 170)
    else:
        pen.disc((x + h * 0.03, y), h * 0.14, ink, squash=1 - lids)
    pen.disc((x + h * 0.07 + gaze, y + h * 0.06), h * 0.045, (250, 250, 250))


_LID = ((-0.2, 0.02), (-0.11, 0.13), (0.02, 0.17), (0.14, 0.13), (0.22, 0.03))
"""The upper lid from corner to corner, in heads around the eye."""
_IRIS: dict[str, RGB] = {
    "stripes": (206, 168, 60),
    "antlers": (92, 56, 34),
    "crest": (82, 50, 32),
    "panda": (60, 44, 36),
}
"""The colour of the eyes by the mark of a coat."""


def fur(pen: Pen, look: Look, build: Build, root: Point, at: Point, wind: tuple[float, float]) -> None:
    """Tufts on the cheek, the throat and the chest, and light along the neck; seen from near alone."""
    if pen.scale < NEAR or build.ear == "fan":
        return
    h, turn = build.head, wind[0]
    thick = build.chest * 0.36
    dark, pale = scaled(look.main, 0.9), mix(look.main, look.light, 0.14)
    long = h * (0.16 if build.hoof else 0.3)
    for i in range(26):
        share, row = (i % 13) / 15, i // 13
        x = root[0] + 0.02 + (at[0] - root[0]) * share
        y = root[1] + (at[1] - root[1]) * share
        down = (thick * (1 - share) + h * 0.5 * share) * (0.78 - 0.62 * row) * (1.0 if i % 2 else 0.8)
        start = (x + down * 0.5, y - down * 0.8)
        sway = 0.1 * long * math.sin(turn * 2 + i)
        end = (start[0] - long * 0.35 + sway, start[1] - long * (0.9 if row == 0 else 0.6))
        pen.limb([start, end], [h * 0.04, h * 0.008], pale if (i + row) % 3 else dark)
    if not build.hoof:
        cheek = look.light if build.mark == "bib" else look.main
        for i in range(5):
            a = 3.5 + 0.22 * i
            start = (at[0] + h * (0.2 + 0.55 * math.cos(a)), at[1] + h * 0.5 * math.sin(a))
            end = (at[0] + h * (0.05 + 0.92 * math.cos(a)), at[1] + h * 0.86 * math.sin(a))
            pen.limb([start, end], [h * 0.15, h * 0.02], mix(cheek, pale, 0.12) if i % 2 else cheek)
