"""`onetake serve`: server and worker in one process, until a signal."""

import asyncio
import gc
import logging
import resource
import socket
import sys
from collections.abc import Callable, Coroutine
from functools import partial
from pathlib import Path
from typing import Any

from onetake.apps import jails, logs, sandboxed, tls, traces, wiring
from onetake.apps.server.app import create_app
from onetake.apps.server.run import serve as serve_app
from onetake.apps.server.threshold import names_of
from onetake.apps.settings import Settings, load


def serve(
    data_dir: Path | None = None,
    *,
    flags: dict[str, Any] | None = None,
    worker: bool = True,
    ready: Callable[[str], None] = print,
    hint: Callable[[str], None] | None = None,
) -> None:
    """Serve until SIGINT or SIGTERM. `ready` gets the URL once requests are taken, and `hint` before it what
    clients need besides: how to trust a certificate of our own.

    Raises SettingsError, AlreadyOwned, OSError (the port is taken), and Supplanted when another process was
    started on the data directory all the same.
    """
    settings = load(data_dir, flags)
    logs.configure()
    traces.catch_all(logging.getLogger("onetake"))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a dump would hold every secret (T27)
    loop(_serve(settings, worker, ready, hint or (lambda _: None)))


def loop(work: Coroutine[Any, Any, None]) -> None:
    """Run to the end on uvloop, or on asyncio's own loop where there is none."""
    try:
        import uvloop
    except ImportError:
        asyncio.run(work)
    else:
        uvloop.run(work)


async def _serve(
    settings: Settings, worker: bool, ready: Callable[[str], None], hint: Callable[[str], None]
) -> None:
    secure = tls.wanted(settings)
    bound = bind(settings["server.host"], settings["server.port"])
    here = url_of(bound, "https" if secure else "http")
    url = settings["server.public_url"].rstrip("/") or here
    running = await wiring.start(settings, url, worker=worker)
    jail = asyncio.ensure_future(asyncio.to_thread(jails.say_once))
    lost = asyncio.ensure_future(running.supplanted.wait())
    try:
        shown = tls.prepare(settings, bound.getsockname()[0]) if secure else None
        # Stopped by the application: uvicorn raises the signal again after it, and nothing of ours runs then.
        hosts = tuple(settings["server.allowed_hosts"]) or names_of(bound.getsockname()[0], url)
        sandbox = sandboxed.of(settings, running.platform)
        app = create_app(
            running.platform, allowed_hosts=hosts, cors_origins=settings["server.cors_origins"],
            disk_full=settings["server.disk_full"],
            on_stop=running.stop, sandbox=sandbox,
        )  # fmt: skip
        settle_interpreter()

        def announce() -> None:
            running.owner.publish(here)
            if shown is not None and (told := shown.hint()):
                hint(told)
            ready(url)

        await serve_app(
            app, bound, on_ready=announce, on_server=partial(_end_with, lost),
            tls=shown.context if shown else None,
            most_connections=settings["server.most_connections"],
            most_per_address=settings["server.most_per_address"],
        )  # fmt: skip
        if running.supplanted.is_set():
            raise wiring.Supplanted(settings.data_dir)
    finally:
        lost.cancel()
        await running.stop()
        await jail


def _end_with(lost: asyncio.Future[Any], server: Any) -> None:
    def end(_: object) -> None:
        server.should_exit = True

    lost.add_done_callback(end)


def bind(host: str, port: int) -> socket.socket:
    """A listening socket, so that the port is known before anything is told. Raises OSError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is named because asyncio looks at it before it switches Nagle off.
    bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
    except OSError:
        bound.close()
        raise
    return bound


def url_of(bound: socket.socket, scheme: str = "http") -> str:
    host, port = bound.getsockname()[:2]
    shown = "127.0.0.1" if host == "0.0.0.0" else "::1" if host == "::" else host
    return f"{scheme}://[{shown}]:{port}" if ":" in shown else f"{scheme}://{shown}:{port}"


def settle_interpreter() -> None:
    """What start-up made stays for good: keep the collector from walking it again (design §5, HTTP)."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    # SQLite gives the interpreter lock up at each statement; at the default 5 ms its writer thread would
    # starve # beside a busy loop (benchmarks/store.py).
    sys.setswitchinterval(1e-4)
