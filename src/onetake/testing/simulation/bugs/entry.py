"""Bugs of the way in, and of what is kept."""

from typing import Any

from onetake.core.problem import Problem
from onetake.services import (
    changes,
    once,
    poll,
    removal,
    steps,
    tasks,
)
from onetake.testing.simulation.bugs._registry import Put, bug


@bug("key-remembered-later", "F02 F03", "the Idempotency-Key is kept after the task's own transaction")
def _(put: Put) -> None:
    put(once.Once, "remember", lambda self, *rest: None)


@bug("key-of-everybody", "T16", "the same Idempotency-Key of two projects is one request")
def _(put: Put) -> None:
    usual = once.begin

    async def begin(p: Any, turn: once.Once, **more: Any) -> Any:
        turn.scope = "everybody"
        return await usual(p, turn, **more)

    put(once, "begin", begin)


@bug("project-not-asked", "T15", "a task is found by its id alone, whoever asks")
def _(put: Put) -> None:
    async def get(p: Any, project: str, task_id: str) -> Any:
        task = await p.store.read(lambda sql: changes.load(sql, task_id))
        if task is None:
            raise Problem("not_found")
        return task

    put(tasks, "get", get)


@bug("unknown-forgotten", "F05", "a start resumes what was sent, and forgets what may have been")
def _(put: Put) -> None:
    put(steps._PHASES, "unknown", _nothing)
    put(steps._PHASES, "submitting", _nothing)


async def _nothing(p: Any, task: Any) -> float | None:
    return None


@bug("cancel-pays-back-at-once", "F23", "a wish to cancel releases the hold while the provider still works")
def _(put: Put) -> None:
    async def wished(backend: Any, task: Any) -> None:
        return None

    usual = poll.run

    async def run(p: Any, task: Any) -> float | None:
        if task.cancel_requested:
            await changes.move(p, task, "cancel")
            return None
        return await usual(p, task)

    put(poll, "_ask_to_cancel", wished)
    put(steps._PHASES, "submitted", run)
    put(steps._PHASES, "rendering", run)


@bug("file-removed-with-the-first", "L6", "the first of two tasks that share a file takes it along")
def _(put: Put) -> None:
    usual = removal.drop_unneeded

    async def drop(p: Any, project: str, hashes: Any) -> None:
        await usual(p, project, hashes)
        for sha256 in dict.fromkeys(hashes):
            await p.objects.remove(project, sha256)

    put(removal, "drop_unneeded", drop)
