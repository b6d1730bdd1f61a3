"""Every bug of the gallery is caught within 300 seeds, and the product without it passes the same story.

A switch that is no longer caught means that the checks have grown blind, or that the switch no longer changes
anything: both fail here.
"""

import logging
import os
from pathlib import Path
from typing import Any

import pytest

from onetake.adapters.database.sqlite import connection
from onetake.core.catalogue import overlay
from onetake.services import tasks
from onetake.testing.simulation.bugs import BUGS, planted

from . import tales, test_walks

pytestmark = pytest.mark.slow

MOST = 300
HEALTHY = int(os.environ.get("ONETAKE_TALES") or 6)
STORIES: dict[str, tales.Tale] = {
    "absent-without-lag": tales.lagging,
    "adopts-anything": tales.strangers,
    "attempt-not-compared": tales.stale_proof,
    "broken-look-ends": tales.waiting,
    "callback-believed": tales.waiting,
    "cancel-pays-back-at-once": tales.waiting,
    "key-of-everybody": tales.asked_again,
    "key-remembered-later": tales.asked_again,
    "message-named-anew": tales.waiting,
    "no-compare-and-set": tales.sleeper,
    "no-fence": tales.sleeper,
    "no-outbox": tales.waiting,
    "one-404-ends": tales.waiting,
    "output-not-checked": tales.bad_file,
    "refund-at-poll-timeout": tales.waiting,
}
"""The others are caught by the random walks."""


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Crashes here are of our process alone: no disk has to be waited for, nor a verdict in real time."""
    monkeypatch.setattr(tasks, "VERDICT", 0.0)
    calm = tuple("synchronous=OFF" if s.startswith("synchronous") else s for s in connection._WRITER)
    monkeypatch.setattr(connection, "_WRITER", calm)
    monkeypatch.setattr("os.fsync", lambda _: None)
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)
    overlay({})


async def told(world: Any, crash: Any, name: str, seed: int, root: Path) -> None:
    """One seed of the story that is biased towards a bug."""
    if name not in STORIES:
        await test_walks._one(type(world), root / "walk", crash, seed)
        return
    root.mkdir()
    fresh = type(world)(root)
    try:
        await STORIES[name](fresh, crash, seed)
    finally:
        await fresh.store.close()


@pytest.mark.parametrize("name", sorted(BUGS))
def test_a_planted_bug_is_caught(world: Any, go: Any, crash: Any, tmp_path: Path, name: str) -> None:
    for seed in range(MOST):
        try:
            with planted(name):
                go(told(world, crash, name, seed, tmp_path / str(seed)))
        except (Exception, crash, pytest.fail.Exception):
            return
        finally:
            overlay({})
    raise AssertionError(f"{name} ({BUGS[name].row}: {BUGS[name].about}) went unnoticed for {MOST} seeds")


@pytest.mark.parametrize("story", sorted({tale.__name__ for tale in STORIES.values()}))
def test_without_a_bug_the_story_ends_well(
    world: Any, go: Any, crash: Any, tmp_path: Path, story: str
) -> None:
    name = next(name for name, tale in sorted(STORIES.items()) if tale.__name__ == story)
    for seed in range(HEALTHY):
        go(told(world, crash, name, seed, tmp_path / str(seed)))


def test_the_gallery_has_the_twelve_and_the_peers() -> None:
    assert len(BUGS) >= 20
    rows = " ".join(bug.row for bug in BUGS.values())
    assert all(peer in rows for peer in ("new-api", "bottube", "elizaOS", "ddcat"))
    assert set(STORIES) <= set(BUGS)
