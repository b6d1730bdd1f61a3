"""Reading request bodies: capped before and while they arrive, then parsed strictly (threats T08, T09).

What is left of a refused body is thrown away below us (`protocol`), so that the answer reaches the caller.
"""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from onetake.apps.server import strictjson
from onetake.apps.server.exchange import Exchange
from onetake.core.problem import Offence, Problem

MIB = 1024 * 1024
SMALL = 1 * MIB
WITH_DATA_URLS = 64 * MIB
"""The documented cap of a create (contract §1.6): only it may carry files as data URLs."""


class ClientGone(Exception):
    """The caller hung up; nobody is left to answer."""


async def read_json(ex: Exchange, limit: int = SMALL) -> dict[str, Any]:
    """The JSON object of the body. Raises Problem(request_too_large, invalid_json, invalid_parameter)."""
    length = _announced(ex, limit)
    message = await ex.receive()
    if message["type"] == "http.disconnect":
        raise ClientGone
    body = message.get("body", b"")
    if not message.get("more_body", False):
        if len(body) > limit:
            raise _too_large(limit)
    elif length is not None and length <= SMALL:
        body = await _rest(ex, body, limit)
    else:
        async with ex.house.big:
            body = await _rest(ex, body, limit)
            return await asyncio.to_thread(strictjson.parse, body)
    return strictjson.parse(body)


async def pieces(ex: Exchange, limit: int) -> AsyncIterator[bytes]:
    """A raw body as it arrives. Raises Problem(request_too_large), ClientGone."""
    _announced(ex, limit)
    size, more = 0, True
    while more:
        message = await ex.receive()
        if message["type"] == "http.disconnect":
            raise ClientGone
        piece = message.get("body", b"")
        more = message.get("more_body", False)
        size += len(piece)
        if size > limit:
            raise _too_large(limit)
        yield piece


async def ignore(ex: Exchange) -> None:
    """Read a body that means nothing here (SDKs send `{}` with DELETE), as far as it is small."""
    headers = ex.headers
    if headers.get("content-length", "0") == "0" and "transfer-encoding" not in headers:
        return
    async for _ in pieces(ex, SMALL):
        pass


async def _rest(ex: Exchange, first: bytes, limit: int) -> bytes:
    size, parts, more = len(first), [first], True
    while more:
        message = await ex.receive()
        if message["type"] == "http.disconnect":
            raise ClientGone
        piece = message.get("body", b"")
        more = message.get("more_body", False)
        size += len(piece)
        if size > limit:
            raise _too_large(limit)
        parts.append(piece)
    return b"".join(parts)


def _announced(ex: Exchange, limit: int) -> int | None:
    """Content-Length, when there is one. Raises for one beyond the limit, and for an encoded body."""
    headers = ex.headers
    encoding = headers.get("content-encoding")
    if encoding and encoding != "identity":
        fix = "Send the body as it is"
        raise Problem.of([Offence("Content-Encoding", encoding[:40], "identity", fix)])
    told = headers.get("content-length")
    if told is None:
        return None
    length = int(told) if told.isascii() and told.isdigit() else limit + 1
    if length > limit:
        raise _too_large(limit)
    return length


def _too_large(limit: int) -> Problem:
    return Problem("request_too_large", f"the body may have {limit // MIB} MiB at most", limit_bytes=limit)
