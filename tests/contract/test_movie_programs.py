"""The programs of seedance2.movie's document, with only origin and key changed: two in Python, one in curl.

ONETAKE_REAL_SLEEPS=1 lets them wait between two queries as long as the document does.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ..process.film import film, picture
from ..process.server import Server, until

pytestmark = [pytest.mark.contract, pytest.mark.process, pytest.mark.slow]

SCRIPT = Path(__file__).with_name("movie_client.py")
PAUSE = [] if os.environ.get("ONETAKE_REAL_SLEEPS") == "1" else ["0.2"]
ORDER = ["pending", "queued", "processing", "completed"]


def played(server: Server, task: dict[str, Any]) -> tuple[tuple[int, int], int, bool]:
    """(size, frames, with sound) of the file, fetched as the document says: by its URL alone."""
    reply = server.http.get(task["video_url"])
    assert reply.status_code == 200, reply.text
    made = film(reply.content)
    return (made.width, made.height), made.frames, made.audio is not None


@pytest.mark.parametrize(
    ("program", "expected"),
    [("image", ((1280, 720), 192, False)), ("text", ((1470, 630), 240, True))],
)
def test_a_python_program_ends_with_its_film(
    client_python: Callable[[str], Path],
    server: Server,
    tmp_path: Path,
    program: str,
    expected: tuple[tuple[int, int], int, bool],
) -> None:
    (tmp_path / "character.png").write_bytes(picture())
    python = client_python("byteplus")  # an environment in which `requests` is
    words = [python, "-I", SCRIPT, server.url, server.key, program, tmp_path, *PAUSE]
    done = subprocess.run(words, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout)
    assert told["seen"] == [word for word in ORDER if word in told["seen"]]
    assert told["seen"][-1] == "completed"
    assert (told["path"] or "").startswith("api/uploads/" if program == "image" else "")
    assert played(server, told["task"]) == expected


def test_the_curl_program_ends_with_its_film(server: Server, tmp_path: Path) -> None:
    if not shutil.which("curl"):
        pytest.skip("no curl")
    base, key = f"{server.url}/api/v1/video", ["-H", f"X-API-Key: {server.key}"]
    (tmp_path / "scene.png").write_bytes(picture())

    def curl(*words: str) -> Any:
        done = subprocess.run(
            ["curl", "-sS", "-f", *words], cwd=tmp_path, capture_output=True, text=True, timeout=60
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)["result"] if done.stdout else None

    asked = "filename=scene.png&content_type=image/png"
    promise = curl("-X", "POST", f"{base}/upload/presign?{asked}", *key)
    kind = ["-H", "Content-Type: image/png"]
    assert curl("-X", "PUT", promise["presigned_url"], *kind, "--data-binary", "@./scene.png") is None
    image = {"type": "image_url", "image_url": promise["file_path"]}
    text = {"type": "text", "text": "The scene wakes, petals open"}
    body = json.dumps({"content": [image, text], "duration": 8, "ratio": "16:9"}, indent=1)
    receipt = curl("-X", "POST", f"{base}/task", *key, "-H", "Content-Type: application/json", "-d", body)
    assert receipt["status"] == "pending"

    def ended() -> dict[str, Any] | None:
        task = curl(f"{base}/task/{receipt['task_id']}", *key)
        return task if task["status"] in ("completed", "failed", "cancelled", "expired") else None

    task = until(ended, 120, "the film", every=0.2)
    assert played(server, task) == ((1280, 720), 192, False)
    assert receipt["task_id"] in [
        t["task_id"] for t in curl(f"{base}/tasks?page=1&page_size=10", *key)["data"]
    ]
    assert curl(f"{base}/balance", *key).keys() == {"total_credits", "used_credits", "remain_credits"}


def test_the_curl_cancel(server: Server, busy: str) -> None:
    """A task that waits behind another is cancelled with a POST that has no body and no length."""
    if not shutil.which("curl"):
        pytest.skip("no curl")
    body = {"content": [{"type": "text", "text": "Nothing that is ever seen"}]}
    task = server.call("POST", "/api/v1/video/task", body)["result"]["task_id"]
    words = ["curl", "-sS", "-f", "-X", "POST", f"{server.url}/api/v1/video/task/{task}/cancel"]
    done = subprocess.run(
        [*words, "-H", f"X-API-Key: {server.key}"], capture_output=True, text=True, timeout=30
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["result"] == {"task_id": task, "status": "cancelled"}
