"""Local objects against the shipped suite, and the file system's own: links, modes, kills, full disks."""

import asyncio
import errno
import hashlib
import os
import random
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from onetake.adapters.objects import LocalObjects
from onetake.core.problem import Problem
from onetake.testing.objects_suite import ObjectsSuite, digest

FILM = b"film" * 1000
NAME = digest(FILM)


class TestSuite(ObjectsSuite):
    def open(self, folder: Path) -> LocalObjects:
        return LocalObjects(folder)


class TestSuiteByCopying(ObjectsSuite):
    """The same where no file can get a second name, as between file systems."""

    @pytest.fixture(autouse=True)
    def no_links(self, monkeypatch):
        def refused(*_args, **_named):
            raise OSError(errno.EXDEV, "another file system")

        monkeypatch.setattr(os, "link", refused)

    def open(self, folder: Path) -> LocalObjects:
        return LocalObjects(folder)


@pytest.fixture
def objects(tmp_path) -> LocalObjects:
    return LocalObjects(tmp_path / "objects")


@pytest.fixture
def source(objects) -> Path:
    path = objects.temporary()
    path.write_bytes(FILM)
    return path


def put(objects: LocalObjects, source: Path, sha256: str = NAME, **more) -> None:
    asyncio.run(objects.put("p1", source, sha256, **more))


def left_in_tmp(objects: LocalObjects) -> list[Path]:
    return list((objects.root / "tmp").iterdir())


def test_t22_where_it_lies_and_for_whom(objects, source):
    put(objects, source)
    assert objects.path_in("p1", NAME) == objects.root / "p1" / NAME[:2] / NAME
    modes = {stat.S_IMODE(path.stat().st_mode) for path in objects.root.rglob("*") if path.is_dir()}
    assert modes == {0o700}
    assert stat.S_IMODE(objects.path_in("p1", NAME).stat().st_mode) == 0o600
    assert left_in_tmp(objects) == []


def test_size_and_reading(objects, source):
    put(objects, source)
    assert objects.size("p1", NAME) == len(FILM)
    descriptor = objects.open("p1", NAME)
    asyncio.run(objects.remove("p1", NAME))
    assert os.pread(descriptor, 10**6, 0) == FILM, "whoever reads it reads on"
    os.close(descriptor)
    with pytest.raises(FileNotFoundError):
        objects.open("p1", NAME)
    with pytest.raises(FileNotFoundError):
        objects.size("p1", NAME)


def test_a_source_of_somebody_else_is_copied_and_kept(objects, tmp_path):
    mine = tmp_path / "mine.png"
    mine.write_bytes(FILM)
    mine.chmod(0o644)
    put(objects, mine, keep=True)
    put(objects, mine, keep=True)
    assert mine.read_bytes() == FILM and stat.S_IMODE(mine.stat().st_mode) == 0o644
    mine.write_bytes(b"changed since")
    assert objects.path_in("p1", NAME).read_bytes() == FILM


def test_a_copy_with_another_hash_is_refused(objects, tmp_path):
    """Upload, then swap: what is stored under a hash has that hash (threat T23)."""
    mine = tmp_path / "mine.png"
    mine.write_bytes(b"swapped")
    with pytest.raises(ValueError, match=digest(b"swapped")):
        put(objects, mine, keep=True)
    assert not objects.exists("p1", NAME) and left_in_tmp(objects) == []


def test_the_project_named_like_our_own_directory_is_refused(objects):
    with pytest.raises(ValueError):
        objects.path_in("tmp", NAME)


def test_a_source_that_is_no_plain_file_is_refused(objects, tmp_path):
    secret = tmp_path / "secret"
    secret.write_bytes(FILM)
    link, pipe = tmp_path / "link", tmp_path / "pipe"
    link.symlink_to(secret)
    os.mkfifo(pipe)
    for keep in (True, False):
        for odd in (link, pipe, tmp_path):
            with pytest.raises((ValueError, OSError)):
                put(objects, odd, keep=keep)
    assert not objects.exists("p1", NAME) and secret.exists()


def test_a_source_exchanged_for_a_link_at_the_last_moment_is_refused(objects, source, tmp_path, monkeypatch):
    secret = tmp_path / "secret"
    secret.write_bytes(b"secret")
    link = os.link

    def exchange(*args, **named):
        source.unlink()
        source.symlink_to(secret)
        return link(*args, **named)

    monkeypatch.setattr(os, "link", exchange)
    with pytest.raises(ValueError, match="exchanged"):
        put(objects, source)
    assert not objects.exists("p1", NAME) and left_in_tmp(objects) == [source]


@pytest.mark.parametrize("planted", ["project", "fan", "file"])
def test_t22_a_link_planted_inside_the_store_is_never_followed(objects, source, tmp_path, planted):
    outside = tmp_path / "outside"
    (outside / NAME[:2]).mkdir(parents=True)
    victim = outside / NAME[:2] / NAME
    victim.write_bytes(b"precious")
    place = {
        "project": objects.root / "p1",
        "fan": objects.root / "p1" / NAME[:2],
        "file": objects.path_in("p1", NAME),
    }
    place[planted].parent.mkdir(parents=True, exist_ok=True)
    place[planted].symlink_to({"project": outside, "fan": outside / NAME[:2], "file": victim}[planted])
    if planted == "file":
        assert not objects.exists("p1", NAME)
        put(objects, source)  # takes the link's place
        assert objects.path_in("p1", NAME).read_bytes() == FILM
    else:
        for use in (
            lambda: put(objects, source),
            lambda: objects.open("p1", NAME),
            lambda: objects.exists("p1", NAME),
        ):
            with pytest.raises(OSError):
                use()
        with pytest.raises(OSError):
            asyncio.run(objects.remove("p1", NAME))
    assert victim.read_bytes() == b"precious"


def test_the_stored_file_is_not_its_own_source(objects, source):
    put(objects, source)
    with pytest.raises(ValueError):
        put(objects, objects.path_in("p1", NAME))
    assert objects.exists("p1", NAME)


def test_sweeping_takes_what_the_dead_left_and_nothing_else(objects, source, tmp_path):
    put(objects, source)
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept").write_bytes(b"")
    (objects.temporary()).write_bytes(b"half a film")
    (objects.temporary()).symlink_to(outside)
    folder = objects.temporary()
    (folder / "deeper").mkdir(parents=True)
    assert objects.sweep_tmp() == 3
    assert left_in_tmp(objects) == [] and (outside / "kept").exists() and objects.exists("p1", NAME)
    assert objects.sweep_tmp() == 0


CALLS = ["fsync", "rename", "link", "write", "open", "mkdir", "fchmod", "unlink"]


@pytest.mark.parametrize("keep", [False, True])
@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("lasting", [False, True])
def test_a_disk_that_fails_at_any_call_leaves_all_or_nothing(tmp_path, monkeypatch, call, keep, lasting):
    real = getattr(os, call)
    n = 0
    while True:
        n += 1
        objects = LocalObjects(tmp_path / f"objects-{n}")
        source = objects.temporary()
        source.write_bytes(FILM)
        calls = 0

        def failing(*args, **named):
            nonlocal calls
            calls += 1
            if calls == n or (lasting and calls > n):  # noqa: B023
                raise OSError(errno.ENOSPC, "full")
            return real(*args, **named)

        with monkeypatch.context() as patch:
            patch.setattr(os, call, failing)
            try:
                put(objects, source, keep=keep)
                told = True
            except (Problem, OSError) as error:
                told = False
                assert not isinstance(error, Problem) or error.code == "storage_full"
        if objects.exists("p1", NAME):
            assert objects.path_in("p1", NAME).read_bytes() == FILM
        else:
            assert not told and source.exists(), "what was not stored can be tried again"
        if calls < n:
            assert told
            return
        put(objects, source, keep=keep)
        assert objects.path_in("p1", NAME).read_bytes() == FILM


@pytest.mark.parametrize("keep", [False, True])
def test_bytes_reach_the_disk_before_the_name_and_the_name_before_the_answer(
    objects, source, monkeypatch, keep
):
    """Fault F28: at a power loss whatever has its name has its bytes, and what was answered has its name."""
    seen = []
    fsync, rename = os.fsync, os.rename

    def syncing(descriptor):
        seen.append("directory" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "bytes")
        fsync(descriptor)

    def renaming(*args, **named):
        seen.append("name")
        rename(*args, **named)

    monkeypatch.setattr(os, "fsync", syncing)
    monkeypatch.setattr(os, "rename", renaming)
    put(objects, source, keep=keep)
    assert seen == ["directory", "directory", "bytes", "name", "directory"], "new directories, then the file"
    seen.clear()
    put(objects, source, keep=keep)
    assert seen == ["directory"], "whoever renamed it may have died before the sync"


DYING = """
import asyncio, hashlib, itertools, sys
from pathlib import Path
from onetake.adapters.objects import LocalObjects
objects = LocalObjects(Path(sys.argv[1]))
async def main():
    for n in itertools.count():
        content = b"%d" % n * 200_000
        source = objects.temporary()
        source.write_bytes(content)
        sha256 = hashlib.sha256(content).hexdigest()
        await objects.put("p1", source, sha256, keep=bool(n % 2))
        print(sha256, flush=True)
asyncio.run(main())
"""


@pytest.mark.process
@pytest.mark.parametrize("seed", range(4))
def test_a_kill_leaves_no_half_file_under_a_name(tmp_path, seed):
    process = subprocess.Popen(
        [sys.executable, "-c", DYING, str(tmp_path / "objects")], stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    first = process.stdout.readline()
    time.sleep(random.Random(seed).uniform(0.0, 0.2))
    process.send_signal(signal.SIGKILL)
    rest, _ = process.communicate(timeout=30)
    told = {
        line.strip().decode() for line in (first + rest).splitlines(keepends=True) if line.endswith(b"\n")
    }
    objects = LocalObjects(tmp_path / "objects")
    found = {path.name: path for path in (objects.root / "p1").rglob("*") if path.is_file()}
    assert told and told <= found.keys()
    for name, path in found.items():
        assert hashlib.sha256(path.read_bytes()).hexdigest() == name
    objects.sweep_tmp()
    assert left_in_tmp(objects) == []
