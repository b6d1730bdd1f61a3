"""Rows to tasks and back: the only place that knows how a task lies in its table."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from onetake.core.problem import Problem
from onetake.core.request import Request
from onetake.core.task import Output, Task

_PLAIN = (
    "id", "project", "key_id", "dialect", "route", "backend", "phase", "attempt", "hold", "rate", "price",
    "tokens", "seed", "nonce", "provider_id", "sent_at", "tries", "misses", "created_at", "updated_at",
    "finished_at", "deadline", "done", "total",
)  # fmt: skip
_CHANGING = (
    "phase", "attempt", "price", "tokens", "seed", "nonce", "provider_id", "sent_at", "tries", "misses",
    "updated_at", "finished_at", "done", "total",
)  # fmt: skip


def task_of(row: Mapping[str, Any]) -> Task:
    """The task in a row of table `task`."""
    plain = {name: row[name] for name in _PLAIN}
    output, problem, result = row["output"], row["problem"], row["result"]
    return Task(
        **plain,
        request=Request.from_dict(json.loads(row["request"])),
        cancel_requested=bool(row["cancel_requested"]),
        output=Output(**json.loads(output)) if output else None,
        problem=Problem.from_dict(json.loads(problem)) if problem else None,
        notes=tuple(json.loads(row["notes"])),
        result=json.loads(result) if result else {},
    )


def dump(value: object) -> str:
    """Compact JSON for a column."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def inserted(task: Task, fingerprint: str | None, due_at: float) -> dict[str, Any]:
    """The values of `task.insert`."""
    return {
        "id": task.id,
        "project": task.project,
        "key_id": task.key_id,
        "dialect": task.dialect,
        "route": task.route,
        "backend": task.backend,
        "model_name": task.request.model_name,
        "request": dump(task.request.as_dict()),
        "fingerprint": fingerprint,
        "phase": task.phase,
        "attempt": task.attempt,
        "hold": task.hold,
        "rate": task.rate,
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
    )
    return values
