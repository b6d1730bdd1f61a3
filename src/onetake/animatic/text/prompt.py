"""A typed reading of a prompt, by a lexicon of English and Chinese: no model, a fraction of a millisecond."""

import re
from collections.abc import Mapping, Sequence

from onetake.animatic.text import (
    cues,
    features,
    lexicon,
    looks,
    moves,
    names,
    places,
    plain,
    recurring,
    speech,
    subject,
    vocabulary,
)
from onetake.animatic.text.compounds import Row
from onetake.animatic.text.late import Late
from onetake.animatic.text.lookup import Found, find, first
from onetake.animatic.text.reading import Line, Reading
from onetake.animatic.text.subject import Subject

__all__ = ["Line", "Reading", "Subject", "read"]


def read(
    prompt: str, whole: str = "", before: Reading | None = None, named: Mapping[str, str] | None = None
) -> Reading:
    """Read one shot. Any text gives a reading; what it does not say gets a default.

    `whole` is what the prompt says of all its shots, `before` the shot that this one follows: what the
    words of the shot leave open comes from there. `named` are the names in the whole prompt (`names.known`).
    """
    words = plain.worded(prompt)
    named = names.known(words) if named is None else named
    text, general = plain.asked(words), plain.asked(plain.worded(whole))
    weather = _carried(lexicon.WEATHERS, text, general, before and before.weather, "clear")
    known = (*before.subjects, *before.others) if before else subject.subjects(general, named)
    cast = recurring.cast(text, known, named)
    if plain.unpeopled(words):
        cast = tuple(one for one in cast if one.kind not in subject.PEOPLE)
    seen = features.features(text, general, before and before.features)
    found = _places(text, general, before)
    setting = _setting(found) or features.home(seen) or _home(cast, weather)
    time = _time(text, general, before, setting, features.nightly(seen))
    path = _moves(text) or _moves(general)
    spoken, signs = speech.split(prompt, _voices(before), named)
    return Reading(
        setting=setting,
        also=tuple(dict.fromkeys(name for name in found if name != setting)),
        time=time,
        weather=weather,
        moves=path,
        pace=_either(moves.PACES, text, general, "normal"),
        framing=_either(moves.FRAMINGS, text, general, "medium"),
        direction=first(vocabulary.DIRECTIONS, text, "") or None,
        subjects=cast[:2],
        others=cast[2:],
        lines=tuple(line.text for line in spoken),
        seconds=_seconds(words, [line.text for line in spoken], path),
        lens=_either(looks.LENSES, text, general, ""),
        style=_carried(looks.STYLES, text, general, before and before.style, ""),
        palette=_palette(text, general, before and before.palette),
        mood=_carried(looks.MOODS, text, general, before and before.mood, ""),
        spoken=spoken,
        sounds=cues.sounds(text, general),
        signs=signs,
        features=seen,
    )


def _voices(before: Reading | None) -> list[str]:
    """Who may speak on in the next shot."""
    return [one.label for one in before.subjects if one.kind in speech.VOICES] if before else []


def _either(table: Sequence[Row], text: str, general: str, default: str) -> str:
    """What the shot says, else what the prompt says of all shots, else the default."""
    return first(table, text, "") or first(table, general, default)


def _carried(table: Sequence[Row], text: str, general: str, before: str | None, default: str) -> str:
    """What the shot says, else what held in the shot before it, else what holds for all."""
    return first(table, text, "") or (first(table, general, default) if before is None else before)


def _palette(text: str, general: str, before: str | None) -> str:
    """A palette that is named beats the colour of the lamps: 霓虹 in a shot of 冷色调 is but a place."""
    here = [name for _, _, name in find(looks.PALETTES, text)]
    for names_ in (
        here,
        [] if before is None else [before],
        [n for _, _, n in find(looks.PALETTES, general)],
    ):
        firm = [name for name in names_ if name not in ("", "neon")]
        if firm:
            return firm[0]
    return "neon" if here or (before or first(looks.PALETTES, general, "")) else ""


_GLOW = Late(r"neon|cyberpunk|霓虹|赛博朋克")
"""What makes one think of a city where no place is named."""
_SEEN = Late(
    r"(?:\b(?:look|gaz|star|glanc|point|fac)\w*(?: \w+)? (?:at|towards?|to|into|out (?:at|over)|over) "
    r"(?:the |a )?|"
    r"[看望视瞧盯]着?[向到]?)$",
)


def _places(text: str, general: str, before: Reading | None) -> list[str]:
    """The places the shot names, else those of the shot before, else those of all shots.

    What somebody looks at is no new place for a shot that follows another.
    """
    hits = _left(find(lexicon.SETTINGS, text), text) or _rooms(text)
    firm = [hit for hit in hits if not _GLOW.fullmatch(text[hit[0] : hit[1]])]
    if before is None:
        return _land(firm or hits, text) or [name for _, _, name in find(lexicon.SETTINGS, general)]
    hits = [hit for hit in firm if not _SEEN.search(text[max(0, hit[0] - 40) : hit[0]])]
    return _land(hits, text) or [before.setting, *before.also]


_LEFT = Late(
    r"(?:[冲走跑逃]出|离开|\b(?:(?:runs?|walks?|steps?|bursts?|storms?|comes?|rushes) out of|leaves|exits)"
    r"(?: (?:the|a|an|his|her|their))?(?: \w+)? ?)$",
)
_ROOM = Late(r"\b\w{2,12}(?:room|shop|store)\b|[^\W\d_a-zA-Z](?:店|厅|馆|室)(?!外|长|员|主)")


def _left(hits: list[Found], text: str) -> list[Found]:
    """The places; who runs out of a room is in the street, and 老街理发店 is a shop."""
    shops = {b[0] for b in hits if b[2] == "interior"}
    hits = [hit for hit in hits if hit[1] not in shops or text[hit[1] - 1].isascii()]
    out = {hit for hit in hits if hit[2] == "interior" and _LEFT.search(text[max(0, hit[0] - 30) : hit[0]])}
    return [(a, b, "street") if (a, b, name) in out else (a, b, name) for a, b, name in hits]


def _rooms(text: str) -> list[Found]:
    """A room by what is in it, or by the end of its name, where the lexicon has no such place."""
    found = find(places.ROOMS, text)
    match = None if found else _ROOM.search(text)
    return [(*found[0][:2], "interior")] if found else [(*match.span(), "interior")] if match else []


_ROAD = Late(r"roads?|highway|bridge|马路|公路|道路")
_WILD = ("desert", "forest", "snow", "mountains", "beach", "meadow")


def _land(hits: Sequence[Found], text: str) -> list[str]:
    """The places in order; a road lies in the land that is named after it: "a highway across the desert"."""
    crossed = any(name == "city" for *_, name in hits)
    hits = [hit for hit in hits if not (crossed and text[hit[0] : hit[1]].lower() == "bridge")]
    names = [name for _, _, name in hits]
    if names and _ROAD.fullmatch(text[hits[0][0] : hits[0][1]]):
        names.sort(key=lambda name: name not in _WILD)
    return names


_BROAD = ("sky", "mountains", "meadow", "forest")


def _setting(found: list[str]) -> str | None:
    """The stage: the first place named, but water and rooms beat the broad backdrops behind them."""
    if not found:
        return None
    first = found[0]
    if first == "abstract":
        places = [name for name in found if name not in ("abstract", "city", "sky")]
        return places[0] if places else first
    if first == "interior" and "studio" in found:
        return "studio"
    if "underwater" in found and first in ("sea", "beach", "lake"):
        return "underwater"
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


def _time(text: str, general: str, before: Reading | None, setting: str, dark: bool) -> str:
    """Space is dark and so is what glows, unless the words say otherwise; a room may glow by day."""
    default = "night" if setting == "space" or dark else "day"
    if setting == "interior":
        text, general = _GLOW.sub(plain.struck, text), _GLOW.sub(plain.struck, general)
    if before is not None and (setting == "space") != (before.setting == "space"):
        return first(lexicon.TIMES, text, default)
    return _carried(lexicon.TIMES, text, general, before and before.time, default)


def _moves(text: str) -> tuple[str, ...]:
    """At most two moves, in the order they are named, and at most one speed; a static camera has no other."""
    found = dict.fromkeys(name for _, _, name in find(moves.MOVES, text))
    names = [name for name in found if name not in moves.SPEEDS]
    speed = [name for name in found if name in moves.SPEEDS][:1]
    if "static" in names:
        return ("static", *speed)
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
    return (*names[:2], *speed)


def _signs(text: str) -> int:
    """How many Chinese characters there are."""
    return 0 if text.isascii() else sum("\u3400" <= sign <= "\u9fff" for sign in text)


def _seconds(text: str, lines: Sequence[str], path: Sequence[str]) -> int:
    """A length from how much there is to show and to read: 4 to 15."""
    chinese = _signs(text)
    words = len(re.findall(r"[A-Za-z']+", text)) + chinese / 1.7
    speech = sum(len(line.split()) + _signs(line) / 1.7 for line in lines)
    beats = len(re.findall(r"[.;!?。；！？]|\bthen\b|\band then\b|然后|接着|随后", text))
    wanted = 3.4 + words / 14 + speech / 2.2 + 0.5 * beats + 0.5 * len(path)
    return max(4, min(15, round(wanted)))
