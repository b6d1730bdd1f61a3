"""What only the videos API does: forms, previews, deletions that cancel, and videos made after others
(contract §11)."""

from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import parse_qsl

from onetake.apps.server import (
    body,
    files,
    openai_answer,
    openai_derived,
    openai_form,
    operations,
    ranged,
    repeats,
)
from onetake.apps.server.exchange import Exchange
from onetake.apps.server.operations import Handler
from onetake.apps.server.ranged import Stored
from onetake.apps.server.stills import SPRITESHEET, THUMBNAIL
from onetake.core.problem import Offence, Problem
from onetake.dialects.openai import DELETED, REQUEST, openai
from onetake.services import tasks, watch
from onetake.services.once import Once

FILES = ("input_reference", "media")
VARIANTS = ("video", THUMBNAIL, SPRITESHEET)


async def create(ex: Exchange) -> None:
    """Accept a video, asked for by form or JSON; `?dry_run=1` only says what it would cost."""
    async with openai_form.asked(ex, _schema(), *FILES) as asked:

        async def work(turn: Once | None) -> None:
            request = operations.understood(ex, asked.message)
            if not await operations.only_priced(ex, request):
                await asked.keep(ex)
                await openai_answer.accepted(ex, await operations.admit(ex, asked.message, request, turn))

        await repeats.answered_once(ex, asked.message, work, openai_answer.again)


async def get(ex: Exchange) -> None:
    """One video, whatever dialect it was made in."""
    await openai_answer.told(ex, await tasks.get(ex.p, ex.caller.project, ex.core()))


async def delete(ex: Exchange) -> None:
    """Remove a video. One that is not finished is stopped first, since the contract has no other word for it:
    it goes once that is done, and is still there where it could not be done at once.

    Raises Problem(not_cancellable) where the backend has not said so yet, and where the video was finished
    meanwhile: it is paid for, so it goes only if it is asked for once more.
    """
    await body.ignore(ex)
    project = ex.caller.project
    task = await tasks.get(ex.p, project, ex.core())
    if not task.ended:
        task = await tasks.cancel(ex.p, project, task.id)
        task = await watch.until_ended(ex.p, task, tasks.VERDICT, lambda: ex.stopping)
        if not task.ended:
            raise Problem("not_cancellable", "It is being stopped. Delete it again in a moment")
        if task.status == "succeeded":
            raise Problem("not_cancellable", "It was finished meanwhile. Delete it again to remove it")
    await tasks.delete(ex.p, project, task.id)
    await ex.answer(200, DELETED.encode({"id": openai.public_id(task.id, task.created_at)}))


async def content(ex: Exchange) -> None:
    """The file, or a preview of it as a JPEG picture. Raises Problem(not_found) without one."""
    query = dict(parse_qsl(ex.scope["query_string"].decode("latin-1")))
    variant = query.get("variant", "video")
    if variant not in VARIANTS:
        limit = f"one of {', '.join(VARIANTS)}"
        raise Problem.of([Offence("variant", variant[:40], limit, "Leave it out for the video")])
    task = await tasks.get(ex.p, ex.caller.project, ex.core())
    if task.output is None:
        raise Problem("not_found", f"the video is {task.status} and has no file")
    if variant == "video":
        return await ranged.serve(ex, files.delivered(ex.p, task, "video"))
    if variant == THUMBNAIL and task.output.poster is not None:
        return await ranged.serve(ex, files.delivered(ex.p, task, "poster"))
    made = await ex.house.stills.of(ex.p, task.project, task.output, variant)
    name = f"onetake-{task.id}-{variant}.jpeg"
    return await ranged.serve(ex, Stored(made.path, made.sha256, "image/jpeg", name))


@cache
def _schema() -> Mapping[str, Any]:
    return REQUEST.schema()


HANDLERS: Mapping[str, Handler] = {
    "create": create,
    "get": get,
    "delete": delete,
    "content": content,
    "remix": openai_derived.remix,
    "edit": openai_derived.edit,
    "extend": openai_derived.extend,
}
