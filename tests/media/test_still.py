"""Pictures out of videos that somebody else made: in the locked child, and looked at before they are used."""

import asyncio
import os
from pathlib import Path

import pytest
from PIL import Image

from onetake.core.problem import Problem
from onetake.media import still

pytestmark = pytest.mark.process


def take(source: Path, orders: still.Orders, to: Path, **more) -> Image.Image:
    found = asyncio.run(still.take(source, orders, to, **more))
    assert (found.width, found.height) == orders.result
    picture = Image.open(to)
    picture.load()
    return picture


@pytest.mark.parametrize("rotation", [0, 90])
def test_first_last_and_sheet(clip, tmp_path, rotation):
    source = clip(tmp_path / "a.mp4", rotation=rotation)  # from black to white, in steps of three
    width, height = (180, 320) if rotation else (320, 180)
    first = take(source, still.first(width, height), tmp_path / "first")
    last = take(source, still.last(width, height), tmp_path / "last")
    sheet = take(source, still.sheet(width, height, 2.0), tmp_path / "sheet")
    assert (first.format, last.format, sheet.format) == ("JPEG", "PNG", "JPEG")
    assert first.size == last.size == (width, height)
    assert first.convert("L").getpixel((90, 90)) < 20 < 120 < last.convert("L").getpixel((90, 90))
    cells = [
        sheet.convert("L").getpixel((x * sheet.width // 5 + 20, y * sheet.height // 4 + 20))
        for y in range(4)
        for x in range(5)
    ]
    assert cells == sorted(cells)
    assert cells[-1] - cells[0] > 100


def test_a_video_that_is_shorter_than_was_said_ends_with_its_last_picture(clip, tmp_path):
    source = clip(tmp_path / "a.mp4", seconds=0.5)
    sheet = take(source, still.sheet(320, 180, 60.0), tmp_path / "sheet").convert("L")
    assert sheet.getpixel((330, 20)) == pytest.approx(sheet.getpixel((1590, 710)), abs=2)


@pytest.mark.parametrize(
    "body", [b"", b"not a film", b"\0\0\0\x18ftypisom" + bytes(200), b"\x89PNG\r\n\x1a\n" + bytes(50)]
)
def test_what_is_no_film_leaves_nothing(tmp_path, body):
    source, to = tmp_path / "a.mp4", tmp_path / "to"
    source.write_bytes(body)
    with pytest.raises(Problem) as caught:
        take(source, still.first(320, 180), to)
    assert (caught.value.code, to.exists()) == ("media_invalid", False)


def test_a_film_that_is_cut_off_leaves_nothing(clip, tmp_path):
    source = clip(tmp_path / "a.mp4", faststart=True)
    source.write_bytes(source.read_bytes()[:-2000])
    with pytest.raises(Problem):
        take(source, still.last(320, 180), tmp_path / "to")
    assert not (tmp_path / "to").exists()


def test_one_that_takes_too_long_is_given_up(clip, tmp_path):
    with pytest.raises(Problem) as caught:
        take(clip(tmp_path / "a.mp4"), still.first(320, 180), tmp_path / "to", timeout=0.001)
    assert caught.value.code in ("media_invalid", "internal")
    assert not (tmp_path / "to").exists()


def test_a_file_that_is_there_is_not_written_over(clip, tmp_path):
    (tmp_path / "to").write_bytes(b"mine")
    with pytest.raises(FileExistsError):
        take(clip(tmp_path / "a.mp4"), still.first(320, 180), tmp_path / "to")
    assert (tmp_path / "to").read_bytes() == b"mine"


def test_no_descriptor_is_left_open(clip, tmp_path):
    source = clip(tmp_path / "a.mp4")
    before = len(os.listdir("/proc/self/fd"))
    for number in range(3):
        take(source, still.first(320, 180), tmp_path / str(number))
    assert len(os.listdir("/proc/self/fd")) <= before + 3  # the event loop's own


@pytest.mark.parametrize(
    ("size", "cell"), [((1920, 1080), (320, 180)), ((1080, 1920), (180, 320)), ((2206, 946), (320, 136))]
)
def test_cells_keep_the_shape_of_the_video(size, cell):
    orders = still.sheet(*size, 5.0)
    assert orders.size == cell
    assert orders.result == (cell[0] * 5, cell[1] * 4)
    assert all(edge % 2 == 0 for edge in orders.size)
