"""Ways to pay twice, or to lose what was paid for, that an adversary found in the submit and its evidence."""

from dataclasses import replace

import pytest

from onetake.core.task import Sighting
from onetake.core.wire import Ambiguous
from onetake.services import tasks

pytestmark = pytest.mark.slow  # all of it together


def silent(world, **hidden):
    """The provider's records leave nonces out, as an older Ark list does."""
    told = world.provider.sighting
    world.provider.sighting = lambda name: replace(told(name), **hidden)


def test_a_record_that_does_not_echo_its_seed_is_no_proof_of_absence(world, go):
    async def story():
        key = await world.key(credits=100_000_000)
        silent(world, seed=None, expires_after=None)
        world.provider.script = ["lost-after"]
        task = await world.create(key, expires_after=3600)
        await world.run(2000)
        failed = await world.task(task)
        assert len(world.provider.accepted) == 1
        assert (failed.phase, failed.problem.code) == ("failed", "submit_outcome_unknown")
        assert await world.balance(key) == (100_000_000, 0)

    go(story())


@pytest.mark.parametrize("skew", [-7200.0, -600.0, 600.0, 7200.0])
def test_a_clock_that_is_wrong_never_hides_our_own_seed(world, go, skew):
    async def story():
        key = await world.key()
        told = world.provider.sighting
        world.provider.sighting = lambda n: replace(told(n), created_at=told(n).created_at + skew)
        world.provider.script = ["lost-after"]
        task = await world.create(key)
        await world.run()
        done = await world.task(task)
        assert (done.phase, done.attempt, len(world.provider.accepted)) == ("succeeded", 1, 1)

    go(story())


def test_a_provider_that_words_the_settings_differently_is_still_recognised(world, go):
    async def story():
        key = await world.key()
        silent(world, resolution="720P", duration=6)
        world.provider.script = ["lost-after"]
        await world.create(key)
        await world.run()
        assert len(world.provider.accepted) == 1

    go(story())


def test_a_customers_own_seed_alone_adopts_nothing(world, go):
    """Two tasks with seed 42 are lost at once; the provider has one of them and does not tell expiries."""

    async def story():
        key = await world.key()
        silent(world, expires_after=None)
        world.provider.script = ["lost-before", "lost-after"]
        first = await world.create(key, seed=42, prompt="a fox", expires_after=3600)
        second = await world.create(key, seed=42, prompt="a bear", expires_after=3600)
        await world.run(3000)
        assert [r["task"] for r in world.provider.accepted.values()] == [second.id]
        assert (await world.task(first)).provider_id is None
        assert await world.faults() == []

    go(story())


def test_requests_that_could_be_taken_for_each_other_are_sent_one_after_the_other(world, go):
    async def story():
        key = await world.key()
        world.provider.script = ["lost-before", "ok"]
        made = [await world.create(key, seed=42, expires_after=3600, prompt=f"fox {n}") for n in range(2)]
        await world.step()
        await world.step()
        phases = sorted([(await world.task(t)).phase for t in made])
        assert phases == ["accepted", "unknown"] and not world.provider.accepted
        await world.run(1000)
        for name, row in world.provider.accepted.items():
            [task] = [t for t in made if t.id == row["task"]]
            assert (await world.task(task)).provider_id == name
        assert [(await world.task(t)).phase for t in made] == ["succeeded", "succeeded"]

    go(story())


def test_F22_what_was_sent_late_is_waited_for_as_long_as_the_provider_may_make_it(world, go):
    async def story():
        key = await world.key(credits=100_000_000)
        world.provider.script = ["refused"] * 40_000
        task = await world.create(key, expires_after=86_400)
        while world.now < task.deadline - 300:
            assert await world.step()
        world.provider.script = []
        world.provider.finish_after = 65_000.0  # inside of the provider's own expiry
        await world.run(20_000)
        done = await world.task(task)
        assert done.phase == "succeeded" and len(world.provider.accepted) == 1
        assert await world.faults() == []

    go(story())


@pytest.mark.parametrize("phase", ["unknown", "rendering"])
def test_after_days_of_downtime_the_provider_is_asked_before_a_task_is_given_up(world, go, phase):
    async def story():
        key = await world.key()
        world.provider.script = ["lost-after"] if phase == "unknown" else []
        task = await world.create(key, expires_after=3600)
        while (await world.task(task)).phase != phase:
            await world.step()
        world.now += 3 * 86_400
        await world.reboot()
        # The network comes up a little later than we do.
        told, failures = world.backend.find, iter(["down", "down"])
        looked = world.backend.look

        async def find(task):
            if next(failures, None):
                raise Ambiguous("no network yet")
            return await told(task)

        async def look(task):
            if next(failures, None):
                raise Ambiguous("no network yet")
            return await looked(task)

        world.backend.find, world.backend.look = find, look
        await world.run()
        assert (await world.task(task)).phase == "succeeded" and len(world.provider.accepted) == 1

    go(story())


def test_a_task_whose_provider_never_answers_again_still_ends(world, go):
    async def story():
        key = await world.key(credits=100_000_000)
        world.provider.script = ["lost-after"]

        async def find(task):
            raise Ambiguous("timeout")

        world.backend.find = find
        task = await world.create(key, expires_after=3600)
        await world.run(2000)
        assert (await world.task(task)).problem.code == "submit_outcome_unknown"
        world.backend.looks = ["broken"] * 3000
        other = await world.create(key, expires_after=3600)
        await world.run(2000)
        assert (await world.task(other)).problem.code == "deadline_exceeded"
        assert await world.balance(key) == (100_000_000, 0)

    go(story())


def test_F18_misses_count_in_a_row_only(world, go):
    async def story():
        key = await world.key()
        world.provider.finish_after = 3000.0
        world.backend.looks = ["ok", "gone", "gone", "ok", "gone", "ok"]
        task = await world.create(key)
        for _ in range(10):
            await world.step()
        assert (await world.task(task)).misses == 0

    go(story())


def test_a_provider_that_is_away_for_a_day_does_not_fill_the_disk(world, go):
    async def story():
        key = await world.key()
        world.provider.script = ["refused"] * 20_000
        task = await world.create(key)
        await world.run(20_000)
        assert (await world.task(task)).phase == "expired"
        rows = await world.store.read(lambda sql: sql.all("event.after", task=task.id, seq=0))
        assert len(rows) < 4000

    go(story())


def test_a_problem_goes_with_the_step_after_it(world, go):
    async def story():
        key = await world.key()
        world.provider.script = ["refused", "problem:provider_auth"]
        done = await world.create(key)
        await world.run()
        assert (await world.task(done)).phase == "succeeded" and (await world.task(done)).problem is None
        world.provider.script = ["refused"]
        other = await world.create(key)
        await world.step()
        assert (await tasks.cancel(world.p, key.project, other.id)).problem.code == "cancelled"

    go(story())


def test_a_withdrawal_never_stops_what_has_begun_to_run(world, go):
    async def story():
        key = await world.key()
        task = await world.create(key)
        await world.step()
        while (await world.task(task)).status != "running":
            await world.step()
        with pytest.raises(tasks.Problem) as told:
            await tasks.cancel(world.p, key.project, task.id, running=False)
        assert told.value.code == "not_cancellable"
        assert not (await world.task(task)).cancel_requested

    go(story())


def test_a_sighting_without_a_time_is_weighed_by_its_nonces(world, go):
    async def story():
        key = await world.key()
        told = world.provider.sighting
        world.provider.sighting = lambda name: replace(told(name), created_at=None)
        world.provider.script = ["lost-after"]
        await world.create(key)
        await world.run()
        assert len(world.provider.accepted) == 1
        assert isinstance(told("cgt-1"), Sighting)

    go(story())
