"""Lists of tasks: by page and filter (Ark, movie), or by key set (native)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from onetake.core import lifecycle
from onetake.core.ports import Sql
from onetake.core.problem import Offence, Problem
from onetake.core.query import Query
from onetake.core.task import Task
from onetake.services.platform import Platform
from onetake.services.records import dump, task_of

WEEK = 604_800.0
NEWEST = (4e12, "~")
OLDEST = (-1.0, "")


@dataclass(frozen=True, slots=True)
class Page:
    """Tasks in the order of the list. total: how many there are in all (numbered pages). next: the key to go
    on from."""

    tasks: Sequence[Task]
    total: int
    next: str | None = None


async def numbered(
    p: Platform,
    project: str,
    dialect: str,
    query: Query,
    *,
    window: float = WEEK,
    phases: Collection[str] = (),
) -> Page:
    """The dialect's own tasks, by page, or those named (contract §1.7, §5).

    window: how many seconds back the list goes; Ark's goes back a week. phases: those alone, where the
    dialect has finer words than a status.
    """
    since = p.clock() - window
    statuses = dump(sorted(phases)) if phases else _phases(query)
    common = {"project": project, "since": since, "statuses": statuses, "model_name": query.model}

    def script(sql: Sql) -> Page:
        start = (query.page - 1) * query.page_size
        if query.ids:
            rows = sql.all("task.named", ids=dump(query.ids), **common)
            return Page([task_of(r) for r in rows[start : start + query.page_size]], len(rows))
        total = sql.one("task.count", dialect=dialect, **common)
        rows = sql.all("task.page", dialect=dialect, limit=query.page_size, offset=start, **common)
        return Page([task_of(r) for r in rows], total["total"] if total else 0)

    if query.tier == "flex":
        return Page((), 0)
    return await p.store.read(script)


async def keyed(p: Platform, project: str, query: Query) -> Page:
    """Every task of the project in the order of the query, from the task `query.after` on (native, openai).

    Raises Problem(invalid_parameter) where there is no such task (any more): to begin again at the first page
    would be a walk without an end.
    """
    limit, rising = query.limit or 20, query.order == "asc"

    def script(sql: Sql) -> Page:
        start = sql.one("task.get", id=query.after, project=project) if query.after is not None else None
        if query.after is not None and start is None:
            fix = "Begin again without it"
            raise Problem.of([Offence("after", query.after[:80], "a task of this project", fix)])
        created_at, id = (start["created_at"], start["id"]) if start else OLDEST if rising else NEWEST
        rows = sql.all(
            "task.rising" if rising else "task.after",
            project=project,
            created_at=created_at,
            id=id,
            statuses=_phases(query),
            route=query.route,
            limit=limit + 1,
        )
        tasks = [task_of(r) for r in rows[:limit]]
        return Page(tasks, len(tasks), tasks[-1].id if len(rows) > limit else None)

    return await p.store.read(script)


def _phases(query: Query) -> str | None:
    if not query.statuses:
        return None
    return dump([phase for status in query.statuses for phase in lifecycle.phases_of(status)])
