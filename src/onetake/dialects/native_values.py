"""The values of native messages: times, credits, progress, labels (contract §10)."""

import re
from datetime import UTC, datetime
from typing import Any

from onetake.core.catalogue import catalogue
from onetake.core.lifecycle import PHASES, STATUSES
from onetake.dialects._codec import TEXT, Codec, refuse, relation, text, whole

MICRO = 1_000_000

STATUS = relation(*((word, word) for word in STATUSES))
PHASE = relation(*((word, word) for word in PHASES))


def _duration(value: Any) -> int | str:
    if value == "auto" or type(value) is int:
        return value
    limit = 'must be a whole number of seconds or "auto"'
    raise refuse(value, limit, "Send a number without quotes or a point", "invalid_duration")


def _labels(value: Any) -> dict[str, str]:
    if not isinstance(value, dict) or any(type(v) is not str for v in value.values()):
        raise refuse(value, "must be an object whose values are strings", "Send strings only")
    return value


def _write_time(value: float) -> str:
    return datetime.fromtimestamp(value, UTC).isoformat(timespec="milliseconds")[:-6] + "Z"


def _read_time(value: Any) -> float:
    try:
        found = datetime.fromisoformat(TEXT.decode(value))
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise refuse(value, "must be a time like 2026-01-15T10:30:00.000Z")
    return found.timestamp()


def write_credits(micro: int) -> str:
    """Micro-credits as a decimal number of credits: 5009400 → "5.0094"."""
    units, part = divmod(abs(micro), MICRO)
    tail = f".{part:06d}".rstrip("0") if part else ""
    return f"{'-' if micro < 0 else ''}{units}{tail}"


def read_credits(value: Any) -> int:
    """The reverse, exactly; no float touches money."""
    found = re.fullmatch(r"(-?)(\d{1,12})(?:\.(\d{1,6}))?", TEXT.decode(value), re.ASCII)
    if not found:
        raise refuse(value, "must be a decimal number with at most 6 places")
    micro = int(found[2]) * MICRO + int((found[3] or "").ljust(6, "0"))
    return -micro if found[1] else micro


def _write_progress(pair: tuple[Any, Any]) -> dict[str, int] | None:
    done, total = pair
    return {"done": done or 0, "total": total} if total else None


def _read_progress(value: Any) -> tuple[int, int]:
    done, total = (value.get("done"), value.get("total")) if isinstance(value, dict) else (None, None)
    if type(done) is not int or type(total) is not int:
        raise refuse(value, 'must be {"done": frames, "total": frames}')
    return done, total


def _grid(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict) or set(value) != set(_GRID):
        raise refuse(value, f"must be an object of {', '.join(_GRID)}")
    if any(type(value[name]) not in (int, float) or value[name] <= 0 for name in _GRID):
        raise refuse(value, "must hold numbers above zero")
    return value


def _shots(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict) or not isinstance(value.get("shots"), list):
        raise refuse(value, "must be an object with a list of shots")
    return value


def _notes(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or any(type(v) is not str for v in value):
        raise refuse(value, "must be an array of strings")
    return tuple(value)


def _limit(name: str) -> dict[str, Any]:
    row = catalogue().limits[name]
    return {"type": "integer", "minimum": row["min"], "maximum": row["max"]}


def _map() -> dict[str, Any]:
    most = catalogue().limits["metadata"]["entries"]
    return {"type": "object", "additionalProperties": {"type": "string"}, "maxProperties": most}


DURATION = Codec(
    _duration, None, {"anyOf": [{"type": "integer", "minimum": 4, "maximum": 15}, {"const": "auto"}]}
)
TIME = Codec(_read_time, _write_time, {"type": "string", "format": "date-time"})
CREDITS = Codec(read_credits, write_credits, {"type": "string", "pattern": r"^-?\d+(\.\d{1,6})?$"})
COUNT = {"type": "integer", "minimum": 0}
_GRID = ("columns", "rows", "width", "height", "count", "every")
GRID = Codec(
    _grid,
    dict,
    {
        "type": "object",
        "properties": {name: {"type": "number", "exclusiveMinimum": 0} for name in _GRID},
        "required": list(_GRID),
    },
)
SHOTS = Codec(
    _shots,
    dict,
    {
        "type": "object",
        "properties": {
            "seconds": {"type": "number"},
            "shots": {"type": "array", "items": {"type": "object"}},
        },
        "required": ["shots"],
    },
)
PROGRESS = Codec(
    _read_progress,
    _write_progress,
    {"type": "object", "properties": {"done": COUNT, "total": COUNT}, "required": ["done", "total"]},
)
NOTES = Codec(_notes, list, {"type": "array", "items": {"type": "string"}})
METADATA = Codec(_labels, lambda value: dict(value) or None, _map)
RESOLUTIONS = Codec(
    text("invalid_resolution").decode, None, lambda: {"type": "string", "enum": list(catalogue().sizes)}
)
RATIO = Codec(
    text("invalid_ratio").decode, None, lambda: {"type": "string", "enum": [*catalogue().ratios, "adaptive"]}
)
SEED = whole(schema=lambda: _limit("seed"))
EXPIRY = whole(schema=lambda: _limit("expires_after"))
WEBHOOK = text("invalid_callback_url")
