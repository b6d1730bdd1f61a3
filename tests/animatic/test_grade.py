"""Grades: what a palette, a style and a mood do to the whole picture."""

from dataclasses import replace

import numpy as np
import pytest

from onetake.animatic.colour import BLACK, WHITE, Picture
from onetake.animatic.scenes.grade import Bloom, Grade, Look, looks
from onetake.animatic.scenes.medium import Medium
from onetake.animatic.stage import Moment
from onetake.animatic.text import looks as words

from .test_scenes import BARE, SIZE, apart, frames, staged

NAMED = [
    (field, row[0])
    for field, rows in (("palette", words.PALETTES), ("style", words.STYLES), ("mood", words.MOODS))
    for row in rows
    if row[0] != "nothing"
]
PLAIN = frames(BARE, [24])[0]
NOW = Moment(3, 0.125, 0.03, staged(BARE)[0].camera.pose(0.0))


def patches() -> Picture:
    """All lumas from left to right in neutral grey."""
    made = Picture.blank(512, 32)
    made.y[:] = np.linspace(BLACK, WHITE, 512).round().astype(np.uint8)
    return made


@pytest.mark.parametrize(("field", "name"), NAMED)
def test_every_name_that_is_read_changes_the_picture(field: str, name: str):
    (graded,) = frames(replace(BARE, **{field: name}), [24])
    chroma = np.abs(graded.u.astype(int) - PLAIN.u).mean() + np.abs(graded.v.astype(int) - PLAIN.v).mean()
    assert apart(graded, PLAIN) + chroma > 1.2
    assert graded.y.min() >= BLACK and graded.y.max() <= WHITE


@pytest.mark.parametrize(("field", "name"), [("palette", "monochrome"), ("style", "film_noir")])
def test_black_and_white_has_no_colour_at_all(field: str, name: str):
    (graded,) = frames(replace(BARE, **{field: name}), [24])
    for plane in (graded.u, graded.v):
        assert np.abs(plane.astype(int) - 128).max() <= 1


def test_warm_is_redder_and_yellower_than_cold():
    warm, cold = (frames(replace(BARE, palette=name), [24])[0] for name in ("warm", "cold"))
    assert warm.v.mean() > PLAIN.v.mean() > cold.v.mean()
    assert warm.u.mean() < PLAIN.u.mean() < cold.u.mean()


def test_teal_and_orange_parts_shadows_from_lights():
    frame = patches()
    Grade(looks(replace(BARE, palette="teal_orange"))).draw(frame, NOW)
    assert frame.v[0, 4] < 128 < frame.v[0, -4]
    assert frame.u[0, -4] < 128 < frame.u[0, 4]


def test_a_grade_keeps_the_order_of_lights():
    for field, name in NAMED:
        frame = patches()
        laid = looks(replace(BARE, **{field: name}))
        if laid:
            Grade(laid).draw(frame, NOW)
            assert (np.diff(frame.y[0].astype(int)) >= 0).all(), f"{name} turns light into dark"


def test_a_straight_look_changes_nothing():
    frame, before = patches(), patches()
    Grade([Look()]).draw(frame, NOW)
    assert all(np.array_equal(a, b) for a, b in zip(frame.planes, before.planes, strict=True))


def test_looks_are_laid_one_on_another():
    both = looks(replace(BARE, palette="warm", style="film_noir", mood="sad"))
    assert len(both) == 3
    frame = patches()
    Grade(both).draw(frame, NOW)
    assert np.abs(frame.u.astype(int) - 128).max() <= 1, "the style comes last: noir has no colour"


def test_bloom_spreads_light_and_leaves_the_dark_alone():
    frame = Picture.blank(*SIZE)
    Bloom(0.6).draw(frame, NOW)
    assert (frame.y == BLACK).all()
    frame.y[40:72, 80:112] = 235
    Bloom(0.6).draw(frame, NOW)
    assert frame.y[56, 76] > BLACK
    assert frame.y[10, 10] == BLACK


@pytest.mark.parametrize(
    "name", ["watercolour", "oil", "ink", "sketch", "cel", "comic", "pixel", "old film", "paper"]
)
def test_a_medium_draws_the_same_picture_the_same_way(name: str):
    stage, _ = staged(BARE)
    one, two = PLAIN.copy(), PLAIN.copy()
    for frame in (one, two):
        Medium(stage, name).draw(frame, NOW)
    assert all(np.array_equal(a, b) for a, b in zip(one.planes, two.planes, strict=True))
