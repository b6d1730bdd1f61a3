"""The beats of a recording: where its sound sets in, by the flux of its energy."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from onetake.animatic.encode import RATE

Wave = NDArray[np.float32]
_WINDOW, _HOP = 2048, 512
_APART = 0.22
"""Seconds between two beats at least: 270 a minute."""
_NEAR = 0.4
"""Seconds that a cut may be moved to fall on a beat."""


def beats(wave: Wave) -> tuple[float, ...]:
    """The seconds at which something sets in, in order. `wave` is mono at 48 kHz; silence has none."""
    if len(wave) < 4 * _WINDOW or float(np.abs(wave).max()) < 1e-4:
        return ()
    flux = _flux(wave)
    reach = round(0.5 * RATE / _HOP)
    padded = np.pad(flux, reach, mode="reflect")
    around = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1)
    floor = around.mean(axis=1) + 1.1 * around.std(axis=1) + 0.06 * float(flux.max())
    near = 3
    peak = np.lib.stride_tricks.sliding_window_view(np.pad(flux, near), 2 * near + 1).max(axis=1)
    found: list[float] = []
    for index in np.flatnonzero((flux >= peak) & (flux > floor)):
        at = float(index * _HOP + _WINDOW / 2) / RATE
        if not found or at - found[-1] >= _APART:
            found.append(round(at, 3))
    return tuple(found)


def _flux(wave: Wave) -> NDArray[np.float64]:
    """How much louder each window is than the one before, summed over the spectrum in logarithms."""
    rows = np.lib.stride_tricks.sliding_window_view(wave, _WINDOW)[::_HOP]
    bands = np.add.reduceat(
        np.abs(np.fft.rfft(rows * np.hanning(_WINDOW).astype(np.float32), axis=1)) ** 2,
        np.unique(np.geomspace(1, _WINDOW // 2, 28).astype(int)),
        axis=1,
    )
    level = np.log1p(bands / max(float(bands.mean()), 1e-9) * 10)
    rise = np.maximum(np.diff(level, axis=0, prepend=level[:1]), 0)
    return rise.sum(axis=1)


def snapped(
    times: Sequence[tuple[float, float]], found: Sequence[float], shortest: float = 0.8
) -> list[tuple[float, float]]:
    """The shots' times with every cut on the nearest beat, where one is near enough; start and end stay."""
    cuts = [start for start, _ in times[1:]]
    edges = [times[0][0]]
    for number, cut in enumerate(cuts):
        follows = cuts[number + 1] if number + 1 < len(cuts) else times[-1][1]
        near = [
            beat
            for beat in found
            if abs(beat - cut) <= _NEAR and edges[-1] + shortest <= beat <= follows - shortest
        ]
        edges.append(min(near, key=lambda beat: abs(beat - cut)) if near else cut)
    edges.append(times[-1][1])
    return list(pairwise(edges))
