"""`GET /videos/{id}/events`: a task's story as server-sent events, from any point on (contract §10).

Lines of the story carry their sequence number as id, so that a browser goes on where it was cut off. Progress
is measured and the position in line is counted: neither is stored, and neither carries one.
"""

import asyncio
from typing import Any

from onetake.apps.server.exchange import NO_STORE, Exchange, encode, moment
from onetake.core.problem import Offence, Problem
from onetake.dialects.native_values import write_credits
from onetake.services import tasks, watch
from onetake.services.watch import Event

QUIET = 15.0
"""Seconds between two comments, so that nothing in between takes the line for dead."""
_HEADERS = ((b"content-type", b"text/event-stream"), NO_STORE, (b"x-accel-buffering", b"no"))


async def stream(ex: Exchange) -> None:
    """The story from `Last-Event-ID` on until the task has ended."""
    task = await tasks.get(ex.p, ex.caller.project, ex.core())
    seen = _sequence(ex.headers.get("last-event-id"))
    with watch.listening(ex.p, task.id) as changed:
        await ex.start(200, _HEADERS)
        if task.ended and not await watch.story(ex.p, task.id, seen):
            # Nothing can follow; a browser that would ask again every two seconds is told to leave it.
            return await ex.send({"type": "http.response.body", "body": b"retry: 3600000\n\n"})
        gone = asyncio.ensure_future(ex.hung_up())
        gone.add_done_callback(lambda _: changed.set())
        try:
            await _tell(ex, task.id, seen, changed, gone)
        finally:
            gone.cancel()
        return await ex.send({"type": "http.response.body", "body": b""})


async def _tell(ex: Exchange, task_id: str, seen: int, changed: asyncio.Event, gone: asyncio.Future) -> None:
    shown: tuple[int, int] | None = None
    place: int | None = None
    await _write(ex, b"retry: 2000\n\n")
    while not (gone.done() or ex.stopping):
        changed.clear()
        if await ex.shut():
            return
        story = await watch.story(ex.p, task_id, seen)
        if story:
            seen = story[-1].seq
            await _write(ex, b"".join(map(_line, story)))
            if story[-1].last:
                return
        elif seen and await _removed(ex, task_id):
            return
        now = ex.p.places.position(task_id)
        if now != place:
            place = now
            await _write(ex, _written("position", {"position": place}))
        measured = ex.p.progress.get(task_id)
        if measured is not None and measured != shown:
            shown = measured
            await _write(ex, _written("progress", {"done": measured[0], "total": measured[1]}))
        await _wait(ex, changed)


async def _wait(ex: Exchange, changed: asyncio.Event) -> None:
    try:
        async with asyncio.timeout(QUIET):
            await changed.wait()
    except TimeoutError:
        await _write(ex, b": still here\n\n")


async def _removed(ex: Exchange, task_id: str) -> bool:
    return await ex.p.store.read(lambda sql: sql.one("task.load", id=task_id)) is None


async def _write(ex: Exchange, text: bytes) -> None:
    await ex.send({"type": "http.response.body", "body": text, "more_body": True})


def _line(event: Event) -> bytes:
    told = {"seq": event.seq, "kind": event.kind, "at": moment(event.at)}
    money = {name: write_credits(event.data[name]) for name in ("hold", "price") if name in event.data}
    return b"id: %d\n" % event.seq + _written(event.kind, {**told, **event.data, **money})


def _written(name: str, data: dict[str, Any]) -> bytes:
    return b"event: %s\ndata: %s\n\n" % (name.encode(), encode(data))


def _sequence(told: str | None) -> int:
    if not told:
        return 0
    if told.isascii() and told.isdigit() and len(told) < 10:
        return int(told)
    offence = Offence("Last-Event-ID", told[:40], "the number of an event", "Send the last id that you got")
    raise Problem.of([offence])
