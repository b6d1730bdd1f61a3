"""Ways in which choosing, and changing, the backend could cost money or keep a task for ever."""

from dataclasses import replace

import pytest

from onetake.core import rules
from onetake.core.catalogue import catalogue, overlay
from onetake.core.problem import Problem
from onetake.core.rate import Limit
from onetake.services import routing
from onetake.services.lanes import Lane, Pace


@pytest.fixture
def narrow():
    """The first backend's route has a few lengths only."""
    overlay({"routes": {"volcengine": {"durations": [4, 8]}}})
    yield
    overlay({})


def wish(**said):
    asked = {"prompt": "a fox", "model": "seedance-2.0", "ratio": "16:9", **said}
    return rules.resolve(asked, catalogue().routes["movie"])


@pytest.mark.usefixtures("narrow")
def test_a_budget_counts_what_is_sent_and_not_what_was_asked_for(world) -> None:
    """7 seconds become 8: the eighth is paid for too."""
    world.backend.inexpressible = lambda r: ["duration"] if r.duration not in (4, 8) else []
    seven = routing.fit_for(world.p, world.backend, wish(duration=7))
    assert seven.missing == ("duration",)
    world.p.policy = replace(world.p.policy, adapt=("duration",))
    dear = 0
    for most in range(1_000_000, 60_000_000, 500_000):
        world.p.policy = replace(world.p.policy, budgets={"provider": most})
        asked = [routing.judge(world.p, wish(duration=n))[0].over for n in (7, 8)]
        assert asked[0] == asked[1], most
        dear += asked[0]
    assert dear


def test_a_budget_is_not_passed_by_asking_for_a_size_that_has_no_price_there(world) -> None:
    world.backend.route = "segmind"
    assert "1080p" not in catalogue().routes["segmind"].rates["seedance-2.0"]
    world.backend.inexpressible = lambda r: ["resolution"] if r.resolution == "1080p" else []
    world.p.policy = replace(world.p.policy, adapt=("resolution",), budgets={"provider": 1})
    assert routing.judge(world.p, wish(resolution="720p"))[0].over
    assert routing.judge(world.p, wish(resolution="1080p"))[0].over


def test_what_still_cannot_be_said_after_a_change_is_refused_before_anything_is_held(world, go) -> None:
    world.backend.inexpressible = lambda r: ["ratio"] if r.ratio in ("adaptive", "16:9") else []
    world.p.policy = replace(world.p.policy, adapt=("ratio",))
    with pytest.raises(Problem) as caught:
        routing.choose(world.p, wish())
    assert caught.value.code == "inexpressible"


def test_an_operators_empty_balance_is_no_news_for_a_customer(world, go) -> None:
    async def story():
        world.add("second", failover=True)
        world.provider.script = ["problem:provider_quota"]
        task = await world.create(await world.key())
        await world.run()
        done = await world.task(task)
        assert (done.status, done.backend) == ("succeeded", "second")
        assert not any("quota" in note for note in done.notes)

    go(story())


def test_who_was_refused_everywhere_is_still_made_where_it_is_well_again(world, go) -> None:
    """The first has no room for a moment, the second no money for days."""

    async def story():
        second = world.add("second", failover=True)
        world.provider.script = ["problem:provider_overloaded"]
        second.provider.script = ["problem:provider_quota"] * 10_000
        task = await world.create(await world.key())
        began = world.now
        await world.run(2000)
        done = await world.task(task)
        assert (done.status, done.backend) == ("succeeded", "provider")
        assert world.now - began < 1800

    go(story())


def test_going_to_and_fro_for_two_days_does_not_fill_the_row(world, go) -> None:
    async def story():
        second = world.add("second", failover=True)
        world.provider.script = ["problem:provider_overloaded"] * 50_000
        second.provider.script = ["problem:provider_quota"] * 50_000
        task = await world.create(await world.key())
        await world.run(50_000)
        ended = await world.task(task)
        assert ended.status == "expired"
        assert len(ended.notes) <= 8
        rows = await world.store.read(lambda sql: sql.all("event.after", task=task.id, seq=0))
        assert len(rows) < 6000

    go(story())


def test_the_trial_of_a_backend_that_was_unwell_goes_to_whoever_may_be_sent_now() -> None:
    """It went to tasks at the end of the queue too, and each of them kept it from the others for a minute."""
    lane = Lane(Pace(Limit(1.0), None))
    assert lane.submit_in("first", 0.0) == 0.0
    assert lane.submit_in("second", 0.0) == 1.0
    lane.refused(0.5, "provider_quota", lambda: 0.5)
    after = lane.circuit.until
    for n in range(20):
        lane.submits.wait(f"queue {n}", after)
    assert lane.submit_in("new", after) > 0.0
    assert lane.submit_in("second", after) == 0.0
    assert lane.submit_in("third", after) > 0.0


def test_what_one_backend_remembers_of_a_task_goes_with_the_task(world, go) -> None:
    async def story():
        second = world.add("second", failover=True)
        forgotten = []
        world.backend.forget = lambda task: forgotten.append(("provider", task.id))
        second.forget = lambda task: forgotten.append(("second", task.id))
        world.provider.script = ["problem:provider_quota"]
        task = await world.create(await world.key())
        await world.run()
        assert sorted(forgotten) == [("provider", task.id), ("second", task.id)]
        assert not any(world.p.in_flight.values())

    go(story())
