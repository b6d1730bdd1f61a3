"""The jail itself: what the child cannot do, and what becomes of one that misbehaves."""

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from onetake.core.problem import Problem
from onetake.media import jail as parent
from onetake.media import landlock
from onetake.media.jail import jail_report
from onetake.media.probe import probe
from onetake.media.sniff import FORMATS

pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(sys.platform != "linux", reason="the media jail is complete on Linux only"),
]


ATTEMPTS = {
    *("read_file", "write_file", "reopen", "name_file", "larger_file", "more_memory", "tcp", "udp"),
    *("execute", "fork", "signal", "parents_limits"),
}


OFF = {
    "namespaces": "lock.enter_namespaces = lambda: lock.Own(False, False, False)",
    "root": "lock.empty_root = lambda: False",
    "landlock": "landlock.deny_all = lambda: 0",
    "seccomp": "seccomp.refuse_calls = lambda: False",
    "limits": "lock.limit_resources = lambda _: False",
}
SWITCHED = (
    "import sys; from onetake.media import child, landlock, lock, seccomp; {off}; child.main({arguments})"
)


def reported(work: str, *off: str) -> dict[str, bool]:
    """What a child whose locks are switched off so says that it was refused."""
    code = SWITCHED.format(off="; ".join(off), arguments=["report", work])
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, timeout=20)
    return json.loads(done.stdout)["refused"]


@pytest.mark.parametrize("work", ["look", "repair"])
def test_t06_every_attempt_is_refused_inside(work) -> None:
    report = jail_report(work)
    assert report["holds"], report
    assert set(report["refused"]) == ATTEMPTS
    assert report["no_new_privs"] and report["limits"] and report["seccomp"] and report["single_thread"]
    assert report["landlock"] == landlock.version()


@pytest.mark.parametrize("work", ["look", "repair"])
@pytest.mark.parametrize("without", ["namespaces", "root", "landlock", "seccomp"])
def test_t06_the_locks_overlap(without, work) -> None:
    """Where a container forbids one of them, the attempts are still refused."""
    refused = reported(work, OFF[without])
    if without == "seccomp":
        # The memory limit and Landlock are left for files and exec; the network namespace stands alone
        # against UDP, which binds but reaches nobody; in a list of processes of its own the child has nobody
        # to signal, and new processes have no other guard.
        for alone in ("udp", "fork"):
            refused.pop(alone)
    assert all(refused.values()), refused


def test_a_trial_that_is_not_refused_is_told() -> None:
    """The report is no formality: without any lock it says so."""
    refused = reported("repair", *OFF.values())
    Path("/tmp/onetake-jail-trial").unlink()
    assert not any(refused[name] for name in ("read_file", "udp", "fork", "larger_file", "reopen"))


FILES = {"read_file", "write_file", "reopen", "name_file", "execute"}
ALONE = {
    "namespaces": FILES | {"tcp", "signal", "parents_limits"},
    "landlock": FILES | ({"tcp"} if landlock.version() >= 4 else set()),
    "seccomp": ATTEMPTS - {"more_memory", "larger_file"},
    "limits": {"more_memory", "larger_file"},
}


@pytest.mark.parametrize("layer", ALONE)
def test_t06_each_lock_alone_refuses_its_part(layer) -> None:
    refused = reported("look", *(off for name, off in OFF.items() if name not in (layer, "root")))
    with contextlib.suppress(FileNotFoundError):
        Path("/tmp/onetake-jail-trial").unlink()
    assert all(refused[name] for name in ALONE[layer]), refused


@pytest.mark.parametrize("without", ["nothing", *OFF])
def test_t06_a_real_film_is_measured_whatever_locks_there_are(media, monkeypatch, without) -> None:
    code = SWITCHED.format(off=OFF.get(without, "pass"), arguments="sys.argv[1:]")
    monkeypatch.setattr(parent, "_CHILD", (sys.executable, "-I", "-c", code))
    found = asyncio.run(probe(media / "mp4", "video", decode=True))
    assert (found.width, found.height, found.codec) == (320, 180, "h264")


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_nothing_runs_beside_the_child_when_its_locks_close(name) -> None:
    """Landlock and seccomp bind one thread; a library that starts another on load would leave it outside."""
    code = (
        "from onetake.media import child, lock; from onetake.media.sniff import FORMATS; "
        f"f = FORMATS[{name!r}]; "
        "[child._looking(f, mode) for mode in ('header', 'decode', 'survey')]; "
        "verbs = ('repair', 'still') if f.kind == 'video' else ('repair',); "
        "[child._writing(f, verb, '1', '{}') for verb in verbs]; print(lock.threads())"
    )
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, timeout=20)
    assert done.stdout == "1\n", done.stderr


def misbehaving(monkeypatch, code: str) -> None:
    monkeypatch.setattr(parent, "_CHILD", (sys.executable, "-I", "-c", code))


def outcome(path: Path, timeout: float = 5) -> Problem:
    with pytest.raises(Problem) as caught:
        asyncio.run(probe(path, "image", timeout=timeout))
    return caught.value


LOCKED = "import os,sys,time; os.write(1, b'locked\\n'); "


@pytest.mark.parametrize(
    "code",
    [
        "os.abort()",
        "os._exit(0)",
        "os._exit(1)",
        "os.write(1, b'not json\\n')",
        "os.write(1, b'[]\\n')",
        "os.write(1, b'{}\\n')",
        "os.write(1, b'{\"found\": 5}\\n')",
        "os.write(1, b'{\"refused\": 5}\\n')",
        "[os.write(1, b'x' * 65536) for _ in range(1000)]",
        "os.write(1, b'[' * 50000 + b'\\n')",
        "os.kill(os.getpid(), 11)",
    ],
)
def test_t06_a_child_that_breaks_after_the_lock_means_bad_media(media, monkeypatch, code) -> None:
    misbehaving(monkeypatch, LOCKED + code)
    assert outcome(media / "png").code == "media_invalid"


@pytest.mark.parametrize("code", ["raise SystemExit(1)", "print('hello')", "import time; time.sleep(60)"])
def test_a_child_that_never_locks_is_our_fault(media, monkeypatch, code) -> None:
    misbehaving(monkeypatch, code)
    assert outcome(media / "png", timeout=0.4).code == "internal"


def test_only_values_of_the_right_type_are_believed(media, monkeypatch) -> None:
    answer = '{"found": {"width": "9", "height": -1, "seconds": true, "fps": 1e300, "codec": "a b", "x": 1}}'
    misbehaving(monkeypatch, LOCKED + f"os.write(1, b'{answer}\\n')")
    found = asyncio.run(probe(media / "png", "image"))
    assert (found.width, found.height, found.seconds, found.fps, found.codec) == (None,) * 5


def gone(pid: int) -> bool:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    return True


def until_gone(pid: int, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not gone(pid) and time.monotonic() < end:
        time.sleep(0.02)
    return gone(pid)


def test_t06_a_child_that_hangs_is_killed_with_its_group(media, monkeypatch, tmp_path) -> None:
    note = tmp_path / "pids"
    fork = f"child = os.fork(); open({str(note)!r}, 'a').write(f'{{os.getpid()}}\\n'); time.sleep(60)"
    misbehaving(monkeypatch, LOCKED + fork)
    problem = outcome(media / "png", timeout=1)
    assert problem.code == "media_invalid"
    assert "too long" in problem.detail
    pids = [int(line) for line in note.read_text().split()]
    assert len(pids) == 2
    assert all(until_gone(pid, 2) for pid in pids)


HANGS = "import os, sys, time; from onetake.media import child; child._done = lambda *_: time.sleep(60); "


def children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_t06_who_reads_the_media_is_alone_in_its_list_of_processes() -> None:
    told = "os.write(1, f'{os.getpid()} {os.getppid()} {lock.threads()} {os.getpgid(0)}\\n'.encode())"
    code = (
        f"import os; from onetake.media import lock; print(lock.enter_namespaces()); lock.be_first(); {told}"
    )
    done = subprocess.run(
        [sys.executable, "-u", "-I", "-c", code], capture_output=True, text=True, timeout=20
    )
    own, seen = done.stdout.splitlines()
    assert own == "Own(network=True, mounts=True, processes=True)"
    assert seen == "1 0 1 0"


def test_t06_a_reader_that_hangs_is_gone_with_the_one_that_waits_for_it(media, monkeypatch) -> None:
    misbehaving(monkeypatch, HANGS + "child.main(sys.argv[1:])")
    seen, end = [], parent.end

    async def watched(child) -> None:
        seen.extend([*children(child.pid), child.pid])
        await end(child)

    monkeypatch.setattr(parent, "end", watched)
    assert "too long" in outcome(media / "png", timeout=2).detail
    assert len(seen) == 2
    assert all(gone(pid) for pid in seen)


def test_t06_a_server_that_is_the_first_process_is_left_no_dead_readers(media) -> None:
    """Orphans fall to the first process of a container, where that is the server: they would pile up."""
    code = (
        "import asyncio, ctypes, os, sys; from pathlib import Path\n"
        "ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER\n"
        "from onetake.core.problem import Problem\nfrom onetake.media import jail, probe\n"
        f"jail._CHILD = (sys.executable, '-I', '-c', {HANGS + 'child.main(sys.argv[1:])'!r})\n"
        "try: asyncio.run(probe.probe(Path(sys.argv[1]), 'image', timeout=1))\n"
        "except Problem: print(Path(f'/proc/self/task/{os.getpid()}/children').read_text().split())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(media / "png")], capture_output=True, text=True, timeout=20
    )
    assert done.stdout == "[]\n", done.stderr


@pytest.mark.parametrize("victim", ["waits", "reads"])
def test_t06_either_of_the_two_takes_the_other_with_it(media, victim) -> None:
    code = HANGS + "child.main(['png', 'decode'])"
    with (
        (media / "png").open("rb") as file,
        subprocess.Popen([sys.executable, "-I", "-c", code], stdin=file, stdout=subprocess.PIPE) as waits,
    ):
        assert waits.stdout is not None and waits.stdout.readline() == b"locked\n"
        (reads,) = children(waits.pid)
        os.kill(waits.pid if victim == "waits" else reads, signal.SIGKILL)
        assert until_gone(reads, 2) and waits.wait(2) != 0
        assert waits.stdout.read() == b""


def test_t06_where_the_kernel_gives_no_list_of_processes_the_rest_holds_and_it_is_said() -> None:
    code = (
        "from onetake.media import child, lock; "
        "lock.ctypes.CDLL = lambda _, real=lock.ctypes.CDLL(None): type('Libc', (), {'__getattr__': "
        "lambda s, name: getattr(real, name) if name != 'unshare' else "
        "(lambda flags: -1 if flags & lock._CLONE_NEWPID else real.unshare(flags))})(); "
        "child.main(['report', 'look'])"
    )
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, timeout=20)
    report = json.loads(done.stdout)
    assert not report.pop("process_namespace")
    assert all(report.pop("refused").values()) and report["network_namespace"] and report["empty_root"]


def test_cancelling_a_probe_kills_its_child(media, monkeypatch, tmp_path) -> None:
    note = tmp_path / "pid"
    misbehaving(monkeypatch, LOCKED + f"open({str(note)!r}, 'w').write(str(os.getpid())); time.sleep(60)")

    async def run() -> None:
        work = asyncio.create_task(probe(media / "png", "image"))
        for _ in range(200):
            if note.exists() and note.read_text():
                break
            await asyncio.sleep(0.02)
        work.cancel()
        with pytest.raises(asyncio.CancelledError):
            await work

    asyncio.run(run())
    assert until_gone(int(note.read_text()), 2)


def test_a_child_dies_with_its_parent() -> None:
    """The child waits for media on a pipe that stays open; only the parent's death can end it."""
    ours, theirs = os.pipe()
    start = (
        "import subprocess, sys, time; "
        "c = subprocess.Popen([sys.executable, '-I', '-m', 'onetake.media.child', 'mp3', 'header'], "
        "stdin=0, stdout=subprocess.PIPE, start_new_session=True); "
        "c.stdout.readline(); print(c.pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", start], stdin=ours, stdout=subprocess.PIPE) as middle:
        assert middle.stdout is not None
        try:
            child = int(middle.stdout.readline())
            both = [child, *children(child)]
            assert len(both) == 2 and not any(gone(pid) for pid in both)
            middle.send_signal(signal.SIGKILL)
            assert all(until_gone(pid, 2) for pid in both)
        finally:
            middle.kill()
            os.close(ours)
            os.close(theirs)


def test_t06_nothing_of_the_environment_reaches_the_child(media, monkeypatch) -> None:
    monkeypatch.setenv("ONETAKE_SECRET", "s3cret")
    answer = '{"found": {"width": WIDTH}}'
    code = (
        LOCKED + "seen = len(os.environ.get('ONETAKE_SECRET', '')) + 7 + (os.getcwd() != '/') + "
        "sum(os.path.exists(f'/proc/self/fd/{n}') for n in range(3, 30)) * 0; "
        f"os.write(1, {answer!r}.replace('WIDTH', str(seen)).encode() + b'\\n')"
    )
    misbehaving(monkeypatch, code)
    assert asyncio.run(probe(media / "png", "image")).width == 7
