"""Forms: nested values under the flat names of multipart parts, in both directions.

A member is `a[b]`, a list of plain values `a[]` as OpenAI's client writes it, an item of a list with more in
it `a[0][b]`. A form has texts only, so a schema says what a text stands for; without one a text that is JSON
is read as JSON, and a text that would be taken for it is written in quotes.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from onetake.core.problem import Offence
from onetake.dialects._codec import Schema
from onetake.dialects._table import Parcel

Pair = tuple[str, Any]
DEEPEST = 8
"""Levels of names; beyond them a value is written, and has to be sent, as JSON text."""
DEEPEST_JSON = 32
LONGEST_NAME = 256
_NAME = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)")
_WHOLE = re.compile(r"-?[0-9]{1,18}")
_WORDS = {"true": True, "false": False}
_CONTAINERS = {"object": dict, "array": list}


def encode(message: Mapping[str, Any], known: Iterable[str]) -> list[Pair]:
    """The parts of a form that say `message`: (name, text or Parcel). `known` are the names whose values the
    far side reads by a schema; what stands under another travels as JSON text."""
    told = frozenset(known)
    pairs: list[Pair] = []
    for name, value in message.items():
        if name in told:
            _flatten(name, value, pairs, 1)
        else:
            pairs.append((name, _loosely(value)))
    return pairs


def _flatten(name: str, value: Any, pairs: list[Pair], depth: int) -> None:
    if value is None:
        return
    nested = isinstance(value, Mapping | list | tuple)
    if not nested:
        pairs.append((name, value if isinstance(value, str | Parcel) else json.dumps(value)))
    elif not value or depth >= DEEPEST or not _nameable(value):
        pairs.append((name, json.dumps(value, ensure_ascii=False)))
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            _flatten(f"{name}[{key}]", inner, pairs, depth + 1)
    elif any(isinstance(inner, Mapping | list | tuple) for inner in value):
        for index, inner in enumerate(value):
            _flatten(f"{name}[{index}]", inner, pairs, depth + 1)
    else:
        for inner in value:
            _flatten(f"{name}[]", inner, pairs, depth + 1)


def _nameable(value: Mapping[str, Any] | Sequence[Any]) -> bool:
    """Whether the names below can be told apart once they are flat: no empty or numeric member, nothing that
    leaves no trace."""
    if isinstance(value, Mapping):
        return all(
            k and not k.isdigit() and not {"[", "]"} & {*k} and v is not None for k, v in value.items()
        )
    return all(inner is not None for inner in value)


def _loosely(value: Any) -> str:
    if isinstance(value, str):
        return value if loose(value) == value else json.dumps(value)
    return json.dumps(value, ensure_ascii=False)


@dataclass(slots=True)
class _Node:
    """What was sent under one name, and below it."""

    values: list[Any] = field(default_factory=list)
    below: dict[str, "_Node"] = field(default_factory=dict)


class _Unclear(Exception):
    """(place, what is wrong there)"""


def decode(pairs: Iterable[Pair]) -> tuple[dict[str, Any], list[Offence]]:
    """The nested message of a form's parts; its leaves are the values as they were given (texts, files).

    Offences name what cannot be read in one way only; those names are left out.
    """
    root = _Node()
    offences: list[Offence] = []
    for name, value in pairs:
        if not 0 < len(name) <= LONGEST_NAME:
            offences.append(_offence(name[:80], f"a name of 1 to {LONGEST_NAME} characters"))
            continue
        found = _NAME.fullmatch(name)
        steps = [found[1], *found[2][1:-1].split("][")] if found and found[2] else [name]
        if len(steps) > DEEPEST:
            offences.append(_offence(name[:80], f"at most {DEEPEST} levels of names"))
            continue
        node = root
        for step in steps:
            node = node.below.setdefault(step, _Node())
        node.values.append(value)
    message: dict[str, Any] = {}
    for name, node in root.below.items():
        try:
            message[name] = _built(node, name)
        except _Unclear as unclear:
            place, limit = unclear.args
            offences.append(_offence(place, limit))
    return message, offences


def _built(node: _Node, place: str) -> Any:
    if node.values and node.below:
        raise _Unclear(place, "holds a value and members at once")
    if not node.below:
        if len(node.values) > 1:
            raise _Unclear(place, "was sent more than once")
        return node.values[0]
    if "" in node.below:
        if len(node.below) > 1:
            raise _Unclear(place, "names some items by [] and others otherwise")
        return _items(node.below[""], place)
    if all(key.isdigit() and key.isascii() for key in node.below):
        numbered = sorted(node.below.items(), key=lambda item: (len(item[0]), item[0]))
        return [_built(inner, f"{place}[{key}]") for key, inner in numbered]
    return {key: _built(inner, f"{place}[{key}]") for key, inner in node.below.items()}


def _items(node: _Node, place: str) -> list[Any]:
    """The items of `a[]`, or of `a[][b]` by columns: OpenAI's client groups equal names, so an item is only
    known by its position, and each must have every member."""
    if not node.below:
        return list(node.values)
    if node.values:
        raise _Unclear(place, "holds a value and members at once")
    columns = {key: inner.values for key, inner in node.below.items() if not inner.below}
    counts = {len(values) for values in columns.values()}
    if len(columns) < len(node.below) or len(counts) != 1:
        raise _Unclear(place, "cannot be told apart: number its items, or send them as JSON text")
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _offence(place: str, limit: str) -> Offence:
    return Offence(place, None, limit, "Send each name once, lists as name[0], name[1]")


def typed(value: Any, schema: Schema) -> Any:
    """A decoded form value as its schema means it; None for an empty text that is to be no text. What the
    schema does not take is left as it is, for the codec to refuse."""
    shapes = _shapes(schema)
    kinds = {kind for shape in shapes for kind in _kinds(shape)}
    if isinstance(value, Mapping):
        below: dict[str, Any] = {k: v for shape in shapes for k, v in shape.get("properties", {}).items()}
        return {k: typed(v, below[k]) if k in below else loose(v) for k, v in value.items()}
    if isinstance(value, list):
        items = next((shape["items"] for shape in shapes if "items" in shape), {})
        return [typed(inner, items) for inner in value]
    return _read(value, kinds) if isinstance(value, str) else value


def _read(text: str, kinds: set[str]) -> Any:
    if not kinds:
        return loose(text)
    container = {"{": "object", "[": "array"}.get(text[:1], "")
    if container in kinds and isinstance(found := _json(text), _CONTAINERS[container]):
        return found
    if "string" in kinds:
        return text
    word = text.strip()
    if not word:
        return None
    if "boolean" in kinds and word.lower() in _WORDS:
        return _WORDS[word.lower()]
    if "integer" in kinds and _WHOLE.fullmatch(word):
        return int(word)
    if "number" in kinds and isinstance(number := _json(word), int | float) and not isinstance(number, bool):
        return number
    return text


def _shapes(schema: Schema) -> list[Mapping[str, Any]]:
    if not isinstance(schema, Mapping):
        return []
    return [schema, *(shape for inner in schema.get("anyOf", ()) for shape in _shapes(inner))]


def _kinds(shape: Mapping[str, Any]) -> list[str]:
    told = shape.get("type", [])
    return [told] if isinstance(told, str) else list(told)


def loose(value: Any) -> Any:
    """A value that no schema speaks of: JSON where it is JSON that we could send on, else the text."""
    if isinstance(value, Mapping):
        return {k: loose(v) for k, v in value.items()}
    if isinstance(value, list):
        return [loose(v) for v in value]
    found = _json(value) if isinstance(value, str) else None
    return value if found is None else found


def _json(text: str) -> Any:
    """The value of a JSON text, None for any other and for what could not be stored or written again."""
    try:
        found = json.loads(text, parse_constant=_refuse)
        json.dumps(found, ensure_ascii=False, allow_nan=False).encode()
        return found if _depth(found) <= DEEPEST_JSON else None
    except (ValueError, RecursionError):
        return None


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _depth(value: Any) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + max(map(_depth, inner), default=0)


def multipart(pairs: Sequence[Pair]) -> tuple[str, bytes]:
    """(Content-Type, body) of a form. The boundary follows from the content, so equal forms are equal bytes;
    it stands nowhere in them but by a collision of SHA-256."""
    blocks = [_block(name, value) for name, value in pairs]
    digest = hashlib.sha256()
    for block in blocks:
        digest.update(block)
    boundary = f"onetake-{digest.hexdigest()[:32]}"
    edge = f"--{boundary}".encode()
    body = b"".join(edge + b"\r\n" + block + b"\r\n" for block in blocks) + edge + b"--\r\n"
    return f"multipart/form-data; boundary={boundary}", body


def _block(name: str, value: Any) -> bytes:
    head = f'Content-Disposition: form-data; name="{_quoted(name)}"'
    if isinstance(value, Parcel):
        head += f'; filename="{_quoted(value.name)}"\r\nContent-Type: {value.mime}'
        return head.encode() + b"\r\n\r\n" + value.body
    return head.encode() + b"\r\n\r\n" + value.encode()


def _quoted(name: str) -> str:
    """As browsers write it (WHATWG HTML, multipart form data)."""
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
