"""Bodies of the videos API: a form, as the official client always sends, or JSON that says the same.

A file of a form stands where JSON has a URL. It is named by its content, so that an equal form is an equal
request, and it is kept as an upload once the request has been understood.
"""

import asyncio
import hashlib
import re
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from onetake.apps.server import body, multipart
from onetake.apps.server.exchange import Exchange
from onetake.apps.server.multipart import File
from onetake.core.problem import Offence, Problem
from onetake.core.request import ASSET, BY_HASH, Kind
from onetake.dialects import _form
from onetake.media.sniff import sniff
from onetake.services import uploads
from onetake.services.uploads import Upload

FORM = "multipart/form-data"
KINDS: Mapping[str, Kind] = {"input_reference": "image", "video": "video"}
"""Places of files that say what the file is."""
_IN_MEDIA = re.compile(r"media\[[0-9]+\]\.url")


@dataclass(frozen=True, slots=True)
class Received:
    """A file part, where it stood and what it is."""

    place: str
    kind: Kind
    file: File
    name: str

    async def keep(self, ex: Exchange) -> Upload:
        """Raises Problem(media_invalid, media_too_large) that names its place."""
        try:
            return await uploads.keep(ex.p, ex.caller, self.file.path, self.kind)
        except Problem as problem:
            limit = "; ".join(o.limit for o in problem.offences) or problem.detail
            offence = Offence(self.place, self.file.filename[:80], limit, problem.kind.fix, problem.code)
            raise Problem.of([offence]) from None


@dataclass(frozen=True, slots=True)
class Asked:
    """The message of a body, and the files that it names by `asset://`."""

    message: dict[str, Any]
    files: tuple[Received, ...] = ()

    async def keep(self, ex: Exchange) -> list[Upload]:
        """Keep the files, each content once."""
        return [await file.keep(ex) for file in {f.name: f for f in self.files}.values()]


@asynccontextmanager
async def asked(ex: Exchange, schema: Mapping[str, Any], *places: str) -> AsyncIterator[Asked]:
    """The body of a request whose JSON has this schema; files may stand at `places`, and in `media` where
    that is one of them. Those that are not kept are gone when the block ends.

    Raises Problem(invalid_parameter, invalid_json, request_too_large, unsupported_parameter, upload_invalid).
    """
    if not ex.headers.get("content-type", "").strip().lower().startswith(FORM):
        yield Asked(await body.read_json(ex, body.WITH_DATA_URLS))
        return
    async with multipart.read_form(ex, body.WITH_DATA_URLS) as form:
        parts: list[_form.Pair] = [*form.fields, *((file.name, file) for file in form.files)]
        nested, offences = _form.decode(parts)
        message = _form.typed(nested, schema)
        received: list[Received] = []
        for place, holder, key, value in list(_leaves(message, "")):
            if isinstance(value, str) and "\0" in value:
                offences.append(Offence(place, None, "holds a NUL character", "Remove it"))
            elif isinstance(value, File) and _takes(place, places):
                received.append(await _received(place, holder, value))
                holder[key] = received[-1].name
            elif isinstance(value, File):
                limit, fix = "is no place for a file", f"Files go to {', '.join(places)}"
                offences.append(Offence(place, value.filename[:80], limit, fix, "unsupported_parameter"))
        if offences:
            raise Problem.of(offences)
        yield Asked(message, tuple(received))


def _leaves(holder: Any, above: str) -> Iterator[tuple[str, Any, Any, Any]]:
    """(place, what holds it, its key there, the value) of everything that is neither object nor list."""
    inner = holder.items() if isinstance(holder, dict) else enumerate(holder)
    for key, value in inner:
        place = f"{above}[{key}]" if isinstance(holder, list) else f"{above}.{key}".lstrip(".")
        if isinstance(value, dict | list):
            yield from _leaves(value, place)
        else:
            yield place, holder, key, value


def _takes(place: str, places: tuple[str, ...]) -> bool:
    return place in places or ("media" in places and _IN_MEDIA.fullmatch(place) is not None)


async def _received(place: str, holder: Any, file: File) -> Received:
    kind = KINDS.get(place) or holder.get("kind")
    if kind not in ("image", "video", "audio"):
        kind = await asyncio.to_thread(_sniffed, file)
    digest = await asyncio.to_thread(_digest, file)
    return Received(place, kind, file, f"{ASSET}{BY_HASH}{digest}")


def _sniffed(file: File) -> Kind:
    with file.path.open("rb") as opened:
        found = sniff(opened.read(4096))
    if found is None:
        raise Problem("upload_invalid", f"{file.name} is no image, video or audio that we know")
    return found.kind  # type: ignore[return-value]


def _digest(file: File) -> str:
    with file.path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
