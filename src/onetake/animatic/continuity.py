"""Continuity: whoever is named again wears what they wore, and in slow motion goes on with what they did."""

import re
from collections.abc import Sequence
from dataclasses import replace

from onetake.animatic.figures.traits import PEOPLE
from onetake.animatic.text import vocabulary
from onetake.animatic.text.lookup import find
from onetake.animatic.text.reading import Reading
from onetake.animatic.text.subject import Subject

_WEARS = ("in ", "wearing ", "dressed ", "with ")
_PLAIN = frozenset(("", "the", "a", "an", "his", "her", "this", "that", "of", "on", "to", "and", "then"))
"""What stands before a noun that is named again without a word more; of what was read already "" is left."""
_ZH_WEARS = re.compile(r"[穿戴披着的老]")


def continued(shots: Sequence[Reading]) -> list[Reading]:
    """The shots, with people described as they were when they were first named."""
    known: dict[tuple[str, str], Subject] = {}
    made: list[Reading] = []
    for shot in shots:
        cast: list[Subject] = []
        for one in shot.subjects:
            name = one.kind, one.label.lower()
            before = known.get(name)
            if one.kind in PEOPLE and before is not None:
                one = _dressed(one, before)
            known[name] = one
            cast.append(one)
        shot = replace(shot, subjects=tuple(cast)) if tuple(cast) != shot.subjects else shot
        made.append(_under_way(made[-1], shot) if made else shot)
    return made


def _dressed(one: Subject, known: Subject) -> Subject:
    """The same with the words that told what they look like, where nothing new is told."""
    before, after = one.about
    if not _worn(after) and (worn := _worn(known.about[1])):
        after = f"{worn} {after}"
    told = known.about[0]
    if told.isascii() and before.isascii():
        if _plain(before[-24:].split(",")[-1].split()[-1:]) and not _plain(told[-24:].split()):
            before = f"{before} {' '.join(told.split()[-3:])} "
    elif _ZH_WEARS.search(told[-6:]) and not _ZH_WEARS.search(before[-6:]):
        before = before + told[-6:]
    return replace(one, about=(before, after))


def _plain(words: Sequence[str]) -> bool:
    return all(word.lower().strip("~.,;:!?'\"") in _PLAIN for word in words)


def _worn(after: str) -> str:
    """What somebody wears or has with them, from the words after their name; "" when they tell of neither."""
    if not after.lstrip(" ,").lower().startswith(_WEARS):
        return ""
    ends = [hit[0] for hit in find(vocabulary.ACTIONS, after)]
    return re.split(r"[.;:!?]", after[: min(ends, default=80)])[0].rstrip()


def _under_way(before: Reading, shot: Reading) -> Reading:
    """A shot in slow motion that tells nothing new of somebody shows them at what they were doing."""
    if "slow_motion" not in shot.moves or not shot.subjects or not before.subjects:
        return shot
    first, known = shot.subjects[0], before.subjects[0]
    if first.action != "none" or first.kind != known.kind or before.setting != shot.setting:
        return shot
    return replace(shot, subjects=(replace(first, action=known.action), *shot.subjects[1:]))
