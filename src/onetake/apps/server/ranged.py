"""Serving one stored file: whole, a range of it, or only its headers (RFC 9110 §14; threat T44).

A stored file never changes and is named by its hash, so the hash is a strong validator.
"""

import asyncio
import os
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from onetake.apps.server.exchange import Exchange
from onetake.core.problem import Problem

PIECE, LEAST_PIECE = 1024 * 1024, 64 * 1024
SWIFT = 0.05
"""Seconds within which a piece must be taken for the next to be larger: a slow reader holds little memory."""
MOST_RANGES = 10
POLICY = b"sandbox; default-src 'none'; base-uri 'none'; object-src 'none'"
"""Of a file in a browser: whatever it may be, it runs nothing. Other pages may show it."""
_RANGES = re.compile(r"bytes[ \t]*=[ \t]*([0-9, \t-]+)", re.IGNORECASE)
_RANGE = re.compile(r"([0-9]{0,18})-([0-9]{0,18})")
_NOWAIT = getattr(os, "RWF_NOWAIT", 0)


@dataclass(frozen=True, slots=True)
class Stored:
    """A file to serve. mime comes from an allow-list; name is what a browser saves it as."""

    path: Path
    sha256: str
    mime: str
    name: str


async def serve(ex: Exchange, file: Stored) -> None:
    """Answer with the file. Raises Problem(not_found) where its bytes are gone."""
    try:
        descriptor = os.open(file.path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    except FileNotFoundError:
        raise Problem("not_found", "the file is gone") from None
    try:
        await _serve(ex, file, descriptor, os.fstat(descriptor).st_size)
    finally:
        os.close(descriptor)


async def _serve(ex: Exchange, file: Stored, descriptor: int, size: int) -> None:
    tag = f'"{file.sha256}"'
    ex.policy = POLICY
    headers = _headers(file, tag)
    told = ex.headers
    if _matches(told.get("if-none-match", ""), tag):
        return await _head(ex, 304, headers)
    wanted = told.get("range")
    if wanted is not None and told.get("if-range", tag) == tag and ex.scope["method"] in ("GET", "HEAD"):
        try:
            part = chosen(wanted, size)
        except ValueError:
            size_only = (b"content-range", b"bytes */%d" % size)
            return await _head(ex, 416, [*headers, size_only, (b"content-length", b"0")])
        if part is not None:
            first, last = part
            headers.append((b"content-range", b"bytes %d-%d/%d" % (first, last, size)))
            return await _body(ex, 206, headers, descriptor, first, last + 1)
    return await _body(ex, 200, headers, descriptor, 0, size)


def _headers(file: Stored, tag: str) -> list[tuple[bytes, bytes]]:
    shown = "inline" if file.mime in INLINE else "attachment"
    return [
        (b"content-type", file.mime.encode()),
        (b"etag", tag.encode()),
        (b"accept-ranges", b"bytes"),
        (b"cache-control", b"private, max-age=86400, immutable"),
        (b"content-disposition", f'{shown}; filename="{file.name}"'.encode()),
        (b"cross-origin-resource-policy", b"cross-origin"),
        (b"referrer-policy", b"no-referrer"),
    ]


INLINE = frozenset(
    {
        "video/mp4",
        "video/quicktime",
        "image/png",
        "image/jpeg",
        "image/webp",
        "image/gif",
        "audio/wav",
        "audio/mpeg",
    }
)
"""Types that a browser plays or shows and never runs; everything else is saved."""


def chosen(header: str, size: int) -> tuple[int, int] | None:
    """The one range of a Range header as (first, last), or None to send everything.

    Everything is sent for what is no byte range, and for several ranges, as RFC 9110 §14.2 allows. Raises
    ValueError for a range outside of the file and for more than ten of them.
    """
    found = _RANGES.fullmatch(header.strip()) if len(header) < 1000 else None
    if found is None:
        if header.count(",") >= MOST_RANGES:
            raise ValueError("too many ranges")
        return None
    parts = [part.strip() for part in found[1].split(",")]
    if len(parts) > MOST_RANGES:
        raise ValueError("too many ranges")
    if len(parts) != 1:
        return None
    bounds = _RANGE.fullmatch(parts[0])
    if bounds is None or not (bounds[1] or bounds[2]):
        return None
    if not bounds[1]:
        last_bytes = int(bounds[2])
        if last_bytes == 0 or size == 0:
            raise ValueError("an empty range")
        return max(0, size - last_bytes), size - 1
    first = int(bounds[1])
    last = min(int(bounds[2]), size - 1) if bounds[2] else size - 1
    if bounds[2] and int(bounds[2]) < first:
        return None
    if first >= size:
        raise ValueError("beyond the end")
    return first, last


def _matches(told: str, tag: str) -> bool:
    return told.strip() == "*" or tag in (t.strip().removeprefix("W/") for t in told.split(","))


async def _head(ex: Exchange, status: int, headers: list[tuple[bytes, bytes]]) -> None:
    await ex.start(status, headers)
    await ex.send({"type": "http.response.body", "body": b""})


async def _body(
    ex: Exchange, status: int, headers: list[tuple[bytes, bytes]], descriptor: int, start: int, end: int
) -> None:
    await ex.start(status, [*headers, (b"content-length", b"%d" % (end - start))])
    if ex.scope["method"] == "HEAD" or start >= end:
        await ex.send({"type": "http.response.body", "body": b""})
        return
    async for piece in _pieces(descriptor, start, end):
        start += len(piece)
        await ex.send({"type": "http.response.body", "body": piece, "more_body": start < end})


async def _pieces(descriptor: int, start: int, end: int) -> AsyncIterator[bytes]:
    now = asyncio.get_running_loop().time
    size = 4 * LEAST_PIECE
    while start < end:
        length = min(size, end - start)
        piece = _cached(descriptor, length, start)
        if not piece:
            piece = await asyncio.to_thread(os.pread, descriptor, length, start)
        if not piece:
            raise OSError("a stored file is shorter than it was")
        start += len(piece)
        given = now()
        yield piece
        size = min(PIECE, 2 * size) if now() - given < SWIFT else LEAST_PIECE


def _cached(descriptor: int, length: int, start: int) -> bytes:
    """What the page cache has; reading that costs less than handing it to a thread. Nothing: ask the disk."""
    if not _NOWAIT:
        return b""
    buffer = bytearray(length)
    try:
        count = os.preadv(descriptor, [buffer], start, _NOWAIT)
    except OSError:
        return b""
    return buffer if count == length else bytes(memoryview(buffer)[:count])  # type: ignore[return-value]
