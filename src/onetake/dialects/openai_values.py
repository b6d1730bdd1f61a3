"""The values of the videos API: sizes for resolution and ratio, seconds as text, few statuses (contract
§11)."""

import re
from collections.abc import Mapping
from typing import Any

from onetake.core.catalogue import catalogue
from onetake.core.ids import core_of
from onetake.dialects._codec import NUMBER, TEXT, Codec, Refused, refuse, relation, text, whole

STATUS = relation(
    ("queued", "queued"),
    ("running", "in_progress"),
    ("succeeded", "completed"),
    ("failed", "failed"),
    ("cancelled", "failed"),
    ("expired", "failed"),
)
COLLAPSED = {"cancelled": "failed", "expired": "failed"}
NEAREST: Mapping[str, tuple[str, str]] = {"1024x1792": ("1080p", "9:16"), "1792x1024": ("1080p", "16:9")}
"""Sizes that the client's own list has and no model of ours: read as what is nearest, never written."""
MOST = 100
"""Videos on one page."""
_SECONDS = re.compile(r"[0-9]{1,4}")

Shape = tuple[str | None, str | None]


def exact(size: str) -> tuple[str, str] | None:
    """(resolution, ratio) of one of the sizes of contract §1.11, or None."""
    for resolution, row in catalogue().sizes.items():
        for ratio, (width, height) in row.items():
            if size == f"{width}x{height}":
                return resolution, ratio
    return None


def size_of(resolution: Any, ratio: Any) -> str | None:
    """The reverse; None while the ratio is still to be found."""
    found = catalogue().sizes.get(resolution, {}).get(ratio)
    return f"{found[0]}x{found[1]}" if found else None


def _wanted(value: Any) -> tuple[str, str]:
    found = (exact(value) or NEAREST.get(value)) if type(value) is str else None
    if found is None:
        limit = "one of the sizes of the models, as WIDTHxHEIGHT"
        raise refuse(value, limit, f"Use one of {', '.join(_sizes())}", "invalid_resolution")
    return found


def _sizes() -> list[str]:
    return [f"{width}x{height}" for row in catalogue().sizes.values() for width, height in row.values()]


def _told(value: Any) -> Shape:
    """A size in an answer. A model server may make any; only ours mean something here."""
    return (exact(value) if type(value) is str else None) or (None, None)


def _seconds(value: Any) -> int:
    if type(value) is str and _SECONDS.fullmatch(value):
        return int(value)
    if type(value) is not int:
        limit = "must be a whole number of seconds as text"
        raise refuse(value, limit, 'Send "4" to "15"', "invalid_duration")
    return value


def _length(value: Any) -> int | None:
    try:
        return _seconds(value)
    except Refused:
        return None  # an odd length in an answer is no reason to miss what else it says


def _spoken(value: Any) -> str | None:
    return str(value) if type(value) is int else None


def _seeds() -> dict[str, Any]:
    row = catalogue().limits["seed"]
    return {"type": "integer", "minimum": row["min"], "maximum": row["max"]}


def _tiers() -> dict[str, Any]:
    return {"type": "string", "enum": list(catalogue().sizes)}


def _ratios() -> dict[str, Any]:
    return {"type": "string", "enum": [*catalogue().ratios, "adaptive"]}


def _source(value: Any) -> str:
    """The task that a video was made from; another server's id is kept as it is."""
    return core_of(TEXT.decode(value)) or value


SIZE = Codec(
    _wanted,
    lambda shape: size_of(*shape),
    lambda: {"type": "string", "enum": [*_sizes(), *NEAREST]},
)
SHAPE = Codec(
    _told, lambda shape: size_of(*shape), {"type": ["string", "null"], "pattern": "^[0-9]+x[0-9]+$"}
)
SECONDS = Codec(
    _seconds,
    _spoken,
    {"anyOf": [{"type": "string", "pattern": f"^{_SECONDS.pattern}$"}, {"type": "integer"}]},
)
LENGTH = Codec(_length, _spoken, {"type": "string"})
RESOLUTION = Codec(text("invalid_resolution").decode, None, _tiers)
RATIO = Codec(text("invalid_ratio").decode, None, _ratios)
SEED = whole(schema=_seeds)
FRAMES = whole("invalid_duration", {"type": "integer", "minimum": 1})
UNIX = Codec(NUMBER.decode, int, {"type": "integer"})
SOURCE = Codec(_source, lambda core: f"video_{core}", {"type": "string"})


def _footage(value: Any) -> str:
    """The id of a video, or the name of an upload."""
    if isinstance(value, Mapping):
        value = value.get("id")
    if type(value) is not str or not value:
        raise refuse(value, 'a file, or {"id": "video_…"}')
    return value


FOOTAGE = Codec(
    _footage,
    lambda id: {"id": id},
    {
        "anyOf": [
            {"type": "string"},
            {"type": "object", "properties": {"id": {"type": "string"}}, "required": ["id"]},
        ]
    },
)


def _one(value: Any) -> list[str]:
    return [str(value)]


def _page_limit(values: list[str]) -> int:
    word = values[-1]
    if not (word.isascii() and word.isdigit() and len(word) < 6 and 1 <= int(word) <= MOST):
        raise refuse(word, f"a whole number from 1 to {MOST}", f"Use 1 to {MOST}")
    return int(word)


def _after(values: list[str]) -> str:
    if core_of(values[-1]) is None:
        raise refuse(values[-1], "the id of a video", "Send the `last_id` of the last page")
    return values[-1]


def _order(values: list[str]) -> str:
    if values[-1] not in ("asc", "desc"):
        raise refuse(values[-1], "asc or desc", "Leave it out for the newest first")
    return values[-1]


AFTER = Codec(_after, _one, {"type": "string"})
LIMIT = Codec(_page_limit, _one, {"type": "integer", "minimum": 1, "maximum": MOST})
ORDER = Codec(_order, _one, {"type": "string", "enum": ["asc", "desc"]})
