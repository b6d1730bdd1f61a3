"""Four-legged animals that come straight towards the camera, or go away from it."""

import math
from collections.abc import Callable

from onetake.animatic.canvas import Point
from onetake.animatic.colour import RGB, mix, scaled
from onetake.animatic.figures.builds import Build
from onetake.animatic.figures.pen import Look, Pen

BOX = (-0.95, -0.06, 0.95, 2.45)


def draw(
    pen: Pen, phase: float, look: Look, build: Build, back: bool, rider: Callable[[], None] | None = None
) -> None:
    """One pose of a gait, by the same build as from the side; `rider` paints who sits on its back."""
    turn = 2 * math.pi * phase
    run = look.action == "run"
    bob = (0.07 if run else 0.02) * abs(math.sin(turn))
    sway = (0.02 if run else 0.035) * math.sin(turn)
    at = (
        sway * 1.4,
        0.9 + bob + 0.85 * build.neck * math.sin(math.atan(build.rise)) + 0.03 * math.sin(2 * turn),
    )
    if back:
        _neck(pen, look, build, (sway, 0.9 + bob), at)
        _ears(pen, look, build, at)
    if rider is not None:
        rider()
    _body(pen, look, build, (sway, bob), turn, back)
    if back:
        _tail(pen, look, build, (sway, 0.86 + bob), turn)
        return
    _neck(pen, look, build, (sway, 0.82 + bob), at)
    _ears(pen, look, build, at)
    _face(
        pen, look, build, at, max(0.0, *(1 - abs(phase - spot) / 0.04 for spot in (0.3,))) if not run else 0.0
    )


def _body(pen: Pen, look: Look, build: Build, move: tuple[float, float], turn: float, back: bool) -> None:
    """Four legs, the far ones first, and the breast or the rump between them; `move` is sway and bob."""
    (sway, bob), run = move, look.action == "run"
    wide = max(build.chest * 0.46, build.leg * 2.4)
    fur = look.second if build.mark == "panda" else look.main
    for side in (-1, 1):
        lift = (0.34 if run else 0.13) * max(0.0, math.sin(turn + (0.0 if side > 0 else math.pi) + math.pi))
        _leg(
            pen,
            build,
            (side * wide * 0.62 + sway, 0.66 + bob),
            lift * 0.8,
            look.far(fur),
            look.far(look.second),
        )
    pen.disc((sway, 0.74 + bob), wide, look.main, squash=0.62 / max(wide, 0.3) * build.chest * 1.45)
    if build.mark in ("bib", "") and not back:
        pen.disc((sway, 0.66 + bob), wide * 0.62, mix(look.main, look.light, 0.45), squash=1.1)
    if build.mark == "panda":
        pen.disc((sway, 0.84 + bob), wide * 1.02, look.second, squash=0.5)
    for side in (-1, 1):
        lag = math.pi * (0.12 if run else 0.0) * side
        lift = (0.36 if run else 0.15) * max(
            0.0, math.sin(turn + (0.0 if side > 0 else math.pi) * (not run) + lag)
        )
        _leg(pen, build, (side * wide * 0.7 + sway, 0.72 + bob), lift, fur, look.second)


def _leg(pen: Pen, build: Build, top: Point, lift: float, coat: RGB, sock: RGB) -> None:
    """A leg from ahead: it folds at the wrist as it is lifted."""
    x, y = top
    thick = build.leg * 1.05
    knee = (x, 0.36 + lift * 0.7)
    foot = (x * 1.02, thick * 0.8 + lift)
    pen.limb([(x, y), knee], [thick * 1.7, thick * 1.15], coat)
    pen.limb([knee, foot], [thick * 1.15, thick * 0.85], sock if build.socks > 0.5 else coat)
    pen.limb([(foot[0], foot[1]), (foot[0], foot[1] - thick * 0.1)], [thick * 1.1, thick * 1.2], sock)


def _neck(pen: Pen, look: Look, build: Build, root: Point, at: Point) -> None:
    h = build.head
    if build.mark == "mane":
        for i in range(16):
            a = 2 * math.pi * i / 16
            tip = (at[0] + h * 2.1 * math.cos(a), at[1] - h * 0.2 + h * 2.1 * math.sin(a))
            pen.limb([at, tip], [h * 1.2, h * 0.3], scaled(look.main, 0.5 if i % 2 else 0.62))
    pen.limb([root, at], [build.chest * 0.34, h * 0.62], scaled(look.main, 0.92))
    if build.mark in ("crest", "zebra"):
        for side in (-1, 1):
            spots = [
                (at[0], at[1] + h),
                (at[0] + side * h * 1.1, at[1]),
                (root[0] + side * h * 1.2, root[1] + 0.1),
            ]
            pen.sweep(spots, [h * 0.35, h * 0.45, h * 0.1], look.second)


def _ears(pen: Pen, look: Look, build: Build, at: Point) -> None:
    coat = look.second if build.mark == "panda" else look.main
    for side in (-1, 1):
        _ear(pen, look, build, at, side, coat)
        if build.mark == "antlers" or (build.horns and not build.horn and build.mark != "crest"):
            _horn(pen, look, build, at, side)


def _ear(pen: Pen, look: Look, build: Build, at: Point, side: int, coat: RGB) -> None:
    h, far = build.head, look.far(coat)

    def spot(dx: float, dy: float) -> Point:
        return at[0] + side * h * dx, at[1] + h * dy

    if build.ear == "fan":
        pen.blob([spot(0.5, 0.5), spot(2.2, 0.8), spot(2.1, -0.9), spot(0.7, -0.6)], far)
    elif build.ear == "round":
        pen.disc(spot(0.62, 0.66), h * 0.34, coat)
    elif build.ear == "flop":
        pen.limb([spot(0.6, 0.6), spot(0.95, -0.5)], [h * 0.22, h * 0.3], far)
    elif build.ear == "side":
        pen.sweep([spot(0.5, 0.5), spot(1.1, 0.75), spot(1.6, 0.7)], [h * 0.14, h * 0.24, h * 0.04], coat)
    elif build.ear == "long":
        pen.limb([spot(0.35, 0.6), spot(0.5, 2.2)], [h * 0.24, h * 0.2], coat)
    elif build.ear:
        tall = 1.45 if build.ear == "tall" else 1.15
        pen.shape([spot(0.12, 0.6), spot(0.72, 0.3), spot(0.62, tall)], coat)
        pen.shape([spot(0.32, 0.6), spot(0.6, 0.5), spot(0.57, tall * 0.86)], scaled(look.second, 0.9))


def _horn(pen: Pen, look: Look, build: Build, at: Point, side: int) -> None:
    """A horn or an antler at one side of the head."""
    h = build.head

    def spot(dx: float, dy: float) -> Point:
        return at[0] + side * h * dx, at[1] + h * dy

    if build.mark == "antlers":
        bone = mix(look.second, look.light, 0.25)
        pen.limb([spot(0.3, 0.7), spot(1.6, 2.2), spot(2.4, 3.8)], [0.022, 0.018, 0.008], bone)
        pen.limb([spot(1.6, 2.2), spot(0.9, 3.4)], [0.016, 0.007], bone)
        return
    pen.sweep([spot(0.4, 0.7), spot(1.2, 0.9), spot(1.4, 1.6)], [h * 0.16, h * 0.12, h * 0.03], look.light)


def _face(pen: Pen, look: Look, build: Build, at: Point, lids: float) -> None:
    """Skull, muzzle, two eyes, a nose."""
    h, (x, y) = build.head, at
    coat = look.main if build.mark != "wool" else mix(look.second, look.main, 0.25)
    long = h * (0.3 if build.snout <= 0.17 else 0.5) + build.snout * (0.85 if build.hoof else 0.35)
    nose = (x, y - long)
    pen.disc(at, h * 0.9, coat)
    pen.limb([(x, y - h * 0.1), nose], [h * 0.7, h * (0.42 if build.hoof else 0.5)], coat)
    _muzzle(pen, look, build, at, nose, coat)
    if build.mark in ("stripes", "zebra"):
        _stripes(pen, look, build, at)
    if build.mark == "crest":
        pen.limb([(x, y + h * 0.9), (x + h * 0.1, y + h * 0.1)], [h * 0.22, h * 0.06], look.second)
    spread = h * (0.62 if build.hoof else 0.4)
    for side in (-1, 1):
        spot = (x + side * spread, y + h * 0.12)
        if build.mark == "panda":
            pen.disc((spot[0], spot[1] - h * 0.04), h * 0.28, look.second, squash=1.2)
        if not build.hoof and build.mark != "trunk":
            pen.disc(spot, h * 0.19, mix(look.light, look.lamp, 0.35), squash=max(1 - lids, 0.15))
        pen.disc(spot, h * 0.13, scaled(look.dark, 0.4), squash=max(1 - lids, 0.15))
        pen.disc((spot[0] + h * 0.04, spot[1] + h * 0.05), h * 0.04, (250, 250, 250))


def _muzzle(pen: Pen, look: Look, build: Build, at: Point, nose: Point, coat: RGB) -> None:
    """A trunk, two nostrils, or the cheeks and the nose of a beast of prey."""
    h, (x, y) = build.head, at
    if build.mark == "trunk":
        pen.sweep(
            [(x, y - h * 0.2), (x + 0.03, y - h * 1.4), (x - 0.02, y - h * 2.4)],
            [h * 0.42, h * 0.3, h * 0.16],
            scaled(coat, 0.86),
        )
        for side in (-1, 1):
            pen.limb(
                [(x + side * h * 0.4, y - h * 0.6), (x + side * h * 0.6, y - h * 1.4)],
                [h * 0.14, h * 0.04],
                look.light,
            )
    elif not build.hoof:
        for side in (-1, 1):
            pen.disc(
                (x + side * h * 0.2, nose[1]),
                h * 0.36,
                mix(coat, look.light, 0.6 if build.mark != "panda" else 0.2),
                squash=0.8,
            )
        pen.disc((x, nose[1] + h * 0.2), h * 0.18, scaled(look.dark, 0.6), squash=0.75)
        pen.limb([(x, nose[1] + h * 0.08), (x, nose[1] - h * 0.14)], [h * 0.03] * 2, scaled(look.dark, 0.6))
    else:
        for side in (-1, 1):
            pen.disc((x + side * h * 0.2, nose[1] - h * 0.04), h * 0.09, scaled(look.dark, 0.6), squash=1.3)


def _stripes(pen: Pen, look: Look, build: Build, at: Point) -> None:
    h, (x, y) = build.head, at
    ink = scaled(look.main, 0.3) if build.mark == "stripes" else look.dark
    for i in range(3):
        for side in (-1, 1):
            high = y + h * (0.55 - 0.42 * i)
            pen.limb(
                [(x + side * h * 0.84, high), (x + side * h * 0.46, high - h * 0.06)],
                [h * 0.08, h * 0.02],
                ink,
            )
        pen.limb(
            [(x + h * (0.22 * i - 0.22), y + h * 0.86), (x + h * (0.12 * i - 0.12), y + h * 0.5)],
            [h * 0.06, h * 0.015],
            ink,
        )


def _tail(pen: Pen, look: Look, build: Build, root: Point, turn: float) -> None:
    """A tail that swings before the hind legs."""
    x, y = root
    swing = 0.09 * math.sin(turn)
    bushy = build.tail.startswith("brush") or build.tail in ("flow", "curl")
    if build.tail in ("stub", "puff"):
        pen.disc((x, y - 0.04), 0.09, look.light)
        return
    ink = look.second if build.tail == "flow" else scaled(look.main, 0.82)
    wide = (0.05, 0.09, 0.1, 0.02) if bushy else (0.045, 0.032, 0.028, 0.03)
    spots = [(x, y), (x + swing * 0.4, y - 0.18), (x + swing, y - 0.38), (x + swing * 1.7, y - 0.56)]
    pen.sweep(spots, wide, ink)
    if build.tail == "brush":
        pen.sweep(spots[2:], wide[2:], look.light)
