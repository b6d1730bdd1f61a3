"""Beats of a recording: of drums the deep ones, of other music whatever sets in."""

import numpy as np
import pytest

from onetake.animatic.sound import pulse

RATE = 48_000


def drums(rate: int, seconds: float = 6.0, first: float = 0.1, deep: bool = True) -> np.ndarray:
    """A kick on every beat and a hat between two, over a soft tone; without the kicks if not `deep`."""
    t = np.arange(RATE // 4) / RATE
    kick = np.exp(-t * 18) * np.sin(2 * np.pi * (50 + 80 * np.exp(-t * 30)) * t) * 0.8
    hat = np.exp(-t * 90) * np.random.default_rng(2).normal(0, 0.1, len(t))
    count = round(seconds * RATE)
    wave = 0.05 * np.sin(2 * np.pi * 220 * np.arange(count) / RATE)
    for number, at in enumerate(np.arange(first, seconds - 0.3, 30 / rate)):
        start = round(at * RATE)
        stroke = hat if number % 2 or not deep else kick
        wave[start : start + len(t)] += stroke[: count - start]
    return wave.astype(np.float32)


@pytest.mark.parametrize("rate", [70, 96, 120, 140, 168])
def test_of_drums_the_deep_ones_are_the_beat(rate: int):
    found = np.array(pulse.beats(drums(rate)))
    kicks = np.arange(0.1, 5.7, 60 / rate)
    assert np.abs(found[:, None] - kicks[None]).min(axis=1).max() < 0.03
    assert np.abs(found[:, None] - kicks[None]).min(axis=0)[1:].max() < 0.03


def test_without_deep_ones_the_high_ones_are():
    found = pulse.beats(drums(90, deep=False))
    assert len(found) > 12 and np.median(np.diff(found)) == pytest.approx(60 / 90 / 2, abs=0.03)


def test_one_thud_in_a_song_does_not_silence_the_rest():
    wave = drums(90, deep=False)
    wave[3 * RATE : 3 * RATE + 6000] += (0.7 * np.sin(np.arange(6000) * 0.008)).astype(np.float32)
    assert len(pulse.beats(wave)) > 8
