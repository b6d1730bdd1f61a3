"""Things of which the lexicon knows nothing: they are played by a card with their name on it."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from onetake.animatic.text import acting, lexicon, moves, vocabulary
from onetake.animatic.text.late import Late
from onetake.animatic.text.lookup import Found, find

_ARTICLE = r"(?:an?|the|one|some|this|that|two|three|four|several|many)"


_UNKNOWN = Late(
    rf"(?:^|[.;:,!?~]\s{{0,3}}|\bof\s+){_ARTICLE}\s+((?:[\w'-]+\s+){{0,3}}?[\w'-]+?)"
    r"(?:\s+(?:[\w]+ly\s+)?(?:is|are|on|in|at|with|of|over|under|by|near|beside|from|\w{3,}s|"
    r"(?!(?:spring|morning|evening|building|king|ring|string|thing|wing|ceiling|wedding)\b)\w{2,}ing)\b"
    r"|\s{0,3}(?=[.,;:!?]|$))",
    only="latin",
)


_SENTENCE = Late(r"(?:^|[.!?]\s+)((?:[A-Za-z][\w'-]*\s+){1,4}[a-z]+)\b", 0, only="latin")


_NO_NOUN = Late(
    rf"{_ARTICLE}|\w{{1,2}}|\w+ly|his|her|its|their|our|your|my|she|they|you|who|which|and|but|then|"
    rf"while|when|"
    r"after|before|as|every|each|no|other|another|both|all|everyone|everybody|nobody|someone|just|now|still|"
    r"through|into|over|under|with|from|near|very|most|more|not|for|let|make|show|see|here|there",
)


_NO_ADJECTIVE = Late(
    rf".*\b(?:{_ARTICLE}|of|in|on|at|with|and|around|over|under|by|to|from|past|near|into|through|my|his|"
    rf"her|as)\b",
)


_MEASURE = "[一这那两三几][只个位辆条头匹艘台座朵件架把盏颗双款枚块棵群支列部]"


_UNKNOWN_ZH = Late(rf"{_MEASURE}([^\W\d_a-zA-Z]{{1,12}})", 0, only="han")


_STOP_ZH = Late(
    r"[在从于正着过上里爬走跑飞游站坐躺驶立倒转滚盘翱悬漂浮慢缓静轻快穿沿向朝对被把将与和跟是有冲跳落升降闪发放摆停旋]",
    0,
    only="han",
)


_IDEAS = (
    "4k 8k ad advert advertisement angle animation atmosphere audio aurora autumn background bank "
    "battle beat beginning breeze call camera cinematic clip close close-up closeup cloud clouds color "
    "colour commercial composition continuous crowd day dream end epic eyes face fall feeling film "
    "finger fingers fog footage foreground frame hand hands hd here hour image it landscape lens light "
    "lightning lights logo lot masterpiece medium meeting minute mist moment mood moon morph motion "
    "movie music narrator northern note palette photorealistic place pov rain realistic reference rest "
    "scene season second sense sequence shot silence sky smile smoke snow sound soundtrack southern "
    "spring star stars start story street style summer sun take tear teaser text there thunder time "
    "tone trailer video view voice wave waves wide wind winter word words world"
)
_NO_THING = frozenset(_IDEAS.split())
"""Words that name no thing on a stage."""
_NO_THING_ZH = (
    *"镜画场时春夏秋冬感氛", "阳光", "月光", "太阳", "风格", "世界", "故事", "地方", "瞬间", "梦",
)  # fmt: skip


def title(text: str, start: int, end: int) -> str:
    """The name of a thing with what is said of it just before: "crystal dragon"."""
    before = re.split(r"[.,;:!?~]\s{0,3}", text[max(0, start - 80) : start])[-1]
    if text[start].isascii():
        said = _NO_ADJECTIVE.sub("", before).split()[-3:]
        return " ".join((*said, text[start:end]))[-28:]
    match = re.search(rf"(?:{_MEASURE}|[，。；、]|^)([^\W\d_a-zA-Z]{{1,6}})$", before)
    said = _STOP_ZH.split(match.group(1).split("的")[-1])[-1] if match else ""
    return said + text[start:end]


def first(text: str, found: Sequence[Found]) -> tuple[int, str] | None:
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
            if verb == 1 and acting.acts(label):
                break
            said = acting.acts(f"{label} {words[verb]}")
            if said and said[-1][0] > len(label):
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
    words = re.findall(r"[\w-]+", label.lower())
    if not _NO_THING.isdisjoint((*words, *(part for word in words for part in word.split("-")))):
        return True
    return any(word in label for word in _NO_THING_ZH) or any(find(table, label) for table in known)


def _leads(match: re.Match[str], found: Sequence[Found], text: str) -> bool:
    """Whether the phrase only leads to a known noun: "a school of fish"."""
    if not found:
        return False
    between = text[match.end(1) : found[0][0]]
    return len(between) < 24 and re.match(r"\s+of\b", between) is not None
