"""What this process has in hand, written where a dead process can no longer lie about it (threat T36).

A file of fixed places that is mapped into memory: to note a subject costs a copy of 40 bytes and no call to
the system, and what was noted outlives kill -9. Not a power loss; that is nobody's fault, so nobody is to be
found then.
"""

import contextlib
import mmap
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

WIDTH = 40
_EMPTY = bytes(WIDTH)


class Hands:
    """Places for `most` subjects at a time. `left`: what the last process had in hand when it died."""

    def __init__(self, file: Path, most: int) -> None:
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            known = os.pread(descriptor, os.fstat(descriptor).st_size, 0)
            self.left: Sequence[str] = tuple(sorted(_read(known)))
            os.ftruncate(descriptor, 0)
            os.ftruncate(descriptor, most * WIDTH)
            self._map = mmap.mmap(descriptor, most * WIDTH)
        finally:
            os.close(descriptor)
        self._free = list(range(most - 1, -1, -1))

    @contextlib.contextmanager
    def holding(self, subject: str) -> Iterator[None]:
        """Note a subject for as long as the block runs; one for which no place is left is not noted."""
        noted = subject.encode()[:WIDTH].ljust(WIDTH, b"\0")
        if not self._free:
            yield
            return
        place = self._free.pop()
        start = place * WIDTH
        self._map[start : start + WIDTH] = noted
        try:
            yield
        finally:
            self._map[start : start + WIDTH] = _EMPTY
            self._free.append(place)

    def close(self) -> None:
        """Let go of the file."""
        self._map.close()


def _read(content: bytes) -> Iterator[str]:
    for start in range(0, len(content) - WIDTH + 1, WIDTH):
        subject = content[start : start + WIDTH].rstrip(b"\0")
        if subject:
            yield subject.decode("ascii", "replace")
