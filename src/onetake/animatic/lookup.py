"""Looking words of the lexicon up in a text."""

import re
from collections.abc import Sequence
from functools import cache

Found = tuple[int, int, str]


@cache
def _compiled(table: tuple[tuple, ...]) -> re.Pattern[str]:
    parts = [rf"(?P<{row[0]}>\b(?:{row[1]})\b|(?:{row[2]}))" for row in table]
    return re.compile("|".join(parts), re.IGNORECASE)


def find(table: Sequence[tuple], text: str) -> list[Found]:
    """Every row that occurs, by place in the text: (start, end, name)."""
    found = _compiled(tuple(table)).finditer(text)
    return [(match.start(), match.end(), match.lastgroup or "") for match in found]


def first(table: Sequence[tuple], text: str, default: str) -> str:
    found = find(table, text)
    return found[0][2] if found else default
