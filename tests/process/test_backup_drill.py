"""T42, F39 with real processes: a backup under load, work that goes on, the machine lost, the backup back.

Nothing is sent twice, every hold closes, and what the provider made is still found."""

import json
import os
import random
import shutil
import sqlite3
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest

from .server import Server, until
from .test_a_to_b import A_SETTINGS, SHORT, VIDEOS

pytestmark = [pytest.mark.process, pytest.mark.slow]

DRILLS = int(os.environ.get("ONETAKE_DRILLS") or 1)
SEED = int(os.environ.get("ONETAKE_SEED") or 3)
EARLY, LATE = 6, 4


@pytest.mark.timeout(60 + 90 * DRILLS)
@pytest.mark.parametrize("number", range(DRILLS))
def test_t42_a_backup_that_is_put_back_sends_nothing_twice(
    new_server: Callable[..., Server], number: int
) -> None:
    dice = random.Random(SEED + number)
    b = new_server("b", "[sandbox]\ntime_factor = 0.02\n").start()
    key = b.command("keys", "create", "quick", "--scenario", "ok")
    a = new_server("a", A_SETTINGS.format(port=b.port))
    (a.data_dir / "b.key").write_text(key)
    a.start()
    early = [create(a, n) for n in range(EARLY)]
    time.sleep(dice.uniform(0.0, 1.5))
    backup = a.data_dir.parent / "backup.tar"
    a.command("backup", str(backup))
    for n in range(EARLY, EARLY + LATE):
        create(a, n)
    time.sleep(dice.uniform(0.0, 2.0))
    a.kill()
    credential = (a.data_dir / "b.key").read_text()
    shutil.rmtree(a.data_dir)
    a.command("restore", str(backup))
    (a.data_dir / "b.key").write_text(credential)
    a.start()
    found = until(lambda: drained(a), 60, "the end of every task that the backup knows", 0.3)
    assert set(early) <= set(found)
    sends = Counter(prompts(b))
    assert set(sends.values()) == {1}, sends
    # Known to the backup: made once, or not sure to have been sent and given back; never paid for nothing.
    assert {t["status"] for t in found.values()} <= {"succeeded", "failed"}
    for task in found.values():
        if task["status"] == "failed":
            assert task["problem"]["code"] == "submit_outcome_unknown", task
    assert sum(t["status"] == "succeeded" for t in found.values()) >= 1
    for server in (a, b):
        assert server.command("ledger", "verify").endswith("The books are right.")


def prompts(server: Server) -> list[str]:
    """What was asked of a server, a line for every task that it ever took."""
    with closing(sqlite3.connect(f"file:{server.data_dir}/onetake.db?mode=ro", uri=True)) as db:
        return [json.loads(row[0])["prompt"] for row in db.execute("SELECT request FROM task ORDER BY id")]


def create(server: Server, number: int) -> str:
    return server.call("POST", VIDEOS, {**SHORT, "prompt": f"kite {number}"})["id"]


def drained(server: Server) -> dict[str, dict[str, Any]] | None:
    found = {task["id"]: task for task in server.call("GET", VIDEOS + "?limit=100")["data"]}
    return found if all(task["finished_at"] for task in found.values()) else None
