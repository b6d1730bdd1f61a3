"""What stands in the middle of a picture, cut out of it: for pictures of which it is known that they show
one thing, and whose border says too little for `cutout.figure`.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from onetake.animatic.colour import Bytes
from onetake.animatic.given.cutout import clean, saliency, unlike, whole

Floats = NDArray[np.float32]
_ROUNDS = 4
_LEAST = 0.05
"""The share of the picture below which what was found is a part of the thing, not the thing."""
_SHARED = 0.45
_SOLID = 0.8
"""How much of its hull it fills at least: a bite out of it is where another part of it was."""


def centred(low: Bytes) -> Floats | None:
    """The cover 0..1 of the thing in the middle of a small RGB picture, or None without a clean one."""
    height, width = low.shape[:2]
    y = np.linspace(-1, 1, height, dtype=np.float32)[:, None]
    x = np.linspace(-1, 1, width, dtype=np.float32)[None, :]
    shown = saliency(low)
    near = shown * np.exp(-0.9 * (x**2 + y**2))
    inner = (np.abs(x) < 0.88) & (np.abs(y) < 0.9)
    mask = np.where(inner, cv2.GC_PR_BGD, cv2.GC_BGD).astype(np.uint8)
    mask[inner & (near > np.percentile(near[inner], 62))] = cv2.GC_PR_FGD
    cv2.setRNGSeed(1)  # its colour models start from k-means, which draws lots
    empty = np.zeros((1, 65), np.float64)
    try:
        cv2.grabCut(low, mask, (0, 0, 1, 1), empty, empty.copy(), _ROUNDS, cv2.GC_INIT_WITH_MASK)
    except cv2.error:  # one of the two colour models got no samples
        return None
    cut = whole(((mask == cv2.GC_FGD) | (mask == cv2.GC_PR_FGD)).astype(np.uint8), shown)
    if cut is None or cut.mean() < _LEAST:
        return None
    for made in (_filled(cut, low), cut):
        if _solid(made) >= _SOLID and clean(made, low, _SHARED):
            return np.asarray(cv2.GaussianBlur(made.astype(np.float32), (0, 0), 0.8), np.float32)
    return None


def _hull(cut: Bytes) -> Bytes:
    outline, _ = cv2.findContours(cut, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    hull = cv2.convexHull(max(outline, key=cv2.contourArea))
    return np.asarray(cv2.fillPoly(np.zeros_like(cut), [hull], (1,)), np.uint8)


def _solid(cut: Bytes) -> float:
    """How much of its hull a cut fills."""
    return float(cut.sum()) / max(float(_hull(cut).sum()), 1.0)


def _filled(cut: Bytes, low: Bytes) -> Bytes:
    """With what touches it and does not look like what is around the thing: a cup in its saucer."""
    hull = _hull(cut)
    if _solid(cut) < 0.55:
        return cut  # a tree or a chair: its bays are air
    reach = round(0.2 * float(hull.sum()) ** 0.5) * 2 + 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach))
    hull = np.asarray(cv2.dilate(hull, kernel), np.uint8)
    strange = (1 - cut) * unlike(low, hull)
    dot, disc = (cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)) for side in (3, 7))
    made = _full(cv2.morphologyEx(cut | strange, cv2.MORPH_CLOSE, dot))
    return _full(cv2.morphologyEx(made, cv2.MORPH_OPEN, disc))


def _full(cut: cv2.typing.MatLike) -> Bytes:
    """The largest piece, without holes."""
    outline, _ = cv2.findContours(cut, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    made = np.zeros(cut.shape, np.uint8)
    if outline:
        cv2.drawContours(made, [max(outline, key=cv2.contourArea)], -1, 1, -1)
    return made
