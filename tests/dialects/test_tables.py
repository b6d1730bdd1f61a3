"""The machinery under every dialect: codecs, relations, records, keys, drivers."""

import asyncio

import pytest

from onetake.core.problem import Problem
from onetake.core.wire import Call, Reply
from onetake.core.wire import WireError as CoreWireError
from onetake.dialects import DIALECTS, NAMES, WireError, arun, dialect, run
from onetake.dialects._auth import Auth
from onetake.dialects._codec import WHOLE, Refused, refuse, relation, shown, text
from onetake.dialects._errors import Row, Rows
from onetake.dialects._record import Record, constant, field, unsupported


def test_a_relation_takes_the_first_row_that_fits_on_each_side_and_has_no_default():
    codec = relation(("failed", "FAILED"), ("cancelled", "FAILED"), ("failed", "ERROR"))
    assert [codec.encode(w) for w in ("failed", "cancelled")] == ["FAILED", "FAILED"]
    assert [codec.decode(w) for w in ("FAILED", "ERROR")] == ["failed", "failed"]
    for word in ("failed", "", None, 5, ["FAILED"]):
        with pytest.raises(Refused):
            codec.decode(word)
    with pytest.raises(WireError):
        codec.encode("expired")


@pytest.mark.parametrize("value", [True, 5.0, "5", None, [5]])
def test_a_whole_number_is_a_real_integer(value):
    assert WHOLE.decode(5) == 5
    with pytest.raises(Refused):
        WHOLE.decode(value)


def test_a_wire_error_says_where_and_what_and_is_cores():
    error = WireError("task.status", "x" * 200)
    assert isinstance(error, CoreWireError)
    assert error.path == "task.status"
    assert len(str(error)) < 200


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"a": 1}, "an object"),
        ([1, 2], "an array of 2"),
        (2**70, "a very large number"),
        (float("inf"), "inf"),
        (5.0, 5.0),
    ],
)
def test_values_are_shown_short(value, expected):
    assert shown(value) == expected


PAIR = Record(
    field("width height", "size", relation(((1, 2), "1x2"))),
    field("name", "deep.er.name"),
    field("count", "deep.count", WHOLE, null="written"),
    field("done", "done", WHOLE, only="ended"),
    field("dotted", "a.b", flat=True),
    field("old", "old", WHOLE, direction="read"),
    field("new", "new", WHOLE, direction="write"),
    field("seconds", "seconds", WHOLE, default=5),
    constant("unit", "s"),
    unsupported("frames", False, fix="Remove frames"),
)


def test_a_record_reads_and_writes_the_same_places():
    message = {
        "size": "1x2",
        "deep": {"er": {"name": "n"}, "count": 3},
        "a.b": "c",
        "seconds": 7,
        "unit": "s",
    }
    found, offences = PAIR.decode(message)
    assert offences == []
    assert found == {"width": 1, "height": 2, "name": "n", "count": 3, "dotted": "c", "seconds": 7}
    assert PAIR.encode(found) == message


def test_absence_defaults_directions_and_statuses():
    assert PAIR.decode({"new": 1, "old": 2, "frames": False, "seconds": None})[0] == {"old": 2, "seconds": 5}
    assert PAIR.encode({"new": 1, "old": 2, "done": 3}) == {"new": 1, "unit": "s"}
    assert PAIR.encode({"done": 3, "status": "ended"}) == {"done": 3, "unit": "s"}
    assert PAIR.encode({"name": "n"})["deep"] == {"er": {"name": "n"}, "count": None}


def test_offences_come_in_table_order_with_their_places():
    message = {"frames": 1, "deep": {"count": "x", "er": 5}, "size": "9x9"}
    places = [o.field for o in PAIR.decode(message)[1]]
    assert places == ["size", "deep.count", "deep.er", "frames"]


def test_what_could_be_read_of_a_refused_value_is_kept():
    def decode(value):
        raise Refused(*refuse(value, "no").offences, partly="half")

    codec = type(WHOLE)(decode)
    found, offences = Record(field("a", "a", codec)).decode({"a": 1})
    assert found == {"a": "half"}
    assert len(offences) == 1


def test_unknown_places_by_policy():
    rows = (field("a", "a"),)
    message = {"a": "x", "b": 1, "id": 2, "n": None}
    assert Record(*rows).decode(message) == ({"a": "x"}, [])
    assert Record(*rows, unknown="keep", ignored=["id"]).decode(message)[0] == {"a": "x", "extra": {"b": 1}}
    assert [o.field for o in Record(*rows, unknown="refuse").decode(message)[1]] == ["b", "id"]


def test_schemas_name_defaults_bounds_and_null():
    schema = PAIR.schema()["properties"]
    assert schema["seconds"] == {"type": ["integer", "null"], "default": 5}
    assert schema["frames"]["enum"] == [False, None]
    assert schema["unit"] == {"const": "s"}
    assert schema["deep"]["properties"]["er"]["properties"]["name"] == {"type": ["string", "null"]}
    assert text(maxLength=3).describe() == {"type": "string", "maxLength": 3}


@pytest.mark.parametrize(
    ("headers", "key"),
    [
        ({}, None),
        ({"authorization": "Bearer k"}, "k"),
        ({"authorization": "bearer  k "}, "k"),
        ({"authorization": "Basic k"}, None),
        ({"authorization": "Bearer"}, None),
        ({"x-api-key": " k "}, "k"),
        ({"authorization": "Bearer k", "x-api-key": "k"}, "k"),
    ],
)
def test_a_key_is_read_from_any_dialects_header(headers, key):
    for name in NAMES:
        assert dialect(name).read_key(headers) == key


def test_two_keys_that_differ_are_refused():
    with pytest.raises(Problem) as caught:
        Auth("X-API-Key").read({"authorization": "Bearer k", "x-api-key": "j"})
    assert caught.value.http == 400
    assert Auth("X-API-Key").write("k") == {"X-API-Key": "k"}


def test_rows_must_be_canonical():
    with pytest.raises(KeyError):
        Rows([Row("no_such_code", "X")])


def test_one_flow_serves_both_drivers_and_what_a_sender_raises_passes():
    def flow():
        first = yield Call("GET", "/1")
        second = yield Call("GET", f"/{first.status}")
        return second.status

    def send(call):
        return Reply(int(call.path[1:]) + 1)

    async def asend(call):
        return send(call)

    def lost(call):
        raise ConnectionError

    assert run(flow(), send) == asyncio.run(arun(flow(), asend)) == 3
    with pytest.raises(ConnectionError):
        run(flow(), lost)


def test_dialects_are_found_by_name():
    assert set(DIALECTS) == set(NAMES)
    assert all(DIALECTS[name].name == name for name in NAMES)
    with pytest.raises(KeyError):
        dialect("_codec")


def test_a_field_of_some_statuses_is_null_in_the_others_where_null_is_written():
    record = Record(field("end", "end", WHOLE, only="ended", null="written"), field("at", "at", WHOLE))
    assert record.encode({"status": "ended", "end": 3, "at": 1}) == {"end": 3, "at": 1}
    assert record.encode({"status": "open", "end": 3, "at": 1}) == {"end": None, "at": 1}
    assert record.encode({"end": 3}) == {"end": None}
