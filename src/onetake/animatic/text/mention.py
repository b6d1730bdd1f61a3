"""Which of the nouns in a prompt are on stage, and which are only mentioned.

"A bear hug", "dances like a butterfly", "the size of a car", "a statue of a horse", gulls that only cry:
the noun is there and nobody would look for it in the picture.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from onetake.animatic.text import cues
from onetake.animatic.text.late import Late
from onetake.animatic.text.lookup import Found, find

PEOPLE = ("man", "woman", "child")

_HEAD = Late(
    r"[ -](?:hugs?|tanks?|bowls?|foods?|park|stations?|stop(?=[ .,;]|$)(?! motion)|doors?|windows?|"
    r"headlights?|"
    r"tail ?lights?|lights?(?! (?:a|an|the|up|his|her)\b)|seats?|shop|store|dealership|costumes?|masks?|"
    r"suits?|onesies?|"
    r"print|printed|patterns?|shapes?|shaped|logos?|posters?|stickers?|tattoos?|paintings?|sounds?|noises?|"
    r"call|voices?|"
    r"songs?|horns?|whistles?|track|alarms?|engines?|cockpits?|cabins?|deck|hangars?|dock|garages?|wash|"
    r"rentals?|"
    r"insurance|collars?|leash(?:es)?|kennels?|cages?|nest|carriers?|chatter|fields?|courts?|interiors?|"
    r"screens?|cases?|"
    r"chargers?|laces|racks?|petals?|gardens?|arrangements?|leather|fur coats?|sauce|soup|market|lovers?|"
    r"owners?|"
    r"trainers?|walkers?|whisperers?|breeders?|crossings?|sign|shots?(?! (?:from|in|on|with|by|at|against|"
    r"through)\b)|"
    r"museums?|breath|race ?track|bag|skull|statues?|figurines?|emblem|paste|juice|oil|cheese|wool|style|"
    r"proof|"
    r"footage|camera|sandwich|burger|salad|curry|pie|stew|steak|friendly|sized?|themed|powered|mounted|"
    r"drawn)\b(?!')",
)
"""After a noun these are the thing that is meant: a fish tank, a bear hug, a tracking vehicle shot."""
_HEAD_ZH = Late(
    r"(?:图案|纹身|刺青|面具|造型|形状|图腾|标志|海报|壁画|头像|叫声|声(?!音)|般|一样|似的|形(?!象)|牌|"
    r"节(?!奏)|年|店|"
    r"广告牌|耳(?=[少女男])|元素|主题|口味|味|皮衣|皮鞋|皮(?!肤|卡)|毛(?!发)|肉|蛋|的[^，。]{0,3}声|玩具|"
    r"贴纸|文化|精神|"
    r"行业|市场|公司|工厂|比赛)",
)
_LIKE = re.compile(
    r"(?:\b(?:like|than|resembl(?:es|ing)|shaped like|in the style of|inspired by|reminiscent of|instead of|"
    r"as \w+ as|(?:dressed|disguised|known|portrayed|serves|works|working) as|"
    r"(?:size|height|width|speed|shape|form|sounds?|smell|taste|memory|memories|legend|statue|sculpture|"
    r"figurine|"
    r"poster|mural|tattoo|logo|emblem|hint|idea|concept|year|spirit|roar|cry|cries) of|sounds? like|"
    r"looks like)"
    r"[ ]+(?:an? |the |his |her |its |their |some |two )?(?:[\w-]+ ){0,2}|"
    r"(?:像|如同|宛如|宛若|仿佛|犹如|好似|好像|堪比|"
    r"形似)(?:是)?(?:一?[只个条头匹位名座把朵群])?[^，。；,.]{0,4})$",
    re.IGNORECASE,
)
_SWAPPED = re.compile(
    r"\b(?:replac(?:e|es|ing)|swap(?:s|ping)?|remov(?:e|es|ing)) (?:the |a |an |his |her )?(?:[\w-]+ ){0,2}$",
    re.IGNORECASE,
)
_SWAPPED_ZH = re.compile(r"[^，。]{0,6}(?:替换[成为]|换[成为]|改[成为]|替换|删除|去掉)")
_A_KIND_OF = re.compile(r"(?:an?|the|one|two|three|some|his|her|their|\d+) (?:[\w-]+ ){0,2}$", re.IGNORECASE)


_SINGULAR = re.compile(r"(?:[^s]|ss|bus)$", re.IGNORECASE)


def staged(text: str, found: Sequence[Found]) -> list[Found]:
    """The hits of SUBJECTS in this text that are on stage, in order."""
    heard = find(cues.SOUNDS, text)
    kept = [hit for hit in found if not _aside(text, hit) and not _heard(text, hit, heard)]
    led = {hit for hit, head in pairwise(kept) if _modifies(text, hit, head)}
    return [hit for hit in kept if hit not in led]


def _aside(text: str, hit: Found) -> bool:
    """Whether the words around a noun make it a comparison, a part of a compound, or what goes away."""
    start, end, kind = hit
    before, last = text[max(0, start - 48) : start], text[end - 1 : end]
    if last.isascii() and _HEAD.match(text, end) and text[start:end].lower() not in ("she", "he"):
        return not (kind in PEOPLE and last == "s")
    if not last.isascii() and (_HEAD_ZH.match(text, end) or _SWAPPED_ZH.match(text, end)):
        return True
    return _LIKE.search(before) is not None or _SWAPPED.search(before) is not None


def _heard(text: str, hit: Found, heard: Sequence[Found]) -> bool:
    """Whether a noun is only the source of a sound: "gulls crying", "soft piano", 鹤鸣."""
    start, end, kind = hit
    for begins, ends, _ in heard:
        if begins < end and start < ends:
            longer = begins < start or ends > end
            if kind == "card" and not longer:
                return text[start].isascii() and _A_KIND_OF.search(text[max(0, start - 30) : start]) is None
            return longer
    return False


def _modifies(text: str, hit: Found, head: Found) -> bool:
    """Whether two nouns side by side are one thing, the second: a baby elephant, a robot dog, 汽车司机."""
    between = text[hit[1] : head[0]]
    if between == " " and text[head[0]].isascii():
        return _SINGULAR.search(text[hit[0] : hit[1]]) is not None or hit[2] in PEOPLE
    return not between and hit[2] not in PEOPLE and head[2] in PEOPLE
