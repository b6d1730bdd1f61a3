"""The values of movie's messages: statuses, times, credits (contract §5)."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from onetake.core.catalogue import catalogue
from onetake.core.request import Kind
from onetake.dialects._codec import NUMBER, TEXT, WHOLE, Codec, refuse, relation, text, whole
from onetake.dialects.ark_query import number

MICRO = 1_000_000
MOST = 100
"""Tasks on one page."""
LAST = 1_000_000
"""Highest page number; the document names none."""
UPLOADED: Mapping[str, Kind] = {
    "image/png": "image",
    "image/jpeg": "image",
    "image/webp": "image",
    "video/mp4": "video",
    "video/quicktime": "video",
    "video/webm": "video",
}
"""MIME types that can be uploaded, with the kind of each; sound cannot."""

STATUS = relation(
    ("queued", "pending"),
    ("queued", "queued"),
    ("running", "processing"),
    ("succeeded", "completed"),
    ("failed", "failed"),
    ("cancelled", "cancelled"),
    ("expired", "expired"),
)
_encode_status = STATUS.encode


def _told(pair: tuple[Any, Any]) -> str:
    """`pending` before the task was handed over, `queued` while it waits where it is made."""
    status, sent = pair
    assert _encode_status is not None
    return "queued" if sent and status == "queued" else _encode_status(status)


TOLD = Codec(STATUS.decode, _told, STATUS.schema)


def _statuses(words: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(STATUS.decode(word) for word in words))


def _words(statuses: tuple[str, ...]) -> list[str]:
    assert _encode_status is not None
    return [_encode_status(status) for status in statuses]


def _status_list() -> dict[str, Any]:
    return {"type": "array", "items": STATUS.describe()}


STATUSES = Codec(_statuses, _words, _status_list)


def _write_time(value: float) -> str:
    return datetime.fromtimestamp(int(value), UTC).isoformat()[:-6] + "Z"


def _read_time(value: Any) -> float:
    try:
        found = datetime.fromisoformat(TEXT.decode(value))
    except ValueError:
        raise refuse(value, "must be a time like 2026-01-15T10:30:00Z") from None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()


TIME = Codec(_read_time, _write_time, {"type": "string", "format": "date-time"})


def _write_credits(micro: int) -> int | float:
    return micro // MICRO if micro % MICRO == 0 else micro / MICRO


def _read_credits(value: Any) -> int:
    if not abs(NUMBER.decode(value)) <= 1e12:  # what is not a number at all is above nothing
        raise refuse(value, "must be a number of credits")
    return int((Decimal(str(value)) * MICRO).to_integral_value())


CREDITS = Codec(_read_credits, _write_credits, {"type": "number"})


def _decided(value: Any) -> Any:
    return None if value in ("adaptive", "auto") else value


def _seconds(value: Any) -> int | None:
    # An odd length in an answer is no reason to miss what else it says.
    return int(value) if 0 < NUMBER.decode(value) < 1e6 else None


LENGTH = Codec(_seconds, _decided, {"type": "integer"})
SHAPE = Codec(TEXT.decode, _decided, {"type": "string"})


def _named(limit: str) -> dict[str, Any]:
    return {"type": "string", "enum": list(getattr(catalogue(), limit))}


def _seeds() -> dict[str, Any]:
    return {"type": "integer", "minimum": -1, "maximum": catalogue().limits["seed"]["max"]}


SEED = Codec(lambda value: None if WHOLE.decode(value) == -1 else value, None, _seeds)
"""-1 asks for any."""
DURATION = whole("invalid_duration", {"type": "integer", "minimum": 4, "maximum": 15})
RESOLUTION = Codec(text("invalid_resolution").decode, None, lambda: _named("sizes"))
RATIO = Codec(text("invalid_ratio").decode, None, lambda: _named("ratios"))
PAGE_NUMBER = number(1, LAST)
PAGE_SIZE = number(1, MOST)
