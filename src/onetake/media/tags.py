"""Texts that an MP4 or QuickTime file carries about itself, read without a decoder.

Only the boxes on the way to the list of tags (moov, udta, meta, ilst) are entered, by their sizes; what does
not fit into its parent ends the reading. Files come from strangers: nothing here trusts a number in them.
"""

import os
from collections.abc import Iterator
from pathlib import Path

_MOST_BOXES = 2000
_MOST_LIST = 2**21
_MOST_TEXT = 2**20
_TEXT = 1
"""The type of a tag's data that is UTF-8."""
NAMES = {b"\xa9nam": "title", b"\xa9cmt": "comment", b"ldes": "synopsis"}

Span = tuple[int, int]
"""Where a box's content begins and ends in the file."""


def read(path: Path) -> dict[str, str]:
    """The tags of a file by the names of NAMES, each at most a MiB; none where it is no such file.

    Raises OSError.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        span: Span | None = (0, os.fstat(descriptor).st_size)
        for kind in (b"moov", b"udta", b"meta", b"ilst"):
            span = next((inner for name, inner in _boxes(descriptor, span) if name == kind), None)
            if span is None:
                return {}
            if kind == b"meta":
                span = (span[0] + 4, span[1])  # a full box: version and flags come first
        return _listed(descriptor, span) if span[1] - span[0] <= _MOST_LIST else {}
    finally:
        os.close(descriptor)


def _listed(descriptor: int, span: Span) -> dict[str, str]:
    found: dict[str, str] = {}
    for kind, inner in _boxes(descriptor, span):
        data = next((part for name, part in _boxes(descriptor, inner) if name == b"data"), None)
        if kind not in NAMES or data is None or not 8 <= data[1] - data[0] <= _MOST_TEXT:
            continue
        content = os.pread(descriptor, data[1] - data[0], data[0])
        if int.from_bytes(content[1:4], "big") == _TEXT:
            found.setdefault(NAMES[kind], content[8:].decode(errors="replace"))
    return found


def _boxes(descriptor: int, span: Span) -> Iterator[tuple[bytes, Span]]:
    at, end = span
    for _ in range(_MOST_BOXES):
        head = os.pread(descriptor, 16, at) if end - at >= 8 else b""
        if len(head) < 8:
            return
        size, skip = int.from_bytes(head[:4], "big"), 8
        if size == 1:
            size, skip = int.from_bytes(head[8:16], "big"), 16
        elif size == 0:
            size = end - at
        if size < skip or at + size > end:
            return
        yield head[4:8], (at + skip, at + size)
        at += size
