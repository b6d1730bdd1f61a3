"""The optional marks of a storyboard over each frame: the shot's number, an arrow for its move, the time."""

from collections.abc import Sequence

import cv2
import numpy as np

from onetake.animatic import lettering
from onetake.animatic.colour import Picture, from_rgb
from onetake.animatic.job import FPS
from onetake.animatic.layer import Box, Layer, shift

_STILL = shift(0, 0)
_ARROWS: dict[str, tuple[tuple[float, float, float, float], ...]] = {
    "pan_left": ((0.85, 0.5, 0.15, 0.5),),
    "pan_right": ((0.15, 0.5, 0.85, 0.5),),
    "tilt_up": ((0.5, 0.85, 0.5, 0.15),),
    "tilt_down": ((0.5, 0.15, 0.5, 0.85),),
    "crane_up": ((0.3, 0.85, 0.3, 0.15), (0.7, 0.85, 0.7, 0.15)),
    "crane_down": ((0.3, 0.15, 0.3, 0.85), (0.7, 0.15, 0.7, 0.85)),
    "push_in": ((0.1, 0.1, 0.4, 0.4), (0.9, 0.1, 0.6, 0.4), (0.1, 0.9, 0.4, 0.6), (0.9, 0.9, 0.6, 0.6)),
    "pull_back": ((0.4, 0.4, 0.1, 0.1), (0.6, 0.4, 0.9, 0.1), (0.4, 0.6, 0.1, 0.9), (0.6, 0.6, 0.9, 0.9)),
    "zoom_in": ((0.1, 0.1, 0.4, 0.4), (0.9, 0.9, 0.6, 0.6)),
    "zoom_out": ((0.4, 0.4, 0.1, 0.1), (0.6, 0.6, 0.9, 0.9)),
    "orbit": ((0.2, 0.75, 0.8, 0.75), (0.8, 0.25, 0.2, 0.25)),
    "tracking": ((0.1, 0.35, 0.9, 0.35), (0.1, 0.65, 0.9, 0.65)),
    "whip": ((0.05, 0.5, 0.95, 0.5), (0.3, 0.3, 0.95, 0.5), (0.3, 0.7, 0.95, 0.5)),
    "drone": ((0.5, 0.9, 0.5, 0.1), (0.2, 0.6, 0.5, 0.1), (0.8, 0.6, 0.5, 0.1)),
    "hitchcock": ((0.1, 0.5, 0.4, 0.5), (0.9, 0.5, 0.6, 0.5), (0.5, 0.4, 0.5, 0.1), (0.5, 0.6, 0.5, 0.9)),
}
"""Strokes with a head at their end, in shares of the box: x, y of the start, x, y of the end."""


class Storyboard:
    """The marks of a clip. shots: the moves and the first frame of each."""

    def __init__(self, shots: Sequence[tuple[int, Sequence[str]]], width: int, height: int) -> None:
        self._short = min(width, height)
        self._points = max(11, round(self._short * 0.03))
        self._firsts = [first for first, _ in shots]
        self._slates = [
            self._slate(number, len(shots), moves, width) for number, (_, moves) in enumerate(shots, 1)
        ]
        self._foot = height - self._short * 0.026 - self._points * 1.5
        self._clock: tuple[int, Layer] | None = None

    def draw(self, frame: Picture, index: int) -> None:
        """Mark frame `index` of the clip."""
        number = sum(first <= index for first in self._firsts) - 1
        for layer in self._slates[number]:
            layer.draw(frame, _STILL)
        self._time(index).draw(frame, _STILL)

    def _time(self, index: int) -> Layer:
        """Seconds and frames since the start."""
        if self._clock is None or self._clock[0] != index:
            rgb, alpha = lettering.line(f"{index // FPS:02}:{index % FPS:02}", self._points, plate=150)
            self._clock = (index, lettering.layer(rgb, alpha, self._short * 0.026, self._foot))
        return self._clock[1]

    def _slate(self, number: int, of: int, moves: Sequence[str], width: int) -> list[Layer]:
        """Number and name of the move, top right, and the arrow under them."""
        words = " + ".join(move.replace("_", " ") for move in moves)
        rgb, alpha = lettering.line(f"{number}/{of}  {words}".strip(), self._points, plate=150)
        margin = self._short * 0.026
        made = [lettering.layer(rgb, alpha, width - margin - alpha.shape[1], margin)]
        strokes = [stroke for move in moves for stroke in _ARROWS.get(move, ())]
        if strokes:
            size = round(self._short * 0.11) // 2 * 2
            made.append(_arrow(strokes, size, width - margin - size, margin + alpha.shape[0] * 1.2))
        return made


def _arrow(strokes: Sequence[tuple[float, float, float, float]], size: int, x: float, y: float) -> Layer:
    rgb = np.full((size, size, 3), 255, np.uint8)
    ink, edge = np.zeros((size, size), np.uint8), np.zeros((size, size), np.uint8)
    thick = max(size // 22, 1)
    for a, b, c, d in strokes:
        start, end = (round(a * size), round(b * size)), (round(c * size), round(d * size))
        cv2.arrowedLine(edge, start, end, 255, thick + 2, cv2.LINE_AA, tipLength=0.28)
        cv2.arrowedLine(ink, start, end, 255, thick, cv2.LINE_AA, tipLength=0.28)
    rgb[ink < 128] = (20, 24, 32)
    return Layer(from_rgb(rgb), np.maximum(edge, ink), Box(x, y, x + size, y + size))
