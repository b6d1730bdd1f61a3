"""What every `Wake` must do. An adapter's test subclasses `WakeSuite` and says how to make its engine."""

import asyncio
from collections.abc import Awaitable, Callable
from heapq import heappop, heappush
from itertools import count
from typing import Any

from onetake.core.ports import Wake

Body = Callable[["Bench"], Awaitable[None]]


class VirtualTime:
    """A clock that moves only when told to, and the sleep that goes by it."""

    def __init__(self, start: float = 1_800_000_000.0) -> None:
        self.now = start
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._order = count()

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heappush(self._sleepers, (self.now + max(seconds, 0.0), next(self._order), future))
        await future

    async def advance(self, seconds: float) -> None:
        """Let `seconds` pass, stopping at every sleeper's end on the way."""
        end = self.now + seconds
        await self.settle()
        while self._sleepers and self._sleepers[0][0] <= end:
            at, _, future = heappop(self._sleepers)
            if not future.done():
                self.now = max(self.now, at)
                future.set_result(None)
            await self.settle()
        self.now = end
        await self.settle()

    async def settle(self) -> None:
        """Let everything run that is ready and waits for no clock."""
        for _ in range(20):
            await asyncio.sleep(0)


class Bench:
    """An engine under test, its time, and what its handler saw."""

    def __init__(self, make: Callable[..., Wake], **options: Any) -> None:
        self.time = VirtualTime()
        self.wake = make(self.time, **options)
        self.start = self.time.now
        self.ran: list[tuple[str, float]] = []
        self.running: dict[str, int] = {}
        self.most = 0
        self.answers: dict[str, list[float | BaseException | None]] = {}
        self.lasting: dict[str, float] = {}

    def at(self, subject: str, seconds: float) -> None:
        """Wake `subject` that many seconds after the start."""
        self.wake.wake(subject, self.start + seconds)

    async def handler(self, subject: str) -> float | None:
        self.ran.append((subject, self.time.now - self.start))
        self.running[subject] = self.running.get(subject, 0) + 1
        assert self.running[subject] == 1, "one handler per subject at a time"
        self.most = max(self.most, sum(self.running.values()))
        try:
            if subject in self.lasting:
                await self.time.sleep(self.lasting[subject])
        finally:
            self.running[subject] -= 1
        answer = self.answers[subject].pop(0) if self.answers.get(subject) else None
        if isinstance(answer, BaseException):
            raise answer
        return None if answer is None else self.start + answer

    async def advance(self, seconds: float) -> None:
        await self.time.advance(seconds)


class WakeSuite:
    retry_within = 60.0
    """Seconds after which a subject whose handler failed once has run again."""

    def make(self, time: VirtualTime, **options: Any) -> Wake:
        """An engine on `time`; the only option is `limit`, handlers at a time."""
        raise NotImplementedError

    def serve(self, body: Body, **options: Any) -> Bench:
        """Run `body` beside a served engine."""

        async def main() -> Bench:
            bench = Bench(self.make, **options)
            serving = asyncio.ensure_future(bench.wake.run(bench.handler))
            await body(bench)
            await bench.wake.stop()
            await asyncio.wait_for(serving, 5)
            return bench

        return asyncio.run(main())

    def test_a_subject_runs_when_it_is_due_and_not_before(self):
        async def body(bench: Bench) -> None:
            bench.at("task:a", 10)
            await bench.advance(9.9)
            assert bench.ran == []
            await bench.advance(5)

        assert self.serve(body).ran == [("task:a", 10)]

    def test_what_is_overdue_runs_at_once(self):
        async def body(bench: Bench) -> None:
            bench.at("task:a", -1e6)
            await bench.advance(0)

        assert self.serve(body).ran == [("task:a", 0)]

    def test_the_earliest_wake_counts_in_any_order(self):
        async def body(bench: Bench) -> None:
            for seconds in (30, 10, 20):
                bench.at("task:a", seconds)
            for seconds in (5, 40):
                bench.at("task:b", seconds)
            await bench.advance(100)

        assert self.serve(body).ran == [("task:b", 5), ("task:a", 10)]

    def test_the_handler_says_when_next(self):
        async def body(bench: Bench) -> None:
            bench.answers["task:a"] = [3, 7, None]
            bench.at("task:a", 1)
            await bench.advance(100)

        assert self.serve(body).ran == [("task:a", 1), ("task:a", 3), ("task:a", 7)]

    def test_a_wake_brings_forward_what_the_handler_asked_for(self):
        async def body(bench: Bench) -> None:
            bench.answers["task:a"] = [1000, 1000]
            bench.at("task:a", 0)
            await bench.advance(50)
            bench.at("task:a", 50)
            await bench.advance(1000)

        assert self.serve(body).ran == [("task:a", 0), ("task:a", 50), ("task:a", 1000)]

    def test_a_wake_that_comes_while_its_handler_runs_makes_it_run_again(self):
        async def body(bench: Bench) -> None:
            bench.lasting["task:a"] = 5
            bench.at("task:a", 0)
            await bench.advance(2)
            bench.at("task:a", 1)
            bench.at("task:a", 3)
            await bench.advance(100)

        assert self.serve(body).ran == [("task:a", 0), ("task:a", 5)]

    def test_handlers_of_many_subjects_run_side_by_side_up_to_the_limit(self):
        async def body(bench: Bench) -> None:
            for number in range(10):
                bench.lasting[f"task:{number}"] = 1
                bench.at(f"task:{number}", 0)
            await bench.advance(100)

        bench = self.serve(body, limit=4)
        assert bench.most == 4
        assert sorted(seconds for _, seconds in bench.ran) == [0] * 4 + [1] * 4 + [2] * 2
        assert len({subject for subject, _ in bench.ran}) == 10

    def test_a_handler_that_fails_is_tried_again_and_disturbs_no_other(self):
        async def body(bench: Bench) -> None:
            bench.answers["task:bad"] = [OSError("no"), None]
            bench.at("task:bad", 0)
            bench.at("task:good", 1)
            await bench.advance(self.retry_within)

        bench = self.serve(body)
        assert [subject for subject, _ in bench.ran].count("task:bad") == 2
        assert ("task:good", 1) in bench.ran

    def test_stopping_lets_the_running_finish_and_starts_no_more(self):
        async def body(bench: Bench) -> None:
            bench.lasting["task:a"] = 2
            bench.at("task:a", 0)
            bench.at("task:b", 1)
            await bench.advance(0)
            stopping = asyncio.ensure_future(bench.wake.stop())
            await bench.advance(1)
            assert not stopping.done()
            await bench.advance(1)
            await asyncio.wait_for(stopping, 5)
            assert bench.running == {"task:a": 0}
            await bench.advance(100)

        assert self.serve(body).ran == [("task:a", 0)]
