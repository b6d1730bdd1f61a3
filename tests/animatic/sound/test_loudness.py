"""The meter against signals whose loudness is known, and against a filter run sample by sample."""

import math

import numpy as np
import pytest

from onetake.animatic.sound import loudness

RATE = 48_000


def sine(hertz: float, seconds: float = 3.0, level: float = 1.0, phase: float = 0.0) -> np.ndarray:
    t = np.arange(round(seconds * RATE)) / RATE
    return (level * np.sin(2 * np.pi * hertz * t + phase)).astype(np.float32)


def test_a_full_sine_of_997_hz_in_one_channel_is_minus_3_01_lufs_and_in_both_0():
    wave = sine(997)
    assert loudness.integrated(wave) == pytest.approx(-3.01, abs=0.02)
    assert loudness.integrated(np.stack([wave, wave])) == pytest.approx(0.0, abs=0.02)


@pytest.mark.parametrize("level", [0.5, 0.1, 0.01])
def test_loudness_follows_the_level_dB_for_dB(level: float):
    assert loudness.integrated(sine(997, level=level)) == pytest.approx(
        -3.01 + 20 * math.log10(level), abs=0.02
    )


def test_silence_is_no_number_and_stays_out_of_the_measure():
    assert loudness.integrated(np.zeros(RATE, np.float32)) == -math.inf
    wave = sine(997, 4.0, 0.1)
    padded = np.concatenate([wave, np.zeros(8 * RATE, np.float32)])
    assert loudness.integrated(padded) == pytest.approx(loudness.integrated(wave), abs=0.35)


def test_what_is_10_lu_below_the_rest_is_gated():
    loud, soft = sine(997, 4.0, 0.1), sine(997, 12.0, 0.01)
    assert loudness.integrated(np.concatenate([loud, soft])) == pytest.approx(-23.01, abs=0.35)


def filtered(wave: np.ndarray) -> np.ndarray:
    """The standard's two filters as it writes them, one sample after the other."""
    for b, a in (loudness._SHELF, loudness._HIGH_PASS):
        out, x1, x2, y1, y2 = np.zeros(len(wave)), 0.0, 0.0, 0.0, 0.0
        for i, x in enumerate(wave.tolist()):
            y = b[0] * x + b[1] * x1 + b[2] * x2 - a[1] * y1 - a[2] * y2
            x1, x2, y1, y2 = x, x1, y, y1
            out[i] = y
        wave = out
    return wave


def test_the_weighting_by_blocks_is_the_filter_sample_by_sample():
    wave = np.random.default_rng(3).standard_normal(90_000).astype(np.float32)
    assert np.abs(loudness.weighted(wave) - filtered(wave)).max() < 2e-3


@pytest.mark.parametrize(("hertz", "phase"), [(12_000, math.pi / 4), (6_000, math.pi / 8), (997, 0.3)])
def test_a_peak_between_two_samples_is_found(hertz: float, phase: float):
    wave = sine(hertz, 0.5, 0.5, phase)
    assert loudness.true_peak(wave) == pytest.approx(20 * math.log10(0.5), abs=0.35)


def test_the_peaks_of_stretches_are_those_of_the_whole():
    wave = np.random.default_rng(5).standard_normal(10_000).astype(np.float32) * 0.1
    parts = loudness.peaks(wave, 48)
    assert len(parts) == 209
    assert float(parts.max()) == pytest.approx(10 ** (loudness.true_peak(wave) / 20), abs=1e-6)
    assert (parts[:208] >= np.abs(wave[: 208 * 48]).reshape(208, 48).max(axis=1)).all()
