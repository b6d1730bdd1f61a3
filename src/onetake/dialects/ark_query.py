"""Ark's list filters (contract §1.7). A name may repeat; the SDKs repeat `filter.task_ids`."""

from typing import Any

from onetake.core.lifecycle import STATUSES
from onetake.dialects._codec import Codec, refuse
from onetake.dialects._record import Record, field

MOST = 500
"""Highest page number and page size."""


def number(low: int, high: int) -> Codec:
    """A whole number of a query string, given once."""

    def decode(values: list[str]) -> int:
        word = values[-1]
        if not (word.isascii() and word.isdigit() and len(word) < 10 and low <= int(word) <= high):
            raise refuse(word, f"a whole number from {low} to {high}", f"Use {low} to {high}")
        return int(word)

    return Codec(decode, lambda value: [str(value)], {"type": "integer", "minimum": low, "maximum": high})


def words(*known: str) -> Codec:
    """One or several words of a set."""

    def decode(values: list[str]) -> tuple[str, ...]:
        for word in values:
            if word not in known:
                raise refuse(word, f"one of {', '.join(known)}")
        return tuple(dict.fromkeys(values))

    return Codec(decode, list, {"type": "array", "items": {"type": "string", "enum": list(known)}})


def _tier(values: list[str]) -> str:
    if values[-1] not in ("default", "flex"):
        raise refuse(values[-1], "default or flex")
    return values[-1]


def _ids(values: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def _one(value: Any) -> list[str]:
    return [value]


ONE = Codec(lambda values: values[-1], _one, {"type": "string"})
QUERY = Record(
    field("page", "page_num", number(1, MOST), default=1),
    field("page_size", "page_size", number(1, MOST), default=20),
    field("statuses", "filter.status", words(*STATUSES), flat=True),
    field(
        "ids", "filter.task_ids", Codec(_ids, list, {"type": "array", "items": {"type": "string"}}), flat=True
    ),
    field("model", "filter.model", ONE, flat=True),
    # Flex tasks show only when asked for, and this family has none: `flex` lists nothing.
    field("tier", "filter.service_tier", Codec(_tier, _one, {"enum": ["default", "flex"]}), flat=True),
)
