"""A provider's account beside ours: everything is in one list, and nothing in two."""

import csv
import io
import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetake.core import usage
from onetake.core.usage import Comparison, Ours, Usage, compare, read

NAMES = st.sampled_from([f"cgt-{n}" for n in range(8)])
MICRO = st.integers(0, 10**12)
THEIRS = st.lists(st.builds(Usage, NAMES, MICRO, st.none()), max_size=10)


@st.composite
def books(draw: st.DrawFn) -> list[Ours]:
    ids = draw(st.lists(st.one_of(st.none(), NAMES), max_size=8, unique_by=lambda i: i or object()))
    return [
        Ours(f"t{n}.1", id, draw(MICRO), None, draw(st.sampled_from(["cost", "absorbed", "free", None])))
        for n, id in enumerate(ids)
    ]


@given(books(), THEIRS)
def test_every_row_is_in_one_list_and_rows_add_up(ours: list[Ours], theirs: list[Usage]) -> None:
    found = compare(ours, theirs)
    ids = [o.provider_id for o in found.matched] + [o.provider_id for o, _ in found.different]
    assert len(set(ids)) == len(ids)
    told = sum(u.amount or 0 for u in theirs)
    seen = sum(o.amount for o in found.matched) + sum(u.amount or 0 for _, u in found.different)
    assert seen + sum(u.amount or 0 for u in found.theirs_only) == told
    assert {u.provider_id for u in found.theirs_only}.isdisjoint(o.provider_id for o in ours)
    assert all(o.amount != u.amount for o, u in found.different)
    assert all(o.amount and o.outcome is not None for o in found.ours_only)


@given(books())
def test_an_account_that_is_ours_agrees(ours: list[Ours]) -> None:
    theirs = [Usage(o.provider_id, o.amount) for o in ours if o.provider_id is not None]
    found = compare([o for o in ours if o.provider_id is not None], theirs)
    assert found.agrees
    assert len(found.matched) == len(theirs)


def test_what_is_charged_twice_differs() -> None:
    ours = [Ours("t.1", "a", 5, 7, "cost")]
    assert compare(ours, [Usage("a", 5)] * 2).different == ((ours[0], Usage("a", 10)),)
    assert compare(ours, [Usage("a", None, 3), Usage("a", None, 4)]).agrees
    assert compare(ours, [Usage("a", None, 3), Usage("a", 5)]).agrees  # amounts outdo tokens
    assert not compare(ours, [Usage("a", None, 8)]).agrees
    assert compare([], []) == Comparison((), (), (), ())


@pytest.mark.parametrize(
    ("attempt", "listed"),
    [
        (Ours("t.1", "x", 5, None, "cost"), True),
        (Ours("t.1", None, 5, None, "suspense"), True),
        (Ours("t.1", "x", 0, None, "free"), False),
        (Ours("t.1", "x", 5, None, None), False),
    ],
)
def test_ours_only_is_what_we_booked_and_they_do_not_say(attempt: Ours, listed: bool) -> None:
    assert compare([attempt], []).ours_only == ((attempt,) if listed else ())


@given(st.lists(st.tuples(NAMES, st.decimals(0, 10**6, places=6)), max_size=6))
def test_csv_and_json_say_the_same(rows: list[tuple[str, Decimal]]) -> None:
    expected = [Usage(id, int(amount * 1_000_000)) for id, amount in rows]
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerows([("Task ID", "Cost"), *((id, f"{amount:f}") for id, amount in rows)])
    assert read(file.getvalue()) == expected
    objects = [{"task-id": id, "cost": f"{amount:f}"} for id, amount in rows]
    assert read(json.dumps(objects)) == read(json.dumps({"total": 3, "data": objects})) == expected


def test_numbers_of_json_are_exact_and_columns_have_an_order() -> None:
    assert read('[{"id": 17, "amount": 0.1}]') == [Usage("17", 100_000)]
    assert read('[{"id": "own", "task_id": "theirs", "tokens": "12", "price": ""}]') == [
        Usage("theirs", None, 12)
    ]
    assert read("id,credits,tokens\na,-2.5,3\n") == [Usage("a", -2_500_000, 3)]
    assert read("id,amount\n") == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id,amount\na,much\n", "row 1: amount is 'much'"),
        ("id,amount\na,1\nb,0.0000001\n", "row 2: amount"),
        ("id,tokens\na,1.5\n", "row 1: tokens"),
        ("id,amount\na,Infinity\n", "row 1: amount"),
        ("id,amount\n,1\n", "row 1 names no task"),
        ("id,note\na,1\n", "row 1 says neither"),
        ("[1]", "row 1 is no object"),
        ('{"a": 1}', "holds no list"),
        ("[", "Expecting"),
    ],
)
def test_what_cannot_be_understood_is_named(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read(text)


def test_every_name_of_a_column_is_understood() -> None:
    for name in usage.IDS:
        for amount in usage.AMOUNTS:
            assert read(f"{name},{amount}\na,2\n") == [Usage("a", 2_000_000)]
        for tokens in usage.TOKENS:
            assert read(f"{name},{tokens}\na,2\n") == [Usage("a", None, 2)]
