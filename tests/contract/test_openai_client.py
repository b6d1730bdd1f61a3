"""OpenAI's own client (openai 3.52.0), pointed at our server by its base URL (contract §11)."""

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

SCRIPT = Path(__file__).with_name("openai_client.py")
Client = Callable[..., dict[str, Any]]


@pytest.fixture
def client(client_python: Callable[[str], Path], server: Server, tmp_path: Path) -> Client:
    """`client(scenario, …)` runs one scenario of openai_client.py, with the server's key unless given."""
    python = client_python("openai")

    def run(scenario: str, *arguments: str, key: str = "") -> dict[str, Any]:
        where = [server.url, key or server.key, scenario, str(tmp_path)]
        done = subprocess.run(
            [python, "-I", SCRIPT, *where, *arguments], capture_output=True, text=True, timeout=250
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return json.loads(done.stdout)

    return run


def shown(file: str) -> tuple[int, int, int, bool]:
    """(width, height, seconds, with sound) of a film that plays to its end."""
    played = film(Path(file))
    assert played.fps == 24 and played.frames % 24 == 0
    return played.width, played.height, played.frames // 24, played.audio is not None


def asked(server: Server, video: dict[str, Any]) -> dict[str, Any]:
    """What the core made of the request."""
    return server.call("GET", f"{VIDEOS}/{video['id'].removeprefix('video_')}")["request"]


def roles(request: dict[str, Any]) -> list[tuple[str, str]]:
    return [(m["kind"], m["role"]) for m in request.get("media") or []]


def test_create_and_poll_and_download(client: Client) -> None:
    seen = client("polled")
    video, files = seen["video"], seen["files"]
    assert video["id"].startswith("video_") and video["object"] == "video" and video["error"] is None
    assert (video["status"], video["progress"], video["model"]) == ("completed", 100, "seedance-2.0")
    assert (video["seconds"], video["size"], video["prompt"]) == ("5", "1280x720", "A kite over the dunes")
    assert video["created_at"] <= video["completed_at"] < video["expires_at"]
    assert video["remixed_from_video_id"] is None
    assert int(seen["pace"]) >= 100
    assert files["video"]["type"] == "video/mp4" and shown(files["video"]["file"]) == (1280, 720, 5, True)
    for variant in ("thumbnail", "spritesheet"):
        assert files[variant]["type"] in ("image/jpeg", "image/webp")
        with av.open(files[variant]["file"]) as opened:
            (shape,) = opened.streams.video
            assert shape.width >= 100 and shape.height >= 100


def test_a_prompt_is_enough(client: Client) -> None:
    seen = client("minimal")
    assert seen["made"]["status"] in ("queued", "in_progress") and seen["made"]["progress"] < 100
    assert (seen["video"]["seconds"], seen["video"]["size"]) == ("4", "720x1280")
    assert shown(seen["file"]) == (720, 1280, 4, True)


@pytest.mark.parametrize(
    ("model", "size", "resolution", "ratio"),
    [
        ("sora-2", "720x1280", "720p", "9:16"),
        ("sora-2", "1280x720", "720p", "16:9"),
        ("sora-2-pro", "1024x1792", "1080p", "9:16"),
        ("sora-2-pro", "1792x1024", "1080p", "16:9"),
    ],
)
def test_names_and_sizes_of_the_closed_service(
    client: Client, server: Server, busy: str, model: str, size: str, resolution: str, ratio: str
) -> None:
    made = client("sora", model, size)["made"]
    width, height = {"1024x1792": (1080, 1920), "1792x1024": (1920, 1080)}.get(size, (0, 0))
    assert made["size"] == (f"{width}x{height}" if width else size), (resolution, ratio)


def test_what_the_client_has_no_words_for(client: Client, server: Server) -> None:
    seen = client("extras")
    request = asked(server, seen["video"])
    assert (request["seed"], request["watermark"], request["generate_audio"]) == (7, True, False)
    assert request["model"] == "fast" or "fast" in request["model"]
    assert shown(seen["file"]) == (640, 640, 4, False)


def test_a_first_frame_in_three_ways(
    client: Client, server: Server, inputs: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "first.png").write_bytes(picture("png"))
    seen = client("reference", str(tmp_path / "first.png"), inputs["jpeg_https"])
    for video in seen["videos"]:
        assert video["status"] == "completed"
        assert roles(asked(server, video)) == [("image", "first_frame")]
    assert shown(seen["file"]) == (864, 496, 4, True)


def test_references(client: Client, server: Server, inputs: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "image.txt").write_text(inputs["png_data"])
    seen = client("media", str(tmp_path / "image.txt"))
    assert roles(asked(server, seen["video"])) == [("image", "reference")]
    assert shown(seen["file"]) == (864, 496, 4, True)


def test_pages_and_deletions(client: Client, busy: str) -> None:
    seen = client("listed")
    newest_first = seen["ids"][::-1]
    assert seen["first"] == {"ids": newest_first[:2], "more": True, "next": newest_first[1]}
    assert seen["every"][:5] == newest_first and len(set(seen["every"])) == len(seen["every"])
    assert seen["oldest"] == seen["every"][::-1]
    assert seen["after"] == seen["ids"][2:0:-1]
    deleted = [{"id": i, "object": "video.deleted", "deleted": True} for i in seen["ids"]]
    assert seen["deleted"] == deleted
    assert (seen["gone"]["class"], seen["gone"]["status_code"]) == ("NotFoundError", 404)


def test_a_finished_video_is_deleted(client: Client) -> None:
    seen = client("kept")
    assert seen["answer"] == {"id": seen["id"], "object": "video.deleted", "deleted": True}
    for name, told in seen["gone"].items():
        assert (told["class"], told["status_code"]) == ("NotFoundError", 404), name


def test_videos_after_videos(client: Client) -> None:
    seen = client("derived")
    source, ended = seen["source"], seen["ended"]
    for name, video in ended.items():
        assert (video["status"], video["error"]) == ("completed", None), name
        # A file does not say which resolution it was asked for: its shape is kept, and 720p is the default.
        assert video["size"] == ("1280x720" if name == "file" else source["size"]), name
    assert ended["remix"]["remixed_from_video_id"] == source["id"]
    assert ended["remix"]["prompt"] == "The same at night"
    for name, size in (("remix", (864, 496)), ("edit", (864, 496)), ("file", (1280, 720))):
        assert shown(seen["files"][name]) == (*size, 4, True), name
    width, height, seconds, _ = shown(seen["files"]["extend"])
    assert (width, height) == (864, 496) and seconds >= 5


@pytest.mark.parametrize(
    "scenario", ["moderation_output_video", "generation_failed", "s0-14-copyright", "s2-02-expired"]
)
def test_a_failed_job_says_why(client: Client, server: Server, scenario: str) -> None:
    key = server.command("keys", "create", scenario, "--scenario", scenario)
    video = client("verdict", key=key)["video"]
    assert video["status"] == "failed" and video["completed_at"] is None
    assert video["error"]["code"] and video["error"]["message"]


REFUSED = {
    "seconds": ("BadRequestError", 400, "seconds"),
    "size": ("BadRequestError", 400, "size"),
    "prompt": ("BadRequestError", 400, "prompt"),
    "file": ("BadRequestError", 400, "input_reference"),
    "variant": ("BadRequestError", 400, "variant"),
    "limit": ("BadRequestError", 400, "limit"),
    "unknown": ("NotFoundError", 404, None),
    "early": ("NotFoundError", 404, None),
}


def test_refusals_can_be_read(client: Client, busy: str) -> None:
    seen = client("refusals")
    for name, (kind, status, param) in REFUSED.items():
        told = seen[name]
        assert told is not None, name
        assert (told["class"], told["status_code"]) == (kind, status), (name, told)
        assert told["type"] == "invalid_request_error" and told["message"] and told["request_id"], name
        if param:
            assert told["param"] == param, told
    assert (seen["key"]["class"], seen["key"]["code"]) == ("AuthenticationError", "invalid_api_key")
    model = seen["model"]
    assert (model["class"], model["code"], model["param"]) == ("NotFoundError", "model_not_found", "model")
    assert seen["remix"]["class"] in ("BadRequestError", "ConflictError")
    assert seen["character"]["class"] == "NotFoundError"


def test_the_asynchronous_client(client: Client) -> None:
    seen = client("asynchronous")
    assert seen["found"] == [seen["video"]["id"]] and shown(seen["file"]) == (864, 496, 4, True)
