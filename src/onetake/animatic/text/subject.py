"""Who or what a shot is about, read from the prompt."""

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from itertools import pairwise

from onetake.animatic.text import lexicon, moves, vocabulary
from onetake.animatic.text.lookup import Found, blanked, find
from onetake.animatic.text.number import number


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


_ARTICLE = r"(?:an?|the|one|some|this|that|two|three|four|several|many)"


_UNKNOWN = re.compile(
    rf"(?:^|[.;:,!?~]\s{{0,3}}|\bof\s+){_ARTICLE}\s+((?:[\w'-]+\s+){{0,3}}?[\w'-]+?)"
    r"(?:\s+(?:[\w]+ly\s+)?(?:is|are|on|in|at|with|of|over|under|by|near|beside|from|\w{3,}s|"
    r"(?!(?:spring|morning|evening|building|king|ring|string|thing|wing|ceiling|wedding)\b)\w{2,}ing)\b"
    r"|\s{0,3}(?=[.,;:!?]|$))",
    re.IGNORECASE,
)


_SENTENCE = re.compile(r"(?:^|[.!?]\s+)((?:[A-Za-z][\w'-]*\s+){1,4}[a-z]+)\b")


_NO_NOUN = re.compile(
    rf"{_ARTICLE}|\w{{1,2}}|\w+ly|his|her|its|their|our|your|my|she|they|you|who|which|and|but|then|"
    rf"while|when|"
    r"after|before|as|every|each|no|other|another|both|all|everyone|everybody|nobody|someone|just|now|still|"
    r"through|into|over|under|with|from|near|very|most|more|not|for|let|make|show|see|here|there",
    re.IGNORECASE,
)


_NO_ADJECTIVE = re.compile(
    rf".*\b(?:{_ARTICLE}|of|in|on|at|with|and|around|over|under|by|to|from|past|near|into|through|my|his|"
    rf"her|as)\b",
    re.IGNORECASE,
)


_WORN = re.compile(
    r"\s+(?:in|wearing|with)\s+(?:an?\s+|the\s+)?(?:\w+\s+){1,2}|[^，。]{0,3}?(?:穿|披|戴)着?[^，。]{1,5}",
    re.IGNORECASE,
)


_ATTRIBUTE = re.compile(r"[^，。、,.的]{0,3}的[^，。、,.的]{0,4}")
"""What stands between two nouns in Chinese when the first only describes the second."""


_MEASURE = "[一这那两三几][只个位辆条头匹艘台座朵件架把盏颗双款枚块棵群支列部]"


_UNKNOWN_ZH = re.compile(rf"{_MEASURE}([\u4e00-\u9fff]{{1,12}})")


_STOP_ZH = re.compile(
    r"[在从于正着过上里爬走跑飞游站坐躺驶立倒转滚盘翱悬漂浮慢缓静轻快穿沿向朝对被把将与和跟是有冲跳落升降闪发放摆停旋]"
)


PEOPLE = ("man", "woman", "child")


_PRONOUNS = {"he", "she", "they", "figure", "figures", "他", "她"}


_NO_THING = re.compile(
    r"\b(?:camera|shot|scene|view|video|clip|sun|moon|light|wind|sky|atmosphere|style|film|close-?up|moment|"
    r"mood|feeling|masterpiece|dream|day|sense|lot|background|foreground|spring|summer|autumn|winter|fall|"
    r"motion|movie|music|silence|color|colour|composition|angle|lens|4k|8k|hd|there|here|cinematic|"
    r"photorealistic|pov|realistic|epic|world|it|call|meeting|bank|season|breeze|take|sequence|"
    r"commercial|ad|advert|advertisement|tone|palette|voice|narrator|sound|soundtrack|note|rest|audio|"
    r"reference|frame|words?|text|logo|animation|footage|story|teaser|trailer|close|wide|medium|"
    r"continuous|image|battle|landscape|place|street|crowd|smile|tear|beat|second|minute|hour|time|end|"
    r"beginning|start|morph|style)\b|"
    r"[镜画场时春夏秋冬感氛]|阳光|月光|太阳|风格|世界|故事|地方|时代|瞬间|梦",
    re.IGNORECASE,
)


def subjects(text: str) -> tuple[Subject, ...]:
    """At most two stand-ins: the first named thing and one more of another kind."""
    blank = blanked(text, (*find(moves.MOVES, text), *find(moves.FRAMINGS, text)))
    found = [
        hit for hit in find(vocabulary.SUBJECTS, blank) if text[hit[0] : hit[1]].lower() not in _PRONOUNS
    ]
    described = {hit for hit, noun in pairwise(found) if _ATTRIBUTE.fullmatch(text[hit[1] : noun[0]])}
    found = [hit for hit in found if hit not in described and not _owner(hit, found, text)]
    calm = blanked(blank, found)
    unknown = _unknown(blank, found)
    if unknown and (not found or unknown[0] + 2 < found[0][0]) and not _outshone(text, unknown, found):
        return (Subject("card", unknown[1], action(calm, unknown[0]), _hue(blank, unknown[0], 24)),)
    if any(hit[2] == "bicycle" for hit in found):
        found = [hit for hit in found if hit[2] not in PEOPLE]
    if not found:
        return ()
    others = [hit for hit in found if hit[2] != found[0][2] and hit[2] in (*_LIVELY, *_THINGS)]
    others.sort(key=lambda hit: hit[2] in _THINGS)
    lead = _subject(blank, calm, found[0], found)
    if not others:
        return (lead,)
    second = _subject(blank, calm, others[0], found)
    if second.kind in _THINGS and not find(vocabulary.ACTIONS, _CLAUSE.split(calm[others[0][1] :])[0]):
        second = replace(second, action="none")
    return lead, second


def still(text: str) -> str:
    """The text without its camera moves, which read like actions."""
    return blanked(text, (*find(moves.MOVES, text), *find(moves.FRAMINGS, text)))


def _owner(hit: Found, found: list[Found], text: str) -> bool:
    """Whether a noun only owns what the shot is about: "a runner's shoes"."""
    return text[hit[1] : hit[1] + 2] in ("'s", "’s") and any(0 < other[0] - hit[1] < 16 for other in found)


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
    "truck",
    "train",
)
_THINGS = ("shoe", "cup", "bottle", "phone", "flower", "ball")
"""What lies still beside somebody, unless the words right after it say otherwise."""


def _subject(text: str, calm: str, hit: Found, found: list[Found]) -> Subject:
    start, end, kind = hit
    since = max((other[1] for other in found if other[1] <= start), default=0)
    hue = _hue(text, start, min(28, start - since)) or (_colour(text[start:end]) if kind != "card" else None)
    again = (other for other in found if other[2] == kind and other[0] > start)
    hue = hue or next((seen for other in again if (seen := _hue(text, other[0], 16))), None)
    worn = _WORN.match(text, end) if kind in PEOPLE else None
    if worn:
        hue = _hue(text, worn.end(), worn.end() - end) or hue
    label = _title(text, start, end) if kind == "card" else text[start:end].strip()
    about = _about(text, start, end)
    return Subject(kind, label, possible(kind, action(calm, end)), hue, number(text, start, end, kind), about)


_SENTENCE_END = re.compile(r"[.!?;\n。！？；]")


def _about(text: str, start: int, end: int) -> tuple[str, str]:
    """The words of a subject's sentence before and after its name."""
    return _SENTENCE_END.split(text[:start])[-1].lower(), _SENTENCE_END.split(text[end:])[0].lower()


def possible(kind: str, action: str) -> str:
    """Only what has petals, a lid or a door opens."""
    if action == "fly" and kind in ("boat", "fish", "whale"):
        return "swim"
    return "none" if action == "open" and kind not in ("flower", "card", "bottle", "phone") else action


def _title(text: str, start: int, end: int) -> str:
    """The name of a thing with what is said of it just before: "crystal dragon"."""
    before = re.split(r"[.,;:!?~]\s{0,3}", text[max(0, start - 80) : start])[-1]
    if text[start].isascii():
        said = _NO_ADJECTIVE.sub("", before).split()[-3:]
        return " ".join((*said, text[start:end]))[-28:]
    match = re.search(rf"(?:{_MEASURE}|[，。；、]|^)([\u4e00-\u9fff]{{1,6}})$", before)
    said = _STOP_ZH.split(match.group(1).split("的")[-1])[-1] if match else ""
    return said + text[start:end]


def _unknown(text: str, found: list[Found]) -> tuple[int, str] | None:
    """The first phrase that names a thing, of which the lexicon knows nothing: (place, name)."""
    places = [hit[0] for hit in found]
    for match in _UNKNOWN_ZH.finditer(text):
        if not _between(places, match.start(), match.end() + 1):
            label = _STOP_ZH.split(match.group(1))[0].split("的")[-1][:8]
            if label and not _covers(label):
                return match.start(), label
    for match in _UNKNOWN.finditer(text):
        label = match.group(1).strip()[:28]
        if _between(places, match.end(1), match.end()):
            continue
        if "~" not in label and not _covers(label) and not _leads(match, found, text):
            return match.start(1), label
    return _bare(text)


def _outshone(text: str, unknown: tuple[int, str], found: list[Found]) -> bool:
    """Whether somebody alive comes after a thing that does nothing: "The door creaks. A girl runs in"."""
    if not any(hit[2] in _LIVELY for hit in found):
        return False
    end = unknown[0] + len(unknown[1])
    verb = find(vocabulary.ACTIONS, text[end : end + 16])
    return text[unknown[0]].isascii() and not (verb and verb[0][0] <= 2)


def _between(places: list[int], start: int, end: int) -> bool:
    """Whether one of these places, in order, lies from start to before end."""
    at = bisect_left(places, start)
    return at < len(places) and places[at] < end


def _bare(text: str) -> tuple[int, str] | None:
    """A sentence that starts with a thing without an article, and its verb: "Automatons march"."""
    for match in _SENTENCE.finditer(text):
        words = match.group(1).split()
        for verb in range(1, len(words)):
            label = " ".join(words[:verb])
            if find(vocabulary.ACTIONS, words[verb]):
                if not _covers(label) and not _NO_NOUN.fullmatch(words[verb - 1]):
                    return match.start(1), label[:28]
                break
    return None


def _covers(label: str) -> bool:
    """Whether it is no thing, or the lexicon knows the phrase as a place, a move or a subject."""
    known = (
        vocabulary.SUBJECTS,
        lexicon.SETTINGS,
        lexicon.TIMES,
        lexicon.WEATHERS,
        moves.MOVES,
        moves.FRAMINGS,
    )
    return _NO_THING.search(label) is not None or any(find(table, label) for table in known)


def _leads(match: re.Match[str], found: list[Found], text: str) -> bool:
    """Whether the phrase only leads to a known noun: "a school of fish"."""
    if not found:
        return False
    between = text[match.end(1) : found[0][0]]
    return len(between) < 24 and re.match(r"\s+of\b", between) is not None


_CLAUSE = re.compile(r"[.,;:，。；、~]|\b(?:in|on|under|over|with|through|past|near|from|to|of)\b|[在从里]")


def action(text: str, after: int) -> str:
    """The first verb after the subject, else the first anywhere, else none."""
    found = find(vocabulary.ACTIONS, text[after:])
    if not found:
        found = find(vocabulary.ACTIONS, text[:after])
    return found[0][2] if found else "none"


def _hue(text: str, start: int, reach: int) -> vocabulary.RGB | None:
    """The last colour word shortly before the noun, with nothing else named in between."""
    before = _CLAUSE.split(text[max(0, start - reach) : start])[-1]
    return _colour(before)


def _colour(words: str) -> vocabulary.RGB | None:
    found = find(vocabulary.COLOURS, words)
    if not found:
        return None
    return next(row[3] for row in vocabulary.COLOURS if row[0] == found[-1][2])
