"""How late an end is noticed with a thousand tasks in flight, in virtual time with handlers that overlap."""

import asyncio
import random
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from onetake.adapters.wake.embedded import EmbeddedWake
from onetake.apps.wiring import HANDLERS
from onetake.core.catalogue import catalogue
from onetake.core.rate import Limit
from onetake.core.wire import Ambiguous
from onetake.services import steps
from onetake.services.lanes import DOWNLOADS, Lane, Pace

from .virtual import VirtualLoop

TASKS, INTERVAL = 1_000, 10.0
LOOK, LIST = 1.0, 0.25
"""Seconds that the provider takes for a look at one task, and for one at many. One after the other, a round
of looks would take them all; those at many are few, and are made one after the other."""


async def lags(world: Any, ends: Sequence[float]) -> list[float]:
    """Seconds from the end of each task at its provider until its row says so."""
    loop, begun = asyncio.get_running_loop(), world.now
    p, provider, backend = world.p, world.provider, world.backend

    async def transact(script: Any) -> Any:
        return p.store.transact_sync(script)

    p.clock = provider.clock = lambda: begun + loop.time()
    p.store.transact = transact
    p.pause = asyncio.sleep
    p.wake = EmbeddedWake(p.clock, HANDLERS)
    key = await world.key()
    made = [await world.create(key, seed=i) for i in range(len(ends))]
    end_of = dict(zip((t.id for t in made), ends, strict=True))
    sighting, look = provider.sighting, backend.look
    noticed: dict[str, float] = {}

    def as_it_is(name: str) -> Any:
        row = provider.accepted[name]
        row["status"] = "succeeded" if p.clock() >= begun + end_of[row["task"]] else "running"
        return sighting(name)

    async def slow(task: Any) -> Any:
        await asyncio.sleep(LOOK)
        return await look(task)

    async def point(name: str) -> None:
        if name == "poll.after_finish":
            current = asyncio.current_task()
            assert current is not None
            noticed[current.get_name()] = p.clock()

    async def handle(subject: str) -> float | None:
        current = asyncio.current_task()
        assert current is not None
        current.set_name(subject.partition(":")[2])
        return await steps.run(p, subject)

    provider.sighting, backend.look, p.point = as_it_is, slow, point
    worker = asyncio.create_task(p.wake.run(handle))
    for _ in range(2_000):
        await asyncio.sleep(5.0)
        if len(noticed) == len(made):
            break
    await p.wake.stop()
    await worker
    return [noticed[t.id] - begun - end_of[t.id] for t in made]


@pytest.mark.slow
def test_f37_when_all_finish_after_an_outage_looks_keep_their_pace_and_few_files_come_at_once(world):
    """A provider that was away for two hours answers again, and every task is done."""
    world.p.policy = replace(world.p.policy, poll_first=INTERVAL, poll_every=INTERVAL)
    pace = Limit(20.0, 20)
    world.p.lanes["provider"] = Lane(Pace(looks=pace))
    looked: list[float] = []
    loading = most = 0

    async def story() -> list[float]:
        nonlocal loading
        loop = asyncio.get_running_loop()
        look, fetch = world.backend.look, world.backend.fetch

        async def away(task: Any) -> Any:
            looked.append(loop.time())
            if loop.time() < 600.0:
                raise Ambiguous("timeout")
            return await look(task)

        async def slow(url: str, to: Any) -> None:
            nonlocal loading, most
            loading += 1
            most = max(most, loading)
            await asyncio.sleep(20.0)
            loading -= 1
            await fetch(url, to)

        world.backend.look, world.backend.fetch = away, slow
        return await lags(world, [60.0] * 300)

    loop = VirtualLoop()
    try:
        late = loop.run_until_complete(story())
    finally:
        loop.close()
    assert len(late) == 300 and max(late) < 600.0 + 120.0
    assert most == DOWNLOADS
    looked.sort()
    in_a_second = [bisect_left(looked, at + 1.0) - i for i, at in enumerate(looked)]
    assert max(in_a_second) <= pace.burst + pace.rate + 1


class Listing:
    """The provider's list: one request for a hundred and fifty, as long as any."""

    def __init__(self, world: Any) -> None:
        self.world, self.most = world, 150

    async def named(self, ids: Sequence[str]) -> list[Any]:
        await asyncio.sleep(LIST)
        return [self.world.provider.sighting(i) for i in ids]

    async def page(self, status: str, number: int) -> tuple[list[Any], bool]:
        await asyncio.sleep(LIST)
        seen = [self.world.provider.sighting(i) for i in self.world.provider.accepted]
        of = [s for s in seen if s.status == status]
        return of[(number - 1) * 500 : number * 500], number * 500 < len(of)


@pytest.mark.slow
@pytest.mark.parametrize("listed", [False, True])
def test_peer_newapi_serial_polling(world, listed):
    """new-api #4244 looked at one task after the other: 1,000 of them took minutes a round."""
    world.p.policy = replace(world.p.policy, poll_first=INTERVAL, poll_every=INTERVAL)
    if listed:
        world.backend.lister = Listing(world)
        pace = catalogue().routes["volcengine"].looks_per_second
        world.p.lanes["provider"] = Lane(Pace(looks=Limit(pace, int(pace))))
    draw = random.Random(4244)
    ends = [draw.uniform(15.0, 55.0) for _ in range(TASKS)]
    loop = VirtualLoop()
    try:
        late = sorted(loop.run_until_complete(lags(world, ends)))
    finally:
        loop.close()
    assert len(late) == TASKS
    assert late[0] >= 0.0
    assert late[int(0.95 * TASKS)] < INTERVAL + 2.0
