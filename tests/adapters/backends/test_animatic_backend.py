"""The supervisor of render children: whatever happens around the start of one, none goes on unwanted."""

import asyncio
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from onetake.adapters.backends import child
from onetake.adapters.backends.animatic import Animatic
from onetake.core.request import Media, Request
from onetake.core.task import Task

SLEEPER = "import sys, time; sys.stdin.readline(); time.sleep(60)"


def task(id="a" * 26):
    request = Request(prompt="a fox", model="m", model_name="m", mode="text", ratio="16:9")
    return Task(
        id=id, project="p", key_id="k", dialect="ark", route="volcengine", backend="animatic", request=request
    )


@pytest.fixture
def program(monkeypatch):
    """Run this Python text as the child instead of the engine."""
    start = asyncio.create_subprocess_exec

    def use(text):
        async def spawn(executable, *_, **more):
            return await start(executable, "-c", text, **more)

        monkeypatch.setattr(asyncio, "create_subprocess_exec", spawn)

    return use


async def until(condition, seconds=5.0):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come"
        await asyncio.sleep(0.01)


def test_what_lives_in_a_providers_library_cannot_be_drawn(tmp_path):
    engine = Animatic(tmp_path / "tmp", lambda _: None, slots=1)
    plain = task().request
    library = Media("image", "first_frame", "asset://asset-1")
    ours = Media("image", "first_frame", "asset://" + "a" * 26)
    assert engine.inexpressible(replace(plain, media=(ours,))) == []
    assert engine.inexpressible(replace(plain, media=(ours, library), sample="s-1")) == ["media[1]", "sample"]


@pytest.mark.parametrize("way", ["cancel", "forget", "close"])
def test_a_child_that_is_not_wanted_any_more_while_it_starts_is_ended(tmp_path, program, way):
    program(SLEEPER)

    async def story():
        engine = Animatic(tmp_path / "tmp", lambda _: None, slots=1)
        await engine.submit(task(), [])
        await asyncio.sleep(0)  # the render has begun, its process has not
        began = time.monotonic()
        if way == "cancel":
            await engine.cancel(task())
        elif way == "forget":
            engine.forget(task())
        else:
            await engine.close()
        await until(lambda: not engine._running)
        assert time.monotonic() - began < 5.0
        await engine.close()

    asyncio.run(story())


def test_forgetting_a_render_ends_its_child_and_frees_the_slot(tmp_path, program):
    program(SLEEPER)

    async def story():
        engine = Animatic(tmp_path / "tmp", lambda _: None, slots=1)
        await engine.submit(task(), [])
        await until(lambda: next(iter(engine._work.values())).child is not None)
        await engine.submit(task("b" * 26), [])
        engine.forget(task())
        await until(lambda: engine._work[f"{'b' * 26}.1"].status == "running")
        assert len(engine._work) == 1
        await engine.close()

    asyncio.run(story())


@pytest.mark.parametrize(
    "text",
    [
        "print('x' * 2**21, flush=True); import time; time.sleep(60)",
        "print(5); print([]); print('{\"frames\": 1}'); print('{')",
        "import os; os.close(1); raise SystemExit(0)",
    ],
)
def test_a_child_that_speaks_nonsense_has_failed(tmp_path, program, text):
    program(text)

    async def story():
        engine = Animatic(tmp_path / "tmp", lambda _: None, slots=1)
        await engine.submit(task(), [])
        await until(lambda: not engine._running)
        seen = await engine.look(task())
        assert (seen.status, seen.problem.code) == ("failed", "generation_failed")

    asyncio.run(story())


def test_a_child_that_hangs_is_ended(tmp_path, program, monkeypatch):
    monkeypatch.setattr(child, "SILENCE", 0.3)
    program(SLEEPER)

    async def story():
        engine = Animatic(tmp_path / "tmp", lambda _: None, slots=1)
        await engine.submit(task(), [])
        await until(lambda: not engine._running)
        assert (await engine.look(task())).status == "failed"

    asyncio.run(story())


def test_a_number_that_was_given_back_is_never_signalled(monkeypatch):
    signalled = []
    monkeypatch.setattr("os.killpg", lambda *told: signalled.append(told))

    async def story():
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", "", stdin=-1, stdout=-1, stderr=-1, start_new_session=True
        )
        ended = child.Child(process)
        await process.wait()
        await ended.kill()
        assert signalled == []

    asyncio.run(story())


def alive(pid: int) -> bool:
    """Whether a process still runs; one that nobody has asked after yet has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_cancel_ends_the_child_and_what_it_has_started_within_a_second(tmp_path, program):
    told = tmp_path / "started"
    program(
        "import subprocess, sys, time; sys.stdin.readline();"
        "own = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
        f"open({str(told)!r}, 'w').write(f'{{own.pid}}\\n'); time.sleep(60)"
    )

    async def story():
        engine = Animatic(tmp_path / "tmp", lambda _: None, slots=1)
        await engine.submit(task(), [])
        await until(lambda: told.exists() and told.read_text().endswith("\n"))
        own = next(iter(engine._work.values())).child
        assert own is not None
        pids = [own._process.pid, int(told.read_text())]
        assert all(alive(pid) for pid in pids)
        await engine.cancel(task())
        await until(lambda: not any(alive(pid) for pid in pids), 1.0)
        await engine.close()

    asyncio.run(story())


@pytest.mark.slow
@pytest.mark.process
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_large_render_under_way_ends_within_a_second_of_its_cancel(tmp_path):
    large = replace(task().request, resolution="1080p", duration=15)

    async def story():
        engine = Animatic(tmp_path / "tmp", lambda _: None, slots=1)
        await engine.submit(replace(task(), request=large), [])
        work = next(iter(engine._work.values()))
        await until(lambda: work.child is not None and work.progress.done, 60.0)
        assert work.child is not None
        pid = work.child._process.pid
        await engine.cancel(replace(task(), request=large))
        await until(lambda: not alive(pid), 1.0)
        assert work.status == "cancelled"
        await engine.close()
        assert not list((tmp_path / "tmp").rglob("*.mp4"))

    asyncio.run(story())
