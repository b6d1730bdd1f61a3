"""The audit log: who changed what, written in the transaction of the change and never altered."""

import json
from dataclasses import dataclass
from typing import Any

from onetake.core.ports import Sql

CLI = "cli"
"""The actor of whoever has the data directory itself; every other is the id of a key."""

MOST = 200
"""Acts on one page."""

Detail = str | int | float | bool | None | list[str] | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Act:
    """One line. seq counts from 1; at: unix seconds; actor: `cli` or the id of a key; action: `noun.verb`;
    target: the id or name of what was changed; project: whose it is, None where it is the operator's."""

    seq: int
    at: float
    actor: str
    action: str
    target: str
    project: str | None
    details: dict[str, Any]


def record(
    sql: Sql, now: float, actor: str, action: str, target: str, project: str | None, **details: Detail
) -> None:
    """Write down an act in the caller's transaction, so that neither is there without the other.

    `details` say what was set, as plain values; a secret is none of them, and whatever is no plain value
    raises TypeError.
    """
    for name, value in details.items():
        plain = value if isinstance(value, list | tuple) else [value]
        if not all(part is None or type(part) in (str, int, float, bool) for part in plain):
            raise TypeError(f"audit: {name} is no plain value")
    told = json.dumps(details, sort_keys=True, ensure_ascii=False)
    sql.run("audit.insert", at=now, actor=actor, action=action, target=target, project=project, details=told)


def page(
    sql: Sql, *, since: float = 0.0, after: int = 0, project: str | None = None, limit: int = MOST
) -> list[Act]:
    """Acts from `since` (unix seconds) on and behind the line `after`, oldest first; of one project or of
    all."""
    rows = sql.all("audit.page", since=since, after=after, project=project, limit=limit)
    return [Act(**{**dict(row), "details": json.loads(row["details"])}) for row in rows]
