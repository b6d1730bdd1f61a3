"""Making a backup: the database at one moment, then the files that it names, beside a running server."""

import hashlib
import io
import os
import sqlite3
import tarfile
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from onetake import __version__
from onetake.apps import settings, wiring
from onetake.apps.archive.manifest import (
    DATABASE,
    FORMAT,
    MANIFEST,
    SECRETS,
    ArchiveError,
    Counts,
    Manifest,
    Member,
    encoded,
    object_name,
)

ZIPPED = (".gz", ".tgz")
_OF_A_RUN = {"objects", "tmp", "lock", "epoch", "hands", "server.json"}
"""What the data directory holds besides, and what every start makes anew."""


def pack(data_dir: Path, to: Path, *, secrets: bool = False, now: float | None = None) -> Manifest:
    """Write a backup of `data_dir` to `to` (0600), replacing a file of that name once it is whole.

    gzip when the name ends in .gz or .tgz. Nothing in the data directory is changed, and a server may run on
    it. Objects are never rewritten, so they are read after the database: one that retention took away in
    between is left out and named. Raises ArchiveError, OSError.
    """
    if not (data_dir / DATABASE).is_file():
        raise ArchiveError(f"{data_dir} holds no Onetake data")
    if to.is_dir():
        raise ArchiveError(f"{to} is a directory: name a file")
    created = time.time() if now is None else now
    with tempfile.TemporaryDirectory(dir=to.absolute().parent, prefix=".onetake-backup-") as made:
        space = Path(made)
        rows, tasks, unended = _copied(data_dir / DATABASE, space / DATABASE)
        descriptor = os.open(space / "tar", os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            mode = "w:gz" if to.name.endswith(ZIPPED) else "w"
            with tarfile.open(fileobj=file, mode=mode, format=tarfile.PAX_FORMAT) as tar:
                packer = Packer(tar, created)
                packer.file(DATABASE, space / DATABASE)
                packer.objects(wiring.LocalObjects(data_dir / "objects"), rows)
                kept = [name for name in SECRETS if secrets and (data_dir / name).is_file()]
                for name in kept:
                    packer.file(name, data_dir / name)
                manifest = packer.manifest(tasks, unended, _left_out(data_dir, kept))
            file.flush()
            os.fsync(file.fileno())
        (space / "tar").replace(to)
    synced(to.absolute().parent)
    return manifest


def _copied(database: Path, to: Path) -> tuple[list[tuple[str, str]], int, int]:
    """Copy the database; the objects that the copy names, its tasks, and how many of them are open."""
    try:
        wiring.SqliteStore.snapshot(database, to)
        with wiring.SqliteStore.looked_at(to) as sql:
            rows = [(row["project"], row["sha256"]) for row in sql.all("asset.all")]
            [total] = sql.all("task.totals")
    except sqlite3.Error as error:
        raise ArchiveError(f"{database} cannot be copied: {error}") from error
    return rows, total["tasks"], total["open"]


class Packer:
    """A tar that is being written, and what its manifest will say."""

    def __init__(self, tar: tarfile.TarFile, created: float) -> None:
        self._tar, self._created = tar, created
        self._members: dict[str, Member] = {}
        self._missing: list[str] = []
        self._damaged: list[str] = []
        self._objects = self._bytes = 0

    def file(self, name: str, path: Path) -> None:
        with path.open("rb") as opened:
            self._add(name, opened, os.fstat(opened.fileno()).st_size)

    def objects(self, store: wiring.LocalObjects, rows: Sequence[tuple[str, str]]) -> None:
        """Add every object that is there; name the others."""
        for project, sha256 in rows:
            name = object_name(project, sha256)
            try:
                descriptor = store.open(project, sha256)
            except FileNotFoundError:
                self._missing.append(name)
                continue
            with os.fdopen(descriptor, "rb") as opened:
                member = self._add(name, opened, os.fstat(opened.fileno()).st_size)
            if member.sha256 != sha256:
                self._damaged.append(name)
            self._objects += 1
            self._bytes += member.bytes

    def manifest(self, tasks: int, open_tasks: int, left_out: list[str]) -> Manifest:
        """Write the last member."""
        created = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(self._created))
        counts = Counts(tasks, open_tasks, self._objects, self._bytes)
        manifest = Manifest(
            FORMAT, __version__, created, counts, self._members, self._missing, self._damaged, left_out
        )
        data = encoded(manifest)
        self._tar.addfile(self._header(MANIFEST, len(data)), io.BytesIO(data))
        return manifest

    def _add(self, name: str, opened: BinaryIO, size: int) -> Member:
        hashed = Hashed(opened)
        self._tar.addfile(self._header(name, size), hashed)
        member = Member(hashed.digest.hexdigest(), size)
        self._members[name] = member
        return member

    def _header(self, name: str, size: int) -> tarfile.TarInfo:
        header = tarfile.TarInfo(name)
        header.size, header.mode, header.mtime = size, 0o600, int(self._created)
        return header


class Hashed(io.RawIOBase):
    """A file whose bytes are hashed as they are read."""

    def __init__(self, opened: BinaryIO) -> None:
        self._opened = opened
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._opened.read(size)
        self.digest.update(data)
        return data


def _left_out(data_dir: Path, kept: Sequence[str]) -> list[str]:
    """The names of what a restored directory will lack: files beside the data, and credential files."""
    beside = {entry.name for entry in data_dir.iterdir()} - _OF_A_RUN
    beside -= {name.partition("/")[0] for name in kept}
    names = {name for name in beside if not name.startswith(DATABASE)}
    with suppress(settings.SettingsError):  # what the file says wrong is told at the next start
        found = settings.load(data_dir)
        files = [row.credential_file for row in found.upstreams]
        files += [Path(told).expanduser()] if (told := found["sealing.key_file"]) else []
        names |= {_shown(file, data_dir) for file in files if file}
    return sorted(names)


def _shown(file: Path, data_dir: Path) -> str:
    return str(file.relative_to(data_dir) if file.is_relative_to(data_dir) else file)


def synced(directory: Path) -> None:
    """Put the names in a directory on disk."""
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
