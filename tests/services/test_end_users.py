"""Threat T41: providers are told of one end user by one hash, of others by others, and of none by name."""

import re
from dataclasses import replace

import pytest

from onetake.core.catalogue import catalogue
from onetake.services import end_users


async def made(world, key, **draft):
    """What the provider is told of one request."""
    task = await world.create(key, **draft)
    return end_users.shown_to(world.p, world.backend, task).request.end_user


def test_t41_the_same_user_is_the_same_hash_and_another_is_another(world, go):
    async def story():
        world.p.policy = replace(world.p.policy, hash_end_users=True)
        one, two = await world.key(), await world.key()
        stranger = await world.key(project="other")
        ann = await made(world, one, end_user="ann")
        assert re.fullmatch("[0-9a-f]{64}", ann)
        assert ann == await made(world, one, end_user="ann", prompt="a wolf", seed=9)
        assert ann == await made(world, two, end_user="ann")
        others = [
            await made(world, one, end_user="ann "),
            await made(world, stranger, end_user="ann"),
            await made(world, one),
            await made(world, two),
            await made(world, stranger),
            await made(world, one, end_user=one.id),
        ]
        assert len({ann, *others}) == 7
        assert others[2] == await made(world, one, prompt="a wolf")

    go(story())


def test_t41_it_is_off_unless_wanted_and_the_customer_reads_their_own_name(world, go):
    async def story():
        key = await world.key()
        assert await made(world, key, end_user="ann") == "ann" and await made(world, key) is None
        world.p.policy = replace(world.p.policy, hash_end_users=True)
        await world.run()
        submit, told = world.backend.submit, []

        async def seen(task, inputs):
            told.append(task.request.end_user)
            return await submit(task, inputs)

        world.backend.submit = seen
        task = await world.create(key, end_user="ann")
        await world.run()
        assert (await world.task(task)).request.end_user == "ann"
        assert (await world.task(task)).status == "succeeded"
        assert told == [end_users.shown_to(world.p, world.backend, task).request.end_user]

    go(story())


@pytest.mark.parametrize("route", ["apiyi", "evolink"])
def test_t41_a_contract_without_a_place_for_it_is_told_nothing_of_keys(world, go, route):
    async def story():
        world.p.policy = replace(world.p.policy, hash_end_users=True)
        task = await world.create(await world.key())
        world.backend.route = route
        shown = end_users.shown_to(world.p, world.backend, task).request.end_user
        known = catalogue().routes[route]
        takes = known.dialect == "ark" and "end_user" not in known.lacks
        assert (shown is not None) == takes

    go(story())
