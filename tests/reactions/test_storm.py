"""Many tasks at once against a provider under chaos: none is bought twice or lost, the books are right."""

import asyncio
import os
from collections import Counter
from pathlib import Path

import pytest

from onetake.core import chaos
from onetake.core.catalogue import catalogue
from onetake.core.task import Task

from .stage import CREATES, CREDIT, Stage

pytestmark = pytest.mark.slow

TASKS = int(os.environ.get("ONETAKE_STORM_TASKS", "100"))
FINDS = ("volcengine", "movie")
"""Routes whose list tells what became of a lost create, and that there was none."""
ROUTES = (*FINDS, "evolink", "segmind")


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("clips")


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("profile", ["storm", "segmind-2026"])
def test_nothing_is_bought_twice_and_nothing_is_lost(
    tmp_path: Path, clips: Path, profile: str, route: str
) -> None:
    asyncio.run(story(tmp_path, clips, profile, route))


async def story(root: Path, clips: Path, profile: str, name: str) -> None:
    stage = await Stage(root, clips).open(chaos.profile(profile))
    route = catalogue().routes[name]
    theirs, credential = await stage.provider.key(credits=CREDIT)
    ours, _ = await stage.engine.key(credits=CREDIT)
    backend = stage.upstream(route, credential, called="callback" in route.capabilities)
    made = [
        await stage.submit(ours, backend, route, prompt=f"boat {number}", generate_audio=number % 2 == 0)
        for number in range(TASKS)
    ]
    ended = [await stage.until_ended(task, 200_000) for task in made]
    await stage.settle(20_000)
    accepted = Counter(task.request.prompt for task in await stage.provider.tasks_of(theirs))
    kinds = {task.id: await stage.engine.kinds(task) for task in ended}
    for task in ended:
        check(task, kinds[task.id], accepted[task.request.prompt])
    spent, held = await stage.engine.money(ours)
    assert held == 0
    assert spent == sum(task.price or 0 for task in ended)
    report(stage, profile, name, ended)
    if profile == "storm" and name in FINDS:
        assert {task.status for task in ended} == {"succeeded"}, "no fault of the wire costs a video"
    await stage.close()


def check(task: Task, kinds: list[str], accepted: int) -> None:
    """One task there for each attempt that the tables allow, and a film for every one that was paid."""
    tried = 1 + kinds.count("again")
    assert accepted <= tried, (kinds, "bought twice")
    if task.status == "succeeded":
        assert accepted >= 1
        assert task.output is not None
    else:
        assert task.problem is not None
        assert not task.price
    if "receipt" in kinds:
        assert accepted >= 1


def report(stage: Stage, profile: str, route: str, ended: list[Task]) -> None:
    """What came of them; `-s` shows it."""
    told = Counter(task.problem.code if task.problem else task.status for task in ended)
    submits = stage.provider.count(*CREATES)
    print(f"\n{profile} on {route}: {len(ended)} tasks, {submits} creates, {dict(told.most_common())}")
