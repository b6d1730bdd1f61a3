"""Depth of field: in a close shot, or through a long lens, what stands far from the subject is soft.

Layers are softened once, when they are staged, so focus costs a frame nothing.
"""

from collections.abc import Iterable

from onetake.animatic.figures.perch import perched
from onetake.animatic.stage import Flat, Prop, Stage

_APERTURE = {"close": 0.0075, "medium": 0.0, "wide": 0.0}
_LENS = {"macro": 0.012, "tele": 0.0075, "anamorphic": 0.004, "wide": 0.0, "fisheye": 0.0}
_ON_A_TABLE = 0.0055
"""What stands on a table is small, and the camera near."""
_SHARP = 0.7
"""Pixels of blur below which none is done."""


def focused(stage: Stage, props: Iterable[Prop]) -> list[Prop]:
    """The props of a set, softened by their distance from the subject's plane (depth 1)."""
    reading = stage.reading
    near = max(_APERTURE[reading.framing], _ON_A_TABLE if perched(reading) else 0.0)
    wide = _LENS.get(reading.lens, near) * stage.unit
    made = list(props)
    if wide >= _SHARP and reading.subjects:
        for prop in made:
            if isinstance(prop, Flat) and (blur := wide * min(abs(1 - prop.depth), 1.2)) >= _SHARP:
                prop.layer = prop.layer.softened(blur)
    return made
