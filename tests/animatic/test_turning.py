"""A shot whose words let night fall begins by day and ends by night, in one set."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from tests.animatic.test_scenes import BARE, apart, frames, staged

from onetake.animatic.scenes.turning import Turning, later
from onetake.animatic.text.prompt import read

FALLS = replace(BARE, setting="city", time="dusk", features=("nightfall",))


def test_it_begins_as_the_one_and_ends_as_the_other():
    first, _, last = frames(FALLS, [0, 60, 119])
    dusk, night = (
        frames(replace(FALLS, time=time, features=()), [at])[0] for time, at in (("dusk", 0), ("night", 119))
    )
    assert apart(first, dusk) < 1
    assert apart(last, night) < 4, "all but what hangs before the set"
    assert first.y.mean() > last.y.mean() + 15


def test_the_light_goes_steadily():
    levels = [float(frame.y.mean()) for frame in frames(FALLS, range(0, 120, 12))]
    assert all(a >= b - 0.6 for a, b in pairwise(levels))


def test_the_towers_stay_where_they_are():
    dusk, night = (
        frames(replace(FALLS, time=time, features=()), [0])[0].y.astype(float) for time in ("dusk", "night")
    )
    edges = [np.abs(np.diff(frame[40:62], axis=0)).mean(axis=0) for frame in (dusk, night)]
    assert np.corrcoef(*edges)[0, 1] > 0.2


@pytest.mark.parametrize(
    "prompt",
    [
        "延时摄影：城市天际线从黄昏到夜晚，云层快速流动",
        "Time-lapse of a skyline from dusk to night",
        "A village as night falls",
        "夜幕降临，街道亮起灯火",
    ],
)
def test_the_words_that_let_night_fall(prompt: str):
    assert "nightfall" in read(prompt).features


def test_nothing_turns_unasked():
    stage, _ = staged(replace(FALLS, features=()))
    assert later(stage) is None
    stage, props = staged(FALLS)
    assert later(stage) is not None
    assert any(isinstance(prop, Turning) for prop in props)
    assert "nightfall" not in read("A city at night").features
