"""Ends: results that are told once, wishes to cancel that come in between, outcomes nobody will tell."""

import pytest

from onetake.core.catalogue import overlay
from onetake.core.problem import Problem
from onetake.core.task import Sighting
from onetake.services import tasks


@pytest.fixture
def free():
    overlay({"routes": {"volcengine": {"failed_free": True}}})
    yield
    overlay({})


def test_a_result_that_is_told_once_is_kept_however_long_it_is(world, go) -> None:
    """A held create answers with the video's link; nothing can be asked again. Its first download fails."""

    async def story():
        said = {
            "id": "run-1",
            "status": "succeeded",
            "video_url": "https://files.test/v.mp4",
            "more": "x" * 80_000,
        }

        def told(task):
            kept = task.result or {"id": "run-1", "status": "queued"}
            return Sighting(
                provider_id="run-1",
                status=kept["status"],
                video_url=kept.get("video_url"),
                payload=kept,
            )

        async def submit(task, inputs):
            world.provider.accepted["run-1"] = {"task": task.id}
            return Sighting(provider_id="run-1", status="succeeded", payload=said)

        async def look(task):
            return told(task)

        world.backend.submit, world.backend.look, world.backend.away = submit, look, True
        task = await world.create(await world.key())
        for _ in range(6):
            await world.step()
        world.backend.away = False
        await world.run()
        assert (await world.task(task)).status == "succeeded"

    go(story())


@pytest.mark.usefixtures("free")
@pytest.mark.parametrize("when", ["before the look", "during the look"])
def test_a_cancelled_task_is_never_made_once_more(world, go, when: str) -> None:
    """The provider's failure comes for a task whose customer has given it up."""

    async def story():
        world.provider.problem, world.provider.verdict = Problem("provider_stale"), "failed"
        world.provider.finish_after = 20.0
        key = await world.key(credits=10**8)
        task = await world.create(key)
        while (await world.task(task)).phase != "rendering":
            await world.step()
        look = world.backend.look

        async def looked(asked):
            if when == "during the look" and not (await world.task(task)).cancel_requested:
                await tasks.cancel(world.p, key.project, task.id)
            return await look(asked)

        world.now += 60
        world.backend.look = looked
        if when == "before the look":
            await tasks.cancel(world.p, key.project, task.id)
        await world.run()
        ended = await world.task(task)
        assert ended.status in ("failed", "cancelled")
        assert len(world.provider.accepted) == 1
        assert await world.balance(key) == (10**8, 0)

    go(story())


def test_a_hold_is_not_kept_longer_than_the_record_that_could_settle_it(world, go) -> None:
    """EvoLink keeps its tasks for a day and has no list: after that no callback can be checked any more."""

    async def story():
        world.backend.route = "evolink"
        world.provider.lists = False
        world.provider.script = ["lost-after"]
        key = await world.key(credits=10**8)
        task = await world.create(key)
        began = world.now
        await world.run(2000)
        ended = await world.task(task)
        assert (ended.phase, ended.problem.code) == ("failed", "submit_outcome_unknown")
        assert 22 * 3600 <= world.now - began <= 24 * 3600
        assert await world.balance(key) == (10**8, 0)

    go(story())
