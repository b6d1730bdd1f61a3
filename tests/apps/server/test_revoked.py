"""A key that is revoked while something of it is still open, and what a stranger can tell by the clock."""

import asyncio
import os
import time

import numpy as np
import pytest

from onetake.adapters.database.sqlite.store import SqliteStore
from onetake.core.problem import Problem
from onetake.services import accounts, keys

NATIVE = "/onetake/v1/videos"


def watched(s):
    """The tasks that somebody waits for; a line of creates is waited for too."""
    return [name for name in s.p.listeners if ":" not in name]


async def ended(s, secret):
    def script(sql):
        key = accounts.authenticate(sql, s.p.derived("keys"), secret, s.p.clock())
        keys.revoke(sql, s.p.clock(), key.project, key.id)

    await s.p.store.transact(script)


def test_t13_a_stream_of_a_revoked_key_ends_at_the_next_event_and_tells_nothing_of_it(serve):
    async def scenario(s):
        made = await s.native()
        secret = await s.key()
        stream = asyncio.create_task(s.http(secret).get(f"{NATIVE}/{made['id']}/events"))
        await s.when(lambda: s.p.listeners.get(made["id"][-26:]))
        await ended(s, secret)
        await s.until(made["id"], "succeeded")
        told = (await asyncio.wait_for(stream, 5)).text
        assert "event: accept" in told and "succeed" not in told

    serve(scenario)


def test_t13_a_wait_of_a_revoked_key_is_not_answered_with_the_video(serve):
    async def scenario(s):
        secret = await s.key()
        body = {"prompt": "a fox", "ratio": "16:9"}
        waiting = asyncio.create_task(s.http(secret).post(NATIVE, json=body, headers={"Prefer": "wait=30"}))
        await s.when(lambda: watched(s))
        [task] = watched(s)
        await ended(s, secret)
        await s.until(task, "succeeded")
        reply = await asyncio.wait_for(waiting, 5)
        assert reply.status_code == 401 and "video_url" not in reply.text
        assert reply.json()["code"] == "unauthenticated"

    serve(scenario)


@pytest.mark.parametrize("again", [False, True], ids=["first", "replay"])
def test_t13_a_wait_of_a_revoked_key_that_runs_out_tells_nothing_of_the_task(serve, again):
    async def scenario(s):
        secret = await s.key()
        told = {"json": {"prompt": "a fox", "ratio": "16:9"}, "headers": {"Idempotency-Key": "one"}}
        if again:
            assert (await s.http(secret).post(NATIVE, **told)).status_code == 202
        told["headers"]["Prefer"] = "wait=1"
        waiting = asyncio.create_task(s.http(secret).post(NATIVE, **told))
        await s.when(lambda: watched(s))
        [task] = watched(s)
        await ended(s, secret)
        reply = await asyncio.wait_for(waiting, 5)
        assert reply.status_code == 401 and task not in reply.text
        assert not any(task in value for value in reply.headers.values())

    serve(scenario, worker=False)


def test_t13_a_held_reply_of_a_revoked_key_is_no_video(serve):
    async def scenario(s):
        secret = await s.key()
        asked = {"prompt": "a fox", "duration": 5, "resolution": "480p", "aspect_ratio": "16:9"}
        waiting = asyncio.create_task(s.http(secret).post("/v1/seedance-2.0", json=asked))
        await s.when(lambda: watched(s))
        [task] = watched(s)
        await ended(s, secret)
        await s.until(task, "succeeded")
        reply = await asyncio.wait_for(waiting, 5)
        assert reply.status_code == 401 and b"ftyp" not in reply.content

    serve(scenario)


def test_t13_a_key_is_told_by_a_header_only_and_use_is_noted_without_a_write(serve):
    async def scenario(s):
        secret = await s.key()
        assert (await s.http().get(NATIVE, params={"key": secret, "api_key": secret})).status_code == 401
        before = await s.p.store.read(lambda sql: sql.all("key.all", project="default"))
        assert (await s.http(secret).get(NATIVE)).status_code == 200
        after = await s.p.store.read(lambda sql: sql.all("key.all", project="default"))
        assert [dict(r) for r in before] == [dict(r) for r in after]
        assert len(s.p.used) == 1

    serve(scenario, worker=False)


@pytest.mark.slow
def test_t13_a_wrong_secret_and_an_unknown_one_take_the_same_time(tmp_path):
    """5,000 refusals of each kind, in pairs whose order a coin decides: whatever a busy machine does, it
    does to both. Of equal distributions one run in a hundred fails: three in a row is no accident."""
    with SqliteStore.open(tmp_path / "onetake.db") as store:
        known = store.transact_sync(lambda sql: accounts.create_key(sql, b"p", os.urandom, 1.0, "app"))
        chances = []
        for _ in range(3):
            chances.append(store.read_sync(lambda sql: chance(compared(sql, known, 5000))))
            if chances[-1] > 0.01:
                return
        raise AssertionError(f"p = {chances}")


def compared(sql, known, count):
    """How long each refusal took, in ns: (count, 2), a wrong secret of a known key and an unknown key."""
    beginning = len(accounts.PREFIX) + 8
    taken = np.zeros((count, 2))
    for n, first in enumerate(np.random.default_rng().integers(0, 2, count)):
        fresh = accounts.new_key(os.urandom)
        told = known[:beginning] + fresh[beginning:], fresh
        for kind in (first, 1 - first):
            begun = time.perf_counter_ns()
            with pytest.raises(Problem):
                accounts.authenticate(sql, b"p", told[kind], 2.0)
            taken[n, kind] = time.perf_counter_ns() - begun
    return taken


def chance(pairs, rounds=199):
    """p of the two-sample Kolmogorov-Smirnov distance, against that of the same pairs turned round at random:
    the usual formula takes every time for independent of the last, and on a busy machine none is."""
    turned = np.random.default_rng(1)
    seen = distance(pairs)
    by_chance = [distance(turned.permuted(pairs, axis=1)) for _ in range(rounds)]
    return (1 + sum(far >= seen for far in by_chance)) / (1 + rounds)


def distance(pairs):
    """The largest distance between the empirical distribution functions of two columns."""
    one, two = np.sort(pairs, axis=0).T
    every = np.concatenate((one, two))
    return np.abs(np.searchsorted(one, every, "right") - np.searchsorted(two, every, "right")).max() / len(
        one
    )


def test_the_test_of_the_clock_can_fail():
    times = np.random.default_rng(2).gamma(2.0, 1000.0, (5000, 2))
    assert chance(times) > 0.01
    assert chance(times + np.array([0, 150])) < 0.01
