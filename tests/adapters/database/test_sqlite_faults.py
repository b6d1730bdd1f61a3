"""The disk fails under the store: at every statement, at every commit, and when it is really full."""

import asyncio
import sqlite3
from pathlib import Path

import pytest

from onetake.adapters.database import StoreFailed
from onetake.adapters.database.sqlite import SqliteStore
from onetake.testing.database_suite import add, add_and_fail, ids, together, whole

pytestmark = pytest.mark.slow  # all of it together

SQL = Path(__file__).parent / "sql"
PAIRS = 12
STATEMENTS = 2 * PAIRS


def opened(folder: Path) -> SqliteStore:
    return SqliteStore.open(folder / "test.db", queries=SQL / "queries", migrations=SQL / "migrations")


def disk_error(code: int = sqlite3.SQLITE_IOERR) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = code
    return error


class Nth:
    """Raises at the Nth call, once or from then on."""

    def __init__(self, n: int, error: BaseException, lasting: bool = False) -> None:
        self.calls, self.n, self.error, self.lasting = 0, n, error, lasting

    def __call__(self, *_: object) -> None:
        self.calls += 1
        if self.calls == self.n or (self.lasting and self.calls > self.n):
            raise self.error


def outcome(folder: Path, **hooks) -> tuple[list, set[int]]:
    """What PAIRS callers in one batch were told, and which pairs are there afterwards."""

    async def test():
        store = opened(folder)
        store.inject(**hooks)
        answers = await together(store, [add(n) for n in range(PAIRS)])
        store.inject()
        assert await store.transact(add(1000)) == 1000, "the store goes on"
        found = whole(await store.read(ids)) - {1000}
        await store.close()
        return answers, found

    return asyncio.run(test())


@pytest.mark.parametrize("lasting", [False, True])
@pytest.mark.parametrize("n", range(1, STATEMENTS + 1, 3))
def test_an_ordinary_error_at_any_statement_costs_its_own_script_only(tmp_path, n, lasting):
    answers, found = outcome(tmp_path, on_statement=Nth(n, sqlite3.OperationalError("no"), lasting))
    failed = {i for i, answer in enumerate(answers) if isinstance(answer, sqlite3.OperationalError)}
    first = (n - 1) // 2
    assert failed == (set(range(first, PAIRS)) if lasting else {first})
    assert found == set(range(PAIRS)) - failed


@pytest.mark.parametrize("n", range(1, STATEMENTS + 1, 3))
@pytest.mark.parametrize("code", [sqlite3.SQLITE_IOERR | (4 << 8), sqlite3.SQLITE_FULL])
def test_a_disk_error_at_any_statement_fails_the_batch_whole(tmp_path, n, code):
    answers, found = outcome(tmp_path, on_statement=Nth(n, disk_error(code)))
    assert all(isinstance(answer, StoreFailed) for answer in answers)
    assert {answer.code for answer in answers} == {
        "storage_full" if code == sqlite3.SQLITE_FULL else "internal"
    }
    assert found == set()


def test_a_failed_commit_fails_the_batch_whole(tmp_path):
    answers, found = outcome(tmp_path, before_commit=Nth(2, disk_error()))
    assert all(isinstance(answer, StoreFailed) and answer.retryable for answer in answers)
    assert len({id(answer) for answer in answers}) == PAIRS, "an exception each, since raising one changes it"
    assert found == set()


def test_a_script_that_failed_beside_a_failed_commit_is_told_of_the_commit(tmp_path):
    async def test():
        store = opened(tmp_path)
        store.inject(before_commit=Nth(2, disk_error()))
        answers = await together(store, [add(1), add_and_fail(2)])
        assert [type(answer) for answer in answers] == [StoreFailed, StoreFailed]
        await store.close()

    asyncio.run(test())


def test_a_disk_that_is_really_full_and_then_is_not(tmp_path):
    async def test():
        store = opened(tmp_path)
        pages = store._writer.execute("PRAGMA page_count").fetchone()[0]
        store._writer.execute(f"PRAGMA max_page_count={pages + 2}")
        told, refused, number = set(), 0, 0
        while refused < 3:
            answers = await together(store, [add(n) for n in range(number, number + 100)])
            number += 100
            if all(isinstance(answer, StoreFailed) for answer in answers):
                assert {answer.code for answer in answers} == {"storage_full"}
                refused += 1
            else:
                told |= set(answers)
        assert told and whole(await store.read(ids)) == told
        store._writer.execute("PRAGMA max_page_count=1073741823")
        assert await store.transact(add(10**6)) == 10**6
        assert whole(await store.read(ids)) == told | {10**6}
        await store.close()

    asyncio.run(test())


def test_a_database_locked_by_another_for_too_long_fails_and_recovers(tmp_path):
    with opened(tmp_path) as store:
        store._writer.execute("PRAGMA busy_timeout=50")
        other = sqlite3.connect(tmp_path / "test.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreFailed, match="locked"):
            store.transact_sync(add(1))
        other.execute("ROLLBACK")
        other.close()
        assert store.transact_sync(add(1)) == 1
