"""Requests that mean the same: a key with a window gets the first one's task again (S2: a duplicate request
hash is no error).

Two hashes tell it. One is of the request as it was sent; the other has the content of every input whose bytes
were here when it was accepted, so that one file under two names is one file.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from onetake.core.ports import Sql
from onetake.core.request import ASSET, BY_HASH, Request
from onetake.core.task import Task
from onetake.services.records import task_of
from onetake.services.staging import Staged


@dataclass(frozen=True, slots=True)
class Alike:
    """A request of a key that asks for no twins within `window` seconds. sent, content: its hashes; content
    is None as long as no input is known."""

    key_id: str
    window: int
    sent: str
    content: str | None = None

    @property
    def columns(self) -> tuple[str, str | None]:
        """What the row of a task keeps."""
        return self.sent, None if self.content == self.sent else self.content

    def earlier(self, sql: Sql, now: float) -> Task | None:
        """The newest such task that has not failed."""
        told = {"sent": self.sent, "content": self.content or self.sent}
        row = sql.one("task.same", key_id=self.key_id, since=now - self.window, **told)
        return task_of(row) if row else None


def by_content(request: Request, staged: Sequence[Staged]) -> Request:
    """The request with the inputs that are here named by what they hold."""
    hashes = {item.place: item.sha256 for item in staged}
    media = tuple(
        replace(m, url=f"{ASSET}{BY_HASH}{hashes[i]}") if i in hashes else m
        for i, m in enumerate(request.media)
    )
    return replace(request, media=media)


async def hashed(request: Request) -> str:
    """The request hash; one of large texts is not made on the event loop."""
    if any(m.url.startswith("data:") for m in request.media):
        return await asyncio.to_thread(request.fingerprint)
    return request.fingerprint()
