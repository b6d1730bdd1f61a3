"""The laws of the ledger over the real database, each with its number (errors-and-faults §4)."""

import asyncio
import hashlib
import os
import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from onetake.adapters.database.sqlite import store as sqlite_store
from onetake.adapters.database.sqlite.store import SqliteStore
from onetake.core import ledger
from onetake.core.catalogue import catalogue
from onetake.core.ledger import LedgerBroken
from onetake.core.problem import Problem
from onetake.services import books, changes, tasks

OPERATIONS = int(os.environ.get("ONETAKE_LEDGER_OPERATIONS", "2000"))
"""Operations of sixteen threads on one hot account; 100000 for the full run."""
NOW = 1_800_000_000.0


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    with SqliteStore.open(tmp_path / "onetake.db") as opened:
        yield opened


def opened(store: SqliteStore, credits: int = 100, account: str = "key:a") -> None:
    def script(sql: Any) -> None:
        books.open_account(sql, account, limited=True)
        if credits:
            books.grant(sql, account, credits, f"first:{account}", NOW)

    store.transact_sync(script)


def held(store: SqliteStore, task: str, amount: int, account: str = "key:a") -> None:
    store.transact_sync(lambda sql: books.hold(sql, task, account, amount, NOW))


def closed(store: SqliteStore, task: str, price: int) -> int:
    return store.transact_sync(lambda sql: books.close(sql, task, price, NOW + 1))


def standing(store: SqliteStore, account: str = "key:a") -> tuple[int, int]:
    row = store.read_sync(lambda sql: sql.one("account.get", id=account))
    assert row is not None
    return row["posted"], row["pending"]


def faults(store: SqliteStore) -> list[str]:
    """What is wrong with the money; holds without tasks are what these tests are made of."""
    return [f for f in store.read_sync(books.verify) if "task does not exist" not in f]


def raw(store: SqliteStore, *statements: str) -> None:
    connection = sqlite3.connect(store.path, isolation_level=None)
    try:
        for statement in statements:
            connection.execute(statement)
    finally:
        connection.close()


def test_l01_every_currency_sums_to_zero(world: Any, go: Any) -> None:
    async def story() -> None:
        key = await world.key(credits=10**9)
        for _ in range(3):
            await world.create(key)
        await world.run()
        sums = await world.store.read(books.sums)
        assert set(sums) == {"credit", "CNY"}
        assert [total for _, _, total in sums.values()] == [0, 0]
        assert sums["CNY"][:2] == (3, 3 * 46 * 108_900)
        assert sums["credit"][0] == 4  # one grant, three charges

    go(story())


def test_l02_a_stored_balance_that_is_no_fold_of_the_journal_is_found(store: SqliteStore) -> None:
    opened(store)
    held(store, "t", 40)
    assert faults(store) == []
    raw(store, "UPDATE account SET posted = posted + 1 WHERE id = 'key:a'")
    assert any("key:a: stored 101, journal says 100" in f for f in faults(store))
    raw(store, "UPDATE account SET posted = posted - 1, pending = pending - 1 WHERE id = 'key:a'")
    assert faults(store) == ["key:a: pending 39, open holds say 40"]


def test_l03_no_hold_takes_a_limited_account_below_zero(store: SqliteStore) -> None:
    opened(store)
    held(store, "a", 70)
    with pytest.raises(Problem) as refused:
        held(store, "b", 31)
    assert refused.value.code == "insufficient_credit"
    assert refused.value.facts == {"required": "0.000031", "available": "0.00003"}
    held(store, "c", 30)
    assert standing(store) == (100, 100)
    for statement in (
        "UPDATE account SET pending = 101 WHERE id = 'key:a'",
        "UPDATE account SET posted = 99 WHERE id = 'key:a'",
        "UPDATE account SET pending = -1 WHERE id = 'key:a'",
    ):
        with pytest.raises(sqlite3.IntegrityError):
            raw(store, statement)
    assert faults(store) == []


def test_l03_an_unlimited_account_may_owe(store: SqliteStore) -> None:
    store.transact_sync(lambda sql: books.open_account(sql, "key:free", limited=False))
    held(store, "t", 50, "key:free")
    assert closed(store, "t", 50) == 50
    assert standing(store, "key:free") == (-50, 0)
    assert faults(store) == []


def test_l03_an_account_that_is_overdrawn_by_other_hands_is_found(store: SqliteStore) -> None:
    opened(store)
    raw(store, "PRAGMA ignore_check_constraints=ON", "UPDATE account SET posted = -5 WHERE id = 'key:a'")
    assert "key:a: overdrawn, -5 with 0 held" in faults(store)


def test_l04_a_hold_is_closed_once_and_its_rest_comes_back(store: SqliteStore) -> None:
    opened(store)
    held(store, "t", 60)
    assert closed(store, "t", 25) == 25
    assert standing(store) == (75, 0)
    with pytest.raises(LedgerBroken, match="closed before"):
        closed(store, "t", 25)
    with pytest.raises(LedgerBroken, match="no hold"):
        closed(store, "nobody", 0)
    assert standing(store) == (75, 0)
    assert faults(store) == []


def test_l04_a_hold_that_was_taken_otherwise_than_the_journal_says_is_found(store: SqliteStore) -> None:
    opened(store)
    held(store, "t", 60)
    closed(store, "t", 25)
    raw(store, "DROP TRIGGER hold_closes_once", "UPDATE hold SET taken = 26")
    assert faults(store) == ["hold of t: 26 taken, the journal says 25"]


REFUSED = {
    "UPDATE hold SET closed_at = NULL, taken = NULL WHERE task = 'shut'": "closed once",
    "UPDATE hold SET taken = 3 WHERE task = 'shut'": "closed once",
    "UPDATE hold SET amount = 1 WHERE task = 'open'": "closed once",
    "UPDATE hold SET account = 'revenue' WHERE task = 'open'": "closed once",
    "UPDATE hold SET closed_at = 1 WHERE task = 'open'": "closed once",
    "DELETE FROM hold WHERE task = 'open'": "stay",
    "DELETE FROM hold WHERE task = 'shut'": "stay",
    "REPLACE INTO hold (task, account, amount, created_at) VALUES ('shut', 'key:a', 1, 1)": "one hold",
    "INSERT INTO hold VALUES ('new', 'key:a', 1, 1, 2, 1)": "starts open",
    "DELETE FROM account WHERE id = 'key:a'": "stay",
    "UPDATE account SET currency = 'USD' WHERE id = 'key:a'": "keeps",
    "UPDATE account SET kind = 'revenue' WHERE id = 'key:a'": "keeps",
    "UPDATE transfer SET amount = 1": "append-only",
    "DELETE FROM transfer": "append-only",
    "REPLACE INTO transfer SELECT * FROM transfer WHERE seq = 1": "append-only",
    "INSERT INTO transfer SELECT 9, 'x', debit, credit, 1, task, 1, '', '', NULL, 'credit' FROM transfer "
    "WHERE seq = 1": "one currency",
    "INSERT INTO transfer SELECT 9, 'x', debit, credit, 1, task, 1, '', '', 'x', 'USD' FROM transfer "
    "WHERE seq = 1": "one currency",
    "INSERT INTO transfer SELECT 9, 'x', debit, debit, 1, task, 1, '', '', 'x', 'credit' FROM transfer "
    "WHERE seq = 1": "one currency",
    "INSERT INTO transfer SELECT 9, id, debit, credit, 1, task, 1, '', '', kind, currency FROM transfer "
    "WHERE seq = 1": "append-only",
}


@pytest.mark.parametrize("statement", REFUSED)
def test_t34_the_database_itself_refuses_to_change_what_is_written(
    store: SqliteStore, statement: str
) -> None:
    opened(store)
    held(store, "shut", 10)
    closed(store, "shut", 5)
    held(store, "open", 10)
    with pytest.raises(sqlite3.IntegrityError, match=REFUSED[statement]):
        raw(store, statement)
    assert faults(store) == []


def test_l05_an_ended_task_has_a_closed_hold_and_an_open_one_an_open_hold(world: Any, go: Any) -> None:
    async def story() -> None:
        key = await world.key(credits=10**10)
        done = await world.create(key)
        await world.run()
        early = await world.create(key)
        await tasks.cancel(world.p, key.project, early.id)
        waiting = await world.create(key)
        rows = {
            t.id: await world.store.read(lambda sql, t=t: sql.one("statement.hold", task=t.id))
            for t in (done, early, waiting)
        }
        assert rows[done.id]["taken"] == (await world.task(done)).price > 0
        assert rows[early.id]["taken"] == 0
        assert rows[waiting.id]["closed_at"] is None
        assert await world.faults() == []
        with sqlite3.connect(world.root / "onetake.db", isolation_level=None) as db:
            db.execute("UPDATE task SET finished_at = 1, phase = 'failed' WHERE id = ?", (waiting.id,))
        assert f"task {waiting.id}: failed with a hold that disagrees" in await world.faults()

    go(story())


def test_l06_a_task_that_succeeded_has_its_file_with_the_hash_and_length_of_its_row(
    world: Any, go: Any
) -> None:
    async def story() -> None:
        task = await world.create(await world.key())
        await world.run()
        output = (await world.task(task)).output
        data = world.p.objects.path_in(task.project, output.video).read_bytes()
        assert (hashlib.sha256(data).hexdigest(), len(data)) == (output.video, output.bytes)

    go(story())


def test_l07_an_open_hold_is_what_was_quoted(world: Any, go: Any) -> None:
    async def story() -> None:
        task = await world.create(await world.key(credits=10**9))
        assert await world.faults() == []
        with sqlite3.connect(world.root / "onetake.db", isolation_level=None) as db:
            db.execute("UPDATE task SET hold = hold - 1")
        assert await world.faults() == [f"hold of {task.id}: {task.hold} held, {task.hold - 1} quoted"]
        with sqlite3.connect(world.root / "onetake.db", isolation_level=None) as db:
            db.execute("DELETE FROM task")
        assert await world.faults() == [f"hold of {task.id}: its task does not exist"]

    go(story())


def test_l08_no_hold_outlives_its_hard_stop_by_an_hour(world: Any, go: Any) -> None:
    async def story() -> None:
        key = await world.key(credits=10**10)
        world.provider.finish_after = 1e9
        task = await world.create(key)
        stop = world.p.policy.overdue_stop

        async def overdue() -> list[str]:
            return await world.store.read(lambda sql: books.overdue(sql, world.now, stop))

        late = 0
        while await world.step():
            late = max(late, len(await overdue()))
        assert (await world.task(task)).problem.code == "deadline_exceeded"
        assert late == 0
        assert await world.balance(key) == (10**10, 0)
        world.now += 10**9
        stuck = await world.create(key)
        world.now = stuck.deadline + stop + 3601
        assert await overdue() == [stuck.id]

    go(story())


def test_l09_the_same_transfer_twice_is_one_and_another_of_its_id_an_error(store: SqliteStore) -> None:
    opened(store, 0)
    for _ in range(3):
        store.transact_sync(lambda sql: books.grant(sql, "key:a", 7, "g", NOW))
    assert standing(store) == (7, 0)
    with pytest.raises(LedgerBroken, match="other content"):
        store.transact_sync(lambda sql: books.grant(sql, "key:a", 8, "g", NOW))
    with pytest.raises(LedgerBroken, match="other content"):
        store.transact_sync(
            lambda sql: books.transfer(
                sql, "grant", "grant:g", "grants", "key:a", 7, None, NOW, currency="USD"
            )
        )
    assert standing(store) == (7, 0)
    assert faults(store) == []


@pytest.mark.parametrize("lost_at", range(6))
def test_l10_after_a_crash_the_journal_is_a_prefix_of_what_it_would_have_been(
    tmp_path: Path, lost_at: int
) -> None:
    def life(name: str, commits: int) -> list[tuple[Any, ...]]:
        with SqliteStore.open(tmp_path / name / "onetake.db") as store:
            done = 0

            def die() -> None:
                nonlocal done
                done += 1
                if done > commits:
                    raise OSError("the process is gone")

            store.inject(before_commit=die)
            try:
                opened(store)
                held(store, "a", 30)
                closed(store, "a", 20)
                held(store, "b", 30)
                closed(store, "b", 40)
            except Exception:
                pass
            store.inject()
            return [tuple(r) for r in store.read_sync(lambda sql: sql.all("transfer.all"))]

    whole, part = life("whole", 99), life("part", lost_at)
    assert len(whole) == 4
    assert part == whole[: len(part)]
    assert len(part) == (0, 1, 1, 2, 2, 4)[lost_at]


def test_l12_one_flipped_byte_is_named(store: SqliteStore) -> None:
    opened(store)
    for number in range(5):
        held(store, f"t{number}", 10)
        closed(store, f"t{number}", 10)
    raw(store, "DROP TRIGGER transfer_is_final", "UPDATE transfer SET task = 't9' WHERE seq = 4")
    assert "transfer close:t2: the hash chain breaks at row 4" in faults(store)


COLUMNS = ("id", "debit", "credit", "amount", "task", "created_at", "prev_hash", "hash", "kind", "currency")


@pytest.mark.parametrize("column", COLUMNS)
def test_t34_a_changed_column_of_a_row_is_named(store: SqliteStore, column: str) -> None:
    opened(store)
    held(store, "t", 10)
    closed(store, "t", 10)
    number = column in ("amount", "created_at")
    value = f"{column} + 1" if number else f"'x' || substr({column}, 2)"
    raw(
        store, "PRAGMA foreign_keys=OFF", "DROP TRIGGER transfer_is_final",
        f"UPDATE transfer SET {column} = {value} WHERE seq = 2",
    )  # fmt: skip
    named = "xlose:t" if column == "id" else "close:t"
    assert f"transfer {named}: the hash chain breaks at row 2" in faults(store)


def test_l12_rows_from_before_there_were_currencies_verify_and_the_chain_goes_on(store: SqliteStore) -> None:
    opened(store, 0)
    rows, prev = [], ledger.GENESIS
    for seq in (1, 2):
        values = (seq, f"grant:{seq}", "grants", "key:a", 5, None, NOW)
        digest = ledger.digest(*values, prev)
        rows.append((*values, prev, digest))
        prev = digest
    connection = sqlite3.connect(store.path, isolation_level=None)
    store.transact_sync(lambda sql: books.open_account(sql, "grants", limited=False))
    trigger = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'transfer_is_of_one_currency'")
    text = trigger.fetchone()[0]
    connection.execute("DROP TRIGGER transfer_is_of_one_currency")
    for row in rows:
        connection.execute("INSERT INTO transfer VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL)", row)
    connection.execute(text)
    connection.execute("UPDATE account SET posted = 10 WHERE id = 'key:a'")
    connection.execute("UPDATE account SET posted = -10 WHERE id = 'grants'")
    connection.close()
    assert faults(store) == []
    held(store, "t", 10)
    closed(store, "t", 4)
    assert faults(store) == []
    assert store.read_sync(books.sums) == {"credit": (3, 14, 0)}
    store.transact_sync(lambda sql: books.grant(sql, "key:a", 5, "2", NOW))  # known, in the old spelling
    assert standing(store) == (6, 0)
    raw(store, "DROP TRIGGER transfer_is_final", "UPDATE transfer SET currency = 'credit' WHERE seq = 2")
    assert "transfer grant:2: the hash chain breaks at row 2" in faults(store)


def test_l13_a_new_price_changes_no_task_that_is_open(
    world: Any, go: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story() -> None:
        key = await world.key(credits=10**10)
        old = await world.create(key)
        routes: Any = catalogue().routes
        dear = {m: dict.fromkeys(row, ("999", "999")) for m, row in routes["volcengine"].rates.items()}
        monkeypatch.setitem(routes, "volcengine", replace(routes["volcengine"], rates=dear))
        new = await world.create(key)
        await world.run()
        assert (await world.task(old)).price == 46 * 108_900
        assert (await world.task(new)).price == 999 * 108_900
        assert await world.faults() == []

    go(story())


def test_l14_a_grant_says_what_it_is(store: SqliteStore) -> None:
    opened(store, 5)
    held(store, "t", 3)
    closed(store, "t", 4)
    rows = store.read_sync(lambda sql: sql.all("transfer.all"))
    assert [(r["kind"], r["id"], r["debit"], r["credit"], r["amount"], r["task"]) for r in rows] == [
        ("grant", "grant:first:key:a", "grants", "key:a", 5, None),
        ("charge", "close:t", "key:a", "revenue", 3, "t"),
        ("absorb", "absorbed:t", "absorbed", "revenue", 1, "t"),
    ]
    accounts = store.read_sync(lambda sql: sql.all("account.all"))
    assert {r["id"]: (r["kind"], r["limited"]) for r in accounts} == {
        "key:a": ("customer", 1),
        "grants": ("grants", 0),
        "revenue": ("revenue", 0),
        "absorbed": ("absorbed", 0),
    }


def test_l12_a_database_from_before_is_upgraded_with_its_journal(tmp_path: Path) -> None:
    old = tmp_path / "migrations"
    old.mkdir()
    for file in sorted((Path(sqlite_store.__file__).parent / "migrations").glob("000[1-4]_*.sql")):
        (old / file.name).write_bytes(file.read_bytes())
    path = tmp_path / "onetake.db"
    SqliteStore.open(path, migrations=old).close_sync()
    first = (1, "grant:key:a", "grants", "key:a", 100, None, NOW)
    one = ledger.digest(*first, ledger.GENESIS)
    second = (2, "close:t", "key:a", "revenue", 40, "t", NOW)
    two = ledger.digest(*second, one)
    with sqlite3.connect(path, isolation_level=None) as raw_:
        raw_.execute("INSERT INTO account VALUES ('grants', 0, -100, 0), ('revenue', 0, 40, 0)")
        raw_.execute("INSERT INTO account VALUES ('key:a', 1, 60, 25)")
        raw_.execute(
            "INSERT INTO hold VALUES ('t', 'key:a', 50, 1, 2, 40), ('u', 'key:a', 25, 1, NULL, NULL)"
        )
        for row, prev, digest in ((first, ledger.GENESIS, one), (second, one, two)):
            raw_.execute("INSERT INTO transfer VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (*row, prev, digest))
    with SqliteStore.open(path) as store:
        assert faults(store) == []
        assert closed(store, "u", 30) == 25
        assert standing(store) == (35, 0)
        assert faults(store) == []
        kinds = {r["id"]: r["kind"] for r in store.read_sync(lambda sql: sql.all("account.all"))}
        assert kinds["grants"] == "grants" and kinds["revenue"] == "revenue" and kinds["key:a"] == "customer"


def test_l14_credit_comes_in_by_grants_alone(world: Any, go: Any) -> None:
    async def story() -> None:
        key = await world.key(credits=10**9)
        for _ in range(4):
            await world.create(key)
        await world.run()
        rows = await world.store.read(lambda sql: sql.all("transfer.all"))
        into = [r for r in rows if r["credit"] == key.account]
        assert [r["id"] for r in into] == [f"grant:key:{key.id}"]
        assert all(r["debit"] == "grants" for r in into)
        posted, pending = await world.balance(key)
        assert posted + pending <= 10**9

    go(story())


@pytest.mark.parametrize("amount", [0, -1, 2**63, 2**64, 10**30])
def test_an_amount_beyond_int64_or_not_above_zero_is_refused_in_words(
    store: SqliteStore, amount: int
) -> None:
    opened(store)
    with pytest.raises(LedgerBroken, match="is no amount"):
        store.transact_sync(lambda sql: books.grant(sql, "key:a", amount, "g", NOW))
    if amount:
        with pytest.raises(LedgerBroken, match="is no amount"):
            held(store, "t", amount)
    assert standing(store) == (100, 0)
    assert faults(store) == []


def test_a_balance_beyond_int64_is_refused_in_words(store: SqliteStore) -> None:
    opened(store, ledger.MOST)
    with pytest.raises(LedgerBroken, match="would leave int64"):
        store.transact_sync(lambda sql: books.grant(sql, "key:a", 1, "g", NOW))
    assert standing(store) == (ledger.MOST, 0)
    store.transact_sync(lambda sql: books.open_account(sql, "key:free", limited=False))
    held(store, "t", ledger.MOST, "key:free")
    with pytest.raises(Problem):
        held(store, "u", 1, "key:free")
    assert store.read_sync(books.sums) == {"credit": (1, ledger.MOST, 0)}
    assert faults(store) == []


def test_an_account_that_does_not_exist_carries_nothing(store: SqliteStore) -> None:
    with pytest.raises(Problem, match="available: 0 credits"):
        held(store, "t", 1, "key:nobody")


def test_a_hold_of_nothing_is_a_hold(store: SqliteStore) -> None:
    opened(store, 0)
    held(store, "t", 0)
    assert closed(store, "t", 0) == 0
    with pytest.raises(LedgerBroken):
        closed(store, "t", 0)
    assert faults(store) == []


def test_f30_a_price_above_the_hold_is_absorbed_by_us(store: SqliteStore) -> None:
    opened(store)
    held(store, "t", 60)
    assert closed(store, "t", 75) == 60
    assert standing(store) == (40, 0)
    assert standing(store, ledger.ABSORBED) == (-15, 0)
    assert standing(store, ledger.REVENUE) == (75, 0)
    assert faults(store) == []


def test_f30_a_price_above_the_hold_is_noted_and_alarms(
    world: Any, go: Any, caplog: pytest.LogCaptureFixture
) -> None:
    async def story() -> None:
        key = await world.key(credits=10**9)
        task = await world.create(key)
        while (await world.task(task)).phase != "rendering":
            await world.step()
        await changes.move(world.p, await world.task(task), "finish")
        await changes.move(world.p, await world.task(task), "deliver", price=task.hold + 7)
        ended = await world.task(task)
        assert ended.price == task.hold
        assert f"price {task.hold + 7} above the hold was absorbed" in ended.notes
        assert [vars(r)["task"] for r in caplog.records if r.getMessage() == "price above hold"] == [task.id]
        assert await world.balance(key) == (10**9 - task.hold, 0)
        assert await world.faults() == []

    go(story())


CLOSING = ("hold.close", "transfer.insert", "account.post", "task.update", "event.insert")


@pytest.mark.parametrize("fails_at", CLOSING)
def test_f29_a_task_ends_with_its_money_or_not_at_all(world: Any, go: Any, fails_at: str) -> None:
    async def story() -> None:
        key = await world.key(credits=10**9)
        task = await world.create(key)
        closing = False

        def fail(name: str) -> None:
            nonlocal closing
            closing = closing or name == "expense.close"  # the first statement that only a close has
            if closing and name == fails_at:
                raise sqlite3.OperationalError("disk I/O error")

        world.store.inject(on_statement=fail)
        with pytest.raises(sqlite3.OperationalError):
            await world.run()
        world.store.inject()
        assert (await world.task(task)).phase == "storing"
        assert await world.balance(key) == (10**9, task.hold)
        assert await world.store.read(lambda sql: sql.all("statement.task", task=task.id)) == []
        assert await world.faults() == []
        await world.reboot()
        await world.run()
        assert (await world.task(task)).status == "succeeded"
        assert await world.faults() == []

    go(story())


@pytest.mark.slow
def test_sixteen_threads_on_one_hot_account_are_exact(store: SqliteStore) -> None:
    opened(store, 10_000)
    each = OPERATIONS // 16

    def work(worker: int) -> tuple[int, int, int]:
        granted = taken = refused = 0
        for number in range(0, each, 2):
            name = f"{worker}.{number}"
            try:
                held(store, name, 1 + (worker * 7 + number) % 900)
            except Problem:
                refused += 1
                store.transact_sync(lambda sql, n=name: books.grant(sql, "key:a", 500, n, NOW))
                granted += 500
            else:
                taken += closed(store, name, (worker * 13 + number) % 700)
        return granted, taken, refused

    began = time.monotonic()
    with ThreadPoolExecutor(16) as pool:
        results = list(pool.map(work, range(16)))
    seconds = time.monotonic() - began
    granted, taken = 10_000 + sum(r[0] for r in results), sum(r[1] for r in results)
    assert standing(store) == (granted - taken, 0)
    assert faults(store) == []
    print(f"{16 * (each // 2) * 2} operations in {seconds:.1f} s, {sum(r[2] for r in results)} refused")


def test_t32_no_order_of_wishes_makes_credit(world: Any, go: Any) -> None:
    """Cancels before, amid and after the end, twice and at once: what is free is never above the grant."""

    async def story() -> None:
        key = await world.key(credits=10**9)

        async def cancelled(task: Any) -> None:
            try:
                await tasks.cancel(world.p, key.project, task.id)
            except Problem as problem:
                assert problem.code == "not_cancellable"

        for moment in range(14):
            task = await world.create(key)
            for _ in range(moment):
                await world.step()
            await asyncio.gather(cancelled(task), cancelled(task))
            posted, pending = await world.balance(key)
            assert 0 <= pending <= posted <= 10**9
            await world.run()
            await cancelled(task)
            posted, pending = await world.balance(key)
            assert pending == 0
            assert posted <= 10**9
            assert await world.faults() == []

    go(story())
