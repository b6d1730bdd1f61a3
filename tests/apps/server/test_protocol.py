"""The connection itself, over a real socket: what the parser must refuse, long lines, a stop with grace."""

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from onetake.apps.server import protocol, run

HOST = b"Host: 127.0.0.1\r\n"


@contextmanager
def served(opening: Callable[..., Any], folder: Path) -> Iterator[SimpleNamespace]:
    """A served address; `stop()` asks the server to end as a signal would."""
    bound = socket.socket()
    bound.bind(("127.0.0.1", 0))
    told = SimpleNamespace(address=bound.getsockname(), ready=threading.Event(), server=None, failed=None)

    def keep(server: Any) -> None:
        told.server = server

    async def main() -> None:
        told.loop = asyncio.get_running_loop()
        async with opening(folder) as server:
            told.site, told.key = server, server.client.headers["authorization"].encode()
            await run.serve(server.app, bound, on_ready=told.ready.set, on_server=keep)

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


@pytest.fixture(scope="module")
def line(opening: Callable[..., Any], tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    with served(opening, tmp_path_factory.mktemp("line")) as told:
        yield told


def talk(line: SimpleNamespace, data: bytes, *, patience: float = 5.0) -> bytes:
    """Everything that comes back until the other side closes or falls silent."""
    with socket.create_connection(line.address, timeout=patience) as peer:
        peer.sendall(data)
        answer = b""
        try:
            while piece := peer.recv(65536):
                answer += piece
                if answer.endswith(b"}") or b"content-length: 0" in answer:
                    peer.settimeout(0.2)
        except TimeoutError:
            pass
        return answer


def test_a_request_and_a_second_on_the_same_connection(line):
    request = b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n"
    answer = talk(line, request * 2)
    assert answer.count(b"HTTP/1.1 200 OK") == 2
    assert b"\r\nserver:" not in answer.lower()


@pytest.mark.parametrize(
    "data",
    [
        b"GET / HTTP/1.1\r\n" + HOST + HOST + b"\r\n",
        b"GET / HTTP/1.1\r\n" + HOST + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
        b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST / HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n",
        b"POST / HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: identity, chunked, x\r\n\r\n0\r\n\r\n",
        b"POST / HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\nZ\r\n\r\n",
        b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: -1\r\n\r\n",
        b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 1x\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + HOST + b"Bad Name: x\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + HOST + b"X: a\0b\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + HOST + b" folded: x\r\n\r\n",
        b"GET / HTTP/9.9\r\n" + HOST + b"\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00",
        b"GET /" + b"a" * 66_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n",
        b"GET / HTTP/1.1\r\n" + HOST + b"X-Big: " + b"a" * 17_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + HOST + b"".join(b"X-%d: y\r\n" % i for i in range(200)) + b"\r\n",
    ],
)
def test_what_two_could_read_differently_is_answered_once_and_closed(line, data):
    answer = talk(line, data)
    assert answer.count(b"HTTP/1.1 ") == 1
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"connection: close" in answer


def test_a_line_of_60_kib_is_served(line):
    ids = "&".join(f"filter.task_ids=cgt-{i:050}" for i in range(850))
    head = b"GET /api/v3/contents/generations/tasks?" + ids.encode() + b" HTTP/1.1\r\n" + HOST
    assert len(head) > 60_000
    answer = talk(line, head + b"Authorization: " + line.key + b"\r\n\r\n")
    assert b'{"total":0,"items":[]}' in answer


def test_a_refused_body_does_not_cost_the_answer(line):
    size = 65 * 1024 * 1024
    head = b"POST /api/v3/contents/generations/tasks HTTP/1.1\r\n" + HOST + b"Authorization: " + line.key
    with socket.create_connection(line.address, timeout=20) as peer:
        peer.sendall(head + b"\r\nContent-Length: %d\r\n\r\n" % size)
        for _ in range(65):
            peer.sendall(b"x" * 1024 * 1024)
        answer = peer.recv(65536)
        assert answer.startswith(b"HTTP/1.1 413")
        peer.sendall(b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n")
        assert peer.recv(65536).startswith(b"HTTP/1.1 200")


def test_a_header_without_end_is_cut_off(line):
    with socket.create_connection(line.address, timeout=5) as peer:
        peer.sendall(b"GET / HTTP/1.1\r\nX-Endless: ")
        sent = 0
        with suppress(ConnectionError):
            while sent < 50_000_000:
                sent += peer.send(b"a" * 65536)
        assert sent < 50_000_000


@pytest.mark.slow
def test_who_says_nothing_is_shown_out(line, monkeypatch):
    monkeypatch.setattr(protocol, "HEADER_TIME", 0.3)
    monkeypatch.setattr(protocol, "BODY_TIME", 0.3)
    body = b"POST /api/v3/contents/generations/tasks HTTP/1.1\r\n" + HOST + b"Authorization: " + line.key
    with ExitStack() as stack:
        for data in (b"", b"\r\n", b"GET / HTTP/1.1\r\nHo", body + b"\r\nContent-Length: 100\r\n\r\n{"):
            peer = stack.enter_context(socket.create_connection(line.address, timeout=5))
            peer.sendall(data)
            stack.callback(lambda peer=peer: peer.recv(100) == b"" or pytest.fail("still open"))


@pytest.mark.slow
def test_a_stop_ends_streams_and_answers_what_is_under_way(opening, tmp_path):
    with served(opening, tmp_path) as line:

        async def made() -> str:
            return (await line.site.native())["id"]

        id = asyncio.run_coroutine_threadsafe(made(), line.loop).result(5)
        head = f"GET /onetake/v1/videos/{id}/events HTTP/1.1\r\n".encode() + HOST
        with socket.create_connection(line.address, timeout=5) as peer:
            peer.sendall(head + b"Authorization: " + line.key + b"\r\n\r\n")
            assert b"text/event-stream" in peer.recv(65536)
            line.stop()
            rest = b""
            while piece := peer.recv(65536):
                rest += piece
            assert rest.endswith(b"0\r\n\r\n")
        assert not line.thread.is_alive()
