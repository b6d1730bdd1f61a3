"""The words that a simple pattern stands for: trying them one by one is sooner done than compiling it."""

from itertools import product

from onetake.animatic.text.heads import alternatives, closing

MOST = 32
"""A pattern that stands for more words than this is compiled after all."""


def spelled(pattern: str) -> tuple[str, ...] | None:
    """The words in the order in which the pattern tries them, None where it has more than letters in it.

    Understood are letters, `?` after a letter or a group, `(?:…|…)` and `[ae]`.
    """
    found: list[str] = []
    for part in alternatives(pattern):
        words = _sequence(part)
        if words is None or len(found) + len(words) > MOST:
            return None
        found += words
    return tuple(found)


def _sequence(pattern: str) -> list[str] | None:
    steps: list[list[str]] = []
    at, many = 0, 1
    while at < len(pattern):
        sign = pattern[at]
        if sign == "(":
            end = closing(pattern, at)
            inside = spelled(pattern[at + 3 : end]) if pattern.startswith("(?:", at) else None
            step = None if inside is None else list(inside)
        elif sign == "[":
            end = pattern.index("]", at)
            step = list(pattern[at + 1 : end])
            step = None if set(step) & set("^-\\") else step
        else:
            end = at
            step = None if sign in r".^$*+?{}|)\]" else [sign]
        if step is None:
            return None
        at = end + 1
        if pattern[at : at + 1] == "?":
            step, at = [*step, ""], at + 1
        if pattern[at : at + 1] and pattern[at] in "?*+{":
            return None
        many *= len(step)
        if many > MOST:
            return None
        steps.append(step)
    return ["".join(parts) for parts in product(*steps)]
