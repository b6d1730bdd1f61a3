"""Creates that come again: the turn of an Idempotency-Key, and the first answer told once more.

Nothing of a request is looked at before its key: a replay needs no rule that still holds, no file that is
still there.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from onetake.apps.server.exchange import JSON, Exchange, Pairs, encode
from onetake.core import canonical
from onetake.core.problem import Problem
from onetake.core.task import Task
from onetake.services import once
from onetake.services.once import First, Once, Receipt
from onetake.services.tasks import Accepted
from onetake.services.views import view

REPLAYED = (b"idempotency-replayed", b"true")
HEADER = "idempotency-key"
LARGE = 64 * 1024
"""Bytes of a body from which its hash is not made on the event loop."""
ONE_CREATE = {"run": "create"}
"""Operations that make the same thing: a key of Segmind's v1 stands for the same task in v2."""

Work = Callable[[Once | None], Awaitable[None]]
Again = Callable[[Exchange, First], Awaitable[None]]


async def answered_once(
    ex: Exchange, message: Mapping[str, Any], work: Work, again: Again, *, receipt: bool = True
) -> None:
    """Do the work, or tell again what it came to under the request's Idempotency-Key. message: what was sent.
    receipt: whether the first answer is kept; else the task is told as it is.

    Raises Problem(invalid_parameter, idempotency_in_progress, idempotency_mismatch).
    """
    turn = await _turn(ex, message, receipt)
    try:
        if turn is not None and turn.first is not None:
            return await again(ex, turn.first)
        return await work(turn)
    finally:
        if turn is not None:
            turn.over(ex.p)


async def _turn(ex: Exchange, message: Mapping[str, Any], receipt: bool) -> Once | None:
    """None for a request without a key, and for one that only asks for a price."""
    told = ex.headers.get(HEADER)
    if told is None:
        return None
    name = once.named(told)
    if only_asks(ex):
        return None
    # The body as it was sent, not as it was understood: another default of ours makes no other request of it.
    sent = [message, ex.scope.get("path_params") or {}]
    length = ex.headers.get("content-length", "")
    if length.isdigit() and int(length) < LARGE:
        fingerprint = canonical.digest(sent)
    else:
        fingerprint = await asyncio.to_thread(canonical.digest, sent)
    tell = (lambda task: written(ex, task)) if receipt else None
    return await once.begin(ex.p, Once(scope_of(ex), name, fingerprint, tell))


def only_asks(ex: Exchange) -> bool:
    """Whether `?dry_run=1` asks for no more than the price. Raises Problem(invalid_parameter)."""
    query = ex.scope["query_string"]
    if not query:
        return False
    told = dict(parse_qsl(query.decode("latin-1"), keep_blank_values=True)).get("dry_run")
    if told not in (None, "0", "1", "true", "false"):
        raise Problem("invalid_parameter", "dry_run is 0 or 1")
    return told in ("1", "true")


def scope_of(ex: Exchange) -> str:
    """Where a key means one thing: the project, the dialect and the operation (T16)."""
    assert ex.endpoint is not None
    op = ONE_CREATE.get(ex.endpoint.op, ex.endpoint.op)
    return f"{ex.caller.project}/{ex.entry.dialect.name}/{op}"


def written(ex: Exchange, task: Task) -> Receipt:
    """The answer to a create, in the dialect of the path."""
    dialect, shown = ex.entry.dialect, dict[str, Any](id=task.id, created_at=task.created_at)
    whole = dialect.receipt is dialect.task
    if whole or len(dialect.receipt.attrs) > 1:
        shown = view(ex.p, task, dialect.name)
    status = ex.endpoint.success if ex.endpoint is not None else 200
    return Receipt(200 if whole and task.ended else status, encode(dialect.write_receipt(shown)))


def marks(ex: Exchange, accepted: Accepted) -> list[tuple[bytes, bytes]]:
    """Headers that say whose task it is."""
    headers: list[tuple[bytes, bytes]] = []
    if accepted.replayed and not accepted.alike:
        headers.append(REPLAYED)
    if accepted.alike:
        id = ex.entry.dialect.spell(accepted.task.id, accepted.task.created_at)
        headers.append((b"x-onetake-deduplicated", id.encode()))
    return headers


async def tell(ex: Exchange, accepted: Accepted, headers: Pairs = ()) -> None:
    """Answer a create with its receipt."""
    receipt = accepted.receipt or written(ex, accepted.task)
    await send(ex, receipt, [*marks(ex, accepted), *headers])


async def send(ex: Exchange, receipt: Receipt, headers: Pairs) -> None:
    """Answer with a receipt as it was written."""
    await ex.whole(receipt.status, JSON, receipt.body, headers)


async def found(ex: Exchange, first: First) -> Accepted:
    """The first request's task as it is. Raises Problem(task_expired_record) once it was removed."""
    return Accepted(await ex.p.store.read(first.task), replayed=True)
