"""The parent's side of taking pictures out of a video that somebody else made."""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from onetake.core.problem import Problem
from onetake.media import jail
from onetake.media.probe import Probe, accepted, probe
from onetake.media.sniff import HEAD

TIMEOUT_SECONDS = 60.0
CELL = 320
"""Longest side of a picture on a sheet."""
COLUMNS, PICTURES = 5, 20
AT_THE_END = 1e9
_turns = jail.Turns()


@dataclass(frozen=True, slots=True)
class Orders:
    """times: seconds at which a picture is taken. size: width and height of each. format: jpeg or png."""

    times: Sequence[float]
    size: tuple[int, int]
    format: str = "jpeg"

    @property
    def result(self) -> tuple[int, int]:
        """Width and height of what is written."""
        if len(self.times) == 1:
            return self.size
        return self.size[0] * COLUMNS, self.size[1] * -(-len(self.times) // COLUMNS)


def first(width: int, height: int) -> Orders:
    """The picture that a player shows before it plays."""
    return Orders((0.0,), _even(width, height))


def last(width: int, height: int) -> Orders:
    """The last picture, without loss: another video can go on from it."""
    return Orders((AT_THE_END,), _even(width, height), "png")


def sheet(width: int, height: int, seconds: float) -> Orders:
    """Twenty pictures, evenly spread over the length, in rows of five."""
    scale = CELL / max(width, height)
    times = [seconds * i / PICTURES for i in range(PICTURES)]
    return Orders(times, _even(round(width * scale), round(height * scale)))


def _even(width: int, height: int) -> tuple[int, int]:
    return max(2, width // 2 * 2), max(2, height // 2 * 2)


async def take(source: Path, orders: Orders, to: Path, *, timeout: float = TIMEOUT_SECONDS) -> Probe:
    """Write the pictures of the video `source` to `to`, a new file, and say what it is.

    As many at a time as half the processors. Raises Problem media_invalid (also when it takes longer than
    `timeout` seconds), internal when the jail cannot start; OSError for files that cannot be opened or made.
    On any failure `to` is gone.
    """
    media = os.open(source, os.O_RDONLY | os.O_CLOEXEC)
    try:
        format = accepted(os.pread(media, HEAD, 0), "video")
        made = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        told = {"times": list(orders.times), "size": orders.size, "columns": COLUMNS, "format": orders.format}
        try:
            arguments = (format.name, "still", str(made), json.dumps(told))
            async with jail.turn(_turns, max(1, (os.cpu_count() or 1) // 2)):
                await jail.ask(arguments, media, f"{format.name} file", timeout, result=made)
        finally:
            os.close(made)
        # The child has read hostile bytes: what it wrote is looked at like anything else.
        found = await probe(to, "image", decode=True)
        if (found.format, (found.width, found.height)) != (orders.format, orders.result):
            raise Problem("media_invalid", "the pictures are not what was ordered")
        return found
    except FileExistsError:
        raise
    except BaseException:
        to.unlink(missing_ok=True)
        raise
    finally:
        os.close(media)
