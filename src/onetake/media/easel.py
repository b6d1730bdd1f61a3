"""Pictures of a film as the encoder wants them: upright, of one size, 8-bit 4:2:0 in limited range."""

from fractions import Fraction

import av
import av.filter
from av.filter import Graph

BT709 = 1
LIMITED = 1
_UPRIGHT: dict[int, tuple[tuple[str, str], ...]] = {
    0: (),
    90: (("transpose", "cclock"),),
    -90: (("transpose", "clock"),),
    180: (("hflip", ""), ("vflip", "")),
}
"""What makes a picture upright whose matrix turns it by so many degrees, counter-clockwise."""


class Easel:
    """Made from the first picture, which all that follow must be like. lying: its rows become columns."""

    def __init__(self, first: av.VideoFrame, size: tuple[int, int]) -> None:
        """size: width and height of the result as shown. Raises ValueError for an odd angle."""
        angle = 180 - (180 - first.rotation) % 360
        if angle not in _UPRIGHT:
            raise ValueError(f"the picture is turned by {angle} degrees")
        self._like = _traits(first)
        self.lying = bool(angle % 180)
        self._size = (size[1], size[0]) if self.lying else (size[0], size[1])
        self._turn = _turning(angle, self._size) if angle else None

    def painted(self, frame: av.VideoFrame) -> av.VideoFrame:
        """Raises ValueError for a picture that is not like the first."""
        if _traits(frame) != self._like:
            raise ValueError("the picture changes its size or form midway")
        rgb = frame.format.is_rgb
        made = frame.reformat(
            *self._size,
            "yuv420p",
            interpolation="LANCZOS",
            dst_colorspace="ITU709" if rgb else None,
            dst_color_range=LIMITED,
            threads=1,
        )
        if self._turn is not None:
            made.pts, made.time_base = 0, Fraction(1)
            self._turn.vpush(made)
            made = self._turn.vpull()
        made.pict_type = 0  # or the encoder would make key frames where the source had them
        return made


def _traits(frame: av.VideoFrame) -> tuple[int, int, str, int]:
    return frame.width, frame.height, frame.format.name, frame.rotation


def _turning(angle: int, size: tuple[int, int]) -> Graph:
    """The graph that turns pictures of this size; it only ever sees pictures that are ours."""
    graph = Graph()
    graph.threads = 1
    form, base = av.VideoFormat("yuv420p"), Fraction(1)
    source = graph.add_buffer(width=size[0], height=size[1], format=form, time_base=base)
    steps = [graph.add(name, how or None) for name, how in _UPRIGHT[angle]]
    graph.link_nodes(source, *steps, graph.add("buffersink"))
    graph.configure()
    return graph
