"""Strict JSON for request bodies (threats T08, T09): what others read leniently is refused.

Refused besides bad syntax: duplicate keys, NUL, NaN and infinities, lone surrogates, bytes outside of UTF-8,
integers beyond 2^53, depth beyond 32, arrays beyond 64 elements. The parser is msgspec; this file adds the
rest at a few microseconds a request, and finds the place only when there is something to complain about.
"""

import json
import re
from typing import Any

import msgspec

from onetake.core.problem import Offence, Problem

DEPTH = 32
LONGEST = 64
LARGEST = 2**53
BIG = 256 * 1024
"""Above this many bytes a body is long strings or an attack; its structure is counted before it is parsed."""
PIECES = 50_000

_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"([ \t\r\n]*+:)?', re.DOTALL)
_PLACE = re.compile(r"\(byte (\d+)\)")
_decode = msgspec.json.Decoder().decode


def parse(body: bytes) -> dict[str, Any]:
    """The JSON object that a body holds. Raises Problem(invalid_json) with line and column where it can."""
    if len(body) > BIG and _pieces(body) > PIECES:
        raise Problem("invalid_json", f"the body has more than {PIECES:,} values")
    value = _decoded(body)
    if type(value) is not dict:
        raise Problem("invalid_json", "the body must be a JSON object")
    try:
        keys = _count_keys(value, 1, b"\\u0000" in body)
    except _Fault as fault:
        raise fault.problem() from None
    if keys != _keys_written(body):
        raise _duplicate(body)
    return value


def _pieces(body: bytes) -> int:
    return sum(body.count(mark) for mark in (b",", b"[", b"{")) + body.count(b'"') // 2


def _decoded(body: bytes) -> Any:
    try:
        return _decode(body)
    except UnicodeDecodeError:
        try:
            body.decode("utf-8")
        except UnicodeDecodeError as error:
            raise _at(body, error.start, "bytes that are not UTF-8") from None
        raise Problem("invalid_json", "the body holds text that is not UTF-8") from None
    except RecursionError:
        raise Problem("invalid_json", f"the body is nested deeper than {DEPTH} levels") from None
    except msgspec.MsgspecError as error:
        said = str(error)
        found = _PLACE.search(said)
        reason = _PLACE.sub("", said).removeprefix("JSON is malformed: ").strip()
        if not body.strip():
            reason = "the body is empty"
        elif "truncated" in reason:
            reason = "the text ends too early, or holds half of a surrogate pair"
        place = int(found[1]) if found else len(body)
        # msgspec has already stepped over the first of the trailing characters.
        raise _at(body, place - 1 if "trailing characters" in reason else place, reason) from None


def _at(body: bytes, place: int, reason: str) -> Problem:
    line = body.count(b"\n", 0, place) + 1
    column = place - (body.rfind(b"\n", 0, place) + 1) + 1
    return Problem("invalid_json", f"{reason} at line {line}, column {column}", line=line, column=column)


class _Fault(Exception):
    """Something that parses and is refused all the same; the way to it is filled in on the way out."""

    def __init__(self, limit: str, shown: Any = None) -> None:
        self.limit = limit
        self.shown = shown
        self.path = ""

    def problem(self) -> Problem:
        where = self.path.removeprefix(".")[:200]
        offence = Offence(where, self.shown, self.limit, "Send what the limit allows", "invalid_json")
        return Problem.of([offence])


def _count_keys(value: Any, depth: int, nul: bool) -> int:
    """How many keys the objects of a value have in all. Raises _Fault for a value that is refused."""
    kind = type(value)
    if kind is dict:
        if depth > DEPTH:
            raise _Fault(f"nested deeper than {DEPTH} levels")
        count = len(value)
        for name, item in value.items():
            if item is None or item is True or item is False:
                continue
            if nul and "\0" in name:
                raise _Fault("a name holds NUL")
            try:
                count += _count_keys(item, depth + 1, nul)
            except _Fault as fault:
                fault.path = f".{name[:80]}{fault.path}"
                raise
        return count
    if kind is list:
        if depth > DEPTH:
            raise _Fault(f"nested deeper than {DEPTH} levels")
        if len(value) > LONGEST:
            raise _Fault(f"at most {LONGEST} elements", f"{len(value)} elements")
        count = 0
        for index, item in enumerate(value):
            try:
                count += _count_keys(item, depth + 1, nul)
            except _Fault as fault:
                fault.path = f"[{index}]{fault.path}"
                raise
        return count
    if kind is int and not -LARGEST <= value <= LARGEST:
        raise _Fault(f"whole numbers from -2^53 to 2^53 ({LARGEST})", "a very large number")
    if nul and kind is str and "\0" in value:
        raise _Fault("text must not hold NUL")
    return 0


def _keys_written(body: bytes) -> int:
    """How many keys stand in a valid text: strings that a colon follows."""
    if len(body) <= BIG:
        return sum(map(bool, _STRING.findall(body)))
    # memchr from quote to quote: a data URL of 60 MB costs milliseconds, where the pattern needs 250.
    count, place, find = 0, 0, body.find
    while (start := find(b'"', place)) >= 0:
        place = start + 1
        while _escaped(body, place, end := find(b'"', place)):
            place = end + 1
        place = end + 1
        count += body[place : place + 64].lstrip(b" \t\r\n")[:1] == b":"
    return count


def _escaped(body: bytes, start: int, quote: int) -> bool:
    """Whether an odd number of backslashes stands before a quote; none can stand before `start`."""
    if body[quote - 1] != 0x5C:
        return False
    text = body[start:quote]
    return (len(text) - len(text.rstrip(b"\\"))) % 2 == 1


def _duplicate(body: bytes) -> Problem:
    found: list[str] = []

    def look(pairs: list[tuple[str, Any]]) -> None:
        seen: set[str] = set()
        for name, _ in pairs:
            if name in seen:
                found.append(name)
            seen.add(name)

    json.loads(body, object_pairs_hook=look)
    name = found[0][:80] if found else ""
    limit = "the same key stands twice in one object"
    return Problem.of([Offence(name, None, limit, "Send each key once", "invalid_json")])
