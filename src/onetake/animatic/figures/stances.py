"""What a body does on its feet: a function of the phase (0..1) each, every one of them a closed cycle."""

import math
from dataclasses import replace

from onetake.animatic.figures.pen import step
from onetake.animatic.figures.skeleton import Arm, Foot, Stance

STRIDE = {"walk": 0.66, "run": 1.45, "march": 0.6, "stroll": 0.5, "glide": 2.4, "soar": 1.5}
"""Figure units that a cycle covers."""

TURN = 2 * math.pi


def stand(phase: float, yaw: float) -> Stance:
    turn = TURN * phase
    breath = math.sin(2 * turn)
    weight = math.sin(turn)
    return Stance(
        yaw=yaw,
        hip=0.522 + 0.0015 * breath,
        side=0.008 * weight,
        lean=0.01 * math.sin(turn + 1),
        feet=(Foot(0.012), Foot(-0.012)),
        arms=(Arm(0.03 + 0.02 * weight, 0.1, 0.2), Arm(0.03 - 0.02 * weight, 0.1, 0.2)),
        nod=0.012 * breath,
        glance=0.22 * math.sin(turn + 0.7),
        flow=0.35 * math.sin(turn),
    )


def _gait(phase: float, yaw: float, stride: float, run: bool) -> Stance:
    turn = TURN * phase
    duty, lift = (0.36, 0.2) if run else (0.6, 0.055)
    swing = 0.8 if run else 0.42 * stride / 0.66
    left, right = (_foot(phase + half, stride, lift, duty) for half in (0.0, 0.5))
    fold = 1.5 if run else 0.28
    forward = math.cos(turn + 0.2)
    bob = 0.03 * math.cos(2 * turn + 2.4) + 0.015 if run else -0.011 * math.cos(2 * turn)
    return Stance(
        yaw=yaw,
        hip=(0.493 if run else 0.508) + bob,
        lean=0.16 if run else 0.03,
        side=0.01 * math.sin(turn),
        twist=0.7 * forward,
        feet=(left, right),
        wide=0.035,
        arms=(
            Arm(-swing * forward, 0.12, fold + (0.0 if run else 0.2 * max(0.0, -forward)), 0.25 * run),
            Arm(swing * forward, 0.12, fold + (0.0 if run else 0.2 * max(0.0, forward)), 0.25 * run),
        ),
        nod=-0.08 if run else 0.012 * math.sin(2 * turn),
        flow=(0.9 if run else 0.45) + 0.4 * math.sin(2 * turn + 0.6),
        smile=0.3,
    )


def _foot(phase: float, stride: float, lift: float, duty: float) -> Foot:
    """Heel first, then flat, then off the toes."""
    phase %= 1.0
    x, y = step(phase, stride, lift, duty)
    if phase < duty:
        done = phase / duty
        rise = max(0.0, (done - 0.68) / 0.32)
        pitch = 0.35 * max(0.0, 1 - done / 0.16) - 0.75 * rise
        return Foot(x, 0.035 + 0.05 * rise * rise, pitch)
    done = (phase - duty) / (1 - duty)
    return Foot(x, 0.035 + y + 0.05 * (1 - done) ** 3, -0.75 * (1 - done) ** 1.5 + 0.35 * done**2)


def walk(phase: float, yaw: float) -> Stance:
    return _gait(phase, yaw, STRIDE["walk"], False)


def stroll(phase: float, yaw: float) -> Stance:
    return _gait(phase, yaw, STRIDE["stroll"], False)


def run(phase: float, yaw: float) -> Stance:
    return _gait(phase, yaw, STRIDE["run"], True)


def talk(phase: float, yaw: float) -> Stance:
    """Both hands speak with the mouth, one after the other, and rest between."""
    turn = TURN * phase
    first = max(0.0, math.sin(turn + 0.4)) ** 0.7
    other = max(0.0, math.sin(turn + 3.3)) ** 0.7
    beat = math.sin(6 * turn)
    loud = 0.5 + 0.5 * math.sin(11 * turn) * math.sin(7 * turn + 1)
    quiet = min(abs(phase - at) for at in (0.0, 0.47, 1.0))
    pause = min(max((quiet - 0.02) * 30, 0.0), 1.0)
    return replace(
        stand(phase, yaw),
        arms=(
            Arm(0.1 + 0.35 * first, 0.14 + 0.08 * first, 0.25 + (1.25 + 0.22 * beat) * first, -0.25 * first),
            Arm(0.1 + 0.3 * other, 0.14 + 0.1 * other, 0.25 + (1.1 + 0.25 * beat) * other, -0.3 * other),
        ),
        nod=0.05 * math.sin(3 * turn) * pause,
        tilt=0.05 * math.sin(2 * turn),
        mouth=loud * pause,
        glance=0.1 * math.sin(turn),
    )


def wave(phase: float, yaw: float) -> Stance:
    turn = TURN * phase
    up = Arm(0.35, 1.35 + 0.06 * math.sin(8 * turn), 0.1, -1.05 - 0.4 * math.sin(8 * turn))
    return replace(stand(phase, yaw), arms=(Arm(0.03, 0.1, 0.2), up), smile=1.0, tilt=0.06, mouth=0.25)


def hold(phase: float, yaw: float) -> Stance:
    sway = 0.04 * math.sin(2 * TURN * phase)
    return replace(stand(phase, yaw), arms=(Arm(0.5 + sway, 0.16, 1.35, 0.25), Arm(0.03, 0.1, 0.2)))


def reach(phase: float, yaw: float) -> Stance:
    """An open hand held out, as to feed an animal."""
    sway = 0.05 * math.sin(2 * TURN * phase)
    return replace(
        stand(phase, yaw),
        lean=0.08,
        arms=(Arm(1.15 + sway, 0.05, 0.25), Arm(0.05, 0.1, 0.3)),
        nod=-0.08,
        smile=1.0,
    )


def dance(phase: float, yaw: float) -> Stance:
    """Two bars: the hips lead and the arms follow; then a turn on the spot with the arms up and a knee."""
    step_off = _sway(2 * phase, yaw)
    high = 0.5 - 0.5 * math.cos(TURN * min(max((phase - 0.5) * 2, 0.0), 1.0))
    if high <= 0.0:
        return step_off
    turn = 2 * TURN * phase
    up = [
        Arm(
            arm.pitch + (2.5 - arm.pitch) * high,
            arm.spread + (0.5 + 0.3 * math.sin(2 * turn + lag) - arm.spread) * high,
            0.7 - 0.2 * high,
            arm.cross * (1 - high),
        )
        for arm, lag in zip(step_off.arms, (0.0, 1.6), strict=True)
    ]
    knee = high * max(0.0, math.sin(2 * turn))
    near, far = step_off.feet
    return replace(
        step_off,
        yaw=step_off.yaw + 0.9 * high * math.sin(turn),
        hip=step_off.hip + 0.012 * high,
        arms=(up[0], up[1]),
        feet=(replace(near, x=near.x + 0.12 * knee, y=near.y + 0.16 * knee), far),
    )


def _sway(phase: float, yaw: float) -> Stance:
    """Four counts of a dance: the arms follow the hips a quarter later, one foot taps."""
    turn = TURN * phase
    beat = abs(math.sin(2 * turn))
    return Stance(
        yaw=yaw * 0.55 + 0.5 * math.sin(turn),
        hip=0.49 + 0.03 * beat,
        side=0.055 * math.sin(turn),
        lean=0.05 * math.sin(2 * turn + 0.6),
        twist=math.sin(turn + 0.5),
        feet=(
            Foot(
                0.05 * math.sin(turn),
                0.035 + 0.07 * max(0.0, math.sin(turn)),
                -0.3 * max(0.0, math.sin(turn)),
            ),
            Foot(
                -0.05 * math.sin(turn),
                0.035 + 0.07 * max(0.0, -math.sin(turn)),
                -0.3 * max(0.0, -math.sin(turn)),
            ),
        ),
        wide=0.085,
        arms=(
            Arm(0.6 + 0.5 * math.sin(turn - 0.8), 1.0 + 0.75 * math.sin(turn - 0.8), 0.7, -0.55),
            Arm(0.6 - 0.5 * math.sin(turn - 0.8), 1.0 - 0.75 * math.sin(turn - 0.8), 0.7, -0.55),
        ),
        tilt=0.16 * math.sin(turn - 0.5),
        smile=1.0,
        mouth=0.15,
        flow=1.1 * math.sin(turn - 1.0),
    )


def jump(phase: float, yaw: float) -> Stance:
    """Crouch, off the ground, tuck, land and give."""
    air = math.sin(math.pi * min(max((phase - 0.26) / 0.46, 0.0), 1.0))
    crouch = max(0.0, 1 - abs(phase - 0.18) / 0.16) + 0.8 * max(0.0, 1 - abs(phase - 0.8) / 0.13)
    up = 0.26 * air
    foot = Foot(-0.03 * air, 0.035 + up + 0.07 * air * air, -0.7 * air)
    return replace(
        stand(0.0, yaw),
        y=up,
        hip=0.52 - 0.13 * crouch,
        lean=0.3 * crouch,
        feet=(foot, Foot(0.04 * air, foot.y + 0.05 * air, -0.5 * air)),
        arms=(Arm(2.3 * air - 0.7 * crouch, 0.3, 0.3), Arm(2.5 * air - 0.7 * crouch, 0.3, 0.3)),
        smile=1.0,
        mouth=0.6 * air,
        flow=-1.2 * math.cos(math.pi * phase) * air,
    )


def drift(phase: float, yaw: float) -> Stance:
    """Without weight: limbs drift, each at its own time."""
    turn = TURN * phase
    return replace(
        stand(phase, yaw),
        lean=0.15 + 0.08 * math.sin(turn),
        feet=(
            Foot(-0.06 + 0.04 * math.sin(turn), 0.1 + 0.02 * math.sin(turn + 1), -0.5),
            Foot(0.1 + 0.04 * math.sin(turn + 2), 0.14, -0.4),
        ),
        arms=(
            Arm(0.7 + 0.2 * math.sin(turn + 0.5), 0.7, 0.5, -0.2),
            Arm(0.4 + 0.2 * math.sin(turn + 2.5), 0.8, 0.6, -0.2),
        ),
    )


def swim(phase: float, yaw: float) -> Stance:
    """A crawl, belly down; the figure is laid flat by the one who draws it."""
    turn = TURN * phase
    kick = 0.05 * math.sin(4 * turn)
    return replace(
        stand(phase, yaw),
        feet=(Foot(-0.02 + kick, 0.035, -1.1), Foot(-0.02 - kick, 0.035, -1.1)),
        arms=(Arm(-turn, 0.2, 0.25), Arm(-turn + math.pi, 0.2, 0.25)),
        nod=0.25,
        lids=0.0,
        lying=True,
    )
