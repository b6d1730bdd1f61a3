"""Who reads slowly or comes with too many connections costs others nothing (T10, T31), over real sockets."""

import asyncio
import socket
import time
from collections.abc import Callable
from contextlib import ExitStack, contextmanager
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetake.apps.server import patience, protocol, ranged
from onetake.apps.server.crowd import Crowd, room
from onetake.apps.server.exchange import Exchange

from .line import HOST, served, told

pytestmark = pytest.mark.slow
DOCS = b"GET /openapi.json HTTP/1.1\r\n" + HOST + b"\r\n"
HEALTH = b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n"


def peer(line: SimpleNamespace, buffer: int = 4096) -> socket.socket:
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
    made.settimeout(5)
    made.connect(line.address)
    return made


def until(true: Callable[[], bool], within: float = 5.0) -> None:
    end = time.monotonic() + within
    while not true():
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.02)


def held(line: SimpleNamespace) -> tuple[int, int]:
    """(connections, requests that are worked on)."""
    state = line.server.server_state
    return len(state.connections), len(state.tasks)


@contextmanager
def hurried(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(protocol, "READ_TIME", 0.4)
    monkeypatch.setattr(patience, "LOOK", 0.05)
    yield


@pytest.mark.parametrize("reads", [0, 1])
def test_t10_who_does_not_read_the_answer_holds_neither_handler_nor_buffer(
    opening, tmp_path, monkeypatch, reads
):
    with hurried(monkeypatch), served(opening, tmp_path) as line, ExitStack() as open_:
        lazy = [open_.enter_context(peer(line)) for _ in range(20)]
        for one in lazy:
            one.sendall(DOCS * 400)  # 40 MB of answers each, which no buffer of the system takes
        until(lambda: held(line)[1] >= 20)
        if reads:
            for _ in range(5):
                for one in lazy:
                    one.recv(1)
                time.sleep(0.02)
        assert told(line, HEALTH)[0].startswith(b"HTTP/1.1 200")
        until(lambda: held(line) == (0, 0))


def test_t10_who_reads_all_the_time_is_read_to_the_end(opening, tmp_path, monkeypatch):
    with hurried(monkeypatch), served(opening, tmp_path) as line, peer(line) as steady:
        one = len(told(line, DOCS)[0])
        steady.sendall(DOCS * 50)
        size = 0
        start = time.monotonic()
        while size < 50 * one:
            piece = steady.recv(65536)
            assert piece, f"cut off after {size} of {50 * one} bytes"
            size += len(piece)
            time.sleep(0.002)
        assert size == 50 * one
        assert time.monotonic() - start > protocol.READ_TIME


def test_t10_a_stream_of_little_events_to_nobody_ends(opening, tmp_path, monkeypatch):
    """Comments that keep a stream alive make it larger and larger where nobody reads: no progress."""
    with hurried(monkeypatch), served(opening, tmp_path) as line, peer(line) as lazy:
        lazy.sendall(DOCS * 400)
        until(lambda: held(line)[1] == 1)
        (connection,) = line.server.server_state.connections

        def more() -> None:
            if not connection.transport.is_closing():
                connection.transport.write(b": still here\n\n")
                line.loop.call_later(0.03, more)

        line.loop.call_soon_threadsafe(more)
        until(lambda: held(line) == (0, 0))


def test_t31_one_address_has_so_many_connections_and_others_still_come_in(opening, tmp_path):
    with served(opening, tmp_path, most_per_address=5) as line, ExitStack() as open_:
        for _ in range(5):
            open_.enter_context(peer(line))
        until(lambda: held(line)[0] == 5)
        answer, closed = told(line, HEALTH)
        assert answer.startswith(b"HTTP/1.1 429 ") and closed
        assert b"retry-after: 5" in answer
        with socket.socket() as other:
            other.settimeout(5)
            other.bind(("127.0.0.2", 0))
            other.connect(line.address)
            other.sendall(HEALTH)
            assert other.recv(65536).startswith(b"HTTP/1.1 200")
        open_.close()
        until(lambda: held(line)[0] == 0)
        assert told(line, HEALTH)[0].startswith(b"HTTP/1.1 200")


def test_t31_beyond_all_connections_a_503_says_when_to_come_back(opening, tmp_path):
    with served(opening, tmp_path, most_connections=3, most_per_address=0) as line, ExitStack() as open_:
        for _ in range(3):
            open_.enter_context(peer(line))
        until(lambda: held(line)[0] == 3)
        answer, closed = told(line, HEALTH)
        assert answer.startswith(b"HTTP/1.1 503 ") and closed
        assert b"retry-after: 5" in answer


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 3))), st.integers(1, 6), st.integers(0, 3))
def test_t31_a_crowd_counts_what_is_inside(steps, most, per_address):
    crowd, inside = Crowd(most, per_address), []
    for comes, number in steps:
        name = f"10.0.0.{number}"
        if comes and crowd.enter(name) is None:
            inside.append(name)
        elif not comes and name in inside:
            inside.remove(name)
            crowd.leave(name)
        assert len(inside) <= most
        assert not per_address or all(inside.count(n) <= per_address for n in inside)
    for name in inside:
        crowd.leave(name)
    assert not crowd._from and crowd._all == 0


def test_t35_connections_leave_file_handles_to_everything_else(monkeypatch):
    import resource

    set_to = []
    monkeypatch.setattr(resource, "setrlimit", lambda which, pair: set_to.append(pair))
    for limits, wanted in (
        ((1024, 4096), 3584),
        ((256, 256), 128),
        ((20_000, 20_000), 10_000),
        ((-1, -1), 10_000),
    ):
        monkeypatch.setattr(resource, "getrlimit", lambda which, limits=limits: limits)
        assert room() == wanted
    assert set_to[0] == (4096, 4096)


def test_t10_a_slow_reader_of_a_file_gets_small_pieces(tmp_path, monkeypatch):
    monkeypatch.setattr(ranged, "SWIFT", 0.003)
    path = tmp_path / "film"
    path.write_bytes(b"x" * 3 * ranged.PIECE)
    file = ranged.Stored(path, "0" * 64, "video/mp4", "film.mp4")

    async def sizes(delay: float) -> list[int]:
        found = []

        async def send(message: Any) -> None:
            found.append(len(message.get("body", b"")))
            await asyncio.sleep(delay)

        scope = {"method": "GET", "headers": [], "type": "http"}
        ex = Exchange(SimpleNamespace(platform=None), None, scope, None, send)  # type: ignore[arg-type]
        await ranged.serve(ex, file)
        return found[1:]

    slow, swift = asyncio.run(sizes(0.02)), asyncio.run(sizes(0))
    assert sum(slow) == sum(swift) == 3 * ranged.PIECE
    assert set(slow[1:]) == {ranged.LEAST_PIECE}
    assert max(swift) == ranged.PIECE
