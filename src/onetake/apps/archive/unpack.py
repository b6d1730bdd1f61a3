"""Reading a backup: every name of a known shape, every byte accounted for, nothing trusted before."""

import hashlib
import os
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from onetake.apps import wiring
from onetake.apps.archive.manifest import (
    DATABASE,
    MANIFEST,
    ArchiveError,
    Manifest,
    Member,
    decoded,
    known,
    object_of,
)

_PIECE = 1024 * 1024
_LONGEST_MANIFEST = 256 * 1024 * 1024


def unpack(file: Path, into: Path) -> Manifest:
    """Lay the members of a backup out as a data directory in the empty directory `into`, synced.

    Nothing else is written, whatever the tar says: a member that is no plain file, or whose name no backup of
    ours has, refuses the whole file, and so does one that the manifest does not describe to the byte. What
    `into` holds after an error is the caller's to delete. Raises ArchiveError, OSError.
    """
    (into / "objects").mkdir(mode=0o700)
    objects = wiring.LocalObjects(into / "objects")
    found: dict[str, Member] = {}
    manifest: Manifest | None = None
    try:
        with tarfile.open(file, "r|*") as tar:
            for header in _headers(tar):
                source = tar.extractfile(header)
                if source is None or header.name in found or manifest is not None:
                    raise ArchiveError(f"{header.name!r} is there twice, or behind the end")
                if header.name == MANIFEST:
                    manifest = decoded(source.read(_LONGEST_MANIFEST))
                else:
                    found[header.name] = _written(source, _place(header.name, into, objects))
    except (tarfile.TarError, EOFError) as error:
        raise ArchiveError(f"it is no whole backup: {error}") from None
    if manifest is None:
        raise ArchiveError(f"it has no {MANIFEST}: it is no backup, or was cut short")
    _check(manifest, found)
    for name in set(manifest.damaged):
        _place(name, into, objects).unlink()
    return manifest


def _headers(tar: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    for header in tar:
        # Only these two types: `isreg` would let sparse and other files in.
        if header.type not in (tarfile.REGTYPE, tarfile.AREGTYPE) or header.sparse is not None:
            raise ArchiveError(f"{header.name!r} is no plain file")
        if not known(header.name):
            raise ArchiveError(f"{header.name!r} is no name of a backup")
        yield header


def _place(name: str, into: Path, objects: wiring.LocalObjects) -> Path:
    """Where a member of a known name belongs."""
    found = object_of(name)
    return objects.path_in(*found) if found else into / name


def _written(source: IO[bytes], path: Path) -> Member:
    for directory in (path.parent.parent, path.parent):
        directory.mkdir(mode=0o700, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    digest, count = hashlib.sha256(), 0
    with os.fdopen(descriptor, "wb") as target:
        while piece := source.read(_PIECE):
            digest.update(piece)
            count += len(piece)
            target.write(piece)
        target.flush()
        os.fsync(target.fileno())
    return Member(digest.hexdigest(), count)


def _check(manifest: Manifest, found: dict[str, Member]) -> None:
    if DATABASE not in found:
        raise ArchiveError("it holds no database")
    if lost := sorted(set(manifest.members) - set(found)):
        raise ArchiveError(f"{lost[0]} is missing ({len(lost)} in all)")
    for name, member in found.items():
        if manifest.members.get(name) != member:
            raise ArchiveError(f"{name} is not what the manifest says of it")
        known_object = object_of(name)
        if known_object and known_object[1] != member.sha256 and name not in manifest.damaged:
            raise ArchiveError(f"{name} holds other bytes than its name says")
    if strange := [name for name in manifest.damaged if name not in found or object_of(name) is None]:
        raise ArchiveError(f"its manifest calls {strange[0]!r} damaged, which is no object in it")
