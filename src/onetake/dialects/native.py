"""Native: our own contract, spoken by the SDK, the command line, the studio and agents (contract §10).

An unknown field is refused by name. Errors are RFC 9457 problems and come back whole.
"""

import re
from datetime import UTC, datetime
from typing import Any

from onetake.core.catalogue import catalogue
from onetake.core.ids import core_of
from onetake.core.lifecycle import PHASES, STATUSES
from onetake.dialects._auth import Auth
from onetake.dialects._codec import FLAG, TEXT, WHOLE, Codec, array, refuse, relation, text, whole
from onetake.dialects._dialect import Dialect
from onetake.dialects._endpoint import Endpoint
from onetake.dialects._record import Field, Record, constant, field
from onetake.dialects.native_errors import FAILURE, NativeErrors
from onetake.dialects.native_media import MEDIA

MICRO = 1_000_000
MOST = 100
"""Tasks on one page."""

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


def _asked(above: str = "", **more: Any) -> tuple[Field, ...]:
    """What can be asked for: the body of create, and the resolved `request` inside a task."""
    return (
        field("prompt", f"{above}prompt", about="What the video should show", **more),
        field("model", f"{above}model", about="standard, fast, mini or a model id", **more),
        field("media", f"{above}media", MEDIA, **more),
        field("duration", f"{above}duration", DURATION, **more),
        field("resolution", f"{above}resolution", RESOLUTIONS, **more),
        field("ratio", f"{above}ratio", RATIO, **more),
        field("seed", f"{above}seed", whole(schema=lambda: _limit("seed")), **more),
        field("generate_audio", f"{above}generate_audio", FLAG, **more),
        field("watermark", f"{above}watermark", FLAG, **more),
        field("return_last_frame", f"{above}return_last_frame", FLAG, **more),
        field(
            "expires_after", f"{above}expires_after", whole(schema=lambda: _limit("expires_after")), **more
        ),
        field("callback_url", f"{above}webhook_url", text("invalid_callback_url"), **more),
        field("metadata", f"{above}metadata", METADATA, **more),
    )


REQUEST = Record(*_asked(), field("route", "route", about="Where it should be made"), unknown="refuse")

SHOWN: dict[str, Any] = {"null": "written"}
TASK = Record(
    field("id", "id", required=True),
    field("status", "status", STATUS, required=True),
    field("phase", "phase", PHASE, required=True),
    *_asked("request.", **SHOWN),
    field("done total", "progress", PROGRESS, about="Measured frames, never an estimate", **SHOWN),
    field("video_url", "output.video_url", **SHOWN),
    field("last_frame_url", "output.last_frame_url", **SHOWN),
    field("poster_url", "output.poster_url", **SHOWN),
    field("bytes", "output.bytes", WHOLE, **SHOWN),
    field("sha256", "output.sha256", **SHOWN),
    field("width", "output.width", WHOLE, **SHOWN),
    field("height", "output.height", WHOLE, **SHOWN),
    field("seconds", "output.seconds", WHOLE, **SHOWN),
    field("fps", "output.fps", WHOLE, **SHOWN),
    field("tokens", "usage.tokens", WHOLE, **SHOWN),
    field("price", "price.amount", CREDITS, about="Taken on delivery", **SHOWN),
    field("hold", "price.held", CREDITS, about="Reserved until the end", **SHOWN),
    constant("price.unit", "credit"),
    field("route", "route", **SHOWN),
    field("backend", "backend", **SHOWN),
    field("notes", "notes", NOTES, **SHOWN),
    field("problem", "problem", FAILURE, **SHOWN),
    field("created_at", "created_at", TIME, required=True),
    field("updated_at", "updated_at", TIME, **SHOWN),
    field("finished_at", "finished_at", TIME, **SHOWN),
)


def _statuses(values: list[str]) -> tuple[str, ...]:
    words = [word for value in values for word in value.split(",")]
    return tuple(dict.fromkeys(STATUS.decode(word) for word in words))


def _page_limit(values: list[str]) -> int:
    word = values[-1]
    if not (word.isascii() and word.isdigit() and len(word) < 6 and 1 <= int(word) <= MOST):
        raise refuse(word, f"a whole number from 1 to {MOST}", f"Use 1 to {MOST}")
    return int(word)


def _after(values: list[str]) -> str:
    if core_of(values[-1]) is None:
        raise refuse(values[-1], "the id of a task", "Send the `next` of the last page")
    return values[-1]


def _one(value: Any) -> list[str]:
    return [str(value)]


QUERY = Record(
    field(
        "statuses",
        "status",
        Codec(_statuses, list, {"type": "array", "items": {"type": "string", "enum": list(STATUSES)}}),
    ),
    field("route", "route", Codec(lambda values: values[-1], _one, {"type": "string"})),
    field("after", "after", Codec(_after, _one, {"type": "string"})),
    field(
        "limit",
        "limit",
        Codec(_page_limit, _one, {"type": "integer", "minimum": 1, "maximum": MOST}),
        default=20,
    ),
    unknown="refuse",
)


ITEMS = array(lambda: TASK.schema())
PAGE = Record(
    field("items", "data", ITEMS, required=True),
    field("next", "next", null="written", about="Send it as `after` for the next page"),
)

VIDEOS = "/videos"
native = Dialect(
    name="native",
    endpoints=(
        Endpoint("create", "POST", VIDEOS, "json", success=202, about="Create a video"),
        Endpoint("list", "GET", VIDEOS, about="List videos, newest first"),
        Endpoint("get", "GET", VIDEOS + "/{id}", about="A video's task"),
        Endpoint("cancel", "POST", VIDEOS + "/{id}/cancel", about="Cancel a task that has not ended"),
        Endpoint(
            "delete", "DELETE", VIDEOS + "/{id}", success=204, about="Remove an ended task and its files"
        ),
        Endpoint("events", "GET", VIDEOS + "/{id}/events", about="Server-sent events of a task"),
        Endpoint("content", "GET", VIDEOS + "/{id}/content", about="The file, with ranges", core=False),
        Endpoint("upload", "POST", "/uploads", "raw", success=201, about="Store an input", core=False),
        Endpoint("estimate", "POST", "/estimate", "json", about="Price and size of a request", core=False),
        Endpoint("lint", "POST", "/lint", "json", about="Advice on a request", core=False),
        Endpoint("models", "GET", "/models", about="Models", core=False),
        Endpoint("routes", "GET", "/routes", about="Routes", core=False),
        Endpoint("account", "GET", "/account", about="Balance of the key's project", core=False),
        Endpoint("error", "GET", "/errors/{id}", about="What an error code means", core=False),
    ),
    auth=Auth("Authorization", "Bearer"),
    request=REQUEST,
    receipt=TASK,
    task=TASK,
    query=QUERY,
    page=PAGE,
    errors=NativeErrors(),
    spell=lambda core, created_at: core,
    for_customers=True,
)
