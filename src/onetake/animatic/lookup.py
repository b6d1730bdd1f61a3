"""Looking words of the lexicon up in a text."""

import re
from collections.abc import Sequence
from functools import cache

from onetake.animatic.compounds import NOTHING

Found = tuple[int, int, str]


@cache
def _compiled(table: tuple[tuple, ...]) -> re.Pattern[str]:
    """One group a row, so that `lastindex` tells which row it was; rows have no groups of their own.

    An English word may stand right beside a Chinese one, so its bounds are other Latin letters.
    """
    word = r"(?<![a-z0-9_])(?:{})(?![a-z0-9_])"
    rows = (f"({word.format(english)}|(?:{chinese}))" for _, english, chinese, *_ in table)
    return re.compile("|".join(rows), re.IGNORECASE)


def find(table: Sequence[tuple], text: str) -> list[Found]:
    """Every row that occurs, by place in the text: (start, end, name)."""
    found = _compiled(tuple(table)).finditer(text)
    hits = ((match.start(), match.end(), table[(match.lastindex or 1) - 1][0]) for match in found)
    return [hit for hit in hits if hit[2] != NOTHING]


def first(table: Sequence[tuple], text: str, default: str) -> str:
    """The name of the row that occurs first in the text."""
    found = find(table, text)
    return found[0][2] if found else default


def blanked(text: str, hits: Sequence[Found]) -> str:
    """The text with these places struck out, as long as before."""
    for start, end, _ in hits:
        text = text[:start] + "~" * (end - start) + text[end:]
    return text
