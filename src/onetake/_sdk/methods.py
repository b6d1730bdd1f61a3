"""How a flow becomes a method of a client: one that blocks, one that is awaited, one that is gone through."""

import functools
import inspect
from collections.abc import Awaitable, Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

from onetake._sdk.inputs import Options
from onetake._sdk.steps import Steps

P = ParamSpec("P")
R = TypeVar("R")


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


def now(flow: Callable[Concatenate[Any, P], Steps[R]]) -> Callable[Concatenate[Any, P], R]:
    """A method that runs the flow to its end."""

    def method(self: Any, *args: P.args, **kwargs: P.kwargs) -> R:
        return self._driver.run(flow(self._flows, *args, **kwargs))

    return _spelled(method, flow)


def later(
    flow: Callable[Concatenate[Any, P], Steps[R]],
) -> Callable[Concatenate[Any, P], Awaitable[R]]:
    """The same for a coroutine."""

    async def method(self: Any, *args: P.args, **kwargs: P.kwargs) -> R:
        return await self._driver.run(flow(self._flows, *args, **kwargs))

    return _spelled(method, flow)


def each(flow: Callable[Concatenate[Any, P], Steps[None]]) -> Callable[Concatenate[Any, P], Any]:
    """A method that gives what the flow finds, one after the other."""

    def method(self: Any, *args: P.args, **kwargs: P.kwargs) -> Any:
        return self._driver.each(flow(self._flows, *args, **kwargs))

    return _spelled(method, flow)
