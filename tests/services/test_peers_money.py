"""Money that others in this business gave back twice, or never, as tests by their names (§1.3)."""

import asyncio
from typing import Any

import pytest

from onetake.core.problem import Problem
from onetake.services import books, changes, tasks

GRANTED = 10**10


async def transfers(world: Any, task: Any) -> list[str]:
    """Ids of a task's transfers of credit."""
    rows = await world.store.read(lambda sql: sql.all("statement.task", task=task.id))
    return [row["id"] for row in rows if row["currency"] == "credit"]


async def released(world: Any, task: Any) -> bool:
    row = await world.store.read(lambda sql: sql.one("statement.hold", task=task.id))
    return row["closed_at"] is not None and row["taken"] == 0


async def rendering(world: Any, key: Any, **draft: Any) -> Any:
    """A task that its provider works on."""
    task = await world.create(key, **draft)
    while (await world.task(task)).phase != "rendering":
        assert await world.step()
    return await world.task(task)


@pytest.mark.parametrize("order", range(6))
def test_peer_newapi_double_refund(world: Any, go: Any, order: int) -> None:
    """Three workers and the sweep of overdue tasks see the same failure at once: one release.

    Each has read the row before any of them writes, as overlapping polls and instances do.
    """

    async def story() -> None:
        key = await world.key(credits=GRANTED)
        seen = await rendering(world, key)
        failed = {"event": "fail", "problem": Problem("generation_failed")}
        late = {"event": "fail", "problem": Problem("deadline_exceeded")}
        ways = [failed, failed, failed, late]
        ways = ways[order % 4 :] + ways[: order % 4]

        async def end(way: dict[str, Any]) -> bool:
            try:
                await changes.move(world.p, seen, **way)
            except changes.Stale:
                return False
            return True

        ended = await asyncio.gather(*(end(way) for way in ways))
        assert sum(ended) == 1
        assert await released(world, seen)
        assert await world.balance(key) == (GRANTED, 0)
        assert await transfers(world, seen) == []
        await world.run()
        assert await world.balance(key) == (GRANTED, 0)
        assert await world.faults() == []

    go(story())


def test_peer_newapi_double_refund_through_the_steps_themselves(world: Any, go: Any) -> None:
    """The same with the poll, a cancel and a second worker's poll of a verdict that just came in."""

    async def story() -> None:
        from onetake.services import poll, steps

        key = await world.key(credits=GRANTED)
        world.provider.verdict, world.provider.problem = "failed", Problem("generation_failed")
        task = await rendering(world, key)
        world.now += world.provider.finish_after
        workers = [poll.run(world.p, task) for _ in range(3)]
        found = await asyncio.gather(
            *workers, steps.run(world.p, f"task:{task.id}"), tasks.cancel(world.p, key.project, task.id),
            return_exceptions=True,
        )  # fmt: skip
        odd = [
            e for e in found if isinstance(e, BaseException) and not isinstance(e, changes.Stale | Problem)
        ]
        assert odd == []
        assert (await world.task(task)).status == "failed"
        assert await world.balance(key) == (GRANTED, 0)
        assert await world.faults() == []

    go(story())


def test_peer_newapi_used_quota(world: Any, go: Any) -> None:
    """A refund that forgets one of two counters: here the balance is the fold of the journal, what is held
    that of the open holds, and what a key has spent that of both, after every single step."""

    async def story() -> None:
        from onetake.services import outlay

        key = await world.key(credits=GRANTED)
        for verdict in ("succeeded", "failed", "cancelled", "expired"):
            world.provider.verdict = verdict
            world.provider.problem = Problem("generation_failed") if verdict == "failed" else None
            await world.create(key)
            while await world.step():
                assert await world.faults() == []
                assert await world.store.read(outlay.audit) == []
        posted, pending = await world.balance(key)
        day, _, total = await world.store.read(lambda sql: outlay.spent(sql, key.id, world.now))
        assert (pending, total) == (0, GRANTED - posted)
        assert day == total == 46 * 108_900

    go(story())


def test_peer_eliza_poll_timeout(world: Any, go: Any) -> None:
    """A poll that times out is no verdict: the hold stays while the render goes on, and bills."""

    async def story() -> None:
        key = await world.key(credits=GRANTED)
        world.provider.finish_after = 7200.0
        task = await rendering(world, key)
        world.backend.looks = ["broken"] * 30
        while world.backend.looks:
            assert await world.step()
            assert await world.balance(key) == (GRANTED, task.hold)
            assert not (await world.task(task)).ended
        await world.run(2000)
        ended = await world.task(task)
        assert (ended.status, len(world.provider.accepted)) == ("succeeded", 1)
        assert await world.balance(key) == (GRANTED - ended.price, 0)
        assert await transfers(world, task) == [f"close:{task.id}"]
        assert await world.faults() == []

    go(story())


@pytest.mark.parametrize("sweeps", [1, 3])
def test_peer_eliza_zero_refund(world: Any, go: Any, sweeps: int) -> None:
    """The sweep of what is stale gives a hold back once: not in full at the first timeout, and not never."""

    async def story() -> None:
        key = await world.key(credits=GRANTED)
        world.provider.finish_after = 1e12
        task = await rendering(world, key, expires_after=3600)
        before = task
        await world.run(2000)
        ended = await world.task(task)
        assert ended.problem.code == "deadline_exceeded"
        assert ended.finished_at >= task.deadline
        for _ in range(sweeps):
            with pytest.raises(changes.Stale):
                await changes.move(world.p, before, "fail", problem=Problem("deadline_exceeded"))
        assert await released(world, task)
        assert await world.balance(key) == (GRANTED, 0)
        # What the provider may still bill for it is ours.
        rows = await world.store.read(lambda sql: sql.all("expense.of", task=task.id))
        assert [(r["outcome"], r["amount"]) for r in rows] == [("absorbed", 46 * 108_900)]
        assert await world.faults() == []

    go(story())


FAILURES = ("generation_failed", "moderation_output_video", "provider_error_unmapped", "output_invalid")


@pytest.mark.parametrize("code", FAILURES)
@pytest.mark.parametrize("dies_at", [None, "poll.after_look", "submit.after_response_before_id"])
def test_peer_bottube_async_failure(world: Any, go: Any, code: str, dies_at: str | None) -> None:
    """A failure that comes after the answer to the create gives its hold back, whoever died meanwhile."""

    async def story() -> None:
        key = await world.key(credits=GRANTED)
        world.provider.verdict, world.provider.problem = "failed", Problem(code)
        task = await world.create(key)
        if dies_at is not None:
            world.crash_at = [dies_at]
        await world.run_through_crashes()
        assert (await world.task(task)).status == "failed"
        assert await released(world, task)
        assert await world.balance(key) == (GRANTED, 0)
        assert await world.store.read(lambda sql: sql.all("hold.open")) == []
        assert await world.store.read(lambda sql: books.overdue(sql, world.now + 1e9, 0.0)) == []
        assert await world.faults() == []

    go(story())
