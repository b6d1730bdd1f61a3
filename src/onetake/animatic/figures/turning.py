"""A product that is seen from all sides: as the camera goes round it, its front narrows and shows its edge,
and the light wanders over it.
"""

import math
import re

import cv2
import numpy as np

from onetake.animatic.colour import RGB, Picture, from_rgb, mix
from onetake.animatic.figures.part import Cast
from onetake.animatic.layer import Layer, View, after, shift
from onetake.animatic.stage import Stage
from onetake.animatic.text.subject import Subject

_FLAT = {"phone": 0.1, "card": 0.04, "shoe": 0.0}
"""How thick what has a front and a back is, in figure units; all else is round and keeps its width."""
_BOXES = re.compile(r"perfume|whisk|lotion|香水", re.IGNORECASE)
"""Bottles with corners."""
_SWEEP = 0.95
"""How far to either side a thing is seen, in radians."""
_STEPS = 40
"""Places of the light in a turn."""


class Turning:
    """How one figure is drawn in an orbit. thick: pixels of its edge, None for what is round."""

    def __init__(self, thick: float | None, glow: RGB) -> None:
        self._thick = thick
        self._glow = mix(glow, (255, 255, 255), 0.6)
        self._edge: Layer | None = None
        self._lights: dict[int, Layer] = {}

    def draw(self, frame: Picture, pose: Layer, view: View, share: float) -> None:
        """The pose as it is seen at that share of the shot; `view` is from its own pixels to the frame."""
        at = _SWEEP * (2 * share - 1)
        if self._thick is not None:
            edge = self._edge = self._edge or _shaded(pose)
            deep = self._thick * math.sin(at)
            view = after(view, np.array([[math.cos(at), 0, -deep / 2], [0, 1.0, 0]]))
            for step in range(6, 0, -1):
                edge.draw(frame, after(view, shift(deep * step / 6 / math.cos(at), 0)))
        pose.draw(frame, view)
        self._light(pose, at).draw(frame, view)

    def _light(self, pose: Layer, at: float) -> Layer:
        """A soft streak on the body, on the side that turns away."""
        step = round((at / _SWEEP + 1) / 2 * _STEPS)
        if step not in self._lights:
            assert pose.alpha is not None
            columns = np.flatnonzero(pose.alpha.max(axis=0) > 128)
            left, right = (int(columns[0]), int(columns[-1])) if len(columns) else (0, 1)
            middle = (left + right) / 2 - (2 * step / _STEPS - 1) * 0.34 * (right - left)
            away = (np.arange(pose.alpha.shape[1]) - middle) / max((right - left) * 0.085, 1.0)
            streak = np.exp(-(away**2)) * 0.5
            alpha = np.rint(pose.alpha * streak).astype(np.uint8)
            self._lights[step] = _plain(pose, self._glow, alpha)
        return self._lights[step]


def turning(part: Cast, subject: Subject, stage: Stage, size: float) -> Turning | None:
    """How a figure of `size` pixels a unit turns in this shot; None where the camera does not go round."""
    if "orbit" not in stage.reading.moves or part.place != "table":
        return None
    thick = 0.2 if _BOXES.search(subject.label) else _FLAT.get(subject.kind)
    return Turning(None if thick is None else thick * size, stage.palette.glow)


def _shaded(pose: Layer) -> Layer:
    """The pose without most of its light: its sides, as far as they are seen."""
    made = Layer(pose.picture, None, pose.box, pose.res)
    made.picture = Picture(
        np.asarray(cv2.convertScaleAbs(pose.picture.y, alpha=0.62), np.uint8), pose.picture.u, pose.picture.v
    )
    made.alpha, made.alpha_half = pose.alpha, pose.alpha_half
    return made


def _plain(pose: Layer, colour: RGB, alpha: np.ndarray | None = None) -> Layer:
    """One colour in the shape of a pose."""
    assert pose.alpha is not None
    cover = pose.alpha if alpha is None else alpha
    rgb = np.empty((*cover.shape, 3), np.uint8)
    rgb[:] = colour
    return Layer(from_rgb(rgb), np.asarray(cover, np.uint8), pose.box, pose.res)
