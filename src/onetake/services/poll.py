"""Step `poll`: look at what the backend says. A failed look is a missed look, never a verdict (rule 7)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from onetake.core.catalogue import catalogue
from onetake.core.ports import Backend
from onetake.core.problem import Problem
from onetake.core.task import Sighting, Task
from onetake.core.wire import Ambiguous, NotSent, WireError
from onetake.services import changes, deliver, looks, patience, retrying, timing
from onetake.services.platform import Platform
from onetake.services.records import dump

MISSES = 3
LONGEST_RESULT = 65_536
"""Characters of a provider's own words that are kept with a task."""


async def run(p: Platform, task: Task) -> float | None:
    """One look; the next time to look, or None after a verdict."""
    backend = p.backends.get(task.backend)
    if backend is None:
        return await _overdue(p, task) or p.clock() + 60.0
    if task.cancel_requested:
        await _ask_to_cancel(backend, task)
    sighting = p.sightings.pop(task.id, None)
    if sighting is not None and sighting.provider_id == task.provider_id:
        return await _judge(p, task, backend, sighting)
    # A task that the list's holder has and that is woken all the same was called for: it gets a look of its
    # own.
    alone = looks.unwatch(p, task) or task.id in p.alone or task.cancel_requested
    if not alone and _shared(p, task, backend):
        looks.watch(p, task, p.clock())
        return None
    if wait := p.lane(task.backend).looks.wait(task.id, p.clock()):
        p.alone.add(task.id)
        return p.clock() + wait
    p.alone.discard(task.id)
    await p.point("poll.before_look")
    try:
        sighting = await backend.look(task)
    except (NotSent, Ambiguous, WireError, Problem):
        return await _unanswered(p, task)
    await p.point("poll.after_look")
    if sighting is None:
        return await _absent(p, task, backend)
    return await _judge(p, task, backend, sighting)


def _shared(p: Platform, task: Task, backend: Backend) -> bool:
    """Whether the task is one of so many at its backend that they are looked at by list."""
    if backend.lister is None or p.clock() >= patience.expiry(task):
        return False
    out = p.in_flight.setdefault(task.backend, set())
    out.add(task.id)
    return len(out) >= p.policy.looks_by_list


async def _ask_to_cancel(backend: Backend, task: Task) -> None:
    try:
        await backend.cancel(task)
    except (NotSent, Ambiguous, WireError, Problem):
        return  # a wish, not a verdict: the look that follows tells what came of it


async def _judge(p: Platform, task: Task, backend: Backend, sighting: Sighting) -> float | None:
    """Follow what was seen. The order of the table makes it monotone: a status that goes back changes
    nothing."""
    if sighting.status == "running":
        if sighting.total:
            p.progress[task.id] = (sighting.done, sighting.total)
        if task.phase == "submitted":
            task = await changes.move(p, task, "start")
        p.changed(task.id)
    event = {"succeeded": "finish", "failed": "fail", "cancelled": "cancel", "expired": "expire"}.get(
        sighting.status
    )
    if event is None:
        timing.saw_open(p, task)
        return await _overdue(p, task) or await _seen_again(p, task)
    columns = _verdict(task, sighting)
    if event == "fail" and retrying.worth_another(p, task, backend, columns["problem"]):
        notes = retrying.noted(task, columns["problem"])
        await changes.move(p, task, "again", notes=notes, tries=0)
        return p.clock() + p.policy.poll_first
    task = await changes.move(p, task, event, **columns)
    if event == "finish":
        if learned := timing.observe(p, task):
            await p.store.transact(lambda sql: timing.keep(sql, learned, p.clock()))
        await p.point("poll.after_finish")
        return await deliver.run(p, task, sighting)
    return None


def _verdict(task: Task, sighting: Sighting) -> dict[str, Any]:
    # What a held create told is kept: it was the result, and it will not be told again.
    columns: dict[str, Any] = {"result": _kept(sighting.payload) or task.result, "tries": 0}
    if sighting.notes:
        columns["notes"] = (*task.notes, *sighting.notes)
    if sighting.seed is not None and 0 <= sighting.seed < 2**63:
        columns["seed"] = sighting.seed
    if sighting.status == "failed":
        columns["problem"] = sighting.problem or Problem("generation_failed")
    return columns


def _kept(payload: Mapping[str, Any]) -> dict[str, Any]:
    """The provider's words, unless they are so many that every later read of the row would carry them."""
    return dict(payload) if len(dump(payload)) <= LONGEST_RESULT else {}


async def _absent(p: Platform, task: Task, backend: Backend) -> float | None:
    """No such task there. Proof only where the work dies with us; elsewhere three misses in a row and the
    record's life must have passed (F18)."""
    if backend.local:
        if task.cancel_requested:
            await changes.move(p, task, "cancel")
            return None
        await changes.move(p, task, "absent")
        return p.clock()
    misses = task.misses + 1
    if misses >= MISSES and p.clock() > _kept_until(task, backend):
        problem = Problem("provider_result_missing", "the provider no longer knows the task")
        await changes.move(p, task, "fail", problem=problem)
        return None
    now = p.clock()
    await p.store.transact(lambda sql: changes.touch(sql, task, now, misses=misses))
    return timing.next_look(p, replace(task, misses=misses), missed=True)


def _kept_until(task: Task, backend: Backend) -> float:
    """Until when the backend keeps a record of the task: model servers have theirs in memory."""
    route = catalogue().routes.get(backend.route)
    expiry = patience.expiry(task)
    return min(expiry, timing.started(task) + route.record_life) if route is not None else expiry


async def _overdue(p: Platform, task: Task, *, looked: bool = True) -> float | None:
    """Past the hard stop nothing more can come: the customer's hold goes back (F22). None while there is
    time."""
    if not patience.stopped(p, task, looked=looked):
        return None
    await changes.move(p, task, "fail", problem=Problem("deadline_exceeded"))
    return p.clock()


async def _unanswered(p: Platform, task: Task) -> float:
    """A look that failed. Only past the hard stop is it counted: before it, nothing hangs on the number."""
    if (ended := await _overdue(p, task, looked=False)) is not None:
        return ended
    now = p.clock()
    if now >= patience.hard_stop(p, task):
        await p.store.transact(lambda sql: changes.touch(sql, task, now, misses=task.misses + 1))
    return timing.next_look(p, task, missed=True)


async def _seen_again(p: Platform, task: Task) -> float:
    """Still at work. Misses count in a row only (F18)."""
    if task.misses:
        now = p.clock()
        task = await p.store.transact(lambda sql: changes.touch(sql, task, now, misses=0))
    return timing.next_look(p, task)
