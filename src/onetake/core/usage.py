"""A provider's own account of what it charged, beside what we booked (errors-and-faults L11).

An export is CSV with a line of names, or JSON: an array of objects, or an object that holds one. A row names
the provider's task and says an amount in the route's currency, or tokens, or both.
"""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

IDS = ("provider_id", "task_id", "taskid", "request_id", "id")
AMOUNTS = ("amount", "cost", "credit_cost", "credits", "fee", "price", "charge")
TOKENS = ("tokens", "total_tokens", "completion_tokens")
"""Names of columns, of which the first that a row has counts. Case, spaces and hyphens do not matter."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What is said of one task at a provider: amount in millionths of the currency, tokens; None: not
    told."""

    provider_id: str
    amount: int | None = None
    tokens: int | None = None


@dataclass(frozen=True, slots=True)
class Ours:
    """One attempt as we booked it. provider_id: None where nobody knows it. outcome: None while it is
    open."""

    name: str
    provider_id: str | None
    amount: int
    tokens: int | None = None
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both accounts side by side; `different` has what is known to both and disagrees."""

    matched: tuple[Ours, ...]
    ours_only: tuple[Ours, ...]
    theirs_only: tuple[Usage, ...]
    different: tuple[tuple[Ours, Usage], ...]

    @property
    def agrees(self) -> bool:
        return not (self.ours_only or self.theirs_only or self.different)


def read(text: str) -> list[Usage]:
    """Every row of an export. Raises ValueError, which names the row, for what cannot be understood."""
    rows = _objects(text) if text.lstrip()[:1] in ("[", "{") else list(csv.DictReader(io.StringIO(text)))
    return [_usage(number, row) for number, row in enumerate(rows, 1)]


def _objects(text: str) -> Sequence[Any]:
    told = json.loads(text, parse_float=Decimal, parse_int=Decimal)
    if isinstance(told, dict):
        told = next((value for value in told.values() if isinstance(value, list)), None)
    if not isinstance(told, list):
        raise ValueError("the file holds no list of rows")
    return told


def _usage(number: int, row: Any) -> Usage:
    if not isinstance(row, Mapping):
        raise ValueError(f"row {number} is no object")
    told = {str(name).strip().lower().replace(" ", "_").replace("-", "_"): row[name] for name in row}
    found = next((str(told[name]).strip() for name in IDS if told.get(name) not in (None, "")), "")
    if not found:
        raise ValueError(f"row {number} names no task; its name would be one of {', '.join(IDS)}")
    amount = _number(number, told, AMOUNTS, 1_000_000)
    tokens = _number(number, told, TOKENS, 1)
    if amount is None and tokens is None:
        raise ValueError(f"row {number} says neither of {', '.join((*AMOUNTS, *TOKENS))}")
    return Usage(found, amount, tokens)


def _number(number: int, told: Mapping[str, Any], names: Iterable[str], unit: int) -> int | None:
    name = next((n for n in names if told.get(n) not in (None, "")), None)
    if name is None:
        return None
    try:
        value = Decimal(str(told[name]).strip()) * unit
        if value.is_finite() and value == int(value):
            return int(value)
    except InvalidOperation:
        pass
    places = "a number with at most six places" if unit > 1 else "a whole number"
    raise ValueError(f"row {number}: {name} is {str(told[name])[:40]!r}, not {places}")


def compare(ours: Iterable[Ours], theirs: Iterable[Usage]) -> Comparison:
    """Both accounts by the provider's id. Rows for the same task add up: whoever charges twice differs.

    What is free to us and not in their account agrees, and so does what is still open and not charged yet.
    """
    told: dict[str, Usage] = {}
    for usage in theirs:
        known = told.get(usage.provider_id)
        told[usage.provider_id] = usage if known is None else _sum(known, usage)
    matched, ours_only, different = [], [], []
    for attempt in ours:
        usage = told.pop(attempt.provider_id, None) if attempt.provider_id is not None else None
        if usage is None:
            if attempt.amount and attempt.outcome is not None:
                ours_only.append(attempt)
        elif _same(attempt, usage):
            matched.append(attempt)
        else:
            different.append((attempt, usage))
    return Comparison(tuple(matched), tuple(ours_only), tuple(told.values()), tuple(different))


def _sum(a: Usage, b: Usage) -> Usage:
    def both(x: int | None, y: int | None) -> int | None:
        return None if x is None and y is None else (x or 0) + (y or 0)

    return Usage(a.provider_id, both(a.amount, b.amount), both(a.tokens, b.tokens))


def _same(attempt: Ours, usage: Usage) -> bool:
    if usage.amount is not None:
        return usage.amount == attempt.amount
    return usage.tokens == attempt.tokens
