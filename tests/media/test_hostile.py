"""T06, T07: more than 60 files that mean harm, each in the real jail behind a tripwire.

The tripwire is a second filter: it kills a child that as much as tries to open a file, to make a socket or
to start a program, where the jail's own filter would only refuse. ONETAKE_MEDIA_MUTANTS=N changes
good files N times.
"""

import asyncio
import os
import random
import resource
import signal
import sys
import time
from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

import pytest

from onetake.core.problem import Problem
from onetake.media import jail, seccomp
from onetake.media.probe import Probe, probe

from .hostile import HARM

pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(sys.platform != "linux", reason="the media jail is complete on Linux only"),
]
MUTANTS = int(os.environ.get("ONETAKE_MEDIA_MUTANTS", "24"))
GOOD = {
    **dict.fromkeys(("jpeg", "png", "webp", "gif", "tiff", "bmp", "heic"), "image"),
    **dict.fromkeys(("mp4", "mov", "hevc", "silent"), "video"),
    **dict.fromkeys(("mp3", "wav"), "audio"),
}
TRIPPED = (
    *("socket", "socketpair", "connect", "bind", "sendto", "sendmsg", "execve", "execveat", "fork", "vfork"),
    *("open", "creat", "openat", "openat2", "unlink", "unlinkat", "mkdir", "rename", "io_uring_setup"),
)
TRIPWIRE = f"""
import sys
from onetake.media import child, seccomp
locked, refused, answer, clone3 = seccomp.refuse_calls, seccomp._REFUSED, seccomp._ERRNO, seccomp._CLONE3
def both():
    seccomp._REFUSED = {{name: refused[name] for name in {TRIPPED!r}}}
    seccomp._ERRNO, seccomp._CLONE3 = seccomp._KILL, (9999, 9999)
    tripwire = locked()
    seccomp._REFUSED, seccomp._ERRNO, seccomp._CLONE3 = refused, answer, clone3
    return tripwire and locked()
seccomp.refuse_calls = both
child.main(sys.argv[1:])
"""
_children: ContextVar[list[asyncio.subprocess.Process]] = ContextVar("children")


@dataclass
class Seen:
    """What became of one file: the code of its refusal or "", the seconds it took, how its child ended."""

    code: str
    detail: str
    seconds: float
    signals: list[int]


def memory() -> int:
    """Bytes that this process holds now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


async def seen(path: Path, kind: str) -> Seen:
    """Call it in a task of its own."""
    children: list[asyncio.subprocess.Process] = []
    _children.set(children)
    code = detail = ""
    at = time.monotonic()
    try:
        assert isinstance(await probe(path, kind, decode=True), Probe)
    except Problem as problem:
        code, detail = problem.code, problem.detail
    took = time.monotonic() - at
    return Seen(code, detail, took, [child.returncode or 0 for child in children])


def all_seen(files: Iterable[tuple[str, str, bytes]], room: Path, child: str = TRIPWIRE) -> dict[str, Seen]:
    """Two at a time, so that waiting for a turn is not counted."""
    started = jail._started
    found: dict[str, Seen] = {}

    async def noted(*arguments, **more):
        _children.get().append(await started(*arguments, **more))
        return _children.get()[-1]

    async def work(room: Path, queue: Iterator[tuple[str, str, bytes]]) -> None:
        for name, kind, raw in queue:
            room.write_bytes(raw)
            found[name] = await asyncio.create_task(seen(room, kind))

    async def run() -> None:
        queue = iter(files)
        await asyncio.gather(*(work(room / f"file{n}", queue) for n in range(2)))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jail, "_started", noted)
        patch.setattr(jail, "_CHILD", (sys.executable, "-I", "-c", child))
        asyncio.run(run())
    return found


@pytest.fixture(scope="module")
def good(media: Path) -> dict[str, bytes]:
    return {name: (media / name).read_bytes() for name in GOOD}


@pytest.fixture(scope="module")
def harmed(good, tmp_path_factory) -> tuple[dict[str, Seen], int, int]:
    """What became of each file of the corpus, and how many bytes this process has grown by."""
    room = tmp_path_factory.mktemp("hostile")
    made = [(name, kind, make(good)) for name, (kind, make) in HARM.items()]
    all_seen(made[:1], room)
    before, had = memory(), largest_child()
    return all_seen(made, room), memory() - before, had


def largest_child() -> int:
    """Bytes of the largest child that this process ever had."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024


def check(name: str, result: Seen) -> None:
    assert -signal.SIGSYS not in result.signals, f"{name}: the child reached out"
    assert result.code in ("", "media_invalid", "media_too_large"), (name, result.detail)
    assert result.seconds <= 5, name


def test_t06_the_corpus_is_large_enough() -> None:
    assert len(HARM) >= 60


@pytest.mark.parametrize("name", HARM)
def test_t06_hostile_media_reaches_nothing(harmed, name) -> None:
    check(name, harmed[0][name])


FLOODS = [name for name in HARM if any(word in name for word in ("squared", "2^31", "169 mega", "frames"))]


@pytest.mark.parametrize("name", [n for n in FLOODS if HARM[n][0] == "image" and not n.startswith("APNG")])
def test_t07_a_flood_is_refused(harmed, name) -> None:
    assert harmed[0][name].code == "media_invalid"


def test_t06_neither_the_children_nor_their_parent_grow(harmed) -> None:
    assert harmed[1] < 32 * 2**20
    # Others may have had a larger one before: what counts is what these have added.
    assert largest_child() <= max(harmed[2], 2**30)


def test_t06_good_media_passes_the_same_tripwire(good, tmp_path) -> None:
    found = all_seen([(name, kind, good[name]) for name, kind in GOOD.items()], tmp_path)
    assert {name: result.detail for name, result in found.items()} == dict.fromkeys(GOOD, "")


def test_the_tripwire_kills_who_touches_it(good, tmp_path) -> None:
    tempted = TRIPWIRE.replace(
        "child.main(sys.argv[1:])",
        "from onetake.media import picture; look = picture.look; "
        "picture.look = lambda *a, **m: (open('/etc/passwd'), look(*a, **m))[1]\nchild.main(sys.argv[1:])",
    )
    found = all_seen([("png", "image", good["png"])], tmp_path, tempted)["png"]
    assert found.signals == [-signal.SIGSYS]
    assert set(TRIPPED) <= set(seccomp._REFUSED)


def mutant(raw: bytes, dice: random.Random) -> bytes:
    """Good bytes with some of them wrong, lost, doubled or said to be huge; the first 32 say the format."""
    changed = bytearray(raw)
    for _ in range(dice.choice((1, 3, 30))):
        at = dice.randrange(32, len(changed))
        match dice.randrange(4):
            case 0:
                changed[at] = dice.randrange(256)
            case 1:
                del changed[at : at + dice.randrange(1, 64)]
            case 2:
                changed[at:at] = changed[at : at + dice.randrange(1, 64)]
            case _:
                changed[at : at + 4] = dice.choice((b"\0\0\0\0", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff"))
        if len(changed) < 64:
            break
    return bytes(changed)


def test_t06_good_media_changed_at_random_reaches_nothing(good, tmp_path) -> None:
    names = sorted(GOOD)
    turns = [(seed, names[seed % len(names)]) for seed in range(MUTANTS)]
    files = ((f"seed {n}: {name}", GOOD[name], mutant(good[name], random.Random(n))) for n, name in turns)
    before = memory()
    for name, result in all_seen(files, tmp_path).items():
        check(name, result)
    assert memory() - before < 32 * 2**20
