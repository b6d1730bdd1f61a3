"""What every painter of a shot shares: its size, its lines, its camera, colours and chance."""

import random
from dataclasses import dataclass
from typing import Protocol

from onetake.animatic.camera import Camera, Pose
from onetake.animatic.canvas import Canvas
from onetake.animatic.colour import RGB, Picture
from onetake.animatic.layer import Box, Layer
from onetake.animatic.palette import Palette
from onetake.animatic.prompt import Reading


@dataclass(frozen=True, slots=True)
class Moment:
    """One frame of the shot: its number, its time in seconds, its share of the clip, the camera there."""

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
    ) -> Canvas:
        """A canvas as wide as the camera ever sees at this depth, optionally only between two rows.

        `drift` units a second are what the layer will move by itself.
        """
        seen = self.camera.extent(depth)
        spare = abs(drift) * self.unit * self.seconds / 2
        seen = Box(seen.left - spare, seen.top, seen.right + spare, seen.bottom)
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
    """A layer that stands at one depth, optionally drifting by itself (units a second)."""

    def __init__(self, stage: Stage, layer: Layer, depth: float, drift: float = 0.0):
        self._stage, self._layer, self._depth, self._drift = stage, layer, depth, drift

    def draw(self, frame: Picture, now: Moment) -> None:
        view = self._stage.camera.view(now.pose, self._depth)
        if self._drift:
            view = view.copy()
            view[:, 2] += (
                view[:, 0] * self._drift * self._stage.unit * (now.share - 0.5) * self._stage.seconds
            )
        self._layer.draw(frame, view)


class Ground:
    """A layer that lies on the ground plane."""

    def __init__(self, stage: Stage, layer: Layer):
        self._stage, self._layer = stage, layer

    def draw(self, frame: Picture, now: Moment) -> None:
        stage = self._stage
        self._layer.draw(frame, stage.camera.ground(now.pose, stage.horizon, stage.foot))
