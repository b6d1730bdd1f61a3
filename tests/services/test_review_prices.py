"""What a customer pays where something else was made than what was asked for."""

from dataclasses import replace
from decimal import Decimal

import pytest

from onetake.core import rules
from onetake.core.catalogue import catalogue, overlay
from onetake.services import tasks


async def bought(world, route: str, **said):
    """A delivered task, as it was asked for through a route: the file is 720p and 5 seconds."""
    profile = catalogue().routes[route]
    model = next(name for name, ours in profile.models.items() if ours == "seedance-2.0")
    request = rules.resolve({"prompt": "a fox", "model": model, "ratio": "16:9", **said}, profile)
    key = await world.key(credits=10**9)
    task = (await tasks.create(world.p, key, profile.dialect, profile, request, None)).task
    await world.run()
    done = await world.task(task)
    assert done.status == "succeeded"
    assert await world.faults() == []
    assert (await world.balance(key)) == (10**9 - done.price, 0)
    return done


@pytest.mark.parametrize("route", ["evolink", "volcengine", "movie"])
def test_who_asked_for_1080p_and_gets_720p_pays_for_720p(world, go, route: str) -> None:
    async def story():
        world.backend.inexpressible = lambda r: ["resolution"] if r.resolution == "1080p" else []
        world.p.policy = replace(world.p.policy, adapt=("resolution",))
        plain = await bought(world, route, resolution="720p", duration=5)
        made = await bought(world, route, resolution="1080p", duration=5)
        assert made.adapted == {"resolution": "720p"}
        assert made.price == plain.price
        assert made.hold > plain.hold

    go(story())


@pytest.mark.parametrize("route", ["evolink", "volcengine", "movie"])
def test_who_asked_for_less_never_pays_for_more(world, go, route: str) -> None:
    """4 seconds became 5: the hold is for what was asked for, and it is the most that is taken."""

    async def story():
        world.backend.inexpressible = lambda r: ["duration"] if r.duration == 4 else []
        world.backend.route = "segmind"
        overlay({"routes": {"segmind": {"durations": [5, 10]}}})
        world.p.policy = replace(world.p.policy, adapt=("duration",))
        made = await bought(world, route, resolution="720p", duration=4)
        overlay({})
        assert made.adapted == {"duration": 5}
        assert made.output.seconds == 5
        assert made.price == made.hold

    go(story())


def test_a_price_list_that_went_up_since_is_not_the_tasks(world, go) -> None:
    async def story():
        world.backend.inexpressible = lambda r: ["resolution"] if r.resolution == "1080p" else []
        world.p.policy = replace(world.p.policy, adapt=("resolution",))
        profile = catalogue().routes["evolink"]
        asked = {"prompt": "a fox", "model": "seedance-2.0", "resolution": "1080p", "duration": 5}
        key = await world.key(credits=10**9)
        request = rules.resolve(asked, profile)
        task = (await tasks.create(world.p, key, "evolink", profile, request, None)).task
        overlay({"prices": {"evolink": {"seedance-2.0": {"720p": ["900", "900"]}}}})
        await world.run()
        overlay({})
        done = await world.task(task)
        assert done.status == "succeeded"
        assert done.price <= Decimal(task.rate) * 5 * 1_000_000

    go(story())
