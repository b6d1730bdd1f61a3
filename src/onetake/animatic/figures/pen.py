"""Draws a figure: x forward (right), y up, the origin between its feet, in figure units."""

import math
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from onetake.animatic.canvas import Point
from onetake.animatic.colour import RGB, Bytes, from_rgb, mix, plain, scaled
from onetake.animatic.figures.light import Light, rounded
from onetake.animatic.layer import Box, Layer

OVERSAMPLE = 2
_LARGE = 260
"""Pixels a figure unit from which edges are smooth enough without oversampling."""
_SHIFT = 4
"""Binary digits of a pixel in the corners of a polygon."""


def _circle(corners: int) -> NDArray[np.float64]:
    turn = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    return np.column_stack([np.cos(turn), np.sin(turn)])


_RING, _COARSE = _circle(20), _circle(12)
_SMALL = 5.0
"""Pixels of a radius below which twelve corners make a circle."""
_PARTS = 6
"""Straight parts between two points of a sweep, where it is long."""


@dataclass(frozen=True, slots=True)
class Look:
    """The colours of one stand-in, already lit: its coat, the coat's far side, and the scene's own inks."""

    main: RGB
    second: RGB
    skin: RGB
    dark: RGB
    light: RGB
    lamp: RGB
    night: float = 0.0
    rain: bool = False
    variant: int = 0
    action: str = "none"
    lettered: bool = True
    extra: RGB = (206, 62, 48)
    """The colour of what it carries."""
    light_on: tuple[float, float, float] = (1.0, 1.0, 1.0)

    def shown(self, colour: RGB) -> RGB:
        """A colour of its own in the light of the scene."""
        red, green, blue = (min(255, round(c * k)) for c, k in zip(colour, self.light_on, strict=True))
        return red, green, blue

    def far(self, colour: RGB) -> RGB:
        """A colour on the side that is turned away."""
        return mix(scaled(colour, 0.72), self.dark, 0.25)


class Pen:
    """A sheet for one pose. `box` in figure units (left, bottom, right, top), `scale` stage pixels a unit.

    `res` draws finer than the stage, for a camera that comes close.
    """

    def __init__(self, box: tuple[float, float, float, float], scale: float, base: RGB, res: float = 1.0):
        left, bottom, right, top = box
        self.scale, self.res = scale * res, res
        scale = self.scale
        self._fine = fine = OVERSAMPLE if scale < _LARGE else 1
        self._lying = False
        self._edge = left * scale - 4, -top * scale - 4
        sides = math.ceil(((top - bottom) * scale + 8) * fine), math.ceil(((right - left) * scale + 8) * fine)
        high, wide = (side + side % 2 for side in sides)
        # Colour and cover in one sheet: every shape is drawn into both at once.
        self._sheet = plain((high, wide, 4), (*base, 0))
        self._drawn = [wide, high, 0, 0]  # left, top, right, bottom of all shapes
        self._unit = np.array((scale, -scale)) * (fine << _SHIFT)
        self._start = -(np.array(self._edge) * fine + 0.5) * (1 << _SHIFT)

    @property
    def rgb(self) -> Bytes:
        """The colours on the sheet, those that no shape covers too: (height, width, 3)."""
        return self._sheet[:, :, :3]

    @property
    def alpha(self) -> Bytes:
        """How much of the sheet is covered: (height, width)."""
        return self._sheet[:, :, 3]

    def inner(self, at: Point, scale: float, flip: bool = False) -> "Pen":
        """A pen on the same sheet whose origin is `at` and whose unit is `scale` of this one's."""
        made = copy(self)
        made._start = self._start + np.asarray(at) * self._unit
        made._unit = self._unit * scale * (-1 if flip else 1, 1)
        return made

    def laid(self, at: Point) -> "Pen":
        """A pen for what lies on its back: up goes forward, forward goes up, its feet at `at`."""
        made = self.inner(at, 1.0)
        made._lying = True
        return made

    def _fixed(self, points: Sequence[Point] | NDArray[np.floating]) -> NDArray[np.int32]:
        """Corners in parts of the sheet's pixels."""
        own = np.asarray(points, np.float64)
        return np.rint((own[:, ::-1] if self._lying else own) * self._unit + self._start).astype(np.int32)

    def _pixels(self, length: float) -> float:
        """How many of the sheet's pixels a length is."""
        return length * abs(self._unit.item(1)) / (1 << _SHIFT)

    def _put(self, fixed: NDArray[np.int32], colour: RGB, alpha: int) -> None:
        """An opaque shape, or one through which what is already there is seen."""
        self._reaches(fixed)
        self._ink(fixed, colour, alpha)

    def _reaches(self, fixed: NDArray[np.int32]) -> None:
        """Remember where there is a shape."""
        x, y, wide, high = cv2.boundingRect(fixed)
        left, top, right, bottom = self._drawn
        self._drawn[:] = (
            min(left, x >> _SHIFT),
            min(top, y >> _SHIFT),
            max(right, ((x + wide) >> _SHIFT) + 1),
            max(bottom, ((y + high) >> _SHIFT) + 1),
        )

    def _ink(self, fixed: NDArray[np.int32], colour: RGB, alpha: int) -> None:
        if alpha >= 255:
            cv2.fillPoly(self._sheet, [fixed], (*colour, 255), cv2.LINE_AA, _SHIFT)
        else:
            _glaze(self._sheet, fixed, colour, alpha)

    def shape(self, points: Sequence[Point] | NDArray[np.floating], colour: RGB, alpha: int = 255) -> None:
        """A polygon with corners."""
        self._put(self._fixed(points), colour, alpha)

    def blob(self, points: Sequence[Point], colour: RGB, alpha: int = 255) -> None:
        """A smooth closed outline through the points."""
        self._put(self._fixed(smooth(points)), colour, alpha)

    def limb(self, points: Sequence[Point], radii: Sequence[float], colour: RGB, alpha: int = 255) -> None:
        """A tapered stroke: round at every joint, straight between."""
        at, wide = np.asarray(points, np.float64), np.asarray(radii, np.float64)
        ring = _RING if self._pixels(wide.max()) > _SMALL else _COARSE
        rings = at[:, None] + ring * wide[:, None, None]
        fixed = self._fixed(rings.reshape(-1, 2)).reshape(len(at), -1, 2)
        self._reaches(fixed.reshape(-1, 2))
        for joint in range(len(at) - 1):
            self._ink(cv2.convexHull(fixed[joint : joint + 2].reshape(-1, 2))[:, 0], colour, alpha)  # pyright: ignore[reportArgumentType]

    def sweep(self, points: Sequence[Point], radii: Sequence[float], colour: RGB) -> None:
        """A limb without joints: the stroke bends smoothly through the points."""
        p = np.column_stack([np.asarray(points, np.float64), np.asarray(radii, np.float64)])
        ends = np.vstack([2 * p[0] - p[1], p, 2 * p[-1] - p[-2]])
        longest = self._pixels(float(np.abs(np.diff(p[:, :2], axis=0)).sum(axis=1).max()))
        parts = min(max(math.ceil(math.sqrt(longest)), 2), _PARTS)
        t = np.linspace(0, 1, parts, endpoint=False)[:, None]
        a, b, c, d = (ends[i : len(p) - 1 + i, None] for i in range(4))
        line = 0.5 * (
            2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
        )
        line = np.vstack([line.reshape(-1, 3), p[-1]])
        self.limb(line[:, :2], np.maximum(line[:, 2], 0.005), colour)  # pyright: ignore[reportArgumentType]

    def disc(self, at: Point, radius: float, colour: RGB, alpha: int = 255, squash: float = 1.0) -> None:
        """A circle, or an ellipse `squash` times as high."""
        ring = _RING if self._pixels(radius) > _SMALL else _COARSE
        self._put(self._fixed(np.array(at) + ring * (radius, radius * squash)), colour, alpha)

    def box(
        self, left: float, bottom: float, right: float, top: float, colour: RGB, alpha: int = 255
    ) -> None:
        self.shape([(left, bottom), (right, bottom), (right, top), (left, top)], colour, alpha)

    def sprite(self, light: Light | None, flip: bool) -> Layer:
        """The pose as a layer around the origin, modelled by the light."""
        fine = self._fine
        left, top, right, bottom = self._inked(2 * fine)
        sheet = self._sheet[top:bottom, left:right]
        size = ((right - left) // fine, (bottom - top) // fine)
        if fine > 1:
            sheet = cv2.resize(sheet, size, interpolation=cv2.INTER_AREA)
        x, y = self._edge[0] + left / fine, self._edge[1] + top / fine
        box = Box(x, y, x + size[0], y + size[1])
        if flip:
            sheet = cv2.flip(sheet, 1)
            box = Box(-box.right, box.top, -box.left, box.bottom)
        rgb: Bytes = cv2.cvtColor(sheet, cv2.COLOR_RGBA2RGB)  # pyright: ignore[reportAssignmentType]
        alpha: Bytes = cv2.extractChannel(sheet, 3)  # pyright: ignore[reportAssignmentType]
        picture = from_rgb(rgb)
        if light is not None:
            picture = rounded(picture, alpha, light, self.scale)
        left, top = box.left / self.res, box.top / self.res
        box = Box(left, top, left + size[0] / self.res, top + size[1] / self.res)
        return Layer(picture, alpha, box, self.res)

    def _inked(self, step: int) -> tuple[int, int, int, int]:
        """left, top, right, bottom of what is drawn with clear pixels around it, at multiples of `step`."""
        height, width = (length // step * step for length in self._sheet.shape[:2])
        left, top, right, bottom = self._drawn
        left, top = max((left // step - 1) * step, 0), max((top // step - 1) * step, 0)
        right, bottom = min((right // step + 2) * step, width), min((bottom // step + 2) * step, height)
        left, top = min(left, width - step), min(top, height - step)
        return left, top, max(right, left + step), max(bottom, top + step)


def _glaze(sheet: Bytes, fixed: NDArray[np.int32], colour: RGB, alpha: int) -> None:
    """A polygon of a colour over what is on the sheet, as much of it as `alpha` says."""
    left, top = (max(int(v) - 1, 0) for v in fixed.min(axis=0) >> _SHIFT)
    right, bottom = (int(v) + 2 for v in fixed.max(axis=0) >> _SHIFT)
    part = sheet[top:bottom, left:right]
    if not part.size:
        return
    mask = np.zeros(part.shape[:2], np.uint8)
    cv2.fillPoly(mask, [fixed - (left << _SHIFT, top << _SHIFT)], (alpha,), cv2.LINE_AA, _SHIFT)
    if part[..., 3].min() == 255:  # as it nearly always is, and a tenth of the work
        share = cv2.merge([mask] * 4)
        fresh = cv2.multiply(plain(part.shape, (*colour, 255)), share, scale=1 / 255)
        cv2.add(cv2.multiply(part, cv2.bitwise_not(share), scale=1 / 255), fresh, dst=part)
        return
    over = mask.astype(np.float32) / 255
    whole = over + part[..., 3] * (1 - over) / 255
    share = (over / np.maximum(whole, 1e-3))[..., None]
    rgb = part[..., :3]
    rgb[:] = np.round(rgb + (np.array(colour, np.float32) - rgb) * share).astype(np.uint8)
    part[..., 3] = np.round(whole * 255).astype(np.uint8)


def smooth(points: Sequence[Point], steps: int = 6) -> NDArray[np.float64]:
    """A closed Catmull-Rom curve through the points."""
    p = np.asarray(points, np.float64)
    around = np.concatenate((p[-1:], p, p[:2]))
    t = np.linspace(0, 1, steps, endpoint=False)[None, :, None]
    a, b, c, d = (around[i : len(p) + i, None] for i in range(4))
    curve = 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
    return curve.reshape(-1, 2)


def bend(a: Point, b: Point, upper: float, lower: float, side: float) -> Point:
    """The joint of a two-bone limb from a to b; `side` +1 bends it forward, -1 backward."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    reach = min(math.hypot(dx, dy), (upper + lower) * 0.999)
    if reach < 1e-6:
        return a[0] + side * upper, a[1]
    along = (upper * upper - lower * lower + reach * reach) / (2 * reach)
    out = math.sqrt(max(upper * upper - along * along, 0.0))
    ux, uy = dx / math.hypot(dx, dy), dy / math.hypot(dx, dy)
    return a[0] + ux * along - uy * out * side, a[1] + uy * along + ux * out * side


def step(phase: float, stride: float, lift: float, duty: float = 0.55) -> Point:
    """A foot against its hip over one cycle: back along the ground for `duty`, then forward in an arc."""
    phase %= 1.0
    if phase < duty:
        return stride * duty * (0.5 - phase / duty), 0.0
    swing = (phase - duty) / (1 - duty)
    eased = swing * swing * (3 - 2 * swing)
    return stride * duty * (eased - 0.5), lift * math.sin(math.pi * swing) ** 0.8
