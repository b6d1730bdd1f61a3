"""Compare-and-set on (state, attempt): evidence about one attempt never moves another (F20, F41)."""

import pytest

from onetake.core.ledger import LedgerBroken
from onetake.services import books, changes
from onetake.services.changes import Stale


def test_F41_a_stale_conclusion_moves_nothing(world, go):
    async def story():
        key = await world.key()
        world.provider.script = ["lost-before", "lost-before"]
        task = await world.create(key)
        await world.step()
        first = await world.task(task)
        assert (first.phase, first.attempt) == ("unknown", 1)
        await changes.move(world.p, first, "absent")
        await world.step()
        second = await world.task(task)
        assert (second.phase, second.attempt) == ("unknown", 2)
        with pytest.raises(Stale):
            await changes.move(world.p, first, "absent")
        assert await world.task(task) == second

    go(story())


def test_F20_only_one_of_two_ends_wins(world, go):
    async def story():
        key = await world.key(credits=100_000_000)
        task = await world.create(key)
        await world.step()
        seen = await world.task(task)
        await changes.move(world.p, seen, "cancel")
        with pytest.raises(Stale):
            await changes.move(world.p, seen, "fail")
        assert (await world.task(task)).phase == "cancelled"
        assert await world.faults() == []

    go(story())


def test_peer_newapi_double_refund_is_impossible(world, go):
    async def story():
        key = await world.key(credits=100_000_000)
        task = await world.create(key)
        await world.store.transact(lambda sql: books.close(sql, task.id, 0, world.now))
        with pytest.raises(LedgerBroken):
            await world.store.transact(lambda sql: books.close(sql, task.id, 0, world.now))
        assert await world.balance(key) == (100_000_000, 0)

    go(story())


def test_F30_more_than_the_hold_is_never_taken(world, go):
    async def story():
        key = await world.key(credits=100_000_000)
        task = await world.create(key)
        taken = await world.store.transact(lambda sql: books.close(sql, task.id, task.hold * 2, world.now))
        assert taken == task.hold

    go(story())


def test_every_change_is_an_event_in_order(world, go):
    async def story():
        key = await world.key()
        task = await world.create(key)
        await world.run()
        rows = await world.store.read(lambda sql: sql.all("event.after", task=task.id, seq=0))
        assert [row["seq"] for row in rows] == list(range(1, len(rows) + 1))
        assert [row["kind"] for row in rows] == ["accept", "submit", "receipt", "start", "finish", "deliver"]

    go(story())
