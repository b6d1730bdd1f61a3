"""What a rendered file tells of its making: the request, its inputs by hash, and nothing that is secret.

The record travels as JSON in the file's own metadata, so whoever has the file can ask for it again. It holds
what makes a picture and leaves out who asked and where it was sent: no key, no address, no end user, no
callback, no metadata of the customer's. What comes back from a file is a stranger's text until it was read
here.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

from onetake.core import canonical
from onetake.core.catalogue import catalogue
from onetake.core.request import ASSET, BY_HASH, Media, Request

VERSION = 1
LABEL = "animatic, not Seedance output"
MOST = 256 * 1024
"""Characters of a record that are read at all."""
DEEPEST = 12
SAID: Mapping[str, tuple[type, ...]] = {
    "prompt": (str,),
    "model": (str,),
    "duration": (int, str),
    "resolution": (str,),
    "ratio": (str,),
    "seed": (int,),
    "generate_audio": (bool,),
    "watermark": (bool,),
    "return_last_frame": (bool,),
    "web_search": (bool,),
}
"""What of a request is recorded beside its inputs, and as what."""
_KINDS, _ROLES = ("image", "video", "audio"), ("first_frame", "last_frame", "reference")
_NAME = re.compile(r"[\w][\w ()\[\].-]{0,95}\.[A-Za-z0-9]{2,5}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_MOST_INPUTS = 64
_SEEDS = range(-1, 2**32)


@dataclass(frozen=True, slots=True)
class Given:
    """One input: its kind and role, the SHA-256 and size of its bytes, its file name where one is known."""

    kind: str
    role: str
    sha256: str
    bytes: int = 0
    name: str = ""

    def as_dict(self) -> dict[str, Any]:
        told: dict[str, Any] = {"kind": self.kind, "role": self.role, "sha256": self.sha256}
        if self.bytes:
            told["bytes"] = self.bytes
        return {**told, "name": self.name} if self.name else told


@dataclass(frozen=True, slots=True)
class Making:
    """A record that was read. asked: values by the names of SAID. about: the whole of it as plain JSON."""

    asked: Mapping[str, Any]
    inputs: tuple[Given, ...]
    about: Mapping[str, Any] = field(repr=False)

    def request(self) -> Request:
        """The request that this records, its inputs named by their content."""
        media: Any = tuple(Media(g.kind, g.role, f"{ASSET}{BY_HASH}{g.sha256}") for g in self.inputs)  # pyright: ignore[reportArgumentType]
        said = dict(self.asked)
        mode: Any = _mode(self.inputs)
        return Request(model_name=said["model"], mode=mode, media=media, **said)


def told(
    request: Request, seed: int | None, inputs: Sequence[tuple[int, str, int]], engine: str, version: str
) -> dict[str, Any]:
    """The record of a task. inputs: (place in `request.media`, SHA-256, bytes) of each staged file."""
    asked = {name: getattr(request, name) for name in SAID}
    asked["seed"] = seed if seed is not None else request.seed
    asked = {name: value for name, value in asked.items() if value is not None}
    given = []
    for place, sha256, size in inputs:
        item = request.media[place]
        given.append(Given(item.kind, item.role or "reference", sha256, size, name_in(item.url)).as_dict())
    asked["media"] = given
    return {
        "onetake": VERSION,
        "label": LABEL,
        "made_by": {"name": "Onetake", "version": version, "engine": engine},
        "request": asked,
        "request_sha256": canonical.digest(asked),
    }


def name_in(url: str) -> str:
    """The file name at the end of a web address, or "" where there is none that looks like one. Nothing else
    of an address is kept: it may be signed."""
    if not url.startswith(("http:", "https:")):
        return ""
    try:
        last = unquote(urlsplit(url).path.rpartition("/")[2])
    except ValueError:
        return ""
    return last if _NAME.fullmatch(last) else ""


def text(record: Mapping[str, Any]) -> str:
    """A record as it is written into a file: ASCII, so that every reader of tags shows the same."""
    return canonical.text(record)


def read(written: str) -> Making:
    """A record from a file of anybody's. Raises ValueError in words for what is none of ours or is not
    well."""
    if len(written) > MOST:
        raise ValueError(f"the record is {len(written):,} characters long, at most {MOST:,} are read")
    try:
        about = json.loads(written, parse_constant=_no_number)
        deep = _depth(about) > DEEPEST
    except RecursionError:
        deep, about = True, None
    if deep:
        raise ValueError("the record is nested too deeply")
    if not isinstance(about, dict) or type(about.get("onetake")) is not int:
        raise ValueError("there is no record of Onetake's in it")
    if about["onetake"] != VERSION:
        raise ValueError(f"the record is of another version than {VERSION}, which this Onetake reads")
    try:
        json.dumps(about, ensure_ascii=False).encode()
    except UnicodeEncodeError:  # JSON may name half a character, which no text can hold
        raise ValueError("the record's text is not well") from None
    request = about.get("request")
    if not isinstance(request, dict):
        raise ValueError("the record has no request")
    asked = _asked(request)
    inputs = _inputs(request.get("media", []))
    if about.get("request_sha256") != canonical.digest(request):
        raise ValueError("the record's request is not the one of its own hash")
    return Making(asked, inputs, about)


def _asked(request: Mapping[str, Any]) -> dict[str, Any]:
    if unknown := set(request) - set(SAID) - {"media"}:
        raise ValueError(f"the record's request has an unknown part, {min(unknown)[:40]!r}")
    asked = {name: value for name, value in request.items() if name in SAID}
    for name, value in asked.items():
        if type(value) not in SAID[name]:  # True is an int
            raise ValueError(f"the record's {name} is not of its type")
    if missing := {"prompt", "model", "duration", "resolution", "ratio"} - set(asked):
        raise ValueError(f"the record's request lacks {min(missing)}")
    if len(asked["prompt"]) > catalogue().limits["prompt"]["length"]:
        raise ValueError("the record's prompt is longer than a prompt may be")
    if asked["duration"] != "auto" and asked["duration"] not in range(1, 1000):
        raise ValueError("the record's duration is neither seconds nor auto")
    if asked.get("seed", 0) not in _SEEDS:
        raise ValueError("the record's seed is out of range")
    if any(len(asked[name]) > 100 for name in ("model", "resolution", "ratio")):
        raise ValueError("the record's request names what is too long to be a name")
    return asked


def _inputs(found: Any) -> tuple[Given, ...]:
    if not isinstance(found, list) or len(found) > _MOST_INPUTS:
        raise ValueError("the record's inputs are not a short list")
    return tuple(_input(item) for item in found)


def _input(item: Any) -> Given:
    if not isinstance(item, dict):
        raise ValueError("the record has an input that is no object")
    kind, role, sha256 = item.get("kind"), item.get("role"), item.get("sha256")
    name, size = item.get("name", ""), item.get("bytes", 0)
    if kind not in _KINDS or role not in _ROLES:
        raise ValueError("the record has an input of no known kind and role")
    if not isinstance(sha256, str) or not _SHA256.fullmatch(sha256):
        raise ValueError("the record has an input without its SHA-256")
    if not isinstance(name, str) or (name and not _NAME.fullmatch(name)):
        raise ValueError("the record has an input with a name that is none")
    if type(size) is not int or not 0 <= size < 2**40:
        raise ValueError("the record has an input of an impossible size")
    return Given(kind, role, sha256, size, name)


def _mode(inputs: Sequence[Given]) -> str:
    roles = {given.role for given in inputs}
    if "last_frame" in roles:
        return "first_last"
    return "first_frame" if "first_frame" in roles else "reference" if roles else "text"


def _depth(value: Any) -> int:
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + max((_depth(part) for part in parts), default=0)


def _no_number(word: str) -> Any:
    raise ValueError(f"the record says {word}, which is no number of JSON")
