"""What the wind moves: a layer that leans to and fro about the row that it is rooted in."""

import math

import numpy as np

from onetake.animatic.colour import Picture
from onetake.animatic.layer import Layer, Part, after, shift
from onetake.animatic.stage import Flat, Moment, Stage

_WIND = {"storm": 3.0, "wind": 2.6, "rain": 1.6, "snow": 1.2, "fog": 0.6}


class Sway(Flat):
    """A flat whose top leans by up to `reach` of its height; `name` sets its own beat.

    What hides its roots may say how tall it is: then all of it is pushed, a third of the cost of a shear.
    """

    def __init__(
        self,
        stage: Stage,
        layer: Layer,
        depth: float,
        root: float,
        name: str,
        reach: float = 0.02,
        tall: float = 0.0,
    ):
        super().__init__(stage, layer, depth)
        chance = stage.chance(f"sway {name}")
        wind = _WIND.get(stage.reading.weather, 1.0)
        self._root, self._reach, self._tall = root, reach * wind, tall
        self._rate, self._turn = chance.uniform(0.9, 1.5) * wind**0.4, chance.uniform(0, 6.28)

    def parts(self, frame: Picture, now: Moment) -> list[Part]:
        """What it paints at this moment."""
        beat = self._rate * now.seconds + self._turn
        lean = self._reach * (0.6 * math.sin(beat) + 0.3 * math.sin(2.3 * beat + 1.0) + 0.25)
        view = self._stage.camera.view(now.pose, self.depth)
        if self._tall:
            return self.layer.parts(frame, after(view, shift(lean * self._tall, 0.0)))
        shear = np.array([[1.0, -lean, lean * self._root], [0.0, 1.0, 0.0]])
        return self.layer.parts(frame, after(view, shear))
