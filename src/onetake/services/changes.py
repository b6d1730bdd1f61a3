"""The one way a task changes: compare-and-set, event, money and outbox in one transaction.

Errors-and-faults §0 rule 6; faults F20, F29, F32, F41.
"""

import logging
from dataclasses import replace
from typing import Any

from onetake.core import lifecycle
from onetake.core.catalogue import catalogue
from onetake.core.ports import Sql
from onetake.core.problem import Problem
from onetake.core.task import Task
from onetake.services import books, expenses, outbox, outlay, strikes
from onetake.services.platform import Platform
from onetake.services.records import dump, let_go, task_of, updated

log = logging.getLogger("onetake.tasks")


class Stale(Exception):
    """The row is no longer in the phase and attempt that the caller's evidence was about (F41). Not an error:
    whoever moved it has also seen to what comes next."""


def change(sql: Sql, seen: Task, event: str, now: float, **columns: Any) -> Task:
    """Move a task along the table and write all that follows from it.

    `seen` is the task as the caller knew it; the row must still have its phase and attempt. `columns` replace
    fields of the fresh row; a problem belongs to the step that met it and goes with the next. An end closes
    the hold: at `price` when it delivers, at 0 otherwise, and books what the attempt costs us.

    Raises Stale, IllegalStep, LedgerBroken.
    """
    fresh = load(sql, seen.id)
    if fresh is None or (fresh.phase, fresh.attempt) != (seen.phase, seen.attempt):
        raise Stale(seen.id)
    phase = lifecycle.step(fresh.phase, event)
    task = replace(fresh, **{"phase": phase, "updated_at": now, "problem": None, **columns})
    if task.ended or event in ("absent", "again"):
        expenses.book(sql, fresh, task, event, now)
    if event in ("absent", "again"):
        let_go(sql, fresh, now)
        task = _next_attempt(task)
    if task.ended:
        task = _close(sql, task, now)
    write(sql, fresh, task, due_at=None if task.ended else now)
    record(sql, task, event, now)
    outbox.announce(sql, fresh, task, now)
    return task


async def move(p: Platform, seen: Task, event: str, **columns: Any) -> Task:
    """`change` in a transaction of its own, then tell whoever waits for it. Raises Stale."""
    now = p.clock()

    def script(sql: Sql) -> Task:
        moved = change(sql, seen, event, now, **columns)
        if event == "receipt":
            expenses.received(sql, p.backends.get(moved.backend), moved, now)
        return moved

    task = await p.store.transact(script)
    told(p, task)
    return task


def told(p: Platform, task: Task) -> None:
    """After a commit: one line in the log, event streams read on, messages go out, and what was kept in
    memory for a task that has ended goes."""
    code = task.problem.code if task.problem and task.ended else None
    told_in_log = {"task": task.id, "phase": task.phase, "attempt": task.attempt, "backend": task.backend}
    log.info("task moved", extra={**told_in_log, **({"code": code} if code else {})})
    if task.phase == "accepted":
        p.unlook(task)
    p.places.made(task)
    if task.ended:
        strikes.count(p, task)
        p.forget(task)
        for backend in p.backends.values():  # it may have been with several of them
            backend.forget(task)
    p.changed(task.id)
    if task.request.callback_url is not None:
        p.wake.wake(outbox.subject(outbox.name(task)), p.clock())


def load(sql: Sql, task_id: str) -> Task | None:
    """The task as it is in this transaction."""
    row = sql.one("task.load", id=task_id)
    return task_of(row) if row else None


def write(sql: Sql, was: Task, task: Task, due_at: float | None) -> None:
    """Write every changing column, bound to the phase and attempt of `was`. Raises Stale."""
    retire = retire_at(task) if task.ended else None
    if not sql.run("task.update", **updated(was, task, due_at, retire)):
        raise Stale(task.id)


def touch(sql: Sql, seen: Task, now: float, **columns: Any) -> Task:
    """Change columns without a step (a wish to cancel, a counter). Raises Stale."""
    fresh = load(sql, seen.id)
    if fresh is None or (fresh.phase, fresh.attempt) != (seen.phase, seen.attempt):
        raise Stale(seen.id)
    task = replace(fresh, **columns)
    write(sql, fresh, task, due_at=now)
    return task


def record(sql: Sql, task: Task, kind: str, now: float) -> None:
    """Append to the task's own story."""
    data: dict[str, Any] = {"status": task.status, "phase": task.phase, "attempt": task.attempt}
    if task.problem and task.ended:
        data["problem"] = task.problem.code
    if task.provider_id and kind == "receipt":
        data["provider_id"] = task.provider_id
    if task.ended:
        data["price"] = task.price or 0
    sql.run("event.insert", task=task.id, at=now, kind=kind, data=dump(data))


def _next_attempt(task: Task) -> Task:
    seed = task.request.seed
    return replace(
        task,
        attempt=task.attempt + 1,
        provider_id=None,
        sent_at=None,
        nonce=0,
        seed=seed,
        misses=0,
        hint=None,
    )


def _close(sql: Sql, task: Task, now: float) -> Task:
    delivered = task.phase == "succeeded"
    taken = books.close(sql, task.id, (task.price or 0) if delivered else 0, now)
    outlay.give_back(sql, task, taken)
    if delivered and taken < (task.price or 0):
        log.warning("price above hold", extra={"task": task.id, "backend": task.backend})
        task = replace(task, notes=(*task.notes, f"price {task.price} above the hold was absorbed"))
    problem = task.problem
    if problem is None and task.phase in ("cancelled", "expired"):
        problem = Problem("cancelled" if task.phase == "cancelled" else "provider_task_expired")
    task = replace(task, finished_at=now, price=taken, problem=problem)
    strikes.note(sql, task)
    return task


def retire_at(task: Task) -> float:
    """When an ended task goes, with its files (unix seconds)."""
    # A route that an operator has taken out of the catalogue must not keep its tasks from ending.
    known = catalogue().routes
    route = known.get(task.route) or known["native"]
    life = route.cancelled_life if task.phase == "cancelled" else route.record_life
    # The record lives from accept (contract §1.12), but never shorter than the link to its file.
    return max(task.created_at + life, (task.finished_at or task.created_at) + route.url_life)
