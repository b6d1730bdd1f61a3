"""Chaos profiles: exact shares, drawn the same for the same seed."""

from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetake.core.chaos import Profile, profile, profiles, read
from onetake.core.scenarios import PERFECT, scenarios

SEGMIND = profiles()["segmind-2026"]
DRAWS = 40_000


def test_segmind_fails_as_often_as_its_guide_counted():
    assert sum(SEGMIND.shares.values()) == Fraction(1158, 4367)
    assert round(float(sum(SEGMIND.shares.values())), 3) == 0.265


def test_segmind_has_the_seventeen_kinds_of_the_guides_table_in_its_words():
    assert {scenarios()[name].row for name in SEGMIND.draw} == {f"S0-{row}" for row in range(1, 18)}
    words = {int(scenarios()[name].row[3:]): word for name, word in SEGMIND.draw.items()}
    counts = {"very common": 2, "common": 2, "occasional": 6, "rare": 7}
    assert [words[row] for row in range(1, 18)] == [w for w, count in counts.items() for _ in range(count)]
    assert SEGMIND.words == {"very common": 8, "common": 4, "occasional": 2, "rare": 1}
    assert SEGMIND.assumption, "the weights are ours, and the listing says so"


@pytest.mark.parametrize("name", profiles())
def test_the_draws_follow_the_shares(name: str):
    """Within five standard deviations of every share."""
    told = profiles()[name]
    drawn = Counter(told.drawn(7, number) for number in range(DRAWS))
    shares = {**told.shares, PERFECT: 1 - sum(told.shares.values())}
    assert set(drawn) <= set(shares)
    for scenario, share in shares.items():
        p = float(share)
        assert abs(drawn[scenario] - DRAWS * p) <= 5 * (DRAWS * p * (1 - p)) ** 0.5 + 1e-9, scenario


@given(st.integers(), st.integers(0, 10**6))
def test_the_same_seed_draws_the_same(seed: int, number: int):
    assert SEGMIND.drawn(seed, number) == SEGMIND.drawn(seed, number)


def test_another_seed_draws_otherwise():
    rows = {tuple(SEGMIND.drawn(seed, number) for number in range(200)) for seed in range(20)}
    assert len(rows) == 20


def test_a_scenario_is_a_profile_that_every_create_plays():
    told = profile("s0-14-copyright")
    assert {told.drawn(1, number) for number in range(50)} == {"s0-14-copyright"}
    assert profile("calm").drawn(1, 1) == PERFECT
    with pytest.raises(KeyError):
        profile("strom")


@pytest.mark.parametrize(
    "row",
    [
        {"failures": 1, "calls": 2},
        {"failures": 3, "calls": 2, "words": {"a": 1}, "draw": {"ok": "a"}},
        {"failures": 1, "calls": 2, "words": {"a": 1}, "draw": {"no-such": "a"}},
        {"failures": 1, "calls": 2, "words": {"a": 1}, "draw": {"ok": "b"}},
        {"failures": 1, "calls": 2, "colour": "red"},
    ],
)
def test_a_bad_profile_is_refused_by_name(row: dict):
    with pytest.raises(ValueError, match="chaos profile odd"):
        read({"odd": {"title": "Odd", **row}})


def test_shares_are_exact_for_any_weights():
    told = Profile(
        name="x", title="x", failures=1, calls=3, words={"a": 5, "b": 2}, draw={"ok": "a", "internal": "b"}
    )
    assert told.shares == {"ok": Fraction(5, 21), "internal": Fraction(2, 21)}
