"""The mixing desk: the track under way, its clock and its source of noise."""

import math

import numpy as np
from numpy.typing import NDArray

from onetake.animatic.encode import RATE

Wave = NDArray[np.float32]
"""Mono samples in -1..1 at 48 kHz."""


class Desk:
    """The mix under way, its clock and its source of noise."""

    def __init__(self, count: int, seed: int):
        self.count = count
        self.seconds = count / RATE
        self.mix: Wave = np.zeros(count, np.float32)
        self.chance = np.random.default_rng(seed & 0xFFFFFFFFFFFFFFFF)
        self.clock: Wave = np.arange(count, dtype=np.float32) / np.float32(RATE)

    def band(self, low: float, high: float, tilt: float = 0.0) -> Wave:
        """Noise between two frequencies with soft edges, unit RMS; `tilt` in dB an octave."""
        size = 1 << (self.count - 1).bit_length()
        half = size // 2 + 1
        spectrum = self.chance.standard_normal(2 * half, np.float32).view(np.complex64)
        f = np.arange(half, dtype=np.float32) * np.float32(RATE / size) + np.float32(1e-3)
        shape = 1 / (1 + (np.float32(low) / f) ** 4) / (1 + (f / np.float32(high)) ** 4)
        if tilt:
            shape *= (f / np.float32(low)) ** np.float32(tilt / 6.02)
        wave = np.fft.irfft(spectrum * shape, size)[: self.count].astype(np.float32)
        return wave / np.float32(max(float(np.sqrt(np.mean(wave**2))), 1e-9))

    def sway(self, period: float, depth: float) -> Wave:
        """A slow, uneven level around 1."""
        a, b = self.chance.uniform(0, 2 * math.pi, 2)
        turn = np.float32(2 * math.pi / period)
        wave = 0.6 * np.sin(turn * self.clock + np.float32(a)) + 0.4 * np.sin(
            turn * np.float32(2.37) * self.clock + np.float32(b)
        )
        return (1 + np.float32(depth) * wave).astype(np.float32)

    def place(self, wave: Wave, at: float, gain: float) -> None:
        """Add a short sound at a moment; what hangs over the end is cut."""
        start = int(at * RATE)
        if 0 <= start < self.count:
            part = wave[: self.count - start]
            self.mix[start : start + len(part)] += part * np.float32(gain)
