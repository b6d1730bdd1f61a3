"""HTTP/1.1 with limits: sizes and times of headers and bodies, ambiguous requests (threats T10, T11).

uvicorn's parser takes headers of any size and waits for them for ever. Both end here, at the price of an
addition per header and a look at every connection once a second.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from onetake.apps.server.gate import Gate

REQUEST_LINE = 64 * 1024
HEADERS = 16 * 1024
MOST_HEADERS = 128
HEADER_TIME = 10.0
BODY_TIME = 20.0
LEAST_RATE = 32 * 1024
"""Bytes a second that a body must come with, measured over BODY_TIME."""
WASTE = 128 * 1024 * 1024
"""Bytes of an answered request that are still taken, so that its answer is not lost in a reset."""


class Refused(Exception):
    """A request that is not read on: answered with 400 and a closed connection."""


class Protocol(HttpToolsProtocol):
    """One connection. `waiting_since`: when the present headers or body began to be waited for. gate: what
    may strike a connection before it says anything."""

    gate: Gate | None = None

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.waiting_since: float | None = self.loop.time()
        self.in_body = False
        self.received = 0
        self._head = 0
        self._wasted = 0

    def connection_made(self, transport: asyncio.Transport) -> None:
        let_in = super().connection_made
        if self.gate is None or not self.gate.watch(transport, self, lambda: let_in(transport)):
            let_in(transport)

    def data_received(self, data: bytes) -> None:
        # Only a piece that is itself large, or one of several, can bring a head that is too large.
        self._head += len(data)
        if self.waiting_since is None:
            self.waiting_since = self.loop.time()
        super().data_received(data)
        if self._head > REQUEST_LINE + HEADERS and not self.in_body and self.waiting_since is not None:
            self.send_400_response("The request's headers are too large.")

    def on_message_begin(self) -> None:
        super().on_message_begin()
        if self.waiting_since is None:
            self.waiting_since = self.loop.time()
        self.in_body = False
        self._wasted = self.received = 0

    def on_headers_complete(self) -> None:
        if self._head > HEADERS:
            _check_size(self.url, self.headers)
        _check_names([name for name, _ in self.headers])
        self._head = 0
        self.in_body = True
        self.waiting_since = self.loop.time()
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self.received += len(body)
        if self.cycle.response_complete:
            self._wasted += len(body)
            if self._wasted > WASTE:
                self.transport.close()
                return
        super().on_body(body)

    def on_message_complete(self) -> None:
        self.waiting_since = None
        self.in_body = False
        self._head = 0
        super().on_message_complete()

    def impatient(self, now: float) -> bool:
        """Whether the other side took too long. A pause that we asked for ourselves does not count."""
        if self.waiting_since is None:
            return False
        waited = now - self.waiting_since
        if not self.in_body:
            return waited > HEADER_TIME
        if self.flow.read_paused:
            self.waiting_since = now
            self.received = 0
            return False
        if waited <= BODY_TIME:
            return False
        if self.received < LEAST_RATE * BODY_TIME:
            return True
        self.waiting_since = now
        self.received = 0
        return False


def behind(gate: Gate) -> type[Protocol]:
    """The protocol of the connections of one server."""
    return type("GuardedProtocol", (Protocol,), {"gate": gate})


def _check_size(url: bytes, headers: list[tuple[bytes, bytes]]) -> None:
    if len(url) > REQUEST_LINE:
        raise Refused("the request line is too long")
    if sum(len(name) + len(value) for name, value in headers) > HEADERS:
        raise Refused("the headers are too large")


def _check_names(names: list[bytes]) -> None:
    """The ways in which two parsers could read one request as two (T11)."""
    if len(names) > MOST_HEADERS:
        raise Refused("there are too many headers")
    if names.count(b"host") > 1:
        raise Refused("two Host headers")
    if b"content-length" in names and (b"transfer-encoding" in names or names.count(b"content-length") > 1):
        raise Refused("two ways to tell the length")


class Patience:
    """Looks at every connection once a second and closes those that take too long."""

    def __init__(self, connections: set[Any]) -> None:
        self.connections = connections
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.get_running_loop().create_task(self._watch())

    def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()

    async def _watch(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(1.0)
            now = loop.time()
            for connection in tuple(self.connections):
                if isinstance(connection, Protocol) and connection.impatient(now):
                    connection.transport.close()
