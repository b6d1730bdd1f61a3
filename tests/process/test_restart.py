"""One server that dies at a known point, or is asked to stop, and starts again (F01–F03, F24–F29, F38)."""

import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx2
import pytest

from .film import film
from .server import Server, childless, until

pytestmark = [pytest.mark.process, pytest.mark.slow]

VIDEOS = "/onetake/v1/videos"
SHORT = {"prompt": "A tram at night", "duration": 4, "resolution": "480p", "ratio": "16:9"}
PRICED = '[policy]\nanimatic_price = "documented"\n'
New = Callable[..., Server]


def ended(server: Server, task_id: str) -> dict[str, Any]:
    def look() -> dict[str, Any] | None:
        seen = server.call("GET", f"{VIDEOS}/{task_id}")
        return seen if seen["finished_at"] else None

    return until(look, 60, f"the end of {task_id}", 0.1)


def books(server: Server, key: str) -> tuple[float, float]:
    """(posted, pending) of a key, after checking that the books agree."""
    assert server.command("ledger", "verify").endswith("The books are right.")
    account = server.call("GET", "/onetake/v1/account", key=key)
    return float(account["posted"]), float(account["pending"])


@pytest.mark.parametrize(("point", "kept"), [("api.before_commit", 0), ("api.after_commit", 1)])
def test_f01_f02_a_create_that_was_not_answered(new_server: New, point: str, kept: int) -> None:
    server = new_server(settings=PRICED).start(f"{point}:1")
    key = server.command("keys", "create", "k", "--credits", "1000")
    with pytest.raises(httpx2.TransportError):
        server.ask("POST", VIDEOS, SHORT, key=key, Idempotency_Key="once")
    server.dead()
    server.start()
    before = server.call("GET", VIDEOS, key=key)["data"]
    assert len(before) == kept
    posted, pending = books(server, key)
    assert posted == 1000 and (pending > 0) == bool(kept)
    again = server.ask("POST", VIDEOS, SHORT, key=key, Idempotency_Key="once")
    assert again.status_code == 202
    assert (again.headers.get("Idempotency-Replayed") == "true") == bool(kept)
    assert [t["id"] for t in before] in ([], [again.json()["id"]])
    assert len(server.call("GET", VIDEOS, key=key)["data"]) == 1
    made = ended(server, again.json()["id"])
    assert made["status"] == "succeeded"
    posted, pending = books(server, key)
    assert pending == 0 and round(1000 - posted, 6) == float(made["price"]["amount"])


def test_f03_one_key_at_once_is_one_task(new_server: New) -> None:
    server = new_server().start()

    def create(_: int) -> httpx2.Response:
        return server.ask("POST", VIDEOS, SHORT, Idempotency_Key="race")

    with ThreadPoolExecutor(16) as pool:
        replies = list(pool.map(create, range(48)))
    made = [r for r in replies if r.status_code == 202]
    assert {r.status_code for r in replies} <= {202, 409}
    assert len({r.json()["id"] for r in made}) == 1
    assert sum(r.headers.get("Idempotency-Replayed") != "true" for r in made) == 1
    assert len(server.call("GET", VIDEOS)["data"]) == 1


@pytest.mark.parametrize(
    "point", ["store.after_fetch", "store.after_store_before_settle", "store.after_settle"]
)
def test_f27_f29_dying_over_a_delivery_pays_once(new_server: New, point: str) -> None:
    server = new_server(settings=PRICED).start(f"{point}:1")
    key = server.command("keys", "create", "k", "--credits", "1000")
    task = server.call("POST", VIDEOS, SHORT, key=key)["id"]
    server.dead()
    server.start()
    made = ended(server, task)
    assert film(server.ask("GET", f"{VIDEOS}/{task}/content", key=key).content).frames == 96
    posted, pending = books(server, key)
    assert pending == 0 and round(1000 - posted, 6) == float(made["price"]["amount"]) > 0


def test_f38_a_stop_leaves_the_work_to_the_next_start(new_server: New) -> None:
    server = new_server().start()
    tasks = [server.call("POST", VIDEOS, SHORT)["id"] for _ in range(3)]
    until(lambda: server.call("GET", f"{VIDEOS}/{tasks[0]}")["status"] == "running", 20, "a render")
    assert server.process is not None
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(12) == -signal.SIGTERM
    childless()
    assert not (server.data_dir / "server.json").exists()
    server.start()
    assert [ended(server, task)["status"] for task in tasks] == ["succeeded"] * 3


def test_t43_a_data_directory_has_one_owner(new_server: New) -> None:
    server = new_server().start()
    serve = [sys.executable, "-m", "onetake.apps.cli", "serve", "--port", "0", "--data-dir", server.data_dir]
    second = subprocess.run(serve, capture_output=True, text=True, timeout=30)
    assert second.returncode == 1 and "in use" in second.stderr and server.url in second.stderr
    assert server.call("GET", VIDEOS)["data"] == []
