"""What is beside a clip: every tile where the grid says, and a time under every frame of the sheet."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onetake.animatic.colour import Picture, to_rgb
from onetake.animatic.job import FPS
from onetake.animatic.sheet import CELLS, STEP, Sheets

SIZES = ((864, 496), (496, 864), (640, 640), (1280, 720), (1470, 630), (64, 48))


def filled(width: int, height: int, seconds: int) -> Sheets:
    """The sheets of a clip whose luma grows by one each frame."""
    frames, frame = seconds * FPS, Picture.blank(width, height)
    sheets = Sheets(width, height, frames)
    for index in range(frames):
        frame.y[:] = 16 + index % 200
        sheets.take(frame, index)
    return sheets


@settings(max_examples=12, deadline=None)
@given(st.sampled_from(SIZES), st.integers(4, 15))
def test_each_tile_of_the_grid_is_the_frame_of_its_time(size: tuple[int, int], seconds: int):
    sheets = filled(*size, seconds)
    grid, picture = sheets.grid, sheets.sprites()
    assert grid.every == STEP / FPS and (grid.count - 1) * grid.every < seconds <= grid.count * grid.every
    assert picture.shape == (grid.rows * grid.height, grid.columns * grid.width, 3)
    assert grid.columns * (grid.rows - 1) < grid.count <= grid.columns * grid.rows
    for place in range(grid.count):
        left, top = place % grid.columns * grid.width, place // grid.columns * grid.height
        tile = picture[top : top + grid.height, left : left + grid.width]
        drawn = Picture.blank(2, 2)
        drawn.y[:] = 16 + place * STEP % 200
        assert np.abs(tile.astype(int) - to_rgb(drawn)[0, 0].astype(int)).max() <= 1


@pytest.mark.parametrize("size", SIZES)
def test_a_sheet_shows_the_first_frame_the_last_and_a_time_under_each(size: tuple[int, int]):
    sheets = filled(*size, 5)
    assert [index for index, _ in sheets._cells][:: CELLS - 1] == [0, 5 * FPS - 1]
    assert len(sheets._cells) == CELLS
    sheet = sheets.contact()
    height, ground = sheets._cell[1], sheet[0, 0].astype(int)
    strip = sheet[8 + height : 8 + height + 22].astype(int)
    assert np.abs(strip - ground).max() > 100, "no time code was written"
    assert sheet.shape[1] > 4 * sheets._cell[0] and sheet.shape[0] > 2 * height


def test_a_small_copy_keeps_the_proportions_and_is_never_larger_than_the_frame():
    for width, height in SIZES:
        grid = Sheets(width, height, 96).grid
        assert max(grid.width, grid.height) == min(160, max(width, height))
        assert abs(grid.width / grid.height - width / height) < 0.06 * width / height
