"""Migration 0009: keys that were given before it still stand for their tasks."""

import asyncio
import shutil
from pathlib import Path

import onetake.adapters.database.sqlite as sqlite
from onetake.adapters.database.sqlite import SqliteStore
from onetake.services.once import Once

ROOT = Path(sqlite.__file__).parent
BEFORE = 8


def test_records_of_the_first_version_are_kept_and_answer_to_any_body(tmp_path):
    old = tmp_path / "old"
    old.mkdir()
    for file in sorted((ROOT / "migrations").glob("*.sql"))[:BEFORE]:
        shutil.copy(file, old)
    queries = tmp_path / "queries"
    queries.mkdir()
    (queries / "idempotency.sql").write_text(
        "-- name: idempotency.insert\n-- As version 0.1 did.\n"
        "INSERT INTO idempotency (scope, key, fingerprint, task, expires_at)\n"
        "VALUES (:scope, :key, 'f', :task, :expires_at);\n"
    )

    async def story():
        store = SqliteStore.open(tmp_path / "onetake.db", queries=queries, migrations=old)

        def given(sql):
            for scope, key in (("p/ark/create", "k"), ("p/openai/create", "k"), ("p/openai/create", "late")):
                expires = 5.0 if key == "late" else 100.0
                sql.run("idempotency.insert", scope=scope, key=key, task=scope, expires_at=expires)

        await store.transact(given)
        await store.close()
        store = SqliteStore.open(tmp_path / "onetake.db")

        async def found(scope, key="k", body="anything"):
            return await store.read(lambda sql: Once(scope, key, body).found(sql, 10.0))

        for scope, task in (
            ("p/ark/create", "p/ark/create"), ("p/openai/create", "p/openai/create"),
            ("p/openai/remix", "p/openai/create"), ("p/openai/edit", "p/openai/create"),
            ("p/openai/extend", "p/openai/create"),
        ):  # fmt: skip
            first = await found(scope)
            assert (first.task_id, first.receipt) == (task, None)
        assert await found("q/ark/create") is None and await found("p/ark/remix") is None
        assert await found("p/openai/create", "late") is None
        await store.transact(lambda sql: sql.run("idempotency.sweep", now=200.0))
        assert await found("p/ark/create") is None
        await store.close()

    asyncio.run(story())
