"""What one key may do: budgets, tasks at once, rates, routes and models (errors-and-faults T31).

Pure values. Budgets are micro-credits; a budget's period is a UTC day ("2026-11-21"), a UTC month ("2026-11")
or all time (""), and a task counts in the periods of its accept, whenever it ends.
"""

import json
import time
from calendar import timegm
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Any

from onetake.core.problem import Offence, Problem
from onetake.core.rate import Limit

BILLING_MODES = ("pay_as_you_go", "pay_as_you_go_priority", "pay_per_request")
MOST = 2**62
"""Above every number that a limit may name: sums of two stay within 64 bits."""
DAY = 86_400
BUDGETS = ("day", "month", "total")
_COUNTS = {"concurrency": 1, "queue": 0, "weight": 1, "burst": 1}
_RATES = ("per_minute", "per_second")
_NAMES = ("routes", "models")
_FIX = "Send the value named, or null for no limit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The limits of a key; None is no limit.

    day, month, total: budgets in micro-credits. concurrency: tasks that are under way at a time; queue: how
    many more may wait for a place. weight: the key's share where keys compete for a backend. per_minute:
    creates; per_second: requests of any kind; burst: how many of them at once (a rate's own by default).
    routes, models: what creates may come in by and ask for; empty is all. group, billing_mode: the token
    properties that S4 (APIYI) asks for; None has all of them.
    """

    day: int | None = None
    month: int | None = None
    total: int | None = None
    concurrency: int | None = None
    queue: int | None = None
    weight: int = 1
    per_minute: float | None = None
    per_second: float | None = None
    burst: int | None = None
    routes: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    group: str | None = None
    billing_mode: str | None = None

    @property
    def budgeted(self) -> bool:
        return self.day is not None or self.month is not None or self.total is not None

    @property
    def most_open(self) -> int | None:
        """Tasks that may be open, those that wait among them; None where any number may wait."""
        if self.concurrency is None or self.queue is None:
            return None
        return self.concurrency + self.queue

    @property
    def creates(self) -> Limit | None:
        """A minute's creates may come at once, unless the burst is told."""
        if self.per_minute is None:
            return None
        return Limit(self.per_minute / 60, self.burst or max(1, int(self.per_minute)))

    @property
    def requests(self) -> Limit | None:
        """A second's requests may come at once, unless the burst is told."""
        if self.per_second is None:
            return None
        return Limit(self.per_second, self.burst or max(1, int(self.per_second)))

    def as_dict(self) -> dict[str, Any]:
        """What is set, by name; `checked` takes it back."""
        told = {f.name: (getattr(self, f.name), f.default) for f in fields(self)}
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, (value, default) in told.items()
            if value != default
        }


NONE = Limits()


@lru_cache(maxsize=4096)
def read(text: str | None) -> Limits:
    """The limits in a key's column: the same text is one value, so that a request pays a look-up only."""
    return checked(json.loads(text)) if text else NONE


def written(limits: Limits) -> str | None:
    """The column's text; None where nothing is limited."""
    told = limits.as_dict()
    return json.dumps(told, separators=(",", ":"), sort_keys=True) if told else None


def checked(told: Mapping[str, Any], was: Limits = NONE) -> Limits:
    """`was` with the told values; null takes a limit away. Raises Problem with everything that is wrong."""
    default = {f.name: f.default for f in fields(Limits)}
    found: list[Offence] = []
    values: dict[str, Any] = {}
    for name, value in told.items():
        if name not in default:
            limit = f"one of {', '.join(default)}"
            found.append(Offence(name, value, limit, "Drop it", "unsupported_parameter"))
        elif value is None:
            values[name] = default[name]
        elif wrong := _wrong(name, value):
            found.append(Offence(name, value, wrong, _FIX))
        else:
            values[name] = tuple(dict.fromkeys(value)) if name in _NAMES else value
    if found:
        raise Problem.of(found)
    return replace(was, **values)


def _wrong(name: str, value: Any) -> str | None:
    """What a value should have been, or None."""
    if name in BUDGETS or name in _COUNTS:
        least = _COUNTS.get(name, 0)
        good = isinstance(value, int) and not isinstance(value, bool) and least <= value <= MOST
        return None if good else f"a whole number from {least}"
    if name in _RATES:
        good = isinstance(value, int | float) and not isinstance(value, bool) and 0.001 <= value <= 1e6
        return None if good else "a number from 0.001 to 1000000"
    if name in _NAMES:
        good = isinstance(value, list | tuple) and all(isinstance(v, str) and v for v in value)
        return None if good else "a list of names"
    if name == "billing_mode":
        return None if value in BILLING_MODES else f"one of {', '.join(BILLING_MODES)}"
    return None if isinstance(value, str) and 0 < len(value) <= 64 else "a name of 1 to 64 characters"


def periods(now: float) -> tuple[str, str, str]:
    """The day, the month and all time that a moment (unix seconds) counts in, as BUDGETS."""
    return _periods_of(int(now // DAY))


@lru_cache(maxsize=64)
def _periods_of(number: int) -> tuple[str, str, str]:
    day = time.strftime("%Y-%m-%d", time.gmtime(number * DAY))
    return day, day[:7], ""


def anew(budget: str, now: float) -> float | None:
    """When a budget starts anew (unix seconds); None for the one that never does."""
    year, month, day = time.gmtime(now)[:3]
    if budget == "day":
        return float(timegm((year, month, day + 1, 0, 0, 0)))
    if budget == "month":
        return float(timegm((year + month // 12, month % 12 + 1, 1, 0, 0, 0)))
    return None


def exceeded(limits: Limits, spent: Sequence[int]) -> tuple[str, int, int] | None:
    """The budget that `spent` (with the new task, as BUDGETS) is above, its limit and what was spent; the one
    that lasts longest, since nothing is gained by waiting for another."""
    limited = (limits.day, limits.month, limits.total)
    for name, limit, amount in zip(reversed(BUDGETS), reversed(limited), reversed(spent), strict=True):
        if limit is not None and amount > limit:
            return name, limit, amount
    return None
