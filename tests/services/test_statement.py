"""Statements sum exactly, and every task's events sum to its transfers (errors-and-faults T33)."""

import random
from typing import Any

import pytest

from onetake.core.problem import Problem
from onetake.services import books, expenses, removal, statement, tasks

DAY = 86_400.0


async def read(world: Any, project: str, **more: Any) -> statement.Statement:
    return await world.store.read(lambda sql: statement.statement(sql, project, **more))


def summed(told: statement.Statement) -> tuple[int, int]:
    return (
        told.opening[0] + sum(m.balance for m in told.moves),
        told.opening[1] + sum(m.held for m in told.moves),
    )


async def busy(world: Any, count: int = 12) -> Any:
    """A key whose tasks end in every way, some days apart; the last one is open."""
    key, chance = await world.key(credits=10**10), random.Random(3)
    for number in range(count):
        verdict = chance.choice(["succeeded", "failed", "cancelled"])
        world.provider.verdict = verdict
        world.provider.problem = Problem("generation_failed") if verdict == "failed" else None
        await world.create(key)
        await world.run()
        world.now += chance.random() * 5 * DAY
        if number % 5 == 0:
            now = world.now
            await world.store.transact(
                lambda sql, n=number, at=now: books.grant(sql, key.account, 1000 + n, f"extra:{n}", at)
            )
    await world.create(key)
    return key


def test_a_statement_sums_exactly_from_any_moment_to_any_other(world: Any, go: Any) -> None:
    async def story() -> None:
        begun = world.now
        key = await busy(world)
        whole = await read(world, key.project)
        assert whole.opening == (0, 0)
        assert whole.closing == await world.balance(key) == summed(whole)
        assert whole.total("grant") - whole.total("charge") == whole.closing[0]
        held = whole.total("hold") - whole.total("release") - whole.total("charge")
        assert held == whole.closing[1] > 0
        chance = random.Random(4)
        for _ in range(40):
            since, until = sorted(chance.uniform(begun, world.now + DAY) for _ in range(2))
            part = await read(world, key.project, since=since, until=until)
            assert summed(part) == part.closing
            after = await read(world, key.project, since=until)
            assert after.opening == part.closing
            assert after.closing == whole.closing
            before = await read(world, key.project, until=since)
            assert len(before.moves) + len(part.moves) + len(after.moves) == len(whole.moves)

    go(story())


def test_months_follow_one_another_without_a_gap(world: Any, go: Any) -> None:
    async def story() -> None:
        key = await busy(world)
        closing = (0, 0)
        for text in ("2026-12", "2027-01", "2027-02", "2027-03", "2027-04"):
            since, until = statement.month(text)
            part = await read(world, key.project, since=since, until=until)
            assert part.opening == closing
            closing = part.closing
        assert closing == await world.balance(key)

    go(story())


def test_months_are_those_of_utc() -> None:
    assert statement.month("1970-01") == (0.0, 31 * DAY)
    assert statement.month("2027-12")[1] == statement.month("2028-01")[0]
    assert statement.month("2028-02")[1] - statement.month("2028-02")[0] == 29 * DAY
    assert statement.month(None) == statement.ALWAYS


@pytest.mark.parametrize("text", ["2027-13", "2027-1", "27-01", "", "2027-01-01", "２０２７-01"])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(Problem) as refused:
        statement.month(text)
    assert refused.value.code == "invalid_parameter"


def test_a_key_has_its_own_statement_and_a_stranger_none(world: Any, go: Any) -> None:
    async def story() -> None:
        one, other = await world.key(credits=10**9), await world.key(credits=5, project="elsewhere")
        await world.create(one)
        await world.run()
        assert (await read(world, one.project, key=one.id)).closing == await world.balance(one)
        assert (await read(world, other.project)).closing == (5, 0)
        for project, key in ((one.project, other.id), (other.project, one.id), ("nowhere", None)):
            with pytest.raises(Problem, match="no trace"):
                await read(world, project, key=key)

    go(story())


async def told(world: Any, task: Any, *, costs: bool = False) -> list[statement.Event]:
    return await world.store.read(lambda sql: statement.story(sql, task.project, task.id, costs=costs))


async def explains_itself(world: Any, task: Any) -> dict[tuple[str, str], int]:
    """The sums of a task's events, which are those of its transfers and its hold."""
    events = await told(world, task, costs=True)
    rows = await world.store.read(lambda sql: sql.all("transfer.all"))
    own = {r["id"]: (r["amount"], r["currency"]) for r in rows if r["task"] == task.id}
    assert {e.transfer: (e.amount, e.currency) for e in events if e.transfer} == own
    sums = statement.sums(events)
    hold = await world.store.read(lambda sql: sql.one("statement.hold", task=task.id))
    taken, back = sums.get(("taken", "credit"), 0), sums.get(("given_back", "credit"), 0)
    assert sums["held", "credit"] == hold["amount"]
    if hold["closed_at"] is not None:
        assert taken + back == hold["amount"]
    assert [e for e in events if e.currency == "credit"] == await told(world, task)
    assert events == sorted(events, key=lambda e: e.at)
    return sums


@pytest.mark.parametrize("verdict", ["succeeded", "failed", "cancelled", "expired"])
def test_t33_the_events_of_a_task_sum_to_its_transfers(world: Any, go: Any, verdict: str) -> None:
    async def story() -> None:
        world.provider.verdict = verdict
        world.provider.problem = Problem("generation_failed") if verdict == "failed" else None
        key = await world.key(credits=10**9)
        task = await world.create(key)
        assert await explains_itself(world, task) == {("held", "credit"): task.hold}
        await world.run()
        sums = await explains_itself(world, task)
        price = 46 * 108_900
        paid = {
            ("taken", "credit"): price,
            ("given_back", "credit"): task.hold - price,
            ("cost", "CNY"): price,
        }
        nothing = {("given_back", "credit"): task.hold, ("absorbed", "CNY"): price}
        assert sums == {("held", "credit"): task.hold, **(paid if verdict == "succeeded" else nothing)}
        removed = await world.task(task)
        await removal.remove(world.p, removed, "retention")
        assert await explains_itself(world, task) == sums
        assert await world.faults() == []

    go(story())


def test_t33_a_task_of_unknown_outcome_tells_what_became_of_it(world: Any, go: Any) -> None:
    async def story() -> None:
        world.provider.lists, world.provider.script = False, ["lost-after"]
        task = await world.create(await world.key(credits=10**9))
        await world.run()
        price = 46 * 108_900
        assert (await explains_itself(world, task))["suspense", "CNY"] == price
        await world.store.transact(lambda sql: expenses.settle(sql, task.id, True, world.now))
        sums = await explains_itself(world, task)
        assert sums["suspense", "CNY"] == sums["settled", "CNY"] == price

    go(story())


def test_t33_a_price_above_the_hold_is_told_as_ours(world: Any, go: Any) -> None:
    async def story() -> None:
        key = await world.key(credits=10**9)

        def script(sql: Any) -> None:
            books.hold(sql, "t", key.account, 50, world.now)
            books.close(sql, "t", 80, world.now)
            sql.run("tombstone.insert", id="t", project=key.project, reason="x", removed_at=world.now)

        await world.store.transact(script)
        events = await world.store.read(lambda sql: statement.story(sql, key.project, "t"))
        assert [(e.kind, e.amount) for e in events] == [("held", 50), ("taken", 50), ("absorbed", 30)]

    go(story())


def test_nobody_elses_task_explains_itself(world: Any, go: Any) -> None:
    async def story() -> None:
        task = await world.create(await world.key())
        for project, name in (("elsewhere", task.id), (task.project, "nobody")):
            with pytest.raises(Problem) as refused:
                await world.store.read(lambda sql, p=project, n=name: statement.story(sql, p, n))
            assert refused.value.code == "not_found"
        await tasks.cancel(world.p, task.project, task.id)

    go(story())
