"""Words in quotes: what somebody says, and who; and what only stands written somewhere.

A quote beside a verb of speech, after a name and a colon, or that is a sentence of its own is said. A quote
beside a sign, a title or lettering is not: "a neon sign reading "OPEN"" stays silent.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from onetake.animatic.text import vocabulary
from onetake.animatic.text.folding import folded
from onetake.animatic.text.late import Late
from onetake.animatic.text.lookup import find
from onetake.animatic.text.names import named
from onetake.animatic.text.reading import Line
from onetake.animatic.text.tongues import language


@dataclass(frozen=True, slots=True)
class Quote:
    """Quoted words: their place in the prompt with their marks, and what stands between the marks."""

    start: int
    end: int
    text: str
    bare: bool = False


_QUOTES = Late(
    r"“([^”]{1,200})”|\"([^\"]{1,200})\"|「([^」]{1,200})」|『([^』]{1,200})』|«([^»]{1,200})»|"
    r"(?<!\w)'([^'\n]{4,200})'(?!\w)|‘([^’]{4,200})’",
    0,
)
_BARE = Late(
    r"(?<=[说道喊问答叫白词音语])[：:][ ]?(?P<zh>[^：:“”\"「」『』\n。！？]{1,80}[。！？]?)|"
    r"\b(?:says?|asks?|whispers?|shouts?|yells?|replies|narrator|voice-?over|dialogue)[ ]?:[ ]?"
    r"(?P<en>[^:“”\"\n.!?]{2,120}(?:[.!?]|(?=\n|$)))",
)
_COLON = Late(r"[a-z说道喊问答叫白词音语][：:]", 0)
_VERB = (
    r"(?:says?|said|saying|asks?|asked|asking|whispers?|whispered|whispering|shouts?|shouted|shouting|yells?|"
    r"yelling|repl(?:ies|ied|ying)|answers?|answering|murmurs?|murmuring|mutters?|exclaims?|announces?|cries|"
    r"cried|screams?|screaming|calls(?: out)?|calling(?: out)?|sings?|singing|narrates?|narrating|speaks?|"
    r"speaking|adds?|continues|begs?|pleads?|declares?|greets?|tells? \w+|recites?|chuckles?|laughs|"
    r"grins|sighs|gasps|growls|warns?|explains?|insists?|confesses)"
)
_VERB_ZH = (
    r"(?:说(?:道|了一?句?|着)?|喊(?:道)?|大喊|问(?:道)?|答(?:道)?|回答|叫道|大叫|道|低语|念(?:道)?|"
    r"唱(?:道)?|嘀咕|叹道|宣布|"
    r"自语|喃喃|感叹|叮嘱|安慰|吐槽|补充|旁白|台词|独白|画外音|配音|解说|对白|口播|回应|开口|呼喊|惊呼|"
    r"大笑|笑着)"
)
_SAID_BEFORE = Late(
    rf"(?:\b{_VERB}\b(?: \w+){{0,4}}|\b(?:narrat(?:or|ion)|voice-?over|v\.?o\.?|dialogue|line|monologue)|"
    rf"{_VERB_ZH}[^，。！？]{{0,6}})[ ,，:：]{{0,3}}$",
)
_SAID_AFTER = Late(
    rf"[ ,，.]{{0,2}}(?:(?P<who>(?:the |an? )?[\w'-]+(?: [\w'-]+)?) {_VERB}\b|{_VERB} (?P<whom>(?:the |"
    rf"an? )?[\w'-]+))",
)
_NAMED = Late(
    r"(?:^|[\n.!?。！？;；，,)”\"] ?)([A-Z][\w'-]*(?: [\w'-]+){0,2}|"
    r"[^\W\d_a-zA-Z]{1,6})(?: ?[(（][^)）]{1,30}[)）])? ?[:：] ?$",
    0,
)
_WRITTEN_BEFORE = Late(
    r"(?:\b(?:sign|signs|read|reads|reading|written|writes?|words?|text|label(?:s|l?ed)?|titled?|titles|"
    r"caption(?:ed|s)?|"
    r"supers?|superimposed|appears?|overlays?|(?:title|end) card|banner|poster|logo|named|called|"
    r"letter(?:s|ing)|billboard|headline|slogan|tagline|book|song|film|"
    r"movie|brand|"
    r"inscri(?:bed|ption)|engraved|printed|spell(?:s|ing)|display(?:s|ing)?|plays?|word)(?: (?:on|of|it|"
    r"in|the|that))?|"
    r"\b(?:sign|note|letter|board|screen|poster|t-?shirt|shirt|label|banner|plate|clock|paper|message|"
    r"door|cup|mug|"
    r"box|cap|flag|neon|chalkboard|blackboard|newspaper|subtitles?|text) (?:\w+ ){0,3}(?:says|saying|say)|"
    r"写着|写有|写了|写下|印着|印有|刻着|标着|显示|招牌|牌子|字样|标题|字幕|名为|名叫|叫做|书名|歌名|"
    r"片名|贴着|挂着|绣着|打出|出现文字|文字|口号)"
    r"[ ,，:：]{0,3}$",
)
_WRITES = Late(
    r"\b(?:writes?|wrote|writing|prints?|carves?|types?|scribbles?|sprays?) (?:[\w-]+[ ,:]{1,2}){0,6}$|"
    r"[写画刻印][在上着下][^，。]{0,8}[：:]?$"
)
_WRITTEN_AFTER = Late(
    r" ?(?:(?:neon |wooden |road |street )?(?:sign|logo|banner|poster|button|lettering|label|sticker|"
    r"badge|title)s?\b|"
    r"is written|appears on|on (?:it|the|a|an|his|her) (?:sign|shirt|screen|wall|box|label|board|cap|cup|"
    r"door|t-?shirt)|"
    r"(?:这?[两几一二三四五六]个?)?(?:大字|字样|的?招牌|的?牌子|的?字幕|的?标语|的?海报|的?标题|字))",
)
_PRONOUNS = {
    "he",
    "she",
    "they",
    "it",
    "i",
    "we",
    "you",
    "他",
    "她",
    "它",
    "他们",
    "她们",
    "who",
    "him",
    "her",
}
_HE = {"he", "him", "他"}
_SHE = {"she", "her", "她"}
_MALE = Late(
    r"\b(?:m[ae]n|boys?|father|dad|grandfather|king|prince|guys?|gentlem[ae]n|son|monk)\b|男|父|爸|爷|"
    r"国王|王子|和尚",
)
_FEMALE = Late(
    r"wom[ae]n|girl|lad(?:y|ies)|mother|mom|bride|queen|princess|actress|witch|daughter|女|母|妈|奶|娘|公主",
)
_PRONOUN_ZH = Late(r"^([他她它]).*$", 0, only="han")
_SEVERAL = Late(r"people|crowd|audience|family|众人|人们|们$|观众|大家")
VOICES = ("man", "woman", "child", "robot", "astronaut")
_VOICE = Late(
    r"\b(?:(?:fe)?male )?(?:narrator|voice-?over|announcer|v\.o\.)|[男女]?声?(?:旁白|画外音|解说|独白)"
)


@lru_cache(maxsize=16)
def quotes(prompt: str) -> tuple[Quote, ...]:
    """Everything in quotes, and what follows a verb of speech and a colon without any, in order."""
    found = [
        Quote(match.start(), match.end(), next(group for group in match.groups() if group).strip())
        for match in _QUOTES.finditer(prompt)
    ]
    inside = [(quote.start, quote.end) for quote in found]
    plain = folded(prompt)
    for match in _BARE.finditer(plain) if _COLON.search(plain) else ():
        group = "zh" if match["zh"] else "en"
        start, end = match.span(group)
        if not any(a < end and start < b for a, b in inside):
            found.append(Quote(start, end, prompt[start:end].strip(), True))
    return tuple(sorted(found, key=lambda quote: quote.start))


def veiled(prompt: str) -> str:
    """The prompt with its quoted words struck out, as long as before."""
    parts, at = [], 0
    for quote in quotes(prompt):
        parts += [prompt[at : quote.start], "~" * (quote.end - quote.start)]
        at = quote.end
    return "".join((*parts, prompt[at:]))


def split(
    prompt: str, cast: Sequence[str] = (), names: Mapping[str, str] | None = None
) -> tuple[tuple[Line, ...], tuple[str, ...]]:
    """(what is said, what only stands written). `cast` names who was on stage before these words, `names`
    are those of `names.known`."""
    plain = folded(prompt)
    said: list[Line] = []
    written: list[str] = []
    last = 0
    for quote in quotes(prompt):
        before = plain[max(last, quote.start - 120) : quote.start]
        after = plain[quote.end : quote.end + 40]
        last = quote.end
        if not quote.text or not any(letter.isalnum() for letter in quote.text):
            continue
        if quote.bare or _spoken(before, after, quote.text):
            earlier = plain[max(0, quote.start - 400) : quote.start]
            who = _speaker(quote.text, before, after, earlier, _Cast(tuple(cast), names or {}))
            text = quote.text.rstrip(",，")
            said.append(Line(text, who, language(text, before)))
        else:
            written.append(quote.text)
    return tuple(said), tuple(written)


def _spoken(before: str, after: str, text: str) -> bool:
    if _WRITTEN_BEFORE.search(before) or _WRITES.search(before) or _WRITTEN_AFTER.match(after):
        return False
    if _SAID_BEFORE.search(before) or _told_after(after, text) or _NAMED.search(before):
        return True
    if len(text.split()) > 4 or sum("\u3400" <= letter <= "\u9fff" for letter in text) > 6:
        return True
    return text[-1] in ".!?。！？…~～" or before.rstrip()[-1:] in (":", "：")


def _told_after(after: str, text: str) -> re.Match[str] | None:
    """The verb after a quote, where it tells of that quote and not of the next: "Come," she says."""
    found = None if text.endswith((".", "。")) else _SAID_AFTER.match(after)
    return None if found and re.match(r"[\w ,:]{0,12}[\"“]", after[found.end() :]) else found


def _speaker(text: str, before: str, after: str, earlier: str, cast: "_Cast") -> str | None:
    """Who says it: a name before a colon, the noun beside the verb, whoever a pronoun stands for."""
    behind = None if _SAID_BEFORE.search(before) else _told_after(after, text)
    said = (behind["who"] or behind["whom"]) if behind else None
    if said:
        return _resolved(re.sub(r"^(?:the|an?) ", "", said, flags=re.IGNORECASE), earlier, cast)
    told = _NAMED.search(before)
    if (
        told
        and not re.search(rf"\b{_VERB}$", told[1], re.IGNORECASE)
        and not re.search(rf"{_VERB_ZH}$", told[1])
    ):
        return _resolved(_PRONOUN_ZH.sub(r"\1", told[1]), earlier, cast)
    voice = _VOICE.search(before)
    if voice:
        return voice.group()
    clause = re.split(r"[.!?。！？;；\n]", before)[-1]
    parts = re.split(r"[,，]", clause.rstrip(" ,，:："))
    people = next((found for part in reversed(parts) if (found := cast.people(part))), [])
    if people or not _SAID_BEFORE.search(before):
        return _resolved(people[0] if people else None, earlier, cast)
    return next(
        (
            person
            for person in reversed([*cast.labels, *cast.people(earlier)])
            if person.lower() not in _PRONOUNS
        ),
        None,
    )


@dataclass(frozen=True, slots=True)
class _Cast:
    """Who may speak: the labels of those on stage before, and the names in the prompt."""

    labels: tuple[str, ...]
    names: Mapping[str, str]

    def people(self, text: str) -> list[str]:
        """Everybody whom these words name, in order."""
        hits = named(text, self.names, find(vocabulary.SUBJECTS, text))
        return [text[a:b] for a, b, kind in hits if kind in VOICES]


def _resolved(who: str | None, earlier: str, cast: "_Cast") -> str | None:
    """A pronoun gives way to the last person it can stand for; a noun stays as it is."""
    if who is None or who.lower() not in _PRONOUNS:
        return who
    for person in reversed([*cast.labels, *cast.people(earlier)]):
        if person.lower() in _PRONOUNS or _SEVERAL.search(person):
            continue
        if (who.lower() in _HE and _FEMALE.search(person)) or (who.lower() in _SHE and _MALE.search(person)):
            continue
        return person
    return who
