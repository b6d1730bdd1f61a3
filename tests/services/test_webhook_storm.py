"""A thousand messages for one host, and five hundred for hosts that fail, in virtual time with handlers that
overlap (T20)."""

import asyncio
import json
import random
from collections import Counter, defaultdict
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from onetake.adapters.wake.embedded import EmbeddedWake
from onetake.core.rate import Limit
from onetake.core.webhooks import rule_of
from onetake.core.wire import Ambiguous, Reply
from onetake.services import steps
from onetake.services.hosts import AT_A_TIME, MOST, Hosts

from .virtual import VirtualLoop

HANDLERS = 512


class Town:
    """Hosts that take their time; who is asked when, and how many at a time."""

    def __init__(self, world: Any, answer: Callable[[str], Any]) -> None:
        self.world, self.answer = world, answer
        self.busy: Counter[str] = Counter()
        self.most: Counter[str] = Counter()
        self.most_in_all = 0
        self.asked: dict[str, list[float]] = defaultdict(list)
        self.tries: dict[str, list[float]] = defaultdict(list)
        self.urls: set[str] = set()

    async def deliver(self, url: str, body: bytes, headers: Any, *, timeout: float) -> Reply:
        host, loop = url.split("/")[2], asyncio.get_running_loop()
        self.busy[host] += 1
        self.most[host] = max(self.most[host], self.busy[host])
        self.most_in_all = max(self.most_in_all, sum(self.busy.values()))
        self.asked[host].append(loop.time())
        self.tries[headers["webhook-id"]].append(loop.time())
        try:
            seconds, status = self.answer(host)
            await asyncio.sleep(min(seconds, timeout))
            if status is None or seconds > timeout:
                raise Ambiguous("timeout")
            return Reply(status)
        finally:
            self.busy[host] -= 1


async def served(world: Any, town: Town, messages: list[tuple[str, str]], seconds: float) -> dict[str, Any]:
    """Send messages (dialect, url), each of a task of its own, for so long; rows by id."""
    p, loop, begun = world.p, asyncio.get_running_loop(), world.now

    async def transact(script: Any) -> Any:
        return p.store.transact_sync(script)

    p.clock = lambda: begun + loop.time()
    p.store.transact = transact
    p.fetch.deliver = town.deliver
    p.wake = EmbeddedWake(p.clock, HANDLERS)
    first = await world.create(await world.key())

    writer = p.store._writer
    writer.execute("PRAGMA synchronous=OFF")
    columns = [row["name"] for row in writer.execute("PRAGMA table_info(task)")]
    kept = ", ".join(c for c in columns if c not in ("id", "dialect"))
    names = []
    writer.execute("BEGIN")
    for number, (dialect, url) in enumerate(messages):
        task = f"{number:026d}".translate(str.maketrans("0189", "abcd"))
        writer.execute(
            f"INSERT INTO task (id, dialect, {kept}) SELECT ?, ?, {kept} FROM task WHERE id = ?",
            (task, dialect, first.id),
        )
        row = {"task": task, "project": "default", "url": url, "body": json.dumps({"status": "queued"})}
        names.append(f"{task}-1-queued")
        row.update(id=names[-1], created_at=begun, due_at=begun)
        writer.execute(p.store.queries["outbox.insert"], row)
    writer.execute("COMMIT")
    for name in names:
        p.wake.wake(f"message:{name}", begun)
    worker = asyncio.create_task(p.wake.run(lambda subject: steps.run(p, subject)))
    await asyncio.sleep(seconds)
    await p.wake.stop()
    await worker
    return {n: await p.store.read(lambda sql, n=n: sql.one("outbox.get", id=n)) for n in names}


def virtual(story: Any) -> Any:
    loop = VirtualLoop()
    try:
        return loop.run_until_complete(story)
    finally:
        loop.close()


@pytest.mark.slow
def test_t20_a_thousand_tasks_for_one_victim(world: Any) -> None:
    """Two at a time, as many a minute as the operator allows, and another host is not held up by it."""
    world.p.hosts.limit = Limit(100 / 60, 10)
    town = Town(world, lambda host: (0.4, 200))
    messages = [("ark", "https://victim.example/x")] * 1000 + [("ark", "https://fine.example/x")]
    rows = virtual(served(world, town, messages, 700.0))
    assert {row["state"] for row in rows.values()} == {"delivered"}
    assert town.most == {"victim.example": AT_A_TIME, "fine.example": 1}
    times = town.asked["victim.example"]
    assert len(times) == 1000
    for i, at in enumerate(times):
        assert sum(1 for other in times[i:] if other < at + 60.0) <= 100 + 10
    assert town.asked["fine.example"][0] < 1.0
    assert times[-1] < 1000 / 100 * 60 + 5, "and none is slower than it has to be"
    print(
        f"1,000 messages for one host: {max(town.most.values())} at a time, {times[-1]:.0f} s at 100 a minute"
    )


@pytest.mark.slow
def test_t20_dead_hosts_do_not_take_the_places_of_others(world: Any) -> None:
    """A hundred and fifty hosts that never answer, four messages each, and one that does."""
    town = Town(world, lambda host: (99.0, None) if host.startswith("dead") else (0.1, 200))
    messages = [("ark", f"https://dead{n % 150}.example/") for n in range(600)]
    messages += [("ark", f"https://fine{n}.example/") for n in range(20)]
    rows = virtual(served(world, town, messages, 3600.0))
    states = Counter(row["state"] for row in rows.values())
    assert states == {"exhausted": 600, "delivered": 20}
    assert town.most_in_all <= MOST < HANDLERS / 2
    assert max(town.most.values()) == AT_A_TIME
    slowest = max(town.asked[f"fine{n}.example"][0] for n in range(20))
    assert slowest < 60.0
    print(f"600 messages for 150 dead hosts: {town.most_in_all} under way, others within {slowest:.1f} s")


@pytest.mark.slow
@pytest.mark.parametrize("dialect", ["native", "evolink"])
def test_500_deliveries_with_30_percent_faults(world: Any, dialect: str) -> None:
    """Every message arrives or has had its whole schedule, under one id, each gap within a fifth of the
    documented one."""
    draw = random.Random(4)
    faults = [(0.1, 500), (0.2, 503), (0.1, 302), (99.0, None), (0.0, None)]

    def answer(host: str) -> tuple[float, int | None]:
        if host == "never0.example":
            return 0.2, 500
        return draw.choice(faults) if draw.random() < 0.3 else (0.1, 204)

    town = Town(world, answer)
    messages = [(dialect, f"https://{'never' if n % 50 == 0 else 'h'}{n % 50}.example/") for n in range(500)]
    rows = virtual(served(world, town, messages, 5 * 86_400.0))
    rule = rule_of(dialect)
    states = Counter(row["state"] for row in rows.values())
    assert set(states) == {"delivered", "exhausted"}
    assert sum(states.values()) == 500
    assert states["exhausted"] >= 10
    print(f"{dialect}: {dict(states)}, {sum(row['tries'] for row in rows.values())} tries")
    for name, row in rows.items():
        tries = town.tries[name]
        assert len(tries) == row["tries"]
        assert row["state"] == "delivered" or len(tries) == 1 + len(rule.gaps)
        for gap, (before, after) in zip(rule.gaps, pairwise(tries), strict=False):
            # A try itself takes up to its timeout; behind others of the same host, it may wait a little.
            took = after - before + 0.001
            assert (1 - rule.spread) * gap <= took <= (1 + rule.spread) * gap + rule.timeout + 45.0


def test_a_silent_host_is_tried_by_one_message_at_a_time() -> None:
    hosts, woken = Hosts(), []
    hosts.start = woken.append
    now = 0.0
    for n in range(5):
        assert hosts.wait("h", f"m{n}", now) == 0
        hosts.done(f"m{n}", now, lambda: 0.5, answered=False)
    wait = hosts.wait("h", "a", now)
    assert 0 < wait <= 10
    assert hosts.wait("h", "b", now) >= 60
    assert not hosts.silent("h", now, now + 299)
    assert hosts.silent("h", now, now + 300)
    now += wait
    assert hosts.wait("h", "a", now) == 0
    assert hosts.wait("h", "b", now) > 0, "the trial's outcome is waited for"
    hosts.done("a", now, lambda: 0.5, answered=True)
    assert woken[-1] == "b"
    assert hosts.wait("h", "b", now) == 0
    assert not hosts.silent("h", 0.0, now + 1e6)


def test_whoever_leaves_the_line_lets_the_next_one_in() -> None:
    hosts, woken = Hosts(), []
    hosts.start = woken.append
    assert [int(hosts.wait("h", name, 0.0)) for name in "abcd"] == [0, 0, 60, 60]
    hosts.left("c")
    assert woken[-1] == "d"
    hosts.done("a", 0.0, lambda: 0.5, answered=None)
    assert hosts.wait("h", "d", 0.0) == 0
    hosts.left("nobody")
    assert len(hosts) == 2


def test_a_limit_outlives_a_clock_that_goes_back() -> None:
    hosts = Hosts(Limit(1.0, 1))
    assert hosts.wait("h", "a", 1e6) == 0
    assert 0 < hosts.wait("h", "b", 1e6) <= 1
    assert hosts.wait("h", "b", 1.0) == 0


def test_a_long_line_does_not_look_all_the_time() -> None:
    hosts = Hosts()
    waits = [hosts.wait("h", f"m{n}", 0.0) for n in range(20_000)]
    assert sum(1.0 / wait for wait in waits if wait) < 150
    assert hosts.wait("h", "m2", 0.0) == 60, "who is first is told so"


def test_hosts_that_nothing_is_known_against_are_forgotten() -> None:
    hosts = Hosts(Limit(1.0, 1))
    for n in range(10_000):
        assert hosts.wait(f"h{n}", f"m{n}", float(n)) == 0
        hosts.done(f"m{n}", float(n), lambda: 0.5, answered=True)
    assert len(hosts._hosts) <= 4096
