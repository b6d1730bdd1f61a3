"""`GET /videos/{id}/content`: a task's file for whoever has the key, with ranges (contract §10)."""

from urllib.parse import parse_qsl

from onetake.apps.server import files, ranged
from onetake.apps.server.exchange import Exchange
from onetake.core.problem import Offence, Problem
from onetake.services import tasks
from onetake.services.views import FILES


async def content(ex: Exchange) -> None:
    """The video, or with `?variant=` a picture beside it. Raises Problem(not_found) without one."""
    variant = dict(parse_qsl(ex.scope["query_string"].decode("latin-1"))).get("variant", "video")
    if variant not in FILES:
        limit = f"one of {', '.join(FILES)}"
        raise Problem.of([Offence("variant", variant[:40], limit, "Leave it out for the video")])
    task = await tasks.get(ex.p, ex.caller.project, ex.core())
    if task.output is None:
        raise Problem("not_found", f"the task is {task.status} and has no file")
    await ranged.serve(ex, files.delivered(ex.p, task, variant))
