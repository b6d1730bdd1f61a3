"""Codecs: two functions that undo each other and the schema of what they read and write.

`decode` reads a wire value and raises `Refused` for one that the table does not take; the server role turns
that into offences with the customer's field names, the client role into a `WireError`. `encode` writes a
value of ours; None from either side means absent. `encode=None` is "as it is" and costs no call.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

from onetake.core import wire
from onetake.core.problem import Offence

Schema = Mapping[str, Any]


class WireError(wire.WireError):
    """A message holds a word that its contract does not contain: `path` on the wire and the `value` found."""

    def __init__(self, path: str, value: Any) -> None:
        self.path = path
        self.value = value
        super().__init__(f"{path or 'message'} holds {shown(value)!r}, which the contract does not contain")


class Refused(Exception):
    """A value that a codec does not take. Each offence's field is relative to the value's own place.

    partly: what could be read all the same, in the form that decode gives.
    """

    def __init__(self, *offences: Offence, partly: Any = None) -> None:
        self.offences = offences
        self.partly = partly
        super().__init__("; ".join(o.limit for o in offences))


def refuse(value: Any, limit: str, fix: str = "", code: str = "invalid_parameter", at: str = "") -> Refused:
    """One refusal of `value`, at a place relative to it (`[1].image_url`)."""
    return Refused(Offence(at, shown(value), limit, fix or f"Send what is allowed: {limit}", code))


def shown(value: Any) -> Any:
    """A value short enough to be repeated in an error."""
    if isinstance(value, str):
        return value if len(value) <= 80 else value[:79] + "…"
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list | tuple):
        return f"an array of {len(value)}"
    if isinstance(value, int) and abs(value) > 2**63:
        return "a very large number"
    if isinstance(value, float) and not isfinite(value):
        return str(value)
    return value


@dataclass(frozen=True, slots=True)
class Codec:
    """decode, encode and schema of one value; a function for a schema whose limits are in the catalogue."""

    decode: Callable[[Any], Any]
    encode: Callable[[Any], Any] | None = None
    schema: Schema | Callable[[], Schema] = True  # type: ignore[assignment]

    def describe(self) -> Schema:
        """The JSON schema (2020-12) of the wire value."""
        found = self.schema() if callable(self.schema) else self.schema
        return found if isinstance(found, Mapping) else {}


def relation(*rows: tuple[Any, Any], code: str = "invalid_parameter") -> Codec:
    """Ordered pairs (ours, theirs); each side takes the first that fits.

    There is no default branch: a wire word without a row is Refused, one of ours raises WireError.
    """
    ours: dict[Any, Any] = {}
    theirs: dict[Any, Any] = {}
    for mine, word in rows:
        theirs.setdefault(mine, word)
        ours.setdefault(word, mine)
    words = tuple(ours)

    def decode(word: Any) -> Any:
        if type(word) is not str or word not in ours:
            raise refuse(word, f"one of {', '.join(words)}", code=code)
        return ours[word]

    def encode(mine: Any) -> Any:
        try:
            return theirs[mine]
        except KeyError:
            raise WireError("", mine) from None

    return Codec(decode, encode, {"type": "string", "enum": list(words)})


def text(code: str = "invalid_parameter", **schema: Any) -> Codec:
    """A string, taken as it is."""

    def decode(value: Any) -> str:
        if type(value) is not str:
            raise refuse(value, "must be a string", "Send text in quotes", code)
        return value

    return Codec(decode, None, {"type": "string", **schema})


def whole(code: str = "invalid_parameter", schema: Schema | Callable[[], Schema] | None = None) -> Codec:
    """A real integer: neither a boolean, nor 5.0, nor "5". Ranges are checked by core.rules."""

    def decode(value: Any) -> int:
        if type(value) is not int:
            raise refuse(value, "must be a whole number", "Send a number without quotes or a point", code)
        return value

    return Codec(decode, None, schema or {"type": "integer"})


def _flag(value: Any) -> bool:
    if type(value) is not bool:
        raise refuse(value, "must be true or false", "Send true or false without quotes")
    return value


def _number(value: Any) -> Any:
    if type(value) is not int and type(value) is not float:
        raise refuse(value, "must be a number", "Send a number without quotes")
    if type(value) is float and not isfinite(value):  # JSON as Python reads it has NaN and Infinity (T30)
        raise refuse(str(value), "must be a number, and neither NaN nor infinite")
    return value


def array(items: Callable[[], Schema]) -> Codec:
    """A list, whose items are read one by one elsewhere."""

    def decode(value: Any) -> list[Any]:
        if not isinstance(value, list):
            raise refuse(value, "must be an array")
        return value

    return Codec(decode, None, lambda: {"type": "array", "items": items()})


def below(found: list[Offence], index: int, refused: Refused) -> None:
    """Add the offences of item `index` of a list to `found`."""
    found += [Offence(f"[{index}]{o.field}", o.value, o.limit, o.fix, o.code) for o in refused.offences]


TEXT = text()
FLAG = Codec(_flag, None, {"type": "boolean"})
WHOLE = whole()
NUMBER = Codec(_number, None, {"type": "number"})
