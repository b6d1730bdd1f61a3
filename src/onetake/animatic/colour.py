"""Pictures in BT.709 limited range, 4:2:0, and the way there and back.

The whole engine composes in this space: it is what the encoder eats, it is half the bytes of RGB, and
mixing by weights that add up to one gives the same result in it as in RGB.
OpenCV's own YUV conversions are BT.601, so the matrix is spelled out here.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

RGB = tuple[int, int, int]
Bytes = NDArray[np.uint8]

_KR, _KB = 0.2126, 0.0722
_KG = 1 - _KR - _KB
_LUMA = np.array([_KR, _KG, _KB])
_MATRIX = np.array(
    [
        [*(_LUMA * 219 / 255), 16],
        [*((np.array([0, 0, 1]) - _LUMA) / (2 * (1 - _KB)) * 224 / 255), 128],
        [*((np.array([1, 0, 0]) - _LUMA) / (2 * (1 - _KR)) * 224 / 255), 128],
    ],
    dtype=np.float32,
)
_INVERSE = np.linalg.inv(_MATRIX[:, :3].astype(np.float64))
_BACK = np.hstack([_INVERSE, -_INVERSE @ _MATRIX[:, 3:4].astype(np.float64)]).astype(np.float32)

BLACK, WHITE = 16, 235
"""The luma of black and of white in limited range."""
_LARGE = 2**23
"""Bytes of an image that is changed in one."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One 4:2:0 picture: `y` is height x width, `u` and `v` half of each (rounded up)."""

    y: Bytes
    u: Bytes
    v: Bytes

    @classmethod
    def blank(cls, width: int, height: int) -> "Picture":
        half = ((height + 1) // 2, (width + 1) // 2)
        return cls(
            np.full((height, width), BLACK, np.uint8),
            np.full(half, 128, np.uint8),
            np.full(half, 128, np.uint8),
        )

    @property
    def planes(self) -> tuple[Bytes, Bytes, Bytes]:
        return self.y, self.u, self.v

    def copy(self) -> "Picture":
        return Picture(self.y.copy(), self.u.copy(), self.v.copy())

    def take(self, other: "Picture") -> None:
        """Overwrite this picture with another of the same size."""
        for mine, theirs in zip(self.planes, other.planes, strict=True):
            np.copyto(mine, theirs)


def plain(shape: tuple[int, ...], colour: tuple[int, ...]) -> Bytes:
    """A picture (height x width x channels) of one colour. A row, then whole rows: NumPy is a hundred times
    as slow at three bytes a time."""
    made = np.empty(shape, np.uint8)
    made[0] = colour
    made[1:] = made[0]
    return made


def halved(plane: Bytes) -> Bytes:
    """Half the size in both directions, by area."""
    size = ((plane.shape[1] + 1) // 2, (plane.shape[0] + 1) // 2)
    return cv2.resize(plane, size, interpolation=cv2.INTER_AREA)  # pyright: ignore[reportReturnType]


def from_rgb(rgb: Bytes) -> Picture:
    """An RGB image (height x width x 3) as a picture. The long sheets of a set are taken some rows at a time:
    what lies between the steps is twice as large as they are."""
    height, width = rgb.shape[:2]
    rows = _LARGE // (6 * width) * 2
    if rgb.size <= _LARGE or height % 2 or not rows:
        y, u, v = cv2.split(cv2.transform(rgb, _MATRIX))
        return Picture(y, halved(u), halved(v))  # pyright: ignore[reportArgumentType]
    made = Picture(
        np.empty((height, width), np.uint8), *np.empty((2, height // 2, (width + 1) // 2), np.uint8)
    )
    for top in range(0, height, rows):
        y, u, v = cv2.split(cv2.transform(rgb[top : top + rows], _MATRIX))
        made.y[top : top + rows] = y
        for plane, part in ((made.u, u), (made.v, v)):
            plane[top // 2 : (top + rows) // 2] = halved(part)  # pyright: ignore[reportArgumentType]
    return made


def to_rgb(picture: Picture) -> Bytes:
    """A picture as an RGB image (height x width x 3)."""
    height, width = picture.y.shape
    u = cv2.resize(picture.u, (width, height), interpolation=cv2.INTER_LINEAR)
    v = cv2.resize(picture.v, (width, height), interpolation=cv2.INTER_LINEAR)
    return cv2.transform(cv2.merge([picture.y, u, v]), _BACK)  # pyright: ignore[reportReturnType]


def yuv(rgb: RGB) -> tuple[int, int, int]:
    """One colour as limited-range BT.709 (y, u, v)."""
    y, u, v = _MATRIX @ np.array([*rgb, 1], np.float32)
    return round(float(y)), round(float(u)), round(float(v))


def mix(a: RGB, b: RGB, share: float) -> RGB:
    """`a` with `share` of `b` in it (0..1)."""
    share = min(max(share, 0.0), 1.0)
    return (
        round(a[0] + (b[0] - a[0]) * share),
        round(a[1] + (b[1] - a[1]) * share),
        round(a[2] + (b[2] - a[2]) * share),
    )


def scaled(colour: RGB, by: float) -> RGB:
    """A colour made darker (< 1) or brighter (> 1)."""
    return tuple(min(max(round(c * by), 0), 255) for c in colour)  # pyright: ignore[reportReturnType]
