"""Two readings of one request (T11): refused once and closed, over a real socket, plain and inside TLS."""

import asyncio
import contextlib
import re
import socket
import ssl

import pytest
import trustme

from onetake.apps.server import protocol

from .line import HOST, served, told
from .raw_requests import CHUNKED, CREATE, ENDLESS, NEXT, REFUSED, SERVED

pytestmark = pytest.mark.slow
STATUS = re.compile(rb"HTTP/1\.1 (\d{3}) ")


def statuses(answer: bytes) -> list[int]:
    return [int(found) for found in STATUS.findall(answer)]


def test_t11_the_corpus_is_large_enough():
    assert len(REFUSED) + len(SERVED) >= 40


@pytest.mark.parametrize("name", REFUSED)
def test_t11_refused_once_and_closed(line, name):
    answer, closed = told(line, REFUSED[name])
    assert statuses(answer) == [400], answer[:300]
    assert closed
    assert b"connection: close" in answer


@pytest.mark.parametrize("name", ENDLESS)
def test_t11_wrapping_without_end_is_cut_off(line, name):
    answer, closed = told(line, ENDLESS[name])
    assert statuses(answer) in ([], [400], [401])  # a reset may swallow the answer
    assert closed


@pytest.mark.parametrize("name", SERVED)
def test_t11_legal_requests_are_answered_in_order_and_once(line, name):
    data, wanted = SERVED[name]
    answer, closed = told(line, data)
    assert statuses(answer) == wanted, answer[:300]
    assert closed or len(wanted) == 2
    assert b"shown" not in answer


HANDFUL = ("length and coding", "a bare CR in a value", "another server's URL", "two hosts", "HTTP/0.9")


def test_t11_the_same_inside_tls(opening, tmp_path):
    authority = trustme.CA()
    ours = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(ours)
    theirs = ssl.create_default_context()
    authority.configure_trust(theirs)
    with served(opening, tmp_path, tls=ours) as line:
        for name in HANDFUL:
            answer, closed = told(line, REFUSED[name], tls=theirs)
            assert (statuses(answer), closed) == ([400], True), name
        for name in ("plain", "h2c", "a smuggled pair after a good request"):
            data, wanted = SERVED[name]
            assert statuses(told(line, data, tls=theirs)[0]) == wanted, name


@pytest.mark.parametrize("loop", ["asyncio", "uvloop"])
def test_t10_a_handshake_without_end_is_cut_off(opening, tmp_path, monkeypatch, loop):
    if loop == "uvloop":
        uvloop = pytest.importorskip("uvloop")
        monkeypatch.setattr(asyncio, "run", uvloop.run)
    monkeypatch.setattr(protocol, "HEADER_TIME", 0.5)
    authority = trustme.CA()
    ours = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(ours)
    with served(opening, tmp_path, tls=ours) as line:
        for first in (b"", b"\x16\x03\x01"):
            with socket.create_connection(line.address, timeout=5) as peer:
                peer.sendall(first)
                with contextlib.suppress(ConnectionResetError):
                    assert peer.recv(100) == b""


def test_t11_an_answer_under_way_is_not_torn_by_nonsense_behind_its_request(line):
    """The answer's length is right to the last byte, and only then the connection closes."""
    docs = b"GET /openapi.json HTTP/1.1\r\n" + HOST + b"\r\n"
    answer, closed = told(line, docs + b"\x01\x02\x03")
    head, _, body = answer.partition(b"\r\n\r\n")
    assert int(re.search(rb"content-length: (\d+)", head)[1]) == len(body) > 10_000  # type: ignore[index]
    assert closed


def test_t11_headers_behind_a_body_are_not_headers(line):
    """A key in a trailer opens nothing."""
    body = CHUNKED + b"\r\n\r\n2\r\n{}\r\n0\r\nAuthorization: " + line.key + b"\r\n\r\n"
    assert statuses(told(line, CREATE + b"\r\n" + HOST + body)[0]) == [401]


def test_t11_who_asked_before_sending_is_not_read_on_after_a_refusal(line):
    """The body that a client does not send after a refusal must not be awaited in its next request."""
    ask = CREATE + b"\r\n" + HOST + b"Expect: 100-continue\r\nContent-Length: 44\r\n\r\n"
    answer, closed = told(line, ask + NEXT)
    assert (statuses(answer), closed) == ([401], True)
