"""A body of joints in space, seen from one side: x is where it faces, y is up, z is to its own right.

All lengths are in heights of a grown person; `yaw` 0 looks into the camera, a quarter turn to the right.
"""

import math
from dataclasses import dataclass, field

from onetake.animatic.canvas import Point
from onetake.animatic.figures.pen import bend

Joint = tuple[float, float, float]

THIGH, SHIN, UPPER, LOWER = 0.247, 0.247, 0.16, 0.15


@dataclass(frozen=True, slots=True)
class Arm:
    """Radians: `pitch` forward from hanging, `spread` away from the body, `fold` of the elbow, `cross`
    of the forearm towards the middle."""

    pitch: float = 0.0
    spread: float = 0.09
    fold: float = 0.18
    cross: float = 0.0


@dataclass(frozen=True, slots=True)
class Foot:
    """Where an ankle is against the middle of the stance, and how far its toes point up, in radians."""

    x: float = 0.0
    y: float = 0.035
    pitch: float = 0.0


@dataclass(frozen=True, slots=True)
class Stance:
    """One moment of a body. Pairs are (left, right); `x` and `y` move the whole of it."""

    yaw: float = 1.0
    x: float = 0.0
    y: float = 0.0
    hip: float = 0.505
    lean: float = 0.0
    side: float = 0.0
    twist: float = 0.0
    feet: tuple[Foot, Foot] = field(default_factory=lambda: (Foot(), Foot()))
    wide: float = 0.055
    arms: tuple[Arm, Arm] = field(default_factory=lambda: (Arm(), Arm()))
    nod: float = 0.0
    tilt: float = 0.0
    glance: float = 0.0
    mouth: float = 0.0
    lids: float = 0.0
    smile: float = 0.5
    flow: float = 0.0
    brow: float = 0.0
    tears: float = 0.0
    lying: bool = False


class Body:
    """The joints of a stance as the camera sees them. `broad` scales shoulders and hips."""

    def __init__(self, stance: Stance, broad: float = 1.0):
        self.stance = stance
        self._sin, self._cos = math.sin(stance.yaw), math.cos(stance.yaw)
        s = stance
        self.pelvis: Joint = (s.x, s.hip + s.y, s.side * 0.3)
        self.chest: Joint = (s.x + math.sin(s.lean) * 0.31, s.hip + s.y + math.cos(s.lean) * 0.31, s.side)
        self.neck: Joint = (s.x + math.sin(s.lean) * 0.35, s.hip + s.y + math.cos(s.lean) * 0.345, s.side)
        self.half = (0.108 * broad, 0.06 * broad)
        self.shoulders = tuple(self._shoulder(sign) for sign in (-1, 1))
        self.hips = tuple(
            (self.pelvis[0] - sign * s.twist * 0.03, self.pelvis[1], self.pelvis[2] + sign * 0.045 * broad)
            for sign in (-1, 1)
        )
        made = [self._arm(index) for index in (0, 1)]
        self.elbows, self.hands = (tuple(arm[i] for arm in made) for i in (0, 1))
        legs = [self._leg(index) for index in (0, 1)]
        self.knees, self.ankles = (tuple(leg[i] for leg in legs) for i in (0, 1))

    def flat(self, joint: Joint) -> Point:
        """Where a joint is seen, in figure units."""
        x, y, z = joint
        return x * self._sin + z * self._cos, y

    def near(self, joint: Joint) -> float:
        """How near a joint is: larger is nearer to the camera."""
        return joint[0] * self._cos - joint[2] * self._sin

    def girth(self, wide: float, deep: float) -> float:
        """Half the width at which an oval cross-section is seen."""
        return math.hypot(wide * self._cos, deep * self._sin)

    def order(self) -> tuple[int, int]:
        """The far and the near side: 0 left, 1 right."""
        return (0, 1) if self._sin < 0 else (1, 0)

    def _shoulder(self, sign: int) -> Joint:
        x, y, z = self.chest
        return x + sign * self.stance.twist * 0.06, y - 0.036, z + sign * self.half[0]

    def _arm(self, index: int) -> tuple[Joint, Joint]:
        arm, at, sign = self.stance.arms[index], self.shoulders[index], (-1, 1)[index]
        pitch, spread = arm.pitch + self.stance.lean, arm.spread
        elbow = _along(at, UPPER, pitch, sign * spread)
        return elbow, _along(elbow, LOWER, pitch + arm.fold, sign * (spread - arm.cross))

    def _leg(self, index: int) -> tuple[Joint, Joint]:
        foot, hip, sign = self.stance.feet[index], self.hips[index], (-1, 1)[index]
        ankle = (self.stance.x + foot.x, foot.y, self.pelvis[2] * 0.3 + sign * self.stance.wide)
        knee = bend(hip[:2], ankle[:2], THIGH, SHIN, 1.0)
        return (knee[0], knee[1], (hip[2] + ankle[2]) / 2), ankle


def _along(at: Joint, length: float, pitch: float, spread: float) -> Joint:
    out = math.cos(spread)
    return (
        at[0] + length * math.sin(pitch) * out,
        at[1] - length * math.cos(pitch) * out,
        at[2] + length * math.sin(spread),
    )
