"""The outermost boxes of an MP4 or QuickTime file: enough to tell a whole file from one cut off."""

import os
from typing import BinaryIO

_MOST = 10_000


def check_whole(file: BinaryIO) -> None:
    """Raise ValueError when a box runs past the end of the file, or when `moov` is missing."""
    total = os.fstat(file.fileno()).st_size
    at, kinds = 0, set()
    for _ in range(_MOST):
        if total - at < 8:  # up to seven stray bytes at the end hurt no player
            break
        head = os.pread(file.fileno(), 16, at)
        size = int.from_bytes(head[:4], "big")
        if size == 1:
            size = int.from_bytes(head[8:16], "big")
        elif size == 0:
            size = total - at
        if size < 8:
            raise ValueError("the file has a broken box")
        kinds.add(head[4:8])
        at += size
        if at > total:
            raise ValueError(f"the file is cut off: {total:,} of at least {at:,} bytes")
    if b"moov" not in kinds:
        raise ValueError("the file has no index (moov box)")
