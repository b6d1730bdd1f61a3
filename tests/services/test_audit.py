"""The audit log: in the transaction of the act, and never altered."""

import sqlite3

import pytest

from onetake.adapters.database.sqlite.store import SqliteStore
from onetake.core.ports import Sql
from onetake.services import audit


@pytest.fixture
def store(tmp_path):
    with SqliteStore.open(tmp_path / "onetake.db") as opened:
        yield opened


def written(store, count=3):
    for n in range(count):
        store.transact_sync(
            lambda sql, n=n: audit.record(
                sql, 100.0 + n, "cli", "key.create", f"k{n}", "ab"[n % 2], scopes=["read"], credits=None
            )
        )


def test_what_is_recorded_comes_back_in_order_and_by_project_time_and_place(store):
    written(store, 4)
    found = store.read_sync(lambda sql: audit.page(sql))
    assert [(a.seq, a.at, a.target) for a in found] == [(n + 1, 100.0 + n, f"k{n}") for n in range(4)]
    assert found[0].details == {"scopes": ["read"], "credits": None}
    told = store.read_sync(lambda sql: audit.page(sql, project="b", since=102.0))
    assert [a.target for a in told] == ["k3"]
    assert [a.seq for a in store.read_sync(lambda sql: audit.page(sql, after=1, limit=2))] == [2, 3]


def test_an_act_that_fails_leaves_no_line(store):
    def script(sql: Sql) -> None:
        audit.record(sql, 1.0, "cli", "key.revoke", "k", None)
        raise RuntimeError("the act itself failed")

    with pytest.raises(RuntimeError):
        store.transact_sync(script)
    assert store.read_sync(audit.page) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET actor = 'nobody'",
        "UPDATE audit SET details = '{}' WHERE seq = 1",
        "DELETE FROM audit",
        "DELETE FROM audit WHERE seq = 3",
        "INSERT OR REPLACE INTO audit VALUES (2, 0, 'nobody', 'key.create', 'k', NULL, '{}')",
        "REPLACE INTO audit VALUES (3, 0, 'nobody', 'key.create', 'k', NULL, '{}')",
    ],
)
def test_no_line_is_altered_or_taken_away(store, statement):
    written(store)
    before = store.read_sync(audit.page)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        store._writer.execute(statement)
    assert store.read_sync(audit.page) == before


@pytest.mark.parametrize("value", [b"bytes", {"a": 1}, object(), ["ok", b"no"]])
def test_only_plain_values_are_details(store, value):
    with pytest.raises(TypeError, match="told is no plain value"):
        store.transact_sync(lambda sql: audit.record(sql, 1.0, "cli", "key.create", "k", None, told=value))
