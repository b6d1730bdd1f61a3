"""Acts: typed, at their places only, and counted as their scenario says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetake.core.acts import ACTS, HURRY, Answer, Counts, act_of, lasting


def acts(*times: int) -> list[Answer]:
    return [Answer(at="look", status=500 + index, times=count) for index, count in enumerate(times)]


def statuses(counts: Counts, told: list[Answer], calls: int, *, again: bool = False) -> list[int]:
    found = (counts.next("a task", told, again=again) for _ in range(calls))
    return [act.status if isinstance(act, Answer) else 200 for act in found]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ({"at": "create", "do": "explode"}, "no act 'explode'"),
        ({"at": "connect", "do": "answer", "status": 500}, "does not happen at 'connect'"),
        ({"at": "create", "do": "answer", "status": "500"}, "answer.status is '500'"),
        ({"at": "create", "do": "reset", "accepted": 1}, "reset.accepted is 1"),
        ({"at": "create", "do": "refuse", "code": "no_such_code"}, "not a canonical code"),
    ],
)
def test_what_cannot_be_is_refused(row: dict, fault: str):
    with pytest.raises(ValueError, match=fault):
        act_of(row)


def test_a_field_that_an_act_lacks_is_refused():
    with pytest.raises(TypeError):
        act_of({"at": "create", "do": "hang", "status": 500})


def test_every_act_has_a_name_and_a_place():
    assert all(kind.do == name and kind.places for name, kind in ACTS.items())


@given(st.lists(st.integers(1, 4), min_size=1, max_size=4))
def test_each_act_has_its_calls_in_order_and_then_all_pass(times: list[int]):
    told = acts(*times)
    expected = [500 + index for index, count in enumerate(times) for _ in range(count)]
    assert statuses(Counts(), told, len(expected) + 3) == [*expected, 200, 200, 200]


@given(st.lists(st.integers(1, 4), min_size=1, max_size=4), st.integers(1, 4))
def test_with_again_one_call_passes_between_two_rounds(times: list[int], rounds: int):
    told = acts(*times)
    one = [*statuses(Counts(), told, sum(times)), 200]
    assert statuses(Counts(), told, len(one) * rounds, again=True) == one * rounds


@given(st.booleans())
def test_an_act_without_times_strikes_for_ever(again: bool):
    assert statuses(Counts(), acts(2, 0), 9, again=again) == [500] * 2 + [501] * 7


def test_subjects_are_counted_apart_and_the_oldest_is_forgotten():
    counts, told = Counts(most=2), acts(1)
    assert [counts.next(name, told) is None for name in ("a", "a", "b", "a")] == [False, True, False, True]
    counts.next("c", told)
    assert counts.next("b", told) is not None, "b was the one that nobody asked for longest"


def test_no_acts_are_no_count():
    assert Counts().next("a", []) is None


def test_a_wait_never_vanishes():
    assert lasting(600, 0) == 600 * HURRY
    assert lasting(600, 1) == 600
    assert lasting(600, 0.5) == 300
