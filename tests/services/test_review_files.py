"""Bytes without a row, rows without bytes, and what a customer's impatience leaves behind."""

import asyncio
import threading

import pytest

from onetake.core.problem import Problem
from onetake.core.query import Query
from onetake.core.request import Media, Request
from onetake.services import listing, removal, staging, tasks, uploads

PICTURE = "data:image/png;base64,cGljdHVyZQ=="
OTHER = "data:image/png;base64,b3RoZXI="


def frames(*urls):
    return tuple(
        Media("image", role, url) for role, url in zip(("first_frame", "last_frame"), urls, strict=False)
    )


def stored(world):
    return [f for f in (world.root / "objects").rglob("*") if f.is_file()]


def left(world):
    return list(world.p.tmp.iterdir())


def test_inputs_that_had_arrived_go_when_the_wait_for_the_others_ends(world, go):
    async def story():
        key = await world.key()
        object.__setattr__(world.p.policy, "probe_wait", 0.05)
        world.web.pages["https://media.example/quick.png"] = b"quick"
        download = world.web.download

        async def slow(url, *rest, **more):
            if "slow" in url:
                await asyncio.sleep(60)
            return await download(url, *rest, **more)

        world.web.download = slow
        urls = "https://media.example/quick.png", "https://media.example/slow.png"
        await world.create(key, media=frames(*urls))
        assert left(world) == [] and stored(world) == []

    go(story())


def test_a_second_file_that_cannot_be_kept_takes_the_first_with_it(world, go):
    async def story():
        key = await world.key(credits=100_000_000)
        put, puts = world.p.objects.put, []

        async def full(project, source, sha256):
            puts.append(sha256)
            if len(puts) == 2:
                raise Problem("storage_full")
            await put(project, source, sha256)

        world.p.objects.put = full
        with pytest.raises(Problem):
            await world.create(key, media=frames(PICTURE, OTHER))
        assert stored(world) == [] and left(world) == [] and await world.balance(key) == (100_000_000, 0)

    go(story())


def test_an_upload_that_finds_no_room_leaves_nothing(world, go):
    async def story():
        key = await world.key()

        async def full(*_):
            raise Problem("storage_full")

        world.p.objects.put = full
        path = world.p.tmp / "up"
        path.write_bytes(b"picture")
        with pytest.raises(Problem):
            await uploads.keep(world.p, key, path, "image")
        assert left(world) == []

    go(story())


def test_the_loser_of_two_equal_creates_leaves_nothing(world, go):
    """The content behind a URL changes between two creates with one hash."""

    async def story():
        key = await world.key(dedupe=60)
        url = "https://media.example/a.png"
        world.web.pages[url] = b"first"
        gate, waiting = asyncio.Event(), asyncio.Event()
        point = world.p.point

        async def hold(name):
            if name == "api.before_commit" and not gate.is_set():
                waiting.set()
                await gate.wait()
            await point(name)

        world.p.point = hold
        late = asyncio.create_task(world.accept(key, media=frames(url)))
        await waiting.wait()
        world.p.point = point
        world.web.pages[url] = b"second"
        first = await world.accept(key, media=frames(url))
        gate.set()
        assert (await late).alike and (await late).task.id == first.task.id
        assert len(stored(world)) == 1 and left(world) == []
        assert len(await world.store.read(lambda sql: sql.all("hold.open"))) == 1

    go(story())


def test_a_create_whose_caller_hangs_up_in_the_commit_is_woken_all_the_same(world, go):
    async def story():
        key = await world.key()
        transact = world.store.transact

        async def hung(script):
            await transact(script)
            raise asyncio.CancelledError

        world.store.transact = hung
        with pytest.raises(asyncio.CancelledError):
            await world.create(key)
        world.store.transact = transact
        await world.run()
        assert len(world.provider.accepted) == 1
        assert await world.store.read(lambda sql: sql.all("task.open")) == []

    go(story())


def test_an_input_of_tens_of_megabytes_is_not_hashed_on_the_event_loop(world, go, monkeypatch):
    async def story():
        key, seen = await world.key(), []
        fingerprint = Request.fingerprint

        def spy(request):
            seen.append(threading.current_thread() is threading.main_thread())
            return fingerprint(request)

        monkeypatch.setattr(Request, "fingerprint", spy)
        await world.accept(key, idempotency="k", media=frames(PICTURE))
        await world.accept(key, idempotency="k2")
        assert seen == [False, True]

    go(story())


def test_staging_ends_with_the_deadline_whatever_keeps_it(world, go):
    async def story():
        key = await world.key(credits=100_000_000)
        object.__setattr__(world.p.policy, "probe_wait", 0.0)

        async def no_jail(*_, **__):
            raise Problem("internal", "the media jail did not start")

        world.web.pages["https://media.example/a.png"] = b"picture"
        probed, world.p.probe = world.p.probe, no_jail
        task = await world.create(key, expires_after=3600, media=frames("https://media.example/a.png"))
        while world.now < task.created_at + 1800:
            assert await world.step()
        assert (await world.task(task)).phase == "staging"
        await world.run()
        assert (await world.task(task)).phase == "expired"
        assert await world.balance(key) == (100_000_000, 0)
        second = await world.create(key, media=frames("https://media.example/a.png"))
        await world.step()
        world.p.probe = probed
        await world.run()
        assert (await world.task(second)).phase == "succeeded"

    go(story())


def test_a_keyed_walk_whose_mark_was_deleted_does_not_begin_again(world, go):
    async def story():
        key = await world.key()
        for _ in range(5):
            world.now += 1
            await world.create(key)
        await world.run()
        page = await listing.keyed(world.p, key.project, Query(limit=2))
        for task in page.tasks:
            await tasks.delete(world.p, key.project, task.id)
        with pytest.raises(Problem) as told:
            await listing.keyed(world.p, key.project, Query(after=page.next, limit=2))
        assert (told.value.code, told.value.field) == ("invalid_parameter", "after")

    go(story())


def test_an_input_is_not_taken_away_while_another_task_needs_it(world, go):
    async def story():
        key = await world.key()
        one = await world.create(key, media=frames(PICTURE, PICTURE))
        two = await world.create(key, media=frames(PICTURE))
        await world.run()
        await tasks.delete(world.p, key.project, one.id)
        rows = await world.store.read(lambda sql: staging.inputs_of(sql, world.p, key.project, two.id))
        assert [row.path.read_bytes() for row in rows] == [b"picture"]
        await tasks.delete(world.p, key.project, two.id)
        assert stored(world) == []

    go(story())


def test_an_upload_that_ends_while_it_is_being_used_stays(world, go):
    async def story():
        key = await world.key()
        path = world.p.tmp / "up"
        path.write_bytes(b"picture")
        upload = await uploads.keep(world.p, key, path, "image")
        task = await world.create(key, media=frames(f"asset://{upload.id}"))
        world.now = upload.expires_at + 1
        await removal.sweep(world.p)
        rows = await world.store.read(lambda sql: staging.inputs_of(sql, world.p, key.project, task.id))
        assert [row.path.read_bytes() for row in rows] == [b"picture"]

    go(story())
