"""`POST /uploads`: an input file as a raw body, written to disk as it arrives, then probed and kept."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from pathlib import Path

from onetake.apps.server import body
from onetake.apps.server.exchange import Exchange, moment
from onetake.core.catalogue import catalogue
from onetake.core.ids import new_core
from onetake.core.problem import Problem
from onetake.core.request import Kind
from onetake.media.sniff import sniff
from onetake.services import uploads
from onetake.services.uploads import Upload

CAP = 50 * body.MIB
_UNDECLARED = ("", "application/octet-stream", "application/x-www-form-urlencoded")
"""What clients send when they say nothing: the file itself then says what it is."""


async def receive(ex: Exchange) -> None:
    """Keep a file; the answer names it for later requests. `?repair=1` also takes one that a request with
    `repair` can still mend.

    Raises Problem(upload_invalid, media_*).
    """
    mending = ex.p.policy.repair or b"repair=1" in ex.scope["query_string"].split(b"&")
    declared = ex.headers.get("content-type", "").partition(";")[0].strip().lower()
    kind = _declared_kind(declared)
    limit = CAP if mending or not kind else min(CAP, catalogue().media[kind]["bytes"])

    async def keep(path: Path) -> Upload:
        known = kind or await asyncio.to_thread(_sniffed_kind, path)
        return await uploads.keep(ex.p, ex.caller, path, known, mending=mending)

    kept = await taken(ex, limit, keep)
    told = {"id": kept.id, "sha256": kept.sha256, "kind": kept.kind, "bytes": kept.bytes, "probe": kept.probe}
    expires = moment(kept.expires_at)
    await ex.answer(201, {**told, "url": f"asset://{kept.id}", "expires_at": expires})


async def taken(ex: Exchange, limit: int, keep: Callable[[Path], Awaitable[Upload]]) -> Upload:
    """Write the body to disk as it arrives and hand the file to `keep`, which consumes it.

    limit: bytes. Raises Problem(media_too_large, upload_invalid, storage_full); then the file is gone.
    """
    path = ex.p.tmp / f"up-{new_core(ex.p.entropy)}"
    try:
        await _write(ex, path, limit)
        return await keep(path)
    except BaseException as error:
        path.unlink(missing_ok=True)
        if isinstance(error, Problem) and error.code == "request_too_large":
            raise Problem("media_too_large", f"the limit is {limit:,} bytes") from None
        raise


def _declared_kind(declared: str) -> Kind | None:
    if declared in _UNDECLARED:
        return None
    kind = declared.partition("/")[0]
    if kind not in ("image", "video", "audio"):
        raise Problem("upload_invalid", "Content-Type is image/…, video/… or audio/…")
    return kind


def _sniffed_kind(path: Path) -> Kind:
    with path.open("rb") as file:
        found = sniff(file.read(4096))
    if found is None:
        raise Problem("upload_invalid", "no image, video or audio that we know: name its Content-Type")
    return found.kind  # type: ignore[return-value]


async def _write(ex: Exchange, path: Path, limit: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        size = 0
        async for piece in body.pieces(ex, limit):
            size += len(piece)
            while piece:
                piece = piece[os.write(descriptor, piece) :]
    except OSError as error:
        raise Problem("storage_full", "there is no room for the upload") from error
    finally:
        os.close(descriptor)
    if not size:
        raise Problem("upload_invalid", "the body is empty")
