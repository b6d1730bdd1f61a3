"""The words of a prompt that ask for something: without quotes, tags, idioms, and what is ruled out."""

import re

from onetake.animatic.text import lexicon
from onetake.animatic.text.folding import folded
from onetake.animatic.text.late import Late
from onetake.animatic.text.lookup import blanked, find
from onetake.animatic.text.speech import veiled

_SUFFIX = Late(r"\s--[a-z]+\s+\S+", 0)
_TOKEN = Late(r"@?\b(?:image|video|audio)\s{0,3}\d+\b|@?(?:图片?|视频|音频)\s{0,3}\d+|\[\s{0,3}\]")
_OF = (
    r"(?:any|the|an?|visible|other|loud|background|on-?screen|human|camera|real|more|extra|single|"
    r"sudden|obvious)"
)
_NEGATED = Late(
    rf"\b(?:no(?! longer\b)|without|never|not(?! only\b| just\b)|don'?t|do not|avoid(?:ing)?|exclud(?:e|ing)|"
    rf"free of|lack of|absence of)\s+(?:(?:show|include|use|add|have|display|feature|"
    rf"depict)(?:ing)?\s+)?(?:{_OF}\s+){{0,3}}[\w'-]+(?:\s{0, 3}(?:,\s{0, 3})?(?:or|and|nor|/)"
    rf"\s+(?:{_OF}\s+)?[\w'-]+)?",
    only="latin",
)
_NEGATED_ZH = Late(
    r"(?:没有|不要(?:出现|有)?|不需要|不出现|不能有|不带|不含|避免|禁止|请勿|切勿|毫无|"
    r"(?<![a-z])没(?=[有人])|"
    r"(?<=[，。；！？\s])别(?=[出有让用加带])|无(?!人机|声|论|数|比|限|尽|缝|线|法|奈|意|疑|垠|边|助|名|"
    r"辜|情|穷|畏))"
    r"[^，。；！？、,.\n的]{1,8}(?:、[^，。；！？、,.\n的]{1,4}){0,3}",
    0,
    only="han",
)
_NOBODY = Late(
    r"\b(?:no|without|not(?: show| include)?)(?: any| a| single| other| visible)* (?:people|persons?|"
    r"humans?|m[ae]n|"
    r"wom[ae]n|one|actors?|characters?)\b(?! in the (?:fore|back)ground)|"
    r"\bnobody\b|\b(?:unpeopled|deserted)\b|(?:没有|无|不要(?:出现|有)?|不出现)(?:任何)?(?:人(?!机|声|驾)|"
    r"人物|"
    r"行人|路人)|空无一人",
)


def struck(match: re.Match[str]) -> str:
    return "~" * len(match.group())


def worded(prompt: str) -> str:
    """The prompt without quotes, tags, suffix parameters and idioms, place for place."""
    text = _SUFFIX.sub(struck, folded(veiled(prompt)))
    text = _TOKEN.sub(struck, text)
    return blanked(text, find(lexicon.TRAPS, text))


def asked(words: str) -> str:
    """The same without what is negated: "no rain", "不要人物"."""
    return _NEGATED_ZH.sub(struck, _NEGATED.sub(struck, words))


def unpeopled(words: str) -> bool:
    """Whether the words rule people out."""
    return _NOBODY.search(words) is not None
