"""The learned schedule: bounded, quick to learn, and worth it on traces of the documented ranges."""

import json
import math
import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetake.core.expected import UNKNOWN, least_gap, range_for, work_of
from onetake.core.schedule import EDGES, LONGEST, Learned

RANGES = st.tuples(st.floats(3, 500), st.floats(1.2, 10)).map(lambda pair: (pair[0], pair[0] * pair[1]))
UNIFORM = st.floats(0, 1, exclude_max=True)


def half() -> float:
    return 0.5


@given(RANGES, st.floats(0, 1e6), UNIFORM, st.floats(0.5, 30), st.floats(0.05, 20))
def test_a_look_is_never_too_early_nor_put_off_for_ever(
    documented: tuple[float, float], elapsed: float, chance: float, least: float, price: float
) -> None:
    gap = Learned.expecting(*documented).next_look(elapsed, lambda: chance, least, price)
    assert math.isfinite(gap)
    assert least <= gap <= max(least, LONGEST, elapsed) + 1


@given(st.lists(st.floats(0, 1e5), max_size=60))
def test_looks_move_forward_whatever_was_observed(times: list[float]) -> None:
    learned = Learned.expecting(30, 60)
    for seconds in times:
        learned.observe(seconds)
    elapsed = 0.0
    for _ in range(50):
        gap = learned.next_look(elapsed, half, 1.0)
        assert gap >= 1.0
        elapsed += gap


@given(st.floats(5, 2000))
def test_it_learns_where_tasks_end(typical: float) -> None:
    learned = Learned.expecting(*UNKNOWN)
    chance = random.Random(1)
    for _ in range(300):
        learned.observe(typical * chance.uniform(0.9, 1.1))
    assert 0.8 * typical <= learned.quantile(0.5) <= 1.25 * typical
    elapsed, looks = 0.0, []
    while elapsed < 1.4 * typical:
        elapsed += learned.next_look(elapsed, half, 1.0)
        looks.append(elapsed)
    near = [t for t in looks if 0.7 * typical <= t <= 1.3 * typical]
    before = [t for t in looks if t < 0.7 * typical]
    assert near
    assert len(before) <= 2 + typical / LONGEST  # nothing is asked while nothing ends, but for the safety net


@given(st.lists(st.floats(0, 1e6, allow_nan=False), max_size=80))
def test_it_survives_its_storage(times: list[float]) -> None:
    learned = Learned.expecting(30, 60)
    for seconds in times:
        learned.observe(seconds)
    text = json.dumps(learned.as_dict())
    assert len(text) < 1024
    back = Learned.from_dict(json.loads(text))
    assert back.seen == learned.seen
    for elapsed in (0.0, 20.0, 100.0):
        assert back.next_look(elapsed, half, 1.0) == pytest.approx(
            learned.next_look(elapsed, half, 1.0), rel=0.05
        )


@pytest.mark.parametrize(
    "stored",
    [
        {}, {"from": 0, "counts": {}, "seen": 1}, {"from": 0, "counts": ["x"], "seen": 1},
        {"from": 0, "counts": [-1], "seen": 1}, {"from": 0, "counts": [True], "seen": 1},
        {"from": 109, "counts": [1, 2], "seen": 1}, {"from": -1, "counts": [1], "seen": 1},
        {"from": 0, "counts": [], "seen": -1}, {"from": 0, "counts": [1.5], "seen": 1},
        {"from": 0, "counts": [2**50], "seen": 1},
    ],
)  # fmt: skip
def test_what_is_no_schedule_is_refused(stored: dict) -> None:
    with pytest.raises(ValueError, match="learned"):
        Learned.from_dict(stored)


@pytest.mark.parametrize("seconds", [math.nan, math.inf, -1.0])
def test_what_is_no_time_is_not_learned(seconds: float) -> None:
    learned = Learned.expecting(30, 60)
    learned.observe(seconds)
    assert learned.seen == 0


def test_quantiles_of_a_documented_range() -> None:
    learned = Learned.expecting(30, 60)
    assert 25 <= learned.quantile(0.1) <= 32
    assert 40 <= learned.quantile(0.5) <= 46
    assert learned.quantile(0.99) > 60
    assert Learned().quantile(0.5) == 0.0
    marks = [learned.quantile(n / 20) for n in range(21)]
    assert all(a <= b for a, b in pairwise(marks))
    assert marks[-1] <= EDGES[-1]


@pytest.mark.parametrize(
    ("route", "resolution", "seconds", "documented"),
    [
        ("evolink", "480p", 4, (20, 40)),
        ("evolink", "720p", 10, (60, 90)),
        ("evolink", "1080p", 15, (90, 180)),
        ("apiyi", "720p", 5, (120, 300)),
        ("movie", "1080p", 15, (180, 300)),
    ],
)
def test_the_documented_ranges(route: str, resolution: str, seconds: int, documented: tuple) -> None:
    assert range_for(route, resolution, seconds) == pytest.approx(documented, rel=0.02)


@pytest.mark.parametrize(("route", "every"), [("evolink", 5), ("movie", 5), ("apiyi", 15), ("byteplus", 10)])
def test_no_look_is_sooner_than_a_route_advises(route: str, every: float) -> None:
    elapsed = 0.0
    for looks in range(50):
        elapsed += least_gap(route, looks, elapsed)
        assert elapsed >= (looks + 1) * every


@given(
    st.sampled_from(["evolink", "apiyi", "volcengine", "byteplus", "movie", "segmind", "sglang"]),
    st.sampled_from(["480p", "720p", "1080p"]),
    st.just("auto") | st.integers(4, 15),
)
def test_every_kind_has_a_range(route: str, resolution: str, seconds: int | str) -> None:
    low, high = range_for(route, resolution, seconds)
    assert 0 < low < high
    assert work_of(resolution, seconds) > 0
    assert least_gap(route, None, 0.0) >= 2
    assert least_gap(route, 100, 0.0) >= least_gap(route, 0, 1e6) >= 2


def trace(price: float) -> tuple[float, float]:
    """(looks, median delay) of the schedule as the service drives it, as shares of a fixed poll every 10 s:
    the documents' advice is kept, and an end is known only as between two looks."""
    chance, looks, delays, fixed_looks, fixed_delays = random.Random(5), 0, [], 0, []
    kinds = [("evolink", "480p", 4), ("evolink", "720p", 10), ("evolink", "1080p", 15), ("apiyi", "720p", 5),
             ("apiyi", "720p", 15), ("movie", "720p", 8), ("segmind", "720p", 5),
             ("segmind", "720p", 12)]  # fmt: skip
    learned = {kind: Learned.expecting(*range_for(*kind)) for kind in kinds}
    for n in range(3000):
        kind = kinds[n % len(kinds)]
        low, high = range_for(*kind)
        ends = math.exp(chance.gauss(math.log(low * high) / 2, math.log(high / low) / 2.5632))
        ends *= chance.uniform(2, 6) if chance.random() < 0.05 else 1
        elapsed, before, count = 0.0, 0.0, 0
        while elapsed < ends:
            before, least = elapsed, least_gap(kind[0], count, elapsed)
            elapsed += learned[kind].next_look(elapsed, chance.random, least, price)
            count += 1
        looks += count
        delays.append(elapsed - ends)
        learned[kind].observe(elapsed, before)
        fixed_looks += math.ceil(ends / 10)
        fixed_delays.append(math.ceil(ends / 10) * 10 - ends)
    median = sorted(delays)[len(delays) // 2] / (sorted(fixed_delays)[len(delays) // 2])
    return looks / fixed_looks, median


def test_no_more_looks_than_a_fixed_poll_at_about_half_its_delay() -> None:
    looks, delay = trace(0.1)
    assert looks <= 1.0
    assert delay <= 0.53


def test_half_its_looks_at_no_greater_delay() -> None:
    looks, delay = trace(0.8)
    assert looks <= 0.5
    assert delay <= 1.0


def test_an_end_before_the_first_look_is_not_learned_as_an_end_at_it() -> None:
    """Where tasks are far quicker than the documents say, the schedule finds out."""
    learned, chance, late = Learned.expecting(120, 300), random.Random(1), []
    for _ in range(300):
        ends, elapsed, before = 30 * chance.lognormvariate(0, 0.1), 0.0, 0.0
        while elapsed < ends:
            before = elapsed
            elapsed += learned.next_look(elapsed, chance.random, 2.0, 0.6)
        learned.observe(elapsed, before)
        late.append(elapsed - ends)
    assert sum(late[-100:]) / 100 < 6
