"""From a first picture to a last."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from tests.animatic.given.test_photo import SIZE, far, frames, given, job, noise, scene

from onetake.animatic.camera import Pose
from onetake.animatic.colour import Picture, from_rgb
from onetake.animatic.given import flow
from onetake.animatic.stage import Moment


def moved(rgb: np.ndarray, x: float, scale: float = 1.0) -> np.ndarray:
    matrix = np.array([[scale, 0, x], [0, scale, 0.0]])
    return np.asarray(cv2.warpAffine(rgb, matrix, SIZE, borderMode=cv2.BORDER_REFLECT), np.uint8)


def rough(seed: int) -> np.ndarray:
    """A picture with detail everywhere, so that flow has something to hold on to."""
    grid = np.random.default_rng(seed).integers(0, 255, (40, 72, 3), np.uint8)
    return np.asarray(cv2.resize(grid, SIZE, interpolation=cv2.INTER_CUBIC), np.uint8)


def at(pair: flow.Pair, index: int, of: int = 96) -> Picture:
    frame = Picture.blank(*SIZE)
    pair.draw(frame, Moment(index, index / 24, index / (of - 1), Pose()))
    return frame


@pytest.mark.parametrize("x", [4.0, -7.0, 10.0])
def test_what_moved_a_little_flows_and_stays_sharp(x: float):
    first, last = rough(1), moved(rough(1), x)
    pair = flow.Pair(first, last)
    assert pair.morphs and pair.match.share > 0.7
    middle, mixed = at(pair, 48), (from_rgb(first).y.astype(int) + from_rgb(last).y) / 2
    half = from_rgb(moved(rough(1), x * 48 / 95)).y.astype(int)
    inner = np.s_[16:-16, 24:-24]
    assert np.abs(middle.y.astype(int) - half)[inner].mean() < 0.5 * np.abs(mixed - half)[inner].mean()


@pytest.mark.parametrize("other", [rough(9), noise(3), np.full((160, 288, 3), 200, np.uint8)])
def test_what_has_nothing_in_common_is_not_forced_to_flow(other: np.ndarray):
    pair = flow.Pair(rough(1), other)
    assert not pair.morphs


def test_flow_there_and_back_agree_on_what_only_moved():
    found = flow.match(rough(2), moved(rough(2), 6))
    assert np.median(found.there[..., 0]) * SIZE[0] == pytest.approx(6, abs=0.7)
    assert np.median(found.back[..., 0]) * SIZE[0] == pytest.approx(-6, abs=0.7)


def test_a_figure_that_both_have_is_carried_and_never_doubled():
    first = scene(1, SIZE)
    last = first.copy()
    post = (first[..., 0] > 180) & (first[..., 1] < 90)
    rows = post.any(axis=1)
    last[rows] = np.where(post[rows][..., None], np.roll(first, 60, axis=1)[rows], first[rows])
    last[np.roll(post, 70, axis=1)] = (205, 40, 45)
    pair = flow.Pair(first, last)
    assert pair.carry is not None
    for index in (20, 47, 48, 70):
        frame = at(pair, index)
        red = np.flatnonzero(frame.v[SIZE[1] // 4] > 180)
        assert len(red) and np.ptp(red) < 24, "one post, on its way"


def test_both_ends_are_exact(tmp_path: Path):
    for name, one, two in (
        ("a", scene(1), scene(2)),
        ("b", rough(1), noise(2)),
        ("c", rough(3), moved(rough(3), 5)),
    ):
        media = (given(tmp_path / f"{name}1.png", one), given(tmp_path / f"{name}2.png", two, "last_frame"))
        first, second, almost, last = frames(job("", media), 0, 1, -2, -1)
        for got, want in ((first, one), (last, two)):
            assert all(
                np.array_equal(a[32:], b[32:]) for a, b in zip(got.planes, from_rgb(want).planes, strict=True)
            )
        assert far(first, second) < 1 and far(almost, last) < 1
