"""Where a layer is painted once, in stage coordinates, before it becomes a `Layer`."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from onetake.animatic.colour import RGB, Bytes, from_rgb, plain
from onetake.animatic.layer import Box, Layer

_SHIFT = 4
Point = tuple[float, float]
Points = Sequence[Point] | NDArray[np.floating]


def quad(left: float, top: float, right: float, bottom: float) -> list[Point]:
    """The corners of an upright rectangle, in stage pixels."""
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


class Canvas:
    """An RGB sheet and an alpha, `res` pixels to a stage pixel, anti-aliased.

    Shapes cut the alpha, strokes and fills colour the sheet: start from the colour that the shapes'
    edges should have, and no fringe can appear.
    """

    def __init__(self, box: Box, fill: RGB, res: float = 1.0, opaque: bool = False):
        width = max(int(np.ceil(box.width * res)), 2)
        height = max(int(np.ceil(box.height * res)), 2)
        width, height = width + width % 2, height + height % 2
        self.res = res
        self.box = Box(box.left, box.top, box.left + width / res, box.top + height / res)
        self.rgb: Bytes = plain((height, width, 3), fill)
        self._start = -(np.array((self.box.left, self.box.top)) * res + 0.5) * (1 << _SHIFT)
        self.alpha: Bytes | None = None if opaque else np.zeros((height, width), np.uint8)

    def _fixed(self, points: Points) -> NDArray[np.int32]:
        own = np.asarray(points, np.float64) * (self.res * (1 << _SHIFT)) + self._start
        return np.rint(own, own).astype(np.int32)

    def fill(self, points: Points, colour: RGB) -> None:
        """Colour the inside of a polygon."""
        cv2.fillPoly(self.rgb, [self._fixed(points)], colour, cv2.LINE_AA, _SHIFT)

    def cut(self, points: Points, alpha: int = 255) -> None:
        """Make the inside of a polygon visible."""
        if self.alpha is not None:
            cv2.fillPoly(self.alpha, [self._fixed(points)], (alpha,), cv2.LINE_AA, _SHIFT)

    def shape(self, points: Points, colour: RGB, alpha: int = 255) -> None:
        """A polygon: coloured and visible."""
        self.fill(points, colour)
        self.cut(points, alpha)

    def shapes(self, polygons: Sequence[Points], colour: RGB, alpha: int = 255) -> None:
        """Many polygons of one colour in one call."""
        fixed = [self._fixed(points) for points in polygons]
        cv2.fillPoly(self.rgb, fixed, colour, cv2.LINE_AA, _SHIFT)
        if self.alpha is not None:
            cv2.fillPoly(self.alpha, fixed, (alpha,), cv2.LINE_AA, _SHIFT)

    def line(self, points: Points, colour: RGB, width: float, alpha: int | None = 255) -> None:
        """An open stroke, `width` stage pixels wide; alpha None colours only."""
        thick = max(round(width * self.res), 1)
        fixed = [self._fixed(points)]
        cv2.polylines(self.rgb, fixed, False, colour, thick, cv2.LINE_AA, _SHIFT)
        if self.alpha is not None and alpha is not None:
            cv2.polylines(self.alpha, fixed, False, (alpha,), thick, cv2.LINE_AA, _SHIFT)

    def disc(self, x: float, y: float, radius: float, colour: RGB, alpha: int | None = 255) -> None:
        """A filled circle; alpha None colours only."""
        turn = np.linspace(0, 2 * np.pi, max(12, min(64, int(radius * self.res * 1.5))), endpoint=False)
        ring = np.column_stack([x + radius * np.cos(turn), y + radius * np.sin(turn)])
        self.fill(ring, colour)
        if alpha is not None:
            self.cut(ring, alpha)

    def rows(self, stops: Sequence[tuple[float, RGB]]) -> None:
        """Colour the whole sheet by height: stops are (stage row, colour), in order."""
        height = self.rgb.shape[0]
        at = self.box.top + (np.arange(height) + 0.5) / self.res
        where = [stop[0] for stop in stops]
        for channel in range(3):
            values = np.interp(at, where, [stop[1][channel] for stop in stops])
            self.rgb[:, :, channel] = np.round(values).astype(np.uint8)[:, None]

    def veil(self, stops: Sequence[tuple[float, int]]) -> None:
        """Set the alpha by height: stops are (stage row, alpha)."""
        assert self.alpha is not None
        at = self.box.top + (np.arange(self.alpha.shape[0]) + 0.5) / self.res
        values = np.interp(at, [stop[0] for stop in stops], [stop[1] for stop in stops])
        self.alpha[:] = np.round(values).astype(np.uint8)[:, None]

    def glow(self, x: float, y: float, radius: float, colour: RGB, strength: float) -> None:
        """Mix a soft round light into the sheet."""
        left, top = self.box.left, self.box.top
        x0 = int(np.clip((x - radius - left) * self.res, 0, self.rgb.shape[1]))
        x1 = int(np.clip((x + radius - left) * self.res, 0, self.rgb.shape[1]))
        y0 = int(np.clip((y - radius - top) * self.res, 0, self.rgb.shape[0]))
        y1 = int(np.clip((y + radius - top) * self.res, 0, self.rgb.shape[0]))
        if x0 >= x1 or y0 >= y1:
            return
        xs = ((np.arange(x0, x1, dtype=np.float32) + 0.5) / self.res + left - x) / radius
        ys = ((np.arange(y0, y1, dtype=np.float32) + 0.5) / self.res + top - y) / radius
        fall = np.clip(1 - np.sqrt(xs[None, :] ** 2 + ys[:, None] ** 2), 0, 1)
        share = cv2.merge([cv2.convertScaleAbs(cv2.multiply(fall, fall), alpha=strength * 255)] * 3)
        part = self.rgb[y0:y1, x0:x1]
        kept = cv2.multiply(part, cv2.bitwise_not(share), scale=1 / 255)
        part[:] = cv2.add(kept, cv2.multiply(plain(part.shape, colour), share, scale=1 / 255))

    def soften(self, radius: float) -> None:
        """Blur the edge of what is visible; `radius` in stage pixels."""
        if self.alpha is not None:
            self.alpha = np.asarray(
                cv2.GaussianBlur(self.alpha, (0, 0), max(radius * self.res, 0.5)), np.uint8
            )

    def behind(self, y: float) -> RGB:
        """The colour of the sheet at a stage row, at its left edge."""
        row = int(np.clip((y - self.box.top) * self.res, 0, self.rgb.shape[0] - 1))
        red, green, blue = (int(c) for c in self.rgb[row, 0])
        return red, green, blue

    def layer(self) -> Layer:
        """Bake."""
        return Layer(from_rgb(self.rgb), self.alpha, self.box, self.res)
