"""Lists walk an index, however many tasks a project has: reads run on the event loop."""

import sqlite3

import pytest

from onetake.adapters.database.sqlite import connection
from onetake.services import tasks

VALUES = {
    "project": "p", "dialect": "ark", "since": 0.0, "statuses": '["failed"]', "model_name": "m", "route": "r",
    "created_at": 1.0, "id": "x", "limit": 20, "offset": 40, "ids": '["a"]', "now": 1.0, "key_id": "k",
    "fingerprint": "f", "backend": "b", "provider_id": "c", "seed": 1, "nonce": 1, "task": "t", "seq": 0,
    "sent": "f", "content": "g", "scope": "s", "key": "k",
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("task.after", "COVERING INDEX task_listed (project=? AND (created_at,id)<(?,?))"),
        ("task.page", "COVERING INDEX task_listed (project=? AND created_at>?)"),
        ("task.count", "COVERING INDEX task_listed (project=? AND created_at>?)"),
        ("task.named", "SEARCH task USING PRIMARY KEY (id=?)"),
        ("task.same", "INDEX task_same (key_id=? AND fingerprint=? AND created_at>?)"),
        ("task.same", "INDEX task_same_content (key_id=? AND content=? AND created_at>?)"),
        ("idempotency.get", "INDEX idempotency_named (scope=? AND key=?)"),
        ("task.retiring", "INDEX task_retiring (retire_at>? AND retire_at<?)"),
        ("task.open", "INDEX task_open"),
        ("task.owner", "INDEX task_provider (backend=? AND provider_id=?)"),
        ("task.twin", "INDEX task_unsettled (backend=? AND seed=?)"),
        ("event.after", "SEARCH event USING PRIMARY KEY (task=? AND seq>?)"),
        ("outbox.open", "INDEX outbox_due"),
        ("upload.expired", "INDEX upload_expiring (expires_at<?)"),
    ],
)
def test_plan(world, name, wanted):
    reader: sqlite3.Connection = connection.reader(world.root / "onetake.db")
    rows = reader.execute(f"EXPLAIN QUERY PLAN {world.store.queries[name]}", VALUES).fetchall()
    plan = [row["detail"] for row in rows]
    reader.close()
    assert any(wanted in line for line in plan), plan
    # What is sorted at most is the page that is shown, and the twins of one request.
    sorts = [line for line in plan if "TEMP B-TREE" in line]
    assert len(sorts) <= (name in ("task.after", "task.page", "task.named", "task.same")), plan


def test_messages_of_a_task_are_found_by_it(world):
    """Every removal runs `outbox.delete`."""
    reader = connection.reader(world.root / "onetake.db")
    sql = world.store.queries["outbox.delete"]
    [row] = reader.execute(f"EXPLAIN QUERY PLAN {sql}", VALUES).fetchall()
    reader.close()
    assert row["detail"].startswith("SEARCH outbox USING PRIMARY KEY"), row["detail"]


def test_and_nobody_elses(world, go):
    async def story():
        key = await world.key()
        hook = "https://93.184.216.34/hook"
        one, two = await world.create(key, callback_url=hook), await world.create(key, callback_url=hook)
        await world.run()
        kept = "SELECT DISTINCT task FROM outbox"
        await tasks.delete(world.p, key.project, one.id)
        reader = connection.reader(world.root / "onetake.db")
        assert [row["task"] for row in reader.execute(kept)] == [two.id]
        reader.close()

    go(story())
