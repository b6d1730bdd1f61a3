"""Previews of delivered videos, made when they are first asked for and kept while the server runs."""

import asyncio
import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

from onetake.core.ids import new_core
from onetake.core.problem import Problem
from onetake.core.task import Output
from onetake.media import still
from onetake.services.platform import Platform

MOST = 256
"""Previews on disk; the one that was not asked for the longest goes first."""
THUMBNAIL, SPRITESHEET = "thumbnail", "spritesheet"


@dataclass(frozen=True, slots=True)
class Still:
    """A JPEG file."""

    path: Path
    sha256: str


class Stills:
    """Equal videos have one preview, whoever asks for it and however often at once."""

    def __init__(self) -> None:
        self._made: OrderedDict[tuple[str, str], asyncio.Task[Still]] = OrderedDict()

    async def of(self, p: Platform, project: str, output: Output, name: str) -> Still:
        """The preview of a project's video: its thumbnail or its sheet of pictures.

        Raises Problem(not_found) for a video that is gone or shows nothing.
        """
        key = (output.video, name)
        made = self._made.get(key)
        if made is None or (made.done() and not _there(made)):
            made = self._made[key] = asyncio.create_task(_make(p, project, output, name))
        self._made.move_to_end(key)
        self._forget()
        # Whoever hangs up must not take it away from the others who wait for it.
        return await asyncio.shield(made)

    def _forget(self) -> None:
        ended = [key for key, made in self._made.items() if made.done()]
        for key in ended[: max(0, len(self._made) - MOST)]:
            made = self._made.pop(key)
            if _there(made):
                made.result().path.unlink(missing_ok=True)


def _there(made: asyncio.Task[Still]) -> bool:
    return not made.cancelled() and made.exception() is None and made.result().path.exists()


async def _make(p: Platform, project: str, output: Output, name: str) -> Still:
    width, height = output.width, output.height
    orders = still.first(width, height) if name == THUMBNAIL else still.sheet(width, height, output.seconds)
    path = p.tmp / f"still-{new_core(p.entropy)}"
    try:
        await still.take(p.objects.path_in(project, output.video), orders, path)
    except FileNotFoundError:
        raise Problem("not_found", "the file is gone") from None
    except Problem as problem:
        if problem.code != "media_invalid":
            raise
        raise Problem("not_found", f"no preview can be made: {problem.detail}") from None
    return Still(path, await asyncio.to_thread(_digest, path))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
