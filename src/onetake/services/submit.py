"""Step `submit`: write the intent, fence, send once (errors-and-faults §0 rules 1–5, F04–F16)."""

from collections.abc import Sequence

from onetake.core.backoff import full_jitter
from onetake.core.nonces import nonce_for, seed_for
from onetake.core.ports import Backend, Input, Sql
from onetake.core.problem import Problem
from onetake.core.task import Task
from onetake.core.wire import Ambiguous, NotSent, WireError
from onetake.dialects._errors import as_told
from onetake.services import changes, end_users, expenses, retrying, routing, staging, timing
from onetake.services.planting import plants_expiry
from onetake.services.platform import Platform

HELD = frozenset(
    {"provider_unavailable", "provider_overloaded", "provider_auth", "provider_quota", "provider_misrouted"}
)
"""Proven refusals that are not about the request: the task keeps its hold and is sent again later."""
QUICK = 20
"""Tries with short waits between them."""


async def run(p: Platform, task: Task) -> float | None:
    """Send the task to its backend once. Where the outcome is not known the task becomes `unknown`: no path
    in this file sends twice for one intent."""
    backend = p.backends.get(task.backend)
    if backend is None:
        problem = Problem("provider_unavailable", f"the backend {task.backend} is not configured any more")
        await changes.move(p, task, "fail", problem=problem)
        return None
    lane = p.lane(task.backend)
    if not backend.local and (wait := lane.submit_in(task.id, p.clock())):
        if lane.circuit.state(p.clock()) != "closed" and await _elsewhere(p, task):
            return p.clock()
        return p.clock() + wait + p.uniform()
    inputs = await p.store.read(lambda sql: staging.inputs_of(sql, p, task.project, task.id))
    try:
        await backend.prepare(task, inputs)
    except (NotSent, Ambiguous, WireError, Problem) as error:
        return await _unprepared(p, task, error)
    await p.point("submit.before_intent")
    intended = await _intend(p, task)
    if intended is None:
        return p.clock() + p.policy.poll_first * (0.5 + p.uniform())
    await p.point("submit.after_intent")
    await p.point("submit.before_fence")
    if not await _may_send(p, intended):
        return p.clock()
    await p.point("submit.before_send")
    return await _send(p, backend, intended, inputs)


async def _send(p: Platform, backend: Backend, task: Task, inputs: Sequence[Input]) -> float | None:
    """The one request, and what each outcome of it means."""
    lane = p.lane(task.backend)
    try:
        sighting = await backend.submit(end_users.shown_to(p, backend, task), inputs)
    except NotSent as error:
        return await _not_sent(p, task, Problem("provider_unavailable", str(error)))
    except Ambiguous:
        await p.point("submit.ambiguous")
        lane.refused(p.clock(), "provider_unavailable", p.uniform)
        await changes.move(p, task, "ambiguous")
        return p.clock() + p.policy.poll_first
    except Problem as problem:
        if problem.code in HELD:
            return await _not_sent(p, task, problem)
        lane.circuit.answered()
        return await _refused(p, backend, task, problem)
    await p.point("submit.after_response_before_id")
    lane.circuit.answered()
    # Where the answer to the create is the whole result, it is kept: nothing else will ever tell it.
    result = sighting.payload if sighting.status == "succeeded" else task.result
    task = await changes.move(p, task, "receipt", provider_id=sighting.provider_id, tries=0, result=result)
    await p.point("submit.after_id")
    if backend.local or sighting.status == "succeeded":
        return p.clock()
    return timing.first_look(p, task)


async def _refused(p: Platform, backend: Backend, task: Task, problem: Problem) -> float | None:
    """A refusal of what was asked for, or, where the create is held, the verdict on the work itself."""
    if retrying.worth_another(p, task, backend, problem):
        await changes.move(p, task, "again", notes=retrying.noted(task, problem), tries=0)
        return p.clock() + p.policy.poll_first
    await changes.move(p, task, "fail", problem=problem)
    return None


async def _unprepared(p: Platform, task: Task, error: Exception) -> float | None:
    """The inputs could not be brought to the provider; nothing was asked of it yet."""
    problem = error if isinstance(error, Problem) else Problem("provider_unavailable", str(error))
    if problem.code not in HELD:
        await changes.move(p, task, "fail", problem=problem)
        return None
    p.lane(task.backend).refused(p.clock(), problem.code, p.uniform)
    if await _elsewhere(p, task, problem):
        return p.clock()
    now, tries = p.clock(), task.tries + 1
    await p.store.transact(lambda sql: changes.touch(sql, task, now, tries=tries))
    return now + full_jitter(tries, p.uniform, 1.0, 30.0 if tries <= QUICK else 300.0)


async def _elsewhere(p: Platform, task: Task, problem: Problem | None = None) -> bool:
    """Hand a task whose backend has proved that it will not take it to another one, where the operator wants
    that. Only from here: before anything was sent, or after a proven refusal; never after an ambiguous
    one."""
    if not p.policy.failover or p.backends[task.backend].local:
        return False
    refused = p.refused.setdefault(task.id, set())
    refused.add(task.backend)
    choice = routing.another(p, task.request, refused)
    if choice is None:
        # Nobody is left: the next time that this one refuses, the others may have got well again.
        p.refused[task.id] = {task.backend}
        return False
    # Whether our own key or balance was the reason is the operator's affair (rule 8).
    name, reason = choice.backend.name, as_told(problem).code if problem else "its circuit is open"
    told = (*task.notes, f"sent to {name} instead of {task.backend}: {reason}", *choice.fit.notes)
    columns = {"backend": name, "adapted": choice.fit.changes, "notes": tuple(dict.fromkeys(told))}
    now = p.clock()

    def script(sql: Sql) -> Task:
        if task.phase == "submitting":
            moved = changes.change(sql, task, "not_sent", now, sent_at=None, **columns)
        else:
            moved = changes.touch(sql, task, now, **columns)
        changes.record(sql, moved, "reroute", now)
        return moved

    p.lane(task.backend).submits.left(task.id)
    changes.told(p, await p.store.transact(script))
    return True


async def _intend(p: Platform, task: Task) -> Task | None:
    """Write the intent; None while another task is out whose record could be taken for ours: one customer's
    fixed seed and the same expiry (errors-and-faults §0 rule 4)."""
    now, seed = p.clock(), seed_for(task, p.entropy)
    nonce = nonce_for(task, p.entropy) if plants_expiry(p, task) else 0

    def script(sql: Sql) -> Task | None:
        fixed = task.request.seed is not None
        if fixed and sql.one("task.twin", backend=task.backend, seed=seed, nonce=nonce, id=task.id):
            return None
        intended = changes.change(sql, task, "submit", now, seed=seed, nonce=nonce, sent_at=now)
        expenses.intend(sql, p.backends.get(task.backend), intended, now)
        return intended

    intended = await p.store.transact(script)
    if intended is not None:
        changes.told(p, intended)
    return intended


async def _may_send(p: Platform, task: Task) -> bool:
    """The fence: the row is still ours, the data directory too, and we did not stall past our time (F07)."""

    def script(sql: Sql) -> bool:
        fresh = changes.load(sql, task.id)
        return fresh is not None and (fresh.phase, fresh.attempt, fresh.nonce) == (
            "submitting",
            task.attempt,
            task.nonce,
        )

    stalled = p.clock() - (task.sent_at or 0.0) > p.policy.submit_timeout
    return not stalled and await p.store.read(script)


async def _not_sent(p: Platform, task: Task, problem: Problem) -> float:
    """Back to the queue, the hold stays; the wait grows with each try up to 30 s, later to 5 minutes, or is
    what was asked for."""
    p.lane(task.backend).refused(p.clock(), problem.code, p.uniform)
    if await _elsewhere(p, task, problem):
        return p.clock()
    tries = task.tries + 1
    await changes.move(p, task, "not_sent", tries=tries, sent_at=None, problem=problem)
    # Every try is two lines in the task's story: a provider that is away for a day must not fill the disk.
    longest = 30.0 if tries <= QUICK else 300.0
    wait = max(float(problem.facts.get("retry_after") or 0), full_jitter(tries, p.uniform, 1.0, longest))
    return p.clock() + min(wait, 600.0)
