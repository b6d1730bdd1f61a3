"""What people do with their hands: music, work, a drink, a call; what they feel."""

import math
from collections.abc import Callable
from dataclasses import replace

from onetake.animatic.figures import rest, sport
from onetake.animatic.figures.skeleton import Arm, Foot, Stance
from onetake.animatic.figures.sport import ease
from onetake.animatic.figures.stances import TURN, stand

_HANG = Arm(0.03, 0.1, 0.2)


def strum(phase: float, yaw: float) -> Stance:
    """One hand strums, the other changes its grip on the neck; the head keeps time."""
    turn = TURN * phase
    return replace(
        stand(phase, yaw),
        arms=(
            Arm(0.35 + 0.16 * math.sin(4 * turn), 0.12, 1.3 - 0.1 * math.sin(4 * turn), 0.9),
            Arm(0.8 + 0.05 * math.sin(turn), 0.42 + 0.07 * math.sin(turn), 1.2, -0.1),
        ),
        nod=-0.1 + 0.06 * math.sin(2 * turn),
        tilt=0.07 * math.sin(turn),
        side=0.016 * math.sin(turn),
        smile=0.9,
        flow=0.5 * math.sin(turn),
    )


def fiddle(phase: float, yaw: float) -> Stance:
    """The violin lies under the chin; the bow goes to and fro."""
    turn = TURN * phase
    stroke = math.sin(2 * turn)
    return replace(
        stand(phase, yaw),
        arms=(
            Arm(0.95 + 0.22 * stroke, 0.5 + 0.12 * stroke, 1.35 - 0.35 * stroke, 0.75),
            Arm(1.2, 0.5, 0.95, 0.12 + 0.05 * math.sin(4 * turn)),
        ),
        tilt=0.2 + 0.03 * stroke,
        lean=0.04 * math.sin(turn),
        side=0.02 * math.sin(turn),
        lids=0.6,
        flow=0.5 * math.sin(turn),
    )


def piano(phase: float, yaw: float) -> Stance:
    """Seated; the hands go over the keys one after the other and the back follows."""
    turn = TURN * phase
    left, right = (abs(math.sin(4 * turn + lag)) for lag in (0.0, 1.57))
    return replace(
        rest.sit(phase, yaw),
        lean=0.1 + 0.05 * math.sin(turn),
        arms=(
            Arm(0.62 + 0.1 * left, 0.1, 0.95 - 0.12 * left),
            Arm(0.68 + 0.1 * right, 0.1, 0.9 - 0.12 * right),
        ),
        nod=-0.12 + 0.06 * math.sin(2 * turn),
        lids=0.35 + 0.3 * math.sin(turn),
    )


def typing(phase: float, yaw: float) -> Stance:
    """Seated; quick small strokes of both hands, the eyes on the screen."""
    turn = TURN * phase
    left, right = (abs(math.sin(9 * turn + lag)) for lag in (0.0, 1.2))
    return replace(
        rest.sit(phase, yaw),
        lean=0.08,
        arms=(
            Arm(0.6 + 0.07 * left, 0.1, 1.0 - 0.09 * left),
            Arm(0.66 + 0.07 * right, 0.1, 0.95 - 0.09 * right),
        ),
        nod=-0.1 + 0.02 * math.sin(turn),
    )


def drink(phase: float, yaw: float) -> Stance:
    """The cup goes up to the mouth, the head goes back a little, and down again."""
    up = ease(phase, 0.12, 0.38, 0.5) if phase < 0.38 else ease(phase, 0.12, 0.5, 0.78)
    up = max(up, 1.0 if 0.36 <= phase <= 0.5 else 0.0)
    return replace(
        stand(phase, yaw),
        arms=(_HANG, Arm(0.55 + 0.62 * up, 0.14, 1.35 + 0.92 * up, 0.25 + 0.2 * up)),
        nod=0.2 * up,
        lids=0.7 * up,
    )


def stir(phase: float, yaw: float) -> Stance:
    """One hand shakes a pan, the other stirs in it."""
    turn = TURN * phase
    return replace(
        stand(phase, yaw),
        lean=0.08,
        arms=(
            Arm(0.62 + 0.14 * math.cos(2 * turn), 0.2, 1.05 - 0.12 * math.sin(2 * turn), 0.35),
            Arm(0.5 + 0.08 * math.sin(2 * turn), 0.16, 1.05, 0.1),
        ),
        nod=-0.22,
    )


def brush(phase: float, yaw: float) -> Stance:
    """Strokes on a canvas, a look back at the whole between them."""
    turn = TURN * phase
    return replace(
        stand(phase, yaw),
        arms=(
            Arm(0.55, 0.3, 1.2, 0.3),
            Arm(1.05 + 0.3 * math.sin(2 * turn), 0.15, 0.5 + 0.25 * math.sin(4 * turn), 0.1),
        ),
        lean=0.04 + 0.03 * math.sin(turn),
        tilt=0.08 * math.sin(turn),
    )


def hug(phase: float, yaw: float) -> Stance:
    """Both arms round somebody, who sways along."""
    turn = TURN * phase
    return replace(
        stand(phase, yaw),
        lean=0.1 + 0.02 * math.sin(turn),
        arms=(Arm(1.35, 0.16, 0.35, 0.35), Arm(1.2, 0.16, 0.5, 0.35)),
        tilt=0.16,
        lids=0.9,
        smile=1.0,
    )


def cry(phase: float, yaw: float) -> Stance:
    """The head sinks, the shoulders shake, one hand wipes the eyes."""
    turn = TURN * phase
    wipe = ease(phase, 0.3, 0.5, 0.82)
    sob = 0.012 * math.sin(10 * turn)
    return replace(
        stand(phase, yaw),
        y=sob * 0.4,
        lean=0.1 + sob,
        arms=(_HANG, Arm(0.3 + 0.95 * wipe, 0.14, 0.6 + 1.75 * wipe, 0.25 + 0.2 * wipe)),
        nod=-0.3 + 2 * sob,
        lids=0.62,
        smile=-1.2,
        brow=-1.0,
        mouth=0.25 + 0.14 * math.sin(5 * turn),
        tears=1.0,
    )


def laugh(phase: float, yaw: float) -> Stance:
    """The head goes back, the mouth opens, the belly shakes."""
    turn = TURN * phase
    shake = math.sin(8 * turn)
    return replace(
        stand(phase, yaw),
        y=0.004 * shake,
        lean=-0.05 + 0.012 * shake,
        arms=(Arm(0.5, 0.2, 1.35 + 0.05 * shake, 0.75), Arm(0.1 + 0.03 * shake, 0.14, 0.4)),
        nod=0.16 + 0.04 * shake,
        mouth=0.8 + 0.15 * shake,
        lids=0.6,
        smile=1.3,
        brow=-0.2,
    )


def tree(phase: float, yaw: float) -> Stance:
    """Yoga: on one leg, the other foot at its knee, the palms together over the head."""
    turn = TURN * phase
    rise = 0.5 - 0.5 * math.cos(turn)
    return replace(
        stand(phase, yaw * 0.4),
        side=0.01 * math.sin(turn),
        feet=(Foot(0.0), Foot(0.05, 0.05 + 0.22 * rise, -0.6 * rise)),
        arms=(
            Arm(0.4 + 2.6 * rise, 0.3, 1.2 - 0.9 * rise, 0.55),
            Arm(0.4 + 2.6 * rise, 0.3, 1.2 - 0.9 * rise, 0.55),
        ),
        lids=0.9,
        smile=0.8,
    )


def selfie(phase: float, yaw: float) -> Stance:
    """The arm out and up, the head to it, a smile."""
    turn = TURN * phase
    return replace(
        stand(phase, yaw),
        arms=(Arm(0.1, 0.2, 0.4), Arm(1.75 + 0.05 * math.sin(turn), 0.35, 0.25)),
        tilt=0.14 * math.sin(turn),
        nod=0.08,
        smile=1.3,
        mouth=0.2,
    )


def call(phase: float, yaw: float) -> Stance:
    """A telephone at the ear: it listens, then it speaks."""
    turn = TURN * phase
    speaks = max(0.0, math.sin(turn))
    return replace(
        stand(phase, yaw),
        arms=(Arm(0.1 + 0.5 * speaks, 0.15, 0.3 + 0.9 * speaks, 0.1), Arm(0.75, 0.5, 2.5, 0.85)),
        tilt=0.12,
        mouth=speaks * (0.5 + 0.4 * math.sin(9 * turn)),
    )


DEEDS: dict[str, Callable[[float, float], Stance]] = {
    "strum": strum,
    "fiddle": fiddle,
    "piano": piano,
    "type": typing,
    "drink": drink,
    "stir": stir,
    "brush": brush,
    "throw": sport.throw,
    "kick": sport.kick,
    "fight": sport.fight,
    "shadow": sport.shadow,
    "slash": sport.slash,
    "climb": sport.climb,
    "hug": hug,
    "cry": cry,
    "laugh": laugh,
    "soar": sport.soar,
    "tree": tree,
    "selfie": selfie,
    "call": call,
    "glide": sport.glide,
    "dig": sport.dig,
}
"""Every deed by its name: a closed cycle each."""

CYCLES = {
    "strum": 48,
    "fiddle": 48,
    "piano": 48,
    "type": 48,
    "stir": 28,
    "brush": 60,
    "throw": 36,
    "kick": 32,
    "fight": 44,
    "slash": 36,
    "climb": 32,
    "soar": 36,
    "glide": 48,
    "dig": 34,
}
"""Frames of their cycles; the others are calm."""

LYING = ("soar",)
WIDE = (
    "shadow",
    "slash",
    "dig",
    "glide",
    "throw",
    "kick",
    "fight",
    "climb",
    "brush",
    "stir",
    "piano",
    "type",
    "fiddle",
    "selfie",
)
