"""The connection itself, over a real socket: what the parser must refuse, long lines, a stop with grace."""

import asyncio
import socket
from contextlib import ExitStack, suppress

import pytest

from onetake.apps.server import protocol

from .line import HOST, served, talk


def test_a_request_and_a_second_on_the_same_connection(line):
    request = b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n"
    answer = talk(line, request * 2)
    assert answer.count(b"HTTP/1.1 200 OK") == 2
    assert b"\r\nserver:" not in answer.lower()


def test_a_line_of_60_kib_is_served(line):
    ids = "&".join(f"filter.task_ids=cgt-{i:050}" for i in range(850))
    head = b"GET /api/v3/contents/generations/tasks?" + ids.encode() + b" HTTP/1.1\r\n" + HOST
    assert len(head) > 60_000
    answer = talk(line, head + b"Authorization: " + line.key + b"\r\n\r\n")
    assert b'{"total":0,"items":[]}' in answer


def test_t08_a_refused_body_does_not_cost_the_answer(line):
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


def test_t10_a_header_without_end_is_cut_off(line):
    with socket.create_connection(line.address, timeout=5) as peer:
        peer.sendall(b"GET / HTTP/1.1\r\nX-Endless: ")
        sent = 0
        with suppress(ConnectionError):
            while sent < 50_000_000:
                sent += peer.send(b"a" * 65536)
        assert sent < 50_000_000


@pytest.mark.slow
def test_t10_who_says_nothing_is_shown_out(line, monkeypatch):
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
