"""When to look at a task next, by what was learned from tasks of its kind."""

import json
import math

from onetake.core import expected
from onetake.core.backoff import equal_jitter
from onetake.core.ports import Sql
from onetake.core.schedule import LONGEST, Learned
from onetake.core.task import Task
from onetake.services.platform import Platform, Watched
from onetake.services.records import dump

BLIND = 180.0
"""Seconds without a look after which the end of a task is not known well enough to learn from."""
MISSED = 10.0
"""Seconds after a look that failed, at first."""


def kind(p: Platform, task: Task) -> str:
    """The name under which tasks like this one are learned."""
    backend = p.backends.get(task.backend)
    request = task.request
    return name_of(
        backend.route if backend is not None else task.route,
        request.model,
        request.resolution,
        request.duration,
    )


def name_of(route: str, model: str, resolution: str, duration: int | str) -> str:
    """route/model/resolution/seconds."""
    return f"{route}/{model}/{resolution}/{duration}"


def started(task: Task) -> float:
    """Since when the provider has the task (unix seconds)."""
    return task.sent_at or task.created_at


def first_look(p: Platform, task: Task) -> float:
    """When to look after a submit."""
    if p.policy.poll_every > 0:
        return p.clock() + p.policy.poll_first
    return p.clock() + _gap(p, kind(p, task), p.clock() - started(task), 0)


def saw_open(p: Platform, task: Task) -> None:
    """A look told that the task is not finished yet."""
    looks, _ = p.looked.get(task.id, (0, 0.0))
    p.looked[task.id] = (looks + 1, p.clock() - started(task))


def next_look(p: Platform, task: Task, *, missed: bool = False) -> float:
    """When to look again at a task by itself. A failed look tells nothing of the task: the next one comes by
    the same schedule, and later with each miss in a row."""
    if p.backends[task.backend].local:
        return p.clock() + 30.0  # only a safety net: the engine wakes us at every change
    looks = p.looked[task.id][0] if task.id in p.looked else None
    gap = _gap(p, kind(p, task), p.clock() - started(task), looks)
    if missed:
        gap = max(gap, equal_jitter(task.misses + 1, p.uniform, p.policy.poll_every or MISSED, 60.0))
    return p.clock() + gap


def pause(p: Platform) -> float:
    """Seconds before something that went wrong at a provider is asked again."""
    return equal_jitter(1, p.uniform, p.policy.poll_every or MISSED)


def next_of(p: Platform, watched: Watched, now: float) -> float:
    """The same for one that is looked at by list."""
    return now + _gap(p, watched.kind, now - watched.since, watched.looks)


def _gap(p: Platform, name: str, elapsed: float, looks: int | None) -> float:
    """Seconds to the next look: the operator's rhythm where there is one, else the learned one."""
    if p.policy.poll_every > 0:
        return p.policy.poll_every * (0.9 + 0.2 * p.uniform())
    elapsed = max(elapsed, 0.0)  # a clock that went back
    least = min(expected.least_gap(name.partition("/")[0], looks, elapsed), LONGEST)
    return learned_of(p, name).next_look(elapsed, p.uniform, least, p.policy.look_price)


def learned_of(p: Platform, name: str) -> Learned:
    """What is known of a kind: from earlier tasks, else from the documents."""
    found = p.learned.get(name)
    if found is None:
        kind_of, resolution, seconds = name.rsplit("/", 2)
        route = kind_of.partition("/")[0]
        told = expected.range_for(route, resolution, int(seconds) if seconds.isdigit() else "auto")
        found = p.learned[name] = Learned.expecting(*told)
    return found


def observe(p: Platform, task: Task) -> tuple[str, str] | None:
    """Learn from a task that was just seen finished; its kind's row, to be written. None where nobody looked
    for a while before (a restart, an outage): then it says nothing of when it ended."""
    backend = p.backends.get(task.backend)
    seconds = p.clock() - started(task)
    since = p.looked[task.id][1] if task.id in p.looked else 0.0
    if backend is None or backend.local or not 0 < seconds < math.inf or seconds - since > BLIND:
        return None
    name = kind(p, task)
    learned = learned_of(p, name)
    learned.observe(seconds, since)
    return name, dump(learned.as_dict())


def keep(sql: Sql, row: tuple[str, str], now: float) -> None:
    """Write what was learned."""
    sql.run("timing.put", name=row[0], counts=row[1], now=now)


async def recall(p: Platform) -> None:
    """Read what earlier runs have learned; a row that cannot be read is learned anew."""
    rows = await p.store.read(lambda sql: sql.all("timing.all"))
    for row in rows:
        try:
            p.learned[row["name"]] = Learned.from_dict(json.loads(row["counts"]))
        except (ValueError, RecursionError):
            continue


def typical(p: Platform, route: str, model: str, resolution: str, duration: int | str) -> tuple[float, float]:
    """Seconds in which half and nine of ten such tasks are done, as far as it is known."""
    learned = learned_of(p, name_of(route, model, resolution, duration))
    return round(learned.quantile(0.5), 1), round(learned.quantile(0.9), 1)
