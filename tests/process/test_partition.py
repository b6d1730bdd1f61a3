"""F36: the network is gone for a while, all of it, in a namespace of its own. What was in flight goes on
by itself afterwards, and nothing is made twice.

The test starts itself again inside the namespace (`unshare --net`), where the only interface is a loopback
that it may take down.
"""

import fcntl
import os
import random
import shutil
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from .server import Server
from .test_a_to_b import A_SETTINGS, SHORT, VIDEOS, ended
from .test_backup_drill import prompts

pytestmark = [pytest.mark.process, pytest.mark.slow]

INSIDE = os.environ.get("ONETAKE_NETNS") == "1"
CUTS = int(os.environ.get("ONETAKE_CUTS") or 3)
_GET_FLAGS, _SET_FLAGS, _UP = 0x8913, 0x8914, 0x1


def loopback(up: bool) -> None:
    """Take the loopback interface of this namespace up or down."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        asked = struct.pack("16sh14x", b"lo", 0)
        flags = struct.unpack("16sh14x", fcntl.ioctl(control, _GET_FLAGS, asked))[1]
        flags = flags | _UP if up else flags & ~_UP
        fcntl.ioctl(control, _SET_FLAGS, struct.pack("16sh14x", b"lo", flags))


@pytest.mark.timeout(120 + 15 * CUTS)
def test_f36_a_partition_of_everything_heals() -> None:
    unshare = shutil.which("unshare")
    if unshare is None or subprocess.run([unshare, "--net", "true"], capture_output=True).returncode:
        pytest.xfail("this user may not make a network namespace, and nothing can be installed for it")
    words = ["-q", "-x", "-p", "no:cacheprovider", f"{__file__}::test_inside"]
    done = subprocess.run(
        [unshare, "--net", sys.executable, "-m", "pytest", *words],
        env={**os.environ, "ONETAKE_NETNS": "1"}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0 and "1 passed" in done.stdout, done.stdout[-4000:] + done.stderr[-1000:]


@pytest.mark.timeout(110 + 15 * CUTS)
def inside(new_server: Callable[..., Server]) -> None:
    loopback(True)
    b = new_server("b", "[sandbox]\ntime_factor = 0.02\n").start()
    key = b.command("keys", "create", "quick", "--scenario", "ok")
    a = new_server("a", A_SETTINGS.format(port=b.port))
    (a.data_dir / "b.key").write_text(key)
    a.start()
    dice = random.Random(5)
    tasks = []
    for number in range(CUTS):
        tasks += [a.call("POST", VIDEOS, {**SHORT, "prompt": f"kite {number}.{n}"}) for n in range(3)]
        time.sleep(dice.uniform(0.0, 0.6))
        loopback(False)
        time.sleep(dice.choice((0.4, 2.0, 4.0)))
        loopback(True)
    made = [ended(a, task) for task in tasks]
    assert {task["status"] for task in made} == {"succeeded"}, (made, a.tail())
    assert sorted(prompts(b)) == sorted(task["request"]["prompt"] for task in made)
    for server in (a, b):
        assert server.command("ledger", "verify").endswith("The books are right.")


if INSIDE:
    test_inside = inside
