"""Step `submit`: write the intent, fence, send once (errors-and-faults §0 rules 1–5, F04–F16)."""

from onetake.core.backoff import full_jitter
from onetake.core.nonces import nonce_for, seed_for
from onetake.core.ports import Sql
from onetake.core.problem import Problem
from onetake.core.task import Task
from onetake.core.wire import Ambiguous, NotSent
from onetake.services import changes, staging
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
    await p.point("submit.before_intent")
    intended = await _intend(p, task)
    if intended is None:
        return p.clock() + p.policy.poll_first * (0.5 + p.uniform())
    task = intended
    await p.point("submit.after_intent")
    inputs = await p.store.read(lambda sql: staging.inputs_of(sql, p, task.project, task.id))
    await p.point("submit.before_fence")
    if not await _may_send(p, task):
        return p.clock()
    await p.point("submit.before_send")
    try:
        sighting = await backend.submit(task, inputs)
    except NotSent as error:
        return await _not_sent(p, task, Problem("provider_unavailable", str(error)))
    except Ambiguous:
        await p.point("submit.ambiguous")
        await changes.move(p, task, "ambiguous")
        return p.clock() + p.policy.poll_first
    except Problem as problem:
        if problem.code in HELD:
            return await _not_sent(p, task, problem)
        await changes.move(p, task, "fail", problem=problem)
        return None
    await p.point("submit.after_response_before_id")
    await changes.move(p, task, "receipt", provider_id=sighting.provider_id, tries=0)
    await p.point("submit.after_id")
    return p.clock() + (0.0 if backend.local else p.policy.poll_first)


async def _intend(p: Platform, task: Task) -> Task | None:
    """Write the intent; None while another task is out whose record could be taken for ours: one customer's
    fixed seed and the same expiry (errors-and-faults §0 rule 4)."""
    now, seed, nonce = p.clock(), seed_for(task, p.entropy), nonce_for(task, p.entropy)

    def script(sql: Sql) -> Task | None:
        fixed = task.request.seed is not None
        if fixed and sql.one("task.twin", backend=task.backend, seed=seed, nonce=nonce, id=task.id):
            return None
        return changes.change(sql, task, "submit", now, seed=seed, nonce=nonce, sent_at=now)

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
    tries = task.tries + 1
    await changes.move(p, task, "not_sent", tries=tries, sent_at=None, problem=problem)
    # Every try is two lines in the task's story: a provider that is away for a day must not fill the disk.
    longest = 30.0 if tries <= QUICK else 300.0
    wait = max(float(problem.facts.get("retry_after") or 0), full_jitter(tries, p.uniform, 1.0, longest))
    return p.clock() + min(wait, 600.0)
