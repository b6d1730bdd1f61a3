"""Segmind's own client (segmind 1.3.0), pointed at our server by its base URL.

Its uploads go to workflows-api.segmind.com, which is written into the class: out of reach of the base URL, so
the test that uploads changes that attribute and says so.
"""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import pytest

from ..process.film import film, picture
from ..process.server import Server
from .conftest import VIDEOS

pytestmark = [pytest.mark.contract, pytest.mark.process, pytest.mark.slow, pytest.mark.timeout(300)]

SCRIPT = Path(__file__).with_name("segmind_client.py")
Client = Callable[..., dict[str, Any]]


@pytest.fixture
def client(client_python: Callable[[str], Path], server: Server, tmp_path: Path) -> Client:
    """`client(scenario, …)` runs one scenario of segmind_client.py, with the server's key unless given."""
    python = client_python("segmind")

    def run(scenario: str, *arguments: str, key: str = "") -> dict[str, Any]:
        where = [server.url, key or server.key, scenario, str(tmp_path)]
        done = subprocess.run(
            [python, "-I", SCRIPT, *where, *arguments], capture_output=True, text=True, timeout=250
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return json.loads(done.stdout)

    return run


def shown(seen: dict[str, Any]) -> tuple[int, int, int, bool]:
    """(width, height, seconds, with sound) of the film that a scenario saved."""
    played = film(Path(seen["file"]))
    assert played.fps == 24 and played.frames % 24 == 0
    return played.width, played.height, played.frames // 24, played.audio is not None


def asked(server: Server, request_id: str) -> dict[str, Any]:
    return server.call("GET", f"{VIDEOS}/{request_id}")["request"]


def test_run_sync(client: Client, server: Server) -> None:
    seen = client("held")
    assert (seen["status"], seen["told"]["seed"]) == (200, 42)
    assert seen["type"].startswith("application/json")
    assert shown(seen) == (864, 496, 4, True)
    with av.open(seen["last"]) as last:
        assert (last.streams.video[0].width, last.streams.video[0].codec_context.name) == (864, "png")


def test_submit_and_wait(client: Client, server: Server) -> None:
    seen = client("queued")
    urls = [seen["submitted"][name] for name in ("status_url", "response_url")]
    base = f"{server.url}/v2/requests/{seen['submitted']['request_id']}"
    assert urls == [f"{base}/status", base]
    assert seen["at_once"]["status"] in ("QUEUED", "PROCESSING")
    assert seen["status"]["status"] == seen["result"]["status"] == "COMPLETED"
    assert isinstance(seen["result"]["metrics"], dict)
    assert shown(seen) == (864, 496, 5, False)


def test_run(client: Client) -> None:
    seen = client("plain")
    assert seen["result"]["status"] == "COMPLETED" and shown(seen) == (864, 496, 4, True)


def test_first_and_last_frame(client: Client, inputs: dict[str, str], tmp_path: Path) -> None:
    files = [tmp_path / "first.txt", tmp_path / "last.txt"]
    for file, name in zip(files, ("png_data", "jpeg_data"), strict=True):
        file.write_text(inputs[name])
    assert shown(client("frames", *map(str, files))) == (640, 640, 4, True)


def test_an_upload_whose_address_had_to_be_changed_too(
    client: Client, server: Server, tmp_path: Path
) -> None:
    files = [tmp_path / "a.png", tmp_path / "b.jpg"]
    files[0].write_bytes(picture("png"))
    files[1].write_bytes(picture("jpeg", tint=99))
    seen = client("upload", *map(str, files))
    assert seen["before"] == "https://workflows-api.segmind.com"
    assert len(set(seen["upload"]["file_urls"])) == 2 and seen["upload"]["message"]
    assert shown(seen) == (640, 640, 4, True)


def test_failed_is_told_under_422(client: Client, busy: str) -> None:
    seen = client("cancelled")
    assert seen["timed_out"] and seen["failed"]
    assert seen["codes"] == [422, 422]
    assert seen["wait"]["detail"] and seen["wait"]["body"]["status"] == "FAILED"
    assert seen["result"]["status"] == "FAILED" and seen["result"]["error"] == seen["wait"]["detail"]


@pytest.mark.parametrize(
    ("scenario", "detail"),
    [
        ("s0-01-output-video-sensitive", "OutputVideoSensitiveContentDetected: The request failed because"),
        ("s0-14-copyright", "OutputVideoSensitiveContentDetected.PolicyViolation: "),
    ],
)
def test_a_verdict_has_the_guides_words(client: Client, server: Server, scenario: str, detail: str) -> None:
    key = server.command("keys", "create", scenario, "--scenario", scenario)
    seen = client("failed", key=key)
    assert seen["wait"]["class"] == "InferenceFailed" and seen["wait"]["detail"].startswith(detail)
    assert seen["result"]["status"] == "FAILED"


def test_the_same_call_again_joins(client: Client, server: Server) -> None:
    seen = client("impatient")
    assert seen["joined"] == "true"
    assert asked(server, seen["told"]["request_id"])["prompt"] == "Fog lifts from a harbour"


WORDS = {
    "prompt": "Prompt is required for video generation.",
    "duration": "the parameter duration specified in the request is not valid",
    "long": "duration",  # the guide has two texts for it and does not say which is when
    "resolution": "the parameter resolution specified in the request is not valid",
    "mixed": "first_frame/last_frame mode is mutually exclusive with reference_images.",
    "last": "last_frame_url requires first_frame_url to be provided.",
    "audio": "reference_audio cannot be the only reference input.",
}


def test_refusals_have_the_guides_words(client: Client) -> None:
    seen = client("refusals")
    for name, words in WORDS.items():
        for told in seen[name]:
            assert (told["class"], told["status"]) == ("SegmindError", 400), name
            assert words in told["detail"], name
    assert [told["status"] for told in seen["key"]] == [401, 401]
    assert [told["status"] for told in seen["slug"]] == [404, 404]
    assert all(isinstance(told["detail"], str) and told["detail"] for told in seen["key"])
