"""What is louder than what: life over air, and a score that is felt where a mood is named."""

import numpy as np
import pytest

from onetake.animatic.sound import ambience, beds, fauna, loudness, score
from onetake.animatic.sound.desk import Desk
from onetake.animatic.text import shotlist


def heard(prompt: str, name: str, seed: int = 3) -> float:
    """LUFS of one bed of a place by itself."""
    desk = Desk(6 * 48_000, seed)
    level = np.full_like(desk.clock, ambience.wanted(shotlist.read(prompt).shots[0])[name])
    if name in beds.BEDS:
        beds.BEDS[name](desk, level * np.float32(ambience._AIR))
    else:
        fauna.LIVES[name](desk, level * np.float32(ambience._LIFE))
    return loudness.integrated(desk.middle)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("prompt", ["a meadow at noon", "a forest at dawn", "a quiet lake"])
def test_birds_are_heard_over_the_wind(prompt: str, seed: int):
    assert heard(prompt, "birds", seed) > heard(prompt, "wind", seed) + 3


def test_no_leaves_rustle_in_the_snow():
    assert "leaves" not in ambience.wanted(shotlist.read("snow falls in a meadow").shots[0])


def test_a_named_mood_is_louder_than_none_and_asked_music_is_loudest():
    found = []
    for prompt in ("a man stands in a field", "a calm scene: a man stands in a field", "calm piano music"):
        desk = Desk(6 * 48_000, 3)
        score.play(desk, shotlist.read(prompt).shots, [], np.ones_like(desk.clock))
        found.append(loudness.integrated(desk.middle))
    assert found[0] + 2 < found[1] < found[2] - 2
