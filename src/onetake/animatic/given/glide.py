"""Two pictures of one scene, near and far or side by side: one camera goes from the one to the other.

Corners that both show (ORB, matched both ways) agree on a similarity (RANSAC); it counts only if the pictures
then look alike where they overlap. Either is seen under the same camera all the way, and each fills in where
the other has nothing to show.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from onetake.animatic.colour import Bytes, Picture, from_rgb
from onetake.animatic.easing import eased
from onetake.animatic.given.depth import small
from onetake.animatic.stage import Moment

Floats = NDArray[np.float32]
_LONG = 480
_FEW = 18
_ALIKE = 0.55
_CELL = 8
_TRACE = 0.002
"""The share of a picture that nobody sees, yet enough for it to fill in for the other."""
_SEAM = 0.05
"""How softly one picture ends on the other, as a share of the width."""


def found(first: Bytes, last: Bytes) -> tuple[complex, complex] | None:
    """(a, b) of z -> a z + b, which brings pixels of the first picture (x + iy) to where the last one (of the
    same size) shows them; None where the two hardly show one scene from nearly one place."""
    greys = [cv2.cvtColor(small(rgb, _LONG), cv2.COLOR_RGB2GRAY) for rgb in (first, last)]
    engine = cv2.ORB.create(900, 1.2, 10, 12, fastThreshold=8)
    (points, marks), (others, theirs) = (engine.detectAndCompute(grey, None) for grey in greys)
    if marks is None or theirs is None or min(len(points), len(others)) < _FEW:
        return None
    pairs = cv2.BFMatcher(cv2.NORM_HAMMING, crossCheck=True).match(marks, theirs)
    pairs = [pair for pair in pairs if pair.distance < 60]
    if len(pairs) < _FEW:
        return None
    here = np.array([points[pair.queryIdx].pt for pair in pairs], np.float32)
    there = np.array([others[pair.trainIdx].pt for pair in pairs], np.float32)
    cv2.setRNGSeed(1)
    matrix, agreed = cv2.estimateAffinePartial2D(here, there, ransacReprojThreshold=3.0, maxIters=3000)
    if matrix is None or agreed.sum() < max(_FEW, 0.2 * len(pairs)):
        return None
    a, b = complex(matrix[0, 0], matrix[1, 0]), complex(matrix[0, 2], matrix[1, 2])
    if not 0.3 < abs(a) < 3.3 or abs(np.angle(a)) > 0.35 or not _alike(greys[0], greys[1], matrix):
        return None
    # pixels have their middles at whole numbers: the scale is about -0.5
    scale = first.shape[1] / greys[0].shape[1]
    half = complex(0.5, 0.5)
    return a, (b + half - a * half) * scale - half + a * half


def _alike(first: cv2.typing.MatLike, last: cv2.typing.MatLike, matrix: cv2.typing.MatLike) -> bool:
    """Whether the first picture, brought over the last one, has its lights and darks in the same places."""
    size = (last.shape[1], last.shape[0])
    over = cv2.warpAffine(first, matrix, size).astype(np.float32)
    there = cv2.warpAffine(np.ones(first.shape, np.uint8), matrix, size) > 0
    if there.mean() < 0.15:
        return False
    a, b = (cv2.GaussianBlur(part.astype(np.float32), (0, 0), 2)[there] for part in (over, last))
    a, b = a - a.mean(), b - b.mean()
    return float((a * b).sum() / max(float(np.sqrt((a * a).sum() * (b * b).sum())), 1e-6)) > _ALIKE


class Glide:
    """The prop of such a shot: at either end exactly the picture."""

    def __init__(self, first: Bytes, last: Bytes, way: tuple[complex, complex]):
        self._pictures = from_rgb(first), from_rgb(last)
        self._way = way
        height, width = first.shape[:2]
        self._size = (width, height)
        columns, rows = -(-width // _CELL), -(-height // _CELL)
        x = (np.arange(columns) + 0.5) * (width / columns) - 0.5
        y = (np.arange(rows) + 0.5) * (height / rows) - 0.5
        self._cells = x[None] + 1j * y[:, None]
        self._second = Picture.blank(width, height)

    def draw(self, frame: Picture, now: Moment) -> None:
        at = eased(now.share)
        if at <= 0 or at >= 1:
            frame.take(self._pictures[0 if at <= 0 else 1])
            return
        a, b = partly(self._way, at)
        views = (a, b), _after((a, b), _inverse(self._way))
        part = min(max((at - 0.5) / 0.6 + 0.5, 0.0), 1.0)
        part = min(max(part * part * (3 - 2 * part), _TRACE), 1 - _TRACE)
        first, last = (1 - part) * self._shown(views[0], at), part * self._shown(views[1], 1 - at)
        share = np.where(first + last > 1e-6, last / np.maximum(first + last, 1e-6), part)
        if share.min() > 1 - 2 * _TRACE:
            self._see(frame, self._pictures[1], views[1])
            return
        self._see(frame, self._pictures[0], views[0])
        if share.max() < 2 * _TRACE:
            return
        self._see(self._second, self._pictures[1], views[1])
        for index, (mine, theirs) in enumerate(zip(frame.planes, self._second.planes, strict=True)):
            if index < 2:
                size = (mine.shape[1], mine.shape[0])
                over = np.round(255 * cv2.resize(share.astype(np.float32), size)).astype(np.uint8)
                under = cv2.bitwise_not(over)
            cv2.multiply(mine, under, dst=mine, scale=1 / 255)
            cv2.add(mine, cv2.multiply(theirs, over, scale=1 / 255), dst=mine)

    def _see(self, frame: Picture, picture: Picture, view: tuple[complex, complex]) -> None:
        """The picture as the view brings its pixels onto the frame."""
        a, b = view
        for index, (target, plane) in enumerate(zip(frame.planes, picture.planes, strict=True)):
            off = b if index == 0 else b / 2 + (a - 1) * complex(0.25, 0.25)
            matrix = np.array([[a.real, -a.imag, off.real], [a.imag, a.real, off.imag]])
            size = (target.shape[1], target.shape[0])
            cv2.warpAffine(
                plane, matrix, size, dst=target, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
            )

    def _shown(self, view: tuple[complex, complex], gone: float) -> NDArray[np.float64]:
        """1 where a picture has something to show under a view, softly 0 where it has not."""
        a, b = _inverse(view)
        source = a * self._cells + b
        width, height = self._size
        inside = np.minimum(
            np.minimum(source.real, width - 1 - source.real),
            np.minimum(source.imag, height - 1 - source.imag),
        )
        return np.clip(inside / (_SEAM * width * min(gone * 4, 1.0) + 1e-3), 0, 1)


def partly(way: tuple[complex, complex], share: float) -> tuple[complex, complex]:
    """A share of the way, at even speed: the power of z -> a z + b."""
    a, b = way
    if abs(a - 1) < 1e-6:
        return 1 + 0j, b * share
    power = a**share
    return power, b * (power - 1) / (a - 1)


def _inverse(way: tuple[complex, complex]) -> tuple[complex, complex]:
    a, b = way
    return 1 / a, -b / a


def _after(outer: tuple[complex, complex], inner: tuple[complex, complex]) -> tuple[complex, complex]:
    """The inner first, then the outer."""
    return outer[0] * inner[0], outer[0] * inner[1] + outer[1]


def moves(way: tuple[complex, complex], width: int, height: int) -> bool:
    """Whether a camera that goes this way is seen to move: else what moves is in the pictures."""
    a, b = way
    middle = complex((width - 1) / 2, (height - 1) / 2)
    gone = a * middle + b - middle
    return abs(abs(a) - 1) > 0.06 or abs(gone) > 0.05 * width
