"""Putting a backup in place: beside first, then in by one rename, the old directory kept."""

import contextlib
import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from onetake.adapters.owner import AlreadyOwned, Owner, running
from onetake.apps import credentials, secret, settings, wiring
from onetake.apps.archive.manifest import DATABASE, ArchiveError, Manifest
from onetake.apps.archive.pack import synced
from onetake.apps.archive.unpack import unpack
from onetake.apps.settings import SettingsError
from onetake.services import books, restoring
from onetake.services.credentials import opened


@dataclass(frozen=True, slots=True)
class Restored:
    """What was done. asked: open tasks that ask their provider before anything is sent. aside: where the old
    directory is now. faults: of the books, as `ledger verify` tells them. shut: names of sealed credentials
    that do not open with the keys that are there."""

    manifest: Manifest
    asked: int
    aside: Path | None
    faults: list[str]
    shut: list[str]


def restore(file: Path, data_dir: Path, *, force: bool = False, now: float | None = None) -> Restored:
    """Make `data_dir` what the backup says. It must be absent or empty; with `force` another one is moved to
    `<data_dir>.before-<time>` first, and deleted never.

    Until the last rename nothing is changed, and an error leaves everything as it was. Raises ArchiveError,
    AlreadyOwned while a process works there, SchemaTooNew, OSError.
    """
    target = data_dir.resolve()
    moment = time.time() if now is None else now
    with _claimed(target, force) as occupied:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}.restoring-"))
        try:
            manifest = _unpacked(file, fresh)
            asked, faults = _settled(fresh / DATABASE, moment)
            shut = _shut(fresh)
            for directory, *_ in os.walk(fresh):
                synced(Path(directory))
            aside = _aside(target, moment) if occupied else None
            _swap(fresh, target, aside)
        except BaseException:
            shutil.rmtree(fresh, ignore_errors=True)
            raise
    return Restored(manifest, asked, aside, faults, shut)


@contextlib.contextmanager
def _claimed(target: Path, force: bool) -> Iterator[bool]:
    """Whether something is there that must go aside; while it is, nobody else may begin to work on it."""
    if not target.exists() or (target.is_dir() and not any(target.iterdir())):
        yield False
        return
    if not target.is_dir():
        raise ArchiveError(f"{target} is no directory")
    if (notice := running(target)) is not None:
        raise AlreadyOwned(target, notice)
    if not force:
        told = f"{target} is not empty: name another directory, or move this one aside with --force"
        raise ArchiveError(told)
    with Owner.acquire(target):
        yield True


def _unpacked(file: Path, fresh: Path) -> Manifest:
    try:
        return unpack(file, fresh)
    except ArchiveError as error:
        raise ArchiveError(f"{file}: {error}. Nothing was restored.") from None


def _settled(database: Path, now: float) -> tuple[int, list[str]]:
    try:
        with wiring.SqliteStore.open(database) as store:
            asked = store.transact_sync(lambda sql: restoring.settle(sql, now))
            return asked, store.read_sync(books.verify)
    except sqlite3.DatabaseError as error:
        raise ArchiveError(f"its database cannot be used: {error}. Nothing was restored.") from error


def _shut(fresh: Path) -> list[str]:
    with wiring.SqliteStore.looked_at(fresh / DATABASE) as sql:
        rows = sql.all("credential.kept")
    if not rows:
        return []
    ring = None
    if (fresh / secret.SECRET).exists():  # asking for one that is missing would make another
        with contextlib.suppress(SettingsError):
            ring = credentials.keyring(settings.load(fresh))
    found = []
    for row in rows:
        try:
            if ring is None:
                raise ValueError(row["key_id"])
            opened(row, ring)
        except ValueError:
            found.append(row["name"])
    return found


def _aside(target: Path, now: float) -> Path:
    stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(now))
    return target.with_name(f"{target.name}.before-{stamp}")


def _swap(fresh: Path, target: Path, aside: Path | None) -> None:
    if aside is not None:
        if aside.exists():
            raise ArchiveError(f"{aside} is there already: try again in a second")
        target.rename(aside)
    try:
        fresh.rename(target)
    except OSError:
        if aside is not None:
            aside.rename(target)
        raise
    if aside is not None:
        (aside / "server.json").unlink(missing_ok=True)  # ours: nobody serves there
    synced(target.parent)
