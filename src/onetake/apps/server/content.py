"""`GET /videos/{id}/content`: a task's file for whoever has the key, with ranges (contract §10)."""

from urllib.parse import parse_qsl

from onetake.apps.server import files, ranged, thumbnails
from onetake.apps.server.exchange import Exchange
from onetake.core.problem import Offence, Problem
from onetake.services import tasks
from onetake.services.views import FILES, file_url


async def content(ex: Exchange) -> None:
    """The video, or with `?variant=` what is beside it. Raises Problem(not_found) without one."""
    variant = dict(parse_qsl(ex.scope["query_string"].decode("latin-1"))).get("variant", "video")
    known = (*FILES, thumbnails.VARIANT)
    if variant not in known:
        limit = f"one of {', '.join(known)}"
        raise Problem.of([Offence("variant", variant[:40], limit, "Leave it out for the video")])
    task = await tasks.get(ex.p, ex.caller.project, ex.core())
    if task.output is None:
        raise Problem("not_found", f"the task is {task.status} and has no file")
    if variant == thumbnails.VARIANT:
        return await thumbnails.serve(ex, task, file_url(ex.p, task, "sprites"))
    return await ranged.serve(ex, files.delivered(ex.p, task, variant))
