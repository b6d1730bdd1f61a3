"""Who is in a shot: whom it names, and whom its pronouns carry over from the shot before."""

import re
from collections.abc import Mapping
from dataclasses import replace

from onetake.animatic.text import moves
from onetake.animatic.text.acting import acts
from onetake.animatic.text.late import Late
from onetake.animatic.text.lookup import find
from onetake.animatic.text.subject import ALIVE, MOST, PEOPLE, Subject, action, possible, still, subjects

_PRONOUN = Late(
    r"(?:^|[.;:!?,。；：！？，、~\n]\s{0,3}|\b(?:then|and|as|while|when)\s+)"
    r"(?:(?P<woman>she|her|她)|(?P<man>he|his|him|they|他们?)|(?P<it>its?|它们?)"
    # "While it snows", "it is getting dark": this "it" is the weather and nobody's name.
    r"(?!\s+(?:(?:is|was|gets?|getting|grows?|starts?|begins?|to)\s+){0,3}"
    r"(?:snow|rain|hail|drizzl|pour|storm|thunder|dark|late|night|cold|dawn|dusk)))(?![a-z])",
)


def cast(
    text: str, before: tuple[Subject, ...], names: Mapping[str, str] | None = None
) -> tuple[Subject, ...]:
    """Who is in a shot that follows another: those it names, and whoever its pronouns stand for.

    A noun named again keeps its colour. A shot that names nobody keeps those of the shot before.
    """
    found = tuple(_again(one, before) for one in subjects(text, names))
    pronoun = _PRONOUN.search(text)
    if not before and not any(one.kind in ALIVE for one in found):
        return (*_stranger(pronoun, text), *found)[:MOST]
    if not found:
        act = action(still(text), pronoun.end() if pronoun else 0)
        near = _meant(pronoun, before)
        if near and "close" in {name for *_, name in find(moves.FRAMINGS, text)}:
            return (replace(near, action=possible(near.kind, act)) if act != "none" else near,)
        if act == "none":
            return before
        return (replace(before[0], action=possible(before[0].kind, act)), *before[1:])
    meant = _meant(pronoun, before) if pronoun else _unsaid(text, before)
    if meant is None or any(one.kind == meant.kind for one in found):
        return found
    act = possible(meant.kind, action(still(text), pronoun.end() if pronoun else 0))
    return (replace(meant, action=act), *found)[:MOST]


def _unsaid(text: str, before: tuple[Subject, ...]) -> Subject | None:
    """Who goes on where a shot begins with a verb: "leaps out, and the sheep scatter"."""
    verbs = acts(still(text[:24]))
    return before[0] if before and verbs and not text[: verbs[0][0]].strip(" ,;，；、") else None


def _again(one: Subject, before: tuple[Subject, ...]) -> Subject:
    known = next((other for other in before if other.kind == one.kind), None)
    return replace(one, colour=known.colour) if known and one.colour is None else one


def _meant(pronoun: re.Match[str] | None, before: tuple[Subject, ...]) -> Subject | None:
    if pronoun is None:
        return None
    if pronoun["it"]:
        return next((one for one in before if one.kind not in PEOPLE), None)
    return next((one for one in before if one.kind in PEOPLE), None)


def _stranger(pronoun: re.Match[str] | None, text: str) -> tuple[Subject, ...]:
    """Somebody of whom only a pronoun is known."""
    kind = next((name for name in ("woman", "man") if pronoun and pronoun[name]), None)
    if pronoun is None or kind is None:
        return ()
    return (Subject(kind, pronoun[kind], action(still(text), pronoun.end())),)
