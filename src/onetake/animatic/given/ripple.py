"""Water in a picture that moves: the pixels that are water, and how they sway."""

import math
import random

import cv2
import numpy as np
from numpy.typing import NDArray

from onetake.animatic.colour import Bytes
from onetake.animatic.given.depth import small
from onetake.animatic.given.diorama import Diorama, Sway

Floats = NDArray[np.float32]


class Ripple:
    """Level waves over a region of cells: farther ones finer and slower in the picture, as they would be."""

    def __init__(self, cover: Floats, horizon: float, height: int, chance: random.Random):
        rows = cover.shape[0]
        y = np.linspace(0, 1, rows, dtype=np.float32)[:, None]
        near = np.clip((y - horizon) / (1 - horizon), 0.03, 1)
        self._reach = cover * near * np.float32(height * 0.0075)
        self._phase = np.float32(10.0) * np.log(near)
        x = np.linspace(0, 1, cover.shape[1], dtype=np.float32)[None, :]
        self._bend = (x - np.float32(0.5)) / near
        self._turns = [chance.uniform(0, 2 * math.pi) for _ in range(2)]

    @classmethod
    def found(cls, rgb: Bytes, set_up: Diorama, seed: int) -> "Ripple | None":
        """The ripple of a picture, or None where less than a twentieth of it is water-coloured."""
        low = water(small(rgb), set_up.relief.horizon, set_up.relief.figure)
        if low.mean() < 0.05:
            return None
        rows, columns = set_up.cells
        inner = cv2.resize(low, (columns - 2, rows - 2), interpolation=cv2.INTER_LINEAR)
        cover = np.pad(inner, 1, mode="edge").astype(np.float32)
        return cls(cover, set_up.relief.horizon, rgb.shape[0], random.Random(f"ripple:{seed}"))

    def sway(self, seconds: float, share: float) -> Sway:
        """The displacement of every cell; `share` 0 is calm."""
        a, b = self._turns
        first = np.sin(self._phase * np.float32(1.0) + np.float32(2.6 * seconds + a) + self._bend)
        second = np.sin(self._phase * np.float32(2.3) + np.float32(1.7 * seconds + b) - 3 * self._bend)
        reach = self._reach * np.float32(share)
        x, y = first + np.float32(0.6) * second, np.float32(0.45) * (second - first)
        return np.asarray(reach * x, np.float32), np.asarray(reach * y, np.float32)


def water(low: Bytes, horizon: float, figure: Floats | None) -> Floats:
    """1 where a small RGB picture looks like water: below the horizon, cool or as grey or warm as the
    sky that it mirrors; soft at its edges."""
    height = low.shape[0]
    lab = cv2.cvtColor(cv2.GaussianBlur(low, (0, 0), 1.5), cv2.COLOR_RGB2LAB).astype(np.float32)
    y = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    below = y > horizon + 0.02
    cool = (lab[..., 2] < 131) & (lab[..., 1] < 136)
    top = lab[: max(int(height * horizon), 4)].reshape(-1, 3)
    tint = np.abs(lab[..., 1:] - top[:, 1:].mean(axis=0)).sum(axis=2) < 14
    leafy = (lab[..., 1] < 122) & (lab[..., 2] > 134)
    found = ((cool | tint) & ~leafy & below).astype(np.float32)
    if figure is not None:
        found *= 1 - cv2.dilate(figure, np.ones((5, 5), np.uint8))
    found = cv2.GaussianBlur(cv2.medianBlur((found * 255).astype(np.uint8), 5), (0, 0), 2.5)
    return np.asarray(found / np.float32(255), np.float32)
