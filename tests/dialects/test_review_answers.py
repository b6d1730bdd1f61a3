"""Answers of providers whose words have changed a little: what was paid for is fetched all the same."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest

from onetake.core.catalogue import catalogue
from onetake.core.wire import Reply, WireError
from onetake.dialects import DIALECTS
from onetake.dialects._flow import run

URL = "https://files.example/v.mp4"
AT = 1_800_000_000
FINISHED: dict[str, tuple[str, dict[str, Any]]] = {
    "ark": (
        "volcengine",
        {
            "id": "a", "model": "m", "status": "succeeded", "created_at": AT, "updated_at": AT, "seed": 5,
            "content": {"video_url": URL, "last_frame_url": URL},
            "usage": {"completion_tokens": 5, "total_tokens": 5},
            "resolution": "720p", "ratio": "16:9", "duration": 5, "framespersecond": 24,
            "execution_expires_after": 3600, "generate_audio": True, "error": None,
        },
    ),
    "evolink": (
        "evolink",
        {
            "id": "a", "model": "m", "status": "completed", "results": [URL], "created": AT, "progress": 100,
            "object": "video.generation.task", "type": "video", "usage": {"credits_reserved": 2.5},
            "task_info": {"can_cancel": False, "estimated_time": 120}, "error": {},
        },
    ),
    "movie": (
        "movie",
        {
            "code": "200", "message": "Success",
            "result": {
                "task_id": "a", "model": "m", "status": "completed", "resolution": "720p", "ratio": "16:9",
                "duration": 5, "generate_audio": False, "seed": 5, "video_url": URL, "last_frame_url": URL,
                "error_code": None, "error_message": None, "credit_cost": 14.4,
                "created_at": "2026-01-15T10:30:00Z", "updated_at": "2026-01-15T10:31:00Z",
            },
        },
    ),
    "segmind": (
        "segmind",
        {
            "request_id": "a", "status": "COMPLETED", "output": [{"url": URL}], "seed": 5, "error": None,
            "last_frame_url": URL, "metrics": {"cost": 0.7, "seconds": 5, "tokens": 5},
        },
    ),
    "openai": (
        "openai",
        {
            "id": "a", "object": "video", "status": "completed", "model": "m", "seconds": "5",
            "created_at": AT, "completed_at": AT, "expires_at": AT, "progress": 100, "error": None,
            "prompt": "a fox", "remixed_from_video_id": None, "size": "1280x720",
        },
    ),
}  # fmt: skip
VITAL = {
    "id",
    "task_id",
    "request_id",
    "status",
    "video_url",
    "content",
    "results",
    "output",
    "code",
    "result",
}
SPOILT: tuple[Any, ...] = (None, "what", "14.4", 5, -1.5, True, [1], {"a": 1}, [], {})


def places(message: dict[str, Any], above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, value in message.items():
        if isinstance(value, dict):
            yield from places(value, (*above, name))
        if name not in VITAL:
            yield (*above, name)


def seen(name: str, message: Any) -> dict[str, Any]:
    route = catalogue().routes[FINISHED[name][0]]
    return run(
        DIALECTS[name].looking("a", route, "key"), lambda _: Reply(200, {}, json.dumps(message).encode())
    )


@pytest.mark.parametrize("name", FINISHED)
def test_a_finished_video_is_read_whatever_became_of_the_words_beside_it(name: str) -> None:
    message = FINISHED[name][1]
    whole = seen(name, message)
    assert whole["status"] == "succeeded"
    for place in places(message):
        for value in SPOILT:
            told = copy.deepcopy(message)
            inner = told
            for step in place[:-1]:
                inner = inner[step]
            inner[place[-1]] = value
            found = seen(name, told)
            assert (found["status"], found["video_url"]) == ("succeeded", whole["video_url"]), (place, value)


@pytest.mark.parametrize("name", FINISHED)
def test_and_without_a_word_on_the_task_itself_it_is_no_verdict(name: str) -> None:
    route, message = FINISHED[name]
    above = message.get("result", message)
    for value in ("?", 5, None, ["completed"]):
        status = {**above, "status": value}
        with pytest.raises(WireError):
            seen(name, {**message, "result": status} if "result" in message else status)
    assert route


def test_a_time_that_cannot_be_read_is_a_time_that_was_not_told() -> None:
    result = {**FINISHED["movie"][1]["result"], "created_at": AT, "seed": "5"}
    found = seen("movie", {**FINISHED["movie"][1], "result": result})
    assert not {"created_at", "seed"} & found.keys()
