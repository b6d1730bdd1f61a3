"""Lists that move while they are read: what comes and goes between two pages makes no task look absent."""

import asyncio
import json
import random

import pytest
from tests.adapters.backends.test_openai_upstream import SENT as THEN
from tests.adapters.backends.test_openai_upstream import ModelServer
from tests.adapters.backends.test_openai_upstream import task as task_of
from tests.adapters.backends.test_openai_upstream import upstream as gpu
from tests.adapters.backends.test_upstream import SENT, Ark, find, record

from onetake.core.wire import Ambiguous, Reply


class Busy(Ark):
    """Others create, newest first, and delete what has ended, between two pages."""

    def __init__(self, records, cap, chance) -> None:
        super().__init__(records, cap)
        self.chance, self.newest = chance, 1_000_000

    def create(self) -> None:
        self.newest += 1
        self.records.insert(0, record(self.newest, SENT + 10 + self.newest))

    def delete(self) -> None:
        others = [r for r in self.records if r["seed"] != 7]
        self.records.remove(self.chance.choice(others))

    async def send(self, call, **more):
        reply = await super().send(call, **more)
        for _ in range(self.chance.choice((0, 0, 1, 3, 12, 25))):
            self.create()
        for _ in range(self.chance.choice((0, 0, 0, 1, 2))):
            self.delete()
        return reply


def test_f15_creates_and_deletions_between_pages_hide_nothing() -> None:
    """Pages that share records, and pages that skip some: the task is found, or nothing is proved."""
    found = 0
    for seed in range(150):
        chance = random.Random(seed)
        others = [record(1000 + n, SENT + 60 - n) for n in range(chance.randrange(40, 120))]
        others.insert(chance.randrange(len(others)), record(7, 0))
        for place, one in enumerate(others):
            one["created_at"] = SENT + 60 - place
        others += [record(5000 + n, SENT - 90_000 - n) for n in range(100)]
        try:
            assert 7 in [s.seed for s in find(Busy(others, 20, chance))], seed
            found += 1
        except Ambiguous:
            pass
    assert found > 20


def test_f15_a_busy_account_is_read_to_the_time_of_the_send_although_its_pages_overlap() -> None:
    """Every page begins with what the one before ended with; the list is longer than anybody reads."""
    newer = [record(100_000 + n, SENT + 7200 - n / 5) for n in range(3000)]
    ark = Ark([*newer, record(7), *(record(200_000 + n, SENT - 90_000 - n) for n in range(60_000))])
    send, pushed = ark.send, []

    async def moving(call, **more):
        reply = await send(call, **more)
        for _ in range(10):
            pushed.append(record(300_000 + len(pushed), SENT + 8000 + len(pushed)))
            ark.records.insert(0, pushed[-1])
        return reply

    ark.send = moving
    assert [s.seed for s in find(ark)] == [7]
    assert len(ark.calls) <= 10


@pytest.mark.parametrize("inclusive", [False, True])
def test_f15_a_list_by_cursor_tells_each_task_once(inclusive) -> None:
    """New tasks come before the cursor; a provider may begin a page with the task that the cursor names."""
    server = ModelServer()
    for n in range(250):
        server.add(THEN + 200 - n)
    wanted = server.add(THEN - 60)["id"]
    page = server.page

    def moving(query):
        told = page(query)
        if inclusive and "after" in query:
            body = json.loads(told.body)
            told = Reply(
                200,
                {},
                json.dumps({**body, "data": [server.jobs[query["after"][0]], *body["data"]]}).encode(),
            )
        server.add(THEN + 1000 + len(server.jobs))
        return told

    server.page = moving
    ids = [s.provider_id for s in asyncio.run(gpu(server).find(task_of()))]
    assert wanted in ids and len(ids) == len(set(ids))


def test_f15_a_cursor_that_leads_nowhere_proves_nothing() -> None:
    server = ModelServer()
    for n in range(150):
        server.add(THEN + 200 - n)
    page = server.page
    asked = []

    def stuck(query):
        asked.append(query)
        return page({k: v for k, v in query.items() if k != "after"})

    server.page = stuck
    with pytest.raises(Ambiguous):
        asyncio.run(gpu(server).find(task_of()))
    assert len(asked) == 2
