"""What each key has spent, by day, month and in all: the sums behind budgets (errors-and-faults T31).

Counted in the transaction that accepts a task, with its hold; in the one that closes it what it did not
need goes back, to the periods of its accept. Two creates at a budget's edge are one after the other in the
writer's thread, so no budget is ever exceeded, and a clock that goes back finds the same sums again.
"""

import time
from collections.abc import Mapping

from onetake.core import limits as limiting
from onetake.core.ports import Sql
from onetake.core.pricing import credits
from onetake.core.problem import Problem
from onetake.core.task import Task
from onetake.services.accounts import Key


def count(sql: Sql, key: Key, task: Task) -> None:
    """Add a new task's hold to what its key has spent. Raises Problem(insufficient_credit) with the budget
    that it does not fit into; the caller's transaction is undone then."""
    if not task.hold:
        return
    periods = _periods(task.created_at)
    sql.run("outlay.add", key_id=key.id, amount=task.hold, **periods)
    if key.limits.budgeted:
        over = limiting.exceeded(key.limits, spent(sql, key.id, task.created_at))
        if over is not None:
            raise _over(*over, task.hold, task.created_at)


def give_back(sql: Sql, task: Task, taken: int) -> None:
    """An ended task counts with what was taken, from the periods of its accept on."""
    if task.hold > taken:
        periods = _periods(task.created_at)
        sql.run("outlay.back", key_id=task.key_id, amount=task.hold - taken, **periods)


def spent(sql: Sql, key_id: str, now: float) -> tuple[int, int, int]:
    """Micro-credits of the day, of the month and in all: taken, and held by tasks that are open."""
    periods = _periods(now)
    found = {r["period"]: r["amount"] for r in sql.all("outlay.of", key_id=key_id, **periods)}
    return found.get(periods["day"], 0), found.get(periods["month"], 0), found.get("", 0)


def audit(sql: Sql) -> list[str]:
    """Every sum that is not that of its holds, in words; empty when all are right."""
    sums: dict[tuple[str, str], int] = {}
    for row in sql.all("outlay.held"):
        for period in limiting.periods(row["created_at"]):
            place = row["key_id"], period
            sums[place] = sums.get(place, 0) + row["amount"]
    found = {(r["key_id"], r["period"]): r["amount"] for r in sql.all("outlay.all")}
    return [
        f"key {key_id}, {period or 'in all'}: {found.get((key_id, period), 0)} spent, holds say {amount}"
        for key_id, period in sorted({*sums, *found})
        for amount in (sums.get((key_id, period), 0),)
        if amount != found.get((key_id, period), 0)
    ]


def _periods(now: float) -> Mapping[str, str]:
    day, month, _ = limiting.periods(now)
    return {"day": day, "month": month}


def _over(budget: str, limit: int, amount: int, needed: int, now: float) -> Problem:
    left = max(limit - (amount - needed), 0)
    then = limiting.anew(budget, now)
    anew = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(then)) if then is not None else None
    of = "in all" if budget == "total" else f"for the {budget}"
    when = f"it starts anew at {anew}" if anew else "it does not start anew"
    return Problem(
        "insufficient_credit",
        f"Required: {credits(needed)}, available: {credits(left)} credits; the key's budget {of} is "
        f"{credits(limit)}, {when}",
        required=credits(needed),
        available=credits(left),
        budget=budget,
        limit=credits(limit),
        starts_anew=anew,
    )
