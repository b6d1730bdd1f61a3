"""How many of a subject there are, by the number in its own phrase and by the noun itself."""

from onetake.animatic.text.late import Late

_WORDS = {
    "a": 1, "an": 1, "one": 1, "lone": 1, "single": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 9, "both": 2, "several": 3, "many": 5,
}  # fmt: skip
_SETS = {
    "couple": 2, "pair": 2, "few": 3, "group": 3, "trio": 3, "handful": 3, "pride": 3, "herd": 4, "pack": 4,
    "flock": 5, "crowd": 5, "swarm": 6, "school": 6, "dozen": 6, "dozens": 6, "hundreds": 9, "thousands": 9,
    "army": 9,
}  # fmt: skip
_SIGNS = {
    "一": 1, "两": 2, "二": 2, "俩": 2, "双": 2, "对": 2, "三": 3, "几": 3, "数": 3, "四": 4, "五": 5,
    "六": 6, "七": 7, "八": 8, "九": 9, "十": 9, "群": 5, "队": 5, "百": 9, "千": 9, "万": 9,
}  # fmt: skip
MOST = 9

_PHRASE = Late(
    rf"(?:^|(?<=[^\w'-]))(?:(?P<n>\d{{1,3}}|{'|'.join(_WORDS)})\s(?:of\s)?|(?P<set>{'|'.join(_SETS)})\sof\s)"
    r"(?:the\s|his\s|her\s|their\s)?"
    r"(?:(?!(?:and|or|with|in|on|of|at|to|for|from|by|an?|the)\s)[\w'-]+\s){0,4}$",
    0,
)
_PHRASE_ZH = Late(
    r"(?:(?P<many>一群|一队|成群|一对|一双|许多|无数|众多|数百|数千|上千|成千上万|大批|[三数]千|"
    r"[数上]百)[^，。、和与跟]{0,6}|"
    r"(?<![第\d一二三四五六七八九十])(?P<n>\d{1,3}|"
    r"[两二三四五六七八九十几数])(?:[个位名只条头匹辆架艘朵件把盏颗棵支座台部]|"
    r"(?=人$)|$)[^，。、和与跟]{0,6})$",
    0,
    only="han",
)
_BEHIND = Late(rf" (?P<set>family|{'|'.join(_SETS)})\b(?! of)", only="latin")
_NOUNS = {"couple": 2, "duo": 2, "twins": 2, "lovers": 2, "newlyweds": 2, "trio": 3, "crowd": 5, "crowds": 5}
_NOUNS_ZH = {
    "情侣": 2,
    "恋人": 2,
    "夫妻": 2,
    "夫妇": 2,
    "双胞胎": 2,
    "父子": 2,
    "姐妹": 2,
    "众人": 3,
    "人们": 3,
}
_PLURALS = (
    "men",
    "women",
    "people",
    "children",
    "geese",
    "wolves",
    "mice",
    "elves",
    "dwarves",
    "passersby",
    "passers-by",
)
_NO_PLURAL = ("ss", "bus", "jeans", "phones", "glasses", "scissors", "pants")


def number(text: str, start: int, end: int, kind: str) -> int:
    """The number said, 3 for a plural without one, else 1; at most 9."""
    noun = text[start:end].lower()
    if text[end : end + 1] == "群":
        return _SIGNS["群"]
    several = _BEHIND.match(text, end)
    if several:
        return _SETS.get(several["set"], 3)
    said = _said(text[max(0, start - 40) : start].lower())
    if kind == "shoe" and said == 2:
        return 1
    if said:
        return said * _NOUNS.get(noun, 1) if said == 1 else said
    if noun in _NOUNS or noun in _NOUNS_ZH:
        return _NOUNS.get(noun) or _NOUNS_ZH[noun]
    if text[end : end + 1] == "们":
        return 3
    if noun.endswith(_NO_PLURAL):
        return 1
    plural = noun.endswith("s") or noun in _PLURALS
    return 3 if plural and noun.isascii() else 1


def _said(before: str) -> int:
    """The number in the words right before a noun, 0 where there is none."""
    found = _PHRASE.search(before)
    if found and found["set"]:
        return _SETS[found["set"]]
    if found:
        return min(int(found["n"]) if found["n"].isdigit() else _WORDS[found["n"]], MOST)
    found = _PHRASE_ZH.search(before)
    if found is None:
        return 0
    if found["many"]:
        return max(_SIGNS.get(sign, 5) for sign in found["many"] if sign not in "一成数上大")
    return min(int(found["n"]) if found["n"].isdigit() else _SIGNS[found["n"]], MOST)
