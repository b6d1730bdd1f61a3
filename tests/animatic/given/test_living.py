"""What lives in a given picture: leaves in the wind, steam, and light that turns where the prompt says so."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from tests.animatic.given.test_photo import far, frames, given, job, noise, scene

from onetake.animatic.air import said
from onetake.animatic.camera import Pose
from onetake.animatic.colour import Picture, from_rgb
from onetake.animatic.easing import swell
from onetake.animatic.given.breeze import Breeze, foliage
from onetake.animatic.given.depth import guess
from onetake.animatic.given.diorama import Diorama
from onetake.animatic.given.steam import Steam, source
from onetake.animatic.given.turning import Turning, overcast, turned
from onetake.animatic.stage import Moment
from onetake.animatic.text import shotlist

SIZE = (288, 160)


def wood() -> np.ndarray:
    """Rough green on the left, a smooth blue wall on the right."""
    chance = np.random.default_rng(4)
    rough = chance.normal(0, 34, (SIZE[1] // 2, SIZE[0] // 2, 1)).repeat(2, 0).repeat(2, 1)
    rgb = np.where(
        np.arange(SIZE[0])[None, :, None] < SIZE[0] // 2, np.array([70, 120, 40]) + rough, (90, 110, 170)
    )
    return np.clip(rgb, 0, 255).astype(np.uint8)


def cup() -> np.ndarray:
    """A white cup before a dark wall."""
    rgb = np.full((SIZE[1], SIZE[0], 3), (60, 40, 30), np.uint8)
    cv2.rectangle(rgb, (120, 80), (170, 140), (240, 238, 230), -1)
    return rgb


@pytest.mark.parametrize(
    ("prompt", "falls", "wind", "steam"),
    [
        ("leaves move in the wind", False, True, False),
        ("leaves fall, 落叶", True, True, False),
        ("petals drift past", True, False, False),
        ("树叶在风中摇曳", False, True, False),
        ("steam rises from a cup", False, False, True),
        ("no wind, no steam", False, False, False),
    ],
)
def test_leaves_that_sway_are_not_leaves_that_fall(prompt: str, falls: bool, wind: bool, steam: bool):
    assert (said(prompt, "leaves"), said(prompt, "wind"), said(prompt, "steam")) == (falls, wind, steam)


def test_foliage_is_what_is_green_and_rough():
    found = foliage(wood(), None)
    assert found[:, :120].mean() > 0.9 and found[:, 168:].mean() < 0.02
    smooth = np.full((160, 288, 3), (70, 120, 40), np.uint8)
    assert foliage(smooth, None).max() < 0.1, "a green wall is none"
    assert Breeze.found(noise(3), Diorama(noise(3), True), 1) is None or foliage(noise(3), None).mean() > 0.03


def test_leaves_sway_about_where_they_are_and_the_wall_stands(tmp_path: Path):
    clip = given(tmp_path / "a.png", wood())
    first, middle, last = frames(job("static shot, leaves move in the wind", (clip,)), 0, 40, -1)
    change = np.abs(first.y.astype(int) - middle.y)[30:]
    assert change[:, :120].mean() > 4 > 2 * change[:, 190:].mean()
    assert far(first, last) < 0.3, "calm at both ends"


def test_a_breeze_never_folds_the_picture():
    breeze = Breeze.found(wood(), Diorama(wood(), True), 1)
    assert breeze is not None
    for t in np.linspace(0, 15, 40):
        x, y = breeze.sway(float(t), 1.0)
        assert np.abs(np.diff(x, axis=1)).max() < 8 and np.abs(np.diff(y, axis=0)).max() < 8
        assert np.abs(x).max() < 0.015 * SIZE[1]


def test_steam_rises_from_the_top_of_the_thing_and_nowhere_else():
    rgb = cup()
    relief = guess(rgb)
    x, y, wide = source(rgb, relief)
    assert x == pytest.approx(145 / 288, abs=0.05) and 0.45 < y < 0.75 and 0.1 < wide < 0.25
    steam, plain = Steam(rgb, relief, 5.0, 1), from_rgb(rgb)
    seen = []
    for t in (0.0, 2.0, 2.6, 5.0):
        frame = from_rgb(rgb)
        steam.draw(frame, Moment(round(t * 24), t, t / 5, Pose()))
        seen.append(frame)
    assert far(seen[0], plain) == far(seen[3], plain) == 0
    gained = seen[1].y.astype(int) - plain.y
    assert gained[:80].max() > 40 and gained[142:].max() == 0 and gained[:, :90].max() == 0
    assert far(seen[1], seen[2]) > 0.3 and swell(2.0, 5.0, 1.2) == 1


@pytest.mark.parametrize("where", [(0, 0), (20, 150), (270, 2)])
def test_steam_stays_in_the_picture(where: tuple[int, int]):
    rgb = np.full((SIZE[1], SIZE[0], 3), (60, 40, 30), np.uint8)
    cv2.circle(rgb, where, 14, (240, 238, 230), -1)
    frame = from_rgb(rgb)
    Steam(rgb, guess(rgb), 5.0, 7).draw(frame, Moment(60, 2.5, 0.5, Pose()))
    assert frame.y.shape == (SIZE[1], SIZE[0])


@pytest.mark.parametrize(
    ("prompt", "turns"),
    [
        ("the picture slowly turns black and white", True),
        ("照片逐渐变成黑白", True),
        ("night falls over the lake", True),
        ("天黑了", True),
        ("film noir style, she smiles", False),
        ("black and white photograph, push in", False),
        ("she turns to the camera", False),
        ("", False),
    ],
)
def test_only_light_that_is_said_to_change_changes(prompt: str, turns: bool):
    assert bool(turned(prompt, shotlist.read(prompt).shots[0])) == turns


@pytest.mark.parametrize("weather", ["rain", "storm", "snow"])
def test_clouds_darken_a_bright_picture_once_and_a_dark_one_not_at_all(weather: str):
    bright = from_rgb(np.full((90, 160, 3), 205, np.uint8))
    look = overcast(bright, weather)
    assert look is not None and overcast(bright, "clear") is None
    Turning([look], 160, 90, (0.0, 0.5)).draw(bright, Moment(119, 5.0, 1.0, Pose()))
    assert bright.y.mean() < 170
    assert overcast(bright, weather) is None or weather == "storm"
    assert overcast(from_rgb(np.full((90, 160, 3), 60, np.uint8)), weather) is None


def test_a_picture_turns_from_its_own_colours_to_none(tmp_path: Path):
    clip = given(tmp_path / "a.png", scene())
    first, half, last = frames(job("static shot, it fades to black and white", (clip,)), 0, 48, -1)

    def colour(frame: Picture) -> float:
        return float(np.abs(frame.u.astype(int) - 128).mean() + np.abs(frame.v.astype(int) - 128).mean())

    assert colour(first) > colour(half) > colour(last) and colour(last) < 0.5
    assert np.array_equal(first.y[30:], from_rgb(scene()).y[30:])
