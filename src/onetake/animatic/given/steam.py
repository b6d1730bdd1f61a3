"""Steam that rises from the thing that a picture shows: from its brightest top, curling and thinning out."""

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from onetake.animatic.colour import WHITE, Bytes, Picture, halved
from onetake.animatic.easing import swell
from onetake.animatic.given.cutout import saliency
from onetake.animatic.given.depth import Relief, small
from onetake.animatic.stage import Moment

Floats = NDArray[np.float32]
_DENSE = 165
_SPEED = 0.16
"""Heights of the picture that steam rises in a second."""


def source(rgb: Bytes, relief: Relief) -> tuple[float, float, float]:
    """(x, y, breadth) in shares: the middle of the upper part of what stands out, and how broad it is."""
    shown = relief.figure if relief.figure is not None else saliency(small(rgb))
    strong = shown > 0.5 * float(shown.max())
    rows = np.flatnonzero(strong.mean(axis=1) > 0.06)
    if not len(rows):
        return 0.5, 0.5, 0.2
    row = int(rows[0] + 0.3 * (rows[-1] - rows[0]))
    band = strong[max(row - 4, 0) : row + 5]
    columns = np.flatnonzero(band.any(axis=0))
    wide = (columns[-1] - columns[0]) / shown.shape[1] if len(columns) else 0.2
    middle = columns.mean() / shown.shape[1] if len(columns) else 0.5
    return float(middle), row / shown.shape[0], float(np.clip(wide, 0.08, 0.3))


class Steam:
    """A plume of baked noise that scrolls upwards behind a soft mask."""

    def __init__(self, rgb: Bytes, relief: Relief, seconds: float, seed: int):
        height, width = rgb.shape[:2]
        x, y, wide = source(rgb, relief)
        self._seconds = seconds
        high = max(round(min(0.62 * height, y * height) / 2) * 2, 16)
        across = max(round(wide * width * 1.3 / 2) * 2, 16)
        left = min(max(round(x * width) - across // 2, 0), width - across) // 2 * 2
        top = min(max(round(y * height) - high, 0), height - high) // 2 * 2
        self._place = (slice(top, top + high), slice(left, left + across))
        self._noise = _curls(high, across, seed)
        v = np.linspace(1, 0, high, dtype=np.float32)[:, None]  # 0 at the source
        u = np.linspace(-1, 1, across, dtype=np.float32)[None]
        bend = 0.16 * np.sin(5 * v + seed % 7) * v
        body = np.exp(-(((u - bend) / (0.3 + 0.3 * v)) ** 2)) * np.clip(v / 0.12, 0, 1) * (1 - v) ** 0.8
        body *= np.clip((1 - np.abs(u)) / 0.15, 0, 1)
        self._body: Bytes = np.round(_DENSE * body).astype(np.uint8)

    def draw(self, frame: Picture, now: Moment) -> None:
        high = self._body.shape[0]
        start = int(_SPEED * frame.y.shape[0] * now.seconds) % high
        share = swell(now.seconds, self._seconds, 1.2)
        curls = np.ascontiguousarray(self._noise[start : start + high])
        veil = np.asarray(cv2.multiply(curls, self._body, scale=share / 255), np.uint8)
        for index, (plane, light) in enumerate(zip(frame.planes, (WHITE - 14, 128, 128), strict=True)):
            part = plane[self._place] if index == 0 else plane[_half(self._place)]
            over = veil if index == 0 else halved(veil)
            cv2.multiply(part, cv2.bitwise_not(over), dst=part, scale=1 / 255)
            cv2.add(part, cv2.convertScaleAbs(over, alpha=light / 255), dst=part)


def _half(place: tuple[slice, slice]) -> tuple[slice, slice]:
    rows, columns = (slice(part.start // 2, part.stop // 2) for part in place)
    return rows, columns


def _curls(high: int, across: int, seed: int) -> Bytes:
    """Noise twice as high as it repeats, drawn out upwards."""
    draws = np.random.default_rng(abs(seed) + 17)
    made = np.zeros((high, across), np.float32)
    for cells, weight in ((3, 1.0), (6, 0.7), (11, 0.4)):
        grid = draws.random((cells, max(round(cells * 1.6 * across / high), 2)), np.float32)
        wide = cv2.copyMakeBorder(grid, cells, cells, 0, 0, cv2.BORDER_WRAP)
        large = cv2.resize(wide, (across, high * 3), interpolation=cv2.INTER_CUBIC)
        made += weight * large[high : 2 * high]
    made = (made - made.mean()) / max(float(made.std()), 1e-3)
    made = np.clip(0.5 + 0.42 * made, 0, 1)
    phase = np.arange(across, dtype=np.float32) / across * 2 * math.pi
    rows = (np.arange(high)[:, None] + np.round(0.05 * high * np.sin(phase))[None].astype(int)) % high
    made = np.take_along_axis(made, rows, axis=0)
    return np.round(255 * np.concatenate([made, made])).astype(np.uint8)
