"""Random stories of limited keys with crashes, failures, cancels and expiries: nothing waits for ever,
nothing is spent twice, and every place comes back (T31)."""

import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from onetake.core import limits as limiting
from onetake.core.problem import Problem
from onetake.services import limiting as setting
from onetake.services import outlay, tasks
from onetake.services.places import Places

POINTS = (
    "api.before_commit", "api.after_commit", "submit.before_intent", "submit.after_intent",
    "submit.before_send", "submit.after_response_before_id", "submit.after_id",
    "poll.after_look", "poll.after_finish", "store.after_fetch",
)  # fmt: skip
WORDS = ("ok", "ok", "ok", "refused", "lost-after", "lost-before", "problem:moderation_input_text")


class Walk:
    """One story over a World with two keys and a backend of three places."""

    def __init__(self, world: Any, crash: type[BaseException], seed: int) -> None:
        self.world, self.crash, self.draw = world, crash, random.Random(seed)
        self.made: list[Any] = []
        self.most = 0
        boot = world.boot

        def roomy() -> None:
            boot()
            world.p.places = Places({"provider": 3})
            world.p.__post_init__()

        world.boot = roomy
        world.p.places = Places({"provider": 3})
        world.p.__post_init__()

    async def key(self, **told: Any) -> Any:
        key = await self.world.key()
        await self.world.store.transact(lambda sql: setting.set_limits(sql, key.id, told, self.world.now))
        return replace(key, limits=limiting.checked(told))

    async def go(self, cost: int) -> None:
        keys = [
            await self.key(day=9 * cost, concurrency=2, weight=3),
            await self.key(total=7 * cost, queue=0),
        ]
        for _ in range(60):
            try:
                await self.one(self.draw.choice(keys))
            except self.crash:
                await self.world.reboot()
        self.world.crash_at.clear()
        self.world.provider.script.clear()
        await self.world.run_through_crashes()
        await self.sound(keys)

    async def one(self, key: Any) -> None:
        world, draw = self.world, self.draw
        what = draw.choice(("create", "create", "step", "step", "step", "step", "cancel", "crash", "word"))
        if what == "create":
            try:
                expires = draw.choice((3600, 172_800))
                self.made.append(
                    (key, await world.create(key, expires_after=expires, prompt=f"{len(self.made)}"))
                )
            except Problem as problem:
                assert problem.code in ("insufficient_credit", "concurrency_limited")
        elif what == "cancel" and self.made:
            _, task = draw.choice(self.made)
            try:
                await tasks.cancel(world.p, task.project, task.id)
            except Problem as problem:
                assert problem.code == "not_cancellable"
        elif what == "crash":
            world.crash_at.append(draw.choice(POINTS))
        elif what == "word":
            world.provider.script.append(draw.choice(WORDS))
        else:
            await world.step()
        await self.bounds()

    async def bounds(self) -> None:
        places = self.world.p.places
        assert places._at_backend["provider"] <= 3
        for key, _ in self.made:
            limit = key.limits.concurrency
            assert limit is None or places.of(key.id)[0] <= limit
        assert await self.world.store.read(outlay.audit) == []

    async def sound(self, keys: list[Any]) -> None:
        world = self.world
        assert await world.faults() == []
        assert await world.store.read(outlay.audit) == []
        assert await world.store.read(lambda sql: sql.all("task.open")) == []
        assert (world.p.places.open, world.p.places.waiting) == (0, 0)
        for key in keys:
            spent = await world.store.read(lambda sql, key=key: outlay.spent(sql, key.id, world.now))
            taken = [(await world.task(t)).price or 0 for k, t in self.made if k.id == key.id]
            assert spent[2] >= sum(taken)
            assert key.limits.total is None or spent[2] <= key.limits.total


@pytest.mark.parametrize("seed", range(25))
def test_t31_l09_walks_of_limited_keys_through_crashes(tmp_path: Path, world, go, crash, seed):
    async def story():
        cost = (await world.create(await world.key())).hold
        await world.run()
        await Walk(world, crash, seed).go(cost)

    go(story())
