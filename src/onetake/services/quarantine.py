"""Tasks that end the process which works on them (threat T36): found, set apart, kept for the operator.

Whatever a worker had in hand when it died is accused. Who was in hand at two deaths is a suspect: it is
worked on while no other suspect is, so that the next death accuses it alone. Who was in hand at
`quarantine_after` deaths is set apart: its hold stays until the operator lets it go on, or until nothing more
can come.
"""

from collections.abc import Awaitable, Callable, Sequence

from onetake.core import lifecycle
from onetake.core.ports import Sql
from onetake.core.problem import Problem
from onetake.core.task import Task
from onetake.services import audit, changes, patience
from onetake.services.platform import Platform

ALONE = 60.0
"""Seconds for which a suspect keeps others waiting: one that merely takes long must not stop them all."""
LATER = 1.0
AGAIN = 60.0
"""Seconds after which a task that is set apart is looked at again: the operator's word lies in its row."""
WINDOW = 3600.0
"""Deaths that lie further apart than this are not put down to the same task."""

Work = Callable[[], Awaitable[float | None]]


async def accuse(p: Platform, left: Sequence[str]) -> list[str]:
    """Count a death against every task of `left` (subjects that the last process had in hand) and set apart
    those that had their share; their ids. Called once at start, before anything is woken."""
    tasks = [name for kind, _, name in (subject.partition(":") for subject in left) if kind == "task"]
    now, most = p.clock(), p.policy.quarantine_after

    def script(sql: Sql) -> list[str]:
        apart = []
        for task_id in tasks:
            task = changes.load(sql, task_id)
            if task is None or task.ended:
                continue
            count = sql.all("death.count", task=task_id, at=now, since=now - WINDOW)[0]["count"]
            if count >= most and lifecycle.allows(task.phase, "quarantine"):
                changes.change(sql, task, "quarantine", now)
                apart.append(task_id)
        return apart

    apart = await p.store.transact(script) if tasks else []
    rows = await p.store.read(lambda sql: sql.all("death.suspects"))
    p.suspects.update({row["task"]: 0.0 for row in rows if row["task"] not in apart})
    return apart


async def apart(p: Platform, task_id: str, work: Work) -> float | None:
    """Do a step of a suspect while no other suspect is worked on; the time to come back."""
    now = p.clock()
    busy = [since for name, since in p.suspects.items() if since and name != task_id]
    if any(now - since < ALONE for since in busy):
        return now + LATER
    p.suspects[task_id] = now
    try:
        return await work()
    finally:
        if task_id in p.suspects:
            p.suspects[task_id] = 0.0


async def watch(p: Platform, task: Task) -> float | None:
    """A task that is set apart: nothing is done for it, until nothing more can come of it."""
    stop = patience.hard_stop(p, task)
    if p.clock() < stop:
        return min(stop, p.clock() + AGAIN)
    told = f"work on the task ended our process {p.policy.quarantine_after} times; it was set apart"
    await changes.move(p, task, "fail", problem=Problem("internal", told))
    return None


def release(sql: Sql, task_id: str, now: float, actor: str) -> Task:
    """Let a task that was set apart go on, by the operator's word: what may have been sent is looked for
    first. Raises Problem(not_found) where there is none to let go."""
    task = changes.load(sql, task_id)
    if task is None or task.phase != "quarantined":
        raise Problem("not_found", "no task of this id is set apart")
    sql.run("death.clear", task=task.id)
    audit.record(sql, now, actor, "task.release", task.id, task.project)
    event = "resume" if task.provider_id else "restored"
    return changes.change(sql, task, event, now, misses=0)
