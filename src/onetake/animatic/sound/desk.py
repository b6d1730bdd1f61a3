"""The mixing desk: the track under way, its clock and its sources of noise.

The mix is kept as middle and side. The middle is the mono track, and the mean of left and right of the
stereo one, so that a stereo track played on one speaker loses nothing. Levels over time are curves of one
value each `HOP` samples, from one to the next in straight lines.
"""

import math
import zlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onetake.animatic.encode import RATE

Wave = NDArray[np.float32]
"""Mono samples in -1..1 at 48 kHz."""
Curve = NDArray[np.floating[Any]]
"""A level over time, one value each HOP samples."""

HOP = 480
_TILE = 1 << 18
"""Samples after which a noise repeats, 5.5 s: too long for an ear to notice under a moving level."""
_RAMP = (np.arange(HOP, dtype=np.float32) / HOP)[None]


class Desk:
    """The mix under way. `wide` keeps a side channel as well."""

    def __init__(self, count: int, seed: int, wide: bool = False):
        self.count, self.seconds, self.seed = count, count / RATE, seed
        self.middle: Wave = np.zeros(count, np.float32)
        self.side: Wave | None = np.zeros(count, np.float32) if wide else None
        self.clock: Curve = (np.arange(-(-count // HOP) + 1) * (HOP / RATE)).astype(np.float32)

    def chance(self, name: str) -> np.random.Generator:
        """A random source of its own for each thing, so that one change does not shuffle the rest."""
        return np.random.default_rng((self.seed & 0xFFFFFFFFFFFFFFFF, zlib.crc32(name.encode())))

    def noise(self, name: str, low: float, high: float, tilt: float = 0.0) -> Wave:
        """Noise between two frequencies with soft edges, unit RMS, that goes on from its end to its start
        without a seam; `tilt` in dB an octave."""
        half = _TILE // 2 + 1
        top = min(int(high * 6 * _TILE / RATE), half)
        spectrum = np.zeros(half, np.complex64)
        drawn = self.chance(name).standard_normal(2 * top, np.float32).view(np.complex64)
        f = np.arange(top, dtype=np.float32) * np.float32(RATE / _TILE) + np.float32(1e-3)
        shape = 1 / ((1 + np.square(np.square(np.float32(low) / f))) * (1 + np.square(np.square(f / high))))
        if tilt:
            shape *= np.exp2(np.log2(f / np.float32(low)) * np.float32(tilt / 6.02))
        spectrum[:top] = drawn * shape.astype(np.float32)
        spectrum[0] = 0
        wave = np.fft.irfft(spectrum, _TILE).astype(np.float32, copy=False)
        return wave / np.float32(max(math.sqrt(float(np.einsum("i,i->", wave, wave)) / _TILE), 1e-9))

    def sway(self, name: str, period: float, depth: float) -> Curve:
        """A slow, uneven level around 1."""
        a, b = self.chance(name).uniform(0, 2 * math.pi, 2)
        turn = 2 * math.pi / period
        wave = 0.6 * np.sin(turn * self.clock + a) + 0.4 * np.sin(turn * 2.37 * self.clock + b)
        return np.maximum(1 + depth * wave, 0).astype(np.float32)

    def pour(self, tile: Wave, level: Curve, width: float = 0.6) -> None:
        """Add a noise for the whole clip at this level; on the sides it is another stretch of itself."""
        gain = spread(level, self.count)
        self._tiled(self.middle, tile, gain)
        if self.side is not None and width:
            gain *= np.float32(width)
            self._tiled(self.side, np.roll(tile, len(tile) // 2), gain)

    def lay(self, wave: Wave, level: Curve, pan: Curve | float = 0.0) -> None:
        """Add a sound as long as the clip at this level, from where it comes: -1 left to +1 right."""
        part = wave[: self.count] * spread(level, self.count)
        self.middle += part
        if self.side is not None:
            part *= spread(pan, self.count) if isinstance(pan, np.ndarray) else np.float32(pan)
            self.side += part

    def place(self, wave: Wave, at: float, gain: float, pan: float = 0.0) -> None:
        """Add a short sound at a moment (seconds); what hangs over an end is cut."""
        start = round(at * RATE)
        part = wave[max(-start, 0) : max(self.count - start, 0)]
        start = max(start, 0)
        if len(part) and gain:
            part = part * np.float32(gain)
            self.middle[start : start + len(part)] += part
            if self.side is not None and pan:
                self.side[start : start + len(part)] += part * np.float32(pan)

    def take(self, other: "Desk", level: Curve) -> None:
        """Add the mix of another desk of the same length at this level."""
        gain = spread(level, self.count)
        self.middle += other.middle * gain
        if self.side is not None and other.side is not None:
            self.side += other.side * gain

    def _tiled(self, into: Wave, tile: Wave, gain: Wave) -> None:
        for start in range(0, self.count, len(tile)):
            stop = min(start + len(tile), self.count)
            into[start:stop] += tile[: stop - start] * gain[start:stop]


def spread(curve: Curve, count: int) -> Wave:
    """A curve as one value for each of so many samples."""
    knots = curve.astype(np.float32, copy=False)
    steps = (knots[1:] - knots[:-1])[:, None] * _RAMP
    steps += knots[:-1, None]
    return steps.reshape(-1)[:count].astype(np.float32, copy=False)
