"""The track of thumbnails of a delivered video, written when it is asked for."""

from onetake.apps.server import ranged
from onetake.apps.server.exchange import Exchange
from onetake.core import thumbnails
from onetake.core.problem import Problem
from onetake.core.task import Task

VARIANT = "sprites_vtt"
_TYPE = (b"content-type", b"text/vtt; charset=utf-8")
_ANYWHERE = (b"cross-origin-resource-policy", b"cross-origin")


async def serve(ex: Exchange, task: Task, picture: str) -> None:
    """Answer with the track of a task's grid, which lies at `picture`. Raises Problem(not_found) without
    one."""
    output = task.output
    if output is None or not output.sprites or not output.grid:
        raise Problem("not_found", "the task has no grid of frames")
    ex.policy = ranged.POLICY
    track = thumbnails.webvtt(output.grid, output.seconds, picture)
    await ex.whole(200, _TYPE, track.encode(), (_ANYWHERE,))
