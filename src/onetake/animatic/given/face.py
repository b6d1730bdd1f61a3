"""Faces in a picture: where people look at the camera, found by OpenCV's own cascade (after Viola and Jones).

The cascade comes with OpenCV; where a build has none, no face is found and nothing else changes.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock

import cv2
import numpy as np

from onetake.animatic.colour import Bytes

_LONG = 288
_LEAST = 28
"""Pixels across the smallest face, at `_LONG`."""
_ACROSS = 112
"""Pixels across a face in which eyes are looked for."""
_LIPS = 0.27
_SURE = 9.0
"""The weight of the last stage: what is a face by chance has less."""
_ONE = Lock()
"""A cascade looks at one picture at a time, and two may be read at once."""


@dataclass(frozen=True, slots=True)
class Face:
    """A face as shares of the picture's width and height: its middle (between the eyes and the
    mouth), and how wide and high it is from ear to ear and from brow to chin."""

    x: float
    y: float
    wide: float
    high: float


def faces(rgb: Bytes) -> tuple[Face, ...]:
    """The faces of an RGB picture, largest first; of those much smaller than the largest none."""
    cascade = _cascade("frontalface_alt2")
    if cascade is None:
        return ()
    height, width = rgb.shape[:2]
    scale = min(_LONG / max(height, width), 1.0)
    size = (max(round(width * scale), 16), max(round(height * scale), 16))
    grey = cv2.cvtColor(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY)
    roof = size[1] // 6  # a head that the upper edge cuts through is one too
    grey = cv2.copyMakeBorder(grey, roof, 0, 0, 0, cv2.BORDER_REPLICATE)
    with _ONE:
        found, _, weights = cascade.detectMultiScale3(
            grey, 1.09, 4, 0, (_LEAST, _LEAST), outputRejectLevels=True
        )
    boxes = [box for box, weight in zip(found, weights, strict=True) if float(weight) > _SURE]
    boxes.sort(key=lambda box: (-int(box[2]), int(box[0]), int(box[1])))
    return tuple(
        Face((x + w / 2) / size[0], (y + h * 0.52 - roof) / size[1], w / size[0], h / size[1])
        for x, y, w, h in np.array(boxes, np.float64).reshape(-1, 4).tolist()
        if w >= 0.6 * int(boxes[0][2])
    )


def eyes(rgb: Bytes, face: Face) -> tuple[tuple[float, float], tuple[float, float]] | None:
    """Where the left and the right eye of a face in this RGB picture are, in widths of the face from its
    middle (right, down). None where they are not both plain to see: behind glasses, closed, turned away."""
    cascade = _cascade("eye")
    if cascade is None:
        return None
    height, width = rgb.shape[:2]
    wide, x, y = face.wide * width, face.x * width, face.y * height
    top, left = max(round(y - 0.4 * wide), 0), max(round(x - 0.45 * wide), 0)
    part = rgb[top : round(y + 0.12 * wide), left : round(x + 0.45 * wide)]
    if min(part.shape[:2]) < 16:
        return None
    scale = _ACROSS / part.shape[1]
    size = (_ACROSS, max(round(part.shape[0] * scale), 16))
    grey = cv2.cvtColor(cv2.resize(part, size, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY)
    with _ONE:
        found = np.array(cascade.detectMultiScale(grey, 1.1, 3, 0, (18, 18)), np.float64).reshape(-1, 4)
    middles = []
    for box in sorted(found.tolist()):
        a, b = _pupil(np.asarray(grey, np.uint8), *box)
        middles.append(((a / scale + left - x) / wide, (b / scale + top - y) / wide))
    sides = [[eye for eye in middles if 0.12 < way * eye[0] < 0.3] for way in (-1, 1)]
    if len(sides[0]) != 1 or len(sides[1]) != 1 or abs(sides[0][0][1] - sides[1][0][1]) > 0.09:
        return None
    return sides[0][0], sides[1][0]


def mouth(rgb: Bytes, face: Face) -> float:
    """How far below the middle of a face its lips meet, in widths of the face: at the darkest line there."""
    height, width = rgb.shape[:2]
    wide, x, y = face.wide * width, face.x * width, face.y * height
    rows = slice(max(round(y + 0.17 * wide), 0), max(round(y + 0.37 * wide), 0))
    part = rgb[rows, max(round(x - 0.1 * wide), 0) : max(round(x + 0.1 * wide), 0)]
    if min(part.shape[:2]) < 6:
        return _LIPS
    line = part[..., 1].astype(np.float32).mean(axis=1, keepdims=True)  # lips and gums have little green
    line = cv2.GaussianBlur(line, (0, 0), max(0.012 * wide, 0.5))[:, 0]
    away = (np.arange(len(line)) + 0.5 + rows.start - y) / wide - _LIPS
    return float(away[int((line + 160 * np.abs(away)).argmin())] + _LIPS)


def _pupil(grey: Bytes, x: float, y: float, wide: float, high: float) -> tuple[float, float]:
    """The middle of what is dark in the box of an eye; its upper part, where the brow is, does not count."""
    top, left = round(y + 0.4 * high), round(x + 0.15 * wide)
    part = grey[top : round(y + 0.85 * high), left : round(x + 0.85 * wide)].astype(np.float32)
    part = cv2.GaussianBlur(part, (0, 0), 1.0)
    dark = np.clip(np.percentile(part, 18) - part, 0, None) + 1e-3
    rows, columns = np.mgrid[0 : part.shape[0], 0 : part.shape[1]]
    total = float(dark.sum())
    return left + 0.5 + float((columns * dark).sum()) / total, top + 0.5 + float((rows * dark).sum()) / total


@lru_cache(2)
def _cascade(name: str) -> cv2.CascadeClassifier | None:
    path = Path(cv2.__file__).parent / "data" / f"haarcascade_{name}.xml"
    if not path.is_file():
        return None
    made = cv2.CascadeClassifier(str(path))
    return None if made.empty() else made
