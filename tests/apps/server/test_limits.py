"""Limits as callers meet them: in the shape of every dialect, with Retry-After (T31)."""

import asyncio
import json
from collections import deque
from dataclasses import replace

import pytest

from onetake.apps.server.app import create_app
from onetake.apps.server.strangers import Strangers
from onetake.core.problem import Problem
from onetake.services import limiting

NATIVE = "/onetake/v1/videos"
ARK = "/api/v3/contents/generations/tasks"
MODEL = "doubao-seedance-2-0-260128"
CREATES = {
    "native": (NATIVE, {"prompt": "a fox", "ratio": "16:9"}),
    "ark": (ARK, {"model": MODEL, "content": [{"type": "text", "text": "a fox"}]}),
    "apiyi": (f"/seedance{ARK}", {"model": MODEL, "content": [{"type": "text", "text": "a fox"}]}),
    "evolink": (
        "/v1/videos/generations",
        {"model": "seedance-2.0-text-to-video", "prompt": "a fox", "quality": "720p", "duration": 5},
    ),
    "movie": (
        "/api/v1/video/task",
        {"content": [{"type": "text", "text": "a fox"}]},
    ),
    "openai": ("/v1/videos", {"model": "sora-2", "prompt": "a fox"}),
}


async def limited(s, **limits):
    """A client whose key has these limits."""
    secret = await s.key()
    found = await s.p.store.read(lambda sql: sql.all("key.all", project="default"))
    row = next(r for r in found if secret.startswith(r["prefix"]))
    now = s.p.clock()
    await s.p.store.transact(lambda sql: limiting.set_limits(sql, row["id"], limits, now))
    return s.http(secret)


async def created(client, name):
    path, body = CREATES[name]
    return await client.post(path, json=body)


@pytest.mark.parametrize("name", CREATES)
@pytest.mark.parametrize(
    ("limits", "code"),
    [
        ({"per_second": 0.01, "burst": 1}, "rate_limited"),
        ({"per_minute": 1}, "rate_limited"),
        ({"concurrency": 1, "queue": 0}, "concurrency_limited"),
    ],
)
def test_t31_a_refusal_for_pace_or_place_has_the_shape_of_its_dialect_and_retry_after(
    serve, name, limits, code
):
    async def scenario(s):
        client = await limited(s, **limits)
        first = await created(client, name)
        assert first.status_code in (200, 201, 202), first.text
        reply = await created(client, name)
        if name == "movie":  # its own word for it would say that the task is queued
            code_told = "rate_limited"
            assert reply.json()["code"] == "RATE_LIMIT_EXCEEDED"
        else:
            code_told = code
        assert reply.status_code == 429, reply.text
        assert reply.headers["x-onetake-error"] == code_told
        assert int(reply.headers["retry-after"]) >= 1
        assert reply.headers["x-should-retry"] == "true"

    serve(scenario, worker=False)


@pytest.mark.parametrize("name", CREATES)
def test_t31_a_budget_that_is_used_up_is_told_in_the_words_of_every_dialect(serve, name):
    async def scenario(s):
        client = await limited(s, day=1)
        reply = await created(client, name)
        assert reply.status_code == {"ark": 403, "apiyi": 403, "openai": 429}.get(name, 402), reply.text
        assert reply.headers["x-onetake-error"] == "insufficient_credit"
        assert reply.headers["x-should-retry"] == "false"
        told = "Available: 0.000001" if name == "evolink" else "the key's budget for the day is 0.000001"
        assert told in reply.text
        if name == "native":
            told = reply.json()
            assert (told["budget"], told["limit"], told["available"]) == ("day", "0.000001", "0.000001")
            assert told["starts_anew"].endswith("T00:00:00Z")
        assert await s.stored() == (0, 0, 0)

    serve(scenario, worker=False)


@pytest.mark.parametrize("name", CREATES)
def test_t41_a_key_that_moderation_refuses_too_often_is_told_when_it_may_again(serve, name):
    async def scenario(s):
        s.p.policy = replace(s.p.policy, strikes=2, strike_window=600.0)
        client = await limited(s)
        assert (await created(client, name)).is_success
        [seat] = await s.p.store.read(lambda sql: sql.all("task.seats"))
        s.p.struck[seat["key_id"]] = deque([s.p.clock() - 100, s.p.clock() - 50])
        reply = await created(client, name)
        assert reply.status_code == 429 and 400 < int(reply.headers["retry-after"]) <= 501
        assert len(await s.p.store.read(lambda sql: sql.all("task.seats"))) == 1
        if name == "native":
            told = reply.json()
            assert (told["code"], told["limit"], told["window"]) == ("rate_limited", 2, 600)

    serve(scenario, worker=False)


def test_s4_a_key_of_another_group_gets_the_documented_answer_on_its_route_alone(serve):
    async def scenario(s):
        client = await limited(s, group="default")
        reply = await created(client, "apiyi")
        assert reply.status_code == 404
        assert "no available channel for this model" in reply.json()["error"]["message"]
        assert (await created(client, "ark")).status_code == 200

    serve(scenario, worker=False)


def test_a_customer_sees_the_limits_of_its_own_key_and_what_of_them_is_used(serve):
    async def scenario(s):
        client = await limited(s, day=9_000_000, concurrency=1, weight=2)
        await created(client, "native")
        told = (await client.get("/onetake/v1/account")).json()
        assert (told["limits"]["day"], told["limits"]["month"], told["limits"]["weight"]) == ("9", None, 2)
        assert told["spent"]["day"]["amount"] == told["pending"] != "0"
        assert told["spent"]["day"]["anew"].endswith("T00:00:00.000Z")
        assert told["tasks"] == {"open": 1, "waiting": 1}

    serve(scenario, worker=False)


def test_a_route_that_the_key_may_not_use_is_a_403(serve):
    async def scenario(s):
        client = await limited(s, routes=["evolink"])
        assert (await created(client, "evolink")).status_code == 200
        reply = await created(client, "native")
        assert (reply.status_code, reply.json()["code"]) == (403, "forbidden")
        assert reply.json()["offences"][0]["limit"] == "the key may use evolink"

    serve(scenario, worker=False)


def test_position_is_told_while_a_task_waits_and_moves_up_in_its_events(serve):
    async def scenario(s):
        client = await limited(s, concurrency=1)
        first, second, third = [(await created(client, "native")).json()["id"] for _ in range(3)]
        await s.when(lambda: s.p.places.waiting == 2 and s.provider.sent)
        told = [(await client.get(f"{NATIVE}/{id}")).json()["position"] for id in (first, second, third)]
        assert told == [None, 1, 2]
        streaming = asyncio.create_task(client.get(f"{NATIVE}/{third}/events"))
        await s.when(lambda: s.p.listeners)
        await asyncio.sleep(0.02)
        assert (await client.post(f"{NATIVE}/{second}/cancel")).json()["status"] == "cancelled"
        await asyncio.sleep(0.02)
        assert (await client.get(f"{NATIVE}/{third}")).json()["position"] == 1
        s.provider.status = "succeeded"
        s.p.wake.wake(f"task:{first}", 0.0)
        await s.when(lambda: s.p.places.waiting == 0)
        await s.when(lambda: len(s.provider.sent) == 2)
        await asyncio.sleep(0.02)
        s.p.wake.wake(f"task:{third}", 0.0)
        text = (await asyncio.wait_for(streaming, 5)).text
        places = [json.loads(b.split("data: ")[1]) for b in text.split("\n\n") if "event: position" in b]
        assert [p["position"] for p in places] == [2, 1, None]

    serve(scenario)


def test_t31_an_address_without_a_valid_key_is_told_to_wait_and_a_valid_key_beside_it_is_served(serve):
    async def scenario(s):
        s.p.policy = s.p.policy.__class__(order=("provider",), unknown_per_minute=3)
        s.app = create_app(s.p)
        bad, good = s.http("ot_live_nothing"), s.http(await s.key())
        told = [await bad.get(NATIVE) for _ in range(5)]
        assert [r.status_code for r in told] == [401, 401, 401, 429, 429]
        assert told[-1].json()["code"] == "rate_limited" and int(told[-1].headers["retry-after"]) >= 1
        assert (await bad.get(ARK)).status_code == 429
        assert (await good.get(NATIVE)).status_code == 200

    serve(scenario, worker=False)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("10.0.0.1", "10.0.0.2", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:10.0.0.1", "10.0.0.1", True),
        ("not an address", None, True),
    ],
)
def test_t31_what_counts_as_one_address(one, other, same):
    strangers, refused = Strangers(1), Problem("unauthenticated")
    scope = {"client": (one, 5)}
    assert strangers.told(scope, 1.8e9, refused) is refused
    assert strangers.told(scope, 1.8e9, refused).code == "rate_limited"
    there = {"client": (other, 5) if other else None}
    assert (strangers.told(there, 1.8e9, refused).code == "rate_limited") is same


def test_without_a_limit_for_strangers_none_is_told_to_wait():
    strangers, refused = Strangers(0), Problem("unauthenticated")
    assert all(strangers.told({}, 1.8e9, refused) is refused for _ in range(10_000))


def test_an_administrator_sees_and_changes_limits_and_those_that_wait_start_at_once(serve):
    async def scenario(s):
        client, admin = (
            await limited(s, concurrency=1, day=100_000_000),
            s.http(await s.key(scopes=["admin"])),
        )
        [await created(client, "native") for _ in range(3)]
        await s.when(lambda: s.p.places.waiting == 2)
        row = next(r for r in await s.p.store.read(lambda sql: sql.all("key.limited")))
        url = f"/onetake/v1/keys/{row['id']}/limits"
        seen = (await admin.get(url)).json()
        assert (seen["limits"]["day"], seen["limits"]["month"], seen["limits"]["weight"]) == ("100", None, 1)
        assert seen["spent"]["day"]["amount"] != "0" and seen["spent"]["total"]["anew"] is None
        assert seen["tasks"] == {"open": 3, "waiting": 2}
        reply = await admin.patch(url, json={"concurrency": None, "month": "50.5", "routes": ["native"]})
        assert reply.status_code == 200, reply.text
        told = reply.json()["limits"]
        assert (told["concurrency"], told["month"], told["day"], told["routes"]) == (
            None,
            "50.5",
            "100",
            ["native"],
        )
        assert s.p.places.waiting == 0
        await s.when(lambda: len(s.provider.sent) == 3)
        assert (await created(client, "ark")).status_code == 403

    serve(scenario)


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({"day": 5}, ["day"]),
        ({"day": "-1", "weight": 0}, ["day", "weight"]),
        ({"colour": 1}, ["colour"]),
        ({"routes": "native"}, ["routes"]),
        ({"models": ["nothing"]}, ["models"]),
        ({"billing_mode": "free"}, ["billing_mode"]),
        ({}, []),
    ],
)
def test_what_is_no_limit_is_refused_by_name(serve, body, fields):
    async def scenario(s):
        await limited(s, day=1)
        admin = s.http(await s.key(scopes=["admin"]))
        row = next(r for r in await s.p.store.read(lambda sql: sql.all("key.limited")))
        url = f"/onetake/v1/keys/{row['id']}/limits"
        reply = await admin.patch(url, json=body)
        assert reply.status_code == 400, reply.text
        assert [o["field"] for o in reply.json()["offences"]] == fields
        assert (await admin.get(url)).json()["limits"]["day"] == "0.000001"
        assert (await admin.patch("/onetake/v1/keys/nobody/limits", json={"queue": 1})).status_code == 404

    serve(scenario, worker=False)


def test_t12_a_customers_key_neither_sees_nor_changes_limits(serve):
    async def scenario(s):
        client = await limited(s, day=1)
        row = next(r for r in await s.p.store.read(lambda sql: sql.all("key.limited")))
        url = f"/onetake/v1/keys/{row['id']}/limits"
        assert (await client.get(url)).status_code == 403
        assert (await client.patch(url, json={"day": None})).status_code == 403

    serve(scenario, worker=False)
