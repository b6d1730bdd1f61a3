"""SIGSTOP: who sleeps in the middle of anything and wakes late does nothing twice, and nobody takes its
place meanwhile (errors-and-faults F07, F35, T43)."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from .server import Server
from .test_a_to_b import A_SETTINGS, SHORT, VIDEOS, ended
from .test_backup_drill import prompts

pytestmark = [pytest.mark.process, pytest.mark.slow]

STALLS = int(os.environ.get("ONETAKE_STALLS") or 3)
SEED = int(os.environ.get("ONETAKE_SEED") or 7)
LONGEST = 4.5
"""Seconds asleep at most: past the time-out of a create (3 s) and the absence proof's first look."""


def frozen(server: Server, seconds: float) -> None:
    """Put a whole process to sleep."""
    assert server.process is not None
    server.process.send_signal(signal.SIGSTOP)
    try:
        time.sleep(seconds)
    finally:
        server.process.send_signal(signal.SIGCONT)


@pytest.mark.timeout(120 + 12 * STALLS)
def test_f07_who_sleeps_and_wakes_late_sends_nothing_twice(new_server: Callable[..., Server]) -> None:
    b = new_server("b").start()
    key = b.command("keys", "create", "quick", "--scenario", "ok")
    a = new_server("a", A_SETTINGS.format(port=b.port))
    (a.data_dir / "b.key").write_text(key)
    a.start()
    dice = random.Random(SEED)
    tasks = []
    for number in range(STALLS):
        tasks += [a.call("POST", VIDEOS, {**SHORT, "prompt": f"kite {number}.{n}"}) for n in range(2)]
        time.sleep(dice.uniform(0.0, 0.4))
        frozen(dice.choice((a, a, b)), dice.choice((0.3, 1.5, LONGEST)))
    made = [ended(a, task) for task in tasks]
    assert {task["status"] for task in made} == {"succeeded"}, made
    # A stall beyond our patience may lose a create before it was read: then a second attempt is right, and
    # the first one is not there.
    assert sorted(prompts(b)) == sorted(task["request"]["prompt"] for task in made)
    for server in (a, b):
        assert server.command("ledger", "verify").endswith("The books are right.")


def test_t43_nobody_takes_the_place_of_a_sleeper(new_server: Callable[..., Server]) -> None:
    server = new_server().start()
    assert server.process is not None
    server.process.send_signal(signal.SIGSTOP)
    try:
        words = ["serve", "--port", "0", "--data-dir", str(server.data_dir)]
        second = subprocess.run(
            [sys.executable, "-m", "onetake.apps.cli", *words], capture_output=True, text=True, timeout=30
        )
        assert second.returncode == 1 and "in use" in second.stderr
    finally:
        server.process.send_signal(signal.SIGCONT)
    assert server.call("GET", VIDEOS)["data"] == []
