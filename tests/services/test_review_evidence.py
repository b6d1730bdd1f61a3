"""Evidence for a lost submit that was taken for another's, or not taken at all."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from onetake.core.catalogue import overlay
from onetake.core.problem import Problem
from onetake.core.wire import Ambiguous
from onetake.services import callbacks, tasks


@pytest.fixture
def told_whole(world):
    """A route without expiries (movie): a customer's own seed is known again by the settings and the time."""
    world.backend.route = "movie"
    told = world.provider.sighting
    world.provider.sighting = lambda name: replace(
        told(name), expires_after=None, resolution="720p", duration=5
    )
    return world


def token_of(world, task) -> str:
    return callbacks.url_for(world.p, task).rpartition("/")[2]


@pytest.mark.parametrize("route", ["movie", "volcengine"])
def test_nobody_is_given_the_video_of_a_task_that_was_deleted(world, told_whole, go, route: str) -> None:
    """Another customer with the same seed, whose create was lost: the record that is left at the provider is
    not theirs, whoever deleted its task."""

    async def story():
        world.backend.route = route
        world.provider.finish_after = 10.0
        if route == "volcengine":
            world.provider.sighting = lambda name: type(world.provider).sighting(world.provider, name)
        first = await world.create(await world.key(project="one"), seed=42, expires_after=3600)
        await world.run()
        await tasks.delete(world.p, first.project, first.id)
        world.provider.script = ["lost-before"]
        second = await world.create(
            await world.key(project="two"), seed=42, expires_after=3600, prompt="a bear"
        )
        await world.run(2000)
        done = await world.task(second)
        assert (done.status, done.provider_id) == ("succeeded", "cgt-2")
        assert [row["task"] for row in world.provider.accepted.values()] == [first.id, second.id]

    go(story())


@pytest.fixture
def free() -> Iterator[None]:
    overlay({"routes": {"movie": {"failed_free": True}}})
    yield
    overlay({})


@pytest.mark.usefixtures("free")
def test_an_attempt_is_not_taken_for_the_one_before_it_that_failed(world, told_whole, go) -> None:
    """The second was accepted and its answer lost: what the list shows of the first would have failed it, and
    the video that was paid for would never have been fetched."""

    async def story():
        world.provider.problem = Problem("provider_stale")
        accept = world.provider.accept

        def accepted(task):
            name = accept(task)
            if len(world.provider.accepted) == 1:
                world.provider.accepted[name]["status"] = "failed"
                world.provider.script = ["lost-after"]
            return name

        world.provider.accept = accepted
        task = await world.create(await world.key(), seed=42)
        await world.run(2000)
        done = await world.task(task)
        assert (done.status, done.provider_id, done.attempt) == ("succeeded", "cgt-2", 2)

    go(story())


@pytest.mark.parametrize(
    "trouble", [Problem("invalid_parameter"), Ambiguous("cut"), Problem("provider_protocol")]
)
def test_a_hint_that_cannot_be_looked_at_keeps_nobody_from_the_list(world, go, trouble) -> None:
    async def story():
        world.provider.script = ["lost-after"]
        task = await world.create(await world.key())
        await world.step()
        lost = await world.task(task)
        assert lost.phase == "unknown"
        look = world.backend.look

        async def looked(task):
            if task.provider_id == "evt_1":
                raise trouble
            return await look(task)

        world.backend.look = looked
        await callbacks.receive(world.p, token_of(world, lost), {"id": "evt_1", "status": "running"})
        await world.run()
        done = await world.task(task)
        assert (done.status, done.provider_id, done.attempt) == ("succeeded", "cgt-1", 1)

    go(story())


def test_a_hint_that_cannot_be_looked_at_is_no_proof_of_absence(world, go) -> None:
    """The list lags by an hour and the look fails, but a callback has come: something is there."""

    async def story():
        world.provider.script = ["lost-after"]
        task = await world.create(await world.key())
        await world.step()
        lost = await world.task(task)
        look, find, began = world.backend.look, world.backend.find, world.now

        async def looked(task):
            if world.now < began + 3600:
                raise Ambiguous("timeout")
            return await look(task)

        async def found(task):
            return await find(task) if world.now > began + 3600 else []

        world.backend.look, world.backend.find = looked, found
        await callbacks.receive(world.p, token_of(world, lost), {"id": "cgt-1"})
        await world.run(2000)
        done = await world.task(task)
        assert (done.status, done.attempt, len(world.provider.accepted)) == ("succeeded", 1, 1)

    go(story())


def test_a_create_that_was_waited_for_long_is_looked_for_as_long_afterwards(world, go) -> None:
    """The answer was lost after a quarter of an hour, and the list lags two minutes behind: counted from the
    beginning of the send, the first empty lists would have been proof."""

    async def story():
        submit, find = world.backend.submit, world.backend.find

        async def slow(task, inputs):
            try:
                return await submit(task, inputs)
            finally:
                world.now += 900

        async def lagging(task):
            return [s for s in await find(task) if s.created_at < world.now - 900 - 120]

        world.backend.submit, world.backend.find = slow, lagging
        world.provider.script = ["lost-after"]
        task = await world.create(await world.key())
        await world.run()
        done = await world.task(task)
        assert (done.status, done.attempt, len(world.provider.accepted)) == ("succeeded", 1, 1)

    go(story())
