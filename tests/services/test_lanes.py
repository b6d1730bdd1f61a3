"""A backend's pace: everybody gets a turn, the limit holds, and a queue does not wake as one."""

from hypothesis import given
from hypothesis import strategies as st

from onetake.core.rate import Limit
from onetake.services.lanes import Lane, Pace, Turns


@given(st.integers(1, 60), st.floats(0.1, 50), st.integers(1, 5))
def test_each_waits_once_and_goes_at_its_own_moment(count: int, rate: float, burst: int) -> None:
    turns = Turns(Limit(rate, burst))
    moments = {f"t{n}": turns.wait(f"t{n}", 100.0) for n in range(count)}
    for name, wait in moments.items():
        if wait:
            assert turns.wait(name, 100.0 + wait + 1e-6) == 0.0
    gone = sorted(moments.values())
    assert sum(wait == 0.0 for wait in gone) <= burst
    assert all(b - a >= 1 / rate - 1e-6 for a, b in zip(gone[burst:], gone[burst + 1 :], strict=False))
    assert gone[-1] <= count / rate + 1e-6


def test_who_leaves_gives_no_moment_back_twice() -> None:
    turns = Turns(Limit(1.0))
    assert turns.wait("a", 0.0) == 0.0
    assert turns.wait("b", 0.0) == 1.0
    turns.left("b")
    assert turns.wait("b", 0.0) == 2.0


def test_without_a_limit_nobody_waits() -> None:
    assert [Turns(None).wait("a", 0.0) for _ in range(3)] == [0.0, 0.0, 0.0]


def test_an_open_circuit_holds_submits_and_no_looks() -> None:
    lane = Lane(Pace(Limit(100.0), Limit(100.0)))
    lane.refused(0.0, "provider_quota", lambda: 0.5)
    assert lane.submit_in("t", 0.0) > 1
    assert lane.looks.wait("t", 0.0) == 0.0
