"""Ledger arithmetic: double entry, integers, deterministic ids (errors-and-faults §4).

A transfer moves `amount` from the account `debit` to the account `credit`. A hold is not a transfer: it
reserves part of a balance (`pending`) until exactly one close, which settles at most the hold and gives back
the rest. This file only computes; services.books writes.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

GRANTS = "grants"
REVENUE = "revenue"
ABSORBED = "absorbed"
GENESIS = "0" * 64


class LedgerBroken(Exception):
    """An invariant does not hold: a bug or a tampered database, never a customer's error."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """One row of the journal. seq counts from 1; hash chains over prev_hash and every other field."""

    seq: int
    id: str
    debit: str
    credit: str
    amount: int
    task: str | None
    created_at: float
    prev_hash: str
    hash: str


def digest(
    seq: int, id: str, debit: str, credit: str, amount: int, task: str | None, at: float, prev: str
) -> str:
    """The chain hash of a row. JSON, so that no field can borrow a character from its neighbour."""
    text = json.dumps([seq, id, debit, credit, amount, task, float(at), prev], separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def close_amounts(hold: int, price: int) -> tuple[int, int]:
    """(taken, absorbed) when a hold closes at `price`: never more than was held (rule L4, F30)."""
    if hold < 0 or price < 0:
        raise LedgerBroken(f"negative money: hold {hold}, price {price}")
    return min(hold, price), max(0, price - hold)


def covers(posted: int, pending: int, amount: int) -> bool:
    """Whether a limited account can carry another hold (L3)."""
    return posted - pending >= amount


def fold(transfers: Iterable[Transfer]) -> dict[str, int]:
    """Balance of every account: credits minus debits."""
    balances: dict[str, int] = {}
    for t in transfers:
        balances[t.debit] = balances.get(t.debit, 0) - t.amount
        balances[t.credit] = balances.get(t.credit, 0) + t.amount
    return balances


def audit(
    transfers: Iterable[Transfer],
    posted: Mapping[str, int],
    pending: Mapping[str, int],
    open_holds: Iterable[tuple[str, int]],
) -> list[str]:
    """Every broken invariant, in words; empty when the books are right (L1, L2, L12)."""
    rows, faults, prev = list(transfers), [], GENESIS
    for number, t in enumerate(rows, 1):
        expected = digest(t.seq, t.id, t.debit, t.credit, t.amount, t.task, t.created_at, prev)
        if t.seq != number or t.prev_hash != prev or t.hash != expected:
            faults.append(f"transfer {t.id}: the hash chain breaks at row {number}")
        if t.amount <= 0:
            faults.append(f"transfer {t.id}: amount {t.amount} is not positive")
        prev = t.hash
    balances = fold(rows)
    if sum(posted.values()) != 0:
        faults.append(f"the stored balances sum to {sum(posted.values())}, not 0")
    for account in sorted({*balances, *posted}):
        if balances.get(account, 0) != posted.get(account, 0):
            faults.append(
                f"{account}: stored {posted.get(account, 0)}, journal says {balances.get(account, 0)}"
            )
    held: dict[str, int] = {}
    for account, amount in open_holds:
        held[account] = held.get(account, 0) + amount
    for account in sorted({*held, *pending}):
        if held.get(account, 0) != pending.get(account, 0):
            faults.append(
                f"{account}: pending {pending.get(account, 0)}, open holds say {held.get(account, 0)}"
            )
    return faults
