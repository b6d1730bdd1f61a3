"""Media inputs as a caller has them: paths, bytes, URLs; and what kind of file each is."""

import mimetypes
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal, TypedDict
from urllib.parse import urlsplit

from onetake.core.problem import Offence, Problem
from onetake.core.request import Kind, Media, Role

Source = str | bytes | Path
"""A local file (Path, or a str that is no URL), its bytes, or an https, data or asset:// URL."""

LARGEST = 50 * 1024 * 1024
"""What one upload may hold (contract §10)."""
DECLARED, UNDECLARED = ("image/", "video/", "audio/"), "application/octet-stream"
"""What an upload may declare itself to be; with the second the server looks for itself."""
SCHEMES = ("http://", "https://", "data:", "asset://")
_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF8", "image/gif"),
    (0, b"BM", "image/bmp"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (8, b"WEBP", "image/webp"),
    (8, b"WAVE", "audio/wav"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"\xff\xf3", "audio/mpeg"),
    (4, b"ftypheic", "image/heic"),
    (4, b"ftypheix", "image/heic"),
    (4, b"ftypmif1", "image/heif"),
    (4, b"ftypM4A", "audio/mp4"),
    (4, b"ftypqt", "video/quicktime"),
    (4, b"ftyp", "video/mp4"),
)


class Options(TypedDict, total=False):
    """What can be asked for beside the prompt; None is the same as leaving it out.

    references: files, or `Media(kind, "reference", url)` where a URL does not show its kind. duration: whole
    seconds, or "auto". model: standard, fast, mini or a model id. expires_after: seconds from accept.
    """

    first_frame: Source | None
    last_frame: Source | None
    references: Sequence[Source | Media] | None
    model: str | None
    duration: int | Literal["auto"] | None
    resolution: str | None
    ratio: str | None
    seed: int | None
    generate_audio: bool | None
    watermark: bool | None
    repair: bool | None
    return_last_frame: bool | None
    expires_after: int | None
    webhook_url: str | None
    metadata: Mapping[str, str] | None
    route: str | None


OURS = {"webhook_url": "callback_url"}
"""Options that our own vocabulary calls otherwise."""


@dataclass(frozen=True, slots=True)
class Part:
    """One input of a request. source: None for what needs no upload. label: how the caller named it."""

    label: str
    kind: Kind
    role: Role
    url: str = ""
    source: bytes | Path | None = None
    mime: str = ""

    def read(self) -> bytes:
        """The bytes to upload. Raises Problem(media_too_large, media_invalid) naming the input."""
        if isinstance(self.source, bytes):
            data = self.source
        else:
            assert self.source is not None
            try:
                size = self.source.stat().st_size
                data = self.source.read_bytes() if size <= LARGEST else b""
            except OSError as error:
                raise _fault(self.label, str(self.source), error.strerror or str(error)) from error
            if size > LARGEST:
                raise self._too_large(size)
        if len(data) > LARGEST:
            raise self._too_large(len(data))
        return data

    def _too_large(self, size: int) -> Problem:
        fix = "Send a smaller file, or an https URL"
        told = Offence(self.label, f"{size:,} bytes", f"at most {LARGEST:,} bytes", fix, "media_too_large")
        return Problem.of([told])


def known(options: Options) -> Options:
    """The same options. Raises TypeError for a name that does not exist, as a plain signature would."""
    for name in options:
        if name not in Options.__annotations__:
            near = get_close_matches(name, Options.__annotations__, 1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise TypeError(f"there is no option {name!r}{hint}")
    return options


def names(parts: Sequence[Part]) -> dict[str, str]:
    """Field names of a request → how the caller of the SDK calls them."""
    told = {ours: theirs for theirs, ours in OURS.items()}
    for index, part in enumerate(parts):
        told.update({f"media[{index}]{tail}": part.label for tail in ("", ".url", ".upload_id", ".kind")})
    return told


def parts_of(options: Options) -> list[Part]:
    """The inputs of a request, in order. Raises Problem naming every one that cannot be used."""
    named: list[tuple[str, Any, Role]] = [
        ("first_frame", options.get("first_frame"), "first_frame"),
        ("last_frame", options.get("last_frame"), "last_frame"),
        *((f"references[{i}]", r, "reference") for i, r in enumerate(options.get("references") or ())),
    ]
    parts: list[Part] = []
    offences: list[Offence] = []
    for label, source, role in named:
        if source is None:
            continue
        try:
            parts.append(_part(label, source, role))
        except Problem as problem:
            offences += problem.offences
    if offences:
        raise Problem.of(offences)
    return parts


def _part(label: str, source: Any, role: Role) -> Part:
    if isinstance(source, Media):
        return Part(label, source.kind, source.role or role, source.url)
    if isinstance(source, bytes | bytearray | memoryview):
        data = bytes(source)
        mime = _sniffed(data[:16])
        return Part(label, _kind(label, mime, role, "bytes"), role, source=data, mime=mime)
    if isinstance(source, str) and source.startswith(SCHEMES):
        return Part(label, _kind(label, _mime_of_url(source), role, source[:80]), role, source)
    if not isinstance(source, str | os.PathLike):
        raise _fault(label, type(source).__name__, "a path, bytes or a URL")
    path = Path(source)
    try:
        with path.open("rb") as file:
            mime = _sniffed(file.read(16)) or mimetypes.guess_type(path.name)[0] or ""
    except OSError as error:
        raise _fault(label, str(path), error.strerror or str(error)) from error
    return Part(label, _kind(label, mime, role, str(path)), role, source=path, mime=mime)


def _kind(label: str, mime: str, role: Role, shown: str) -> Kind:
    if role != "reference":  # frames are pictures; whether this one is, the server finds out
        return "image"
    for kind in ("image", "video", "audio"):
        if mime.startswith(f"{kind}/"):
            return kind
    raise _fault(label, shown, "an image, video or audio file whose kind can be told")


def _sniffed(head: bytes) -> str:
    return next((mime for at, magic, mime in _MAGIC if head[at : at + len(magic)] == magic), "")


def _mime_of_url(url: str) -> str:
    if url.startswith("data:"):
        return url[5:].partition(";")[0].partition(",")[0]
    return mimetypes.guess_type(urlsplit(url).path)[0] or ""


def _fault(label: str, value: str, limit: str) -> Problem:
    fix = 'Give a readable file, or for a URL onetake.client.Media(kind, "reference", url)'
    return Problem.of([Offence(label, value, limit, fix, "media_invalid")])
