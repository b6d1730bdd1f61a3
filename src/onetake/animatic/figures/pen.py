"""Draws a figure: x forward (right), y up, the origin between its feet, in figure units."""

import math
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from onetake.animatic.canvas import Canvas, Point
from onetake.animatic.colour import RGB, Bytes, from_rgb, mix, scaled
from onetake.animatic.figures.light import Light, rounded
from onetake.animatic.layer import Box, Layer

OVERSAMPLE = 2
_LARGE = 620
"""Pixels a figure unit from which edges are smooth enough without oversampling."""
_TURN = np.linspace(0, 2 * np.pi, 20, endpoint=False)
_RING = np.column_stack([np.cos(_TURN), np.sin(_TURN)])


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
        self._fine = OVERSAMPLE if scale < _LARGE else 1
        self._lying = False
        self._place = np.zeros(2), np.array((scale, -scale))
        self._canvas = Canvas(
            Box(left * scale - 4, -top * scale - 4, right * scale + 4, -bottom * scale + 4), base, self._fine
        )

    def inner(self, at: Point, scale: float, flip: bool = False) -> "Pen":
        """A pen on the same sheet whose origin is `at` and whose unit is `scale` of this one's."""
        made = copy(self)
        start, unit = self._place
        made._place = start + np.asarray(at) * unit, unit * scale * (-1 if flip else 1, 1)
        return made

    def laid(self, at: Point) -> "Pen":
        """A pen for what lies on its back: up goes forward, forward goes up, its feet at `at`."""
        made = self.inner(at, 1.0)
        made._lying = True
        return made

    def _own(self, points: Sequence[Point] | NDArray[np.floating]) -> NDArray[np.float64]:
        start, unit = self._place
        own = np.asarray(points, np.float64)
        return (own[:, ::-1] if self._lying else own) * unit + start

    def _put(self, points: Sequence[Point] | NDArray[np.floating], colour: RGB, alpha: int) -> None:
        """An opaque shape, or one through which what is already there is seen."""
        own = self._own(points)
        if alpha >= 255:
            self._canvas.shape(own, colour)
        else:
            self._canvas.glaze(own, colour, alpha)

    def shape(self, points: Sequence[Point] | NDArray[np.floating], colour: RGB, alpha: int = 255) -> None:
        """A polygon with corners."""
        self._put(points, colour, alpha)

    def blob(self, points: Sequence[Point], colour: RGB, alpha: int = 255) -> None:
        """A smooth closed outline through the points."""
        self._put(smooth(points), colour, alpha)

    def limb(self, points: Sequence[Point], radii: Sequence[float], colour: RGB, alpha: int = 255) -> None:
        """A tapered stroke: round at every joint, straight between."""
        for (a, ra), (b, rb) in zip(
            list(zip(points, radii, strict=True))[:-1], list(zip(points, radii, strict=True))[1:], strict=True
        ):
            rings = np.vstack([np.array(a) + _RING * ra, np.array(b) + _RING * rb]).astype(np.float32)
            hull = cv2.convexHull(rings)[:, 0]
            self._put(hull.astype(np.float64), colour, alpha)

    def sweep(self, points: Sequence[Point], radii: Sequence[float], colour: RGB) -> None:
        """A limb without joints: the stroke bends smoothly through the points."""
        p = np.column_stack([np.asarray(points, np.float64), np.asarray(radii, np.float64)])
        ends = np.vstack([2 * p[0] - p[1], p, 2 * p[-1] - p[-2]])
        t = np.linspace(0, 1, 7)[:, None]
        line: list[NDArray[np.float64]] = []
        for a, b, c, d in zip(ends[:-3], ends[1:-2], ends[2:-1], ends[3:], strict=True):
            cubic = (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
            line += list(0.5 * (2 * b + (c - a) * t + cubic))
        spots = [(float(q[0]), float(q[1])) for q in line]
        self.limb(spots, [max(float(q[2]), 0.005) for q in line], colour)

    def disc(self, at: Point, radius: float, colour: RGB, alpha: int = 255, squash: float = 1.0) -> None:
        """A circle, or an ellipse `squash` times as high."""
        self._put(np.array(at) + _RING * (radius, radius * squash), colour, alpha)

    def box(
        self, left: float, bottom: float, right: float, top: float, colour: RGB, alpha: int = 255
    ) -> None:
        self.shape([(left, bottom), (right, bottom), (right, top), (left, top)], colour, alpha)

    def sprite(self, light: Light | None, flip: bool) -> Layer:
        """The pose as a layer around the origin, modelled by the light."""
        canvas, fine = self._canvas, self._fine
        assert canvas.alpha is not None
        left, top, right, bottom = _inked(canvas.alpha, 2 * fine)
        size = ((right - left) // fine, (bottom - top) // fine)
        inked = slice(top, bottom), slice(left, right)
        rgb: Bytes = canvas.rgb[inked]
        alpha: Bytes = canvas.alpha[inked]
        if fine > 1:
            rgb = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)  # pyright: ignore[reportAssignmentType]
            alpha = cv2.resize(alpha, size, interpolation=cv2.INTER_AREA)  # pyright: ignore[reportAssignmentType]
        x, y = canvas.box.left + left / fine, canvas.box.top + top / fine
        box = Box(x, y, x + size[0], y + size[1])
        if flip:
            rgb, alpha = rgb[:, ::-1].copy(), alpha[:, ::-1].copy()
            box = Box(-box.right, box.top, -box.left, box.bottom)
        if light is not None:
            rgb = rounded(rgb, alpha, light, self.scale)
        left, top = box.left / self.res, box.top / self.res
        box = Box(left, top, left + size[0] / self.res, top + size[1] / self.res)
        return Layer(from_rgb(rgb), alpha, box, self.res)


def _inked(alpha: Bytes, step: int) -> tuple[int, int, int, int]:
    """left, top, right, bottom of what is visible with clear pixels around it, at multiples of `step`."""
    height, width = (length // step * step for length in alpha.shape)
    x, y, wide, high = cv2.boundingRect(alpha)
    left, top = max((x // step - 1) * step, 0), max((y // step - 1) * step, 0)
    right, bottom = (
        min((x + wide) // step * step + 2 * step, width),
        min((y + high) // step * step + 2 * step, height),
    )
    return left, top, max(right, left + step), max(bottom, top + step)


def smooth(points: Sequence[Point], steps: int = 6) -> NDArray[np.float64]:
    """A closed Catmull-Rom curve through the points."""
    p = np.asarray(points, np.float64)
    before, after, later = np.roll(p, 1, 0), np.roll(p, -1, 0), np.roll(p, -2, 0)
    t = np.linspace(0, 1, steps, endpoint=False)[None, :, None]
    a, b, c, d = before[:, None], p[:, None], after[:, None], later[:, None]
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
