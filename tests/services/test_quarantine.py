"""T36: one task that ends every process which works on it is set apart; the others are made."""

from typing import Any

import pytest

from onetake.adapters.hands import Hands
from onetake.core.lifecycle import TABLE
from onetake.core.problem import Problem
from onetake.services import quarantine, steps, watch

POISON = "a prompt that kills"


@pytest.fixture
def deadly(world: Any) -> Any:
    """A world that dies whenever the poison is sent, and that notes what it has in hand."""

    def armed() -> Any:
        # A process that dies leaves its notes: ours raises, so the note is put down before it is let go.
        world.p.hands = Hands(world.root / "hands", 8)
        usual = world.backend.submit

        async def submit(task: Any, inputs: Any) -> Any:
            if task.request.prompt == POISON:
                world.died_with = f"task:{task.id}"
                world.crash_at.append("poison")
                await world.point("poison")
            return await usual(task, inputs)

        world.backend.submit = submit
        return world

    world.armed = armed
    return armed()


async def live(world: Any, crash: type[BaseException], most: int = 30) -> int:
    """Run to the end through deaths; how many there were."""
    for deaths in range(most):
        try:
            await world.run()
            return deaths
        except crash:
            await world.store.close()
            world.boot()
            world.armed()
            world.p.hands.left = (world.died_with,)
            await steps.resume(world.p)
    raise AssertionError(f"still dying after {most} starts")


def test_t36_a_poison_task_is_set_apart_and_the_others_are_made(deadly: Any, go: Any, crash: Any) -> None:
    async def story() -> None:
        key = await deadly.key(credits=1_000_000_000)
        good = [await deadly.create(key, prompt=f"fox {n}") for n in range(3)]
        poison = await deadly.create(key, prompt=POISON, expires_after=3600)
        good += [await deadly.create(key, prompt=f"owl {n}") for n in range(3)]
        assert await live(deadly, crash) == deadly.p.policy.quarantine_after
        assert [(await deadly.task(t)).status for t in good] == ["succeeded"] * 6
        ended = await deadly.task(poison)
        assert (ended.status, ended.problem.code, ended.price) == ("failed", "internal", 0)
        story = [e.kind for e in await _story(deadly, poison)]
        assert story[-2:] == ["quarantine", "fail"]
        assert await deadly.faults() == []

    go(story())


def test_t36_the_operator_lets_it_go_on(deadly: Any, go: Any, crash: Any) -> None:
    async def story() -> None:
        key = await deadly.key(credits=1_000_000_000)
        poison = await deadly.create(key, prompt=POISON)
        for _ in range(3):
            with pytest.raises(crash):
                await deadly.run()
            await deadly.store.close()
            deadly.boot()
            deadly.armed()
            deadly.p.hands.left = (deadly.died_with,)
            await steps.resume(deadly.p)
        held = await deadly.task(poison)
        assert (held.phase, held.status) == ("quarantined", "queued")
        del deadly.backend.submit  # what killed us is repaired
        await deadly.p.store.transact(lambda sql: quarantine.release(sql, poison.id, deadly.now, "cli"))
        await deadly.run()  # found within a minute, by the row alone
        assert (await deadly.task(poison)).status == "succeeded"
        assert len(deadly.provider.accepted) == 1
        assert await deadly.faults() == []

    go(story())


def test_t36_deaths_that_lie_far_apart_accuse_nobody(world: Any, go: Any) -> None:
    async def story() -> None:
        key = await world.key()
        task = await world.create(key)
        for _ in range(2 * world.p.policy.quarantine_after):
            assert await quarantine.accuse(world.p, [f"task:{task.id}", "message:x", "rubbish"]) == []
            assert world.p.suspects == {}
            world.now += quarantine.WINDOW + 1
        await world.run()
        assert (await world.task(task)).status == "succeeded"

    go(story())


def test_t36_one_death_slows_nobody_down_two_make_a_suspect(world: Any, go: Any) -> None:
    async def story() -> None:
        world.p.hands = Hands(world.root / "hands", 8)
        key = await world.key()
        both, once = await world.create(key), await world.create(key, prompt="owl")
        await quarantine.accuse(world.p, [f"task:{both.id}", f"task:{once.id}"])
        assert world.p.suspects == {}
        await quarantine.accuse(world.p, [f"task:{both.id}"])
        assert set(world.p.suspects) == {both.id}
        await world.run()
        assert world.p.suspects == {}
        assert [(await world.task(t)).status for t in (both, once)] == ["succeeded"] * 2

    go(story())


def test_t36_suspects_are_worked_on_one_at_a_time(world: Any, go: Any) -> None:
    async def story() -> None:
        p = world.p
        p.suspects.update({"a": world.now, "b": 0.0})

        async def never() -> float | None:
            raise AssertionError("worked on beside another suspect")

        async def done() -> float | None:
            return None

        assert await quarantine.apart(p, "b", never) == world.now + quarantine.LATER
        world.now += quarantine.ALONE
        assert await quarantine.apart(p, "b", done) is None
        assert p.suspects == {"a": world.now - quarantine.ALONE, "b": 0.0}

    go(story())


def test_only_what_is_set_apart_can_be_let_go(world: Any, go: Any) -> None:
    async def story() -> None:
        task = await world.create(await world.key())
        for id in (task.id, "nobody"):
            with pytest.raises(Problem, match="set apart"):
                await world.store.transact(lambda sql, id=id: quarantine.release(sql, id, world.now, "cli"))

    go(story())


def test_every_phase_that_works_can_be_set_apart() -> None:
    working = {"accepted", "staging", "submitting", "unknown", "submitted", "rendering", "storing"}
    assert {phase for phase, events in TABLE.items() if "quarantine" in events} == working


async def _story(world: Any, task: Any) -> Any:
    return await watch.story(world.p, task.id)
