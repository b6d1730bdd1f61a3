"""People in a picture, cut out of it: where a face is, there are a head around it and shoulders below it."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from onetake.animatic.colour import Bytes
from onetake.animatic.given.face import Face

Floats = NDArray[np.float32]
_ROUNDS = 2


def people(low: Bytes, faces: Sequence[Face]) -> Floats | None:
    """The cover 0..1 of the people with these faces in a small RGB picture, or None without a clean one."""
    if not faces:
        return None
    mask = _seeds(low.shape[0], low.shape[1], faces)
    sure = (mask == cv2.GC_FGD).astype(np.uint8)
    cv2.setRNGSeed(1)  # its colour models start from k-means, which draws lots
    empty = np.zeros((1, 65), np.float64)
    try:
        cv2.grabCut(low, mask, (0, 0, 1, 1), empty, empty.copy(), _ROUNDS, cv2.GC_INIT_WITH_MASK)
    except cv2.error:  # one of the two colour models got no samples
        return None
    cut = _whole(((mask == cv2.GC_FGD) | (mask == cv2.GC_PR_FGD)).astype(np.uint8), sure)
    if not sure.sum() * 1.1 < cut.sum() < 0.8 * cut.size:
        return None
    return np.asarray(cv2.GaussianBlur(cut.astype(np.float32), (0, 0), 0.8), np.float32)


def _seeds(height: int, width: int, faces: Sequence[Face]) -> Bytes:
    """GrabCut's mask: sure in the face, the neck and the breast, open in hair, shoulders and arms, and none
    of it beside and above the head."""
    mask = np.full((height, width), cv2.GC_BGD, np.uint8)
    parts = [_parts(face, height, width) for face in faces]
    for drawn, value in ((0, cv2.GC_PR_BGD), (1, cv2.GC_PR_FGD), (2, cv2.GC_FGD)):
        for shapes in parts:
            for shape in shapes[drawn]:
                cv2.fillPoly(mask, [np.round(shape).astype(np.int32)], (value,))
        if value == cv2.GC_PR_FGD:  # beside a head that fills the picture there is still what is behind it
            chin, thin = round(max(face.y + 0.4 * face.high for face in faces) * height), max(width // 40, 2)
            mask[: max(chin, 0), :thin] = mask[: max(chin, 0), -thin:] = cv2.GC_BGD
    return mask


def _parts(face: Face, height: int, width: int) -> list[list[NDArray[np.float64]]]:
    """Outlines of what may be, what should be and what must be a person, in pixels. Lengths are in faces."""
    x, y, w, h = face.x * width, face.y * height, face.wide * width, face.high * height
    floor = height + 1.0

    def oval(up: float, across: float, high: float) -> NDArray[np.float64]:
        turn = np.linspace(0, 2 * np.pi, 24, endpoint=False)
        return np.column_stack([x + across * w * np.cos(turn), y + up * h + high * h * np.sin(turn)])

    def bust(shoulder: float, neck: float, body: float) -> NDArray[np.float64]:
        top, low = y + 0.35 * h, y + shoulder * h
        right = [(x + neck * w, top), (x + neck * w, low - 0.25 * h), (x + body * w, low + 0.35 * h)]
        left = [(2 * x - a, b) for a, b in reversed(right)]
        return np.array([*right, (x + body * w, floor), (x - body * w, floor), *left])

    may = [oval(-0.16, 1.08, 1.16), bust(0.8, 0.9, 2.1)]
    should = [oval(-0.12, 0.86, 1.02), bust(0.92, 0.6, 1.9)]
    must = [oval(0.0, 0.36, 0.44), bust(1.35, 0.2, 0.55)]
    return [may, should, must]


def _whole(cut: Bytes, sure: Bytes) -> Bytes:
    """What hangs together with what is sure, smooth and without holes."""
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5))
    cut = np.asarray(cv2.morphologyEx(cut | sure, cv2.MORPH_OPEN, disc), np.uint8) | sure
    _, labels = cv2.connectedComponents(cut)
    kept = np.isin(labels, np.unique(labels[sure > 0])) & (cut > 0)
    # holes at the lower edge are holes too: beyond it the person goes on
    shape = cv2.copyMakeBorder(kept.astype(np.uint8), 0, 1, 0, 0, cv2.BORDER_CONSTANT, value=0)
    columns = np.flatnonzero(kept[-1])
    if len(columns):
        shape[-1, columns[0] : columns[-1] + 1] = 1
    outlines, _ = cv2.findContours(shape, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    return np.asarray(cv2.drawContours(np.zeros_like(shape), outlines, -1, 1, -1)[:-1], np.uint8)
