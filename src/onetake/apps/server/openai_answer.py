"""How a video is told under the videos API, and how often to ask for it."""

from onetake.apps.server.exchange import Exchange
from onetake.apps.server.operations import REPLAY
from onetake.core.task import Task
from onetake.dialects.openai import openai
from onetake.services.tasks import Accepted
from onetake.services.views import view

LOCAL_MS = 1000
"""Milliseconds between looks at what is made on this machine."""


async def told(ex: Exchange, task: Task, *, replayed: bool = False) -> None:
    """Answer with a video. The client's poll helper keeps to the pace that the first answer gives."""
    headers = [(b"openai-poll-after-ms", b"%d" % _pace(ex, task))]
    if replayed:
        headers.append(REPLAY)
    await ex.answer(200, openai.write_task(view(ex.p, task, openai.name)), headers)


async def accepted(ex: Exchange, answer: Accepted) -> None:
    """Answer a create."""
    await told(ex, answer.task, replayed=answer.replayed)


def _pace(ex: Exchange, task: Task) -> int:
    backend = ex.p.backends.get(task.backend)
    if backend is not None and backend.local:
        return LOCAL_MS
    return max(LOCAL_MS, int(1000 * ex.p.policy.poll_first))
