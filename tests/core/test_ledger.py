"""Double entry: sums to zero, no close above its hold, and no altered row goes unseen."""

import hashlib
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from onetake.core import ledger
from onetake.core.ledger import GENESIS, Transfer

pytestmark = pytest.mark.slow  # all of it together

ACCOUNTS = ["tenant:a", "tenant:b", ledger.GRANTS, ledger.REVENUE, ledger.ABSORBED]


YUAN = ["cost:volcengine", "suspense:volcengine", "payable:volcengine"]
CURRENCIES = dict.fromkeys(YUAN, "CNY")


def append(
    rows: list[Transfer],
    debit: str,
    credit: str,
    amount: int,
    task: str | None = None,
    currency: str | None = None,
) -> None:
    """One honest row, as a book-keeper writes it; without a currency, as one wrote it once."""
    seq, prev = len(rows) + 1, rows[-1].hash if rows else GENESIS
    at = 1_764_000_000.25 + seq
    id = f"t:{seq}"
    kind = "charge" if currency else None
    row = Transfer(seq, id, debit, credit, amount, task, at, prev, "", kind, currency)
    rows.append(replace(row, hash=ledger.hash_of(row, prev)))


@st.composite
def journals(draw: st.DrawFn, least: int = 0) -> list[Transfer]:
    rows: list[Transfer] = []
    for _ in range(draw(st.integers(least, 8))):
        currency = draw(st.sampled_from([None, ledger.CREDIT, "CNY"]))
        debit, credit = draw(st.permutations(YUAN if currency == "CNY" else ACCOUNTS))[:2]
        task = draw(st.sampled_from([None, "task"]))
        append(rows, debit, credit, draw(st.integers(1, 10**12)), task, currency)
    return rows


@given(journals())
def test_a_fold_sums_to_zero(rows: list[Transfer]) -> None:
    assert sum(ledger.fold(rows).values()) == 0


@given(journals(least=1))
def test_a_prefix_of_honest_books_is_honest(rows: list[Transfer]) -> None:
    for end in range(len(rows) + 1):
        assert ledger.audit(rows[:end], ledger.fold(rows[:end]), {}, [], CURRENCIES) == []


@given(journals())
def test_l01_each_currency_sums_to_zero_by_itself(rows: list[Transfer]) -> None:
    totals = ledger.totals(ledger.fold(rows), CURRENCIES)
    assert set(totals.values()) <= {0}
    assert set(totals) == {t.currency or ledger.CREDIT for t in rows}
    lopsided = {**ledger.fold(rows), "tenant:other": 1, "cost:movie": -1}
    faults = ledger.audit([], lopsided, {}, [], {**CURRENCIES, "cost:movie": "CNY"})
    assert sum("the stored balances in" in fault for fault in faults) == 2


def test_a_transfer_between_currencies_is_found() -> None:
    rows: list[Transfer] = []
    append(rows, "tenant:a", "payable:volcengine", 5, None, "CNY")
    assert ledger.audit(rows, ledger.fold(rows), {}, [], CURRENCIES)[0] == (
        "transfer t:1: CNY, but tenant:a has another currency"
    )


def test_an_account_that_pays_itself_is_found() -> None:
    rows: list[Transfer] = []
    append(rows, "tenant:a", "tenant:a", 5)
    assert ledger.audit(rows, {}, {}, []) == ["transfer t:1: tenant:a pays itself"]


def test_a_row_from_before_has_the_hash_that_it_was_written_with() -> None:
    text = '[1,"grant:g","grants","key:a",5,null,2.0,"' + GENESIS + '"]'
    old = hashlib.sha256(text.encode()).hexdigest()
    assert ledger.digest(1, "grant:g", "grants", "key:a", 5, None, 2.0, GENESIS) == old
    row = Transfer(1, "grant:g", "grants", "key:a", 5, None, 2.0, GENESIS, old)
    assert ledger.hash_of(row, GENESIS) == old
    for kind, currency in (("grant", None), (None, "credit"), ("grant", "credit"), ("credit", "grant")):
        assert ledger.hash_of(replace(row, kind=kind, currency=currency), GENESIS) != old
    assert ledger.digest(1, "g", "a", "b", 5, None, 2.0, GENESIS, "x", "y") != (
        ledger.digest(1, "g", "a", "b", 5, None, 2.0, GENESIS, "y", "x")
    )


@pytest.mark.parametrize("amount", [1, 2, 2**63 - 1])
def test_amounts_that_can_be_written(amount: int) -> None:
    assert ledger.checked(amount) == amount


@pytest.mark.parametrize("amount", [0, -1, 2**63, 10**30, -(2**63)])
def test_amounts_that_cannot(amount: int) -> None:
    with pytest.raises(
        ledger.LedgerBroken, match=f"{amount} is no amount: it lies outside of 1 to 9223372036854775807"
    ):
        ledger.checked(amount)


def test_accounts_say_what_they_are_for() -> None:
    assert {
        name: ledger.kind_of(name) for name in ("key:a", "tenant:b", "grants", "cost:movie", "absorbed")
    } == {
        "key:a": "customer",
        "tenant:b": "customer",
        "grants": "grants",
        "cost:movie": "cost",
        "absorbed": "absorbed",
    }
    for name in ("revenue", "suspense:movie", "payable:movie"):
        assert ledger.kind_of(name) == name.partition(":")[0]


def altered(value: Any, draw: st.DataObject) -> Any:
    """Another value of the same type, close to the old one where that is possible."""
    if value is None:
        return draw.draw(st.sampled_from(["", "task", "null"]))
    if isinstance(value, int):
        return value + draw.draw(st.sampled_from([-1, 1, 10, 1_000_000]))
    if isinstance(value, float):
        return value + draw.draw(st.sampled_from([-0.25, 0.25, 3600.0]))
    return draw.draw(st.sampled_from([value + " ", value[:-1], "x" + value[1:], value.upper() + "0"]))


@given(journals(least=1), st.data())
def test_every_altered_field_is_found(rows: list[Transfer], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(rows) - 1))
    field = data.draw(st.sampled_from([f.name for f in fields(Transfer)]))
    old = getattr(rows[index], field)
    forged = list(rows)
    forged[index] = replace(rows[index], **{field: altered(old, data)})
    # Even if the stored balances are forged to match.
    assert ledger.audit(forged, ledger.fold(forged), {}, [], CURRENCIES)


@given(journals(least=2), st.data())
def test_a_missing_repeated_or_moved_row_is_found(rows: list[Transfer], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(rows) - 2))
    missing = rows[:index] + rows[index + 1 :]
    repeated = [*rows[: index + 1], rows[index], *rows[index + 1 :]]
    moved = [*rows[:index], rows[index + 1], rows[index], *rows[index + 2 :]]
    for forged in (missing, repeated, moved):
        assert ledger.audit(forged, ledger.fold(forged), {}, [], CURRENCIES)


def test_a_cut_tail_shows_in_the_balances() -> None:
    rows: list[Transfer] = []
    append(rows, ledger.GRANTS, "tenant:a", 5)
    append(rows, "tenant:a", ledger.REVENUE, 3)
    assert ledger.audit(rows[:1], ledger.fold(rows), {}, [])


@given(journals(least=1), st.data())
def test_a_wrong_balance_is_found_and_named(rows: list[Transfer], data: st.DataObject) -> None:
    posted = ledger.fold(rows)
    account = data.draw(st.sampled_from(sorted({*posted, "tenant:new"})))
    posted[account] = posted.get(account, 0) + data.draw(st.sampled_from([-1, 1, 10**9]))
    assert any(account in fault for fault in ledger.audit(rows, posted, {}, [], CURRENCIES))


HOLDS = st.lists(st.tuples(st.sampled_from(["tenant:a", "tenant:b"]), st.integers(1, 10**9)), max_size=6)


@given(HOLDS, st.data())
def test_pending_is_the_sum_of_the_open_holds(holds: list[tuple[str, int]], data: st.DataObject) -> None:
    pending: dict[str, int] = {}
    for account, amount in holds:
        pending[account] = pending.get(account, 0) + amount
    assert ledger.audit([], {}, pending, holds) == []
    account = data.draw(st.sampled_from(["tenant:a", "tenant:b"]))
    wrong = {**pending, account: pending.get(account, 0) + 1}
    assert any(account in fault for fault in ledger.audit([], {}, wrong, holds))
    if holds:
        assert ledger.audit([], {}, pending, holds[1:])


def test_fields_cannot_borrow_from_their_neighbours() -> None:
    assert ledger.digest(1, "a", "b\x1fc", "d", 1, None, 1.0, GENESIS) != ledger.digest(
        1, "a", "b", "c\x1fd", 1, None, 1.0, GENESIS
    )
    assert ledger.digest(1, "a", "b", "c", 1, None, 1.0, GENESIS) != ledger.digest(
        1, "a", "b", "c", 1, "", 1.0, GENESIS
    )


def test_a_time_read_back_as_a_whole_number_is_the_same_time() -> None:
    assert ledger.digest(1, "a", "b", "c", 1, None, 1764000000, GENESIS) == ledger.digest(
        1, "a", "b", "c", 1, None, 1764000000.0, GENESIS
    )


@given(st.integers(0, 10**15), st.integers(0, 10**15))
def test_a_close_never_takes_more_than_was_held(hold: int, price: int) -> None:
    taken, absorbed = ledger.close_amounts(hold, price)
    assert 0 <= taken <= hold
    assert absorbed >= 0
    assert taken + absorbed == price
    assert absorbed == 0 or taken == hold


@pytest.mark.parametrize(("hold", "price"), [(-1, 0), (0, -1), (-1, -1)])
def test_negative_money_is_a_bug(hold: int, price: int) -> None:
    with pytest.raises(ledger.LedgerBroken):
        ledger.close_amounts(hold, price)


@given(st.integers(-(10**9), 10**9), st.integers(0, 10**9), st.integers(0, 10**9))
def test_covers_leaves_nothing_below_zero(posted: int, pending: int, amount: int) -> None:
    assert ledger.covers(posted, pending, amount) == (posted - (pending + amount) >= 0)


@pytest.mark.parametrize("amount", [0, -5])
def test_an_amount_that_is_not_positive_is_found_even_in_an_unbroken_chain(amount: int) -> None:
    rows: list[Transfer] = []
    append(rows, ledger.GRANTS, "tenant:a", amount)
    (fault,) = ledger.audit(rows, ledger.fold(rows), {}, [])
    assert fault == f"transfer t:1: amount {amount} is not positive"


def test_a_fault_names_both_figures() -> None:
    rows: list[Transfer] = []
    append(rows, ledger.GRANTS, "tenant:a", 5)
    assert ledger.audit(rows, {"tenant:b": 2}, {"tenant:a": 3}, [("tenant:b", 4)]) == [
        "the stored balances in credit sum to 2, not 0",
        "grants: stored 0, journal says -5",
        "tenant:a: stored 0, journal says 5",
        "tenant:b: stored 2, journal says 0",
        "tenant:a: pending 3, open holds say 0",
        "tenant:b: pending 0, open holds say 4",
    ]


def test_an_account_without_entries_has_nothing() -> None:
    assert ledger.audit([], {"tenant:a": 0}, {"tenant:a": 0}, []) == []
    assert ledger.audit([], {}, {}, []) == []
    assert GENESIS == "0" * 64


class Books(RuleBasedStateMachine):
    """A book-keeper that uses the arithmetic as it is meant, beside a customer who counts on his fingers."""

    holds = Bundle("holds")

    @initialize()
    def start(self) -> None:
        self.rows: list[Transfer] = []
        self.open: dict[int, int] = {}
        self.granted = self.spent = self.number = 0

    @property
    def posted(self) -> dict[str, int]:
        return ledger.fold(self.rows)

    @rule(amount=st.integers(1, 10**7))
    def grant(self, amount: int) -> None:
        append(self.rows, ledger.GRANTS, "tenant:a", amount)
        self.granted += amount

    @rule(target=holds, amount=st.integers(1, 10**7))
    def hold(self, amount: int) -> int:
        self.number += 1
        free = self.granted - self.spent - sum(self.open.values())
        allowed = ledger.covers(self.posted.get("tenant:a", 0), sum(self.open.values()), amount)
        assert allowed == (amount <= free)
        if allowed:
            self.open[self.number] = amount
        return self.number

    @rule(number=holds, price=st.integers(0, 2 * 10**7))
    def close(self, number: int, price: int) -> None:
        held = self.open.pop(number, None)
        if held is None:
            return
        taken, absorbed = ledger.close_amounts(held, price)
        if taken:
            append(self.rows, "tenant:a", ledger.REVENUE, taken, f"task{number}")
        if absorbed:
            append(self.rows, ledger.ABSORBED, ledger.REVENUE, absorbed, f"task{number}")
        self.spent += min(price, held)

    @invariant()
    def the_books_are_right(self) -> None:
        holds = [("tenant:a", amount) for amount in self.open.values()]
        pending = {"tenant:a": sum(self.open.values())}
        assert ledger.audit(self.rows, self.posted, pending, holds) == []
        assert self.posted.get("tenant:a", 0) == self.granted - self.spent
        assert self.posted.get("tenant:a", 0) >= sum(self.open.values())


TestBooks = Books.TestCase
TestBooks.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
