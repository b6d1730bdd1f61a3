"""Segmind's own operations: a create that is answered when the video is there (v1), and looks at a request,
whose failure is told under HTTP 422 (contract §4)."""

import asyncio
from collections.abc import Mapping
from typing import Any

from onetake.apps.server import body, operations
from onetake.apps.server.exchange import Exchange
from onetake.apps.server.operations import Handler
from onetake.core.problem import Problem
from onetake.core.request import Request
from onetake.core.task import Task
from onetake.dialects.native_values import write_credits
from onetake.dialects.segmind import segmind
from onetake.services import account_view, held, tasks, watch
from onetake.services.held import Line
from onetake.services.views import view

LONGEST = 3600.0
"""Seconds that a line is held: far beyond what clients wait for (the guide says 300 and more, the SDK waits
600 under v2). Then the guide's own words for it are told, and the same request joins."""


async def run(ex: Exchange) -> None:
    """Make a video and answer with it. Nothing is sent while it is made, since a body cannot begin before its
    status is known; a customer who hangs up stops nothing, and joins by asking again."""
    message = await operations.asked(ex)
    request = operations.understood(ex, message)
    if await operations.only_priced(ex, request):
        return
    once = ex.headers.get("idempotency-key")
    if once is not None:  # the customer's own name for it: whoever comes back with it gets the same task
        await _hold(ex, message, request, once, None)
        return
    line = await held.take(ex.p, ex.caller, request)
    await _hold(ex, message, request, line.name, line)


async def _hold(
    ex: Exchange, message: dict[str, Any], request: Request, once: str, line: Line | None
) -> None:
    gone = asyncio.ensure_future(ex.hung_up())
    broken = asyncio.ensure_future(_break(ex, gone, line))
    answered = False
    try:
        task = (await operations.admit(ex, message, request, once)).task
        gone.add_done_callback(lambda _: ex.p.changed(task.id))
        task = await watch.until_ended(ex.p, task, LONGEST, lambda: ex.stopping or gone.done())
        if gone.done():
            raise body.ClientGone
        if not task.ended:
            raise Problem("deadline_exceeded")
        gone.cancel()
        await _tell_result(ex, task)
        answered = True
    except Problem:
        answered = not ex.committed  # a refusal of the request is the answer to it
        raise
    finally:
        if gone.done() and not gone.cancelled():
            await asyncio.shield(broken)
        else:
            gone.cancel()
            if line is not None:
                await asyncio.shield(held.leave(ex.p, line, answered=answered))


async def _break(ex: Exchange, gone: asyncio.Future[None], line: Line | None) -> None:
    await gone
    if line is not None:
        await held.leave(ex.p, line, answered=False)


async def _tell_result(ex: Exchange, task: Task) -> None:
    seen = view(ex.p, task, segmind.name)
    if task.status != "succeeded":
        return await ex.answer(422, segmind.write_task(seen))
    money = await ex.p.store.read(lambda sql: account_view.balance(sql, ex.caller))
    headers = [(b"x-cost", write_credits(task.price or 0).encode())]
    if money["available"] is not None:
        headers.append((b"x-remaining-credits", write_credits(money["available"]).encode()))
    return await ex.answer(200, segmind.write_result(seen), headers)


async def status(ex: Exchange) -> None:
    """Where a request is."""
    task = await tasks.get(ex.p, ex.caller.project, ex.core())
    await _tell(ex, segmind.write_state(view(ex.p, task, segmind.name)))


async def get(ex: Exchange) -> None:
    """A request with its result, as far as there is one."""
    task = await tasks.get(ex.p, ex.caller.project, ex.core())
    await _tell(ex, segmind.write_task(view(ex.p, task, segmind.name)))


async def _tell(ex: Exchange, told: Mapping[str, Any]) -> None:
    await ex.answer(422 if told["status"] == "FAILED" else 200, told)


HANDLERS: Mapping[str, Handler] = {"run": run, "status": status, "get": get}
