"""A baked, premultiplied picture with an alpha, and its way onto the frame under any affine view.

A `View` is a 2x3 matrix from stage to frame, both in continuous pixel coordinates (a pixel's centre is at
.5). Pure shifts take OpenCV's sub-pixel rectangle path, eight times as fast as a general warp.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from onetake.animatic.colour import Bytes, Picture, halved
from onetake.animatic.cover import Piece, bands, pieces

View = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the stage, in frame pixels at the neutral camera."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top


def shift(x: float, y: float, scale: float = 1.0) -> View:
    """The view that scales by `scale` and then moves by (x, y)."""
    return np.array([[scale, 0, x], [0, scale, y]], np.float64)


def after(outer: View, inner: View) -> View:
    """The view that applies `inner` first and `outer` to its result."""
    linear = outer[:, :2] @ inner[:, :2]
    return np.column_stack([linear, outer[:, :2] @ inner[:, 2] + outer[:, 2]])


@dataclass(frozen=True, slots=True)
class Part:
    """A rectangle of the frame that a layer covers, and the layer's own pixels as the frame sees them."""

    window: tuple[int, int, int, int]
    own: View
    opaque: bool

    def within(self, left: int, top: int, right: int, bottom: int) -> "Part":
        """The same in a smaller window."""
        return Part((left, top, right, bottom), self.own, self.opaque)


class Layer:
    """A premultiplied picture; `alpha` None means opaque everywhere.

    `box` is where it lies on the stage; `res` how many of its pixels make one of the stage's.
    """

    __slots__ = ("_pieces", "alpha", "alpha_half", "box", "picture", "res")

    def __init__(self, picture: Picture, alpha: Bytes | None, box: Box, res: float = 1.0):
        self.box, self.res = box, res
        self.alpha = alpha
        self.alpha_half = None if alpha is None else halved(alpha)
        self._pieces: tuple[Piece, ...] | None = None
        if alpha is None or self.alpha_half is None:
            self.picture = picture
        else:
            half = self.alpha_half
            self.picture = Picture(_times(picture.y, alpha), _times(picture.u, half), _times(picture.v, half))

    def softened(self, blur: float) -> "Layer":
        """The same out of focus; `blur` is the spread in pixels of the stage."""
        spread = blur * self.res

        def soft(plane: Bytes, half: bool) -> Bytes:
            return cv2.GaussianBlur(plane, (0, 0), spread / 2 if half else spread)  # pyright: ignore[reportReturnType]

        planes = [soft(plane, index > 0) for index, plane in enumerate(self.picture.planes)]
        made = Layer(Picture(*planes), None, self.box, self.res)
        if self.alpha is not None and self.alpha_half is not None:
            made.alpha, made.alpha_half = soft(self.alpha, False), soft(self.alpha_half, True)
        return made

    def draw(self, frame: Picture, view: View, share: float = 1.0) -> None:
        """Mix this layer into the frame as the view shows it; `share` below 1 makes it fainter."""
        own = self._own(view)
        window = _window(own, self.picture.y.shape, frame.y.shape)
        if window is not None:
            self.paint(frame, Part(window, own, self.alpha is None), share)

    def parts(self, frame: Picture, view: View) -> list[Part]:
        """What has to be painted so that the frame shows this layer: rectangles that do not overlap."""
        own = self._own(view)
        window = _window(own, self.picture.y.shape, frame.y.shape)
        if window is None:
            return []
        if self.alpha is None or own[1, 0]:
            return [Part(window, own, self.alpha is None)]
        if self._pieces is None:
            self._pieces = pieces(self.alpha)
        made = []
        (a, shear, x), (_, d, y) = own.tolist()
        found = bands(self._pieces, self.alpha.shape[1]) if shear else self._pieces
        if shear:
            a, x = 1e6, window[0]
        for left, top, right, bottom, opaque in found:
            place = (
                max(2 * round((a * left + x) / 2), window[0]),
                max(2 * round((d * top + y) / 2), window[1]),
                min(2 * round((a * right + x) / 2), window[2]),
                min(2 * round((d * bottom + y) / 2), window[3]),
            )
            if place[0] < place[2] and place[1] < place[3]:
                made.append(Part(place, own, opaque))
        return made

    def paint(self, frame: Picture, part: Part, share: float = 1.0) -> None:
        """Draw one part."""
        if not part.opaque:
            self._blend(frame, part.own, part.window, share)
        elif share >= 1:
            self._copy(frame, part.own, part.window)
        else:
            self._dissolve(frame, part.own, part.window, share)

    def _own(self, view: View) -> View:
        return after(view, shift(self.box.left, self.box.top, 1 / self.res))

    def _blend(self, frame: Picture, own: View, window: tuple[int, int, int, int], share: float) -> None:
        assert self.alpha is not None and self.alpha_half is not None
        for half, planes in ((False, (0,)), (True, (1, 2))):
            rows, columns = _span(window, half)
            cover = _sample(self.alpha_half if half else self.alpha, own, window, half, 0)
            if share < 1:
                cover = cv2.convertScaleAbs(cover, alpha=share)
            keep = cv2.bitwise_not(cover)
            for index in planes:
                target = frame.planes[index][rows, columns]
                fresh = _sample(self.picture.planes[index], own, window, half, 0)
                if share < 1:
                    fresh = cv2.convertScaleAbs(fresh, alpha=share)
                cv2.multiply(target, keep, dst=target, scale=1 / 255)
                cv2.add(target, fresh, dst=target)

    def _dissolve(self, frame: Picture, own: View, window: tuple[int, int, int, int], share: float) -> None:
        for index, plane in enumerate(self.picture.planes):
            rows, columns = _span(window, index > 0)
            target = frame.planes[index][rows, columns]
            fresh = _sample(plane, own, window, index > 0, None)
            cv2.addWeighted(target, 1 - share, fresh, share, 0, dst=target)

    def _copy(self, frame: Picture, own: View, window: tuple[int, int, int, int]) -> None:
        """Opaque, so its premultiplied pixels are its own."""
        for index, plane in enumerate(self.picture.planes):
            rows, columns = _span(window, index > 0)
            frame.planes[index][rows, columns] = _sample(plane, own, window, index > 0, None)


def _times(plane: Bytes, alpha: Bytes) -> Bytes:
    return cv2.multiply(plane, alpha, scale=1 / 255)  # pyright: ignore[reportReturnType]


def _window(own: View, shape: tuple[int, ...], frame: tuple[int, ...]) -> tuple[int, int, int, int] | None:
    """The even-aligned part of the frame that the layer can touch, or None."""
    height, width = shape[:2]
    corners = own[:, :2] @ np.array([[0, width, 0, width], [0, 0, height, height]]) + own[:, 2:]
    left, top = np.floor(corners.min(axis=1)).astype(int)
    right, bottom = np.ceil(corners.max(axis=1)).astype(int)
    left, top = max(left - left % 2, 0), max(top - top % 2, 0)
    right, bottom = min(right + right % 2, frame[1]), min(bottom + bottom % 2, frame[0])
    if left >= right or top >= bottom:
        return None
    return int(left), int(top), int(right), int(bottom)


def _span(window: tuple[int, int, int, int], half: bool) -> tuple[slice, slice]:
    left, top, right, bottom = window
    if half:
        return slice(top // 2, (bottom + 1) // 2), slice(left // 2, (right + 1) // 2)
    return slice(top, bottom), slice(left, right)


def _sample(
    plane: Bytes, own: View, window: tuple[int, int, int, int], half: bool, outside: int | None
) -> Bytes:
    """The plane as seen in the window; `outside` None repeats its border.

    The fast path always repeats the border, so a cut-out leaves two clear pixels around itself.
    """
    rows, columns = _span(window, half)
    size = (columns.stop - columns.start, rows.stop - rows.start)
    unit = 0.5 if half else 1.0
    (a, b, x), (c, d, y) = own.tolist()
    x, y = columns.start - x * unit, rows.start - y * unit
    if a == d == 1 and b == c == 0:
        centre = (x + (size[0] - 1) / 2, y + (size[1] - 1) / 2)
        return cv2.getRectSubPix(plane, size, centre)  # pyright: ignore[reportReturnType]
    area = a * d - b * c
    ia, ib, ic, id_ = d / area, -b / area, -c / area, a / area
    x, y = x + 0.5, y + 0.5
    matrix = np.array(((ia, ib, ia * x + ib * y - 0.5), (ic, id_, ic * x + id_ * y - 0.5)))
    border = cv2.BORDER_REPLICATE if outside is None else cv2.BORDER_CONSTANT
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return cv2.warpAffine(plane, matrix, size, flags=flags, borderMode=border, borderValue=outside or 0)  # pyright: ignore[reportReturnType]
