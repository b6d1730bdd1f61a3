"""T30 in every dialect and on every route: whatever a provider answers is read, refused as unreadable, or a
failure with a name."""

import contextlib
import json
import math
import random
from typing import Any

import pytest

from onetake.adapters.backends.sightings import sighting
from onetake.core.catalogue import catalogue
from onetake.core.problem import Problem
from onetake.core.wire import Reply, WireError
from onetake.dialects import DIALECTS

ROUTES = sorted(catalogue().routes)
NAMES = (
    *(
        "id",
        "task_id",
        "status",
        "state",
        "code",
        "message",
        "data",
        "result",
        "results",
        "output",
        "content",
    ),
    *(
        "video_url",
        "last_frame_url",
        "url",
        "video",
        "progress",
        "usage",
        "completion_tokens",
        "total_tokens",
    ),
    *("created_at", "created", "updated_at", "completed_at", "duration", "seconds", "resolution", "ratio"),
    *("seed", "model", "error", "credits", "credit_cost", "credits_used", "metrics", "task_info", "object"),
    *("execution_expires_after", "framespersecond", "type", "estimated_time", "can_cancel", "items", "total"),
)
VALUES: tuple[Any, ...] = (
    *(None, True, 0, -1, 10**9, 10**400, 1e308, math.nan, math.inf, "", "NaN", "1e999", "x" * 3000, "\0"),
    *("succeeded", "completed", "COMPLETED", "failed", "queued", "processing", "https://a.test/v.mp4", "t1"),
    *("\ud800", "2026-01-15T10:30:00Z", "9999-99-99", "0000-01-01T00:00:00Z", [], {}, [None], [[]], ["x"]),
)


def made_up(dice: random.Random, depth: int = 0) -> Any:
    if depth > 3 or (depth and dice.random() < 0.6):
        return dice.choice(VALUES)
    if dice.random() < 0.1:
        return [made_up(dice, depth + 1) for _ in range(dice.randrange(4))]
    return {name: made_up(dice, depth + 1) for name in dice.sample(NAMES, dice.randrange(1, 20))}


def answer(dice: random.Random) -> Any:
    """Something that looks like a task in any contract, with a few members made up."""
    words = (
        "succeeded",
        "completed",
        "failed",
        "queued",
        "running",
        "processing",
        "in_progress",
        "COMPLETED",
    )
    task: dict[str, Any] = {
        "id": "t1", "task_id": "t1", "request_id": "t1", "model": "doubao-seedance-2-0-260128",
        "status": dice.choice(words), "object": "video", "type": "video", "progress": 5, "seconds": "5",
        "created": 1_790_000_000, "created_at": 1_790_000_000, "size": "1280x720",
    }  # fmt: skip
    if dice.random() < 0.3:
        task["created_at"] = "2026-01-15T10:30:00Z"
    for _ in range(dice.randrange(4)):
        task[dice.choice(NAMES)] = made_up(dice, 1)
    return dice.choice((task, {**task, "code": 200, "data": task}, made_up(dice)))


@pytest.mark.parametrize("name", ROUTES)
def test_t30_no_answer_to_a_look_crashes_its_reader(name: str) -> None:
    route = catalogue().routes[name]
    if "get" not in route.capabilities:
        return
    dice = random.Random(name)
    read = 0
    for _ in range(200):
        flow = DIALECTS[route.dialect].looking("t1", route, "key")
        next(flow)
        status = dice.choice((200, 200, 200, 200, 400, 404, 429, 500, 503))
        with contextlib.suppress(WireError, Problem):
            seen = sighting(told_by(flow, Reply(status, {}, json.dumps(answer(dice)).encode())))
            read += 1
            for figure in (seen.tokens, seen.duration, seen.created_at, seen.seed):
                assert figure is None or isinstance(figure, str) or figure == figure
    # Those two are read so strictly that chance makes nothing they believe: test_movie_hostile leads there.
    assert read or route.dialect in ("movie", "segmind")


def told_by(flow: Any, reply: Reply) -> Any:
    """What the flow ends with, when it has this answer to all that it asks."""
    try:
        for _ in range(5):
            flow.send(reply)
    except StopIteration as end:
        return end.value
    raise AssertionError("a look does not end")
