"""JSON torture (T09): every kind of JSONTestSuite against the server: 400, or what the text says."""

import json
import math
import os
import socket
import time
from types import SimpleNamespace

import pytest

from onetake.apps.server import strictjson
from onetake.core.problem import Problem

from .json_cases import EITHER, RIGHT, WRONG
from .line import HOST

TIMED = os.environ.get("ONETAKE_TIMED") == "1"
"""Whether 50 ms a case is asserted: only where nothing else runs."""
PATHS = ("/api/v3/contents/generations/tasks", "/onetake/v1/videos")


class Talk:
    """Posts on one kept connection. `slowest`: seconds of the slowest answer."""

    def __init__(self, line: SimpleNamespace) -> None:
        self.peer = socket.create_connection(line.address, timeout=10)
        self.key, self.slowest = line.key, 0.0

    def post(self, path: str, body: bytes) -> tuple[int, bytes]:
        head = f"POST {path} HTTP/1.1\r\nContent-Length: {len(body)}\r\n".encode()
        start = time.perf_counter()
        self.peer.sendall(head + HOST + b"Authorization: " + self.key + b"\r\n\r\n" + body)
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += self._more()
        told, _, said = answer.partition(b"\r\n\r\n")
        length = int(told.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        while len(said) < length:
            said += self._more()
        self.slowest = max(self.slowest, time.perf_counter() - start)
        return int(told[9:12]), said

    def _more(self) -> bytes:
        piece = self.peer.recv(65536)
        assert piece, "the connection was closed"
        return piece


@pytest.fixture
def talk(line):
    made = Talk(line)
    yield made
    made.peer.close()


def member(text: bytes) -> bytes:
    return b'{"v": ' + text + b"}"


def test_t09_there_are_enough_cases():
    assert len(WRONG) + len(RIGHT) + len(EITHER) >= 350
    assert len(WRONG) >= 250


@pytest.mark.parametrize("path", PATHS)
def test_t09_what_is_no_json_is_a_400(talk, path):
    for name, text in WRONG.items():
        for body in (text, member(text)):
            status, said = talk.post(path, body)
            assert status == 400, (name, status, said)
            assert b"json" in said.lower(), (name, said)
    assert not TIMED or talk.slowest < 0.05, talk.slowest


def test_t09_nothing_makes_a_5xx_and_nothing_but_an_object_passes(talk):
    for text in (*RIGHT, *(text for text, _ in EITHER.values())):
        for body in (text, member(text)):
            status, said = talk.post(PATHS[1], body)
            assert status == 400, (body[:80], status, said)


@pytest.mark.parametrize("text", RIGHT)
def test_t09_what_is_json_is_read_as_the_standard_says(text):
    found = strictjson.parse(member(text))["v"]
    wanted = json.loads(text)
    assert found == wanted
    assert type(found) is type(wanted)
    if isinstance(wanted, float):
        assert math.copysign(1, found) == math.copysign(1, wanted)


@pytest.mark.parametrize("name", EITHER)
def test_t09_what_the_standard_leaves_open_is_decided_here(name):
    text, taken = EITHER[name]
    try:
        strictjson.parse(member(text))
    except Problem as problem:
        assert not taken, problem
        assert problem.code == "invalid_json"
    else:
        assert taken
