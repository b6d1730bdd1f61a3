"""Threats T23 and T35: inputs of tasks count towards the quota of their project as uploads do."""

import asyncio
import base64
from dataclasses import replace

import pytest

from onetake.core.problem import Problem
from onetake.core.request import Media
from onetake.services import quota, tasks, uploads

AT = "https://media.example/"


def limit(world, size: int) -> None:
    world.p.policy = replace(world.p.policy, most_upload_bytes=size)


def served(world, name: str, content: bytes) -> str:
    world.web.pages[AT + name] = content
    return AT + name


def pictures(*urls: str) -> dict:
    return {"media": tuple(Media("image", "reference", url) for url in urls)}


async def refused(world, key, *urls: str) -> Problem:
    with pytest.raises(Problem) as raised:
        await world.create(key, **pictures(*urls))
    return raised.value


def left_behind(world) -> list[str]:
    return [path.name for path in world.p.tmp.iterdir()]


def test_t23_t35_what_is_fetched_by_url_counts_towards_the_quota(world, go):
    async def story():
        limit(world, 250)
        key, stranger = await world.key(), await world.key(project="other")
        first = await world.create(key, **pictures(served(world, "a", b"a" * 100)))
        await world.create(key, **pictures(served(world, "b", b"b" * 100)))
        before = await world.balance(key)
        problem = await refused(world, key, served(world, "c", b"c" * 100))
        assert (problem.code, problem.facts["retry_after"]) == ("rate_limited", 3600)
        assert "at most 250" in problem.detail
        assert await world.balance(key) == before and left_behind(world) == []
        await world.create(key, **pictures(AT + "a"))  # it is here already: no byte more
        await world.create(key, **pictures(served(world, "d", b"d" * 50)))
        await world.create(stranger, **pictures(AT + "c"))
        await world.run()
        await tasks.delete(
            world.p, key.project, first.id
        )  # one of two that need the file: nothing is free yet
        world.now += quota.FRESH
        assert (await refused(world, key, AT + "c")).code == "rate_limited"

    go(story())


def test_t23_t35_the_rows_say_the_same_as_the_count_in_between(world, go):
    async def story():
        limit(world, 250)
        key = await world.key()
        made = await world.create(key, **pictures(served(world, "a", b"a" * 150)))
        await world.reboot()
        limit(world, 250)
        assert (await refused(world, key, served(world, "b", b"b" * 150))).code == "rate_limited"
        await world.run()
        await tasks.delete(world.p, key.project, made.id)
        world.now += quota.FRESH
        await world.create(key, **pictures(AT + "b"))

    go(story())


def test_t23_t35_uploads_data_urls_and_fetched_files_are_one_sum(world, go):
    async def story():
        limit(world, 300)
        key = await world.key()
        path = world.p.tmp / "sent"
        path.write_bytes(b"u" * 100)
        await uploads.keep(world.p, key, path, "image")
        inside = "data:image/png;base64," + base64.b64encode(b"d" * 100).decode()
        await world.create(key, **pictures(inside, served(world, "a", b"a" * 99)))
        assert (await refused(world, key, inside.replace("ZGRk", "ZWVl", 1))).code == "rate_limited"
        path.write_bytes(b"v" * 2)
        with pytest.raises(Problem, match="uploads and inputs have 299 bytes"):
            await uploads.keep(world.p, key, path, "image")

    go(story())


def test_t23_t35_several_at_once_do_not_pass_each_other(world, go):
    async def story():
        limit(world, 250)
        key = await world.key()
        urls = [served(world, str(n), bytes([n]) * 100) for n in range(3)]
        assert (await refused(world, key, *urls)).code == "rate_limited"
        assert left_behind(world) == []
        world.now += quota.FRESH
        await world.create(key, **pictures(*urls[:2]))

    go(story())


def test_t23_t35_nothing_is_fetched_for_a_project_that_is_full(world, go):
    async def story():
        limit(world, 100)
        key = await world.key()
        await world.create(key, **pictures(served(world, "a", b"a" * 100)))
        fetched, usual = [], world.web.download

        async def download(url, *rest, **more):
            fetched.append(url)
            return await usual(url, *rest, **more)

        world.web.download = download
        assert (await refused(world, key, served(world, "b", b"b"))).code == "rate_limited"
        assert fetched == []

    go(story())


def test_t23_t35_an_input_that_comes_after_the_create_fails_the_task_with_the_same_code(world, go):
    async def story():
        limit(world, 150)
        world.p.policy = replace(world.p.policy, probe_wait=0)
        key = await world.key()
        one = await world.create(key, **pictures(served(world, "a", b"a" * 100)))
        two = await world.create(key, **pictures(served(world, "b", b"b" * 100)))
        await world.run()
        ends = {
            (t.status, t.problem.code if t.problem else None)
            for t in [await world.task(t) for t in (one, two)]
        }
        assert ends == {("succeeded", None), ("failed", "rate_limited")}
        assert len(world.provider.accepted) == 1
        assert (await world.balance(key))[1] == 0 and left_behind(world) == []
        assert await world.faults() == []

    go(story())


def test_t23_t35_zero_is_no_limit(world, go):
    async def story():
        limit(world, 0)
        await world.create(await world.key(), **pictures(served(world, "a", b"a" * 1000)))
        assert not world.p.uploads_kept

    go(story())


def test_t23_t35_far_below_the_limit_the_rows_are_asked_once(world, go, monkeypatch):
    async def story():
        limit(world, 10_000)
        key, asked, usual = await world.key(), [], quota._counted
        monkeypatch.setattr(quota, "_counted", lambda *told: asked.append(told) or usual(*told))
        for n in range(5):
            await world.create(key, **pictures(served(world, str(n), bytes([n]) * 100)))
            world.now += 60
        assert len(asked) == 1 and world.p.uploads_kept[key.project].bytes == 500

    go(story())


def test_t23_t35_files_that_come_at_once_to_a_new_process_do_not_pass_each_other(world, go):
    async def story():
        limit(world, 250)
        key = await world.key()
        sizes = [quota.allow_input(world.p, key.project, f"{n:064x}", 100) for n in range(5)]
        told = await asyncio.gather(*sizes, return_exceptions=True)
        assert [isinstance(t, Problem) for t in told].count(False) == 2
        assert world.p.uploads_kept[key.project].bytes == 200

    go(story())
