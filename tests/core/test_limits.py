"""What a key may do, as a value."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetake.core import limits
from onetake.core.limits import Limits
from onetake.core.problem import Problem

MONEY = st.none() | st.integers(0, limits.MOST)
LIMITS = st.builds(
    Limits,
    day=MONEY,
    month=MONEY,
    total=MONEY,
    concurrency=st.none() | st.integers(1, 1000),
    queue=st.none() | st.integers(0, 1000),
    weight=st.integers(1, 100),
    per_minute=st.none() | st.floats(0.001, 1e6),
    per_second=st.none() | st.integers(1, 1000),
    burst=st.none() | st.integers(1, 1000),
    routes=st.sets(st.sampled_from(["native", "evolink"])).map(tuple),
    models=st.sets(st.text(min_size=1)).map(tuple),
    group=st.none() | st.text(min_size=1, max_size=64),
    billing_mode=st.none() | st.sampled_from(limits.BILLING_MODES),
)


@given(LIMITS)
def test_a_column_brings_back_what_was_written(told):
    assert limits.read(limits.written(told)) == told
    assert limits.checked(told.as_dict()) == told


def test_nothing_limited_is_no_column():
    assert limits.written(limits.NONE) is None
    assert limits.read(None) is limits.NONE


@given(LIMITS, st.sampled_from(sorted(Limits.__dataclass_fields__)))
def test_null_takes_one_limit_away_and_leaves_the_others(was, name):
    now = limits.checked({name: None}, was)
    rest = {k: v for k, v in was.as_dict().items() if k != name}
    assert now.as_dict() == rest


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("day", -1), ("day", 1.5), ("day", True), ("day", "1"), ("month", 2**63), ("concurrency", 0),
        ("queue", -1), ("weight", 0), ("per_minute", 0), ("per_second", float("nan")), ("per_second", True),
        ("routes", "native"), ("routes", [""]), ("models", [1]), ("group", ""), ("billing_mode", "free"),
        ("colour", 1),
    ],
)  # fmt: skip
def test_what_is_no_limit_is_named(name, value):
    with pytest.raises(Problem) as raised:
        limits.checked({name: value, "burst": 5})
    assert [o.field for o in raised.value.offences] == [name]


def test_every_fault_is_named_at_once():
    with pytest.raises(Problem) as raised:
        limits.checked({"day": -1, "weight": 0, "queue": "many"})
    assert [o.field for o in raised.value.offences] == ["day", "weight", "queue"]


@given(st.datetimes(datetime(2001, 1, 1), datetime(2200, 1, 1)))
def test_a_budget_starts_anew_with_the_next_period_and_not_before(moment):
    now = moment.replace(tzinfo=UTC).timestamp()
    day, month, all_time = limits.periods(now)
    assert (day, month, all_time) == (moment.strftime("%Y-%m-%d"), moment.strftime("%Y-%m"), "")
    for place, budget in enumerate(limits.BUDGETS[:2]):
        then = limits.anew(budget, now)
        assert then is not None and then > now
        assert limits.periods(then)[place] != limits.periods(now)[place]
        assert limits.periods(then - 1)[place] == limits.periods(now)[place]
    assert limits.anew("total", now) is None
    tomorrow = (moment + timedelta(days=1)).strftime("%Y-%m-%d")
    assert limits.periods(limits.anew("day", now) or 0)[0] == tomorrow


@given(LIMITS, st.tuples(*[st.integers(0, limits.MOST)] * 3))
def test_a_budget_is_exceeded_when_more_than_its_limit_is_spent(told, spent):
    over = [
        (name, limit, amount)
        for name, limit, amount in zip(limits.BUDGETS, (told.day, told.month, told.total), spent, strict=True)
        if limit is not None and amount > limit
    ]
    found = limits.exceeded(told, spent)
    assert (found is None) == (not over)
    assert found is None or found == over[-1]


def test_what_a_rate_lets_through_at_once():
    assert Limits(per_minute=90).creates.burst == 90
    assert Limits(per_minute=90, burst=5).creates.burst == 5
    assert Limits(per_second=0.5).requests.burst == 1
    assert Limits().creates is None and Limits().requests is None


def test_how_many_may_be_open():
    assert Limits(concurrency=2, queue=3).most_open == 5
    assert Limits(concurrency=2).most_open is None and Limits(queue=3).most_open is None
