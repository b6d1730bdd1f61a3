"""Create, replay, cancel, delete: what is stored and what is not."""

import pytest

from onetake.core import rules
from onetake.core.catalogue import catalogue
from onetake.core.problem import Problem
from onetake.core.query import Query
from onetake.core.request import Media
from onetake.services import listing, removal, tasks

PICTURE = "data:image/png;base64,cGljdHVyZQ=="


async def rows(world):
    def count(sql):
        return len(sql.all("task.open")), sql.all("hold.open")

    return await world.store.read(count)


def test_no_credit_stores_and_holds_nothing(world, go):
    async def story():
        key = await world.key(credits=1_000)
        with pytest.raises(Problem) as told:
            await world.create(key)
        assert told.value.code == "insufficient_credit" and told.value.facts["available"] == "0.001"
        assert await rows(world) == (0, [])
        assert await world.balance(key) == (1_000, 0)

    go(story())


def test_zero_credits_is_none_and_no_limit_is_unlimited(world, go):
    async def story():
        with pytest.raises(Problem):
            await world.create(await world.key(credits=0))
        assert (await world.create(await world.key(credits=None))).hold > 0

    go(story())


def test_f02_the_same_idempotency_key_is_the_same_task(world, go):
    async def story():
        key = await world.key()
        first = await world.accept(key, idempotency="abc")
        again = await world.accept(key, idempotency='"abc"')
        assert (again.task.id, again.replayed, first.replayed) == (first.task.id, True, False)
        with pytest.raises(Problem) as told:
            await world.accept(key, idempotency="abc", prompt="another")
        assert told.value.code == "idempotency_mismatch"

    go(story())


def test_f02_a_crash_after_the_commit_is_replayed(world, go, crash):
    async def story():
        key = await world.key()
        world.crash_at = ["api.after_commit"]
        with pytest.raises(crash):
            await world.accept(key, idempotency="abc")
        await world.reboot()
        again = await world.accept(key, idempotency="abc")
        assert again.replayed
        await world.run()
        assert len(world.provider.accepted) == 1

    go(story())


def test_f01_a_crash_before_the_commit_leaves_nothing(world, go, crash):
    async def story():
        key = await world.key(credits=100_000_000)
        world.crash_at = ["api.before_commit"]
        with pytest.raises(crash):
            await world.accept(key, idempotency="abc")
        await world.reboot()
        assert await rows(world) == (0, []) and await world.balance(key) == (100_000_000, 0)

    go(story())


def test_t16_another_key_of_another_project_is_another_task(world, go):
    async def story():
        first = await world.accept(await world.key(project="one"), idempotency="abc")
        second = await world.accept(await world.key(project="two"), idempotency="abc")
        assert first.task.id != second.task.id and not second.replayed

    go(story())


def test_the_dedupe_window_is_opt_in(world, go):
    async def story():
        plain, window = await world.key(), await world.key(dedupe=60)
        assert (await world.accept(plain)).task.id != (await world.accept(plain)).task.id
        first = await world.accept(window)
        assert (await world.accept(window)).task.id == first.task.id
        world.now += 61
        assert (await world.accept(window)).task.id != first.task.id

    go(story())


def test_t15_another_project_sees_the_same_404_as_nothing(world, go):
    async def story():
        task = await world.create(await world.key(project="one"))
        for project, name in (("two", task.id), ("one", "a" * 26)):
            with pytest.raises(Problem) as told:
                await tasks.get(world.p, project, name)
            assert told.value.code == "not_found"

    go(story())


def test_cancel_before_the_submit_is_immediate(world, go):
    async def story():
        key = await world.key(credits=100_000_000)
        task = await world.create(key)
        assert (await tasks.cancel(world.p, key.project, task.id)).phase == "cancelled"
        await world.run()
        assert world.provider.accepted == {} and await world.balance(key) == (100_000_000, 0)

    go(story())


def test_f23_a_cancel_after_the_submit_is_a_wish_and_the_verdict_decides(world, go):
    async def story():
        key = await world.key()
        world.provider.finish_after = 0.0
        task = await world.create(key)
        await world.step()
        await tasks.cancel(world.p, key.project, task.id)
        await world.run()
        assert (await world.task(task)).phase == "succeeded"  # it was finished: the file is kept and charged
        world.provider.finish_after = 30.0
        other = await world.create(key)
        await world.step()
        await tasks.cancel(world.p, key.project, other.id)
        await world.run()
        assert (await world.task(other)).phase == "cancelled" and await world.faults() == []

    go(story())


def test_withdraw_follows_the_state(world, go):
    async def story():
        key = await world.key()
        queued = await world.create(key)
        await tasks.withdraw(world.p, key.project, queued.id)
        assert (await world.task(queued)).phase == "cancelled"
        with pytest.raises(Problem) as told:
            await tasks.withdraw(world.p, key.project, queued.id)
        assert told.value.code == "not_cancellable"
        running = await world.create(key)
        while (await world.task(running)).phase != "rendering":
            await world.step()
        with pytest.raises(Problem) as told:
            await tasks.withdraw(world.p, key.project, running.id)
        assert told.value.code == "not_cancellable" and "running" in told.value.detail
        await world.run()
        await tasks.withdraw(world.p, key.project, running.id)
        with pytest.raises(Problem) as told:
            await tasks.get(world.p, key.project, running.id)
        assert told.value.code == "not_found"

    go(story())


def test_t45_deleting_takes_the_bytes_when_nobody_else_needs_them(world, go):
    async def story():
        key = await world.key()
        one, two = await world.create(key), await world.create(key)
        await world.run()
        sha = (await world.task(one)).output.video
        await tasks.delete(world.p, key.project, one.id)
        assert world.p.objects.exists(key.project, sha)  # the other task has the same file
        await tasks.delete(world.p, key.project, two.id)
        assert not world.p.objects.exists(key.project, sha)
        assert await world.faults() == []

    go(story())


def test_retention_takes_record_and_file_together(world, go):
    async def story():
        key = await world.key()
        task = await world.create(key)
        await world.run()
        sha = (await world.task(task)).output.video
        world.now = task.created_at + 604_800 + 1
        await removal.sweep(world.p)
        with pytest.raises(Problem) as told:
            await tasks.get(world.p, key.project, task.id)
        assert told.value.code == "task_expired_record"
        assert not world.p.objects.exists(key.project, sha)

    go(story())


@pytest.mark.parametrize(
    ("route", "model", "days"),
    [("apiyi", "doubao-seedance-2-0-260128", 7), ("evolink", "seedance-2.0", 1)],
)
def test_a_record_lives_as_long_as_its_contract_names(world, go, route, model, days):
    async def story():
        profile, key = catalogue().routes[route], await world.key()
        request = rules.resolve({"prompt": "a fox", "model": model, "ratio": "16:9"}, profile)
        task = (await tasks.create(world.p, key, profile.dialect, profile, request)).task
        await world.run()
        world.now = task.created_at + days * 86_400 - 60
        await removal.sweep(world.p)
        assert (await tasks.get(world.p, key.project, task.id)).phase == "succeeded"
        world.now += 600
        await removal.sweep(world.p)
        with pytest.raises(Problem) as told:
            await tasks.get(world.p, key.project, task.id)
        assert told.value.code == "task_expired_record"

    go(story())


def test_a_data_url_becomes_a_stored_file_and_a_refused_one_leaves_nothing(world, go):
    async def story():
        key = await world.key(credits=100_000_000)
        task = await world.create(key, media=(Media("image", None, PICTURE),))
        stored = (await world.task(task)).request.media[0].url
        assert stored.startswith("asset://sha256-")
        sha = stored.removeprefix("asset://sha256-")
        assert world.p.objects.exists(key.project, sha)
        broken = "data:image/png;base64,YnJva2Vu"
        with pytest.raises(Problem) as told:
            await world.create(key, media=(Media("image", None, broken),))
        assert told.value.code == "media_invalid" and told.value.field == "media[0]"
        assert not list((world.root / "tmp").iterdir()), list((world.root / "tmp").iterdir())

    go(story())


def test_media_that_is_found_bad_later_fails_the_task_and_releases(world, go):
    async def story():
        key = await world.key(credits=100_000_000)
        object.__setattr__(world.p.policy, "probe_wait", 0.0)
        world.web.pages["https://media.example/a.png"] = b"broken picture"
        task = await world.create(key, media=(Media("image", None, "https://media.example/a.png"),))
        await world.run()
        failed = await world.task(task)
        assert (failed.phase, failed.problem.code) == ("failed", "media_invalid")
        assert await world.balance(key) == (100_000_000, 0) and world.provider.accepted == {}

    go(story())


def test_private_addresses_are_refused_at_create(world, go):
    async def story():
        key = await world.key()
        with pytest.raises(Problem) as told:
            await world.create(key, media=(Media("image", None, "http://127.0.0.1/a.png"),))
        assert told.value.code == "media_blocked_address" and told.value.field == "media[0]"
        with pytest.raises(Problem) as told:
            await world.create(key, callback_url="http://127.0.0.1/cb")
        assert (told.value.code, told.value.field) == ("invalid_callback_url", "callback_url")
        assert await rows(world) == (0, [])

    go(story())


def test_lists_are_newest_first_and_keyed_pages_meet(world, go):
    async def story():
        key = await world.key()
        made = []
        for _ in range(7):
            world.now += 1
            made.append((await world.create(key)).id)
        seen, after = [], None
        while True:
            page = await listing.keyed(world.p, key.project, Query(after=after, limit=3))
            seen += [t.id for t in page.tasks]
            after = page.next
            if after is None:
                break
        assert seen == made[::-1]
        page = await listing.numbered(world.p, key.project, "ark", Query(page=2, page_size=3))
        assert ([t.id for t in page.tasks], page.total) == (made[::-1][3:6], 7)
        page = await listing.numbered(world.p, key.project, "ark", Query(ids=(made[0], made[4])))
        assert ([t.id for t in page.tasks], page.total) == ([made[4], made[0]], 2)
        assert (await listing.numbered(world.p, key.project, "ark", Query(statuses=("failed",)))).total == 0

    go(story())


def test_an_asset_of_a_providers_library_passes_to_the_provider_only(world, go):
    async def story():
        key = await world.key()
        task = await world.create(key, media=(Media("image", "reference", "asset://asset-1"),))
        await world.run()
        assert (await world.task(task)).phase == "succeeded"
        assert (await world.task(task)).request.media[0].url == "asset://asset-1"

    go(story())
