"""The official Python clients of Volcengine and BytePlus, pointed at our server (contract §9)."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import pytest

from ..process.film import film
from ..process.server import Server

pytestmark = [pytest.mark.contract, pytest.mark.process, pytest.mark.slow]

SCRIPT = Path(__file__).with_name("ark_client.py")
MODULES = {
    "volcengine": ("volcenginesdkarkruntime", "doubao-seedance-2-0-260128"),
    "byteplus": ("byteplussdkarkruntime", "dreamina-seedance-2-0-260128"),
}
Client = Callable[..., dict[str, Any]]


@pytest.fixture(params=MODULES)
def client(
    request: pytest.FixtureRequest,
    client_python: Callable[[str], Path],
    server: Server,
    tmp_path: Path,
) -> Client:
    """`client(scenario, …)` runs one scenario of ark_client.py in the client's own environment."""
    python, (module, model) = client_python(request.param), MODULES[request.param]

    def run(scenario: str, *arguments: str) -> dict[str, Any]:
        where = [module, server.url + "/api/v3", server.key, model, scenario, str(tmp_path)]
        done = subprocess.run(
            [python, "-I", SCRIPT, *where, *arguments], capture_output=True, text=True, timeout=90
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return {"sent": model, **json.loads(done.stdout)}

    return run


def tokens(width: int, height: int, seconds: int) -> int:
    return (24 * seconds + 1) * width * height // 1024


def test_a_model_and_a_text_are_enough(client: Client, server: Server) -> None:
    seen = client("minimal")
    assert seen["id"].startswith("cgt-")
    order = ["queued", "running", "succeeded"]
    assert seen["seen"] == [s for s in order if s in seen["seen"]] and seen["seen"][-1] == "succeeded"
    task, shown = seen["task"], film(Path(seen["file"]))
    assert (task["id"], task["model"], task["duration"]) == (seen["id"], seen["sent"], 5)
    assert (task["resolution"], task["framespersecond"], task["generate_audio"]) == ("720p", 24, True)
    assert task["ratio"] in ("16:9", "4:3", "1:1", "3:4", "9:16", "21:9")
    assert (shown.frames, shown.fps, shown.codec, shown.audio) == (120, 24, "h264", "aac")
    expected = tokens(shown.width, shown.height, 5)
    assert task["usage"]["completion_tokens"] == task["usage"]["total_tokens"] == expected
    # Deleting what has succeeded is an empty object, and then nobody knows it.
    gone = client("ended", seen["id"])
    assert gone["after"]["class"] == "ArkNotFoundError", gone
    assert gone["after"]["status_code"] == 404
    assert gone["answer"] != "''"


def test_a_lone_image_needs_no_role(client: Client, inputs: dict[str, str], tmp_path: Path) -> None:
    image = tmp_path / "image.txt"
    image.write_text(inputs["png_data"])
    seen = client("first_frame", str(image))
    task, shown = seen["task"], film(Path(seen["file"]))
    assert (shown.width, shown.height, shown.frames, shown.audio) == (640, 640, 96, None)
    assert (task["seed"], task["ratio"], task["duration"], task["resolution"]) == (11, "1:1", 4, "480p")
    assert (task["execution_expires_after"], task["safety_identifier"]) == (7200, "u1")
    assert task["generate_audio"] is False
    assert task["usage"]["completion_tokens"] == tokens(640, 640, 4)
    with av.open(seen["last"]) as last:
        assert (last.streams.video[0].width, last.streams.video[0].codec_context.name) == (640, "png")


def test_lists_and_what_is_queued(client: Client, server: Server, busy: str) -> None:
    seen = client("queued")
    first, second, third = seen["ids"]
    lists = seen["lists"]
    newest_first = [second, first]
    assert lists["named"] == {"total": 2, "ids": newest_first}
    assert lists["every"] == {"total": 2, "ids": newest_first}
    assert lists["second"] == {"total": 2, "ids": [first]}
    assert lists["status"]["ids"][:3] == [third, second, first]
    assert lists["ended"] == lists["model"] == lists["flex"] == {"total": 0, "ids": []}
    assert seen["statuses"] == ["cancelled"] * 3
    assert (seen["again"]["class"], seen["again"]["status_code"]) == ("ArkConflictError", 409)
    assert seen["again"]["code"].startswith("InvalidAction")


def test_what_runs_is_not_deleted(client: Client, server: Server, busy: str) -> None:
    before = server.count("withdraw")
    seen = client("running", "cgt-20260101000000-" + busy)
    refused = seen["refused"]
    assert (refused["class"], refused["status_code"]) == ("ArkConflictError", 409)
    assert refused["code"] == "InvalidAction.RunningTaskDeletion"
    assert seen["after"] == "running"
    assert server.count("withdraw") - before == 1, "the client was let repeat what cannot succeed"


def test_refusals_can_be_read(client: Client) -> None:
    seen = client("refusals")
    bad = {name: seen[name] for name in ("resolution", "duration", "tier", "mixed", "empty")}
    for name, refused in bad.items():
        assert refused is not None, name
        assert (refused["class"], refused["status_code"]) == ("ArkBadRequestError", 400), name
        assert refused["type"] == "BadRequest" and refused["message"], name
    params = {name: refused["param"] for name, refused in bad.items()}
    assert params["resolution"] == "resolution"
    assert params["duration"] == "duration"
    assert params["tier"] == "service_tier"
    assert params["empty"].startswith("content")
    assert params["mixed"].startswith("content")
    assert (seen["model"]["class"], seen["model"]["status_code"]) == ("ArkNotFoundError", 404)
    assert (seen["key"]["class"], seen["key"]["status_code"]) == ("ArkAuthenticationError", 401)
    assert (seen["unknown"]["class"], seen["unknown"]["status_code"]) == ("ArkNotFoundError", 404)


def test_a_create_tells_its_request_id(client: Client, busy: str) -> None:
    seen = client("raw")
    assert seen["request_id"]


def test_the_asynchronous_client(client: Client, busy: str) -> None:
    assert client("asynchronous")["statuses"] == ["queued", "cancelled"]
