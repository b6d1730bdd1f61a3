"""F33, T35 with a file system that is really full: intake stops and says so, nothing is lost or half
done, and everything goes on by itself once there is room."""

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2
import pytest

from .server import Server, until

pytestmark = [pytest.mark.process, pytest.mark.slow]

VIDEOS = "/onetake/v1/videos"
SHORT = {"prompt": "A tram at night", "duration": 4, "resolution": "480p", "ratio": "16:9"}
MIB = 1024 * 1024


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A file system of 48 MiB in memory."""
    place = tmp_path / "server"
    place.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", str(place)], capture_output=True, text=True
    )
    if done.returncode:
        pytest.xfail(f"the kernel does not let us mount a small file system: {done.stderr.strip()}")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def test_f33_t35_a_full_disk_stops_intake_and_loses_nothing(
    small: Path, new_server: Callable[..., Server]
) -> None:
    server = new_server("server").start()
    first = server.call("POST", VIDEOS, SHORT)["id"]
    until(lambda: server.call("GET", f"{VIDEOS}/{first}")["status"] == "succeeded", 30, "the first film")
    filler = small / "filler"
    fill(filler)
    answers = [server.ask("POST", VIDEOS, SHORT, Idempotency_Key=f"k{n}") for n in range(12)]
    codes = {reply.status_code for reply in answers}
    assert codes <= {202, 503} and 503 in codes, [r.text for r in answers]
    refused = [reply for reply in answers if reply.status_code == 503]
    assert {reply.json()["code"] for reply in refused} <= {"storage_full"}, refused[0].text
    assert server.ask("GET", f"{VIDEOS}/{first}/content").status_code == 200
    filler.unlink()
    again = until(lambda: taken(server), 30, "room again", 0.3)
    known = [reply.json()["id"] for reply in answers if reply.status_code == 202]
    for task in {*known, again}:
        until(
            lambda t=task: server.call("GET", f"{VIDEOS}/{t}")["finished_at"], 60, f"the end of {task}", 0.2
        )
        assert server.call("GET", f"{VIDEOS}/{task}")["status"] == "succeeded"
    assert server.command("ledger", "verify").endswith("The books are right.")


def fill(file: Path) -> None:
    """Take every byte that is left."""
    with file.open("wb", buffering=0) as out:
        for size in (MIB, 4096, 1):
            try:
                while True:
                    out.write(os.urandom(size))
            except OSError:
                continue


def taken(server: Server) -> str | None:
    reply: httpx2.Response = server.ask("POST", VIDEOS, SHORT, Idempotency_Key="after")
    return reply.json()["id"] if reply.status_code == 202 else None
