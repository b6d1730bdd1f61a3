"""The parent's side of a probe: sniff, ask the locked child, take only what is of the right type."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onetake.core.problem import Problem
from onetake.media import jail
from onetake.media.sniff import FORMATS, HEAD, Format, describe, sniff

TIMEOUT_SECONDS = 8.0
_turns = jail.Turns()


@dataclass(frozen=True, slots=True)
class Probe:
    """What a media file is. Sizes are as shown (after rotation); what a kind does not have is None."""

    kind: str
    mime: str
    format: str
    width: int | None
    height: int | None
    seconds: float | None
    fps: float | None
    codec: str | None
    audio_codec: str | None
    bytes: int

    @property
    def has_audio(self) -> bool:
        return self.audio_codec is not None


async def probe(path: Path, kind: str, *, decode: bool = False, timeout: float = TIMEOUT_SECONDS) -> Probe:
    """Look at the file `path`, which must be of `kind` ("image", "video", "audio").

    A video is read packet by packet and its first picture decoded; an image by its header. With `decode`
    an image is decoded whole and a video at its first key frames: what finds a cut-off image and what a
    finished output deserves.
    At most one child per processor runs at a time. Limits of length and size are not judged here.
    Raises Problem media_invalid (also when the child crashes or takes longer than `timeout` seconds), Problem
    internal when the jail itself cannot start; OSError when `path` is not there.
    """
    return await _seen(path, kind, "decode" if decode else "header", timeout)


async def survey(path: Path, kind: str, *, timeout: float = TIMEOUT_SECONDS) -> Probe:
    """Look at a file that may be repaired before it is used: as `probe` without `decode`, but larger images
    and videos of more codecs are measured too. Raises as `probe` does."""
    return await _seen(path, kind, "survey", timeout)


async def _seen(path: Path, kind: str, mode: str, timeout: float) -> Probe:
    media = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        format = accepted(os.pread(media, HEAD, 0), kind)
        async with jail.turn(_turns, os.cpu_count() or 1):
            found = await jail.ask((format.name, mode), media, f"{format.name} file", timeout)
        return _checked(found, format, os.fstat(media).st_size)
    finally:
        os.close(media)


def accepted(head: bytes, kind: str) -> Format:
    """What the first bytes of a file spell. Raises Problem media_invalid when that is not of this kind."""
    format = sniff(head)
    if format is None or format.kind != kind:
        wanted = ", ".join(row.name for row in FORMATS.values() if row.kind == kind)
        raise Problem("media_invalid", f"found {describe(head)}, needs {wanted}")
    return format


def _checked(found: Any, format: Format, size: int) -> Probe:
    """The child has read hostile bytes: take from it only what is of the right type."""

    def number(name: str, kind: type) -> Any:
        value = found.get(name)
        right = isinstance(value, kind | int) and not isinstance(value, bool) and 0 < value < 1e9
        return kind(value) if right else None

    def word(name: str) -> str | None:
        value = found.get(name)
        return (
            value if isinstance(value, str) and value.replace("_", "").isalnum() and len(value) < 32 else None
        )

    if not isinstance(found, dict):
        raise Problem("media_invalid", f"the {format.name} file could not be read safely")
    return Probe(
        kind=format.kind,
        mime=format.mime,
        format=format.name,
        width=number("width", int),
        height=number("height", int),
        seconds=number("seconds", float),
        fps=number("fps", float),
        codec=word("codec"),
        audio_codec=word("audio_codec"),
        bytes=size,
    )
