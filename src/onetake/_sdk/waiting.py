"""The driver of `AsyncClient`: every step on the running event loop."""

import asyncio
import inspect
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, TypeVar

from onetake._sdk.steps import AsyncSender, Close, Emit, Next, Open, Pause, Save, Send, Steps, Tell, Work
from onetake.core.wire import Ambiguous

T = TypeVar("T")


class Async:
    """Drives flows on the running event loop."""

    def __init__(
        self, sender: AsyncSender, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self.sender = sender
        self._sleep = sleep

    async def run(self, flow: Steps[T]) -> T:
        """What the flow returns."""
        outcome: list[T] = []
        async for _ in self._walk(flow, outcome):
            pass
        return outcome[0]

    def each(self, flow: Steps[Any]) -> AsyncIterator[Any]:
        """What the flow emits, as it comes."""
        return self._walk(flow, [])

    async def _walk(self, flow: Steps[T], outcome: list[T]) -> AsyncIterator[Any]:
        answer: Any = None
        error: BaseException | None = None
        while True:
            try:
                step = flow.throw(error) if error else flow.send(answer)
            except StopIteration as end:
                outcome.append(end.value)
                return
            answer = error = None
            try:
                if isinstance(step, Emit):
                    yield step.value
                else:
                    answer = await self._perform(step)
            except BaseException as caught:  # a cancelled await included
                error = caught

    async def _perform(self, step: Any) -> Any:
        match step:
            case Send():
                return await self._within(step.timeout, self.sender.send(step.call, step.timeout))
            case Save():
                return await self.sender.save(step.call, step.to, step.timeout)
            case Open():
                return await self.sender.stream(step.call, step.timeout)
            case Next():
                return await anext(step.stream, None)
            case Close():
                return await step.stream.aclose()
            case Pause():
                return await self._sleep(step.seconds)
            case Work():
                return await asyncio.to_thread(step.function)
            case Tell():
                told = step.function(step.value)
                return await told if inspect.isawaitable(told) else told
        raise TypeError(f"not a step: {step!r}")

    async def _within(self, seconds: float, work: Awaitable[T]) -> T:
        # A sender's own timeout counts silences; this one counts everything.
        try:
            async with asyncio.timeout(seconds):
                return await work
        except TimeoutError:
            raise Ambiguous(f"no complete answer within {seconds:g} s") from None
