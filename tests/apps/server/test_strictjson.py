"""Strict JSON: agrees with the standard library on what is right, refuses what that reads leniently."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetake.apps.server import strictjson
from onetake.core.problem import Problem

pytestmark = pytest.mark.slow  # all of it together

text = st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=20)
leaf = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | text
)
value = st.recursive(
    leaf, lambda v: st.lists(v, max_size=5) | st.dictionaries(text, v, max_size=5), max_leaves=20
)


@given(st.dictionaries(text, value, max_size=6), st.booleans(), st.sampled_from([None, 1]))
def test_what_is_right_is_read_as_it_is(wanted, ascii_only, indent):
    body = json.dumps(wanted, ensure_ascii=ascii_only, indent=indent).encode()
    assert strictjson.parse(body) == json.loads(body)


@given(st.dictionaries(text, value, min_size=1, max_size=6), st.data())
def test_t09_a_key_that_stands_twice_is_found(wanted, data):
    name = data.draw(st.sampled_from(sorted(wanted)))
    body = json.dumps(wanted)[:-1] + f", {json.dumps(name)}: 1}}"
    with pytest.raises(Problem) as caught:
        strictjson.parse(body.encode())
    assert caught.value.code == "invalid_json"
    assert caught.value.field == name[:80]


@given(st.dictionaries(text, value, max_size=6), st.data())
def test_small_and_big_bodies_are_counted_alike(wanted, data):
    body = json.dumps({**wanted, 'quoted \\" : ': '": \\'}, ensure_ascii=data.draw(st.booleans())).encode()
    kept, strictjson.BIG = strictjson.BIG, 0
    try:
        assert strictjson.parse(body) == json.loads(body)
    finally:
        strictjson.BIG = kept


@pytest.mark.parametrize(
    ("body", "line", "column"),
    [(b'{"a": 1,\n "b": }', 2, 7), (b"{,}", 1, 2), (b'{"a": 1}\n\nx', 3, 1), (b'{"a": "\n"}', 1, 8)],
)
def test_the_place_is_told(body, line, column):
    with pytest.raises(Problem) as caught:
        strictjson.parse(body)
    assert (caught.value.facts["line"], caught.value.facts["column"]) == (line, column)


@pytest.mark.parametrize("depth", [31, 32])
def test_depth_has_one_limit_for_arrays_and_objects(depth):
    arrays = b'{"a": ' + b"[" * depth + b"]" * depth + b"}"
    objects = b'{"a": ' + b'{"a": ' * (depth - 1) + b"{}" + b"}" * depth
    for body in (arrays, objects):
        if depth == 31:
            assert strictjson.parse(body)
        else:
            with pytest.raises(Problem, match="deeper"):
                strictjson.parse(body)


@pytest.mark.parametrize(
    "body",
    [
        b'{"a": "' + b"x" * 30_000_000 + b'"}',
        b'{"a": "' + b"\\\\" * 15_000_000 + b'"}',
        b'{"a": [' + b"," * 30_000_000,
        b'{"a": ' + b"[" * 30_000_000,
        b'"' * 30_000_000,
        b'{"a": "' + b'\\"' * 15_000_000 + b'"}',
        b'{"a": "' + b'\\"' * 45_000 + b"x" * 20_000_000 + b'"}',
        b'{"a": 1' + b" " * 30_000_000 + b"}",
    ],
    ids=["long", "backslashes", "commas", "brackets", "quotes", "escaped quotes", "both", "spaces"],
)
def test_t09_t44_no_body_takes_long(body):
    began = time.process_time()
    try:
        strictjson.parse(body)
    except Problem as problem:
        assert problem.code == "invalid_json"
    assert time.process_time() - began < 1.0
