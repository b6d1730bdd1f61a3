"""The table of vehicles with a figure of their own."""

from onetake.animatic.figures import engines, motors
from onetake.animatic.figures.part import Draw
from onetake.animatic.figures.special import Box, Special

_CAR_TURN = 1.26
"""Figure units that a car's wheel covers in a turn."""


def _car(names: str, draw: Draw, main: tuple[int, int, int]) -> Special:
    return Special(names, ("car",), draw, motors.CAR, 0.27, 12, _CAR_TURN, "road", main, half=1.12)


def _lorry(names: str, draw: Draw, main: tuple[int, int, int]) -> Special:
    return Special(names, ("truck", "card"), draw, motors.TRUCK, 0.31, 12, 1.32, "road", main, half=1.3)


def _own(
    names: str,
    kinds: tuple[str, ...],
    draw: Draw,
    box: Box,
    size: float,
    cycle: int,
    stride: float,
    place: str,
    main: tuple[int, int, int],
    half: float,
) -> Special:
    return Special(names, kinds, draw, box, size, cycle, stride, place, main, half=half)


ROWS = (
    _car(r"police cars?|警车", motors.police, (40, 42, 52)),
    _car(r"taxis?|cabs?|出租车|的士", motors.taxi, (244, 196, 52)),
    _car(
        r"(?:sports?|race|racing|super) ?cars?|supercars?|ferraris?|porsches?|lamborghinis?|跑车|赛车|超跑",
        motors.sports,
        (206, 44, 42),
    ),
    _car(
        r"(?:vintage|classic|antique|old|retro)(?: \w+)?|老爷车|古董车|复古.{0,3}车",
        motors.vintage,
        (150, 44, 48),
    ),
    _lorry(r"fire ?(?:trucks?|engines?)|消防车", motors.fire_engine, (206, 44, 40)),
    _lorry(r"ambulances?|救护车", motors.ambulance, (242, 242, 244)),
    _own(
        r"tractors?|harvesters?|拖拉机|收割机",
        ("card", "truck", "car"),
        engines.tractor,
        engines.TRACTOR,
        0.31,
        24,
        1.57,
        "road",
        (62, 130, 70),
        1.0,
    ),
    _own(
        r"(?:battle |military |army )?tanks?|坦克",
        ("card", "truck"),
        engines.tank,
        engines.TANK,
        0.29,
        12,
        0.4,
        "road",
        (98, 108, 74),
        1.4,
    ),
    _own(
        r"submarines?|潜艇|潜水艇",
        ("card", "boat"),
        engines.submarine,
        engines.SUBMARINE,
        0.32,
        24,
        0.35,
        "air",
        (236, 186, 60),
        1.3,
    ),
    _own(
        r"(?:high[- ]?speed|bullet|express|maglev) trains?|高铁|动车|子弹头|磁悬浮",
        ("train",),
        engines.express,
        engines.EXPRESS,
        0.24,
        12,
        1.4,
        "road",
        (236, 238, 242),
        2.9,
    ),
)
