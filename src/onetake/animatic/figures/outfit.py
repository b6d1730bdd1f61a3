"""What a person is like: age, hair, clothes and hat, from the words about them and from chance."""

import random
import re
from dataclasses import dataclass
from functools import partial

from onetake.animatic.colour import RGB, mix
from onetake.animatic.figures import tresses
from onetake.animatic.text.subject import Subject

_SKINS: tuple[RGB, ...] = ((236, 190, 154), (222, 172, 134), (196, 142, 104), (150, 100, 70), (240, 204, 172))


@dataclass(frozen=True, slots=True)
class Outfit:
    """`head` is its size against a grown one; `hem` the length of what hangs below the waist, 0 none."""

    tress: RGB = (44, 34, 34)
    hair: str = "short"
    fringe: float = 0.55
    full: float = 1.1
    skin: RGB = (222, 176, 140)
    garment: str = "top"
    hem: float = 0.0
    bare: bool = False
    sleeves: bool = True
    head: float = 1.0
    broad: float = 1.0
    hat: str = ""
    felt: RGB = (70, 60, 60)
    beard: bool = False
    glasses: bool = False
    lashes: bool = False
    old: bool = False
    scarf: bool = False
    cloth: RGB | None = None
    """The colour that goes with what they are: a bride wears white."""
    mood: tuple[float, float] = (0.5, 0.0)
    """The corners of the mouth and the brows, as in `doing.mood`."""
    legs: RGB | None = None
    """The colour of the trousers, where the garment says it."""
    iris: RGB = (74, 52, 40)


def _said(subject: Subject, words: str, chinese: str = "") -> bool:
    return re.search(rf"\b(?:{words})\b" + (f"|{chinese}" if chinese else ""), own(subject)) is not None


_OTHER = re.compile(
    r"\b(?:and|with|to|at|after|towards?|past|beside|behind)\s+(?:(?:an?|the|his|her|another)\s+)?(?:\w+\s+)?"
    r"(?:m[ae]n|wom[ae]n|boys?|girls?|child(?:ren)?|bride|groom|dogs?|cats?|horses?|grand\w+|king|queen|friends?)\b|"
    r"[和与跟同向对]"
)


def own(subject: Subject) -> str:
    """The words that are about this subject and not about another one in its sentence."""
    before, after = subject.about
    near = " ".join(re.split(r",|\band\b", before)[-1].split()[-3:]) if before.isascii() else before[-6:]
    after = _NEXT.split(_OTHER.split(after)[0])[0]
    return f"{_OTHER.split(near)[-1]} {subject.label} {after}".lower()


_NEXT = re.compile(r",\s*(?:and |then |while )?(?:the|he|she|they)\b|，")
"""Where a sentence turns to somebody else, or from what they are to what they do."""


def dress(subject: Subject, chance: random.Random) -> Outfit:
    """The looks of a person; the same words and the same chance give the same."""
    girl = subject.kind == "woman" or _said(
        subject, "girls?|daughter|schoolgirls?|she|her", "女|公主|妈妈|奶奶|新娘"
    )
    said = partial(_said, subject)
    small = subject.kind == "child"
    old = _said(subject, "old|elderly|grand(?:mother|father|ma|pa)|aged|senior|grandparents?", "老|爷爷|奶奶")
    tress, hair = tresses.hair(said, chance, girl, old)
    garment = _garment(subject, girl, chance)
    hat = _hat(subject)
    if hat == "hairpin":
        hat, hair = ("hairpin" if girl else ""), ("bun" if hair == "bob" else hair)
    return Outfit(
        tress=tress,
        hair="bald" if _said(subject, "bald|monks?", "和尚|僧") else hair,
        fringe=chance.choice((0.34, 0.5, 0.58)) if girl else chance.choice((0.5, 0.58)),
        full=1.14 if girl else 1.09,
        skin=chance.choice(_SKINS),
        garment=garment,
        hem=_HEMS.get(garment, 0.0),
        bare=garment in ("dress", "skirt", "qipao", "shorts") or (garment == "school" and girl),
        sleeves=garment not in ("dress", "gown", "qipao", "sari") or _said(subject, "sleeves?"),
        head=1.34 if small else 1.06 if girl else 1.0,
        broad=0.86 if small else 0.86 if girl else 1.06,
        hat=hat,
        felt=mix(chance.choice(_FELTS), (40, 40, 44), 0.1),
        beard=not girl
        and not small
        and (_said(subject, "beard(?:ed)?|wizard|hermit", "胡子|渔夫") or (old and chance.random() < 0.6)),
        glasses=_said(subject, "glasses|spectacles|scientist|professor|librarian|teacher", "眼镜|科学家|教授")
        or (old and chance.random() < 0.5),
        lashes=girl,
        old=old,
        scarf=_said(subject, "scarf", "围巾"),
        cloth=next((colour for colour, words, chinese in _ROLES if _said(subject, words, chinese)), None),
        legs=_legs(subject, garment),
        iris=tresses.iris(said),
    )


_FELTS: tuple[RGB, ...] = ((66, 54, 50), (48, 56, 76), (120, 60, 50), (196, 180, 150))


def _legs(subject: Subject, garment: str) -> RGB | None:
    """A suit, a uniform and plates of armour go down to the feet; a schoolgirl's skirt is navy."""
    if garment == "school":
        return (44, 52, 92)
    if garment not in ("suit", "uniform", "armour", "hero"):
        return None
    role = next((colour for colour, words, chinese in _ROLES if _said(subject, words, chinese)), None)
    return subject.colour or role or _SUITINGS[garment]


_SUITINGS: dict[str, RGB] = {
    "suit": (52, 58, 76),
    "uniform": (70, 84, 74),
    "armour": (150, 156, 166),
    "hero": (44, 76, 160),
}
"""What such garments are made of where no colour is said."""

_HEMS = {
    "dress": 0.2,
    "skirt": 0.15,
    "school": 0.13,
    "coat": 0.2,
    "labcoat": 0.2,
    "robe": 0.43,
    "gown": 0.47,
    "hanfu": 0.44,
    "kimono": 0.44,
    "sari": 0.44,
    "qipao": 0.3,
}
"""How far a garment hangs below the waist, in figure units."""


def _garment(subject: Subject, girl: bool, chance: random.Random) -> str:
    for name, words, chinese in _GARMENTS:
        if _said(subject, words, chinese):
            return name
    if subject.kind == "child":
        return chance.choice(("dress", "skirt")) if girl else chance.choice(("shorts", "top"))
    if girl:
        return chance.choice(("dress", "skirt", "coat", "top"))
    return chance.choice(("jacket", "top", "coat"))


_GARMENTS = (
    ("hanfu", "hanfu|han dress|tang dynasty dress", "汉服|古装|古风|襦裙|宫装"),
    ("kimono", "kimonos?|geisha|yukata", "和服|浴衣|艺妓"),
    ("qipao", "qipao|cheongsam", "旗袍"),
    ("sari", "saris?|sarees?", "纱丽"),
    (
        "gown",
        "gowns?|wedding dress|bride|queen|princess|ballgown",
        "婚纱|新娘|公主|女王|长裙",
    ),
    ("armour", "armou?r(?:ed)?|knights?|gladiators?", "盔甲|铠甲|骑士|将军"),
    ("labcoat", "lab coats?|scientists?|doctors?|chemists?", "白大褂|科学家|医生"),
    ("school", "school ?uniforms?|schoolgirls?|schoolboys?|sailor (?:suit|uniform)s?", "校服|女学生|水手服"),
    (
        "uniform",
        "uniforms?|soldiers?|police(?:m[ae]n|wom[ae]n)?|officers?|pilots?|captain|general|guards?|firefighters?",
        "制服|军装|士兵|战士|警察|军官|飞行员|保安|消防员",
    ),
    ("hero", "super ?hero(?:es|ine)?|batman|superman|spider-?man", "超人|超级英雄|超级女英雄"),
    (
        "robe",
        "robes?|monks?|wizards?|witch|priest|cloaks?|samurai|swordsman",
        "袍|和尚|僧|剑客|侠客|斗篷|武士",
    ),
    ("coat", "coats?|trench ?coat|raincoat|detective|overcoat|parka|cape", "大衣|风衣|外套|雨衣|侦探"),
    ("dress", "dress(?:es)?|ballerina|sundress|tutu", "裙|舞者"),
    ("skirt", "skirts?|schoolgirl", "短裙"),
    (
        "suit",
        "(?<!space )suits?|tuxedo|groom|gentlem[ae]n|businessm[ae]n|businesswoman|waiter|host",
        "西装|正装|主持",
    ),
    ("apron", "chefs?|barista|cooks?|baker|waitress|apron", "厨师|咖啡师|围裙"),
    (
        "shorts",
        "shorts|runners?|athletes?|(?:foot|basket)ball players?|boxer|surfer|jogger|player",
        "短裤|跑者|运动员|球员",
    ),
)


_ROLES: tuple[tuple[RGB, str, str], ...] = (
    (
        (240, 236, 228),
        "bride|doctor|nurse|scientist|lab coats?|wedding dress|chef|baker",
        "新娘|医生|护士|科学家|白大褂|厨师|婚纱",
    ),
    (
        (240, 240, 244),
        "school ?uniforms?|schoolgirls?|schoolboys?|sailor (?:suit|uniform)s?",
        "校服|女学生|水手服",
    ),
    ((206, 122, 48), "monks?", "和尚|僧"),
    ((150, 156, 166), "knights?|armou?r(?:ed)?|gladiators?", "骑士|盔甲|铠甲|将军"),
    ((46, 58, 92), "police(?:m[ae]n|wom[ae]n)?|officers?|pilots?|captain", "警察|飞行员|保安"),
    ((196, 78, 44), "firefighters?", "消防员"),
    ((44, 76, 160), "super ?hero(?:es|ine)?|superman", "超人|超级英雄"),
    ((186, 154, 108), "detective|explorer", "侦探"),
    ((52, 54, 66), "samurai|ninja|businessm[ae]n|gentlem[ae]n|groom|tuxedo", "武士|忍者|新郎"),
    ((92, 104, 72), "soldiers?|hunter", "士兵|战士"),
    ((70, 60, 120), "wizard|witch", "巫师|女巫"),
)


_HAT_WORDS = (
    ("veil", "brides?|wedding dress|veils?", "新娘|婚纱|面纱"),
    ("toque", "chefs?|bakers?", "厨师"),
    ("hairpin", "hanfu|geisha|kimono|qipao|cheongsam", "汉服|古装|古风|旗袍|和服|宫装"),
    ("visor", "knights?|in (?:\\w+ )?armou?r", "骑士|盔甲|铠甲"),
    ("officer", "police(?:m[ae]n|wom[ae]n)?|officers?|pilots?|captain|general", "警察|军官|飞行员|保安"),
    ("hood", "ninjas?|hooded", "忍者|黑衣人"),
    ("crown", "kings?|queen|prince(?:ss)?|crown", "国王|女王|公主|王冠"),
    (
        "helmet",
        "cyclists?|bikers?|helmets?|soldiers?|jockey|firefighter|miner",
        "头盔|士兵|战士",
    ),
    ("straw", "farmers?|straw hat|conical hat|fisherm[ae]n", "斗笠|草帽|农民|渔夫|侠客"),
    ("brim", "cowboys?|detectives?|fedora|gentlem[ae]n|explorer|wizard|witch|hats?", "帽|牛仔|侦探"),
    ("peak", "caps?|baseball|driver|delivery", "鸭舌帽|司机"),
)


def _hat(subject: Subject) -> str:
    return next((name for name, words, chinese in _HAT_WORDS if _said(subject, words, chinese)), "")
