"""The subject of a reference picture, cut out and stood in the scene: with a shadow, the scene's light, and
a little life."""

import math
from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from onetake.animatic.colour import Bytes, Picture, from_rgb
from onetake.animatic.given import footage
from onetake.animatic.given.depth import guess, small
from onetake.animatic.given.diorama import cover
from onetake.animatic.given.face import Face, faces
from onetake.animatic.given.mien import Mien, Span
from onetake.animatic.job import Clip
from onetake.animatic.layer import Box, Layer, after, shift
from onetake.animatic.stage import Moment, Stage

Floats = NDArray[np.float32]
_TALL = {"close": 0.86, "medium": 0.62, "wide": 0.4}
_GOING = {"walk": 0.30, "run": 0.55, "trot": 0.4}


class Cutout:
    """A figure by itself: its RGB pixels and how much of each is its own (0..1). `whole` is False for one
    that the lower edge of its picture cuts off; `faces` are those in it."""

    def __init__(self, rgb: Bytes, alpha: Floats, faces: Sequence[Face]):
        rows, columns = np.flatnonzero((alpha > 0.5).any(axis=1)), np.flatnonzero((alpha > 0.5).any(axis=0))
        top, bottom, left, right = int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1
        self.whole = bottom < rgb.shape[0] - 2 and not (_level(alpha[:bottom]) and faces)
        high, wide = rgb.shape[0] / (bottom - top), rgb.shape[1] / (right - left)
        self.faces = tuple(
            Face(
                (face.x * rgb.shape[1] - left) / (right - left),
                (face.y * rgb.shape[0] - top) / (bottom - top),
                face.wide * wide,
                face.high * high,
            )
            for face in faces
        )
        self.alpha = np.ascontiguousarray(alpha[top:bottom, left:right])
        self.rgb = _inward(np.ascontiguousarray(rgb[top:bottom, left:right]), self.alpha)

    @classmethod
    def of(cls, clip: Clip) -> "Cutout | None":
        """The figure of a given picture, or None where there is no clean one. Raises Failure."""
        ready = footage.cut(clip)
        if ready is not None:
            rgb, alpha = _reduced(*ready)
            return cls(rgb, alpha, faces(rgb))
        rgb = footage.still(clip)
        if max(rgb.shape) > 1600:
            rgb = small(rgb, 1600)
        relief = guess(rgb, keen=True)
        if relief.figure is None:
            return None
        alpha = np.clip((cover(rgb, relief.figure) - 0.35) / 0.55, 0, 1).astype(np.float32)
        return cls(rgb, alpha, relief.faces)


def _level(alpha: Floats) -> bool:
    """Whether a cover ends in one straight line below: of somebody with a face, a line that cuts them off."""
    last = alpha[-max(len(alpha) // 60, 2) :].max(axis=0) > 0.5
    return bool(last.sum() > 0.45 * (alpha > 0.5).any(axis=0).sum())


def _reduced(rgb: Bytes, alpha: Floats) -> tuple[Bytes, Floats]:
    """No larger than a scene can need."""
    if max(rgb.shape) > 1600:
        rgb = small(rgb, 1600)
        size = (rgb.shape[1], rgb.shape[0])
        alpha = np.asarray(cv2.resize(alpha, size, interpolation=cv2.INTER_AREA), np.float32)
    return rgb, alpha


def _inward(rgb: Bytes, alpha: Floats) -> Bytes:
    """The colours of the inside carried to the edge, where the old background shines through."""
    core = (alpha > 0.95).astype(np.float32)[..., None]
    reach = max(min(alpha.shape) / 60, 1.5)
    near = cv2.GaussianBlur(rgb * core, (0, 0), reach)
    weight = cv2.GaussianBlur(core, (0, 0), reach)[..., None]
    spread = near / np.maximum(weight, 1e-3)
    take = (1 - core) * np.clip(weight * 50, 0, 1)
    return np.clip(rgb * (1 - take) + spread * take, 0, 255).astype(np.uint8)


class Standee:
    """A cut-out on its feet at depth 1; one that its picture cuts off below rises from the lower edge.

    `slot` of `count` says which of several it is; a `thing` neither walks nor breathes. `prompt` and `said`
    are what its face does, and when it speaks."""

    depth = 1.0

    def __init__(
        self,
        stage: Stage,
        cut: Cutout,
        slot: int,
        count: int,
        thing: bool,
        action: str,
        prompt: str = "",
        said: Sequence[Span] = (),
    ):
        self._stage = stage
        tall = stage.unit * (0.8 if thing else 1.0) * _TALL[stage.reading.framing]
        if not cut.whole:  # who is seen from the waist up is nearer
            tall = min(1.3 * tall, 0.92 * stage.unit)
        wide = tall * cut.rgb.shape[1] / cut.rgb.shape[0]
        room = min(stage.width * 0.86 / count, stage.unit * 0.82)  # what is long is not as high as a person
        tall *= min(1.0, room / wide)
        res = tall / cut.rgb.shape[0]
        size = (max(round(cut.rgb.shape[1] * res) // 2 * 2, 8), max(round(tall) // 2 * 2, 8))
        how = cv2.INTER_AREA if res < 1 else cv2.INTER_CUBIC
        rgb = cv2.resize(cut.rgb, size, interpolation=how)
        alpha = cv2.resize(cut.alpha, size, interpolation=cv2.INTER_AREA if res < 1 else cv2.INTER_LINEAR)
        rgb, alpha = _lit(np.asarray(rgb, np.uint8), stage), np.asarray(alpha, np.float32)
        self._layer = _flat(rgb, alpha)
        opaque = np.round(255 * alpha).astype(np.uint8)
        self._mien = Mien.of(rgb, cut.faces, prompt, stage.seconds, stage.seed + slot, said, opaque)
        self._corner = shift(-size[0] / 2, -size[1])
        self._shadow = _shadow(size[0], size[1], stage) if cut.whole else None
        self._x = stage.width * (0.5 + (slot - (count - 1) / 2) * 0.86 / count)
        self._foot = stage.foot if cut.whole else stage.height + stage.unit * 0.03
        self._turn = stage.chance(f"standee {slot}").uniform(0, 2 * math.pi)
        going = 0.0 if thing or not cut.whole else _GOING.get(action, 0.0)
        self._going = going * (-1 if stage.reading.direction == "left" else 1)
        self._thing = thing

    def draw(self, frame: Picture, now: Moment) -> None:
        stage, t = self._stage, now.seconds
        along = self._going * (now.share - 0.5) * stage.unit
        if "tracking" in stage.reading.moves:
            along = now.pose.truck[0] * stage.unit  # the camera goes where it goes
        lift, lean = 0.0, 0.008 * math.sin(1.3 * t + self._turn)
        if self._going:
            lift = abs(math.sin(5.2 * t)) * 0.012 * stage.unit
            lean = 0.022 * math.sin(5.2 * t)
        elif self._thing:
            lean *= 0.3
        view = after(stage.camera.view(now.pose, self.depth), shift(self._x + along, self._foot))
        if self._shadow is not None:
            self._shadow.draw(frame, view)
        c, s = math.cos(lean), math.sin(lean)
        breath = 1 + (0.0 if self._thing else 0.004 * math.sin(1.9 * t + self._turn))
        sway = np.array([[c, -s * breath, 0.0], [s, c * breath, -lift]])
        view = after(view, sway)
        self._layer.draw(frame, view)
        if self._mien is not None:
            self._mien.draw(frame, after(view, self._corner), t)


def _flat(rgb: Bytes, alpha: Floats) -> Layer:
    """A layer whose foot is the origin, with two clear pixels around it."""
    high, wide = alpha.shape
    rgb = np.pad(rgb, ((2, 2), (2, 2), (0, 0)), mode="edge")
    cover = np.pad(np.round(alpha * 255).astype(np.uint8), 2)
    return Layer(from_rgb(rgb), cover, Box(-wide / 2 - 2, -high - 2, wide / 2 + 2, 2))


def _lit(rgb: Bytes, stage: Stage) -> Bytes:
    """Under the light of the scene, by half: the picture has brought light of its own."""
    light = np.array(stage.palette.light, np.float32) * 0.55 + 0.45
    return np.clip(rgb * light, 0, 255).astype(np.uint8)


def _shadow(wide: int, high: int, stage: Stage) -> Layer:
    """Dark where the foot touches the ground, thinning outwards."""
    across, down = max(round(wide * 0.62), 8), max(round(min(wide * 0.16, high * 0.1)), 4)
    soft = max(down * 0.45, 1.5)
    pad = round(3 * soft)
    alpha = np.zeros((2 * (down + pad) // 2 * 2, 2 * (across + pad) // 2 * 2), np.uint8)
    middle = (alpha.shape[1] // 2, alpha.shape[0] // 2)
    cv2.ellipse(alpha, middle, (across, down), 0, 0, 360, (120,), -1, cv2.LINE_AA)
    alpha = np.asarray(cv2.GaussianBlur(alpha, (0, 0), soft), np.uint8)
    rgb = np.empty((*alpha.shape, 3), np.uint8)
    rgb[:] = tuple(part // 3 for part in stage.palette.shade)
    left, top = -alpha.shape[1] / 2, -alpha.shape[0] / 2
    return Layer(from_rgb(rgb), alpha, Box(left, top, -left, -top))
