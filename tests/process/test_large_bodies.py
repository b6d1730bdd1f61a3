"""Four bodies of 60 MB at once: what a body costs in memory, measured at the process (T08)."""

import base64
import http.client
import os
import re
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from .server import Server, until

pytestmark = [pytest.mark.process, pytest.mark.slow]
MB = 1_000_000
BODIES, SIZE = 4, 60 * MB
MOST = 64 * MB
"""What all of them together may add to the process: about a quarter of one body each."""


def peak(server: Server) -> int:
    """The most bytes that the process ever had (VmHWM)."""
    assert server.process is not None
    told = Path(f"/proc/{server.process.pid}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+) kB", told)[1]) * 1024  # type: ignore[index]


def post(server: Server, body: bytes, answers: list[tuple[int, bytes]]) -> None:
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    headers = {"Authorization": f"Bearer {server.key}", "Content-Type": "application/json"}
    line.request("POST", "/onetake/v1/videos", body, headers)
    reply = line.getresponse()
    answers.append((reply.status, reply.read()))
    line.close()


def test_t08_four_bodies_of_60_mb_cost_less_than_one(new_server: Callable[..., Server]) -> None:
    server = new_server("large").start()
    file = base64.b64encode(os.urandom(SIZE * 3 // 4)).decode()
    body = (
        b'{"prompt": "a fox", "media": [{"kind": "video", "role": "reference", "url": "data:video/mp4;base64,'
    )
    body += file.encode() + b'"}]}'
    small: list[tuple[int, bytes]] = []
    post(server, body[:2000].rstrip(b"=") + b'"}]}', small)
    before = peak(server)
    answers: list[tuple[int, bytes]] = []
    threads = [threading.Thread(target=post, args=(server, body, answers)) for _ in range(BODIES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    grown = peak(server) - before
    print(f"\n{BODIES} bodies of {SIZE // MB} MB: {grown / MB:.0f} MB more at the peak")
    assert [status for status, _ in answers] == [400] * BODIES, answers  # random bytes are no video
    assert grown < MOST
    until(lambda: not list((server.data_dir / "tmp").glob("*-*")), 5, "the end of the last request")
