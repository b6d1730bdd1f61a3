"""One simulated server process: the real platform, app and wake engine, on the virtual loop.

It can die at any fault point, statement or commit, sleep in the middle of anything, and be started again on
the same disk. Only one lives at a time, as the lock of a data directory sees to.
"""

import asyncio
import errno
import os
import random
import sqlite3
from collections.abc import Callable, Mapping
from contextvars import copy_context
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from onetake.adapters.backends.upstream import Upstream
from onetake.adapters.database import StoreFailed
from onetake.adapters.objects.local import LocalObjects
from onetake.adapters.wake.embedded import EmbeddedWake
from onetake.apps.server.app import create_app
from onetake.core.catalogue import catalogue
from onetake.core.ports import Input
from onetake.core.problem import Problem
from onetake.core.task import Sighting, Task
from onetake.core.wire import Call, Reply
from onetake.services import callbacks, held, steps
from onetake.services.platform import Platform, Policy
from onetake.testing.simulation.faults import Faults
from onetake.testing.simulation.loop import PROCESS, Loop, Mortal
from onetake.testing.simulation.network import ATTEMPT, Network, Web
from onetake.testing.simulation.store import Database, Died, SimulatedStore

SECRET = bytes(range(32))
PUBLIC = "https://onetake.test"
WINDOW = "submit.before_send"
"""Between the last look at the row and the system call that sends: nobody can tell from inside what became
of the world meanwhile (docs/decisions/0007), so nobody who sleeps here has a successor."""
EXPECTED = ("StoreFailed", "Died")
"""What a handler may raise where a disk fails; anything else is a bug."""


@dataclass(frozen=True)
class Disk:
    """What outlives a process: rows, files, and the provider names that a configuration would hold."""

    database: Database
    root: Path
    upstreams: Mapping[str, str]


class Process(Mortal):
    """`clock` is this machine's wall time (unix seconds). `broke` is told of what no handler may raise."""

    def __init__(
        self,
        loop: Loop,
        disk: Disk,
        network: Network,
        faults: Faults,
        clock: Callable[[], float],
        broke: Callable[[str, BaseException], None],
    ) -> None:
        super().__init__()
        self.loop, self.faults, self.broke = loop, faults, broke
        self.context = copy_context()
        self.context.run(PROCESS.set, self)
        self.dice = random.Random(loop.dice.getrandbits(64))
        self.death: asyncio.Future[None] = loop.create_future()
        self._calls: dict[asyncio.Future[Reply], None] = {}
        self.store = SimulatedStore(disk.database, self._hook, lambda: not self.dead)
        self.platform = self.context.run(self._platform, disk, network, clock)

    @cached_property
    def app(self) -> Any:
        """The application, made for the first who asks: many a process dies before."""
        return create_app(self.platform)

    def _platform(self, disk: Disk, network: Network, clock: Callable[[], float]) -> Platform:
        tmp = disk.root / "tmp"
        tmp.mkdir(exist_ok=True)
        for left in tmp.iterdir():
            left.unlink()
        objects = _Shelf(disk)
        objects.sweep_tmp()
        backends: dict[str, Any] = {}
        platform = Platform(
            store=self.store,
            wake=EmbeddedWake(clock, monotonic=self.loop.time, on_error=self._failed),
            objects=objects,
            fetch=Web(network, lambda: disk.database.full),
            probe=probe,
            backends=backends,
            clock=clock,
            entropy=self.dice.randbytes,
            uniform=self.dice.random,
            point=self._point,
            policy=Policy(
                order=tuple(disk.upstreams), public_url=PUBLIC, animatic_price="documented", poll_every=0.0
            ),
            secret=SECRET,
            tmp=tmp,
        )
        for name, route in disk.upstreams.items():
            backends[name] = _Told(name, route, platform)
        return platform

    def start(self) -> None:
        """Resume what is open, and work."""
        try:
            self.store.claim()
        except (StoreFailed, Died):
            self.die("a start that failed")
            return
        self._starting = self.context.run(self.loop.create_task, self._live())

    async def _live(self) -> None:
        try:
            await self._started()
        except Exception:
            self.die("a start that failed")  # as `onetake serve` ends, for its supervisor to start it again

    async def _started(self) -> None:
        p = self.platform
        await held.break_all(p)
        if self.faults.strikes("crash-at-start"):
            self.die("start")
        self._worker = asyncio.ensure_future(p.wake.run(lambda subject: steps.run(p, subject)))
        await steps.resume(p)

    # -- what strikes -------------------------------------------------------------------------------------

    async def _point(self, name: str) -> None:
        self.loop.note("point", name)
        if self.faults.strikes("crash-at-point"):
            self.die(name)
        if self.faults.strikes("stall"):
            self.loop.note("stalls")
            self.loop.sleep(self, self.dice.uniform(1.0, 400.0))
        if name != WINDOW and self.faults.strikes("zombie"):
            self.loop.note("is taken for dead")
            asleep = self.dice.choice((60.0, 900.0, 9000.0)) * self.dice.random()
            self.loop.sleep(self, asleep)
            self.loop.outside(asleep + self.dice.uniform(1.0, 900.0), self.die, "found by its supervisor")
            self.supplanted()
        if self.dead or self.asleep_until is not None:
            await asyncio.sleep(0)

    def _hook(self, name: str) -> None:
        self.loop.note("sql", name)
        if self.faults.strikes("crash-at-commit" if name == "commit" else "crash-at-statement"):
            self.die(name)
            raise Died
        if name == "commit" and self.faults.strikes("store-fails"):
            raise sqlite3.OperationalError("disk I/O error")

    def die(self, where: str) -> None:
        """kill -9: nothing of this process runs any more; who waits for its answers is cut off."""
        if self.dead:
            return
        self.loop.note("dies", where)
        self.dead = True
        self.supplanted()

    def supplanted(self) -> None:
        """Another one takes its place, as where the lock was stolen or the file system lost it; who waits for
        an answer is cut off. Where it is only asleep, it will go on as if nothing had been."""
        if not self.death.done():
            self.death.set_result(None)
        for call in list(self._calls):
            if not call.done():
                call.set_exception(ConnectionResetError("the server is gone"))

    def _failed(self, subject: str, error: BaseException, failures: int) -> None:
        swept = self.death.done() and isinstance(error, FileNotFoundError)  # its successor cleaned up
        if type(error).__name__ not in EXPECTED and not swept:
            self.broke(subject, error)

    # -- the way in ---------------------------------------------------------------------------------------

    async def ask(self, call: Call) -> Reply:
        """Answer one request, straight through the ASGI application. Raises ConnectionResetError."""
        if self.death.done():
            raise ConnectionRefusedError("nobody listens")
        answered: asyncio.Future[Reply] = self.loop.create_future()
        self._calls[answered] = None
        self.context.run(self.loop.create_task, self._serve(call, answered))
        try:
            return await answered
        finally:
            self._calls.pop(answered, None)

    async def _serve(self, call: Call, answered: "asyncio.Future[Reply]") -> None:
        status, headers, pieces, body = 0, dict[str, str](), list[bytes](), [call.body]

        async def receive() -> dict[str, Any]:
            if body:
                return {"type": "http.request", "body": body.pop(), "more_body": False}
            await self.loop.create_future()  # who asks never hangs up
            raise AssertionError

        async def send(message: Any) -> None:
            nonlocal status, headers
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = {k.decode("latin-1").lower(): v.decode("latin-1") for k, v in message["headers"]}
            else:
                pieces.append(message.get("body", b""))

        try:
            await self.app(_scope(call), receive, send)
        except Died:
            return
        if not answered.done():
            answered.set_result(Reply(status, headers, b"".join(pieces)))


class _Shelf(LocalObjects):
    """The real files, on a disk that may be full."""

    def __init__(self, disk: Disk) -> None:
        super().__init__(disk.root / "objects")
        self._disk = disk.database

    def _written(self, source: Path, sha256: str, spare: int, keep: bool) -> str:
        if self._disk.full:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return super()._written(source, sha256, spare, keep)


class _Told(Upstream):
    """The real upstream; which attempt a create belongs to is told past the wire."""

    def __init__(self, name: str, route: str, platform: Platform) -> None:
        profile = replace(catalogue().routes[route], origin=f"https://{name}.test")
        web: Any = platform.fetch
        super().__init__(
            name, profile, profile.origin, "a-credential", web, link=lambda task, place: None,
            callback=lambda task: callbacks.url_for(platform, task), timeout=platform.policy.submit_timeout,
        )  # fmt: skip

    async def submit(self, task: Task, inputs: Any) -> Sighting:
        mark = ATTEMPT.set((task.id, task.attempt))
        try:
            return await super().submit(task, inputs)
        finally:
            ATTEMPT.reset(mark)

    async def prepare(self, task: Task, inputs: "list[Input] | Any") -> None:
        return None


async def probe(path: Path, kind: str, *, decode: bool = False) -> Any:
    """Facts by content: everything is a fine 480p film unless it says that it is broken."""
    data = path.read_bytes()
    if not data.startswith(b"a film"):
        raise Problem("media_invalid", "not a media file")
    return SimpleNamespace(
        kind=kind, mime="video/mp4", format="mp4", width=864, height=496, seconds=5.0, fps=24.0,
        codec="h264", audio_codec="aac", bytes=len(data),
    )  # fmt: skip


def _scope(call: Call) -> dict[str, Any]:
    path, _, query = call.path.partition("?")
    headers = [(n.lower().encode("latin-1"), v.encode("latin-1")) for n, v in call.headers.items()]
    headers += [(b"host", b"onetake.test"), (b"content-length", str(len(call.body)).encode())]
    return {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": call.method,
        "scheme": "https", "path": path, "raw_path": path.encode(), "query_string": query.encode(),
        "root_path": "", "headers": headers, "client": ("127.0.0.1", 1), "server": ("onetake.test", 443),
        "state": {},
    }  # fmt: skip
