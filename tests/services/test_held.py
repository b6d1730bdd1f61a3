"""Lines that are held, break and are joined (services/held.py), against a model in a few lines of Python."""

import asyncio
import random

import pytest

from onetake.core import rules
from onetake.core.catalogue import catalogue
from onetake.services import held

ROUTE = catalogue().routes["segmind"]
REQUEST = rules.resolve({"prompt": "a fox", "model": "seedance-2.0"}, ROUTE)


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    monkeypatch.setattr(held, "GRACE", 0.0)


@pytest.mark.parametrize("seed", range(8))
def test_a_walk(world, go, seed):
    """Takes, breaks, answers, crashes and time in any order: who joins whom is what the model says."""
    dice = random.Random(seed)

    async def story():
        key = await world.key()
        live, names = [], set()
        broke: dict[str, list[float]] = {}  # breaks that no answer has made good for, by name
        for _ in range(60):
            word = dice.choice(("take", "take", "break", "answer", "wait", "crash"))
            owed = {
                n: at for n, ats in broke.items() if (at := max(ats, default=0.0)) >= world.now - held.WINDOW
            }
            if word == "take":
                line = await held.take(world.p, key, REQUEST)
                if owed:
                    waiting = {n: sum(other.name == n for other in live) for n in owed}
                    assert line.name in owed
                    assert waiting[line.name] == min(waiting.values())
                else:
                    assert line.name not in names
                live.append(line)
                names.add(line.name)
            elif word == "wait":
                world.now += dice.choice((0.0, 1.0, 100.0, 599.0, 601.0))
            elif word == "crash" and dice.random() < 0.3:
                await world.reboot()
                await held.break_all(world.p)
                for line in live:
                    broke.setdefault(line.name, []).append(world.now)
                live.clear()
            elif word in ("break", "answer") and live:
                line = live.pop(dice.randrange(len(live)))
                await held.leave(world.p, line, answered=word == "answer")
                if word == "break":
                    broke.setdefault(line.name, []).append(world.now)
                else:
                    broke[line.name] = [at for at in broke.get(line.name, ()) if at > line.begun_at]

    go(story())


def test_without_a_break_nobody_joins(world, go):
    async def story():
        key = await world.key()
        lines = [await held.take(world.p, key, REQUEST) for _ in range(10)]
        assert len({line.name for line in lines}) == 10

    go(story())


def test_many_at_once_after_one_break_are_one(world, go):
    async def story():
        key = await world.key()
        first = await held.take(world.p, key, REQUEST)
        await held.leave(world.p, first, answered=False)
        lines = await asyncio.gather(*(held.take(world.p, key, REQUEST) for _ in range(50)))
        assert {line.name for line in lines} == {first.name}

    go(story())


def test_who_came_while_the_line_still_held_waits_for_its_end_and_no_longer(world, go, monkeypatch):
    async def story():
        key = await world.key()
        first = await held.take(world.p, key, REQUEST)
        monkeypatch.setattr(held, "GRACE", 5.0)
        again = asyncio.ensure_future(held.take(world.p, key, REQUEST))
        await asyncio.sleep(0)
        assert not again.done()
        await held.leave(world.p, first, answered=False)
        assert (await asyncio.wait_for(again, 1.0)).name == first.name
        monkeypatch.setattr(held, "GRACE", 0.0)
        assert (await held.take(world.p, await world.key(), REQUEST)).name != first.name

    go(story())


def test_rows_that_nobody_came_back_for_go(world, go):
    async def story():
        key = await world.key()
        await held.leave(world.p, await held.take(world.p, key, REQUEST), answered=False)
        world.now += held.WINDOW + 1
        line = await held.take(world.p, key, REQUEST)
        await held.leave(world.p, line, answered=True)
        left = await world.store.read(
            lambda sql: sql.one("held.broken", key_id=key.id, fingerprint=line.fingerprint, since=0.0)
        )
        assert left is None

    go(story())
