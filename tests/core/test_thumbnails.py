"""A track of thumbnails: every moment has one tile, and it is the tile of that moment."""

import re

from hypothesis import given
from hypothesis import strategies as st

from onetake.core.thumbnails import webvtt

_CUE = re.compile(
    r"(\d\d):(\d\d):(\d\d\.\d{3}) --> (\d\d):(\d\d):(\d\d\.\d{3})\n(\S+)#xywh=(\d+),(\d+),(\d+),(\d+)"
)


def cues(track: str) -> list[tuple[float, float, str, tuple[int, ...]]]:
    """(start, end, picture, rectangle) of each, in seconds and pixels; every line of the track is read."""
    head, *rest = track.rstrip("\n").split("\n\n")
    assert head == "WEBVTT"
    found = []
    for part in rest:
        cue = _CUE.fullmatch(part)
        assert cue is not None, part
        start, end = (int(cue[i]) * 3600 + int(cue[i + 1]) * 60 + float(cue[i + 2]) for i in (1, 4))
        found.append((start, end, cue[7], tuple(int(cue[i]) for i in range(8, 12))))
    return found


@given(st.integers(1, 15), st.integers(1, 12), st.integers(2, 200), st.integers(2, 200))
def test_every_moment_has_the_tile_of_its_time(seconds: int, columns: int, width: int, height: int):
    count = seconds * 4
    grid = {
        "columns": columns, "rows": -(-count // columns), "width": width, "height": height, "count": count,
        "every": 0.25,
    }  # fmt: skip
    found = cues(webvtt(grid, seconds, "a.jpg?b=c"))
    assert [start for start, *_ in found] == [place * 0.25 for place in range(count)]
    assert [end for _, end, *_ in found] == [*(start for start, *_ in found[1:]), seconds]
    assert {picture for _, _, picture, _ in found} == {"a.jpg?b=c"}
    for place, (*_, (left, top, wide, high)) in enumerate(found):
        assert (left, top) == (place % columns * width, place // columns * height)
        assert (wide, high) == (width, height) and top + high <= grid["rows"] * height


def test_a_last_tile_ends_with_the_clip_and_what_would_come_after_it_is_left_out():
    grid = {"columns": 5, "rows": 2, "width": 8, "height": 6, "count": 8, "every": 0.3}
    found = cues(webvtt(grid, 2, "x"))
    assert len(found) == 7 and found[-1][:2] == (1.8, 2.0)
    long = {**grid, "count": 2, "every": 3_600.5}
    assert webvtt(long, 7201, "x").count("01:00:00.500") == 2
