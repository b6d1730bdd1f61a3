"""The score: its tempo meets the cuts, its mood is the clip's, speech and silence take it down."""

from dataclasses import replace

import numpy as np
import pytest

from onetake.animatic.sound import modes, score
from onetake.animatic.sound.desk import Desk
from onetake.animatic.text.prompt import read

RATE = 48_000


def played(mood: str, seconds: int = 6, cuts: tuple[float, ...] = (), seed: int = 7) -> Desk:
    desk = Desk(seconds * RATE, seed)
    score.play(desk, [replace(read("a room"), mood=mood)], cuts, np.ones_like(desk.clock))
    return desk


def missed(beats: float, cuts: tuple[float, ...]) -> float:
    return sum(abs(cut * beats / 60 - round(cut * beats / 60)) for cut in cuts)


@pytest.mark.parametrize("cuts", [(3.0,), (2.0, 4.0), (2.5, 5.0, 7.5), (4.0, 8.0, 12.0), (1.7, 6.1)])
def test_the_tempo_stays_in_its_range_and_meets_the_cuts_better_than_any_other(cuts: tuple[float, ...]):
    for manner in score.MANNERS.values():
        beats = score.tempo(manner.tempo, cuts, 15.0)
        assert manner.tempo[0] <= beats <= manner.tempo[1] + 0.5
        assert all(
            missed(beats, cuts) <= missed(other, cuts) + 0.03 for other in np.arange(*manner.tempo, 0.5)
        )


def test_even_cuts_fall_on_beats():
    for manner in score.MANNERS.values():
        assert missed(score.tempo(manner.tempo, (4.0, 8.0, 12.0), 15.0), (4.0, 8.0, 12.0)) < 0.2


@pytest.mark.parametrize("mood", sorted(score.MANNERS))
def test_every_mood_plays_without_a_click_and_in_its_own_way(mood: str):
    wave = played(mood).middle
    assert 0.005 < wave.std() < 1 and np.isfinite(wave).all()
    assert np.abs(np.diff(wave)).max() < 0.25 * np.abs(wave).max()
    others = [played(other).middle for other in score.MANNERS if other != mood]
    assert not any(np.allclose(wave, other, atol=1e-4) for other in others)


def test_the_mood_of_most_shots_holds_and_a_storm_is_tense():
    sad, joyful = (replace(read("a room"), mood=mood) for mood in ("sad", "joyful"))
    assert score.mood([sad, joyful, sad]) == "sad"
    assert score.mood([read("a stormy sea")]) == "tense"
    assert score.mood([read("outer space")]) == "mysterious"


def test_under_speech_the_score_gives_way():
    desk, loud = Desk(4 * RATE, 7), played("calm", 4)
    level = np.where(desk.clock < 2, 1, 0.35).astype(np.float32)
    score.play(desk, [replace(read("a room"), mood="calm")], (), level)
    assert np.allclose(desk.middle[: RATE * 2 - 480], loud.middle[: RATE * 2 - 480], atol=1e-6)
    assert desk.middle[RATE * 3 :].std() < 0.4 * loud.middle[RATE * 3 :].std()


@pytest.mark.parametrize("pitch", [82.4, 220.0, 659.3])
@pytest.mark.parametrize("note", [modes.pluck, modes.felt])
def test_a_note_has_its_pitch_dies_away_and_ends_without_a_step(note, pitch: float):
    wave = note(pitch, 1.5)
    spectrum = np.abs(np.fft.rfft(wave * np.hanning(len(wave)), 1 << 18))
    low = spectrum[: int(pitch * 1.5 * (1 << 18) / RATE)]
    assert abs(float(low.argmax()) * RATE / (1 << 18) / pitch - 1) < 0.004
    assert wave[RATE:].std() < 0.7 * wave[: RATE // 4].std()
    assert wave[0] == 0 and abs(float(wave[-1])) < 1e-6
