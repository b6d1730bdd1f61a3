"""The disk and the file handles: when either is nearly used up, nothing more is taken in, so that what was
taken in can be finished (threat T35). It goes on by itself."""

import errno
import os
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

from onetake.core.problem import Problem

if TYPE_CHECKING:
    from onetake.apps.server.exchange import Exchange

MOST = 0.9
PLENTY = 10 * 1024**3
"""Free bytes with which no disk is nearly full, however large it is."""
LOOK = 1.0
"""Seconds that a look at the disk counts."""
AGAIN = 30
INTAKE = frozenset(
    {
        "create", "run", "remix", "edit", "extend", "presign", "put", "upload", "upload_base64",
        "upload_stream", "upload_url",
    }
)  # fmt: skip
"""Operations that bring something in to be kept."""
_NO_HANDLES = {errno.EMFILE, errno.ENFILE}
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}

Handler = Callable[["Exchange"], Awaitable[None]]


def used(folder: Path) -> tuple[float, int]:
    """The used share of the disk of `folder`, as `df` counts it, and its free bytes."""
    told = os.statvfs(folder)
    taken = told.f_blocks - told.f_bfree
    return taken / max(1, taken + told.f_bavail), told.f_bavail * told.f_frsize


class Watermark:
    """Whether the disk of a folder is nearly full: above `most` of it, from 0 to 1, with little left."""

    def __init__(
        self,
        folder: Path,
        most: float = MOST,
        clock: Callable[[], float] = time.monotonic,
        look: Callable[[Path], tuple[float, int]] = used,
    ) -> None:
        self._folder, self._most, self._clock, self._look = folder, most, clock, look
        self._seen: tuple[float, bool] = (-LOOK, False)

    def full(self) -> bool:
        """As it was within the last second. A disk that cannot be looked at is not held against anybody."""
        at, found = self._seen
        now = self._clock()
        if now - at >= LOOK:
            try:
                share, free = self._look(self._folder)
            except OSError:
                share, free = 0.0, PLENTY
            found = share >= self._most and free < PLENTY
            self._seen = now, found
        return found


def guarded(op: str, handler: Handler) -> Handler:
    """The handler of an operation, which refuses what cannot be kept and names what has run out."""

    async def handle(ex: "Exchange") -> None:
        if op in INTAKE and ex.house.watermark.full():
            raise Problem("storage_full", "the disk is nearly full", retry_after=AGAIN)
        try:
            await handler(ex)
        except OSError as error:
            if error.errno in _NO_HANDLES:
                raise Problem("storage_full", "no file handle is free", retry_after=AGAIN) from error
            if error.errno in _NO_ROOM:
                raise Problem("storage_full", "the disk is full", retry_after=AGAIN) from error
            raise

    return handle
