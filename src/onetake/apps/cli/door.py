"""How a command reaches Onetake: a server that was named, the data directory's own, or one in-process."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from onetake._sdk import place
from onetake.core.wire import Call, Reply

if TYPE_CHECKING:
    from onetake.client import Client

BETWEEN_SECONDS = 0.2
LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Where:
    """What the options said; None where they said nothing."""

    server: str | None = None
    key: str | None = None
    data_dir: Path | None = None

    @property
    def directory(self) -> Path:
        return self.data_dir or Path(place.data_dir())

    def again(self) -> str:
        """The options that lead to the same place from another command line."""
        import shlex

        if self.server:
            return f" --server {shlex.quote(self.server)}"
        return f" --data-dir {shlex.quote(str(self.data_dir))}" if self.data_dir else ""


def options(command: Callable[..., Any]) -> Callable[..., Any]:
    """--server, --key and --data-dir; `where` reads them."""
    folder = click.Path(path_type=Path, file_okay=False)
    for option in (
        click.option("--data-dir", type=folder, help="Data directory of the Onetake on this machine."),
        click.option("--key", help="API key; better set ONETAKE_API_KEY."),
        click.option(
            "--server", metavar="URL", help="Server to use; else ONETAKE_BASE_URL, else this machine."
        ),
    ):
        command = option(command)
    return command


def where(server: str | None, key: str | None, data_dir: Path | None) -> Where:
    """What the options and the environment say. A data directory that was named outdoes ONETAKE_BASE_URL."""
    server = server or (None if data_dir else os.environ.get("ONETAKE_BASE_URL"))
    return Where(server, key or os.environ.get("ONETAKE_API_KEY"), data_dir)


@contextmanager
def opened(where: Where, *, works: bool = True) -> "Iterator[Client]":
    """A client of the right server; without one, Onetake runs in this process for as long as the block.

    `works` False is for commands that only read: in-process, no open task goes on for their short moment.
    While another process works on the data directory without serving it, waits for it and says so.
    """
    from onetake.client import Client

    if where.server:
        with Client(where.server, where.key, sender=_sender(where.server, where.directory)) as client:
            yield client
        return
    from onetake.adapters.owner import AlreadyOwned, running

    directory, said = where.directory, False
    while True:
        notice = running(directory)
        if notice is not None and notice["url"]:
            key = where.key or place.key_of(str(directory))
            with Client(notice["url"], key, sender=_sender(notice["url"], directory)) as client:
                yield client
            return
        if notice is None:
            try:
                local = _local(directory, works)
            except AlreadyOwned:
                continue
            with local, Client(local.origin, where.key or local.key, sender=InProcess(local)) as client:
                yield client
            return
        if not said:
            said = True
            click.echo(f"{directory} is in use by process {notice['pid']}; waiting for it.", err=True)
        time.sleep(BETWEEN_SECONDS)


def _sender(url: str, directory: Path) -> Any:
    """The quick one for this machine, with the certificate of the directory's own server; None (httpx2:
    proxies, certificates) for any other."""
    own = url.rstrip("/") == place.server_of(str(directory))
    if not own and urlsplit(url).hostname not in LOOPBACK:
        return None
    from onetake._sdk.plain import PlainSender

    return PlainSender(url, trust=place.trust_of(str(directory), url) if own else None)


def _local(directory: Path, works: bool) -> Any:
    try:
        from onetake.apps.local import Local
    except ImportError as error:
        told = f"no server runs on {directory}, and this environment has none ({error.name} is missing): "
        raise click.ClickException(told + "pip install 'onetake[serve]', or name one with --server") from None
    return Local.open(directory, worker=works)


class InProcess:
    """A sender that answers calls with the server inside this process."""

    def __init__(self, local: Any) -> None:
        self._local = local

    def send(self, call: Call, timeout: float) -> Reply:
        return self._local.send(call)

    def save(self, call: Call, to: Path, timeout: float) -> Reply:
        return self._local.save(call, to)

    def stream(self, call: Call, timeout: float) -> "Whole":
        return Whole(self._local.send(call))

    def close(self) -> None:
        """The block that opened it closes it."""


class Whole:
    """An answer that came in one piece, read as a stream."""

    def __init__(self, reply: Reply) -> None:
        self.status, self.headers = reply.status, reply.headers
        self._pieces = iter((reply.body,))

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        return next(self._pieces)

    def close(self) -> None:
        pass
