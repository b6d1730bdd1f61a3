"""How a wait looks: bars on a terminal, lines in a pipe. Always on standard error."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click

EVERY_SECONDS = 5.0
WORDS = {
    "accepted": "queued",
    "staging": "fetching inputs",
    "submitting": "submitting",
    "unknown": "asking the provider whether it has the task",
    "submitted": "queued at the backend",
    "rendering": "rendering",
    "storing": "storing",
}

Show = Callable[[Any], None]


@contextmanager
def shown(quiet: bool) -> Iterator[Show]:
    """A function that takes the video at every change of phase or frames."""
    if quiet:
        yield lambda video: None
    elif sys.stderr.isatty():
        with _bar() as show:
            yield show
    else:
        yield Lines(lambda line: click.echo(line, err=True))


class Lines:
    """A line for every new phase, and for measured frames every few seconds."""

    def __init__(self, write: Callable[[str], None], clock: Callable[[], float] = time.monotonic) -> None:
        self._write, self._clock = write, clock
        self._began = self._last = clock()
        self._phase = ""

    def __call__(self, video: Any) -> None:
        now = self._clock()
        if video.phase == self._phase and now - self._last < EVERY_SECONDS:
            return
        self._phase, self._last = video.phase, now
        self._write(f"[{now - self._began:5.1f} s] {said(video)}")


def said(video: Any) -> str:
    """Phase, and frames where they were measured."""
    word: str = WORDS.get(video.phase) or str(video.phase)
    return f"{word}: {video.progress[0]} of {video.progress[1]} frames" if video.progress else word


@contextmanager
def _bar() -> Iterator[Show]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.fields[frames]}", markup=False),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        bar = bars.add_task("queued", total=None, frames="")

        def show(video: Any) -> None:
            done, total = video.progress or (0, None)
            frames = f"{done}/{total} frames" if total else ""
            bars.update(bar, description=WORDS.get(video.phase, str(video.phase)), frames=frames)
            if total:
                bars.update(bar, completed=done, total=total)

        yield show
