"""A whole server without a socket: real store, objects and wake engine, and a provider that tests direct."""

import asyncio
import hashlib
import os
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx2
import pytest

from onetake.adapters.database.sqlite.store import SqliteStore
from onetake.adapters.http.guard import Guard
from onetake.adapters.objects.local import LocalObjects
from onetake.adapters.wake.embedded import EmbeddedWake
from onetake.apps.server.app import Site, create_app
from onetake.core.ports import Input
from onetake.core.problem import Problem
from onetake.core.request import Request
from onetake.core.task import Sighting, Task
from onetake.core.wire import Reply
from onetake.media.sniff import sniff
from onetake.services import accounts, books, steps
from onetake.services.platform import Platform, Policy

from .line import served

ARK = "/api/v3/contents/generations/tasks"
NATIVE = "/onetake/v1/videos"
FILM = b"\0\0\0\x18ftypisom" + bytes(range(256)) * 20


class SlowProvider:
    """`core.ports.Backend`: every task waits at the status that the test has set."""

    name, route, local, lister = "provider", "volcengine", False, None

    def __init__(self) -> None:
        self.status = "queued"
        self.progress = (0, 0)
        self.sent: list[Task] = []

    def inexpressible(self, request: Request) -> list[str]:
        return [f"media[{i}]" for i, m in enumerate(request.media) if m.foreign]

    async def prepare(self, task: Task, inputs: Sequence[Input]) -> None:
        return

    async def submit(self, task: Task, inputs: Sequence[Input]) -> Sighting:
        self.sent.append(task)
        return Sighting(provider_id=f"p-{len(self.sent)}", status="queued")

    async def look(self, task: Task) -> Sighting | None:
        done, total = self.progress
        link = "https://files.test/v.mp4" if self.status == "succeeded" else None
        return Sighting(
            provider_id=task.provider_id or "", status=self.status, done=done, total=total, video_url=link,
            last_frame_url=link and link[:-3] + "png",
        )  # fmt: skip

    async def find(self, task: Task) -> Sequence[Sighting] | None:
        return None

    async def cancel(self, task: Task) -> None:
        self.status = "cancelled"

    async def fetch(self, url: str, to: Path) -> None:
        to.write_bytes(FILM if url.endswith("mp4") else b"\x89PNG\r\n\x1a\n" + b"frame")

    def forget(self, task: Task) -> None:
        return

    async def close(self) -> None:
        return


async def probe(path: Path, kind: str, *, decode: bool = False) -> Any:
    """A probe that reads no pixels: what the first bytes say, in a size that is allowed."""
    data = path.read_bytes()
    found = sniff(data[:4096])
    if found is None:
        raise Problem("media_invalid", "not a media file")
    return SimpleNamespace(
        kind=found.kind, mime=found.mime, format=found.name, width=1280, height=720,
        seconds=None if found.kind == "image" else 5.0, fps=24.0, codec="h264", audio_codec="aac",
        bytes=len(data),
    )  # fmt: skip


class NoWeb:
    """The guard is real; nothing behind it answers."""

    def __init__(self) -> None:
        self.guard = Guard()

    async def download(self, url: str, sink: str, to: Path, *, limit: int, deadline: float) -> Any:
        raise Problem("media_unreachable", "got HTTP 404")

    async def deliver(self, url: str, body: bytes, headers: Any, *, timeout: float) -> Any:
        return Reply(200)


class Server:
    """A served platform and a client with a key."""

    def __init__(self, p: Platform, app: Site, provider: SlowProvider) -> None:
        self.p, self.app, self.provider = p, app, provider
        self.client = self.http()

    def http(self, key: str | None = None) -> httpx2.AsyncClient:
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        transport = httpx2.ASGITransport(app=self.app)  # type: ignore[arg-type]
        return httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1:8787", headers=headers)

    async def key(self, **more: Any) -> str:
        def script(sql: Any) -> str:
            return accounts.create_key(
                sql, self.p.derived("keys"), self.p.entropy, self.p.clock(), f"k{os.urandom(3).hex()}", **more
            )

        return await self.p.store.transact(script)

    async def ark(self, prompt: str = "a fox", **more: Any) -> str:
        """Create on the Ark path; the public id."""
        body = {"model": "doubao-seedance-2-0-260128", "content": [{"type": "text", "text": prompt}], **more}
        reply = await self.client.post(ARK, json=body)
        assert reply.status_code == 200, reply.text
        return reply.json()["id"]

    async def native(self, prompt: str = "a fox", **more: Any) -> dict[str, Any]:
        reply = await self.client.post(NATIVE, json={"prompt": prompt, "ratio": "16:9", **more})
        assert reply.status_code == 202, reply.text
        return reply.json()

    async def when(self, true: Callable[[], Any]) -> None:
        """Wait for something that the worker or a request in flight does."""
        for _ in range(2000):
            if true():
                return
            await asyncio.sleep(0.005)
        raise AssertionError("it never came true")

    async def until(self, id: str, status: str) -> dict[str, Any]:
        """Step the worker until a task has a status."""
        self.provider.status = status if status != "cancelled" else self.provider.status
        for _ in range(200):
            self.p.wake.wake(f"task:{id[-26:]}", 0.0)
            await asyncio.sleep(0.005)
            seen = (await self.client.get(f"{NATIVE}/{id}")).json()
            if seen["status"] == status:
                return seen
        raise AssertionError(f"still {seen['status']}")

    async def stored(self) -> tuple[int, int, int]:
        """(open tasks, open holds, temporary files): all nothing after a refusal."""

        def count(sql: Any) -> tuple[int, int]:
            return len(sql.all("task.open")), len(sql.all("hold.open"))

        return (*await self.p.store.read(count), len(list(self.p.tmp.iterdir())))


@asynccontextmanager
async def opened(
    root: Path, *, worker: bool = True, hosts: Sequence[str] = (), origins: Sequence[str] = ()
) -> AsyncIterator[Server]:
    store = SqliteStore.open(root / "onetake.db")
    provider, wake = SlowProvider(), EmbeddedWake(time.time)
    tmp = root / "tmp"
    tmp.mkdir()

    async def point(_: str) -> None:
        return

    p = Platform(
        store=store, wake=wake, objects=LocalObjects(root / "objects"), fetch=NoWeb(), probe=probe,
        backends={"provider": provider}, clock=time.time, entropy=os.urandom, uniform=random.random,
        point=point, secret=hashlib.sha256(b"test").digest(), tmp=tmp,
        policy=Policy(order=("provider",), public_url="http://127.0.0.1:8787", animatic_price="documented"),
    )  # fmt: skip
    server = Server(p, create_app(p, allowed_hosts=hosts, cors_origins=origins), provider)
    server.client = server.http(await server.key())
    running = asyncio.create_task(wake.run(lambda subject: steps.run(p, subject))) if worker else None
    try:
        yield server
        assert await store.read(books.verify) == []
    finally:
        await server.client.aclose()
        await wake.stop()
        if running is not None:
            running.cancel()
        await store.close()


@pytest.fixture
def serve(tmp_path: Path) -> Callable[..., Any]:
    """`serve(scenario, **options)`: run a coroutine function that takes a Server."""

    def run(scenario: Callable[[Server], Awaitable[Any]], **options: Any) -> Any:
        async def main() -> Any:
            async with opened(tmp_path, **options) as server:
                return await scenario(server)

        return asyncio.run(main())

    return run


@pytest.fixture(scope="session")
def opening() -> Callable[..., Any]:
    """`async with opening(folder) as server`: for tests that bring their own loop."""
    return opened


@pytest.fixture(scope="module")
def line(opening: Callable[..., Any], tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    """A platform behind a socket (`line.address`) and its key as an Authorization header (`line.key`)."""
    with served(opening, tmp_path_factory.mktemp("line")) as told:
        yield told
