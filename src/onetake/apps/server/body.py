"""Reading request bodies: capped before and while they arrive, then parsed strictly (threats T08, T09).

A small one is read into memory; of a large one the files go to disk on their way (`spool`).

What is left of a refused body is thrown away below us (`protocol`), so that the answer reaches the caller.
"""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from onetake.apps.server import strictjson
from onetake.apps.server.exchange import Exchange
from onetake.apps.server.room import Share
from onetake.apps.server.spool import Scanner
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
    body, more = await _piece(ex)
    if not more and len(body) <= SMALL:
        if len(body) > limit:
            raise _too_large(limit)
        return strictjson.parse(body)
    async with Share(ex.house.memory) as share:
        await share.more(SMALL if length is None else min(length, SMALL))
        parts, size = [body], len(body)
        while more and size <= SMALL:
            body, more = await _piece(ex)
            parts.append(body)
            size += len(body)
            if size > limit:
                raise _too_large(limit)
        if not more and size <= SMALL:
            return strictjson.parse(b"".join(parts))
        return await _spooled(ex, parts, limit, more)


async def _spooled(ex: Exchange, parts: list[bytes], limit: int, more: bool) -> dict[str, Any]:
    """A large body of which `parts` have arrived. Its files are gone at the end of the request, but for those
    that somebody took."""
    scanner, share = Scanner(ex.p), Share(ex.house.disk)
    ex.after += [scanner.discard, share.give_back]
    size = 0
    while parts or more:
        if parts:
            body = parts.pop(0)
        else:
            body, more = await _piece(ex)
        size += len(body)
        if size > limit:
            raise _too_large(limit)
        await share.more(len(body))
        scanner.feed(body)
    return await asyncio.to_thread(scanner.finish)


async def _piece(ex: Exchange) -> tuple[bytes, bool]:
    """The next piece of a body, and whether there are more. Raises ClientGone."""
    message = await ex.receive()
    if message["type"] == "http.disconnect":
        raise ClientGone
    return message.get("body", b""), message.get("more_body", False)


async def pieces(ex: Exchange, limit: int) -> AsyncIterator[bytes]:
    """A raw body as it arrives. Raises Problem(request_too_large), ClientGone."""
    _announced(ex, limit)
    size, more = 0, True
    while more:
        piece, more = await _piece(ex)
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
