"""Animals that share a skeleton with a kind but not its looks: pandas, zebras, sheep, giraffes."""

import re
from dataclasses import replace

from onetake.animatic.figures.builds import BUILDS, Build

_BEAR, _HORSE, _TIGER = BUILDS["bear"], BUILDS["horse"], BUILDS["tiger"]
_COW, _RABBIT, _ELEPHANT = BUILDS["cow"], BUILDS["rabbit"], BUILDS["elephant"]
_WHITE = (236, 234, 228)

VARIANTS: dict[str, Build] = {
    r"pandas?|熊猫": replace(_BEAR, coat=_WHITE, sock=(40, 40, 44), mark="panda", socks=1.0, size=0.26),
    r"polar|北极熊|白熊": replace(_BEAR, coat=_WHITE, sock=(222, 222, 220)),
    r"zebras?|斑马": replace(_HORSE, coat=_WHITE, sock=(44, 42, 44), mark="zebra", neck=0.46),
    r"donkeys?|驴": replace(_HORSE, coat=(142, 134, 128), ear="long", neck=0.44, size=0.3),
    r"leopards?|cheetahs?|jaguars?|豹": replace(_TIGER, coat=(222, 172, 96), mark="spots", size=0.24),
    r"panthers?|黑豹": replace(_TIGER, coat=(46, 46, 54), sock=(40, 40, 48), mark="", size=0.24),
    r"camels?|dromedary|骆驼": replace(
        _HORSE,
        coat=(206, 160, 104),
        sock=(170, 124, 78),
        mark="humps",
        neck=0.6,
        rise=0.8,
        tail="string",
        socks=0.0,
        ear="side",
        droop=-0.35,
        size=0.34,
    ),
    r"llamas?|alpacas?|羊驼": replace(
        _COW,
        coat=(226, 206, 176),
        sock=(120, 96, 76),
        mark="wool",
        length=0.9,
        neck=0.6,
        rise=2.2,
        tail="puff",
        ear="point",
        size=0.26,
    ),
    r"unicorns?|独角兽": replace(_HORSE, coat=(244, 242, 246), sock=(214, 160, 220), horns=True),
    r"rhinos?|rhinoceros(?:es)?|犀牛": replace(
        _ELEPHANT,
        mark="",
        ear="point",
        horns=True,
        horn=True,
        head=0.2,
        snout=0.3,
        droop=-0.5,
        tail="string",
        size=0.3,
    ),
    r"hippos?|hippopotamus(?:es)?|河马": replace(
        _ELEPHANT, coat=(146, 122, 128), mark="", ear="round", head=0.26, snout=0.3, droop=-0.3, size=0.28
    ),
    r"brachiosaur\w*|diplodocus|sauropods?|brontosaur\w*|腕龙|雷龙|长颈龙": replace(
        _ELEPHANT,
        coat=(116, 138, 108),
        mark="",
        ear="",
        neck=1.0,
        rise=1.6,
        head=0.13,
        snout=0.16,
        tail="snake",
        droop=-0.4,
        size=0.38,
    ),
    r"koalas?|考拉": replace(
        _BEAR, coat=(150, 152, 158), sock=(120, 122, 128), ear="round", head=0.26, snout=0.1, size=0.2
    ),
    r"raccoons?|otters?|badgers?|meerkats?|浣熊|水獭": replace(
        BUILDS["fox"], coat=(128, 116, 106), sock=(70, 62, 60), ear="round", snout=0.18, size=0.16
    ),
    r"sheep|lambs?|绵羊|羊": replace(
        _COW,
        coat=(232, 226, 214),
        sock=(64, 56, 54),
        mark="wool",
        length=1.0,
        neck=0.22,
        rise=0.7,
        tail="puff",
        leg=0.05,
        size=0.21,
    ),
    r"goats?|山羊": replace(
        _COW,
        coat=(214, 204, 190),
        mark="",
        horns=True,
        length=1.0,
        neck=0.34,
        rise=1.0,
        chest=0.44,
        waist=0.4,
        leg=0.05,
        tail="stub",
        size=0.22,
    ),
    r"bulls?|bison|buffalos?|ox(?:en)?|水牛|公牛": replace(
        _COW, coat=(86, 62, 50), sock=(60, 46, 40), mark="", horns=True, chest=0.64
    ),
    r"pigs?|boars?|猪": replace(
        _COW,
        coat=(232, 170, 164),
        sock=(206, 140, 136),
        mark="",
        neck=0.12,
        rise=0.2,
        ear="flop",
        leg=0.06,
        length=1.2,
        droop=-0.3,
        size=0.2,
    ),
    r"squirrels?|松鼠": replace(_RABBIT, coat=(176, 96, 54), ear="point", tail="curl"),
    r"mouse|mice|hamsters?|rats?|老鼠|仓鼠": replace(
        _RABBIT, coat=(150, 144, 142), ear="round", tail="snake", head=0.22, size=0.1
    ),
    r"giraffes?|长颈鹿": replace(
        _HORSE,
        coat=(226, 178, 106),
        sock=(150, 92, 52),
        mark="giraffe",
        neck=1.0,
        rise=1.7,
        length=0.9,
        chest=0.4,
        tail="string",
        socks=0.0,
        ear="side",
        droop=-0.5,
        size=0.36,
    ),
    r"kangaroos?|袋鼠": replace(_RABBIT, coat=(178, 132, 92), ear="long", tail="snake", size=0.26),
}
"""Names, in English and in Chinese, and how they are built. What names it more closely comes first."""


def variant(label: str) -> Build | None:
    """The build for the very name of an animal, or None where its kind says enough."""
    for names, build in VARIANTS.items():
        if re.search(rf"(?<![a-z])(?:{names})(?![a-z])", label.lower()):
            return build
    return None
