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
_BASS = 160
"""Hertz below which a drum is deep."""
_STEADY = 1.4
"""Seconds without a drum after which drums are no beat."""
_NEAR = 0.4
"""Seconds that a cut may be moved to fall on a beat."""


def beats(wave: Wave) -> tuple[float, ...]:
    """The seconds at which something sets in, in order. `wave` is mono at 48 kHz; silence has none.

    Where drums beat steadily only they count: a cut falls on the kick, not on the hat between two kicks.
    """
    if len(wave) < 4 * _WINDOW or float(np.abs(wave).max()) < 1e-4:
        return ()
    power = _power(wave)
    flux = _flux(_banded(power))
    reach = round(0.5 * RATE / _HOP)
    padded = np.pad(flux, reach, mode="reflect")
    around = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1)
    floor = around.mean(axis=1) + 1.1 * around.std(axis=1) + 0.06 * float(flux.max())
    near = 3
    peak = np.lib.stride_tricks.sliding_window_view(np.pad(flux, near), 2 * near + 1).max(axis=1)
    found = np.flatnonzero((flux >= peak) & (flux > floor))
    drums = found[_struck(power, found)]
    seconds = len(wave) / RATE
    steady = len(drums) > 2 and np.diff(drums, prepend=0, append=len(flux)).max() * _HOP < _STEADY * RATE
    kept: list[float] = []
    for index in drums if steady and seconds > _STEADY else found:
        at = float(index * _HOP + _WINDOW / 2) / RATE
        if not kept or at - kept[-1] >= _APART:
            kept.append(round(at, 3))
    return tuple(kept)


def _power(wave: Wave) -> NDArray[np.float32]:
    """The power spectrum of each window."""
    rows = np.lib.stride_tricks.sliding_window_view(wave, _WINDOW)[::_HOP]
    return np.abs(np.fft.rfft(rows * np.hanning(_WINDOW).astype(np.float32), axis=1)) ** 2


def _banded(power: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.add.reduceat(power, np.unique(np.geomspace(1, _WINDOW // 2, 28).astype(int)), axis=1)


def _struck(power: NDArray[np.float32], found: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Which of the windows found are those of a deep drum: the bass rises there, by half of the most."""
    if not len(found):
        return np.zeros(0, np.bool_)
    bass = np.sqrt(power[:, 1 : round(_BASS * _WINDOW / RATE) + 1].sum(axis=1))
    later = bass[np.minimum(found[:, None] + np.arange(4), len(bass) - 1)].max(axis=1)
    rise = later - bass[np.maximum(found - 3, 0)]
    return rise > 0.5 * np.percentile(rise, 95)


def _flux(bands: NDArray[np.float32]) -> NDArray[np.float64]:
    """How much louder each window is than the one before, summed over the bands in logarithms."""
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
