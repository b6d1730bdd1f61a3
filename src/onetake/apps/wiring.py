"""The only file that names concrete adapters: from settings to a running platform, and back down again."""

import asyncio
import contextlib
import logging
import os
import random
import signal
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from onetake.adapters.backends.animatic import Animatic
from onetake.adapters.backends.clips import Clips
from onetake.adapters.backends.sandbox import Sandbox
from onetake.adapters.backends.upstream import Upstream
from onetake.adapters.database.sqlite.store import SqliteStore
from onetake.adapters.hands import Hands
from onetake.adapters.http.fetch import Fetcher
from onetake.adapters.http.guard import Guard, origin_of
from onetake.adapters.objects.local import LocalObjects
from onetake.adapters.owner import Owner
from onetake.adapters.provenance.seal import Seals
from onetake.adapters.wake.embedded import EmbeddedWake
from onetake.apps import credentials, policy
from onetake.apps.entropy import Pool
from onetake.apps.faults import fault_points
from onetake.apps.sealer import Sealer
from onetake.apps.secret import keep, read_secret
from onetake.apps.settings import Settings, SettingsError, UpstreamRow
from onetake.core import catalogue
from onetake.core.ports import Backend, Sql
from onetake.core.scopes import EVERY
from onetake.core.task import Task
from onetake.media.probe import probe, survey
from onetake.media.repair import repair
from onetake.services import accounts, callbacks, held, keys, last_used, steps, views
from onetake.services.platform import Platform

log = logging.getLogger("onetake")
LOCAL_KEY = "cli-key"
DATABASE = "onetake.db"
HANDLERS = 512
"""Steps at a time. They mostly wait for others, so a few slow media hosts must not hold everybody up."""


class Supplanted(Exception):
    """Another process was started on the data directory while this one believed that it was its own."""

    def __init__(self, data_dir: Path) -> None:
        super().__init__(f"another process has taken {data_dir}; this one writes nothing more and ends")


@dataclass(slots=True)
class Running:
    """A platform with its worker. `stop` leaves every row as it is; the next start resumes them."""

    platform: Platform
    owner: Owner
    local_key: str
    worker: asyncio.Task[None] | None
    fetcher: Fetcher
    supplanted: asyncio.Event
    """Set when another process has taken the data directory: nothing can be written here any more."""
    stopped: bool = False

    async def stop(self, grace: float = 10.0) -> None:
        """Stop claiming, let running steps finish, end the children, close the store, give the lock back.

        A second call does nothing.
        """
        if self.stopped:
            return
        self.stopped = True
        p, lost = self.platform, self.supplanted.is_set()
        async with contextlib.AsyncExitStack() as closing:  # each of them, whatever the one before it says
            closing.callback(self.owner.release)
            if isinstance(p.hands, Hands):
                closing.callback(p.hands.close)
            closing.push_async_callback(p.store.close)
            closing.push_async_callback(self.fetcher.close)
            if not lost:
                closing.push_async_callback(last_used.flush, p)
            for backend in p.backends.values():
                closing.push_async_callback(backend.close)
            await (p.wake.stop(0.0 if lost else grace) if isinstance(p.wake, EmbeddedWake) else p.wake.stop())
            if self.worker is not None:
                self.worker.cancel()
                await asyncio.gather(self.worker, return_exceptions=True)


async def start(settings: Settings, public_url: str, *, worker: bool = True) -> Running:
    """Own the data directory, open everything, resume what was open. Raises AlreadyOwned, SettingsError."""
    catalogue.overlay(settings.catalogue, _rows(settings))
    owner = Owner.acquire(settings.data_dir)
    async with contextlib.AsyncExitStack() as opened:
        opened.callback(owner.release)
        store = SqliteStore.open(settings.data_dir / DATABASE)
        opened.push_async_callback(store.close)
        supplanted = asyncio.Event()
        store.claim(_supplanter(supplanted))
        secret = read_secret(settings.data_dir)
        fetcher = Fetcher(_guard(settings), ca_file=_path(settings["fetch.ca_file"]))
        opened.push_async_callback(fetcher.close)
        platform = _platform(settings, store, secret, fetcher, public_url)
        local_key = await _local_key(platform, settings.data_dir)
        await held.break_all(platform)
        running = None
        if worker:
            platform.hands = hands = Hands(settings.data_dir / "hands", HANDLERS)
            opened.callback(hands.close)
            running = asyncio.create_task(platform.wake.run(lambda subject: steps.run(platform, subject)))
            running.add_done_callback(_worker_ended)
            await steps.resume(platform)
        opened.pop_all()
        return Running(platform, owner, local_key, running, fetcher, supplanted)


def _supplanter(supplanted: asyncio.Event) -> Callable[[], None]:
    """What the store's own thread calls when another process has claimed the database."""
    loop = asyncio.get_running_loop()

    def tell() -> None:
        log.critical("another process has taken the data directory")
        with contextlib.suppress(RuntimeError):  # the loop is closed: we are ending anyway
            loop.call_soon_threadsafe(supplanted.set)

    return tell


def _worker_ended(worker: asyncio.Task[None]) -> None:
    # Nothing would go on after this, however well requests are still answered: say it and end the process.
    if not worker.cancelled() and (error := worker.exception()) is not None:
        log.critical("the worker died", exc_info=error)
        os.kill(os.getpid(), signal.SIGTERM)


def _platform(
    settings: Settings, store: SqliteStore, secret: bytes, fetcher: Fetcher, public_url: str
) -> Platform:
    objects = LocalObjects(settings.data_dir / "objects")
    objects.sweep_tmp()
    tmp = settings.data_dir / "tmp"
    _sweep(tmp)
    wake = EmbeddedWake(time.time, HANDLERS)
    backends: dict[str, Backend] = {}
    told: dict[str, Any] = {"record": settings["provenance.record"], "seals": _seals(settings)}
    clips = Clips(tmp / "sandbox", slots=settings["animatic.slots"], **told)
    platform = Platform(
        store=store,
        wake=wake,
        objects=objects,
        fetch=fetcher,
        probe=clips.remembering(probe),
        survey=survey,
        mend=repair,
        backends=backends,
        clock=time.time,
        entropy=Pool(),
        uniform=random.SystemRandom().random,
        point=fault_points(os.environ),
        policy=policy.of(settings, public_url),
        places=policy.places(settings),
        hosts=policy.hosts(settings),
        secret=secret,
        tmp=tmp,
        vault=credentials.Vault(settings, origin_of),
    )
    backends.update(_engines(settings, wake, clips, told))
    for row in settings.upstreams:
        if row.name in backends:
            raise SettingsError(f"[[upstream]] {row.name}: there is a backend of that name already")
        backends[row.name] = _upstream(row, platform, fetcher, settings, store)
        platform.lanes[row.name] = policy.lane(row)
    if unknown := set(platform.policy.order) - set(backends):
        raise SettingsError(f"policy.order names {', '.join(sorted(unknown))}; there is no such backend")
    return platform


def _engines(
    settings: Settings, wake: EmbeddedWake, clips: Clips, told: Mapping[str, Any]
) -> dict[str, Backend]:
    """What makes videos in this process. told: what their films tell of their making."""
    slots, factor, seed = (
        settings[name] for name in ("animatic.slots", "sandbox.time_factor", "sandbox.seed")
    )

    def seen(task: str, at: float = 0.0) -> None:
        wake.wake(f"task:{task}", at or time.time())

    options = {name: settings[f"animatic.{name}"] for name in ("storyboard", "stereo")}
    return {
        "animatic": Animatic(
            settings.data_dir / "tmp" / "animatic", seen, slots=slots, options=options, **told
        ),
        "sandbox": Sandbox(clips, time.time, seen, factor=factor, seed=seed),
    }


def _seals(settings: Settings) -> Seals | None:
    """What signs the films that are rendered here, with a key that no child process has."""
    if not settings["provenance.enabled"]:
        return None
    if find_spec("c2pa") is None:
        log.warning("films get no manifest of provenance: c2pa-python is not installed")
        return None
    return Seals(Sealer(settings))


def _rows(settings: Settings) -> Mapping[str, Any]:
    """Settings that are rows of the catalogue."""
    if settings["dialects.movie_http"] == "strict":
        return {}
    return {"routes": {"movie": {"error_http": 200}}}


def _guard(settings: Settings) -> Guard:
    try:
        return Guard({sink: settings[f"fetch.allow_{sink}"] for sink in ("input", "output", "callback")})
    except ValueError as error:
        raise SettingsError(f"fetch: {error}") from None


def _upstream(
    row: UpstreamRow, platform: Platform, fetcher: Fetcher, settings: Settings, store: SqliteStore
) -> Upstream:
    route = catalogue.catalogue().routes.get(row.route)
    if route is None or not (row.origin or route.origin):
        names = ", ".join(n for n, r in catalogue.catalogue().routes.items() if r.origin)
        raise SettingsError(f"[[upstream]] {row.name}: route is one of {names}")
    origin = row.origin or route.origin
    try:
        source = credentials.source(row, origin_of(origin), settings, store.read_sync)
    except ValueError as error:
        raise SettingsError(f"[[upstream]] {row.name}: {error}") from None

    def link(task: Task, place: int) -> str | None:
        return views.input_url(platform, task, place) if _reachable(settings, platform) else None

    return Upstream(
        row.name,
        route,
        origin,
        source,
        fetcher,
        link=link,
        callback=lambda task: callbacks.url_for(platform, task) if _reachable(settings, platform) else None,
        timeout=settings["policy.submit_timeout"],
    )


def _reachable(settings: Settings, platform: Platform) -> bool:
    # Only an address that was told is known to be public: https alone may be `--tls` on this machine.
    return bool(settings["server.public_url"]) and platform.policy.public_url.startswith("https://")


async def _local_key(platform: Platform, data_dir: Path) -> str:
    """The key of this machine's own command line: made at first start, kept beside the data, 0600."""
    file, pepper = data_dir / LOCAL_KEY, platform.derived("keys")
    if file.exists():
        kept = file.read_text("utf-8").strip()
        await platform.store.transact(lambda sql: keys.widen(sql, pepper, kept, EVERY))
        return kept
    now = platform.clock()

    def script(sql: Sql) -> str:
        # On the writer's thread, where `platform.entropy` must not be used.
        return accounts.create_key(sql, pepper, os.urandom, now, "local", scopes=EVERY, actor="server")

    key = await platform.store.transact(script)
    keep(file, f"{key}\n".encode())
    return key


def _sweep(tmp: Path) -> None:
    """Half-made files of the last run belong to nobody: every step makes its own anew."""
    tmp.mkdir(mode=0o700, parents=True, exist_ok=True)
    for path in tmp.iterdir():
        if path.is_file():
            path.unlink(missing_ok=True)


def _path(text: str) -> Path | None:
    return Path(text) if text else None
