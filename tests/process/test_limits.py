"""Limits with a real server: set beside it while it runs, and still right after it was killed (T31)."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from .server import Server, until

pytestmark = [pytest.mark.process, pytest.mark.slow]

VIDEOS = "/onetake/v1/videos"
SHORT = {"prompt": "A tram at night", "duration": 4, "resolution": "480p", "ratio": "16:9"}
SETTINGS = '[policy]\nanimatic_price = "documented"\n[animatic]\nslots = 1\n'


def test_t31_lines_and_budgets_outlive_a_kill(new_server: Callable[..., Server]) -> None:
    server = new_server(settings=SETTINGS).start()
    key = server.command("keys", "create", "shop", "--credits", "1000")
    first = server.call("POST", VIDEOS, SHORT, key=key)
    cost = float(first["price"]["held"])
    words = ["--concurrency", "1", "--queue", "2", "--budget-day", f"{cost * 4:.6f}"]
    server.command("keys", "limit", "shop", *words)
    made = [first["id"]] + [server.call("POST", VIDEOS, SHORT, key=key)["id"] for _ in range(2)]
    over = server.ask("POST", VIDEOS, SHORT, key=key)
    told = [server.call("GET", f"{VIDEOS}/{id}", key=key) for id in made]
    if over.status_code == 429:  # unless the first has ended meanwhile
        assert over.json()["code"] == "concurrency_limited" and int(over.headers["retry-after"]) >= 1
    assert told[-1]["status"] == "queued" and told[-1]["position"] in (1, 2)
    server.kill()
    server.start()

    def ended() -> list[Any] | None:
        seen = [server.call("GET", f"{VIDEOS}/{id}", key=key) for id in made]
        assert sum(s["phase"] not in ("accepted", "storing") and not s["finished_at"] for s in seen) <= 1
        return seen if all(s["finished_at"] for s in seen) else None

    seen = until(ended, 60, "the end of all", 0.1)
    assert [s["status"] for s in seen] == ["succeeded"] * 3
    assert "The books are right." in server.command("ledger", "verify")
    use = json.loads(server.command("keys", "limits", "shop", "--json"))
    taken = sum(float(s["price"]["amount"]) for s in seen)
    listed = server.call("GET", VIDEOS, key=key)["data"]
    if len(listed) == 3:
        assert float(use["spent"]["day"]["amount"]) == pytest.approx(taken)
    server.command("keys", "limit", "shop", "--budget-day", f"{taken:.6f}", "--queue", "none")
    refused = server.ask("POST", VIDEOS, SHORT, key=key)
    assert (refused.status_code, refused.json()["budget"]) == (402, "day")
