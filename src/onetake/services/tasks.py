"""Create, read, list, cancel and remove tasks: what a customer can do, whatever dialect they speak."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from onetake.core.catalogue import Route, catalogue
from onetake.core.ports import Backend, Sql
from onetake.core.problem import Problem
from onetake.core.request import Request
from onetake.core.task import Task
from onetake.services import (
    admission,
    alike,
    arrival,
    books,
    changes,
    drafting,
    once,
    outbox,
    outlay,
    removal,
    routing,
    staging,
    watch,
)
from onetake.services.accounts import Key
from onetake.services.alike import Alike
from onetake.services.once import Once, Receipt
from onetake.services.platform import Platform
from onetake.services.records import dump, inserted, task_of
from onetake.services.staging import Staged

FIRST = {"status": "queued", "phase": "accepted", "attempt": 1}
VERDICT = 2.0
"""Seconds that a withdrawal waits for the backend's word; the wish stays when there is none by then."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """A task, and whether an earlier request made it (`replayed`): one under the same Idempotency-Key, or one
    that meant the same (`alike`). receipt: what is answered, where the request has a key and says how."""

    task: Task
    replayed: bool = False
    alike: bool = False
    receipt: Receipt | None = None


async def create(
    p: Platform,
    key: Key,
    dialect: str,
    route: Route,
    request: Request,
    named: str | Once | None = None,
    *,
    scenario: str | None = None,
) -> Accepted:
    """Accept a request: task, hold, idempotency record and first event in one transaction.

    Inputs are checked first (contract §12). named: its Idempotency-Key, or that key with its turn begun; the
    turn is over when this returns. scenario: the sandbox script that the task plays. Raises Problem; then
    nothing is stored and nothing is held.
    """
    turn = named
    if isinstance(turn, str):
        fingerprint = await alike.hashed(request)
        turn = await once.begin(p, Once(f"{key.project}/{dialect}/create", once.named(turn), fingerprint))
    try:
        if turn is not None and (first := turn.first) is not None:
            return Accepted(await p.store.read(first.task), replayed=True)
        twin = Alike(key.id, key.dedupe, await alike.hashed(request)) if key.dedupe else None
        if twin is not None and (earlier := await p.store.read(lambda sql: twin.earlier(sql, p.clock()))):
            accepted = Accepted(earlier, replayed=True, alike=True)
        else:
            accepted = await _create(p, key, dialect, route, request, turn, twin, scenario)
        if turn is not None and accepted.alike:
            receipt = turn.tell and turn.tell(accepted.task)
            await p.store.transact(lambda sql: turn.remember(sql, p, accepted.task, receipt))
            return replace(accepted, receipt=receipt)
        return accepted
    finally:
        if turn is not None:
            turn.over(p)


async def _create(
    p: Platform,
    key: Key,
    dialect: str,
    route: Route,
    request: Request,
    turn: Once | None,
    twin: Alike | None,
    scenario: str | None,
) -> Accepted:
    admission.allow(p, key, dialect, route, request)
    if request.callback_url is not None:
        await arrival.check_callback(p, key.project, request.callback_url)
    choice = routing.choose(p, request, scenario)
    limiting = _limiting(choice.backend, route)
    staged, request = await arrival.taken_in(p, key.project, request, route, limiting)
    try:
        if twin is not None and staged:
            twin = replace(twin, content=await alike.hashed(alike.by_content(request, staged)))
        choice = routing.measured(p, request, choice, {s.place: s.probe for s in staged})
        task = drafting.new_task(
            p, key, dialect, route, staging.slim(request, staged), choice, staged, scenario
        )
        return await _accept(p, key, task, staged, turn, twin)
    finally:
        for item in staged:
            item.discard()


def _limiting(backend: Backend, route: Route) -> Route:
    """The route whose limits the inputs have to meet: where it is made, for our own engines where it came
    in."""
    return route if backend.local else catalogue().routes.get(backend.route, route)


async def _accept(
    p: Platform, key: Key, task: Task, staged: Sequence[Staged], turn: Once | None, twin: Alike | None
) -> Accepted:
    await p.point("api.before_commit")
    admission.expect(p, key, task)
    try:
        receipt = turn.tell(task) if turn is not None and turn.tell is not None else None
        accepted = await _commit(p, key, Accepted(task, receipt=receipt), staged, turn, twin)
    except asyncio.CancelledError:
        # Whoever asked is gone, but the commit may still come: what nobody wakes would lie for ever.
        _wake(p, task, task.created_at + 5.0)
        raise
    except BaseException:
        p.places.left(task.id)
        raise
    await p.point("api.after_commit")
    if accepted.replayed:
        p.places.left(task.id)
    else:
        _wake(p, task, task.created_at)
    return accepted


def _wake(p: Platform, task: Task, at: float) -> None:
    p.wake.wake(f"task:{task.id}", at)
    if task.request.callback_url is not None:
        p.wake.wake(outbox.subject(outbox.name(task)), at)


async def _commit(
    p: Platform, key: Key, new: Accepted, staged: Sequence[Staged], turn: Once | None, twin: Alike | None
) -> Accepted:
    task = new.task

    def script(sql: Sql) -> Accepted:
        # Asked again: whoever had the turn or the hash before may have hung up before its commit came.
        if turn is not None and (first := turn.found(sql, task.created_at)) is not None:
            return Accepted(first.task(sql), replayed=True)
        if twin is not None and (earlier := twin.earlier(sql, task.created_at)):
            return Accepted(earlier, replayed=True, alike=True)
        books.hold(sql, task.id, key.account, task.hold, task.created_at)
        outlay.count(sql, key, task)
        same = twin.columns if twin is not None else (None, None)
        sql.run("task.insert", **inserted(task, task.created_at, same))
        told = {**FIRST, "hold": task.hold, "backend": task.backend}
        sql.run("event.first", task=task.id, at=task.created_at, kind="accept", data=dump(told))
        staging.commit(sql, key.project, task.id, staged, task.created_at)
        if turn is not None:
            turn.remember(sql, p, task, new.receipt)
        outbox.announce(sql, None, task, task.created_at)
        return new

    if not staged:
        return await p.store.transact(script)
    hashes = [s.sha256 for s in staged]
    async with p.files_lock:
        try:
            await staging.keep(p, key.project, staged)
            accepted = await p.store.transact(script)
        except BaseException:
            await removal.drop_unneeded(p, key.project, hashes)
            raise
        if accepted.replayed:
            await removal.drop_unneeded(p, key.project, hashes)
        return accepted


async def get(p: Platform, project: str, task_id: str) -> Task:
    """One task. Raises Problem(not_found), or task_expired_record inside the project that had it."""

    def script(sql: Sql) -> Task:
        row = sql.one("task.get", id=task_id, project=project)
        if row is not None:
            return task_of(row)
        stone = sql.one("tombstone.get", id=task_id, project=project)
        raise Problem("task_expired_record" if stone and stone["reason"] == "retention" else "not_found")

    return await p.store.read(script)


async def cancel(p: Platform, project: str, task_id: str, *, running: bool = True) -> Task:
    """Ask for a task to stop: at once before the submit, best effort after it; the backend's verdict decides.

    Raises Problem(not_cancellable) for an ended task, and without `running` for one that runs.
    """
    task = await get(p, project, task_id)
    if task.ended:
        raise Problem("not_cancellable", f"The task has ended: {task.status}")

    def script(sql: Sql) -> Task:
        fresh = changes.load(sql, task_id)
        if fresh is None or fresh.ended:
            raise Problem("not_cancellable", f"The task has ended: {fresh.status if fresh else 'removed'}")
        if not running and fresh.status == "running":
            raise Problem("not_cancellable", "Cannot delete task because it is currently running")
        if fresh.phase in ("accepted", "staging"):
            return changes.change(sql, fresh, "cancel", p.clock())
        return changes.touch(sql, fresh, p.clock(), cancel_requested=True)

    task = await p.store.transact(script)
    changes.told(p, task)
    p.wake.wake(f"task:{task.id}", p.clock())
    return task


async def withdraw(p: Platform, project: str, task_id: str) -> None:
    """Ark's DELETE (contract §1.7): cancel while queued, refuse while running, remove the record once
    ended."""
    task = await get(p, project, task_id)
    if task.status == "queued" and not task.cancel_requested:
        # Ark's customers read the task next and look for `cancelled`: the verdict mostly takes milliseconds.
        await watch.until_ended(p, await cancel(p, project, task_id, running=False), VERDICT)
    elif task.status in ("succeeded", "failed", "expired"):
        await removal.remove(p, task, "deleted")
    else:
        told = "it is being cancelled" if task.cancel_requested else f"it is currently {task.status}"
        raise Problem("not_cancellable", f"Cannot delete task because {told}")


async def delete(p: Platform, project: str, task_id: str) -> None:
    """Remove an ended task, its files too. Raises Problem(not_cancellable) while it is open."""
    task = await get(p, project, task_id)
    if not task.ended:
        raise Problem("not_cancellable", "Only an ended task can be deleted; cancel it first")
    await removal.remove(p, task, "deleted")
