"""A server that runs out of file handles: refused, never crashed, and well again when some are free (T35)."""

import resource
import socket
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import httpx2
import pytest

from .film import picture
from .server import Server, until

pytestmark = [
    pytest.mark.process,
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="prlimit is Linux's"),
]
SPARE = 6
"""Handles that the server has left."""


def handles(server: Server) -> int:
    assert server.process is not None
    return len(list(Path(f"/proc/{server.process.pid}/fd").iterdir()))


def ask(server: Server, method: str, path: str, body: bytes = b"") -> int:
    """The status, or 0 where the connection came to nothing."""
    headers = {"Authorization": f"Bearer {server.key}", "Content-Type": "image/png"}
    try:
        with httpx2.Client(trust_env=False, timeout=3.0) as client:
            return client.request(method, server.url + path, content=body, headers=headers).status_code
    except httpx2.TransportError:
        return 0


def test_t35_file_handles_run_out_and_come_back(new_server: Callable[..., Server]) -> None:
    server = new_server("handles").start()
    assert server.process is not None
    pid, png = server.process.pid, picture()
    task = server.call("POST", "/onetake/v1/videos", {"prompt": "a fox", "duration": 4, "resolution": "480p"})
    film = f"/onetake/v1/videos/{task['id']}/content"
    until(lambda: ask(server, "GET", film) == 200, 30, "the film")
    soft, hard = resource.prlimit(pid, resource.RLIMIT_NOFILE)
    resource.prlimit(pid, resource.RLIMIT_NOFILE, (handles(server) + SPARE, hard))
    seen = set()
    try:
        with ExitStack() as open_:
            for count in range(2 * SPARE):
                open_.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=3))
                if count < SPARE + 2:
                    seen.add(ask(server, "GET", film))
                    seen.add(ask(server, "POST", "/onetake/v1/uploads", png))
        assert server.process.poll() is None, server.tail()
    finally:
        resource.prlimit(pid, resource.RLIMIT_NOFILE, (soft, hard))
    assert 503 in seen, seen
    assert seen <= {0, 200, 201, 503}, (seen, server.tail())
    until(lambda: ask(server, "GET", film) == 200, 10, "the film again")
    assert ask(server, "POST", "/onetake/v1/uploads", png) == 201
    assert "Traceback" not in server.log.read_text()
