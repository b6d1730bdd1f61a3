"""Setting a key's limits, and what it has used of them: an administrator's affair, whatever the project."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from onetake.core import limits as limiting
from onetake.core.catalogue import catalogue
from onetake.core.limits import Limits
from onetake.core.ports import Sql
from onetake.core.problem import Offence, Problem
from onetake.services import audit, outlay
from onetake.services.platform import Platform


@dataclass(frozen=True, slots=True)
class Use:
    """A key's limits and its use of them. spent: micro-credits by the name of the budget; anew: when each
    starts anew (unix seconds, None for never); open: tasks that have not ended; waiting: those of them that
    have not begun."""

    id: str
    name: str
    limits: Limits
    spent: Mapping[str, int]
    anew: Mapping[str, float | None]
    open: int
    waiting: int

    def attributes(self) -> dict[str, Any]:
        """By name, as `dialects.native_limits` tells them; what is not limited is absent."""
        told: dict[str, Any] = {"id": self.id, "name": self.name, "weight": 1, **self.limits.as_dict()}
        told.update((f"spent_{name}", amount) for name, amount in self.spent.items())
        told.update((f"anew_{name}", at) for name, at in self.anew.items() if at is not None)
        return {**told, "open": self.open, "waiting": self.waiting}


def set_limits(sql: Sql, key_id: str, told: Mapping[str, Any], now: float, actor: str = audit.CLI) -> Limits:
    """Change the told limits of a key and leave the others; null takes one away. What a key may do from now
    on; what was accepted stays.

    Raises Problem(not_found), and Problem(invalid_parameter) with everything that is wrong.
    """
    row = _row(sql, key_id)
    was = limiting.read(row["limits"])
    now_on = limiting.checked(told, was)
    _check_known(now_on)
    sql.run("key.limit", id=key_id, limits=limiting.written(now_on))
    audit.record(sql, now, actor, "key.limit", key_id, row["project"], **dict(told))
    return now_on


def use_of(sql: Sql, key_id: str, now: float) -> Use:
    """What a key may do, and what of it is used. Raises Problem(not_found)."""
    row = _row(sql, key_id)
    counted = sql.one("key.open", key_id=key_id)
    return Use(
        row["id"],
        row["name"],
        limiting.read(row["limits"]),
        dict(zip(limiting.BUDGETS, outlay.spent(sql, key_id, now), strict=True)),
        {budget: limiting.anew(budget, now) for budget in limiting.BUDGETS},
        counted["open"] if counted else 0,
        counted["waiting"] if counted else 0,
    )


def counted(p: Platform, use: Use) -> Use:
    """With the tasks as this process knows them: who waits for a place stands in no row."""
    under_way, waiting = p.places.of(use.id)
    return replace(use, open=under_way + waiting, waiting=waiting)


def _row(sql: Sql, key_id: str) -> Mapping[str, Any]:
    row = sql.one("key.limits", id=key_id)
    if row is None:
        raise Problem("not_found", "there is no such key")
    return row


def _check_known(told: Limits) -> None:
    """A name that nothing has would shut the key out without a word."""
    routes, models = catalogue().routes, {*catalogue().models}
    for route in routes.values():
        models.update(route.models)
    found = [
        Offence(place, name, f"one of {', '.join(sorted(known))}", "Name what the catalogue has")
        for place, names, known in (("routes", told.routes, set(routes)), ("models", told.models, models))
        for name in names
        if name not in known
    ]
    if found:
        raise Problem.of(found)
