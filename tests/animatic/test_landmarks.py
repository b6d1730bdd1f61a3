"""Landmarks and lands: what the words name stands there, at every hour, and no word makes a hole."""

from dataclasses import replace

import numpy as np
import pytest
from tests.animatic.test_scenes import BARE, SIZE, apart, frames, staged

from onetake.animatic.colour import Picture
from onetake.animatic.scenes import crops, falls, landmarks
from onetake.animatic.stage import Moment
from onetake.animatic.text.places import LANDS

MARKS = (
    "castle", "palace", "temple", "lighthouse", "ruins", "pyramid", "bridge", "village", "harbour",
    "windmill", "cabin", "tent", "wall", "campfire", "waterfall", "volcano",
)  # fmt: skip
FIELDS = (
    "wheat",
    "lavender",
    "sunflowers",
    "flowers",
    "farm",
    "terraces",
    "tea",
    "garden",
    "park",
    "orchard",
    "steppe",
)


@pytest.mark.parametrize("name", MARKS)
def test_a_landmark_changes_the_picture_and_stands_in_it(name: str):
    without, there = (frames(replace(BARE, features=f), [10])[0] for f in ((), (name,)))
    changed = np.abs(without.y.astype(int) - there.y.astype(int)) > 12
    assert 0.004 < changed.mean() < 0.8
    columns = np.flatnonzero(changed.any(axis=0))
    assert columns.min() < SIZE[0] * 0.9 and columns.max() > SIZE[0] * 0.1


def test_fields_differ_from_each_other():
    seen = {name: frames(replace(BARE, features=(name,)), [10])[0] for name in FIELDS}
    for index, one in enumerate(FIELDS):
        for two in FIELDS[index + 1 :]:
            planes = zip(seen[one].planes, seen[two].planes, strict=True)
            assert max(float(np.abs(a.astype(int) - b.astype(int)).mean()) for a, b in planes) > 2


@pytest.mark.parametrize(
    "setting", ["meadow", "mountains", "desert", "snow", "lake", "sea", "beach", "forest", "city"]
)
def test_every_land_may_be_named_in_every_place(setting: str):
    every = tuple(name for name, *_ in LANDS)
    (frame,) = frames(replace(BARE, setting=setting, time="night", features=every), [30])
    assert frame.y.std() > 4


def test_the_sails_of_a_windmill_turn_and_a_fire_burns():
    stage, _ = staged(replace(BARE, features=("windmill", "campfire")))
    for prop in (landmarks.build(stage)[-1], landmarks.near(stage)[-1]):
        drawn = []
        for index in (0, 9):
            frame = Picture.blank(*SIZE)
            prop.draw(frame, Moment(index, index / 24, 0.0, stage.camera.pose(0.0)))
            drawn.append(frame)
        assert (drawn[0].y != drawn[1].y).any()
        assert drawn[0].y.max() > 60


def test_a_steppe_has_no_trees_and_a_park_has():
    assert crops.bare(staged(replace(BARE, features=("steppe",)))[0])
    assert not crops.bare(staged(replace(BARE, features=("park",)))[0])
    steppe, park = (frames(replace(BARE, features=f), [0])[0] for f in (("steppe",), ("park",)))
    assert apart(steppe, park) > 4


def test_bamboo_is_green_and_a_waterfall_falls():
    wood, grove = (frames(replace(BARE, setting="forest", features=f), [0])[0] for f in ((), ("bamboo",)))
    assert apart(wood, grove) > 5
    stage, _ = staged(replace(BARE, setting="lake", features=("waterfall",)))
    fall = falls.build(stage)[1]
    drawn = []
    for index in (0, 3):
        frame = Picture.blank(*SIZE)
        fall.draw(frame, Moment(index, index / 24, 0.0, stage.camera.pose(0.0)))
        drawn.append(frame)
    assert (np.abs(drawn[0].y.astype(int) - drawn[1].y.astype(int)) > 6).sum() > 40
