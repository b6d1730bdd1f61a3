"""The circuit breaker: opens after failures in a row, lets one trial through, closes on success."""

from hypothesis import given
from hypothesis import strategies as st

from onetake.core.circuit import FAILURES, LONGEST, RETURN, TRIAL, Circuit


def half() -> float:
    return 0.5


def test_it_opens_after_failures_in_a_row_only() -> None:
    circuit = Circuit()
    for n in range(FAILURES - 1):
        circuit.failed(float(n), "provider_unavailable", half)
    circuit.answered()
    for n in range(FAILURES - 1):
        circuit.failed(float(n), "provider_unavailable", half)
        assert circuit.wait(float(n)) == 0.0
    circuit.failed(10.0, "provider_unavailable", half)
    assert (circuit.state(10.0), circuit.reason) == ("open", "provider_unavailable")
    assert circuit.wait(10.0) > 0


def test_the_operators_own_affairs_open_it_at_once() -> None:
    circuit = Circuit()
    circuit.failed(0.0, "provider_quota", half, at_once=True)
    assert (circuit.state(0.0), circuit.reason) == ("open", "provider_quota")


def test_half_open_lets_one_through_and_the_others_come_back() -> None:
    circuit = Circuit()
    circuit.failed(0.0, "provider_auth", half, at_once=True)
    later = circuit.until
    assert circuit.state(later) == "half_open"
    assert circuit.wait(later) == 0.0
    assert 0 < circuit.wait(later) <= RETURN
    circuit.answered()
    assert circuit.wait(later) == 0.0
    assert circuit.state(later) == "closed"


def test_a_trial_that_never_told_gives_way() -> None:
    circuit = Circuit()
    circuit.failed(0.0, "provider_auth", half, at_once=True)
    later = circuit.until
    assert circuit.wait(later) == 0.0
    assert circuit.wait(later + TRIAL) == 0.0


@given(st.lists(st.booleans(), max_size=40), st.floats(0, 0.999))
def test_it_never_shuts_for_longer_than_its_longest(outcomes: list[bool], chance: float) -> None:
    circuit, now = Circuit(), 0.0
    for well in outcomes:
        now += circuit.wait(now)
        assert circuit.wait(now) <= max(LONGEST, TRIAL)
        if well:
            circuit.answered()
        else:
            circuit.failed(now, "provider_unavailable", lambda: chance)
        assert 0 <= circuit.until - now <= LONGEST or circuit.state(now) == "closed"
