"""The programs of seedance2.movie's document, with only origin and key changed: two in Python, one in curl.

ONETAKE_REAL_SLEEPS=1 lets them wait between two queries as long as the document does.
"""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ..process.film import film, picture
from ..process.server import Server, until
from .conftest import FRACTION, Program

pytestmark = [pytest.mark.contract, pytest.mark.process, pytest.mark.slow, pytest.mark.timeout(900)]

Curl = Callable[..., subprocess.CompletedProcess[str]]
ORDER = ["pending", "queued", "processing", "completed"]


def played(server: Server, task: dict[str, Any]) -> tuple[tuple[int, int], int, bool]:
    """(size, frames, with sound) of the file, fetched as the document says: by its URL alone."""
    reply = server.http.get(task["video_url"])
    assert reply.status_code == 200, reply.text
    made = film(reply.content)
    return (made.width, made.height), made.frames, made.audio is not None


@pytest.mark.parametrize(
    ("name", "expected"),
    [("image", ((1280, 720), 192, False)), ("text", ((1470, 630), 240, True))],
)
def test_a_python_program_ends_with_its_film(
    program: Program,
    server: Server,
    tmp_path: Path,
    name: str,
    expected: tuple[tuple[int, int], int, bool],
) -> None:
    (tmp_path / "character.png").write_bytes(picture())
    told = program("seedance2_movie", name, tmp_path)
    assert told["seen"] == [word for word in ORDER if word in told["seen"]]
    assert told["seen"][-1] == "completed"
    assert (told["path"] or "").startswith("api/uploads/" if name == "image" else "")
    assert played(server, told["task"]) == expected


def test_the_curl_program_ends_with_its_film(curl: Curl, server: Server, tmp_path: Path) -> None:
    base, key = f"{server.url}/api/v1/video", ["-H", f"X-API-Key: {server.key}"]
    (tmp_path / "scene.png").write_bytes(picture())

    def told(*words: str) -> Any:
        done = curl("--fail", *words)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)["result"] if done.stdout else None

    asked = "filename=scene.png&content_type=image/png"
    promise = told("-X", "POST", f"{base}/upload/presign?{asked}", *key)
    kind = ["-H", "Content-Type: image/png"]
    assert told("-X", "PUT", promise["presigned_url"], *kind, "--data-binary", "@./scene.png") is None
    image = {"type": "image_url", "image_url": promise["file_path"]}
    text = {"type": "text", "text": "The scene wakes, petals open"}
    body = json.dumps({"content": [image, text], "duration": 8, "ratio": "16:9"}, indent=1)
    receipt = told("-X", "POST", f"{base}/task", *key, "-H", "Content-Type: application/json", "-d", body)
    assert receipt["status"] == "pending"

    def ended() -> dict[str, Any] | None:
        task = told(f"{base}/task/{receipt['task_id']}", *key)
        return task if task["status"] in ("completed", "failed", "cancelled", "expired") else None

    task = until(ended, 120, "the film", every=5 * FRACTION)
    assert played(server, task) == ((1280, 720), 192, False)
    assert receipt["task_id"] in [
        t["task_id"] for t in told(f"{base}/tasks?page=1&page_size=10", *key)["data"]
    ]
    assert told(f"{base}/balance", *key).keys() == {"total_credits", "used_credits", "remain_credits"}


def test_the_curl_cancel(curl: Curl, server: Server, busy: str) -> None:
    """A task that waits behind another is cancelled with a POST that has no body and no length."""
    body = {"content": [{"type": "text", "text": "Nothing that is ever seen"}]}
    task = server.call("POST", "/api/v1/video/task", body)["result"]["task_id"]
    url = f"{server.url}/api/v1/video/task/{task}/cancel"
    done = curl("--fail", "-X", "POST", url, "-H", f"X-API-Key: {server.key}")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["result"] == {"task_id": task, "status": "cancelled"}
