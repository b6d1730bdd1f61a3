"""What providers charge us is booked where it belongs, in the transaction that ends the attempt (L11)."""

import random
import sqlite3
from dataclasses import replace
from typing import Any

import pytest

from onetake.core.catalogue import catalogue
from onetake.core.problem import Problem
from onetake.services import changes, expenses, restoring, tasks

PRICE = 46 * 108_900
"""Five seconds of 720p on volcengine: 46 millionths of a yuan a token."""


async def booked(world: Any) -> dict[str, int]:
    """What each account of the provider's currency holds, without those that hold nothing."""
    rows = await world.store.read(lambda sql: sql.all("account.all"))
    return {r["id"]: r["posted"] for r in rows if r["currency"] == "CNY" and r["posted"]}


async def settle(world: Any, task: Any, found: bool) -> int:
    return await world.store.transact(lambda sql: expenses.settle(sql, task.id, found, world.now))


def test_l11_a_delivered_task_is_cost_by_what_was_made(world: Any, go: Any) -> None:
    async def story() -> None:
        task = await world.create(await world.key())
        await world.run()
        ended = await world.task(task)
        assert ended.status == "succeeded"
        assert ended.tokens == 108_900
        assert await booked(world) == {"cost:volcengine": -PRICE, "payable:volcengine": PRICE}
        (row,) = await world.store.read(lambda sql: sql.all("expense.of", task=task.id))
        assert (row["outcome"], row["amount"], row["tokens"], row["provider_id"]) == (
            "cost", PRICE, 108_900, "cgt-1",
        )  # fmt: skip
        assert await world.faults() == []

    go(story())


ENDS = {
    "cancelled by the provider": ("cancelled", None, "absorbed"),
    "expired at the provider": ("expired", None, "absorbed"),
    "failed, and nobody says that failures are free": ("failed", Problem("generation_failed"), "absorbed"),
    "refused by its moderation": ("failed", Problem("moderation_output_video"), "absorbed"),
}


@pytest.mark.parametrize("name", ENDS)
def test_l11_what_was_accepted_and_gave_nothing_is_absorbed(world: Any, go: Any, name: str) -> None:
    status, problem, outcome = ENDS[name]

    async def story() -> None:
        world.provider.verdict, world.provider.problem = status, problem
        task = await world.create(await world.key(credits=10**9))
        await world.run()
        assert (await world.task(task)).status == status
        assert await booked(world) == {f"{outcome}:volcengine": -PRICE, "payable:volcengine": PRICE}
        assert await world.faults() == []

    go(story())


def test_l11_where_failures_are_documented_as_free_nothing_is_booked(
    world: Any, go: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    routes: Any = catalogue().routes
    monkeypatch.setitem(routes, "volcengine", replace(routes["volcengine"], failed_free=True))

    async def story() -> None:
        world.provider.verdict, world.provider.problem = "failed", Problem("moderation_output_video")
        task = await world.create(await world.key())
        await world.run()
        assert (await world.task(task)).status == "failed"
        assert await booked(world) == {}
        (row,) = await world.store.read(lambda sql: sql.all("expense.of", task=task.id))
        assert (row["outcome"], row["amount"]) == ("free", 0)

        # The provider made the file and we could not use it: that it asks its money for.
        world.provider.verdict, world.provider.problem = "succeeded", None
        world.provider.output = b"broken"
        bad = await world.create(await world.key())
        await world.run()
        assert (await world.task(bad)).problem.code == "output_invalid"
        assert await booked(world) == {"absorbed:volcengine": -PRICE, "payable:volcengine": PRICE}
        assert await world.faults() == []

    go(story())


def test_l11_a_refused_create_and_one_that_was_not_sent_cost_nothing(world: Any, go: Any) -> None:
    async def story() -> None:
        key = await world.key()
        world.provider.script = ["refused", "problem:moderation_input_text"]
        refused = await world.create(key)
        await world.run()
        assert (await world.task(refused)).status == "failed"
        early = await world.create(key)
        await tasks.cancel(world.p, key.project, early.id)
        await world.run()
        assert (await world.task(early)).status == "cancelled"
        assert await booked(world) == {}
        assert await world.faults() == []

    go(story())


def test_l11_each_attempt_has_its_own_row_and_proven_absence_is_free(world: Any, go: Any) -> None:
    async def story() -> None:
        world.provider.script = ["lost-before"]
        task = await world.create(await world.key())
        await world.run()
        ended = await world.task(task)
        assert (ended.status, ended.attempt) == ("succeeded", 2)
        rows = await world.store.read(lambda sql: sql.all("expense.of", task=task.id))
        assert [(r["attempt"], r["outcome"], r["amount"]) for r in rows] == [
            (1, "free", 0),
            (2, "cost", PRICE),
        ]
        ids = await world.store.read(lambda sql: [r["id"] for r in sql.all("statement.task", task=task.id)])
        assert ids == [f"cost:{task.id}.2", f"close:{task.id}"]
        assert await world.faults() == []

    go(story())


async def unresolved(world: Any) -> Any:
    """A task whose submit was lost at a provider that tells nothing."""
    world.provider.lists = False
    world.provider.script = ["lost-after"]
    task = await world.create(await world.key(credits=10**9))
    await world.run()
    ended = await world.task(task)
    assert ended.problem.code == "submit_outcome_unknown"
    return ended


@pytest.mark.parametrize(
    ("found", "left"),
    [(True, {"absorbed:volcengine": -PRICE, "payable:volcengine": PRICE}), (False, {})],
)
def test_l11_suspense_waits_for_evidence_and_takes_one_word_once(
    world: Any, go: Any, found: bool, left: dict[str, int]
) -> None:
    async def story() -> None:
        task = await unresolved(world)
        assert await booked(world) == {"suspense:volcengine": -PRICE, "payable:volcengine": PRICE}
        doubtful = await world.store.read(expenses.doubtful)
        assert [(r["task"], r["attempt"]) for r in doubtful] == [(task.id, 1)]
        for _ in range(2):
            assert await settle(world, task, found) == 1
            assert await booked(world) == left
        assert await world.store.read(expenses.doubtful) == []
        with pytest.raises(Problem, match="before"):
            await settle(world, task, not found)
        assert await booked(world) == left
        assert await world.faults() == []

    go(story())


def test_l11_what_was_absorbed_goes_back_when_the_provider_did_not_charge_it(world: Any, go: Any) -> None:
    async def story() -> None:
        world.provider.verdict = "cancelled"
        task = await world.create(await world.key())
        await world.run()
        assert await settle(world, task, False) == 1
        assert await booked(world) == {}
        assert await world.faults() == []
        other = await world.create(await world.key())
        await world.run()
        before = await booked(world)
        assert await settle(world, other, True) == 1
        assert await booked(world) == before  # it is absorbed already
        assert await world.faults() == []

    go(story())


def test_l11_a_second_task_that_a_provider_made_of_one_send_is_ours_to_bear(
    world: Any, go: Any, caplog: pytest.LogCaptureFixture
) -> None:
    async def story() -> None:
        world.provider.script = ["lost-after"]
        task = await world.create(await world.key())
        while not world.provider.accepted:
            await world.step()
        first = world.provider.accepted["cgt-1"]
        for name in ("cgt-2", "cgt-3"):
            world.provider.accepted[name] = {**first, "at": first["at"] + 1.0}
        world.provider.accepted["cgt-4"] = {**first, "seed": first["seed"] ^ 1}
        await world.run()
        ended = await world.task(task)
        assert (ended.status, ended.provider_id) == ("succeeded", "cgt-1")
        rows = await world.store.read(lambda sql: sql.all("expense.of", task=task.id))
        assert [(r["attempt"], r["outcome"], r["provider_id"]) for r in rows] == [
            (-2, "absorbed", "cgt-3"),
            (-1, "absorbed", "cgt-2"),
            (1, "cost", "cgt-1"),
        ]
        assert await booked(world) == {
            "absorbed:volcengine": -2 * PRICE, "cost:volcengine": -PRICE, "payable:volcengine": 3 * PRICE,
        }  # fmt: skip
        assert [vars(r)["task"] for r in caplog.records if r.getMessage() == "surplus"] == [task.id]
        again = await world.store.transact(
            lambda sql: expenses.surplus(sql, world.backend, ended, ["cgt-2", "cgt-3"], world.now)
        )
        assert again == []
        assert await world.faults() == []

    go(story())


@pytest.mark.parametrize("seed", range(5))
def test_l11_all_that_a_provider_accepted_is_cost_absorbed_or_in_suspense(
    world: Any, go: Any, seed: int
) -> None:
    """A provider that asks for each task which it accepted: once every doubt is settled by the truth, that is
    what the books hold."""
    chance = random.Random(seed)

    async def story() -> None:
        key = await world.key(credits=10**10)
        made = []
        for _ in range(8):
            world.provider.lists = chance.random() < 0.6
            world.provider.script = chance.choices(
                ["ok", "refused", "lost-before", "lost-after", "die-after", "problem:moderation_input_text"],
                k=3,
            )
            world.provider.verdict = chance.choice(["succeeded", "succeeded", "failed", "cancelled"])
            failed = world.provider.verdict == "failed"
            world.provider.problem = Problem("generation_failed") if failed else None
            task = await world.create(key, expires_after=3600)
            made.append(task)
            await world.run_through_crashes()
            assert await world.faults() == []
        paid = -sum(amount for name, amount in (await booked(world)).items() if "payable" not in name)
        assert paid >= PRICE * len(world.provider.accepted)
        for row in await world.store.read(expenses.doubtful):
            accepted = [a for a in world.provider.accepted.values() if a["task"] == row["task"]]
            found = any(a["attempt"] == row["attempt"] for a in accepted)
            await world.store.transact(
                lambda sql, r=row, f=found: expenses.settle(sql, r["task"], f, world.now)
            )
        paid = -sum(amount for name, amount in (await booked(world)).items() if "payable" not in name)
        assert paid == PRICE * len(world.provider.accepted) == (await booked(world))["payable:volcengine"]
        assert not any(name.startswith("suspense") for name in await booked(world))
        assert await world.faults() == []

    go(story())


def test_only_what_is_open_to_doubt_can_be_settled(world: Any, go: Any) -> None:
    async def story() -> None:
        task = await world.create(await world.key())
        await world.run()
        with pytest.raises(Problem, match="no attempt"):
            await settle(world, task, True)
        with pytest.raises(Problem, match="no attempt"):
            await world.store.transact(lambda sql: expenses.settle(sql, "nobody", True, 0.0))

    go(story())


def test_work_of_our_own_engines_costs_nothing(local_world: Any, go: Any) -> None:
    async def story() -> None:
        task = await local_world.create(await local_world.key())
        await local_world.run()
        assert (await local_world.task(task)).status == "succeeded"
        assert await booked(local_world) == {}
        assert await local_world.store.read(lambda sql: sql.all("expense.of", task=task.id)) == []

    go(story())


def test_a_route_without_a_price_books_nothing_and_ends_all_the_same(world: Any, go: Any) -> None:
    async def story() -> None:
        world.backend.route = "movie"  # no mini there
        task = await world.create(await world.key(), model="doubao-seedance-2-0-mini-260615")
        await world.run()
        assert (await world.task(task)).status == "succeeded"
        assert await world.store.read(lambda sql: sql.all("expense.of", task=task.id)) == []
        assert await world.faults() == []

    go(story())


def test_a_provider_that_bills_by_seconds_in_its_own_credits(world: Any, go: Any) -> None:
    async def story() -> None:
        world.backend.route = "evolink"
        await world.create(await world.key())
        await world.run()
        rows = await world.store.read(lambda sql: sql.all("account.all"))
        found = {r["id"]: (r["posted"], r["currency"]) for r in rows}
        assert found["cost:evolink"] == (-17_784_000, "evolink credit")
        assert found["payable:evolink"] == (17_784_000, "evolink credit")
        assert await world.faults() == []

    go(story())


def test_a_route_whose_currency_is_changed_has_a_second_account(
    world: Any, go: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story() -> None:
        key = await world.key()
        await world.create(key)
        await world.run()
        routes: Any = catalogue().routes
        monkeypatch.setitem(routes, "volcengine", replace(routes["volcengine"], currency="USD"))
        task = await world.create(key)
        await world.run()
        assert (await world.task(task)).status == "succeeded"
        rows = await world.store.read(lambda sql: sql.all("account.all"))
        found = {r["id"]: r["currency"] for r in rows if r["id"].startswith("cost:")}
        assert found == {"cost:volcengine": "CNY", "cost:volcengine:USD": "USD"}
        assert await world.faults() == []

    go(story())


def test_a_receipt_of_a_send_that_no_row_tells_of_is_booked_too(world: Any, go: Any) -> None:
    async def story() -> None:
        task = await world.create(await world.key())
        await world.store.transact(lambda sql: restoring.settle(sql, world.now))
        assert (await world.task(task)).phase == "unknown"
        world.provider.accept(await world.task(task))
        await changes.move(world.p, await world.task(task), "receipt", provider_id="cgt-1")
        world.wake.wake(f"task:{task.id}", world.now)
        await world.run()
        assert (await world.task(task)).status == "succeeded"
        assert (await booked(world))["cost:volcengine"] == -PRICE
        assert await world.faults() == []

    go(story())


def test_what_the_books_hold_beside_the_expenses_is_found(world: Any, go: Any) -> None:
    async def story() -> None:
        await world.create(await world.key())
        await world.run()
        with sqlite3.connect(world.root / "onetake.db", isolation_level=None) as raw:
            raw.execute("DROP TRIGGER expense_is_final")
            raw.execute("UPDATE expense SET amount = amount - 1")
        (fault,) = await world.faults()
        assert fault == f"cost:volcengine: {PRICE} CNY booked, expenses say {PRICE - 1}"
        with sqlite3.connect(world.root / "onetake.db", isolation_level=None) as raw:
            raw.execute("UPDATE expense SET amount = amount + 1")
            raw.execute("UPDATE expense SET outcome = NULL")
        assert any("open, but its attempt has ended" in fault for fault in await world.faults())

    go(story())
