"""What a subject does: the verb that belongs to it, not the first one in the sentence.

A verb belongs to the noun before it, to all nouns that are joined before it ("a boy and his dog run"), to
whoever is "with" its noun, and to the noun that it describes ("a sleeping tiger", 睡觉的猫).
"""

import re
from bisect import bisect_right
from collections.abc import Sequence

from onetake.animatic.text import vocabulary
from onetake.animatic.text.late import Late
from onetake.animatic.text.lookup import Found, find

_STOP = Late(r"[.!?;\n。！？；]", 0)
_JOINED = Late(
    r"[\s~]*(?:,?\s?(?:and|or|&|with|alongside)\s(?:(?:an?|the|his|her|their|its|some|one|two|three|four|"
    r"another)\s)?"
    r"(?:[\w-]+\s){0,2}|[、和与跟同及][^，。]{0,5})$",
)
_BESIDE = Late(
    r"(?:\b(?:with|alongside|followed by|accompanied by)\s(?:(?:an?|the|his|her|their|"
    r"its)\s)?(?:[\w-]+\s){0,2}|"
    r"[和与跟带领牵]着?[^，。]{0,5})$",
)
_NOUN_USE = Late(
    r"\b(?<!let )(?<!lets )(?<!make )(?<!makes )(?<!watch )(?<!watches )(?<!see )(?<!sees )(?<!help )"
    r"(?<!helps )(?:an?|the|his|her|its|their|my|your|our|this|that|no|of|each|every|first|last)\s"
    r"(?:[a-z]+\s)?$",
    only="latin",
)
_REACH = 24
"""How far a verb may reach beyond the next noun: "rises from the chair"."""
_OPENS = ("flower", "card", "bottle", "phone")


def possible(kind: str, action: str) -> str:
    """Only what has petals, a lid or a door opens."""
    if action == "fly" and kind in ("boat", "fish", "whale"):
        return "swim"
    return "none" if action == "open" and kind not in _OPENS else action


def acts(text: str) -> list[Found]:
    """The verbs of a text: hits of ACTIONS that are no nouns as "a walk" and "her dance" are."""
    return [hit for hit in find(vocabulary.ACTIONS, text) if not _noun(text, hit)]


def _noun(text: str, hit: Found) -> bool:
    start, end, _ = hit
    word = text[start:end].lower()
    if not word.isalpha() or not word.isascii() or word.endswith(("s", "ing", "ed")):
        return False
    return _NOUN_USE.search(text[max(0, start - 24) : start]) is not None


def action(text: str, after: int) -> str:
    """The first verb after this place, else the first anywhere, else none; those of things do not count."""
    found = [hit for hit in acts(text) if not _theirs(text, hit)]
    later = [hit for hit in found if hit[0] >= after]
    return (later or found)[0][2] if found else "none"


_CLAUSE = Late(r"[.,;:!?。，；：！？、\n~]|\b(?:and|then|while|as|but|who|that|which|before|until)\b")


def _theirs(text: str, hit: Found) -> bool:
    """Whether a thing without a figure does it: "flames leap", 书本飞舞."""
    clause = _CLAUSE.split(text[max(0, hit[0] - 40) : hit[0]])[-1]
    return len(clause) < 24 and _THING_DOES.search(clause) is not None


_THING_DOES = Late(
    r"^\s*(?:the\s|his\s|her\s|its\s|\w+\s)?(?:flames?|sparks?|fire|smoke|steam|leaves|petals?|dust|"
    r"clouds?|waves?|"
    r"water|lights?|curtains?|snow|rain|embers?|confetti|papers?|books|sand|mist|fog|hair|shadows?|doors?|"
    r"music|cape|"
    r"cloak|dress|flags?|notes?|stars?|particles?|droplets?|bubbles?)\s(?:\w+ly\s|softly\s|around\s)?$|"
    r"(?:书本|纸张|落叶|树叶|竹叶|花瓣|尘土|灰尘|火星|长裙|裙摆|衣袂|披风|长发|头发|旗帜|窗帘|白云|炊烟|"
    r"水花|泡泡|彩带|光点|粒子|火焰|烛火|雪花|羽毛)"
    r"(?:纷纷|漫天|随风|缓缓|轻轻|四处|在[^，。]{1,5}[里中上]?)?$"
)


def doing(calm: str, hits: Sequence[Found], at: int) -> str:
    """What the subject of one of these hits does by its own words, "none" where they do not say.

    `calm` is the text without the hits and without the moves of the camera.
    """
    kind = hits[at][2]
    said = _following(calm, hits, at)
    if said != "none":
        return said
    before = calm[max(0, hits[at][0] - 40) : hits[at][0]]
    if at and hits[at][0] - hits[at - 1][1] < 40 and _BESIDE.search(calm[hits[at - 1][1] : hits[at][0]]):
        return possible(kind, _following(calm, hits, at - 1))
    return possible(kind, _described(before))


def unclaimed(calm: str, hits: Sequence[Found], at: int) -> str:
    """The first verb after a noun, else the first anywhere, that no other noun stands right before.

    In Chinese the noun before a verb may be the object of the verb before: 母亲跟儿子挥手.
    """
    _, end, kind = hits[at]
    ends = [hit[1] for hit in hits]
    verbs = [hit for hit in acts(calm) if not _theirs(calm, hit)]
    for verb in sorted(verbs, key=lambda one: (one[0] < end, one[0])):
        near = bisect_right(ends, verb[0]) - 1
        other = calm[verb[0]].isascii() and near >= 0 and near != at and hits[near][2] != kind
        if not (other and _JUST.fullmatch(calm[ends[near] : verb[0]])):
            return possible(kind, verb[2])
    return "none"


_JUST = Late(r"(?:\s|\w+ly\b){0,4}")


def _following(calm: str, hits: Sequence[Found], at: int) -> str:
    """The first verb between a noun and the next one, or that of the nouns joined to it."""
    kind = hits[at][2]
    for index in range(at, min(at + 4, len(hits))):
        end = hits[index][1]
        until = hits[index + 1][0] if index + 1 < len(hits) else len(calm)
        own = _STOP.split(calm[end : until + _REACH])[0]
        for verb in acts(own):
            if verb[0] < until - end and possible(kind, verb[2]) != "none":
                return possible(kind, verb[2])
        if len(own) < until - end or index + 1 == len(hits) or not _JOINED.match(own[: until - end]):
            break
    return "none"


def _described(before: str) -> str:
    """The verb that stands as an adjective right before a noun."""
    clause = re.split(r"[.,;:!?，。；：！？、]", before)[-1]
    if clause.endswith("的") or re.search(r"的[^的]{0,3}$", clause):
        found = acts(clause.rpartition("的")[0])
        return found[-1][2] if found else "none"
    participle = re.search(r"\b\w+ing\s(?:\w+\s)?$", clause)
    found = acts(participle.group()) if participle else []
    return found[0][2] if found and found[0][0] == 0 else "none"
