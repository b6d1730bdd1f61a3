import numpy as np
import pytest

from onetake.animatic.prompt import read
from onetake.animatic.sound import compose, with_bed

RATE = 48_000
CEILING = 10 ** (-1 / 20)
PLACES = [
    "a lake at dawn",
    "a city street in the rain at night",
    "a stormy sea",
    "a forest at night",
    "a room",
    "outer space",
    "a coral reef",
]


@pytest.mark.parametrize("prompt", PLACES)
def test_a_track_has_its_length_its_level_and_head_room(prompt: str):
    track = compose(read(prompt), 4, 7, [0.5, 1.0])
    assert track.shape == (4 * RATE,) and track.dtype == np.float32
    assert np.abs(track).max() <= CEILING
    level = 20 * np.log10(np.sqrt(np.mean(track**2)))
    assert -28 < level < -20


def test_it_starts_and_ends_in_silence():
    track = compose(read("a lake"), 4, 7)
    assert np.abs(track[:8]).max() < 1e-3 and np.abs(track[-8:]).max() < 1e-3


def test_the_same_job_sounds_the_same_and_another_seed_does_not():
    reading = read("waves at the beach")
    assert np.array_equal(compose(reading, 4, 7), compose(reading, 4, 7))
    assert not np.array_equal(compose(reading, 4, 7), compose(reading, 4, 8))


def test_places_sound_different():
    def bright(prompt: str) -> float:
        spectrum = np.abs(np.fft.rfft(compose(read(prompt), 4, 7)))
        return float(spectrum[len(spectrum) // 8 :].sum() / spectrum.sum())

    assert bright("heavy rain in a meadow") > 2 * bright("outer space")


@pytest.mark.parametrize("seconds", [0.3, 2.0, 9.0])
def test_a_given_recording_is_looped_or_trimmed_and_leads(seconds: float):
    t = np.arange(int(seconds * RATE), dtype=np.float32) / RATE
    bed = (0.9 * np.sin(2 * np.pi * 440 * t)).astype(np.float32)
    mixed = with_bed(compose(read("a room"), 4, 7), bed)
    assert mixed.shape == (4 * RATE,)
    assert np.abs(mixed).max() <= CEILING
    spectrum = np.abs(np.fft.rfft(mixed))
    assert abs(int(spectrum.argmax()) / 4 - 440) < 3


def test_a_silent_recording_is_no_accident():
    mixed = with_bed(compose(read("a room"), 4, 7), np.zeros(RATE, np.float32))
    assert np.isfinite(mixed).all() and np.abs(mixed).max() > 0
