"""What the sandbox does to callbacks: never, late, twice, without a body. Real rows, virtual time."""

import json
from dataclasses import replace
from typing import Any

import pytest

from onetake.core import rules
from onetake.core.catalogue import catalogue
from onetake.core.task import Task
from onetake.services import tasks

HOOK = "https://93.184.216.34/hook"
ARK = catalogue().routes["volcengine"]


async def made(world: Any, scenario: str | None, factor: float = 1.0) -> Task:
    """A task with a callback, played to its end."""
    world.p.policy = replace(world.p.policy, sandbox_factor=factor)
    world.p.backends["sandbox"] = world.backend
    asked = {"prompt": "a fox", "model": "doubao-seedance-2-0-260128", "ratio": "16:9", "callback_url": HOOK}
    request = rules.resolve(asked, ARK)
    key = await world.key()
    task = (await tasks.create(world.p, key, "ark", ARK, request, scenario=scenario)).task
    # The scripted provider stands in for the sandbox's backend: only the callbacks matter here.
    await world.run()
    return await world.task(task)


def told(world: Any) -> list[str]:
    return [json.loads(body)["status"] if body else "" for _, body in world.web.delivered]


def test_without_a_scenario_each_status_is_told_once(world: Any, go: Any):
    task = go(made(world, None))
    assert task.status == "succeeded"
    assert told(world) == sorted(set(told(world)), key=told(world).index)
    assert told(world)[-1] == "succeeded"


@pytest.mark.parametrize("scenario", ["ok", "s0-14-copyright", "s2-07-look-lost"])
def test_a_scenario_without_a_word_about_callbacks_changes_none(world: Any, go: Any, scenario: str):
    go(made(world, scenario))
    assert told(world)[-1] == "succeeded"
    assert len(told(world)) == len(set(told(world)))


def test_a_callback_that_never_comes_is_done_with(world: Any, go: Any):
    task = go(made(world, "s1-26-callback-lost"))
    assert task.status == "succeeded"
    assert world.web.delivered == []
    assert not [s for s in world.wake.due if s.startswith("message:")]


@pytest.mark.parametrize(("factor", "least"), [(1.0, 600.0), (0.5, 300.0), (0.0, 6.0)])
def test_a_late_callback_comes_after_its_time_and_twice(world: Any, go: Any, factor: float, least: float):
    task = go(made(world, "s2-08-callback-late-and-twice", factor))
    assert told(world)[-2:] == ["succeeded", "succeeded"]
    bodies = [body for _, body in world.web.delivered[-2:]]
    assert bodies[0] == bodies[1], "the same message"
    assert world.now >= (task.finished_at or 0.0) + least
    assert world.now < (task.finished_at or 0.0) + least + 60.0


def test_an_old_status_never_comes_after_a_new_one(world: Any, go: Any):
    """Late messages that were overtaken by then are not sent at all."""
    go(made(world, "s2-08-callback-late-and-twice"))
    assert set(told(world)) == {"succeeded"}


def test_a_callback_without_a_body(world: Any, go: Any):
    go(made(world, "s1-28-empty-callback"))
    assert world.web.delivered
    assert {body for _, body in world.web.delivered} == {b""}


def test_a_drawn_scenario_plays_too(world: Any, go: Any):
    go(made(world, "drawn:s1-26-callback-lost"))
    assert world.web.delivered == []
