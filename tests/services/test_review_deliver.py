"""What was paid for must arrive, and whatever a provider says a task must end and its hold must close."""

import errno
from dataclasses import replace

import pytest

from onetake.core.catalogue import catalogue, overlay
from onetake.core.problem import Problem
from onetake.core.wire import Ambiguous
from onetake.services import removal, views


def said(world, **more):
    """The provider adds this to every record."""
    told = world.provider.sighting
    world.provider.sighting = lambda name: replace(told(name), **more)


@pytest.mark.parametrize("trouble", ["storage_full", "disk", "jail"])
def test_F33_trouble_of_our_own_never_costs_a_paid_video(world, go, trouble):
    async def story():
        key = await world.key(credits=100_000_000)
        task = await world.create(key)
        while (await world.task(task)).phase != "rendering":
            await world.step()
        healthy = (world.p.objects.put, world.backend.fetch, world.p.probe)

        async def full(*_):
            raise Problem("storage_full")

        async def no_room(*_):
            raise OSError(errno.ENOSPC, "no space left on device")

        async def no_jail(*_, **__):
            raise Problem("internal", "the media jail did not start")

        match trouble:
            case "storage_full":
                world.p.objects.put = full
            case "disk":
                world.backend.fetch = no_room
            case "jail":
                world.p.probe = no_jail
        until = world.now + 3600
        while world.now < until and await world.step():
            assert not (await world.task(task)).ended
        world.p.objects.put, world.backend.fetch, world.p.probe = healthy
        await world.run()
        assert (await world.task(task)).phase == "succeeded"
        assert await world.faults() == [] and not list(world.p.tmp.iterdir())

    go(story())


def test_a_missing_last_frame_does_not_cost_the_video(world, go):
    async def story():
        key = await world.key()
        said(world, last_frame_url="https://files.test/last.png")
        fetched = world.backend.fetch

        async def fetch(url, to):
            if url.endswith("last.png"):
                raise Problem("media_unreachable", "got HTTP 404")
            await fetched(url, to)

        world.backend.fetch = fetch
        task = await world.create(key)
        await world.run()
        done = await world.task(task)
        assert done.phase == "succeeded" and done.output.last_frame is None
        assert "last frame left out" in done.notes[-1]
        assert not list(world.p.tmp.iterdir())

    go(story())


def test_a_backend_that_never_answers_again_does_not_hold_the_money_for_ever(world, go):
    async def story():
        key = await world.key(credits=100_000_000)
        task = await world.create(key)
        while (await world.task(task)).phase != "storing":
            world.backend.away = True
            await world.step()

        async def look(task):
            raise Ambiguous("timeout")

        world.backend.look = look
        await world.run(20_000)
        failed = await world.task(task)
        assert failed.problem.code == "output_download_failed"
        assert failed.finished_at - task.created_at >= 86_400
        assert await world.balance(key) == (100_000_000, 0)

    go(story())


@pytest.mark.parametrize("phase", ["accepted", "unknown", "submitted", "storing"])
def test_a_backend_that_is_taken_out_of_the_settings_ends_its_tasks(world, go, phase):
    async def story():
        key = await world.key(credits=100_000_000)
        world.provider.script = ["lost-after"] if phase == "unknown" else []
        world.backend.away = True
        task = await world.create(key, expires_after=3600)
        while (await world.task(task)).phase != phase:
            await world.step()
        world.p.backends = {}
        await world.run(5000)
        assert (await world.task(task)).phase == "failed"
        assert await world.balance(key) == (100_000_000, 0) and await world.faults() == []

    go(story())


def test_the_providers_own_record_is_kept_beside_the_file(world, go):
    async def story():
        record = {"id": "cgt-1", "status": "succeeded", "seed": 11, "usage": {"total_tokens": 108_900}}
        said(world, payload=record)
        task = await world.create(await world.key())
        await world.run()
        done = await world.task(task)
        assert done.phase == "succeeded" and done.output is not None
        assert done.result == record

    go(story())


@pytest.mark.parametrize("tokens", [-5, 10**30, 10**12, 0])
def test_a_count_of_tokens_that_is_none_is_not_believed(world, go, tokens):
    async def story():
        key = await world.key(credits=100_000_000)
        said(world, tokens=tokens)
        task = await world.create(key)
        await world.run()
        done = await world.task(task)
        assert (done.phase, done.price) == ("succeeded", 5_009_400) and await world.faults() == []

    go(story())


@pytest.mark.parametrize(
    "more",
    [
        {"seed": 2**70},
        {"payload": {"id": 2**70}},
        {"payload": {"text": "\ud800", "\udfff": [1.5]}},
        {"payload": {"ratio": float("nan"), "size": float("inf")}},
        {"payload": {"text": "x" * 4_000_000}},
        {"notes": ("\ud800",)},
    ],
)
def test_no_words_of_a_provider_keep_a_task_from_ending(world, go, more):
    async def story():
        key = await world.key(credits=100_000_000)
        task = await world.create(key)
        while (await world.task(task)).phase != "rendering":
            await world.step()
        said(world, **more)
        await world.run()
        done = await world.task(task)
        assert done.phase == "succeeded" and (await world.balance(key))[1] == 0
        assert len(str(done.result)) < 70_000

    go(story())


def test_nor_do_the_words_of_its_failure(world, go):
    async def story():
        key = await world.key(credits=100_000_000)
        world.provider.verdict = "failed"
        world.provider.problem = Problem("generation_failed", "bad \udcff words", provider={"n": 2**80})
        task = await world.create(key)
        await world.run()
        assert (await world.task(task)).problem.detail == "bad ? words"
        assert await world.balance(key) == (100_000_000, 0)

    go(story())


def test_a_file_without_a_picture_is_no_video(world, go):
    async def story():
        key = await world.key(credits=100_000_000)
        probed = world.p.probe

        async def blind(path, kind, *, decode=False):
            found = await probed(path, kind, decode=decode)
            found.width = None
            return found

        world.p.probe = blind
        task = await world.create(key)
        await world.run()
        assert (await world.task(task)).problem.code == "output_invalid"
        assert await world.balance(key) == (100_000_000, 0)

    go(story())


def test_a_provider_that_cannot_decide_is_not_asked_without_a_pause(world, go):
    """Its replicas disagree: finished, unknown, finished …"""

    async def story():
        key = await world.key()
        world.provider.finish_after = 0.0
        world.backend.looks, world.backend.away = ["ok", "gone"] * 500, True
        await world.create(key)
        began = world.now
        for _ in range(200):
            await world.step()
        assert world.now - began > 500

    go(story())


def test_a_route_that_was_taken_out_of_the_catalogue_ends_and_shows_its_tasks(world, go):
    async def story():
        row = {"dialect": "ark", "origin": "https://own.example", "prefix": "/api/v3", "prices": "volcengine"}
        known = catalogue().routes["volcengine"]
        for name in ("models", "defaults", "headers"):
            row[name] = dict(getattr(known, name))
        for name in (
            "moderation_http", "record_life", "cancelled_life", "url_life", "currency", "hold_factor",
            "prompt_optional", "callback_length",
        ):  # fmt: skip
            row[name] = getattr(known, name)
        overlay({"routes": {"own": {**row, "capabilities": ["create", "get"]}}})
        key = await world.key()
        task = await world.create(key)
        await world.store.transact(lambda sql: _reroute(sql))
        overlay({})
        await world.run()
        done = await world.task(task)
        assert (done.phase, done.route) == ("succeeded", "own")
        assert views.view(world.p, done)["video_url"].startswith("http://here/files/")

    def _reroute(sql):
        sql._execute("UPDATE task SET route = 'own'")

    try:
        go(story())
    finally:
        overlay({})


def test_what_is_kept_in_memory_goes_with_the_task(world, go):
    async def story():
        key = await world.key()
        gone = []
        world.backend.forget = lambda task: gone.append(task.id)
        said(world, done=3, total=120)
        made = []
        for verdict in ("succeeded", "failed", "expired", "cancelled"):
            world.provider.verdict = verdict
            made.append((await world.create(key)).id)
            await world.run()
        world.provider.finish_after = 1e9
        made.append((await world.create(key, expires_after=3600)).id)
        await world.run(3000)  # overdue
        assert world.p.progress == {} and set(gone) == set(made)

    go(story())


def test_the_pictures_beside_a_video_are_kept_shown_and_go_with_the_task(world, go):
    async def story():
        key = await world.key()
        grid = {"columns": 10, "rows": 2, "width": 160, "height": 90, "count": 20, "every": 0.25}
        names = ("poster", "contact_sheet", "sprites")
        urls = {f"{name}_url": f"https://files.test/{name}.jpg" for name in names}
        said(world, **urls, grid=grid)
        fetched = world.backend.fetch

        async def fetch(url, to):
            await fetched(url, to)
            to.write_bytes(to.read_bytes() + url.encode())

        world.backend.fetch = fetch
        task = await world.create(key)
        await world.run()
        done = await world.task(task)
        assert all(getattr(done.output, name) for name in names) and done.output.grid == grid
        assert len(set(done.output.files)) == 4
        shown = views.view(world.p, done)
        assert shown["sprites_grid"] == grid
        assert all(shown[f"{name}_url"].partition("?")[0].endswith(f"/{name}.jpg") for name in names)
        assert all(world.p.objects.exists(done.project, sha256) for sha256 in done.output.files)
        await removal.remove(world.p, done, "asked")
        assert not any(world.p.objects.exists(done.project, sha256) for sha256 in done.output.files)

    go(story())
