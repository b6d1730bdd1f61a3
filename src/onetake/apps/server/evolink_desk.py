"""What only EvoLink does: its cancel, its credits, and three ways to store a picture (contract §3)."""

import asyncio
import base64
import binascii
import mimetypes
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from onetake.apps.server import body, multipart
from onetake.apps.server.exchange import Exchange, moment
from onetake.apps.server.multipart import Form
from onetake.apps.server.operations import Handler
from onetake.core.catalogue import catalogue
from onetake.core.ids import new_core
from onetake.core.problem import Offence, Problem
from onetake.dialects.evolink_files import BY_BASE64, BY_URL, STORED, TAKEN
from onetake.media.sniff import sniff
from onetake.services import account_view, own_links, spooled, tasks, uploads, watch
from onetake.services.views import view

LONGEST_NAME = 255
LIFE = 72 * 3600.0
"""Seconds that a picture is kept (contract §3.4)."""


async def cancel(ex: Exchange) -> None:
    """Cancel a task that is pending or processing; the answer is the task, with what came of it so far."""
    await body.ignore(ex)
    task = await tasks.cancel(ex.p, ex.caller.project, ex.core())
    task = await watch.until_ended(ex.p, task, tasks.VERDICT, lambda: ex.stopping)
    if task.ended and task.status != "cancelled":
        raise Problem("not_cancellable", f"The task has ended: {task.status}")
    dialect = ex.entry.dialect
    await ex.answer(200, dialect.write_task(view(ex.p, task, dialect.name)))


async def credits(ex: Exchange) -> None:
    """What is left and what was used. Reserved credits count as gone until the task has ended."""
    key = ex.caller
    found = await ex.p.store.read(lambda sql: account_view.balance(sql, key))
    used, left = found["granted"] - found["posted"], found["available"]
    told = {
        "left": left or 0, "used": used, "unlimited": not found["limited"],
        "account_left": left or 0, "account_used": used,
    }  # fmt: skip
    assert ex.endpoint is not None
    assert ex.endpoint.result is not None
    await ex.answer(200, ex.endpoint.result.encode(told))


async def by_base64(ex: Exchange) -> None:
    """A picture as base64, bare or in a data URL."""
    told = _read(BY_BASE64, await body.read_json(ex, body.WITH_DATA_URLS))
    async with _received(ex, "base64_data") as path:
        await asyncio.to_thread(_decode, told["data"], path)
        await _keep(ex, path, told.get("file_name", ""), told.get("upload_path", ""))


async def by_url(ex: Exchange) -> None:
    """The picture at a URL, fetched as every input is."""
    told = _read(BY_URL, await body.read_json(ex))
    url = told["url"]
    if not url.lower().startswith(("http://", "https://")):
        fix = "Send the picture itself, as base64 or in a form"
        raise _offence("file_url", url[:80], "must be an http(s) URL", fix, "media_unreachable")
    async with _received(ex, "file_url") as path:
        ex.p.fetch.guard.check(url, "input")
        await ex.p.fetch.download(url, "input", path, limit=_most(), deadline=ex.p.policy.fetch_deadline)
        name = told.get("file_name") or Path(unquote(urlsplit(url).path)).name
        await _keep(ex, path, name, told.get("upload_path", ""))


async def by_form(ex: Exchange) -> None:
    """A picture in a form; any name will do for its part, since none is documented."""
    try:
        async with multipart.read_form(ex, _most() + body.MIB) as form:
            await _keep_one(ex, form)
    except Problem as problem:
        if problem.code == "request_too_large":
            raise _too_large("file") from None
        raise


async def _keep_one(ex: Exchange, form: Form) -> None:
    if len(form.files) != 1:
        raise _offence("file", len(form.files), "exactly one file", "Send one file a call")
    said, file = dict(form.fields), form.files[0]
    name = said.get("file_name") or said.get("fileName") or file.filename
    folder = said.get("upload_path") or said.get("uploadPath") or ""
    with _told_of(file.name):
        await _keep(ex, file.path, name, folder)


def _most() -> int:
    return catalogue().media["image"]["bytes"]


@asynccontextmanager
async def _received(ex: Exchange, place: str) -> AsyncIterator[Path]:
    """Where to put a picture; whatever is left there afterwards is gone. Problems name its `place`."""
    path = ex.p.tmp / f"up-{new_core(ex.p.entropy)}"
    try:
        with _told_of(place):
            yield path
    finally:
        path.unlink(missing_ok=True)


@contextmanager
def _told_of(place: str) -> Iterator[None]:
    try:
        yield
    except Problem as problem:
        if problem.offences:
            raise problem.renamed({"media[0]": place}) from None
        raise _offence(place, None, problem.detail, problem.fix, problem.code) from None


def _offence(place: str, value: Any, limit: str, fix: str, code: str = "upload_invalid") -> Problem:
    return Problem.of([Offence(place[:80], value, limit, fix, code)])


def _too_large(place: str) -> Problem:
    limit = f"under {(_most() + 1) // body.MIB} MB"
    return _offence(place, None, limit, "Compress the picture", "media_too_large")


def _read(record: Any, message: dict[str, Any]) -> dict[str, Any]:
    told, offences = record.decode(message)
    for f in record.fields:
        if f.required and f.attrs[0] not in told and not offences:
            name = ".".join(f.path)
            offences.append(Offence(name, None, f"{name} is required", f"Add {name}", "missing_parameter"))
    if offences:
        raise Problem.of(offences)
    return told


def _decode(text: str, path: Path) -> None:
    """Strict, but for the line breaks that programs put into base64 of their own accord."""
    if spooled.take(text, path, spaced=True):
        if path.stat().st_size > _most():
            raise _too_large("media[0]")
        return
    encoded = text.partition(";base64,")[2] if text.startswith("data:") else text
    encoded = "".join(encoded.split())
    if len(encoded) > _most() * 4 // 3 + 4:
        raise _too_large("media[0]")
    try:
        path.write_bytes(base64.b64decode(encoded, validate=True))
    except (binascii.Error, ValueError):
        raise Problem("upload_invalid", "this is not valid base64") from None
    except OSError as error:
        raise Problem("storage_full", "there is no room for the upload") from error


async def _keep(ex: Exchange, path: Path, name: str, folder: str) -> None:
    """Store the file if it is a picture that may be, whatever anybody called it, and answer with its link."""
    mime = await asyncio.to_thread(_mime, path)
    if mime not in TAKEN:
        limit = "a jpeg, png, gif or webp picture"
        raise _offence("media[0]", mime or "unknown", limit, "Convert it first")
    kept = await uploads.keep(ex.p, ex.caller, path, "image", life=LIFE)
    url = own_links.upload_url(ex.p, kept)
    shown = Path(name.replace("\\", "/")).name[:LONGEST_NAME]
    shown = shown or f"{kept.id}{mimetypes.guess_extension(mime) or ''}"
    told = {
        "message": "success", "id": kept.id, "name": shown, "original": shown, "bytes": kept.bytes,
        "mime": mime, "path": folder[:LONGEST_NAME], "url": url, "download": url, "at": moment(ex.p.clock()),
        "expires": moment(kept.expires_at),
    }  # fmt: skip
    await ex.answer(200, STORED.encode(told))


def _mime(path: Path) -> str:
    with path.open("rb") as file:
        found = sniff(file.read(4096))
    return found.mime if found is not None else ""


HANDLERS: Mapping[str, Handler] = {
    "cancel": cancel,
    "balance": credits,
    "upload_base64": by_base64,
    "upload_stream": by_form,
    "upload_url": by_url,
}
