"""Lines of the land: ridges, dunes and shores as one-dimensional noise."""

import random

import numpy as np
from numpy.typing import NDArray


def ridge(
    xs: NDArray[np.floating], chance: random.Random, length: float, octaves: int = 4, rough: float = 0.5
) -> NDArray[np.float64]:
    """Smooth noise over positions, about -1..1; `length` is the size of its largest swell."""
    total = np.zeros(len(xs))
    size, weight, norm = length, 1.0, 0.0
    for _ in range(octaves):
        knots_from = int(np.floor(xs[0] / size)) - 2
        count = int(np.ceil((xs[-1] - xs[0]) / size)) + 6
        values = np.array([chance.uniform(-1, 1) for _ in range(count)])
        at = xs / size - knots_from
        left = np.floor(at).astype(int)
        part = at - left
        part = part * part * (3 - 2 * part)
        total += weight * (values[left] * (1 - part) + values[left + 1] * part)
        norm += weight
        size, weight = size / 2, weight * rough
    return total / norm


def skyline(xs: NDArray[np.floating], rows: NDArray[np.floating], bottom: float) -> NDArray[np.float64]:
    """The closed polygon under a line of rows."""
    line = np.column_stack([xs, rows])
    return np.vstack([line, [[xs[-1], bottom], [xs[0], bottom]]]).astype(np.float64)
