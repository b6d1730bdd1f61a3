"""Looks by list: few requests for many tasks, nothing missed, and no row written for a look that told
nothing."""

import asyncio
from collections.abc import Sequence

import pytest

from onetake.core.rate import Limit
from onetake.core.task import Sighting
from onetake.core.wire import Ambiguous
from onetake.services import steps, tasks
from onetake.services.lanes import Lane, Pace


class Roll:
    """The list of the scripted provider; each call is one request."""

    def __init__(self, provider, most: int = 150, size: int = 500) -> None:
        self.provider, self.most, self.size = provider, most, size
        self.requests: list[str] = []
        self.hidden: set[str] = set()
        self.broken = 0

    async def named(self, ids: Sequence[str]) -> list[Sighting]:
        self._asked("named")
        assert 0 < len(ids) <= self.most
        return [
            self.provider.sighting(i) for i in ids if i in self.provider.accepted and i not in self.hidden
        ]

    async def page(self, status: str, number: int) -> tuple[list[Sighting], bool]:
        self._asked("page")
        seen = [self.provider.sighting(i) for i in self.provider.accepted if i not in self.hidden]
        of = [s for s in seen if s.status == status]
        return of[(number - 1) * self.size : number * self.size], number * self.size < len(of)

    def _asked(self, how: str) -> None:
        if self.broken:
            self.broken -= 1
            raise Ambiguous("cut")
        self.requests.append(how)


@pytest.fixture
def roll(world):
    world.provider.finish_after = 60.0
    world.backend.lister = Roll(world.provider)

    async def pause(seconds: float) -> None:
        world.now += seconds
        await asyncio.sleep(0)

    world.p.pause = pause
    return world.backend.lister


def count_looks(world) -> list[str]:
    single: list[str] = []
    look = world.backend.look

    async def counted(task):
        single.append(task.id)
        return await look(task)

    world.backend.look = counted
    return single


def test_many_tasks_share_their_looks(world, roll, go) -> None:
    async def story():
        single = count_looks(world)
        key = await world.key()
        made = [await world.create(key) for _ in range(40)]
        await world.run(2000)
        for task in made:
            assert (await world.task(task)).status == "succeeded"
        # The first ones are below the number from which the list is asked.
        assert len(single) < 3 * world.p.policy.looks_by_list
        assert 0 < len(roll.requests) < 40
        assert not any(world.p.watched.values())
        assert not any(world.p.in_flight.values())

    go(story())


def test_pages_take_over_where_names_would_cost_more(world, roll, go) -> None:
    async def story():
        roll.most, roll.size = 5, 50
        key = await world.key()
        made = [await world.create(key) for _ in range(60)]
        await world.run(2000)
        assert "page" in roll.requests
        for task in made:
            assert (await world.task(task)).status == "succeeded"

    go(story())


def test_a_task_that_no_list_shows_is_asked_for_by_itself(world, roll, go) -> None:
    async def story():
        single = count_looks(world)
        key = await world.key()
        made = [await world.create(key) for _ in range(10)]
        roll.hidden = {"cgt-7"}
        await world.run(2000)
        for task in made:
            assert (await world.task(task)).status == "succeeded"
        hidden = world.provider.accepted["cgt-7"]["task"]
        assert single.count(hidden) > 2

    go(story())


def test_a_list_that_breaks_is_a_missed_look(world, roll, go) -> None:
    async def story():
        roll.broken = 5
        key = await world.key()
        made = [await world.create(key) for _ in range(10)]
        await world.run(2000)
        for task in made:
            assert (await world.task(task)).status == "succeeded"
        assert await world.faults() == []

    go(story())


def test_a_look_that_tells_nothing_writes_nothing(world, roll, go) -> None:
    async def story():
        world.provider.finish_after = 10_000.0
        key = await world.key()
        for _ in range(10):
            await world.create(key)
        for _ in range(120):
            await world.step()
        writes: list[object] = []
        transact = world.store.transact

        async def counted(script):
            writes.append(script)
            return await transact(script)

        world.store.transact = counted
        before = len(roll.requests)
        for _ in range(20):
            await world.step()
        assert len(roll.requests) > before
        assert writes == []

    go(story())


def test_cancelling_a_watched_task_asks_at_once(world, roll, go) -> None:
    async def story():
        world.provider.finish_after = 10_000.0
        key = await world.key()
        made = [await world.create(key) for _ in range(10)]
        for _ in range(60):
            await world.step()
        assert sum(map(len, world.p.watched.values())) > 5
        await tasks.cancel(world.p, "default", made[8].id)
        await steps.run(world.p, f"task:{made[8].id}")
        assert world.provider.cancels

    go(story())


def test_a_round_keeps_the_pace_of_the_route(world, roll, go) -> None:
    async def story():
        roll.most = 2
        world.p.lanes["provider"] = Lane(Pace(None, Limit(1.0)))
        key = await world.key()
        made = [await world.create(key) for _ in range(12)]
        began = world.now
        await world.run(4000)
        for task in made:
            assert (await world.task(task)).status == "succeeded"
        assert len(roll.requests) <= world.now - began + 2

    go(story())


@pytest.mark.parametrize("most", [0, 5])
def test_f15_pages_that_share_or_skip_tasks_make_none_look_absent(world, roll, go, most) -> None:
    """Others create in front of the list and end in it while it is read: pages share tasks and skip some."""

    async def story():
        roll.most, roll.size = most, 20
        page, before = roll.page, []

        async def moving(status, number):
            shown, more = await page(status, number)
            if number > 1 and len(roll.requests) % 2:
                shown = [*before[-3:], *shown][: roll.size]  # pushed on: three are told again, three fall off
            elif number > 1:
                shown = shown[2:]  # two before them have ended: two are told on no page
            before[:] = shown
            return shown, more

        roll.page = moving
        key = await world.key()
        made = [await world.create(key) for _ in range(60)]
        await world.run(4000)
        ends = [await world.task(task) for task in made]
        assert {t.status for t in ends} == {"succeeded"} and {t.attempt for t in ends} == {1}
        assert len(world.provider.accepted) == 60 and await world.faults() == []

    go(story())
