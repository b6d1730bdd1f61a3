"""The ambiguous submit (errors-and-faults §3.2): never send again before absence is proved.

Evidence, cheapest first: a list that shows our nonces (adopt), enough complete lists that do not (absent).
A record that may be ours but does not say enough proves neither. Without proof the task waits for its hard
stop, then fails with its hold released.
"""

import logging
import math
from collections.abc import Sequence
from dataclasses import replace

from onetake.core.catalogue import catalogue
from onetake.core.nonces import LONGEST, NONCES, as_sent, sent_between
from onetake.core.ports import Backend, Sql
from onetake.core.problem import Problem
from onetake.core.task import Sighting, Task
from onetake.core.wire import Ambiguous, NotSent, WireError
from onetake.services import changes, expenses, patience
from onetake.services.planting import plants_expiry
from onetake.services.platform import Platform

log = logging.getLogger("onetake.reconcile")

SLACK = 60.0
"""Seconds that a record may lie outside of the time of our send when it fits in everything else."""
DRIFT = 3600.0
"""Seconds that two clocks may differ when a backup is put back."""
FAR = 172_800.0
"""Seconds that a record may lie from our note of the send and still be no proof of absence: our clock may be
a day off (F35), and the process may have slept between its note and its send."""


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
    await p.point("reconcile.before_find")
    asked = p.clock()
    hinted = await _hinted(p, task, backend) if backend is not None and task.hint is not None else False
    if hinted:
        return p.clock()
    try:
        found = await backend.find(task) if backend is not None else None
    except (NotSent, Ambiguous, WireError, Problem):
        return await _unanswered(p, task)
    await p.point("reconcile.after_find")
    if found is None:
        forgotten = _forgotten(p, task, backend)
        return await _given_up(p, task, until=forgotten) or p.clock() + max(60.0, _patient_gap(p, task))
    match, doubtful = await _match(p, task, found)
    if match is not None:
        await _surplus(p, task, match, found)
        await changes.move(p, task, "receipt", provider_id=match.provider_id, misses=0, tries=0)
        return p.clock()
    return await _given_up(p, task) or await _not_seen(p, task, asked, doubtful or hinted is None)


async def _hinted(p: Platform, task: Task, backend: Backend) -> bool | None:
    """Adopt the task that a callback to this attempt's secret path named, once a look of our own has shown
    that it is there, that it can be this attempt and that no other task holds it (F16). None where the look
    failed: a list may still tell, but what it does not show is not proved absent."""
    assert task.hint is not None
    try:
        sighting = await backend.look(replace(task, provider_id=task.hint))
    except (NotSent, Ambiguous, WireError, Problem):
        return None
    if sighting is None or fits(task, sighting, p) is False:
        return False
    if await p.store.read(lambda sql: _owned(sql, task, sighting)):
        return False
    await changes.move(p, task, "receipt", provider_id=sighting.provider_id, misses=0, tries=0)
    return True


async def _given_up(p: Platform, task: Task, *, looked: bool = True, until: float = math.inf) -> float | None:
    """Fail a task whose outcome nobody will ever tell; None while there is time. until: when the provider's
    record of it has gone."""
    if p.clock() < until and not patience.stopped(p, task, looked=looked):
        return None
    await changes.move(p, task, "unresolved", problem=Problem("submit_outcome_unknown"))
    return p.clock()


async def _unanswered(p: Platform, task: Task) -> float:
    if (ended := await _given_up(p, task, looked=False)) is not None:
        return ended
    now = p.clock()
    if now >= patience.hard_stop(p, task):
        await p.store.transact(lambda sql: changes.touch(sql, task, now, misses=task.misses + 1))
    return now + p.policy.absence_gap


async def _match(p: Platform, task: Task, found: Sequence[Sighting]) -> tuple[Sighting | None, bool]:
    """The oldest sighting that is this attempt and that no other task holds; whether one more may be it."""
    doubtful = False
    for sighting in sorted(found, key=lambda s: s.created_at or 0.0):
        verdict = fits(task, sighting, p)
        if verdict is False or await p.store.read(lambda sql, s=sighting: _owned(sql, task, s)):
            continue
        if verdict:
            return sighting, False
        doubtful = True
    return None, doubtful


async def _surplus(p: Platform, task: Task, match: Sighting, found: Sequence[Sighting]) -> None:
    """A provider that has made two tasks of one send, which a seed of ours gives away, asks for both. The
    customer has the older one; we bear the others (errors-and-faults §3.2, match rule)."""
    if task.request.seed is not None:
        return
    ids = {s.provider_id for s in found if s.provider_id != match.provider_id and fits(task, s, p)}
    now = p.clock()

    def script(sql: Sql) -> list[str]:
        more = [i for i in sorted(ids) if not sql.one("task.owner", backend=task.backend, provider_id=i)]
        return expenses.surplus(sql, p.backends.get(task.backend), task, more, now)

    if ids and await p.store.transact(script):
        log.warning("surplus", extra={"task": task.id, "backend": task.backend})


def _owned(sql: Sql, task: Task, sighting: Sighting) -> bool:
    row = sql.one("task.owner", backend=task.backend, provider_id=sighting.provider_id)
    return row is not None and row["id"] != task.id


def fits(task: Task, seen: Sighting, p: Platform) -> bool | None:
    """Whether a record is this attempt; None when it may be, but does not say enough.

    A seed that we drew ourselves is proof, whatever a provider made of the rest. A customer's own seed is
    not: then the expiry with its nonce, the settings and the time of the send must all agree. Where no expiry
    can be said, such tasks were sent one after the other, and the settings must be told in full.
    """
    sent = as_sent(task)
    drift = _drift(task, seen, p)
    if task.request.seed is None and sent.seed is not None and seen.seed == sent.seed:
        return True if drift <= FAR else None
    if task.sent_at is None:
        return _restored_fits(task, seen, drift)
    if seen.seed not in (None, sent.seed) or seen.expires_after not in (None, sent.expires_after):
        return False
    if seen.resolution not in (None, sent.resolution) or drift > FAR:
        return False
    fixed_length = sent.duration if sent.duration != "auto" else None
    if None not in (seen.duration, fixed_length) and seen.duration != fixed_length:
        return False
    if plants_expiry(p, task):
        told = (seen.seed, seen.expires_after)
    else:
        told = (seen.seed, seen.created_at, seen.resolution, seen.duration)
    return True if drift == 0 and None not in told else None


def _restored_fits(task: Task, seen: Sighting, drift: float) -> bool | None:
    """The same for a task from a backup, whose later sends had nonces that nobody knows any more: a record is
    never proof that it is ours, and only what no send of the task could have made is none of it (F39)."""
    if drift > DRIFT or (task.request.seed is not None and seen.seed not in (None, task.request.seed)):
        return False
    longest = min(task.request.expires_after, LONGEST)
    if seen.expires_after is not None and not longest - NONCES < seen.expires_after <= longest:
        return False
    said, asked = (seen.resolution or "").lower(), (task.request.resolution or "").lower()
    return False if said and asked and said != asked else None


def _drift(task: Task, seen: Sighting, p: Platform) -> float:
    """Seconds by which a record lies outside of the time of our send."""
    if seen.created_at is None:
        return 0.0
    first, last = sent_between(task, p.policy.submit_timeout)
    return max(0.0, first - SLACK - seen.created_at, seen.created_at - last - SLACK)


def _forgotten(p: Platform, task: Task, backend: Backend | None) -> float:
    """Until when a callback could still be checked where no list tells anything: an hour before the record
    goes (errors-and-faults §3.2)."""
    route = catalogue().routes.get(backend.route) if backend is not None else None
    return _last_send(p, task) + route.record_life - DRIFT if route is not None else math.inf


def _last_send(p: Platform, task: Task) -> float:
    """The latest time at which we may have begun to send."""
    return sent_between(task, p.policy.submit_timeout)[1] - p.policy.submit_timeout


def _patient_gap(p: Platform, task: Task) -> float:
    """Seconds to the next look where looks prove little: a tenth of what has passed, up to ten minutes."""
    return max(p.policy.absence_gap, min(600.0, 0.1 * (p.clock() - _last_send(p, task))))


async def _not_seen(p: Platform, task: Task, now: float, doubtful: bool) -> float:
    """A complete list without our task: proof only when read often enough and asked for late enough."""
    if doubtful:
        return now + _patient_gap(p, task)
    # Some routes answer late: their list is waited for from the end of the request, which moved the row.
    gap, lag = p.policy.absence_gap, p.policy.absence_after - p.policy.submit_timeout
    proves = max(_last_send(p, task) + p.policy.absence_after, task.updated_at + lag)
    misses = task.misses + 1
    # A clock that jumps makes any lag look long (F35). The waits between two lists do not jump: the lists of
    # a whole lag, and then those that count, have taken as long as they seem to.
    early = math.ceil(lag / gap) if gap else 0
    if now >= proves and misses >= early + p.policy.absence_reads:
        await p.point("reconcile.before_absent")
        await changes.move(p, task, "absent")
        return p.clock()
    if now >= proves or misses <= early:
        await p.store.transact(lambda sql: changes.touch(sql, task, now, misses=misses))
    return now + gap if now >= proves else min(now + gap, proves)
