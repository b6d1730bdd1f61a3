"""Acts of the sandbox on an answer: what leaves the socket in place of what a handler said, or after it."""

import asyncio
import http
import json
import os
import socket
import struct
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NoReturn

from onetake.apps.server.body import ClientGone
from onetake.apps.server.exchange import Exchange, encode
from onetake.core.acts import Answer, NoLink, Refuse, Status
from onetake.core.lifecycle import STATUSES
from onetake.core.problem import Problem
from onetake.dialects import Dialect

Handler = Callable[[Exchange], Awaitable[None]]
Header = tuple[bytes, bytes]

LONGEST_HANG = 900.0
FLUSH = 0.05
"""Seconds for bytes to leave before their connection is reset: what is not sent by then is lost."""
ERROR_TEXT = {"movie": "message", "segmind": "error", "native": "detail"}
FAILURE_TEXT = {"movie": "result.error_message", "segmind": "error", "native": "problem.detail"}
USUAL_TEXT = "error.message"
"""Where a dialect writes the text of an error, and of a failed task."""


@dataclass(slots=True)
class Captured:
    """A whole answer that was not sent."""

    status: int = 0
    headers: list[Header] = field(default_factory=list)
    body: bytes = b""

    def message(self) -> Any:
        """The body as JSON, None where it is none."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None

    def rewrite(self, message: Any) -> None:
        self.body = encode(message)
        self.headers = [(n, v) for n, v in self.headers if n != b"content-length"]
        self.headers.append((b"content-length", b"%d" % len(self.body)))

    def raw(self) -> bytes:
        """As it stands on the wire."""
        reason = http.HTTPStatus(self.status).phrase
        lines = [
            b"HTTP/1.1 %d %s" % (self.status, reason.encode()),
            *(n + b": " + v for n, v in self.headers),
        ]
        return b"\r\n".join([*lines, b"", self.body])


async def captured(ex: Exchange, handler: Handler) -> Captured:
    """Let the handler do its work and keep what it answers. Its Problem passes through: a request that is
    refused anyway needs no scenario."""
    got = Captured()

    async def keep(message: Any) -> None:
        if message["type"] == "http.response.start":
            got.status, got.headers = message["status"], list(message["headers"])
        else:
            got.body += message.get("body", b"")

    send, ex.send = ex.send, keep
    try:
        await handler(ex)
    finally:
        ex.send = send
        ex.status = 0
    return got


async def replay(ex: Exchange, got: Captured) -> None:
    """Send what was captured."""
    ex.status = got.status
    await ex.send({"type": "http.response.start", "status": got.status, "headers": got.headers})
    await ex.send({"type": "http.response.body", "body": got.body})


async def answer(ex: Exchange, act: Answer) -> None:
    """The scenario's own words."""
    await ex.whole(act.status, (b"content-type", act.type.encode()), act.body.encode())


async def refuse(ex: Exchange, act: Refuse, says: str, receipt: Captured | None) -> None:
    """An error of the dialect; `says` stands in place of its own text."""
    facts: dict[str, Any] = {"retry_after": act.wait} if act.wait and act.told != "text" else {}
    dialect = ex.entry.dialect
    problem = Problem(act.code, says, **facts)
    status, advice, body = dialect.write_error(problem, ex.entry.route, ex.request_id)
    if says:
        put(body, ERROR_TEXT.get(dialect.name, USUAL_TEXT), says)
    if act.told == "reset":
        advice.pop("retry-after", None)
        until = datetime.fromtimestamp(ex.p.clock() + act.wait, UTC)
        advice["x-rate-limit-reset-at-utc"] = until.strftime("%Y-%m-%dT%H:%M:%SZ")
    if act.named and receipt is not None:
        body.update({k: v for k, v in (receipt.message() or {}).items() if body.get(k) is None})
    told = [(name.encode(), value.encode()) for name, value in advice.items()]
    await ex.whole(status, (b"content-type", b"application/json"), encode(body), told)


async def mislabel(ex: Exchange, got: Captured) -> None:
    """Plain bytes that are called gzip."""
    got.headers.append((b"content-encoding", b"gzip"))
    await replay(ex, got)


async def half(ex: Exchange, handler: Handler) -> None:
    """The headers of the whole file and half of its bytes, then the connection ends."""
    send, left = ex.send, [0]

    async def cut(message: Any) -> None:
        if message["type"] == "http.response.start":
            lengths = [int(v) for n, v in message["headers"] if n == b"content-length"]
            left[0] = lengths[0] // 2 if lengths else 0
            await send(message)
            return
        piece = bytes(message.get("body", b""))[: left[0]]
        left[0] -= len(piece)
        await send({"type": "http.response.body", "body": piece, "more_body": True})
        if left[0] <= 0:
            await _gone(ex, lambda transport: transport.close())

    ex.send = cut
    try:
        await handler(ex)
    finally:
        ex.send = send


async def reset(ex: Exchange, got: Captured | None, after: int) -> NoReturn:
    """The connection is reset, after so many bytes of what was captured."""
    if got is not None and after:
        _transport(ex).write(got.raw()[:after])
        await asyncio.sleep(FLUSH)

    def cut(transport: asyncio.Transport) -> None:
        with socket.socket(fileno=os.dup(transport.get_extra_info("socket").fileno())) as line:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()

    await _gone(ex, cut)


async def hang(ex: Exchange) -> NoReturn:
    """Nothing more, until the caller gives up, or we stop."""
    with suppress(TimeoutError):
        async with asyncio.timeout(LONGEST_HANG):
            while not ex.stopping:
                with suppress(TimeoutError):
                    async with asyncio.timeout(0.5):
                        await ex.hung_up()
                        raise ClientGone
    await _gone(ex, lambda transport: transport.abort())


async def _gone(ex: Exchange, end: Callable[[asyncio.Transport], None]) -> NoReturn:
    """End the connection and wait until the server has seen it, so that it adds no answer of its own."""
    end(_transport(ex))
    with suppress(TimeoutError):
        async with asyncio.timeout(5.0):
            await ex.hung_up()
    raise ClientGone


def _transport(ex: Exchange) -> asyncio.Transport:
    """The connection below: `receive` is a method of what serves it. Inside one process there is none."""
    transport = getattr(getattr(ex.receive, "__self__", None), "transport", None)
    if transport is None:
        raise Problem("provider_unavailable", "the scenario ends the connection, and there is none here")
    return transport


def altered(dialect: Dialect, message: dict[str, Any], act: Status | NoLink) -> bool:
    """Change a task on the wire; whether anything was. In another status, what only the true one has is left
    out."""
    record = dialect.task
    places = record.names
    if isinstance(act, NoLink):
        return put(message, places["video_url"], None)
    word = act.word
    if word in STATUSES:
        word = at(record.encode({"status": act.word, "sent": True}), places["status"])
        hidden = [".".join(f.path) for f in record.fields if f.only is not None and act.word not in f.only]
        for path in {*hidden, places["video_url"]}:
            put(message, path, None)
    return put(message, places["status"], word)


def at(message: Any, path: str) -> Any:
    """What stands at the place `path` ("result.status") of a message, or None."""
    for step in path.split("."):
        message = message.get(step) if isinstance(message, dict) else None
    return message


def put(message: Any, path: str, value: Any) -> bool:
    """Replace what stands at the place `path` of a message, None takes it away; whether there was
    anything."""
    above, _, name = path.rpartition(".")
    inner = at(message, above) if above else message
    if not isinstance(inner, dict) or inner.get(name) is None:
        return False
    if value is None:
        del inner[name]
    else:
        inner[name] = value
    return True
