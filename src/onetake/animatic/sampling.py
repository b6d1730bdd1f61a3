"""A layer's pixels as a window of the frame sees them, by the cheapest of OpenCV's ways that shows them.

Nanoseconds a pixel of one plane (AMD EPYC, one thread): a shift 0.16, a resize 0.5, a warp 1.25; a warp of
four planes at once 1.7. So a pure shift is a shift, planes of colour are warped together with their cover,
and a window that is only scaled is resized, from a pixel whose edge falls on an edge of the frame's pixels.
"""

from bisect import bisect_right
from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from onetake.animatic.colour import Bytes

View = NDArray[np.float64]
Window = tuple[int, int, int, int]
"""left, top, right, bottom in pixels of the frame, all even."""

MARGIN, _RIM = 64, 4
"""Pixels around a padded plane: left and above, right and below."""
_NEAR = 1 / 24
"""Pixels of the frame by which an edge may miss another and still count as falling on it."""
_WORTH = 8_000
"""Pixels of a window below which looking for such an edge costs more than it saves."""
_WASTE = 1.8
"""How many times the pixels of its window a resize may make and still be cheaper than a warp."""

_WIDEST = 2**15 - 3
"""Columns of a plane up to which OpenCV warps it as it is."""

_WARP = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP


def span(window: Window, half: bool) -> tuple[slice, slice]:
    """The rows and columns of a window in the luma plane or, `half`, in one of colour."""
    left, top, right, bottom = window
    if half:
        return slice(top // 2, (bottom + 1) // 2), slice(left // 2, (right + 1) // 2)
    return slice(top, bottom), slice(left, right)


def is_shift(own: View) -> bool:
    """Whether the view neither scales nor turns."""
    (a, b, _), (c, d, _) = own.tolist()
    return a == d == 1 and b == c == 0


def shifted(planes: Sequence[Bytes], own: View, window: Window, half: bool) -> list[Bytes]:
    """The planes as a pure shift shows them in the window. It repeats their border, so a cut-out leaves two
    clear pixels around itself."""
    rows, columns = span(window, half)
    size = (columns.stop - columns.start, rows.stop - rows.start)
    unit = 0.5 if half else 1.0
    centre = (
        columns.start - own.item(2) * unit + (size[0] - 1) / 2,
        rows.start - own.item(5) * unit + (size[1] - 1) / 2,
    )
    return [cv2.getRectSubPix(plane, size, centre) for plane in planes]  # pyright: ignore[reportReturnType]


def warped(plane: Bytes, own: View, window: Window, half: bool, outside: int | None) -> Bytes:
    """A plane (of one channel or of four) as any view shows it; `outside` None repeats its border."""
    rows, columns = span(window, half)
    size = (columns.stop - columns.start, rows.stop - rows.start)
    unit = 0.5 if half else 1.0
    (a, b, x), (c, d, y) = own.tolist()
    x, y = columns.start - x * unit + 0.5, rows.start - y * unit + 0.5
    area = a * d - b * c
    ia, ib, ic, id_ = d / area, -b / area, -c / area, a / area
    matrix = np.array(((ia, ib, ia * x + ib * y - 0.5), (ic, id_, ic * x + id_ * y - 0.5)))
    border = cv2.BORDER_REPLICATE if outside is None else cv2.BORDER_CONSTANT
    if plane.shape[1] > _WIDEST:
        plane = _near(plane, matrix, size)
    return cv2.warpAffine(plane, matrix, size, flags=_WARP, borderMode=border, borderValue=outside or 0)  # pyright: ignore[reportReturnType]


def _near(plane: Bytes, matrix: NDArray[np.float64], size: tuple[int, int]) -> Bytes:
    """The columns of a plane that a view of this size reads; the view is moved along with them."""
    a, b, x = matrix[0].tolist()
    ends = [a * column + b * row + x for column in (0, size[0]) for row in (0, size[1])]
    left = min(max(int(min(ends)) - 2, 0), plane.shape[1] - 2)
    right = max(min(int(max(ends)) + 3, plane.shape[1]), left + 2)
    matrix[0, 2] -= left
    return np.ascontiguousarray(plane[:, left:right])


def padded(plane: Bytes, outside: int | None) -> Bytes:
    """The plane with `MARGIN` pixels more to the left and above and a few on the other sides: `outside`, or
    for None like its border."""
    how = cv2.BORDER_REPLICATE if outside is None else cv2.BORDER_CONSTANT
    sides = (MARGIN, _RIM, MARGIN, _RIM)
    return cv2.copyMakeBorder(plane, *sides, how, value=(outside or 0,))  # pyright: ignore[reportReturnType]


class Scaling:
    """One view that scales and moves: which windows can be resized instead of warped, and how.

    shape: (height, width) of the padded planes.
    """

    def __init__(self, own: View, shape: tuple[int, ...]):
        (self._a, _, x), (_, self._d, y) = own.tolist()
        # in the padded plane's own pixels
        self._x, self._y = x - self._a * MARGIN, y - self._d * MARGIN
        self._high, self._wide = shape[:2]
        self._columns = _edges(self._a, self._x, self._wide)
        self._rows = _edges(self._d, self._y, self._high)

    @classmethod
    def fits(cls, own: View, window: Window) -> bool:
        """Whether it is worth trying: nothing is turned or sheared, and the window is not small."""
        (a, b, _), (c, d, _) = own.tolist()
        left, top, right, bottom = window
        return b == c == 0 and min(a, d) > 0.5 and max(a, d) < 2 and (right - left) * (bottom - top) >= _WORTH

    def cut(self, window: Window, inside: bool = False) -> tuple[slice, slice, slice, slice] | None:
        """(rows, columns) to resize and (rows, columns) of the result that are the window; None to warp.

        inside: whether nothing of the padding may be seen.
        """
        left, top, right, bottom = window
        if inside and not (
            _within(self._a, self._x, left, right, self._wide)
            and _within(self._d, self._y, top, bottom, self._high)
        ):
            return None
        across = _one(self._columns, self._a, self._x, left, right, self._wide)
        down = _one(self._rows, self._d, self._y, top, bottom, self._high)
        if across is None or down is None:
            return None
        (columns, x), (rows, y) = across, down
        if (right - left + x) * (bottom - top + y) > _WASTE * (right - left) * (bottom - top):
            return None
        return rows, columns, slice(y, y + bottom - top), slice(x, x + right - left)

    def sample(self, plane: Bytes, cut: tuple[slice, slice, slice, slice]) -> Bytes:
        """What the window of the cut shows of a padded plane."""
        rows, columns, down, across = cut
        made = cv2.resize(plane[rows, columns], None, fx=self._a, fy=self._d, interpolation=cv2.INTER_LINEAR)
        return made[down, across]  # pyright: ignore[reportReturnType]


def _edges(scale: float, move: float, length: int) -> list[int]:
    """The pixels of a line of so many whose first edge falls on one of the frame's."""
    at = move + scale * np.arange(length)
    return np.flatnonzero(np.abs(at - np.rint(at)) <= _NEAR).tolist()


def _within(scale: float, move: float, low: int, high: int, length: int) -> bool:
    """Whether frame pixels low to high lie on the plane and not on what was put around it."""
    return (low + 0.5 - move) / scale >= MARGIN + 0.5 and (high - 0.5 - move) / scale <= length - _RIM - 0.5


def _one(
    edges: list[int], scale: float, move: float, low: int, high: int, length: int
) -> tuple[slice, int] | None:
    """Along one axis: the pixels to resize so that frame pixels low to high come out, and how many come out
    before those (the first is never one of them: a resize does not look beyond what it is given)."""
    last = int((high - move) / scale) + 3
    place = bisect_right(edges, int((low - 1 - move) / scale)) - 1
    if last > length or place < 0:
        return None
    first = edges[place]
    before = low - round(move + scale * first)
    return (slice(first, last), before) if before >= 1 else None
