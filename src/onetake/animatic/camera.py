"""The camera: moves become a pose for every moment, a pose becomes a view for every depth.

Depth is the inverse of distance: 0 is the sky, 1 the subject's plane, above 1 lies in front of it.
Lengths are in units of the stage (see `Stage.unit`); moments run from 0 to 1 over the clip.
"""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from onetake.animatic.layer import Box, View

PACE = {"slow": 0.65, "normal": 1.0, "fast": 1.6}


@dataclass(frozen=True, slots=True)
class Pose:
    """Where the camera is and looks: pan turns it, truck carries it, dolly drives it in, zoom is the lens."""

    pan: tuple[float, float] = (0.0, 0.0)
    truck: tuple[float, float] = (0.0, 0.0)
    dolly: float = 0.0
    zoom: float = 1.0
    roll: float = 0.0

    def plus(self, other: "Pose") -> "Pose":
        return Pose(
            (self.pan[0] + other.pan[0], self.pan[1] + other.pan[1]),
            (self.truck[0] + other.truck[0], self.truck[1] + other.truck[1]),
            self.dolly + other.dolly,
            self.zoom * other.zoom,
            self.roll + other.roll,
        )


def eased(moment: float) -> float:
    """A start and a stop without a jolt."""
    return moment - math.sin(2 * math.pi * moment) / (2 * math.pi) * 0.8


def _pan(sign: float, amount: float, moment: float) -> Pose:
    at = (eased(moment) - 0.5) * sign * amount
    return Pose(pan=(at * 0.62, 0), truck=(at * 0.12, 0))


def _tilt(sign: float, amount: float, moment: float) -> Pose:
    """Up from the ground, or down from the sky, to the subject."""
    start, end = (0.19, -0.1) if sign < 0 else (-0.3, 0.04)
    at = start * amount**0.5 + (end - start * amount**0.5) * eased(moment)
    return Pose(pan=(0, at), truck=(0, at * 0.09))


def _crane(sign: float, amount: float, moment: float) -> Pose:
    """From low to high, or back: the subject keeps its place and the horizon rises behind it."""
    at = eased(moment) if sign < 0 else 1 - eased(moment)
    rise = (0.33 * at - 0.09) * min(amount, 1.15)
    return Pose(pan=(0, rise * 0.82), truck=(0, -rise), dolly=0.03 * amount)


def _orbit(sign: float, amount: float, moment: float) -> Pose:
    at = (eased(moment) - 0.5) * sign * amount
    return Pose(pan=(-at * 0.5, 0), truck=(at * 0.5, 0), dolly=0.05 * math.sin(math.pi * moment))


def _push(sign: float, amount: float, moment: float) -> Pose:
    at = eased(moment) if sign > 0 else 1 - eased(moment)
    return Pose(dolly=0.27 * min(amount, 1.5) * at)


def _zoom(sign: float, amount: float, moment: float) -> Pose:
    at = eased(moment) if sign > 0 else 1 - eased(moment)
    return Pose(zoom=1 + 0.34 * min(amount, 1.4) * at)


def _hitchcock(sign: float, amount: float, moment: float) -> Pose:
    """In with the dolly and out with the lens: depth 1 keeps its size, all behind it recedes."""
    most = 0.34
    at = most * eased(moment)
    return Pose(dolly=at, zoom=(1 - at) / (1 - most))


def _drone(sign: float, amount: float, moment: float) -> Pose:
    """Up and in with a slow turn, looking down at what stands at depth 1, which so stays in the frame."""
    at = eased(moment)
    rise = 0.26 * at - 0.1
    turn = 0.07 * math.sin(2 * math.pi * moment)
    return Pose(
        pan=(turn, 0.8 * rise), truck=((at - 0.5) * 0.14 - turn, -rise), dolly=0.16 * amount**0.5 * at
    )


def _whip(sign: float, amount: float, moment: float) -> Pose:
    """From beside the subject to it within an eighth of the clip, from rest to rest."""
    at = min(max((moment - 0.3) * 8, 0.0), 1.0)
    return Pose(pan=((at * at * (3 - 2 * at) - 1.0) * 1.1, 0))


_MOVES = {
    "pan_left": (_pan, -1),
    "pan_right": (_pan, 1),
    "tilt_up": (_tilt, -1),
    "tilt_down": (_tilt, 1),
    "crane_up": (_crane, -1),
    "crane_down": (_crane, 1),
    "orbit": (_orbit, 1),
    "push_in": (_push, 1),
    "pull_back": (_push, -1),
    "zoom_in": (_zoom, 1),
    "zoom_out": (_zoom, -1),
    "hitchcock": (_hitchcock, 1),
    "drone": (_drone, 1),
    "whip": (_whip, 1),
}


class Camera:
    """The path of one shot. `travel` is how far a tracking shot follows, in units, signed; `aside` how far
    to the right of the middle of the set it stands."""

    def __init__(
        self,
        moves: Sequence[str],
        pace: str,
        seconds: float,
        seed: int,
        size: tuple[int, int],
        unit: float,
        travel: float = 0.0,
        aside: float = 0.0,
    ):
        self._moves, self.travel, self._seconds = tuple(moves), travel, seconds
        self.aside = aside
        self._amount = PACE[pace] * (seconds / 5) ** 0.4
        self._size, self._unit = size, unit
        self._narrow = min(size[0] / unit / 1.75, 1.0) ** 1.2
        chance = random.Random(f"camera:{seed}")
        self._shake = [chance.uniform(0, 2 * math.pi) for _ in range(8)]
        self._breath = 0.004 if not self._moves or "static" in self._moves else 0.0
        self._samples = [self.pose(i / 48) for i in range(49)]
        self.steady = all(pose.zoom == 1 and not pose.roll for pose in self._samples)
        """Whether the picture as a whole neither turns nor is magnified by the lens."""
        self.pans = "whip" in self._moves or (
            pace == "fast" and any(pose.pan != (0, 0) for pose in self._samples)
        )
        """Whether it may turn so fast that the picture smears."""

    @property
    def carried(self) -> float:
        """How far the subject's plane goes across the frame from the first to the last pose, in units."""
        first, last = self._samples[0], self._samples[-1]
        return last.pan[0] + last.truck[0] - first.pan[0] - first.truck[0]

    def pose(self, moment: float) -> Pose:
        """The pose at a moment 0..1."""
        pose = Pose(truck=(self.aside, 0.0))
        for name in self._moves:
            if name in _MOVES:
                move, sign = _MOVES[name]
                amount = self._amount * (self._narrow if move is _pan else 1.0)
                pose = pose.plus(move(sign, amount, moment))
        if self.travel:
            pose = pose.plus(Pose(truck=((moment - 0.5) * self.travel, 0)))
        if "handheld" in self._moves:
            pose = pose.plus(self._hand(moment * self._seconds))
        return pose

    def _hand(self, seconds: float) -> Pose:
        a = self._shake
        x = math.sin(2.1 * seconds + a[0]) + 0.6 * math.sin(4.7 * seconds + a[1])
        y = math.sin(2.9 * seconds + a[2]) + 0.6 * math.sin(5.9 * seconds + a[3])
        roll = math.sin(1.7 * seconds + a[4]) + 0.5 * math.sin(3.7 * seconds + a[5])
        return Pose(pan=(0.010 * x, 0.007 * y), truck=(0.006 * x, 0.003 * y), zoom=1.04, roll=0.0055 * roll)

    def view(self, pose: Pose, depth: float) -> View:
        """Stage to frame for everything at one depth."""
        return self._view(pose, depth, 0.0, 0.0)

    def ground(self, pose: Pose, horizon: float, foot: float) -> View:
        """Stage to frame for a level plane that runs from depth 1 at row `foot` to the horizon.

        A plane under a sideways move is a shear, so one matrix gives true perspective.
        """
        slope = 1 / (foot - horizon)
        return self._view(pose, -horizon * slope, slope, 0.72)

    def _view(self, pose: Pose, depth: float, slope: float, drive: float) -> View:
        # Plain numbers: a view is made for every layer of every frame, and small arrays are slow.
        x, y, unit = self._size[0] / 2, self._size[1] / 2, self._unit
        (pan_x, pan_y), (truck_x, truck_y) = pose.pan, pose.truck
        scale = pose.zoom / (1 - pose.dolly * (drive or depth))
        at_middle = depth + slope * y
        shear, tall = -scale * truck_x * unit * slope, scale * (1.0 - truck_y * unit * slope)
        move_x = -scale * unit * (pan_x + truck_x * at_middle)
        move_y = -scale * unit * (pan_y + truck_y * at_middle)
        a, b, c, d = scale, shear, 0.0, tall
        if pose.roll:
            cos, sin = math.cos(pose.roll), math.sin(pose.roll)
            a, b, c, d = cos * a, cos * b - sin * d, sin * a, sin * b + cos * d
            move_x, move_y = cos * move_x - sin * move_y, sin * move_x + cos * move_y
        return np.array(((a, b, x + move_x - a * x - b * y), (c, d, y + move_y - c * x - d * y)))

    def extent(self, depth: float) -> Box:
        """What of the stage the frame ever shows at this depth."""
        return self._extent([self.view(pose, depth) for pose in self._samples])

    def extent_ground(self, horizon: float, foot: float) -> Box:
        """The same for the plane of `ground`."""
        return self._extent([self.ground(pose, horizon, foot) for pose in self._samples])

    def closest(self, depth: float) -> float:
        """The largest magnification at this depth."""
        return max(pose.zoom / (1 - pose.dolly * depth) for pose in self._samples)

    def _extent(self, views: Sequence[View]) -> Box:
        width, height = self._size
        corners = np.array([[0, width, 0, width], [0, 0, height, height]], np.float64)
        all_ = np.stack(views)
        seen = np.linalg.solve(all_[:, :, :2], corners - all_[:, :, 2:])
        low, high = seen.min(axis=(0, 2)) - 4, seen.max(axis=(0, 2)) + 4
        return Box(float(low[0]), float(low[1]), float(high[0]), float(high[1]))
