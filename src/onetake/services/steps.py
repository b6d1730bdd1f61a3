"""What the wake engine calls: one handler a subject, which does what the task's phase asks for next.

    task:ID       accepted → stage or submit · submitting, unknown → reconcile · submitted, rendering → poll ·
                  storing → deliver · quarantined → wait for the operator
    message:ID    send one message of the outbox
    look:BACKEND  look at the tasks of a provider that can list
  places:       the safety net under those that wait for a place
    sweep:        remove what is past its retention

Every handler may run twice or late: each change is a compare-and-set on (phase, attempt).
"""

import logging
from collections.abc import Awaitable, Callable, Mapping

from onetake.core.ports import Sql
from onetake.core.task import Task
from onetake.services import (
    admission,
    changes,
    deliver,
    looks,
    notify,
    poll,
    quarantine,
    reconcile,
    removal,
    stage,
    strikes,
    submit,
    timing,
)
from onetake.services.changes import Stale
from onetake.services.platform import Platform

log = logging.getLogger("onetake.steps")
Next = float | None
Handler = Callable[[Platform, str], Awaitable[Next]]


async def run(p: Platform, subject: str) -> Next:
    """Handle one wake; the unix time to come back, or None when nothing is left to do."""
    kind, _, name = subject.partition(":")
    if p.hands is None or kind != "task":
        return await _SUBJECTS[kind](p, name)
    with p.hands.holding(subject):
        if name in p.suspects:
            return await quarantine.apart(p, name, lambda: advance(p, name))
        return await advance(p, name)


async def advance(p: Platform, task_id: str) -> Next:
    """Do the next thing for a task. A Stale result means that somebody else moved it: look again."""
    task = await p.store.read(lambda sql: changes.load(sql, task_id))
    if task is None or task.ended:
        p.places.left(task_id)
        if task is not None:
            p.forget(task)
        return None
    try:
        return await _PHASES[task.phase](p, task)
    except Stale:
        return p.clock()


async def _accepted(p: Platform, task: Task) -> Next:
    if task.cancel_requested:
        await changes.move(p, task, "cancel")
        return None
    if p.clock() >= task.deadline:
        await changes.move(p, task, "expire")
        return None
    if (wait := admission.place(p, task)) is not None:
        return wait
    if await stage.missing(p, task):
        return await stage.run(p, await changes.move(p, task, "stage"))
    return await submit.run(p, task)


async def _staging(p: Platform, task: Task) -> Next:
    if p.clock() >= task.deadline:
        await changes.move(p, task, "expire")
        return None
    return await stage.run(p, task)


async def _sweep(p: Platform, _: str) -> Next:
    return await removal.sweep(p)


async def _places(p: Platform, _: str) -> Next:
    return await admission.sweep(p)


_PHASES: Mapping[str, Callable[[Platform, Task], Awaitable[Next]]] = {
    "accepted": _accepted,
    "staging": _staging,
    "submitting": reconcile.disown,
    "unknown": reconcile.run,
    "submitted": poll.run,
    "rendering": poll.run,
    "storing": deliver.run,
    "quarantined": quarantine.watch,
}
_SUBJECTS: Mapping[str, Handler] = {
    "task": advance,
    "message": notify.run,
    "look": looks.run,
    "sweep": _sweep,
    "places": _places,
}


async def resume(p: Platform) -> int:
    """Wake everything that has not ended, from the rows; how many tasks. Called once at start."""

    def script(sql: Sql) -> tuple[list[str], list[str]]:
        return [r["id"] for r in sql.all("task.open")], [r["id"] for r in sql.all("outbox.open")]

    await timing.recall(p)
    if p.hands is not None:
        for task_id in await quarantine.accuse(p, p.hands.left):
            log.error("task set apart", extra={"task": task_id, "phase": "quarantined"})
    await admission.restore(p)
    await strikes.restore(p)
    tasks, messages = await p.store.read(script)
    now = p.clock()
    for task_id in tasks:
        p.wake.wake(f"task:{task_id}", now)
    for message in messages:
        p.wake.wake(f"message:{message}", now)
    p.wake.wake("sweep:", now)
    return len(tasks)
