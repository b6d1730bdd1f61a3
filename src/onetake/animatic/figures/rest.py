"""Bodies at rest: on a seat, in a saddle, on the ground, asleep."""

import math
from dataclasses import replace

from onetake.animatic.figures import stances
from onetake.animatic.figures.skeleton import Arm, Foot, Stance


def sit(phase: float, yaw: float) -> Stance:
    turn = stances.TURN * phase
    return replace(
        stances.stand(phase, yaw),
        hip=0.285 + 0.001 * math.sin(2 * turn),
        lean=-0.03 + 0.012 * math.sin(turn),
        side=0.0,
        feet=(Foot(0.245), Foot(0.2)),
        arms=(Arm(0.42, 0.12, 0.85, 0.35), Arm(0.4, 0.12, 0.9, 0.4)),
    )


def chat(phase: float, yaw: float) -> Stance:
    """To speak while sitting."""
    said, seat = stances.talk(phase, yaw), sit(phase, yaw)
    return replace(seat, arms=said.arms, mouth=said.mouth, nod=said.nod, tilt=said.tilt)


def lotus(phase: float, yaw: float) -> Stance:
    return replace(
        sit(phase, yaw),
        hip=0.09,
        feet=(Foot(0.19, 0.05, 0.3), Foot(0.13, 0.04, 0.3)),
        arms=(Arm(0.35, 0.3, 0.7, 0.2), Arm(0.35, 0.3, 0.7, 0.2)),
        wide=0.13,
        lids=1.0,
    )


def sleep(phase: float, yaw: float) -> Stance:
    breath = 0.006 * math.sin(2 * stances.TURN * phase)
    return replace(
        stances.stand(phase, 0.9),
        hip=0.5 + breath,
        lids=1.0,
        lying=True,
        arms=(Arm(0.3, 0.1, 1.2, 0.4), Arm(0.1)),
    )


def read(phase: float, yaw: float) -> Stance:
    return replace(
        sit(phase, yaw),
        arms=(Arm(0.55, 0.12, 1.15, 0.4), Arm(0.55, 0.12, 1.15, 0.4)),
        nod=-0.22,
        glance=0.15 * math.sin(4 * stances.TURN * phase),
    )


def ride(phase: float, yaw: float) -> Stance:
    """In a saddle, the hands at the reins; what is ridden is drawn by its own figure."""
    bob = 0.012 * math.sin(2 * stances.TURN * phase)
    return replace(
        stances.stand(phase, yaw),
        hip=0.3 + bob,
        lean=0.06 - bob,
        feet=(Foot(0.08, 0.0 + bob, 0.2), Foot(0.06, 0.0 + bob, 0.2)),
        wide=0.09,
        arms=(Arm(0.5, 0.12, 0.9, 0.3), Arm(0.5, 0.12, 0.9, 0.3)),
        flow=0.8 + 0.3 * math.sin(2 * stances.TURN * phase + 0.5),
    )


def row(phase: float, yaw: float) -> Stance:
    """On a thwart: the back swings and the arms pull as it comes up."""
    turn = stances.TURN * phase
    pull = math.sin(turn)
    return replace(
        stances.stand(phase, yaw),
        hip=0.3,
        lean=0.12 - 0.3 * pull,
        feet=(Foot(0.3, 0.2, 0.3), Foot(0.28, 0.2, 0.3)),
        arms=(Arm(0.7, 0.14, 0.9 + 0.5 * pull, 0.3), Arm(0.7, 0.14, 0.9 + 0.5 * pull, 0.3)),
    )
