"""From a mix to a track: its loudness, a limiter with look-ahead, the first and last fade."""

import math

import numpy as np

from onetake.animatic.encode import RATE
from onetake.animatic.sound import loudness
from onetake.animatic.sound.desk import HOP, Curve, Desk, Wave, spread

TARGET = -16.0
"""LUFS, what the loudness of a clip is brought to."""
HUSH = -46.0
"""LUFS of a clip that is asked to be silent: the air of the place, just there."""
_CEILING = 10 ** (-2.0 / 20)
"""The limiter's true peak. The coder overshoots by up to a dB, and -1 dBTP is what must hold after it."""
_NEAR = 0.1
_TRIES = 8
_PUSH = 1.7
"""A limited mix answers to gain by about half: so much more is given for what is missed."""
_STRETCH = HOP // 10
_REACH = 12
"""Stretches (1 ms) before and after a peak in which the gain goes down and up again."""


def master(desk: Desk, target: float = TARGET) -> Wave:
    """The track: (n,), or (2, n) as left and right when the desk is wide. Silence stays silence."""
    mix = (
        desk.middle[None]
        if desk.side is None
        else np.stack([desk.middle - desk.side, desk.middle + desk.side])
    )
    mix = mix * spread(_ends(desk.clock, desk.seconds), desk.count)
    found = loudness.integrated(mix)
    if not math.isfinite(found):
        found = 20 * math.log10(max(float(np.abs(mix).max()), 1e-12))
        if found < -100:
            return _shaped(mix)
    gain, done = 10 ** ((target - found) / 20), mix
    for _ in range(_TRIES):
        done = _limited(mix * np.float32(gain))
        missed = target - loudness.integrated(done)
        if not abs(missed) > _NEAR or not math.isfinite(missed):
            break
        gain *= 10 ** (missed * (_PUSH if abs(missed) > 0.25 else 1.0) / 20)
    return _shaped(done)


def _shaped(mix: Wave) -> Wave:
    return np.ascontiguousarray(mix[0] if len(mix) == 1 else mix, np.float32)


def _limited(mix: Wave) -> Wave:
    """No true peak above the ceiling; the same gain for both channels, so that nothing moves."""
    top = np.max([loudness.peaks(channel, _STRETCH, _CEILING * 0.6) for channel in mix], axis=0)
    if not (top > _CEILING).any():
        return mix
    needed = np.minimum(_CEILING / np.maximum(top, 1e-9), 1).astype(np.float32)
    wide = 2 * _REACH + 3
    low = np.lib.stride_tricks.sliding_window_view(np.pad(needed, _REACH + 1, mode="edge"), wide).min(axis=1)
    bell = np.hanning(2 * _REACH + 3)[1:-1].astype(np.float32)
    soft = np.convolve(np.pad(low, _REACH, mode="edge"), bell / bell.sum(), mode="valid")
    knots = np.append(soft, soft[-1]).astype(np.float32)
    steps = (knots[1:] - knots[:-1])[:, None] * (np.arange(_STRETCH, dtype=np.float32) / _STRETCH)[None]
    steps += knots[:-1, None]
    out = mix * steps.reshape(-1)[: mix.shape[1]]
    left = max(float(loudness.peaks(channel, _STRETCH, _CEILING * 0.6).max()) for channel in out)
    return (out if left <= _CEILING else out * (_CEILING / left)).astype(np.float32)


def _ends(clock: Curve, seconds: float) -> Curve:
    """In from silence and out to it."""
    rise, fall = min(0.15, seconds / 4), min(0.5, seconds / 4)
    shape = np.clip(clock / rise, 0, 1) * np.clip((seconds - clock) / fall, 0, 1)
    return (np.sin(np.pi / 2 * shape) ** 2).astype(np.float32)


def looped(bed: Wave, count: int) -> Wave:
    """A recording trimmed to so many samples, or repeated with its joins blended."""
    if len(bed) >= count:
        return bed[:count].astype(np.float32)
    join = min(RATE // 10, len(bed) // 4)
    out = np.zeros(count + len(bed), np.float32)
    ramp = np.sin(np.linspace(0, np.pi / 2, join, dtype=np.float32))
    piece = bed.astype(np.float32).copy()
    if join:
        piece[:join] *= ramp
        piece[-join:] *= ramp[::-1]
    for at in range(0, count, max(len(piece) - join, 1)):
        out[at : at + len(piece)] += piece
    out[:join] += bed[:join] * (1 - ramp)
    return out[:count]
