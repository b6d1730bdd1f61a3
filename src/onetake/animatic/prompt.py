"""A typed reading of a prompt, by a lexicon of English and Chinese: no model, a fraction of a millisecond."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from onetake.animatic import lexicon
from onetake.animatic.colour import RGB


@dataclass(frozen=True, slots=True)
class Subject:
    """Who or what the shot is about. `kind` "card" is a thing the lexicon does not know, by its own name."""

    kind: str
    label: str
    action: str
    colour: RGB | None = None
    count: int = 1


@dataclass(frozen=True, slots=True)
class Reading:
    """What a prompt asks for, as far as the engine can stage it. `seconds` is what null picks (4..15)."""

    setting: str
    also: tuple[str, ...]
    time: str
    weather: str
    moves: tuple[str, ...]
    pace: str
    framing: str
    direction: str | None
    subjects: tuple[Subject, ...]
    lines: tuple[str, ...]
    seconds: int


Found = tuple[int, int, str]

_QUOTES = re.compile(
    r"“([^”]{1,200})”|\"([^\"]{1,200})\"|「([^」]{1,200})」|『([^』]{1,200})』|«([^»]{1,200})»|"
    r"(?<!\w)'([^'\n]{4,200})'(?!\w)|‘([^’]{4,200})’"
)
_SUFFIX = re.compile(r"\s--[a-z]+\s+\S+")
_TOKEN = re.compile(r"@?\b(?:image|video|audio)\s*\d+\b|图\s*\d+", re.IGNORECASE)
_TRAPS = re.compile("|".join(rf"\b(?:{trap})\b" for trap in lexicon.TRAPS), re.IGNORECASE)
_NEGATED = re.compile(r"\b(?:no|without|never|not)\s+(?:any\s+)?\w+(?:\s+(?:or|and)\s+\w+)?", re.IGNORECASE)
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
_ZH = re.compile(r"[\u3400-\u9fff]")


def read(prompt: str) -> Reading:
    """Read a prompt. Any text gives a reading; what it does not say gets a default."""
    lines = tuple(
        next(group for group in match.groups() if group).strip() for match in _QUOTES.finditer(prompt)
    )
    text = _QUOTES.sub(" , ", prompt)
    text = _TOKEN.sub(" ", _SUFFIX.sub(" ", text))
    text = _TRAPS.sub(lambda match: "~" * len(match.group()), text)
    clear = _NEGATED.sub(lambda match: "~" * len(match.group()), text)
    settings = [name for _, _, name in _find(lexicon.SETTINGS, clear)]
    weather = _first(lexicon.WEATHERS, clear, "clear")
    moves = _moves(clear)
    setting = _setting(settings)
    subjects = _subjects(clear)
    return Reading(
        setting=setting or _home(subjects, weather),
        also=tuple(dict.fromkeys(name for name in settings if name != setting)),
        time=_time(clear, weather, setting),
        weather=weather,
        moves=moves,
        pace=_first(lexicon.PACES, clear, "normal"),
        framing=_first(lexicon.FRAMINGS, clear, "medium"),
        direction=_first(lexicon.DIRECTIONS, clear, "") or None,
        subjects=subjects,
        lines=lines,
        seconds=_seconds(text, lines, moves),
    )


@cache
def _compiled(table: tuple[tuple, ...]) -> re.Pattern[str]:
    parts = [rf"(?P<{row[0]}>\b(?:{row[1]})\b|(?:{row[2]}))" for row in table]
    return re.compile("|".join(parts), re.IGNORECASE)


def _find(table: Sequence[tuple], text: str) -> list[Found]:
    """Every row that occurs, by place in the text: (start, end, name)."""
    found = _compiled(tuple(table)).finditer(text)
    return [(match.start(), match.end(), match.lastgroup or "") for match in found]


def _first(table: Sequence[tuple], text: str, default: str) -> str:
    found = _find(table, text)
    return found[0][2] if found else default


_BROAD = ("sky", "mountains", "meadow", "forest")


def _setting(found: list[str]) -> str | None:
    """The stage: the first place named, but water and rooms beat the broad backdrops behind them."""
    if not found:
        return None
    first = found[0]
    if first in _BROAD:
        for name in found[1:]:
            if name in ("lake", "beach", "interior", "snow", "underwater", "space"):
                return name
            if first == "sky" and name not in ("sky",):
                return name
    if first == "city" and "street" in found:
        return "street"
    if first == "sea" and "beach" in found:
        return "beach"
    return first


_HOMES = {
    "car": "street",
    "truck": "street",
    "train": "meadow",
    "bicycle": "street",
    "boat": "sea",
    "plane": "sky",
    "rocket": "space",
    "balloon": "sky",
    "astronaut": "space",
    "cup": "interior",
    "bottle": "interior",
    "phone": "interior",
    "shoe": "interior",
    "flower": "meadow",
    "whale": "sea",
    "fish": "underwater",
    "bird": "sky",
    "butterfly": "meadow",
    "lion": "meadow",
    "horse": "meadow",
    "tiger": "forest",
    "fox": "forest",
    "deer": "forest",
    "bear": "forest",
    "wolf": "forest",
    "robot": "city",
    "ball": "meadow",
    "woman": "street",
    "man": "street",
}


def _home(subjects: tuple[Subject, ...], weather: str) -> str:
    """Where a subject is at home when the prompt names no place."""
    if not subjects:
        return "snow" if weather == "snow" else "mountains"
    return _HOMES.get(subjects[0].kind, "meadow")


def _time(text: str, weather: str, setting: str | None) -> str:
    if setting == "space":
        return "night"
    return _first(lexicon.TIMES, text, "day")


def _moves(text: str) -> tuple[str, ...]:
    """At most two moves, in the order they are named; a static camera is alone."""
    names = list(dict.fromkeys(name for _, _, name in _find(lexicon.MOVES, text)))
    if "static" in names:
        return ("static",)
    opposites = (
        {"pan_left", "pan_right"},
        {"push_in", "pull_back"},
        {"zoom_in", "zoom_out"},
        {"tilt_up", "tilt_down"},
        {"crane_up", "crane_down"},
    )
    for pair in opposites:
        both = [name for name in names if name in pair]
        for extra in both[1:]:
            names.remove(extra)
    return tuple(names[:2])


_PEOPLE = ("man", "woman", "child")
_PRONOUNS = {"he", "she", "they", "figure", "figures", "他", "她"}


def _subjects(text: str) -> tuple[Subject, ...]:
    """At most two stand-ins: the first named thing and one more of another kind."""
    blank = text
    for start, end, _ in _find(lexicon.MOVES, text):
        blank = blank[:start] + "~" * (end - start) + blank[end:]
    found = [hit for hit in _find(lexicon.SUBJECTS, blank) if text[hit[0] : hit[1]].lower() not in _PRONOUNS]
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
        lexicon.SUBJECTS,
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
    return any(_find(table, label) for table in known)


def _leads(unknown: tuple[int, str], found: list[Found], text: str) -> bool:
    """Whether the phrase only leads to a known noun: "a school of fish"."""
    if not found:
        return False
    between = text[unknown[0] + len(unknown[1]) : found[0][0]]
    return len(between) < 24 and re.match(r"\s+of\b", between) is not None


def _action(text: str, after: int) -> str:
    """The first verb after the subject, else the first anywhere, else none."""
    found = _find(lexicon.ACTIONS, text[after:])
    if not found:
        found = _find(lexicon.ACTIONS, text[:after])
    return found[0][2] if found else "none"


def _hue(text: str, start: int, reach: int) -> RGB | None:
    """The last colour word shortly before the noun, inside the same clause."""
    before = re.split(r"[.,;:，。；]", text[max(0, start - reach) : start])[-1]
    found = _find(lexicon.COLOURS, before)
    if not found:
        return None
    return next(row[3] for row in lexicon.COLOURS if row[0] == found[-1][2])


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


def _seconds(text: str, lines: Sequence[str], moves: Sequence[str]) -> int:
    """A length from how much there is to show and to read: 4 to 15."""
    chinese = len(_ZH.findall(text))
    words = len(re.findall(r"[A-Za-z']+", text)) + chinese / 1.7
    speech = sum(len(line.split()) + len(_ZH.findall(line)) / 1.7 for line in lines)
    beats = len(re.findall(r"[.;!?。；！？]|\bthen\b|\band then\b|然后|接着|随后", text))
    wanted = 3.4 + words / 14 + speech / 2.2 + 0.5 * beats + 0.5 * len(moves)
    return max(4, min(15, round(wanted)))
