"""Loudness as ITU-R BS.1770-4 measures it, and true peaks.

K-weighting is two filters: a shelf of +4 dB for the head and a high-pass for the ear. The standard gives
their coefficients for 48 kHz; here their response is applied block by block in the frequency domain, with
enough of the block before for their tails to have died away.
"""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onetake.animatic.encode import RATE
from onetake.animatic.sound.desk import Wave

FLOOR = -70.0
"""LUFS under which the standard hears nothing."""

_SHELF = (
    (1.53512485958697, -2.69169618940638, 1.19839281085285),
    (1.0, -1.69065929318241, 0.73248077421585),
)
_HIGH_PASS = ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621))
_BLOCK, _LEAD = 1 << 15, 1 << 12
_STEP = RATE // 10
"""Blocks are 400 ms long and start each 100 ms."""

_TAPS = 12
_OVER = 4


def _response() -> NDArray[np.complex64]:
    turn = np.exp(-2j * np.pi * np.arange(_BLOCK // 2 + 1) / _BLOCK)
    weigh = np.ones(len(turn), np.complex128)
    for above, below in (_SHELF, _HIGH_PASS):
        weigh *= np.polyval(above[::-1], turn) / np.polyval(below[::-1], turn)
    return weigh.astype(np.complex64)


def _phases() -> NDArray[np.float32]:
    """A windowed sinc, a row of taps for each of the four places between two samples."""
    at = np.arange(_TAPS)[None] - (_TAPS / 2 - 1) - (np.arange(_OVER) / _OVER)[:, None]
    taps = np.sinc(at) * np.cos(np.pi * np.clip(at / _TAPS, -0.5, 0.5)) ** 2
    return (taps / taps.sum(axis=1, keepdims=True)).astype(np.float32)


_WEIGH, _SINC = _response(), _phases()


def weighted(wave: Wave) -> Wave:
    """One channel as the ear weighs it, as long as it was."""
    step = _BLOCK - _LEAD
    rows = -(-len(wave) // step)
    padded = np.zeros(_LEAD + rows * step, np.float32)
    padded[_LEAD : _LEAD + len(wave)] = wave
    blocks = np.lib.stride_tricks.sliding_window_view(padded, _BLOCK)[::step]
    out = np.fft.irfft(np.fft.rfft(blocks, axis=1) * _WEIGH, _BLOCK, axis=1)
    return out[:, _LEAD:].reshape(-1)[: len(wave)].astype(np.float32, copy=False)


def integrated(track: Wave) -> float:
    """LUFS of a mono (n,) or stereo (2, n) track, gated at -70 LUFS and then 10 LU below what is left;
    -inf when nothing is left. Tracks under 400 ms count as one block."""
    power = sum(_powers(channel) for channel in np.atleast_2d(track))
    assert isinstance(power, np.ndarray)
    level = 10 * np.log10(power + 1e-20) - 0.691
    kept = level > FLOOR
    if not kept.any():
        return -math.inf
    kept &= level > 10 * math.log10(float(power[kept].mean())) - 0.691 - 10
    return 10 * math.log10(float(power[kept].mean())) - 0.691


def _powers(channel: Wave) -> NDArray[np.floating[Any]]:
    """The mean square of each 400 ms."""
    heard = weighted(channel)
    steps = max(len(heard) // _STEP, 1)
    parts = heard[: steps * _STEP]
    if len(parts) < 4 * _STEP:
        return np.array([np.mean(heard.astype(np.float64) ** 2)])
    square = np.einsum("ij,ij->i", *[parts.reshape(steps, _STEP)] * 2).astype(np.float64)
    sums = np.concatenate([[0.0], np.cumsum(square)])
    return np.maximum(sums[4:] - sums[:-4], 0) / (4 * _STEP)


def peaks(wave: Wave, hop: int, above: float = 0.0) -> NDArray[np.float32]:
    """The true peak of each `hop` samples of a channel, between its samples too (four times oversampled).

    Stretches that nowhere pass `above` are given as they are sampled.
    """
    rows = -(-len(wave) // hop)
    padded = np.zeros(_TAPS + rows * hop + _TAPS, np.float32)
    padded[_TAPS : _TAPS + len(wave)] = wave
    found = np.abs(padded[_TAPS : _TAPS + rows * hop].reshape(rows, hop)).max(axis=1)
    loud = np.flatnonzero(found > above)
    if len(loud):
        lead = _TAPS - (_TAPS // 2 - 1)
        near = np.lib.stride_tricks.sliding_window_view(padded, hop + _TAPS - 1)[loud * hop + lead]
        for taps in _SINC[1:]:
            between = sum(near[:, i : i + hop] * taps[i] for i in range(_TAPS))
            found[loud] = np.maximum(found[loud], np.abs(between).max(axis=1))
    return found


def true_peak(track: Wave) -> float:
    """The highest true peak of a track in dBTP; -inf for silence."""
    top = max(float(peaks(channel, 4096).max()) for channel in np.atleast_2d(track))
    return 20 * math.log10(top) if top > 0 else -math.inf
