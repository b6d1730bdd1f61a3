"""Looks by list in a world that is against them: lists that never work, tasks that never end, clocks."""

from dataclasses import replace

import pytest
from tests.services.test_looks import Roll, count_looks

from onetake.core.catalogue import overlay
from onetake.core.problem import Problem
from onetake.core.rate import Limit
from onetake.core.wire import Ambiguous, WireError
from onetake.services import timing
from onetake.services.lanes import Lane, Pace


@pytest.fixture
def roll(world):
    world.provider.finish_after = 60.0
    world.backend.lister = Roll(world.provider)
    return world.backend.lister


async def several(world, count=10, **more):
    key = await world.key(credits=1_000_000_000)
    return key, [await world.create(key, **more) for _ in range(count)]


def test_a_task_that_runs_for_ever_gives_its_hold_back_although_the_list_shows_it(world, roll, go) -> None:
    async def story():
        world.provider.finish_after = 1e9
        key, made = await several(world, expires_after=3600)
        for _ in range(20_000):
            if not await world.step() or world.now > made[0].deadline + 20_000:
                break
        assert [(await world.task(t)).phase for t in made] == ["failed"] * 10
        assert (await world.balance(key))[1] == 0

    go(story())


@pytest.mark.parametrize("trouble", [WireError("seed"), Ambiguous("timeout"), Problem("provider_protocol")])
def test_a_list_that_never_works_loses_nothing_that_can_be_looked_at_alone(world, roll, go, trouble) -> None:
    """One record that cannot be read spoils every page that it is on, for days."""

    async def story():
        async def broken(*_):
            raise trouble

        roll.named = roll.page = broken
        single = count_looks(world)
        _, made = await several(world, 30)
        began = world.now
        await world.run(3000)
        assert [(await world.task(t)).status for t in made] == ["succeeded"] * 30
        assert world.now - began < 3600
        assert len(single) < 30 * 20

    go(story())


def test_looks_alone_keep_their_pace_and_are_had_in_the_end(world, roll, go) -> None:
    async def story():
        async def broken(*_):
            raise Ambiguous("timeout")

        roll.named = roll.page = broken
        world.p.lanes["provider"] = Lane(Pace(None, Limit(0.5)))
        single = count_looks(world)
        _, made = await several(world, 20)
        began = world.now
        await world.run(8000)
        assert [(await world.task(t)).status for t in made] == ["succeeded"] * 20
        assert len(single) <= 0.5 * (world.now - began) + 2

    go(story())


def test_a_list_without_an_end_does_not_keep_anybody_waiting(world, roll, go) -> None:
    """A provider that ignores the number of the page, and says that there is always more."""

    async def story():
        roll.most = 0
        page = roll.page

        async def endless(status, number):
            assert number < 1000
            return (await page(status, 1))[0], True

        roll.page = endless
        _, made = await several(world)
        await world.run(3000)
        assert [(await world.task(t)).status for t in made] == ["succeeded"] * 10

    go(story())


@pytest.mark.parametrize("jump", [-86_400.0, 86_400.0])
def test_F35_a_clock_that_jumps_stops_neither_looks_nor_submits(world, roll, go, jump: float) -> None:
    async def story():
        world.p.lanes["provider"] = Lane(Pace(Limit(1.0), Limit(1.0)))
        _, made = await several(world, 12)
        for _ in range(12):
            await world.step()
        world.p.lane("provider").refused(world.now, "provider_quota", lambda: 0.5)
        for _ in range(12):
            await world.step()
        world.now += jump
        # What waits is measured on a clock that does not jump (adapters.wake.embedded).
        world.wake.due = {subject: at + jump for subject, at in world.wake.due.items()}
        for row in world.provider.accepted.values():
            row["at"] += jump
        began = world.now
        await world.run(4000)
        assert {(await world.task(t)).status for t in made} == {"succeeded"}
        assert world.now - began < 3600

    go(story())


def test_the_last_task_of_a_list_that_cannot_be_asked_for_ids_is_looked_at_too(world, roll, go) -> None:
    """seedance2.movie lists by status only: one watched task alone broke the round, over and over."""

    async def story():
        roll.most = 0
        _, made = await several(world)
        accept = world.provider.accepted
        for _ in range(24):
            await world.step()
        accept["cgt-10"]["at"] += 3000
        await world.run(3000)
        assert {(await world.task(t)).status for t in made} == {"succeeded"}

    go(story())


def test_a_second_attempt_is_looked_at_as_often_as_the_first(world, go) -> None:
    """What was learned of the looks at the first one would keep the others away for minutes."""

    async def story():
        overlay({"routes": {"volcengine": {"failed_free": True}}})
        world.p.policy = replace(world.p.policy, poll_every=0.0)
        world.provider.problem, world.provider.verdict = Problem("provider_stale"), "failed"
        world.provider.finish_after = 900.0
        task = await world.create(await world.key())
        while (await world.task(task)).attempt == 1:
            await world.step()
        assert task.id not in world.p.looked
        world.provider.verdict, world.provider.finish_after = "succeeded", 60.0
        await world.run()
        done = await world.task(task)
        assert done.status == "succeeded"
        overlay({})

    go(story())


def test_a_model_of_an_operators_own_may_have_a_slash_in_its_name(world) -> None:
    """The name of its kind could not be read: nobody would have looked at a task that was paid for."""
    name = timing.name_of("volcengine", "labs/fox", "720p", 5)
    assert timing.learned_of(world.p, name).quantile(0.5) > 0
