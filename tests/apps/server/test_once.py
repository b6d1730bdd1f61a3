"""Idempotency-Key in every dialect, to the letter (errors-and-faults §1.1, F01-F03, T16)."""

import asyncio
import json
import os
import sqlite3
from contextlib import closing, nullcontext

import pytest

from onetake.services import removal

from .creates import CREATES

ROUNDS = int(os.environ.get("ONETAKE_IDEMPOTENCY_ROUNDS") or 2)
"""Rounds of 50 equal requests at once (F03); 1,000 by hand."""
NATIVE = CREATES["native"].path
every = pytest.mark.parametrize("name", CREATES)


async def create(s, name, key="order-7", *, other=False, client=None, **headers):
    made = CREATES[name]
    body = made.other if other else made.body
    named = {"Idempotency-Key": key} if key is not None else {}
    return await (client or s.client).post(made.path, json=body, headers={**named, **headers})


def core(reply):
    """The id of the task in an answer, without its dress."""
    told = reply.json()
    told = told.get("result", told)
    return next(told[name] for name in ("id", "task_id", "request_id") if name in told)[-26:]


def rows(s):
    """The database itself."""
    return closing(sqlite3.connect(s.p.tmp.parent / "onetake.db", isolation_level=None))


def stalled(s):
    """Requests stop right before their commit until the event is set; how many have come there."""
    gate, there = asyncio.Event(), []

    async def point(name):
        if name == "api.before_commit":
            there.append(name)
            await gate.wait()

    s.p.point = point
    return gate, there


@every
def test_a_replay_is_the_first_answer_whatever_became_of_the_task(serve, name):
    async def scenario(s):
        first = await create(s, name)
        again = await create(s, name)
        assert "idempotency-replayed" not in first.headers
        assert again.headers["idempotency-replayed"] == "true"
        assert (again.status_code, again.content) == (first.status_code, first.content)
        await s.until(core(first), "succeeded")
        moved_on = await create(s, name)
        assert (moved_on.status_code, moved_on.content) == (first.status_code, first.content)
        assert (await s.client.delete(f"{NATIVE}/{core(first)}")).status_code == 204
        removed = await create(s, name)
        assert (removed.status_code, removed.content) == (first.status_code, first.content)
        assert removed.headers["idempotency-replayed"] == "true"
        assert len(s.provider.sent) == 1

    serve(scenario)


@every
def test_another_body_is_refused_and_stores_nothing(serve, name):
    async def scenario(s):
        await create(s, name)
        reply = await create(s, name, other=True)
        assert reply.status_code == (400 if name == "movie" else 422)
        assert reply.headers["x-onetake-error"] == "idempotency_mismatch"
        assert (await s.stored())[:2] == (1, 1)

    serve(scenario, worker=False)


@every
def test_f03_while_the_first_runs_an_equal_one_is_told_to_come_back(serve, name):
    async def scenario(s):
        gate, there = stalled(s)
        first = asyncio.create_task(create(s, name))
        await s.when(lambda: there)
        for other in (False, True):
            early = await create(s, name, other=other)
            assert early.status_code == (503 if name == "movie" else 409)
            assert early.headers["x-onetake-error"] == "idempotency_in_progress"
            assert early.headers["retry-after"] == "1" and early.headers["x-should-retry"] == "true"
        another = asyncio.create_task(create(s, name, key="order-8"))
        await s.when(lambda: len(there) == 2)
        gate.set()
        assert core(await another) != core(await first)
        again = await create(s, name)
        assert again.content == (await first).content and s.p.arriving == {}
        assert (await s.stored())[:2] == (2, 2)

    serve(scenario, worker=False)


@pytest.mark.parametrize("fails", ["before", "cancelled"])
def test_f01_a_first_attempt_that_fails_leaves_nothing_and_its_key_free(serve, fails):
    async def scenario(s):
        async def point(name):
            if name == "api.before_commit":
                raise RuntimeError("lost") if fails == "before" else asyncio.CancelledError

        usual, s.p.point = s.p.point, point
        with pytest.raises(asyncio.CancelledError) if fails == "cancelled" else nullcontext():
            assert (await create(s, "native")).status_code == 500
        s.p.point = usual
        assert s.p.arriving == {} and (await s.stored())[:2] == (0, 0)
        # What the key was for is not remembered either: it is as free as a new one.
        reply = await create(s, "native", other=True)
        assert reply.status_code == 202 and "idempotency-replayed" not in reply.headers

    serve(scenario, worker=False)


def test_f02_an_answer_that_was_lost_after_the_commit_is_told_by_the_next_request(serve):
    async def scenario(s):
        async def point(name):
            if name == "api.after_commit":
                raise RuntimeError("lost")

        usual, s.p.point = s.p.point, point
        assert (await create(s, "native")).status_code == 500
        s.p.point = usual
        reply = await create(s, "native")
        assert reply.status_code == 202 and reply.headers["idempotency-replayed"] == "true"
        assert reply.json()["status"] == "queued"
        assert (await s.stored())[:2] == (1, 1)

    serve(scenario, worker=False)


def test_f03_fifty_at_once_are_one_task(serve):
    async def scenario(s):
        replays = early = 0
        for n in range(ROUNDS):
            name = list(CREATES)[n % len(CREATES)]
            replies = await asyncio.gather(*(create(s, name, key=f"round-{n}") for _ in range(50)))
            kinds = [r.headers.get("x-onetake-error", "made") for r in replies]
            assert set(kinds) <= {"made", "idempotency_in_progress"}
            made = [r for r in replies if r.is_success]
            assert len({core(r) for r in made}) == 1
            assert sum("idempotency-replayed" not in r.headers for r in made) == 1
            assert (await create(s, name, key=f"round-{n}")).content == made[0].content
            assert (await s.stored())[:2] == (n + 1, n + 1)
            replays += len(made) - 1
            early += 50 - len(made)
        print(f"{ROUNDS} rounds of 50 equal creates: {ROUNDS} tasks, {replays} replays, {early} told to wait")

    serve(scenario, worker=False)


def test_t16_the_same_key_in_two_projects_and_two_dialects(serve):
    async def scenario(s):
        other = s.http(await s.key(project="other"))
        for name in CREATES:
            if name == "apiyi":  # speaks Ark: one contract, one place for a key
                continue
            mine, theirs = await create(s, name), await create(s, name, client=other, other=True)
            assert theirs.is_success and "idempotency-replayed" not in theirs.headers
            assert core(mine) != core(theirs)
            again = await create(s, name, client=other)
            assert again.headers["x-onetake-error"] == "idempotency_mismatch"
        assert (await s.stored())[0] == 2 * (len(CREATES) - 1)

    serve(scenario, worker=False)


SAME = [
    ("order-7", '"order-7"'),
    ('say "hi"', '"say \\"hi\\""'),
    ("a\\b", '"a\\\\b"'),
    ("x" * 255, f'"{"x" * 255}"'),
]
BAD = [
    "",
    '""',
    "x" * 256,
    '"open',
    '"',
    '"a" b',
    '"a\\n"',
    '"\\',
    "é".encode("latin-1"),
    b"a\x7fb",
    f'"{"x" * 256}"',
]


@pytest.mark.parametrize(("bare", "quoted"), SAME)
def test_quoted_and_bare_are_one_key(serve, bare, quoted):
    async def scenario(s):
        first, again = await create(s, "native", bare), await create(s, "native", quoted)
        assert again.headers["idempotency-replayed"] == "true" and core(first) == core(again)

    serve(scenario, worker=False)


@pytest.mark.parametrize("bad", BAD, ids=repr)
def test_what_is_no_key_is_refused_before_anything_is_looked_up(serve, bad):
    async def scenario(s):
        read, seen = s.p.store.read, []

        async def spy(script):
            seen.append(script)
            return await read(script)

        for name in CREATES:
            s.p.store.read = spy
            reply = await create(s, name, bad)
            s.p.store.read = read
            assert reply.status_code == 400, name
            assert reply.headers["x-onetake-error"] == "invalid_parameter"
            assert len(seen) == 1  # who asks
            seen.clear()
        assert await s.stored() == (0, 0, 0)

    serve(scenario, worker=False)


def test_what_was_refused_is_not_remembered(serve):
    async def scenario(s):
        named = {"Idempotency-Key": "k"}
        assert (await s.client.post(NATIVE, json={"prompt": ""}, headers=named)).status_code == 400
        poor = s.http(await s.key(credits=1))
        assert (await create(s, "native", "k", client=poor)).status_code == 402
        reply = await create(s, "native", "k")
        assert reply.status_code == 202 and "idempotency-replayed" not in reply.headers

    serve(scenario, worker=False)


def test_a_price_is_no_purchase(serve):
    async def scenario(s):
        named = {"Idempotency-Key": "k"}
        priced = await s.client.post(f"{NATIVE}?dry_run=1", json={"prompt": "a fox"}, headers=named)
        assert priced.status_code == 200 and "expected" in priced.json()
        first = await s.client.post(f"{NATIVE}?dry_run=0", json={"prompt": "a wolf"}, headers=named)
        again = await s.client.post(f"{NATIVE}?dry_run=false", json={"prompt": "a wolf"}, headers=named)
        assert (first.status_code, again.headers["idempotency-replayed"]) == (202, "true")
        priced = await s.client.post(f"{NATIVE}?dry_run=1", json={"prompt": "a hen"}, headers=named)
        assert priced.status_code == 200

    serve(scenario, worker=False)


def test_the_body_is_what_was_sent_in_any_order(serve):
    async def scenario(s):
        body = {"prompt": "a fox", "metadata": {"a": "1", "b": "2"}, "webhook_url": "https://93.184.216.34/a"}
        turned = json.dumps({k: body[k] for k in reversed(body)}, indent=3)
        named = {"Idempotency-Key": "k", "content-type": "application/json"}
        first = await s.client.post(NATIVE, json=body, headers=named)
        again = await s.client.post(NATIVE, content=turned, headers=named)
        assert first.status_code == 202 and again.headers["idempotency-replayed"] == "true"
        for change in ({"webhook_url": "https://93.184.216.34/b"}, {"metadata": {}}, {"duration": 5}):
            reply = await s.client.post(NATIVE, json={**body, **change}, headers=named)
            assert reply.status_code == 422, change

    serve(scenario, worker=False)


def test_another_default_of_ours_makes_no_other_request_of_a_replay(serve, monkeypatch):
    """What a version understands differently, or no longer takes, is still what was asked for."""

    async def scenario(s):
        first = await create(s, "native")
        monkeypatch.setattr("onetake.dialects._server.resolve", None)
        again = await create(s, "native")
        assert again.content == first.content

    serve(scenario, worker=False)


def test_a_key_is_forgotten_after_a_week(serve):
    async def scenario(s):
        now = s.p.clock()
        first = await create(s, "native")
        s.p.clock = lambda: now + 604_799
        assert core(await create(s, "native")) == core(first)
        s.p.clock = lambda: now + 604_802
        second = await create(s, "native", other=True)
        assert second.status_code == 202 and "idempotency-replayed" not in second.headers
        await create(s, "native", "another")
        s.p.clock = lambda: now + 2 * 604_803
        await removal.sweep(s.p)
        with rows(s) as sql:
            assert sql.execute("SELECT count(*) FROM idempotency").fetchone() == (0,)

    serve(scenario, worker=False)


def test_who_would_rather_wait_gets_the_task_as_it_is_then(serve):
    async def scenario(s):
        first = await create(s, "native")
        waiting = asyncio.create_task(create(s, "native", Prefer="wait=30"))
        await s.until(core(first), "succeeded")
        told = await waiting
        assert (told.status_code, told.json()["status"]) == (200, "succeeded")
        assert told.headers["idempotency-replayed"] == "true"
        assert (await create(s, "native")).json()["status"] == "queued"
        await s.client.delete(f"{NATIVE}/{core(first)}")
        gone = await create(s, "native", Prefer="wait=30")
        assert gone.headers["x-onetake-error"] == "task_expired_record"

    serve(scenario)


def test_who_waits_for_the_end_keeps_no_key_busy(serve):
    async def scenario(s):
        waiting = asyncio.create_task(create(s, "native", Prefer="wait=30"))
        await s.when(lambda: s.provider.sent)
        meanwhile = await create(s, "native")
        assert (meanwhile.status_code, meanwhile.json()["status"]) == (202, "queued")
        await s.until(core(meanwhile), "succeeded")
        assert (await waiting).json()["status"] == "succeeded"

    serve(scenario)


def test_a_remix_has_a_key_of_its_own_and_is_replayed_without_its_source(serve):
    async def scenario(s):
        source = core(await create(s, "openai", "k"))
        await s.until(source, "succeeded")

        async def remix(id, text="blue"):
            named = {"Idempotency-Key": "k"}
            return await s.client.post(f"/v1/videos/{id}/remix", json={"prompt": text}, headers=named)

        first = await remix(source)
        assert first.status_code == 200 and "idempotency-replayed" not in first.headers
        assert (await s.client.delete(f"{NATIVE}/{source}")).status_code == 204
        again = await remix(source)
        assert again.content == first.content and again.headers["idempotency-replayed"] == "true"
        assert (await remix(source, "red")).status_code == 422
        assert (await remix(core(first))).status_code == 422

    serve(scenario)


def test_records_of_the_first_version_still_stand_for_their_task(serve):
    """They keep neither body nor answer (migration 0009)."""

    async def scenario(s):
        first = await create(s, "native")
        with rows(s) as sql:
            sql.execute("UPDATE idempotency SET fingerprint = '', status = NULL, body = NULL")
        again = await create(s, "native", other=True)
        assert core(again) == core(first) and again.headers["idempotency-replayed"] == "true"
        await s.client.post(f"{NATIVE}/{core(first)}/cancel")
        await s.client.delete(f"{NATIVE}/{core(first)}")
        gone = await create(s, "native")
        assert gone.headers["x-onetake-error"] == "task_expired_record"

    serve(scenario, worker=False)


# ------------------------------------------------------------------ keys with a window


@every
def test_s2_row_17_an_equal_request_is_told_whose_task_it_gets(serve, name):
    async def scenario(s):
        client = s.http(await s.key(dedupe=3600))
        first = await create(s, name, None, client=client)
        again = await create(s, name, None, client=client)
        assert "x-onetake-deduplicated" not in first.headers
        assert again.headers["x-onetake-deduplicated"][-26:] == core(again) == core(first)
        assert "idempotency-replayed" not in again.headers and again.status_code == first.status_code
        named = await create(s, name, "mine", client=client)
        assert named.headers["x-onetake-deduplicated"][-26:] == core(first)
        named = await create(s, name, "mine", client=client)
        assert named.headers["idempotency-replayed"] == "true" and core(named) == core(first)
        assert (await s.stored())[:2] == (1, 1)

    serve(scenario, worker=False)


@pytest.mark.parametrize("name", ["native", "evolink", "openai"])
def test_the_finished_file_is_returned_at_once(serve, name):
    """Where an answer to a create is the whole task; elsewhere it is the next look."""

    async def scenario(s):
        client = s.http(await s.key(dedupe=3600))
        first = await create(s, name, None, client=client)
        await s.until(core(first), "succeeded")
        again = await create(s, name, None, client=client)
        read = await client.get(f"{CREATES[name].read}/{again.json()['id']}")
        assert again.status_code == 200 and again.json() == read.json()
        assert again.json()["status"] in ("succeeded", "completed")

    serve(scenario)
