"""One owner per data directory, also across kills, and what it tells the others (threat T43)."""

import json
import os
import signal
import stat
import subprocess
import sys
import threading

import pytest

from onetake.adapters.owner import AlreadyOwned, Owner, running

OWNING = """
import sys, time
from pathlib import Path
from onetake.adapters.owner import Owner
owner = Owner.acquire(Path(sys.argv[1]), "http://127.0.0.1:8787")
print(owner.epoch, flush=True)
time.sleep(60)
"""


def owning(folder) -> tuple[subprocess.Popen, int]:
    process = subprocess.Popen([sys.executable, "-c", OWNING, str(folder)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    return process, int(process.stdout.readline())


def kill(process: subprocess.Popen) -> None:
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=30)


def test_acquire_publish_release(tmp_path):
    folder = tmp_path / "new" / "data"
    assert running(folder) is None
    owner = Owner.acquire(folder, clock=lambda: 1234.5)
    assert running(folder) == {"url": None, "pid": os.getpid(), "started": 1234.5}
    owner.publish("http://127.0.0.1:8787")
    assert running(folder) == {"url": "http://127.0.0.1:8787", "pid": os.getpid(), "started": 1234.5}
    assert json.loads((folder / "server.json").read_text())["url"] == "http://127.0.0.1:8787"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}
    owner.release()
    owner.release()
    assert running(folder) is None
    assert not (folder / "server.json").exists() and not list(folder.glob("*.partial"))


def test_t43_who_lost_the_lock_leaves_the_successors_notice_alone(tmp_path):
    sleeper = Owner.acquire(tmp_path, "http://127.0.0.1:1", clock=lambda: 1.0)
    (tmp_path / "lock").unlink()
    with Owner.acquire(tmp_path, "http://127.0.0.1:2", clock=lambda: 2.0):
        sleeper.release()
        assert running(tmp_path) == {"url": "http://127.0.0.1:2", "pid": os.getpid(), "started": 2.0}
    assert not (tmp_path / "server.json").exists()


def test_each_owner_has_the_next_epoch(tmp_path):
    epochs = []
    for _ in range(3):
        with Owner.acquire(tmp_path) as owner:
            epochs.append(owner.epoch)
    assert epochs == [1, 2, 3]


def test_a_second_owner_is_refused_and_told_who_it_is(tmp_path):
    with Owner.acquire(tmp_path, "http://127.0.0.1:1") as owner:
        with pytest.raises(
            AlreadyOwned, match=rf"process {os.getpid()}, serving at http://127\.0\.0\.1:1"
        ) as refused:
            Owner.acquire(tmp_path)
        assert refused.value.notice == running(tmp_path)
        assert (tmp_path / "epoch").read_text() == f"{owner.epoch}\n", "who was refused left no trace"
    with Owner.acquire(tmp_path):
        pass


def test_a_damaged_epoch_is_an_error_and_gives_the_lock_back(tmp_path):
    (tmp_path / "epoch").write_text("")
    for _ in range(2):
        with pytest.raises(ValueError, match="damaged"):
            Owner.acquire(tmp_path)
        assert running(tmp_path) is None


def test_looking_for_an_owner_never_keeps_one_out(tmp_path):
    Owner.acquire(tmp_path).release()
    stop = threading.Event()

    def look() -> None:
        while not stop.is_set():
            running(tmp_path)

    lookers = [threading.Thread(target=look) for _ in range(2)]
    for looker in lookers:
        looker.start()
    try:
        for _ in range(20):
            Owner.acquire(tmp_path).release()
    finally:
        stop.set()
        for looker in lookers:
            looker.join()


def test_a_lock_that_is_a_link_is_not_followed(tmp_path):
    (tmp_path / "elsewhere").touch()
    (tmp_path / "lock").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError):
        Owner.acquire(tmp_path)


@pytest.mark.process
def test_another_process_is_seen_and_its_kill_frees_the_directory_at_once(tmp_path):
    process, epoch = owning(tmp_path)
    try:
        notice = running(tmp_path)
        assert notice is not None and (notice["url"], notice["pid"]) == ("http://127.0.0.1:8787", process.pid)
        with pytest.raises(AlreadyOwned):
            Owner.acquire(tmp_path)
    finally:
        kill(process)
    assert (tmp_path / "server.json").exists(), "the killed owner's notice is still there"
    assert running(tmp_path) is None
    with Owner.acquire(tmp_path) as owner:
        assert owner.epoch == epoch + 1
        assert running(tmp_path) == {"url": None, "pid": os.getpid(), "started": owner.started}


@pytest.mark.process
def test_a_child_that_outlives_its_owner_does_not_hold_the_directory(tmp_path):
    """The lock's descriptor is not inherited by the renderers that the owner starts."""
    with Owner.acquire(tmp_path):
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], close_fds=False)
    try:
        Owner.acquire(tmp_path).release()
    finally:
        child.kill()
        child.wait(30)
