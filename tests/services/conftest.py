"""A whole Onetake in virtual time: real store and real rows, a scripted provider, no sockets and no sleep."""

import asyncio
import hashlib
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from onetake.adapters.database.sqlite.store import SqliteStore
from onetake.adapters.http.guard import Guard
from onetake.adapters.objects.local import LocalObjects
from onetake.core import rules
from onetake.core.catalogue import catalogue
from onetake.core.nonces import as_sent
from onetake.core.ports import Input, Lister
from onetake.core.problem import Problem
from onetake.core.request import Request
from onetake.core.task import Sighting, Task
from onetake.core.wire import Ambiguous, NotSent, Reply
from onetake.services import accounts, books, changes, steps, tasks
from onetake.services.accounts import Key
from onetake.services.platform import Platform, Policy

START = 1_800_000_000.0


class Crash(BaseException):
    """The process dies here: nothing after it runs, nothing catches it."""


class Provider:
    """A provider that remembers every create it accepted, and can be told to lose its answers."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock = clock
        self.accepted: dict[str, dict[str, Any]] = {}
        self.script: list[str] = []
        self.cancels: list[str] = []
        self.lists = True
        self.finish_after = 30.0
        self.verdict = "succeeded"
        self.output = b"a playable file"
        self.problem: Problem | None = None

    def accept(self, task: Task) -> str:
        sent = task.request
        name = f"cgt-{len(self.accepted) + 1}"
        self.accepted[name] = {
            "task": task.id, "attempt": task.attempt, "seed": task.seed, "nonce": task.nonce,
            "expires_after": min(sent.expires_after, 172_800) - task.nonce, "at": self.clock(),
            "status": None, "asked": as_sent(task),
        }  # fmt: skip
        return name

    def sighting(self, name: str) -> Sighting:
        row = self.accepted[name]
        age = self.clock() - row["at"]
        status = row["status"] or ("queued" if age < 5 else "running")
        if row["status"] is None and age >= self.finish_after:
            status = self.verdict
        done = status == "succeeded"
        return Sighting(
            provider_id=name, status=status, seed=row["seed"], expires_after=row["expires_after"],
            created_at=row["at"], video_url="https://files.test/v.mp4" if done else None,
            problem=self.problem if status == "failed" else None,
        )  # fmt: skip


class ScriptedBackend:
    """`core.ports.Backend` in front of a Provider; each submit and look takes the next word of the script."""

    def __init__(self, provider: Provider, *, name: str = "provider", local: bool = False) -> None:
        self.name, self.route, self.local, self.provider = name, "volcengine", local, provider
        self.lister: Lister | None = None
        self.looks: list[str] = []
        self.missing: list[str] = []
        self.away = False

    def inexpressible(self, request: Request) -> list[str]:
        return self.missing

    async def prepare(self, task: Task, inputs: Sequence[Input]) -> None:
        return

    async def submit(self, task: Task, inputs: Sequence[Input]) -> Sighting:
        word = self.provider.script.pop(0) if self.provider.script else "ok"
        if word == "refused":
            raise NotSent("connection refused")
        if word == "lost-before":
            raise Ambiguous("reset while writing")
        if word.startswith("problem:"):
            raise Problem(word.partition(":")[2])
        name = self.provider.accept(task)
        if word == "lost-after":
            raise Ambiguous("no answer")
        if word == "die-after":
            raise Crash("submit.during")
        return Sighting(provider_id=name, status="queued")

    async def look(self, task: Task) -> Sighting | None:
        word = self.looks.pop(0) if self.looks else "ok"
        if word == "broken":
            raise Ambiguous("timeout")
        if word == "gone" or task.provider_id not in self.provider.accepted:
            return None
        return self.provider.sighting(task.provider_id)

    async def find(self, task: Task) -> Sequence[Sighting] | None:
        if not self.provider.lists:
            return None
        return [self.provider.sighting(name) for name in reversed(self.provider.accepted)]

    async def cancel(self, task: Task) -> None:
        self.provider.cancels.append(task.provider_id or "")
        row = self.provider.accepted.get(task.provider_id or "")
        if row is not None and self.provider.sighting(task.provider_id or "").status == "queued":
            row["status"] = "cancelled"

    async def fetch(self, url: str, to: Path) -> None:
        if self.away:
            raise Ambiguous("connection reset")
        to.write_bytes(self.provider.output)

    def forget(self, task: Task) -> None:
        return

    async def close(self) -> None:
        return


class ManualWake:
    """Subjects and times; `World.run` is the engine."""

    def __init__(self) -> None:
        self.due: dict[str, float] = {}

    def wake(self, subject: str, at: float) -> None:
        self.due[subject] = min(at, self.due.get(subject, at))

    async def run(self, handler: Callable[[str], Any]) -> None:
        raise NotImplementedError

    async def stop(self) -> None:
        return


class Web:
    """Outgoing requests by table: URL → bytes or a Problem. Deliveries are kept."""

    def __init__(self) -> None:
        self.pages: dict[str, bytes | Problem] = {}
        self.delivered: list[tuple[str, bytes]] = []
        self.sent: list[dict[str, str]] = []
        self.answer = 200
        self.answer_headers: dict[str, str] = {}
        self.guard = Guard()

    async def download(self, url: str, sink: str, to: Path, *, limit: int, deadline: float) -> Any:
        page = self.pages.get(url, Problem("media_unreachable", "got HTTP 404"))
        if isinstance(page, Problem):
            raise page
        to.write_bytes(page)
        return SimpleNamespace(bytes=len(page), sha256=hashlib.sha256(page).hexdigest(), content_type="")

    async def deliver(self, url: str, body: bytes, headers: Any, *, timeout: float) -> Any:
        self.delivered.append((url, body))
        self.sent.append(dict(headers))
        return Reply(self.answer, dict(self.answer_headers))


async def probe(path: Path, kind: str, *, decode: bool = False) -> Any:
    """Facts by content: everything is a fine 720p file unless it says that it is broken."""
    data = path.read_bytes()
    if data.startswith(b"broken"):
        raise Problem("media_invalid", "not a media file")
    seconds = {"image": None, "video": 5.0, "audio": 5.0}[kind]
    formats = {"image": ("image/png", "png"), "video": ("video/mp4", "mp4"), "audio": ("audio/wav", "wav")}
    mime, form = formats[kind]
    return SimpleNamespace(
        kind=kind, mime=mime, format=form, width=1280, height=720, seconds=seconds, fps=24.0, codec="h264",
        audio_codec="aac", bytes=len(data),
    )  # fmt: skip


class World:
    """One data directory and whoever owns it just now. `crash_at` names a fault point to die at."""

    def __init__(self, root: Path, *, local: bool = False, price: str = "documented") -> None:
        self.root, self.now, self.random = root, START, random.Random(7)
        self.provider = Provider(lambda: self.now)
        self.web = Web()
        self.local, self.price = local, price
        self.others: dict[str, Provider] = {}
        self.settings: dict[str, Any] = {}
        self.crash_at: list[str] = []
        self.passed: list[str] = []
        self.boot()

    def boot(self) -> None:
        """A new process on the same rows."""
        self.store = SqliteStore.open(self.root / "onetake.db")
        tmp = self.root / "tmp"
        tmp.mkdir(exist_ok=True)
        self.backend = ScriptedBackend(self.provider, local=self.local)
        others = {name: ScriptedBackend(other, name=name) for name, other in self.others.items()}
        self.wake = ManualWake()
        self.p = Platform(
            store=self.store, wake=self.wake, objects=LocalObjects(self.root / "objects"), fetch=self.web,
            probe=probe, backends={"provider": self.backend, **others}, clock=lambda: self.now,
            entropy=self.random.randbytes, uniform=self.random.random, point=self.point,
            policy=Policy(order=("provider", *others), public_url="http://here", animatic_price=self.price),
            secret=b"s" * 32, tmp=tmp, pause=self.pause,
        )  # fmt: skip
        self.p.policy = replace(self.p.policy, **self.settings)

    def add(self, name: str, **settings: Any) -> ScriptedBackend:
        """Another provider behind those that are there, and choices of the operator; both outlive a
        reboot."""
        self.others[name] = Provider(lambda: self.now)
        self.settings.update(settings)
        backend = ScriptedBackend(self.others[name], name=name)
        backends: Any = self.p.backends
        backends[name] = backend
        self.p.policy = replace(self.p.policy, order=(*self.p.policy.order, name), **settings)
        return backend

    async def pause(self, seconds: float) -> None:
        self.now += seconds
        await asyncio.sleep(0)

    async def reboot(self) -> None:
        await self.store.close()
        self.boot()
        await steps.resume(self.p)

    async def point(self, name: str) -> None:
        self.passed.append(name)
        if name in self.crash_at:
            self.crash_at.remove(name)
            raise Crash(name)

    async def key(self, **more: Any) -> Key:
        def script(sql: Any) -> Key:
            text = accounts.create_key(sql, self.p.derived("keys"), self.p.entropy, self.now, "k", **more)
            return accounts.authenticate(sql, self.p.derived("keys"), text)

        return await self.store.transact(script)

    async def create(self, key: Key, *, idempotency: str | None = None, **draft: Any) -> Task:
        return (await self.accept(key, idempotency=idempotency, **draft)).task

    async def accept(self, key: Key, *, idempotency: str | None = None, **draft: Any) -> tasks.Accepted:
        asked = {"prompt": "a fox", "model": "doubao-seedance-2-0-260128", "ratio": "16:9", **draft}
        request = rules.resolve(asked, catalogue().routes["volcengine"])
        return await tasks.create(self.p, key, "ark", catalogue().routes["volcengine"], request, idempotency)

    async def step(self) -> bool:
        """Jump to the next wake and handle it; False when nothing waits but the sweep."""
        waiting = {s: at for s, at in self.wake.due.items() if s != "sweep:"}
        if not waiting:
            return False
        subject = min(waiting, key=lambda s: (waiting[s], s))
        self.now = max(self.now, self.wake.due.pop(subject))
        again = await steps.run(self.p, subject)
        if again is not None:
            self.wake.wake(subject, again)
        return True

    async def run(self, most: int = 400) -> None:
        """Until nothing waits."""
        for _ in range(most):
            if not await self.step():
                return
        raise AssertionError(f"still waiting after {most} steps: {self.wake.due}")

    async def run_through_crashes(self) -> int:
        """`run`, with a new process after every crash; how many there were."""
        crashes = 0
        while True:
            try:
                await self.run()
                return crashes
            except Crash:
                crashes += 1
                await self.reboot()

    async def task(self, task: Task) -> Task:
        found = await self.store.read(lambda sql: changes.load(sql, task.id))
        assert found is not None
        return found

    async def faults(self) -> list[str]:
        """Broken invariants of the books."""
        return await self.store.read(books.verify)

    async def balance(self, key: Key) -> tuple[int, int]:
        row = await self.store.read(lambda sql: sql.one("account.get", id=key.account))
        assert row is not None
        return row["posted"], row["pending"]


@pytest.fixture(autouse=True)
def _closed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every store of a test is closed after it, whoever opened it and however it died: each has files and a
    thread."""
    opened: list[SqliteStore] = []
    usual = World.boot

    def boot(self: World) -> None:
        usual(self)
        opened.append(self.store)

    monkeypatch.setattr(World, "boot", boot)
    yield
    for store in opened:
        store.close_sync()


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


@pytest.fixture
def local_world(tmp_path: Path) -> World:
    return World(tmp_path, local=True)


@pytest.fixture
def go() -> Callable[[Any], Any]:
    """Run a coroutine in a loop of its own."""
    return asyncio.run


@pytest.fixture
def crash() -> type[Crash]:
    return Crash
