"""The AI SDK's ByteDance provider, pointed at our server (contract §9)."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ..process.film import film
from ..process.server import Server

pytestmark = [pytest.mark.contract, pytest.mark.process, pytest.mark.slow]

VIDEOS = "/onetake/v1/videos"
QUICK = {"prompt": "A lantern sways under a bridge", "duration": 4, "resolution": "864x496"}
Generate = Callable[..., dict[str, Any]]


@pytest.fixture
def generate(aisdk: Path, server: Server, tmp_path: Path) -> Generate:
    """`generate(prompt=…, bytedance={…})` calls experimental_generateVideo; `file` is where the film is."""

    def run(**options: Any) -> dict[str, Any]:
        file = tmp_path / "film.mp4"
        where = [server.url + "/api/v3", server.key, json.dumps(options), str(file)]
        done = subprocess.run(
            ["node", aisdk / "client.mjs", *where], capture_output=True, text=True, timeout=100
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return {**json.loads(done.stdout), "file": file}

    return run


def made(server: Server, seen: dict[str, Any]) -> dict[str, Any]:
    """The task behind a call, as our own dialect tells it."""
    assert "error" not in seen, seen["error"]
    return server.call("GET", f"{VIDEOS}/{seen['meta']['bytedance']['taskId']}")


def roles(task: dict[str, Any]) -> list[tuple[str, str]]:
    return [(m["kind"], m["role"]) for m in task["request"].get("media") or []]


def test_text_to_video_with_the_download_hook(generate: Generate, server: Server) -> None:
    seen = generate(**QUICK, aspectRatio="16:9", seed=7, generateAudio=False)
    task, shown = made(server, seen), film(seen["file"])
    assert (shown.width, shown.height, shown.frames, shown.fps, shown.audio) == (864, 496, 96, 24, None)
    assert task["request"]["seed"] == 7 and roles(task) == []
    tokens = 97 * 864 * 496 // 1024
    assert seen["meta"]["bytedance"]["usage"] == {"completion_tokens": tokens}
    assert [f["type"] for f in seen["fetched"]] == ["video/mp4"]
    assert (seen["mediaType"], seen["warnings"]) == ("video/mp4", [])


def test_a_lone_image_comes_without_a_role(
    generate: Generate, server: Server, inputs: dict[str, str]
) -> None:
    seen = generate(**{**QUICK, "prompt": {"image": inputs["png_data"], "text": "it turns"}})
    task = made(server, seen)
    assert "role" not in seen["sent"][0]["content"][1]
    assert roles(task) == [("image", "first_frame")]
    # No ratio was asked for: the nearest to a square picture is a square.
    assert film(seen["file"]).width == film(seen["file"]).height == 640


def test_first_and_last_frame(generate: Generate, server: Server, inputs: dict[str, str]) -> None:
    prompt = {"image": inputs["png_data"], "text": "from the one to the other"}
    seen = generate(**{**QUICK, "prompt": prompt}, bytedance={"lastFrameImage": inputs["jpeg_https"]})
    assert roles(made(server, seen)) == [("image", "first_frame"), ("image", "last_frame")]
    assert film(seen["file"]).frames == 96


def test_references(generate: Generate, server: Server, inputs: dict[str, str]) -> None:
    references = {
        "referenceImages": [inputs["png_data"], inputs["jpeg_https"]],
        "referenceVideos": [inputs["video_https"]],
        "referenceAudio": [inputs["audio_data"]],
    }
    seen = generate(**QUICK, aspectRatio="16:9", bytedance=references)
    task = made(server, seen)
    kinds = ["image", "image", "video", "audio"]
    assert roles(task) == [(kind, "reference") for kind in kinds]
    # Three seconds of input video are billed with the four that were made.
    assert seen["meta"]["bytedance"]["usage"]["completion_tokens"] == (24 * 7 + 1) * 864 * 496 // 1024
    assert film(seen["file"]).frames == 96


def test_an_exact_size_is_a_resolution(generate: Generate, server: Server) -> None:
    # The request is what matters here: the caller gives up at once and the render is called off.
    seen = generate(
        **{**QUICK, "resolution": "1920x1080"}, aspectRatio="16:9", bytedance={"pollTimeoutMs": 1}
    )
    assert seen["error"]["name"] == "BYTEDANCE_VIDEO_GENERATION_TIMEOUT"
    task = server.call("GET", VIDEOS + "?limit=1")["data"][0]
    assert seen["sent"][0]["resolution"] == task["request"]["resolution"] == "1080p"
    assert task["request"]["ratio"] == "16:9"
    server.call("POST", f"{VIDEOS}/{task['id']}/cancel")


def test_a_refusal_has_its_words(generate: Generate) -> None:
    error = generate(**{**QUICK, "duration": 3})["error"]
    assert (error["status"], error["retry"]) == (400, False)
    assert "duration" in error["message"]
    named = generate(**QUICK, model="dreamina-seedance-9")["error"]
    assert named["status"] == 404 and named["message"] not in ("", "Not Found")
