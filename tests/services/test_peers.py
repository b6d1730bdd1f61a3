"""What peers in this business got wrong (errors-and-faults §1.3), and F19: here it does not happen.

new-api's, elizaOS's and bottube's refunds stand beside the ledger's laws.
"""

import pytest

from onetake._sdk.patience import Patience
from onetake.core.problem import Problem
from onetake.core.task import Sighting


@pytest.mark.parametrize("word", ["lost-before", "lost-after"])
def test_peer_bifrost_ambiguous_create_is_an_outcome_of_its_own(world, go, word):
    """bifrost #7004: what became of a create that was not answered was left open."""

    async def story():
        key = await world.key(credits=1_000_000_000)
        world.provider.script, world.provider.lists = [word], False
        task = await world.create(key)
        await world.step()
        seen = await world.task(task)
        assert (seen.phase, seen.status) == ("unknown", "queued")
        assert (await world.balance(key))[1] == seen.hold > 0
        sent = len(world.provider.accepted)
        for _ in range(30):
            await world.step()
        assert len(world.provider.accepted) == sent, "sent again without proof"

    go(story())


def test_peer_ddcat_create_is_never_repeated_by_itself(world, go):
    """ddcat #492: a create whose outcome is open is not sent again."""

    async def story():
        key = await world.key()
        world.provider.script, world.provider.lists = ["lost-after"], False
        task = await world.create(key, expires_after=3600)
        await world.run(3000)
        assert [row["task"] for row in world.provider.accepted.values()] == [task.id]
        ended = await world.task(task)
        assert (ended.status, ended.problem.code, ended.price) == ("failed", "submit_outcome_unknown", 0)

    go(story())


def test_peer_ddcat_only_the_third_404_in_a_row_can_end_a_task(world, go):
    """ddcat #309: a record that is away for a moment is no verdict."""

    async def story():
        key = await world.key()
        task = await world.create(key)
        world.backend.looks = ["gone", "gone", "ok", "gone", "gone"]
        await world.run()
        assert (await world.task(task)).status == "succeeded"

    go(story())


@pytest.mark.parametrize("each", [5.0, 30.0, 300.0])
def test_peer_blockrun_no_call_outlives_the_budget(each):
    """BlockRunAI #110: the last poll ran 35 s past the customer's limit."""
    now = [0.0]
    patience = Patience(each, 60.0, clock=lambda: now[0])
    while now[0] < 60.0:
        longest = patience.for_one()
        assert longest <= min(each, 60.0 - now[0])
        now[0] += min(longest, 7.0)
    with pytest.raises(Problem, match="gave up after 60 s"):
        patience.for_one()


def test_peer_volcengine_sdk_repeats_creates_we_do_not(world, go):
    """Volcengine's client repeats any request, creates too, on a timeout, 408, 409, 429 and every 5xx."""

    async def story():
        key = await world.key()
        for number, word in enumerate(("lost-after", "problem:provider_protocol", "lost-before")):
            calls = []
            usual = world.backend.submit

            async def submit(task, inputs, calls=calls, usual=usual):
                calls.append(task.attempt)
                return await usual(task, inputs)

            world.backend.submit = submit
            world.provider.script = [word]
            task = await world.create(key, prompt=f"fox {number}")
            await world.step()
            assert calls == [1], (word, (await world.task(task)).phase)
            world.backend.submit = usual
            await world.run(3000)

    go(story())


@pytest.mark.parametrize("back", ["queued", "running"])
def test_f19_a_status_that_goes_back_moves_nothing_back(world, go, back):
    async def story():
        key = await world.key()
        world.provider.finish_after = 1e9
        task = await world.create(key)
        name, row, told = None, None, iter(["running", back, "running", back, "succeeded", back])
        while row is None:
            await world.step()
            name, row = next(iter(world.provider.accepted.items()), (None, None))
        usual = world.backend.look

        async def look(task):
            seen = await usual(task)
            status = next(told, "succeeded")
            url = "https://files.test/v.mp4" if status == "succeeded" else None
            return Sighting(provider_id=seen.provider_id, status=status, video_url=url)

        world.backend.look = look
        phases = []
        while not (await world.task(task)).ended:
            await world.step()
            phases.append((await world.task(task)).phase)
        order = ["submitted", "rendering", "storing", "succeeded"]
        seen = [order.index(phase) for phase in phases if phase in order]
        assert seen == sorted(seen) and phases[-1] == "succeeded", (name, phases)

    go(story())


def test_t45_nothing_of_a_deleted_task_is_left_in_the_data_directory(world, go):
    from onetake.services import tasks

    async def story():
        key = await world.key()
        secret = "a heron nobody shall hear of"
        world.provider.output = b"the only copy of these bytes"
        task = await world.create(key, prompt=secret)
        await world.run()
        sha = (await world.task(task)).output.video
        assert _found(world.root, secret.encode()) and _found(world.root, world.provider.output)
        await tasks.delete(world.p, key.project, task.id)
        assert not _found(world.root, world.provider.output)
        assert not [f for f in world.root.rglob(f"*{sha}*") if f.is_file()]
        row = await world.store.read(lambda sql: sql.one("task.get", id=task.id, project=key.project))
        assert row is None

    go(story())


def _found(root, content):
    return [f for f in root.rglob("*") if f.is_file() and content in f.read_bytes()]
