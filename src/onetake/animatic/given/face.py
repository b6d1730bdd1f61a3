"""Faces in a picture: where people look at the camera, found by OpenCV's own cascade (after Viola and Jones).

The cascade comes with OpenCV; where a build has none, no face is found and nothing else changes.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np

from onetake.animatic.colour import Bytes

_LONG = 288
_LEAST = 22
"""Pixels across the smallest face, at `_LONG`."""
_SURE = 9.0
"""The weight of the last stage: what is a face by chance has less."""


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
    cascade = _cascade()
    if cascade is None:
        return ()
    height, width = rgb.shape[:2]
    scale = min(_LONG / max(height, width), 1.0)
    size = (max(round(width * scale), 16), max(round(height * scale), 16))
    grey = cv2.cvtColor(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY)
    roof = size[1] // 8  # a head that the upper edge cuts through is one too
    grey = cv2.copyMakeBorder(grey, roof, 0, 0, 0, cv2.BORDER_REPLICATE)
    found, _, weights = cascade.detectMultiScale3(grey, 1.12, 4, 0, (_LEAST, _LEAST), outputRejectLevels=True)
    boxes = [box for box, weight in zip(found, weights, strict=True) if float(weight) > _SURE]
    boxes.sort(key=lambda box: (-int(box[2]), int(box[0]), int(box[1])))
    return tuple(
        Face((x + w / 2) / size[0], (y + h * 0.52 - roof) / size[1], w / size[0], h / size[1])
        for x, y, w, h in np.array(boxes, np.float64).reshape(-1, 4).tolist()
        if w >= 0.6 * int(boxes[0][2])
    )


@lru_cache(1)
def _cascade() -> cv2.CascadeClassifier | None:
    path = Path(cv2.__file__).parent / "data" / "haarcascade_frontalface_alt2.xml"
    if not path.is_file():
        return None
    made = cv2.CascadeClassifier(str(path))
    return None if made.empty() else made
