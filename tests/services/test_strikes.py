"""Threat T41: whose inputs moderation refuses too often creates nothing for the rest of the window."""

from dataclasses import replace

import pytest

from onetake.core.problem import Problem
from onetake.services import removal, strikes


async def refused_by_moderation(world, key, times: int, code: str = "moderation_input_text"):
    made = []
    for _ in range(times):
        world.provider.script = [f"problem:{code}"]
        made.append(await world.create(key))
        await world.run()
    return made


async def refused(world, key, **draft) -> Problem:
    with pytest.raises(Problem) as raised:
        await world.create(key, **draft)
    return raised.value


def limit(world, strikes: int, window: float = 3600.0) -> None:
    world.settings.update(strikes=strikes, strike_window=window)
    world.p.policy = replace(world.p.policy, **world.settings)


async def rows(world) -> int:
    found = await world.store.read(lambda sql: sql.all("task.open"))
    return len(found)


def test_t41_refusals_by_moderation_shut_a_key_out_for_the_rest_of_the_window(world, go):
    async def story():
        limit(world, 3)
        key, other = await world.key(), await world.key()
        first = await world.task((await refused_by_moderation(world, key, 1))[0])
        world.now += 100
        await refused_by_moderation(world, key, 1)
        await world.create(key)  # two are not three
        await world.run()
        await refused_by_moderation(world, key, 1)
        before = await world.balance(key)
        problem = await refused(world, key)
        assert problem.code == "rate_limited" and problem.http == 429
        ends = first.finished_at + 3600
        assert ends - world.now <= problem.facts["retry_after"] < ends - world.now + 1
        assert problem.facts["limit"] == 3 and problem.facts["window"] == 3600
        assert "3 tasks" in problem.detail and "3600 seconds" in problem.detail
        assert problem.facts["until"] in problem.detail
        assert await world.balance(key) == before and await rows(world) == 0
        await world.create(other)  # nobody else pays for it
        world.now = ends - 0.5
        await refused(world, key)
        world.now = ends
        await world.create(key)

    go(story())


def test_t41_another_key_of_the_project_that_is_refused_too_has_its_own_count(world, go):
    async def story():
        limit(world, 2)
        one, two = await world.key(), await world.key()
        await refused_by_moderation(world, one, 1)
        await refused_by_moderation(world, two, 1)
        await world.create(one)
        await world.create(two)

    go(story())


@pytest.mark.parametrize("code", sorted(strikes.REFUSALS))
def test_t41_every_verdict_on_an_input_counts(world, go, code):
    async def story():
        limit(world, 1)
        key = await world.key()
        await refused_by_moderation(world, key, 1, code)
        assert (await refused(world, key)).code == "rate_limited"

    go(story())


@pytest.mark.parametrize("code", ["moderation_output_video", "invalid_parameter", "generation_failed"])
def test_t41_what_is_no_verdict_on_an_input_counts_against_nobody(world, go, code):
    async def story():
        limit(world, 1)
        key = await world.key()
        await refused_by_moderation(world, key, 1, code)
        await world.create(key)

    go(story())


def test_t41_a_restart_and_a_removed_task_forget_nothing(world, go):
    async def story():
        limit(world, 2)
        key = await world.key()
        made = await refused_by_moderation(world, key, 2)
        await removal.remove(world.p, await world.task(made[0]), "deleted")
        problem = await refused(world, key)
        await world.reboot()
        assert (await refused(world, key)).detail == problem.detail
        world.now += 3600
        await world.reboot()
        await world.create(key)

    go(story())


def test_t41_rows_go_when_no_window_can_reach_them(world, go):
    async def story():
        limit(world, 2)
        await refused_by_moderation(world, await world.key(), 1)
        await removal.sweep(world.p)
        since = {"since": 0.0}
        assert len(await world.store.read(lambda sql: sql.all("strike.since", **since))) == 1
        world.now += 32 * 86_400
        await removal.sweep(world.p)
        assert await world.store.read(lambda sql: sql.all("strike.since", **since)) == []

    go(story())


def test_t41_zero_is_no_limit_and_a_replay_is_no_create(world, go):
    async def story():
        limit(world, 0)
        key = await world.key()
        await refused_by_moderation(world, key, 4)
        await world.accept(key, idempotency="k")
        limit(world, 2)
        await world.reboot()
        assert (await refused(world, key)).code == "rate_limited"
        assert (await world.accept(key, idempotency="k")).replayed

    go(story())


def test_t41_what_our_own_engines_refuse_is_no_providers_affair(local_world, go):
    async def story():
        limit(local_world, 1)
        key = await local_world.key()
        await refused_by_moderation(local_world, key, 2)
        await local_world.create(key)
        await local_world.reboot()
        await local_world.create(key)

    go(story())


def test_t41_a_clock_that_was_set_back_shuts_nobody_out_for_longer(world, go):
    async def story():
        limit(world, 1)
        key = await world.key()
        await refused_by_moderation(world, key, 1)
        world.now -= 86_400
        await world.create(key)

    go(story())


def test_t41_a_key_without_strikes_costs_nothing_and_an_old_one_is_forgotten(world, go):
    async def story():
        limit(world, 5)
        key = await world.key()
        await refused_by_moderation(world, key, 1)
        assert list(world.p.struck) == [key.id]
        world.now += 3600
        await world.create(key)
        assert not world.p.struck

    go(story())
