"""What a flow asks of its driver.

A flow is a generator: it yields one of the steps below, is sent the outcome, and returns what was learned.
Everything that the SDK does is written once as a flow; the drivers (`blocking.Blocking`, `waiting.Async`) are
all that differs between `Client` and `AsyncClient`. What goes wrong inside a step is thrown into the flow.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

from onetake.core.wire import Call, Reply

T = TypeVar("T")
Steps = Generator[Any, Any, T]


@dataclass(frozen=True, slots=True)
class Send:
    """Exchange a call for a Reply within `timeout` seconds."""

    call: Call
    timeout: float


@dataclass(frozen=True, slots=True)
class Save:
    """Write the body of the answer to a file; the Reply's own body is empty unless it is a refusal."""

    call: Call
    to: Path
    timeout: float


@dataclass(frozen=True, slots=True)
class Open:
    """Begin an answer that comes in pieces: a Stream (or an AsyncStream)."""

    call: Call
    timeout: float


@dataclass(frozen=True, slots=True)
class Next:
    """The next piece of a stream as bytes, None at its end."""

    stream: Any


@dataclass(frozen=True, slots=True)
class Close:
    stream: Any


@dataclass(frozen=True, slots=True)
class Pause:
    seconds: float


@dataclass(frozen=True, slots=True)
class Work:
    """Run a function that may take a while (files): inline, or in a thread where others wait."""

    function: Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Tell:
    """Call the caller's own function; with `AsyncClient` it may be a coroutine function."""

    function: Callable[[Any], Any]
    value: Any


@dataclass(frozen=True, slots=True)
class Emit:
    """Hand one value to whoever iterates."""

    value: Any


class Sender(Protocol):
    """Carries calls to one server. Raises NotSent (no byte left) or Ambiguous (anything after that).

    `stream` is needed by `events` only.
    """

    def send(self, call: Call, timeout: float) -> Reply: ...
    def save(self, call: Call, to: Path, timeout: float) -> Reply: ...
    def stream(self, call: Call, timeout: float) -> Any: ...
    def close(self) -> None: ...


class AsyncSender(Protocol):
    """The same for `AsyncClient`."""

    async def send(self, call: Call, timeout: float) -> Reply: ...
    async def save(self, call: Call, to: Path, timeout: float) -> Reply: ...
    async def stream(self, call: Call, timeout: float) -> Any: ...
    async def close(self) -> None: ...
