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
    plain,
    recurring,
    setting,
    speech,
    subject,
    vocabulary,
)
from onetake.animatic.text.compounds import Row
from onetake.animatic.text.late import Late
from onetake.animatic.text.lookup import blanked, find, first
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
    cast = _cast(words, general, before, named)
    seen = features.features(text, general, before and before.features)
    found = setting.named(text, general, before)
    where = setting.stage(found) or features.home(seen) or setting.home(cast, weather)
    path = _moves(text) or _moves(general)
    spoken, signs = speech.split(prompt, _voices(before), named)
    return Reading(
        setting=where,
        also=tuple(dict.fromkeys(name for name in found if name != where)),
        time=_time(text, general, before, where, features.nightly(seen)),
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
        style=_carried(looks.STYLES, _bare(text), _bare(general), before and before.style, ""),
        palette=_palette(text, general, before and before.palette),
        mood=_carried(looks.MOODS, text, general, before and before.mood, ""),
        spoken=spoken,
        sounds=cues.sounds(text, general),
        signs=signs,
        features=seen,
    )


def _cast(words: str, general: str, before: Reading | None, named: Mapping[str, str]) -> tuple[Subject, ...]:
    """Who and what the shot shows; nobody where its words rule people out."""
    known = (*before.subjects, *before.others) if before else subject.subjects(general, named)
    cast = recurring.cast(plain.asked(words), known, named)
    if plain.unpeopled(words):
        return tuple(one for one in cast if one.kind not in subject.PEOPLE)
    return cast


def _voices(before: Reading | None) -> list[str]:
    """Who may speak on in the next shot."""
    return [one.label for one in before.subjects if one.kind in speech.VOICES] if before else []


def _either(table: Sequence[Row], text: str, general: str, default: str) -> str:
    """What the shot says, else what the prompt says of all shots, else the default."""
    return first(table, text, "") or first(table, general, default)


def _carried(table: Sequence[Row], text: str, general: str, before: str | None, default: str) -> str:
    """What the shot says, else what held in the shot before it, else what holds for all."""
    return first(table, text, "") or (first(table, general, default) if before is None else before)


_AGED = Late(r"\b(?:vintage|retro|old-fashioned) (?:[\w-]+ ){0,1}(?=(\w+))", only="latin")


def _bare(text: str) -> str:
    """The text without the age of things: "a vintage red convertible" is no style."""
    aged = (match for match in _AGED.finditer(text) if find(vocabulary.SUBJECTS, match[1]))
    return blanked(text, [(match.start(), match.end(), "") for match in aged])


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


def _time(text: str, general: str, before: Reading | None, where: str, dark: bool) -> str:
    """Space is dark and so is what glows, unless the words say otherwise; a room may glow by day."""
    default = "night" if where == "space" or dark else "day"
    if where == "interior":
        text, general = setting.GLOW.sub(plain.struck, text), setting.GLOW.sub(plain.struck, general)
    if before is not None and (where == "space") != (before.setting == "space"):
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
