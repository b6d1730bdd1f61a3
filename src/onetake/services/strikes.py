"""How often a key's inputs may be refused by moderation (threat T41): whoever tries what gets through does it
on our account at the provider, and the provider shuts out the account.

Each refusal is a row, written in the transaction that ends its task; the row stays when the task is removed.
The times are kept in memory too, so that a create asks no query, and come back from the rows at start.
"""

import math
import time
from collections import deque

from onetake.core.ports import Sql
from onetake.core.problem import Problem
from onetake.core.task import Task
from onetake.services.accounts import Key
from onetake.services.platform import Platform

REFUSALS = frozenset(
    {"moderation_input_text", "moderation_input_person", "moderation_input_media", "copyright"}
)
"""Verdicts on what was sent in. One on a result is chance, and counts against nobody."""


def note(sql: Sql, task: Task) -> None:
    """The row of a refusal, in the transaction that ends the task."""
    if task.problem is not None and task.problem.code in REFUSALS:
        row = {"task": task.id, "key_id": task.key_id, "backend": task.backend, "at": task.finished_at}
        sql.run("strike.insert", **row)


def count(p: Platform, task: Task) -> None:
    """An ended task, after that transaction."""
    if task.problem is not None and task.problem.code in REFUSALS and task.finished_at is not None:
        _add(p, task.key_id, task.backend, task.finished_at)


def allow(p: Platform, key: Key) -> None:
    """Raises Problem(rate_limited) for a create of a key that had `policy.strikes` refusals within
    `policy.strike_window` seconds, until the first of them is that old."""
    struck = p.struck.get(key.id)
    if struck is None:
        return
    most, window, now = p.policy.strikes, p.policy.strike_window, p.clock()
    # A clock that was set back must not shut anybody out for longer than the window.
    lately = [at for at in struck if 0 <= now - at < window]
    if not lately:
        del p.struck[key.id]
    if not most or len(lately) < most:
        return
    ends = lately[-most] + window
    until = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(math.ceil(ends)))
    said = (
        f"moderation refused the input of {most} tasks of the key within {window:g} seconds, "
        f"which is the limit; it may create again at {until}"
    )
    told = {"limit": most, "window": window, "until": until}
    raise Problem("rate_limited", said, retry_after=float(math.ceil(ends - now)), **told)


async def restore(p: Platform) -> None:
    """The times as the rows say. Called once at start."""
    p.struck.clear()
    if p.policy.strikes:
        since = p.clock() - p.policy.strike_window
        for row in await p.store.read(lambda sql: sql.all("strike.since", since=since)):
            _add(p, row["key_id"], row["backend"], row["at"])


def _add(p: Platform, key_id: str, backend: str, at: float) -> None:
    engine = p.backends.get(backend)
    # What our own engines and the sandbox refuse is no provider's affair.
    if p.policy.strikes and not (engine is not None and engine.local):
        p.struck.setdefault(key_id, deque(maxlen=p.policy.strikes)).append(at)
