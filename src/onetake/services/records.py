"""Rows to tasks and back: the only place that knows how a task lies in its table."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import msgspec

from onetake.core.ports import Sql
from onetake.core.problem import Problem
from onetake.core.request import Request
from onetake.core.task import Output, Task

_decode = msgspec.json.Decoder().decode
_encode = msgspec.json.Encoder().encode
_NO_FIELDS = ("model_name", "fingerprint", "content", "due_at", "retire_at")
"""Columns that only queries need."""
_DEEPEST = 32
_SPENT = 8 * 86_400.0
"""Seconds: longer than any list reaches back (contract §1.7)."""
_CHANGING = (
    "phase", "attempt", "price", "tokens", "seed", "nonce", "provider_id", "sent_at", "tries", "misses",
    "updated_at", "finished_at", "done", "total", "backend", "hint",
)  # fmt: skip


def task_of(row: Mapping[str, Any]) -> Task:
    """The task in a row of table `task`."""
    # All columns at once: sqlite3.Row looks each name up from its first column on.
    values = row.values() if isinstance(row, dict) else row
    fields: dict[str, Any] = dict(zip(row.keys(), values, strict=True))
    for name in _NO_FIELDS:
        del fields[name]
    output, problem, result = fields["output"], fields["problem"], fields["result"]
    fields["request"] = Request.from_dict(_decode(fields["request"]))
    fields["cancel_requested"] = bool(fields["cancel_requested"])
    fields["output"] = Output(**_decode(output)) if output else None
    fields["problem"] = Problem.from_dict(_decode(problem)) if problem else None
    fields["notes"] = tuple(_decode(fields["notes"]))
    fields["result"] = _decode(result) if result else {}
    fields["adapted"] = _decode(fields["adapted"]) if fields["adapted"] else {}
    return Task(**fields)


def let_go(sql: Sql, task: Task, now: float) -> None:
    """The row tells of the task's record at its provider no more: nobody else is ever given what it shows.

    A seed that we drew is a task's own. One that a customer chose comes again, and a lost task could be taken
    for this one.
    """
    if task.provider_id is not None and task.request.seed is not None:
        sql.run("spent.insert", backend=task.backend, provider_id=task.provider_id, until=now + _SPENT)


def dump(value: object) -> str:
    """Compact JSON for a column. What no JSON text can carry is replaced: a provider's words must never
    keep a task from ending."""
    try:
        return _encode(value).decode()
    except (ValueError, OverflowError, RecursionError):
        return _encode(_plain(value)).decode()


def _plain(value: Any, depth: int = 0) -> Any:
    if isinstance(value, str):
        return value.encode(errors="replace").decode()
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        return "a very large number"
    if isinstance(value, Mapping | list | tuple) and depth >= _DEEPEST:
        return "…"
    if isinstance(value, Mapping):
        return {_plain(str(k)): _plain(v, depth + 1) for k, v in value.items()}
    return [_plain(v, depth + 1) for v in value] if isinstance(value, list | tuple) else value


def inserted(task: Task, due_at: float, hashes: tuple[str | None, str | None]) -> dict[str, Any]:
    """The values of `task.insert`. hashes: of the request, as sent and by content (services.alike)."""
    return {
        "id": task.id,
        "project": task.project,
        "key_id": task.key_id,
        "dialect": task.dialect,
        "route": task.route,
        "backend": task.backend,
        "model_name": task.request.model_name,
        "request": dump(task.request.as_dict()),
        "fingerprint": hashes[0],
        "content": hashes[1],
        "phase": task.phase,
        "attempt": task.attempt,
        "hold": task.hold,
        "rate": task.rate,
        "unit": task.unit,
        "adapted": dump(task.adapted) if task.adapted else None,
        "scenario": task.scenario,
        "created_at": task.created_at,
        "updated_at": task.updated_at,
        "deadline": task.deadline,
        "due_at": due_at,
        "notes": dump(task.notes),
    }


def updated(was: Task, task: Task, due_at: float | None, retire_at: float | None) -> dict[str, Any]:
    """The values of `task.update`, bound to the phase and attempt that `was` had."""
    values = {name: getattr(task, name) for name in _CHANGING}
    values.update(
        id=task.id,
        was_phase=was.phase,
        was_attempt=was.attempt,
        cancel_requested=int(task.cancel_requested),
        due_at=due_at,
        retire_at=retire_at,
        output=dump(asdict(task.output)) if task.output else None,
        problem=dump(task.problem.as_dict()) if task.problem else None,
        notes=dump(task.notes),
        result=dump(task.result) if task.result else None,
        adapted=dump(task.adapted) if task.adapted else None,
    )
    return values
