"""Rates of many names against the exact algorithm (T31)."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from onetake.core.meter import Meter
from onetake.core.rate import Limit

START = 1_800_000_000.0
LIMITS = st.builds(Limit, st.sampled_from([0.25, 0.5, 1.0, 2.0, 10.0]), st.integers(1, 8))
GAPS = st.lists(st.integers(0, 40).map(lambda n: n / 8), max_size=60)


class Exact:
    """The same in whole fractions of a second, as the algorithm is written down."""

    def __init__(self, limit: Limit) -> None:
        self.step, self.burst = 1 / Fraction(limit.rate), limit.burst
        self.due: Fraction | None = None

    def admits(self, now: Fraction) -> bool:
        due = now if self.due is None else max(self.due, now)
        if due - now > (self.burst - 1) * self.step:
            return False
        self.due = due + self.step
        return True


@given(LIMITS, GAPS)
def test_t31_the_meter_is_the_exact_algorithm_in_burst_and_sustained(limit, gaps):
    # steps that binary floats hold exactly, so that both must agree to the last cell
    limit = Limit(2.0 ** round(limit.rate).bit_length(), limit.burst)
    meter, exact, now = Meter(), Exact(limit), START
    for gap in gaps:
        now += gap
        assert (meter.wait("k", limit, now) == 0.0) == exact.admits(Fraction(now))


@given(LIMITS, GAPS)
def test_t31_who_waits_as_told_is_let_in_and_no_sooner(limit, gaps):
    meter, now = Meter(), START
    for gap in gaps:
        now += gap
        wait = meter.wait("k", limit, now)
        if wait > 0.01:
            assert meter.wait("k", limit, now + wait * 0.5) > 0.0
            assert meter.wait("k", limit, now + wait) == 0.0
            now += wait


@given(LIMITS, st.floats(0.0, 7200.0))
def test_t31_a_clock_set_back_gives_no_free_burst_and_shuts_nobody_out(limit, back):
    meter = Meter()
    for _ in range(limit.burst):
        assert meter.wait("k", limit, START) == 0.0
    wait = meter.wait("k", limit, START - back)
    assert 0.0 < wait <= 1 / limit.rate + 1e-5
    again = START - back + wait + 1e-5
    assert meter.wait("k", limit, again) == 0.0
    assert meter.wait("k", limit, again) > 0.0


@given(LIMITS, st.lists(st.floats(-7200.0, 7200.0), max_size=30))
def test_t31_however_the_clock_jumps_no_more_than_the_time_that_passed_allows(limit, jumps):
    meter, now, forward, let_in = Meter(), START, 0.0, 0
    for jump in jumps:
        now += jump
        forward += max(jump, 0.0)
        while meter.wait("k", limit, now) == 0.0:
            let_in += 1
    assert let_in <= limit.burst + forward * limit.rate + 1e-3 * len(jumps)


def test_names_do_not_share():
    meter, limit = Meter(), Limit(1.0)
    assert meter.wait("a", limit, START) == 0.0
    assert meter.wait("b", limit, START) == 0.0
    assert meter.wait("a", limit, START) > 0.0


def test_a_flood_of_names_is_bounded_and_keeps_who_comes_all_the_time():
    meter, limit = Meter(most=100), Limit(1.0)
    meter.wait("flood", limit, START)
    for i in range(1000):
        meter.wait(f"{i}", limit, START)
        assert meter.wait("flood", limit, START) > 0.0
    assert len(meter) == 100
