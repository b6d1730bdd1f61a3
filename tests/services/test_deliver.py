"""`succeeded` means that we hold the bytes (F22–F28), and customers are told (contract §1.8)."""

import asyncio
import hashlib
import json
import os

from onetake.core.problem import Problem
from onetake.services import deliver, removal


def test_t30_f26_a_file_that_does_not_play_is_never_delivered_nor_charged(world, go):
    async def story():
        key = await world.key(credits=100_000_000)
        world.provider.output = b"broken output"
        task = await world.create(key)
        await world.run()
        failed = await world.task(task)
        assert (failed.phase, failed.problem.code, failed.price) == ("failed", "output_invalid", 0)
        assert await world.balance(key) == (100_000_000, 0) and await world.faults() == []

    go(story())


def test_F25_a_file_host_that_is_away_is_waited_for_as_long_as_the_link_lives(world, go):
    async def story():
        key = await world.key(credits=100_000_000)
        back = await world.create(key)
        while (await world.task(back)).phase != "storing":
            world.backend.away = True
            await world.step()
        verdict = (await world.task(back)).updated_at
        while world.now < verdict + 80_000:
            assert await world.step()
        assert (await world.task(back)).phase == "storing" and (await world.balance(key))[1] == back.hold
        world.backend.away = False
        await world.run()
        assert (await world.task(back)).phase == "succeeded"
        world.backend.away = True
        lost = await world.create(key)
        await world.run(2000)
        failed = await world.task(lost)
        assert (failed.phase, failed.problem.code, failed.price) == ("failed", "output_download_failed", 0)
        assert failed.finished_at - failed.created_at > 86_400
        assert (await world.balance(key))[1] == 0 and await world.faults() == []

    go(story())


def test_f07_who_was_taken_for_dead_does_not_write_into_the_file_of_its_successor(world, go):
    """Both fetch the same attempt; the sleeper wakes up with the first bytes when its heir has measured."""

    async def story():
        key = await world.key(credits=100_000_000)
        task = await world.create(key)
        while (await world.task(task)).phase != "storing":
            world.backend.away = True
            await world.step()
        sleeper, fetched, begun = world.p, [], asyncio.Event()

        async def noted(url, to, backend):
            fetched.append(to)
            to.write_bytes(world.provider.output)
            begun.set()
            if backend is sleeper.backends["provider"]:
                await asyncio.sleep(3600)

        world.backend.fetch = lambda url, to, b=world.backend: noted(url, to, b)
        asleep = asyncio.ensure_future(deliver.run(sleeper, await world.task(task)))
        await begun.wait()
        world.boot()
        world.backend.fetch = lambda url, to, b=world.backend: noted(url, to, b)
        put = world.p.objects.put

        async def after_waking(project, source, sha256):
            fetched[0].write_bytes(b"torn")
            await put(project, source, sha256)

        world.p.objects.put = after_waking
        await deliver.run(world.p, await world.task(task))
        done = await world.task(task)
        kept = world.p.objects.path_in(done.project, done.output.video).read_bytes()
        assert hashlib.sha256(kept).hexdigest() == done.output.video and kept == world.provider.output
        asleep.cancel()

    go(story())


def test_F17_a_broken_look_is_a_missed_look(world, go):
    async def story():
        key = await world.key()
        world.backend.looks = ["broken", "broken", "gone", "broken"]
        task = await world.create(key)
        await world.run()
        assert (await world.task(task)).phase == "succeeded" and len(world.provider.accepted) == 1

    go(story())


def test_the_providers_verdict_ends_the_task(world, go):
    async def story():
        key = await world.key(credits=100_000_000)
        world.provider.verdict, world.provider.problem = "failed", Problem("moderation_output_audio")
        failed = await world.create(key)
        await world.run()
        assert (await world.task(failed)).problem.code == "moderation_output_audio"
        world.provider.verdict = "expired"
        expired = await world.create(key)
        await world.run()
        assert (await world.task(expired)).problem.code == "provider_task_expired"
        assert await world.balance(key) == (100_000_000, 0)

    go(story())


def test_F22_a_late_provider_keeps_the_hold_until_the_hard_stop(world, go):
    async def story():
        key = await world.key(credits=100_000_000)
        world.provider.finish_after = 1e9
        task = await world.create(key, expires_after=3600)
        while world.now < task.deadline + 1000:
            assert await world.step()
        assert (await world.task(task)).status == "running" and (await world.balance(key))[1] == task.hold
        await world.run(2000)
        assert (await world.task(task)).problem.code == "deadline_exceeded"
        assert await world.balance(key) == (100_000_000, 0)

    go(story())


def test_callbacks_tell_each_status_once_in_the_customers_dialect(world, go):
    async def story():
        key = await world.key()
        task = await world.create(key, callback_url="https://93.184.216.34/hook")
        await world.run()
        told = [json.loads(body) for _, body in world.web.delivered]
        assert {m["id"][-26:] for m in told} == {task.id}
        assert told[-1]["status"] == "succeeded" and "video_url" in told[-1]["content"]
        assert len(told) == 3

    go(story())


def test_a_receiver_that_does_not_answer_is_tried_four_times(world, go):
    async def story():
        key = await world.key()
        world.web.answer = 500
        world.provider.script = ["problem:copyright"]
        await world.create(key, callback_url="https://93.184.216.34/hook")
        await world.run()
        failed = [body for _, body in world.web.delivered if b'"failed"' in body]
        assert len(failed) == 4

    go(story())


def test_F27_bytes_that_no_row_knows_go_after_a_day(world, go):
    async def story():
        key = await world.key()
        task = await world.create(key)
        await world.run()
        kept = (await world.task(task)).output.video
        orphan = "0" * 64
        (world.root / "stray").write_bytes(b"stray")
        await world.p.objects.put(key.project, world.root / "stray", orphan)
        for name in (orphan, kept):
            os.utime(world.p.objects.path_in(key.project, name), (world.now - 90_000, world.now - 90_000))
        await removal.sweep(world.p)
        assert not world.p.objects.exists(key.project, orphan)
        assert world.p.objects.exists(key.project, kept)

    go(story())
