"""T42, F39: a backup is put back after the work went on. Nothing is sent twice, and every hold closes."""

import shutil
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from onetake.adapters.database.sqlite.store import SqliteStore
from onetake.services import restoring, steps
from onetake.services.reconcile import fits

pytestmark = pytest.mark.slow  # all of it together

WORDS = ["ok", "lost-after", "lost-before", "refused"]


async def saved(world: Any) -> Path:
    """The database as a backup made now would hold it."""
    copy = world.root.parent / "saved.db"
    SqliteStore.snapshot(world.root / "onetake.db", copy)
    return copy


async def put_back(world: Any, copy: Path) -> int:
    """The machine is lost; a new one gets the backup."""
    await world.store.close()
    for old in world.root.glob("onetake.db*"):
        old.unlink()
    shutil.copy(copy, world.root / "onetake.db")
    with SqliteStore.open(world.root / "onetake.db") as store:
        moved = store.transact_sync(lambda sql: restoring.settle(sql, world.now))
    world.boot()
    await steps.resume(world.p)
    return moved


def sends(world: Any, task: Any) -> int:
    return sum(row["task"] == task.id for row in world.provider.accepted.values())


@pytest.fixture
def world(world: Any, tmp_path: Path) -> Any:
    """One level down, so that the copy lies beside the data directory."""
    root = tmp_path / "data"
    root.mkdir()
    return type(world)(root)


@pytest.mark.parametrize("lists", [True, False])
@pytest.mark.parametrize("before", [0, 2, 5, 9])
@pytest.mark.parametrize("after", [0, 4, 15, 400])
def test_F39_nothing_is_sent_twice(world, go, lists, before, after):
    async def story():
        key = await world.key(credits=1_000_000_000)
        world.provider.script = WORDS * 3
        made = [await world.create(key, prompt=f"fox {n}", expires_after=3600) for n in range(8)]
        for _ in range(before):
            await world.step()
        copy = await saved(world)
        for _ in range(after):
            if not await world.step():
                break
        world.provider.script, world.provider.lists = [], lists
        await put_back(world, copy)
        await world.run(20_000)
        done = [await world.task(task) for task in made]
        assert all(task.ended for task in done)
        assert max(sends(world, task) for task in made) <= 1
        failed = {task.problem.code for task in done if task.phase != "succeeded"}
        assert failed <= {"submit_outcome_unknown"}
        assert await world.faults() == []
        assert (await world.balance(key))[1] == 0

    go(story())


def test_what_was_never_sent_is_sent_once_after_the_list_proved_it(world, go):
    async def story():
        key = await world.key()
        task = await world.create(key)
        copy = await saved(world)
        assert await put_back(world, copy) == 1
        assert (await world.task(task)).phase == "unknown"
        began = world.now
        await world.run()
        done = await world.task(task)
        assert (done.phase, done.attempt, sends(world, task)) == ("succeeded", 2, 1)
        assert done.finished_at - began >= world.p.policy.absence_after

    go(story())


def test_what_was_sent_after_the_backup_ends_as_unknown_and_costs_nothing(world, go):
    async def story():
        key = await world.key(credits=1_000_000_000)
        task = await world.create(key, expires_after=3600)
        copy = await saved(world)
        await world.run()
        assert (await world.task(task)).phase == "succeeded"
        await put_back(world, copy)
        await world.run(5000)
        done = await world.task(task)
        assert (done.phase, done.problem.code) == ("failed", "submit_outcome_unknown")
        assert sends(world, task) == 1
        assert await world.balance(key) == (1_000_000_000, 0)
        assert world.now <= task.deadline + world.p.policy.overdue_stop + 700

    go(story())


def test_a_task_in_doubt_whose_next_attempt_is_not_in_the_backup_is_not_sent_a_third_time(world, go):
    """The backup has attempt 1, lost on the way; attempt 2, with another seed, was made after it."""

    async def story():
        key = await world.key()
        world.provider.script = ["lost-before"]
        task = await world.create(key, expires_after=3600)
        while (await world.task(task)).phase != "unknown":
            await world.step()
        copy = await saved(world)
        await world.run()
        assert sends(world, task) == 1
        await put_back(world, copy)
        await world.run(5000)
        assert sends(world, task) == 1

    go(story())


def test_a_task_that_the_backup_knows_as_lost_is_found_by_its_seed(world, go):
    async def story():
        key = await world.key()
        world.provider.script = ["lost-after"]
        task = await world.create(key)
        while (await world.task(task)).phase != "unknown":
            await world.step()
        copy = await saved(world)
        await put_back(world, copy)
        await world.run()
        done = await world.task(task)
        assert (done.phase, done.attempt, sends(world, task)) == ("succeeded", 1, 1)

    go(story())


def test_a_task_with_a_providers_id_is_only_looked_at(world, go):
    async def story():
        key = await world.key()
        task = await world.create(key)
        while (await world.task(task)).phase != "submitted":
            await world.step()
        copy = await saved(world)
        await world.run()
        assert await put_back(world, copy) == 0
        await world.run()
        done = await world.task(task)
        assert (done.phase, done.attempt, sends(world, task)) == ("succeeded", 1, 1)
        assert await world.faults() == []

    go(story())


def test_a_local_backend_makes_it_again_at_once(world, go):
    async def story():
        local = type(world)(world.root, local=True)
        key = await local.key()
        task = await local.create(key)
        copy = await saved(local)
        await put_back(local, copy)
        began = local.now
        await local.run()
        done = await local.task(task)
        assert done.phase == "succeeded" and done.finished_at - began < 120

    go(story())


def test_a_backup_older_than_the_deadline_asks_once_and_gives_the_hold_back(world, go):
    async def story():
        key = await world.key(credits=1_000_000_000)
        task = await world.create(key, expires_after=3600)
        copy = await saved(world)
        world.now += 30 * 86_400
        await put_back(world, copy)
        await world.run()
        assert (await world.task(task)).phase == "failed" and sends(world, task) == 0
        assert await world.balance(key) == (1_000_000_000, 0)

    go(story())


def test_settling_twice_changes_no_verdict(world, go):
    async def story():
        key = await world.key()
        task = await world.create(key)
        first = await world.store.transact(lambda sql: restoring.settle(sql, world.now))
        second = await world.store.transact(lambda sql: restoring.settle(sql, world.now))
        assert first == second == 1
        assert (await world.task(task)).phase == "unknown"

    go(story())


def test_which_records_are_no_proof_of_absence(world, go):
    async def story():
        key = await world.key()
        task = await world.create(key, expires_after=3600)
        fixed = await world.create(key, seed=42)
        world.now += 7200.0
        await world.store.transact(lambda sql: restoring.settle(sql, world.now))
        task, fixed = await world.task(task), await world.task(fixed)
        made = world.provider.accept(replace(task, seed=5, nonce=0))
        record = replace(world.provider.sighting(made), created_at=task.created_at + 60)
        assert fits(task, record, world.p) is None
        assert fits(task, replace(record, seed=None), world.p) is None
        assert fits(task, replace(record, resolution="720P"), world.p) is None
        assert fits(task, replace(record, resolution="1080p"), world.p) is False
        assert fits(task, replace(record, expires_after=7200), world.p) is False
        assert fits(task, replace(record, created_at=task.created_at - 86_400), world.p) is False
        assert fits(task, replace(record, created_at=world.now + 86_400), world.p) is False
        assert fits(fixed, replace(record, expires_after=170_000), world.p) is False
        assert fits(fixed, replace(record, expires_after=170_000, seed=42), world.p) is None

    go(story())


@pytest.mark.slow
def test_ten_thousand_open_tasks_are_settled_in_seconds(world, go):
    async def story():
        key = await world.key()
        made = await world.create(key)
        row = await world.store.read(lambda sql: dict(sql.one("task.load", id=made.id)))

        def more(sql: Any) -> None:
            names = (
                "id project key_id dialect route backend model_name request fingerprint phase attempt hold"
            )
            rest = "content rate unit adapted scenario created_at updated_at deadline due_at notes"
            for n in range(10_000):
                values = {name: row[name] for name in f"{names} {rest}".split()}
                sql.run("task.insert", **{**values, "id": f"{n:026d}"})

        await world.store.transact(more)
        began = time.monotonic()
        assert await world.store.transact(lambda sql: restoring.settle(sql, world.now)) == 10_001
        assert time.monotonic() - began < 30

    go(story())
