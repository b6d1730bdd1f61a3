"""What only movie does: promised uploads and the PUT that fills them, its list, its cancel, its balance."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from onetake.apps.server import body, uploads
from onetake.apps.server.exchange import Exchange
from onetake.apps.server.operations import LONGEST_QUERY, Handler
from onetake.core.lifecycle import phases_of
from onetake.core.problem import Problem
from onetake.dialects.movie_values import MICRO, STATUS
from onetake.services import account_view, listing, presigning, tasks, watch
from onetake.services.views import view

ENDLESS = 10**9 * MICRO
"""Credits that a key without a limit shows: the contract has a number there, and no word for "no limit"."""
WAITING = frozenset({"submitted"})
"""Phases that are told as `queued`; a task that was not handed over yet is `pending`."""


async def presign(ex: Exchange) -> None:
    """A signed URL that takes one file for an hour, and the path that names the file in requests."""
    await body.ignore(ex)
    asked = dict(_query(ex))
    promise = await presigning.promise(
        ex.p, ex.caller, asked.get("filename", "").strip(), asked.get("content_type", "").strip().lower()
    )
    await _answer(ex, {"url": promise.url, "path": promise.path, "life": promise.life})


async def put(ex: Exchange) -> None:
    """The file itself. The signature is the permission, so no key is asked for; a failed PUT may be repeated.

    Raises Problem(upload_invalid, upload_expired, media_*).
    """
    scope = ex.scope
    query = scope["query_string"].decode("latin-1")
    declared = ex.headers.get("content-type", "")
    place = await presigning.claim(ex.p, scope["path_params"]["id"], scope["path"], query, declared)
    try:
        await uploads.taken(ex, place.most, lambda path: presigning.fill(ex.p, place, path))
    except BaseException:
        await presigning.release(ex.p, place)
        raise
    await ex.empty(200)


async def list_(ex: Exchange) -> None:
    """Every task that was made here, newest first, by page; the document names no window of time."""
    dialect, pairs = ex.entry.dialect, _query(ex)
    query = dialect.read_query(pairs)
    words = {value for name, value in pairs if name == "status" and value}
    phases = {phase for word in words for phase in _phases(word)}
    page = await listing.numbered(
        ex.p, ex.caller.project, dialect.name, query, window=ex.p.clock(), phases=phases
    )
    seen = [view(ex.p, task, dialect.name) for task in page.tasks]
    await ex.answer(200, dialect.write_page(seen, page.total, query))


async def cancel(ex: Exchange) -> None:
    """Cancel at once before the submit, best effort after it: the answer tells what came of it so far."""
    await body.ignore(ex)
    task = await tasks.cancel(ex.p, ex.caller.project, ex.core())
    task = await watch.until_ended(ex.p, task, tasks.VERDICT, lambda: ex.stopping)
    if task.ended and task.status != "cancelled":
        raise Problem("not_cancellable", f"The task has ended: {task.status}")
    await _answer(ex, view(ex.p, task, ex.entry.dialect.name))


async def balance(ex: Exchange) -> None:
    """What was granted, what is used up, what is left. Paid on delivery, so that holds do not show."""
    key = ex.caller
    found = await ex.p.store.read(lambda sql: account_view.balance(sql, key))
    used = found["granted"] - found["posted"]
    total = found["granted"] if found["limited"] else ENDLESS
    await _answer(ex, {"total": total, "used": used, "left": total - used})


def _query(ex: Exchange) -> list[tuple[str, str]]:
    raw = ex.scope["query_string"]
    if len(raw) > LONGEST_QUERY:
        raise Problem("request_too_large", "the query string is too long")
    return parse_qsl(raw.decode("latin-1"))


def _phases(word: str) -> frozenset[str]:
    phases = frozenset(phases_of(STATUS.decode(word)))
    if word == "queued":
        return WAITING
    return phases - WAITING


async def _answer(ex: Exchange, told: Mapping[str, Any]) -> None:
    assert ex.endpoint is not None
    assert ex.endpoint.result is not None
    await ex.answer(200, ex.endpoint.result.encode(told))


HANDLERS: Mapping[str, Handler] = {
    "list": list_,
    "cancel": cancel,
    "presign": presign,
    "put": put,
    "balance": balance,
}
