"""Light on a flat figure: a lit edge, a shaded side, a darker foot, as if it were round."""

from dataclasses import dataclass

import cv2
import numpy as np

from onetake.animatic.colour import BLACK, RGB, Bytes, Picture, from_rgb, halved, plain, yuv
from onetake.animatic.layer import Box, Layer


@dataclass(frozen=True, slots=True)
class Light:
    """`rim` is the colour of the lit edge, `shade` of the side turned away; `side` +1 means from the right.

    `edge` is how strong the lit edge is, `form` how strong the shade, 0..1.
    """

    rim: RGB
    shade: RGB
    side: float = 1.0
    edge: float = 0.6
    form: float = 0.34


def rounded(picture: Picture, alpha: Bytes, light: Light, scale: float) -> Picture:
    """The picture of a figure with light on it; `scale` is pixels a figure unit."""
    lit = _mixed(picture, _away(alpha, light.side, scale * 0.075), light.shade, light.form)
    lit = _mixed(
        lit, _edge(alpha, light.side, max(1.5, min(scale * 0.014, 2 + scale * 0.004))), light.rim, light.edge
    )
    return Picture(
        *(_fallen(plane, middle) for plane, middle in zip(lit.planes, (BLACK, 128, 128), strict=True))
    )


def _fallen(plane: Bytes, middle: int) -> Bytes:
    """Less light from top to bottom: values draw nearer to what is no light or no colour."""
    fall = np.linspace(1.05, 0.86, plane.shape[0])[:, None]
    rows, rest = np.empty_like(plane), np.empty_like(plane)
    rows[:], rest[:] = np.round(fall * 240), np.round(16 + (1 - fall) * middle)
    return cv2.addWeighted(cv2.multiply(plane, rows, scale=1 / 240), 1.0, rest, 1.0, -16)  # pyright: ignore[reportReturnType]


def _mixed(picture: Picture, cover: Bytes, colour: RGB, strength: float) -> Picture:
    whole = cv2.convertScaleAbs(cover, alpha=strength)
    half = halved(whole)  # pyright: ignore[reportArgumentType]
    made: list[Bytes] = []
    for plane, share, tone in zip(picture.planes, (whole, half, half), yuv(colour), strict=True):
        kept = cv2.multiply(plane, cv2.bitwise_not(share), scale=1 / 255)
        made.append(cv2.add(kept, cv2.convertScaleAbs(share, alpha=tone / 255)))  # pyright: ignore[reportArgumentType]
    return Picture(*made)


def _edge(alpha: Bytes, side: float, width: float) -> Bytes:
    """The strip along the outline that faces the light."""
    high, wide = alpha.shape
    inner = cv2.getRectSubPix(
        alpha, (wide, high), ((wide - 1) / 2 + side * width, (high - 1) / 2 - width * 0.9)
    )
    inner = cv2.GaussianBlur(inner, (0, 0), width * 0.4)
    return cv2.subtract(alpha, inner)  # pyright: ignore[reportReturnType]


def _away(alpha: Bytes, side: float, width: float) -> Bytes:
    """How far each place is turned from the light: strong along the outline there, soft towards the middle.

    Worked out at a fraction of the size: nothing of it is sharp.
    """
    down = max(int(width / 3), 1)
    small = cv2.resize(
        alpha, (max(alpha.shape[1] // down, 2), max(alpha.shape[0] // down, 2)), interpolation=cv2.INTER_AREA
    )
    reach = width / down
    move = np.array([[1, 0, side * reach * 1.3], [0, 1, -reach * 0.9]], np.float32)
    inner = cv2.warpAffine(small, move, (small.shape[1], small.shape[0]))
    inner = cv2.GaussianBlur(inner, (0, 0), max(reach * 0.8, 0.5))
    soft = cv2.subtract(small, inner)
    return cv2.resize(soft, (alpha.shape[1], alpha.shape[0]), interpolation=cv2.INTER_LINEAR)  # pyright: ignore[reportReturnType]


def thrown(pose: Layer, side: float, length: float, colour: RGB, strength: float) -> Layer:
    """The shadow that a pose throws on level ground, towards the camera and away from the light.

    `side` +1 means that the light comes from the right; `length` is how far the shadow reaches to the side
    for each unit of height. Baked at half the size: its edge is soft.
    """
    assert pose.alpha is not None
    small = cv2.resize(pose.alpha, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    height, width = small.shape
    scale = pose.res * 0.5
    foot, pad = -pose.box.top * scale, 6.0
    reach = length * max(foot, 1.0)
    low, drop = max(height - foot, 0.0) * _FLAT, _FLAT * max(foot, 1.0)
    size = (int(width + reach + 2 * pad) // 2 * 2 + 2, int(low + drop + 2 * pad) // 2 * 2 + 2)
    start = pad + (reach if side > 0 else 0.0)
    # A row `foot - y` above the ground falls that much further to the side and to the front.
    matrix = np.array(
        [[1, side * length, start - side * length * foot], [0, -_FLAT, low + pad + _FLAT * foot]]
    )
    alpha = cv2.warpAffine(small, matrix, size, flags=cv2.INTER_LINEAR)
    alpha = cv2.GaussianBlur(alpha, (0, 0), max(scale * 1.2, 0.8))
    alpha = cv2.convertScaleAbs(alpha, alpha=strength)
    rgb = plain((*alpha.shape, 3), colour)
    left, top = pose.box.left - start / scale, -(low + pad) / scale
    box = Box(left, top, left + size[0] / scale, top + size[1] / scale)
    return Layer(from_rgb(rgb), np.asarray(alpha, np.uint8), box, scale)


_FLAT = 0.2
"""How far to the front a shadow falls for each unit of height."""
