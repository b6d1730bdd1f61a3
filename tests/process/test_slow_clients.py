"""Slow clients of every kind against a real server: others do not notice (T10).

`ONETAKE_SLOW` is how many for how many seconds: 100x4 in `make test`, 500x60 by hand.
"""

import os
import socket
import statistics
import time
from collections.abc import Callable
from typing import Any

import pytest

from .server import Server

pytestmark = [pytest.mark.process, pytest.mark.slow]
CLIENTS, SECONDS = map(int, (os.environ.get("ONETAKE_SLOW") or "100x4").split("x"))
LONG = CLIENTS > 100
NOISE = 0.025
"""Seconds that a shared machine adds by itself; the long run is held to twice the base alone."""
LISTED = "/onetake/v1/videos"


def kinds(key: str) -> list[Callable[[float], bytes]]:
    """What each kind of slow client sends, at so many seconds from its start; each second a byte."""
    host = b"Host: 127.0.0.1\r\nAuthorization: Bearer " + key.encode() + b"\r\n"
    create = b"POST /onetake/v1/videos HTTP/1.1\r\n" + host
    return [
        lambda at: b"GET /healthz HTTP/1.1\r\n" + host if at == 0 else b"X",
        lambda at: b"GET / HTTP/1.1\r\nX-Slow: " if at == 0 else b"a",
        lambda at: create + b"Content-Length: 60000\r\n\r\n{" if at == 0 else b" ",
        lambda at: create + b"Transfer-Encoding: chunked\r\n\r\n" if at == 0 else b"1\r\n \r\n",
        lambda at: b"GET /openapi.json HTTP/1.1\r\n" + host + b"\r\n" if at == 0 else b"",
        lambda at: (b"GET /openapi.json HTTP/1.1\r\n" + host + b"\r\n") * 50 if at == 0 else b"",
        lambda at: b"",
    ]


class Slow:
    """Many connections that send a byte a second and read one. `again` counts those that were shown out and
    came back."""

    def __init__(self, server: Server, count: int) -> None:
        self.server, self.again = server, 0
        self.kinds = kinds(server.key)
        self.peers = [self._come(n) for n in range(count)]

    def _come(self, number: int) -> dict[str, Any]:
        peer = socket.socket()
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        peer.connect(("127.0.0.1", self.server.port))
        peer.setblocking(False)
        return {"peer": peer, "kind": number % len(self.kinds), "at": 0}

    def step(self) -> None:
        """A second of all of them."""
        for number, one in enumerate(self.peers):
            try:
                if data := self.kinds[one["kind"]](one["at"]):
                    one["peer"].send(data)
                gone = one["at"] > 0 and one["peer"].recv(1) == b""
            except BlockingIOError:
                gone = False
            except OSError:
                gone = True
            one["at"] += 1
            if gone:
                one["peer"].close()
                self.peers[number] = self._come(number)
                self.again += 1

    def go(self) -> None:
        for one in self.peers:
            one["peer"].close()


def healthy(
    servers: list[Server], seconds: float, meanwhile: Callable[[], None]
) -> tuple[list[float], set[int]]:
    """The 95th percentile of the answers to somebody else, in seconds, for each server, and their statuses.
    They are asked in turn, so that whatever else the machine does falls on all of them alike."""
    times: list[list[float]] = [[] for _ in servers]
    statuses = set()
    end, second = time.monotonic() + seconds, 0.0
    while time.monotonic() < end:
        if time.monotonic() >= second:
            meanwhile()
            second = time.monotonic() + 1.0
        for server, taken in zip(servers, times, strict=True):
            for path in ("/healthz", LISTED):
                start = time.perf_counter()
                statuses.add(server.ask("GET", path).status_code)
                taken.append(time.perf_counter() - start)
        time.sleep(0.005)
    return [statistics.quantiles(taken, n=20)[-1] for taken in times], statuses


@pytest.mark.timeout(SECONDS + 120)
def test_t10_slow_clients_cost_others_nothing(new_server: Callable[..., Server]) -> None:
    """Beside a server that has none."""
    quiet, server = new_server("quiet").start(), new_server("slow").start()
    slow = Slow(server, CLIENTS)
    try:
        (base, under), statuses = healthy([quiet, server], SECONDS, slow.step)
    finally:
        slow.go()
    shown = f"p95 {under * 1e3:.2f} ms, without them {base * 1e3:.2f} ms; {slow.again} came again"
    print(f"\n{CLIENTS} slow clients for {SECONDS} s: {shown}")
    assert statuses == {200}
    assert under < 2 * base + (0 if LONG else NOISE)
    if SECONDS >= 45:
        assert slow.again >= CLIENTS // 2
