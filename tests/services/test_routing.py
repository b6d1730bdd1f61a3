"""Routing: the policy's order, what can be said, health, budget; failover only after proof."""

from dataclasses import replace

import pytest

from onetake.core import rules
from onetake.core.catalogue import catalogue
from onetake.core.problem import Problem
from onetake.services import routing


def two(world, **policy):
    """A second provider behind the first."""
    world.second = type(world.backend)(world.provider, name="second")
    world.p.backends["second"] = world.second
    world.p.policy = replace(world.p.policy, order=("provider", "second"), **policy)
    return world


def wish(**said):
    asked = {"prompt": "a fox", "model": "doubao-seedance-2-0-260128", "ratio": "16:9", **said}
    return rules.resolve(asked, catalogue().routes["volcengine"])


def test_the_first_of_the_order_that_can_say_it(world) -> None:
    two(world)
    assert routing.choose(world.p, wish()).backend.name == "provider"
    world.backend.missing = ["seed"]
    assert routing.choose(world.p, wish()).backend.name == "second"
    world.second.missing = ["media"]
    with pytest.raises(Problem) as caught:
        routing.choose(world.p, wish())
    assert [(o.field, o.value) for o in caught.value.offences] == [("seed", "provider"), ("media", "second")]


def test_an_unwell_backend_comes_last_and_still_counts(world) -> None:
    two(world)
    world.p.lane("provider").refused(world.now, "provider_quota", lambda: 0.5)
    assert routing.choose(world.p, wish()).backend.name == "second"
    world.p.lane("second").refused(world.now, "provider_quota", lambda: 0.5)
    assert routing.choose(world.p, wish()).backend.name == "provider"


def test_a_preview_never_stands_in_for_an_unwell_provider(world) -> None:
    two(world)
    world.second.local = True
    world.p.lane("provider").refused(world.now, "provider_quota", lambda: 0.5)
    assert routing.choose(world.p, wish()).backend.name == "provider"
    world.backend.missing = ["seed"]
    assert routing.choose(world.p, wish()).backend.name == "second"


def test_a_task_beyond_the_budget_goes_elsewhere(world) -> None:
    two(world, budgets={"provider": 1_000_000})
    assert routing.choose(world.p, wish()).backend.name == "second"
    found = routing.explain(world.p, wish())
    assert found["chosen"] == "second"
    assert [c["over_budget"] for c in found["candidates"]] == [True, False]


def test_parts_are_changed_only_where_the_policy_says_so(world, go) -> None:
    async def story():
        two(world)
        for backend in (world.backend, world.second):
            backend.inexpressible = lambda asked: ["watermark"] if asked.watermark else []
        key = await world.key()
        with pytest.raises(Problem, match="cannot express"):
            await world.create(key, watermark=True)
        world.p.policy = replace(world.p.policy, adapt=("watermark",))
        task = await world.create(key, watermark=True)
        await world.run()
        done = await world.task(task)
        assert done.status == "succeeded"
        assert done.request.watermark is True
        assert dict(done.adapted) == {"watermark": False}
        assert [n for n in done.notes if n.startswith("watermark True became False")]
        (sent,) = world.provider.accepted.values()
        assert sent["asked"].watermark is False

    go(story())


@pytest.mark.parametrize("code", ["provider_auth", "provider_quota", "provider_misrouted"])
def test_a_proven_refusal_goes_to_the_next_backend_once(world, go, code: str) -> None:
    async def story():
        two(world, failover=True)
        world.provider.script = [f"problem:{code}"]
        task = await world.create(await world.key())
        await world.run()
        done = await world.task(task)
        assert (done.status, done.backend) == ("succeeded", "second")
        assert len(world.provider.accepted) == 1
        assert any("sent to second instead of provider" in note for note in done.notes)
        assert await world.faults() == []

    go(story())


def test_without_the_policy_a_refused_task_waits_for_its_own_backend(world, go) -> None:
    async def story():
        two(world)
        world.provider.script = ["problem:provider_quota"]
        task = await world.create(await world.key())
        await world.run()
        assert (await world.task(task)).backend == "provider"

    go(story())


@pytest.mark.parametrize("word", ["lost-before", "lost-after"])
def test_an_ambiguous_submit_never_goes_elsewhere(world, go, word: str) -> None:
    async def story():
        two(world, failover=True)
        world.provider.script = [word]
        task = await world.create(await world.key())
        await world.run()
        done = await world.task(task)
        assert (done.status, done.backend) == ("succeeded", "provider")
        assert len(world.provider.accepted) == 1

    go(story())


def test_a_refusal_of_the_content_goes_nowhere(world, go) -> None:
    async def story():
        two(world, failover=True)
        world.provider.script = ["problem:moderation_input_text"]
        task = await world.create(await world.key())
        await world.run()
        done = await world.task(task)
        assert (done.status, done.problem.code) == ("failed", "moderation_input_text")
        assert not world.provider.accepted

    go(story())


def test_a_route_that_the_customer_named_is_kept(world, go) -> None:
    async def story():
        two(world, failover=True)
        world.provider.script = ["problem:provider_quota"]
        task = await world.create(await world.key(), route="provider")
        await world.run()
        assert (await world.task(task)).backend == "provider"

    go(story())


def test_an_open_circuit_is_asked_again_by_one_task_only(world, go) -> None:
    async def story():
        key = await world.key()
        world.provider.script = ["problem:provider_quota"]
        first = await world.create(key)
        await world.step()
        assert world.p.lane("provider").circuit.state(world.now) == "open"
        others = [await world.create(key) for _ in range(3)]
        await world.run()
        for task in (first, *others):
            assert (await world.task(task)).status == "succeeded"
        assert len(world.provider.accepted) == 4

    go(story())
