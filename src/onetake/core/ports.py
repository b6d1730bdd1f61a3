"""What the services need from the world. Adapters provide it; testing/ ships a suite for each."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

from onetake.core.request import Request
from onetake.core.task import Sighting, Task

T = TypeVar("T")

Clock = Callable[[], float]
"""Unix seconds."""

Point = Callable[[str], Awaitable[None]]
"""A named fault point (errors-and-faults §3.1): does nothing in production."""


class Sql(Protocol):
    """A connection inside a transaction or a read. Statements are called by their name in the .sql files."""

    def run(self, name: str, /, **values: Any) -> int: ...
    def one(self, name: str, /, **values: Any) -> Mapping[str, Any] | None: ...
    def all(self, name: str, /, **values: Any) -> Sequence[Mapping[str, Any]]: ...


class Store(Protocol):
    """Durable rows. A script is synchronous, runs in one transaction, and is answered after the commit."""

    async def transact(self, script: Callable[[Sql], T]) -> T: ...
    async def read(self, script: Callable[[Sql], T]) -> T: ...
    async def close(self) -> None: ...


class Wake(Protocol):
    """An engine that only wakes. At least once is enough: every change is a compare-and-set."""

    def wake(self, subject: str, at: float) -> None: ...
    async def run(self, handler: Callable[[str], Awaitable[float | None]]) -> None: ...
    async def stop(self) -> None: ...


class Hands(Protocol):
    """What a process works on, noted so that its death does not erase it. left: what the last one had."""

    left: Sequence[str]

    def holding(self, subject: str) -> AbstractContextManager[None]: ...


class Objects(Protocol):
    """Files by content, inside a project."""

    async def put(self, project: str, source: Path, sha256: str) -> None: ...
    async def remove(self, project: str, sha256: str) -> None: ...
    def exists(self, project: str, sha256: str) -> bool: ...
    def path_in(self, project: str, sha256: str) -> Path: ...
    async def before(self, moment: float) -> Sequence[tuple[str, str]]: ...


class Probe(Protocol):
    """What was found in a media file. Read-only, so that a frozen dataclass is one.

    width and height as shown (rotation applied), seconds of the whole file, fps of a video, bytes on disk;
    codec is that of the picture. None: the kind has no such thing, or it could not be read.
    """

    @property
    def kind(self) -> str: ...
    @property
    def mime(self) -> str: ...
    @property
    def format(self) -> str: ...
    @property
    def width(self) -> int | None: ...
    @property
    def height(self) -> int | None: ...
    @property
    def seconds(self) -> float | None: ...
    @property
    def fps(self) -> float | None: ...
    @property
    def codec(self) -> str | None: ...
    @property
    def audio_codec(self) -> str | None: ...
    @property
    def bytes(self) -> int: ...


class Prober(Protocol):
    async def __call__(self, path: Path, kind: str, *, decode: bool = False) -> Probe: ...


class Survey(Protocol):
    """Measures a file that may be beyond the limits. Raises Problem(media_invalid) (media.probe.survey)."""

    async def __call__(self, path: Path, kind: str) -> Probe: ...


class Mended(Protocol):
    """A finished repair: what the result is, and what was done in words."""

    @property
    def probe(self) -> Probe: ...
    @property
    def notes(self) -> tuple[str, ...]: ...


class Mender(Protocol):
    """Carries out orders (`core.repair_order.Repair`) on a file; the result is a new file. Raises Problem,
    and then leaves nothing behind (media.repair.repair)."""

    async def __call__(self, source: Path, kind: str, orders: Any, to: Path) -> Mended: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """A staged input file of a task: where it lies and what the probe found. sha256: of its bytes, "" where
    nobody asked."""

    place: int
    kind: str
    path: Path
    mime: str
    bytes: int
    width: int | None = None
    height: int | None = None
    seconds: float | None = None
    sha256: str = ""


class Lister(Protocol):
    """A backend that tells of many tasks in one answer. Each call is one request.

    most: ids that one request may name. named: the tasks of these provider ids; one that is missing is not
    proved absent. page: tasks in a status (queued or running), 1 the first, and whether more follow.
    Both raise NotSent, Ambiguous, WireError or Problem for a look that failed.
    """

    most: int

    async def named(self, ids: Sequence[str]) -> Sequence[Sighting]: ...
    async def page(self, status: str, number: int) -> tuple[Sequence[Sighting], bool]: ...


class Backend(Protocol):
    """What makes the video: an upstream, the animatic engine, or a model server.

    inexpressible: parts of a request that it cannot say, in words; empty when it can make it.
    prepare: brings the inputs to where the backend can read them; safe to repeat. Raises as submit does.
    submit: sends once; returns the provider's id. Raises NotSent (no byte left), Ambiguous (bytes were sent,
    outcome unknown) or Problem (proven rejection).
    look: what the backend says of its task now, or None when it has no such record. Raises NotSent, Ambiguous
    or Problem for a look that failed: a missed poll, never a verdict.
    find: sightings that may be this attempt, newest first, or None when the backend cannot list.
    cancel: asks; the next look tells the verdict.
    fetch: brings the file behind a sighting's URL to a local path.
    forget: the task has ended; anything kept for it can go.
    lister: how to look at many tasks at once, where the backend can.
    """

    name: str
    route: str
    local: bool
    """True when the work dies with this process, so that an unknown id proves absence."""

    @property
    def lister(self) -> Lister | None: ...

    def inexpressible(self, request: Request) -> list[str]: ...
    async def prepare(self, task: Task, inputs: Sequence[Input]) -> None: ...
    async def submit(self, task: Task, inputs: Sequence[Input]) -> Sighting: ...
    async def look(self, task: Task) -> Sighting | None: ...
    async def find(self, task: Task) -> Sequence[Sighting] | None: ...
    async def cancel(self, task: Task) -> None: ...
    async def fetch(self, url: str, to: Path) -> None: ...
    def forget(self, task: Task) -> None: ...
    async def close(self) -> None: ...
