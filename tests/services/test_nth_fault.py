"""F28, F33, F34: the Nth operation fails, once or for good until the disk is repaired.

Whatever N and whatever the operation: a create that was answered is a task, nothing is made or paid twice,
every hold closes.

Kinds: a statement, a commit, and every call to the system that writes (open for writing, fsync, rename, link,
write). `ONETAKE_NTH=all` walks through all of them; a run of the suite takes every so-manieth.
"""

import errno
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from onetake.adapters.database import StoreFailed
from onetake.core.problem import Problem
from onetake.core.request import Media

pytestmark = [pytest.mark.slow]

ALL = os.environ.get("ONETAKE_NTH") == "all"
HEAL_AFTER = 40
"""Steps of the engine until a lasting fault is repaired."""
URL = "https://media.test/fox.png"
OS_CALLS = ("open", "fsync", "rename", "link", "write")


class Nth:
    """Counts calls; fails the Nth, or all from the Nth on until it is healed."""

    def __init__(self, n: int, lasting: bool, error: Callable[[], BaseException]) -> None:
        self.n, self.lasting, self.error, self.calls, self.healed = n, lasting, error, 0, False

    def __call__(self, *_: object) -> None:
        self.calls += 1
        if not self.healed and (self.calls == self.n or (self.lasting and self.calls > self.n)):
            raise self.error()


def _full() -> BaseException:
    return OSError(errno.ENOSPC, "no space left on device")


def _disk() -> BaseException:
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR  # type: ignore[misc]
    return error


@contextmanager
def failing(world: Any, kind: str, nth: Nth, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The fault in its place, while the block runs."""
    with monkeypatch.context() as patch:
        if kind == "statement":
            world.store.inject(on_statement=nth)
        elif kind == "commit":
            world.store.inject(before_commit=nth)
        else:
            _patch_os(patch, world, kind, nth)
        yield
    world.store.inject()


def _patch_os(patch: pytest.MonkeyPatch, world: Any, kind: str, nth: Nth) -> None:
    usual = getattr(os, kind)
    root = str(world.root)

    def call(*args: Any, **more: Any) -> Any:
        writes = kind != "open" or (len(args) > 1 and args[1] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
        ours = not isinstance(args[0], str) or more or args[0].startswith(root)
        if writes and ours:
            nth()
        return usual(*args, **more)

    patch.setattr(os, kind, call)
    if kind in ("open", "write"):  # the store lies on another file system: it copies
        patch.setattr(os, "link", _elsewhere)


def _elsewhere(*_: Any, **__: Any) -> None:
    raise OSError(errno.EXDEV, "another file system")


async def lifecycle(world: Any, nth: Nth, heal_at: int) -> tuple[Any, list[Any]]:
    """Two customers' creates and their end: (key, tasks that were answered for)."""
    key = await world.key(credits=1_000_000_000)
    world.web.pages[URL] = b"a fox"
    world.provider.script = ["ok", "lost-after", "refused", "ok"]
    image = Media("image", "first_frame", URL)
    made = []
    for name, media in (("one", ()), ("two", (image,)), ("three", ())):
        for _ in range(4):  # a customer tries again with the same key
            try:
                made.append(await world.create(key, idempotency=name, prompt=name, media=media))
                break
            except (StoreFailed, Problem, OSError, sqlite3.Error):
                continue
    await drive(world, nth, heal_at)
    return key, made


async def drive(world: Any, nth: Nth, heal_at: int) -> None:
    """Run as the wake engine does: a handler that fails runs again a second later."""
    for step in range(600):
        if step == heal_at:
            nth.healed = True
        waiting = {s: at for s, at in world.wake.due.items() if s != "sweep:"}
        if not waiting:
            return
        subject = min(waiting, key=lambda s: (waiting[s], s))
        try:
            await world.step()
        except (StoreFailed, Problem, OSError, sqlite3.Error):
            world.now += 1.0
            world.wake.wake(subject, world.now)
    raise AssertionError(f"still waiting: {world.wake.due}")


async def check(world: Any, key: Any, made: list[Any], nth: Nth) -> None:
    nth.healed = True
    assert await world.faults() == []
    ended = [await world.task(task) for task in made]
    assert all(task.ended for task in ended), [(t.phase, t.problem) for t in ended]
    stored = await world.store.read(lambda sql: [row["id"] for row in sql.all("task.open")])
    assert stored == [], "a task that nobody was told of is still open"
    for task in ended:
        sends = sum(row["task"] == task.id for row in world.provider.accepted.values())
        assert sends <= task.attempt
        if task.status == "succeeded":
            assert world.p.objects.exists(task.project, task.output.video)
    assert len({task.id for task in made}) == len(made) <= 3
    _, pending = await world.balance(key)
    assert pending == 0


def count(world_of: Callable[[], Any], go: Any, kind: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many operations of a kind one lifecycle has."""
    world, nth = world_of(), Nth(0, False, _disk)

    async def story() -> None:
        with failing(world, kind, nth, monkeypatch):
            key, made = await lifecycle(world, nth, HEAL_AFTER)
        await check(world, key, made, nth)
        assert len(made) == 3

    go(story())
    return nth.calls


@pytest.mark.parametrize("lasting", [False, True], ids=["once", "from then on"])
@pytest.mark.parametrize("kind", ["statement", "commit", *OS_CALLS])
def test_f34_f33_f28_whatever_operation_fails(
    tmp_path: Any, go: Any, world: Any, kind: str, lasting: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = iter(range(10_000))

    def world_of() -> Any:
        root = tmp_path / f"w{next(numbers)}"
        root.mkdir()
        return type(world)(root)

    calls = count(world_of, go, kind, monkeypatch)
    assert calls > 1, f"the lifecycle has no {kind}: this test would prove nothing"
    stride = 1 if ALL else max(1, calls // 12)
    for n in range(1, calls + 1, stride):
        fresh = world_of()
        nth = Nth(n, lasting, _disk if kind in ("statement", "commit") else _full)

        async def story(fresh: Any = fresh, nth: Nth = nth) -> None:
            with failing(fresh, kind, nth, monkeypatch):
                key = made = None
                try:
                    key, made = await lifecycle(fresh, nth, HEAL_AFTER)
                except (StoreFailed, sqlite3.Error):
                    assert key is None  # the key could not be made: nobody was promised anything
            if key is not None and made is not None:
                await drive(fresh, nth, 0)
                await check(fresh, key, made, nth)
            await fresh.store.close()

        go(story())
