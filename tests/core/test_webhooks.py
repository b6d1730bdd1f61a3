"""What each contract tells by webhook, and how often it is tried."""

import pytest

from onetake.core.lifecycle import STATUSES
from onetake.core.webhooks import rule_of


@pytest.mark.parametrize(
    ("dialect", "gaps", "timeout"),
    [("ark", (5, 5, 5), 5), ("evolink", (1, 2, 4), 10), ("movie", (5, 5, 5), 5)],
)
def test_documented_repeats(dialect: str, gaps: tuple[int, ...], timeout: int) -> None:
    rule = rule_of(dialect)
    assert (rule.gaps, rule.timeout) == (gaps, timeout)
    assert rule.tells <= set(STATUSES)


def test_who_tells_what() -> None:
    assert "cancelled" not in rule_of("ark").tells
    assert rule_of("evolink").tells == {"succeeded", "failed", "cancelled", "expired"}
    assert rule_of("segmind") == rule_of("native")
