"""Pictures out of a video, inside the locked child: one of them, or many on one sheet.

Orders: times (seconds from the beginning, rising; beyond the end is the last picture), size (width and height
of each picture, even), columns (of the sheet), format ("jpeg" or "png").
"""

import importlib
import io
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, BinaryIO

import av
from PIL import Image

from onetake.media import clip
from onetake.media.easel import Easel
from onetake.media.sniff import Format

QUALITY = 85


def prepare(format: Format) -> None:
    """Load what is otherwise loaded on first use; afterwards no module can be opened any more."""
    clip.prepare(format)
    Image.preinit()
    for plugin in ("PIL.JpegImagePlugin", "PIL.PngImagePlugin"):
        importlib.import_module(plugin)


def repair(file: BinaryIO, format: Format, orders: Mapping[str, Any], result: BinaryIO) -> dict[str, Any]:
    """Write the pictures to `result`. Raises ValueError for what has none, and FFmpeg's errors."""
    size = orders["size"][0], orders["size"][1]
    pictures = [_picture(frame, size) for frame in _chosen(file, format, orders["times"], size)]
    sheet = _sheet(pictures, size, orders["columns"])
    body = io.BytesIO()
    sheet.save(body, orders["format"].upper(), **({"quality": QUALITY} if orders["format"] == "jpeg" else {}))
    result.write(body.getvalue())
    return {"format": orders["format"], "pictures": len(pictures)}


def _chosen(
    file: BinaryIO, format: Format, times: list[float], size: tuple[int, int]
) -> Iterator[av.VideoFrame]:
    """The picture that is shown at each time."""
    easel, shown, waiting = None, None, list(times)
    for at, frame in _frames(file, format):
        while shown is not None and waiting and at > waiting[0]:
            easel = easel or Easel(shown, size)
            yield easel.painted(shown)
            waiting.pop(0)
        shown = frame
        if not waiting:
            return
    if shown is None:
        raise ValueError("the file has no picture that can be decoded")
    easel = easel or Easel(shown, size)
    for _ in waiting:
        yield easel.painted(shown)


def _frames(file: BinaryIO, format: Format) -> Iterator[tuple[float, av.VideoFrame]]:
    with clip.opened(file, format, wide=False) as container:
        video, _ = clip.streams(container, format, wide=False)
        assert video is not None
        start = Fraction(video.start_time or 0) * (video.time_base or 1)
        for count, packet in enumerate(container.demux(video)):
            if count > clip.MAX_PACKETS or packet.is_corrupt:
                raise ValueError("the file is cut off or holds too many packets")
            for frame in packet.decode():
                assert isinstance(frame, av.VideoFrame)
                yield float((frame.pts or 0) * (frame.time_base or Fraction(0)) - start), frame


def _picture(frame: av.VideoFrame, size: tuple[int, int]) -> Image.Image:
    plane = frame.reformat(format="rgb24", threads=1).planes[0]
    return Image.frombytes("RGB", size, bytes(plane), "raw", "RGB", plane.line_size, 1)


def _sheet(pictures: list[Image.Image], size: tuple[int, int], columns: int) -> Image.Image:
    if len(pictures) == 1:
        return pictures[0]
    rows = -(-len(pictures) // columns)
    sheet = Image.new("RGB", (size[0] * columns, size[1] * rows))
    for index, picture in enumerate(pictures):
        sheet.paste(picture, (index % columns * size[0], index // columns * size[1]))
    return sheet
