"""Subject `look:BACKEND`: one holder looks at many tasks of a provider at once (design §5, polling).

Tasks are named in chunks while that takes fewer requests than the open pages of the list; beyond it the pages
are read, and what is in none of them is looked up by id. Only a task whose status changed touches the
database: it is woken with what was seen.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from onetake.core.ports import Lister
from onetake.core.problem import Problem
from onetake.core.task import Sighting, Task
from onetake.core.wire import Ambiguous, NotSent, WireError
from onetake.services import patience, timing
from onetake.services.platform import Platform, Watched

OPEN = {"queued": "submitted", "running": "rendering"}
"""A provider's open statuses and the phase in which they tell nothing new."""
GAP = 2.0
"""Seconds between two rounds at the least."""
FAR = 3600.0
"""Seconds beyond which nothing is ever due: there the clock has gone back (F35)."""
FAILED, SINGLES = 3, 20
"""Rounds that may fail a task in a row before it is looked at by itself, and how many go so after a round."""


@dataclass(slots=True)
class _Round:
    """What one round saw: every open task, and those that it looked for in vain."""

    seen: dict[str, Sighting]
    missing: list[str]


def watch(p: Platform, task: Task, due: float) -> None:
    """Hand a task over to the holder of its backend."""
    assert task.provider_id is not None
    watched = p.watched.setdefault(task.backend, {})
    looks, open_at = p.looked.get(task.id, (0, None))
    watched[task.provider_id] = Watched(
        task.id,
        task.phase,
        due,
        timing.started(task),
        timing.kind(p, task),
        patience.expiry(task),
        looks,
        open_at,
    )
    p.wake.wake(f"look:{task.backend}", due)


def unwatch(p: Platform, task: Task) -> bool:
    """Take a task back; whether the holder had it."""
    watched = p.watched.get(task.backend)
    return watched is not None and watched.pop(task.provider_id or "", None) is not None


async def run(p: Platform, name: str) -> float | None:
    """One round for a backend; when to come back, or None when nothing is watched."""
    watched = p.watched.get(name)
    backend = p.backends.get(name)
    if not watched or backend is None or backend.lister is None:
        return None
    now = p.clock()
    earliest = max(min(w.due for w in watched.values()), p.rounds.get(name, 0.0) + GAP)
    if now < earliest <= now + FAR:
        return earliest
    due = _due(watched, backend.lister, now)
    if wait := p.lane(name).looks.wait(name, now):
        return now + wait
    p.rounds[name] = now
    try:
        found = await _look(p, name, backend.lister, due, len(watched))
    except (NotSent, Ambiguous, WireError, Problem):
        _again(p, watched, due)
        return p.clock() + GAP
    _tell(p, watched, found)
    return max(p.clock() + GAP, min((w.due for w in watched.values()), default=p.clock() + GAP))


def _due(watched: dict[str, Watched], lister: Lister, now: float) -> list[str]:
    """Whom to look at: those who are due, and those who come next as far as they fit in the same requests."""
    ranked = sorted(watched, key=lambda id: watched[id].due)
    due = sum(w.due <= now for w in watched.values())
    requests = -(-due // lister.most) if lister.most else 1
    return ranked[: max(due, requests * lister.most)]


async def _look(p: Platform, name: str, lister: Lister, due: Sequence[str], all: int) -> _Round:
    """By ids, or by pages where that takes fewer requests."""
    by_ids = -(-len(due) // lister.most) if lister.most else all + 1
    if lister.most and by_ids <= 2 + all // 500:
        return await _by_ids(p, name, lister, due)
    seen: dict[str, Sighting] = {}
    for status in ("running", "queued"):
        number, more = 1, True
        while more:
            await _pace(p, name, first=number == 1 and status == "running")
            page, more = await lister.page(status, number)
            known = len(seen)
            seen.update((s.provider_id, s) for s in page)
            # A page that brings nothing new is the last, whatever it says of more.
            number, more = number + 1, more and len(seen) > known
    vanished = [id for id in due if id not in seen]
    if vanished and lister.most:
        rest = await _by_ids(p, name, lister, vanished)
        return _Round({**seen, **rest.seen}, rest.missing)
    return _Round(seen, vanished)


async def _by_ids(p: Platform, name: str, lister: Lister, ids: Sequence[str]) -> _Round:
    seen: dict[str, Sighting] = {}
    for start in range(0, len(ids), lister.most):
        await _pace(p, name, first=start == 0)
        seen.update((s.provider_id, s) for s in await lister.named(ids[start : start + lister.most]))
    return _Round(seen, [id for id in ids if id not in seen])


async def _pace(p: Platform, name: str, *, first: bool) -> None:
    """Every request of a round but its first, which `run` has let through, waits for its own moment."""
    while not first and (wait := p.lane(name).looks.wait(name, p.clock())):
        await p.pause(wait)


def _tell(p: Platform, watched: dict[str, Watched], found: _Round) -> None:
    now = p.clock()
    for id, sighting in found.seen.items():
        w = watched.get(id)
        if w is None:
            continue
        if now < w.until and _same(w, sighting):
            w.misses, w.looks, w.open_at = 0, w.looks + 1, now - w.since
            w.due = timing.next_of(p, w, now)
        else:
            del watched[id]
            if w.open_at is not None:
                p.looked[w.task_id] = (w.looks, w.open_at)
            p.sightings[w.task_id] = sighting
            p.wake.wake(f"task:{w.task_id}", now)
    for id in found.missing:  # in no list, which is no verdict
        _by_itself(p, watched, id)


def _same(w: Watched, seen: Sighting) -> bool:
    """Whether a sighting tells nothing new; a status that goes back does not."""
    return OPEN.get(seen.status) == w.phase or (seen.status == "queued" and w.phase == "rendering")


def _by_itself(p: Platform, watched: dict[str, Watched], id: str) -> None:
    """Have a task asked for alone."""
    if (w := watched.pop(id, None)) is not None:
        p.alone.add(w.task_id)
        p.wake.wake(f"task:{w.task_id}", p.clock())


def _again(p: Platform, watched: dict[str, Watched], ids: Iterable[str]) -> None:
    """After a round that failed. A list may go on failing, for one record in it that cannot be read: what has
    waited longest is looked at without it, a few tasks at a time."""
    now = p.clock()
    failed = [(w.due, id, w) for id in ids if (w := watched.get(id)) is not None]
    for _, _, w in failed:
        w.misses += 1
        w.due = max(now + GAP, timing.next_of(p, w, now))
    for _, id, _ in sorted(f for f in failed if f[2].misses >= FAILED or now >= f[2].until)[:SINGLES]:
        _by_itself(p, watched, id)
