"""Short biased stories for the bug gallery: each seed is one, and each judges what came of it.

Where the random walks meet everything now and then, a tale meets one kind of trouble always.
"""

import json
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from onetake.core.ids import core_of
from onetake.core.problem import Problem
from onetake.services import callbacks, changes, steps, tasks

HOOK = "https://93.184.216.34/hook"
CREDITS = 1_000_000_000
Tale = Callable[[Any, type[BaseException], int], Awaitable[None]]


async def waiting(world: Any, crash: type[BaseException], seed: int) -> None:
    """Slow tasks, looks that fail, records that are away for a moment, callbacks that lie, wishes to cancel:
    each task ends as the provider's own did, and every end is told to its customer."""
    dice = random.Random(seed)
    told = listen(world, dice)
    world.provider.finish_after = dice.choice((30.0, 900.0, 5000.0))
    key = await world.key(credits=CREDITS)
    made = [await world.create(key, prompt=f"fox {n}", callback_url=HOOK) for n in range(3)]
    world.backend.looks += dice.choices(("ok", "broken", "gone", "ok"), k=6)
    for _ in range(60):
        if not await world.step():
            break
        task = await world.task(dice.choice(made))
        if dice.random() < 0.2 and task.provider_id and not task.ended:
            token = callbacks.url_for(world.p, task).rpartition("/")[2]
            await callbacks.receive(world.p, token, {"id": task.provider_id, "status": "failed"})
        if dice.random() < 0.05 and task.phase == "rendering":
            try:
                await tasks.cancel(world.p, key.project, task.id)
            except Problem:
                continue
    await world.run(4000)
    await judged(world, key, made, told)


async def judged(world: Any, key: Any, made: list[Any], told: dict[str, list[str]]) -> None:
    """Ends, money and messages agree with what the provider has."""
    ends = {row["task"]: world.provider.sighting(n).status for n, row in world.provider.accepted.items()}
    paid = 0
    for task in [await world.task(task) for task in made]:
        assert task.ended and task.status == ends[task.id], (task.status, ends[task.id], task.problem)
        paid += task.price
        assert task.status in told.get(task.id, []), f"{task.id}: nobody was told of {task.status}"
    assert await world.faults() == []
    assert await world.balance(key) == (CREDITS - paid, 0)
    assert max(Counter(row["task"] for row in world.provider.accepted.values()).values()) == 1


def listen(world: Any, dice: random.Random) -> dict[str, list[str]]:
    """The customer's receiver, which fails now and then: task → statuses that it took in. One message has one
    name, whatever the try."""
    told: dict[str, list[str]] = {}
    names: dict[tuple[str, str], str] = {}
    tries: Counter[tuple[str, str]] = Counter()
    usual = world.web.deliver

    async def deliver(url: str, body: bytes, headers: Any, *, timeout: float) -> Any:
        message = json.loads(body)
        name = headers.get("webhook-id") or headers.get("X-Onetake-Message")
        about = (message["id"], message["status"])
        assert names.setdefault(about, name) == name, "a repeat under another name"
        tries[about] += 1
        world.web.answer = 200 if dice.random() < 0.7 or tries[about] > 2 else 503
        core = core_of(about[0])
        if world.web.answer == 200 and core is not None:
            told.setdefault(core, []).append(about[1])
        return await usual(url, body, headers, timeout=timeout)

    world.web.deliver = deliver
    return told


async def lagging(world: Any, crash: type[BaseException], seed: int) -> None:
    """Answers to creates are lost, and the provider's list shows a task two minutes late: it is waited for,
    and found."""
    dice = random.Random(seed)
    world.provider.script = dice.choices(("lost-after", "ok"), weights=(3, 1), k=4)
    lag, usual = dice.choice((30.0, 100.0, 119.0)), world.backend.find

    async def find(task: Any) -> Any:
        found = await usual(task)
        return [s for s in found if s.created_at <= world.now - lag]

    world.backend.find = find
    key = await world.key(credits=CREDITS)
    made = [await world.create(key, prompt=f"fox {n}") for n in range(3)]
    await world.run(2000)
    for task in made:
        assert (await world.task(task)).status == "succeeded"
    sends = Counter(row["task"] for row in world.provider.accepted.values())
    assert set(sends.values()) == {1}, "made twice"


async def strangers(world: Any, crash: type[BaseException], seed: int) -> None:
    """The account at the provider is not ours alone: what others make there is never taken for ours."""
    dice = random.Random(seed)
    key = await world.key(credits=CREDITS)
    world.provider.script = ["lost-before", "lost-after", "lost-after"]
    dice.shuffle(world.provider.script)
    made = [await world.create(key, prompt=f"fox {n}") for n in range(3)]
    for n in range(3):
        stranger = replace(made[n], id=f"stranger{n}", seed=dice.getrandbits(31))
        world.provider.accept(stranger)
    await world.run(2000)
    owners = {name: row["task"] for name, row in world.provider.accepted.items()}
    for task in [await world.task(task) for task in made]:
        assert task.provider_id is None or owners[task.provider_id] == task.id, "a stranger's video"
    assert await world.faults() == []


async def sleeper(world: Any, crash: type[BaseException], seed: int) -> None:
    """A process falls asleep somewhere in the middle, another one takes its place for a while, then the first
    one wakes and goes on as if nothing had been."""
    dice = random.Random(seed)
    place = dice.choice(
        ("submit.after_intent", "submit.before_fence", "reconcile.after_find", "reconcile.before_absent",
         "submit.ambiguous", "poll.after_look", "submit.after_response_before_id"),
    )  # fmt: skip
    passes, usual, stores = [dice.randrange(1, 5)], world.point, []

    async def point(name: str) -> None:
        await usual(name)
        if name != place:
            return
        passes[0] -= 1
        if passes[0]:
            return
        stores.append(world.store)
        world.boot()
        _forgetful(world, dice)
        await steps.resume(world.p)
        for _ in range(dice.choice((2, 10, 60))):
            await world.step()

    world.point = point
    world.p.point = point
    world.provider.script = dice.choices(("lost-before", "lost-after", "ok"), k=8)
    _forgetful(world, dice)
    key = await world.key(credits=CREDITS)
    made = [await world.create(key, prompt=f"fox {n}") for n in range(2)]
    await world.run(3000)
    for store in stores:
        await store.close()
    sent = Counter((row["task"], row["attempt"]) for row in world.provider.accepted.values())
    assert max(sent.values()) == 1, "one attempt was sent twice"
    tries = Counter(row["task"] for row in world.provider.accepted.values())
    assert max(tries.values()) == 1, "sent again although the first one had arrived"
    for task in [await world.task(task) for task in made]:
        assert task.ended and (task.status == "succeeded") == (task.id in tries), (task.phase, task.problem)
    assert await world.faults() == []


def _forgetful(world: Any, dice: random.Random) -> None:
    """The provider's list shows a task late, so that absence is sometimes about to be proved."""
    usual, lag = world.backend.find, dice.choice((0.0, 100.0))

    async def find(task: Any) -> Any:
        return [s for s in await usual(task) if s.created_at <= world.now - lag]

    world.backend.find = find


async def stale_proof(world: Any, crash: type[BaseException], seed: int) -> None:
    """F41: one process has proved that the first attempt is absent and falls asleep; another one sends the
    second attempt, whose answer is lost; then the first one wakes with its proof."""
    dice = random.Random(seed)
    usual, stores, slept = world.point, [], [False]

    async def point(name: str) -> None:
        await usual(name)
        if name != "reconcile.before_absent" or slept[0]:
            return
        slept[0] = True
        stores.append(world.store)
        world.boot()
        await steps.resume(world.p)
        for _ in range(400):
            await world.step()
            if any(row["attempt"] == 2 for row in world.provider.accepted.values()):
                return

    world.point = world.p.point = point
    world.provider.script = ["lost-before", "lost-after", "ok"]
    world.provider.finish_after = dice.choice((400.0, 4000.0))
    key = await world.key(credits=CREDITS)
    task = await world.create(key)
    await world.run(3000)
    for store in stores:
        await store.close()
    assert slept[0], "this tale was not told"
    assert len(world.provider.accepted) == 1, "made twice"
    ended = await world.task(task)
    assert (ended.status, ended.attempt) == ("succeeded", 2)


async def bad_file(world: Any, crash: type[BaseException], seed: int) -> None:
    """What the provider made does not play: it is not delivered, and nothing is taken for it."""
    world.provider.output = b"broken output %d" % seed
    key = await world.key(credits=CREDITS)
    task = await world.create(key)
    await world.run(2000)
    ended = await world.task(task)
    assert (ended.status, ended.price, ended.output) == ("failed", 0, None), ended.status
    assert await world.balance(key) == (CREDITS, 0)


async def asked_again(world: Any, crash: type[BaseException], seed: int) -> None:
    """Answers to customers are lost: with the same key they get the same task, and nobody gets another's."""
    dice = random.Random(seed)
    keys = [await world.key(credits=CREDITS, project=f"p{n}") for n in range(2)]
    found: dict[tuple[int, str], set[str]] = {}
    for _ in range(8):
        who, name = dice.randrange(2), dice.choice(("one", "two"))
        world.crash_at = dice.choice(([], [], ["api.before_commit"], ["api.after_commit"]))
        try:
            task = await world.create(keys[who], idempotency=name, prompt=name)
            found.setdefault((who, name), set()).add(task.id)
        except crash:
            await world.reboot()
    world.crash_at = []
    for key, project in zip(keys, ("p0", "p1"), strict=True):
        rows = await world.store.read(lambda sql: [dict(r) for r in sql.all("task.open")])
        opened = [await world.store.read(lambda sql, r=r: changes.load(sql, r["id"])) for r in rows]
        mine = [t for t in opened if t.project == project]
        assert len(mine) <= 2 and len({t.request.prompt for t in mine}) == len(mine), "one wish, two tasks"
        assert key.project == project
    for (who, _), ids in found.items():
        (only,) = ids
        task = await world.store.read(lambda sql, id=only: changes.load(sql, id))
        assert task.project == f"p{who}", "another project's task"
