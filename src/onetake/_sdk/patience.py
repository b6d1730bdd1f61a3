"""How long and how often: deadlines, repeats of what is safe to repeat, and the pace of looking."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from onetake._sdk.steps import Pause, Send, Steps, T
from onetake.core.backoff import equal_jitter
from onetake.core.problem import Problem
from onetake.core.wire import Ambiguous, Call, NotSent, Reply
from onetake.dialects import Flow

REPEATS = 4
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 8.0
TRANSIENT = frozenset({429, 500, 502, 503, 504})


@dataclass(slots=True)
class Patience:
    """A deadline for a whole operation (None: none) and a limit for each exchange, in seconds."""

    each: float
    total: float | None = None
    clock: Callable[[], float] = time.monotonic
    uniform: Callable[[], float] = random.random
    _began: float = field(init=False)

    def __post_init__(self) -> None:
        self._began = self.clock()

    @property
    def left(self) -> float:
        """Seconds to the deadline; infinite without one."""
        return float("inf") if self.total is None else self.total - self.elapsed

    @property
    def elapsed(self) -> float:
        return self.clock() - self._began

    def for_one(self) -> float:
        """Seconds that the next exchange may take. Raises Problem(deadline_exceeded) when none are left."""
        if self.left <= 0:
            raise Problem("deadline_exceeded", f"gave up after {self.total:g} s")
        return min(self.each, self.left)


def steady(flow: Flow[T], patience: Patience, *, safe: bool = False) -> Steps[T]:
    """Drive a dialect's flow with repeats where they are safe: nothing was sent, or a GET, or a POST with an
    Idempotency-Key, or `safe` for one that changes nothing.

    Raises NotSent or Ambiguous when the last repeat was lost too; Problem(deadline_exceeded).
    """
    call = next(flow)
    try:
        while True:
            call = flow.send((yield from _exchange(call, patience, safe)))
    except StopIteration as end:
        return end.value


def _exchange(call: Call, patience: Patience, safe: bool) -> Steps[Reply]:
    safe = safe or call.method in ("GET", "HEAD") or "Idempotency-Key" in call.headers
    tries = 0
    while True:
        reply = lost = None
        try:
            reply = yield Send(call, patience.for_one())
        except NotSent as error:
            lost = error
        except Ambiguous as error:
            if not safe:
                raise
            lost = error
        if reply is not None and not (safe and _passing(reply)):
            return reply
        wait = _wait(reply, tries, patience)
        if tries >= REPEATS or wait >= patience.left:
            if reply is None:
                assert lost is not None
                raise lost
            return reply
        tries += 1
        yield Pause(wait)


def _passing(reply: Reply) -> bool:
    """Whether the same call may succeed soon: the server's own advice, else what the status says."""
    advice = reply.headers.get("x-should-retry")
    return advice == "true" if advice in ("true", "false") else reply.status in TRANSIENT


def _wait(reply: Reply | None, tries: int, patience: Patience) -> float:
    told = reply.headers.get("retry-after", "") if reply is not None else ""
    if told.isascii() and told.isdigit():
        return float(told)
    return equal_jitter(tries + 1, patience.uniform, FIRST_PAUSE, LONGEST_PAUSE)


def pace(elapsed: float) -> float:
    """Seconds to the next look at a task: quick while it is young, at most 3 s later."""
    return min(max(elapsed * 0.05, 0.1), 3.0)


def budget(resolution: object, duration: object) -> float:
    """Seconds to wait for a task by default: 15 minutes, twice that for 1080p and long ones (§12)."""
    long = not isinstance(duration, int) or duration > 10
    return 1800.0 if long or resolution == "1080p" else 900.0
