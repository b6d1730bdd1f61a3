"""The table of buildings, made-up beings and things of the garden."""

from onetake.animatic.colour import RGB
from onetake.animatic.figures import buildings, growth, oddities
from onetake.animatic.figures.part import Draw
from onetake.animatic.figures.special import Box, Special


def _stands(names: str, draw: Draw, box: Box, size: float, cycle: int, main: RGB, half: float) -> Special:
    return Special(names, ("card",), draw, box, size, cycle, 0.0, "ground", main, (96, 70, 110), half)


def _built(names: str, draw: Draw, main: RGB, box: Box = buildings.WIDE, size: float = 0.4) -> Special:
    return _stands(names, draw, box, size, 96, main, 1.0)


def _odd(names: str, draw: Draw, main: RGB, size: float = 0.34) -> Special:
    return _stands(names, draw, oddities.BOX, size, 72, main, 0.5)


ROWS = (
    _built(r"(?:ferris|big) wheels?|摩天轮", buildings.big_wheel, (226, 74, 66)),
    _built(
        r"(?:\w+ )?houses?|房子|别墅",
        buildings.house,
        (170, 78, 60),
        size=0.42,
    ),
    _odd(r"snow ?m[ae]n|雪人", oddities.snowman, (240, 244, 250)),
    _odd(r"teddy(?: bear)?s?|泰迪熊|玩具熊|毛绒熊", oddities.teddy, (186, 132, 84), 0.26),
    _odd(r"ghosts?|spirits?|phantoms?|幽灵|鬼魂", oddities.ghost, (232, 238, 246)),
    _odd(r"aliens?|extraterrestrials?|外星人", oddities.alien, (126, 190, 120)),
    _odd(r"(?:\w+ )?pumpkins?|jack-o'?-lanterns?|南瓜灯?", oddities.pumpkin, (236, 130, 44), 0.26),
    _odd(r"(?:\w+ )?(?:mushrooms?|toadstools?)|蘑菇", oddities.mushroom, (206, 56, 48), 0.26),
    _odd(r"(?:\w+ )?cact(?:us(?:es)?|i)|仙人掌", oddities.cactus, (88, 150, 84)),
    Special(
        r"trees?|saplings?|树苗|大树|小树",
        ("card",),
        growth.tree,
        growth.BOX,
        0.44,
        96,
        0.0,
        "ground",
        (92, 148, 74),
        once=True,
    ),
)
