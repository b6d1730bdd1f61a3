"""References in the shot: pictures as framed plates that stand in the set, videos as plates that play."""

import math
from collections.abc import Iterator

import cv2
import numpy as np

from onetake.animatic import lettering
from onetake.animatic.colour import Bytes, Picture, from_rgb
from onetake.animatic.given.ahead import Ahead
from onetake.animatic.given.footage import fitted, frames, still
from onetake.animatic.job import Clip
from onetake.animatic.layer import Box, Layer, after, shift
from onetake.animatic.stage import Moment, Prop, Stage


def opened(clips: tuple[Clip, ...]) -> Iterator[Bytes]:
    """The images of these in their order, decoded from now on."""
    return Ahead(still(clip) for clip in clips if clip.kind == "image")


def build(
    stage: Stage,
    clips: tuple[Clip, ...],
    all_clips: tuple[Clip, ...] = (),
    images: Iterator[Bytes] | None = None,
) -> list[Prop]:
    """Every image and video of these, arranged; numbered as the prompt may call them, among all. images: what
    `opened` gave for them."""
    shown = [clip for clip in clips if clip.kind in ("video", "image")]
    shown.sort(key=lambda clip: clip.kind == "image")
    made: list[Prop] = []
    count = {"image": 0, "video": 0}
    names = []
    for clip in all_clips or clips:
        if clip.kind in count:
            count[clip.kind] += 1
            names.append((clip, f"{clip.kind} {count[clip.kind]}"))
    stills = opened(clips) if images is None else images
    for slot, clip in enumerate(shown):
        name = next(text for owner, text in names if owner is clip)
        x, y, box, depth = _place(slot, len(shown), stage)
        made.append(Card(stage, clip, name, x, y, box, depth, stills))
    return sorted(made, key=lambda card: card.depth)  # pyright: ignore[reportAttributeAccessIssue]


def _place(slot: int, count: int, stage: Stage) -> tuple[float, float, tuple[float, float], float]:
    """(x, y of the centre, room, depth) for a plate; at most five to a row, two rows."""
    rows = (
        1
        if count <= (4 if stage.width > stage.height else 2)
        else math.ceil(count / (5 if stage.width > stage.height else 3))
    )
    per = math.ceil(count / rows)
    row, column = slot // per, slot % per
    in_row = min(per, count - row * per)
    free = stage.height * 0.62
    room = (stage.width * 0.94 / per * 0.84, min(free / rows * 0.82, stage.unit * 0.5))
    x = stage.width * (0.03 + 0.94 * (column + 0.5 + (per - in_row) / 2) / per)
    y = (
        stage.height * 0.1
        + free * (row + 0.5) / rows
        + (0.012 * stage.unit if column % 2 else -0.012 * stage.unit)
    )
    depth = 0.62 + 0.12 * (slot % 3)
    return x, y, room, depth


class Card:
    """One plate: white mount, picture, soft shadow, its number; it hovers."""

    def __init__(
        self,
        stage: Stage,
        clip: Clip,
        name: str,
        x: float,
        y: float,
        room: tuple[float, float],
        depth: float,
        stills: Iterator[Bytes],
    ):
        self._stage, self.depth = stage, depth
        self._x, self._y, self._phase = x, y, stage.chance(f"card {name}").uniform(0, 6.28)
        self._feed: Iterator[Bytes] | None = (
            Ahead(frames(clip, math.ceil(room[1]))) if clip.kind == "video" else None
        )
        first = next(stills if self._feed is None else self._feed)
        ratio = min(max(first.shape[1] / first.shape[0], 0.56), 1.78)
        height = min(room[1], room[0] / ratio)
        self._size = (max(round(height * ratio) // 2 * 2, 16), max(round(height) // 2 * 2, 16))
        self._mount = max(round(stage.unit * 0.012) // 2 * 2, 4)
        self._tag = lettering.line(
            name, max(10, round(stage.unit * 0.024)), ink=(250, 250, 250), edge=(26, 30, 38), plate=205
        )
        # A picture is one layer with its shadow; of a clip every frame is mounted anew and its shadow is not.
        shade, box = _shadow(self._size, self._mount)
        self._back = _cast(shade, box) if self._feed is not None else None
        sheet = self._mounted(first)
        self._plate = self._plated(sheet) if self._feed is not None else _over(sheet, shade, box)

    def _mounted(self, rgb: Bytes) -> Bytes:
        """The picture in its mount, its number in the corner."""
        width, height = self._size
        m = self._mount
        sheet = cv2.copyMakeBorder(
            fitted(rgb, width, height), m, m, m, m, cv2.BORDER_CONSTANT, value=(244, 242, 238)
        )
        tag, cover = self._tag
        low, left = sheet.shape[0] - m - round(m * 0.2), m + m // 2
        part = sheet[max(low - tag.shape[0], 0) : low, left : left + tag.shape[1]]
        over = cover[-part.shape[0] :, : part.shape[1], None] / np.float32(255)
        part[:] = np.round(part + (tag[-part.shape[0] :, : part.shape[1]] - part.astype(np.float32)) * over)
        return sheet  # pyright: ignore[reportReturnType]

    def _plated(self, sheet: Bytes) -> Layer:
        """A mounted picture whose edge is smooth under a camera that moves."""
        edged = cv2.copyMakeBorder(sheet, 2, 2, 2, 2, cv2.BORDER_REPLICATE)
        alpha = np.zeros(edged.shape[:2], np.uint8)
        alpha[2:-2, 2:-2] = 255
        left, top = -edged.shape[1] / 2, -edged.shape[0] / 2
        return Layer(from_rgb(edged), alpha, Box(left, top, left + edged.shape[1], top + edged.shape[0]))  # pyright: ignore[reportArgumentType]

    def draw(self, frame: Picture, now: Moment) -> None:
        if self._feed is not None and now.index:
            self._plate = self._plated(self._mounted(next(self._feed)))
        hover = self._stage.unit * 0.006 * math.sin(now.seconds * 1.1 + self._phase)
        view = after(self._stage.camera.view(now.pose, self.depth), shift(self._x, self._y + hover))
        if self._back is not None:
            self._back.draw(frame, view)
        self._plate.draw(frame, view)


_SHADE = (16, 18, 26)


def _over(sheet: Bytes, shade: Bytes, box: Box) -> Layer:
    """A mounted picture on its shadow as one layer: it hides what of the shadow is below it."""
    rgb = np.full((*shade.shape, 3), _SHADE, np.uint8)
    left, top = round(-sheet.shape[1] / 2 - box.left), round(-sheet.shape[0] / 2 - box.top)
    inner = slice(top, top + sheet.shape[0]), slice(left, left + sheet.shape[1])
    alpha = shade.copy()
    rgb[inner], alpha[inner] = sheet, 255
    return Layer(from_rgb(rgb), alpha, box)


def _cast(shade: Bytes, box: Box) -> Layer:
    return Layer(from_rgb(np.full((*shade.shape, 3), _SHADE, np.uint8)), shade, box)


def _shadow(size: tuple[int, int], mount: int) -> tuple[Bytes, Box]:
    """How dark the shadow of a plate is, and where it falls: a little below."""
    width, height = size[0] + 2 * mount, size[1] + 2 * mount
    spread = mount * 3
    alpha = np.zeros((height + 4 * spread, width + 4 * spread), np.uint8)
    alpha[2 * spread : 2 * spread + height, 2 * spread : 2 * spread + width] = 110
    alpha = cv2.GaussianBlur(alpha, (0, 0), spread * 0.55)
    left, top = -width / 2 - 2 * spread, -height / 2 - 2 * spread + mount * 1.5
    return alpha, Box(left, top, left + alpha.shape[1], top + alpha.shape[0])  # pyright: ignore[reportReturnType]
