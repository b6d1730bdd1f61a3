"""Replies that are held until the work is done, and what becomes of the work when the line breaks.

A customer who waits on the line has no id to come back with: only the same request again. So the first
request gets an idempotency key that we make, and an equal one of the same API key that comes within `WINDOW`
of a break goes by that key: it joins the task, running or finished, however many come and in whatever order,
also after a restart. Requests whose lines all hold are never joined: two equal ones at once are two videos.
An answer makes good for every break before its request came; the next equal request after it is a new one.

The rows (table `held`) and not the memory say which lines have broken, because the process that held them may
be what broke.
"""

import asyncio
import contextlib
from dataclasses import dataclass

from onetake.core.ids import new_core
from onetake.core.ports import Sql
from onetake.core.request import Request
from onetake.services import alike, watch
from onetake.services.accounts import Key
from onetake.services.platform import Platform

WINDOW = 600.0
"""Seconds after a break in which an equal request joins (issue: ten minutes)."""
GRACE = 1.0
"""Seconds that an equal request waits for the end of another's line: who hangs up and asks again at once may
be heard before the hanging up is."""


@dataclass(frozen=True, slots=True)
class Line:
    """One connection that waits. name: the idempotency key of its task."""

    id: str
    name: str
    key_id: str
    fingerprint: str
    begun_at: float


async def take(p: Platform, key: Key, request: Request) -> Line:
    """A line for a request: with the name of an equal one that broke, or with a new name."""
    fingerprint = await alike.hashed(request)
    with watch.listening(p, _subject(key.id, fingerprint)) as changed:
        line = await _taken(p, key.id, fingerprint, alone=False)
        if line is None:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(GRACE):
                    await changed.wait()
            line = await _taken(p, key.id, fingerprint, alone=True)
    assert line is not None
    return line


async def leave(p: Platform, line: Line, *, answered: bool) -> None:
    """The line has ended: with an answer, or without one."""
    now = p.clock()

    def script(sql: Sql) -> None:
        if answered:
            same = {"key_id": line.key_id, "fingerprint": line.fingerprint, "name": line.name}
            sql.run("held.settle", id=line.id, begun_at=line.begun_at, **same)
        else:
            sql.run("held.break", id=line.id, now=now)

    await p.store.transact(script)
    p.changed(_subject(line.key_id, line.fingerprint))


async def break_all(p: Platform) -> None:
    """Once at start: every line of the last run has broken, and its ten minutes begin."""
    now = p.clock()
    await p.store.transact(lambda sql: sql.run("held.break_all", now=now))


async def _taken(p: Platform, key_id: str, fingerprint: str, *, alone: bool) -> Line | None:
    """alone: whether to go on although an equal request waits on a line that holds; else None there."""
    now, core = p.clock(), new_core(p.entropy)
    same = {"key_id": key_id, "fingerprint": fingerprint}

    def script(sql: Sql) -> Line | None:
        sql.run("held.sweep", since=now - WINDOW)
        broken = sql.one("held.broken", since=now - WINDOW, **same)
        if broken is None and not alone and sql.one("held.waiting", **same):
            return None
        line = Line(core, broken["name"] if broken else f"held-{core}", key_id, fingerprint, now)
        sql.run("held.begin", id=line.id, name=line.name, begun_at=now, **same)
        return line

    return await p.store.transact(script)


def _subject(key_id: str, fingerprint: str) -> str:
    return f"line:{key_id}:{fingerprint}"
