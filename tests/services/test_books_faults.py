"""What `verify` says of a route's books that somebody else has written in (L11)."""

import sqlite3
from dataclasses import replace
from typing import Any

import pytest

from onetake.core.catalogue import catalogue
from onetake.services import books

PRICE = 46 * 108_900
"""Five seconds of 720p on volcengine: 46 millionths of a yuan a token."""


def by_hand(world: Any, statement: str) -> None:
    """Another program's statement, in spite of the triggers that refuse it."""
    with sqlite3.connect(world.root / "onetake.db", isolation_level=None) as db:
        for trigger in ("expense_is_final", "expense_stays", "transfer_is_final"):
            db.execute(f"DROP TRIGGER IF EXISTS {trigger}")
        db.execute(statement)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE expense SET amount = amount + 1", [("cost", PRICE, PRICE + 1)]),
        ("DELETE FROM expense", [("cost", PRICE, 0)]),
        ("UPDATE expense SET outcome = 'free'", [("cost", PRICE, 0)]),
        ("UPDATE expense SET outcome = 'absorbed'", [("absorbed", 0, PRICE), ("cost", PRICE, 0)]),
        ("UPDATE expense SET outcome = 'suspense'", [("cost", PRICE, 0), ("suspense", 0, PRICE)]),
    ],
)
def test_l11_expenses_that_are_not_what_was_booked_are_named(
    world: Any, go: Any, statement: str, said: list[tuple[str, int, int]]
) -> None:
    async def story() -> None:
        await world.create(await world.key())
        await world.run()
        assert await world.faults() == []
        by_hand(world, statement)
        assert await world.faults() == [
            f"{kind}:volcengine: {booked} CNY booked, expenses say {told}" for kind, booked, told in said
        ]

    go(story())


def test_l11_an_expense_in_another_currency_than_its_account_is_named(world: Any, go: Any) -> None:
    async def story() -> None:
        await world.create(await world.key())
        await world.run()
        by_hand(world, "UPDATE expense SET currency = 'USD'")
        assert await world.faults() == [
            f"cost:volcengine: {PRICE} CNY booked, expenses say 0",
            f"cost:volcengine: 0 USD booked, expenses say {PRICE}",
        ]

    go(story())


def test_l11_an_open_expense_of_an_attempt_that_ended_is_named(world: Any, go: Any) -> None:
    async def story() -> None:
        task = await world.create(await world.key())
        await world.run()
        by_hand(world, "UPDATE expense SET outcome = NULL")
        assert await world.faults() == [
            f"expense {task.id}.1: open, but its attempt has ended",
            f"cost:volcengine: {PRICE} CNY booked, expenses say 0",
        ]

    go(story())


def test_l11_a_route_that_changed_its_currency_is_checked_in_each(
    world: Any, go: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    routes: Any = catalogue().routes

    async def story() -> None:
        key = await world.key(credits=10**10)
        await world.create(key)
        await world.run()
        monkeypatch.setitem(routes, "volcengine", replace(routes["volcengine"], currency="USD"))
        await world.create(key)
        await world.run()
        assert await world.faults() == []
        by_hand(world, "UPDATE expense SET amount = amount + 1 WHERE currency = 'USD'")
        (fault,) = await world.faults()
        assert fault == f"cost:volcengine: {PRICE} USD booked, expenses say {PRICE + 1}"

    go(story())


def test_l01_a_currency_that_only_the_journal_knows_is_counted_all_the_same(world: Any, go: Any) -> None:
    async def story() -> None:
        await world.create(await world.key(credits=10**10))
        await world.run()
        before = await world.store.read(books.sums)
        by_hand(world, "UPDATE transfer SET currency = 'USD' WHERE currency = 'CNY'")
        sums = await world.store.read(books.sums)
        assert sums == {**before, "CNY": (0, 0, 0), "USD": (1, PRICE, 0)}

    go(story())
