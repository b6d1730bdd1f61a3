"""Fields of numbers that sets are painted from: noise, soft steps, tables that make them colours."""

import random
from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from onetake.animatic.colour import RGB, Bytes

_LARGE = 2**22
"""Bytes of a picture that is mixed in one."""

Field = NDArray[np.floating]
"""Single precision, height x width, unless a row or a column stands for all of them."""


def noise(
    chance: random.Random,
    width: int,
    height: int,
    cell: float,
    octaves: int = 4,
    rough: float = 0.5,
    stretch: float = 1.0,
) -> Field:
    """Cloudy noise, height x width, mean 0 and deviation 1.

    `cell` is the size of its largest swell in pixels, `stretch` how much wider than high a swell is.
    """
    dice = np.random.default_rng(chance.getrandbits(63))
    total = np.zeros((height, width), np.float32)
    weight, size = 1.0, cell
    for octave in range(octaves):
        wide, high = max(size * stretch, 1.0), max(size, 1.0)
        grid = dice.standard_normal((int(height / high) + 4, int(width / wide) + 4), np.float32)
        if octave and size < 1.5:
            break
        matrix = np.array([[1 / wide, 0, 1.5], [0, 1 / high, 1.5]])
        how = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
        layer = cv2.warpAffine(grid, matrix, (width, height), flags=how, borderMode=cv2.BORDER_REFLECT_101)
        cv2.scaleAdd(layer, weight, total, dst=total)
        size, weight = size / 2, weight * rough
    mean, spread = cv2.meanStdDev(total)
    scale = 1 / max(float(spread[0, 0]), 1e-6)
    return cv2.addWeighted(total, scale, total, 0.0, -float(mean[0, 0]) * scale)  # pyright: ignore[reportReturnType]


def sampled(field: Field, x: Field, y: Field) -> Field:
    """The field read at positions in its own pixels; beyond its border it is mirrored."""
    return cv2.remap(field, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101)  # pyright: ignore[reportReturnType]


def step(low: float, high: float, field: Field) -> Field:
    """0 below `low`, 1 above `high`, smooth between."""
    at = np.clip((field - np.float32(low)) * np.float32(1 / (high - low)), 0, 1)
    return at * at * (3 - 2 * at)


def level(field: Field) -> Bytes:
    """0..1 as 0..255."""
    return cv2.convertScaleAbs(np.maximum(field, 0), alpha=255)  # pyright: ignore[reportReturnType]


def toned(field: Field, stops: Sequence[tuple[float, RGB]]) -> Bytes:
    """A picture (height x width x 3) from a field of 0..1; stops are (value, colour), in order."""
    at = np.arange(256) / 255
    table = np.empty((1, 256, 3), np.uint8)
    where = [stop[0] for stop in stops]
    for channel in range(3):
        table[0, :, channel] = np.round(np.interp(at, where, [stop[1][channel] for stop in stops]))
    grey = level(field)
    return cv2.LUT(cv2.merge([grey, grey, grey]), table)  # pyright: ignore[reportReturnType]


def blended(under: Bytes, over: Bytes | RGB, share: Field) -> Bytes:
    """`over` mixed into a picture by a field of 0..1; in whole bytes, five times as fast as in floats. A
    large one is mixed some rows at a time: what lies between the steps is five times as large as it."""
    if under.size <= _LARGE:
        return _blended(under, over, share)
    made, rows = np.empty_like(under), max(_LARGE // under[0].size, 1)
    for top in range(0, len(under), rows):
        part = slice(top, top + rows)
        fresh = over[part] if isinstance(over, np.ndarray) else over
        made[part] = _blended(under[part], fresh, share[part])
    return made


def _blended(under: Bytes, over: Bytes | RGB, share: Field) -> Bytes:
    part = level(np.minimum(share, 1))
    part = cv2.merge([part, part, part])
    if isinstance(over, np.ndarray):
        fresh = cv2.multiply(over, part, scale=1 / 255)
    else:
        ramp = np.arange(256)[:, None] * np.array(over) / 255
        fresh = cv2.LUT(part, np.round(ramp).astype(np.uint8)[None])
    return cv2.add(cv2.multiply(under, cv2.bitwise_not(part), scale=1 / 255), fresh)  # pyright: ignore[reportReturnType]


def mesh(left: float, top: float, width: int, height: int, gap: float = 1.0) -> tuple[Field, Field]:
    """The stage position of every pixel of a sheet, as a row of x and a column of y; `gap` stage pixels
    apart."""
    x = (np.arange(width, dtype=np.float32) + np.float32(0.5)) * np.float32(gap) + np.float32(left)
    y = (np.arange(height, dtype=np.float32) + np.float32(0.5)) * np.float32(gap) + np.float32(top)
    return x[None, :], y[:, None]


def doubled(picture: Bytes, width: int, height: int) -> Bytes:
    """A picture painted at a lower resolution, brought to its size."""
    return cv2.resize(picture, (width, height), interpolation=cv2.INTER_LINEAR)  # pyright: ignore[reportReturnType]
