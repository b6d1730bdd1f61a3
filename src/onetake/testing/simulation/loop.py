"""An event loop whose time is virtual and whose order is drawn from a seed (errors-and-faults §5).

One handle runs at each step, drawn from those that are ready; when none is, the clock jumps to the next
timer. Threads do not exist: what is given to an executor runs at once. A handle belongs to the simulated
process in whose context it was made, and runs only while that process is alive and awake.
"""

import asyncio
import contextlib
import hashlib
import heapq
import random
from asyncio import base_events, events
from collections.abc import Callable
from contextvars import Context, ContextVar
from typing import Any


class Stuck(Exception):
    """Nothing can happen any more, or far too much did: the simulation itself is wrong, or a task waits for
    ever."""


class Mortal:
    """What a simulated process is to the loop: it may be dead, or asleep until a moment."""

    def __init__(self) -> None:
        self.dead = False
        self.asleep_until: float | None = None


PROCESS: ContextVar[Mortal | None] = ContextVar("process", default=None)
"""Whose handle this is; None for the world outside: providers, customers, the network."""


class Loop(base_events.BaseEventLoop):
    """`now`: virtual seconds. `steps`: handles run so far; beyond `most` the run is given up as endless."""

    def __init__(self, dice: random.Random, most: int = 2_000_000) -> None:
        super().__init__()
        self.dice, self.most = dice, most
        self.now, self.steps = 0.0, 0
        self._dropped: list[Any] = []
        self._trace = hashlib.blake2b(digest_size=16)
        self._ready: Any
        self._scheduled: list[Any]

    def time(self) -> float:
        """Virtual seconds since the start."""
        return self.now

    def note(self, *words: object) -> None:
        """Something happened that two runs of a seed must agree on."""
        self._trace.update(f"{self.now:.6f} {words!r}\n".encode())

    @property
    def trace(self) -> str:
        """A digest of everything noted so far."""
        return self._trace.hexdigest()

    def sleep(self, process: Mortal, seconds: float) -> None:
        """SIGSTOP for a while: nothing of the process runs, and nothing that it began is undone."""
        process.asleep_until = self.now + seconds

    def outside(self, delay: float, callback: Callable[..., Any], *args: Any) -> None:
        """Let something happen in the world, whoever asks for it and whether that one lives then or not."""
        self.call_later(delay, callback, *args, context=Context())

    def _run_once(self) -> None:
        ready = self._ready
        if not ready:
            self._jump()
        while self._scheduled and self._scheduled[0]._when <= self.now:
            timer = heapq.heappop(self._scheduled)
            timer._scheduled = False
            ready.append(timer)
        if not ready:
            return
        if len(ready) > 1:
            ready.rotate(-int(self.dice.random() * len(ready)))
        handle = ready.popleft()
        if handle._cancelled:
            return
        process = handle._context.get(PROCESS)
        if process is not None:
            if process.dead:
                self._dropped.append(handle)  # or the collector would undo what it was about
                return
            if process.asleep_until is not None:
                if self.now < process.asleep_until:
                    self._later(process.asleep_until, handle)
                    return
                process.asleep_until = None
        self.steps += 1
        if self.steps > self.most:
            raise Stuck(f"no end after {self.steps} steps at {self.now:.0f} s")
        handle._run()

    def _later(self, when: float, handle: Any) -> None:
        # Not under its own context: a handle enters that itself, and can do so only once.
        timer = events.TimerHandle(when, self._ready.append, (handle,), self, Context())
        timer._scheduled = True
        heapq.heappush(self._scheduled, timer)

    def _jump(self) -> None:
        while self._scheduled and self._scheduled[0]._cancelled:
            heapq.heappop(self._scheduled)._scheduled = False
        if not self._scheduled:
            raise Stuck(f"nothing is left to happen at {self.now:.0f} s")
        self.now = max(self.now, self._scheduled[0]._when)

    def run_in_executor(self, executor: Any, func: Callable[..., Any], *args: Any) -> Any:
        """At once, in the caller's own step."""
        done = self.create_future()
        try:
            done.set_result(func(*args))
        except StopIteration as error:
            done.set_exception(RuntimeError(str(error)))
        except Exception as error:
            done.set_exception(error)
        return done

    def call_soon_threadsafe(self, callback: Any, *args: Any, context: Context | None = None) -> Any:
        """There are no other threads."""
        return self.call_soon(callback, *args, context=context)

    def _write_to_self(self) -> None:
        return

    def _process_events(self, event_list: Any) -> None:
        return

    def call_exception_handler(self, context: dict[str, Any]) -> None:
        """What nobody waits for dies unseen, as with its process; whoever cares looks at the task itself."""


def run(loop: Loop, main: Any) -> Any:
    """Run a coroutine to its end on this loop. What else is under way stays as it is, until `bury`."""
    asyncio.set_event_loop(loop)
    try:
        return loop.run_until_complete(main)
    finally:
        asyncio.set_event_loop(None)


def bury(loop: Loop) -> None:
    """Let everything on a loop go that never came to its end, and close it."""
    for task in asyncio.all_tasks(loop):
        with contextlib.suppress(BaseException):  # a coroutine that awaits on its way out
            task.get_coro().close()
    loop.close()
