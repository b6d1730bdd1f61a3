"""Onetake A with Onetake B as its provider: whoever dies, and whenever, B makes one task and A keeps one file
(errors-and-faults F05, F06, F15, F24, F27)."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from .film import data_url, film, picture
from .server import KILLS, Server, until

pytestmark = [pytest.mark.process, pytest.mark.slow]

ARK = "/api/v3/contents/generations/tasks"
VIDEOS = "/onetake/v1/videos"
A_SETTINGS = """
[policy]
order = ["b"]
poll_first = 0.3
poll_every = 0.5
submit_timeout = 3.0
absence_after = 3.0
absence_reads = 3
absence_gap = 0.4

[[upstream]]
name = "b"
route = "volcengine"
origin = "http://127.0.0.1:{port}"
credential_file = "b.key"
"""
SHORT = {"prompt": "A heron over a lake", "duration": 4, "resolution": "480p", "ratio": "16:9"}


@pytest.fixture
def pair(new_server: Callable[..., Server]) -> Callable[..., tuple[Server, Server]]:
    """`pair(fault_a, fault_b)`: A and B, both running; A sends everything to B."""

    def start(fault_a: str = "", fault_b: str = "") -> tuple[Server, Server]:
        b = new_server("b").start(fault_b)
        a = new_server("a", A_SETTINGS.format(port=b.port))
        (a.data_dir / "b.key").write_text(b.key)
        return a.start(fault_a), b

    return start


def test_the_provider_dies_between_accept_and_reply(pair: Callable[..., tuple[Server, Server]]) -> None:
    a, b = pair(fault_b="api.after_commit:1")
    first = {"kind": "image", "role": "first_frame", "url": data_url(picture(), "image/png")}
    task = a.call("POST", VIDEOS, {**SHORT, "media": [first]})
    b.dead()
    assert phase(a, task) in ("submitting", "unknown")
    b.start()
    made = ended(a, task)
    check(a, b, made, attempts=1)
    assert {"ambiguous", "receipt"} <= set(kinds(a, made))


def test_the_provider_dies_before_it_accepts(pair: Callable[..., tuple[Server, Server]]) -> None:
    a, b = pair(fault_b="api.before_commit:1")
    task = a.call("POST", VIDEOS, SHORT)
    b.dead()
    b.start()
    # Three complete lists without it, late enough: only then is a second attempt allowed.
    made = ended(a, task)
    check(a, b, made, attempts=2)
    assert "absent" in kinds(a, made)


POINTS = [
    ("submit.after_intent", 2),
    ("submit.before_send", 2),
    ("submit.after_response_before_id", 1),
    ("store.after_fetch", 1),
    ("store.after_store_before_settle", 1),
]
"""Where A dies, and the attempt that delivers: a second one only where nothing can have been sent."""
if KILLS >= 20:
    POINTS += [
        ("submit.before_intent", 1),
        ("submit.after_id", 1),
        ("poll.after_finish", 1),
        ("store.after_settle", 1),
    ]


@pytest.mark.parametrize(("point", "attempts"), POINTS)
def test_f04_f05_f15_f24_f27_we_die(
    pair: Callable[..., tuple[Server, Server]], point: str, attempts: int
) -> None:
    a, b = pair(fault_a=f"{point}:1")
    task = a.call("POST", VIDEOS, SHORT)
    a.dead()
    a.start()
    check(a, b, ended(a, task), attempts)


def test_the_provider_dies_while_it_renders(pair: Callable[..., tuple[Server, Server]]) -> None:
    a, b = pair()
    task = a.call("POST", VIDEOS, SHORT)
    until(lambda: phase(a, task) == "rendering" or None, 20, "rendering")
    b.kill()
    b.start()
    check(a, b, ended(a, task), attempts=1)


def ended(server: Server, task: dict[str, Any], within: float = 60.0) -> dict[str, Any]:
    def look() -> dict[str, Any] | None:
        seen = server.call("GET", f"{VIDEOS}/{task['id']}")
        return seen if seen["status"] in ("succeeded", "failed", "cancelled", "expired") else None

    return until(look, within, f"the end of {task['id']}", 0.1)


def phase(server: Server, task: dict[str, Any]) -> str:
    return server.call("GET", f"{VIDEOS}/{task['id']}")["phase"]


def story(server: Server, task: dict[str, Any], name: str) -> list[str]:
    """One field of every event of an ended task."""
    lines = server.ask("GET", f"{VIDEOS}/{task['id']}/events").text.splitlines()
    return [line.partition(":")[2].strip() for line in lines if line.startswith(name + ":")]


def kinds(server: Server, task: dict[str, Any]) -> list[str]:
    return story(server, task, "event")


def attempt(server: Server, task: dict[str, Any]) -> int:
    """The attempt that delivered."""
    return json.loads(story(server, task, "data")[-1])["attempt"]


def films(folder: Path) -> list[Path]:
    """Every mp4 that an object store holds."""
    return [f for f in folder.rglob("*") if f.is_file() and b"ftyp" in f.read_bytes()[:12]]


def check(a: Server, b: Server, made: dict[str, Any], attempts: int) -> None:
    """One task at B, one file here, right books on both sides."""
    assert made["status"] == "succeeded", (made, a.tail())
    there = b.call("GET", ARK + "?page_size=100")
    assert there["total"] == 1, there
    assert there["items"][0]["status"] == "succeeded"
    assert attempt(a, made) == attempts
    content = a.ask("GET", f"{VIDEOS}/{made['id']}/content").content
    shown = film(content)
    assert (shown.frames, shown.width, shown.height) == (96, 864, 496)
    kept = films(a.data_dir / "objects")
    assert [f.read_bytes() for f in kept] == [content]
    # What B made has a manifest, which A delivers as it is: a provider's file is never signed again.
    assert b"c2pa" in content and content in [f.read_bytes() for f in films(b.data_dir / "objects")]
    for server in (a, b):
        assert server.command("ledger", "verify").endswith("The books are right.")
