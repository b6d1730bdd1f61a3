"""Who or what a shot is about, read from the prompt."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from onetake.animatic.text import acting, hues, mention, moves, unknown, vocabulary
from onetake.animatic.text.acting import action, possible
from onetake.animatic.text.late import Late
from onetake.animatic.text.lookup import Found, blanked, find
from onetake.animatic.text.mention import PEOPLE
from onetake.animatic.text.names import known, named
from onetake.animatic.text.number import number

__all__ = ["PEOPLE", "Subject", "action", "possible", "still", "subjects"]


@dataclass(frozen=True, slots=True)
class Subject:
    """Who or what the shot is about. `kind` "card" is a thing the lexicon does not know, by its own name."""

    kind: str
    label: str
    action: str
    colour: vocabulary.RGB | None = None
    count: int = 1
    about: tuple[str, str] = ("", "")
    """What its sentence says before and after it is named, for those who play it."""


MOST = 4
"""How many different subjects of a shot are told apart."""

_WORN = Late(
    r"\s+(?:in|wearing)\s+(?:an?\s+|the\s+)?(?:\w+\s+){1,2}|[^，。]{0,3}?(?:穿|披|戴)着?[^，。]{1,5}",
)
_ATTRIBUTE = Late(r"[^，。、,.的]{0,3}的[^，。、,.的]{0,4}", 0)
"""What stands between two nouns in Chinese when the first only describes the second."""
_PRONOUNS = {"he", "she", "they", "figure", "figures", "他", "她"}
ALIVE = (
    "fox", "wolf", "dog", "cat", "tiger", "lion", "horse", "deer", "bear", "elephant", "cow", "rabbit",
    "bird", "child", "woman", "man", "robot", "astronaut", "boat", "balloon", "car", "plane", "whale", "fish",
    "butterfly", "truck", "train", "rocket", "bicycle",
)  # fmt: skip
_THINGS = ("shoe", "cup", "bottle", "phone", "flower", "ball")
"""What lies still beside somebody, unless the words right after it say otherwise."""
_LIVING = Late(
    r"dragon|dinosaur|t-?rex|octopus|crocodile|alligator|snake|frog|monkey|gorilla|giraffe|penguin|turtle|"
    r"tortoise|"
    r"spider|kangaroo|hedgehog|crab|camel|llama|alpaca|seal|otter|raccoon|koala|sloth|hippo|alien|ghost|"
    r"monster|"
    r"snow ?m[ae]n|snail|lizard|龙|章鱼|鳄鱼|蛇|青蛙|猴|长颈鹿|企鹅|龟|蜘蛛|袋鼠|刺猬|蟹|骆驼|海豹|水獭|"
    r"浣熊|考拉|猩猩|外星人|幽灵|怪|"
    r"雪人|蜗牛|麒麟",
)
"""Things without a figure that are somebody all the same: they are on stage beside others, by a card."""
_TRADES = (("danc", "dance"), ("舞者", "dance"), ("runner", "run"), ("swimmer", "swim"), ("cyclist", "walk"))
"""What those beside the lead do whose name says it."""
_ANOTHER = Late(
    r"\b(?:another|other|second|two|three|four|five|six|several|(?<!as )(?<!like )(?:an?|his|her))"
    r"\s(?:[\w-]+\s){0,2}$|(?:另一|对面的?|[和与跟给对向被]一?)[个位名只条头匹]?[^，。一]{0,4}$",
)
_APPOSITION = Late(r"(?:^|[.,;:!?~] )(?:an?|his|her)\s(?:[\w-]+\s){0,2}$")
"""What stands before a noun that is somebody new, though there was one of its kind before."""


def subjects(text: str, names: Mapping[str, str] | None = None) -> tuple[Subject, ...]:
    """At most four: the first named thing, who else is alive, and things beside them.

    `names` are those of `names.known`; without them those of this text count.
    """
    blank = blanked(text, (*find(moves.MOVES, text), *find(moves.FRAMINGS, text)))
    raw = named(blank, known(text) if names is None else names, find(vocabulary.SUBJECTS, blank))
    calm = blanked(blank, raw)
    found = [hit for hit in mention.staged(blank, raw) if text[hit[0] : hit[1]].lower() not in _PRONOUNS]
    described = {
        hit
        for hit, noun in pairwise(found)
        if _ATTRIBUTE.fullmatch(text[hit[1] : noun[0]]) and (hit[2] != "bicycle" or noun[2] not in PEOPLE)
    }
    found = [hit for hit in found if hit not in described and not _owner(hit, found, text)]
    thing = unknown.first(blank, raw)
    if thing and (not found or thing[0] + 2 < found[0][0]) and not _outshone(text, thing, found):
        lead = Subject("card", thing[1], action(calm, thing[0]), hues.before(blank, thing[0], 24))
        return (lead, *(_subject(blank, calm, hit, found) for hit in _others(text, None, found)[: MOST - 1]))
    if any(hit[2] == "bicycle" for hit in found):
        found = [hit for hit in found if hit[2] not in PEOPLE]
    if not found:
        return ()
    cast = (found[0], *_others(text, found[0], found)[: MOST - 1])
    return tuple(_subject(blank, calm, hit, found, lead=not at) for at, hit in enumerate(cast))


def still(text: str) -> str:
    """The text without its camera moves, which read like actions."""
    return blanked(text, (*find(moves.MOVES, text), *find(moves.FRAMINGS, text)))


def _others(text: str, lead: Found | None, found: list[Found]) -> list[Found]:
    """Who is there besides the lead, the living first; of one kind only who is told to be somebody new."""
    seen = {lead[2]} if lead else set()
    names = {text[lead[0] : lead[1]].lower()} if lead else set()
    kept: list[Found] = []
    for hit in found:
        start, end, kind = hit
        name = text[start:end].lower()
        alive = kind in ALIVE or (kind == "card" and _LIVING.search(name) is not None)
        new = kind not in seen or (
            alive and name not in names and _another(text[max(0, start - 32) : start], kind)
        )
        if hit != lead and new and (alive or kind in _THINGS):
            kept.append(hit)
        seen.add(kind)
        names.add(name)
    return sorted(kept, key=lambda hit: hit[2] in _THINGS)


def _another(before: str, kind: str) -> bool:
    """Whether a noun is somebody new; after a comma "a boxer" may be the man who was named just now."""
    found = _ANOTHER.search(before)
    return found is not None and not (kind in PEOPLE and _APPOSITION.search(before))


def _owner(hit: Found, found: list[Found], text: str) -> bool:
    """Whether a noun owns what is shown ("a runner's shoes") or is whom it is for ("kids' story")."""
    mark = text[hit[1] : hit[1] + 2].replace("’", "'")
    if hit[2] in PEOPLE and (mark == "' " or (mark == "'s" and text[hit[0] : hit[1]].lower() in _MANY)):
        return True
    return mark == "'s" and any(0 < other[0] - hit[1] < 16 for other in found)


_MANY = ("children", "women", "men", "people")


def _outshone(text: str, thing: tuple[int, str], found: list[Found]) -> bool:
    """Whether somebody alive comes after a thing that does nothing: "The door creaks. A girl runs in"."""
    if not any(hit[2] in ALIVE for hit in found):
        return False
    end = thing[0] + len(thing[1])
    verb = acting.acts(text[end : end + 16])
    return text[thing[0]].isascii() and not (verb and verb[0][0] <= 2)


def _subject(text: str, calm: str, hit: Found, found: list[Found], lead: bool = False) -> Subject:
    start, end, kind = hit
    label = unknown.title(text, start, end) if kind == "card" else text[start:end].strip()
    return Subject(
        kind,
        label,
        _action(text, calm, hit, found, lead),
        _hue(text, hit, found),
        number(text, start, end, kind),
        _about(text, start, end),
    )


def _action(text: str, calm: str, hit: Found, found: list[Found], lead: bool) -> str:
    """What it does at its first mention that tells; the lead does whatever is done at all."""
    name = text[hit[0] : hit[1]].lower()
    for at, other in enumerate(found):
        same = other == hit or (other[0] > hit[0] and text[other[0] : other[1]].lower() == name)
        said = acting.doing(calm, found, at) if same else "none"
        if said != "none":
            return said
    if lead:
        return acting.unclaimed(calm, found, found.index(hit))
    return next((act for trade, act in _TRADES if name.startswith(trade)), "none")


def _hue(text: str, hit: Found, found: list[Found]) -> vocabulary.RGB | None:
    """The colour said of it: of what it wears, before its noun, in its name, or where it is named again."""
    start, end, kind = hit
    since = max((other[1] for other in found if other[1] <= start), default=0)
    hue = hues.before(text, start, min(28, start - since))
    hue = hue or hues.colour(
        text[start:end] if kind != "card" else text[start : start + (not text[start].isascii())]
    )
    again = (other for other in found if other[2] == kind and other[0] > start)
    hue = hue or next((seen for other in again if (seen := hues.before(text, other[0], 16))), None)
    if kind not in PEOPLE:
        return hue
    worn = _WORN.match(text, end)
    if worn and (seen := hues.before(text, worn.end(), worn.end() - end)):
        return seen
    stop = _SENTENCE_END.search(text, end)
    until = stop.start() if stop else len(text)
    return hue or hues.worn(
        text, end, min([until, *(o[0] for o in found if o[0] > start and o[2] in PEOPLE)])
    )


_SENTENCE_END = Late(r"[.!?;\n。！？；]", 0)


def _about(text: str, start: int, end: int) -> tuple[str, str]:
    """The words of a subject's sentence before and after its name."""
    return _SENTENCE_END.split(text[:start])[-1].lower(), _SENTENCE_END.split(text[end:])[0].lower()
