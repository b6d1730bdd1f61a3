"""Random walks: customers, a provider and crashes as they come; nothing is lost, nothing is paid twice.

Every walk is one seed; ONETAKE_WALKS says how many there are. A seed that fails becomes one of FAILED_ONCE.
"""

import os
import random
from collections import Counter
from dataclasses import replace

import pytest

from onetake.adapters.database.sqlite import connection
from onetake.core.catalogue import overlay
from onetake.core.problem import Problem
from onetake.core.query import Query
from onetake.core.rate import Limit
from onetake.core.request import Media
from onetake.core.wire import Ambiguous, NotSent, WireError
from onetake.services import callbacks, changes, listing, removal, tasks
from onetake.services.lanes import Lane, Pace

pytestmark = pytest.mark.slow  # all of it together

WALKS = int(os.environ.get("ONETAKE_WALKS", "150"))
FIRST = int(os.environ.get("ONETAKE_SEED", "0"))
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
LAG = 120.0
"""Seconds after which every list shows a task."""


class Roll:
    """A provider's list for looks at many tasks at once: it lags, leaves tasks out, and breaks."""

    def __init__(self, walk, provider):
        self.walk, self.provider = walk, provider
        self.most = walk.most

    async def named(self, ids):
        assert 0 < len(ids) <= self.most
        return [s for s in self._shown() if s.provider_id in ids]

    async def page(self, status, number):
        found = [s for s in self._shown() if s.status == status]
        return found[3 * number - 3 : 3 * number], 3 * number < len(found) or self.walk.random.random() < 0.05

    def _shown(self):
        if self.walk.random.random() < self.walk.trouble:
            raise self.walk.random.choice((Ambiguous("cut"), NotSent("refused"), WireError("seed", "x")))
        return [
            self.provider.sighting(name)
            for name in self.walk.listed(self.provider)
            if self.walk.random.random() >= self.walk.trouble / 4
        ]


class Walk:
    """One seed's story in a World."""

    def __init__(self, world, crash, seed):
        self.world, self.crash, self.random = world, crash, random.Random(seed)
        self.made = {}
        self.local = world.local
        self.sends = 0
        self.most = self.random.choice((0, 2, 150))
        self.lag = self.random.choice((0.0, LAG))
        self.rows = {}

    async def run(self):
        world, pick = self.world, self.random
        self.keys = [await world.key(credits=CREDITS, dedupe=60 * (n % 2), project=f"p{n}") for n in range(3)]
        for _ in range(MOVES):
            move = pick.choice(self.MOVES)
            try:
                await move(self)
            except self.crash:
                await self._reboot()
            except Problem:
                pass
        world.crash_at.clear()
        for backend in world.p.backends.values():
            backend.looks.clear()
        for provider in self.providers:
            provider.script.clear()
            provider.lists = provider.lists or pick.random() < 0.5
        world.web.answer = 200
        self.trouble = 0.0
        await self._finish()
        await self._judge()

    def _watch_provider(self):
        """Looks, lists and fetches fail now and then; what a list shows may leave nonces out."""
        world, pick = self.world, self.random
        self.trouble = pick.choice((0.0, 0.1, 0.5))
        self.hidden = pick.choice(({}, {}, {"expires_after": None}, {"seed": None, "expires_after": None}))
        self.skew = pick.choice((0.0, 0.0, 500.0, -3000.0))
        self.providers = [world.provider, *world.others.values()]
        for provider in self.providers:
            self._watch(provider)

    def _watch(self, provider):
        kind = type(provider)

        def sighting(name):
            seen = kind.sighting(provider, name)
            row = provider.accepted[name]
            row["told failed"] = row.get("told failed") or seen.status == "failed"
            return replace(seen, created_at=seen.created_at + self.skew, **self.hidden)

        def accept(task):
            row = provider.accepted.pop(kind.accept(provider, task))
            self.sends += 1  # a local engine forgets all with its process, yet never gives a name twice
            name = f"cgt-{self.sends}-"
            provider.accepted[name] = self.rows[name] = row
            return name

        provider.sighting, provider.accept = sighting, accept

    def listed(self, provider):
        """What a provider's lists show by now."""
        seen = self.world.now - self.lag
        return [name for name, row in reversed(provider.accepted.items()) if row["at"] <= seen]

    def settle(self):
        """What a new process is given: looks rarer than in life, and a backend that trips."""
        for backend in self.world.p.backends.values():
            if self.most is not None and not self.local:
                backend.lister = Roll(self, backend.provider)
            if self.paced:
                self.world.p.lanes[backend.name] = Lane(Pace(Limit(0.5), Limit(1.0, 3)))
            self._trip(backend)

    def _trip(self, backend):
        kind, provider = type(backend), backend.provider

        async def find(task):
            found = await kind.find(backend, task)
            shown = set(self.listed(provider))
            return found if found is None else [s for s in found if s.provider_id in shown]

        async def submit(task, inputs):
            sighting = None
            try:
                sighting = await kind.submit(backend, task, inputs)
            finally:
                if self.random.random() < 0.3:
                    await self._tell(task, self._newest(task))
            return sighting

        async def look(task):
            return await kind.look(backend, task)

        async def fetch(*told):
            await kind.fetch(backend, *told)

        def tripping(does):
            async def tripped(*told):
                if self.random.random() < self.trouble:
                    raise self.random.choice((Ambiguous("reset"), NotSent("refused")))
                return await does(*told)

            return tripped

        backend.submit = submit
        backend.find, backend.look, backend.fetch = map(tripping, (find, look, fetch))

    async def _reboot(self):
        while True:
            try:
                await self.world.reboot()
            except self.crash:
                continue
            break
        if self.local:
            self.world.provider.accepted = {}
            self.rows = {}
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
        """A provider changes its mind about everything."""
        world, pick = self.world, self.random
        backend = pick.choice(list(world.p.backends.values()))
        provider = backend.provider
        provider.script += pick.choices(WORDS, k=pick.randrange(4))
        backend.looks += pick.choices(("ok", "broken", "gone"), k=pick.randrange(4))
        provider.lists = pick.random() < 0.7
        provider.verdict = pick.choice((*VERDICTS, *(("failed",) * 6 if self.free else ())))
        provider.problem = Problem(pick.choice(("generation_failed", "provider_stale", "copyright")))
        provider.finish_after = pick.choice((0.0, 30.0, 2000.0, 20_000.0, *(() if self.local else (1e9,))))
        provider.output = pick.choice((b"a playable file", b"another", b"broken output"))
        world.web.answer = pick.choice((200, 200, 500))
        world.web.pages[PAGE] = pick.choice((b"picture", b"broken", Problem("media_unreachable", "404")))

    async def callback(self):
        """Early, late, doubled, for an attempt that is past or to come, and of others' tasks."""
        if not self.made:
            return
        pick, world = self.random, self.world
        id = pick.choice(list(self.made))
        task = await world.store.read(lambda sql: changes.load(sql, id))
        if task is None:
            return
        task = replace(task, attempt=max(1, task.attempt + pick.choice((0, 0, 0, -1, 1))))
        name = self._newest(task)
        if pick.random() < 0.3:
            # Whose records tell nothing of themselves, of them a provider must not mix the paths up.
            name = pick.choice(("cgt-none", "../etc", *(list(self.rows) if not self.hidden else ())))
        for _ in range(pick.choice((1, 2))):
            await self._tell(task, name)
        forged = callbacks.url_for(world.p, task).rpartition("/")[2][:-1]
        with pytest.raises(Problem, match="not_found"):
            await callbacks.receive(world.p, forged, {"id": name})

    async def _tell(self, task, name):
        token = callbacks.url_for(self.world.p, task).rpartition("/")[2]
        message = {"id": name, "status": "succeeded", "content": {"video_url": "https://evil.test/v.mp4"}}
        await callbacks.receive(self.world.p, token, message)

    def _newest(self, task):
        """What the provider calls an attempt, as far as it has it."""
        mine = (task.id, task.attempt)
        return next((n for n, row in self.rows.items() if (row["task"], row["attempt"]) == mine), None)

    async def die(self):
        self.world.crash_at = [self.random.choice(POINTS)]

    async def kill(self):
        await self._reboot()

    async def sweep(self):
        await removal.sweep(self.world.p)

    MOVES = (create, create, create, step, step, step, step, wait, long_wait, act, act, stranger, provider,
             provider, callback, callback, die, die, kill, sweep)  # fmt: skip

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
        sent = Counter((row["task"], row["attempt"]) for row in self.rows.values())
        assert max(sent.values(), default=1) == 1, sent
        for id in {row["task"] for row in self.rows.values()}:
            # Whoever was sent a second time was proved to be absent the first time, so it was never accepted;
            # or the provider said that it failed, for nothing.
            mine = sorted(
                (row for row in self.rows.values() if row["task"] == id), key=lambda r: r["attempt"]
            )
            assert all(row.get("told failed") and self.free for row in mine[:-1]), mine
            assert len(mine) <= 2, mine
        for key in self.keys:
            for task in await self._tasks(key):
                if task.provider_id is not None:
                    row = self.rows[task.provider_id]
                    assert (row["task"], row["attempt"]) == (task.id, task.attempt), "another's video"

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
    pick = one.random
    one.free, one.paced = seed % 3 == 0, pick.random() < 0.3
    world.settings.update(
        probe_wait=pick.choice((0.0, 5.0)), poll_first=20.0, poll_every=240.0,
        looks_by_list=pick.choice((1, 3, 10_000)), failover=pick.random() < 0.7,
    )  # fmt: skip
    world.p.policy = replace(world.p.policy, **world.settings)
    if not world.local:
        world.add("second")
    overlay({"routes": {"volcengine": {"failed_free": one.free}}})
    one._watch_provider()
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
    yield
    overlay({})


@pytest.mark.parametrize("first", range(FIRST, FIRST + WALKS, BATCH))
def test_walks(world, go, crash, first):
    for seed in range(first, min(first + BATCH, FIRST + WALKS)):
        go(_one(type(world), world.root / str(seed), crash, seed))


@pytest.mark.parametrize("seed", FAILED_ONCE)
def test_walks_that_failed_once(world, go, crash, seed):
    go(_one(type(world), world.root / str(seed), crash, seed))
