"""Limits of keys with real rows, in virtual time (T31)."""

import asyncio
import json
from dataclasses import replace
from typing import Any

import pytest

from onetake.core import limits as limiting
from onetake.core.catalogue import catalogue
from onetake.core.problem import Problem
from onetake.services import accounts, admission, keys, outlay, steps, tasks
from onetake.services import limiting as setting
from onetake.services.places import Places

DAY = 86_400.0


async def limit(world, key, **told: Any):
    """The key as its next request finds it."""
    await world.store.transact(lambda sql: setting.set_limits(sql, key.id, told, world.now))
    row = await world.store.read(lambda sql: sql.one("key.limits", id=key.id))
    return replace(key, limits=limiting.read(row["limits"]))


async def spent(world, key) -> tuple[int, int, int]:
    return await world.store.read(lambda sql: outlay.spent(sql, key.id, world.now))


async def sound(world) -> None:
    """The books, the sums and the places agree with the rows."""
    assert await world.faults() == []
    assert await world.store.read(outlay.audit) == []
    rows = await world.store.read(lambda sql: sql.all("task.seats"))
    assert world.p.places.open == len(rows)


async def refused(world, key, **draft: Any) -> Problem:
    with pytest.raises(Problem) as raised:
        await world.create(key, **draft)
    return raised.value


async def price(world) -> int:
    return (await world.create(await world.key())).hold


def test_t31_a_budget_is_what_open_tasks_hold_and_ended_ones_took(world, go):
    async def story():
        cost = await price(world)
        key = await limit(world, await world.key(), day=2 * cost)
        first = await world.create(key)
        await world.create(key)
        assert await spent(world, key) == (2 * cost,) * 3
        problem = await refused(world, key)
        assert problem.code == "insufficient_credit" and problem.http == 402
        assert problem.facts["budget"] == "day" and problem.facts["available"] == "0"
        assert problem.facts["starts_anew"] == "2027-01-16T00:00:00Z"
        await world.run()
        taken = (await world.task(first)).price
        assert taken is not None and taken < cost
        assert await spent(world, key) == (2 * taken,) * 3
        await sound(world)

    go(story())


@pytest.mark.parametrize("budget", limiting.BUDGETS)
def test_t31_the_budget_that_does_not_fit_is_named_with_when_it_starts_anew(world, go, budget):
    async def story():
        cost = await price(world)
        key = await limit(world, await world.key(), **{budget: cost - 1})
        problem = await refused(world, key)
        assert problem.facts["budget"] == budget
        anew = limiting.anew(budget, world.now)
        if anew is None:
            assert problem.facts["starts_anew"] is None
            world.now += 400 * DAY
            await refused(world, key)
        else:
            world.now = anew - 1
            await refused(world, key)
        key = await limit(world, key, **{budget: cost})
        await world.create(key)
        await refused(world, key)
        if anew is not None:
            world.now = anew
            await world.create(key)
        await sound(world)

    go(story())


def test_t31_fifty_creates_at_the_edge_of_a_budget_never_overspend(world, go):
    async def story():
        cost = await price(world)
        key = await limit(world, await world.key(), day=7 * cost + cost // 2)
        told = await asyncio.gather(*(world.create(key) for _ in range(50)), return_exceptions=True)
        accepted = [t for t in told if not isinstance(t, BaseException)]
        assert len(accepted) == 7
        assert {t.code for t in told if isinstance(t, Problem)} == {"insufficient_credit"}
        assert (await spent(world, key))[0] == 7 * cost
        await sound(world)

    go(story())


@pytest.mark.parametrize("end", ["cancel", "fail", "expire"])
def test_t31_what_delivers_nothing_gives_its_budget_back_exactly_once(world, go, end):
    async def story():
        cost = await price(world)
        await world.run()
        key = await limit(world, await world.key(), month=cost)
        if end == "fail":
            world.provider.script = ["problem:moderation_input_text"]
        if end == "expire":
            world.provider.script = ["refused"] * 2000
        task = await world.create(key, expires_after=3600)
        if end == "cancel":
            await tasks.cancel(world.p, task.project, task.id)
        await world.run(3000)
        assert (await world.task(task)).status == {
            "cancel": "cancelled",
            "fail": "failed",
            "expire": "expired",
        }[end]
        assert await spent(world, key) == (0, 0, 0)
        await steps.run(world.p, f"task:{task.id}")
        assert await spent(world, key) == (0, 0, 0)
        world.provider.script = []
        await world.create(key)
        await refused(world, key)
        await sound(world)

    go(story())


def test_t31_a_clock_that_goes_back_gives_no_second_budget(world, go):
    async def story():
        cost = await price(world)
        key = await limit(world, await world.key(), day=cost)
        await world.create(key)
        world.now += DAY
        await world.create(key)
        for back in (3600.0, DAY, 2 * 3600.0):
            world.now -= back
            if world.now > 1_800_000_000.0 - 3600:
                await refused(world, key)
        await sound(world)

    go(story())


def test_t31_a_task_counts_in_the_day_of_its_accept_whenever_it_ends(world, go):
    async def story():
        key = await limit(world, await world.key(), day=10**12)
        world.now = limiting.anew("day", world.now) - 10
        today = limiting.periods(world.now)[0]
        task = await world.create(key)
        await world.run()
        assert limiting.periods(world.now)[0] != today
        taken = (await world.task(task)).price
        assert await spent(world, key) == (0, taken, taken)
        found = await world.store.read(lambda sql: {r["period"]: r["amount"] for r in sql.all("outlay.all")})
        assert found[today] == taken
        await sound(world)

    go(story())


def test_a_replay_and_a_refusal_count_nothing(world, go):
    async def story():
        cost = await price(world)
        key = await limit(world, await world.key(), day=cost, per_minute=1, concurrency=1, queue=0)
        first = await world.create(key, idempotency="a")
        again = await world.accept(key, idempotency="a")
        assert again.replayed and again.task.id == first.id
        assert await spent(world, key) == (cost,) * 3
        assert (await refused(world, key)).code == "concurrency_limited"
        await sound(world)

    go(story())


def test_t31_creates_over_the_keys_pace_are_told_how_long_to_wait(world, go):
    async def story():
        key = await limit(world, await world.key(), per_minute=6, burst=2)
        await world.create(key)
        await world.create(key)
        problem = await refused(world, key)
        assert (problem.code, problem.facts["retry_after"]) == ("rate_limited", 10.0)
        world.now -= 3600.0
        assert (await refused(world, key)).facts["retry_after"] == 10.0
        world.now += 10.0
        await world.create(key)
        await refused(world, key)
        await sound(world)

    go(story())


def test_t31_above_its_places_a_key_waits_and_above_its_queue_it_is_refused(world, go):
    async def story():
        key = await limit(world, await world.key(), concurrency=2, queue=3)
        made = [await world.create(key) for _ in range(5)]
        for _ in made:
            await world.step()
        assert [t.status for t in [await world.task(m) for m in made]] == ["queued"] * 5
        assert sorted(p for m in made if (p := world.p.places.position(m.id))) == [1, 2, 3]
        problem = await refused(world, key)
        assert problem.code == "concurrency_limited" and problem.http == 429
        assert 1 <= problem.facts["retry_after"] <= 60
        most = 0
        while await world.step():
            out = [
                r
                for r in world.provider.accepted
                if world.provider.sighting(r).status in ("queued", "running")
            ]
            most = max(most, len(out))
        assert most == 2
        assert {(await world.task(m)).status for m in made} == {"succeeded"}
        await sound(world)

    go(story())


def test_movie_is_told_to_slow_down_since_its_own_word_says_that_the_task_is_queued(world, go):
    async def story():
        key = await limit(world, await world.key(), concurrency=1, queue=0)
        first = await world.create(key)
        with pytest.raises(Problem) as raised:
            admission.allow(world.p, key, "movie", catalogue().routes["movie"], first.request)
        assert raised.value.code == "rate_limited" and raised.value.facts["retry_after"]

    go(story())


def test_t31_two_keys_share_a_backend_by_their_weights(world, go):
    async def story():
        world.p.places = Places({"provider": 2})
        world.p.__post_init__()
        ann = await limit(world, await world.key(), weight=3)
        bob = await world.key()
        mine = {(await world.create(ann)).id for _ in range(24)}
        theirs = {(await world.create(bob)).id for _ in range(24)}
        while len(world.provider.accepted) < 26:
            assert await world.step()
        sent = [row["task"] for row in world.provider.accepted.values()]
        assert abs(sum(t in mine for t in sent[2:]) - 18) <= 1
        await world.run(4000)
        assert len(world.provider.accepted) == len(mine | theirs)
        await sound(world)

    go(story())


def test_who_cancels_while_waiting_frees_the_place_and_pays_nothing(world, go):
    async def story():
        key = await limit(world, await world.key(), concurrency=1, queue=1, day=10**12)
        first = await world.create(key)
        await world.step()
        second = await world.create(key)
        await world.step()
        assert world.p.places.position(second.id) == 1
        await tasks.cancel(world.p, key.project, second.id)
        assert world.p.places.position(second.id) is None
        third = await world.create(key)
        await world.run()
        assert (await world.task(second)).status == "cancelled"
        assert {(await world.task(t)).status for t in (first, third)} == {"succeeded"}
        assert len(world.provider.accepted) == 2
        await sound(world)

    go(story())


def test_who_waits_past_the_deadline_expires_on_time(world, go):
    async def story():
        world.provider.finish_after = 20_000.0
        key = await limit(world, await world.key(), concurrency=1)
        await world.create(key)
        await world.step()
        late = await world.create(key, expires_after=3700)
        await world.run(3000)
        ended = await world.task(late)
        assert ended.status == "expired" and ended.finished_at - late.deadline < 1
        await sound(world)

    go(story())


def test_lines_are_rebuilt_from_the_rows_and_nobody_who_was_under_way_starts_twice(world, go):
    async def story():
        key = await limit(world, await world.key(), concurrency=2)
        made = [await world.create(key) for _ in range(6)]
        for _ in range(8):
            await world.step()
        before = len(world.provider.accepted)
        await world.reboot()
        assert world.p.places.of(key.id)[0] == 2 and world.p.places.waiting == 4
        await world.run()
        assert before == 2 and len(world.provider.accepted) == 6
        assert {(await world.task(m)).status for m in made} == {"succeeded"}
        await sound(world)

    go(story())


def test_nobody_waits_for_ever_when_a_word_is_lost(world, go):
    """The place of a task that ended without anybody being told is found by the sweep."""

    async def story():
        key = await limit(world, await world.key(), concurrency=1)
        first = await world.create(key)
        while not world.provider.accepted:
            await world.step()
        second = await world.create(key)
        await steps.run(world.p, f"task:{second.id}")
        told, world.p.places.left = world.p.places.left, lambda _: None
        while not (await world.task(first)).ended:
            await world.step()
        world.p.places.left = told
        assert world.p.places.position(second.id) == 1
        begun = world.now
        while world.p.places.position(second.id) is not None:
            assert await world.step()
        assert world.now - begun <= admission.RECHECK
        await world.run()
        assert (await world.task(second)).status == "succeeded"
        await sound(world)

    go(story())


def test_limits_that_another_process_changed_are_seen_by_those_that_wait(world, go):
    async def story():
        key = await limit(world, await world.key(), concurrency=1)
        made = [await world.create(key) for _ in range(4)]
        for _ in range(4):
            await world.step()
        assert world.p.places.of(key.id) == (1, 3)
        await limit(world, key, concurrency=None)
        await admission.sweep(world.p)
        assert world.p.places.of(key.id) == (4, 0)
        await world.run()
        assert {(await world.task(m)).status for m in made} == {"succeeded"}

    go(story())


def test_what_a_revoked_key_has_in_line_does_not_start_all_at_once(world, go):
    async def story():
        key = await limit(world, await world.key(), concurrency=1)
        for _ in range(4):
            await world.create(key)
        for _ in range(4):
            await world.step()
        await world.store.transact(lambda sql: keys.revoke(sql, world.now, key.project, key.id))
        await admission.sweep(world.p)
        assert world.p.places.of(key.id) == (1, 3)
        await world.reboot()
        assert world.p.places.of(key.id) == (1, 3)
        await world.run()
        await sound(world)

    go(story())


def test_a_failed_commit_and_a_caller_who_hung_up_leave_no_place_taken(world, go):
    async def story():
        cost = await price(world)
        await world.run()
        key = await limit(world, await world.key(), concurrency=1, queue=0, day=cost - 1)
        await refused(world, key)
        assert world.p.places.of(key.id) == (0, 0)
        key = await limit(world, key, day=None)
        pending = asyncio.ensure_future(world.create(key))
        for _ in range(3):  # on its way to the writer's thread
            await asyncio.sleep(0)
        assert world.p.places.of(key.id) == (0, 1)
        pending.cancel()
        await asyncio.gather(pending, return_exceptions=True)
        assert (await refused(world, key)).code == "concurrency_limited"  # its commit may still come
        await world.store.transact(lambda sql: None)  # and by now it has
        await world.run()
        assert world.p.places.of(key.id) == (0, 0)
        await sound(world)

    go(story())


def test_equal_requests_at_once_are_one_task_that_counts_once(world, go):
    async def story():
        key = await limit(world, await world.key(dedupe=60), concurrency=5, queue=5, day=10**12)
        told = await asyncio.gather(*(world.accept(key) for _ in range(5)))
        assert sorted(t.replayed for t in told) == [False, True, True, True, True]
        assert await spent(world, key) == (told[0].task.hold,) * 3
        await sound(world)

    go(story())


def test_a_place_of_a_task_that_never_came_to_be_is_given_back(world, go):
    async def story():
        key = await limit(world, await world.key(), concurrency=1, queue=0)
        world.p.places.expect("a" * 26, key.id)
        await steps.run(world.p, f"task:{'a' * 26}")
        await world.create(key)

    go(story())


def test_the_server_takes_no_more_than_its_most_open(world, go):
    async def story():
        world.p.places.most_open = 2
        key = await world.key()
        await world.create(key)
        await world.create(key)
        problem = await refused(world, await world.key())
        assert problem.code == "concurrency_limited" and problem.facts["retry_after"]
        await world.run()
        await world.create(key)

    go(story())


def test_routes_and_models_that_a_key_may_not_use_are_forbidden_by_name(world, go):
    async def story():
        key = await limit(world, await world.key(), routes=["native"])
        problem = await refused(world, key)
        assert (problem.code, problem.field) == ("forbidden", "route")
        key = await limit(world, key, routes=None, models=["seedance-2.0-fast"])
        problem = await refused(world, key)
        assert (problem.code, problem.field) == ("forbidden", "model")
        await world.create(key, model="doubao-seedance-2-0-fast-260128")
        key = await limit(world, key, models=["doubao-seedance-2-0-260128"])
        await world.create(key)

    go(story())


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ({}, True),
        ({"group": "SeeDance2"}, True),
        ({"group": "SeeDance2", "billing_mode": "pay_as_you_go_priority"}, True),
        ({"group": "default"}, False),
        ({"billing_mode": "pay_per_request"}, False),
        ({"group": "SeeDance2", "billing_mode": "pay_per_request"}, False),
    ],
)
def test_s4_a_token_without_its_group_or_mode_finds_no_channel(world, go, told, found):
    async def story():
        key = await limit(world, await world.key(), **told)
        request = (await world.create(key)).request  # other routes do not ask
        try:
            admission.allow(world.p, key, "ark", catalogue().routes["apiyi"], request)
        except Problem as problem:
            assert not found
            assert problem.code == "model_not_found" and admission.NO_CHANNEL in problem.detail
        else:
            assert found

    go(story())


def test_setting_limits_changes_what_is_told_and_names_all_that_is_wrong(world, go):
    async def story():
        key = await limit(world, await world.key(), day=5, weight=2)
        key = await limit(world, key, weight=None, queue=0)
        assert key.limits.as_dict() == {"day": 5, "queue": 0}
        with pytest.raises(Problem) as raised:
            await limit(world, key, day=-1, routes=["nowhere"])
        assert [o.field for o in raised.value.offences] == ["day"]
        with pytest.raises(Problem) as raised:
            await limit(world, key, routes=["nowhere"], models=["none"])
        assert [o.field for o in raised.value.offences] == ["routes", "models"]
        with pytest.raises(Problem, match="not_found"):
            await world.store.transact(lambda sql: setting.set_limits(sql, "nobody", {}, world.now))
        use = await world.store.read(lambda sql: setting.use_of(sql, key.id, world.now))
        assert (use.limits.day, use.spent, use.open) == (5, {"day": 0, "month": 0, "total": 0}, 0)
        row = await world.store.read(lambda sql: sql.one("key.limits", id=key.id))
        assert json.loads(row["limits"]) == {"day": 5, "queue": 0}
        assert key.project == accounts.DEFAULT_PROJECT

    go(story())
