"""What the documents say of how long a generation takes, before anything was learned
(catalogue/timing.toml)."""

import itertools
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from onetake.core import geometry

UNKNOWN = (30.0, 300.0)
"""Where nothing is documented (model servers): wide, so that a few observations take over."""
LOOK, GAP = 5.0, 2.0


@cache
def _rows() -> Mapping[str, Any]:
    return tomllib.loads(files("onetake.catalogue").joinpath("timing.toml").read_text("utf-8"))


def range_for(route: str, resolution: str, seconds: int | str) -> tuple[float, float]:
    """Seconds in which about eight of ten such tasks end, by what the route's documents say."""
    told = _rows().get(route, {})
    rows: Sequence[Any] = _rows().get(told.get("like", route), {}).get("rows", ())
    if not rows:
        return UNKNOWN
    work = work_of(resolution, seconds)
    if work <= rows[0]["work"]:
        return tuple(map(float, rows[0]["range"]))  # type: ignore[return-value]
    for low, high in itertools.pairwise(rows):
        if work <= high["work"]:
            part = (work - low["work"]) / (high["work"] - low["work"])
            pairs = zip(low["range"], high["range"], strict=True)
            return tuple(a + (b - a) * part for a, b in pairs)
    return tuple(map(float, rows[-1]["range"]))  # type: ignore[return-value]


def work_of(resolution: str, seconds: int | str) -> float:
    """Megapixels of one 16:9 frame times seconds of video; automatic lengths count as ten."""
    width, height = geometry.size(resolution, "16:9")
    return width * height / 1e6 * (10 if seconds == "auto" else int(seconds))


def least_gap(route: str, looks: int | None, elapsed: float) -> float:
    """Seconds until the next look at the least, after `looks` of them (None: not known).

    The documents' interval is kept as an allowance: look n is not before n intervals, so that a task never
    costs more looks than the advice kept from the create on; what is saved early is spent near the end. No
    two looks are closer than the route's gap.
    """
    told = _rows().get(route, {})
    every, gap = float(told.get("every", LOOK)), float(told.get("gap", GAP))
    if looks is None:
        return max(gap, every)
    return max(gap, (looks + 1) * every - elapsed)
