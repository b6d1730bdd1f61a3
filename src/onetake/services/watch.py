"""Following a task: its story so far, and being told when there is more."""

import asyncio
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from onetake.core.lifecycle import ENDS
from onetake.core.task import Task
from onetake.services import changes
from onetake.services.platform import Platform


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a task's story. seq counts from 1; at: unix seconds; kind: an event of core.lifecycle, or
    `accept`; data: at least status, phase and attempt."""

    seq: int
    at: float
    kind: str
    data: dict[str, Any]

    @property
    def last(self) -> bool:
        """Whether nothing can follow."""
        return self.data.get("phase") in ENDS


@contextmanager
def listening(p: Platform, task_id: str) -> Iterator[asyncio.Event]:
    """An event that is set at every change of a task; whoever waits clears it before reading."""
    changed = asyncio.Event()
    listeners = p.listeners.setdefault(task_id, set())
    listeners.add(changed.set)
    try:
        yield changed
    finally:
        listeners.discard(changed.set)
        if not listeners:
            p.listeners.pop(task_id, None)


async def story(p: Platform, task_id: str, after: int = 0) -> list[Event]:
    """The events of a task after a sequence number, in order."""
    rows = await p.store.read(lambda sql: sql.all("event.after", task=task_id, seq=after))
    return [Event(row["seq"], row["at"], row["kind"], json.loads(row["data"])) for row in rows]


async def until_ended(
    p: Platform, task: Task, seconds: float, stopping: Callable[[], bool] = lambda: False
) -> Task:
    """The task as soon as it has ended, or as it is after `seconds` or when we are stopping."""
    deadline = asyncio.get_running_loop().time() + seconds
    with listening(p, task.id) as changed:
        while True:
            changed.clear()
            task = await p.store.read(lambda sql, id=task.id: changes.load(sql, id)) or task
            if task.ended or stopping():
                return task
            try:
                async with asyncio.timeout_at(deadline):
                    await changed.wait()
            except TimeoutError:
                return task
