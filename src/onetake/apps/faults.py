"""Fault points in a real process, for the crash tests."""

import os
import signal
from collections.abc import Awaitable, Callable, Mapping


def fault_points(environ: Mapping[str, str]) -> Callable[[str], Awaitable[None]]:
    """The hook behind `await point("name")`. `ONETAKE_FAULT=name:N` kills this process at the N-th pass of a
    point, for the crash tests; without it a point does nothing."""
    told = environ.get("ONETAKE_FAULT", "")
    if not told:
        return _nothing
    name, _, count = told.partition(":")
    left = [int(count or 1)]

    async def point(passed: str) -> None:
        if passed == name:
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    return point


async def _nothing(_: str) -> None:
    return
