"""Sets: every kit at every hour is a whole picture, its own by seed, alive, and the same for the same job."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from onetake.animatic import director, scenes
from onetake.animatic.colour import BLACK, WHITE, Picture
from onetake.animatic.scenes.particles import Lightning
from onetake.animatic.scenes.weather import Film
from onetake.animatic.stage import Moment, Prop, Stage
from onetake.animatic.text.reading import Reading
from onetake.animatic.text.subject import Subject

KITS = (
    "meadow", "forest", "mountains", "sea", "beach", "lake", "desert", "snow", "city", "street",
    "interior", "studio", "space", "sky", "underwater", "abstract",
)  # fmt: skip
SIZE = (192, 108)
BARE = Reading("meadow", (), "day", "clear", ("static",), "normal", "medium", None, (), (), 5)


def staged(reading: Reading, seed: int = 3, size: tuple[int, int] = SIZE) -> tuple[Stage, list[Prop]]:
    return director.direct(reading, 5, seed, size, lambda stage: [])


def frames(
    reading: Reading, indexes: Iterable[int], seed: int = 3, size: tuple[int, int] = SIZE
) -> list[Picture]:
    stage, props = staged(reading, seed, size)
    made = []
    for index in indexes:
        frame = Picture.blank(*size)
        now = Moment(index, index / 24, index / 119, stage.camera.pose(index / 119))
        for prop in props:
            prop.draw(frame, now)
        made.append(frame)
    return made


def apart(one: Picture, two: Picture) -> float:
    """The mean difference in luma."""
    return float(np.abs(one.y.astype(int) - two.y.astype(int)).mean())


@pytest.mark.parametrize("kit", KITS)
def test_a_kit_is_a_whole_picture_at_every_hour(kit: str):
    for time in ("dusk", "night"):
        (frame,) = frames(replace(BARE, setting=kit, time=time), [40])
        assert frame.y.shape == SIZE[::-1]
        assert frame.u.shape == frame.v.shape == (SIZE[1] // 2, SIZE[0] // 2)
        assert frame.y.min() >= BLACK and frame.y.max() <= WHITE
        assert frame.y.std() > 6, "a still has light and dark in it"
        blank = Picture.blank(*SIZE)
        untouched = (frame.u == blank.u) & (frame.v == blank.v) & (frame.y[::2, ::2] == BLACK)
        assert untouched.mean() < 0.2, "the set leaves no hole"


@pytest.mark.parametrize("weather", ["cloudy", "fog", "rain", "snow", "storm"])
def test_weather_changes_a_place_and_stays_whole(weather: str):
    for kit in ("meadow", "sea", "street"):
        clear, other = (frames(replace(BARE, setting=kit, weather=w), [60])[0] for w in ("clear", weather))
        assert other.y.min() >= BLACK and other.y.max() <= WHITE
        assert apart(clear, other) > 1.5


@pytest.mark.parametrize("kit", KITS)
def test_equal_jobs_give_equal_pictures_and_other_seeds_other_sets(kit: str):
    reading = replace(BARE, setting=kit)
    one, again = (frames(reading, [0, 50]) for _ in range(2))
    for a, b in zip(one, again, strict=True):
        assert all(np.array_equal(p, q) for p, q in zip(a.planes, b.planes, strict=True))
    others = [frames(reading, [0], seed)[0] for seed in (11, 12)]
    assert sum(apart(one[0], other) > 5 for other in others) >= 1, "a seed is a composition of its own"


@pytest.mark.parametrize("kit", KITS)
def test_a_still_camera_sees_a_place_that_moves(kit: str):
    first, later = frames(replace(BARE, setting=kit), [0, 40])
    grain = 3
    moved = np.abs(first.y.astype(int) - later.y.astype(int)) > 3 * grain
    cells = moved[: 108 // 12 * 12, : 192 // 12 * 12].reshape(9, 12, 16, 12).any(axis=(1, 3))
    assert cells.sum() >= 3, "nothing in it moves"


@pytest.mark.parametrize("size", [(108, 192), (128, 128), (252, 108)])
def test_tall_square_and_wide_frames_are_whole_too(size: tuple[int, int]):
    for kit in ("meadow", "lake", "city", "interior", "studio", "space", "underwater"):
        (frame,) = frames(replace(BARE, setting=kit, time="dusk"), [30], size=size)
        assert frame.y.shape == size[::-1]
        assert frame.y.std() > 6


def test_the_horizon_varies_by_seed_and_stays_in_the_picture():
    for kit in KITS:
        rows = [scenes.horizon(kit, seed) for seed in range(60)]
        assert all(0.4 < row < 1.0 for row in rows)
    assert len({round(scenes.horizon("meadow", seed), 3) for seed in range(60)}) > 20


def test_a_product_gets_a_stage_and_a_cup_a_table():
    def with_one(kind: str) -> Picture:
        one = Subject(kind, kind, "stand")
        return frames(replace(BARE, setting="interior", subjects=(one,)), [20])[0]

    assert apart(with_one("bottle"), with_one("cup")) > 8


def test_snow_lies_where_it_falls():
    clear, snowed = (frames(replace(BARE, weather=weather), [0])[0] for weather in ("clear", "snow"))
    assert snowed.y[-30:-12].mean() > clear.y[-30:-12].mean() + 20


def test_lightning_is_seen_often_and_never_flashes_more_than_once_a_second():
    """WCAG 2.3.1 allows three flashes a second; a storm here has one, and one in any two seconds."""
    stage, _ = staged(replace(BARE, weather="storm"))
    for seed in range(40):
        storm = Lightning(replace(stage, seed=seed, seconds=15))
        dark = Picture.blank(*SIZE)
        flashes, before = [], False
        for index in range(15 * 24):
            frame = dark.copy()
            storm.draw(frame, Moment(index, index / 24, 0.0, stage.camera.pose(0.0)))
            lit = bool((frame.y != dark.y).any())
            if lit and not before:
                flashes.append(index / 24)
            before = lit
        assert all(1 < b - a <= 2 for a, b in pairwise(flashes))
        assert flashes[0] <= 1 and flashes[-1] >= 13


def test_the_film_comes_last():
    for kit in ("meadow", "space", "studio"):
        _, props = staged(replace(BARE, setting=kit))
        assert isinstance(props[-1], Film)
