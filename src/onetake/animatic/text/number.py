"""How many of a subject there are, by the words before its noun and by the noun itself."""

import re

_NUMBER = {
    "two": 2,
    "three": 3,
    "couple": 2,
    "pair": 2,
    "several": 3,
    "flock": 5,
    "herd": 4,
    "group": 3,
    "crowd": 5,
    "pride": 3,
    "pack": 4,
    "school": 6,
    "four": 4,
    "five": 5,
    "many": 5,
    "dozens": 6,
    "两": 2,
    "二": 2,
    "三": 3,
    "四": 4,
    "几": 3,
    "群": 5,
    "对": 2,
}


_SINGULAR = {"a", "an", "one", "lone", "single", "一只", "一个"}


def number(text: str, start: int, end: int, kind: str) -> int:
    """The number said, 3 for a plural without one, else 1."""
    if text[end : end + 1] == "群":
        return _NUMBER["群"]
    before = re.split(r"[.,;:，。；]", text[max(0, start - 24) : start])[-1].lower()
    before = re.sub(r"\bschool (?!of\b)", "", before)
    if kind == "shoe" and re.search(r"\bpair\b|双", before):
        return 1
    for word, number in _NUMBER.items():
        if re.search(rf"\b{word}\b" if word.isascii() else word, before):
            return number
    noun = text[start:end].lower()
    if set(re.findall(r"\w+", before)) & _SINGULAR or noun.endswith(
        ("ss", "bus", "jeans", "phones", "glasses", "scissors", "pants")
    ):
        return 1
    plural = noun.endswith("s") or noun in ("men", "women", "people", "children", "geese", "wolves", "mice")
    return 3 if plural and noun.isascii() else 1
