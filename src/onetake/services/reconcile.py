"""The ambiguous submit (errors-and-faults §3.2): never send again before absence is proved.

Evidence, cheapest first: a list that shows our nonces (adopt), enough complete lists that do not (absent).
Without a list the task waits for its hard stop, then fails with its hold released.
"""

from collections.abc import Sequence

from onetake.core.nonces import as_sent
from onetake.core.ports import Sql
from onetake.core.problem import Problem
from onetake.core.task import Sighting, Task
from onetake.core.wire import Ambiguous, NotSent, WireError
from onetake.services import changes
from onetake.services.platform import Platform


async def disown(p: Platform, task: Task) -> float:
    """An intent that no living sender owns: it may or may not have been sent (F05, F06)."""
    await changes.move(p, task, "ambiguous")
    return p.clock()


async def run(p: Platform, task: Task) -> float | None:
    """Look for the task at its backend; the next time to look, or None once it is settled."""
    backend = p.backends.get(task.backend)
    if backend is not None and backend.local:
        # The work of a local backend cannot outlive its sender: absence is certain.
        await changes.move(p, task, "absent")
        return p.clock()
    now = p.clock()
    if now > task.deadline + p.policy.overdue_stop:
        await changes.move(p, task, "unresolved", problem=Problem("submit_outcome_unknown"))
        return None
    await p.point("reconcile.before_find")
    try:
        found = await backend.find(task) if backend is not None else None
    except (NotSent, Ambiguous, WireError, Problem):
        return now + p.policy.absence_gap
    await p.point("reconcile.after_find")
    if found is None:
        return now + max(60.0, p.policy.absence_gap)
    match = await _match(p, task, found)
    if match is not None:
        await changes.move(p, task, "receipt", provider_id=match.provider_id, misses=0, tries=0)
        return p.clock()
    return await _not_seen(p, task, now)


async def _match(p: Platform, task: Task, found: Sequence[Sighting]) -> Sighting | None:
    """The oldest sighting that is this attempt and that no other task holds."""
    candidates = sorted((s for s in found if fits(task, s, p)), key=lambda s: s.created_at or 0.0)
    for sighting in candidates:
        if not await p.store.read(lambda sql, s=sighting: _owned(sql, task, s)):
            return sighting
    return None


def _owned(sql: Sql, task: Task, sighting: Sighting) -> bool:
    row = sql.one("task.owner", backend=task.backend, provider_id=sighting.provider_id)
    return row is not None and row["id"] != task.id


def fits(task: Task, seen: Sighting, p: Platform) -> bool:
    """The match rule: both nonces, the settings, and a time inside the window of the send."""
    sent = as_sent(task)
    if seen.seed != sent.seed or seen.expires_after not in (None, sent.expires_after):
        return False
    if seen.resolution not in (None, sent.resolution):
        return False
    fixed_length = sent.duration if sent.duration != "auto" else None
    if None not in (seen.duration, fixed_length) and seen.duration != fixed_length:
        return False
    start = (task.sent_at or 0.0) - 60.0
    end = (task.sent_at or 0.0) + p.policy.submit_timeout + 60.0
    return seen.created_at is None or start <= seen.created_at <= end


async def _not_seen(p: Platform, task: Task, now: float) -> float:
    """A complete list without our task: proof only when read often enough and late enough."""
    if now < (task.sent_at or 0.0) + p.policy.absence_after:
        return min(now + p.policy.absence_gap, (task.sent_at or 0.0) + p.policy.absence_after)
    misses = task.misses + 1
    if misses < p.policy.absence_reads:
        await p.store.transact(lambda sql: changes.touch(sql, task, now, misses=misses))
        return now + p.policy.absence_gap
    await p.point("reconcile.before_absent")
    await changes.move(p, task, "absent")
    return p.clock()
