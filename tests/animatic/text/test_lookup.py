"""The index of the lexicon finds exactly what one large pattern would find, only sooner."""

import re
from functools import cache

import pytest
from benchmarks import prompts
from hypothesis import given
from hypothesis import strategies as st

from onetake.animatic.text import cues, lexicon, looks, moves, vocabulary
from onetake.animatic.text.compounds import NOTHING
from onetake.animatic.text.heads import LENGTH, alternatives, heads
from onetake.animatic.text.lookup import Found, blanked, find

TABLES: dict[str, tuple[tuple, ...]] = {
    f"{module.__name__.rpartition('.')[2]}.{name}": table
    for module in (lexicon, vocabulary, moves, looks, cues)
    for name, table in vars(module).items()
    if name.isupper() and isinstance(table, tuple) and isinstance(table[0], tuple)
}


@cache
def whole(table: tuple[tuple, ...]) -> re.Pattern[str]:
    word = r"(?<![a-z0-9_])(?:{})(?![a-z0-9_])"
    rows = (f"({word.format(english)}|(?:{chinese or '(?!)'}))" for _, english, chinese, *_ in table)
    return re.compile("|".join(rows))


def slowly(table: tuple[tuple, ...], text: str) -> list[Found]:
    hits = ((m.start(), m.end(), table[(m.lastindex or 1) - 1][0]) for m in whole(table).finditer(text))
    return [hit for hit in hits if hit[2] != NOTHING]


def test_there_are_tables():
    assert len(TABLES) >= 14


@pytest.mark.parametrize("name", TABLES)
def test_the_index_finds_what_one_pattern_finds(name: str):
    table = TABLES[name]
    for row in prompts.rows()[::2]:
        text = row["text"].lower()
        if len(text) == len(row["text"]):
            assert find(table, text) == slowly(table, text), row["text"]


@given(
    st.lists(
        st.sampled_from(
            [
                "fox",
                "foxes",
                "red",
                "a-b",
                "红",
                "狐狸",
                "pan",
                "of",
                "x1",
                ",",
                ".",
                "in",
                "orbit",
                "马",
                "马路",
            ]
        ),
        max_size=12,
    )
)
def test_it_finds_the_same_in_any_order_of_words(words: list[str]):
    text = "".join(words) if len(words) % 2 else " ".join(words)
    for table in (vocabulary.SUBJECTS, moves.MOVES, lexicon.SETTINGS):
        assert find(table, text) == slowly(table, text)


@pytest.mark.parametrize("name", TABLES)
def test_every_pattern_is_filed_under_how_its_matches_begin(name: str):
    for _, english, chinese, *_ in TABLES[name]:
        for part in (*alternatives(english), *alternatives(chinese)):
            re.compile(part)
            if part:
                assert heads(part) != {""}, f"{part} would be tried at every word"
                assert all(len(letters) <= LENGTH for letters in heads(part))


@pytest.mark.parametrize(
    ("pattern", "begins"),
    [
        ("fox(?:es)?", {"fox"}),
        ("m[ae]n", {"man", "men"}),
        ("(?:red |blue )?cars?", {"red", "blu", "car"}),
        ("fl(?:y|ies)", {"fly", "fli"}),
        (r"a\w+", {"a"}),
        ("(?<!hot )dogs?", {"dog"}),
        ("x?yz", {"xyz", "yz"}),
        ("海|湖面", {"海", "湖面"}),
    ],
)
def test_heads(pattern: str, begins: set[str]):
    found = {letters for part in alternatives(pattern) for letters in heads(part)}
    assert found == begins


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6))
def test_what_is_struck_out_keeps_every_place(text: str, places: list[tuple[int, int]]):
    hits = [(min(a, b), min(max(a, b), len(text)), "x") for a, b in places if min(a, b) <= len(text)]
    made = blanked(text, hits)
    assert len(made) == len(text)
    struck = {at for start, end, _ in hits for at in range(start, end)}
    assert all(made[at] == ("~" if at in struck else text[at]) for at in range(len(text)))
