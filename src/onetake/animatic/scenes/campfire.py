"""A fire in the open: logs, flames that lick, and its light on everything around."""

import math

import cv2
import numpy as np

from onetake.animatic.canvas import Canvas
from onetake.animatic.colour import Picture, yuv
from onetake.animatic.figures.pen import smooth
from onetake.animatic.layer import Box
from onetake.animatic.scenes.light import halo
from onetake.animatic.scenes.plot import Plot
from onetake.animatic.stage import Moment, Stage

_TONGUES = ((1.0, (232, 84, 28)), (0.72, (255, 156, 44)), (0.42, (255, 232, 150)))
"""(how large, in what colour) the flames are, from the outer to the inner."""


class Campfire:
    """Burns beside the middle of the picture, a step behind the subject."""

    def __init__(self, stage: Stage, depth: float = 0.86):
        chance, unit = stage.chance("campfire"), stage.unit
        self._stage, self._depth = stage, depth
        row = stage.horizon + (stage.foot - stage.horizon) * depth
        alone = not stage.reading.subjects
        self._at = (stage.width / 2 + (0 if alone else chance.choice((-1, 1)) * unit * 0.3), row, 1.0)
        self._turns = [chance.uniform(0, 6.28) for _ in range(5)]
        x = self._at[0]
        dark = stage.palette.lamps > 0.3 or stage.palette.time == "night"
        sheet = Canvas(
            Box(x - unit * 0.7, row - unit * 0.6, x + unit * 0.7, row + unit * 0.25), (255, 150, 70)
        )
        halo(sheet, x, row - unit * 0.04, unit * 0.62, (255, 150, 70), 0.6 if dark else 0.25)
        plot = Plot(sheet, x, row, unit)
        for lean in (-0.08, -0.03, 0.03, 0.08):
            plot.line([(lean * 1.2, 0.0), (-lean * 0.5, 0.05)], (74, 50, 38), 0.02)
        for angle in np.linspace(0, 2 * math.pi, 12, endpoint=False):
            plot.disc(0.11 * math.cos(angle), 0.022 * math.sin(angle) - 0.004, 0.014, (92, 88, 88))
        self._layer = sheet.layer()

    def draw(self, frame: Picture, now: Moment) -> None:
        view = self._stage.camera.view(now.pose, self._depth)
        flicker = 0.82 + 0.12 * math.sin(now.seconds * 11) + 0.06 * math.sin(now.seconds * 17.3 + 1)
        self._layer.draw(frame, view, min(flicker, 0.99))
        foot, size = view @ self._at, self._stage.unit * 0.2 * float(view[0, 0])
        for share, ink in _TONGUES:
            ring = np.array(smooth(self._tongue(now.seconds, share), 4)) * size + foot
            for plane, half, tone in zip(frame.planes, (1, 2, 2), yuv(ink), strict=True):
                cv2.fillPoly(plane, [np.round(ring / half * 16).astype(np.int32)], tone, cv2.LINE_AA, 4)

    def _tongue(self, seconds: float, share: float) -> list[tuple[float, float]]:
        """The outline of the flames in their own height, each tip on its own beat."""
        tips = [(-0.3, 0.45), (-0.12, 0.8), (0.04, 1.0), (0.18, 0.7), (0.32, 0.4)]
        ring = [(-0.4 * share, 0.0)]
        for index, ((x, up), turn) in enumerate(zip(tips, self._turns, strict=True)):
            lick = 1 + 0.22 * math.sin(seconds * (7 + index) + turn)
            sway = 0.06 * math.sin(seconds * 5.3 + turn + up * 3)
            ring += [((x + sway) * share, -up * lick * share), ((x + 0.08) * share, -up * 0.5 * share)]
        return [*ring, (0.4 * share, 0.0), (0.0, 0.06 * share)]
