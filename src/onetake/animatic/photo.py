"""A given picture under a moving camera, and the way from a first picture to a last one.

Depth is guessed (what is low and what stands out is near) and smooth, so every pixel moves a little by its
depth through one continuous map: parallax without layers, without tearing. At rest the map is the identity.
"""

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from onetake.animatic.camera import PACE
from onetake.animatic.colour import Bytes, Picture, from_rgb
from onetake.animatic.stage import Moment

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Push:
    """How far from rest: zoom (0 is none, may be negative) and a shift as a share of the width and height."""

    zoom: float = 0.0
    x: float = 0.0
    y: float = 0.0


_MOVES: dict[str, Push] = {
    "push_in": Push(0.17),
    "zoom_in": Push(0.20),
    "pull_back": Push(-0.075),
    "zoom_out": Push(-0.075),
    "pan_left": Push(0.12, -0.05),
    "pan_right": Push(0.12, 0.05),
    "tracking": Push(0.12, 0.05),
    "orbit": Push(0.10, 0.06),
    "tilt_up": Push(0.12, 0.0, -0.05),
    "tilt_down": Push(0.12, 0.0, 0.05),
    "crane_up": Push(0.10, 0.0, -0.05),
    "crane_down": Push(0.10, 0.0, 0.05),
    "static": Push(0.012),
    "handheld": Push(0.03),
}


def aim(moves: tuple[str, ...], pace: str) -> Push:
    """Where a camera that starts at rest arrives at the end of the clip."""
    chosen = [_MOVES[name] for name in moves if name in _MOVES] or [Push(0.11)]
    amount = min(PACE[pace], 1.3)
    return Push(
        sum(p.zoom for p in chosen) * amount,
        sum(p.x for p in chosen) * amount,
        sum(p.y for p in chosen) * amount,
    )


class Photo:
    """One picture of exactly the frame's size."""

    def __init__(self, rgb: Bytes, hand: bool = False):
        self._picture = from_rgb(rgb)
        self._hand = hand
        depth = guess_depth(rgb)
        self._grids = [_Grid(plane.shape, depth) for plane in (self._picture.y, self._picture.u)]

    def view(self, push: Push, flow: "tuple[Floats, Floats] | None" = None, share: float = 0.0) -> Picture:
        """The picture as seen from a push away from rest; `flow` (in frame shares) is added `share` times."""
        planes = []
        for index, plane in enumerate(self._picture.planes):
            x, y = self._grids[min(index, 1)].maps(push, flow, share)
            planes.append(cv2.remap(plane, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101))
        return Picture(*planes)


class _Grid:
    """The parts that every map of one plane size is a sum of."""

    def __init__(self, shape: tuple[int, ...], depth: Floats):
        height, width = shape
        self._size = (width, height)
        self._cx, self._cy = (width - 1) / 2, (height - 1) / 2
        x = np.arange(width, dtype=np.float32) - self._cx
        y = np.arange(height, dtype=np.float32) - self._cy
        self._depth = cv2.resize(depth, (width, height), interpolation=cv2.INTER_CUBIC)
        self._x, self._y = np.repeat(x[None], height, 0), np.repeat(y[:, None], width, 1)
        self._xd, self._yd = self._x * self._depth, self._y * self._depth
        self._flows: tuple[Floats, Floats] | None = None

    def maps(self, push: Push, flow: tuple[Floats, Floats] | None, share: float) -> tuple[Floats, Floats]:
        width, height = self._size
        far, near = 1 / (1 + 0.55 * push.zoom), 1 / (1 + 1.45 * push.zoom)
        dx, dy = push.x * width, push.y * height
        x = cv2.addWeighted(self._x, far, self._xd, near - far, self._cx + 0.45 * dx)
        y = cv2.addWeighted(self._y, far, self._yd, near - far, self._cy + 0.45 * dy)
        if dx:
            x = cv2.scaleAdd(self._depth, dx, x)
        if dy:
            y = cv2.scaleAdd(self._depth, dy, y)
        if flow is not None and share:
            if self._flows is None:
                self._flows = tuple(  # pyright: ignore[reportAttributeAccessIssue]
                    cv2.resize(part, self._size, interpolation=cv2.INTER_CUBIC) for part in flow
                )
            x = cv2.scaleAdd(self._flows[0], share * width, x)  # pyright: ignore[reportOptionalSubscript]
            y = cv2.scaleAdd(self._flows[1], share * height, y)  # pyright: ignore[reportOptionalSubscript]
        return np.asarray(x, np.float32), np.asarray(y, np.float32)


class Still:
    """The prop of a first-frame shot: at the first frame exactly the picture."""

    def __init__(self, photo: Photo, goal: Push, hand: bool):
        self._photo, self._goal, self._hand = photo, goal, hand

    def draw(self, frame: Picture, now: Moment) -> None:
        frame.take(self._photo.view(along(self._goal, now, self._hand)))


def along(goal: Push, now: Moment, hand: bool) -> Push:
    """The push at a moment: eased in, still moving at the end; a hand trembles once it is under way."""
    t = now.share
    at = t * t * (3 - 2 * t) * 0.55 + t * 0.45
    x, y = goal.x * at, goal.y * at
    if hand:
        up = min(now.seconds / 0.6, 1.0)
        x += up * 0.004 * (math.sin(2.1 * now.seconds) + 0.6 * math.sin(4.7 * now.seconds))
        y += up * 0.004 * (math.sin(2.9 * now.seconds) + 0.6 * math.sin(5.9 * now.seconds))
    return Push(goal.zoom * at, x, y)


class Pair:
    """From a first picture to a last: one forward move through a dissolve; alike pictures morph."""

    def __init__(self, first: Bytes, last: Bytes):
        self._first, self._last = Photo(first), Photo(last)
        self._flow = _matching(first, last)

    def draw(self, frame: Picture, now: Moment) -> None:
        t = now.share
        part = min(max((t - 0.22) / 0.56, 0.0), 1.0)
        part = part * part * part * (part * (part * 6 - 15) + 10)
        glide = t * t * (3 - 2 * t)
        if part < 1:
            ahead = (self._flow[0], self._flow[1]) if self._flow else None
            one = self._first.view(Push(0.13 * glide), ahead, part)
            frame.take(one)
        if part > 0:
            back = (self._flow[2], self._flow[3]) if self._flow else None
            two = self._last.view(Push(-0.085 * (1 - glide)), back, 1 - part)
            for target, plane in zip(frame.planes, two.planes, strict=True):
                cv2.addWeighted(target, 1 - part, plane, part, 0, dst=target)


def _matching(first: Bytes, last: Bytes) -> tuple[Floats, Floats, Floats, Floats] | None:
    """Smooth motion between two pictures, in frame shares; None when they have too little in common.

    The first two parts move the first picture towards the last, the other two the last towards the first.
    """
    size = (256, max(round(256 * first.shape[0] / first.shape[1]), 16))
    a, b = (
        cv2.cvtColor(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY)
        for rgb in (first, last)
    )
    engine = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    there = cv2.GaussianBlur(engine.calc(a, b, np.zeros((size[1], size[0], 2), np.float32)), (0, 0), 4)
    back = cv2.GaussianBlur(engine.calc(b, a, np.zeros((size[1], size[0], 2), np.float32)), (0, 0), 4)
    x, y = np.meshgrid(np.arange(size[0], dtype=np.float32), np.arange(size[1], dtype=np.float32))
    moved = cv2.remap(
        b, x + there[..., 0], y + there[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    before, after = float(cv2.absdiff(a, b).mean()), float(cv2.absdiff(a, moved).mean())
    reach = float(np.abs(there).max())
    if before < 1 or after > 0.62 * before or reach > size[0] * 0.3:
        return None
    wide, high = size
    return (-there[..., 0] / wide, -there[..., 1] / high, -back[..., 0] / wide, -back[..., 1] / high)  # pyright: ignore[reportReturnType]


def guess_depth(rgb: Bytes) -> Floats:
    """A smooth depth, 0 far to 1 near, at a fraction of the size."""
    height, width = rgb.shape[:2]
    size = (
        (128, max(round(128 * height / width), 16))
        if width >= height
        else (max(round(128 * width / height), 16), 128)
    )
    small = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)
    lab = cv2.cvtColor(small, cv2.COLOR_RGB2LAB).astype(np.float32)
    border = np.concatenate(
        [lab[: size[1] // 6].reshape(-1, 3), lab[:, :4].reshape(-1, 3), lab[:, -4:].reshape(-1, 3)]
    )
    away = np.sqrt(((lab - border.mean(axis=0)) ** 2).sum(axis=2))
    y = np.linspace(0, 1, size[1], dtype=np.float32)[:, None]
    x = np.linspace(-1, 1, size[0], dtype=np.float32)[None, :]
    middle = np.exp(-(x**2) / 0.5 - (y - 0.55) ** 2 / 0.18)
    stands_out = cv2.GaussianBlur(away * middle, (0, 0), 5)
    stands_out /= max(float(stands_out.max()), 1e-6)
    depth = 0.58 * y**1.3 + 0.42 * stands_out
    depth = cv2.GaussianBlur(depth.astype(np.float32), (0, 0), 6)
    return cv2.normalize(depth, np.empty_like(depth), 0, 1, cv2.NORM_MINMAX)
