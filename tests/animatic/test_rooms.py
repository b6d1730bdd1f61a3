"""Rooms: each that the words can name is furnished as itself, at every hour, in every shape of frame."""

from dataclasses import replace

import numpy as np
import pytest
from tests.animatic.test_scenes import BARE, SIZE, apart, frames, staged

from onetake.animatic.scenes.indoors import WINDOWS, room_kind, window_box
from onetake.animatic.scenes.rooms import room
from onetake.animatic.text.places import ROOMS

NAMED = [name for name, *_ in ROOMS if name != "market"]
INSIDE = replace(BARE, setting="interior")


def test_every_room_is_a_picture_of_its_own():
    seen = {name: frames(replace(INSIDE, features=(name,)), [10])[0] for name in NAMED}
    seen["living"] = frames(INSIDE, [10], seed=4)[0]
    names = list(seen)
    for index, one in enumerate(names):
        for two in names[index + 1 :]:
            assert apart(seen[one], seen[two]) > 4, f"{one} and {two} look the same"


@pytest.mark.parametrize("name", ["library", "carriage", "church", "theatre", "bar"])
def test_a_room_is_whole_by_night_and_upright(name: str):
    for size in (SIZE, (108, 192)):
        (frame,) = frames(replace(INSIDE, features=(name,), time="night"), [30], size=size)
        assert frame.y.shape == size[::-1]
        assert frame.y.std() > 6
        assert np.percentile(frame.y, 99) > 60, "somewhere a lamp burns"


def test_the_first_room_named_is_the_one():
    stage, _ = staged(replace(INSIDE, features=("petals", "office", "library")))
    assert room_kind(stage) == "office"
    assert room(stage).stands


def test_windows_are_of_rooms_that_are_known():
    assert set(WINDOWS) <= set(NAMED)
    stage, _ = staged(replace(INSIDE, features=("library",)))
    box = window_box(stage)
    assert 0 <= box.left < box.right <= stage.width
