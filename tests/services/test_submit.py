"""The one send: intent first, never twice for one intent (errors-and-faults F04–F16, F41)."""

import pytest

POINTS = (
    "submit.before_intent",
    "submit.after_intent",
    "submit.before_fence",
    "submit.before_send",
    "submit.after_response_before_id",
    "submit.after_id",
    "poll.before_look",
    "poll.after_look",
    "poll.after_finish",
    "store.after_fetch",
    "store.after_store_before_settle",
    "store.after_settle",
)


def test_a_task_is_sent_once_and_delivered(world, go):
    async def story():
        key = await world.key(credits=100_000_000)
        task = await world.create(key)
        await world.run()
        done = await world.task(task)
        assert done.phase == "succeeded" and done.output.width == 1280
        assert len(world.provider.accepted) == 1
        assert done.price == 5_009_400 and await world.balance(key) == (100_000_000 - 5_009_400, 0)
        assert await world.faults() == []

    go(story())


def test_F08_what_was_not_sent_is_sent_again_in_the_same_attempt(world, go):
    async def story():
        key = await world.key()
        world.provider.script = ["refused", "refused", "problem:provider_overloaded", "ok"]
        task = await world.create(key)
        await world.run()
        done = await world.task(task)
        assert (done.phase, done.attempt) == ("succeeded", 1)
        assert len(world.provider.accepted) == 1

    go(story())


@pytest.mark.parametrize("code", ["provider_auth", "provider_quota", "provider_misrouted"])
def test_F12_a_refusal_that_is_ours_keeps_the_hold(world, go, code):
    async def story():
        key = await world.key(credits=100_000_000)
        world.provider.script = [f"problem:{code}"]
        task = await world.create(key)
        await world.step()
        waiting = await world.task(task)
        assert waiting.status == "queued" and (await world.balance(key))[1] == task.hold
        await world.run()
        assert (await world.task(task)).phase == "succeeded"

    go(story())


def test_F11_a_proven_rejection_fails_and_releases(world, go):
    async def story():
        key = await world.key(credits=100_000_000)
        world.provider.script = ["problem:moderation_input_text"]
        task = await world.create(key)
        await world.run()
        failed = await world.task(task)
        assert failed.phase == "failed" and failed.problem.code == "moderation_input_text"
        assert await world.balance(key) == (100_000_000, 0)
        assert await world.faults() == []

    go(story())


@pytest.mark.parametrize("word", ["lost-after", "lost-before"])
def test_F09_F10_an_ambiguous_submit_is_reconciled_before_anything_is_sent(world, go, word):
    async def story():
        key = await world.key()
        world.provider.script = [word]
        task = await world.create(key)
        await world.step()
        assert (await world.task(task)).phase == "unknown"
        await world.run()
        done = await world.task(task)
        assert done.phase == "succeeded"
        assert len(world.provider.accepted) == 1
        assert done.attempt == (1 if word == "lost-after" else 2)

    go(story())


def test_absence_is_proved_late_and_more_than_once(world, go):
    async def story():
        key = await world.key()
        world.provider.script = ["lost-before"]
        task = await world.create(key)
        while (await world.task(task)).attempt == 1:
            assert await world.step()
        waited = world.now - task.created_at
        policy = world.p.policy
        assert waited >= policy.absence_after + (policy.absence_reads - 1) * policy.absence_gap

    go(story())


def test_a_route_without_a_list_never_sends_again(world, go):
    async def story():
        key = await world.key(credits=100_000_000)
        world.provider.script, world.provider.lists = ["lost-after"], False
        task = await world.create(key, expires_after=3600)
        await world.run()
        done = await world.task(task)
        assert (done.phase, done.problem.code) == ("failed", "submit_outcome_unknown")
        assert len(world.provider.accepted) == 1
        assert await world.balance(key) == (100_000_000, 0)

    go(story())


@pytest.mark.parametrize("point", POINTS)
def test_a_crash_at_any_point_loses_nothing_and_sends_once(world, go, point):
    async def story():
        key = await world.key(credits=100_000_000)
        world.crash_at = [point]
        task = await world.create(key)
        assert await world.run_through_crashes() == 1, f"{point} was never passed"
        done = await world.task(task)
        assert done.phase == "succeeded"
        # One accept, unless the first attempt was proved to be absent.
        assert len(world.provider.accepted) == 1
        assert await world.faults() == []
        assert (await world.balance(key))[1] == 0

    go(story())


def test_F06_dying_while_the_request_is_out_does_not_send_twice(world, go):
    async def story():
        key = await world.key()
        world.provider.script = ["die-after"]
        task = await world.create(key)
        assert await world.run_through_crashes() == 1
        done = await world.task(task)
        assert (done.phase, done.attempt, len(world.provider.accepted)) == ("succeeded", 1, 1)

    go(story())


def test_F07_a_sender_that_stalled_past_its_time_does_not_send(world, go):
    async def story():
        key = await world.key()

        async def stall(name):
            if (
                name == "submit.before_fence"
                and not world.provider.accepted
                and "stalled" not in world.passed
            ):
                world.passed.append("stalled")
                world.now += 3600.0

        world.p.point = stall
        task = await world.create(key)
        await world.step()
        assert world.provider.accepted == {}
        await world.run()
        assert (await world.task(task)).phase == "succeeded" and len(world.provider.accepted) == 1

    go(story())


def test_local_work_that_died_with_us_is_made_again(local_world, go):
    async def story():
        world = local_world
        key = await world.key()
        task = await world.create(key)
        await world.step()
        world.provider.accepted.clear()  # the children died
        await world.reboot()
        await world.run()
        done = await world.task(task)
        assert (done.phase, done.attempt) == ("succeeded", 2)

    go(story())


def test_the_customers_seed_and_expiry_reach_the_provider_as_far_as_they_fixed_them(world, go):
    async def story():
        key = await world.key()
        fixed = await world.create(key, seed=11, expires_after=3600)
        await world.run()
        sent = world.provider.accepted["cgt-1"]
        assert (sent["seed"], sent["expires_after"]) == (11, 3600)
        assert (await world.task(fixed)).request.expires_after == 3600
        await world.create(key)
        await world.run()
        sent = world.provider.accepted["cgt-2"]
        assert 172_800 - 16_384 < sent["expires_after"] <= 172_800 and 0 <= sent["seed"] < 2**31

    go(story())
