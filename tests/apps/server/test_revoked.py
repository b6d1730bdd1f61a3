"""A key that is revoked while something of it is still open, and what a stranger can tell by the clock."""

import asyncio
import os
import time

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
    """Two-sample Kolmogorov-Smirnov over 5,000 refusals of each kind, taken in turn so that a busy machine
    slows both. Of equal distributions one run in a hundred fails: three in a row is no accident."""
    with SqliteStore.open(tmp_path / "onetake.db") as store:
        known = store.transact_sync(lambda sql: accounts.create_key(sql, b"p", os.urandom, 1.0, "app"))
        chances = []
        for _ in range(3):
            chances.append(store.read_sync(lambda sql: compared(sql, known, 5000)))
            if chances[-1] > 0.01:
                return
        raise AssertionError(f"p = {chances}")


def compared(sql, known, count):
    """p that refusals of both kinds come from one distribution of times."""
    taken = {"wrong": [], "unknown": []}
    beginning = len(accounts.PREFIX) + 8
    for n in range(count):
        fresh = accounts.new_key(os.urandom)
        told = {"unknown": fresh, "wrong": known[:beginning] + fresh[beginning:]}
        for kind in ("wrong", "unknown") if n % 2 else ("unknown", "wrong"):
            begun = time.perf_counter_ns()
            with pytest.raises(Problem):
                accounts.authenticate(sql, b"p", told[kind], 2.0)
            taken[kind].append(time.perf_counter_ns() - begun)
    return chance(sorted(taken["wrong"]), sorted(taken["unknown"]))


def chance(one, two):
    """The asymptotic p of the two-sample Kolmogorov-Smirnov test, for sorted samples of one size."""
    from bisect import bisect_right
    from math import exp, sqrt

    n = len(one)
    far = max(abs(bisect_right(one, x) - bisect_right(two, x)) / n for x in one + two)
    x = far * sqrt(n / 2)
    series = 2 * sum((-1) ** (k - 1) * exp(-2 * k * k * x * x) for k in range(1, 101))
    return 1.0 if x < 0.2 else min(1.0, max(0.0, series))


def test_the_test_of_the_clock_can_fail():
    assert chance(sorted(range(5000)), sorted(range(5000))) == 1.0
    assert chance(sorted(range(5000)), sorted(n + 300 for n in range(5000))) < 0.001
