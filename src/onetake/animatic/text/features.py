"""What a place has in it and what is in its air, as a shot names it: shelves of books, a lighthouse, petals.

The setting says which kind of place it is; these say which one of them.
"""

from onetake.animatic.text import lexicon
from onetake.animatic.text.compounds import Row
from onetake.animatic.text.lookup import find
from onetake.animatic.text.places import LANDS, ROOMS

AIR: tuple[Row, ...] = (
    (
        "petals",
        r"petals?|(?:blossoms?|sakura) (?:fall|drift|float|blow|swirl|rain)\w*|(?:falling|"
        r"drifting|floating|swirling) (?:cherry )?blossoms?",
        r"花瓣|[樱桃梅梨]花(?:纷纷)?[飘落飞雨纷]|落花|花雨",
    ),
    (
        "leaves",
        r"(?:falling|autumn|drifting|swirling|dry|golden|fallen) (?:\w+ )?leaves|leaves (?:fall|drift|"
        r"swirl|blow|flutter|rustle|dance|whirl)\w*",
        r"落叶|枫叶|红叶|树叶(?:纷纷)?[飘落飞]|黄叶",
    ),
    ("fireflies", r"fireflies|firefly|glow ?worms?", r"萤火虫|流萤|荧光"),
    ("fireworks", r"fireworks?", r"烟花|焰火|烟火(?!气)"),
    ("confetti", r"confetti|ticker tape", r"彩纸|纸屑|彩带|礼花"),
    (
        "embers",
        r"embers?|sparks?|camp ?fires?|bonfires?|flames?|burning",
        r"火星子|余烬|火花|篝火|火焰|烈火",
    ),
    ("bubbles", r"(?:soap )?bubbles?", r"泡泡|气泡|肥皂泡"),
    (
        "lanterns",
        r"(?:sky|floating|paper|flying|glowing) lanterns?|lantern festival",
        r"孔明灯|天灯|元宵|花灯",
    ),
    (
        "dust",
        r"dust(?: motes?| particles?)?|motes|floating particles|specks",
        r"尘埃|灰尘|微尘|浮尘|粉尘",
    ),
    ("meteors", r"meteors?|meteor showers?|shooting stars?|falling stars?|comets?", r"流星|流星雨|彗星"),
    ("aurora", r"auroras?|northern lights|borealis", r"极光"),
    ("rainbow", r"rainbows?(?! trout| flag| colou?r)", r"彩虹"),
    (
        "stars",
        r"star(?:ry|lit|-filled) (?:sky|night|skies)|milky way|sky full of stars|starscape",
        r"星空|繁星|满天星|漫天星|星河|银河",
    ),
    (
        "nightfall",
        r"(?:day|dusk|sunset|evening|afternoon|daylight|golden hour)(?: (?:turns?|fades?|changes?|"
        r"transitions?|gives way|gradually|slowly)){0,2} (?:in)?to (?:the )?(?:night|nighttime|"
        r"darkness)|night ?fall|night falls|darkness falls|until night",
        r"(?:从|由)?(?:黄昏|白天|傍晚|日落|白昼)(?:渐变|过渡|变|转|渐渐|慢慢|逐渐)*(?:到|至|成|为|入)(?:夜晚|深夜|黑夜|夜)|"
        r"入夜|夜幕降临|夜幕(?:缓缓|慢慢)?降临|天色渐暗|天黑下来|华灯初上",
    ),
    (
        "daybreak",
        r"(?:night|darkness|midnight|dawn)(?: (?:turns?|fades?|changes?|transitions?|gives way)){0,2} "
        r"(?:in)?to (?:the )?(?:day|daylight|daytime|morning|noon)|day breaks",
        r"(?:从|由)?(?:夜晚|深夜|黑夜|黎明|清晨)(?:渐变|过渡|变|转|渐渐)*(?:到|至|成|为)(?:白天|白昼|日出|清晨|正午|中午)|"
        r"天色渐亮|天亮起来",
    ),
    ("steam", r"steam(?:ing|s|y)?|piping hot", r"热气|蒸汽|冒烟|腾腾"),
)
"""What falls, flies, hangs or stands in the air."""


def features(text: str, general: str, before: tuple[str, ...] | None) -> tuple[str, ...]:
    """The names of these tables that a shot says, in their order; what it leaves open comes from all shots.

    `before` is what the shot before had: it stays where this shot names no other place.
    """
    places = _places(text)
    air = _said(AIR, text) or _said(AIR, general)
    if not places and not find(lexicon.SETTINGS, text):
        known = {name for name, *_ in (*ROOMS, *LANDS)}
        places = [name for name in before or () if name in known] or _places(general)
    return tuple(dict.fromkeys((*places, *air)))


def _places(text: str) -> list[str]:
    """Each table by itself: one word may name a room and what it stands in."""
    return [*_said(ROOMS, text), *_said(LANDS, text)]


_DARK = frozenset(("aurora", "meteors", "fireworks", "stars", "lanterns", "fireflies"))
"""What is seen by night, unless the words say another time."""
_HOMES = {
    "meadow": "garden park steppe wheat lavender sunflowers flowers terraces tea farm orchard cherry "
    "windmill village tent campfire castle ruins palace rainbow leaves",
    "forest": "cabin bamboo maple fireflies",
    "mountains": "temple wall volcano aurora meteors stars",
    "lake": "lotus bridge lanterns waterfall",
    "sea": "lighthouse harbour",
    "desert": "pyramid",
    "space": "earth moon mars rings nebula hole",
    "city": "fireworks",
}
"""Where a feature is to be found when a shot names no place."""


def home(named: tuple[str, ...]) -> str | None:
    """The setting in which the first of these is to be found."""
    found = (place for name in named for place, names in _HOMES.items() if name in names.split())
    return next(found, None)


def nightly(named: tuple[str, ...]) -> bool:
    """Whether something of it is seen by night alone."""
    return not _DARK.isdisjoint(named)


def named(label: str) -> tuple[str, ...]:
    """The features that the words for a subject name: it is one itself then."""
    return (*_places(label), *_said(AIR, label))


def _said(table: tuple[Row, ...], text: str) -> list[str]:
    return [name for _, _, name in find(table, text)]
