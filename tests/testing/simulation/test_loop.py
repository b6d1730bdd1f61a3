"""The loop of the simulation: time jumps, order is drawn, processes sleep and die."""

import asyncio
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetake.testing.simulation.loop import PROCESS, Loop, Mortal, Stuck, bury
from onetake.testing.simulation.loop import run as run_on


def run(loop: Loop, main: Any) -> Any:
    try:
        return run_on(loop, main)
    finally:
        bury(loop)


def story(seed: int, delays: list[float]) -> tuple[list[tuple[float, int]], str]:
    loop, seen = Loop(random.Random(seed)), []

    async def one(number: int, delay: float) -> None:
        await asyncio.sleep(delay)
        loop.note("woke", number)
        seen.append((loop.time(), number))

    async def main() -> None:
        await asyncio.gather(*(one(n, delay) for n, delay in enumerate(delays)))

    run(loop, main())
    return seen, loop.trace


@given(st.integers(0, 99), st.lists(st.floats(0, 1e6), max_size=12))
def test_a_seed_is_a_story(seed: int, delays: list[float]) -> None:
    seen, trace = story(seed, delays)
    assert story(seed, delays) == (seen, trace)
    assert [at for at, _ in seen] == sorted(at for at, _ in seen)
    for at, number in seen:
        assert at == pytest.approx(delays[number])


def test_another_seed_is_another_order() -> None:
    orders = {tuple(n for _, n in story(seed, [1.0] * 6)[0]) for seed in range(40)}
    assert len(orders) > 20


def test_time_passes_at_once_and_a_wait_for_nothing_is_an_error() -> None:
    loop = Loop(random.Random(1))

    async def for_ever() -> None:
        await asyncio.sleep(1e9)
        await asyncio.Event().wait()

    with pytest.raises(Stuck, match="nothing is left"):
        run(loop, for_ever())
    assert loop.time() == 1e9


def test_what_never_ends_is_given_up() -> None:
    async def busy() -> None:
        while True:  # noqa: ASYNC110  # nothing is waited for: that is the point
            await asyncio.sleep(0)

    with pytest.raises(Stuck, match="no end"):
        run(Loop(random.Random(1), most=500), busy())


def test_who_sleeps_does_nothing_and_who_is_dead_never_does() -> None:
    loop, seen = Loop(random.Random(3)), []

    async def ticking(name: str) -> None:
        while True:
            await asyncio.sleep(1.0)
            seen.append((name, loop.time()))

    async def main() -> None:
        a, b = Mortal(), Mortal()
        for name, process in (("a", a), ("b", b)):
            mark = PROCESS.set(process)
            kept.append(loop.create_task(ticking(name)))
            PROCESS.reset(mark)
        await asyncio.sleep(2.5)
        loop.sleep(a, 10.0)
        b.dead = True
        await asyncio.sleep(13.0)

    kept: list[object] = []
    run(loop, main())
    assert [name for name, _ in seen if name == "b"] == ["b", "b"]
    awake = [at for name, at in seen if name == "a"]
    assert awake[:2] == [1.0, 2.0] and awake[2] == 12.5 and awake[3] == 13.5


def test_an_executor_is_no_other_thread() -> None:
    def work(number: int) -> int:
        return number + 1

    async def main() -> int:
        with pytest.raises(ZeroDivisionError):
            await asyncio.to_thread(lambda: 1 // 0)
        return await asyncio.to_thread(work, 1)

    assert run(Loop(random.Random(1)), main()) == 2
