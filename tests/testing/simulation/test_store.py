"""Laws of the simulated disk: a script happens whole or not at all, wherever it is struck."""

import asyncio
import random
import sqlite3
from collections.abc import Callable
from typing import Any

import pytest

from onetake.adapters.database import StoreFailed
from onetake.core.ports import Sql
from onetake.services import accounts, books
from onetake.services.platform import derive
from onetake.testing.simulation.loop import Loop, run
from onetake.testing.simulation.store import Database, Died, SimulatedStore

PEPPER = derive(bytes(32), "keys")


def rows(database: Database) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in database.connection.execute("SELECT * FROM account ORDER BY id")]


def grant(sql: Sql) -> str:
    return accounts.create_key(sql, PEPPER, random.Random(3).randbytes, 1.8e9, "k", credits=10**6)


def struck(database: Database, hook: Callable[[str], None]) -> BaseException | None:
    store = SimulatedStore(database, hook, lambda: True)

    async def main() -> BaseException | None:
        task = asyncio.ensure_future(store.transact(grant))
        await asyncio.wait([task])
        return task.exception()

    return run(Loop(random.Random(1)), main())


def at(number: int, error: BaseException) -> tuple[Callable[[str], None], list[str]]:
    passed: list[str] = []

    def hook(name: str) -> None:
        passed.append(name)
        if len(passed) == number:
            raise error

    return hook, passed


def test_f34_a_script_that_is_struck_anywhere_leaves_nothing():
    database = Database()
    before, number = rows(database), 1
    while True:
        hook, passed = at(number, sqlite3.OperationalError("disk I/O error"))
        error = struck(database, hook)
        if len(passed) < number:
            break
        assert isinstance(error, StoreFailed), passed
        assert rows(database) == before
        assert not database.connection.in_transaction
        number += 1
    assert error is None
    assert passed[-1] == "commit"
    assert number > 4
    assert rows(database) != before
    assert database.read(books.verify) == []


def test_f01_death_before_commit_leaves_nothing():
    database = Database()
    before = rows(database)

    def hook(name: str) -> None:
        if name == "commit":
            raise Died

    store = SimulatedStore(database, hook, lambda: True)
    with pytest.raises(Died):
        store._run(grant)
    assert rows(database) == before


def test_the_dead_neither_read_nor_write():
    store = SimulatedStore(Database(), lambda name: None, lambda: False)

    async def main() -> None:
        await store.read(lambda sql: sql.all("account.all"))

    with pytest.raises(Died):
        store._run(grant)
    with pytest.raises(Died):
        asyncio.run(main())


def test_worlds_share_nothing():
    first, second = Database(), Database()
    SimulatedStore(first, lambda name: None, lambda: True)._run(grant)
    assert rows(first) != rows(second)
    assert rows(second) == rows(Database())


def test_every_commit_is_looked_at():
    database, seen = Database(), list[int]()
    database.after = lambda sql: seen.append(len(sql.all("account.all")))
    SimulatedStore(database, lambda name: None, lambda: True)._run(grant)
    assert len(seen) == database.commits == 1


def test_f34_a_full_disk_takes_no_row_and_says_so():
    database = Database()
    before, database.full = rows(database), True
    store = SimulatedStore(database, lambda name: None, lambda: True)
    with pytest.raises(StoreFailed) as told:
        store._run(grant)
    assert told.value.code == "storage_full"
    assert rows(database) == before
    database.full = False
    store._run(grant)
    assert rows(database) != before
