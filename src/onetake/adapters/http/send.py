"""One request, one reply, and an honest answer to "did it leave?" (errors-and-faults F08–F10).

NotSent needs proof: no connection to the target ever stood (refused, DNS, TLS handshake). From the moment
one stands, everything that goes wrong is Ambiguous.
"""

import asyncio
import io
import zlib
from collections.abc import Mapping

import aiohttp

from onetake.adapters.http.guard import Target
from onetake.adapters.http.sessions import Sent
from onetake.adapters.http.trouble import blocked, said
from onetake.core.wire import Ambiguous, NotSent, Reply

REPLY_LIMIT = 4 * 2**20
_INLINE = 2**20  # aiohttp warns about larger bodies given as bytes: they would hold up the loop


class _Unusable(ValueError):
    """A complete or cut reply that we will not read further."""


async def exchange(
    session: aiohttp.ClientSession,
    target: Target,
    *,
    method: str,
    headers: Mapping[str, str],
    body: bytes,
    timeout: float,
    limit: int = REPLY_LIMIT,
    cut: bool = False,
) -> Reply:
    """Send and read the whole reply within `timeout` seconds; redirects are returned, not followed.

    A reply of more than `limit` bytes is Ambiguous. With `cut` it is cut there, left packed as it came, and
    taken for one even when it ends too early. Any complete reply is a Reply, an empty 200 too. Raises
    NotSent, Ambiguous.
    """
    sent = Sent(once=method.upper() != "GET")
    data = (body if len(body) <= _INLINE else io.BytesIO(body)) if body else None
    try:
        async with asyncio.timeout(timeout):
            async with session.request(
                method, target.url, headers=headers, data=data, allow_redirects=False, trace_request_ctx=sent
            ) as response:
                raw = await _read(response, limit, cut)
                plain = raw if cut else _inflated(raw, response.headers.get("Content-Encoding", ""), limit)
                names = {name.lower(): value for name, value in response.headers.items()}
                return Reply(response.status, names, plain)
    except (aiohttp.ClientError, OSError, ValueError) as error:
        if sent.connected:
            what = str(error) if isinstance(error, _Unusable) else said(error)
            raise Ambiguous(f"{what} at host {target.host}") from error
        reason = str(blocked(error) or f"{said(error)} at host {target.host}")
        raise NotSent(reason) from error


async def _read(response: aiohttp.ClientResponse, limit: int, cut: bool) -> bytes:
    # Counted, never trusted: a header can announce less than a chunked body brings.
    body = bytearray()
    try:
        async for chunk in response.content.iter_any():
            body += chunk
            if len(body) > limit:
                response.close()
                if cut:
                    return bytes(body[:limit])
                raise _Unusable("the reply is too large")
    except aiohttp.ClientPayloadError:
        if not cut:  # else the status is the answer, however its body ends
            raise
    return bytes(body)


def _inflated(raw: bytes, encoding: str, limit: int) -> bytes:
    # We ask for identity. One reseller labels plain JSON as gzip, and some proxies do compress: the magic
    # bytes decide, not the header.
    if encoding.strip().lower() not in ("gzip", "x-gzip") or not raw.startswith(b"\x1f\x8b"):
        return raw
    inflater = zlib.decompressobj(wbits=31)
    try:
        plain = inflater.decompress(raw, limit + 1)
    except zlib.error as error:
        raise _Unusable("the reply is not valid gzip") from error
    if len(plain) > limit or not inflater.eof:
        raise _Unusable("the reply is cut off or too large once inflated")
    return plain
