"""A baked, premultiplied picture with an alpha, and its way onto the frame under any affine view.

A `View` is a 2x3 matrix from stage to frame, in continuous pixel coordinates (a pixel's centre is at .5).
"""

import math
from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np

from onetake.animatic.colour import Bytes, Picture, halved
from onetake.animatic.cover import Piece, bands, pieces
from onetake.animatic.sampling import MARGIN, Scaling, View, Window, is_shift, padded, shifted, span, warped


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
    (a, b, x), (c, d, y) = outer.tolist()
    (e, f, u), (g, h, v) = inner.tolist()
    return np.array(
        (
            (a * e + b * g, a * f + b * h, a * u + b * v + x),
            (c * e + d * g, c * f + d * h, c * u + d * v + y),
        )
    )


class Part(NamedTuple):
    """A rectangle of the frame that a layer covers, and the layer's own pixels as the frame sees them."""

    window: Window
    own: View
    opaque: bool

    def within(self, left: int, top: int, right: int, bottom: int) -> "Part":
        """The same in a smaller window."""
        return Part((left, top, right, bottom), self.own, self.opaque)


class Layer:
    """A premultiplied picture; `alpha` None means opaque everywhere.

    `box` is where it lies on the stage; `res` how many of its pixels make one of the stage's.
    """

    __slots__ = (
        "_pieces", "_quad", "_scaling", "_shift", "_view", "_wide",
        "alpha", "alpha_half", "box", "picture", "res",
    )  # fmt: skip

    def __init__(self, picture: Picture, alpha: Bytes | None, box: Box, res: float = 1.0):
        self.box, self.res = box, res
        self.alpha = alpha
        self.alpha_half = None if alpha is None else halved(alpha)
        self._pieces: tuple[Piece, ...] | None = None
        self._quad: Bytes | None = None
        self._wide: tuple[Bytes, ...] = ()
        self._view: View | None = None
        self._shift = False
        self._scaling: Scaling | None = None
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
        (a, b, x), (c, d, y) = view.tolist()
        left, top, res = self.box.left, self.box.top, self.res
        return np.array(
            ((a / res, b / res, a * left + b * top + x), (c / res, d / res, c * left + d * top + y))
        )

    def _blend(self, frame: Picture, own: View, window: Window, share: float) -> None:
        y, cover = self._luma(own, window, 0)
        u, v, cover_half, *_ = self._chroma(own, window, 0)
        keep = cover
        for index, (fresh, over) in enumerate(((y, cover), (u, cover_half), (v, cover_half))):
            rows, columns = span(window, index > 0)
            target = frame.planes[index][rows, columns]
            if share < 1:
                fresh = cv2.convertScaleAbs(fresh, alpha=share)
                over = cv2.convertScaleAbs(over, alpha=share)
            if index < 2:  # both planes of colour have one cover
                keep = cv2.bitwise_not(over)
            cv2.multiply(target, keep, dst=target, scale=1 / 255)
            cv2.add(target, fresh, dst=target)

    def _dissolve(self, frame: Picture, own: View, window: Window, share: float) -> None:
        for index, fresh in enumerate(self._plain(own, window)):
            rows, columns = span(window, index > 0)
            target = frame.planes[index][rows, columns]
            cv2.addWeighted(target, 1 - share, fresh, share, 0, dst=target)

    def _copy(self, frame: Picture, own: View, window: Window) -> None:
        """Opaque, so its premultiplied pixels are its own."""
        for index, fresh in enumerate(self._plain(own, window)):
            rows, columns = span(window, index > 0)
            frame.planes[index][rows, columns] = fresh

    def _plain(self, own: View, window: Window) -> tuple[Bytes, Bytes, Bytes]:
        """Luma and colour where nothing shows through."""
        u, v, *_ = self._chroma(own, window, None)
        return self._luma(own, window, None)[0], u, v

    def _luma(self, own: View, window: Window, outside: int | None) -> list[Bytes]:
        """The luma as the window sees it and, where something shows through, how much it covers."""
        planes = [self.picture.y] if outside is None or self.alpha is None else [self.picture.y, self.alpha]
        if self._shifts(own):
            return shifted(planes, own, window, False)
        if Scaling.fits(own, window):
            scaling = self._scaled(own)
            if (cut := scaling.cut(window, outside is None and self.alpha is not None)) is not None:
                return [scaling.sample(plane, cut) for plane in self._wide[: len(planes)]]
        return [warped(plane, own, window, False, outside) for plane in planes]

    def _chroma(self, own: View, window: Window, outside: int | None) -> list[Bytes]:
        """The same of both planes of colour, and their cover."""
        if not self._shifts(own):
            return cv2.split(warped(self._packed(), own, window, True, outside))  # pyright: ignore[reportReturnType]
        planes = [self.picture.u, self.picture.v]
        if self.alpha_half is not None and outside is not None:
            planes.append(self.alpha_half)
        return shifted(planes, own, window, True)

    def _packed(self) -> Bytes:
        """Colour and cover in one array, which from then on is where they lie: what is seen in a shot by a
        view that is no shift is hardly ever seen by one that is."""
        if self._quad is None:
            planes = [self.picture.u, self.picture.v]
            if self.alpha_half is not None:
                planes.append(self.alpha_half)
            self._quad = quad = np.asarray(cv2.merge((planes * 2)[:4]), np.uint8)
            self.picture = Picture(self.picture.y, quad[:, :, 0], quad[:, :, 1])
            if self.alpha_half is not None:
                self.alpha_half = quad[:, :, 2]
        return self._quad

    def _shifts(self, own: View) -> bool:
        """Whether the view is a pure shift; remembered, for all parts of a layer have one view in a frame."""
        if self._view is not own:
            self._view, self._shift, self._scaling = own, is_shift(own), None
        return self._shift

    def _scaled(self, own: View) -> Scaling:
        """The windows that can be resized under the view of `_shifts`."""
        if not self._wide:
            planes = [self.picture.y] if self.alpha is None else [self.picture.y, self.alpha]
            self._wide = tuple(padded(plane, None if self.alpha is None else 0) for plane in planes)
            y, *cover = (
                plane[MARGIN:, MARGIN:][: self.picture.y.shape[0], : self.picture.y.shape[1]]
                for plane in self._wide
            )
            self.picture = Picture(y, self.picture.u, self.picture.v)
            self.alpha = cover[0] if cover else None
        if self._scaling is None:
            self._scaling = Scaling(own, self._wide[0].shape)
        return self._scaling


def _times(plane: Bytes, alpha: Bytes) -> Bytes:
    return cv2.multiply(plane, alpha, scale=1 / 255)  # pyright: ignore[reportReturnType]


def _window(own: View, shape: tuple[int, ...], frame: tuple[int, ...]) -> Window | None:
    """The even-aligned part of the frame that the layer can touch, or None."""
    height, width = shape[:2]
    (a, b, x), (c, d, y) = own.tolist()
    a, b, c, d = a * width, b * height, c * width, d * height
    left, right = math.floor(min(a, 0.0) + min(b, 0.0) + x), math.ceil(max(a, 0.0) + max(b, 0.0) + x)
    top, bottom = math.floor(min(c, 0.0) + min(d, 0.0) + y), math.ceil(max(c, 0.0) + max(d, 0.0) + y)
    left, top = max(left - left % 2, 0), max(top - top % 2, 0)
    right, bottom = min(right + right % 2, frame[1]), min(bottom + bottom % 2, frame[0])
    if left >= right or top >= bottom:
        return None
    return left, top, right, bottom
