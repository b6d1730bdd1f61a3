"""Held replies over real sockets: nothing of ours cuts a quiet line, and every way to hang up is heard."""

import asyncio
import json
import socket
import struct
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from onetake.apps.server import protocol
from onetake.services import held

from .line import served

pytestmark = pytest.mark.slow
ASKED = {"prompt": "a fox", "duration": 5}


@pytest.fixture
def line(opening: Callable[..., Any], tmp_path: Path) -> Iterator[SimpleNamespace]:
    with served(opening, tmp_path) as told:
        yield told


def ask(line: SimpleNamespace, **more: Any) -> socket.socket:
    """A connection that waits for its video."""
    body = json.dumps({**ASKED, **more}).encode()
    head = b"POST /v1/seedance-2.0 HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    named = b"Authorization: %s\r\nContent-Length: %d\r\n\r\n" % (line.key, len(body))
    peer = socket.create_connection(line.address, timeout=20)
    peer.sendall(head + named + body)
    return peer


def answer(peer: socket.socket) -> tuple[int, dict[str, Any]]:
    data = b""
    while b"\r\n\r\n" not in data:
        data += (piece := peer.recv(65536))
        assert piece, "closed without an answer"
    head, _, body = data.partition(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
    while len(body) < length:
        body += peer.recv(65536)
    return int(head.split()[1]), json.loads(body)


def tasks(line: SimpleNamespace, count: int) -> list[Any]:
    """The tasks that the provider has, once there are so many."""
    for _ in range(1000):
        if len(line.site.provider.sent) >= count:
            return line.site.provider.sent
        time.sleep(0.005)
    raise AssertionError(f"{len(line.site.provider.sent)} tasks")


def finish(line: SimpleNamespace, id: str) -> None:
    asyncio.run_coroutine_threadsafe(line.site.until(id, "succeeded"), line.loop).result(20)


def test_a_quiet_line_outlasts_every_limit_of_ours(line, monkeypatch):
    for name in ("HEADER_TIME", "BODY_TIME"):
        monkeypatch.setattr(protocol, name, 0.2)
    with ask(line) as peer:
        (task,) = tasks(line, 1)
        peer.settimeout(3.0)
        with pytest.raises(TimeoutError):  # nothing at all is sent, and nothing closes the line
            peer.recv(1)
        peer.settimeout(20)
        finish(line, task.id)
        status, told = answer(peer)
        assert (status, told["request_id"]) == (200, task.id)


@pytest.mark.parametrize("reset", [False, True], ids=["fin", "rst"])
def test_hanging_up_is_heard_and_the_same_request_joins_at_once(line, reset):
    peer = ask(line)
    (task,) = tasks(line, 1)
    if reset:
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    peer.close()
    with ask(line) as again:  # in the same moment: the server may hear of it before it hears the hanging up
        finish(line, task.id)
        status, told = answer(again)
    assert (status, told["request_id"]) == (200, task.id)
    assert len(line.site.provider.sent) == 1


def test_a_stop_answers_every_line_and_stops_in_time(line):
    peers = [ask(line, seed=seed) for seed in range(20)]
    tasks(line, 20)
    begun = time.monotonic()
    line.stop()
    assert time.monotonic() - begun < 5
    for peer in peers:
        with peer:
            assert answer(peer) == (504, {"error": "Video generation polling timed out."})


def test_two_hundred_hang_up_and_come_back_at_the_same_time(line, monkeypatch):
    monkeypatch.setattr(held, "GRACE", 3.0)
    peers = [ask(line, seed=seed) for seed in range(200)]
    sent = {task.request.seed: task.id for task in tasks(line, 200)}
    for peer in peers:
        peer.close()
    again = {seed: ask(line, seed=seed) for seed in range(200)}
    for id in sent.values():
        finish(line, id)
    for seed, peer in again.items():
        with peer:
            assert answer(peer)[1]["request_id"] == sent[seed]
    assert len(line.site.provider.sent) == 200
