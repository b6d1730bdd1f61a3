"""Our clock may jump while a lost create is looked for: a list that is late is waited for all the same."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from onetake.core.task import Sighting, Task
from onetake.services.reconcile import fits

LAG = 150.0
"""Seconds after which the provider's list shows what it accepted."""


class Jumping:
    """A world whose clock jumps once, `at` real seconds after the create; everybody else's does not."""

    def __init__(self, world: Any, at: float, by: float) -> None:
        self.world, self.begun, self.at, self.by = world, world.now, at, by
        self.jumped = 0.0
        world.provider.clock = self.real
        backend: Any = world.backend
        backend.find = self.find

    def real(self) -> float:
        return self.world.now - self.jumped

    async def find(self, task: Task) -> Sequence[Sighting]:
        provider = self.world.provider
        shown = [n for n, row in provider.accepted.items() if row["at"] + LAG <= self.real()]
        return [provider.sighting(name) for name in shown]

    async def run(self) -> None:
        """As `World.run`; what waits is not hurried by the jump, as the wake engine sees to."""
        for _ in range(400):
            if not self.jumped and self.real() >= self.begun + self.at:
                self.jumped = self.by
                self.world.now += self.by
                due = self.world.wake.due
                due.update({subject: when + self.by for subject, when in due.items()})
            if not await self.world.step():
                return
        raise AssertionError("still waiting")


@pytest.mark.parametrize("by", [3500.0, -3500.0])
@pytest.mark.parametrize("at", [1.0, 45.0, 130.0, 205.0])
def test_f35_a_clock_that_jumps_proves_no_absence(
    world: Any, go: Callable[[Any], Any], at: float, by: float
) -> None:
    async def story() -> None:
        key = await world.key(credits=10**9)
        world.provider.script = ["lost-after"]
        task = await world.create(key)
        await Jumping(world, at, by).run()
        assert [row["attempt"] for row in world.provider.accepted.values()] == [1]
        assert (await world.task(task)).status == "succeeded"
        assert await world.faults() == []

    go(story())


@pytest.mark.parametrize("by", [0.0, 3500.0])
def test_f35_absence_is_still_proved(world: Any, go: Callable[[Any], Any], by: float) -> None:
    async def story() -> None:
        key = await world.key(credits=10**9)
        world.provider.script = ["lost-before"]
        task = await world.create(key)
        jumping = Jumping(world, 1.0, by)
        await jumping.run()
        [row] = world.provider.accepted.values()
        assert row["attempt"] == 2
        assert row["at"] - jumping.begun <= 300.0, "not later than it must"
        assert (await world.task(task)).status == "succeeded"

    go(story())


async def sent(world: Any) -> Any:
    """A task that the provider has and whose answer was lost."""
    world.provider.script = ["lost-after"]
    task = await world.create(await world.key(credits=10**9))
    await world.step()
    return await world.task(task)


@pytest.mark.parametrize(
    ("off", "verdict"), [(0.0, None), (86_400.0, None), (-86_400.0, None), (173_000.0, False)]
)
def test_f35_a_record_without_a_seed_that_is_a_day_off_is_doubtful(
    world: Any, go: Callable[[Any], Any], off: float, verdict: bool | None
) -> None:
    """Without seeds only settings and time tell whose a record is, and our clock may be wrong."""

    async def story() -> None:
        task = await sent(world)
        assert task.sent_at is not None
        record = Sighting(provider_id="video_1", status="queued", created_at=task.sent_at + off)
        assert fits(task, record, world.p) is verdict

    go(story())


@pytest.mark.parametrize(
    ("off", "verdict"), [(0.0, True), (86_700.0, True), (-86_700.0, True), (400_000.0, None)]
)
def test_f35_a_record_with_our_own_seed_is_never_a_strangers(
    world: Any, go: Callable[[Any], Any], off: float, verdict: bool | None
) -> None:
    """A clock a day off and a process that slept after its note of the send: nobody else draws that seed."""

    async def story() -> None:
        task = await sent(world)
        [name] = world.provider.accepted
        record = world.provider.sighting(name)
        assert task.sent_at is not None and record.seed == task.seed
        assert fits(task, replace(record, created_at=task.sent_at + off), world.p) is verdict

    go(story())
