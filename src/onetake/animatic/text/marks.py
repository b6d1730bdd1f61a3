"""The marks that start a beat in a prompt: time codes, numbered shots, cuts, and words of order.

A mark counts at the head of a clause only, so "a 5-8 second clip" and "shot in 35 mm" are none. Every
pattern is bounded, so the work grows with the length of the prompt and no faster.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from onetake.animatic.text.late import Late


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the prompt that starts a beat: its words run from `at` to `to`.

    `kind` is "code" (with `start`, perhaps `end`, in seconds), "shot", "cut" or "order".
    """

    at: int
    to: int
    kind: str
    start: float | None = None
    end: float | None = None
    transition: str = "cut"


_HEAD = Late(
    r"^[ \t*#>|_-]{0,8}|[\n.;:。；：!?！？|,，、)\]）】*#>~-][ \t*#>|_-]{0,8}|(?=[\[【])|"
    r"(?<=[\d一二三四五六七八九十])[ ]?(?=[(（])|(?<= )(?=[Aa]nd then\b)",
    0,
)
"""What stands before a clause, before a code in brackets, and before "(0-3s)" after the number of a shot."""
_CLOCK = r"\d{1,2}:\d{2}(?:\.\d{1,3})?"
_PLAIN = r"\d{1,3}(?:\.\d{1,3})?"
_DASH = r"[ \t]{0,2}(?:-|–|—|~|～|to|到|至)[ \t]{0,2}"
_UNIT = r"(?:seconds?|secs?|s|秒钟?)"
_OPEN, _SHUT, _COLON = r"[\[(（【]", r"[\])）】]", r"[:：,，.|-]"
_NO_LENGTH = (
    r"(?![ \t]?(?:clips?|videos?|films?|shots?|long|of|takes?|ads?|commercials?|loops?|"
    r"的|长|视频|短片|广告|内))"
)

_RANGE = Late(
    rf"{_OPEN}?[ \t]?"
    r"(?:(?:from|time|timecode|between|seconds?|第|时间)[:： \t]{0,2})?(?:"
    rf"(?P<c1>{_CLOCK}){_DASH}(?P<c2>{_CLOCK})|"
    rf"(?P<p1>{_PLAIN})[ \t]?{_UNIT}?{_DASH}(?P<p2>{_PLAIN})"
    rf"(?:[ \t]?{_UNIT}(?![a-z])|(?=[ \t]?[\])）】:：]))"
    rf"){_NO_LENGTH}[ \t]?{_SHUT}?[*_]{{0,2}}[ \t]?{_COLON}?",
)
_POINT = Late(
    rf"(?:"
    rf"{_OPEN}[ \t]?(?:(?P<c1>{_CLOCK})|(?P<p1>{_PLAIN})[ \t]?{_UNIT})[ \t]?{_SHUT}[ \t]?[:：,，-]?|"
    rf"(?:at|by)[ \t](?:(?P<c2>{_CLOCK})|(?:second[ \t])?(?P<p2>{_PLAIN})[ \t]?{_UNIT}(?![a-z]))"
    r"[ \t]?[:：,，-]?|"
    rf"(?P<c3>{_CLOCK})(?:[ \t]?[:：-]|(?=[ \t]))|"
    rf"(?P<p3>{_PLAIN})[ \t]?{_UNIT}[ \t]?[:：]|"
    rf"第[ \t]?(?P<p4>{_PLAIN})[ \t]?秒(?:钟|时)?[:：,，]?"
    rf"){_NO_LENGTH}",
)
_COUNTED = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5}
_SPAN = Late(
    rf"(?:(?:in|for|during)[ \t])?(?:the[ \t])?"
    r"(?:(?P<first>first|opening|前|开头|开场)|(?:last|final|next|following|接下来的?|随后的?|最后|"
    r"后面?))[ \t]?"
    rf"(?P<n>{_PLAIN}|two|three|four|five|six|两|二|三|四|"
    rf"五)[ \t]?{_UNIT}(?![a-z]){_NO_LENGTH}[ \t]?[:：,，]?",
)
_ORDINAL = (
    r"(?:\d{1,2}|[一二三四五六七八九十]{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|"
    r"i{1,3}|iv|vi{0,3})"
)
_SHOT = Late(
    rf"{_OPEN}?[ \t]?(?:"
    rf"(?:shot|scene|beat|cut|clip|frame|panel|part|act|segment|sequence)[ \t]?#?{_ORDINAL}(?![\w-])|"
    r"(?:first|second|third|fourth|fifth|sixth|opening|final|last|next|closing)[ \t](?:shot|scene|beat)"
    r"(?=[ \t]?[:：,，(（-])|"
    rf"第[ \t]?{_ORDINAL}[ \t]?个?(?:镜头|镜|幕|场景|场|段|分镜|画面|部分)|"
    rf"(?:镜头|分镜头?|场景|画面|片段|镜号|段落)[ \t]?#?{_ORDINAL}(?!\d)"
    rf")[ \t]?{_SHUT}?[*_]{{0,2}}[ \t]{{0,2}}[:：,，.、|—-]?",
)
_ITEM = Late(r"(?:^|(?<=\n))[ \t]{0,4}(?:\(?\d{1,2}[.)、）](?!\d)|[①②③④⑤⑥⑦⑧⑨⑩])[ \t]?")

_FIRST = (
    r"(?:(?:and|then|finally|next|suddenly|接着|然后|随后|最后|突然|忽然|再|镜头|画面|场景)"
    r"[ \t,，]{0,2}){0,2}"
)
_CUTS: tuple[tuple[str, Late], ...] = tuple(
    (name, Late(rf"{_FIRST}(?:{pattern})[ \t]?[:：,，.-]?"))
    for name, pattern in (
        ("match", r"(?:graphic )?match[ -]?cuts?(?:[ \t](?:to|into))?(?!\w)|匹配剪辑(?:到|至)?"),
        ("whip", r"whip[ -]?pans?[ \t](?:in)?to(?!\w)|(?:快速)?甩镜头?(?:切?到|切?至)"),
        (
            "dissolve",
            r"(?:it |the (?:scene|shot|image|picture) )?(?:slow(?:ly)? )?(?:cross[ -]?)?"
            r"(?:dissolves?|fades?)[ \t](?:in)?to(?!\w)(?![ \t](?:black|white|dark))|"
            r"叠化(?:到|至|为)?|溶入|渐变(?:到|至|为)|淡入(?!淡出)",
        ),
        (
            "fade",
            r"fades?[ -](?:in|up)(?![ -]?to)(?:[ \t](?:on|from black))?(?!\w)|"
            r"黑场(?:后|过渡到?)|淡入淡出(?:到|至)?",
        ),
        (
            "cut",
            r"(?:the (?:camera|scene|shot|view|video) )?(?:hard |smash |jump |quick |sharp |abrupt(?:ly)? )?"
            r"cuts?[ \t](?:back[ \t])?(?:in)?to(?!\w)|(?:hard|smash|jump)[ -]cut(?=[ \t]?[:.,])|cut[ \t]?:|"
            r"(?:the )?(?:scene|shot|view)[ \t](?:changes|switches|shifts|transitions|moves)[ \t]to(?!\w)|"
            r"(?:transition|switch)(?:s|es|ing)?[ \t](?:back[ \t])?to(?= (?:an?|the|his|her|their|:))|"
            r"(?:快速|迅速|突然|猛地)?(?:切换?(?:到|至|为|回)|切换(?=[：:，,])|"
            r"切(?=[^，。切]{1,8}(?:视角|镜头|画面|特写|近景|远景|全景))|转(?:到|至))|"
            r"转场(?:到|至|为)?|跳切(?:到|至)?|硬切(?:到|至)?|下一个?镜头?",
        ),
    )
)
_ORDER = Late(
    r"(?:(?:and[ \t])?(?:then|after that|afterwards|next|finally|(?:a )?moments? later|"
    r"seconds later|in the end|suddenly)(?!\w)[ \t]?,?|"
    r"然后|接着|随后|紧接着|接下来|之后|最后|突然|忽然|片刻后)[，,]?|and then(?!\w)",
)
_ONE_TAKE = Late(
    r"\b(?:one[ -]?(?:take|shot)|single[ -](?:take|shot)|long take|oner|no cuts|without (?:any )?cuts|uncut|"
    r"(?:single |one )?continuous (?:\w+ )?(?:take|shot))\b|一镜到底|长镜头|不切镜|无剪辑|单镜头",
)


# what must be somewhere in the text before the patterns above are worth a look
_CLOCKED = Late(r"\d ?[:sS秒\]-]|\d ?(?:to|–|—|~|～|到|至)|[Ss]econd|SEC|[Ss]ecs|秒", 0)
_COUNTED_OFF = Late(
    r"(?:[Ss]hot|SHOT|[Ss]cene|SCENE|[Bb]eat|[Cc]ut|CUT|[Cc]lip|[Ff]rame|[Pp]anel|[Pp]art|[Aa]ct|"
    r"[Ss]egment|[Ss]equence)"
    r"[ #:]|\d[.)、）]|[①-⑩]|[镜幕场段分画片]",
    0,
)
_CUT = Late(
    r"[Cc]ut|CUT|[Ff]ade|[Dd]issol|[Ss]witch|[Tt]ransition|[Ww]hip|(?:scene|shot|view) |"
    r"[切转叠溶淡甩渐黑下匹]",
    0,
)


@lru_cache(maxsize=4)
def _heads(text: str) -> tuple[int, ...]:
    return tuple(dict.fromkeys(match.end() for match in _HEAD.finditer(text)))


def _matches(pattern: Late, text: str) -> Iterator[re.Match[str]]:
    """Where a pattern stands at the head of a clause, without overlaps."""
    free = 0
    for head in _heads(text):
        found = pattern.match(text, head) if head >= free else None
        if found and found.end() > head:
            free = found.end()
            yield found


def marks(text: str) -> list[Mark]:
    """All marks in order. Words of order count only where nothing stronger is there."""
    structured = [*_codes(text), *_shots(text)]
    cuts = [
        Mark(match.start(), match.end(), "cut", transition=name)
        for name, pattern in (_CUTS if _CUT.search(text) else ())
        for match in _matches(pattern, text)
    ]
    found = _merged(sorted([*structured, *cuts], key=lambda mark: (mark.at, -mark.to)), text)
    if found or _ONE_TAKE.search(text):
        return found
    ordered = (match for match in _matches(_ORDER, text) if match.start() > 0)
    return [Mark(match.start(), match.end(), "order", transition="match") for match in ordered]


def _codes(text: str) -> list[Mark]:
    if not _CLOCKED.search(text):
        return []
    made: list[Mark] = []
    taken: set[int] = set()
    for match in _matches(_RANGE, text):
        start, end = _seconds(match, "c1", "p1"), _seconds(match, "c2", "p2")
        if start is not None and end is not None:
            made.append(Mark(match.start(), match.end(), "code", min(start, end), max(start, end)))
            taken.update(range(match.start(), match.end()))
    for match in _matches(_POINT, text):
        start = _seconds(match, "c1", "p1", "c2", "p2", "c3", "p3", "p4")
        if match["c3"] and start is not None and start >= 60:
            continue  # "9:16", "2:30 am": a shape or an hour
        if start is not None and match.start() not in taken and match.end() - 1 not in taken:
            made.append(Mark(match.start(), match.end(), "code", start))
    return [*made, *_spans(text)]


def _spans(text: str) -> list[Mark]:
    """ "First 3 seconds", "next 4 seconds", "last 2 seconds": each begins where the one before it ended."""
    made: list[Mark] = []
    at = 0.0
    for match in _matches(_SPAN, text):
        length = _COUNTED.get(match["n"].lower()) or float(match["n"])
        at = 0.0 if match["first"] else at
        if made or match["first"]:
            made.append(Mark(match.start(), match.end(), "code", at, at + length))
        at += length
    return made


def _seconds(match: re.Match[str], *names: str) -> float | None:
    """The first of these groups that took part, as seconds: "1:05" is 65.0."""
    said = next((value for name in names if (value := match.group(name))), None)
    if said is None:
        return None
    minutes, _, seconds = said.rpartition(":")
    return int(minutes or 0) * 60 + float(seconds)


def _shots(text: str) -> list[Mark]:
    if not _COUNTED_OFF.search(text):
        return []
    made = [Mark(match.start(), match.end(), "shot") for match in _matches(_SHOT, text)]
    items = [Mark(match.start(), match.end(), "shot") for match in _ITEM.finditer(text)]
    return made if made or len(items) < 2 else items


def _merged(found: list[Mark], text: str) -> list[Mark]:
    """Marks that stand side by side are one: "Shot 1 (0-3s):", "Cut to: Shot 2"."""
    made: list[Mark] = []
    for mark in found:
        if not made or text[made[-1].to : mark.at].strip(" \t*#>|_-"):
            made.append(mark)
            continue
        last = made[-1]
        kinds = (last.kind, mark.kind)
        made[-1] = Mark(
            last.at,
            max(last.to, mark.to),
            next(kind for kind in ("code", "shot", "cut") if kind in kinds),
            last.start if last.start is not None else mark.start,
            last.end if last.end is not None else mark.end,
            last.transition if last.transition != "cut" else mark.transition,
        )
    return made
