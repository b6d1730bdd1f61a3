"""HTTP/1.1 with limits: sizes and times of headers and bodies, ambiguous requests (threats T10, T11).

uvicorn's parser takes headers of any size, and waits for ever: for them, for a body, for whoever does not
read its answer. All of that ends here, at the price of an addition per header and of `patience`.
"""

import asyncio
import fcntl
import sys
import termios
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from onetake.apps.server import heads
from onetake.apps.server.crowd import Crowd
from onetake.apps.server.gate import Gate
from onetake.apps.server.strangers import place_of

HEADER_TIME = 10.0
BODY_TIME = 20.0
LEAST_RATE = 32 * 1024
"""Bytes a second that a body must come with, measured over BODY_TIME."""
READ_TIME = 30.0
LEAST_READ = 1024
"""Bytes a second that an answer must be read with, measured over READ_TIME, while there is one to read."""
WASTE = 128 * 1024 * 1024
"""Bytes of an answered request that are still taken, so that its answer is not lost in a reset."""
WRAPPING = 64 * 1024
"""Bytes around chunks (extensions, trailers) that a body may have besides seven for each of its own."""


_QUEUED = getattr(termios, "TIOCOUTQ", None) if sys.platform == "linux" else None


class Protocol(HttpToolsProtocol):
    """One connection. `waiting_since`: when the present headers or body began to be waited for. gate: what
    may strike a connection before it says anything."""

    gate: Gate | None = None
    crowd: Crowd

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
        self._address: str | None = None
        self._unread = (0.0, 0)

    def connection_made(self, transport: asyncio.Transport) -> None:
        if self.gate is None or not self.gate.watch(transport, self, lambda: self._let_in(transport)):
            self._let_in(transport)

    def _let_in(self, transport: asyncio.Transport) -> None:
        super().connection_made(transport)
        address = place_of(self.client[0] if self.client else "")
        refusal = self.crowd.enter(address)
        if refusal is None:
            self._address = address
        else:
            self._broken = True
            transport.write(refusal)
            transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._address is not None:
            self.crowd.leave(self._address)
            self._address = None
        super().connection_lost(exc)

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
        if self.in_body:
            return
        name = name.lower()
        if name == b"expect" and value.lower() == b"100-continue":
            self.expect_100_continue = True
        self.headers.append((name, value))

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

    def resume_writing(self) -> None:
        self._unread = self.loop.time(), _unread(self.transport)
        super().resume_writing()

    def stuck(self, now: float) -> bool:
        """Whether the other side does not read what we sent, or hardly."""
        unread = _unread(self.transport)
        since, most = self._unread
        if not unread or not most:
            self._unread = now, unread
            return False
        if now - since <= READ_TIME:
            self._unread = since, max(most, unread)
            return False
        self._unread = now, unread
        return most - unread < LEAST_READ * READ_TIME

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


def _unread(transport: asyncio.Transport) -> int:
    """Bytes that the other side has not taken. What lies in the system's buffer counts as soon as that is
    full: it makes room in large steps only, between which a slow reader would look like none."""
    ours = transport.get_write_buffer_size()
    if not ours or _QUEUED is None:
        return ours
    try:
        told = fcntl.ioctl(transport.get_extra_info("socket").fileno(), _QUEUED, bytes(4))
    except OSError:
        return ours
    return ours + int.from_bytes(told, sys.byteorder)


def behind(gate: Gate, crowd: Crowd) -> type[Protocol]:
    """The protocol of the connections of one server."""
    return type("GuardedProtocol", (Protocol,), {"gate": gate, "crowd": crowd})
