"""How long a provider takes for a video: the ranges that documents give (catalogue/durations.toml)."""

import random
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

USUAL = "native"
"""The row of a route that has none."""


@dataclass(frozen=True, slots=True)
class Course:
    """Seconds that a task waits in the queue, then seconds that it is worked on."""

    queued: float
    running: float


@cache
def _rows() -> Mapping[str, Mapping[str, Any]]:
    rows = tomllib.loads(files("onetake.catalogue").joinpath("durations.toml").read_text("utf-8"))
    return {name: rows[row["as"]] if "as" in row else row for name, row in rows.items()}


def course(route: str, seconds: int, dice: random.Random) -> Course:
    """A course inside the documented range for so many seconds of video."""
    row = _rows().get(route) or _rows()[USUAL]
    fits = [(low, high) for upto, low, high in row["work"] if seconds <= upto]
    least, most = fits[0] if fits else row["work"][-1][1:]
    return Course(dice.uniform(*row["queue"]), dice.uniform(least, most))
