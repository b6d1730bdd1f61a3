"""GCRA against a reference that computes in exact fractions."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetake.core.rate import Limit, admit

NOW = 1_764_000_000
TICK = Fraction(1, 1024)
"""Times and steps are binary fractions, so that floats and the exact model see the same numbers."""

LIMITS = st.builds(Limit, st.sampled_from([0.25, 1.0, 2.0, 8.0, 64.0]), st.integers(1, 12))
GAPS = st.lists(st.integers(-4096, 8192), max_size=60)
"""Ticks between calls: a negative one is a clock that was set back."""


def reference(limit: Limit, tat: Fraction | None, now: Fraction) -> tuple[bool, Fraction, Fraction]:
    step = 1 / Fraction(limit.rate)
    tat = max(now, tat if tat is not None else now)
    early = tat - now - (limit.burst - 1) * step
    return (False, tat, early) if early > 0 else (True, tat + step, Fraction(0))


@given(LIMITS, GAPS)
def test_every_verdict_is_that_of_the_exact_model(limit: Limit, gaps: list[int]) -> None:
    now, tat, exact = Fraction(NOW), None, None
    for gap in gaps:
        now += gap * TICK
        admitted, tat, wait = admit(limit, tat, float(now))
        expected, exact, expected_wait = reference(limit, exact, now)
        assert (admitted, tat, wait) == (expected, float(exact), float(expected_wait))


@given(
    st.floats(1.7e9, 2.5e9, allow_nan=False),
    st.floats(0.1, 500),
    st.integers(1, 200),
)
def test_a_full_burst_is_admitted_at_any_real_time(now: float, rate: float, burst: int) -> None:
    tat, admitted = None, 0
    for _ in range(burst + 1):
        ok, tat, _wait = admit(Limit(rate, burst), tat, now)
        admitted += ok
    assert admitted == burst


@given(LIMITS, GAPS)
def test_waiting_as_told_is_enough(limit: Limit, gaps: list[int]) -> None:
    now, tat = float(NOW), None
    for gap in gaps:
        now += float(gap * TICK)
        ok, tat, wait = admit(limit, tat, now)
        if not ok:
            assert wait > 0
            assert admit(limit, tat, now + wait)[0]


def test_a_refusal_takes_nothing() -> None:
    _, tat, _ = admit(Limit(1.0), None, NOW)
    first = admit(Limit(1.0), tat, NOW)
    assert first == (False, tat, 1.0)
    assert admit(Limit(1.0), first[1], NOW) == first


@pytest.mark.parametrize("back", [1.0, 60.0, 86_400.0])
def test_a_clock_set_back_gives_no_free_burst(back: float) -> None:
    limit, tat = Limit(10.0, 5), None
    for _ in range(5):
        _, tat, _ = admit(limit, tat, NOW)
    ok, kept, wait = admit(limit, tat, NOW - back)
    assert not ok
    assert kept == tat
    assert wait >= back


def test_an_idle_hour_refills_the_burst_and_no_more() -> None:
    limit, tat = Limit(1.0, 3), None
    for _ in range(3):
        _, tat, _ = admit(limit, tat, NOW)
    verdicts = []
    for _ in range(5):
        ok, tat, _ = admit(limit, tat, NOW + 3600)
        verdicts.append(ok)
    assert verdicts == [True, True, True, False, False]
