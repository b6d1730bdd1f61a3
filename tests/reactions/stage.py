"""Two Onetakes on loopback TLS, in one process and in virtual time: the engine, whose provider is the other's
sandbox.

The rows, the dialects, the sockets and the acts are real; only waiting is not. Nothing sleeps: when neither
side has anything to do, the common clock jumps to whatever is due next.
"""

import asyncio
import os
import random
import ssl
import time
from collections.abc import Mapping
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import trustme

from onetake.adapters.backends.clips import Clips, Wanted
from onetake.adapters.backends.sandbox import Sandbox as SandboxBackend
from onetake.adapters.backends.upstream import Upstream
from onetake.adapters.database.sqlite.store import SqliteStore
from onetake.adapters.http.fetch import Fetcher
from onetake.adapters.http.guard import Guard
from onetake.adapters.objects.local import LocalObjects
from onetake.apps.run import bind, url_of
from onetake.apps.server.app import Site, create_app
from onetake.apps.server.run import serve
from onetake.apps.server.sandbox import Sandbox
from onetake.core import rules
from onetake.core.catalogue import Route, catalogue
from onetake.core.chaos import Profile
from onetake.core.problem import Problem
from onetake.core.task import Task
from onetake.media.sniff import sniff
from onetake.services import accounts, books, callbacks, changes, steps, tasks
from onetake.services.accounts import Key
from onetake.services.platform import Platform, Policy

START = 1_800_000_000.0
PATIENCE = 0.6
"""Real seconds that the engine waits for an answer."""
BLOCKED = 0.1
"""Real seconds after which a step that waits for the other side lets virtual time go on."""
CREDIT = 10**12
CLIP = Wanted(864, 496, 4, False)
DRAFT: Mapping[str, Any] = {
    "prompt": "A paper boat", "duration": 4, "resolution": "480p", "ratio": "16:9", "generate_audio": False,
}  # fmt: skip
CREATES = ("create", "run")


class Due:
    """Subjects and times; the stage is the engine that runs them."""

    def __init__(self) -> None:
        self.at: dict[str, float] = {}

    def wake(self, subject: str, at: float) -> None:
        self.at[subject] = min(at, self.at.get(subject, at))

    async def run(self, handler: Any) -> None:
        raise NotImplementedError

    async def stop(self) -> None:
        return

    def next(self) -> tuple[float, str] | None:
        return min(((at, subject) for subject, at in self.at.items() if subject != "sweep:"), default=None)


async def probe(path: Path, kind: str, *, decode: bool = False) -> Any:
    """What the first bytes say; a page of HTML is no film."""
    data = path.read_bytes()
    found = sniff(data[:4096])
    if found is None or found.kind != kind:
        raise Problem("media_invalid", "not a media file")
    return SimpleNamespace(
        kind=found.kind, mime=found.mime, format=found.name, width=864, height=496,
        seconds=None if found.kind == "image" else 4.0, fps=24.0, codec="h264", audio_codec=None,
        bytes=len(data),
    )  # fmt: skip


@dataclass
class Side:
    """One Onetake: its platform, its server, what is due there."""

    p: Platform
    due: Due
    site: Site
    origin: str

    async def key(self, **more: Any) -> tuple[Key, str]:
        pepper = self.p.derived("keys")

        def script(sql: Any) -> tuple[Key, str]:
            text = accounts.create_key(
                sql, pepper, os.urandom, self.p.clock(), f"k{os.urandom(4).hex()}", **more
            )
            return accounts.authenticate(sql, pepper, text), text

        return await self.p.store.transact(script)

    async def task(self, task_id: str) -> Task:
        found = await self.p.store.read(lambda sql: changes.load(sql, task_id))
        assert found is not None
        return found

    async def tasks_of(self, key: Key) -> list[Task]:
        """Every task of a key, oldest first."""
        query = {"project": key.project, "created_at": 1e12, "id": "~", "statuses": None, "route": None}

        def script(sql: Any) -> list[str]:
            rows = sql.all("task.after", limit=10_000, **query)
            return [r["id"] for r in reversed(rows) if r["key_id"] == key.id]

        return [await self.task(task_id) for task_id in await self.p.store.read(script)]

    async def money(self, key: Key) -> tuple[int, int]:
        """(spent, still held) of a key that began with CREDIT, in micro-credits."""
        row = await self.p.store.read(lambda sql: sql.one("account.get", id=key.account))
        assert row is not None
        return CREDIT - row["posted"], row["pending"]

    async def kinds(self, task: Task) -> list[str]:
        rows = await self.p.store.read(lambda sql: sql.all("event.after", task=task.id, seq=0))
        return [row["kind"] for row in rows]

    def count(self, *ops: str) -> int:
        """Requests of these operations that were answered, or not, at this side's doors."""
        return sum(n for (_, op, _), n in self.site.house.tally.requests.items() if op in ops)


class Stage:
    """`engine` sends to `provider`. Both live in one event loop, with one clock."""

    def __init__(self, root: Path, clips: Path) -> None:
        self.root, self.clips = root, clips
        self.now = START
        self._closing = AsyncExitStack()
        self._upstreams = 0
        self._longest = 30.0
        """Virtual seconds that one step of the engine may take: as long as a create is waited for."""

    async def open(self, chaos: Profile | None = None, *, tls: bool = True) -> "Stage":
        """Start both. Without `tls` the provider speaks plain http."""
        authority = trustme.CA()
        self.ca = self.root / "ca.pem"
        authority.cert_pem.write_to_path(str(self.ca))
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("127.0.0.1", "localhost").configure_cert(self.context)
        clips = Clips(self.clips)
        if not clips.ready(CLIP):
            await clips.make(CLIP)
        self.engine = await self._side("engine", {}, None, self.context)
        self._closing.push_async_callback(clips.close)
        due = Due()
        backend = SandboxBackend(clips, self.clock, lambda task, at: due.wake(f"task:{task}", at), factor=1.0)
        context = self.context if tls else None
        self.provider = await self._side("provider", {"sandbox": backend}, chaos, context, due)
        # Whoever asks the engine without naming a backend gets one that can say everything, and is never
        # reached.
        usual = self.upstream(catalogue().routes["volcengine"], "")
        self.engine.p.policy = replace(self.engine.p.policy, order=(usual,))
        return self

    def clock(self) -> float:
        return self.now

    async def close(self) -> None:
        assert await self.engine.p.store.read(books.verify) == []
        assert await self.provider.p.store.read(books.verify) == []
        await self._closing.aclose()

    async def _side(
        self,
        name: str,
        backends: dict[str, Any],
        chaos: Profile | None,
        tls: ssl.SSLContext | None,
        due: Due | None = None,
    ) -> Side:
        folder = self.root / name
        (folder / "tmp").mkdir(parents=True)
        due = due or Due()
        bound = bind("127.0.0.1", 0)
        origin = url_of(bound, "https" if tls else "http")
        allowed = {"callback": [self.engine.origin]} if name == "provider" else {}
        fetcher = Fetcher(Guard(allowed), ca_file=self.ca)
        self._closing.push_async_callback(fetcher.close)
        store = SqliteStore.open(folder / "onetake.db")
        self._closing.push_async_callback(store.close)

        async def point(_: str) -> None:
            return

        p = Platform(
            store=store, wake=due, objects=LocalObjects(folder / "objects"), fetch=fetcher, probe=probe,
            backends=backends, clock=self.clock, entropy=os.urandom, uniform=random.Random(5).random,
            point=point, secret=os.urandom(32), tmp=folder / "tmp",
            policy=Policy(order=(), public_url=origin, animatic_price="documented", sandbox_factor=1.0),
        )  # fmt: skip
        site = create_app(p, sandbox=Sandbox(p, header=True, chaos=chaos, seed=3))
        ready = asyncio.Event()
        servers: list[Any] = []
        serving = asyncio.create_task(
            serve(site, bound, on_ready=ready.set, on_server=servers.append, tls=tls, grace=1)
        )

        async def stop() -> None:
            servers[0].should_exit = True
            await serving

        self._closing.push_async_callback(stop)
        await ready.wait()
        return Side(p, due, site, origin)

    def upstream(self, route: Route, credential: str, *, called: bool = False, origin: str = "") -> str:
        """A new backend of the engine for a key of the provider; its name. called: whether the provider may
        call back."""
        self._upstreams += 1
        self._longest = max(self._longest, route.patience)
        name = f"b{self._upstreams}"
        p = self.engine.p
        assert isinstance(p.backends, dict)
        p.backends[name] = Upstream(
            name, replace(route, patience=0.0), origin or self.provider.origin, credential,
            p.fetch,  # type: ignore[arg-type]
            link=lambda task, place: None,
            callback=lambda task: callbacks.url_for(p, task) if called else None,
            timeout=PATIENCE,
        )  # fmt: skip
        return name

    async def submit(self, key: Key, backend: str, route: Route, **draft: Any) -> Task:
        """A task of the engine, for that backend only."""
        model = next(iter(route.models))
        asked = {**DRAFT, "model": model, "route": backend, **draft}
        request = rules.resolve({k: v for k, v in asked.items() if v is not None}, route)
        return (await tasks.create(self.engine.p, key, route.dialect, route, request)).task

    async def until_ended(self, task: Task, most: int = 20_000) -> Task:
        """Do whatever is due, on either side, until the engine's task has ended."""
        for _ in range(most):
            seen = await self.engine.task(task.id)
            if seen.ended:
                return seen
            if not await self.step():
                raise AssertionError(f"nothing is due, and the task is {seen.phase}")
        raise AssertionError(f"still {seen.phase} after {most} steps and {self.now - START:.0f} s")

    async def settle(self, most: int = 2000) -> None:
        """Do what is left: callbacks that are late, tasks of the provider that nobody waits for."""
        for _ in range(most):
            if not await self.step():
                return

    async def step(self) -> bool:
        """Handle what is due next; False when nothing is."""
        found = [(due, side) for side in (self.provider, self.engine) if (due := side.due.next())]
        if not found:
            return False
        (at, subject), side = min(found, key=lambda pair: pair[0][0])
        self.now = max(self.now, at)
        del side.due.at[subject]
        running = asyncio.create_task(steps.run(side.p, subject))
        if side is self.engine:
            await self._meanwhile(running)
        again = await running
        if again is not None:
            side.due.wake(subject, again)
        return True

    async def _meanwhile(self, running: "asyncio.Task[Any]") -> None:
        """The provider works on while the engine waits for its answer."""
        since, latest = time.monotonic(), self.now + self._longest
        while not running.done():
            due = self.provider.due.next()
            blocked = time.monotonic() - since > BLOCKED
            if due is None or due[0] > (latest if blocked else self.now):
                with suppress(TimeoutError):
                    await asyncio.wait_for(asyncio.shield(running), 0.01)
                continue
            self.now = max(self.now, due[0])
            del self.provider.due.at[due[1]]
            again = await steps.run(self.provider.p, due[1])
            if again is not None:
                self.provider.due.wake(due[1], again)


def available(names: tuple[str, ...]) -> list[Route]:
    """Those of the routes whose dialect is spoken."""
    from onetake.dialects import DIALECTS

    routes = catalogue().routes
    return [routes[name] for name in names if name in routes and routes[name].dialect in DIALECTS]
