"""Segmind's own operations: a create that is answered when the video is there (v1), and looks at a request,
whose failure is told under HTTP 422 (contract §4)."""

import asyncio
from collections.abc import Awaitable, Mapping
from typing import Any

from onetake.apps.server import body, operations, repeats
from onetake.apps.server.exchange import Exchange
from onetake.apps.server.operations import Handler
from onetake.core.problem import Offence, Problem
from onetake.core.request import Request
from onetake.core.task import Task
from onetake.dialects.native_values import write_credits
from onetake.dialects.segmind import segmind
from onetake.dialects.segmind_files import RESULT, TAKES
from onetake.services import account_view, held, once, own_links, tasks, uploads, watch
from onetake.services.held import Line
from onetake.services.once import First, Once
from onetake.services.tasks import Accepted
from onetake.services.views import view

MOST_FILES = 15
"""Files in one upload: as many as a request can hold."""
LONGEST = 3600.0
"""Seconds that a line is held: far beyond what clients wait for (the guide says 300 and more, the SDK waits
600 under v2). Then the guide's own words for it are told, and the same request joins."""


async def run(ex: Exchange) -> None:
    """Make a video and answer with it. Nothing is sent while it is made, since a body cannot begin before its
    status is known; a customer who hangs up stops nothing, and joins by asking again."""
    message = await operations.asked(ex)

    async def work(turn: Once | None) -> None:
        request = operations.understood(ex, message)
        if await operations.only_priced(ex, request):
            return None
        if turn is not None:  # the customer's own name for it: whoever comes back with it gets the same task
            return await _hold(ex, operations.admit(ex, message, request, turn), None)
        line = await held.take(ex.p, ex.caller, request)
        return await _hold(ex, _joined(ex, message, request, line), line)

    await repeats.answered_once(ex, message, work, _again, receipt=False)


async def _again(ex: Exchange, first: First) -> None:
    await _hold(ex, repeats.found(ex, first), None)


async def _joined(ex: Exchange, message: dict[str, Any], request: Request, line: Line) -> Accepted:
    """The task of the line that this one takes over, or a new one. Another may be at it just now: nobody who
    sent no key is told that it is taken."""
    turn = Once(repeats.scope_of(ex), line.name, line.fingerprint)
    await once.begin(ex.p, turn, patient=True)
    try:
        if turn.first is not None:
            return await repeats.found(ex, turn.first)
        return await operations.admit(ex, message, request, turn)
    finally:
        turn.over(ex.p)


async def _hold(ex: Exchange, made: Awaitable[Accepted], line: Line | None) -> None:
    gone = asyncio.ensure_future(ex.hung_up())
    broken = asyncio.ensure_future(_break(ex, gone, line))
    answered = False
    try:
        accepted = await made
        gone.add_done_callback(lambda _: ex.p.changed(accepted.task.id))
        task = await watch.until_ended(ex.p, accepted.task, LONGEST, lambda: ex.stopping or gone.done())
        if gone.done():
            raise body.ClientGone
        await ex.still_open()
        if not task.ended:
            raise Problem("deadline_exceeded")
        gone.cancel()
        await _tell_result(ex, task, repeats.marks(ex, accepted))
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


async def _tell_result(ex: Exchange, task: Task, headers: list[tuple[bytes, bytes]]) -> None:
    seen = view(ex.p, task, segmind.name)
    if task.status != "succeeded":
        return await ex.answer(422, segmind.write_task(seen), headers)
    money = await ex.p.store.read(lambda sql: account_view.balance(sql, ex.caller))
    headers.append((b"x-cost", write_credits(task.price or 0).encode()))
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


async def upload(ex: Exchange) -> None:
    """Keep files that come as data URLs; requests name them by the links in the answer.

    Raises Problem naming the file at fault; those before it are kept all the same, and expire.
    """
    message = await body.read_json(ex, body.WITH_DATA_URLS)
    told, offences = TAKES.decode(message)
    urls = told.get("files", [])
    if not offences and not 0 < len(urls) <= MOST_FILES:
        limit, fix = f"1 to {MOST_FILES} data URLs", f"Send up to {MOST_FILES} at a time"
        code = "too_many_media" if urls else "missing_parameter"
        offences = [Offence("data_urls", len(urls), limit, fix, code)]
    if offences:
        raise Problem.of(offences)
    links = []
    for place, url in enumerate(urls):
        try:
            links.append(own_links.upload_url(ex.p, await uploads.keep_data(ex.p, ex.caller, url)))
        except Problem as problem:
            limit = problem.offences[0].limit if problem.offences else problem.detail
            offence = Offence(f"data_urls[{place}]", "data URL", limit, problem.fix, problem.code)
            raise Problem.of([offence]) from None
    told = {"urls": links, "message": f"{len(links)} stored"}
    await ex.answer(200, RESULT.encode(told))


HANDLERS: Mapping[str, Handler] = {"run": run, "status": status, "get": get, "upload": upload}
