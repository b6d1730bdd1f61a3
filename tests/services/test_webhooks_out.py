"""Messages to customers: signed, repeated as documented, logged, held back and sent again (T19, F31, F32)."""

import json
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from onetake.adapters.database.sqlite import connection
from onetake.core import rules, webhook_signing
from onetake.core.catalogue import catalogue
from onetake.core.problem import Problem
from onetake.core.task import Task
from onetake.core.webhook_signing import InvalidWebhook
from onetake.core.wire import Ambiguous, Reply
from onetake.services import endpoints, steps, tasks, webhook_keys

HOOK = "https://93.184.216.34/hook?token=1"
DAY = 86_400.0


async def asked(world: Any, key: Any, dialect: str = "native", url: str = HOOK) -> Task:
    route = catalogue().routes["evolink" if dialect == "evolink" else "native"]
    model = "seedance-2.0" if dialect == "evolink" else "standard"
    request = rules.resolve({"prompt": "a fox", "model": model, "callback_url": url}, route)
    return (await tasks.create(world.p, key, dialect, route, request)).task


async def messages(world: Any) -> list[dict[str, Any]]:
    def script(sql: Any) -> list[dict[str, Any]]:
        row = {"project": "default", "state": None, "created_at": 1e12, "id": "~", "limit": 1000}
        return [dict(r) for r in sql.all("outbox.page", **row)]

    return list(reversed(await world.store.read(script)))


async def log(world: Any, message: str) -> list[dict[str, Any]]:
    return [dict(r) for r in await world.store.read(lambda sql: sql.all("delivery.of", message=message))]


def secret(world: Any, number: int = 1) -> str:
    return webhook_signing.spelled(webhook_keys.key(world.p.secret, "default", number))


def test_t19_each_message_is_signed_with_the_secret_of_its_project(world: Any, go: Any) -> None:
    async def story() -> None:
        task = await asked(world, await world.key())
        await world.run()
        assert len(world.web.sent) == 3
        ids = [
            webhook_signing.verify(secret(world), headers, body, float(headers["webhook-timestamp"]))
            for headers, (_, body) in zip(world.web.sent, world.web.delivered, strict=True)
        ]
        assert ids == [f"{task.id}-1-{status}" for status in ("queued", "running", "succeeded")]
        other = webhook_signing.spelled(webhook_keys.key(world.p.secret, "another", 1))
        headers, body = world.web.sent[0], world.web.delivered[0][1]
        with pytest.raises(InvalidWebhook):
            webhook_signing.verify(other, headers, body, float(headers["webhook-timestamp"]))

    go(story())


def test_t19_the_timestamp_is_the_trys_and_the_id_the_messages(world: Any, go: Any) -> None:
    async def story() -> None:
        world.web.answer = 500
        await asked(world, await world.key(), "evolink")
        await world.run()
        stamps = [int(headers["webhook-timestamp"]) for headers in world.web.sent]
        assert stamps == sorted(set(stamps))
        assert len({headers["webhook-id"] for headers in world.web.sent}) == 1

    go(story())


def test_a_rotation_signs_with_both_secrets_until_its_grace_is_over(world: Any, go: Any) -> None:
    async def story() -> None:
        key = await world.key()

        async def signed_with() -> set[int]:
            await asked(world, key)
            await world.run()
            headers, body = world.web.sent[-1], world.web.delivered[-1][1]
            found = set()
            for number in (1, 2, 3):
                try:
                    webhook_signing.verify(
                        secret(world, number), headers, body, float(headers["webhook-timestamp"])
                    )
                    found.add(number)
                except InvalidWebhook:
                    pass
            return found

        async def rotate(grace: float) -> None:
            await world.store.transact(
                lambda sql: webhook_keys.rotate(sql, "default", world.now, grace, "cli")
            )

        assert await signed_with() == {1}
        await rotate(DAY)
        assert await signed_with() == {1, 2}
        assert await signed_with() == {1, 2}
        world.now += DAY
        assert await signed_with() == {2}
        await rotate(0.0)
        assert await signed_with() == {3}
        with pytest.raises(Problem):
            await rotate(-1.0)
        with pytest.raises(Problem):
            await rotate(31 * DAY)

    go(story())


def test_every_try_is_in_the_log_and_goes_with_the_task(world: Any, go: Any) -> None:
    async def story() -> None:
        world.web.answer = 503
        task = await asked(world, key := await world.key(), "evolink")
        await world.run()
        [message] = await messages(world)
        assert (message["state"], message["tries"], message["last"]) == ("exhausted", 4, "503")
        tries = await log(world, message["id"])
        assert [t["n"] for t in tries] == [1, 2, 3, 4]
        assert {t["told"] for t in tries} == {"503"}
        assert [round(t["at"] - tries[0]["at"]) for t in tries] == [0, 1, 3, 7]
        await tasks.delete(world.p, key.project, task.id)
        assert await messages(world) == []
        assert await log(world, message["id"]) == []

    go(story())


@pytest.mark.parametrize("answer", [301, 302, 303, 307, 308, 400, 404, 500, 599, 199])
def test_only_2xx_is_an_arrival(world: Any, go: Any, answer: int) -> None:
    async def story() -> None:
        world.web.answer = answer
        await asked(world, await world.key(), "evolink")
        await world.run()
        [message] = await messages(world)
        assert (message["state"], message["tries"]) == ("exhausted", 4)

    go(story())


def test_the_long_schedule_may_be_everybodys(world: Any, go: Any) -> None:
    async def story() -> None:
        world.p.policy = replace(world.p.policy, webhooks_long=True)
        world.web.answer = 500
        await asked(world, await world.key(), "evolink")
        while len(world.web.sent) < 7:
            assert await world.step()
        [message] = await messages(world)
        tries = await log(world, message["id"])
        gaps = [b["at"] - a["at"] for a, b in pairwise(tries)]
        for gap, planned in zip(gaps, (5, 300, 1800, 7200, 18000, 36000), strict=True):
            assert 0.8 * planned <= gap <= 1.2 * planned + 1

    go(story())


def test_a_receiver_may_ask_for_time(world: Any, go: Any) -> None:
    async def story() -> None:
        world.web.answer, world.web.answer_headers = 429, {"retry-after": "60"}
        await asked(world, await world.key(), "evolink")
        await world.run()
        [message] = await messages(world)
        tries = await log(world, message["id"])
        assert [round(t["at"] - tries[0]["at"]) for t in tries] == [0, 60, 120, 180]

    go(story())


def test_f31_who_dies_after_the_send_sends_the_same_message_again(world: Any, go: Any) -> None:
    async def story() -> None:
        world.crash_at = ["notify.after_send"]
        task = await asked(world, await world.key(), "evolink")
        assert await world.run_through_crashes() == 1
        assert [h["webhook-id"] for h in world.web.sent] == [f"{task.id}-1-succeeded"] * 2
        [message] = await messages(world)
        assert (message["state"], message["tries"]) == ("delivered", 1)

    go(story())


def test_f32_the_message_is_in_the_transaction_of_the_end(world: Any, go: Any) -> None:
    """Whoever dies at any point of the way: a task that has ended has its message, and is told once more at
    worst."""

    async def story() -> None:
        key = await world.key()
        await asked(world, key, "evolink")
        await world.run()
        points = list(dict.fromkeys(world.passed))
        assert len(points) > 5
        for point in points:
            world.crash_at = [point]
            world.web.sent.clear()
            try:
                task = await asked(world, key, "evolink")
            except BaseException as death:
                if type(death).__name__ != "Crash":
                    raise
                await world.reboot()
                await world.run()
                continue
            await world.run_through_crashes()
            done = await world.task(task)
            assert done.status == "succeeded"
            ids = [h["webhook-id"] for h in world.web.sent]
            assert set(ids) == {f"{task.id}-{done.attempt}-succeeded"}, point
            assert len(ids) <= 2

    go(story())


def test_nothing_is_lost_over_a_restart_in_the_middle_of_the_schedule(world: Any, go: Any) -> None:
    async def story() -> None:
        world.web.answer = 500
        await asked(world, await world.key())
        while len({h["webhook-id"] for h in world.web.sent}) < 3:
            assert await world.step()
        await world.reboot()
        world.web.answer = 200
        await world.run()
        last = (await messages(world))[-1]
        assert last["state"] == "delivered"
        assert json.loads(world.web.delivered[-1][1])["status"] == "succeeded"

    go(story())


def test_what_a_backup_brings_back_is_sent_again_under_its_id(world: Any, go: Any) -> None:
    """Nothing is lost by a restore, and a receiver that tells repeats by their id hears nothing twice."""

    async def story() -> None:
        key = await world.key()
        world.web.answer = 500
        task = await asked(world, key, "evolink")
        while not world.web.sent:
            assert await world.step()
        await world.store.close()
        kept = (world.root / "onetake.db").read_bytes()
        world.boot()
        await steps.resume(world.p)
        world.web.answer = 200
        await world.run()
        assert (await messages(world))[-1]["state"] == "delivered"
        await world.store.close()
        for beside in world.root.glob("onetake.db-*"):
            beside.unlink()
        (world.root / "onetake.db").write_bytes(kept)
        world.boot()
        await steps.resume(world.p)
        await world.run()
        assert [m["state"] for m in await messages(world)] == ["delivered"]
        assert {h["webhook-id"] for h in world.web.sent} == {f"{task.id}-1-succeeded"}
        assert len(world.web.sent) == 3

    go(story())


def test_places_that_nothing_depends_on_are_forgotten(world: Any, go: Any) -> None:
    async def story() -> None:
        def places() -> Any:
            return world.store.read(lambda sql: [r["place"] for r in endpoints.all_of(sql, "p")])

        def plant(sql: Any) -> None:
            fine = endpoints.place_of(world.p, "https://fine.example/x")
            gone = endpoints.place_of(world.p, "https://gone.example/run/1")
            dead = endpoints.place_of(world.p, "https://dead.example/x")
            endpoints.register(sql, "p", fine, world.now)
            endpoints.failed(sql, "p", gone, world.now, gone=True)
            endpoints.failed(sql, "p", gone, world.now, gone=False)
            sql.run("endpoint.disable", project="p", place=dead.origin, reason="dead", now=world.now)

        await world.store.transact(plant)
        assert len(await places()) == 4
        world.now += 29 * DAY
        await steps.run(world.p, "sweep:")
        assert len(await places()) == 4
        world.now += 2 * DAY
        await steps.run(world.p, "sweep:")
        assert await places() == ["https://dead.example:443", "https://fine.example:443"]

    go(story())


@pytest.mark.parametrize("query", ["outbox.page", "outbox.held", "delivery.of"])
def test_lists_of_messages_walk_an_index(world: Any, query: str) -> None:
    values = {"project": "p", "state": None, "created_at": 1.0, "id": "x", "limit": 2, "message": "m"}
    reader = connection.reader(world.root / "onetake.db")
    rows = reader.execute(f"EXPLAIN QUERY PLAN {world.store.queries[query]}", values).fetchall()
    reader.close()
    plan = [row["detail"] for row in rows]
    assert all(line.startswith("SEARCH") for line in plan), plan


def test_an_address_that_is_gone_is_asked_no_more(world: Any, go: Any) -> None:
    async def story() -> None:
        world.web.answer = 410
        key = await world.key()
        task = await asked(world, key, "evolink")
        await world.run()
        assert len(world.web.sent) == 1
        assert [m["state"] for m in await messages(world)] == ["exhausted"]
        assert "410" in (await world.task(task)).notes[-1]
        world.web.answer = 200
        await asked(world, key, "evolink", HOOK + "&again=1")
        await asked(world, key, "evolink", "https://93.184.216.34/other")
        await world.run()
        assert sorted(m["state"] for m in await messages(world)) == ["delivered", "exhausted", "held"]
        other = await world.key(project="another")
        await asked(world, other, "evolink")
        await world.run()
        assert len(world.web.sent) == 3, "it is gone for the project that it was gone for"
        assert await endpoints.enable(world.p, "default", HOOK) == 1
        await world.run()
        assert len(world.web.sent) == 4
        with pytest.raises(Problem):
            await endpoints.enable(world.p, "default", HOOK)

    go(story())


def test_an_origin_that_fails_for_five_days_is_disabled_and_what_it_missed_is_kept(
    world: Any, go: Any
) -> None:
    async def story() -> None:
        key, begun = await world.key(), world.now
        world.web.answer = 500
        while world.now < begun + 4.9 * DAY:
            await asked(world, key, "evolink")
            await world.run()
            world.now += DAY / 4
        assert "held" not in {m["state"] for m in await messages(world)}
        world.now = begun + 5.1 * DAY
        told = await asked(world, key, "evolink")
        await world.run()
        assert "5 days" in (await world.task(told)).notes[-1]
        sent = len(world.web.sent)
        world.web.answer = 200
        late = await asked(world, key, "evolink")
        await world.run()
        assert len(world.web.sent) == sent
        assert (await messages(world))[-1]["state"] == "held"
        await world.reboot()
        await world.run()
        assert len(world.web.sent) == sent, "a restart enables nothing"
        [place] = await world.store.read(lambda sql: endpoints.all_of(sql, "default"))
        assert place["place"] == "https://93.184.216.34:443"
        assert place["disabled_at"]
        assert await endpoints.enable(world.p, "default", "https://93.184.216.34") >= 1
        await world.run()
        assert f"{late.id}-1-succeeded" in {told["webhook-id"] for told in world.web.sent[sent:]}
        assert (await messages(world))[-1]["state"] == "delivered"

    go(story())


def test_two_failures_far_apart_are_no_five_days_of_them(world: Any, go: Any) -> None:
    async def story() -> None:
        key = await world.key()
        world.web.answer = 500
        for _ in range(4):
            await asked(world, key, "evolink")
            await world.run()
            world.now += 2.5 * DAY
        [place] = await world.store.read(lambda sql: endpoints.all_of(sql, "default"))
        assert place["disabled_at"] is None

    go(story())


def test_one_arrival_and_the_days_count_anew(world: Any, go: Any) -> None:
    async def story() -> None:
        key = await world.key()
        for day in range(12):
            world.web.answer = 200 if day == 4 or day == 8 else 500
            await asked(world, key, "evolink")
            await world.run()
            world.now += DAY
        [place] = await world.store.read(lambda sql: endpoints.all_of(sql, "default"))
        assert place["disabled_at"] is None

    go(story())


def test_f36_a_host_that_does_not_answer_is_left_alone_and_then_served(world: Any, go: Any) -> None:
    """Twenty messages, a host that is cut off for a minute: all arrive, few tries are spent on nothing."""

    async def story() -> None:
        key, begun = await world.key(), world.now
        sends: list[float] = []
        deliver = world.web.deliver

        async def cut_off(*args: Any, **more: Any) -> Reply:
            sends.append(world.now)
            if world.now < begun + 95:
                raise Ambiguous("timeout")
            return await deliver(*args, **more)

        world.web.deliver = cut_off
        for _ in range(20):
            await asked(world, key, "evolink")
        await world.run(2000)
        assert [m["state"] for m in await messages(world)] == ["delivered"] * 20
        assert len([at for at in sends if at < begun + 95]) < 20

    go(story())


def test_a_host_that_never_answers_ends_every_message(world: Any, go: Any) -> None:
    async def story() -> None:
        key = await world.key()

        async def dead(*args: Any, **more: Any) -> Reply:
            raise Ambiguous("timeout")

        world.web.deliver = dead
        for _ in range(20):
            await asked(world, key, "evolink")
        begun = world.now
        await world.run(4000)
        assert {m["state"] for m in await messages(world)} == {"exhausted"}
        assert world.now - begun < 3600

    go(story())


def test_a_url_that_may_no_longer_be_sent_to_is_a_failed_try(world: Any, go: Any) -> None:
    async def story() -> None:
        await asked(world, await world.key(), "evolink")
        world.web.guard = type(world.web.guard)(ports=(80,))
        await world.run()
        [message] = await messages(world)
        assert (message["state"], message["tries"]) == ("exhausted", 4)
        assert "port 443" in message["last"]

    go(story())


@pytest.mark.parametrize(
    ("url", "fine"),
    [
        ("https://hooks.example/a/b?c=d", True),
        ("https://HOOKS.example:443/", True),
        ("https://hooks.example:8443/a", False),
        ("https://hooks.example.evil.test/a", False),
        ("https://other.example/a", False),
        ("http://hooks.example/a", False),
        ("https://user@hooks.example/a", False),
    ],
)
def test_t20_only_registered_origins_may_be_named(world: Any, go: Any, url: str, fine: bool) -> None:
    async def story() -> None:
        world.p.policy = replace(world.p.policy, webhooks_registered=True)
        key = await world.key()
        with pytest.raises(Problem) as caught:
            await asked(world, key, url=url)
        place = endpoints.place_of(world.p, "https://hooks.example/whatever")
        await world.store.transact(lambda sql: endpoints.register(sql, "default", place, world.now))
        if fine:
            assert (await asked(world, key, url=url)).request.callback_url == url
            other = await world.key(project="another")
            with pytest.raises(Problem) as caught:
                await asked(world, other, url=url)
            assert "hooks.example" not in caught.value.offences[0].limit, "another project's origins"
            await world.store.transact(lambda sql: endpoints.unregister(sql, "default", place, world.now))
        with pytest.raises(Problem) as caught:
            await asked(world, key, url=url)
        assert caught.value.offences[0].code == "invalid_callback_url"
        if not fine and url.startswith("https://") and "@" not in url and ":8443" not in url:
            assert "https://hooks.example" in caught.value.offences[0].limit

    go(story())
