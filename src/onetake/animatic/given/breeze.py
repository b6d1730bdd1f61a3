"""Leaves and grass in a picture that sway: the pixels that are green and rough, and the wind in them."""

import math
import random

import cv2
import numpy as np
from numpy.typing import NDArray

from onetake.animatic.colour import Bytes
from onetake.animatic.given.depth import small
from onetake.animatic.given.diorama import Diorama, Sway

Floats = NDArray[np.float32]
_LEAST = 0.03
"""The share of a picture that has to be foliage for any of it to sway."""


class Breeze:
    """Gusts that cross the picture: boughs swing slowly together, twigs tremble by themselves."""

    def __init__(self, cover: Floats, height: int, width: int, chance: random.Random):
        rows, columns = cover.shape
        self._reach = cover * np.float32(0.0075 * height)
        x = np.linspace(0, width / height, columns, dtype=np.float32)[None]
        y = np.linspace(0, 1, rows, dtype=np.float32)[:, None]
        a, b, c = (chance.uniform(0, 2 * math.pi) for _ in range(3))
        self._bough = np.asarray(-3.5 * x + 1.5 * y + a, np.float32)
        self._twig = np.asarray(9 * x + 12 * y + 2 * np.sin(5 * x + 4 * y + b), np.float32)
        self._gust = np.asarray(-1.3 * x + c, np.float32)

    @classmethod
    def found(cls, rgb: Bytes, set_up: Diorama, seed: int) -> "Breeze | None":
        """The breeze of a picture, or None where hardly any of it is foliage."""
        low = foliage(small(rgb), set_up.relief.figure if set_up.figure is not None else None)
        if low.mean() < _LEAST:
            return None
        rows, columns = set_up.cells
        inner = cv2.resize(low, (columns - 2, rows - 2), interpolation=cv2.INTER_LINEAR)
        cover = np.pad(inner, 1, mode="edge").astype(np.float32)
        return cls(cover, rgb.shape[0], rgb.shape[1], random.Random(f"breeze:{seed}"))

    def sway(self, seconds: float, share: float) -> Sway:
        """The displacement of every cell; `share` 0 is calm."""
        t = np.float32(seconds)
        gust = np.float32(0.6) + np.float32(0.4) * np.sin(np.float32(0.9) * t + self._gust)
        bough = np.sin(np.float32(1.7) * t + self._bough)
        twig = np.sin(np.float32(5.1) * t + self._twig)
        reach = self._reach * gust * np.float32(share)
        x = reach * (bough + np.float32(0.28) * twig)
        return np.asarray(x, np.float32), np.asarray(np.float32(0.3) * reach * (twig - bough), np.float32)


def foliage(low: Bytes, figure: Floats | None) -> Floats:
    """1 where a small RGB picture looks like leaves or grass: green to yellow, and rough; soft edges."""
    lab = cv2.cvtColor(low, cv2.COLOR_RGB2LAB).astype(np.float32)
    tint = cv2.GaussianBlur(lab[..., 1:], (0, 0), 1.2)
    green = (tint[..., 0] < 126) & (tint[..., 1] > 131)
    light = lab[..., 0]
    rough = cv2.GaussianBlur(cv2.absdiff(light, cv2.GaussianBlur(light, (0, 0), 1.5)), (0, 0), 2.0)
    found = (green & (rough > 4) & (light < 215)).astype(np.uint8)
    found = cv2.morphologyEx(found, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    found = cv2.medianBlur(found * 255, 7).astype(np.float32) / 255
    if figure is not None:
        found *= 1 - cv2.dilate(figure, np.ones((5, 5), np.uint8))
    return np.asarray(cv2.GaussianBlur(found, (0, 0), 2.5), np.float32)
