"""Backoff: bounded, growing, and random only through its argument."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetake.core.backoff import equal_jitter, full_jitter

ATTEMPT = st.integers(1, 10_000)
UNIFORM = st.floats(0, 1, exclude_max=True)
FIRST = st.floats(0.01, 10)
CAP = st.floats(10, 1000)


@given(ATTEMPT, UNIFORM, FIRST, CAP)
def test_full_jitter_stays_inside_its_window(attempt: int, draw: float, first: float, cap: float) -> None:
    window = cap if attempt > 40 else min(cap, first * 2 ** (attempt - 1))
    assert 0 <= full_jitter(attempt, lambda: draw, first, cap) <= window


@given(ATTEMPT, UNIFORM, FIRST, CAP)
def test_equal_jitter_never_falls_below_half(attempt: int, draw: float, first: float, cap: float) -> None:
    window = cap if attempt > 40 else min(cap, first * 2 ** (attempt - 1))
    assert window / 2 <= equal_jitter(attempt, lambda: draw, first, cap) <= window


@given(ATTEMPT, UNIFORM)
def test_a_later_try_never_waits_less_for_the_same_draw(attempt: int, draw: float) -> None:
    assert full_jitter(attempt + 1, lambda: draw) >= full_jitter(attempt, lambda: draw)
    assert equal_jitter(attempt + 1, lambda: draw) >= equal_jitter(attempt, lambda: draw)


@pytest.mark.parametrize(("attempt", "longest"), [(1, 1), (2, 2), (3, 4), (5, 16), (6, 30), (99, 30)])
def test_the_window_doubles_up_to_the_cap(attempt: int, longest: float) -> None:
    assert full_jitter(attempt, lambda: 0.5) == longest / 2
    assert full_jitter(attempt, lambda: 0.0) == 0


def test_equal_jitter_spans_the_upper_half() -> None:
    assert equal_jitter(3, lambda: 0.0) == 2.0
    assert equal_jitter(3, lambda: 0.5) == 3.0
    assert equal_jitter(3, lambda: 0.75) == 3.5
