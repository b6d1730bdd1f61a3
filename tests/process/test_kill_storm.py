"""kill -9 at random moments under a stream of creates: nothing acknowledged is lost, nothing is made or paid
twice, nobody is left behind (errors-and-faults F01–F06, F24–F29)."""

import json
import os
import random
import sqlite3
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import httpx2
import pytest

from .film import data_url, film, picture
from .server import KILLS, Server, until

pytestmark = [pytest.mark.process, pytest.mark.slow, pytest.mark.timeout(200 + 20 * KILLS)]

VIDEOS = "/onetake/v1/videos"
SEED = int(os.environ.get("ONETAKE_SEED") or 20_261_121)
SETTINGS = '[policy]\nanimatic_price = "documented"\nquarantine_after = 1000\n'
"""It is we who kill, whatever is in hand: no task is to be blamed for it."""
CREDITS = 100_000
CUSTOMERS = 3
FILMS = 4 + KILLS // 2
"""How many creates nobody cancels, spread over the storm: rendering must not fill the time, nor ever stop."""
ENDS = ("succeeded", "failed", "cancelled", "expired")


@dataclass
class Wish:
    """One create: sent with its key until somebody answers."""

    name: str
    body: dict[str, Any]
    cancel: bool
    sends: int = 0
    task: str = ""
    cancelled: bool = False


@dataclass
class Customer:
    """Creates without pause; repeats what was not answered; cancels most of what was."""

    server: Server
    key: str
    dice: random.Random
    media: list[str]
    stop: threading.Event
    films: threading.Semaphore
    wishes: list[Wish] = field(default_factory=list)
    codes: Counter[int] = field(default_factory=Counter)
    failure: BaseException | None = None

    def live(self) -> None:
        try:
            while not self.stop.is_set():
                self.wishes.append(self._wish())
                self.see_to(self.wishes[-1])
                time.sleep(self.dice.uniform(0.0, 0.15))
        except BaseException as error:
            self.failure = error

    def see_to(self, wish: Wish) -> None:
        while not wish.task:
            wish.sends += 1
            reply = self._ask("POST", VIDEOS, wish.body, Idempotency_Key=wish.name)
            if reply is not None:
                assert reply.status_code == 202, reply.text
                wish.task = reply.json()["id"]
        while wish.cancel and not wish.cancelled:
            reply = self._ask("POST", f"{VIDEOS}/{wish.task}/cancel")
            if reply is not None:
                assert reply.status_code in (200, 202, 409), reply.text
                wish.cancelled = True

    def _ask(self, method: str, path: str, body: Any = None, **headers: str) -> httpx2.Response | None:
        """The answer, or None when there was none: the process was down or died over it."""
        try:
            reply = self.server.ask(method, path, body, key=self.key, **headers)
        except httpx2.TransportError:
            time.sleep(0.02)
            return None
        self.codes[reply.status_code] += 1
        return reply

    def _wish(self) -> Wish:
        dice = self.dice
        body: dict[str, Any] = {
            "prompt": f"Take {len(self.wishes)}: a lighthouse in rain", "duration": 4, "resolution": "480p",
            "ratio": "16:9", "seed": dice.randrange(2**31),
        }  # fmt: skip
        if dice.random() < 0.2:
            body["media"] = [{"kind": "image", "role": "first_frame", "url": dice.choice(self.media)}]
        kept = dice.random() < 0.2 and self.films.acquire(blocking=False)
        return Wish(f"{dice.getrandbits(128):032x}", body, not kept)


def test_f06_f28_kill_storm(new_server: Callable[..., Server]) -> None:
    server = new_server(settings=SETTINGS).start()
    key = server.command("keys", "create", "storm", "--credits", str(CREDITS))
    dice, stop = random.Random(SEED), threading.Event()
    media = [data_url(picture(k, 512, tint), f"image/{k}") for k in ("png", "jpeg") for tint in (0, 90, 200)]
    films = threading.Semaphore(4)
    customers = [
        Customer(server, key, random.Random(dice.random()), media, stop, films) for _ in range(CUSTOMERS)
    ]
    threads = [threading.Thread(target=c.live, daemon=True) for c in customers]
    for thread in threads:
        thread.start()
    began = time.monotonic()
    starts = storm(server, dice, films)
    delivered = reached(server, "succeeded")
    stop.set()
    for thread in threads:
        thread.join(30)
    assert [c.failure for c in customers] == [None] * CUSTOMERS
    found = drained(server, key)
    wishes = [w for c in customers for w in c.wishes]
    for customer in customers:
        for wish in customer.wishes:
            customer.see_to(wish)
    judge(server, key, wishes, found)
    figures = {
        "kills": KILLS,
        "seed": SEED,
        "seconds": round(time.monotonic() - began, 1),
        "creates": len(wishes),
        "sent more than once": sum(1 for w in wishes if w.sends > 1),
        "ended": Counter(task["status"] for task in found.values()),
        "delivered during the storm": delivered,
        "longest child after its parent, s": round(server.longest_orphan, 3),
        "start to ready, s": [round(min(starts), 2), round(max(starts), 2)],
        "answers": sum((c.codes for c in customers), Counter()),
    }
    sys.stdout.write(f"\nkill storm: {json.dumps(figures)}\n")


def storm(server: Server, dice: random.Random, films: threading.Semaphore) -> list[float]:
    """Kill and start again; the seconds that each start took until it served."""
    took = []
    for number in range(KILLS):
        if number % 2:
            films.release()
        if number % 5 == 4:
            # At times before it has even begun.
            time.sleep(dice.uniform(0.0, 0.6))
        else:
            took.append(server.ready().took)
            if number % 2:
                # Around a delivery: from the end of a render to some time after it is paid for.
                before = reached(server, "storing")
                until(lambda n=before: reached(server, "storing") > n, 60, "a delivery")
                time.sleep(dice.uniform(0.0, 1.0))
            else:
                time.sleep(dice.choice((dice.uniform(0.0, 0.3), dice.uniform(0.0, 1.5))))
        server.kill()
        server.spawn()
    server.ready()
    return took


def reached(server: Server, phase: str) -> int:
    """How often tasks have come to a phase so far."""
    return server.log.read_text().count(f'"phase": "{phase}"')


def tasks_of(server: Server, key: str) -> dict[str, dict[str, Any]]:
    """Every task there is."""
    found, after = {}, ""
    while True:
        page = server.call("GET", f"{VIDEOS}?limit=100{after}", key=key)
        found.update({task["id"]: task for task in page["data"]})
        if not page.get("next"):
            return found
        after = f"&after={page['next']}"


def drained(server: Server, key: str) -> dict[str, dict[str, Any]]:
    """Every task, once all have ended."""

    def look() -> dict[str, dict[str, Any]] | None:
        found = tasks_of(server, key)
        return found if all(task["status"] in ENDS for task in found.values()) else None

    return until(look, 60.0 + 8 * FILMS, "the end of every task", 0.5)


def judge(server: Server, key: str, wishes: list[Wish], found: dict[str, dict[str, Any]]) -> None:
    """Every promise of the storm."""
    assert {w.task for w in wishes} == set(found), "a wish without a task, or a task that nobody wished for"
    assert len({w.task for w in wishes}) == len(wishes), "two wishes, one task"
    for wish in wishes:
        task = found[wish.task]
        if task["status"] == "succeeded":
            plays(server, key, task)
        elif task["status"] == "cancelled":
            assert wish.cancel, task
        else:
            raise AssertionError(f"no reason to end so: {json.dumps(task)} {server.tail()}")
    delivered = [t for t in found.values() if t["status"] == "succeeded"]
    assert delivered, "nothing was delivered: the storm proves nothing"
    account = server.call("GET", "/onetake/v1/account", key=key)
    paid = sum(float(t["price"]["amount"]) for t in delivered)
    assert float(account["pending"]) == 0, account
    assert round(CREDITS - float(account["posted"]), 6) == round(paid, 6), (account, paid)
    assert server.command("ledger", "verify").endswith("The books are right.")
    assert not lost_files(server), "rows whose bytes are gone"


def lost_files(server: Server) -> set[str]:
    """Files that a row promises and the store does not hold (F28)."""
    with closing(sqlite3.connect(f"file:{server.data_dir}/onetake.db?mode=ro", uri=True)) as db:
        promised = {row[0] for row in db.execute("SELECT sha256 FROM asset")}
    return promised - {f.name for f in (server.data_dir / "objects").rglob("*") if f.is_file()}


def plays(server: Server, key: str, task: dict[str, Any]) -> None:
    shown = film(server.ask("GET", f"{VIDEOS}/{task['id']}/content", key=key).content)
    assert (shown.width, shown.height, shown.frames, shown.audio) == (864, 496, 96, "aac"), task
    assert float(task["price"]["amount"]) > 0
