"""Ledger arithmetic: double entry, integers, deterministic ids (errors-and-faults §4).

A transfer moves `amount` from the account `debit` to the account `credit`. A hold is not a transfer: it
reserves part of a balance (`pending`) until exactly one close, which settles at most the hold and gives back
the rest. Every account has one currency: `credit`, in which customers pay, or that of a route, in which it
charges us; each sums to zero by itself. Amounts are millionths, as int64. This file only computes;
services.books writes.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

GRANTS = "grants"
REVENUE = "revenue"
ABSORBED = "absorbed"
CREDIT = "credit"
COST = "cost"
SUSPENSE = "suspense"
PAYABLE = "payable"
GENESIS = "0" * 64
MOST = 2**63 - 1
"""The largest amount and the largest balance."""
_OURS = frozenset({GRANTS, REVENUE, ABSORBED, COST, SUSPENSE, PAYABLE})


class LedgerBroken(Exception):
    """An invariant does not hold: a bug or a tampered database, never a customer's error."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """One row of the journal. seq counts from 1; hash chains over prev_hash and every other field.

    kind: what it is for (grant, charge, absorb, cost, suspense, settle). kind and currency are None in rows
    from before there were several currencies, which are credits.
    """

    seq: int
    id: str
    debit: str
    credit: str
    amount: int
    task: str | None
    created_at: float
    prev_hash: str
    hash: str
    kind: str | None = None
    currency: str | None = None


def digest(
    seq: int,
    id: str,
    debit: str,
    credit: str,
    amount: int,
    task: str | None,
    at: float,
    prev: str,
    kind: str | None = None,
    currency: str | None = None,
) -> str:
    """The chain hash of a row. JSON, so that no field can borrow a character from its neighbour; a row
    without kind and currency has the hash that it was written with."""
    fields: list[object] = [seq, id, debit, credit, amount, task, float(at), prev]
    if kind is not None or currency is not None:
        fields += [kind, currency]
    return hashlib.sha256(json.dumps(fields, separators=(",", ":")).encode()).hexdigest()


def hash_of(t: Transfer, prev: str) -> str:
    """The hash that a row must have after `prev`."""
    return digest(t.seq, t.id, t.debit, t.credit, t.amount, t.task, t.created_at, prev, t.kind, t.currency)


def kind_of(account: str) -> str:
    """customer, or what an account of ours is for: grants, revenue, absorbed, cost, suspense, payable."""
    word = account.partition(":")[0]
    return word if word in _OURS else "customer"


def checked(amount: int) -> int:
    """An amount that can be written. Raises LedgerBroken for one that is not positive or beyond int64."""
    if not 0 < amount <= MOST:
        raise LedgerBroken(f"{amount} is no amount: it lies outside of 1 to {MOST}")
    return amount


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


def totals(balances: Mapping[str, int], currencies: Mapping[str, str]) -> dict[str, int]:
    """The sum of the balances of each currency, 0 everywhere in books that are right (L1). An account
    without a currency is one in credits."""
    sums: dict[str, int] = {}
    for account, balance in balances.items():
        currency = currencies.get(account, CREDIT)
        sums[currency] = sums.get(currency, 0) + balance
    return sums


def audit(
    transfers: Iterable[Transfer],
    posted: Mapping[str, int],
    pending: Mapping[str, int],
    open_holds: Iterable[tuple[str, int]],
    currencies: Mapping[str, str] | None = None,
) -> list[str]:
    """Every broken invariant, in words; empty when the books are right (L1, L2, L12).

    currencies: of the accounts by id; those that are not named hold credits.
    """
    rows, known = list(transfers), currencies or {}
    faults = _chain(rows)
    for t in rows:
        faults += _row(t, known)
    balances = fold(rows)
    for currency, total in sorted(totals(posted, known).items()):
        if total != 0:
            faults.append(f"the stored balances in {currency} sum to {total}, not 0")
    faults += _differences(posted, balances, "stored", "journal says")
    held: dict[str, int] = {}
    for account, amount in open_holds:
        held[account] = held.get(account, 0) + amount
    return faults + _differences(pending, held, "pending", "open holds say")


def _chain(rows: Iterable[Transfer]) -> list[str]:
    faults, prev = [], GENESIS
    for number, t in enumerate(rows, 1):
        if t.seq != number or t.prev_hash != prev or t.hash != hash_of(t, prev):
            faults.append(f"transfer {t.id}: the hash chain breaks at row {number}")
        prev = t.hash
    return faults


def _row(t: Transfer, currencies: Mapping[str, str]) -> list[str]:
    faults = []
    if t.amount <= 0:
        faults.append(f"transfer {t.id}: amount {t.amount} is not positive")
    if t.debit == t.credit:
        faults.append(f"transfer {t.id}: {t.debit} pays itself")
    for account in sorted({t.debit, t.credit}):
        if currencies.get(account, CREDIT) != (t.currency or CREDIT):
            faults.append(f"transfer {t.id}: {t.currency or CREDIT}, but {account} has another currency")
    return faults


def _differences(
    told: Mapping[str, int], computed: Mapping[str, int], is_told: str, is_computed: str
) -> list[str]:
    return [
        f"{account}: {is_told} {told.get(account, 0)}, {is_computed} {computed.get(account, 0)}"
        for account in sorted({*told, *computed})
        if told.get(account, 0) != computed.get(account, 0)
    ]
