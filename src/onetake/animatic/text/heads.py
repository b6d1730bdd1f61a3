"""How the words of a pattern begin: enough of a reader of patterns to file them like a dictionary.

The tables of the lexicon hold some thousand patterns. Compiling all of them takes longer than reading a
prompt, so `lookup` compiles those alone whose first letters occur. Understood are letters, `(?:…)`, looks
ahead and behind, `[…]`, `\\w`, `\\d`, `.`, and `? * + {…}`.
"""

import re
from collections.abc import Iterator

LENGTH = 3
_SIGNS = re.compile(r"\\.|\[(?:\\.|[^\]])*\]|[()|]")
"""What tells how a pattern is built: brackets and bars, where they are not escaped and in no set."""
_SHORT = {"d": "0123456789", "s": " "}

Heads = set[tuple[str, bool]]
"""(first letters, whether more may follow): ("fo", False) is a two-letter word or "fo…"."""


def alternatives(pattern: str) -> Iterator[str]:
    """The parts of a pattern between its outermost bars."""
    if "(" not in pattern and "[" not in pattern and "\\" not in pattern:
        yield from pattern.split("|")
        return
    depth = start = 0
    for match in _SIGNS.finditer(pattern):
        sign = match.group()
        if sign == "(":
            depth += 1
        elif sign == ")":
            depth -= 1
        elif sign == "|" and depth == 0:
            yield pattern[start : match.start()]
            start = match.end()
    yield pattern[start:]


def heads(pattern: str) -> set[str]:
    """The first letters, at most `LENGTH`, of all that a pattern without bars outside groups may match."""
    if _plain(pattern) or pattern.isalpha():
        return {pattern[:LENGTH]}
    if pattern.startswith("(?:"):
        end = closing(pattern, 0)
        parts = list(alternatives(pattern[3:end]))
        sign = pattern[end + 1 : end + 2]
        if all(map(_plain, parts)) and sign not in ("*", "+", "{"):
            rest = heads(pattern[end + 2 :]) if sign == "?" else set()
            return {part[:LENGTH] for part in parts} | rest
    return {letters for letters, _ in _sequence(pattern)}


def _plain(pattern: str) -> bool:
    """Whether a pattern begins with so many letters, all of which must stand."""
    return pattern[:LENGTH].isalpha() and len(pattern) >= LENGTH and pattern[LENGTH : LENGTH + 1] not in _ANY


_ANY = ("?", "*", "{")


def _sequence(pattern: str) -> Heads:
    found: Heads = {("", True)}
    at = 0
    while at < len(pattern):
        step, at = _atom(pattern, at)
        step, at = _repeated(pattern, at, step)
        found = _joined(found, step)
        if not any(more for _, more in found):
            break
    return found


def _joined(found: Heads, step: Heads) -> Heads:
    made: Heads = set()
    for letters, more in found:
        if not more:
            made.add((letters, False))
            continue
        for added, goes_on in step:
            whole = letters + added
            made.add((whole[:LENGTH], goes_on and len(whole) < LENGTH))
    return made


def _repeated(pattern: str, at: int, step: Heads) -> tuple[Heads, int]:
    sign = pattern[at : at + 1]
    if sign in ("?", "*"):
        return step | {("", True)}, at + 1 + (pattern[at + 1 : at + 2] == "?")
    if sign == "+":
        return {(letters, False) for letters, _ in step}, at + 1
    if sign == "{":
        end = pattern.index("}", at) + 1
        least = pattern[at + 1 : end - 1].split(",")[0]
        cut: Heads = {(letters, False) for letters, _ in step}
        return (cut | {("", True)} if least in ("", "0") else cut), end
    return step, at


def _atom(pattern: str, at: int) -> tuple[Heads, int]:
    sign = pattern[at]
    if sign == "(":
        end = closing(pattern, at)
        inside = pattern[at + 1 : end]
        if inside.startswith("?:"):
            return {head for part in alternatives(inside[2:]) for head in _sequence(part)}, end + 1
        return {("", True)}, end + 1
    if sign == "[":
        end = pattern.index("]", at + 1)
        return _class(pattern[at + 1 : end]), end + 1
    if sign == "\\":
        name = pattern[at + 1]
        letters = _SHORT.get(name) if name.isalpha() else name
        return ({(letter, True) for letter in letters} if letters else {("", False)}), at + 2
    if sign == ".":
        return {("", False)}, at + 1
    return ({("", True)} if sign in "^$" else {(sign, True)}), at + 1


def _class(inside: str) -> Heads:
    if inside.startswith("^") or "\\" in inside:
        return {("", False)}
    letters = re.sub(r"(.)-(.)", lambda m: "".join(map(chr, range(ord(m[1]), ord(m[2]) + 1))), inside)
    return {(letter, True) for letter in letters}


def closing(pattern: str, at: int) -> int:
    """Where the group that opens at this place is closed."""
    depth = 0
    for match in _SIGNS.finditer(pattern, at):
        depth += {"(": 1, ")": -1}.get(match.group(), 0)
        if depth == 0:
            return match.start()
    raise ValueError(f"a bracket is not closed: {pattern}")
