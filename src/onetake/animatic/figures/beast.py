"""Four-legged animals: one skeleton, many builds."""

import math
from collections.abc import Callable
from dataclasses import replace

from onetake.animatic.canvas import Point
from onetake.animatic.colour import mix, scaled
from onetake.animatic.figures import beast_ends as ends
from onetake.animatic.figures.builds import Build
from onetake.animatic.figures.pen import Look, Pen, bend, step

# Hind and fore on a diagonal move together in a trot; a gallop rolls from the hind pair to the fore pair.
_TROT = {"near_hind": 0.0, "far_fore": 0.0, "far_hind": 0.5, "near_fore": 0.5}
_WALK = {"near_hind": 0.0, "near_fore": 0.25, "far_hind": 0.5, "far_fore": 0.75}
_GALLOP = {"near_hind": 0.0, "far_hind": 0.12, "near_fore": 0.52, "far_fore": 0.64}
BOX = (-1.75, -0.06, 1.75, 2.1)


def draw(pen: Pen, phase: float, look: Look, build: Build) -> None:
    """One pose. Actions: run (gallop), walk, sit, none or stand (still), anything else trots."""
    if look.action == "sit":
        return _sitting(pen, phase, look, build)
    moving = look.action not in ("stand", "none", "wave")
    gait = _GALLOP if look.action == "run" else _WALK if look.action == "walk" else _TROT
    swing = {"run": 1.2, "walk": 0.62}.get(look.action, 0.78) if moving else 0.0
    turn = 2 * math.pi * phase
    bob = 0.0
    pitch = 0.0
    if moving:
        bob = 0.022 * math.cos(2 * turn) if look.action != "run" else 0.055 * math.sin(turn + 0.6)
        pitch = 0.045 * math.sin(turn + 1.0) if look.action == "run" else 0.008 * math.sin(2 * turn)
    else:
        bob = 0.006 * math.sin(turn)
    half = build.length / 2
    hip = (-half, 0.88 - build.waist * 0.33 + bob - pitch)
    shoulder = (half, 0.88 - build.chest * 0.3 + bob + pitch)
    for name in ("far_hind", "far_fore"):
        _leg(pen, look, build, name, hip if "hind" in name else shoulder, phase + gait[name], swing, True)
    ends.tail(pen, look, build, hip, turn if moving else turn * 0.5, moving)
    _trunk(pen, look, build, hip, shoulder)
    for name in ("near_hind", "near_fore"):
        _leg(pen, look, build, name, hip if "hind" in name else shoulder, phase + gait[name], swing, False)
    nod = 0.02 * math.sin(2 * turn + 0.8) if moving else 0.012 * math.sin(turn)
    reach = build.rise * (0.55 if look.action == "run" else 1.0)
    ends.head(pen, look, build, (shoulder[0] + 0.05, shoulder[1] + build.chest * 0.16), reach, nod)
    return None


def _leg(
    pen: Pen,
    look: Look,
    build: Build,
    name: str,
    joint: tuple[float, float],
    phase: float,
    swing: float,
    far: bool,
) -> None:
    hind = "hind" in name
    coat = look.far(look.main) if far else look.main
    sock = look.far(look.second) if far else look.second
    dx, dy = step(phase, swing, 0.24 if swing > 1 else 0.16)
    if not swing:
        dx, dy = (0.05 if far else -0.03), 0.0
    foot = (joint[0] + dx + (-0.04 if hind else 0.02), dy + 0.035)
    total = math.hypot(foot[0] - joint[0], foot[1] - joint[1])
    upper = max(joint[1] * 0.55, total * 0.5)
    lower = max(joint[1] * 0.56, total * 0.52)
    knee = bend(joint, foot, upper, lower, 1.0 if hind else -1.0)
    thick = build.leg
    pen.limb([joint, knee], [thick * (2.7 if hind else 2.1), thick * 1.25], coat)
    pen.limb([knee, foot], [thick * 1.2, thick * 0.82], coat)
    shin = (knee[0] * 0.42 + foot[0] * 0.58, knee[1] * 0.42 + foot[1] * 0.58)
    pen.limb([shin, foot], [thick * 0.98, thick * 0.86], sock)
    lean = 0.35 if dy > 0.03 else 0.0
    pen.limb([foot, (foot[0] + thick * 1.3, foot[1] - thick * lean)], [thick * 0.86, thick * 0.66], sock)


def _trunk(pen: Pen, look: Look, build: Build, hip: Point, shoulder: Point) -> None:
    (hx, hy), (sx, sy) = hip, shoulder
    chest, waist = build.chest, build.waist
    middle = (hx + sx) / 2
    pen.blob(
        [
            (hx - 0.17, hy - 0.02),
            (hx - 0.08, hy + waist * 0.42),
            (middle, (hy + sy) / 2 + waist * 0.34),
            (sx - 0.08, sy + chest * 0.46),
            (sx + 0.15, sy + chest * 0.36),
            (sx + 0.19, sy - chest * 0.06),
            (sx + 0.0, sy - chest * 0.64),
            (middle + 0.02, (hy + sy) / 2 - waist * 0.56),
            (hx + 0.16, hy - waist * 0.36),
        ],
        look.main,
    )
    if marking := _MARKINGS.get(build.mark):
        marking(pen, look, build, hip, shoulder)


def _bib(pen: Pen, look: Look, build: Build, hip: Point, shoulder: Point) -> None:
    (hx, hy), (sx, sy) = hip, shoulder
    chest, waist = build.chest, build.waist
    middle = (hx + sx) / 2
    pen.blob(
        [
            (sx + 0.17, sy + chest * 0.2),
            (sx + 0.19, sy - chest * 0.08),
            (sx + 0.0, sy - chest * 0.62),
            (middle + 0.08, (hy + sy) / 2 - waist * 0.56),
            (middle + 0.18, (hy + sy) / 2 - waist * 0.44),
            (sx + 0.02, sy - chest * 0.32),
        ],
        mix(look.main, look.light, 0.5),
    )


def _stripes(pen: Pen, look: Look, build: Build, hip: Point, shoulder: Point) -> None:
    (hx, hy), (sx, _) = hip, shoulder
    waist = build.waist
    for i in range(7):
        x = hx + 0.02 + i * (sx - hx) / 6.4
        pen.shape(
            [(x, hy + waist * 0.40), (x + 0.05, hy + waist * 0.40), (x + 0.05, hy - waist * 0.22)],
            scaled(look.main, 0.32),
        )


def _patches(pen: Pen, look: Look, build: Build, hip: Point, shoulder: Point) -> None:
    (hx, hy), (sx, sy) = hip, shoulder
    middle = (hx + sx) / 2
    for x, y, r in (
        (hx + 0.15, hy + 0.08, 0.2),
        (middle + 0.12, hy - 0.02, 0.17),
        (sx - 0.02, sy + 0.1, 0.13),
    ):
        pen.disc((x, y), r, look.second, squash=0.8)


_MARKINGS: dict[str, Callable[[Pen, Look, Build, Point, Point], None]] = {
    "bib": _bib,
    "stripes": _stripes,
    "patches": _patches,
}
"""What a coat shows on the trunk; the other marks are on the head."""


def _sitting(pen: Pen, phase: float, look: Look, build: Build) -> None:
    build = replace(build, head=build.head * 1.22, snout=build.snout * 1.1, neck=build.neck * 0.8)
    turn = 2 * math.pi * phase
    breath = 0.008 * math.sin(turn)
    hip, chest = (-0.22, 0.24), (0.14, 0.66 + breath)
    if build.tail.startswith("brush"):
        tip = look.light if build.tail == "brush" else look.second
        pen.sweep(
            [(hip[0], 0.12), (-0.6, 0.1), (-0.92, 0.12), (-1.2, 0.2)], [0.08, 0.1, 0.12, 0.012], look.main
        )
        pen.sweep([(-1.02, 0.135), (-1.1, 0.155), (-1.2, 0.2)], [0.1, 0.07, 0.012], tip)
    else:
        ends.tail(pen, look, build, (hip[0] - 0.1, 0.16), turn * 0.5, False)
    pen.limb([chest, (0.2, 0.05)], [0.13, build.leg], look.far(look.main))
    pen.limb([hip, chest], [0.27, 0.19], look.main)
    pen.limb([(-0.2, 0.2), (0.02, 0.05), (0.16, 0.04)], [0.24, 0.1, 0.055], look.main)
    pen.limb([(chest[0] + 0.02, chest[1]), (0.26, 0.06)], [0.12, build.leg * 0.95], look.main)
    pen.limb(
        [(0.25, 0.12), (0.27, 0.04), (0.34, 0.035)],
        [build.leg, build.leg * 0.95, build.leg * 0.8],
        look.second,
    )
    if build.mark == "bib":
        pen.limb(
            [(chest[0] + 0.12, chest[1] + 0.02), (0.24, 0.42)], [0.09, 0.05], mix(look.main, look.light, 0.7)
        )
    ends.head(
        pen, look, build, (chest[0] - 0.02, chest[1] + 0.08), max(build.rise, 1.1), 0.02 * math.sin(turn)
    )
