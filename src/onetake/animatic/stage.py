"""What every painter of a shot shares: its size, its lines, its camera, colours and chance."""

import random
from dataclasses import dataclass
from typing import Protocol

from onetake.animatic.camera import Camera, Pose
from onetake.animatic.canvas import Canvas
from onetake.animatic.colour import RGB, Picture
from onetake.animatic.layer import Box, Layer, Part, shift
from onetake.animatic.palette import Palette
from onetake.animatic.text.prompt import Reading

TEMPO = {"slow_motion": 0.4, "time_lapse": 6.0}


@dataclass(frozen=True, slots=True)
class Moment:
    """One frame of the shot: its number and its time in seconds as the shot lives (see `Stage.tempo`), its
    share of the shot, the camera there."""

    index: int
    seconds: float
    share: float
    pose: Pose


class Prop(Protocol):
    """Anything that draws itself onto a frame."""

    def draw(self, frame: Picture, now: Moment) -> None: ...


@dataclass(frozen=True, slots=True)
class Stage:
    """A set before anything stands on it. Rows and lengths in frame pixels at the neutral camera.

    `unit` is the length that figures and moves are measured in; the ground runs from `horizon` (far) to
    the bottom and the subject's feet stand on row `foot`, at depth 1.
    """

    width: int
    height: int
    unit: float
    horizon: float
    foot: float
    seconds: float
    seed: int
    palette: Palette
    reading: Reading
    camera: Camera

    @property
    def tempo(self) -> float:
        """How fast everything in the shot lives: below 1 in slow motion, above in a time-lapse."""
        return next((TEMPO[move] for move in self.reading.moves if move in TEMPO), 1.0)

    def chance(self, name: str) -> random.Random:
        """A random source of its own for each thing, so that one change does not shuffle the rest."""
        return random.Random(f"{name}:{self.seed}")

    def sheet(
        self,
        depth: float,
        fill: RGB,
        top: float | None = None,
        bottom: float | None = None,
        opaque: bool = False,
        drift: float = 0.0,
        soft: bool = False,
    ) -> Canvas:
        """A canvas as wide as the camera ever sees at this depth, optionally only between two rows.

        `drift` units a second are what the layer will move by itself; a `soft` one is never magnified.
        """
        seen = self.camera.extent(depth)
        grown = (self.camera.closest(depth) - 1) / 2 if soft and self.camera.steady else 0.0
        spare = abs(drift) * self.unit * self.seconds * self.tempo / 2 + grown * self.width
        high = grown * self.height
        seen = Box(seen.left - spare, seen.top - high, seen.right + spare, seen.bottom + high)
        box = Box(
            seen.left,
            seen.top if top is None else max(top, seen.top - 8),
            seen.right,
            seen.bottom if bottom is None else min(bottom, seen.bottom),
        )
        if box.bottom - box.top < 4:
            box = Box(box.left, box.top, box.right, box.top + 4)
        return Canvas(box, fill, opaque=opaque)


class Flat:
    """A layer that stands at one depth, optionally drifting by itself (units a second).

    A `soft` one (sky, clouds, mist) moves with the camera but does not grow as it drives in: nobody could
    tell, and a shift costs an eighth of a scaling.
    """

    def __init__(self, stage: Stage, layer: Layer, depth: float, drift: float = 0.0, soft: bool = False):
        self._stage, self.layer, self.depth, self._drift = stage, layer, depth, drift
        self._soft = soft and stage.camera.steady

    def draw(self, frame: Picture, now: Moment) -> None:
        for part in self.parts(frame, now):
            self.layer.paint(frame, part)

    def parts(self, frame: Picture, now: Moment) -> list[Part]:
        """What it paints at this moment."""
        stage = self._stage
        view = stage.camera.view(now.pose, self.depth)
        if self._soft:
            middle = (stage.width / 2, stage.height / 2, 1.0)
            view = shift(*(view @ middle - middle[:2]))
        if self._drift:
            view = view.copy()
            away = self._drift * stage.unit * (now.share - 0.5) * stage.seconds * stage.tempo
            view[:, 2] += view[:, 0] * away
        return self.layer.parts(frame, view)


class Ground:
    """A layer that lies on the ground plane."""

    def __init__(self, stage: Stage, layer: Layer):
        self._stage, self.layer = stage, layer

    def draw(self, frame: Picture, now: Moment) -> None:
        for part in self.parts(frame, now):
            self.layer.paint(frame, part)

    def parts(self, frame: Picture, now: Moment) -> list[Part]:
        """What it paints at this moment."""
        stage = self._stage
        return self.layer.parts(frame, stage.camera.ground(now.pose, stage.horizon, stage.foot))
