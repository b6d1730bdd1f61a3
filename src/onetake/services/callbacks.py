"""Callbacks of providers: each attempt of a task has its own secret path, and a callback only wakes the task.

Nothing that a callback says is believed (errors-and-faults F16, F21). While the outcome of a submit is not
known, the id that it names is kept as a hint, which reconciliation checks with a look of its own.
"""

import base64
import contextlib
import hmac
from collections.abc import Mapping
from typing import Any

from onetake.core.catalogue import catalogue
from onetake.core.ids import CORE
from onetake.core.ports import Sql
from onetake.core.problem import Problem
from onetake.core.task import Task
from onetake.services import changes
from onetake.services.changes import Stale
from onetake.services.platform import Platform

PATH = "/callbacks/"
_LONGEST_ID = 200


def url_for(p: Platform, task: Task) -> str:
    """Where the provider of this attempt reports to."""
    return f"{p.policy.public_url}{PATH}{_token(p, task.id, task.attempt)}"


def _token(p: Platform, task_id: str, attempt: int) -> str:
    mac = hmac.digest(p.derived("callbacks"), f"{task_id}.{attempt}".encode(), "sha256")
    return f"{task_id}.{attempt}.{base64.b32encode(mac[:20]).decode().lower()}"


def check(p: Platform, token: str) -> None:
    """Raises Problem(not_found) for a path that we never gave out, before any of a body is read (T18)."""
    _read(p, token)


async def refuses_nonsense(p: Platform, token: str) -> bool:
    """Whether a body that is no JSON is told so: EvoLink's contract has a 400 for it (S1, row 28). Any other
    callback needs no body to be a reason to look. Raises Problem(not_found)."""
    task_id, _ = _read(p, token)
    task = await p.store.read(lambda sql: changes.load(sql, task_id))
    backend = p.backends.get(task.backend) if task is not None else None
    route = catalogue().routes.get(backend.route) if backend is not None else None
    return route is not None and route.dialect == "evolink"


async def receive(p: Platform, token: str, message: Any) -> None:
    """Take a callback in. Raises Problem(not_found) for a path that we never gave out; a late one, or one for
    an earlier attempt, does nothing."""
    task_id, attempt = _read(p, token)
    task = await p.store.read(lambda sql: changes.load(sql, task_id))
    if task is None or task.ended or task.attempt != attempt:
        return
    told = provider_id(message)
    if _wants(task, told):
        # Only this writes, so that a storm of callbacks costs reads.
        await p.store.transact(lambda sql: _hint(sql, task, told, p.clock()))
    p.wake.wake(f"task:{task_id}", p.clock())


def _wants(task: Task, told: str | None) -> bool:
    return task.phase in ("submitting", "unknown") and told is not None and told != task.hint


def _hint(sql: Sql, seen: Task, told: str | None, now: float) -> None:
    with contextlib.suppress(Stale):
        changes.touch(sql, seen, now, hint=told)


def _read(p: Platform, token: str) -> tuple[str, int]:
    task_id, _, rest = token.partition(".")
    number = rest.partition(".")[0]
    known = CORE.fullmatch(task_id) and number.isascii() and number.isdigit() and len(number) < 6
    if not known or not hmac.compare_digest(token.encode(), _token(p, task_id, int(number)).encode()):
        raise Problem("not_found", "there is nothing at this path")
    return task_id, int(number)


def provider_id(message: Any) -> str | None:
    """The task id in a callback's body, wherever a documented contract puts it."""
    if not isinstance(message, Mapping):
        return None
    inner = message.get("result")
    for place, name in ((message, "id"), (message, "task_id"), (message, "request_id"), (inner, "task_id")):
        value = place.get(name) if isinstance(place, Mapping) else None
        if (
            isinstance(value, str)
            and 0 < len(value) <= _LONGEST_ID
            and value.isascii()
            and value.isprintable()
        ):
            return value
    return None
