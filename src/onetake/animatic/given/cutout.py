"""The thing that a picture shows, cut out of it: what differs from the border and hangs together.

Saliency proposes (distance from the few colours that the border is made of, more towards the middle), GrabCut
at low resolution decides, and what comes out is refused unless it is one clean shape.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from onetake.animatic.colour import Bytes

Floats = NDArray[np.float32]
_OPEN = 0.8
_SHARED, _HOPELESS = 0.28, 0.6
"""See `shared`: what a figure may have in common with what is around it, and what no second look mends."""


def figure(low: Bytes, sky: Floats | None = None, only: Floats | None = None) -> Floats | None:
    """The cover 0..1 of the figure in a small RGB picture, or None where there is no clean one.

    `sky` is 1 where there is known to be none of it, `only` is 1 where alone it can be.
    """
    shown = saliency(low)
    if only is not None:
        shown = shown * only
        shown /= max(float(shown.max()), 0.3)
    for tight in (False, True):
        mask = _seeds(shown, tight)
        if mask is None:
            return None
        if sky is not None:
            mask[sky > 0.5] = cv2.GC_BGD
        if only is not None:
            mask[only < 0.5] = cv2.GC_BGD
        if not tight and float((mask > cv2.GC_FGD).mean()) > _OPEN:
            continue  # next to nothing is known: the answer would be a guess, and takes longest
        sure = int((mask == cv2.GC_FGD).sum())
        cut = _decided(low, mask, shown)
        if cut is None:
            return None
        grown = int(cut.sum()) > max(4 * sure, 0.02 * cut.size)
        if not grown and clean(cut, low):
            return np.asarray(cv2.GaussianBlur(cut.astype(np.float32), (0, 0), 0.8), np.float32)
        if cut.mean() > 0.2 or shared(cut, low) > _HOPELESS:
            return None
    return None


def _decided(low: Bytes, mask: Bytes, shown: Floats) -> Bytes | None:
    """What GrabCut makes of the seeds in one round (more let its colour models drift), as one piece."""
    cv2.setRNGSeed(1)  # its colour models start from k-means, which draws lots
    empty = np.zeros((1, 65), np.float64)
    try:
        cv2.grabCut(low, mask, (0, 0, 1, 1), empty, empty.copy(), 1, cv2.GC_INIT_WITH_MASK)
    except cv2.error:  # one of the two colour models got no samples
        return None
    return whole(((mask == cv2.GC_FGD) | (mask == cv2.GC_PR_FGD)).astype(np.uint8), shown)


def unlike(low: Bytes, zone: Bytes) -> Bytes:
    """1 inside a zone of a small RGB picture where a colour is that hardly occurs outside of it."""
    lab = cv2.cvtColor(cv2.GaussianBlur(low, (0, 0), 1.0), cv2.COLOR_RGB2LAB)
    bins = np.clip((lab.astype(np.int32) - (0, 64, 64)) // (26, 6, 6), 0, (9, 21, 21))
    bins = (bins[..., 0] * 22 + bins[..., 1]) * 22 + bins[..., 2]
    around = np.bincount(bins[zone == 0], minlength=10 * 22 * 22).astype(np.float32).reshape(10 * 22, 22)
    seen = cv2.GaussianBlur(around, (0, 0), 0.8).reshape(-1)[bins]
    return zone * (seen < 0.0009 * zone.size).astype(np.uint8)


def saliency(low: Bytes) -> Floats:
    """How much each pixel stands out, 0..1."""
    height, width = low.shape[:2]
    lab = cv2.cvtColor(cv2.GaussianBlur(low, (0, 0), 1.5), cv2.COLOR_RGB2LAB).astype(np.float32)
    lab[..., 0] *= 0.7
    edge = max(min(height, width) // 16, 2)
    border = np.concatenate(
        [lab[:edge].reshape(-1, 3), lab[:, :edge].reshape(-1, 3), lab[:, -edge:].reshape(-1, 3)]
    )
    cv2.setRNGSeed(1)
    stop = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 12, 0.5)
    _, labels, centres = cv2.kmeans(border, 5, np.empty(0, np.int32), stop, 1, cv2.KMEANS_PP_CENTERS)
    shares = np.bincount(labels.reshape(-1), minlength=5) / len(border)
    away = np.full((height, width), 1e9, np.float32)
    for centre, share in zip(centres, shares, strict=True):
        if share > 0.04:
            away = np.minimum(away, np.sqrt(((lab - centre) ** 2).sum(axis=2)))
    away = np.sqrt(away * _beside(lab))
    y = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    x = np.linspace(-1, 1, width, dtype=np.float32)[None, :]
    middle = np.exp(-(np.abs(x) ** 3) / 0.55 - np.clip(0.56 - y, 0, 1) ** 3 / 0.12)
    found = cv2.GaussianBlur((away * (0.2 + 0.8 * middle)).astype(np.float32), (0, 0), 2.0)
    top = float(np.percentile(found, 99.5))
    return np.clip(found / max(top, 18.0), 0, 1).astype(np.float32)


def _beside(lab: Floats) -> Floats:
    """How far each pixel is from what its own rows show at either side: sets are made of level bands."""
    width = lab.shape[1]
    part = max(width // 6, 2)
    ends = (np.median(lab[:, :part], axis=1), np.median(lab[:, -part:], axis=1))
    far = [
        np.sqrt(((lab - cv2.blur(end[:, None], (1, 5)).reshape(-1, 1, 3)) ** 2).sum(axis=2)) for end in ends
    ]
    return np.minimum(*far)


def _seeds(shown: Floats, tight: bool) -> Bytes | None:
    """GrabCut's mask: sure where saliency is strong, open in between, none of it along the sides and top.

    A `tight` one leaves open only what is close to strong."""
    height, width = shown.shape
    level = max(float(np.percentile(shown, 90)) * 0.8, 0.35)
    strong = (shown > level).astype(np.uint8)
    if float(strong.mean()) > 0.45 or float(shown.max()) < 0.75:
        return None
    pieces = cv2.connectedComponentsWithStats(strong)[2][1:, cv2.CC_STAT_AREA]
    if int(pieces.max()) < 0.45 * int(strong.sum()):
        return None  # spots all over: no one figure, and GrabCut is dear
    mask = np.full(shown.shape, cv2.GC_PR_BGD, np.uint8)
    mask[shown < (0.8 * level if tight else 0.12)] = cv2.GC_BGD
    mask[shown > level * 0.75] = cv2.GC_PR_FGD
    mask[shown > min(level * 1.4, 0.9)] = cv2.GC_FGD
    thin = max(min(height, width) // 40, 1)
    mask[:thin] = mask[:, :thin] = mask[:, -thin:] = cv2.GC_BGD
    return mask


def whole(cut: Bytes, shown: Floats) -> Bytes | None:
    """The piece that stands out most, without holes; what only a thin bridge holds to it is let go."""
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (7, 7))
    dot = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (3, 3))
    cut = np.asarray(cv2.morphologyEx(cut, cv2.MORPH_CLOSE, dot), np.uint8)
    count, labels = cv2.connectedComponents(np.asarray(cv2.morphologyEx(cut, cv2.MORPH_OPEN, disc), np.uint8))
    if count < 2:
        return None
    weight = np.bincount(labels.reshape(-1), weights=(shown**2).reshape(-1).astype(np.float64))
    core = (labels == 1 + int(weight[1:].argmax())).astype(np.uint8)
    near = np.asarray(cv2.dilate(core, disc, iterations=3), np.uint8) & cut
    count, labels = cv2.connectedComponents(near)
    held = np.bincount(labels.reshape(-1), weights=core.reshape(-1).astype(np.float64))
    shape = (labels == 1 + int(held[1:].argmax())).astype(np.uint8)
    outlines, _ = cv2.findContours(shape, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    return cv2.drawContours(np.zeros_like(shape), outlines, -1, 1, -1)


def clean(cut: Bytes, low: Bytes, most: float = _SHARED) -> bool:
    """Whether a cut is one figure: neither speck nor wall, compact, whole, and set off along its outline.

    `most` of the colours along it (see `shared`) may be those around it."""
    width = cut.shape[1]
    area = float(cut.mean())
    if not 0.012 < area < 0.6:
        return False
    sides = cut[:, 1].mean() + cut[:, -2].mean() + cut[1].mean()
    if sides > 0.15:
        return False
    outline, _ = cv2.findContours(cut, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    hull = cv2.contourArea(cv2.convexHull(outline[0]))
    if float(cut.sum()) < 0.34 * max(hull, 1.0):
        return False
    lab = cv2.cvtColor(cv2.GaussianBlur(low, (0, 0), 1.0), cv2.COLOR_RGB2LAB).astype(np.float32)
    if abs(np.nonzero(cut)[1].mean() / width - 0.5) > 0.36:
        return False
    level, upright = _set_off(cut, lab).mean(), _set_off(cut.T, lab.transpose(1, 0, 2)).mean()
    if level < 0.78 or upright < 0.55 or not _outlined(cut, lab) or shared(cut, low) > most:
        return False
    ways = ((cut, lab), (cut.T, lab.transpose(1, 0, 2)), (cut.T[::-1], lab.transpose(1, 0, 2)[::-1]))
    return all(_ended(*way) for way in ways) and not _goes_on(cut, lab)


def _ended(cut: Bytes, lab: Floats) -> bool:
    """Whether the colour changes where a cut ends at its top: half a tower has the other half above it."""
    rows = np.flatnonzero(cut.any(axis=1))
    top, deep = int(rows[0]), max(len(rows) // 14, 2)
    if top < 6:
        return True
    y, x = np.nonzero(cut[top : top + deep])
    own = np.median(lab[top + y, x], axis=0)
    columns = np.unique(x)
    above = lab[top - 6 : top - 2, columns].reshape(-1, 3)
    return bool((np.sqrt(((above - own) ** 2).sum(axis=1)) > 12).mean() > 0.6)


def _goes_on(cut: Bytes, lab: Floats) -> bool:
    """Whether above a cut there is not what is beside it: a rocket without its nose has the nose there."""
    rows = np.flatnonzero(cut.any(axis=1))
    top = int(rows[0])
    if top < 6:
        return False
    columns = np.flatnonzero(cut[top : top + max(len(rows) // 14, 2)].any(axis=0))
    above = lab[top - 6 : top - 2, columns].reshape(-1, 3)
    beside = np.concatenate([columns[0] - np.arange(4, 11), columns[-1] + np.arange(4, 11)])
    beside = beside[(beside >= 0) & (beside < cut.shape[1])]
    there = np.median(lab[top - 6 : top - 2, beside].reshape(-1, 3), axis=0)
    return bool((np.sqrt(((above - there) ** 2).sum(axis=1)) > 14).mean() > 0.45)


def shared(cut: Bytes, low: Bytes) -> float:
    """How much the colours along a cut's outline are the same within and without, 0..1 (Bhattacharyya).

    Half of a thing (the face of a cat, the tank of a motorcycle) has the other half around it.
    """
    lab = cv2.cvtColor(cv2.GaussianBlur(low, (0, 0), 1.0), cv2.COLOR_RGB2LAB)
    reach = max(int(0.22 * float(cut.sum()) ** 0.5), 3)
    wide = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    thin = np.ones((3, 3), np.uint8)
    without = cv2.dilate(cut, wide) - cv2.dilate(cut, thin)
    within = cv2.erode(cut, thin) - cv2.erode(cut, wide, borderValue=1)
    found = []
    for band in (within, without):
        bins = cv2.calcHist([lab], [0, 1, 2], band, [10, 24, 24], [0, 256, 64, 192, 64, 192])
        bins = cv2.GaussianBlur(bins.reshape(10, -1), (0, 0), 0.6)
        found.append(bins / max(float(bins.sum()), 1.0))
    return float(np.sqrt(found[0] * found[1]).sum())


def _outlined(cut: Bytes, lab: Floats) -> bool:
    """Whether the colour changes across most of the outline: above, below, to the left and to the right."""
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5))
    inner = cut - cv2.erode(cut, kernel)
    outer = (cv2.dilate(cut, kernel) - cut).astype(np.float32)
    near, weight = cv2.blur(lab * outer[..., None], (9, 9)), cv2.blur(outer, (9, 9))
    there = inner.astype(bool) & (weight > 0.01)
    step = np.sqrt(((lab[there] - near[there] / weight[there][:, None]) ** 2).sum(axis=1)) > 11
    y, x = np.nonzero(there)
    if len(step) < 12 or step.mean() < 0.7:
        return False
    rows, columns = np.percentile(y, (25, 75)), np.percentile(x, (20, 80))
    parts = (y <= rows[0], y >= rows[1], x <= columns[0], x >= columns[1])
    return all(step[part].mean() > 0.58 for part in parts)


def _set_off(cut: Bytes, lab: Floats) -> NDArray[np.bool_]:
    """For each row of a cut and each of its ends: whether the colour changes there. Level ground does not."""
    found: list[bool] = []
    for y in np.flatnonzero(cut.any(axis=1)):
        columns = np.flatnonzero(cut[y])
        for end, way in ((int(columns[0]), -1), (int(columns[-1]), 1)):
            outside = end + 4 * way
            if 0 <= outside < cut.shape[1] and len(columns) > 2:
                step = lab[y, outside] - lab[y, end - 2 * way]
                found.append(bool(np.sqrt((step**2).sum()) > 12))
    return np.array(found or [False])
