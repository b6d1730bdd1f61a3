"""Virtual time for handlers that overlap."""

import asyncio
import selectors
from collections.abc import Callable
from typing import Any


class VirtualLoop(asyncio.SelectorEventLoop):
    """A loop that jumps to its next timer instead of waiting for it. What others do in a thread is done at
    once, or the time would run away meanwhile."""

    def __init__(self) -> None:
        super().__init__(selectors.DefaultSelector())
        self.now = 0.0
        real: Any = self._selector  # type: ignore[attr-defined]
        waits: Callable[..., Any] = real.select

        def select(timeout: float | None = None) -> list[Any]:
            events = waits(0)
            if not events and timeout:
                self.now += timeout
            return events

        real.select = select

    def time(self) -> float:
        return self.now

    def run_in_executor(self, executor: Any, func: Callable[..., Any], *args: Any) -> Any:
        done = self.create_future()
        done.set_result(func(*args))
        return done
