"""What each contract tells by webhook, and how often it is tried."""

import time
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime, formatdate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetake.core.lifecycle import STATUSES
from onetake.core.webhooks import LONGEST_WISH, STATES, Rule, gap, rule_of, wished

NOW = 1_800_000_000.0


@pytest.mark.parametrize(
    ("dialect", "gaps", "timeout"),
    [("ark", (5, 5, 5), 5), ("evolink", (1, 2, 4), 10), ("movie", (5, 5, 5), 5)],
)
def test_documented_repeats(dialect: str, gaps: tuple[int, ...], timeout: int) -> None:
    rule = rule_of(dialect)
    assert (rule.gaps, rule.timeout, rule.spread) == (gaps, timeout, 0)
    assert rule.tells <= set(STATUSES)
    assert [gap(rule, tries, lambda: 0.9) for tries in (1, 2, 3, 4)] == [*gaps, None]


def test_our_own_schedule_is_long() -> None:
    rule = rule_of("native")
    hours = [5 / 3600, 300 / 3600, 0.5, 2, 5, 10, 14, 20, 24]
    assert [seconds / 3600 for seconds in rule.gaps] == pytest.approx(hours)
    assert 75 < sum(rule.gaps) / 3600 < 76


def test_who_tells_what() -> None:
    assert "cancelled" not in rule_of("ark").tells
    assert rule_of("evolink").tells == {"succeeded", "failed", "cancelled", "expired"}
    assert rule_of("segmind") == rule_of("native")


@given(st.integers(1, 9), st.floats(0, 1, exclude_max=True), st.floats(0, 1e9))
def test_a_gap_is_within_a_fifth_and_a_wish_only_makes_it_longer(
    tries: int, drawn: float, wish: float
) -> None:
    rule = rule_of("native")
    planned = rule.gaps[tries - 1]
    plain = gap(rule, tries, lambda: drawn)
    assert plain is not None
    assert 0.8 * planned <= plain <= 1.2 * planned
    asked = gap(rule, tries, lambda: drawn, wish)
    assert asked == max(plain, min(wish, LONGEST_WISH))
    assert gap(rule, 10, lambda: drawn, wish) is None


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120), (" 7 ", 7), ("0", 0), (formatdate(NOW + 60, usegmt=True), 60),
        (formatdate(NOW - 60, usegmt=True), 0), ("9" * 400, 999_999_999), (None, 0), ("", 0), ("soon", 0),
        ("-5", 0), ("1.5", 0), ("٣", 0), ("Fri, 99 Nov 2026 08:00:00 GMT", 0),
    ],
)  # fmt: skip
def test_what_a_retry_after_says(header: str | None, seconds: float) -> None:
    assert wished(header, NOW) == seconds


@given(st.text(max_size=40))
def test_no_retry_after_breaks_anything(header: str) -> None:
    assert 0 <= wished(header, NOW) < 1e12


def test_the_long_schedule_is_natives_with_the_contracts_own_rest() -> None:
    long, plain, native = rule_of("evolink", long=True), rule_of("evolink"), rule_of("native")
    assert (long.gaps, long.spread) == (native.gaps, native.spread) == (native.gaps, 0.2)
    assert (long.tells, long.timeout) == (plain.tells, plain.timeout)
    assert gap(native, 1, lambda: 0.0) == pytest.approx(4.0)
    assert gap(native, 1, lambda: 0.5) == pytest.approx(5.0)
    assert gap(native, 1, lambda: 1.0) == pytest.approx(6.0)


def test_states_are_told_apart_from_the_first_to_the_last() -> None:
    assert list(STATES) == ["pending", "retrying", "delivered", "superseded", "held", "exhausted"]


def test_a_receiver_may_wish_for_as_long_as_we_would_wait_ourselves() -> None:
    assert rule_of("native").gaps[-1] == LONGEST_WISH
    assert gap(rule_of("ark"), 1, lambda: 0.5, 10 * LONGEST_WISH) == LONGEST_WISH


@given(st.floats(0, 1e5), st.floats(0, 1, exclude_max=True))
def test_without_a_spread_and_a_wish_a_gap_is_what_the_contract_says(seconds: float, drawn: float) -> None:
    assert gap(Rule(frozenset(), (seconds,), 1.0, 0.0), 1, lambda: drawn) == seconds


@pytest.mark.parametrize("here", ["UTC", "Asia/Kolkata"])
def test_a_date_is_the_same_moment_whatever_its_zone_and_ours(
    monkeypatch: pytest.MonkeyPatch, here: str
) -> None:
    moment = datetime.fromtimestamp(NOW + 60, tz=UTC)
    with monkeypatch.context() as patched:
        patched.setenv("TZ", here)
        time.tzset()
        for hours in range(-12, 15):
            there = moment.astimezone(timezone(timedelta(hours=hours)))
            assert wished(format_datetime(there), NOW) == 60
        # -0000 is UTC from somebody who does not say where he is (RFC 5322 §3.3).
        assert wished(format_datetime(moment.replace(tzinfo=None)), NOW) == 60
    time.tzset()
