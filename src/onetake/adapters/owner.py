"""One owner per data directory (threat T43): a file lock that dies with the process that holds it."""

import contextlib
import json
import os
import time
from pathlib import Path
from typing import Any, Self

from onetake.core.ports import Clock

_LOCK, _NOTICE, _EPOCH = "lock", "server.json", "epoch"
_TRIES, _BETWEEN_SECONDS = 10, 0.02


class AlreadyOwned(Exception):
    """Another process owns the data directory. `notice` is what `running` said of it, or None."""

    def __init__(self, data_dir: Path, notice: dict[str, Any] | None) -> None:
        who = f"process {notice['pid']}" if notice and notice.get("pid") else "another process"
        where = f", serving at {notice['url']}" if notice and notice.get("url") else ""
        super().__init__(f"{data_dir} is in use by {who}{where}")
        self.notice = notice


class Owner:
    """The right to write a data directory. Holds it until `release`, or the process's end in any way.

    `epoch` counts the owners that the directory has had; this one's number fences whatever an earlier
    one left behind.
    """

    def __init__(self, data_dir: Path, descriptor: int, started: float) -> None:
        self.data_dir = data_dir
        self.started = started
        self._descriptor: int | None = descriptor
        self.epoch = _next_epoch(data_dir)

    @classmethod
    def acquire(cls, data_dir: Path, url: str | None = None, *, clock: Clock = time.time) -> Self:
        """Become the owner, creating the directory (0700) where there is none; `url` is published.

        Raises AlreadyOwned while another process is the owner; waiting for it is the caller's loop.
        """
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = _open_lock(data_dir)
        for attempt in range(_TRIES):
            if _locked(descriptor):
                break
            # It may be no owner but someone's `running`, which holds the lock for microseconds.
            if attempt < _TRIES - 1:
                time.sleep(_BETWEEN_SECONDS)
        else:
            os.close(descriptor)
            raise AlreadyOwned(data_dir, _notice(data_dir))
        try:
            owner = cls(data_dir, descriptor, clock())
            owner.publish(url)
        except BaseException:
            os.close(descriptor)
            raise
        return owner

    def publish(self, url: str | None) -> None:
        """Tell other processes where this one serves: `server.json`, 0600, replaced in one step."""
        notice = {"url": url, "pid": os.getpid(), "started": self.started}
        _replace(self.data_dir / _NOTICE, json.dumps(notice))

    def release(self) -> None:
        """Give the directory up. May be called twice."""
        if self._descriptor is None:
            return
        notice = _notice(self.data_dir) or {}
        if (notice.get("pid"), notice.get("started")) == (os.getpid(), self.started):  # else a successor's
            (self.data_dir / _NOTICE).unlink(missing_ok=True)
        os.close(self._descriptor)  # the lock goes with it; its file stays, or two could lock two files
        self._descriptor = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


def running(data_dir: Path) -> dict[str, Any] | None:
    """What the live owner published: `url` (None while it serves nobody), `pid`, `started`; None without one.

    A notice that a killed owner left behind does not count: the lock decides.
    """
    try:
        descriptor = os.open(data_dir / _LOCK, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
    except FileNotFoundError:
        return None
    try:
        if _locked(descriptor):
            return None
        return _notice(data_dir) or {"url": None, "pid": None, "started": None}
    finally:
        os.close(descriptor)


def _open_lock(data_dir: Path) -> int:
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    return os.open(data_dir / _LOCK, flags, 0o600)


def _locked(descriptor: int) -> bool:
    import fcntl  # no such module on Windows, where only the client commands run

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _notice(data_dir: Path) -> dict[str, Any] | None:
    with contextlib.suppress(OSError, ValueError):
        notice = json.loads((data_dir / _NOTICE).read_text("utf-8"))
        if isinstance(notice, dict):
            return notice
    return None


def _next_epoch(data_dir: Path) -> int:
    """One more than the file says; called under the lock. A damaged file is an error, not a restart at 1."""
    file = data_dir / _EPOCH
    known = file.read_text("utf-8").strip() if file.exists() else "0"
    if not known.isdecimal():
        raise ValueError(
            f"{file} is damaged: it should hold a number, write one above every epoch used so far"
        )
    epoch = int(known) + 1
    _replace(file, f"{epoch}\n")
    return epoch


def _replace(file: Path, text: str) -> None:
    partial = file.with_name(f"{file.name}.partial")
    partial.unlink(missing_ok=True)
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(descriptor)
    partial.replace(file)
    directory = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
