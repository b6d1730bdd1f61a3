"""Looking words of the lexicon up in a text: by their first letters, so that the work is in what occurs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from onetake.animatic.text.compounds import NOTHING
from onetake.animatic.text.heads import LENGTH, alternatives, heads

Found = tuple[int, int, str]
Rows = tuple[tuple, ...]

_START = re.compile(r"(?<![a-z0-9_])[a-z0-9]|[^\x00-\x7f]")
_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}


@dataclass(frozen=True, slots=True)
class Entry:
    """Some patterns of a table as one, a group each, and the names of their rows."""

    pattern: re.Pattern[str]
    names: tuple[str, ...]

    def at(self, text: str, start: int) -> Found | None:
        """What stands at this place of the text: the first row that fits."""
        match = self.pattern.match(text, start)
        if match is None or match.end() == start:
            return None
        return start, match.end(), self.names[(match.lastindex or 1) - 1]


class _Index:
    """The patterns of one table by the letters they begin with; each set of them is compiled when first met.

    An English word may stand right beside a Chinese one, so its bounds are other Latin letters.
    """

    def __init__(self, table: Rows):
        self._names: list[str] = []
        self._sources: list[str] = []
        self._filed: dict[str, list[int]] = {}
        self._met: dict[tuple[int, ...], Entry] = {}
        self.known: dict[str, Entry | None] = {}
        for name, english, chinese, *_ in table:
            for part in alternatives(english):
                self._file(name, rf"(?<![a-z0-9_]){part}(?![a-z0-9_])", heads(part))
            for part in alternatives(chinese):
                self._file(name, part, heads(part))

    def _file(self, name: str, source: str, begins: set[str]) -> None:
        if begins == {""} and source in ("", r"(?<![a-z0-9_])(?![a-z0-9_])"):
            return
        for letters in begins:
            self._filed.setdefault(letters, []).append(len(self._names))
        self._names.append(name)
        self._sources.append(source)

    def filed(self, letters: str) -> "Entry | None":
        """The patterns that begin with these letters as one, None where there are none."""
        ways = {letters[:length] for length in range(LENGTH + 1)}
        numbers = tuple(sorted({number for way in ways for number in self._filed.get(way, ())}))
        if numbers and numbers not in self._met:
            pattern = re.compile("|".join(f"({self._sources[number]})" for number in numbers))
            self._met[numbers] = Entry(pattern, tuple(self._names[number] for number in numbers))
        self.known[letters] = self._met.get(numbers)
        return self.known[letters]


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
