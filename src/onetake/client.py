"""The Python SDK: one set of flows, two clients.

    with Client() as client:
        video = client.videos.generate("The lighthouse turns on.", first_frame=Path("harbour.png"))
        video.save("lighthouse.mp4")

Every failure is a `Problem`: `code`, `detail`, `offences` (field, value, limit, fix), `retryable`, `fix`, and
`facts` such as `request_id`, `task` and `retry_after`. What is safe to repeat is repeated by itself.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any, Self

from onetake import __version__
from onetake._sdk.blocking import Blocking
from onetake._sdk.flows import Flows
from onetake._sdk.hooks import AsyncWebhooks, Webhooks
from onetake._sdk.inputs import Source
from onetake._sdk.line import Line
from onetake._sdk.methods import each, later, now
from onetake._sdk.steps import AsyncSender, Sender
from onetake._sdk.target import Target
from onetake._sdk.video import INLINE, Event, Facts, Output, card, facts_of
from onetake.core.problem import Offence, Problem
from onetake.core.request import Media

__all__ = [
    "AsyncClient",
    "AsyncVideo",
    "Client",
    "Event",
    "Media",
    "Offence",
    "Output",
    "Problem",
    "Source",
    "Video",
]

TIMEOUT = 60.0
"""Seconds that one exchange with the server may take, unless the client is told otherwise."""
AGENT = f"onetake-python/{__version__}"


class Video(Facts):
    """A task and its file. What it says is as of the last look; `refresh` looks again."""

    _videos: "Videos"
    _frame: bytes | None = None

    def refresh(self) -> Self:
        vars(self).update(vars(self._videos.get(self.id)))
        return self

    def wait(
        self, *, timeout: float | None = None, on_update: Callable[["Video"], Any] | None = None
    ) -> Self:
        """Wait until it has ended. Raises Problem when it ended without a file, or the time is up."""
        vars(self).update(vars(self._videos.wait(self.id, timeout=timeout, on_update=on_update)))
        return self

    def cancel(self) -> Self:
        vars(self).update(vars(self._videos.cancel(self.id)))
        return self

    def delete(self) -> None:
        self._videos.delete(self.id)

    def save(self, path: "str | Path") -> Path:
        """Download to `path` (in a folder: `ID.mp4`): whole and verified by SHA-256, or not at all."""
        return self._videos._save(self, path)

    def events(self, *, after: int = 0) -> Iterator[Event]:
        """What happens to it, as it happens, until it has ended."""
        return self._videos.events(self.id, after=after)

    @property
    def last_frame(self) -> bytes | None:
        """The last frame as PNG, fetched once; None where none was asked for. Fits the next `first_frame`."""
        if self._frame is None:
            self._frame = self._videos._last_frame(self)
        return self._frame

    def _repr_html_(self) -> str:
        data = None
        if self.output is not None and self.output.bytes <= INLINE:
            data = self._videos.content(self)
        return card(self, data)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/plain": repr(self), "text/html": self._repr_html_()}


class AsyncVideo(Facts):
    """The same for `AsyncClient`; `await video.last_frame`. In a notebook it shows a link."""

    _videos: "AsyncVideos"

    async def refresh(self) -> Self:
        vars(self).update(vars(await self._videos.get(self.id)))
        return self

    async def wait(
        self, *, timeout: float | None = None, on_update: Callable[["AsyncVideo"], Any] | None = None
    ) -> Self:
        vars(self).update(vars(await self._videos.wait(self.id, timeout=timeout, on_update=on_update)))
        return self

    async def cancel(self) -> Self:
        vars(self).update(vars(await self._videos.cancel(self.id)))
        return self

    async def delete(self) -> None:
        await self._videos.delete(self.id)

    async def save(self, path: "str | Path") -> Path:
        return await self._videos._save(self, path)

    def events(self, *, after: int = 0) -> AsyncIterator[Event]:
        return self._videos.events(self.id, after=after)

    @property
    def last_frame(self) -> Awaitable[bytes | None]:
        return self._videos._last_frame(self)


class Videos:
    """`client.videos`."""

    def __init__(self, line: Line, driver: Blocking) -> None:
        self._driver = driver
        self._flows = Flows(line, self._make)

    def _make(self, found: Any) -> Video:
        video = Video(**facts_of(found))
        video._videos = self
        return video

    generate = now(Flows[Video].generating)
    create = now(Flows[Video].creating)
    get = now(Flows[Video].getting)
    wait = now(Flows[Video].waiting)
    cancel = now(Flows[Video].cancelling)
    delete = now(Flows[Video].deleting)
    estimate = now(Flows[Video].estimating)
    lint = now(Flows[Video].linting)
    lint_body = now(Flows[Video].linting_body)
    explain_route = now(Flows[Video].routing)
    ledger = now(Flows[Video].explaining)
    list: Callable[..., Iterator[Video]] = each(Flows[Video].listing)
    events: Callable[..., Iterator[Event]] = each(Flows[Video].happening)
    _save = now(Flows[Video].saving)
    content = now(Flows[Video].content)
    _last_frame = now(Flows[Video].last_frame)


class AsyncVideos:
    """`async_client.videos`."""

    def __init__(self, line: Line, driver: Any) -> None:
        self._driver = driver
        self._flows = Flows(line, self._make)

    def _make(self, found: Any) -> AsyncVideo:
        video = AsyncVideo(**facts_of(found))
        video._videos = self
        return video

    generate = later(Flows[AsyncVideo].generating)
    create = later(Flows[AsyncVideo].creating)
    get = later(Flows[AsyncVideo].getting)
    wait = later(Flows[AsyncVideo].waiting)
    cancel = later(Flows[AsyncVideo].cancelling)
    delete = later(Flows[AsyncVideo].deleting)
    estimate = later(Flows[AsyncVideo].estimating)
    lint = later(Flows[AsyncVideo].linting)
    lint_body = later(Flows[AsyncVideo].linting_body)
    explain_route = later(Flows[AsyncVideo].routing)
    ledger = later(Flows[AsyncVideo].explaining)
    list: Callable[..., AsyncIterator[AsyncVideo]] = each(Flows[AsyncVideo].listing)
    events: Callable[..., AsyncIterator[Event]] = each(Flows[AsyncVideo].happening)
    _save = later(Flows[AsyncVideo].saving)
    content = later(Flows[AsyncVideo].content)
    _last_frame = later(Flows[AsyncVideo].last_frame)


class Client:
    """Talks to one Onetake server from ordinary code.

    base_url, api_key: else `ONETAKE_BASE_URL` and `ONETAKE_API_KEY`, else this machine's running server and
    its key. timeout: seconds for one exchange. sender: carries the calls instead of httpx2.
    Raises Problem(provider_unavailable) where no server is known, Problem(unauthenticated) where no key is.
    """

    def __init__(
        self,
        base_url: str | None = None,
        api_key: str | None = None,
        *,
        timeout: float = TIMEOUT,
        sender: Sender | None = None,
    ) -> None:
        target = Target.find(base_url, api_key)
        if sender is None:
            from onetake._sdk.senders import HttpSender

            sender = HttpSender(target.base_url, trust=target.trust)
        self._sender = sender
        self.base_url = target.base_url
        line, driver = Line(target, timeout, AGENT), Blocking(sender)
        self.videos, self.webhooks = Videos(line, driver), Webhooks(line, driver)

    def close(self) -> None:
        self._sender.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class AsyncClient:
    """The same from a coroutine; arguments as for `Client`."""

    def __init__(
        self,
        base_url: str | None = None,
        api_key: str | None = None,
        *,
        timeout: float = TIMEOUT,
        sender: AsyncSender | None = None,
    ) -> None:
        from onetake._sdk.waiting import Async

        target = Target.find(base_url, api_key)
        if sender is None:
            from onetake._sdk.senders import AsyncHttpSender

            sender = AsyncHttpSender(target.base_url, trust=target.trust)
        self._sender = sender
        self.base_url = target.base_url
        line, driver = Line(target, timeout, AGENT), Async(sender)
        self.videos, self.webhooks = AsyncVideos(line, driver), AsyncWebhooks(line, driver)

    async def close(self) -> None:
        await self._sender.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()
