"""What every dialect's endpoints do, once: authenticate, decode, call the service, encode.

A handler takes an `Exchange` whose caller is known. Problems pass through to `door`, which writes them in the
dialect of the path.
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

from onetake.apps.server import aids, body, content, events, repeats, uploads
from onetake.apps.server.exchange import Exchange
from onetake.core.catalogue import Route
from onetake.core.problem import Problem
from onetake.core.request import Request
from onetake.core.task import Task
from onetake.services import estimate, listing, own_links, tasks, watch
from onetake.services.once import First, Once
from onetake.services.tasks import Accepted
from onetake.services.views import view

Handler = Callable[[Exchange], Awaitable[None]]

LONGEST_WAIT = 60
LONGEST_QUERY = 64 * 1024
_WAIT = re.compile(r"(?:^|[,;\s])wait=(\d{1,4})(?=$|[,;\s])")


async def create(ex: Exchange) -> None:
    """Accept a request. `?dry_run=1` only says what it would cost; `Prefer: wait=N` waits for the end."""
    await accept(ex, await asked(ex))


async def asked(ex: Exchange) -> dict[str, Any]:
    """The body of a create, and what its path says."""
    message = await body.read_json(ex, body.WITH_DATA_URLS)
    if ex.endpoint is not None:
        message.update(ex.endpoint.fixed)
    return message


async def accept(ex: Exchange, message: dict[str, Any]) -> None:
    """Take a request that has been read, and answer with its receipt; or with that of an earlier one."""

    async def work(turn: Once | None) -> None:
        request = understood(ex, message)
        if not await only_priced(ex, request):
            await _tell(ex, await admit(ex, message, request, turn))

    await repeats.answered_once(ex, message, work, _again)


async def _again(ex: Exchange, first: First) -> None:
    """The first answer, as it was. Who would rather wait for the end gets the task as it is then."""
    if first.receipt is None or (_whole(ex) and _patience(ex) is not None):
        return await _tell(ex, await repeats.found(ex, first))
    return await repeats.send(ex, first.receipt, [repeats.REPLAYED])


async def _tell(ex: Exchange, accepted: Accepted) -> None:
    seconds = _patience(ex) if _whole(ex) else None
    if seconds is None:
        return await repeats.tell(ex, accepted)
    task = await watch.until_ended(ex.p, accepted.task, seconds, lambda: ex.stopping)
    await ex.still_open()
    headers = [(b"preference-applied", b"wait=%d" % seconds)]
    return await repeats.tell(ex, replace(accepted, task=task, receipt=None), headers)


def _whole(ex: Exchange) -> bool:
    """Whether a receipt of the dialect is the whole task."""
    return ex.entry.dialect.receipt is ex.entry.dialect.task


def understood(ex: Exchange, message: dict[str, Any]) -> Request:
    """The request that a message says, under the profile that it names; what follows is told as that profile
    tells it."""
    _speak_as(ex, ex.entry.profile(message, ex.caller))
    return ex.entry.dialect.read_request(message, ex.entry.route)


async def only_priced(ex: Exchange, request: Request) -> bool:
    """Answer with the price where `?dry_run=1` asks for no more; whether that was so."""
    if not repeats.only_asks(ex):
        return False
    await ex.answer(200, aids.priced(estimate.estimate(ex.p, request, ex.entry.route)))
    return True


async def admit(ex: Exchange, message: dict[str, Any], request: Request, turn: Once | None) -> Accepted:
    """Create the task; from then on rows are written. `turn`: of the request's Idempotency-Key. Raises
    Problem in the customer's own field names."""
    dialect = ex.entry.dialect
    request = await own_links.followed(ex.p, ex.caller.project, request)
    try:
        accepted = await tasks.create(
            ex.p, ex.caller, dialect.name, ex.entry.route, request, turn, scenario=ex.scenario
        )
    except Problem as problem:
        raise problem.renamed(dialect.names_in(message)) from None
    ex.committed = True
    return accepted


async def get(ex: Exchange) -> None:
    """One task, whatever dialect it was made in."""
    await _show(ex, await tasks.get(ex.p, ex.caller.project, ex.core()))


async def list_(ex: Exchange) -> None:
    """A page: by number where the dialect counts pages, else by key set."""
    raw = ex.scope["query_string"]
    if len(raw) > LONGEST_QUERY:
        raise Problem("request_too_large", "the query string is too long")
    dialect, project = ex.entry.dialect, ex.caller.project
    query = dialect.read_query(parse_qsl(raw.decode("latin-1")))
    if "after" in dialect.query.attrs:
        page = await listing.keyed(ex.p, project, query)
    else:
        page = await listing.numbered(ex.p, project, dialect.name, query)
    seen = [view(ex.p, task, dialect.name) for task in page.tasks]
    await ex.answer(200, dialect.write_page(seen, page.total, query, page.next))


async def cancel(ex: Exchange) -> None:
    """Ask for a task to stop."""
    await body.ignore(ex)
    await _show(ex, await tasks.cancel(ex.p, ex.caller.project, ex.core()))


async def delete(ex: Exchange) -> None:
    """Remove an ended task."""
    await body.ignore(ex)
    await tasks.delete(ex.p, ex.caller.project, ex.core())
    await ex.empty(204)


async def withdraw(ex: Exchange) -> None:
    """Ark's DELETE: cancel or remove, by state. SDKs fail on an empty body, so it is `{}` (contract §9.5)."""
    await body.ignore(ex)
    await tasks.withdraw(ex.p, ex.caller.project, ex.core())
    await ex.answer(200, {})


async def _show(ex: Exchange, task: Task) -> None:
    dialect = ex.entry.dialect
    await ex.answer(200, dialect.write_task(view(ex.p, task, dialect.name)))


def _speak_as(ex: Exchange, route: Route) -> None:
    """From here on errors are told as this profile tells them (the status of moderation differs)."""
    if route is not ex.entry.route:
        ex.entry = replace(ex.entry, route=route, routes=(route,))


def _patience(ex: Exchange) -> int | None:
    """Seconds of `Prefer: wait=N`, at most 60 (RFC 7240)."""
    found = _WAIT.search(ex.headers.get("prefer", ""))
    return min(int(found[1]), LONGEST_WAIT) if found else None


HANDLERS: Mapping[str, Handler] = {
    "create": create,
    "get": get,
    "list": list_,
    "cancel": cancel,
    "delete": delete,
    "withdraw": withdraw,
    "events": events.stream,
    "content": content.content,
    "upload": uploads.receive,
    "estimate": aids.estimated,
    "lint": aids.linted,
    "models": aids.models,
    "routes": aids.routes,
    "explain": aids.explained,
    "account": aids.account,
    "error": aids.error,
}
"""The operations that dialects share."""
