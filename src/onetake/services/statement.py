"""What happened to money: on a key's account in a time, and to one task (errors-and-faults T33).

A statement has two columns that both sum exactly: the balance, which grants raise and charges lower, and what
of it is held. Amounts are micro-credits unless a currency is named.
"""

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from onetake.core import ledger
from onetake.core.ports import Sql
from onetake.core.problem import Offence, Problem

ALWAYS = (0.0, 1e15)
"""Unix seconds: before everything, and after it."""
_MONTH = re.compile(r"([12]\d{3})-(0[1-9]|1[0-2])")
_WORDS = {"close": "taken", "absorbed": "absorbed", "settle": "settled"}


@dataclass(frozen=True, slots=True)
class Move:
    """One line: `kind` is grant, hold, release or charge; balance and held are what it changes."""

    at: float
    kind: str
    account: str
    task: str | None
    balance: int
    held: int


@dataclass(frozen=True, slots=True)
class Statement:
    """Balances and what was held at both ends, and every move between."""

    since: float
    until: float
    opening: tuple[int, int]
    moves: tuple[Move, ...]
    closing: tuple[int, int]

    def total(self, kind: str) -> int:
        """What all moves of a kind come to, as a positive amount."""
        return sum(abs(m.held) if kind in ("hold", "release") else abs(m.balance) for m in self.of(kind))

    def of(self, kind: str) -> tuple[Move, ...]:
        return tuple(m for m in self.moves if m.kind == kind)


def month(text: str | None) -> tuple[float, float]:
    """A month as 2026-11 in UTC, from its first moment to that of the next; all time for None. Raises
    Problem(invalid_parameter)."""
    if text is None:
        return ALWAYS
    match = _MONTH.fullmatch(text)
    if match is None:
        raise Problem.of([Offence("month", text[:32], "a month like 2026-11", "Write year and month")])
    year, number = int(match[1]), int(match[2])
    after = (year + 1, 1) if number == 12 else (year, number + 1)
    return float(calendar.timegm((year, number, 1, 0, 0, 0))), float(calendar.timegm((*after, 1, 0, 0, 0)))


def statement(
    sql: Sql, project: str, key: str | None = None, since: float = 0.0, until: float = ALWAYS[1]
) -> Statement:
    """What happened from `since` to just before `until` on the accounts of a project's keys, or of the one
    key that has this id or name. Raises Problem(not_found) where there is none."""
    accounts = [row["account"] for row in sql.all("statement.accounts", project=project, key=key)]
    if not accounts:
        told = f"the key {key[:64]!r}" if key is not None else f"a key in the project {project[:64]!r}"
        raise Problem("not_found", f"there is no trace of {told}")
    found = [
        Move(**dict(row))
        for account in accounts
        for row in sql.all("statement.moves", account=account, since=since, until=until)
    ]
    moves = tuple(sorted(found, key=lambda m: m.at))
    return Statement(since, until, _standing(sql, accounts, since), moves, _standing(sql, accounts, until))


def _standing(sql: Sql, accounts: list[str], at: float) -> tuple[int, int]:
    rows = [sql.one("statement.before", account=account, at=at) for account in accounts]
    known = [row for row in rows if row is not None]
    return sum(row["balance"] for row in known), sum(row["held"] for row in known)


@dataclass(frozen=True, slots=True)
class Event:
    """A thing that happened to a task's money. kind: held, taken, given_back or absorbed (in credits), cost,
    absorbed, suspense or settled (in the route's currency). transfer: the journal's row; None for what only
    reserves."""

    at: float
    kind: str
    amount: int
    currency: str
    transfer: str | None = None


def story(sql: Sql, project: str, task_id: str, *, costs: bool = False) -> list[Event]:
    """A task's money from its accept on, also when the task itself is gone: what was taken and given back is
    what was held, and every transfer is told once. costs: what the provider asks of us too.

    Raises Problem(not_found), the same for another project's task as for none.
    """
    hold = sql.one("statement.hold", task=task_id)
    owner = sql.one("statement.owner", task=task_id)
    if hold is None or owner is None or owner["project"] != project:
        raise Problem("not_found")
    events = [Event(hold["created_at"], "held", hold["amount"], ledger.CREDIT)]
    for row in sql.all("statement.task", task=task_id):
        event = _told(row)
        if costs or event.currency == ledger.CREDIT:
            events.append(event)
    if hold["closed_at"] is not None and hold["amount"] > hold["taken"]:
        back = hold["amount"] - hold["taken"]
        events.append(Event(hold["closed_at"], "given_back", back, ledger.CREDIT))
    return sorted(events, key=lambda e: e.at)


def _told(row: Any) -> Event:
    # What an attempt came to stands in the account that pays it.
    kind = _WORDS.get(row["id"].partition(":")[0]) or row["debit"].partition(":")[0]
    return Event(row["created_at"], kind, row["amount"], row["currency"] or ledger.CREDIT, row["id"])


def sums(events: Iterable[Event]) -> dict[tuple[str, str], int]:
    """What events of a kind and currency come to."""
    found: dict[tuple[str, str], int] = {}
    for event in events:
        place = event.kind, event.currency
        found[place] = found.get(place, 0) + event.amount
    return found
