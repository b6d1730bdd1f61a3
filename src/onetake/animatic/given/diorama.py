"""A flat picture as a small stage: a set with a depth of its own, and the figure cut out before it.

The set is warped by one continuous map (nothing can tear) and is painted on behind the figure, so that no
second figure shows where the first has moved away. Where the camera would see past an edge of the picture,
what lies along that edge is drawn out to meet it: mirrored it would show things twice. The figure is a
flat that stands where its foot is; its colours are solved so that set and figure together are, at rest, the
given picture.
"""

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from onetake.animatic.colour import Bytes, Picture, from_rgb, halved
from onetake.animatic.given.depth import Relief, guess, small
from onetake.animatic.layer import Box, Layer, View

Floats = NDArray[np.float32]
_CELL = 8
_MARGIN = 8
"""Pixels around the set, for what little the coarse map goes over its edges."""
_SEAM = 0.02
"""How wide the seam around a figure is, as a share of the longer side."""
_BELOW = 0.08
"""How far a figure goes on below the lower edge that cuts it off, as a share of the longer side."""


@dataclass(frozen=True, slots=True)
class Push:
    """How far from rest the camera is. `dolly` drives in (near things grow more), `zoom` is the lens (all
    alike), `x`, `y` turn it and `side`, `lift` carry it, as shares of width and height; `roll` in radians.
    """

    dolly: float = 0.0
    zoom: float = 0.0
    x: float = 0.0
    y: float = 0.0
    side: float = 0.0
    lift: float = 0.0
    roll: float = 0.0

    def times(self, share: float) -> "Push":
        return Push(*(share * part for part in self.parts))

    def plus(self, other: "Push") -> "Push":
        return Push(*(a + b for a, b in zip(self.parts, other.parts, strict=True)))

    def held(self) -> "Push":
        """No farther than a picture goes: beyond, its own grain and what was painted on would show."""
        high = (0.4, 0.5, 0.13, 0.13, 0.18, 0.18, 0.1)
        low = (-0.4, -0.14, *(-part for part in high[2:]))
        return Push(*(min(max(part, a), b) for part, a, b in zip(self.parts, low, high, strict=True)))

    @property
    def parts(self) -> tuple[float, ...]:
        return self.dolly, self.zoom, self.x, self.y, self.side, self.lift, self.roll


REST = Push()
Sway = tuple[Floats, Floats]
"""A displacement in pixels for every cell of the map, see `Diorama.cells`."""


class Diorama:
    """One picture of exactly the frame's size. At rest `draw` gives the picture itself, byte by byte.

    A `flat` one keeps its figure in the set. `relief` is what is already known of the picture. The figure of
    a `tight` one ends at its outline and can go anywhere; else it takes a seam of what is around it along.
    """

    def __init__(self, rgb: Bytes, flat: bool = False, relief: Relief | None = None, tight: bool = False):
        self.picture = from_rgb(rgb)
        height, width = rgb.shape[:2]
        self._size = (width, height)
        self.relief: Relief = relief or guess(rgb)
        self.figure: Layer | None = None
        empty = self.picture
        if not flat and self.relief.figure is not None:
            alpha = cover(rgb, self.relief.figure)
            alpha = alpha if tight else seamed(alpha)
            painted = _painted(rgb, alpha, tight)
            empty = from_rgb(painted)
            below = max(round(max(width, height) * _BELOW / 8) * 8, 8)
            self.figure = _flat(self.picture, empty, alpha, below)
        self._set = Picture(
            *(
                _bordered(plane, _MARGIN // (1 if index == 0 else 2))
                for index, plane in enumerate(empty.planes)
            )
        )
        columns, rows = -(-width // _CELL) + 2, -(-height // _CELL) + 2
        self._grid = _Grid(columns, rows, width, height, self.relief.ground)
        self._ends = [(_CELL / 2 - 0.5, (cells - 2.5) * _CELL - 0.5) for cells in (columns, rows)]
        self.cells = (rows, columns)

    def draw(self, frame: Picture, push: Push, sway: Sway | None = None, breath: float | None = 0.0) -> None:
        """Overwrite the frame. `breath` stretches the figure upwards from its foot by that share; None leaves
        the figure out."""
        if push == REST and sway is None and breath == 0:
            frame.take(self.picture)
            return
        x, y = self._grid.sources(push)
        if sway is not None:
            x, y = x + sway[0], y + sway[1]
        x, y = within(x, *self._ends[0]), within(y, *self._ends[1])
        self._warp(frame, x, y)
        if self.figure is not None and breath is not None:
            self.figure.draw(frame, self.stand(push, breath))

    def _warp(self, frame: Picture, x: Floats, y: Floats) -> None:
        """The set through the map that gives for each cell where its middle comes from."""
        rows, columns = self.cells
        for index, (target, plane) in enumerate(zip(frame.planes, self._set.planes, strict=True)):
            if index < 2:
                cell = _CELL if index == 0 else _CELL // 2
                scale, off = (1.0, 0.0) if index == 0 else (0.5, -0.25)
                margin = _MARGIN * scale
                high, wide = target.shape
                size = (columns * cell, rows * cell)
                maps = [
                    cv2.resize(part * np.float32(scale) + np.float32(off + margin), size)[
                        cell : cell + high, cell : cell + wide
                    ]
                    for part in (x, y)
                ]
            cv2.remap(plane, maps[0], maps[1], cv2.INTER_LINEAR, dst=target, borderMode=cv2.BORDER_REPLICATE)

    def stand(self, push: Push, breath: float) -> View:
        """Stage to frame for the figure's plane, the very inverse of the map of the set at its depth."""
        width, height = self._size
        near = self.relief.near
        cx, cy = width / 2, height / 2
        scale = (1 + push.zoom) / (1 - push.dolly * near)
        c, s = math.cos(push.roll) * scale, math.sin(push.roll) * scale
        linear = np.array([[c, -s], [s, c]])
        gone = np.array([(push.x + push.side * near) * width, (push.y + push.lift * near) * height])
        middle = np.array([cx, cy])
        view = np.column_stack([linear, middle - linear @ (middle + gone)])
        if breath:
            foot = self.relief.foot * height
            view[:, 2] -= view[:, 1] * breath * foot
            view[:, 1] *= 1 + breath
        return view


def within(at: Floats, low: float, high: float) -> Floats:
    """Coordinates drawn in until none (but of the outermost cells) is past `low` or `high`: the more, the
    nearer to the edge they are, and only within three times the way that the farthest is past it. Increasing,
    and smooth where it sets in."""
    for edge, way in ((high, 1), (-low, -1)):
        past = float((way * at[1:-1, 1:-1]).max()) - edge
        if past > 0:
            band = min(3 * past, 0.45 * (high - low))
            part = np.clip((way * at - np.float32(edge - band)) / np.float32(band + past), 0, 2)
            at = np.asarray(at - np.float32(way * past) * part * part, np.float32)
    return at


class _Grid:
    """Where each cell of the frame comes from, under a push; a cell is 8 x 8 pixels, one more all around."""

    def __init__(self, columns: int, rows: int, width: int, height: int, depth: Floats):
        x = (np.arange(columns, dtype=np.float32) - 0.5) * _CELL - 0.5
        y = (np.arange(rows, dtype=np.float32) - 0.5) * _CELL - 0.5
        self._size, self._shape = (width, height), depth.shape
        self._middle = ((width - 1) / 2, (height - 1) / 2)
        self._x = np.repeat((x - self._middle[0])[None], rows, 0)
        self._y = np.repeat((y - self._middle[1])[:, None], columns, 1)
        self._depth = depth

    def sources(self, push: Push) -> Sway:
        """(x, y) in pixels of the picture. Depth belongs to the source, so it is looked up there: twice."""
        width, height = self._size
        px, py = self._x, self._y
        if push.roll:
            c, s = math.cos(push.roll), math.sin(push.roll)
            px, py = c * px + s * py, c * py - s * px
        lens = 1 / (1 + push.zoom)
        x, y = px * np.float32(lens), py * np.float32(lens)
        for _ in range(2):
            depth = self._at(x, y)
            scale = (1 - np.float32(push.dolly) * depth) * np.float32(lens)
            x = px * scale + (np.float32(push.x) + np.float32(push.side) * depth) * width
            y = py * scale + (np.float32(push.y) + np.float32(push.lift) * depth) * height
        return (x + np.float32(self._middle[0])), (y + np.float32(self._middle[1]))

    def _at(self, x: Floats, y: Floats) -> Floats:
        high, wide = self._shape
        width, height = self._size
        at_x = (x + np.float32(width / 2)) * np.float32(wide / width) - np.float32(0.5)
        at_y = (y + np.float32(height / 2)) * np.float32(high / height) - np.float32(0.5)
        return cv2.remap(self._depth, at_x, at_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)  # pyright: ignore[reportReturnType]


def cover(rgb: Bytes, low: Floats) -> Floats:
    """The figure's cover at full size, its outline drawn to the picture's own edges by a guided filter."""
    height, width = rgb.shape[:2]
    guide = cv2.cvtColor(small(rgb, 480), cv2.COLOR_RGB2GRAY).astype(np.float32) / 255
    size = (guide.shape[1], guide.shape[0])
    mask = cv2.resize(low, size, interpolation=cv2.INTER_LINEAR)
    box = (9, 9)
    mean_g, mean_m = cv2.blur(guide, box), cv2.blur(mask, box)
    slope = (cv2.blur(guide * mask, box) - mean_g * mean_m) / (
        cv2.blur(guide * guide, box) - mean_g * mean_g + 2e-3
    )
    fine = cv2.blur(slope, box) * guide + cv2.blur(mean_m - slope * mean_g, box)
    fine = cv2.resize(np.asarray(fine, np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
    return np.clip((fine - 0.12) / 0.42, 0, 1).astype(np.float32)


def seamed(alpha: Floats) -> Floats:
    """A cover grown by a seam that thins out: hair that was not cut out comes along, instead of
    staying behind in the set as a ghost."""
    height, width = alpha.shape
    low = cv2.resize(alpha, (max(width // 4, 8), max(height // 4, 8)), interpolation=cv2.INTER_AREA)
    side = max(round(max(low.shape) * _SEAM), 1) * 2 + 1
    grown = cv2.dilate(low, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)))
    soft = cv2.GaussianBlur(grown, (0, 0), max(side / 5, 0.8))
    seam = cv2.resize(soft, (width, height), interpolation=cv2.INTER_LINEAR)
    seam = np.clip((seam - 0.06) / 0.8, 0, 1)  # it ends, and does not fade out for ever
    return np.maximum(alpha, seam * seam * (3 - 2 * seam), dtype=np.float32)


def _painted(rgb: Bytes, alpha: Floats, tight: bool) -> Bytes:
    """The picture without its figure: painted on from around it at low size, soft, then set in."""
    height, width = rgb.shape[:2]
    low = small(rgb, 240)
    size = (low.shape[1], low.shape[0])
    hole = (cv2.resize(alpha, size, interpolation=cv2.INTER_AREA) > 0.02).astype(np.uint8)
    hole = cv2.dilate(hole, np.ones((3, 3), np.uint8), iterations=2)
    filled = cv2.inpaint(low, hole, 5, cv2.INPAINT_TELEA)
    soft = cv2.GaussianBlur(filled, (0, 0), 2.5)
    inside = cv2.GaussianBlur(hole.astype(np.float32), (0, 0), 1.5)[..., None]
    filled = (filled * (1 - inside) + soft * inside).astype(np.uint8)
    large = cv2.resize(filled, (width, height), interpolation=cv2.INTER_CUBIC)
    # slower than the cover grows: else colours that the seam cannot have would be asked of it
    take = (np.minimum(alpha * 6, 1) if tight else alpha * alpha)[..., None]
    return np.round(rgb * (1 - take) + large * take).astype(np.uint8)


def _flat(whole: Picture, empty: Picture, alpha: Floats, margin: int) -> Layer:
    """The figure as a layer whose colours, laid over the empty set, give the whole picture again.

    One that the lower edge cuts off goes on below it for `margin` rows, should the camera draw back.
    """
    height, width = alpha.shape
    cover = np.round(alpha * 255).astype(np.uint8)
    rows, columns = np.flatnonzero(cover.any(axis=1)), np.flatnonzero(cover.any(axis=0))
    top, bottom = max(int(rows[0]) // 2 * 2 - 4, 0), min((int(rows[-1]) // 2 + 3) * 2, height)
    left, right = max(int(columns[0]) // 2 * 2 - 4, 0), min((int(columns[-1]) // 2 + 3) * 2, width)
    cover = np.ascontiguousarray(cover[top:bottom, left:right])
    own = []
    for index, (plane, behind) in enumerate(zip(whole.planes, empty.planes, strict=True)):
        span = (_half(top, bottom, index), _half(left, right, index))
        keep = cv2.bitwise_not(cover if index == 0 else halved(cover))
        under = cv2.multiply(np.ascontiguousarray(behind[span]), keep, scale=1 / 255)
        own.append(cv2.subtract(np.ascontiguousarray(plane[span]), under))
    more = margin if bottom == height and height % 2 == 0 and cover[-1].max() > 127 else 0
    own = [_longer(plane, more if index == 0 else more // 2) for index, plane in enumerate(own)]
    layer = Layer(Picture(*own), _longer(cover, more), Box(left, top, right, bottom + more))
    layer.picture = Picture(*own)
    return layer


def _longer(plane: Bytes, rows: int) -> Bytes:
    """The plane with its last row repeated so many times below it."""
    return np.asarray(cv2.copyMakeBorder(plane, 0, rows, 0, 0, cv2.BORDER_REPLICATE), np.uint8)


def _half(low: int, high: int, index: int) -> slice:
    return slice(low, high) if index == 0 else slice(low // 2, (high + 1) // 2)


def _bordered(plane: Bytes, margin: int) -> Bytes:
    return np.asarray(
        cv2.copyMakeBorder(plane, margin, margin, margin, margin, cv2.BORDER_REPLICATE), np.uint8
    )
