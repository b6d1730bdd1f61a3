"""What the ModelArk page does with curl and on success, and a program as APIYI's page describes it, with only
origin and key changed (and the callback and picture addresses, which are nowhere).

ONETAKE_REAL_SLEEPS=1 lets them sleep as long as the pages say.
"""

import json
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import pytest

from ..process.film import film
from ..process.server import Server, until
from .conftest import FRACTION, PROGRAMS, VIDEOS, Program
from .front import Authority, Recorder, serving

pytestmark = [pytest.mark.contract, pytest.mark.process, pytest.mark.slow, pytest.mark.timeout(900)]

TASKS = "/api/v3/contents/generations/tasks"
DREAMINA = "dreamina-seedance-2-0-260128"
DEMO = [{"type": "text", "text": "A product on a table, the camera moves slowly, clean light"}]
RATIOS = ("16:9", "4:3", "1:1", "3:4", "9:16", "21:9")
Curl = Callable[..., subprocess.CompletedProcess[str]]


def answer(done: subprocess.CompletedProcess[str]) -> Any:
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def create(curl: Curl, server: Server, path: str = TASKS, **asked: Any) -> str:
    """The page's create: a POST with the key, the type and the body as curl sends it with -d."""
    key = ["-H", f"Authorization: Bearer {server.key}"]
    body = ["-H", "Content-Type: application/json", "-d", json.dumps(asked)]
    made = answer(curl("--fail", "-X", "POST", server.url + path, *key, *body))
    assert made.keys() == {"id"}
    return made["id"]


def ended(curl: Curl, server: Server, task_id: str, path: str = TASKS) -> dict[str, Any]:
    """The page's query, after 5 s and then every 10 s."""
    pause = 5 * FRACTION
    for _ in range(90):
        time.sleep(pause)
        words = ["-X", "GET", f"{server.url}{path}/{task_id}", "-H", f"Authorization: Bearer {server.key}"]
        task = answer(curl("--fail", *words))
        assert task["id"] == task_id and task["status"] in ("queued", "running", "succeeded")
        if task["status"] == "succeeded":
            return task
        pause = 10 * FRACTION
    raise AssertionError(f"{task_id} did not end")


def persisted(task: dict[str, Any], folder: Path) -> list[dict[str, str]]:
    """What the page's success handler kept; skips without node."""
    if not shutil.which("node"):
        pytest.skip("no node")
    command = ["node", PROGRAMS / "modelark_persist.mjs", folder]
    done = subprocess.run(command, input=json.dumps(task), capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_modelark_calls_end_with_a_film_and_its_last_frame(curl: Curl, tmp_path: Path) -> None:
    authority = Authority(tmp_path / "ca.pem")
    recorder = Recorder(authority)
    settings = f'[fetch]\nca_file = "{authority.file}"\nallow_callback = ["{recorder.origin}"]\n'
    server = Server(tmp_path / "server", settings).start()
    asked = {"ratio": "16:9", "resolution": "720p", "duration": 5, "generate_audio": False}
    hook = {"return_last_frame": True, "callback_url": f"{recorder.origin}/webhooks/seedance"}
    try:
        with serving(recorder):
            made = create(curl, server, model=DREAMINA, content=DEMO, **asked, **hook)
            task = ended(curl, server, made)
            wanted = lambda: [t for _, t in recorder.got if t["status"] == "succeeded"]  # noqa: E731
            (told,) = until(wanted, 20, "the callback")
        kept = persisted(task, tmp_path)
    finally:
        server.stop()
    assert {name: task[name] for name in asked} == asked and task["model"] == DREAMINA
    assert {path for path, _ in recorder.got} == {"/webhooks/seedance"}
    order = ["queued", "running", "succeeded"]
    statuses = [told["status"] for _, told in recorder.got]
    assert statuses == [status for status in order if status in statuses]
    assert (told["id"], told["usage"]) == (made, task["usage"])
    assert kept == [
        {"name": "output.mp4", "type": "video/mp4"},
        {"name": "last-frame.png", "type": "image/png"},
    ]
    shown = film(tmp_path / "output.mp4")
    assert (shown.width, shown.height, shown.frames, shown.fps, shown.audio) == (1280, 720, 120, 24, None)
    with av.open(str(tmp_path / "last-frame.png")) as last:
        assert (last.streams.video[0].width, last.streams.video[0].height) == (1280, 720)


def test_the_modelark_reference_request(curl: Curl, server: Server, inputs: dict[str, str]) -> None:
    """The page's JSON: a text that names [image 1], a picture as reference, no resolution."""
    picture = {"type": "image_url", "image_url": {"url": inputs["jpeg_https"]}, "role": "reference_image"}
    words = {"type": "text", "text": "The product looks as in [image 1]; keep the shot plain."}
    asked = {"ratio": "16:9", "duration": 5, "generate_audio": False}
    task = ended(curl, server, create(curl, server, model=DREAMINA, content=[words, picture], **asked))
    assert task["resolution"] == "720p"
    shown = film(server.http.get(task["content"]["video_url"]).content)
    assert (shown.width, shown.height, shown.frames, shown.audio) == (1280, 720, 120, None)


def test_curl_on_the_path_of_apiyi(curl: Curl, server: Server) -> None:
    """Their page: curl needs no word about encodings."""
    path, model = "/seedance" + TASKS, "doubao-seedance-2-0-fast-260128"
    made = create(curl, server, path, model=model, content=DEMO, duration=4, resolution="480p", ratio="1:1")
    task = ended(curl, server, made, path)
    assert (task["model"], task["ratio"], task["generate_audio"]) == (model, "1:1", True)
    shown = film(server.http.get(task["content"]["video_url"]).content)
    assert (shown.width, shown.height, shown.frames, shown.audio) == (640, 640, 96, "aac")
    pixels = shown.width * shown.height * shown.frames / 1024
    assert abs(task["usage"]["completion_tokens"] / pixels - 1) < 0.011  # one picture more than there is


# --- APIYI in Python


def logged(printed: dict[str, Any]) -> None:
    """Every answer had an id for support, and the statuses went one way, for each task."""
    assert all(line["request"] for line in printed["log"])
    assert len({line["request"] for line in printed["log"]}) == len(printed["log"])
    order = [None, "queued", "running", "succeeded"]
    for task_id in {line["id"] for line in printed["log"]}:
        met = [line["status"] for line in printed["log"] if line["id"] == task_id]
        assert met == sorted(met, key=order.index) and met[-1] == "succeeded"


def test_apiyi_with_nothing_but_a_text(program: Program, tmp_path: Path) -> None:
    printed = program("apiyi_path", "text", tmp_path)
    logged(printed)
    task, shown = printed["told"], film(tmp_path / "text.mp4")
    assert (task["duration"], task["resolution"], task["generate_audio"]) == (5, "720p", True)
    assert task["ratio"] in RATIOS, "the ratio that was made, not adaptive"
    assert (shown.frames, shown.fps, shown.audio) == (120, 24, "aac")
    assert not (tmp_path / "text.png").exists()


def test_apiyi_chains_two_clips(program: Program, server: Server, tmp_path: Path) -> None:
    """The last frame of the first is the first frame of the second."""
    printed = program("apiyi_path", "chain", tmp_path)
    logged(printed)
    first, second = printed["told"]
    assert first["seed"] == 3
    for name in ("one", "two"):
        shown = film(tmp_path / f"{name}.mp4")
        assert (shown.width, shown.height, shown.frames, shown.audio) == (496, 864, 96, None)
        assert (tmp_path / f"{name}.png").stat().st_size
    core = second["id"].rpartition("-")[2]
    media = server.call("GET", f"{VIDEOS}/{core}")["request"]["media"]
    assert [(m["kind"], m["role"]) for m in media] == [("image", "first_frame")]


def test_apiyi_with_pictures(program: Program, inputs: dict[str, str], tmp_path: Path) -> None:
    printed = program("apiyi_path", "references", tmp_path, inputs["jpeg_https"], inputs["png_data"])
    logged(printed)
    shown = film(tmp_path / "references.mp4")
    # Both pictures are square, and adaptive follows the first of them.
    assert (shown.width, shown.height, shown.frames) == (640, 640, 96)


def test_apiyi_names_the_parameter(program: Program, tmp_path: Path) -> None:
    told = program("apiyi_path", "refused", tmp_path)["told"]
    assert told["status"] == 400 and told["body"]["error"]["code"].startswith("InvalidParameter")
    assert "resolution" in told["body"]["error"]["message"]
