"""What a shot names in its air and sky is there, moves, and is nobody's part."""

from dataclasses import replace

import numpy as np
import pytest
from tests.animatic.test_scenes import BARE, SIZE, apart, frames, staged

from onetake.animatic.colour import Picture
from onetake.animatic.scenes import aerial, scenery, showers, sky
from onetake.animatic.stage import Moment
from onetake.animatic.text import shotlist

NIGHT = replace(BARE, time="night")


@pytest.mark.parametrize(
    "name", ["petals", "confetti", "bubbles", "lanterns", "fireflies", "rainbow", "stars"]
)
def test_what_is_named_is_seen(name: str):
    reading = BARE if name in ("petals", "confetti", "bubbles", "rainbow") else NIGHT
    without, named = (frames(replace(reading, features=f), [40])[0] for f in ((), (name,)))
    changed = np.abs(without.y.astype(int) - named.y.astype(int)) > 8
    assert changed.mean() > 0.002, "it can be seen"


@pytest.mark.parametrize("light", [showers.Fireworks, showers.Meteors])
def test_lights_of_the_sky_come_again_and_again(light: type):
    for seed in range(12):
        stage, _ = staged(NIGHT, seed)
        prop, lit = light(stage), []
        for index in range(0, 119, 4):
            frame = Picture.blank(*SIZE)
            dark = frame.y.copy()
            prop.draw(frame, Moment(index, index / 24, index / 119, stage.camera.pose(index / 119)))
            lit.append(bool((frame.y != dark).any()))
        assert sum(lit) > len(lit) / 3


def test_stars_are_seen_without_clouds_over_low_hills():
    assert sky.shows(staged(replace(NIGHT, features=("meteors",)))[0])
    low, high = (frames(replace(NIGHT, setting="mountains", features=f), [0])[0] for f in (("stars",), ()))
    assert apart(low, high) > 2


def test_every_prop_of_the_air_keeps_inside_any_frame():
    named = ("bubbles", "lanterns", "fireflies", "dust", "fireworks", "meteors")
    for size in ((64, 36), (36, 64)):
        stage, _ = staged(replace(NIGHT, features=named), size=size)
        frame = Picture.blank(*size)
        for prop in (*aerial.build(stage), *showers.build(stage)):
            for index in (0, 60, 119):
                prop.draw(frame, Moment(index, index / 24, index / 119, stage.camera.pose(index / 119)))


@pytest.mark.parametrize(
    ("prompt", "kinds"),
    [
        ("Fireworks over the city at night", ()),
        ("孔明灯在夜空中升起", ()),
        ("A lighthouse stands in the storm", ()),
        ("A woman walks under cherry blossoms", ("woman",)),
        ("A robot walks past a castle", ("robot",)),
        ("A lotus flower opens on a lake", ("flower",)),
    ],
)
def test_scenery_is_nobodys_part(prompt: str, kinds: tuple[str, ...]):
    (shot,) = scenery.staged(shotlist.read(prompt)).shots
    assert tuple(one.kind for one in shot.subjects) == kinds


def test_nobody_takes_a_train_into_its_own_carriage():
    (shot,) = scenery.staged(shotlist.read("A boy looks out of the window, inside a train carriage")).shots
    assert shot.setting == "interior" and "carriage" in shot.features
    assert all(one.kind != "train" for one in shot.subjects)
