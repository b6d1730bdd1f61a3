"""The Python SDK: one set of flows, two clients.

    with Client() as client:
        video = client.videos.generate("The lighthouse turns on.", first_frame=Path("harbour.png"))
        video.save("lighthouse.mp4")

Every failure is a `Problem`: `code`, `detail`, `offences` (field, value, limit, fix), `retryable`, `fix`, and
`facts` such as `request_id`, `task` and `retry_after`. What is safe to repeat is repeated by itself.
"""

import functools
import inspect
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, Self, TypeVar

from onetake import __version__
from onetake._sdk.blocking import Blocking
from onetake._sdk.flows import Flows
from onetake._sdk.inputs import Options, Source
from onetake._sdk.line import Line
from onetake._sdk.steps import AsyncSender, Sender, Steps
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

P = ParamSpec("P")
R = TypeVar("R")
TIMEOUT = 60.0
"""Seconds that one exchange with the server may take, unless the client is told otherwise."""
AGENT = f"onetake-python/{__version__}"


def _spelled(method: Callable[..., Any], flow: Callable[..., Any]) -> Any:
    """`method` with the name, text and full signature of its flow, each option by name."""
    wrapped = functools.wraps(flow)(method)
    given = inspect.signature(flow)
    plain = [p for p in given.parameters.values() if p.kind is not p.VAR_KEYWORD]
    if len(plain) < len(given.parameters):
        kind = inspect.Parameter.KEYWORD_ONLY
        plain += [
            inspect.Parameter(name, kind, default=None, annotation=told)
            for name, told in Options.__annotations__.items()
        ]
    told = given.replace(parameters=plain, return_annotation=inspect.Signature.empty)
    vars(wrapped)["__signature__"] = told
    return wrapped


def _now(flow: Callable[Concatenate[Any, P], Steps[R]]) -> Callable[Concatenate["Videos", P], R]:
    def method(self: "Videos", *args: P.args, **kwargs: P.kwargs) -> R:
        return self._driver.run(flow(self._flows, *args, **kwargs))

    return _spelled(method, flow)


def _later(
    flow: Callable[Concatenate[Any, P], Steps[R]],
) -> Callable[Concatenate["AsyncVideos", P], Awaitable[R]]:
    async def method(self: "AsyncVideos", *args: P.args, **kwargs: P.kwargs) -> R:
        return await self._driver.run(flow(self._flows, *args, **kwargs))

    return _spelled(method, flow)


def _each(flow: Callable[Concatenate[Any, P], Steps[None]]) -> Callable[Concatenate[Any, P], Any]:
    def method(self: Any, *args: P.args, **kwargs: P.kwargs) -> Any:
        return self._driver.each(flow(self._flows, *args, **kwargs))

    return _spelled(method, flow)


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
            data = self._videos._bytes(self)
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

    generate = _now(Flows[Video].generating)
    create = _now(Flows[Video].creating)
    get = _now(Flows[Video].getting)
    wait = _now(Flows[Video].waiting)
    cancel = _now(Flows[Video].cancelling)
    delete = _now(Flows[Video].deleting)
    estimate = _now(Flows[Video].estimating)
    lint = _now(Flows[Video].linting)
    lint_body = _now(Flows[Video].linting_body)
    explain_route = _now(Flows[Video].routing)
    ledger = _now(Flows[Video].explaining)
    list: Callable[..., Iterator[Video]] = _each(Flows[Video].listing)
    events: Callable[..., Iterator[Event]] = _each(Flows[Video].happening)
    _save = _now(Flows[Video].saving)
    _bytes = _now(Flows[Video].content)
    _last_frame = _now(Flows[Video].last_frame)


class AsyncVideos:
    """`async_client.videos`."""

    def __init__(self, line: Line, driver: Any) -> None:
        self._driver = driver
        self._flows = Flows(line, self._make)

    def _make(self, found: Any) -> AsyncVideo:
        video = AsyncVideo(**facts_of(found))
        video._videos = self
        return video

    generate = _later(Flows[AsyncVideo].generating)
    create = _later(Flows[AsyncVideo].creating)
    get = _later(Flows[AsyncVideo].getting)
    wait = _later(Flows[AsyncVideo].waiting)
    cancel = _later(Flows[AsyncVideo].cancelling)
    delete = _later(Flows[AsyncVideo].deleting)
    estimate = _later(Flows[AsyncVideo].estimating)
    lint = _later(Flows[AsyncVideo].linting)
    lint_body = _later(Flows[AsyncVideo].linting_body)
    explain_route = _later(Flows[AsyncVideo].routing)
    ledger = _later(Flows[AsyncVideo].explaining)
    list: Callable[..., AsyncIterator[AsyncVideo]] = _each(Flows[AsyncVideo].listing)
    events: Callable[..., AsyncIterator[Event]] = _each(Flows[AsyncVideo].happening)
    _save = _later(Flows[AsyncVideo].saving)
    _last_frame = _later(Flows[AsyncVideo].last_frame)


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
        self.videos = Videos(Line(target, timeout, AGENT), Blocking(sender))

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
        self.videos = AsyncVideos(Line(target, timeout, AGENT), Async(sender))

    async def close(self) -> None:
        await self._sender.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()
