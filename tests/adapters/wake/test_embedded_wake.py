"""The embedded engine against the shipped suite, and its own: any history, failures, clocks, size."""

import asyncio
import time
import tracemalloc
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onetake.adapters.wake import EmbeddedWake
from onetake.adapters.wake.embedded import doubling
from onetake.testing.wake_suite import Bench, VirtualTime, WakeSuite

pytestmark = pytest.mark.slow  # all of it together


class TestSuite(WakeSuite):
    def make(self, time: VirtualTime, **options: Any) -> EmbeddedWake:
        return EmbeddedWake(time, sleep=time.sleep, on_error=lambda *_: None, **options)


SUITE = TestSuite()

wakes = st.tuples(st.just("wake"), st.integers(0, 4), st.integers(-5, 40))
passing = st.tuples(st.just("pass"), st.integers(0, 30), st.just(0))


def expected(history: list[tuple[str, int, int]]) -> list[tuple[int, str]]:
    """When each subject runs, by the plain reading of the port: handlers take no time and answer None."""
    now, due, ran = 0, {}, []
    for what, number, seconds in history:
        if what == "wake":
            subject = f"task:{number}"
            due[subject] = min(due.get(subject, seconds), seconds)
            continue
        # Overdue subjects run as soon as time is served, so at the moment before it passes.
        end = now + number
        for subject in [subject for subject, at in due.items() if at <= end]:
            ran.append((max(due.pop(subject), now), subject))
        now = end
    return sorted(ran)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(wakes, passing), max_size=40), st.integers(1, 3))
def test_any_history_of_wakes_runs_each_subject_exactly_when_it_should(history, limit):
    finished = [*history, ("pass", 50, 0)]
    bench = SUITE.serve(lambda bench: play(bench, finished), limit=limit)
    assert sorted((int(seconds), subject) for subject, seconds in bench.ran) == expected(finished)
    assert len(bench.wake) == 0  # type: ignore[arg-type]


async def play(bench: Bench, history: list[tuple[str, int, int]]) -> None:
    for what, number, seconds in history:
        if what == "wake":
            bench.at(f"task:{number}", seconds)
        else:
            await bench.advance(number)


def test_failures_back_off_up_to_a_cap_and_a_success_forgives_them():
    told = []

    async def main() -> list[float]:
        bench = Bench(
            lambda time: EmbeddedWake(time, sleep=time.sleep, on_error=lambda *what: told.append(what))
        )
        bench.answers["task:a"] = [OSError(str(n)) for n in range(8)] + [300, OSError("again"), None]
        serving = asyncio.ensure_future(bench.wake.run(bench.handler))
        bench.at("task:a", 0)
        await bench.advance(1000)
        await bench.wake.stop()
        await serving
        return [seconds for _, seconds in bench.ran]

    assert asyncio.run(main()) == [0, 1, 3, 7, 15, 31, 63, 123, 183, 300, 301]
    assert [(subject, str(error), failures) for subject, error, failures in told] == [
        *(("task:a", str(n), n + 1) for n in range(8)),
        ("task:a", "again", 1),
    ]
    assert doubling(10**6) == 60


def test_a_cancellation_from_inside_a_handler_loses_no_subject():
    async def body(bench: Bench) -> None:
        bench.answers["task:a"] = [asyncio.CancelledError(), None]
        bench.at("task:a", 0)
        await bench.advance(10)

    assert SUITE.serve(body).ran == [("task:a", 0), ("task:a", 1)]


def test_a_handler_that_outlasts_the_grace_is_cancelled():
    async def body(bench: Bench) -> None:
        bench.lasting["task:a"] = 1e9
        bench.at("task:a", 0)
        await bench.advance(0)
        stopping = asyncio.ensure_future(bench.wake.stop(grace=3))  # type: ignore[call-arg]
        await bench.advance(2.9)
        assert not stopping.done() and bench.running == {"task:a": 1}
        await bench.advance(0.1)
        await asyncio.wait_for(stopping, 5)
        assert bench.running == {"task:a": 0}

    SUITE.serve(body)


def test_cancelling_the_serving_leaves_nothing_running():
    async def main() -> None:
        bench = Bench(SUITE.make)
        bench.lasting["task:a"] = 1e9
        bench.at("task:a", 0)
        serving = asyncio.ensure_future(bench.wake.run(bench.handler))
        await bench.advance(0)
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)
        await bench.time.settle()
        assert bench.running == {"task:a": 0}
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(main())


def test_a_clock_that_jumps_moves_nothing_that_already_waits():
    """Fault F35: the wall clock jumps by a day in each direction, elapsed time does not."""

    async def main() -> list[tuple[str, float]]:
        elapsed, jump = VirtualTime(0.0), 0.0
        wake = EmbeddedWake(lambda: 1e9 + elapsed.now + jump, sleep=elapsed.sleep, monotonic=elapsed)
        ran: list[tuple[str, float]] = []

        async def handler(subject: str) -> None:
            ran.append((subject, elapsed.now))

        serving = asyncio.ensure_future(wake.run(handler))
        wake.wake("task:a", 1e9 + 10)
        jump = -86400.0
        await elapsed.advance(5)
        wake.wake("task:b", 1e9 + elapsed.now + jump + 10)
        jump = 86400.0
        await elapsed.advance(4)
        assert ran == []
        await elapsed.advance(20)
        await wake.stop()
        await serving
        return ran

    assert asyncio.run(main()) == [("task:a", 10), ("task:b", 15)]


def test_a_hundred_thousand_subjects_are_small_and_quickly_there():
    subjects = [f"task:{number:026}" for number in range(100_000)]
    tracemalloc.start()
    wake = EmbeddedWake()
    now = time.time()
    for number, subject in enumerate(subjects):
        wake.wake(subject, now + 3600 + number % 977)
    grown, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(wake) == 100_000
    assert grown / 100_000 < 1024


def test_a_subject_that_is_woken_for_ever_leaves_no_trail():
    async def body(bench: Bench) -> None:
        bench.at("task:b", 1e6)  # stands before what task:a leaves behind
        for number in range(5000):
            bench.answers["task:a"] = [1e9]  # far away, and every time replaced by the next wake
            bench.at("task:a", number)
            await bench.time.settle()
            bench.time.now += 1
        assert len(bench.ran) == 5000
        assert len(bench.wake._heap) < 1100  # type: ignore[attr-defined]

    SUITE.serve(body)


def test_real_time():
    async def main() -> list[float]:
        wake = EmbeddedWake()
        late, done = [], asyncio.Event()
        due = {f"task:{number}": time.time() + number / 1000 for number in range(50)}

        async def handler(subject: str) -> None:
            late.append(time.time() - due[subject])
            if len(late) == 50:
                done.set()

        for subject, at in due.items():
            wake.wake(subject, at)
        serving = asyncio.ensure_future(wake.run(handler))
        await asyncio.wait_for(done.wait(), 10)
        await wake.stop()
        await serving
        return late

    late = asyncio.run(main())
    assert min(late) > -0.01 and max(late) < 1.0
