"""The driver of `Client`: every step on the calling thread."""

import time
from collections.abc import Callable, Generator, Iterator
from typing import Any, TypeVar

from onetake._sdk.steps import Close, Emit, Next, Open, Pause, Save, Send, Sender, Steps, Tell, Work

T = TypeVar("T")


class Blocking:
    """Drives flows on the calling thread."""

    def __init__(self, sender: Sender, sleep: Callable[[float], None] = time.sleep) -> None:
        self.sender = sender
        self._sleep = sleep

    def run(self, flow: Steps[T]) -> T:
        """What the flow returns."""
        walk = self._walk(flow)
        try:
            while True:
                next(walk)
        except StopIteration as end:
            return end.value

    def each(self, flow: Steps[Any]) -> Iterator[Any]:
        """What the flow emits, as it comes."""
        return self._walk(flow)

    def _walk(self, flow: Steps[T]) -> Generator[Any, None, T]:
        answer: Any = None
        error: BaseException | None = None
        while True:
            try:
                step = flow.throw(error) if error else flow.send(answer)
            except StopIteration as end:
                return end.value
            answer = error = None
            try:
                if isinstance(step, Emit):
                    yield step.value
                else:
                    answer = self._perform(step)
            except BaseException as caught:  # the flow sees it, puts its things away and raises what is right
                error = caught

    def _perform(self, step: Any) -> Any:
        match step:
            case Send():
                return self.sender.send(step.call, step.timeout)
            case Save():
                return self.sender.save(step.call, step.to, step.timeout)
            case Open():
                return self.sender.stream(step.call, step.timeout)
            case Next():
                return next(step.stream, None)
            case Close():
                return step.stream.close()
            case Pause():
                return self._sleep(step.seconds)
            case Work():
                return step.function()
            case Tell():
                return step.function(step.value)
        raise TypeError(f"not a step: {step!r}")
