"""A track of thumbnails (WebVTT): which part of a picture of small frames belongs to which time.

What players with a scrubber read: each cue names the picture and, as a media fragment (W3C, `#xywh=`), the
rectangle of its tile in pixels.
"""

from collections.abc import Mapping
from typing import Any


def webvtt(grid: Mapping[str, Any], seconds: float, picture: str) -> str:
    """The track of a clip of so many seconds. grid: columns, rows, width, height, count, every, as a task
    tells them (`core.task.Output`). picture: where the grid lies, as a URL or relative to the track."""
    lines, every = ["WEBVTT"], float(grid["every"])
    for place in range(int(grid["count"])):
        start, end = place * every, min((place + 1) * every, seconds)
        if end <= start:
            break
        left = place % grid["columns"] * grid["width"]
        top = place // grid["columns"] * grid["height"]
        tile = f"{picture}#xywh={left},{top},{grid['width']},{grid['height']}"
        lines += ["", f"{_time(start)} --> {_time(end)}", tile]
    return "\n".join(lines) + "\n"


def _time(seconds: float) -> str:
    whole = round(seconds * 1000)
    minutes, rest = divmod(whole, 60_000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{rest // 1000:02d}.{rest % 1000:03d}"
