"""The `Objects` port on a local directory."""

import asyncio
import errno
import hashlib
import os
import re
import secrets
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from onetake.core.problem import Problem

# Lower case only, so that no two projects meet on a file system that ignores case.
_PROJECT = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_TEMPORARY = "tmp"

_DIRECTORY = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0)
_FILE = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_PIECE = 1024 * 1024
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class LocalObjects:
    """Files at `root/<project>/<aa>/<sha256>`, where `aa` are the first two digits; 0600 in 0700 directories.

    A file that has its name is complete and on disk: it is written and synced under `root/tmp`, then
    renamed, then the directory is synced (fault F28). Names come from a project and a hash alone, and
    every step below `root` is opened relative to the one above without following links (threat T22).
    How many tasks refer to a file is counted in the database, not here.

    A project or hash of another shape raises ValueError in every method: a bug of the caller, never input.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / _TEMPORARY).mkdir(mode=0o700, parents=True, exist_ok=True)

    def path_in(self, project: str, sha256: str) -> Path:
        """Where the file is, or would be."""
        directory, fan, name = _names(project, sha256)
        return self.root / directory / fan / name

    def temporary(self) -> Path:
        """A fresh path under `root/tmp`, to write what `put` will take over without copying."""
        return self.root / _TEMPORARY / secrets.token_hex(16)

    async def put(self, project: str, source: Path, sha256: str, *, keep: bool = False) -> None:
        """Store the file at `source` as `sha256`; afterwards `source` is gone, unless `keep`.

        A source on the same file system is linked, and the caller vouches for its hash; any other is
        copied, and the hash checked on the way. Repeating a put is harmless, also when the first one
        already took the source (fault F27). Raises Problem `storage_full`, FileNotFoundError, and
        ValueError when a copy has another hash or the source is no regular file.
        """
        await asyncio.to_thread(self._put, _names(project, sha256), source, keep)

    async def remove(self, project: str, sha256: str) -> None:
        """Delete the file; nothing happens when there is none. Whoever has it open reads on."""
        await asyncio.to_thread(self._remove, _names(project, sha256))

    def exists(self, project: str, sha256: str) -> bool:
        return self._stat(project, sha256) is not None

    def size(self, project: str, sha256: str) -> int:
        """Bytes of the file. Raises FileNotFoundError."""
        found = self._stat(project, sha256)
        if found is None:
            raise FileNotFoundError(errno.ENOENT, "no such object", f"{project}/{sha256}")
        return found.st_size

    def open(self, project: str, sha256: str) -> int:
        """A descriptor to read from, the caller's to close. Raises FileNotFoundError."""
        directory, fan, name = _names(project, sha256)
        with self._inside(directory, fan) as parent:
            return _open_regular(name, parent)

    async def before(self, moment: float) -> list[tuple[str, str]]:
        """(project, hash) of every file that was written before `moment` (unix seconds), in no order."""
        return await asyncio.to_thread(lambda: list(self._before(moment)))

    def _before(self, moment: float) -> Iterator[tuple[str, str]]:
        for path in self.root.glob("*/??/*"):
            project, name = path.parts[-3], path.parts[-1]
            if _PROJECT.fullmatch(project) and project != _TEMPORARY and _SHA256.fullmatch(name):
                with suppress(FileNotFoundError):
                    if path.lstat().st_mtime < moment:
                        yield project, name

    def sweep_tmp(self) -> int:
        """Delete whatever writers that died left under `root/tmp`; how many entries there were.

        For the start of the data directory's only owner: nobody may be writing.
        """
        swept = 0
        for entry in (self.root / _TEMPORARY).iterdir():
            swept += 1
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            else:
                entry.unlink()
        return swept

    def _stat(self, project: str, sha256: str) -> os.stat_result | None:
        directory, fan, name = _names(project, sha256)
        with suppress(FileNotFoundError), self._inside(directory, fan) as parent:
            found = os.stat(name, dir_fd=parent, follow_symlinks=False)
            return found if stat.S_ISREG(found.st_mode) else None
        return None

    def _put(self, names: tuple[str, str, str], source: Path, keep: bool) -> None:
        project, fan, name = names
        if not keep and source.resolve() == self.root.resolve() / project / fan / name:
            raise ValueError(f"{source} is the stored file itself")
        try:
            with self._inside(project, fan, make=True) as parent, self._inside(_TEMPORARY) as spare:
                if not _is_regular(name, parent):
                    temporary = self._written(source, name, spare, keep)
                    os.rename(temporary, name, src_dir_fd=spare, dst_dir_fd=parent)
                # Also when it was there: who renamed it may have died before this line.
                os.fsync(parent)
        except OSError as error:
            if error.errno in _NO_ROOM:
                raise Problem("storage_full", "the disk has no room left") from error
            raise
        if not keep:
            source.unlink(missing_ok=True)

    def _written(self, source: Path, sha256: str, spare: int, keep: bool) -> str:
        """The name under tmp of a synced file with the content of `source`, which still is where it was."""
        opened = _open_regular(source)
        temporary = secrets.token_hex(16)
        try:
            if not keep and _link(opened, source, temporary, spare):
                os.fchmod(opened, 0o600)
                os.fsync(opened)
            else:
                _copy(opened, temporary, spare, sha256)
        finally:
            os.close(opened)
        return temporary

    def _remove(self, names: tuple[str, str, str]) -> None:
        project, fan, name = names
        with suppress(FileNotFoundError), self._inside(project, fan) as parent:
            os.unlink(name, dir_fd=parent)

    @contextmanager
    def _inside(self, *below: str, make: bool = False) -> Iterator[int]:
        """A descriptor of a directory below the root, every part of it opened without following links."""
        here = os.open(self.root, _DIRECTORY)
        try:
            for part in below:
                if make:
                    with suppress(FileExistsError):
                        os.mkdir(part, 0o700, dir_fd=here)
                        os.fsync(here)
                inner = os.open(part, _DIRECTORY, dir_fd=here)
                os.close(here)
                here = inner
            yield here
        finally:
            os.close(here)


def _names(project: str, sha256: str) -> tuple[str, str, str]:
    if not _PROJECT.fullmatch(project) or project == _TEMPORARY:
        raise ValueError(f"{project!r} cannot name a project's directory")
    if not _SHA256.fullmatch(sha256):
        raise ValueError(f"{sha256!r} is not a SHA-256 in lower-case hexadecimal")
    return project, sha256[:2], sha256


def _is_regular(name: str, parent: int) -> bool:
    try:
        return stat.S_ISREG(os.stat(name, dir_fd=parent, follow_symlinks=False).st_mode)
    except FileNotFoundError:
        return False


def _open_regular(path: str | Path, parent: int | None = None) -> int:
    opened = os.open(path, _FILE, dir_fd=parent)
    if not stat.S_ISREG(os.fstat(opened).st_mode):
        os.close(opened)
        raise ValueError(f"{path} is not a regular file")
    return opened


def _link(opened: int, source: Path, temporary: str, spare: int) -> bool:
    """Give the source a second name under tmp; False where that cannot be, as between file systems.

    A link and not a rename: a crash before the end leaves the source for the next try.
    """
    try:
        os.link(source, temporary, dst_dir_fd=spare, follow_symlinks=False)
    except OSError as error:
        if error.errno in {errno.EXDEV, errno.EPERM, errno.ENOTSUP, errno.EMLINK}:
            return False
        raise
    if os.path.samestat(os.fstat(opened), os.stat(temporary, dir_fd=spare, follow_symlinks=False)):
        return True
    os.unlink(temporary, dir_fd=spare)
    raise ValueError(f"{source} was exchanged while it was being stored")


def _copy(opened: int, temporary: str, spare: int, sha256: str) -> None:
    target = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600, dir_fd=spare)
    digest = hashlib.sha256()
    try:
        while piece := os.read(opened, _PIECE):
            digest.update(piece)
            _write_all(target, piece)
        if digest.hexdigest() != sha256:
            raise ValueError(f"the content is {digest.hexdigest()}, not {sha256}")
        os.fsync(target)
    except BaseException:
        os.unlink(temporary, dir_fd=spare)
        raise
    finally:
        os.close(target)


def _write_all(descriptor: int, piece: bytes) -> None:
    rest = memoryview(piece)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
