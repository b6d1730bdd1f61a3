"""Forms: nested values survive as flat names, and nothing that is sent makes one stumble."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_multipart.multipart import parse_form

from onetake.core.wire import Call
from onetake.dialects._form import DEEPEST, decode, encode, loose, multipart, typed
from onetake.dialects._table import Parcel
from onetake.testing.form_reader import parts

SCALARS = st.booleans() | st.integers(-(10**15), 10**15) | st.floats(-1e9, 1e9) | st.text(max_size=6)
NAMES = st.text("abcdefgh_-0123456789[]. é", max_size=6)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)
TOP = st.text("abcxyz_", min_size=1, max_size=6)


def schema_of(value: Any) -> dict[str, Any]:
    """The narrowest schema that a value meets; what differs among items is left open, as codecs do."""
    if isinstance(value, bool):
        return {"type": "boolean"}
    if isinstance(value, int):
        return {"type": "integer"}
    if isinstance(value, float):
        return {"type": ["number", "null"]}
    if isinstance(value, str):
        return {"type": "string"}
    if isinstance(value, list):
        return {"type": "array", "items": schema_of(value[0]) if value else {}}
    return {"anyOf": [{"type": "object", "properties": {k: schema_of(v) for k, v in value.items()}}]}


def alike(value: Any) -> bool:
    """Whether the items of every list have one schema, as those of a table have."""
    if isinstance(value, dict):
        return all(map(alike, value.values()))
    if isinstance(value, list):
        return len({json.dumps(schema_of(v), sort_keys=True) for v in value}) < 2 and all(map(alike, value))
    return True


@given(st.dictionaries(TOP, VALUES.filter(alike), max_size=4))
def test_what_a_schema_knows_comes_back_as_it_was(message):
    nested, offences = decode(encode(message, message))
    schema = {"type": "object", "properties": {name: schema_of(value) for name, value in message.items()}}
    assert (typed(nested, schema), offences) == (message, [])


@given(st.dictionaries(TOP, VALUES, max_size=4))
def test_what_no_schema_knows_comes_back_as_it_was(message):
    nested, offences = decode(encode(message, ()))
    assert (loose(nested), offences) == (message, [])


@given(st.dictionaries(TOP, VALUES, max_size=4), st.dictionaries(TOP, st.binary(max_size=40), max_size=2))
def test_a_form_of_ours_is_read_by_others_too(message, files):
    pairs = encode(message, message)
    pairs += [(name, Parcel(f"{name}.png", "image/png", body)) for name, body in files.items()]
    kind, body = multipart(pairs)
    assert parts(kind, body) == pairs
    fields: list[Any] = []

    def field(found: Any) -> None:
        fields.append((found.field_name.decode(), (found.value or b"").decode()))

    def file(found: Any) -> None:
        found.file_object.seek(0)
        name, told = found.field_name.decode(), found.file_name.decode()
        fields.append((name, Parcel(told, "image/png", found.file_object.read())))

    headers = {"Content-Type": kind.encode(), "Content-Length": str(len(body)).encode()}

    class Body:
        left = body

        def read(self, size: int) -> bytes:
            piece, Body.left = Body.left[:size], Body.left[size:]
            return piece

    parse_form(headers, Body(), field, file)  # type: ignore[arg-type]
    assert fields == [(name, v) for name, v in pairs]


def test_equal_forms_are_equal_bytes():
    pairs = [("prompt", "a fox"), ("input_reference", Parcel("a.png", "image/png", b"\x89PNG"))]
    assert multipart(pairs) == multipart(pairs)
    assert multipart(pairs) != multipart(pairs[:1])


@given(st.lists(st.tuples(st.text("ab[]019", max_size=12), st.text(max_size=6)), max_size=12))
def test_names_of_any_form_are_read_or_named_as_unclear(pairs):
    message, offences = decode(pairs)
    told = {*message, *(o.field.partition("[")[0] for o in offences)}
    assert all(name in told or name.partition("[")[0] in told for name, _ in pairs)


@pytest.mark.parametrize(
    ("pairs", "message"),
    [
        ([("a[b]", "1"), ("a[c]", "2")], {"a": {"b": "1", "c": "2"}}),
        ([("a[]", "1"), ("a[]", "2")], {"a": ["1", "2"]}),
        ([("a[1]", "y"), ("a[0]", "x"), ("a[10]", "z")], {"a": ["x", "y", "z"]}),
        # As OpenAI's client groups them: first one member of every item, then the next.
        (
            [("m[][kind]", "image"), ("m[][kind]", "video"), ("m[][url]", "u"), ("m[][url]", "v")],
            {"m": [{"kind": "image", "url": "u"}, {"kind": "video", "url": "v"}]},
        ),
        ([("a]b", "1")], {"a]b": "1"}),
        ([("[]", "1")], {"[]": "1"}),
    ],
)  # fmt: skip
def test_names_as_clients_write_them(pairs, message):
    assert decode(pairs) == (message, [])


@pytest.mark.parametrize(
    "pairs",
    [
        [("a", "1"), ("a", "2")],
        [("a", "1"), ("a[b]", "2")],
        [("a[]", "1"), ("a[b]", "2")],
        [("a[][k]", "1"), ("a[][k]", "2"), ("a[][l]", "3")],
        [("a[]", "1"), ("a[][k]", "2")],
        [("a[][k][l]", "1"), ("a[][m]", "1")],
        [("a" + "[b]" * DEEPEST, "1")],
    ],
)
def test_what_can_be_read_in_two_ways_is_refused_by_name(pairs):
    message, offences = decode(pairs)
    assert message == {}
    assert [o.field[0] for o in offences] == ["a"]


@pytest.mark.parametrize(
    ("text", "schema", "value"),
    [
        ("true", {"type": "boolean"}, True),
        ("False", {"type": "boolean"}, False),
        ("yes", {"type": "boolean"}, "yes"),
        ("7", {"type": ["integer", "null"]}, 7),
        ("7.5", {"type": "integer"}, "7.5"),
        ("7.5", {"type": "number"}, 7.5),
        ("NaN", {"type": "number"}, "NaN"),
        ("1e999", {"type": "number"}, "1e999"),
        ("9" * 5000, {"type": "integer"}, "9" * 5000),
        ("", {"type": "integer"}, None),
        ("", {"type": "string"}, ""),
        ("12", {"type": "string"}, "12"),
        ('{"a": 1}', {"type": "string"}, '{"a": 1}'),
        ('{"a": 1}', {"anyOf": [{"type": "string"}, {"type": "object"}]}, {"a": 1}),
        ("[1]", {"type": "array"}, [1]),
        ("[1", {"type": "array"}, "[1"),
        ("12", {}, 12),
        ("null", {}, "null"),
        ('"\\ud800"', {}, '"\\ud800"'),
        ("[" * 100_000, {}, "[" * 100_000),
        ("[" * 40 + "]" * 40, {}, "[" * 40 + "]" * 40),
    ],
)
def test_texts_are_read_as_the_schema_means_them(text, schema, value):
    assert typed(text, schema) == value


def test_a_call_of_the_client_is_a_form():
    from onetake.core.catalogue import catalogue
    from onetake.dialects import dialect

    flow = dialect("openai").submitting({"prompt": "a"}, catalogue().routes["openai"], "key")
    call: Call = next(flow)
    assert parts(call.headers["Content-Type"], call.body) == [("prompt", "a")]
