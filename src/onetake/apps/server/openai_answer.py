"""How a video is told under the videos API, and how often to ask for it."""

from onetake.apps.server import repeats
from onetake.apps.server.exchange import Exchange
from onetake.core.task import Task
from onetake.dialects.openai import openai
from onetake.services.once import First
from onetake.services.tasks import Accepted
from onetake.services.views import view

LOCAL_MS = 1000
"""Milliseconds between looks at what is made on this machine."""


async def told(ex: Exchange, task: Task) -> None:
    """Answer with a video. The client's poll helper keeps to the pace that the first answer gives."""
    await ex.answer(200, openai.write_task(view(ex.p, task, openai.name)), [_pace(ex, task.backend)])


async def accepted(ex: Exchange, answer: Accepted) -> None:
    """Answer a create."""
    await repeats.tell(ex, answer, [_pace(ex, answer.task.backend)])


async def again(ex: Exchange, first: First) -> None:
    """Answer a create as the first time."""
    if first.receipt is None:
        return await accepted(ex, await repeats.found(ex, first))
    return await repeats.send(ex, first.receipt, [repeats.REPLAYED, _pace(ex, "")])


def _pace(ex: Exchange, name: str) -> tuple[bytes, bytes]:
    backend = ex.p.backends.get(name)
    local = backend is not None and backend.local
    wait = LOCAL_MS if local else max(LOCAL_MS, int(1000 * ex.p.policy.poll_first))
    return b"openai-poll-after-ms", b"%d" % wait
