"""A served platform behind a real socket, and raw bytes to it and back."""

import asyncio
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from onetake.apps.server import run

HOST = b"Host: 127.0.0.1\r\n"


@contextmanager
def served(opening: Callable[..., Any], folder: Path, **options: Any) -> Iterator[SimpleNamespace]:
    """A served address; `stop()` asks the server to end as a signal would. options: those of `run.serve`."""
    bound = socket.socket(proto=socket.IPPROTO_TCP)
    bound.bind(("127.0.0.1", 0))
    told = SimpleNamespace(address=bound.getsockname(), ready=threading.Event(), server=None, failed=None)

    def keep(server: Any) -> None:
        told.server = server

    async def main() -> None:
        told.loop = asyncio.get_running_loop()
        async with opening(folder) as server:
            told.site, told.key = server, server.client.headers["authorization"].encode()
            await run.serve(server.app, bound, on_ready=told.ready.set, on_server=keep, **options)

    def work() -> None:
        try:
            asyncio.run(main())
        except BaseException as error:
            told.failed = error

    told.thread = threading.Thread(target=work)
    told.thread.start()
    assert told.ready.wait(10)

    def stop() -> None:
        told.server.should_exit = True
        told.thread.join(15)

    told.stop = stop
    try:
        yield told
    finally:
        stop()
    assert told.failed is None
    assert not told.thread.is_alive()


def talk(line: SimpleNamespace, data: bytes, *, patience: float = 5.0) -> bytes:
    """Everything that comes back until the other side closes or falls silent."""
    return told(line, data, patience=patience)[0]


def told(
    line: SimpleNamespace, data: bytes, *, patience: float = 5.0, tls: ssl.SSLContext | None = None
) -> tuple[bytes, bool]:
    """What comes back to these bytes, and whether the other side closed."""
    with ExitStack() as open_:
        peer = open_.enter_context(socket.create_connection(line.address, timeout=patience))
        if tls is not None:
            peer = open_.enter_context(tls.wrap_socket(peer, server_hostname="127.0.0.1"))
        answer = b""
        try:
            peer.sendall(data)
            while piece := peer.recv(65536):
                answer += piece
                if answer.endswith(b"}") or b"content-length: 0" in answer:
                    peer.settimeout(0.2)
        except TimeoutError:
            return answer, False
        except ConnectionError:
            pass
        return answer, True
