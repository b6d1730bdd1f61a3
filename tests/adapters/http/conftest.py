"""Raw loopback servers: each connection is handed to a handler that may misbehave as it likes."""

import asyncio
import contextlib
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class Wire:
    """A running raw server: where it is, how many connections came, and what each request said."""

    def __init__(self) -> None:
        self.origin = ""
        self.connections = 0
        self.requests: list[bytes] = []

    async def request(self, reader: asyncio.StreamReader) -> bytes:
        """Read one request whole and remember it."""
        head = await reader.readuntil(b"\r\n\r\n")
        lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
        body = await reader.readexactly(int(lengths[0].split(b":")[1])) if lengths else b""
        self.requests.append(head + body)
        return head + body


@asynccontextmanager
async def serve(handler: Callable[..., Awaitable[None]], ssl: object = None) -> AsyncIterator[Wire]:
    wire = Wire()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        wire.connections += 1
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            await handler(wire, reader, writer)
        writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0, ssl=ssl)
    scheme = "https" if ssl else "http"
    wire.origin = f"{scheme}://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield wire
    finally:
        server.close()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            if "connected" in getattr(task.get_coro(), "__qualname__", ""):
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task


def reset(writer: asyncio.StreamWriter) -> None:
    """Close with RST instead of FIN."""
    sock = writer.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


@pytest.fixture(name="serve")
def serve_fixture() -> Callable[..., contextlib.AbstractAsyncContextManager[Wire]]:
    return serve


@pytest.fixture(name="reset")
def reset_fixture() -> Callable[[asyncio.StreamWriter], None]:
    return reset
