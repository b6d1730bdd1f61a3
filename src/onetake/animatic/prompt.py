"""A typed reading of a prompt, by a lexicon of English and Chinese: no model, a fraction of a millisecond."""

import re
from collections.abc import Sequence

from onetake.animatic import lexicon, vocabulary
from onetake.animatic.compounds import Row
from onetake.animatic.lookup import find, first
from onetake.animatic.reading import Line, Reading
from onetake.animatic.subject import Subject
from onetake.animatic.subject import subjects as who

__all__ = ["Line", "Reading", "Subject", "read", "veiled"]

_QUOTES = re.compile(
    r"“([^”]{1,200})”|\"([^\"]{1,200})\"|「([^」]{1,200})」|『([^』]{1,200})』|«([^»]{1,200})»|"
    r"(?<!\w)'([^'\n]{4,200})'(?!\w)|‘([^’]{4,200})’"
)
_SUFFIX = re.compile(r"\s--[a-z]+\s+\S+")
_TOKEN = re.compile(r"@?\b(?:image|video|audio)\s*\d+\b|图\s*\d+", re.IGNORECASE)
_TRAPS = re.compile("|".join(rf"\b(?:{trap})\b" for trap in lexicon.TRAPS), re.IGNORECASE)
_NEGATED = re.compile(r"\b(?:no|without|never|not)\s+(?:any\s+)?\w+(?:\s+(?:or|and)\s+\w+)?", re.IGNORECASE)
_ZH = re.compile(r"[\u3400-\u9fff]")


def veiled(prompt: str) -> str:
    """The prompt with its quoted words struck out, as long as before."""
    return _QUOTES.sub(lambda match: "~" * len(match.group()), prompt)


def read(prompt: str, whole: str = "", before: Reading | None = None) -> Reading:
    """Read one shot. Any text gives a reading; what it does not say gets a default.

    `whole` is what the prompt says of all its shots, `before` the shot that this one follows: what the
    words of the shot leave open comes from there.
    """
    lines = tuple(
        next(group for group in match.groups() if group).strip() for match in _QUOTES.finditer(prompt)
    )
    text, clear = _cleared(prompt)
    general = _cleared(whole)[1]
    settings = _places(clear, general, before)
    weather = _either(lexicon.WEATHERS, clear, general, before.weather if before else "clear")
    moves = _moves(clear) or _moves(general)
    subjects = who(clear) or (before.subjects if before else who(general))
    setting = _setting(settings) or _home(subjects, weather)
    return Reading(
        setting=setting,
        also=tuple(dict.fromkeys(name for name in settings if name != setting)),
        time=_time(f"{clear}\n{general}", before.time if before else "day", setting),
        weather=weather,
        moves=moves,
        pace=_either(lexicon.PACES, clear, general, "normal"),
        framing=_either(lexicon.FRAMINGS, clear, general, "medium"),
        direction=first(vocabulary.DIRECTIONS, clear, "") or None,
        subjects=subjects,
        lines=lines,
        seconds=_seconds(text, lines, moves),
    )


def _cleared(prompt: str) -> tuple[str, str]:
    """(the words outside quotes, tags and idioms; the same without what is negated)."""
    text = _QUOTES.sub(" , ", prompt)
    text = _TOKEN.sub(" ", _SUFFIX.sub(" ", text))
    text = _TRAPS.sub(lambda match: "~" * len(match.group()), text)
    return text, _NEGATED.sub(lambda match: "~" * len(match.group()), text)


def _either(table: Sequence[Row], text: str, general: str, default: str) -> str:
    """What the shot says, else what the prompt says of all shots, else the default."""
    return first(table, text, "") or first(table, general, default)


def _places(text: str, general: str, before: Reading | None) -> list[str]:
    """The places the shot names, else those of the shot before, else those of all shots."""
    found = [name for _, _, name in find(lexicon.SETTINGS, text)]
    if found or before is None:
        return found or [name for _, _, name in find(lexicon.SETTINGS, general)]
    return [before.setting, *before.also]


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


def _time(text: str, default: str, setting: str) -> str:
    return "night" if setting == "space" else first(lexicon.TIMES, text, default)


def _moves(text: str) -> tuple[str, ...]:
    """At most two moves, in the order they are named; a static camera is alone."""
    names = list(dict.fromkeys(name for _, _, name in find(lexicon.MOVES, text)))
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


def _seconds(text: str, lines: Sequence[str], moves: Sequence[str]) -> int:
    """A length from how much there is to show and to read: 4 to 15."""
    chinese = len(_ZH.findall(text))
    words = len(re.findall(r"[A-Za-z']+", text)) + chinese / 1.7
    speech = sum(len(line.split()) + len(_ZH.findall(line)) / 1.7 for line in lines)
    beats = len(re.findall(r"[.;!?。；！？]|\bthen\b|\band then\b|然后|接着|随后", text))
    wanted = 3.4 + words / 14 + speech / 2.2 + 0.5 * beats + 0.5 * len(moves)
    return max(4, min(15, round(wanted)))
