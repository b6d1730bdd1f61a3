"""The `Wake` port inside one process: a timer heap that the owner refills from its rows at start."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from heapq import heapify, heappop, heappush

from onetake.core.ports import Clock

Handler = Callable[[str], Awaitable[float | None]]
OnError = Callable[[str, BaseException, int], None]
"""Told of a handler's failure: subject, what it raised, how often in a row."""

_STALE_ALLOWED = 1024


def _log(subject: str, error: BaseException, failures: int) -> None:
    logging.getLogger(__name__).error("wake %s failed (%d in a row)", subject, failures, exc_info=error)


def doubling(failures: int) -> float:
    """Seconds before a subject whose handler failed `failures` times in a row runs again: 1, 2, 4 … 60."""
    return min(60.0, 2.0 ** min(failures - 1, 6))


class EmbeddedWake:
    """Runs a handler for each subject when its time has come.

    - `limit` handlers run at a time at most, and one per subject; the earliest due goes first.
    - A wake that comes while its subject's handler runs makes it run again.
    - A handler that raises is told to `on_error`, and its subject runs again `delay(failures)` seconds later.

    Due times are wall time (unix seconds) but waits are measured on `monotonic`, so a clock that jumps
    neither hurries nor holds what already waits (fault F35). `monotonic` defaults to the machine's when
    `clock` is the machine's, else to `clock` itself: virtual time does not jump. Memory only: nothing
    survives the process, the rows do. All methods belong to the event loop's thread.
    """

    def __init__(
        self,
        clock: Clock = time.time,
        limit: int = 64,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        monotonic: Clock | None = None,
        delay: Callable[[int], float] = doubling,
        on_error: OnError = _log,
    ) -> None:
        self._clock = clock
        self._monotonic = monotonic or (time.monotonic if clock is time.time else clock)
        self._limit = limit
        self._sleep = sleep
        self._delay = delay
        self._on_error = on_error
        self._due: dict[str, float] = {}  # on the monotonic clock, as in the heap
        self._heap: list[tuple[float, str]] = []  # may hold stale entries; _due is the truth
        self._running: dict[str, asyncio.Task[None]] = {}
        self._failures: dict[str, int] = {}
        self._changed = asyncio.Event()
        self._alarm: asyncio.Task[None] | None = None
        self._alarm_at = 0.0
        self._stopping = False

    def __len__(self) -> int:
        """How many subjects wait or run."""
        return len(self._due) + sum(1 for subject in self._running if subject not in self._due)

    def wake(self, subject: str, at: float) -> None:
        """Run the handler for `subject` at `at` (unix seconds), or at once when that has passed.

        Of several wakes before it runs, the earliest counts.
        """
        due = self._monotonic() + (at - self._clock())
        known = self._due.get(subject)
        if known is not None and known <= due:
            return
        self._due[subject] = due
        if subject not in self._running:  # else it is put into the heap when its handler ends
            self._push(due, subject)

    def _push(self, due: float, subject: str) -> None:
        heap = self._heap
        if len(heap) > 2 * len(self._due) + _STALE_ALLOWED:
            heap[:] = [(at, name) for name, at in self._due.items() if name not in self._running]
            heapify(heap)
        else:
            heappush(heap, (due, subject))
        if heap[0][0] >= due:  # nobody has to be told of what comes later than the next alarm
            self._changed.set()

    async def run(self, handler: Handler) -> None:
        """Serve until `stop`. Cancelled, it cancels the handlers that run."""
        try:
            while not self._stopping:
                self._changed.clear()
                self._arm(self._claim(handler))
                await self._changed.wait()
        finally:
            self._disarm()
            if not self._stopping:
                for task in self._running.values():
                    task.cancel()

    def _arm(self, due: float | None) -> None:
        if due is None or (self._alarm is not None and self._alarm_at <= due):
            return  # an alarm that is too early costs one empty look, a new one costs more
        self._disarm()
        self._alarm_at = due
        self._alarm = asyncio.create_task(self._ring(due - self._monotonic()))

    def _disarm(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None

    async def _ring(self, seconds: float) -> None:
        await self._sleep(seconds)
        self._alarm = None
        self._changed.set()

    def _claim(self, handler: Handler) -> float | None:
        """Start what is due; the next due time, or None when only a change can bring one."""
        heap, now = self._heap, self._monotonic()
        while heap and len(self._running) < self._limit:
            due, subject = heap[0]
            if self._due.get(subject) != due or subject in self._running:
                heappop(heap)
            elif due > now:
                return due
            else:
                heappop(heap)
                del self._due[subject]
                self._running[subject] = asyncio.create_task(self._work(subject, handler))
        return None

    async def _work(self, subject: str, handler: Handler) -> None:
        again: float | None = None
        try:
            again = await handler(subject)
            self._failures.pop(subject, None)
        except (Exception, asyncio.CancelledError) as error:
            task = asyncio.current_task()
            if isinstance(error, asyncio.CancelledError) and task is not None and task.cancelling():
                raise  # we are stopping; a cancellation from inside the handler is a failure like any other
            failures = self._failures[subject] = self._failures.get(subject, 0) + 1
            again = self._clock() + self._delay(failures)
            self._on_error(subject, error, failures)
        finally:
            del self._running[subject]
            due = self._due.get(subject)
            if due is not None:
                self._push(due, subject)
            if again is not None:
                self.wake(subject, again)
            self._changed.set()  # a place is free

    async def stop(self, grace: float = 10.0) -> None:
        """Start no more handlers; let the running ones finish for `grace` seconds, then cancel them."""
        self._stopping = True
        self._changed.set()
        running = set(self._running.values())
        if not running:
            return
        patience = asyncio.create_task(self._wait_out(grace))
        while running and not patience.done():
            done, _ = await asyncio.wait({*running, patience}, return_when=asyncio.FIRST_COMPLETED)
            running -= done
        patience.cancel()
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    async def _wait_out(self, seconds: float) -> None:
        await self._sleep(seconds)
