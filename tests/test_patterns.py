"""No pattern of ours can be made to take long (T44): read off the patterns, so that no clock is needed.

A backtracking matcher is slow where a text can be divided among repeats in many ways: a repeat inside a
repeat, or two in a row that take the same character. Where each round starts with a character that ends the
one before, there is one way only. (No user gives patterns; ours are all there are.)
"""

import importlib
import pkgutil
import re
from collections.abc import Iterable, Iterator
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest

import onetake
from onetake.animatic.text.late import Late

CHARACTERS = frozenset(map(chr, range(256)))
MANY = 256
"""A repeat of up to so many is as good as one without end."""
UNLOADED = ("onetake.animatic.__main__", "onetake.apps.cli.__main__", "onetake.media.child")


def patterns() -> dict[str, re.Pattern[Any]]:
    """Every compiled pattern that a module of ours holds, by its text."""
    found: dict[str, re.Pattern[Any]] = {}
    for module in pkgutil.walk_packages(onetake.__path__, "onetake."):
        if module.name in UNLOADED:
            continue
        for value in vars(importlib.import_module(module.name)).values():
            for pattern in _inside(value, 3):
                found[f"{module.name} {pattern.pattern!r}"] = pattern
    return found


def _inside(value: Any, depth: int) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, Late):
        yield value.made
    elif depth and isinstance(value, dict):
        for item in value.values():
            yield from _inside(item, depth - 1)
    elif depth and isinstance(value, list | tuple):
        for item in value:
            yield from _inside(item, depth - 1)


def taken(node: Any) -> frozenset[str]:
    """The characters of Latin-1 that an element can take as its first; all where that is not plain."""
    op, value = node
    if op is sre.LITERAL:
        return frozenset(chr(value))
    if op is sre.NOT_LITERAL:
        return CHARACTERS - {chr(value)}
    if op is sre.SUBPATTERN and value[3]:
        return taken(value[3][0])
    if op is sre.IN:
        return _listed(value)
    return CHARACTERS


def _listed(items: Any) -> frozenset[str]:
    found: set[str] = set()
    for op, value in items:
        if op is sre.LITERAL:
            found.add(chr(value))
        elif op is sre.RANGE:
            found |= {chr(i) for i in range(value[0], min(value[1], 255) + 1)}
        elif op is sre.CATEGORY:
            spelled = {
                sre.CATEGORY_DIGIT: r"\d", sre.CATEGORY_NOT_DIGIT: r"\D", sre.CATEGORY_SPACE: r"\s",
                sre.CATEGORY_NOT_SPACE: r"\S", sre.CATEGORY_WORD: r"\w", sre.CATEGORY_NOT_WORD: r"\W",
            }[value]  # fmt: skip
            found |= {c for c in CHARACTERS if re.match(spelled, c)}
    return CHARACTERS - found if items[0][0] is sre.NEGATE else frozenset(found)


def endless(sequence: Iterable[Any]) -> Iterator[Any]:
    """The bodies of repeats without end, at any depth; possessive ones give nothing back."""
    for op, value in sequence:
        if op in (sre.MAX_REPEAT, sre.MIN_REPEAT):
            if value[1] >= MANY:
                yield value[2]
            yield from endless(value[2])
        elif op is sre.SUBPATTERN:
            yield from endless(value[3])
        elif op is sre.BRANCH:
            for branch in value[1]:
                yield from endless(branch)


def ambiguous(sequence: Iterable[Any]) -> list[str]:
    """Where a text can be divided among repeats in more ways than one."""
    found: list[str] = []
    open_: list[frozenset[str]] = []
    for op, value in sequence:
        if op in (sre.MAX_REPEAT, sre.MIN_REPEAT):
            least, most, body = value
            own = taken(body[0]) if len(body) else frozenset()
            found += ambiguous(body)
            if most >= MANY:
                if any(own & taken(inner[0]) for inner in endless(body)):
                    found.append("a repeat inside a repeat, and nothing between two rounds")
                if any(before & own for before in open_):
                    found.append("two repeats in a row take the same character")
                open_ = ([before for before in open_ if before & own] if least else open_) + [own]
            elif least:
                open_ = [before for before in open_ if before & own]
        elif op is sre.SUBPATTERN:
            found += ambiguous(value[3])
            open_ = []
        elif op is sre.BRANCH:
            found += [said for branch in value[1] for said in ambiguous(branch)]
            open_ = []
        elif op is not sre.AT:
            open_ = [before for before in open_ if before & taken((op, value))]
    return found


PATTERNS = patterns()


def test_t44_there_are_patterns():
    assert len(PATTERNS) > 60


@pytest.mark.parametrize("name", PATTERNS)
def test_t44_a_pattern_reads_a_text_in_one_way(name):
    pattern = PATTERNS[name]
    assert ambiguous(parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE)) == []


@pytest.mark.parametrize(
    "slow", [r"(a+)+b", r"(a|b+)*c", r"\s*\s*x", r"a*[ab]*c", r"(?:x[a-z]*)*!", r"(\w+\.?)+$"]
)
def test_t44_what_is_slow_is_found(slow):
    assert ambiguous(parser.parse(slow))


@pytest.mark.parametrize(
    "swift", [r"[a-z]+(\.[a-z]+)*", r"\s+--[a-z]+\s+\S", r"(\[[^\[\]]*\])*", r"a{0,9}a{0,9}"]
)
def test_t44_what_is_swift_is_not(swift):
    assert ambiguous(parser.parse(swift)) == []
