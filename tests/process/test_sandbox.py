"""The sandbox of a real `onetake serve`: by key, by header, by chaos, over TLS, through a restart."""

import http.client
import json
import os
import socket
import ssl
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import httpx2
import pytest

from onetake.core.chaos import profiles

from .film import film
from .server import Server, until
from .test_a_to_b import films

pytestmark = [pytest.mark.process, pytest.mark.slow]

ARK = "/api/v3/contents/generations/tasks"
VIDEOS = "/onetake/v1/videos"
SHORT = {"prompt": "A heron", "duration": 4, "resolution": "480p", "ratio": "16:9", "generate_audio": False}
MANY = int(os.environ.get("ONETAKE_SANDBOX_TASKS", "200"))


def ended(server: Server, task: str, within: float = 60.0) -> dict[str, Any]:
    def look() -> dict[str, Any] | None:
        seen = server.call("GET", f"{VIDEOS}/{task}")
        return seen if seen["status"] in ("succeeded", "failed", "cancelled", "expired") else None

    return until(look, within, f"the end of {task}", 0.05)


def test_a_perfect_provider_by_key(new_server: Callable[..., Server]) -> None:
    server = new_server().start()
    key = server.command("keys", "create", "perfect", "--scenario", "ok", "--credits", "1000")
    made = server.call("POST", VIDEOS, {**SHORT, "return_last_frame": True}, key=key)
    seen = ended(server, made["id"])
    assert seen["status"] == "succeeded"
    assert seen["backend"] == "sandbox"
    assert "cached preview" in " ".join(seen["notes"])
    shown = film(server.ask("GET", f"{VIDEOS}/{made['id']}/content").content)
    assert (shown.frames, shown.width, shown.height) == (96, 864, 496)
    assert server.ask("GET", f"{VIDEOS}/{made['id']}/content?variant=last_frame").content[:4] == b"\x89PNG"
    # The documented price, held and settled; without a scenario a preview is free.
    assert float(seen["price"]["amount"]) > 0
    assert float(ended(server, server.call("POST", VIDEOS, SHORT)["id"])["price"]["amount"]) == 0
    assert server.command("ledger", "verify").endswith("The books are right.")


def test_many_tasks_cost_next_to_nothing(new_server: Callable[..., Server]) -> None:
    server = new_server().start()
    key = server.command("keys", "create", "perfect", "--scenario", "ok")
    ended(server, server.call("POST", VIDEOS, SHORT, key=key)["id"])
    start = time.monotonic()
    made = [server.call("POST", VIDEOS, SHORT, key=key)["id"] for _ in range(MANY)]
    for task in made:
        assert ended(server, task)["status"] == "succeeded"
    took = time.monotonic() - start
    print(f"\n{MANY} sandbox tasks, created and delivered: {took:.2f} s, {1000 * took / MANY:.1f} ms each")
    assert took < 0.1 * MANY
    assert len(films(server.data_dir / "objects")) == 1, "one file, however many tasks"


def test_a_task_goes_on_after_a_kill(new_server: Callable[..., Server]) -> None:
    server = new_server("a", "[sandbox]\ntime_factor = 0.02\n").start()
    made = server.call("POST", VIDEOS, SHORT, X_Onetake_Scenario="ok")
    until(lambda: server.call("GET", f"{VIDEOS}/{made['id']}")["status"] == "running" or None, 20, "running")
    server.kill()
    server.start()
    seen = ended(server, made["id"])
    assert seen["status"] == "succeeded"
    lines = server.ask("GET", f"{VIDEOS}/{made['id']}/events").text.splitlines()
    assert "event: absent" in lines, "what died with the process is begun again"
    assert server.command("ledger", "verify").endswith("The books are right.")


def test_chaos_of_a_whole_server(new_server: Callable[..., Server]) -> None:
    """The same creates in the same order meet the same failures, and nothing is sent to the provider."""
    told = []
    for name in ("first", "second"):
        provider = socket.create_server(("127.0.0.1", 0))
        upstream = f'[[upstream]]\nname = "ark"\nroute = "volcengine"\ncredential_file = "key"\norigin = "http://127.0.0.1:{provider.getsockname()[1]}"\n'
        server = new_server(name, f'[policy]\norder = ["ark"]\n[sandbox]\nseed = 5\n{upstream}')
        (server.data_dir / "key").write_text("secret")
        server.options = ["--chaos", "segmind-2026"]
        server.start()
        body = {
            "model": "doubao-seedance-2-0-260128",
            "content": [{"type": "text", "text": "A heron"}],
            "duration": 4,
        }
        statuses = [server.ask("POST", ARK, body).status_code for _ in range(40)]
        provider.settimeout(0.1)
        with pytest.raises(TimeoutError):
            provider.accept()
        told.append(statuses)
        server.stop()
    drawn = [profiles()["segmind-2026"].drawn(5, n) for n in range(1, 41)]
    assert told[0] == told[1]
    assert Counter(told[0])[200] >= drawn.count("ok")
    assert Counter(told[0])[400] > 0


def test_a_wrong_profile_stops_the_start(new_server: Callable[..., Server]) -> None:
    server = new_server()
    server.options = ["--chaos", "segmind-2062"]
    server.spawn()
    assert server.process is not None
    assert server.process.wait(20) != 0
    assert "segmind-2026" in server.tail()


def test_alerts_at_the_handshake(new_server: Callable[..., Server]) -> None:
    server = new_server()
    server.options = ["--tls"]
    server.start()
    context = ssl.create_default_context(cafile=server.data_dir / "tls" / "ca.pem")

    def ask(**headers: str) -> int:
        line = http.client.HTTPSConnection("localhost", server.port, timeout=10, context=context)
        try:
            line.request("GET", "/healthz", headers=headers)
            return line.getresponse().status
        finally:
            line.close()

    assert ask(**{"X-Onetake-Scenario": "s0-11-tls-alert"}) == 200
    for _ in range(2):
        with pytest.raises(ssl.SSLError, match="TLSV1_ALERT_INTERNAL_ERROR"):
            ask()
    assert ask() == 200
    assert server.process is not None and server.process.poll() is None


def test_a_client_that_hangs_keeps_no_server_from_stopping(new_server: Callable[..., Server]) -> None:
    server = new_server().start()
    body = {"model": "doubao-seedance-2-0-260128", "content": [{"type": "text", "text": "A heron"}]}
    content = json.dumps(body).encode()
    with socket.create_connection(("127.0.0.1", server.port)) as line:
        line.sendall(
            (
                f"POST {ARK} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {server.key}\r\n"
                f"X-Onetake-Scenario: s0-19-no-answer\r\nContent-Length: {len(content)}\r\n\r\n"
            ).encode()
            + content
        )
        until(lambda: server.call("GET", ARK)["total"] == 1 or None, 10, "the accept")
        start = time.monotonic()
        server.stop()
        assert time.monotonic() - start < 5


def test_programs_meet_what_the_wire_says(new_server: Callable[..., Server]) -> None:
    """The same scenario as an ordinary client tells of it."""
    server = new_server().start()
    body = {"model": "doubao-seedance-2-0-260128", "content": [{"type": "text", "text": "A heron"}]}

    def create(scenario: str) -> httpx2.Response:
        return server.ask("POST", ARK, body, X_Onetake_Scenario=scenario)

    for lost in ("s2-06-create-lost", "f10-reset-in-the-answer"):
        with pytest.raises(httpx2.ReadError):
            create(lost)
    with pytest.raises(httpx2.DecodingError):
        create("s4-09-gzip-label")
    with pytest.raises(ValueError, match="Expecting value"):
        create("s0-03-empty-200").json()
    assert create("s1-14-bad-gateway").status_code == 502
    assert server.call("GET", ARK)["total"] == 5, "every one of them was accepted"
