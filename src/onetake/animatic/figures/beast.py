"""Four-legged animals: one skeleton, many builds."""

import math
from dataclasses import dataclass, replace

from onetake.animatic.colour import RGB, mix, scaled
from onetake.animatic.figures.pen import Look, Pen, bend, step


@dataclass(frozen=True, slots=True)
class Build:
    """Proportions in shoulder heights: the top of the back is near 1."""

    length: float = 1.15
    chest: float = 0.44
    waist: float = 0.34
    leg: float = 0.055
    neck: float = 0.36
    rise: float = 0.9
    head: float = 0.17
    snout: float = 0.26
    ear: str = "point"
    tail: str = "brush"
    coat: RGB = (150, 110, 80)
    under: RGB = (236, 226, 210)
    sock: RGB = (60, 44, 40)
    mark: str = ""


BUILDS: dict[str, Build] = {
    "fox": Build(
        1.22,
        0.40,
        0.30,
        0.05,
        0.26,
        0.62,
        0.17,
        0.27,
        "tall",
        "brush",
        (214, 104, 44),
        (248, 236, 220),
        (58, 38, 36),
        "bib",
    ),
    "wolf": Build(
        1.2,
        0.46,
        0.34,
        0.062,
        0.3,
        0.62,
        0.18,
        0.27,
        "point",
        "brush_low",
        (128, 126, 128),
        (206, 204, 200),
        (104, 102, 106),
        "bib",
    ),
    "dog": Build(
        1.08,
        0.44,
        0.34,
        0.066,
        0.28,
        0.95,
        0.185,
        0.2,
        "flop",
        "up",
        (196, 146, 92),
        (240, 226, 204),
        (226, 204, 176),
        "bib",
    ),
    "cat": Build(
        1.2,
        0.40,
        0.36,
        0.06,
        0.2,
        0.8,
        0.19,
        0.1,
        "tall",
        "snake",
        (120, 112, 110),
        (232, 226, 220),
        (222, 214, 208),
        "",
    ),
    "tiger": Build(
        1.35,
        0.46,
        0.40,
        0.085,
        0.26,
        0.45,
        0.2,
        0.15,
        "round",
        "snake",
        (222, 138, 56),
        (246, 234, 214),
        (214, 134, 60),
        "stripes",
    ),
    "lion": Build(
        1.3,
        0.48,
        0.38,
        0.08,
        0.28,
        0.6,
        0.2,
        0.17,
        "round",
        "tuft",
        (204, 162, 98),
        (232, 208, 166),
        (190, 148, 90),
        "mane",
    ),
    "horse": Build(
        1.1,
        0.36,
        0.32,
        0.05,
        0.56,
        1.25,
        0.13,
        0.31,
        "point",
        "flow",
        (128, 82, 52),
        (120, 76, 48),
        (52, 36, 32),
        "crest",
    ),
    "deer": Build(
        1.0,
        0.34,
        0.28,
        0.042,
        0.52,
        1.15,
        0.13,
        0.22,
        "side",
        "stub",
        (168, 118, 76),
        (238, 222, 198),
        (140, 96, 62),
        "antlers",
    ),
    "bear": Build(
        1.2,
        0.62,
        0.58,
        0.11,
        0.24,
        0.25,
        0.22,
        0.18,
        "round",
        "stub",
        (96, 66, 48),
        (110, 78, 58),
        (74, 50, 38),
        "",
    ),
    "elephant": Build(
        1.15,
        0.54,
        0.5,
        0.1,
        0.2,
        0.5,
        0.27,
        0.1,
        "fan",
        "string",
        (132, 130, 136),
        (140, 138, 144),
        (116, 114, 120),
        "trunk",
    ),
    "cow": Build(
        1.3,
        0.54,
        0.5,
        0.065,
        0.3,
        0.35,
        0.17,
        0.26,
        "side",
        "string",
        (232, 226, 218),
        (236, 230, 222),
        (90, 72, 62),
        "patches",
    ),
    "rabbit": Build(
        0.95,
        0.44,
        0.46,
        0.06,
        0.16,
        1.0,
        0.2,
        0.1,
        "long",
        "puff",
        (168, 150, 132),
        (240, 234, 226),
        (190, 174, 158),
        "",
    ),
}

# Hind and fore on a diagonal move together in a trot; a gallop rolls from the hind pair to the fore pair.
_TROT = {"near_hind": 0.0, "far_fore": 0.0, "far_hind": 0.5, "near_fore": 0.5}
_WALK = {"near_hind": 0.0, "near_fore": 0.25, "far_hind": 0.5, "far_fore": 0.75}
_GALLOP = {"near_hind": 0.0, "far_hind": 0.12, "near_fore": 0.52, "far_fore": 0.64}
BOX = (-1.55, -0.06, 1.75, 2.1)


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
    _tail(pen, look, build, hip, turn if moving else turn * 0.5, moving)
    _trunk(pen, look, build, hip, shoulder)
    for name in ("near_hind", "near_fore"):
        _leg(pen, look, build, name, hip if "hind" in name else shoulder, phase + gait[name], swing, False)
    nod = 0.02 * math.sin(2 * turn + 0.8) if moving else 0.012 * math.sin(turn)
    reach = build.rise * (0.55 if look.action == "run" else 1.0)
    _head(pen, look, build, (shoulder[0] + 0.05, shoulder[1] + build.chest * 0.16), reach, nod)
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


def _trunk(
    pen: Pen, look: Look, build: Build, hip: tuple[float, float], shoulder: tuple[float, float]
) -> None:
    (hx, hy), (sx, sy) = hip, shoulder
    chest, waist = build.chest, build.waist
    middle = (hx + sx) / 2
    pen.blob(
        [
            (hx - 0.17, hy - 0.02),
            (hx - 0.08, hy + waist * 0.42),
            (middle, (hy + sy) / 2 + waist * 0.40),
            (sx - 0.08, sy + chest * 0.46),
            (sx + 0.15, sy + chest * 0.36),
            (sx + 0.19, sy - chest * 0.06),
            (sx + 0.02, sy - chest * 0.56),
            (middle, (hy + sy) / 2 - waist * 0.52),
            (hx + 0.1, hy - waist * 0.5),
        ],
        look.main,
    )
    under = mix(look.main, look.light, 0.5)
    if build.mark == "bib":
        pen.blob(
            [
                (sx + 0.17, sy + chest * 0.2),
                (sx + 0.19, sy - chest * 0.08),
                (sx + 0.02, sy - chest * 0.54),
                (middle, (hy + sy) / 2 - waist * 0.5),
                (middle + 0.1, (hy + sy) / 2 - waist * 0.36),
                (sx, sy - chest * 0.3),
            ],
            under,
        )
    if build.mark == "stripes":
        for i in range(7):
            x = hx + 0.02 + i * (sx - hx) / 6.4
            pen.shape(
                [(x, hy + waist * 0.40), (x + 0.05, hy + waist * 0.40), (x + 0.05, hy - waist * 0.22)],
                scaled(look.main, 0.32),
            )
    if build.mark == "patches":
        for x, y, r in (
            (hx + 0.15, hy + 0.08, 0.2),
            (middle + 0.12, hy - 0.02, 0.17),
            (sx - 0.02, sy + 0.1, 0.13),
        ):
            pen.disc((x, y), r, look.second, squash=0.8)


def _head(pen: Pen, look: Look, build: Build, root: tuple[float, float], rise: float, nod: float) -> None:
    angle = math.atan(rise) + nod
    at = (root[0] + 0.06 + build.neck * math.cos(angle), root[1] + build.neck * math.sin(angle))
    thick = build.chest * 0.36
    pen.limb([(root[0] - 0.04, root[1] - 0.04), at], [thick, build.head * 0.66], look.main)
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
    _ears(pen, look, build, at, True)
    droop = {"crest": -0.8, "antlers": -0.45}.get(build.mark, -0.28)
    nose = (
        at[0] + (build.head * 0.6 + build.snout) * math.cos(droop),
        at[1] + (build.head * 0.6 + build.snout) * math.sin(droop),
    )
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
    if build.mark == "trunk":
        pen.limb(
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
    else:
        pen.disc(
            (nose[0] + build.head * 0.2, nose[1] + build.head * 0.08),
            build.head * 0.17,
            scaled(look.dark, 0.6),
        )
    eye = (at[0] + build.head * 0.42, at[1] + build.head * 0.22)
    pen.disc(eye, build.head * 0.12, scaled(look.dark, 0.4))
    if build.mark == "antlers":
        _antlers(pen, look, at, build.head)
    _ears(pen, look, build, at, False)


def _ears(pen: Pen, look: Look, build: Build, at: tuple[float, float], far: bool) -> None:
    x, y = at[0] - build.head * (0.15 if far else 0.42), at[1] + build.head * 0.55
    colour = look.far(look.main) if far else look.main
    h = build.head
    if build.ear in ("tall", "point"):
        tall = h * (1.25 if build.ear == "tall" else 0.9)
        pen.shape(
            [(x - h * 0.32, y - h * 0.1), (x - h * 0.16, y + tall), (x + h * 0.4, y + h * 0.05)], colour
        )
        if not far and build.ear == "tall":
            pen.shape(
                [(x - h * 0.2, y + tall * 0.62), (x - h * 0.16, y + tall), (x + h * 0.02, y + tall * 0.6)],
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


def _tail(pen: Pen, look: Look, build: Build, hip: tuple[float, float], turn: float, moving: bool) -> None:
    x, y = hip[0] - 0.13, hip[1] + build.waist * 0.22
    sway = 0.05 * math.sin(turn) + 0.03 * math.sin(2 * turn + 1)
    kind = build.tail
    if kind in ("brush", "brush_low"):
        low = 0.02 if kind == "brush" and moving else -0.34
        end = (x - 0.72, y + low + sway * 1.4)
        bow = (x - 0.34, y - 0.13 + low * 0.35 + sway * 0.6)
        pen.limb([(x + 0.06, y), bow, end], [0.075, 0.15, 0.06], look.main)
        tip = look.light if kind == "brush" else look.second
        pen.limb([(end[0] + 0.14, end[1] - 0.01), (end[0] - 0.1, end[1] + 0.02)], [0.088, 0.02], tip)
    elif kind == "up":
        pen.limb(
            [(x + 0.05, y), (x - 0.2, y + 0.22 + sway), (x - 0.16 + sway, y + 0.42)],
            [0.07, 0.055, 0.035],
            look.main,
        )
    elif kind in ("snake", "tuft"):
        pen.limb(
            [
                (x + 0.05, y),
                (x - 0.28, y - 0.16 + sway),
                (x - 0.56, y + 0.02 - sway),
                (x - 0.72, y + 0.26 + sway),
            ],
            [0.06, 0.045, 0.042, 0.036],
            look.main,
        )
        if kind == "tuft":
            pen.disc((x - 0.73, y + 0.28 + sway), 0.075, scaled(look.main, 0.5))
    elif kind == "flow":
        pen.limb(
            [(x + 0.06, y + 0.06), (x - 0.2, y + 0.06 + sway), (x - 0.42, y - 0.3 + sway * 1.5)],
            [0.06, 0.1, 0.03],
            look.second,
        )
    elif kind == "string":
        pen.limb([(x + 0.05, y), (x - 0.1 + sway, y - 0.5)], [0.035, 0.022], look.main)
        pen.disc((x - 0.1 + sway, y - 0.52), 0.04, look.second)
    else:
        pen.disc((x - 0.02, y + 0.04), 0.07 if kind == "stub" else 0.1, look.light)


def _sitting(pen: Pen, phase: float, look: Look, build: Build) -> None:
    build = replace(build, head=build.head * 1.22, snout=build.snout * 1.1, neck=build.neck * 0.8)
    turn = 2 * math.pi * phase
    breath = 0.008 * math.sin(turn)
    hip, chest = (-0.22, 0.24), (0.14, 0.66 + breath)
    _tail(pen, look, build, (hip[0] - 0.1, 0.16), turn * 0.5, False)
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
    _head(pen, look, build, (chest[0] - 0.02, chest[1] + 0.08), max(build.rise, 1.1), 0.02 * math.sin(turn))
