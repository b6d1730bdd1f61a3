"""Looking words of the lexicon up in a text: by their first letters, so that the work is in what occurs."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from onetake.animatic.text.compounds import NOTHING
from onetake.animatic.text.heads import LENGTH, alternatives, heads
from onetake.animatic.text.spelling import spelled

Found = tuple[int, int, str]
Rows = tuple[tuple, ...]
Place = tuple[int, int, int, str]

_START = re.compile(r"(?<![a-z0-9_])[a-z0-9]|[^\x00-\x7f]")
_SIGHT = 40
"""How far a row of `stands` may reach, and look."""
_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}


_SIGNS = "([\\^"
"""Signs that do not tell with which letter a pattern begins."""
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_")
_SPARED = 6
"""How often the patterns of an entry are tried word by word before it is worth to compile them as one."""


class Entry:
    """Some patterns of a table, and the names of their rows; the first that fits wins.

    An English word may stand right beside a Chinese one, so its bounds are other Latin letters.
    """

    __slots__ = ("_names", "_pattern", "_sources", "_tried", "_ways")

    def __init__(self, names: Sequence[str], sources: Sequence[tuple[str, bool]]):
        self._names, self._sources = names, sources
        self._pattern: re.Pattern[str] | None = None
        self._ways: list[tuple[str, ...] | re.Pattern[str]] = []
        self._tried = 0

    def at(self, text: str, start: int) -> Found | None:
        """What stands at this place of the text, where a word begins: the first row that fits."""
        if self._pattern is None and self._tried < _SPARED:
            self._tried += 1
            return self._slowly(text, start)
        if self._pattern is None:
            self._pattern = re.compile("|".join(f"({_bounded(*source)})" for source in self._sources))
        match = self._pattern.match(text, start)
        if match is None or match.end() == start:
            return None
        return start, match.end(), self._names[(match.lastindex or 1) - 1]

    def _slowly(self, text: str, start: int) -> Found | None:
        for number, (source, bound) in enumerate(self._sources):
            if number == len(self._ways):
                self._ways.append(spelled(source) or re.compile(_bounded(source, bound)))
            end = _end(self._ways[number], bound, text, start)
            if end > start:
                return start, end, self._names[number]
        return None


def _bounded(source: str, bound: bool) -> str:
    return rf"(?<![a-z0-9_]){source}(?![a-z0-9_])" if bound else source


def _end(way: tuple[str, ...] | re.Pattern[str], bound: bool, text: str, start: int) -> int:
    """Where the words of a pattern end that begins here, -1 where it does not stand here."""
    if not isinstance(way, tuple):
        match = way.match(text, start)
        return match.end() if match else -1
    for word in way:
        end = start + len(word)
        if text.startswith(word, start) and not (bound and text[end : end + 1] in _LETTERS):
            return end
    return -1


class _Index:
    """The patterns of one table by the letters they begin with, those of each script when it is first met."""

    def __init__(self, table: Rows):
        self._table = table
        self._filed: dict[bool, dict[str, list[Place]]] = {}
        self._met: dict[tuple[Place, ...], Entry] = {}
        self.known: dict[str, Entry | None] = {}

    def filed(self, letters: str) -> "Entry | None":
        """The patterns that begin with these letters as one, None where there are none."""
        latin = letters.isascii() or letters[0].isascii()
        if latin not in self._filed:
            self._filed[latin] = _filed(self._table, latin)
        filed = self._filed[latin]
        places = tuple(
            sorted({place for size in range(LENGTH + 1) for place in filed.get(letters[:size], ())})
        )
        if places and places not in self._met:
            names = [self._table[row][0] for row, _, _, _ in places]
            self._met[places] = Entry(names, [(part, not column) for _, column, _, part in places])
        self.known[letters] = self._met.get(places)
        return self.known[letters]


def _filed(table: Rows, latin: bool) -> dict[str, list[Place]]:
    """(row, column, number, pattern) of every pattern that may begin with a Latin letter, or with another."""
    filed: dict[str, list[Place]] = {}
    for row, (_, english, chinese, *_) in enumerate(table):
        for column, patterns in enumerate((english, chinese)):
            if not column and not latin:
                continue
            for number, part in enumerate(alternatives(patterns)):
                if part and (not column or part[0] in _SIGNS or part[0].isascii() == latin):
                    for letters in heads(part):
                        filed.setdefault(letters, []).append((row, column, number, part))
    return filed


@cache
def _index(table: Rows) -> _Index:
    return _Index(table)


@lru_cache(maxsize=64)
def _starts(text: str) -> tuple[tuple[int, str], ...]:
    """Where a word may begin, with its first letters."""
    places = (match.start() for match in _START.finditer(text))
    return tuple((place, text[place : place + LENGTH]) for place in places)


@lru_cache(maxsize=256)
def _found(table: Rows, text: str) -> tuple[Found, ...]:
    index = _index(table)
    known = index.known
    made: list[Found] = []
    free = 0
    for start, letters in _starts(text):
        entry = known[letters] if letters in known else index.filed(letters)
        if entry is None or start < free:
            continue
        hit = entry.at(text, start)
        if hit is not None:
            free = hit[1]
            if hit[2] != NOTHING:
                made.append(hit)
    return tuple(made)


def find(table: Sequence[tuple], text: str) -> list[Found]:
    """Every row that occurs, by place in the text: (start, end, name)."""
    return list(_found(tuple(table), text.translate(_LOWER)))


def stands(table: Sequence[tuple], text: str, place: int) -> Found | None:
    """The row that stands at this place of the text, where a word begins, if any does."""
    text = text[place : place + _SIGHT].translate(_LOWER)
    index, letters = _index(tuple(table)), text[:LENGTH]
    if not letters:
        return None
    entry = index.known[letters] if letters in index.known else index.filed(letters)
    hit = entry.at(text, 0) if entry else None
    return hit and (place + hit[0], place + hit[1], hit[2])


def first(table: Sequence[tuple], text: str, default: str) -> str:
    """The name of the row that occurs first in the text."""
    found = find(table, text)
    return found[0][2] if found else default


def blanked(text: str, hits: Sequence[Found]) -> str:
    """The text with these places struck out, as long as before."""
    parts: list[str] = []
    at = 0
    for start, end, _ in sorted(hits):
        start = max(start, at)
        if start < end:
            parts += (text[at:start], "~" * (end - start))
            at = end
    return "".join((*parts, text[at:]))
