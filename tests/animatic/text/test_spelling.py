"""Words spelled out of a pattern are those that it matches, in the order in which it tries them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetake.animatic.text import vocabulary
from onetake.animatic.text.heads import alternatives
from onetake.animatic.text.spelling import MOST, spelled


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("fox", ("fox",)),
        ("fox(?:es)?", ("foxes", "fox")),
        ("m[ae]n", ("man", "men")),
        ("(?:red |blue )?cars?", ("red cars", "red car", "blue cars", "blue car", "cars", "car")),
        ("狐狸?", ("狐狸", "狐")),
        (r"\w+ly", None),
        ("a+", None),
        ("fish(?! tank)", None),
        ("[^a]b", None),
        ("x{2}", None),
    ],
)
def test_words_of_a_pattern(pattern: str, words: tuple[str, ...] | None):
    assert spelled(pattern) == words


PARTS = [
    part for _, english, chinese, *_ in vocabulary.SUBJECTS for part in alternatives(f"{english}|{chinese}")
]


def test_most_of_the_lexicon_is_spelled():
    assert sum(spelled(part) is not None for part in PARTS) > 0.8 * len(PARTS)


@given(st.sampled_from(PARTS), st.text(max_size=4))
def test_the_first_word_that_fits_is_what_the_pattern_matches(part: str, rest: str):
    words = spelled(part)
    for word in words or ():
        text = word + rest
        found = re.match(rf"(?:{part})(?![a-z])", text)
        first = next(
            (w for w in words if text.startswith(w) and not text[len(w) : len(w) + 1].islower()), None
        )
        if rest.isascii() and not any(sign.isalpha() for sign in rest):
            assert (found.group() if found else None) == first


def test_no_more_words_than_are_worth_it():
    assert spelled("(?:a|b|c|d)(?:a|b|c|d)(?:a|b|c|d)") is None
    assert all(len(spelled(part) or ()) <= MOST for part in PARTS)
