"""Step `stage`: bring URL inputs in that the create could not wait for."""

import json

from onetake.core.catalogue import catalogue
from onetake.core.ports import Sql
from onetake.core.problem import Problem
from onetake.core.repairs import limits_of
from onetake.core.task import Task
from onetake.services import changes, removal, staging
from onetake.services.platform import Platform

TRIES = 3
OURS = frozenset({"storage_full", "internal"})
"""A full disk or a jail that does not start is no fault of the customer's file."""


async def missing(p: Platform, task: Task) -> list[int]:
    """Places of the inputs that are not here yet."""
    if not task.request.media:
        return []
    rows = await p.store.read(lambda sql: sql.all("input.all", task=task.id))
    here = {row["place"] for row in rows}
    return [i for i, m in enumerate(task.request.media) if i not in here and not m.foreign]


async def run(p: Platform, task: Task) -> float | None:
    """Fetch, probe and keep what is missing; on failure the task fails with `media_*` and its hold is
    released."""
    places = await missing(p, task)
    try:
        here = await p.store.read(lambda sql: sql.all("input.all", task=task.id))
        known = [staging.StoredProbe(json.loads(row["probe"])) for row in here]
        route = catalogue().routes.get(task.route)
        limits = limits_of(route) if route is not None else None
        staged = await staging.stage(p, task.project, task.request.media, places, known, limits=limits)
    except Problem as problem:
        return await _failed(p, task, problem)
    now = p.clock()

    def script(sql: Sql) -> Task:
        moved = changes.change(sql, task, "staged", now, tries=0)
        staging.commit(sql, task.project, task.id, staged, now)
        return moved

    try:
        async with p.files_lock:
            try:
                await staging.keep(p, task.project, staged)
                moved = await p.store.transact(script)
            except BaseException:
                await removal.drop_unneeded(p, task.project, [s.sha256 for s in staged])
                raise
    finally:
        for item in staged:
            item.discard()
    changes.told(p, moved)
    return now


async def _failed(p: Platform, task: Task, problem: Problem) -> float | None:
    if problem.code in OURS:
        return p.clock() + 15.0 + 15.0 * p.uniform()
    # A host that is away for a moment gets two quick tries more (errors-and-faults §7.2, media_unreachable).
    if problem.code == "media_unreachable" and task.tries + 1 < TRIES:
        now = p.clock()
        await p.store.transact(lambda sql: changes.touch(sql, task, now, tries=task.tries + 1))
        return now + 1.0 + p.uniform()
    await changes.move(p, task, "fail", problem=problem)
    return None
