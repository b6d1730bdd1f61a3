"""A wet or polished floor: a dim, stretched mirror of what stands behind it."""

import cv2
import numpy as np

from onetake.animatic.colour import Picture
from onetake.animatic.stage import Moment, Stage


class Sheen:
    """Mixes the mirrored picture above stage row `top` into the floor below it, fading towards the camera."""

    def __init__(self, stage: Stage, top: float, strength: float = 0.34):
        self._stage, self._top = stage, top
        self._strength = strength * (1.35 if stage.reading.weather in ("rain", "storm") else 1.0)

    def draw(self, frame: Picture, now: Moment) -> None:
        view = self._stage.camera.ground(now.pose, self._stage.horizon, self._stage.foot)
        top = round(view[1, 1] * self._top + view[1, 2])
        top = min(max(top - top % 2, 2), self._stage.height - 2)
        for index, plane in enumerate(frame.planes):
            self._mirror(plane, top // 2 if index else top)

    def _mirror(self, plane: np.ndarray, top: int) -> None:
        rows = min(len(plane) - top, top)
        below = plane[top : top + rows]
        above = cv2.flip(plane[top - rows : top], 0)
        smeared = cv2.blur(above, (1, max(rows // 14, 1) * 2 + 1))
        bands = 16
        for band in range(bands):
            a, b = rows * band // bands, rows * (band + 1) // bands
            if a < b:
                share = self._strength * (1 - (band + 0.5) / bands) ** 0.7
                cv2.addWeighted(below[a:b], 1 - share, smeared[a:b], share, 0, dst=below[a:b])
