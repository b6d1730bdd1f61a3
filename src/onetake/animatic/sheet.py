"""The pictures beside a clip: a contact sheet with time codes, and a grid of small frames for a scrubber.

Both are gathered while the frames are drawn, so nothing is decoded again. A sheet shows the first frame, the
last one and what lies evenly between; the grid has a tile for every quarter of a second, row by row.
"""

from dataclasses import asdict, dataclass
from typing import Any

import cv2
import numpy as np

from onetake.animatic import lettering
from onetake.animatic.colour import Bytes, Picture, halved, to_rgb
from onetake.animatic.job import FPS

CELLS = 12
CELL, TILE = 360, 160
"""Pixels of the longer side of a frame on the sheet and in the grid."""
STEP = 6
"""Frames from one tile to the next."""
COLUMNS = 10
_GAP, _STRIP = 8, 22
_GROUND = np.array((22, 24, 28), np.uint8)
_INK = (206, 210, 216)


@dataclass(frozen=True, slots=True)
class Grid:
    """How the tiles lie: `count` of them, `width` x `height` pixels each, one every `every` seconds."""

    columns: int
    rows: int
    width: int
    height: int
    count: int
    every: float

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


class Sheets:
    """Gathers small copies of the frames of one clip. Sizes in pixels."""

    def __init__(self, width: int, height: int, frames: int) -> None:
        self._cell, self._tile = _fitted(width, height, CELL), _fitted(width, height, TILE)
        self._wide = width >= height
        self._marks = {round(i * (frames - 1) / (CELLS - 1)) for i in range(CELLS)}
        self._cells: list[tuple[int, Picture]] = []
        self._tiles: list[Picture] = []
        count = -(-frames // STEP)
        self.grid = Grid(min(COLUMNS, count), -(-count // COLUMNS), *self._tile, count, STEP / FPS)

    def take(self, frame: Picture, index: int) -> None:
        """Look at a frame that is finished; most are not needed. In order, each once."""
        if index in self._marks:
            self._cells.append((index, _shrunk(frame, self._cell)))
        if index % STEP == 0:
            self._tiles.append(_shrunk(frame, self._tile))

    def contact(self) -> Bytes:
        """The sheet as RGB: rows of frames, under each its time in seconds."""
        columns = 4 if self._wide else 6
        width, height = self._cell
        rows = -(-len(self._cells) // columns)
        sheet = _ground(
            columns * (width + _GAP) + _GAP,
            rows * (height + _STRIP + _GAP) + _GAP,
        )
        for place, (index, picture) in enumerate(self._cells):
            left = _GAP + place % columns * (width + _GAP)
            top = _GAP + place // columns * (height + _STRIP + _GAP)
            sheet[top : top + height, left : left + width] = to_rgb(picture)
            _write(sheet, f"{index / FPS:.2f} s", left, top + height)
        return sheet

    def sprites(self) -> Bytes:
        """The grid as RGB; what is left of the last row is ground."""
        grid = self.grid
        sheet = _ground(grid.columns * grid.width, grid.rows * grid.height)
        for place, picture in enumerate(self._tiles):
            left, top = place % COLUMNS * grid.width, place // COLUMNS * grid.height
            sheet[top : top + grid.height, left : left + grid.width] = to_rgb(picture)
        return sheet


def _fitted(width: int, height: int, longer: int) -> tuple[int, int]:
    """The size of a smaller copy in even pixels: its longer side is `longer`."""
    scale = min(1.0, longer / max(width, height))
    return max(2, round(width * scale / 2) * 2), max(2, round(height * scale / 2) * 2)


def _shrunk(frame: Picture, size: tuple[int, int]) -> Picture:
    half = (size[0] // 2, size[1] // 2)
    return Picture(*(_down(plane, to) for plane, to in zip(frame.planes, (size, half, half), strict=True)))


def _down(plane: Bytes, size: tuple[int, int]) -> Bytes:
    """Halved by area while that is possible, which OpenCV does many times as fast as any other step."""
    while plane.shape[1] >= 2 * size[0]:
        plane = halved(plane)
    return cv2.resize(plane, size, interpolation=cv2.INTER_LINEAR)  # pyright: ignore[reportReturnType]


def _ground(width: int, height: int) -> Bytes:
    return np.broadcast_to(_GROUND, (height, width, 3)).copy()


def _write(sheet: Bytes, text: str, left: int, top: int) -> None:
    """A time code in the strip below a frame."""
    rgb, alpha = lettering.line(text, 14, ink=_INK, edge=(22, 24, 28), plate=1)
    height, width = alpha.shape
    at = top + (_STRIP - height) // 2
    part = sheet[at : at + height, left : left + width]
    share = alpha[: part.shape[0], : part.shape[1], None].astype(np.float32) / 255
    part[:] = np.round(part * (1 - share) + rgb[: part.shape[0], : part.shape[1]] * share)
