"""A figure that two pictures share, carried from its place in the one to its place in the other."""

from dataclasses import dataclass

import numpy as np

from onetake.animatic.colour import Picture
from onetake.animatic.given.diorama import Diorama
from onetake.animatic.layer import Box, Layer, View

_LIKE = 1.7
"""How many times as broad for its height one of the two may be."""
_SIZE = 2.2
"""How many times as high one of the two may be."""
_TINT = 34.0
"""How far apart their mean colours may be, luma and chroma added up."""


@dataclass(frozen=True, slots=True)
class Carriage:
    """The two figures and the boxes that they fill, in frame pixels."""

    first: Layer
    last: Layer
    start: Box
    end: Box

    @classmethod
    def between(cls, first: Diorama, last: Diorama) -> "Carriage | None":
        """None where one picture has no clean figure, or where the two can hardly be the same."""
        if first.figure is None or last.figure is None:
            return None
        a, b = _filled(first.figure), _filled(last.figure)
        broad = (a.width / a.height) / (b.width / b.height)
        high = a.height / b.height
        unlike = sum(abs(p - q) for p, q in zip(_colour(first), _colour(last), strict=True))
        if max(broad, 1 / broad) > _LIKE or max(high, 1 / high) > _SIZE or unlike > _TINT:
            return None
        return cls(first.figure, last.figure, a, b)

    def draw(self, frame: Picture, at: float, part: float) -> None:
        """The figure at share `at` of its way; `part` of it has become the one of the last picture.

        Half way both are there in full, the later over the earlier: nothing shines through.
        """
        here = Box(*(a + (b - a) * at for a, b in zip(_sides(self.start), _sides(self.end), strict=True)))
        if part < 1:
            self.first.draw(frame, _onto(self.start, here), min(2 * (1 - part), 1.0))
        if part > 0:
            self.last.draw(frame, _onto(self.end, here), min(2 * part, 1.0))


def _colour(set_up: Diorama) -> list[float]:
    """The mean (y, u, v) of a figure."""
    figure, planes = set_up.figure, set_up.picture.planes
    assert figure is not None and figure.alpha is not None and figure.alpha_half is not None
    found = []
    for index, plane in enumerate(planes):
        cover = figure.alpha if index == 0 else figure.alpha_half
        top, left = (int(side) // (1 if index == 0 else 2) for side in (figure.box.top, figure.box.left))
        part = plane[top : top + cover.shape[0], left : left + cover.shape[1]]
        cover = cover[: part.shape[0], : part.shape[1]]  # a figure may go on below the picture
        found.append(float(part[cover > 200].mean()) if (cover > 200).any() else 0.0)
    return found


def _sides(box: Box) -> tuple[float, float, float, float]:
    return box.left, box.top, box.right, box.bottom


def _onto(box: Box, there: Box) -> View:
    """The view that brings one box onto another."""
    across, down = there.width / box.width, there.height / box.height
    return np.array([[across, 0, there.left - across * box.left], [0, down, there.top - down * box.top]])


def _filled(figure: Layer) -> Box:
    """Where most of a figure is: around its middle, as far as it spreads. A tail of what was cut out with it
    by mistake hardly counts."""
    assert figure.alpha is not None
    weight = figure.alpha.astype(np.float64)
    sides = []
    for axis, start in ((0, figure.box.left), (1, figure.box.top)):
        line = weight.sum(axis=axis) / weight.sum()
        at = np.arange(len(line)) + 0.5
        middle = float((at * line).sum())
        spread = 1.75 * float((((at - middle) ** 2) * line).sum()) ** 0.5 + 1
        sides.append((start + middle - spread, start + middle + spread))
    (left, right), (top, bottom) = sides
    return Box(left, top, right, bottom)
