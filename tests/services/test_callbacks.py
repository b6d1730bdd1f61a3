"""Callbacks in: a secret path for each attempt, a wake and nothing else, and evidence for a lost submit."""

import random

import pytest

from onetake.core.problem import Problem
from onetake.services import callbacks


def token_of(world, task) -> str:
    return callbacks.url_for(world.p, task).rpartition("/")[2]


def test_a_callback_wakes_the_task_and_changes_nothing(world, go) -> None:
    async def story():
        task = await world.create(await world.key())
        await world.step()
        before = await world.task(task)
        assert before.phase == "submitted"
        world.wake.due.clear()
        told = {
            "id": before.provider_id,
            "status": "succeeded",
            "content": {"video_url": "https://evil.test/"},
        }
        await callbacks.receive(world.p, token_of(world, before), told)
        assert await world.task(task) == before
        assert f"task:{task.id}" in world.wake.due

    go(story())


@pytest.mark.parametrize("spoil", ["x", "no-mac", "attempt", "other", "", "unicode"])
def test_a_path_that_we_never_gave_out_is_nothing(world, go, spoil: str) -> None:
    async def story():
        key = await world.key()
        task, other = await world.create(key), await world.create(key)
        good = token_of(world, task)
        name, attempt, mac = good.split(".")
        bad = {
            "x": f"{good}x", "no-mac": f"{name}.{attempt}.", "attempt": f"{name}.2.{mac}",
            "other": f"{other.id}.{attempt}.{mac}", "": "", "unicode": f"{name}.١.{mac}",
        }[spoil]  # fmt: skip
        world.wake.due.clear()
        with pytest.raises(Problem) as caught:
            await callbacks.receive(world.p, bad, {})
        assert caught.value.code == "not_found"
        assert not world.wake.due

    go(story())


@pytest.mark.parametrize("late", ["ended", "another attempt"])
def test_f21_a_late_callback_does_nothing(world, go, late: str) -> None:
    async def story():
        task = await world.create(await world.key())
        token = token_of(world, task)
        if late == "ended":
            await world.run()
        else:
            world.provider.script = ["lost-before"]
            while (await world.task(task)).attempt == 1:
                await world.step()
        before = await world.task(task)
        world.wake.due.clear()
        await callbacks.receive(world.p, token, {"id": "cgt-1"})
        assert await world.task(task) == before
        assert not world.wake.due

    go(story())


def test_f16_a_callback_settles_a_submit_that_no_list_can(world, go) -> None:
    async def story():
        world.provider.lists = False
        world.provider.script = ["lost-after"]
        task = await world.create(await world.key())
        await world.step()
        lost = await world.task(task)
        assert lost.phase == "unknown"
        await callbacks.receive(world.p, token_of(world, lost), {"id": "cgt-1", "status": "running"})
        await world.run()
        done = await world.task(task)
        assert (done.status, done.provider_id, done.attempt) == ("succeeded", "cgt-1", 1)
        assert len(world.provider.accepted) == 1

    go(story())


def test_a_hint_that_names_another_tasks_record_is_not_adopted(world, go) -> None:
    async def story():
        world.provider.lists = False
        key = await world.key()
        first = await world.create(key)
        await world.run()
        assert (await world.task(first)).provider_id == "cgt-1"
        world.provider.script = ["lost-after"]
        task = await world.create(key)
        await world.step()
        await callbacks.receive(world.p, token_of(world, await world.task(task)), {"id": "cgt-1"})
        for _ in range(5):
            await world.step()
        assert (await world.task(task)).phase == "unknown"

    go(story())


FORGED = (
    {"id": "cgt-1", "status": "succeeded", "content": {"video_url": "https://evil.test/"}},
    {"id": "cgt-2", "status": "failed", "error": {"code": "x"}}, {"id": "cgt-999"}, {"task_id": "cgt-1"},
    {"status": "expired"}, {"id": "x" * 5000}, {"result": {"task_id": "a\nb"}}, {}, [], None, "text", 5,
)  # fmt: skip


def test_t18_a_storm_of_callbacks_wakes_and_does_nothing_else(world, go) -> None:
    """A thousand: doubled, late, out of order, of other tasks, forged. No row and no money moves, and what is
    looked at is what would have been."""

    async def story():
        key = await world.key()
        ended, running, queued = [await world.create(key) for _ in range(3)]
        await world.run()
        assert (await world.task(ended)).ended
        running, queued = await world.create(key), await world.create(key)
        await world.step()
        await world.step()
        tasks = [await world.task(t) for t in (ended, running, queued)]
        paths = [token_of(world, t) for t in tasks]
        balance, sent = await world.balance(key), len(world.provider.accepted)
        world.wake.due.clear()
        draw, refused = random.Random(18), 0
        for _ in range(1000):
            path = draw.choice(paths)
            if draw.random() < 0.4:
                place = draw.randrange(len(path))
                path = path[:place] + draw.choice("abc2.é/") + path[place + 1 :]
            try:
                await callbacks.receive(world.p, path, draw.choice(FORGED))
            except Problem as problem:
                refused += problem.code == "not_found"
        assert 300 < refused < 500
        assert [await world.task(t) for t in tasks] == tasks
        assert await world.balance(key) == balance
        assert set(world.wake.due) == {f"task:{running.id}", f"task:{queued.id}"}
        await world.run()
        assert len(world.provider.accepted) == sent
        assert {(await world.task(t)).status for t in tasks} == {"succeeded"}
        assert await world.faults() == []

    go(story())


def test_t18_a_callback_that_has_nothing_to_say_writes_nothing(world, go) -> None:
    async def story():
        task = await world.create(await world.key())
        await world.step()
        token, writes = token_of(world, await world.task(task)), 0
        transact = world.store.transact

        async def counted(script):
            nonlocal writes
            writes += 1
            return await transact(script)

        world.store.transact = counted
        for _ in range(50):
            await callbacks.receive(world.p, token, {"id": "cgt-1"})
        assert writes == 0

    go(story())


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ({"id": "cgt-1"}, "cgt-1"),
        ({"result": {"task_id": "5f2c0e"}}, "5f2c0e"),
        ({"request_id": "r"}, "r"),
        ({"id": 5}, None),
        ({"id": "x" * 201}, None),
        ({"id": "a\nb"}, None),
        ([], None),
        ("text", None),
        ({}, None),
    ],
)
def test_where_an_id_is_read(message, told) -> None:
    assert callbacks.provider_id(message) == told
