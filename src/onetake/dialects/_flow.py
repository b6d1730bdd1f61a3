"""Client flows are generators: they yield a Call, are sent the Reply, and return what was learned.

One flow serves every sender; these two drivers are all that differs between the SDK's two clients, the CLI
and the worker (httpx's auth flows are the model).
"""

from collections.abc import Awaitable, Callable, Generator
from typing import Any, TypeVar

from onetake.core.wire import Call, Reply

T = TypeVar("T")
Flow = Generator[Call, Reply, T]


def run(flow: Flow[T], send: Callable[[Call], Reply]) -> T:
    """Drive a flow with a blocking sender; whatever the sender raises passes through."""
    try:
        call = next(flow)
        while True:
            call = flow.send(send(call))
    except StopIteration as end:
        return end.value


async def arun(flow: Flow[T], send: Callable[[Call], Awaitable[Reply]]) -> T:
    """Drive a flow with an async sender."""
    reply: Any = None
    try:
        while True:
            reply = await send(flow.send(reply))
    except StopIteration as end:
        return end.value
