"""`GET /videos/{id}/content`: a task's file for whoever has the key, with ranges (contract §10)."""

from urllib.parse import parse_qsl

from onetake.apps.server import files, ranged, thumbnails
from onetake.apps.server.exchange import Exchange
from onetake.apps.server.ranged import Stored
from onetake.apps.server.stills import SPRITESHEET, THUMBNAIL
from onetake.core.problem import Offence, Problem
from onetake.services import tasks
from onetake.services.views import FILES, file_url

DERIVED = {"poster": THUMBNAIL, "contact_sheet": SPRITESHEET}
"""What is made of a video that came without it, when it is asked for."""


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
    if variant in DERIVED and getattr(task.output, variant) is None:
        made = await ex.house.stills.of(ex.p, task.project, task.output, DERIVED[variant])
        name = f"onetake-{task.id}-{variant}.jpg"
        return await ranged.serve(ex, Stored(made.path, made.sha256, "image/jpeg", name))
    if variant == thumbnails.VARIANT:
        return await thumbnails.serve(ex, task, file_url(ex.p, task, "sprites"))
    return await ranged.serve(ex, files.delivered(ex.p, task, variant))
