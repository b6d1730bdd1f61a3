"""Taking tasks, uploads and files away: record and bytes together."""

import logging
from collections.abc import Sequence

from onetake.core.ports import Sql
from onetake.core.task import Task
from onetake.services import last_used, records
from onetake.services.platform import Platform
from onetake.services.records import task_of

log = logging.getLogger("onetake.removal")
DAY = 86_400.0
SWEPT = ("idempotency", "presigned", "spent", "key", "death", "endpoint", "strike")
"""Records that go when their time is over and leave nothing behind."""


async def remove(p: Platform, task: Task, reason: str) -> None:
    """Remove an ended task, its story and its messages; files go when nobody else in the project needs them.
    A tombstone and the journal stay. A task that is gone already is no error."""

    def script(sql: Sql) -> list[str]:
        if not sql.run("task.delete", id=task.id):
            return []
        hashes = [row["sha256"] for row in sql.all("input.of", task=task.id)]
        if task.output is not None:
            hashes += task.output.files
        for sha256 in hashes:
            sql.run("asset.drop", project=task.project, sha256=sha256)
        for statement in ("input.delete", "event.delete", "outbox.delete"):
            sql.run(statement, task=task.id)
        records.let_go(sql, task, p.clock())
        sql.run("tombstone.insert", id=task.id, project=task.project, reason=reason, removed_at=p.clock())
        return hashes

    async with p.files_lock:
        hashes = await p.store.transact(script)
        try:
            await drop_unneeded(p, task.project, hashes)
        except Exception as error:
            # The record has gone, and whoever asked must not hear that it has not: the bytes go with the
            # orphans.
            log.warning("files of a removed task stay for a day", extra={"task": task.id}, exc_info=error)
    p.changed(task.id)


async def drop_unneeded(p: Platform, project: str, hashes: Sequence[str]) -> None:
    """Delete the bytes of files that no row needs any more. The caller holds `files_lock`."""

    def script(sql: Sql) -> list[str]:
        gone = []
        for sha256 in dict.fromkeys(hashes):
            row = sql.one("asset.get", project=project, sha256=sha256)
            if row is None or sql.run("asset.delete", project=project, sha256=sha256):
                gone.append(sha256)
        return gone

    if hashes:
        for sha256 in await p.store.transact(script):
            await p.objects.remove(project, sha256)


async def sweep(p: Platform, limit: int = 200) -> float:
    """Remove what is past its retention: tasks, uploads, idempotency records. The next time to sweep."""
    now = p.clock()
    rows = await p.store.read(lambda sql: sql.all("task.retiring", now=now, limit=limit))
    for row in rows:
        await remove(p, task_of(row), "retention")
    uploads = await p.store.read(lambda sql: sql.all("upload.expired", now=now, limit=limit))
    for upload in uploads:
        await drop_upload(p, upload["id"], upload["project"], upload["sha256"])
    await p.store.transact(lambda sql: [sql.run(f"{table}.sweep", now=now) for table in SWEPT])
    await last_used.flush(p)
    if now >= p.orphans_due:
        await sweep_orphans(p)
        p.orphans_due = now + DAY
    return now + (1.0 if len(rows) == limit or len(uploads) == limit else 300.0)


async def sweep_orphans(p: Platform) -> None:
    """Take away bytes that no row knows a day after they were written: a process died between (F27)."""
    for project, sha256 in await p.objects.before(p.clock() - DAY):
        async with p.files_lock:
            await drop_unneeded(p, project, [sha256])


async def drop_upload(p: Platform, upload: str, project: str, sha256: str) -> None:
    """Forget an upload, and its file when no task needs it."""

    def script(sql: Sql) -> None:
        if sql.run("upload.delete", id=upload):
            sql.run("asset.drop", project=project, sha256=sha256)

    async with p.files_lock:
        await p.store.transact(script)
        await drop_unneeded(p, project, [sha256])
