"""Create, read, list, cancel and remove tasks: what a customer can do, whatever dialect they speak."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from onetake.core import pricing
from onetake.core.catalogue import Route, catalogue
from onetake.core.ids import new_core
from onetake.core.ports import Backend, Sql
from onetake.core.pricing import Price
from onetake.core.problem import Problem
from onetake.core.request import Request
from onetake.core.task import Task
from onetake.services import (
    admission,
    arrival,
    books,
    changes,
    outbox,
    outlay,
    removal,
    routing,
    staging,
    watch,
)
from onetake.services.accounts import Key
from onetake.services.platform import Platform
from onetake.services.records import dump, inserted, task_of
from onetake.services.routing import Choice
from onetake.services.staging import Staged

VERDICT = 2.0
"""Seconds that a withdrawal waits for the backend's word; the wish stays when there is none by then."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """A task, and whether it is the answer to an earlier equal request."""

    task: Task
    replayed: bool = False


async def create(
    p: Platform,
    key: Key,
    dialect: str,
    route: Route,
    request: Request,
    idempotency: str | None = None,
    *,
    scenario: str | None = None,
) -> Accepted:
    """Accept a request: task, hold, idempotency record and first event in one transaction.

    Inputs are checked first (contract §12). scenario: the sandbox script that the task plays. Raises Problem;
    then nothing is stored and nothing is held.
    """
    if any(m.url.startswith("data:") for m in request.media):  # tens of megabytes to hash: not on the loop
        once = await asyncio.to_thread(arrival.Once.of, key, dialect, request, idempotency, p)
    else:
        once = arrival.Once.of(key, dialect, request, idempotency, p)
    if once.wanted and (earlier := await p.store.read(lambda sql: once.earlier(sql, p.clock()))):
        return Accepted(earlier, True)
    admission.allow(p, key, dialect, route, request)
    if request.callback_url is not None:
        arrival.check_callback(p, request.callback_url)
    choice = routing.choose(p, request, scenario)
    limiting = _limiting(choice.backend, route)
    staged, request = await arrival.taken_in(p, key.project, request, route, limiting)
    try:
        choice = routing.measured(p, request, choice, {s.place: s.probe for s in staged})
        task = _new_task(p, key, dialect, route, staging.slim(request, staged), choice, staged, scenario)
        return await _accept(p, key, task, staged, once)
    finally:
        for item in staged:
            item.discard()


def _limiting(backend: Backend, route: Route) -> Route:
    """The route whose limits the inputs have to meet: where it is made, for our own engines where it came
    in."""
    return route if backend.local else catalogue().routes.get(backend.route, route)


async def _accept(
    p: Platform, key: Key, task: Task, staged: Sequence[Staged], once: "arrival.Once"
) -> Accepted:
    await p.point("api.before_commit")
    admission.expect(p, key, task)
    try:
        accepted = await _commit(p, key, task, staged, once)
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


def _new_task(
    p: Platform,
    key: Key,
    dialect: str,
    route: Route,
    request: Request,
    choice: Choice,
    staged: Sequence[Staged],
    scenario: str | None,
) -> Task:
    now = p.clock()
    price = price_for(p, request, route, choice.backend, scenario)
    read_as = request.notes
    if read_as:
        request = replace(request, notes=())
    return Task(
        id=new_core(p.entropy),
        project=key.project,
        key_id=key.id,
        dialect=dialect,
        route=route.name,
        backend=choice.backend.name,
        request=request,
        hold=pricing.quote(request, price, known_seconds(request, staged)).hold,
        rate=price.rate,
        unit=price.unit,
        created_at=now,
        updated_at=now,
        deadline=now + request.expires_after,
        notes=(*read_as, *choice.fit.notes),
        adapted=choice.fit.changes,
        scenario=scenario,
    )


def price_for(
    p: Platform, request: Request, route: Route, backend: Backend, scenario: str | None = None
) -> Price:
    """The customer's price: free for a preview, unless it plays a route in the sandbox or the operator wants
    the documented list (design §1)."""
    if backend.local and scenario is None and p.policy.animatic_price == "free":
        return pricing.FREE
    return pricing.price_of(request, route)


def known_seconds(request: Request, staged: Sequence[Staged]) -> Fraction | None:
    """Seconds of input video, or None while one of them is not probed yet."""
    videos = [i for i, m in enumerate(request.media) if m.kind == "video"]
    probed = {s.place: s.probe.seconds for s in staged if s.kind == "video"}
    if any(i not in probed for i in videos):
        return None
    return sum((Fraction(str(probed[i])) for i in videos), Fraction(0))


async def _commit(
    p: Platform, key: Key, task: Task, staged: Sequence[Staged], once: "arrival.Once"
) -> Accepted:
    def script(sql: Sql) -> Accepted:
        if once.wanted and (earlier := once.earlier(sql, task.created_at)):
            return Accepted(earlier, True)
        books.hold(sql, task.id, key.account, task.hold, task.created_at)
        outlay.count(sql, key, task)
        sql.run("task.insert", **inserted(task, once.fingerprint if key.dedupe else None, task.created_at))
        data = {
            "status": "queued",
            "phase": "accepted",
            "attempt": 1,
            "hold": task.hold,
            "backend": task.backend,
        }
        sql.run("event.first", task=task.id, at=task.created_at, kind="accept", data=dump(data))
        staging.commit(sql, key.project, task.id, staged, task.created_at)
        once.remember(sql, task)
        outbox.announce(sql, None, task, task.created_at)
        return Accepted(task)

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
