"""Over the shoulder: whoever listens, seen from behind, dark and out of focus at the edge of the frame."""

import math
from dataclasses import replace

from onetake.animatic.angle import Angle
from onetake.animatic.colour import Picture
from onetake.animatic.figures import blocking, dialogue
from onetake.animatic.figures.actor import light_of, look_of
from onetake.animatic.figures.casting import cast
from onetake.animatic.figures.pen import Pen
from onetake.animatic.layer import after, shift
from onetake.animatic.stage import Moment, Stage
from onetake.animatic.text.subject import Subject

_DEPTH = 1.35
_TALL = 1.5
"""How tall they stand from the feet, in units: the head is a little above the middle."""
_TOP = 0.8
"""How far above the foot of the frame the top of their head is, in units."""
_CHILD = 0.17
"""How much lower the head of a child is."""


class Shoulder:
    """One picture of them, which breathes."""

    def __init__(self, stage: Stage, who: Subject) -> None:
        self._stage = stage
        who, quiet = dialogue.silent(who, stage)
        who = replace(who, action="stand", about=(who.about[0], f"{who.about[1]} back to the camera"))
        seen = replace(quiet, reading=replace(quiet.reading, framing="medium", subjects=(who,)))
        part, size = cast(who, seen), stage.unit * _TALL
        look = look_of(seen, part, who)
        pen = Pen(part.box, size, look.main)
        part.draw(pen, 0.0, look)
        side = blocking.side(stage)
        light = replace(light_of(stage), form=0.7)
        self._layer = pen.sprite(light, side > 0).softened(stage.unit * 0.006)
        self._x = stage.width * (0.5 + 0.4 * side) + stage.camera.aside * _DEPTH * stage.unit
        low = _CHILD if who.kind == "child" else 0.0
        self._row = stage.height - stage.unit * (_TOP - low) + size * 1.12

    def draw(self, frame: Picture, now: Moment) -> None:
        breath = 0.0016 * self._stage.unit * math.sin(now.seconds * 1.9)
        view = self._stage.camera.view(now.pose, _DEPTH)
        self._layer.draw(frame, after(view, shift(self._x, self._row + breath)))


def shoulders(stage: Stage) -> list[Shoulder]:
    """Whoever the camera looks over the shoulder of: one or nobody."""
    reading = stage.reading
    return [Shoulder(stage, reading.over)] if isinstance(reading, Angle) and reading.over else []
