"""All 18 exact sizes, the nearest ratio, and every token sample that was ever seen (contract §1.11)."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetake.core import geometry
from onetake.core.catalogue import catalogue

RATIOS = ("16:9", "4:3", "1:1", "3:4", "9:16", "21:9")
SIZES = {
    "480p": ((864, 496), (752, 560), (640, 640), (560, 752), (496, 864), (992, 432)),
    "720p": ((1280, 720), (1112, 834), (960, 960), (834, 1112), (720, 1280), (1470, 630)),
    "1080p": ((1920, 1080), (1664, 1248), (1440, 1440), (1248, 1664), (1080, 1920), (2206, 946)),
}
EVERY = [(tier, ratio, wh) for tier, row in SIZES.items() for ratio, wh in zip(RATIOS, row, strict=True)]


@pytest.mark.parametrize(("tier", "ratio", "pixels"), EVERY)
def test_size(tier: str, ratio: str, pixels: tuple[int, int]) -> None:
    assert geometry.size(tier, ratio) == pixels


def test_there_are_no_other_sizes() -> None:
    assert {(t, r) for t, row in catalogue().sizes.items() for r in row} == {(t, r) for t, r, _ in EVERY}
    for tier, ratio in (("4k", "16:9"), ("720p", "adaptive"), ("720P", "16:9"), ("720p", "2:3")):
        with pytest.raises(KeyError):
            geometry.size(tier, ratio)


@pytest.mark.parametrize("tier", SIZES)
def test_the_largest_of_a_tier_has_the_most_pixels(tier: str) -> None:
    width, height = geometry.largest(tier)
    assert width * height == max(w * h for w, h in SIZES[tier])


@pytest.mark.parametrize(("tier", "ratio", "pixels"), EVERY)
def test_each_size_is_nearest_to_its_own_ratio(tier: str, ratio: str, pixels: tuple[int, int]) -> None:
    assert geometry.nearest_ratio(*pixels) == ratio


@pytest.mark.parametrize(
    ("width", "height", "ratio"),
    [
        (4032, 3024, "4:3"),
        (3024, 4032, "3:4"),
        (1080, 2400, "9:16"),
        (3840, 1080, "21:9"),
        (1000, 1010, "1:1"),
        (1155, 1000, "4:3"),
        (1154, 1000, "1:1"),
    ],
)
def test_pictures_of_the_wild(width: int, height: int, ratio: str) -> None:
    assert geometry.nearest_ratio(width, height) == ratio


TURNED = {"16:9": "9:16", "4:3": "3:4", "1:1": "1:1", "3:4": "4:3", "9:16": "16:9"}


@given(st.integers(1, 6000), st.integers(1, 6000))
def test_a_turned_picture_gets_the_turned_ratio(width: int, height: int) -> None:
    ratio, turned = geometry.nearest_ratio(width, height), geometry.nearest_ratio(height, width)
    # 21:9 has no portrait twin, and a picture exactly between two ratios may fall either way.
    if "21:9" not in (ratio, turned) and Fraction(width * width, height * height) not in MIDDLES:
        assert turned == TURNED[ratio]


MIDDLES = {Fraction(64, 27), Fraction(4, 3), Fraction(3, 4), Fraction(27, 64)}
"""Squares of the geometric means of neighbouring ratios."""


@pytest.mark.parametrize(
    ("tier", "seconds", "tokens"),
    [
        ("720p", 5, 108_900),
        ("720p", 4, 87_300),
        ("720p", 8, 173_700),
        ("720p", 4 + 4, 173_700),
        ("720p", 15, 324_900),
        ("720p", 30 + 30, 1_296_900),
        ("480p", 5, Fraction(101_277, 2)),
    ],
)
def test_tokens_are_those_of_the_samples(tier: str, seconds: int, tokens: Fraction) -> None:
    assert geometry.tokens(*geometry.size(tier, "16:9"), seconds) == tokens


def test_half_a_token_is_held_as_a_whole_one() -> None:
    assert geometry.ceil_tokens(864, 496, 5) == 50_639


@given(st.integers(1, 4000), st.integers(1, 4000), st.fractions(0, 60, max_denominator=1000))
def test_the_ceiling_is_never_a_whole_token_above(width: int, height: int, seconds: Fraction) -> None:
    exact = geometry.tokens(width, height, seconds)
    assert 0 <= geometry.ceil_tokens(width, height, seconds) - exact < 1
