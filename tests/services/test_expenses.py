"""What providers charge us is booked where it belongs, in the transaction that ends the attempt (L11)."""

from typing import Any

import pytest

from onetake.core.problem import Problem
from onetake.services import expenses, tasks

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
