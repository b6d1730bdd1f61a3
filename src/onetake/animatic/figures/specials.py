"""Figures for the very name of a thing, where its kind says too little or there is no kind for it."""

import re
from functools import partial

from onetake.animatic.colour import RGB
from onetake.animatic.figures import (
    bestiary,
    birds,
    craft,
    dragon,
    fleet,
    gear,
    sea,
    sights,
    strung,
    wares,
)
from onetake.animatic.figures.special import Special, on_table

_ON_TABLE = (
    on_table(r"(?:wrist ?|pocket )?watch(?:es)?|手表|怀表|腕表", gear.watch, (96, 66, 48), 0.4, 96),
    on_table(r"(?:desk |table |floor |bedside )?lamps?|台灯", gear.lamp, (214, 190, 150)),
    on_table(
        r"(?:open |old |ancient )?(?:books?|diary|diaries|notebooks?)|书|日记",
        gear.book,
        (126, 56, 48),
        0.42,
        72,
    ),
    on_table(
        r"bowls?|ramen|noodles|soup|碗|拉面|面条|汤", gear.bowl, (196, 66, 52), 0.4, 48, ("cup", "card")
    ),
    on_table(r"perfume(?: bottles?)?|香水瓶?", gear.perfume, (226, 160, 150), 0.4, 72, ("bottle", "card")),
    on_table(r"candles?|蜡烛", gear.candle, (232, 222, 200), 0.34, 18),
    on_table(r"(?:alarm )?clocks?|闹钟|时钟", gear.clock, (206, 72, 60), 0.36, 96),
    on_table(r"(?:birthday |chocolate |wedding )?cakes?|蛋糕", gear.cake, (150, 96, 66), 0.36, 18),
    on_table(r"(?:red |green )?apples?|苹果", gear.fruit, (206, 56, 48), 0.32, 48),
)


def _wings(names: str, plumage: str, size: float, main: RGB, second: RGB) -> tuple[Special, Special]:
    feathers = birds.PLUMAGES[plumage]
    fly, stand = (partial(draw, plumage=feathers) for draw in (birds.flying, birds.perched))
    return (
        Special(names, ("bird",), fly, birds.FLYING, size, 18, 0.62, "air", main, second, 0.7),
        Special(
            names, ("bird perched",), stand, birds.STANDING, size * 1.3, 96, 0.0, "ground", main, second, 0.4
        ),
    )


_BIRDS = (
    Special(
        r"swans?|天鹅",
        ("bird", "bird perched"),
        birds.swan,
        (-1.0, -0.12, 1.0, 1.1),
        0.27,
        48,
        0.2,
        "water",
        (240, 240, 236),
        half=0.8,
    ),
    Special(
        r"(?:snowy )?owls?|猫头鹰",
        ("bird", "bird perched"),
        birds.owl,
        birds.STANDING,
        0.3,
        96,
        0.0,
        "ground",
        (150, 116, 84),
        half=0.4,
    ),
    Special(
        r"penguins?|企鹅",
        ("card",),
        birds.penguin,
        birds.STANDING,
        0.27,
        24,
        0.24,
        "ground",
        (48, 54, 68),
        half=0.35,
    ),
    *_wings(r"eagles?|hawks?|falcons?|鹰|雕", "eagle", 0.26, (104, 72, 50), (66, 46, 36)),
    *_wings(r"(?:sea)?gulls?|doves?|pigeons?|海鸥|鸽", "gull", 0.2, (238, 238, 236), (150, 158, 168)),
    *_wings(r"crows?|ravens?|乌鸦", "crow", 0.19, (48, 48, 56), (34, 34, 42)),
    *_wings(r"cranes?|herons?|仙鹤|鹤", "crane", 0.24, (240, 240, 238), (58, 58, 66)),
    *_wings(
        r"flamingos?|storks?|ibis(?:es)?|ostrich(?:es)?|火烈鸟|鹳|鸵鸟",
        "flamingo",
        0.24,
        (240, 140, 160),
        (206, 84, 120),
    ),
    *_wings(r"geese|goose|大雁|鹅", "goose", 0.2, (150, 136, 120), (92, 82, 74)),
    *_wings(
        r"parrots?|kingfishers?|hummingbirds?|phoenix|鹦鹉|凤凰", "parrot", 0.2, (206, 62, 52), (44, 110, 186)
    ),
    *_wings(r".+", "bird", 0.19, (120, 146, 178), (70, 84, 112)),
)


_SEA = (
    Special(
        r"dolphins?|海豚", ("whale",), sea.dolphin, sea.BOX, 0.34, 24, 0.7, "air", (110, 138, 164), half=0.85
    ),
    Special(
        r"sharks?|鲨鱼?", ("whale",), sea.shark, sea.BOX, 0.44, 36, 0.6, "air", (110, 124, 138), half=0.9
    ),
    Special(
        r"(?:sea )?turtles?|tortoises?|海龟|乌龟",
        ("fish", "card"),
        sea.turtle,
        sea.BOX,
        0.3,
        60,
        0.4,
        "air",
        (110, 130, 74),
        (150, 164, 104),
        0.7,
    ),
    Special(
        r"mermaids?|merm[ae]n|sirens?|美人鱼|人鱼",
        ("fish", "card", "woman"),
        sea.mermaid,
        sea.BOX,
        0.36,
        40,
        0.5,
        "air",
        (52, 156, 150),
        (226, 130, 170),
        0.9,
    ),
    Special(
        r"jellyfish|水母", ("fish",), sea.jellyfish, sea.BELL, 0.26, 48, 0.1, "air", (196, 150, 220), half=0.5
    ),
    Special(
        r"(?:\w+ )?dragons?|wyverns?|飞龙|恶龙|喷火龙|西方龙",
        ("card",),
        dragon.draw,
        dragon.BOX,
        0.3,
        36,
        0.7,
        "air",
        (150, 52, 48),
        (92, 34, 42),
        1.2,
    ),
)


_CRAFT = (
    Special(
        r"(?:paper|origami) boats?|纸船",
        ("boat", "card"),
        craft.paper_boat,
        (-1.1, -0.25, 1.1, 1.15),
        0.2,
        60,
        0.3,
        "water",
        (244, 242, 236),
        half=0.9,
    ),
    Special(
        r"(?:paper|origami) (?:air)?planes?|纸飞机",
        ("plane", "card"),
        craft.paper_plane,
        (-1.1, -0.45, 1.2, 0.65),
        0.22,
        48,
        0.8,
        "air",
        (244, 242, 236),
        half=0.9,
    ),
    Special(
        r"(?:school |tour |double-decker )?bus(?:es)?|coach(?:es)?|巴士|公交车?|公共汽车|校车|大巴",
        ("truck",),
        craft.bus,
        (-1.75, -0.02, 2.45, 1.35),
        0.3,
        14,
        1.44,
        "road",
        (226, 176, 56),
        half=1.6,
    ),
    Special(
        r"(?:steam )(?:trains?|engines?|locomotives?)|locomotives?|蒸汽火车|蒸汽机车",
        ("train",),
        craft.steam_train,
        (-3.5, -0.02, 3.2, 2.5),
        0.24,
        24,
        1.76,
        "road",
        (126, 46, 42),
        half=2.9,
    ),
    Special(
        r"ships?|ferr(?:y|ies)|vessels?|liners?|cruise ships?|轮船|游轮|轮渡|邮轮|货轮|巨轮",
        ("boat",),
        craft.ship,
        (-1.3, -0.25, 1.4, 1.6),
        0.36,
        72,
        0.3,
        "water",
        (176, 52, 46),
        half=1.2,
    ),
    Special(
        r"helicopters?|直升机",
        ("plane",),
        craft.helicopter,
        (-1.55, -0.45, 1.35, 0.75),
        0.26,
        8,
        0.3,
        "air",
        (60, 110, 150),
        half=1.0,
    ),
    Special(
        r"drones?|quadcopters?|无人机",
        ("plane",),
        craft.drone,
        (-1.1, -0.35, 1.1, 0.45),
        0.2,
        10,
        0.22,
        "air",
        (206, 210, 216),
        half=0.8,
    ),
    Special(
        r"ufos?|flying saucers?|飞碟",
        ("rocket", "card"),
        craft.saucer,
        (-1.05, -1.1, 1.05, 0.6),
        0.26,
        30,
        0.5,
        "air",
        (96, 104, 130),
        half=1.0,
    ),
    Special(
        r"space ?ships?|spacecraft|starships?|宇宙飞船|太空船|飞船",
        ("rocket",),
        craft.starship,
        (-1.85, -0.6, 1.55, 0.65),
        0.28,
        12,
        0.35,
        "air",
        (186, 70, 58),
        half=1.3,
    ),
)


_ALL = (
    *_ON_TABLE,
    *wares.ROWS,
    *bestiary.ROWS,
    *sights.ROWS,
    *_BIRDS,
    *_SEA,
    *fleet.ROWS,
    *strung.ROWS,
    *_CRAFT,
)


def special(kind: str, label: str) -> Special | None:
    """The figure for a name, or None. The names of a card have to be all of its last words."""
    ending = r"\s*$" if kind == "card" else ""
    for row in _ALL:
        if kind in row.kinds and re.search(rf"(?<![a-z])(?:{row.names})(?![a-z]){ending}", label.lower()):
            return row
    return None
