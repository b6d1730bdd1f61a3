"""Who or what a shot is about, read from the prompt."""

import re
from dataclasses import dataclass

from onetake.animatic import lexicon, vocabulary
from onetake.animatic.colour import RGB
from onetake.animatic.lookup import Found, find


@dataclass(frozen=True, slots=True)
class Subject:
    """Who or what the shot is about. `kind` "card" is a thing the lexicon does not know, by its own name."""

    kind: str
    label: str
    action: str
    colour: RGB | None = None
    count: int = 1


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


_UNKNOWN = re.compile(
    r"(?:^|[.;:,]\s*)(?:an?|the|one|some)\s+((?:[\w'-]+\s+){0,3}?[\w'-]+?)\s+"
    r"(?:[\w]+ly\s+)?(?:is|are|on|in|at|with|of|over|under|by|near|beside|\w{3,}s|\w{2,}ing)\b",
    re.IGNORECASE,
)


_WORN = re.compile(r"\s+(?:in|wearing|with)\s+(?:an?\s+|the\s+)?(?:\w+\s+){1,2}", re.IGNORECASE)


_UNKNOWN_ZH = re.compile(
    r"一(?:只|个|位|辆|条|头|匹|艘|台|座|朵|件|架|把|盏|颗|双|款|枚|块|棵)([\u4e00-\u9fff]{1,6})"
)


_STOP_ZH = re.compile(r"[在从于正着过上里爬走跑飞游站坐躺]")


_PEOPLE = ("man", "woman", "child")


_PRONOUNS = {"he", "she", "they", "figure", "figures", "他", "她"}


def subjects(text: str) -> tuple[Subject, ...]:
    """At most two stand-ins: the first named thing and one more of another kind."""
    blank = text
    for start, end, _ in find(lexicon.MOVES, text):
        blank = blank[:start] + "~" * (end - start) + blank[end:]
    found = [
        hit for hit in find(vocabulary.SUBJECTS, blank) if text[hit[0] : hit[1]].lower() not in _PRONOUNS
    ]
    unknown = _unknown(blank)
    if (
        unknown
        and (not found or unknown[0] + 2 < found[0][0])
        and not _covers(unknown, blank)
        and not _leads(unknown, found, blank)
    ):
        return (Subject("card", unknown[1], _action(blank, unknown[0]), _hue(blank, unknown[0], 24)),)
    if any(hit[2] == "bicycle" for hit in found):
        found = [hit for hit in found if hit[2] not in _PEOPLE]
    chosen: list[Found] = []
    for hit in found:
        if len(chosen) < 2 and all(hit[2] != other[2] for other in chosen):
            if chosen and hit[2] not in _LIVELY:
                continue
            chosen.append(hit)
    return tuple(_subject(blank, hit) for hit in chosen)


_LIVELY = (
    "fox",
    "wolf",
    "dog",
    "cat",
    "tiger",
    "lion",
    "horse",
    "deer",
    "bear",
    "elephant",
    "cow",
    "rabbit",
    "bird",
    "child",
    "woman",
    "man",
    "robot",
    "astronaut",
    "boat",
    "balloon",
    "car",
    "plane",
    "whale",
    "fish",
    "butterfly",
)


def _subject(text: str, hit: Found) -> Subject:
    start, end, kind = hit
    label = text[start:end].strip()
    hue = _hue(text, start, 28)
    worn = _WORN.match(text, end) if kind in _PEOPLE else None
    if worn:
        hue = _hue(text, worn.end(), worn.end() - end) or hue
    return Subject(kind, label, _action(text, end), hue, _count(text, start, end))


def _unknown(text: str) -> tuple[int, str] | None:
    match = _UNKNOWN_ZH.search(text)
    if match:
        label = _STOP_ZH.split(match.group(1))[0].split("的")[-1]
        return (match.start(), label) if label else None
    match = _UNKNOWN.search(text)
    if match and "~" not in match.group(1):
        return match.start(1), match.group(1).strip()[:28]
    return None


def _covers(unknown: tuple[int, str], text: str) -> bool:
    """Whether the lexicon knows the noun at the end of the phrase as a place, a move or a subject."""
    label = unknown[1]
    known = (
        vocabulary.SUBJECTS,
        lexicon.SETTINGS,
        lexicon.TIMES,
        lexicon.WEATHERS,
        lexicon.MOVES,
        lexicon.FRAMINGS,
    )
    if re.search(
        r"\b(?:camera|shot|scene|view|video|clip|sun|moon|light|wind|sky|atmosphere|style|film)\b",
        label,
        re.I,
    ):
        return True
    return any(find(table, label) for table in known)


def _leads(unknown: tuple[int, str], found: list[Found], text: str) -> bool:
    """Whether the phrase only leads to a known noun: "a school of fish"."""
    if not found:
        return False
    between = text[unknown[0] + len(unknown[1]) : found[0][0]]
    return len(between) < 24 and re.match(r"\s+of\b", between) is not None


def _action(text: str, after: int) -> str:
    """The first verb after the subject, else the first anywhere, else none."""
    found = find(vocabulary.ACTIONS, text[after:])
    if not found:
        found = find(vocabulary.ACTIONS, text[:after])
    return found[0][2] if found else "none"


def _hue(text: str, start: int, reach: int) -> RGB | None:
    """The last colour word shortly before the noun, inside the same clause."""
    before = re.split(r"[.,;:，。；]", text[max(0, start - reach) : start])[-1]
    found = find(vocabulary.COLOURS, before)
    if not found:
        return None
    return next(row[3] for row in vocabulary.COLOURS if row[0] == found[-1][2])


def _count(text: str, start: int, end: int) -> int:
    before = re.split(r"[.,;:，。；]", text[max(0, start - 24) : start])[-1].lower()
    for word, number in _NUMBER.items():
        if re.search(rf"\b{word}\b" if word.isascii() else word, before):
            return number
    noun = text[start:end].lower()
    if set(re.findall(r"\w+", before)) & _SINGULAR or noun.endswith(("ss", "bus", "jeans")):
        return 1
    plural = noun.endswith("s") or noun in ("men", "women", "people", "children", "geese", "wolves", "mice")
    return 3 if plural and noun.isascii() else 1
