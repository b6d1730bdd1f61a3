"""The programs of EvoLink's tutorial, with only origin and key changed (and its sample image, which is
nowhere).

ONETAKE_REAL_SLEEPS=1 lets them sleep as long as the tutorial says.
"""

import json
import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from ..process.film import Film, film
from ..process.server import Server, until
from .conftest import PROGRAMS, VIDEOS, Program
from .front import Authority, Front, serving

pytestmark = [pytest.mark.contract, pytest.mark.process, pytest.mark.slow, pytest.mark.timeout(900)]

TUTORIAL = "evolink_tutorial"
Seen = list[list[Any]]


def steps(seen: Seen) -> None:
    """A poller meets pending, processing and completed in that order; 100 % is reached with completed."""
    order = ["pending", "processing", "completed"]
    met = [status for status, _ in seen]
    assert set(met) <= set(order) and met == sorted(met, key=order.index), seen
    assert [percent == 100 for _, percent in seen] == [status == "completed" for status in met], seen
    assert [percent for _, percent in seen] == sorted(percent for _, percent in seen), seen


def made_as(task: dict[str, Any]) -> None:
    """A task object as the tutorial captured it."""
    assert re.fullmatch(r"task-unified-\d{10}-\w+", task["id"])
    assert (task["object"], task["type"]) == ("video.generation.task", "video")
    assert isinstance(task["created"], int) and isinstance(task["progress"], int)


def shown(file: Path) -> tuple[int, int, int, bool]:
    """(width, height, seconds, with sound) of a film that plays to its end at 24 pictures a second."""
    played: Film = film(file)
    assert (played.fps, played.codec) == (24, "h264") and played.frames % 24 == 0
    return played.width, played.height, played.frames // 24, played.audio is not None


EXAMPLES = {
    "first": (1280, 720, 5, True),
    "text": (1280, 720, 5, True),
    "image": (1280, 720, 5, True),
    "social": (1080, 1920, 8, True),
    "cinema": (2206, 946, 10, True),
    "background": (1470, 630, 15, False),
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_ends_with_its_film(
    program: Program, server: Server, inputs: dict[str, str], tmp_path: Path, name: str
) -> None:
    urls = [inputs["jpeg_https"]] if name == "image" else []
    printed = program(TUTORIAL, name, tmp_path, *urls)
    told, made = printed["told"], printed["told"]["made"]
    steps(printed["seen"])
    for task in (made, told["result"]):
        made_as(task)
        assert (task["id"], task["model"]) == (made["id"], "seedance-2.0")
    assert made["status"] == "pending" and made["progress"] == 0 and made["task_info"]["can_cancel"] is True
    assert made["usage"]["billing_rule"] == "per_second" and made["usage"]["user_group"] == "default"
    assert told["result"]["task_info"]["can_cancel"] is False
    assert shown(tmp_path / told["file"]) == EXAMPLES[name]
    if name == "first":
        assert told["printed"][2] == 17.784 and told["printed"][1] > 0
    if name == "image":
        core = made["id"].rpartition("-")[2]
        media = server.call("GET", f"{VIDEOS}/{core}")["request"]["media"]
        assert [(m["kind"], m["role"]) for m in media] == [("image", "first_frame")]


@pytest.mark.parametrize("model", ["seedance-2.0", "seedance-1.5-pro"])
def test_the_draft_costs_least_with_either_model(program: Program, tmp_path: Path, model: str) -> None:
    told = program(TUTORIAL, "draft", tmp_path, model)["told"]
    assert told["made"]["model"] == model
    assert shown(tmp_path / "draft.mp4") == (864, 496, 4, True)


def test_a_batch_of_three_ends_with_three_films(program: Program, tmp_path: Path) -> None:
    told = program(TUTORIAL, "batch", tmp_path)["told"]
    ended = dict(told["ended"])
    assert set(ended) == set(told["prompts"])
    assert {task["status"] for task in ended.values()} == {"completed"}
    assert len({task["id"] for task in ended.values()}) == 3
    for index in range(3):
        assert shown(tmp_path / f"batch_{index}.mp4") == (1280, 720, 5, True)


def test_a_task_is_cancelled_once(program: Program, busy: str, tmp_path: Path) -> None:
    told = program(TUTORIAL, "cancel", tmp_path)["told"]
    (first, body), (again, error) = told["replies"]
    assert first == 200 and (body["id"], body["status"]) == (told["made"]["id"], "cancelled")
    assert again == 409 and error["error"]["message"]
    assert (error["error"]["type"], error["error"]["code"]) == ("invalid_request_error", "not_cancellable")
    assert told["after"]["status"] == "cancelled" and told["after"]["task_info"]["can_cancel"] is False


REFUSED = [
    ({"prompt": "  "}, "400 invalid_request_error: prompt cannot be empty"),
    ({"prompt": "x", "duration": 20}, "400 invalid_request_error: duration must be between 4 and 15"),
    ({"prompt": "x", "quality": "4k"}, "400 invalid_request_error: quality must be one of: "),
    ({"prompt": "x", "callback_url": "http://example.com/hook"}, "400 invalid_request_error: "),
    ({"prompt": "x", "image_urls": ["https://example.com/a.png"] * 10}, "400 invalid_request_error: "),
    ({"prompt": "x", "model": "seedance-1.5-pro", "video_urls": ["https://example.com/a.mp4"]}, "400 "),
]  # fmt: skip


def test_what_cannot_pass_is_not_tried_again(program: Program, tmp_path: Path) -> None:
    payloads = [json.dumps({"model": "seedance-2.0", **payload}) for payload, _ in REFUSED]
    ended = program(TUTORIAL, "submits", tmp_path, *payloads)["told"]
    for one, (payload, told) in zip(ended, REFUSED, strict=True):
        assert one["told"].startswith(f"ValueError: {told}"), payload
        assert one["waits"] == []
    (stranger,) = program(TUTORIAL, "submits", tmp_path, payloads[0], key="sk-nobody")["told"]
    assert stranger["told"].startswith("ValueError: 401 evo_api_error: Invalid token (request id: ")


PASSING = {
    "s1-12-rate-limit-in-words": 1,
    "s1-13-internal-server-error": 1,
    "s1-15-service-unavailable": 1,
}


@pytest.mark.parametrize("scenario", PASSING)
def test_what_passes_is_tried_again(program: Program, server: Server, tmp_path: Path, scenario: str) -> None:
    """A key that plays a scenario: the program is as it was, and its second attempt gets the task."""
    key = server.command("keys", "create", scenario, "--scenario", scenario)
    payload = json.dumps(
        {"model": "seedance-2.0", "prompt": "A lighthouse", "duration": 4, "quality": "480p"}
    )
    (one,) = program(TUTORIAL, "submits", tmp_path, payload, key=key)["told"]
    assert one["told"].startswith("task-unified-")
    assert len(one["waits"]) == PASSING[scenario]


# --- the webhook server


@contextmanager
def receiver(python: Path, folder: Path) -> Iterator[tuple[int, Callable[[], list[dict[str, Any]]]]]:
    """The tutorial's webhook server: its port, and a look at the deliveries that it printed."""
    with (folder / "deliveries").open("wb") as out, (folder / "log").open("wb") as log:
        command = [python, "-I", PROGRAMS / "evolink_receiver.py", folder / "videos"]
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=log)
    try:
        lines = lambda: (folder / "deliveries").read_text().split("\n")[:-1]  # noqa: E731
        port = int(until(lines, 20, "the receiver's port")[0])
        yield port, lambda: [json.loads(line) for line in lines()[1:]]
    finally:
        process.terminate()
        process.wait(10)


Deliveries = Callable[[], list[dict[str, Any]]]


@contextmanager
def hooked(python: Path, folder: Path, deaf: int = 0) -> Iterator[tuple[Server, Front, Deliveries]]:
    """The webhook server with TLS put before it, and a server of ours that is allowed to call it there."""
    authority = Authority(folder / "ca.pem")
    with ExitStack() as held:
        port, deliveries = held.enter_context(receiver(python, folder))
        front = held.enter_context(serving(Front(authority, port, deaf)))
        settings = f'[fetch]\nca_file = "{authority.file}"\nallow_callback = ["{front.origin}"]\n'
        server = Server(folder / "server", settings).start()
        held.callback(server.stop)
        yield server, front, deliveries


@pytest.mark.parametrize("deaf", [0, 2])
def test_the_webhook_server_gets_its_film(
    program: Program, client_python: Callable[[str], Path], tmp_path: Path, deaf: int
) -> None:
    """One delivery is enough; after two that came to nothing the third one arrives."""
    with hooked(client_python("programs"), tmp_path, deaf) as (server, front, deliveries):
        url = f"{front.origin}/api/webhook/seedance"
        made = program(TUTORIAL, "hook", tmp_path, url, origin=server.url, key=server.key)["told"]
        until(deliveries, 90, "the delivery", every=0.2)
        file = until(lambda: list((tmp_path / "videos").glob("*.mp4")), 20, "the film")[0]
        assert file.stem == made["id"] and shown(file) == (1280, 720, 8, True)
        (got,) = deliveries()
        assert got["genuine"] and got["type"].startswith("application/json")
        # The very object that a poll tells, but for the signature of its link.
        polled = server.call("GET", f"/v1/tasks/{made['id']}")
        assert {**got["task"], "results": None} == {**polled, "results": None}
        assert front.calls == deaf + 1


def test_the_webhook_server_hears_of_a_failure(
    program: Program, client_python: Callable[[str], Path], tmp_path: Path
) -> None:
    with hooked(client_python("programs"), tmp_path) as (server, front, deliveries):
        key = server.command("keys", "create", "failing", "--scenario", "s1-16-task-failed")
        url = f"{front.origin}/api/webhook/seedance"
        made = program(TUTORIAL, "hook", tmp_path, url, origin=server.url, key=key)["told"]
        (got,) = until(deliveries, 60, "the delivery", every=0.2)
        assert got["genuine"] and (got["task"]["id"], got["task"]["status"]) == (made["id"], "failed")
        assert got["task"]["error"]["message"] and got["task"]["error"]["code"]
        assert not list((tmp_path / "videos").iterdir())
