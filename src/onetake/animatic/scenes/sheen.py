"""A wet or polished floor: a stretched mirror of what stands behind it, clear in puddles, faint between."""

import cv2
import numpy as np

from onetake.animatic.colour import Bytes, Picture
from onetake.animatic.layer import after, shift
from onetake.animatic.scenes.field import level, mesh, noise, sampled, step
from onetake.animatic.stage import Moment, Stage


class Sheen:
    """Mixes the mirrored picture above stage row `top` into the floor below it, fading towards the camera.

    `strength` is the floor's own share of mirror; `puddles` 0..1 how much of it stands under water.
    """

    def __init__(self, stage: Stage, top: float, strength: float = 0.3, puddles: float = 0.0):
        self._stage, self._top = stage, top
        self._box = stage.camera.extent_ground(stage.horizon, stage.foot)
        self._mask = self._wet(strength, puddles)

    def _wet(self, strength: float, puddles: float) -> Bytes:
        """The share of mirror at every place of the floor, at half the stage's resolution."""
        stage, box = self._stage, self._box
        rows, columns = max(int(box.bottom - self._top) // 2, 2), max(int(box.width) // 2, 2)
        x, y = mesh(box.left, self._top, columns, rows, 2.0)
        deep = np.clip((y - np.float32(self._top)) / np.float32(max(stage.height - self._top, 1)), 0, 1.2)
        share = np.broadcast_to(np.float32(strength) * (1 - np.float32(0.72) * deep), (rows, columns))
        if puddles:
            reach = np.float32(stage.foot - stage.horizon)
            far = (reach / np.maximum(y - np.float32(stage.horizon), reach * np.float32(0.05))).astype(
                np.float32
            )
            across = (x - np.float32(stage.width / 2)) / np.float32(stage.unit) * far
            tile = noise(stage.chance("puddles"), 256, 256, 60, 4, 0.5)
            along = np.broadcast_to(far * np.float32(190), across.shape)
            field = sampled(tile, (across * 58).astype(np.float32), along.astype(np.float32))
            pool = step(1.1 - 1.5 * puddles, 1.45 - 1.5 * puddles, field)
            share = share + pool * (np.float32(0.78) * (1 - np.float32(0.3) * deep) - share)
        return level(np.ascontiguousarray(share, np.float32))

    def draw(self, frame: Picture, now: Moment) -> None:
        view = self._stage.camera.ground(now.pose, self._stage.horizon, self._stage.foot)
        top = round(view[1, 1] * self._top + view[1, 2])
        top = min(max(top - top % 2, 2), self._stage.height - 2)
        rows = min(self._stage.height - top, top) // 2 * 2
        if rows < 4:
            return
        own = after(shift(0, -top), after(view, shift(self._box.left, self._top, 2.0)))
        how = cv2.INTER_LINEAR
        mask = cv2.warpAffine(
            self._mask, own, (self._stage.width, rows), flags=how, borderMode=cv2.BORDER_REPLICATE
        )
        small = cv2.resize(mask, (frame.u.shape[1], rows // 2), interpolation=cv2.INTER_AREA)
        for index, plane in enumerate(frame.planes):
            if index:
                _mirror(plane, top // 2, rows // 2, np.asarray(small, np.uint8))
            else:
                _mirror(plane, top, rows, np.asarray(mask, np.uint8))


def _mirror(plane: Bytes, top: int, rows: int, share: Bytes) -> None:
    below = plane[top : top + rows]
    above = cv2.flip(plane[top - rows : top], 0)
    smeared = cv2.blur(above, (1, max(rows // 16, 1) * 2 + 1))
    cv2.multiply(below, cv2.bitwise_not(share), dst=below, scale=1 / 255)
    cv2.add(below, cv2.multiply(smeared, share, scale=1 / 255), dst=below)
