"""Whether a key may create, and when its tasks start (errors-and-faults T31).

What is refused before anything is fetched: routes, models, the groups and billing modes of S4, the pace of
creates, and the number of tasks that are open. Budgets are services.outlay's.
"""

import math
from typing import Any

from onetake.core import limits as limiting
from onetake.core.catalogue import Route
from onetake.core.limits import Limits
from onetake.core.ports import Sql
from onetake.core.problem import Offence, Problem
from onetake.core.request import Request
from onetake.core.task import Task
from onetake.services import strikes, timing
from onetake.services.accounts import Key
from onetake.services.platform import Platform
from onetake.services.records import dump

QUEUED_BY_WORD = frozenset({"movie"})
"""Dialects in which the answer "too many at once" says that the task is queued (contract §5): there a refusal
has to be another one."""
RECHECK = 30.0
"""Seconds between two sweeps while somebody waits."""
LONGEST = 300.0
"""Seconds after which a task that waits looks for itself."""
NO_CHANNEL = "no available channel for this model"
_OTHER = "Use a key that may, or choose another"


def allow(p: Platform, key: Key, dialect: str, route: Route, request: Request) -> None:
    """Raises Problem for a create that the key's limits do not let in: forbidden, model_not_found,
    rate_limited, concurrency_limited. What is let in counts against the key's pace."""
    strikes.allow(p, key)
    told = key.limits
    if told is limiting.NONE and p.places.boundless:
        return
    p.places.learn(key.id, told)
    if told is not limiting.NONE:
        _check_names(told, route, request)
        _check_channel(told, route, request)
    _check_room(p, key, dialect, route.name, request)
    if told.creates is not None:
        wait = p.creates.wait(key.id, told.creates, p.clock())
        if wait:
            raise _too_fast(f"the key may create {told.per_minute:g} tasks a minute", wait)


def knock(p: Platform, key: Key) -> None:
    """One more request of a key, whatever it asks. Raises Problem(rate_limited)."""
    pace = key.limits.requests
    if pace is not None and (wait := p.requests.wait(key.id, pace, p.clock())):
        raise _too_fast(f"the key may send {key.limits.per_second:g} requests a second", wait)


def expect(p: Platform, key: Key, task: Task) -> None:
    """A task is about to be accepted; its place in the count is taken. Raises as `allow` does where others
    have been faster."""
    if not p.places.boundless:
        _check_room(p, key, task.dialect, task.route, task.request)
    p.places.expect(task.id, key.id)


def place(p: Platform, task: Task) -> float | None:
    """None where a task may go on; else the time to look again, unless it is told before."""
    if p.places.enter(task):
        return None
    p.wake.wake("places:", p.clock() + RECHECK)
    return min(task.deadline, p.clock() + LONGEST)


async def restore(p: Platform) -> None:
    """Places and lines as the rows say. Called once at start, before anything is woken."""
    rows, keys = await p.store.read(lambda sql: (sql.all("task.seats"), sql.all("key.limited")))
    p.places.restore(rows, _limits(keys))


async def sweep(p: Platform) -> float | None:
    """The safety net under the lines: limits that another process has changed, and places of tasks that have
    ended without a word. The next time to look, None once nobody waits."""

    def script(sql: Sql) -> tuple[list[str], dict[str, Limits]]:
        ids = dump(p.places.doubtful())
        return [row["id"] for row in sql.all("task.ended", ids=ids)], _limits(sql.all("key.limited"))

    gone, told = await p.store.read(script)
    for key_id in p.places.limited:
        p.places.learn(key_id, told.get(key_id, limiting.NONE))
    for key_id, found in told.items():
        p.places.learn(key_id, found)
    for task_id in gone:
        p.places.left(task_id)
    return p.clock() + RECHECK if p.places.waiting else None


def _limits(rows: Any) -> dict[str, Limits]:
    return {row["id"]: limiting.read(row["limits"]) for row in rows}


def _check_names(told: Limits, route: Route, request: Request) -> None:
    found = []
    for name in (route.name, request.route):
        if told.routes and name is not None and name not in told.routes:
            found.append(
                Offence("route", name, f"the key may use {', '.join(told.routes)}", _OTHER, "forbidden")
            )
    if told.models and not {request.model, request.model_name} & set(told.models):
        may = f"the key may use {', '.join(told.models)}"
        found.append(Offence("model", request.model_name, may, _OTHER, "forbidden"))
    if found:
        raise Problem.of(found)


def _check_channel(told: Limits, route: Route, request: Request) -> None:
    # What the gateway says to a token of another group or billing mode (contract §2): it finds no channel.
    group = told.group is None or not route.group or told.group == route.group
    mode = told.billing_mode is None or not route.billing_modes or told.billing_mode in route.billing_modes
    if not (group and mode):
        fix = f"Use a key of the group {route.group} with a pay-as-you-go billing mode"
        raise Problem.of([Offence("model", request.model_name, NO_CHANNEL, fix, "model_not_found")])


def _check_room(p: Platform, key: Key, dialect: str, route: str, request: Request) -> None:
    full = p.places.full(key.id)
    if full is None:
        return
    under_way, waiting = p.places.of(key.id)
    if full == "key":
        said = f"{under_way} tasks of the key are under way and {waiting} wait for a place, as many as may"
    else:
        said = f"{p.places.open} tasks are open on this server, as many as it takes"
    code = "rate_limited" if dialect in QUEUED_BY_WORD else "concurrency_limited"
    typical = timing.typical(p, route, request.model, request.resolution, request.duration)[0]
    # One of so many is likely to end within this time.
    raise Problem(code, said, retry_after=float(min(max(math.ceil(typical / max(under_way, 1)), 1), 60)))


def _too_fast(said: str, wait: float) -> Problem:
    return Problem("rate_limited", f"{said}; wait {math.ceil(wait)} s", retry_after=float(math.ceil(wait)))
