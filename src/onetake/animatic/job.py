"""One render job as it arrives on the child's standard input, checked field by field."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FPS = 24
SECONDS = range(4, 16)
"""Contract §1.3: every integer from 4 to 15; null lets the engine pick."""

KINDS = ("image", "video", "audio")
ROLES = ("first_frame", "last_frame", "reference")
LONGEST_SIDE = 4320


class Failure(Exception):
    """A render that ends without a video, with a code the job core knows and a sentence for the caller."""

    def __init__(self, code: str, detail: str):
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Clip:
    """One input file: what it is, what it is for, where it lies."""

    kind: str
    role: str
    path: Path


@dataclass(frozen=True, slots=True)
class Job:
    """Everything a render depends on. Sizes in pixels (even), `seconds` None means the engine picks.

    sheets: whether a contact sheet and a grid of small frames are made too. about: the record of the request
    for the file's own metadata (`core.making`), or None. storyboard: whether shot number,
    move and time are written over each frame. stereo: whether the sound has two channels.
    """

    prompt: str
    width: int
    height: int
    seconds: int | None
    seed: int
    audio: bool
    watermark: bool
    last_frame: bool
    media: tuple[Clip, ...]
    out: Path
    sheets: bool = False
    about: Mapping[str, Any] | None = None
    storyboard: bool = False
    stereo: bool = False

    @classmethod
    def parse(cls, data: Mapping[str, Any]) -> "Job":
        """Read a decoded JSON job. Raises Failure("generation_failed") that names the field."""
        if not isinstance(data, Mapping):
            raise Failure("generation_failed", "The job is not a JSON object.")
        if data.get("fps", FPS) != FPS:
            raise Failure("generation_failed", f"fps must be {FPS}.")
        media = data.get("media") or []
        if not isinstance(media, list):
            raise Failure("generation_failed", "media must be a list of objects.")
        seconds = data.get("seconds")
        if seconds is not None and (type(seconds) is not int or seconds not in SECONDS):
            raise Failure("generation_failed", "seconds must be an integer from 4 to 15, or null.")
        out = Path(_field(data, "out", str))
        if not out.is_absolute():
            raise Failure("generation_failed", "out must be an absolute path prefix.")
        return cls(
            prompt=_field(data, "prompt", str) if data.get("prompt") is not None else "",
            width=_side(data, "width"),
            height=_side(data, "height"),
            seconds=seconds,
            seed=_field(data, "seed", int),
            audio=_field(data, "audio", bool),
            watermark=_field(data, "watermark", bool),
            last_frame=_field(data, "last_frame", bool),
            media=tuple(_clip(item) for item in media),
            out=out,
            sheets=_field(data, "sheets", bool) if "sheets" in data else False,
            about=_field(data, "about", dict) if data.get("about") is not None else None,
            storyboard=_field(data, "storyboard", bool) if "storyboard" in data else False,
            stereo=_field(data, "stereo", bool) if "stereo" in data else False,
        )

    def role(self, role: str) -> Clip | None:
        """The first input with this role, or None."""
        return next((clip for clip in self.media if clip.role == role), None)


def _field(data: Mapping[str, Any], name: str, kind: type) -> Any:
    value = data.get(name)
    if type(value) is not kind:
        raise Failure("generation_failed", f"{name} must be a JSON {_JSON[kind]}.")
    return value


_JSON = {dict: "object", str: "string", int: "integer", bool: "boolean"}


def _side(data: Mapping[str, Any], name: str) -> int:
    value = _field(data, name, int)
    if value < 64 or value > LONGEST_SIDE or value % 2:
        raise Failure("generation_failed", f"{name} must be an even number from 64 to {LONGEST_SIDE}.")
    return value


def _clip(item: Any) -> Clip:
    if not isinstance(item, Mapping):
        raise Failure("generation_failed", "media must be a list of objects.")
    kind, role, path = item.get("kind"), item.get("role"), item.get("path")
    if kind not in KINDS or role not in ROLES or not isinstance(path, str):
        raise Failure("generation_failed", "each of media needs kind, role and path.")
    return Clip(kind, role, Path(path))
