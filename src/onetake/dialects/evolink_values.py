"""EvoLink's values: credits, whole seconds, progress and the list of results (contract §3.3, §3.4).

What decides nothing (credits, estimates, lengths) is read as far as it makes sense: a provider that writes a
figure as text must not make its finished video unreadable.
"""

from math import ceil
from typing import Any

from onetake.core.catalogue import catalogue
from onetake.core.rules import AUTO
from onetake.dialects._codec import FLAG, TEXT, Codec, Schema, refuse, relation, text, whole
from onetake.dialects._record import Message

MICRO = 1_000_000
LARGEST = 10**12
"""Figures beyond this are no seconds, times or credits of anybody."""
OPEN = ("queued", "running")

STATUS = relation(
    ("queued", "pending"),
    ("running", "processing"),
    ("succeeded", "completed"),
    ("failed", "failed"),
    ("cancelled", "cancelled"),
    ("expired", "failed"),
)


def _tiers() -> Schema:
    return {"type": "string", "enum": list(catalogue().sizes)}


def _ratios() -> Schema:
    return {"type": "string", "enum": [*catalogue().ratios, "adaptive"]}


def _seconds() -> Schema:
    low, high = catalogue().models["seedance-2.0"].durations
    span: Message = {"type": "integer", "minimum": low, "maximum": high}
    # One copy of the documents has -1 for "the model decides" (contract §8 C1): an operator may let it pass.
    chosen = "duration" in catalogue().routes["evolink"].chooses
    return {"type": "integer", "anyOf": [{"const": -1}, span]} if chosen else span


_WHOLE = whole("invalid_duration")


def _duration(value: Any) -> int | str:
    number = _WHOLE.decode(value)
    return AUTO if number == -1 else number


def _figure(value: Any) -> float | int | None:
    return value if type(value) in (int, float) and 0 <= value <= LARGEST else None


def _micro(value: Any) -> int | None:
    found = _figure(value)
    return None if found is None else round(found * MICRO)


def _credits(micro: int) -> float | int:
    return micro / MICRO if micro % MICRO else micro // MICRO


def _count(value: Any) -> int | None:
    found = _figure(value)
    return None if found is None else int(found)


def _results(value: Any) -> str | None:
    if not isinstance(value, list):
        raise refuse(value, "must be an array of URLs")
    return TEXT.decode(value[0]) if value else None


RESOLUTION = Codec(text("invalid_resolution").decode, None, _tiers)
RATIO = Codec(text("invalid_ratio").decode, None, _ratios)
DURATION = Codec(_duration, lambda seconds: -1 if seconds == AUTO else seconds, _seconds)
CREDITS = Codec(_micro, _credits, {"type": "number"})
RESULTS = Codec(_results, lambda url: [url], {"type": "array", "items": {"type": "string"}})
WANTED = Codec(FLAG.decode, lambda wish: wish or None, FLAG.schema)
"""A wish that few models know: it is said where it is wanted, and nowhere denied."""
UNIX = Codec(_figure, int, {"type": "integer"})
CANCELLABLE = Codec(lambda value: None, lambda status: status in OPEN, {"type": "boolean"})
SECONDS = Codec(_count, lambda told: None if told == AUTO else ceil(told), {"type": "integer"})
"""A length that the model still has to choose is not told."""
