"""What takes the whole body: throws and kicks, fights, climbing, gliding, digging, flight."""

import math
from dataclasses import replace

from onetake.animatic.figures.skeleton import Arm, Foot, Stance
from onetake.animatic.figures.stances import TURN, stand


def ease(phase: float, start: float, top: float, end: float) -> float:
    """0 up to `start`, 1 at `top`, 0 again from `end`, without a corner."""
    if phase <= start or phase >= end:
        return 0.0
    share = (phase - start) / (top - start) if phase < top else (end - phase) / (end - top)
    return share * share * (3 - 2 * share)


def throw(phase: float, yaw: float) -> Stance:
    """A step, the arm far back, a fling that pulls the body round, and back."""
    back, fling = ease(phase, 0.0, 0.34, 0.52), ease(phase, 0.4, 0.56, 0.98)
    return replace(
        stand(0.0, yaw),
        hip=0.5,
        lean=-0.2 * back + 0.3 * fling,
        twist=-0.9 * back + 0.9 * fling,
        feet=(Foot(0.12 + 0.06 * fling), Foot(-0.12)),
        arms=(
            Arm(0.9 * back - 0.5 * fling, 0.3, 0.4),
            Arm(0.1 - 1.1 * back + 1.6 * fling, 0.25 + 0.5 * back, 0.3 + 1.7 * back),
        ),
        mouth=0.4 * fling,
    )


def kick(phase: float, yaw: float) -> Stance:
    """The leg swings through a ball that lies before the feet."""
    back, hit = ease(phase, 0.0, 0.36, 0.5), ease(phase, 0.38, 0.56, 0.95)
    return replace(
        stand(0.0, yaw),
        hip=0.5,
        lean=0.08 * back - 0.16 * hit,
        feet=(Foot(-0.02), Foot(-0.22 * back + 0.34 * hit, 0.035 + 0.13 * back + 0.16 * hit, -0.5 * back)),
        arms=(Arm(-0.6 * back + 0.9 * hit, 0.35, 0.4), Arm(0.7 * back - 0.7 * hit, 0.35, 0.4)),
        smile=1.0,
    )


def fight(phase: float, yaw: float) -> Stance:
    """A low guard, two straight punches, a high kick, and the guard again."""
    one, two, leg = (ease(phase, *at) for at in ((0.04, 0.12, 0.24), (0.22, 0.3, 0.42), (0.48, 0.64, 0.86)))
    return replace(
        stand(0.0, yaw),
        x=0.05 * (one + two),
        hip=0.455 + 0.045 * leg,
        lean=0.08 + 0.1 * (one + two) - 0.42 * leg,
        twist=0.7 * (two - one),
        feet=(
            Foot(0.17 - 0.12 * leg),
            Foot(-0.17 + 0.55 * leg, 0.035 + 0.56 * leg, 0.9 * leg),
        ),
        arms=(
            Arm(0.75 + 0.75 * one, 0.12, 1.6 - 1.5 * one, 0.2 - 0.2 * one),
            Arm(0.5 + 1.0 * two, 0.12, 1.9 - 1.8 * two, 0.2 - 0.2 * two),
        ),
        mouth=0.7 * max(one, two, leg),
        smile=0.1,
        brow=0.9,
        flow=one - two + leg,
    )


def shadow(phase: float, yaw: float) -> Stance:
    """Tai chi: the weight sinks from leg to leg, the hands part and circle as if round a ball."""
    turn = TURN * phase
    side = math.sin(turn)
    left, right = 0.5 + 0.5 * math.sin(turn), 0.5 - 0.5 * math.sin(turn)
    return replace(
        stand(0.0, yaw),
        x=0.05 * side,
        hip=0.44 + 0.015 * math.cos(2 * turn),
        twist=0.5 * math.cos(turn),
        feet=(Foot(0.17 + 0.03 * side), Foot(-0.17 + 0.03 * side)),
        wide=0.08,
        arms=(
            Arm(0.7 + 0.7 * left, 0.35, 0.9 - 0.5 * left, 0.3 * right),
            Arm(0.7 + 0.7 * right, 0.35, 0.9 - 0.5 * right, 0.3 * left),
        ),
        lids=0.3,
        smile=0.5,
        flow=0.5 * math.cos(turn),
    )


def slash(phase: float, yaw: float) -> Stance:
    """A blade goes up over the head and cuts down through a half circle."""
    up, cut = ease(phase, 0.0, 0.42, 0.56), ease(phase, 0.46, 0.58, 0.96)
    return replace(
        stand(0.0, yaw),
        hip=0.49 - 0.04 * cut,
        lean=-0.1 * up + 0.28 * cut,
        feet=(Foot(0.14 + 0.08 * cut), Foot(-0.15)),
        arms=(
            Arm(0.5 + 1.6 * up + 0.5 * cut, 0.1, 1.1 - 0.6 * cut, 0.5),
            Arm(0.5 + 1.9 * up + 0.5 * cut, 0.14, 1.2 + 0.3 * up - 0.9 * cut, 0.3),
        ),
        brow=0.9,
        mouth=0.6 * cut,
        smile=0.1,
        flow=1.2 * (cut - up),
    )


def climb(phase: float, yaw: float) -> Stance:
    """Hand over hand up a wall, the knee on the same side after it."""
    turn = TURN * phase
    left, right = 0.5 + 0.5 * math.sin(turn), 0.5 - 0.5 * math.sin(turn)
    return replace(
        stand(0.0, yaw),
        hip=0.5 + 0.02 * math.sin(2 * turn),
        lean=0.1,
        side=0.02 * math.sin(turn),
        feet=(Foot(0.17, 0.06 + 0.17 * left, 0.25), Foot(0.17, 0.06 + 0.17 * right, 0.25)),
        arms=(Arm(1.5 + 1.1 * right, 0.2, 0.5), Arm(1.5 + 1.1 * left, 0.2, 0.5)),
        nod=0.25,
        smile=0.1,
    )


def soar(phase: float, yaw: float) -> Stance:
    """In the air like a hero of the comics: one fist ahead; whoever draws it lays the figure flat."""
    turn = TURN * phase
    sway = math.sin(turn)
    return replace(
        stand(phase, yaw),
        feet=(Foot(-0.03, 0.035, -1.0), Foot(0.05 + 0.01 * sway, 0.07, -1.0)),
        arms=(Arm(0.25, 0.12, 0.3), Arm(2.95 + 0.05 * sway, 0.1, 0.1)),
        nod=0.6,
        brow=0.3,
        flow=1.0 + 0.6 * math.sin(2 * turn),
        lying=True,
    )


def glide(phase: float, yaw: float) -> Stance:
    """On a board or on skis: knees bent, the arms keep the balance."""
    turn = TURN * phase
    return replace(
        stand(0.0, yaw),
        hip=0.42 + 0.02 * math.sin(2 * turn),
        lean=0.22 + 0.06 * math.sin(turn),
        feet=(Foot(0.16, 0.06), Foot(-0.16, 0.06)),
        arms=(Arm(0.5 + 0.25 * math.sin(turn), 0.75, 0.4), Arm(-0.3 + 0.25 * math.sin(turn), 0.75, 0.4)),
        smile=0.9,
        flow=1.0 + 0.4 * math.sin(2 * turn),
    )


def dig(phase: float, yaw: float) -> Stance:
    """A tool goes up over the shoulder and down into the ground."""
    up = 0.5 - 0.5 * math.cos(TURN * phase)
    return replace(
        stand(0.0, yaw),
        hip=0.5 - 0.03 * (1 - up),
        lean=0.42 - 0.4 * up,
        feet=(Foot(0.14), Foot(-0.12)),
        arms=(Arm(0.25 + 1.6 * up, 0.12, 0.5, 0.3), Arm(0.35 + 1.75 * up, 0.12, 0.5, 0.3)),
        nod=-0.15,
    )
