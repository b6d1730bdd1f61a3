"""Random walks: customers, a provider and crashes as they come; nothing is lost, nothing is paid twice.

Every walk is one seed; ONETAKE_WALKS says how many there are. A seed that fails becomes one of FAILED_ONCE.
"""

import os
import random
from collections import Counter
from dataclasses import replace

import pytest

from onetake.adapters.database.sqlite import connection
from onetake.core.problem import Problem
from onetake.core.query import Query
from onetake.core.request import Media
from onetake.core.wire import Ambiguous, NotSent
from onetake.services import listing, removal, tasks

pytestmark = pytest.mark.slow  # all of it together

WALKS = int(os.environ.get("ONETAKE_WALKS", "150"))
BATCH = 25
FAILED_ONCE = (23, 47, 67, 81)
MOVES = 30
CREDITS = 200_000_000

POINTS = (
    "api.before_commit", "api.after_commit", "submit.before_intent", "submit.after_intent",
    "submit.before_fence", "submit.before_send", "submit.ambiguous", "submit.after_response_before_id",
    "submit.after_id", "poll.before_look", "poll.after_look", "poll.after_finish", "reconcile.before_find",
    "reconcile.after_find", "reconcile.before_absent", "store.after_fetch",
    "store.after_store_before_settle", "store.after_settle", "notify.after_send",
)  # fmt: skip
WORDS = (
    "ok", "refused", "lost-before", "lost-after", "die-after", "problem:provider_overloaded",
    "problem:provider_quota", "problem:moderation_input_text", "problem:provider_unavailable",
)  # fmt: skip
VERDICTS = ("succeeded",) * 6 + ("failed", "expired", "cancelled")
PICTURE = "data:image/png;base64,cGljdHVyZQ=="
PAGE = "https://media.example/a.png"
HOOK = "https://93.184.216.34/hook"


class Walk:
    """One seed's story in a World."""

    def __init__(self, world, crash, seed):
        self.world, self.crash, self.random = world, crash, random.Random(seed)
        self.made = {}
        self.local = world.local
        self.sends = 0

    async def run(self):
        world, pick = self.world, self.random
        self.keys = [await world.key(credits=CREDITS, dedupe=60 * (n % 2), project=f"p{n}") for n in range(3)]
        self._watch_provider()
        for _ in range(MOVES):
            move = pick.choice(self.MOVES)
            try:
                await move(self)
            except self.crash:
                await self._reboot()
            except Problem:
                pass
        world.crash_at.clear()
        world.provider.script.clear()
        world.backend.looks.clear()
        world.provider.lists = world.provider.lists or pick.random() < 0.5
        world.web.answer = 200
        self.trouble = 0.0
        await self._finish()
        await self._judge()

    def _watch_provider(self):
        """Looks, lists and fetches fail now and then; what a list shows may leave nonces out."""
        world, pick = self.world, self.random
        self.trouble = pick.choice((0.0, 0.1, 0.5))
        hidden = pick.choice(({}, {}, {"expires_after": None}, {"seed": None, "expires_after": None}))
        skew = pick.choice((0.0, 0.0, 500.0, -3000.0))
        kind = type(world.provider)

        def sighting(name):
            seen = kind.sighting(world.provider, name)
            return replace(seen, created_at=seen.created_at + skew, **hidden)

        def accept(task):
            name = kind.accept(world.provider, task)
            self.sends += 1  # a local engine forgets all with its process, yet never gives a name twice
            world.provider.accepted[f"cgt-{self.sends}-"] = world.provider.accepted.pop(name)
            return f"cgt-{self.sends}-"

        world.provider.sighting, world.provider.accept = sighting, accept

    def settle(self):
        """What a new process is given: looks rarer than in life, and a backend that trips."""
        world, backend = self.world, self.world.backend
        for name, value in world.policy.items():
            object.__setattr__(world.p.policy, name, value)
        for name in ("find", "look", "fetch"):
            kind = getattr(type(backend), name)

            async def tripped(*told, kind=kind):
                if self.random.random() < self.trouble:
                    raise self.random.choice((Ambiguous("reset"), NotSent("refused")))
                return await kind(backend, *told)

            setattr(backend, name, tripped)

    async def _reboot(self):
        while True:
            try:
                await self.world.reboot()
            except self.crash:
                continue
            break
        if self.local:
            self.world.provider.accepted = {}
        self.settle()

    async def _finish(self):
        world = self.world
        for _ in range(20_000):
            try:
                if not await world.step():
                    return
            except self.crash:
                await self._reboot()
        raise AssertionError(f"still waiting: {world.wake.due}")

    # -- moves ------------------------------------------------------------------------------------------

    async def create(self):
        pick = self.random
        draft = {
            "prompt": pick.choice(("a fox", "a bear")),
            "expires_after": pick.choice((3600, 86_400, 172_800)),
        }
        if pick.random() < 0.3:
            draft["seed"] = pick.choice((7, 8))
        if pick.random() < 0.2:
            draft["media"] = (Media("image", "first_frame", pick.choice((PICTURE, PAGE))),)
        if pick.random() < 0.2:
            draft["callback_url"] = HOOK
        name = pick.choice((None, None, "one", "two"))
        key = pick.choice(self.keys)
        before = {task.id for task in await self._tasks(key)}
        accepted = await self.world.accept(key, idempotency=name, **draft)
        assert accepted.replayed == (accepted.task.id in before)
        self.made[accepted.task.id] = key

    async def _tasks(self, key):
        return (await listing.keyed(self.world.p, key.project, Query(limit=1000))).tasks

    async def _open(self):
        return {r["id"] for r in await self.world.store.read(lambda sql: sql.all("task.open"))}

    async def step(self):
        for _ in range(self.random.randrange(1, 12)):
            await self.world.step()

    async def wait(self):
        self.world.now += self.random.choice((1.0, 30.0, 600.0, 7200.0))

    async def long_wait(self):
        if self.random.random() < 0.3:
            self.world.now += self.random.choice((86_400.0, 3 * 86_400.0))

    async def act(self):
        if not self.made:
            return
        pick = self.random
        task, key = pick.choice(list(self.made.items()))
        act = pick.choice((tasks.cancel, tasks.withdraw, tasks.delete))
        await act(self.world.p, key.project, task)

    async def stranger(self):
        """Another project's key gets nowhere."""
        if not self.made:
            return
        task, key = self.random.choice(list(self.made.items()))
        other = self.keys[(self.keys.index(key) + 1) % len(self.keys)]
        for act in (tasks.get, tasks.cancel, tasks.withdraw, tasks.delete):
            with pytest.raises(Problem) as told:
                await act(self.world.p, other.project, task)
            assert told.value.code == "not_found"

    async def provider(self):
        """The provider changes its mind about everything."""
        world, pick = self.world, self.random
        world.provider.script += pick.choices(WORDS, k=pick.randrange(4))
        world.backend.looks += pick.choices(("ok", "broken", "gone"), k=pick.randrange(4))
        world.provider.lists = pick.random() < 0.7
        world.provider.verdict = pick.choice(VERDICTS)
        world.provider.problem = Problem("generation_failed")
        world.provider.finish_after = pick.choice((0.0, 30.0, 2000.0, 20_000.0))
        world.provider.output = pick.choice((b"a playable file", b"another", b"broken output"))
        world.web.answer = pick.choice((200, 200, 500))
        world.web.pages[PAGE] = pick.choice((b"picture", b"broken", Problem("media_unreachable", "404")))

    async def die(self):
        self.world.crash_at = [self.random.choice(POINTS)]

    async def kill(self):
        await self._reboot()

    async def sweep(self):
        await removal.sweep(self.world.p)

    MOVES = (create, create, create, step, step, step, step, wait, long_wait, act, act, stranger, provider,
             provider, die, die, kill, sweep)  # fmt: skip

    # -- the end ----------------------------------------------------------------------------------------

    async def _judge(self):
        world = self.world
        assert await world.faults() == []
        assert await self._open() == set(), "a task has not ended"
        assert await world.store.read(lambda sql: sql.all("hold.open")) == []
        rows = await world.store.read(lambda sql: sql.all("account.all"))
        assert all(row["pending"] == 0 for row in rows)
        if not self.local:
            await self._sent_once()
        await self._files()

    async def _sent_once(self):
        sent = Counter((row["task"], row["attempt"]) for row in self.world.provider.accepted.values())
        assert max(sent.values(), default=1) == 1, sent
        for row in self.world.provider.accepted.values():
            # Whoever was sent a second time was proved to be absent the first time: so it was never accepted.
            assert sum(task == row["task"] for task, _ in sent) == 1, sent

    async def _files(self):
        world = self.world
        needed = Counter()
        for key in self.keys:
            for task in await self._tasks(key):
                assert task.ended
                if task.phase == "succeeded":
                    needed[key.project, task.output.video] += 1
                for row in await world.store.read(lambda sql, id=task.id: sql.all("input.of", task=id)):
                    needed[key.project, row["sha256"]] += 1
        for (project, sha256), count in needed.items():
            assert world.p.objects.exists(project, sha256)
            row = await world.store.read(
                lambda sql, p=project, s=sha256: sql.one("asset.get", project=p, sha256=s)
            )
            assert row["refs"] == count


async def walk(world, crash, seed):
    one = Walk(world, crash, seed)
    world.policy = {"probe_wait": one.random.choice((0.0, 5.0)), "poll_first": 20.0, "poll_every": 240.0}
    one.settle()
    await one.run()
    await world.store.close()


async def _one(kind, root, crash, seed):
    root.mkdir(parents=True)
    try:
        await walk(kind(root, local=seed % 5 == 4), crash, seed)
    except BaseException as error:
        error.add_note(f"seed {seed}")
        raise


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    """Crashes here are of our process alone: no disk has to be waited for, nor a verdict in real time."""
    monkeypatch.setattr(tasks, "VERDICT", 0.0)
    calm = tuple("synchronous=OFF" if s.startswith("synchronous") else s for s in connection._WRITER)
    monkeypatch.setattr(connection, "_WRITER", calm)
    monkeypatch.setattr("os.fsync", lambda _: None)


@pytest.mark.parametrize("first", range(0, WALKS, BATCH))
def test_walks(world, go, crash, first):
    for seed in range(first, min(first + BATCH, WALKS)):
        go(_one(type(world), world.root / str(seed), crash, seed))


@pytest.mark.parametrize("seed", FAILED_ONCE)
def test_walks_that_failed_once(world, go, crash, seed):
    go(_one(type(world), world.root / str(seed), crash, seed))
