"""A customer who waits on the line (Segmind v1) while the server dies, stops or stays: still one video."""

import signal
import threading
from collections.abc import Callable
from typing import Any

import httpx2
import pytest

from .film import film
from .server import Server, until

pytestmark = [pytest.mark.process, pytest.mark.slow]

RUN, VIDEOS = "/v1/seedance-2.0", "/onetake/v1/videos"
LONG = {"prompt": "A slow dawn over hills", "duration": 12, "resolution": "720p"}
New = Callable[..., Server]


class Caller:
    """Asks in a thread of its own, as a program that blocks does."""

    def __init__(self, server: Server, timeout: float = 120.0) -> None:
        self.reply: httpx2.Response | None = None
        self.error: Exception | None = None
        self._ask = lambda http: http.post(server.url + RUN, json=LONG, headers={"x-api-key": server.key})
        self._timeout = timeout
        self.thread = threading.Thread(target=self._run)
        self.thread.start()

    def _run(self) -> None:
        with httpx2.Client(timeout=self._timeout, trust_env=False) as http:
            try:
                self.reply = self._ask(http)
            except httpx2.HTTPError as error:
                self.error = error

    def done(self) -> "Caller":
        self.thread.join(120)
        assert not self.thread.is_alive()
        return self


def tasks(server: Server) -> list[dict[str, Any]]:
    return server.call("GET", VIDEOS)["data"]


def running(server: Server) -> str:
    """The id of the one task, once it is being made."""
    return until(
        lambda: next((t["id"] for t in tasks(server) if t["status"] == "running"), None), 30, "a render"
    )


def delivered(server: Server, caller: Caller, id: str) -> None:
    reply = caller.done().reply
    assert reply is not None and reply.status_code == 200, (caller.error, reply and reply.text)
    told = reply.json()
    assert told["request_id"] == id
    made = film(server.http.get(told["output_url"]).content)
    assert (made.width, made.height, made.frames) == (1280, 720, 288)
    assert [t["id"] for t in tasks(server)] == [id]


def test_killed_while_it_held_the_line(new_server: New) -> None:
    server = new_server().start()
    first = Caller(server)
    id = running(server)
    server.kill()
    assert isinstance(first.done().error, httpx2.TransportError)
    server.start()
    again = Caller(server)
    delivered(server, again, id)


def test_stopped_while_it_held_the_line(new_server: New) -> None:
    server = new_server().start()
    first = Caller(server)
    id = running(server)
    assert server.process is not None
    server.process.send_signal(signal.SIGTERM)
    server.process.wait(20)
    reply = first.done().reply
    assert reply is not None and reply.status_code == 504
    assert reply.json() == {"error": "Video generation polling timed out."}
    server.start()
    delivered(server, Caller(server), id)


def test_a_client_with_a_short_patience_pays_once(new_server: New) -> None:
    server = new_server().start()
    for _ in range(3):
        assert isinstance(Caller(server, 0.5).done().error, httpx2.TimeoutException)
    (task,) = tasks(server)
    delivered(server, Caller(server), task["id"])
