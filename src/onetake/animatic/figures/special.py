"""A figure for the very name of a thing: a row of the tables of `specials`."""

from dataclasses import dataclass

from onetake.animatic.colour import RGB
from onetake.animatic.figures import thing
from onetake.animatic.figures.part import Draw

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Special:
    """As in `Cast`; `kinds` are those of which it plays some, "card" for what has no kind."""

    names: str
    kinds: tuple[str, ...]
    draw: Draw
    box: Box
    size: float
    cycle: int
    stride: float
    place: str
    main: RGB
    second: RGB = (70, 76, 92)
    half: float = 0.6
    once: bool = False


def on_table(
    names: str, draw: Draw, main: RGB, size: float = 0.34, cycle: int = 48, kinds: tuple[str, ...] = ("card",)
) -> Special:
    """What stands on a table or on a plinth."""
    return Special(names, kinds, draw, thing.BOX, size, cycle, 0.0, "table", main)
