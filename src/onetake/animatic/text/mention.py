"""Which of the nouns in a prompt are on stage, and which are only mentioned.

"A bear hug", "dances like a butterfly", "the size of a car", "a statue of a horse", gulls that only cry:
the noun is there and nobody would look for it in the picture.
"""

from collections.abc import Sequence
from itertools import pairwise

from onetake.animatic.text import cues
from onetake.animatic.text.compounds import Row
from onetake.animatic.text.late import Late
from onetake.animatic.text.lookup import Found, find, stands

PEOPLE = ("man", "woman", "child")

_HEADS: tuple[Row, ...] = (
    (
        "head",
        r"hugs?(?! (?:an?|the|h(?:is|er|im)|their|each|my|one)\b)|"
        r"tanks?|bowls?|foods?|park|stations?|stop(?=[ .,;]|$)(?! motion)|doors?|"
        r"windows?|headlights?|tail ?lights?|lights?(?! (?:a|an|the|up|his|her))|seats?|"
        r"shop|store|dealership|costumes?|masks?|suits?|onesies?|print|printed|patterns?|"
        r"shapes?|shaped|logos?|posters?|stickers?|tattoos?|paintings?|sounds?|noises?|"
        r"call|voices?|songs?|horns?|whistles?|track|alarms?|engines?|cockpits?|cabins?|"
        r"deck|hangars?|dock|garages?|wash|rentals?|insurance|collars?|leash(?:es)?|"
        r"kennels?|cages?|nest|carriers?|chatter|fields?|courts?|interiors?|screens?|"
        r"cases?|chargers?|laces|racks?|petals?|gardens?|arrangements?|leather|fur coats?|"
        r"sauce|soup|market|lovers?|owners?|trainers?|walkers?|whisperers?|breeders?|"
        r"crossings?|sign|shots?(?! (?:from|in|on|with|by|at|against|through))|museums?|"
        r"breath|race ?track|bag|skull|statues?|figurines?|emblem|paste|juice|oil|cheese|"
        r"wool|style|proof|footage|camera|sandwich|burger|salad|curry|pie|stew|steak|"
        r"friendly|sized?|themed|powered|mounted|drawn",
        r"图案|纹身|刺青|面具|造型|形状|图腾|标志|海报|壁画|头像|叫声|声(?!音)|般|一样|似的|形(?!象)|牌|"
        r"节(?!奏)|年|店|广告牌|"
        r"耳(?=[少女男])|元素|主题|口味|味|皮衣|皮鞋|皮(?!肤|卡)|毛(?!发)|肉|蛋|的[^，。]{0,3}声|玩具|贴纸|"
        r"文化|精神|行业|市场|"
        r"公司|工厂|比赛",
    ),
)
"""After a noun these are the thing that is meant: a fish tank, a bear hug, a tracking vehicle shot."""
_LIKE = Late(
    r"(?:\b(?:like|than|resembl(?:es|ing)|shaped like|in the style of|inspired by|reminiscent of|instead of|"
    r"as \w+ as|(?:dressed|disguised|known|portrayed|serves|works|working) as|"
    r"(?:size|height|width|speed|shape|form|sounds?|smell|taste|memory|memories|legend|statue|sculpture|"
    r"figurine|"
    r"poster|mural|tattoo|logo|emblem|hint|idea|concept|year|spirit|roar|cry|cries) of|sounds? like|"
    r"looks like)"
    r"[ ]+(?:an? |the |his |her |its |their |some |two )?(?:[\w-]+ ){0,2}|"
    r"(?:像|如同|宛如|宛若|仿佛|犹如|好似|好像|堪比|"
    r"形似)(?:是)?(?:一?[只个条头匹位名座把朵群])?[^，。；,.]{0,4})$",
)
_SWAPPED = Late(
    r"\b(?:replac(?:e|es|ing)|swap(?:s|ping)?|remov(?:e|es|ing)) (?:the |a |an |his |her )?(?:[\w-]+ ){0,2}$",
    only="latin",
)
_SWAPPED_ZH = Late(r"[^，。]{0,6}(?:替换[成为]|换[成为]|改[成为]|替换|删除|去掉)", 0, only="han")
_A_KIND_OF = Late(r"(?:an?|the|one|two|three|some|his|her|their|\d+) (?:[\w-]+ ){0,2}$")


_OPENS = Late(r"(?:^|[.!?:;]\s{1,3})(?:an?|one|two|three) (?:[\w-]+ ){0,2}$")
"""A sentence about somebody: "A bird sings on a branch"; what is only heard ends it or stands in a list."""

_GROUP = Late(r"famil(?:y|ies)|couples?|crew|crowd|band|trio|duo")
"""A penguin family is penguins."""
_SINGULAR = Late(r"(?:[^s]|ss|bus)$")


def staged(text: str, found: Sequence[Found]) -> list[Found]:
    """The hits of SUBJECTS in this text that are on stage, in order."""
    heard = find(cues.SOUNDS, text)
    kept = [hit for hit in found if not _aside(text, hit) and not _heard(text, hit, heard)]
    led = {
        head if _GROUP.fullmatch(text[head[0] : head[1]]) and hit[2] not in PEOPLE else hit
        for hit, head in pairwise(kept)
        if _modifies(text, hit, head)
    }
    return [hit for hit in kept if hit not in led]


def _aside(text: str, hit: Found) -> bool:
    """Whether the words around a noun make it a comparison, a part of a compound, or what goes away."""
    start, end, kind = hit
    before, last = text[max(0, start - 48) : start], text[end - 1 : end]
    if last.isascii() and text[end : end + 1] in (" ", "-") and stands(_HEADS, text, end + 1):
        return not (kind in PEOPLE and (last == "s" or text[start:end].lower() in ("she", "he")))
    if not last.isascii() and (stands(_HEADS, text, end) or _SWAPPED_ZH.match(text, end)):
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
            return longer and _OPENS.search(text[max(0, start - 48) : start]) is None
    return False


def _modifies(text: str, hit: Found, head: Found) -> bool:
    """Whether two nouns side by side are one thing, the second: a baby elephant, a robot dog, 汽车司机."""
    between = text[hit[1] : head[0]]
    if between == " " and text[head[0]].isascii():
        return _SINGULAR.search(text[hit[0] : hit[1]]) is not None or hit[2] in PEOPLE
    return not between and hit[2] not in PEOPLE and head[2] in PEOPLE
