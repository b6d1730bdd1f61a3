"""What of a layer is worth drawing: its opaque pieces are copied, its edges mixed, the rest left out."""

from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from onetake.animatic.colour import Bytes

Piece = tuple[int, int, int, int, bool]
"""left, top, right, bottom in the layer's own pixels, and whether all of it is opaque."""

_ROWS, _COLUMNS = 10, 18
_CLEAR, _MIXED, _OPAQUE = 0, 1, 2
_MARGIN = 7
"""A piece's edge falls on an even frame pixel and samples one beside it: so much around it must be alike."""

_START = {_CLEAR: 0.0, _MIXED: 13_000.0, _OPAQUE: 8_000.0}
_EACH = {_CLEAR: 0.0, _MIXED: 1.0, _OPAQUE: 0.4}
"""What a piece costs to draw, in pixels of a mixed one: to start with, and for each pixel (measured)."""


def pieces(alpha: Bytes) -> tuple[Piece, ...]:
    """The cheapest way found to draw a layer, as rectangles that neither overlap nor leave anything out."""
    ys, xs = _cuts(alpha.shape[0], _ROWS), _cuts(alpha.shape[1], _COLUMNS)
    kinds = _kinds(alpha, ys, xs)
    best: list[tuple[float, tuple[Piece, ...]]] = [(0.0, ())]
    for bottom in range(1, len(ys)):
        options = []
        for top in range(bottom):
            cost, band = _band(_together(kinds[top:bottom]), ys[bottom] - ys[top], tuple(xs))
            made = tuple((xs[a], ys[top], xs[b], ys[bottom], kind == _OPAQUE) for kind, a, b in band)
            options.append((best[top][0] + cost, best[top][1] + made))
        best.append(min(options, key=lambda option: option[0]))
    return best[-1][1]


def bands(found: tuple[Piece, ...], width: int) -> tuple[Piece, ...]:
    """The same in whole rows, for a view that shears the columns."""
    rows: dict[tuple[int, int], bool] = {}
    for left, top, right, bottom, opaque in found:
        rows[top, bottom] = opaque and left == 0 and right == width
    return tuple((0, top, width, bottom, opaque) for (top, bottom), opaque in rows.items())


def _cuts(length: int, parts: int) -> list[int]:
    step = max(length / parts, 16)
    return [*(int(step * i) // 2 * 2 for i in range(max(int(length / step), 1))), length]


def _kinds(alpha: Bytes, ys: list[int], xs: list[int]) -> NDArray[np.int8]:
    near = np.ones((_MARGIN, _MARGIN), np.uint8)

    def tiles(plane: NDArray, how: np.ufunc) -> NDArray:
        return how.reduceat(how.reduceat(plane, ys[:-1], axis=0), xs[:-1], axis=1)

    low = tiles(np.asarray(cv2.erode(alpha, near)), np.minimum)
    high = tiles(np.asarray(cv2.dilate(alpha, near)), np.maximum)
    return np.where(high == 0, _CLEAR, np.where(low == 255, _OPAQUE, _MIXED)).astype(np.int8)


def _together(rows: NDArray[np.int8]) -> tuple[int, ...]:
    """One kind for each column of several rows of tiles."""
    low, high = rows.min(axis=0), rows.max(axis=0)
    return tuple(int(kind) for kind in np.where(low == high, low, _MIXED))


@cache
def _band(
    kinds: tuple[int, ...], height: int, xs: tuple[int, ...]
) -> tuple[float, list[tuple[int, int, int]]]:
    """The cheapest cut of one band into pieces: its cost, and (kind, first tile, last tile + 1) of each."""
    edges = [0, *(i for i in range(1, len(kinds)) if kinds[i] != kinds[i - 1]), len(kinds)]
    best: list[tuple[float, list[tuple[int, int, int]]]] = [(0.0, [])]
    for last in range(1, len(edges)):
        options = []
        for start in range(last):
            a, b = edges[start], edges[last]
            kind = kinds[a] if last - start == 1 else _MIXED
            cost = best[start][0] + _START[kind] + _EACH[kind] * (xs[b] - xs[a]) * height
            options.append((cost, best[start][1] + ([(kind, a, b)] if kind else [])))
        best.append(min(options, key=lambda option: option[0]))
    return best[-1]
