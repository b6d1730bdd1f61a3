"""From a first picture to a last: what the two share flows, what they do not share is not forced to.

Dense flow both ways (DIS, on small greys). Where there and back ends where it began, and the pixels found
there look alike, the two agree. Enough agreement: every part moves from its old place to its new one while
one picture dissolves into the other. Too little: both are seen by one camera that goes from the figure of
the first to the figure of the last, over a dissolve, or over a cut where the compositions match.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from onetake.animatic.colour import Bytes, Picture
from onetake.animatic.easing import eased
from onetake.animatic.film import mixed
from onetake.animatic.given.ahead import Ahead
from onetake.animatic.given.carriage import Carriage
from onetake.animatic.given.cutout import saliency
from onetake.animatic.given.depth import guess, small
from onetake.animatic.given.diorama import REST, Diorama, Push, Sway
from onetake.animatic.stage import Moment

Floats = NDArray[np.float32]
_WIDE = 256
_AGREE = 0.55
_ALIKE = 0.80


@dataclass(frozen=True, slots=True)
class Match:
    """Flow in shares of width and height (two channels), there and back, made smooth across what disagrees;
    `share` is the share of the area that agrees."""

    there: Floats
    back: Floats
    share: float


def match(first: Bytes, last: Bytes) -> Match:
    """The flow between two pictures of one size."""
    size = (_WIDE, max(round(_WIDE * first.shape[0] / first.shape[1]), 16))
    a, b = (
        np.asarray(
            cv2.cvtColor(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY), np.uint8
        )
        for rgb in (first, last)
    )
    engine = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    engine.setFinestScale(0)
    there, back = (
        np.asarray(engine.calc(one, two, np.zeros((size[1], size[0], 2), np.float32)), np.float32)
        for one, two in ((a, b), (b, a))
    )
    sure, sure_back = _agreement(a, b, there, back), _agreement(b, a, back, there)
    span = np.array(size, np.float32)
    return Match(_filled(there, sure) / span, _filled(back, sure_back) / span, float(sure.mean()))


def _agreement(a: Bytes, b: Bytes, there: Floats, back: Floats) -> Floats:
    """1 where a pixel comes back to within a pixel or two, and looks like what it went to; else 0."""
    home = follow(back, there)
    length = np.sqrt((there**2).sum(axis=2)) + np.sqrt((home**2).sum(axis=2))
    miss = np.sqrt(((there + home) ** 2).sum(axis=2))
    high, wide = a.shape
    x, y = np.meshgrid(np.arange(wide, dtype=np.float32), np.arange(high, dtype=np.float32))
    arrived = cv2.remap(b, x + there[..., 0], y + there[..., 1], cv2.INTER_LINEAR)
    unlike = cv2.blur(cv2.absdiff(a, arrived), (5, 5))
    # without texture flow says nothing, and everything "agrees": there the pixels must hardly differ
    rough = cv2.blur(cv2.convertScaleAbs(cv2.Laplacian(a, cv2.CV_16S)), (9, 9))
    return ((miss < 1.0 + 0.06 * length) & (unlike < np.where(rough > 4, 26, 9))).astype(np.float32)


def follow(field: Floats, along: Floats) -> Floats:
    """A field looked up where another leads, both in pixels of their own grid."""
    high, wide = field.shape[:2]
    x, y = np.meshgrid(np.arange(wide, dtype=np.float32), np.arange(high, dtype=np.float32))
    return cv2.remap(  # pyright: ignore[reportReturnType]
        field, x + along[..., 0], y + along[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )


def _filled(field: Floats, sure: Floats) -> Floats:
    """The flow where it is sure; elsewhere the mean of what is sure around, so that nothing tears."""
    weight = np.maximum(sure, 1e-3)[..., None]
    made = np.zeros_like(field)
    total = np.zeros_like(weight)
    for reach in (2.0, 8.0, 32.0):
        near = cv2.GaussianBlur(weight, (0, 0), reach)[..., None]
        made += cv2.GaussianBlur(field * weight, (0, 0), reach) / reach
        total += near / reach
    return (made / total).astype(np.float32)


class Pair:
    """The prop of a shot from a first picture to a last: at either end exactly the picture."""

    def __init__(self, first: Bytes, last: Bytes, entry: str = ""):
        only = _changed(first, last)
        later = Ahead(guess(*given) for given in [(last, only[1])])  # while the first is looked at
        self._first = Diorama(first, False, guess(first, only[0]), tight=True)
        self._last = Diorama(last, False, next(later), tight=True)
        self.carry = Carriage.between(self._first, self._last)
        if self.carry is None:
            self._first = Diorama(first, True, self._first.relief)
            self._last = Diorama(last, True, self._last.relief)
        self.match = match(first, last)
        self.morphs = self.match.share >= _AGREE
        self._legs = None if self.morphs else _towards(first, last)
        similar = not self.morphs and _similar(first, last) >= _ALIKE
        self.cuts = entry == "match" or (entry != "dissolve" and similar and self.carry is None)
        self._second = Picture.blank(first.shape[1], first.shape[0])
        if self.morphs:
            columns, rows = self._first.cells[1], self._first.cells[0]
            self._flows = tuple(
                np.asarray(cv2.resize(flow, (columns, rows), interpolation=cv2.INTER_LINEAR), np.float32)
                for flow in (self.match.there, self.match.back)
            )

    def draw(self, frame: Picture, now: Moment) -> None:
        at = eased(now.share)
        if at <= 0 or at >= 1:
            frame.take((self._first if at <= 0 else self._last).picture)
            return
        width = 0.5 if self.morphs else (0.06 if self.cuts else 0.42)
        part = min(max((at - 0.5) / width + 0.5, 0.0), 1.0)
        part = part * part * (3 - 2 * part)
        if part < 1:
            self._show(frame, 0, at)
        if part == 1:
            self._show(frame, 1, at)
        elif part > 0:
            self._show(self._second, 1, at)
            mixed(frame, self._second, part)
        if self.carry is not None:
            self.carry.draw(frame, at, part)

    def _show(self, frame: Picture, which: int, at: float) -> None:
        """One of the two as it is seen at a moment: on its way by its own flow, or by the camera's."""
        breath = None if self.carry is not None else 0.0
        set_up, gone = (self._first, at) if which == 0 else (self._last, 1 - at)
        if self._legs is not None:
            set_up.draw(frame, self._legs[which].times(gone), None, breath)
            return
        height, width = frame.y.shape
        set_up.draw(frame, REST, _arrived(self._flows[which], gone, width, height), breath)


def _changed(first: Bytes, last: Bytes) -> tuple[Floats | None, Floats | None]:
    """For each of two pictures of one place 1 where they differ and this one stands out more: there is what
    moved. None where they differ all over."""
    a, b = (
        cv2.cvtColor(cv2.GaussianBlur(small(rgb), (0, 0), 1.2), cv2.COLOR_RGB2LAB) for rgb in (first, last)
    )
    far = np.sqrt(((a.astype(np.float32) - b.astype(np.float32)) ** 2).sum(axis=2)) > 14
    if not 0.004 < float(far.mean()) < 0.35:
        return None, None
    wide = cv2.dilate(far.astype(np.uint8), np.ones((5, 5), np.uint8))
    here, there = saliency(small(first)), saliency(small(last))
    return tuple(  # pyright: ignore[reportReturnType]
        cv2.morphologyEx(wide * more.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8)).astype(
            np.float32
        )
        for more in (here > there + 0.03, there > here + 0.03)
    )


def _arrived(flow: Floats, gone: float, width: int, height: int) -> Sway:
    """For each cell where that comes from which is there when a share of the flow is done: x = p - s f(x)."""
    step = np.array([flow.shape[1], flow.shape[0]], np.float32)
    moved = flow
    for _ in range(3):
        moved = follow(flow, -np.float32(gone) * moved * step)
    return -np.float32(gone * width) * moved[..., 0], -np.float32(gone * height) * moved[..., 1]


def _towards(first: Bytes, last: Bytes) -> tuple[Push, Push]:
    """The way of one camera in both pictures: it brings the figure of each to where the other's is."""
    (ax, ay, asize), (bx, by, bsize) = (_weight(rgb) for rgb in (first, last))
    grow = float(np.clip(bsize / asize, 0.86, 1.16))
    x, y = (float(np.clip(d, -0.07, 0.07)) for d in (ax - bx, ay - by))
    there = Push(dolly=max(1 - 1 / grow, -0.1) + 0.08, x=x, y=y, zoom=0.03)
    back = Push(dolly=max(1 - grow, -0.1) - 0.02, x=-x, y=-y, zoom=0.05)
    return there, back


def _weight(rgb: Bytes) -> tuple[float, float, float]:
    """(x, y, size) of what stands out, in shares."""
    shown = saliency(small(rgb)) ** 2
    y, x = np.mgrid[0 : shown.shape[0], 0 : shown.shape[1]] / np.array(shown.shape).reshape(2, 1, 1)
    total = max(float(shown.sum()), 1e-6)
    cx, cy = float((x * shown).sum() / total), float((y * shown).sum() / total)
    spread = float((((x - cx) ** 2 + (y - cy) ** 2) * shown).sum() / total)
    return cx, cy, max(spread, 1e-4) ** 0.5


def _similar(first: Bytes, last: Bytes) -> float:
    """How alike two compositions are, -1..1: the correlation of where they are bright and what stands out."""
    found = []
    for look in (lambda rgb: saliency(small(rgb)), lambda rgb: cv2.cvtColor(small(rgb), cv2.COLOR_RGB2GRAY)):
        a, b = (
            cv2.resize(np.asarray(look(rgb), np.float32), (24, 24), interpolation=cv2.INTER_AREA)
            for rgb in (first, last)
        )
        a, b = a - a.mean(), b - b.mean()
        found.append(float((a * b).sum() / max(float(np.sqrt((a * a).sum() * (b * b).sum())), 1e-6)))
    return min(found[0], 0.3 + 0.7 * found[1])
