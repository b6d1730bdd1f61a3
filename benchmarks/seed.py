"""Data directories with something in them, made by the services themselves while no server runs."""

import asyncio
import hashlib
import os
import shutil
import sqlite3
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

from benchmarks.contenders import ARK_BODY
from onetake.apps import wiring
from onetake.apps.settings import load
from onetake.core.catalogue import catalogue
from onetake.core.task import Output, Task
from onetake.dialects import dialect
from onetake.services import accounts, changes, tasks, views
from onetake.services.platform import Platform

T = TypeVar("T")
ORIGIN = "http://127.0.0.1"
COPY = "INSERT INTO {table} SELECT {columns} FROM {table}, number WHERE {table}.{key} = :like"


def with_task(data: Path, then: Callable[[Platform, Task], Awaitable[T]]) -> T:
    """Open a data directory, accept one task in it, do something with it, close it again."""

    async def make() -> T:
        running = await wiring.start(load(data, {}), ORIGIN, worker=False)
        p, route = running.platform, catalogue().routes["volcengine"]
        key = await p.store.read(lambda sql: accounts.authenticate(sql, p.derived("keys"), running.local_key))
        request = dialect("ark").read_request(ARK_BODY, route)
        accepted = await tasks.create(p, key, "native", route, request)
        try:
            return await then(p, accepted.task)
        finally:
            await running.stop()

    return asyncio.run(make())


def delivered(data: Path, file: Path) -> str:
    """A task that has delivered a copy of `file`; the signed path of its video."""
    with file.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
    size = file.stat().st_size

    async def deliver(p: Platform, task: Task) -> str:
        source = data / "source"
        await asyncio.to_thread(shutil.copyfile, file, source)
        await p.objects.put(task.project, source, digest)
        for event in ("submit", "receipt", "start", "finish"):
            task = await changes.move(p, task, event)
        output = Output(video=digest, bytes=size, width=1280, height=720, seconds=5, ratio="16:9")
        task = await changes.move(p, task, "deliver", output=output)
        return views.file_url(p, task, "video").removeprefix(ORIGIN)

    return with_task(data, deliver)


def accepted(data: Path, count: int) -> None:
    """`count` open tasks: one made by the service, and copies of its rows under other ids."""

    async def name(_: Platform, task: Task) -> str:
        return task.id

    like = with_task(data, name)
    with sqlite3.connect(data / wiring.DATABASE) as database:
        database.execute("CREATE TEMP TABLE number (id TEXT)")
        ids = ((os.urandom(13).hex(),) for _ in range(count - 1))
        database.executemany("INSERT INTO number VALUES (?)", ids)
        for table, key in (("task", "id"), ("hold", "task"), ("event", "task")):
            names = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
            columns = ", ".join("number.id" if name == key else f"{table}.{name}" for name in names)
            database.execute(COPY.format(table=table, columns=columns, key=key), {"like": like})
