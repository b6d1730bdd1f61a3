"""A failure that passes is made once more, only where the route says that failed tasks are free."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from onetake.core.catalogue import overlay
from onetake.core.problem import Problem


@pytest.fixture
def free() -> Iterator[None]:
    overlay({"routes": {"volcengine": {"failed_free": True}}})
    yield
    overlay({})


def failing(world, code: str, times: int) -> None:
    """The provider fails its first `times` tasks."""
    world.provider.problem = Problem(code)
    accept = world.provider.accept

    def accepted(task):
        name = accept(task)
        if len(world.provider.accepted) <= times:
            world.provider.accepted[name]["status"] = "failed"
        return name

    world.provider.accept = accepted


@pytest.mark.usefixtures("free")
@pytest.mark.parametrize("code", ["provider_stale", "generation_failed"])
def test_a_passing_failure_is_made_once_more(world, go, code: str) -> None:
    async def story():
        failing(world, code, 1)
        task = await world.create(await world.key())
        await world.run()
        done = await world.task(task)
        assert (done.status, done.attempt, len(world.provider.accepted)) == ("succeeded", 2, 2)
        assert f"attempt 1 ended as {code}; made once more" in done.notes
        assert await world.faults() == []

    go(story())


@pytest.mark.usefixtures("free")
def test_and_only_once(world, go) -> None:
    async def story():
        failing(world, "provider_stale", 9)
        key = await world.key()
        task = await world.create(key)
        await world.run()
        done = await world.task(task)
        assert (done.status, done.problem.code) == ("failed", "provider_stale")
        assert len(world.provider.accepted) == 2
        assert await world.balance(key) == (0, 0)

    go(story())


@pytest.mark.usefixtures("free")
@pytest.mark.parametrize("code", ["moderation_output_video", "copyright", "moderation_input_person"])
def test_a_verdict_on_the_content_is_final(world, go, code: str) -> None:
    async def story():
        failing(world, code, 1)
        task = await world.create(await world.key())
        await world.run()
        assert (await world.task(task)).status == "failed"
        assert len(world.provider.accepted) == 1

    go(story())


@pytest.mark.usefixtures("free")
@pytest.mark.parametrize(
    ("code", "tasks"),
    [("moderation_output_video", 2), ("moderation_output_audio", 2), ("moderation_input_person", 1)],
)
def test_a_refused_result_is_made_once_more_where_the_operator_wants_it(
    world, go, code: str, tasks: int
) -> None:
    async def story():
        world.p.policy = replace(world.p.policy, retry_moderated=True)
        failing(world, code, 1)
        task = await world.create(await world.key())
        await world.run()
        assert (await world.task(task)).status == ("succeeded" if tasks == 2 else "failed")
        assert len(world.provider.accepted) == tasks

    go(story())


def test_where_a_failure_may_have_cost_nothing_is_made_again(world, go) -> None:
    async def story():
        failing(world, "provider_stale", 1)
        task = await world.create(await world.key())
        await world.run()
        assert (await world.task(task)).status == "failed"
        assert len(world.provider.accepted) == 1

    go(story())
