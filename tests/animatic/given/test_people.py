"""People in pictures: faces found, heads and shoulders cut out, and what is only half of a thing refused."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from onetake.animatic.colour import Picture, from_rgb
from onetake.animatic.given import depth, footage, person
from onetake.animatic.given.centred import centred
from onetake.animatic.given.cutout import clean, shared
from onetake.animatic.given.diorama import Diorama, Push
from onetake.animatic.given.face import faces
from onetake.animatic.given.standee import Cutout
from onetake.animatic.job import Clip

SKIN, HAIR, COAT = (222, 178, 150), (50, 32, 25), (60, 30, 35)


def portrait(width: int = 320, height: int = 240, at: float = 0.45, seed: int = 1) -> np.ndarray:
    """Somebody before a wall who looks at the camera, cut off at the breast by the lower edge."""
    chance = np.random.default_rng(seed)
    noise = np.array([120, 150, 190]) + chance.normal(0, 3, (height, width, 3))
    rgb = np.clip(noise, 0, 255).astype(np.uint8)
    x, y, w = width * at, height * 0.38, height * 0.15

    def oval(across: float, down: float, a: float, b: float, colour: tuple[int, int, int]) -> None:
        middle, radii = (int(x + across * w), int(y + down * w)), (int(a * w), int(b * w))
        cv2.ellipse(rgb, middle, radii, 0, 0, 360, colour, -1, cv2.LINE_AA)

    oval(0, (height * 1.05 - y) / w, 2.2, 3.0, COAT)
    cv2.rectangle(rgb, (int(x - w * 0.35), int(y + w)), (int(x + w * 0.35), int(y + w * 2)), SKIN, -1)
    oval(0, -0.15, 1.12, 1.4, HAIR)
    oval(0, 0.1, 0.88, 1.15, SKIN)
    for side in (-0.38, 0.38):
        oval(side, -0.1, 0.24, 0.15, (150, 105, 90))
        oval(side, -0.08, 0.19, 0.09, (245, 240, 235))
        oval(side, -0.08, 0.09, 0.09, (40, 25, 20))
        oval(side, -0.28, 0.26, 0.06, (70, 45, 35))
    oval(0, 0.3, 0.1, 0.22, (200, 150, 125))
    oval(0, 0.48, 0.16, 0.06, (150, 100, 85))
    oval(0, 0.78, 0.3, 0.09, (150, 60, 60))
    return np.asarray(cv2.GaussianBlur(rgb, (0, 0), 1.0), np.uint8)


@pytest.mark.parametrize("size", [(320, 240), (640, 360), (360, 640)])
@pytest.mark.parametrize("at", [0.4, 0.55])
def test_a_face_is_found_where_it_is(size: tuple[int, int], at: float):
    (found,) = faces(portrait(*size, at=at))
    assert found.x == pytest.approx(at, abs=0.03) and found.y == pytest.approx(0.41, abs=0.05)
    assert 1.4 < found.wide * size[0] / (0.15 * size[1]) < 2.9


def test_nobody_is_no_face():
    grid = np.random.default_rng(2).integers(0, 255, (12, 16, 3), np.uint8)
    rough = np.asarray(cv2.resize(grid, (320, 180), interpolation=cv2.INTER_CUBIC), np.uint8)
    assert faces(rough) == faces(np.zeros((90, 160, 3), np.uint8)) == ()


def test_somebody_is_cut_out_with_hair_and_shoulders_and_without_the_wall():
    rgb = depth.small(portrait())
    cut = person.people(rgb, faces(portrait()))
    assert cut is not None
    wall = np.abs(rgb.astype(int) - (120, 150, 190)).sum(axis=2) < 60
    assert cut[wall].mean() < 0.06 and cut[~wall].mean() > 0.9


def test_no_face_means_nobody_to_cut_out():
    assert person.people(depth.small(portrait()), ()) is None


def test_a_portrait_moves_as_one_and_goes_on_below_the_edge():
    set_up = Diorama(portrait(640, 360))
    frame = Picture.blank(640, 360)
    assert set_up.figure is not None and set_up.relief.foot == pytest.approx(1.0, abs=0.02)
    set_up.draw(frame, Push(side=0.08))
    moved, was = frame.y[330] < 90, from_rgb(portrait(640, 360)).y[330] < 90
    assert abs(int(moved.sum()) - int(was.sum())) < 8, "neither torn nor doubled"
    assert np.flatnonzero(was).mean() - np.flatnonzero(moved).mean() > 20


def test_half_of_a_thing_is_none():
    """A tower whose top goes on above the cut, and a face cut out of the head of a cat."""
    rgb = np.full((128, 192, 3), (40, 50, 90), np.uint8)
    rgb[20:120, 86:106] = (220, 215, 200)
    half, whole = np.zeros((2, 128, 192), np.uint8)
    half[70:120, 86:106] = whole[20:120, 86:106] = 1
    assert clean(whole, rgb) and not clean(half, rgb)
    fur = np.random.default_rng(1).integers(0, 40, (128, 192, 1)) + np.array([150, 110, 70])
    face = np.zeros((128, 192), np.uint8)
    cv2.circle(face, (96, 64), 30, 1, -1)
    assert shared(face, fur.astype(np.uint8)) > 0.7 > 0.1 > shared(whole, rgb)


def test_a_rocket_without_its_nose_is_half_a_thing():
    """The nose is in the shade: another colour than the rocket, but not that of the sky either."""
    rgb = np.full((128, 192, 3), (40, 50, 90), np.uint8)
    rgb[30:126, 88:104] = (225, 215, 190)
    body = np.zeros((128, 192), np.uint8)
    body[30:126, 88:104] = 1
    assert clean(body, rgb)
    rgb[20:30, 90:102] = (110, 105, 100)
    assert not clean(body, rgb)


def test_a_thing_of_two_colours_in_the_middle_is_found_whole():
    """A red dish with a white cup in it, on wood, seen from above."""
    chance = np.random.default_rng(3)
    rgb = (np.array([150, 96, 52]) + chance.normal(0, 7, (128, 192, 3))).clip(0, 255).astype(np.uint8)
    drawn = np.zeros((128, 192), np.uint8)
    for radius, middle, colour in ((44, 70, (170, 25, 20)), (24, 60, (240, 236, 228))):
        cv2.circle(rgb, (96, middle), radius, colour, -1, cv2.LINE_AA)
        cv2.circle(drawn, (96, middle), radius, 1, -1)
    cut = centred(rgb)
    assert cut is not None
    assert (cut * drawn).sum() > 0.95 * drawn.sum() and (cut * (1 - drawn)).sum() < 0.08 * drawn.sum()


@pytest.mark.parametrize("seed", range(3))
def test_a_wall_has_nothing_in_its_middle(seed: int):
    grid = np.random.default_rng(seed).integers(0, 255, (24, 36, 3), np.uint8)
    assert centred(np.asarray(cv2.resize(grid, (192, 128)), np.uint8)) is None


def seen_through(path: Path, rgb: np.ndarray, alpha: np.ndarray) -> Clip:
    Image.fromarray(np.dstack([rgb, alpha])).save(path, "PNG")
    return Clip("image", "reference", path)


def test_a_picture_that_comes_cut_out_is_taken_as_it_is(tmp_path: Path):
    """Of noise, which nothing could be cut out of: the alpha says what is there."""
    rgb = np.random.default_rng(1).integers(0, 255, (120, 160, 3), np.uint8)
    alpha = np.zeros((120, 160), np.uint8)
    cv2.circle(alpha, (80, 60), 40, 255, -1)
    cut = Cutout.of(seen_through(tmp_path / "a.png", rgb, alpha))
    assert cut is not None and cut.whole
    assert cut.alpha.shape == (81, 81) and np.array_equal(cut.rgb[30:50, 30:50], rgb[50:70, 70:90])


@pytest.mark.parametrize("opacity", [0, 255])
def test_an_alpha_that_says_nothing_is_not_asked(opacity: int, tmp_path: Path):
    rgb = np.full((120, 160, 3), 90, np.uint8)
    clip = seen_through(tmp_path / "a.png", rgb, np.full((120, 160), opacity, np.uint8))
    assert footage.cut(clip) is None and Cutout.of(clip) is None


def test_a_bust_with_air_below_it_still_rises_from_the_lower_edge(tmp_path: Path):
    rgb = portrait()
    bust = person.people(depth.small(rgb), faces(rgb))
    assert bust is not None
    alpha = (cv2.resize(bust, (320, 240)) * 255).astype(np.uint8)
    rgb, alpha = np.pad(rgb, ((0, 40), (0, 0), (0, 0))), np.pad(alpha, ((0, 40), (0, 0)))
    cut = Cutout.of(seen_through(tmp_path / "a.png", rgb, alpha))
    assert cut is not None and not cut.whole
    box = np.zeros((160, 120), np.uint8)
    box[40:130, 30:90] = 255
    thing = Cutout.of(seen_through(tmp_path / "b.png", np.full((160, 120, 3), 120, np.uint8), box))
    assert thing is not None and thing.whole, "a box stands on its flat bottom"
