"""Rooms as lists of their furnishings: what hangs on the wall, what stands before it, walls and floor."""

from collections.abc import Callable
from dataclasses import dataclass

from onetake.animatic.canvas import Canvas
from onetake.animatic.colour import RGB
from onetake.animatic.scenes import beds, benches, desks, dining, fixtures, kitchen, shelving
from onetake.animatic.scenes.indoors import room_kind
from onetake.animatic.stage import Stage

Furnishing = Callable[[Stage, Canvas, float], None]
"""Draws on a sheet; the row is where wall or furniture meets the floor."""
_PAPER: tuple[RGB, ...] = (
    (206, 192, 168),
    (150, 172, 170),
    (196, 158, 138),
    (164, 166, 188),
    (170, 182, 150),
)
_WOOD: tuple[RGB, ...] = ((166, 118, 78), (128, 92, 66), (186, 146, 104))
_STONE: tuple[RGB, ...] = ((176, 166, 152), (150, 146, 142), (160, 148, 130))
_WHITE: tuple[RGB, ...] = ((226, 230, 230), (216, 226, 228), (228, 224, 214))
_GREY: tuple[RGB, ...] = ((150, 156, 162), (134, 140, 146), (168, 166, 160))


@dataclass(frozen=True, slots=True)
class Room:
    """`wall` hangs, `stands` is before the wall. A `panel` is a wainscot along it, `wet` that it is tiled,
    `tiles` that the floor is; `polish` 0..1 is how much the floor mirrors."""

    wall: tuple[Furnishing, ...] = ()
    stands: tuple[Furnishing, ...] = ()
    papers: tuple[RGB, ...] = _PAPER
    floors: tuple[RGB, ...] = _WOOD
    tiles: bool = False
    panel: bool = True
    curtain: bool = False
    wet: bool = False
    polish: float = 0.1


_BRICK: tuple[RGB, ...] = ((168, 104, 82), (150, 96, 78), (120, 132, 124))
_ROOMS: dict[str, Room] = {
    "library": Room(
        (), (shelving.bookcases, desks.reading_tables), ((150, 118, 84), (122, 96, 76)), panel=False
    ),
    "classroom": Room(
        (fixtures.blackboard,), (desks.school_desks,), ((222, 214, 190), (196, 212, 204), (226, 206, 172))
    ),
    "office": Room((fixtures.tubes,), (desks.workplaces,), _WHITE, _GREY, panel=False),
    "bedroom": Room((), (beds.bed,), curtain=True),
    "bar": Room(
        (),
        (shelving.bottles, fixtures.pendants, dining.bar_counter),
        ((96, 66, 56), (70, 60, 76)),
        polish=0.3,
    ),
    "cafe": Room((fixtures.pendants,), (fixtures.menu, dining.cafe_tables), _BRICK),
    "restaurant": Room(
        (),
        (fixtures.pendants, dining.dinner_tables),
        ((150, 84, 76), (92, 110, 100), (186, 160, 126)),
        curtain=True,
    ),
    "kitchen": Room((), (kitchen.counter,), curtain=True),
    "workshop": Room((), (shelving.tools,), ((168, 144, 116), (140, 130, 120)), panel=False),
    "hospital": Room((), (beds.sickbed,), ((206, 226, 226), (214, 226, 214)), _WHITE, tiles=True),
    "laboratory": Room(
        (fixtures.tubes,), (shelving.glassware,), _WHITE, _GREY, tiles=True, panel=False, polish=0.24
    ),
    "gym": Room((fixtures.tubes,), (benches.weights,), ((110, 118, 128), (96, 92, 90)), _GREY, panel=False),
    "church": Room(
        (fixtures.columns,),
        (benches.pews,),
        ((188, 178, 160), (166, 160, 152)),
        _STONE,
        tiles=True,
        panel=False,
    ),
    "museum": Room((fixtures.paintings,), (), ((150, 62, 58), (64, 92, 88), (214, 208, 196)), polish=0.26),
    "carriage": Room((), (benches.train_seats,), ((206, 208, 206),), _GREY, panel=False),
    "shop": Room((fixtures.tubes,), (shelving.goods,), _WHITE, _WHITE, tiles=True, panel=False, polish=0.3),
    "hall": Room(
        (fixtures.columns, fixtures.banners),
        (benches.throne,),
        ((140, 132, 126), (128, 110, 96)),
        _STONE,
        tiles=True,
        panel=False,
        polish=0.22,
    ),
    "station": Room(
        (fixtures.columns, fixtures.departures),
        (benches.waiting,),
        _WHITE,
        _STONE,
        tiles=True,
        panel=False,
        polish=0.3,
    ),
    "cell": Room(
        (fixtures.bricks,), (benches.questioned,), ((96, 100, 104), (108, 102, 96)), _GREY, panel=False
    ),
    "factory": Room((fixtures.tubes,), (shelving.crates,), _GREY, _GREY, panel=False),
    "corridor": Room((fixtures.doors, fixtures.tubes), (), _WHITE, _GREY, tiles=True, polish=0.34),
    "bathroom": Room(
        (fixtures.mirrors,), (beds.bath,), ((176, 206, 208), (210, 220, 214)), _WHITE, tiles=True, wet=True
    ),
}
_HOME = Room(curtain=True)


def room(stage: Stage) -> Room:
    """The shot's room; a home, furnished by `furniture`, where it has no list of its own."""
    return _ROOMS.get(room_kind(stage), _HOME)
