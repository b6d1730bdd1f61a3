"""T36 with a real server: one task kills it at every start until it is set apart; the operator lets it go."""

from collections.abc import Callable

import pytest

from .server import Server, until

pytestmark = [pytest.mark.process, pytest.mark.slow]

VIDEOS = "/onetake/v1/videos"
SHORT = {"prompt": "A tram at night", "duration": 4, "resolution": "480p", "ratio": "16:9"}


def test_t36_a_poison_task_is_set_apart_and_let_go_again(new_server: Callable[..., Server]) -> None:
    server = new_server().start("submit.before_send:1")
    poison = server.call("POST", VIDEOS, SHORT)["id"]
    server.dead()
    for _ in range(2):
        server.spawn("submit.before_send:1")
        server.dead()
    server.start()
    held = server.call("GET", f"{VIDEOS}/{poison}")
    assert (held["status"], held["phase"]) == ("queued", "quarantined"), server.tail()
    other = server.call("POST", VIDEOS, SHORT)["id"]
    until(lambda: server.call("GET", f"{VIDEOS}/{other}")["finished_at"], 60, "another task", 0.1)
    assert server.call("GET", f"{VIDEOS}/{poison}")["phase"] == "quarantined"
    server.command("tasks", "release", poison)
    server.process.terminate()  # a start notices at once, a running server within a minute
    server.process.wait(20)
    server.start()
    until(lambda: server.call("GET", f"{VIDEOS}/{poison}")["finished_at"], 60, "its end", 0.1)
    assert server.call("GET", f"{VIDEOS}/{poison}")["status"] == "succeeded"
    assert server.command("ledger", "verify").endswith("The books are right.")
