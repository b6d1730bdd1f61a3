"""Reconciliation by list: a list with a hole, or a record of somebody else, must never pass for proof."""

import asyncio
import json
import threading
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from onetake.adapters.backends.register import PAGE
from onetake.adapters.backends.upstream import Upstream
from onetake.core.catalogue import catalogue
from onetake.core.ports import Input
from onetake.core.request import Media, Request
from onetake.core.task import Task
from onetake.core.wire import Ambiguous, NotSent, Reply, WireError

SENT = 1_800_000_000.0


def task(**more):
    request = Request(
        prompt="a fox", model="seedance-2.0", model_name="doubao-seedance-2-0-260128", mode="text",
        ratio="16:9", **more,
    )  # fmt: skip
    return Task(
        id="a" * 26, project="p", key_id="k", dialect="ark", route="volcengine", backend="main",
        request=request, seed=7, nonce=5, sent_at=SENT, provider_id="cgt-1",
    )  # fmt: skip


def record(number, at=SENT, **more):
    return {
        "id": f"cgt-{number}", "model": "doubao-seedance-2-0-260128", "status": "queued", "created_at": at,
        "seed": number, "execution_expires_after": 172_795, **more,
    }  # fmt: skip


class Ark:
    """Lists `records` as they are; a page is at most `cap` long."""

    def __init__(self, records, cap=500):
        self.records, self.cap, self.calls, self.shrinks = records, cap, [], False

    async def send(self, call, *, origin, timeout, fresh):
        self.calls.append(call)
        if call.method == "POST":
            return Reply(200, {}, b'{"id": "cgt-1"}')
        url = urlsplit(call.path)
        if not url.query:
            name = url.path.rpartition("/")[2]
            found = next((r for r in self.records if r["id"] == name), self.records[0])
            return Reply(200, {}, json.dumps(found).encode())
        asked = {k: int(v[0]) for k, v in parse_qs(url.query).items()}
        size = min(asked.get("page_size", 20), self.cap)
        start = (asked.get("page_num", 1) - 1) * size
        if self.shrinks and start:
            del self.records[0]
        page = {"total": len(self.records), "items": self.records[start : start + size]}
        return Reply(200, {}, json.dumps(page).encode())


def upstream(ark, **more):
    more.setdefault("link", lambda *_: None)
    return Upstream("main", catalogue().routes["volcengine"], "https://ark.test", "key", ark, **more)


def find(ark, **more):
    return asyncio.run(upstream(ark).find(task(**more)))


def test_every_page_is_read_also_where_pages_are_shorter_than_asked_for():
    ark = Ark([record(n, SENT + 1000 - n) for n in range(1000, 1250)], cap=40)
    ark.records.append(record(7, SENT - 10))
    assert 7 in [s.seed for s in find(ark)]


def test_a_long_list_is_read_to_the_time_of_the_send_and_no_further():
    newer = [record(100_000 + n, SENT + 86_400 - n) for n in range(2500)]
    older = [record(200_000 + n, SENT - 90_000 - n) for n in range(5000)]
    ark = Ark([*newer, record(7), *older])
    assert [s.seed for s in find(ark)] == [7]
    assert len(ark.calls) <= 2500 // PAGE + 3


def test_a_list_told_oldest_first_is_read_to_its_end():
    older = [record(200_000 + n, SENT - 90_000 + n) for n in range(500)]
    assert [s.seed for s in find(Ark([*older, record(7)]))] == [7]


@pytest.mark.parametrize("trouble", ["too long", "shrinks", "hole"])
def test_a_list_that_was_not_read_whole_proves_nothing(trouble):
    count = 60_000 if trouble == "too long" else 300
    ark = Ark([record(1000 + n) for n in range(count)], cap=500 if trouble == "too long" else 100)
    ark.shrinks = trouble == "shrinks"
    if trouble == "hole":
        send = ark.send

        async def holed(call, **more):
            reply = await send(call, **more)
            page = json.loads(reply.body)
            return Reply(200, {}, json.dumps({**page, "items": page["items"] and page["items"][:3]}).encode())

        ark.send = holed
        ark.records = ark.records[:250]
        ark.cap = 100
    with pytest.raises(Ambiguous):
        find(ark)


def test_nonces_that_the_list_leaves_out_are_read_from_the_task():
    bare = record(7)
    listed = {k: v for k, v in bare.items() if k not in ("seed", "execution_expires_after")}
    ark = Ark([listed])
    send = ark.send

    async def send_both(call, **more):
        if urlsplit(call.path).query:
            return await send(call, **more)
        return Reply(200, {}, json.dumps(bare).encode())

    ark.send = send_both
    assert [(s.seed, s.expires_after) for s in find(ark)] == [(7, 172_795)]


def test_of_a_restored_task_every_record_since_its_accept_is_told():
    """F39: when it was sent, and with which seed, is not known any more."""
    records = [record(3, SENT + 60_000), record(2, SENT + 20_000), record(1, SENT - 90_000)]
    lost = replace(task(), seed=None, nonce=0, sent_at=None, created_at=SENT, updated_at=SENT + 50_000)
    assert [s.seed for s in asyncio.run(upstream(Ark(records)).find(lost))] == [2]


def test_another_tasks_record_is_not_taken_for_ours():
    with pytest.raises(WireError):
        asyncio.run(upstream(Ark([record(9)])).look(task()))


@pytest.mark.parametrize("id", ["", "a b", "\ud800", "x" * 500, "a\x00b"])
def test_an_id_that_cannot_be_kept_is_an_ambiguous_answer(id):
    class Odd(Ark):
        async def send(self, call, **_):
            return Reply(200, {}, json.dumps({"id": id}).encode())

    with pytest.raises(Ambiguous):
        asyncio.run(upstream(Odd([])).submit(task(), []))


def test_a_body_with_inputs_is_made_beside_the_event_loop_and_a_lost_file_is_not_sent(tmp_path):
    seen = []

    def link(*_):
        seen.append(threading.current_thread() is threading.main_thread())

    path = tmp_path / "a.png"
    media = (Media("image", "first_frame", f"asset://sha256-{'0' * 64}"),)
    item = Input(place=0, kind="image", path=path, mime="image/png", bytes=3)
    ark = Ark([])
    with pytest.raises(NotSent):
        asyncio.run(upstream(ark, link=link).submit(task(media=media), [item]))
    assert ark.calls == [] and seen == [False]
    path.write_bytes(b"abc")
    asyncio.run(upstream(ark, link=link).submit(task(media=media), [item]))
    assert b"data:image/png;base64,YWJj" in ark.calls[0].body
