"""Four-legged animals: one skeleton, many builds."""

import math
from dataclasses import dataclass

from onetake.animatic.canvas import Point
from onetake.animatic.colour import RGB
from onetake.animatic.figures import beast_ends as ends
from onetake.animatic.figures import tails
from onetake.animatic.figures.beast_marks import marked
from onetake.animatic.figures.builds import Build
from onetake.animatic.figures.pen import Look, Pen, bend, step
from onetake.animatic.figures.resting import lying, sitting

BOX = (-1.75, -0.06, 1.75, 2.3)
TALL = (-1.75, -0.06, 1.75, 2.75)
STRIDES = {"run": 1.5, "walk": 0.64, "trot": 0.86}
"""Figure units that a cycle covers."""

# Hind and fore on a diagonal move together in a trot; a gallop rolls from the hind pair to the fore pair.
_TROT = {"near_hind": 0.0, "far_fore": 0.0, "far_hind": 0.5, "near_fore": 0.5}
_WALK = {"near_hind": 0.0, "near_fore": 0.25, "far_hind": 0.5, "far_fore": 0.75}
_GALLOP = {"near_hind": 0.0, "far_hind": 0.12, "near_fore": 0.5, "far_fore": 0.62}
_GAITS = {"run": (_GALLOP, 0.27, 0.3), "trot": (_TROT, 0.5, 0.14), "walk": (_WALK, 0.64, 0.1)}
"""Where each foot is in its cycle, the share of it on the ground, how high it lifts."""

CALM = ("stand", "none", "wave", "sit", "sleep", "eat")


@dataclass(frozen=True, slots=True)
class Frame:
    """Hip and shoulder of one moment, and how the animal moves there."""

    hip: Point
    shoulder: Point
    gait: str
    phase: float

    @property
    def moving(self) -> bool:
        return bool(self.gait)


def draw(pen: Pen, phase: float, look: Look, build: Build) -> None:
    """One pose: a gait of `STRIDES`, "sit", "sleep", "eat", or anything else to stand."""
    if look.action == "sit":
        return sitting(pen, phase, look, build)
    if look.action == "sleep":
        return lying(pen, phase, look, build)
    frame = _frame(phase, look, build)
    if build.tail == "puff" and build.ear == "long" and frame.moving:
        # A rabbit goes in hops, on its haunches in between.
        return sitting(pen.inner((0.0, 0.42 * math.sin(math.pi * phase)), 1.0), phase, look, build)
    for name in ("far_hind", "far_fore"):
        _leg(pen, look, build, frame, name)
    turn = 2 * math.pi * phase
    tails.tail(
        pen,
        look,
        build,
        (frame.hip[0], frame.hip[1] - build.waist * 0.22 - 0.1),
        turn if frame.moving else turn * 2,
        frame.moving if build.tail != "flow" else frame.gait == "run",
    )
    _trunk(pen, look, build, frame)
    marked(pen, look, build, frame.hip, frame.shoulder)
    for name in ("near_hind", "near_fore"):
        _leg(pen, look, build, frame, name)
    nod = {"run": 0.07, "trot": 0.03, "walk": 0.045}.get(frame.gait, 0.05)
    beats = 1 if frame.gait == "run" or not frame.moving else 2
    if frame.gait == "run":
        # A long neck works like a pendulum in a gallop: it stretches as the body does.
        nod += 0.14 * build.neck
    reach = build.rise * (0.78 if frame.gait == "run" else 1.0)
    if look.action == "eat":
        reach = -1.0 + 0.08 * math.sin(4 * turn)
    root = (frame.shoulder[0] + 0.02, frame.shoulder[1] - build.chest * 0.14)
    wind = {"run": 1.0, "trot": 0.6, "walk": 0.25}.get(frame.gait, 0.1)
    swing = nod * math.sin(beats * turn + 0.8)
    ends.head(pen, look, build, root, reach, swing, _lids(phase, frame.moving), (turn, wind))
    return None


def _lids(phase: float, moving: bool) -> float:
    return 0.0 if moving else max(0.0, *(1 - abs(phase - at) / 0.03 for at in (0.2, 0.71)))


def _frame(phase: float, look: Look, build: Build) -> Frame:
    gait = "" if look.action in CALM else look.action if look.action in _GAITS else "trot"
    turn = 2 * math.pi * phase
    bob, pitch, long = 0.005 * math.sin(turn), 0.0, 1.0
    if gait == "run":
        bob, pitch, long = (
            0.06 * math.sin(turn + 3.6),
            0.085 * math.sin(turn + 4.4),
            1 + (0.04 if build.hoof else 0.09) * math.sin(turn + 2.6),
        )
    elif gait:
        bob, pitch = (0.022 if gait == "trot" else 0.01) * math.cos(2 * turn), 0.008 * math.sin(2 * turn)
    half = build.length / 2 * long
    return Frame((-half, 0.98 + bob - pitch), (half, 0.99 + bob + pitch), gait, phase)


def _leg(pen: Pen, look: Look, build: Build, frame: Frame, name: str) -> None:
    hind, far = "hind" in name, "far" in name
    fur = look.second if build.mark == "panda" else look.main
    coat, sock = (look.far(c) if far else c for c in (fur, look.second))
    dx, dy = (0.055 if far else -0.025), 0.0
    swing = 0.0
    if frame.gait:
        order, duty, lift = _GAITS[frame.gait]
        at = (frame.phase + order[name]) % 1.0
        dx, dy = step(at, STRIDES[frame.gait], lift, duty)
        swing = math.sin(math.pi * (at - duty) / (1 - duty)) if at > duty else 0.0
        if frame.gait == "run" and at > duty:
            dx += _stretch((at - duty) / (1 - duty), hind)
    (_hind if hind else _fore)(pen, build, frame, (dx, dy), swing, coat, sock)


def _stretch(share: float, hind: bool) -> float:
    """How much further a foot that is off the ground swings in a gallop: back first, then to the front."""
    kick = math.sin(math.pi * min(share / 0.4, 1.0)) ** 2
    reach = math.sin(math.pi * min(max((share - 0.5) / 0.5, 0.0), 1.0)) ** 2
    return (0.1 if hind else 0.26) * reach - (0.26 if hind else 0.1) * kick


def _hind(pen: Pen, build: Build, frame: Frame, foot: Point, swing: float, coat: RGB, sock: RGB) -> None:
    """Hip, stifle to the front, hock to the back, foot."""
    hx, hy = frame.hip
    thick = build.leg
    joint = (hx + 0.02, hy - build.waist * 0.5)
    ground = (hx - 0.05 + foot[0], foot[1] + thick * 0.75)
    shank = min(0.3, joint[1] * 0.42)
    lean = 0.09 + 0.16 * swing - 0.25 * foot[0]
    hock = (ground[0] - shank * math.sin(lean + 0.12), ground[1] + shank * math.cos(lean))
    far = math.hypot(joint[0] - hock[0], joint[1] - hock[1])
    half = max(far * 0.54, 0.2)
    knee = bend(joint, hock, half, half, 1.0)
    pen.sweep(
        [joint, ((joint[0] + knee[0]) / 2 + 0.01, (joint[1] + knee[1]) / 2), knee],
        [build.waist * 0.46, build.waist * 0.36, thick * 1.9],
        coat,
    )
    pen.sweep([knee, hock], [thick * 1.85, thick * 1.02], coat)
    pen.sweep([hock, ground], [thick * 1.05, thick * 0.8], sock if build.socks > 0.5 else coat)
    _paw(pen, build, ground, swing, sock)


def _fore(pen: Pen, build: Build, frame: Frame, foot: Point, swing: float, coat: RGB, sock: RGB) -> None:
    """Shoulder, elbow under the chest, a wrist that only folds when the foot is off the ground."""
    sx, sy = frame.shoulder
    thick = build.leg
    joint = (sx - 0.02, sy - build.chest * 0.62)
    ground = (sx - 0.0 + foot[0], foot[1] + thick * 0.75)
    far = math.hypot(joint[0] - ground[0], joint[1] - ground[1])
    upper = max(far * 0.505, joint[1] * 0.47)
    lower = max(far * 0.505, joint[1] * 0.45)
    wrist = bend(joint, ground, upper, lower, 1.0)
    top = (sx - 0.05, sy - build.chest * 0.34)
    pen.sweep([top, joint, wrist], [build.chest * 0.3, thick * 2.0, thick * 1.12], coat)
    pen.sweep([wrist, ground], [thick * 1.1, thick * 0.8], sock if build.socks > 0.5 else coat)
    _paw(pen, build, ground, swing, sock)


def _paw(pen: Pen, build: Build, ground: Point, swing: float, sock: RGB) -> None:
    x, y = ground
    thick = build.leg
    drop = 0.5 * swing
    if build.hoof:
        pen.shape(
            [
                (x - thick * 0.9, y + thick * 0.3),
                (x + thick * 0.9, y + thick * 0.3),
                (x + thick * 1.3, y - thick * 0.75),
                (x - thick * 1.0, y - thick * 0.75),
            ],
            sock,
        )
        return
    pen.limb([(x - thick * 0.2, y), (x + thick * 1.1, y - thick * drop)], [thick * 0.84, thick * 0.68], sock)


def _trunk(pen: Pen, look: Look, build: Build, frame: Frame) -> None:
    (hx, hy), (sx, sy) = frame.hip, frame.shoulder
    chest, waist = build.chest, build.waist
    middle, top = (hx + sx) / 2, (hy + sy) / 2
    dip = 0.02 + 0.03 * (build.chest < 0.5)
    if not frame.moving:
        chest *= 1 + 0.02 * math.sin(6 * math.pi * frame.phase)
    pen.blob(
        [
            (hx - 0.17, hy - waist * 0.42),
            (hx - 0.13, hy - waist * 0.08),
            (hx + 0.04, hy + 0.015),
            (middle, top - dip),
            (sx - 0.14, sy + 0.01),
            (sx + 0.08, sy - chest * 0.1),
            (sx + 0.17, sy - chest * 0.45),
            (sx + 0.08, sy - chest * 0.88),
            (sx - 0.16, sy - chest * 1.03),
            (middle, top - (chest * 0.6 + waist * 0.46)),
            (hx + 0.2, hy - waist * 0.98),
            (hx - 0.06, hy - waist * 0.84),
        ],
        look.main,
    )
