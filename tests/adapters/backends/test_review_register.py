"""Lists of a provider that are read for many lost tasks at once, and lists that mislead."""

import asyncio
import json
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.adapters.backends.test_upstream import SENT, Ark, find, record, task, upstream

from onetake.core.wire import Ambiguous, Reply


class Far(Ark):
    """The same behind a network: others go on meanwhile."""

    async def send(self, call, **more):
        await asyncio.sleep(0)
        return await super().send(call, **more)


def lost(count):
    return [replace(task(), id=f"{n:026}", seed=n, sent_at=SENT - n) for n in range(count)]


def test_a_hundred_lost_tasks_share_the_reading_of_a_list() -> None:
    """After an outage each of them read the whole list for itself, every twenty seconds."""
    ark = Far([record(n) for n in range(1000)], cap=100)
    one = upstream(ark)

    async def story():
        return await asyncio.gather(*(one.find(t) for t in lost(100)))

    found = asyncio.run(story())
    assert all(any(s.seed == n for s in seen) for n, seen in enumerate(found))
    assert len(ark.calls) <= 2 * 1000 / 100 + 4


def test_whoever_asks_later_is_not_told_what_was_read_before() -> None:
    """Absence is proved by lists that were read late enough: an older reading would prove too much."""
    ark, began = Ark([record(1)]), asyncio.Event()
    send = ark.send

    async def slow(call, **more):
        reply = await send(call, **more)
        began.set()
        await asyncio.sleep(0)
        return reply

    ark.send = slow
    one = upstream(ark)

    async def story():
        first = asyncio.create_task(one.find(task()))
        await began.wait()
        ark.records = [record(7), record(1)]
        second = await one.find(task())
        await first
        return second

    assert 7 in [s.seed for s in asyncio.run(story())]


def test_a_reading_that_fails_is_nobodys_proof() -> None:
    ark = Far([record(n) for n in range(300)], cap=100)
    ark.shrinks = True
    one = upstream(ark)

    async def story():
        return await asyncio.gather(*(one.find(t) for t in lost(5)), return_exceptions=True)

    assert all(isinstance(told, Ambiguous) for told in asyncio.run(story()))


@pytest.mark.parametrize("bare", [False, True])
def test_a_provider_that_is_away_fails_all_who_wait_at_once(bare) -> None:
    """One after the other they would hold up every handler of the server for hours."""
    ark = Far([{"id": "cgt-1", "model": "m", "status": "queued", "created_at": SENT}] if bare else [])
    send, down = ark.send, []

    async def away(call, **more):
        if bare and urlsplit(call.path).query:
            return await send(call, **more)
        down.append(call)
        for _ in range(300):
            await asyncio.sleep(0)
        raise Ambiguous("timeout")

    ark.send = away
    one = upstream(ark)

    async def story():
        return await asyncio.gather(*(one.find(t) for t in lost(100)), return_exceptions=True)

    assert all(isinstance(told, Ambiguous) for told in asyncio.run(story()))
    assert len(down) <= 3


def test_each_record_without_nonces_is_read_once_however_many_look_for_theirs() -> None:
    records = {f"cgt-{n}": record(n) for n in range(50)}
    bare = [
        {k: v for k, v in r.items() if k not in ("seed", "execution_expires_after")} for r in records.values()
    ]
    ark = Ark(bare)
    send, single = ark.send, []

    async def both(call, **more):
        url = urlsplit(call.path)
        if url.query:
            return await send(call, **more)
        single.append(url.path)
        return Reply(200, {}, json.dumps(records[url.path.rpartition("/")[2]]).encode())

    ark.send = both
    one = upstream(ark)

    async def story():
        for _ in range(3):
            found = await asyncio.gather(*(one.find(t) for t in lost(20)))
        return found

    found = asyncio.run(story())
    assert all(any(s.seed == n for s in seen) for n, seen in enumerate(found))
    assert len(single) == 50


def test_a_busy_account_is_read_to_the_time_of_the_send() -> None:
    """A hundred tasks a page and a hundred pages are an hour of what one account may send."""
    newer = [record(100_000 + n, SENT + 7200 - n / 5) for n in range(30_000)]
    ark = Ark([*newer, record(7, SENT), *(record(n, SENT - 8000 - n) for n in range(1000, 2500))])
    assert 7 in [s.seed for s in find(ark)]


def test_a_list_in_no_order_is_read_to_its_end() -> None:
    """A page of old records is no end where the pages before it were in no order."""
    mixed = [record(5000 + n, SENT + 60 * (n * 7 % 100)) for n in range(100)]
    ended = [record(1000 + n, SENT - 90_000 - n) for n in range(1500)]
    ark = Ark([*mixed, *ended, record(7)])
    ark.cap = 100
    assert 7 in [s.seed for s in find(ark)]


def test_a_list_that_does_not_say_how_long_it_is_is_read_to_an_empty_page() -> None:
    ark = Ark([*(record(1000 + n) for n in range(500)), record(7)])
    ark.cap = 100
    send = ark.send

    async def untold(call, **more):
        reply = await send(call, **more)
        page = json.loads(reply.body)
        page.pop("total", None)
        return Reply(200, {}, json.dumps(page).encode())

    ark.send = untold
    assert 7 in [s.seed for s in find(ark)]
    assert parse_qs(urlsplit(ark.calls[-1].path).query)["page_num"] == ["7"]


def test_records_that_are_told_twice_do_not_stand_for_those_that_were_not() -> None:
    """Ten new tasks push the list on while it is read; its total stays what it was."""
    ark = Ark([*(record(1000 + n) for n in range(299)), record(7)])
    ark.cap = 100
    send = ark.send

    async def moving(call, **more):
        reply = await send(call, **more)
        page = {**json.loads(reply.body), "total": 300}
        ark.records[:0] = [record(5000 + len(ark.records) + n, SENT + 9) for n in range(10)]
        return Reply(200, {}, json.dumps(page).encode())

    ark.send = moving
    assert 7 in [s.seed for s in find(ark)]
