"""The part that a figure plays: how it is drawn, how large, how fast, where."""

from collections.abc import Callable
from dataclasses import dataclass

from onetake.animatic.colour import RGB
from onetake.animatic.figures.pen import Look, Pen

Draw = Callable[[Pen, float, Look], None]


@dataclass(frozen=True, slots=True)
class Cast:
    """How a kind is played.

    `size` is stage units per figure unit, `cycle` frames, `stride` figure units a cycle, `focus` the
    (bottom, top) in figure units of what a close shot shows of it, None all of it.
    """

    draw: Draw
    box: tuple[float, float, float, float]
    size: float
    cycle: int
    stride: float
    place: str
    main: RGB
    second: RGB
    under: RGB = (240, 236, 228)
    skin: RGB = (222, 176, 140)
    focus: tuple[float, float] | None = None
    aim: float = 0.0
    """How far in front of its feet the middle of a close shot is, in figure units."""
    once: bool = False
    """Whether its cycle runs once, over the whole clip: what opens or grows."""
    half: float = 0.6
    """About half of how wide it is, in figure units."""
