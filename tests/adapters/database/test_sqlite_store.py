"""SQLite against the shipped suite, and what is SQLite's own: group commit, reads, files, two processes."""

import asyncio
import sqlite3
import stat
import sys
import threading
from pathlib import Path

import pytest

from onetake.adapters.database import StoreFailed
from onetake.adapters.database.sqlite import SqliteStore
from onetake.testing.database_suite import DatabaseSuite, add, ids, together, whole

SQL = Path(__file__).parent / "sql"


def opened(folder: Path) -> SqliteStore:
    return SqliteStore.open(folder / "test.db", queries=SQL / "queries", migrations=SQL / "migrations")


class TestSuite(DatabaseSuite):
    async def open(self, folder: Path) -> SqliteStore:
        return opened(folder)

    def streaming(self, folder: Path) -> list[str]:
        return [sys.executable, str(Path(__file__).with_name("streaming.py")), str(folder)]


def test_what_waits_together_is_one_commit_in_the_order_it_came(tmp_path):
    commits, seen = [], []

    async def test():
        store = opened(tmp_path)
        store.inject(before_commit=lambda: commits.append(len(seen)))
        await together(store, [lambda _, n=n: seen.append(n) for n in range(100)])
        await store.close()

    asyncio.run(test())
    assert seen == list(range(100))
    assert commits == [0, 100], "the busy script's commit, then one for all that waited"


def test_a_batch_is_bounded(tmp_path):
    commits, seen = [], []

    async def test():
        store = opened(tmp_path)
        store.inject(before_commit=lambda: commits.append(len(seen)))
        await together(store, [lambda _, n=n: seen.append(n) for n in range(1200)])
        await store.close()

    asyncio.run(test())
    assert commits == [0, 512, 1024, 1200]


def test_nothing_is_answered_before_its_commit(tmp_path):
    async def test():
        store = opened(tmp_path)
        reached, go = threading.Event(), threading.Event()

        def hold_back():
            reached.set()
            assert go.wait(10)

        store.inject(before_commit=hold_back)
        answer = asyncio.ensure_future(store.transact(add(1)))
        await asyncio.to_thread(reached.wait, 10)
        assert not answer.done() and await store.read(ids) == []
        go.set()
        assert await answer == 1
        assert await store.read(ids) == [2, 3]
        await store.close()

    asyncio.run(test())


def test_without_a_loop(tmp_path):
    with opened(tmp_path) as store:
        assert store.transact_sync(add(3)) == 3
        with pytest.raises(sqlite3.IntegrityError):
            store.transact_sync(add(3))
        assert store.read_sync(ids) == [6, 7]
    with pytest.raises(StoreFailed):
        store.transact_sync(add(4))
    store.close_sync()


def test_every_thread_reads_and_writes(tmp_path):
    with opened(tmp_path) as store:

        def work(worker: int) -> None:
            for n in range(20):
                store.transact_sync(add(worker * 100 + n))
                assert (worker * 100 + n) * 2 in store.read_sync(ids)

        threads = [threading.Thread(target=work, args=(worker,)) for worker in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(whole(store.read_sync(ids))) == 160


def test_two_stores_share_a_file(tmp_path):
    """As when a command makes a key beside a server that runs."""
    with opened(tmp_path) as one, opened(tmp_path) as other:
        for number in range(0, 40, 2):
            one.transact_sync(add(number))
            other.transact_sync(add(number + 1))
        assert whole(one.read_sync(ids)) == whole(other.read_sync(ids)) == set(range(40))


def test_a_reader_is_never_stuck_in_an_old_snapshot(tmp_path):
    with opened(tmp_path) as store:
        for number in range(20):
            store.transact_sync(add(number))
            assert len(store.read_sync(ids)) == 2 * number + 2
            assert store.read_sync(lambda sql: sql.one("pair.ids"))["id"] == 0, "one row of many"


def test_files_are_for_the_owner_only(tmp_path):
    folder = tmp_path / "new" / "data dir #1?"
    with opened(folder) as store:
        store.transact_sync(add(1))
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()}
        assert modes == {"test.db": 0o600, "test.db-wal": 0o600, "test.db-shm": 0o600}
    assert [file.name for file in folder.iterdir()] == ["test.db"]


def test_settings_that_durability_rests_on(tmp_path):
    with opened(tmp_path) as store:
        told = {
            name: store._writer.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
        assert told == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


@pytest.mark.slow
def test_the_log_stays_small(tmp_path):
    async def test():
        store = opened(tmp_path)
        store.read_sync(ids)
        for start in range(0, 60_000, 1000):
            await asyncio.gather(*(store.transact(add(n)) for n in range(start, start + 1000)))
            assert (tmp_path / "test.db-wal").stat().st_size < 64 * 1024 * 1024
        await store.close()

    asyncio.run(test())


def test_a_backup_of_a_store_in_use_is_a_whole_store(tmp_path):
    async def test():
        store = opened(tmp_path)
        await store.transact(add(0))
        writers = asyncio.gather(*(store.transact(add(n)) for n in range(1, 300)))
        await asyncio.to_thread(store.backup, tmp_path / "copy" / "test.db")
        await writers
        await store.close()

    (tmp_path / "copy").mkdir()
    asyncio.run(test())
    assert stat.S_IMODE((tmp_path / "copy" / "test.db").stat().st_mode) == 0o600
    with opened(tmp_path / "copy") as copied:
        assert 0 in whole(copied.read_sync(ids))
        copied.transact_sync(add(1000))


def test_the_packages_own_statements_fit_its_own_schema(tmp_path):
    with SqliteStore.open(tmp_path / "test.db") as store:
        assert len(store.queries) > 10
        store.queries.check(store._writer)


def test_f07_who_claims_a_database_is_the_one_who_writes(tmp_path: Path) -> None:
    """The sleeper of a data directory whose lock was lost wakes up, and writes nothing."""

    def changed(store: SqliteStore) -> int:
        return store.transact_sync(lambda sql: sql.run("held.break_all", now=1.0))

    with SqliteStore.open(tmp_path / "a.db") as sleeper, SqliteStore.open(tmp_path / "a.db") as heir:
        told: list[int] = []
        first = sleeper.claim(lambda: told.append(threading.get_ident()))
        changed(sleeper)
        assert heir.claim() == first + 1
        for _ in range(2):
            with pytest.raises(StoreFailed, match="has taken the database"):
                changed(sleeper)
        assert len(told) == 1 and told != [threading.get_ident()], "once, on the writer's thread"
        changed(heir)
        assert [r["epoch"] for r in sleeper.read_sync(lambda sql: sql.all("owner.epoch"))] == [first + 1]
