"""Two pictures of one scene: the camera between them is found, and goes there without a jump."""

import cmath
from pathlib import Path

import cv2
import numpy as np
import pytest
from tests.animatic.given.test_people import portrait
from tests.animatic.given.test_photo import far, frames, given, job, noise

from onetake.animatic.camera import Pose
from onetake.animatic.colour import Picture, from_rgb
from onetake.animatic.given import glide, opening
from onetake.animatic.given.flow import Pair
from onetake.animatic.given.glide import Glide
from onetake.animatic.stage import Moment

WIDE, HIGH = 480, 270


def place(seed: int = 1) -> np.ndarray:
    """Boxes and discs of many sizes and colours: a place with corners."""
    chance = np.random.default_rng(seed)
    rgb = np.asarray(cv2.resize(noise(seed), (WIDE * 2, HIGH * 2)), np.uint8) // 2 + 60
    for _ in range(260):
        x, y = (int(v) for v in chance.integers(0, (WIDE * 2, HIGH * 2)))
        side, colour = int(chance.integers(5, 40)), tuple(int(v) for v in chance.integers(0, 255, 3))
        cv2.rectangle(rgb, (x, y), (x + side, y + int(side * 0.7)), colour, -1)
    return np.asarray(cv2.GaussianBlur(rgb, (0, 0), 1.0), np.uint8)


def seen(rgb: np.ndarray, x: float, y: float, scale: float, turn: float = 0.0) -> np.ndarray:
    """The place from (x, y), so much larger and turned: a picture of 480 x 270."""
    a = cmath.rect(scale, turn)
    middle = complex(WIDE / 2, HIGH / 2)
    b = middle - a * complex(x, y)
    matrix = np.array([[a.real, -a.imag, b.real], [a.imag, a.real, b.imag]])
    return np.asarray(cv2.warpAffine(rgb, matrix, (WIDE, HIGH), flags=cv2.INTER_AREA), np.uint8)


WAYS = [
    ((480, 270, 0.6, 0.0), (500, 250, 1.15, 0.0)),
    ((500, 250, 1.1, 0.0), (470, 280, 0.65, 0.0)),
    ((400, 270, 0.9, 0.0), (560, 270, 0.9, 0.0)),
    ((480, 270, 0.8, 0.0), (480, 270, 0.9, 0.15)),
]


@pytest.mark.parametrize(("start", "end"), WAYS)
def test_the_way_between_two_views_is_found(start: tuple[float, ...], end: tuple[float, ...]):
    whole = place()
    way = glide.found(seen(whole, *start), seen(whole, *end))
    assert way is not None
    wanted = cmath.rect(end[2], end[3]) / cmath.rect(start[2], start[3])
    assert abs(way[0] - wanted) < 0.01
    point = complex(200, 100)
    middle = complex(WIDE / 2, HIGH / 2)
    at = (point - middle) / cmath.rect(*start[2:]) + complex(*start[:2])
    there = (at - complex(*end[:2])) * cmath.rect(*end[2:]) + middle
    assert abs(way[0] * point + way[1] - there) < 2.5
    assert glide.moves(way, WIDE, HIGH)


@pytest.mark.parametrize("other", [place(2), noise(1, (WIDE, HIGH)), np.zeros((HIGH, WIDE, 3), np.uint8)])
def test_another_scene_has_no_way(other: np.ndarray):
    assert glide.found(seen(place(), 480, 270, 0.8), np.ascontiguousarray(other[:HIGH, :WIDE])) is None


@pytest.mark.parametrize(("start", "end"), WAYS)
def test_the_camera_goes_there_at_the_ends_exact_and_in_between_sharp(
    start: tuple[float, ...], end: tuple[float, ...]
):
    whole = place()
    first, last = seen(whole, *start), seen(whole, *end)
    prop = opening._towards(first, last, "cut")
    assert isinstance(prop, Glide)
    drawn: list[Picture] = []
    for index in range(0, 97, 4):
        frame = Picture.blank(WIDE, HIGH)
        prop.draw(frame, Moment(index, index / 24, index / 96, Pose()))
        drawn.append(frame)
    assert np.array_equal(drawn[0].y, from_rgb(first).y) and np.array_equal(drawn[-1].y, from_rgb(last).y)
    assert max(far(*drawn[:2]), far(*drawn[-2:])) < 5, "from rest to rest"
    share = complex(*glide.partly(prop._way, 0.5)[:1])
    middle = seen(whole, (start[0] + end[0]) / 2, (start[1] + end[1]) / 2, start[2] * abs(share), end[3] / 2)
    part = np.ascontiguousarray(from_rgb(middle).y[90:180, 160:320])
    best = float(cv2.matchTemplate(drawn[12].y, part, cv2.TM_CCOEFF_NORMED).max())
    assert best > 0.8, "no double picture half way"


def test_half_a_way_twice_is_the_way():
    way = (cmath.rect(1.7, 0.2), complex(40, -20))
    half = glide.partly(way, 0.5)
    assert half[0] ** 2 == pytest.approx(way[0])
    assert half[0] * half[1] + half[1] == pytest.approx(way[1])
    assert glide.partly((1 + 0j, 8 + 4j), 0.25) == (1, 2 + 1j)


def test_the_same_view_in_another_light_is_a_dissolve_without_a_shake():
    day = seen(place(), 480, 270, 0.8)
    dusk = (day * np.array([0.45, 0.5, 0.75])).astype(np.uint8)
    prop = opening._towards(day, dusk, "cut")
    assert isinstance(prop, Glide)
    frame = Picture.blank(WIDE, HIGH)
    prop.draw(frame, Moment(48, 2.0, 0.5, Pose()))
    mean = (from_rgb(day).y.astype(int) + from_rgb(dusk).y) / 2
    assert np.abs(frame.y - mean).mean() < 1.5


def test_a_match_cut_is_a_cut_although_the_camera_could_go_there(tmp_path: Path):
    whole = place()
    media = (
        given(tmp_path / "a.png", seen(whole, *WAYS[0][0])),
        given(tmp_path / "b.png", seen(whole, *WAYS[0][1]), "last_frame"),
    )
    size = (WIDE, HIGH)
    around = [frames(job(prompt, media, size=size), 44, 52) for prompt in ("match cut", "")]
    assert far(*around[0]) > 1.5 * far(*around[1])


def test_people_that_the_edge_cuts_off_can_be_in_both_pictures():
    pair = Pair(portrait(480, 270, 0.35), portrait(480, 270, 0.6))
    assert pair.carry is not None
    frame = Picture.blank(480, 270)
    for share in (0.2, 0.5, 0.8):
        pair.draw(frame, Moment(0, 0.0, share, Pose()))
