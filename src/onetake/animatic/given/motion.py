"""The camera of a given video, estimated from its frames, as the camera of a shot.

Corners are followed from frame to frame (Lucas-Kanade, on small greys); what most of them agree on (RANSAC)
is the camera: a shift, a turn, a growth. Summed up and smoothed they are a path.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

import cv2
import numpy as np
from numpy.typing import NDArray

from onetake.animatic.camera import Camera, Pose
from onetake.animatic.colour import Bytes
from onetake.animatic.job import FPS

_TALL = 180
_FEW = 8
"""Corners below which nothing is said about a frame: the camera goes on as it went."""


@dataclass(frozen=True, slots=True)
class Path:
    """For each frame at 24 a second, from the first: how far the camera has turned to the right and down (in
    shares of the picture's height), how much it has grown (natural logarithm), how far rolled (radians)."""

    steps: NDArray[np.float64]

    def at(self, frame: float) -> tuple[float, float, float, float]:
        """Between frames; after the last one it stands still."""
        index = np.clip(frame, 0, len(self.steps) - 1)
        low = int(index)
        high = min(low + 1, len(self.steps) - 1)
        x, y, grown, roll = self.steps[low] + (index - low) * (self.steps[high] - self.steps[low])
        return float(x), float(y), float(grown), float(roll)


def estimated(pictures: Iterable[Bytes], longest: float = 15.0) -> Path:
    """The path of the camera that took these RGB pictures (24 a second)."""
    before: Bytes | None = None
    moved = [np.zeros(4)]
    for rgb in islice(pictures, round(longest * FPS)):
        height, width = rgb.shape[:2]
        size = (max(round(width * _TALL / height), 16), _TALL)
        grey = np.asarray(
            cv2.resize(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), size, interpolation=cv2.INTER_AREA), np.uint8
        )
        if before is not None:
            moved.append(_step(before, grey, moved[-1]))
        before = grey
    return Path(_smooth(np.cumsum(np.array(moved), axis=0)))


def _step(a: Bytes, b: Bytes, last: NDArray[np.float64]) -> NDArray[np.float64]:
    corners = cv2.goodFeaturesToTrack(a, 140, 0.01, 6)
    if corners is None or len(corners) < _FEW:
        return last
    there, found, _ = cv2.calcOpticalFlowPyrLK(a, b, corners, np.empty_like(corners))
    sure = found.reshape(-1) == 1
    if sure.sum() < _FEW:
        return last
    matrix, agreed = cv2.estimateAffinePartial2D(corners[sure], there[sure], ransacReprojThreshold=1.0)
    if matrix is None or agreed.sum() < max(_FEW, 0.3 * sure.sum()):
        return last
    # where the middle of the picture goes: content to the left is a camera to the right
    middle = np.array([a.shape[1] / 2, a.shape[0] / 2])
    shift = matrix[:, :2] @ middle + matrix[:, 2] - middle
    scale = math.hypot(matrix[0, 0], matrix[1, 0])
    turn = math.atan2(matrix[1, 0], matrix[0, 0])
    return np.array([-shift[0] / _TALL, -shift[1] / _TALL, math.log(max(scale, 1e-3)), turn])


def _smooth(path: NDArray[np.float64], width: float = 4.0) -> NDArray[np.float64]:
    """Without the jitter of the estimate: a Gaussian over a third of a second, which keeps both ends."""
    reach = round(3 * width)
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / width) ** 2)
    weights /= weights.sum()
    first, last = 2 * path[:1] - path[1 : reach + 1][::-1], 2 * path[-1:] - path[-reach - 1 : -1][::-1]
    if len(path) <= reach + 1:
        return path
    whole = np.concatenate([first, path, last])
    return np.array([np.convolve(whole[:, i], weights, mode="valid") for i in range(4)], np.float64).T


class Followed(Camera):
    """A camera that goes the way of another. It never opens wider than the shot is staged for: a path that
    shrinks the picture starts closer instead."""

    def __init__(
        self,
        path: Path,
        start: float,
        pace: str,
        seconds: float,
        seed: int,
        size: tuple[int, int],
        unit: float,
    ):
        self._path, self._start = path, start * FPS
        self._frames = seconds * FPS
        span = [path.at(self._start + i * self._frames / 48) for i in range(49)]
        self._least = min(at[2] for at in span)
        self._middle = tuple((max(at[i] for at in span) + min(at[i] for at in span)) / 2 for i in (0, 1))
        super().__init__(("followed",), pace, seconds, seed, size, unit)

    def pose(self, moment: float) -> Pose:
        x, y, grown, roll = self._path.at(self._start + moment * self._frames)
        high = self._size[1] / self._unit
        grown = min(grown - self._least, 0.55)
        turn = [
            max(min(part - mid, 0.8), -0.8) * high for part, mid in zip((x, y), self._middle, strict=True)
        ]
        lens = 1.04 if abs(roll) > 1e-3 else 1.0
        return Pose(
            pan=(turn[0], turn[1]), dolly=1 - math.exp(-grown), zoom=lens, roll=max(min(roll, 0.2), -0.2)
        )


def named(path: Path) -> Sequence[str]:
    """The moves that a path mostly consists of, by the names that prompts have for them."""
    x, y, grown, _ = path.at(len(path.steps))
    found = []
    if abs(grown) > 0.08:
        found.append("push_in" if grown > 0 else "pull_back")
    if abs(x) > 0.12:
        found.append("pan_right" if x > 0 else "pan_left")
    if abs(y) > 0.12:
        found.append("tilt_down" if y > 0 else "tilt_up")
    return found[:2] or ["static"]
