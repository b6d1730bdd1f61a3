"""What a customer is told by webhook, and how often it is tried: data of each contract
(catalogue/webhooks.toml)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC
from email.utils import parsedate_to_datetime
from functools import cache
from importlib.resources import files

from onetake.core.backoff import Uniform

LONGEST_WISH = 86_400.0
"""Seconds that a receiver's Retry-After may hold a message back at most: as long as our own longest gap."""

STATES = {
    "pending": "waits for its first try",
    "retrying": "was tried, and will be again",
    "delivered": "a try was answered with 2xx",
    "superseded": "the task moved on before it could be sent: a newer message tells it",
    "held": "its address is disabled; it goes out once that is enabled",
    "exhausted": "every try failed, or the address said that it is gone",
}
"""States of a message, each with what it means."""


@dataclass(frozen=True, slots=True)
class Rule:
    """tells: our statuses; gaps: seconds before each repeat; timeout: seconds for an answer; spread: the part
    of a gap by which it may be longer or shorter, so that many do not come as one."""

    tells: frozenset[str]
    gaps: tuple[float, ...]
    timeout: float
    spread: float


@cache
def _rules() -> Mapping[str, Rule]:
    rows = tomllib.loads(files("onetake.catalogue").joinpath("webhooks.toml").read_text("utf-8"))
    return {
        name: Rule(
            frozenset(row["tells"]),
            tuple(map(float, row["gaps"])),
            float(row["timeout"]),
            row.get("spread", 0.0),
        )
        for name, row in rows.items()
    }


def rule_of(dialect: str, *, long: bool = False) -> Rule:
    """The rule of a contract; one without webhooks of its own has native's. long: with native's repeats."""
    native = _rules()["native"]
    rule = _rules().get(dialect) or native
    return replace(rule, gaps=native.gaps, spread=native.spread) if long else rule


def gap(rule: Rule, tries: int, uniform: Uniform, wish: float = 0.0) -> float | None:
    """Seconds from a failed try, the `tries`-th, to the next; None when it was the last.

    wish: what the receiver asked for (`wished`); it makes a gap longer and never shorter.
    """
    if tries > len(rule.gaps):
        return None
    planned = rule.gaps[tries - 1] * (1 + rule.spread * (2 * uniform() - 1))
    return max(planned, min(wish, LONGEST_WISH))


def wished(retry_after: str | None, now: float) -> float:
    """A Retry-After header in seconds from `now` (unix seconds): a number or a date; 0 for anything else."""
    text = (retry_after or "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError, OverflowError):
        return 0.0
    return max(0.0, (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() - now)
