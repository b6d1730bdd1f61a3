"""Which deed the words about somebody name, what it takes in hand and what it takes around it."""

import re

from onetake.animatic.text.prompt import Subject

_PLAYS = r"play(?:s|ing)?(?: (?:on )?(?:an?|the|his|her|their|some)?(?: ?\w+)?)? "

_WORDS: tuple[tuple[str, str, str], ...] = (
    (
        "strum",
        rf"{_PLAYS}(?:guitars?|ukulele|banjo|lute|pipa)|strum\w*|guitarists?",
        "弹(?:着|起|奏)?(?:吉他|琵琶|尤克里里)|吉他手",
    ),
    ("fiddle", rf"{_PLAYS}(?:violin|fiddle|viola|erhu)|violinists?", "拉(?:着|起)?(?:小提琴|二胡)|小提琴手"),
    ("piano", rf"{_PLAYS}(?:piano|keyboard|organ)|pianists?", "弹(?:着|起|奏)?(?:钢琴|古琴|古筝)|钢琴[家师]"),
    (
        "type",
        r"typ(?:es|ing)|cod(?:es|ing)|programm(?:er|ing)|"
        r"work(?:s|ing)? (?:at|on) (?:an?|the|his|her) (?:\w+ )?(?:laptop|computer|desk)|"
        r"writ(?:es|ing)",
        "打字|敲(?:着|打)?(?:键盘|代码)|[用在]电脑|编程|写字|写作|写信",
    ),
    (
        "call",
        r"(?:talk|speak)\w* on (?:the|his|her|a) phone|phone call|telephones|answers? \w+ phone",
        "[打接通]电话",
    ),
    ("selfie", r"selfies?", "自拍"),
    ("drink", r"drinks?|drinking|sip(?:s|ping)?", "喝|品茶|品酒|饮(?!料|食)"),
    (
        "stir",
        r"cook(?:s|ing)|stir(?:s|ring)?|stir[- ]?fr\w+|fr(?:ies|ying)",
        "炒菜|做饭|烹饪|做菜|颠勺|颠锅|翻炒",
    ),
    (
        "brush",
        r"paint(?:s|ing) (?:an?|the|on|at|in|his|her)|draw(?:s|ing) an?|sketch(?:es|ing)",
        "画画|作画|绘画|写生",
    ),
    (
        "throw",
        r"throw(?:s|ing)?|toss(?:es|ing)|shoot(?:s|ing)? (?:hoops|baskets?)",
        "扔|投篮|投掷|抛(?!光|锚)",
    ),
    ("kick", r"kick(?:s|ing)?|dribbl\w+|" + _PLAYS + r"(?:foot ?ball|soccer)", "踢"),
    (
        "slash",
        r"(?:swing|slash|wield|draw|rais|brandish)\w*(?: \w+){0,3} (?:sword|blade|katana|axe|sabre)|"
        r"sword ?fight\w*|duel\w*|fenc(?:es|ing)|fight\w* (?:\w+ ){0,3}(?:swords?|blades?)",
        "挥剑|挥刀|舞剑|拔剑|练剑|劈砍|刀光剑影|比剑",
    ),
    ("shadow", r"tai ?chi|qigong", "太极|气功"),
    (
        "fight",
        r"fight(?:s|ing)?(?! (?:for|through|against|back|off))|kung[- ]?fu|karate|martial arts?|"
        r"box(?:es|ing|ers?)|punch(?:es|ing)?|spar(?:s|ring)|wrestl\w+",
        "打斗|功夫|武术|打拳|搏斗|格斗|拳击|过招|交手|对打",
    ),
    (
        "climb",
        r"climb(?:s|ing) (?:up |over )?(?:an?|the) (?:\w+ ){0,2}(?:cliff|rocks?|wall|mountain|peak|rope|"
        r"ladder|tower|face)|rock climb\w+",
        "攀岩|攀登|攀爬",
    ),
    ("hug", r"hug(?:s|ging)?|embrac(?:es?|ing)|cuddl\w+", "拥抱|相拥|抱在一起|抱住"),
    (
        "cry",
        r"cr(?:y|ies|ying)(?! out)|weep(?:s|ing)?|sob(?:s|bing)?|in tears|tears",
        "哭|流泪|落泪|泪流|抽泣|泪水|眼泪",
    ),
    ("laugh", r"laugh(?:s|ing)?|giggl(?:es|ing)|chuckl(?:es|ing)", "大笑|笑出声|哈哈|欢笑"),
    ("tree", r"yoga|stretch(?:es|ing)", "瑜伽|伸展"),
    (
        "glide",
        r"skateboard(?:s|ing|ers?)|snowboard(?:s|ing|ers?)|surf(?:s|ing|ers?)|ski(?:s|ing|ers?)|"
        r"(?:ice |roller )?skat(?:es|ing|ers?)|"
        r"rid(?:es|ing) (?:an?|his|her) (?:skate|snow|surf)?(?:board|wave)",
        "滑板|滑雪|冲浪|滑冰|溜冰",
    ),
    (
        "dig",
        r"dig(?:s|ging)|shovel(?:s|ling|ing)|hoe(?:s|ing)|sweep(?:s|ing) (?:the|leaves)|"
        r"chop(?:s|ping) (?:wood|logs)|hammer(?:s|ing)",
        "挖|锄|扫地|砍柴|劈柴|打铁|铲",
    ),
)

_STILL = (
    "cry",
    "laugh",
    "drink",
    "call",
    "selfie",
    "hug",
    "throw",
    "brush",
    "dig",
    "stir",
    "tree",
    "strum",
    "fiddle",
)
"""What a body that runs or dances does not do at the same time, for it is the running that is seen."""

SITTING = ("drink", "call", "selfie", "cry", "laugh", "strum")
"""What can be done on a seat as well."""


_NEXT = re.compile(r"\b(?:and|while|as) (?:an?|the|another|his|her) |[,，] ?(?:another|另一)")
"""Where a sentence turns to somebody else."""


def _words(subject: Subject) -> str:
    """The words that say what this subject does: its name, a little before it, and its sentence after it."""
    before, after = subject.about
    near = " ".join(before.split()[-3:]) if before.isascii() else before[-8:]
    return f"{near} {subject.label} {_NEXT.split(after)[0]}".lower()


def deed(subject: Subject) -> str:
    """The name of what somebody does, one of `deeds.DEEDS`, or ""."""
    words = _words(subject)
    found = (
        (match.start(), name)
        for name, english, chinese in _WORDS
        if (match := re.search(rf"(?<![a-z])(?:{english})(?![a-z])|{chinese}", words))
    )
    name = min(found, default=(0, ""))[1]
    if name in _STILL and subject.action in ("run", "trot", "dance", "swim", "fly"):
        return ""
    if name in ("cry", "laugh", "drink", "call") and subject.action == "walk":
        return ""
    return name


TOOLS = {
    "strum": "guitar",
    "fiddle": "violin",
    "brush": "brush",
    "stir": "wok",
    "selfie": "phone",
    "call": "phone",
    "drink": "cup",
    "slash": "sword",
    "dig": "shovel",
    "throw": "ball",
}
"""What a deed has in hand."""

_AROUND = {"piano": "piano", "brush": "easel", "stir": "stove", "climb": "cliff", "kick": "ball"}


def around(name: str, subject: Subject) -> str:
    """What somebody sits at, stands on or stands before for a deed, or ""."""
    words = _words(subject)
    if name == "type":
        return "writing" if re.search(r"writ(?:es|ing)|写", words) else "desk"
    if name == "glide":
        if re.search(r"\bski(?:s|ing|ers?)?\b|滑雪", words):
            return "skis"
        return (
            "" if re.search(r"skat(?:es|ing|ers?)\b|滑冰|溜冰", words) and "board" not in words else "board"
        )
    return _AROUND.get(name, "")


def mood(subject: Subject) -> tuple[float, float]:
    """(smile, brow) by the words: corners of the mouth -1.3..1.3, brows -1 sad .. 1 angry; (0.5, 0) plain."""
    words = _words(subject)
    for english, chinese, face in _MOODS:
        if re.search(rf"\b(?:{english})\b|{chinese}", words):
            return face
    return 0.5, 0.0


_MOODS: tuple[tuple[str, str, tuple[float, float]], ...] = (
    (
        "sad(?:ly)?|sorrow\\w*|lonely|melanchol\\w+|grie\\w+|heartbroken|worried|afraid|scared|frightened|fear\\w*",
        "悲伤|难过|忧伤|孤独|伤心|害怕|恐惧|担心|惊恐|忧郁",
        (-0.9, -0.9),
    ),
    (
        "angr(?:y|ily)|furious\\w*|rage|glar(?:es|ing)|scowl\\w*|determined|fierce\\w*|stern\\w*",
        "愤怒|生气|怒|坚定|严肃|凶狠|冷酷",
        (-0.5, 0.9),
    ),
    (
        "smil(?:es?|ing)|happ(?:y|ily)|joy\\w*|cheerful\\w*|grin\\w*|delighted",
        "微笑|开心|快乐|高兴|笑容|幸福|欢快|灿烂",
        (1.25, -0.15),
    ),
    ("surpris\\w+|astonish\\w+|amazed|shock\\w+|awe", "惊讶|震惊|吃惊|惊喜", (0.0, -0.5)),
)


TURNS = {
    "strum": 0.32,
    "fiddle": 0.4,
    "piano": 1.3,
    "type": 1.3,
    "drink": 0.5,
    "stir": 0.75,
    "brush": 1.15,
    "throw": 1.2,
    "kick": 1.25,
    "fight": 1.2,
    "shadow": 0.8,
    "slash": 1.15,
    "climb": 1.35,
    "hug": 1.25,
    "cry": 0.35,
    "laugh": 0.35,
    "soar": -1.35,
    "tree": 0.2,
    "selfie": 0.6,
    "call": 0.4,
    "glide": 1.15,
    "dig": 1.2,
}
"""How far somebody is turned at a deed that is seen best from there."""
