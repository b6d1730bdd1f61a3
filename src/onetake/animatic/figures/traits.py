"""What exactly a person does, with what in hand and how they are turned: from the words about them."""

import math
import re

from onetake.animatic.colour import RGB
from onetake.animatic.figures import doing, stances
from onetake.animatic.figures.outfit import own
from onetake.animatic.stage import Stage
from onetake.animatic.text import vocabulary
from onetake.animatic.text.lookup import find
from onetake.animatic.text.prompt import Subject

Row = tuple[str, str, str]

_MANNERS: tuple[Row, ...] = (
    ("wave", r"waves?(?! (?:crash|roll|break|lap))|waving", "挥手|招手"),
    ("sleep", r"sleep(?:s|ing)?|asleep|nap(?:s|ping)?|l(?:ies|ying) (?:on|down|in)", "睡|躺"),
    ("lotus", r"meditat\w+|lotus position|prays?|praying", "打坐|冥想"),
    ("read", r"reads?|reading", "看书|读书|阅读"),
    (
        "reach",
        r"feed(?:s|ing)?|pet(?:s|ting)|strok(?:es|ing)|offer(?:s|ing)?|giv(?:es|ing)|pour(?:s|ing)?",
        "喂|抚摸|递|倒",
    ),
    ("jump", r"jump(?:s|ing)?|leap(?:s|ing)?|skip(?:s|ping)?|hop(?:s|ping)?", "跳(?!舞)|蹦"),
    (
        "talk",
        r"talk(?:s|ing)?|speak(?:s|ing)?|says?|saying|sing(?:s|ing)?|chat(?:s|ting)?|argu(?:es|ing)|tell(?:s|ing)?|"
        r"explain(?:s|ing)?|whisper(?:s|ing)?|shout(?:s|ing)?|discuss(?:es|ing)?|present(?:s|ing)?|narrat\w+|greets?",
        "说|讲|聊|唱|谈|喊|对话|交谈|解说",
    ),
    (
        "hold",
        r"hold(?:s|ing)?|drink(?:s|ing)?|sip(?:s|ping)?|carr(?:ies|ying)|raises?",
        "拿|举|端|喝|捧|握|撑|打着",
    ),
)
"""Finer than the action of a subject: looked for in what is said of it."""

_THINGS: tuple[Row, ...] = (
    ("umbrella", r"umbrellas?|parasols?", "伞"),
    ("cup", r"cups?|mugs?|bowls?|coffee|tea|latte|drinks?", "杯|咖啡(?!馆|厅|店|师)|喝茶"),
    ("phone", r"(?:smart|cell)?phones?", "手机"),
    ("book", r"books?|letters?|newspapers?|reads?|reading", "书(?!店|架|桌|房)|信|报纸"),
    ("balloon", r"(?<!air )balloons?(?! rise)", "气球"),
    (
        "lantern",
        r"(?:hold|carr|rais|lift|swing|bear|bring)\w* (?:\w+ ){0,3}(?:lantern|lamp)s?(?! ?posts?)|"
        r"with an? (?:\w+ )?lantern|(?:lantern|lamp) in (?:his|her|their|one|a) hands?|"
        r"^(?:\w+ )?(?:lantern|lamp)s?$",
        "[提拿举持打端捧挑]着?[^，。]{0,5}灯(?!柱)|^灯笼$",
    ),
    (
        "flower",
        r"bouquet|(?:holds?|holding|with) (?:a |the |some )?(?:\w+ )?(?:flowers?|roses?)",
        "捧着.{0,3}花|一束花|鲜花",
    ),
    ("camera", r"photographer|(?:holds?|holding) a camera", "摄影师"),
    ("sword", r"swords?|katana|samurai|swordsm[ae]n", "剑|武士刀|刀"),
    ("torch", r"torch(?:es)?", "火把"),
    ("food", r"feed(?:s|ing)?|carrots?", "喂|胡萝卜"),
    ("guitar", r"guitars?|guitarist", "吉他"),
    ("kite", r"kites?", "风筝"),
)

PEOPLE = ("man", "woman", "child")


def manner(subject: Subject, stage: Stage) -> str:
    """The cycle that shows best what a person does."""
    action, fine = subject.action, first(_MANNERS, f"{subject.about[0]} {subject.about[1]}")
    deed = doing.deed(subject)
    if action == "fly" and _HERO.search(own(subject)) and stage.reading.setting != "space":
        return "soar"
    if deed:
        return f"sit+{deed}" if action == "sit" and deed in doing.SITTING else deed
    if fine == "talk" or any(stage.reading.spoken):
        fine = "talk" if action in ("stand", "none", "sit", "wave") else fine
    if action == "sit":
        return {"talk": "chat", "sleep": "sleep", "lotus": "lotus", "read": "read"}.get(fine, "sit")
    if action == "dance":
        return "jump" if fine == "jump" else "dance"
    if action in ("walk", "run", "wave"):
        return "stroll" if action == "walk" and aged(subject) else action
    if holds(subject, stage) == "kite":
        return "hold"
    if action == "swim" or action == "fly":
        return (
            "swim" if action == "swim" and stage.reading.setting in ("underwater", "sea", "lake") else "float"
        )
    if stage.reading.setting in ("space", "underwater"):
        return "float"
    if action == "trot":
        return "run"
    if fine in ("read", "lotus", "sleep") and action != "stand":
        return fine
    return fine if fine in ("talk", "reach", "hold", "jump", "wave") else "stand"


_HERO = re.compile(r"super ?hero|superman|supergirl|cape|超人|超级英雄|fl(?:ies|ying) (?:over|above|through)")


def act(subject: Subject) -> str:
    """What an animal does: it goes unless it is said to rest or to eat."""
    fine = first(_BEASTS, subject.about[1])
    if subject.action in ("sit", "none", "stand") and fine:
        return fine
    return "walk" if subject.action == "none" else subject.action


_BEASTS: tuple[Row, ...] = (
    (
        "sleep",
        r"sleep(?:s|ing)?|asleep|nap(?:s|ping)?|curl(?:s|ed|ing)? up|l(?:ies|ying) (?:on|down|in)",
        "睡|趴|卧|躺",
    ),
    ("eat", r"eat(?:s|ing)?|graz(?:es|ing)|drink(?:s|ing)?|sniff(?:s|ing)?", "吃|喝水|喝|饮"),
    (
        "sit",
        r"sit(?:s|ting)?|seated|waits?|watch(?:es|ing)|look(?:s|ing)?|star(?:es|ing)|portrait",
        "坐|蹲|望|看|等",
    ),
)


def holds(subject: Subject, stage: Stage) -> str:
    """The thing in their hand, or ""; rain opens an umbrella over everybody outdoors."""
    thing = first(_THINGS, f"{subject.label} {subject.about[1]}")
    if thing:
        return thing
    outdoors = stage.reading.setting not in ("interior", "space", "underwater")
    calm = subject.action in ("walk", "stand", "none", "wave")
    wet = stage.reading.weather in ("rain", "storm") and outdoors and calm
    return "umbrella" if wet and subject.kind in PEOPLE else ""


def carries(one: Subject, other: Subject, stage: Stage) -> bool:
    """Whether the second subject is only what the first has in hand."""
    if one.kind not in PEOPLE:
        return False
    deed = doing.deed(one)
    if other.kind in (doing.TOOLS.get(deed), doing.around(deed, one)) or (deed, other.kind) in _AT_WORK:
        return True
    thing = holds(one, stage)
    return bool(thing) and thing in (other.kind, first(_THINGS, other.label))


_AT_WORK = (("type", "phone"), ("stir", "cup"), ("drink", "bottle"))
"""Things that are drawn with a deed: a laptop on the desk of whoever types, noodles in the pan."""


def many(subject: Subject) -> int:
    """How many a word for several people stands for; 1 for any other."""
    counts = {"crowd": 6, "couple": 2, "few": 3}
    return counts.get(first(_SEVERAL, f"{subject.about[0][-12:]} {subject.label}"), 1)


def mixed(subject: Subject) -> bool:
    """Whether a word for people says nothing of whether they are men or women."""
    return (
        re.search(r"people|person|couple|lovers|friends|crowd|family|人|情侣|夫妻|朋友", subject.label)
        is not None
    )


_SEVERAL: tuple[Row, ...] = (
    ("crowd", r"crowds?", "人群"),
    ("couple", r"couple|lovers", "情侣|夫妻|恋人"),
    ("few", r"friends|family", "朋友们|一家人"),
)


def thing_colour(subject: Subject) -> RGB | None:
    """The colour said of what somebody carries: "a boy with a red balloon"."""
    found = (match for row in _THINGS if (match := _pattern(row).search(subject.about[1])))
    for match in found:
        said = find(vocabulary.COLOURS, subject.about[1][max(0, match.start() - 10) : match.start()])
        if said:
            return next(row[3] for row in vocabulary.COLOURS if row[0] == said[-1][2])
    return None


def yaw(subject: Subject, stage: Stage, how: str) -> float:
    """How far somebody turns from the camera: walkers pass it, speakers look into it or at each other."""
    if how in ("walk", "run", "stroll", "swim"):
        return 1.12 if not nearing(stage) else 0.0
    if how in doing.TURNS:
        return doing.TURNS[how]
    if how == "swim":
        return -1.12
    if how in ("chat", "read", "ride") or how.startswith("sit"):
        return 0.85
    others = [other for other in stage.reading.subjects if not carries(subject, other, stage)]
    together = len(others) > 1 or (subject.count == 2 and stage.reading.framing != "close")
    if how == "reach" or (together and how != "wave"):
        return 1.0
    if stage.reading.framing == "close" or how in ("talk", "wave", "hold", "lotus", "jump"):
        return 0.32
    return 0.55


def nearing(stage: Stage) -> int:
    """+1 when the subject comes towards the camera, -1 when it goes away, 0 when neither is said."""
    text = " ".join(words for s in stage.reading.subjects for words in s.about)
    return {"near": 1, "away": -1}.get(first(_WAYS, text), 0)


_WAYS: tuple[Row, ...] = (
    (
        "near",
        r"towards? (?:us|the (?:camera|viewer|lens))|at the camera|approach(?:es|ing) (?:us|the camera)",
        "(?:朝|向|冲)着?(?:镜头|我们|观众)(?!招手|挥手|微笑|说)(?:走|跑|奔|驶|飞|冲|游)?来?",
    ),
    (
        "away",
        r"(?:walk|run|rid|driv|fl|sail|gallop)\w* (?:slowly )?(?:away|off|into the distance)|"
        r"into the (?:distance|sunset|horizon|mist|fog)|"
        r"away from (?:us|the camera)|seen from behind|back to the camera",
        "走远|远去|离去|走向远方|背对|背影|消失在",
    ),
)


def relation(stage: Stage) -> str:
    """What two subjects do with each other: chase, face, feed, ride, or "" when they only go together."""
    one = stage.reading.subjects[0]
    fine = first(_RELATIONS, f"{one.about[1]} {stage.reading.subjects[-1].about[1]}")
    return fine or ("face" if stage.reading.spoken and len(stage.reading.subjects) > 1 else "")


_RELATIONS: tuple[Row, ...] = (
    (
        "ride",
        r"rid(?:es|ing)|on (?:a|the|his|her) (?:\w+ )?(?:horse|elephant|camel|dragon)|horseback|gallops? on",
        "骑",
    ),
    (
        "chase",
        r"chas(?:es|ing)|runs? after|running after|follow(?:s|ing)?|pursu\w+|hunt(?:s|ing)",
        "追|跟着|跟在",
    ),
    ("feed", r"feed(?:s|ing)?|pet(?:s|ting)|strok(?:es|ing)|offer(?:s|ing)?", "喂|抚摸"),
    (
        "face",
        r"(?:talk|speak|chat|argu|danc|meet|hug|kiss|fight|look|smil|wav|bow)\w*|fac(?:es|ing)|each other",
        "对话|交谈|聊|面对|相视|拥抱|对视|见面|看着|对峙|下棋",
    ),
)


def companion(subject: Subject) -> str:
    """A thing that a lone subject plays with and that is drawn beside it, or ""."""
    if subject.kind in ("ball", "card") or subject.action not in ("run", "walk", "trot", "dance", "none"):
        return ""
    return first((("ball", r"balls?", "球"),), subject.about[1])


def aged(subject: Subject) -> bool:
    """Whether somebody is old."""
    return re.search(r"\b(?:old|elderly|grand\w+)\b|老|爷爷|奶奶", own(subject)) is not None


def first(table: tuple[Row, ...], text: str) -> str:
    """The name of the row that is said first in the text, or ""."""
    found = ((match.start(), row[0]) for row in table if (match := _pattern(row).search(text.lower())))
    return min(found, default=(0, ""))[1]


def _pattern(row: Row) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z])(?:{row[1]})(?![a-z])|{row[2]}")


def stride(how: str, turn: float) -> float:
    """Figure units that the picture of a gait covers a cycle: what is foreshortened covers less."""
    return stances.STRIDE.get(how, 0.0) * abs(math.sin(turn))
