"""HTTP/1.1 with limits: sizes and times of headers and bodies, ambiguous requests (threats T10, T11).

uvicorn's parser takes headers of any size and waits for them for ever. Both end here, at the price of an
addition per header and a look at every connection once a second.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from onetake.apps.server import heads
from onetake.apps.server.gate import Gate

HEADER_TIME = 10.0
BODY_TIME = 20.0
LEAST_RATE = 32 * 1024
"""Bytes a second that a body must come with, measured over BODY_TIME."""
WASTE = 128 * 1024 * 1024
"""Bytes of an answered request that are still taken, so that its answer is not lost in a reset."""
WRAPPING = 64 * 1024
"""Bytes around chunks (extensions, trailers) that a body may have besides seven for each of its own."""


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
        self._raw = 0
        self._wasted = 0
        self._running: RequestResponseCycle | None = None
        self._broken = False

    def connection_made(self, transport: asyncio.Transport) -> None:
        let_in = super().connection_made
        if self.gate is None or not self.gate.watch(transport, self, lambda: let_in(transport)):
            let_in(transport)

    def data_received(self, data: bytes) -> None:
        if self._broken:
            return
        # Only a piece that is itself large, or one of several, can bring a head that is too large.
        self._head += len(data)
        self._raw += len(data)
        if self.waiting_since is None:
            self.waiting_since = self.loop.time()
        super().data_received(data)
        if self.in_body:
            if self._raw > 8 * self.received + WRAPPING:
                self.send_400_response("There is too much around the body.")
        elif self._head > heads.REQUEST_LINE + heads.HEADERS and self.waiting_since is not None:
            self.send_400_response("The request's headers are too large.")

    def send_400_response(self, msg: str) -> None:
        """Answer what cannot be read on, unless an answer of an earlier request would be torn by it: that one
        is finished and the connection closed. One request never gets two answers."""
        if self._broken or self.transport.is_closing():
            return None
        self._broken = True
        running = self._running
        if running is None or running.response_complete:
            if self.in_body:
                return self.transport.close()
        elif running is self.cycle and self.in_body:
            if running.response_started:
                return self.transport.close()
            running.disconnected = True
            running.message_event.set()
        else:
            self.pipeline.clear()
            running.keep_alive = False
            return None
        return super().send_400_response(msg)

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        self._running = cycle
        super()._start_asgi_task(cycle, app)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        if self.waiting_since is None:
            self.waiting_since = self.loop.time()
        self.in_body = False
        self._wasted = self.received = 0

    def on_headers_complete(self) -> None:
        if self._head > heads.HEADERS:
            heads.check_size(self.url, self.headers)
        parser = self.parser
        assert parser is not None
        heads.check(parser.get_method(), self.url, parser.get_http_version(), self.headers)
        self._head = self._raw = 0
        self.in_body = True
        self.waiting_since = self.loop.time()
        super().on_headers_complete()
        if self.expect_100_continue or parser.should_upgrade():
            # After a refusal nobody knows whether the body still comes; after an upgrade that is ignored the
            # parser reads nothing more.
            self.cycle.keep_alive = False

    def on_header(self, name: bytes, value: bytes) -> None:
        # What stands after a body is no header of the request: the application has begun with those.
        if not self.in_body:
            super().on_header(name, value)

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
