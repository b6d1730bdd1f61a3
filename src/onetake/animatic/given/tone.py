"""The look of a reference picture laid over a scene: its light and its colours, not its things.

Means and spreads are matched (after Reinhard and others, 2001) plane by plane in luma and chroma, and the
tints of shadows, middles and lights each by itself. At run time it is a table for luma, and for each chroma
a gain and a table over luma.
"""

import cv2
import numpy as np

from onetake.animatic.colour import BLACK, WHITE, Bytes, Picture, from_rgb, halved
from onetake.animatic.given.depth import small
from onetake.animatic.stage import Moment

_BANDS = (0.17, 0.5, 0.83)
_SHARE = 0.8
"""How much of the way to the reference is gone."""


class Tone:
    """From the look of a scene, as one frame of it shows, to that of a picture (RGB)."""

    def __init__(self, scene: Picture, look: Bytes):
        wanted = from_rgb(small(look, 256))
        size = (wanted.y.shape[1], wanted.y.shape[0])
        have = [
            np.asarray(cv2.resize(plane, size, interpolation=cv2.INTER_AREA), np.uint8)
            for plane in scene.planes
        ]
        self._luma = _table(have[0], wanted.y)
        seen = np.asarray(cv2.LUT(have[0], self._luma), np.uint8)
        self._gains: list[float] = []
        self._tints: list[Bytes] = []
        target = halved(wanted.y)
        for index in (1, 2):
            mine, theirs = have[index].astype(np.float32), wanted.planes[index].astype(np.float32)
            gain = float(np.clip(theirs.std() / max(float(mine.std()), 2.0), 0.4, 1.2))
            at = [BLACK + low * (WHITE - BLACK) for low in _BANDS]
            level = 128 * (1 - gain)
            means = [_SHARE * (level + _shift(theirs, target, mine, seen, gain, low)) for low in _BANDS]
            self._gains.append(1 + _SHARE * (gain - 1))
            tint = np.interp(np.arange(256), at, means)
            self._tints.append(np.clip(np.round(tint + 128), 0, 255).astype(np.uint8))

    def draw(self, frame: Picture, now: Moment) -> None:
        cv2.LUT(frame.y, self._luma, dst=frame.y)
        half = (frame.u.shape[1], frame.u.shape[0])
        low = cv2.resize(frame.y, half, interpolation=cv2.INTER_NEAREST)
        for plane, gain, table in zip((frame.u, frame.v), self._gains, self._tints, strict=True):
            cv2.addWeighted(plane, gain, cv2.LUT(low, table), 1.0, -128, dst=plane)


def _shift(
    theirs: np.ndarray, target: Bytes, mine: np.ndarray, seen: Bytes, gain: float, band: float
) -> float:
    """What a band of luma gains in chroma beyond its spread, within bounds."""
    moved = (_mean(theirs, target, band) - 128) - gain * (_mean(mine, seen, band) - 128)
    return float(np.clip(moved, -20, 20))


def _mean(plane: np.ndarray, luma: Bytes, band: float) -> float:
    """The mean chroma around a band of luma; bands that hardly occur lean on the whole."""
    at = (luma.astype(np.float32) - BLACK) / (WHITE - BLACK)
    weight = np.exp(-(((at - band) / 0.2) ** 2)) + 0.02
    return float((plane * weight).sum() / weight.sum())


def _table(have: Bytes, want: Bytes) -> Bytes:
    """Luma to luma: half by mean and spread, half by the order of brightness; never steeper than film."""
    a, b = have.astype(np.float32), want.astype(np.float32)
    x = np.arange(256, dtype=np.float32)
    spread = float(np.clip(b.std() / max(float(a.std()), 4.0), 0.6, 1.7))
    by_mean = (x - a.mean()) * spread + b.mean()
    ranks = np.linspace(1, 99, 33)
    knots = np.maximum.accumulate(np.percentile(a, ranks) + np.arange(33) * 1e-3)
    by_rank = np.interp(x, knots, np.percentile(b, ranks))
    made = x + _SHARE * (0.5 * by_mean + 0.5 * by_rank - x)
    steps = np.clip(np.diff(made), 0.25, 2.2)
    start = float(np.interp(a.mean(), x, made)) - float(
        np.interp(a.mean(), x, np.concatenate([[0], np.cumsum(steps)]))
    )
    smooth = start + np.concatenate([[0.0], np.cumsum(steps)])
    return np.clip(np.round(smooth), BLACK, WHITE).astype(np.uint8)
