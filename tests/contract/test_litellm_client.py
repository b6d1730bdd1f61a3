"""LiteLLM's video client, pointed at our server by its base URL (contract §11). It has no delete."""

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

SCRIPT = Path(__file__).with_name("litellm_client.py")
Client = Callable[..., dict[str, Any]]


@pytest.fixture
def client(client_python: Callable[[str], Path], server: Server, tmp_path: Path) -> Client:
    """`client(scenario, …)` runs one scenario of litellm_client.py in the client's own environment."""
    python = client_python("litellm")

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


def test_create_status_content(client: Client) -> None:
    seen = client("made")
    video = seen["video"]
    assert seen["first"]["id"] == video["id"] and video["id"].startswith("video_")
    assert video["wrapped"] != video["id"], "LiteLLM's own name for it"
    assert (video["status"], video["progress"], video["error"]) == ("completed", 100, None)
    assert (video["seconds"], video["size"], video["model"]) == ("4", "864x496", "seedance-2.0")
    assert seen["first"]["usage"] == {"duration_seconds": 4.0}
    assert shown(seen["file"]) == (864, 496, 4, True)
    with av.open(seen["thumbnail"]) as opened:
        assert opened.streams.video[0].codec_context.name in ("mjpeg", "webp")


def test_a_first_frame_and_more(client: Client, server: Server, tmp_path: Path) -> None:
    (tmp_path / "first.png").write_bytes(picture("png"))
    seen = client("reference", str(tmp_path / "first.png"))
    request = server.call("GET", f"{VIDEOS}/{seen['video']['id'].removeprefix('video_')}")["request"]
    assert [(m["kind"], m["role"]) for m in request["media"]] == [("image", "first_frame")]
    assert (request["seed"], request["generate_audio"]) == (7, False)
    assert shown(seen["file"]) == (864, 496, 4, False)


def test_pages(client: Client) -> None:
    seen = client("listed")
    oldest_first = seen["made"]
    page, after, oldest = seen["ids"]
    assert page == oldest_first[:0:-1] and after == oldest_first[:1] and seen["more"] is True
    assert len(oldest) == 1 and oldest != page[:1]


def test_videos_after_videos(client: Client) -> None:
    seen = client("derived")
    for name, video in seen["videos"].items():
        assert (video["status"], video["error"]) == ("completed", None), name
    assert seen["videos"]["remix"]["remixed_from_video_id"] == seen["source"]["id"]
    for name, seconds in (("remix", 4), ("edit", 4), ("extend", 5)):
        assert shown(seen["files"][name]) == (864, 496, seconds, True), name


def test_the_asynchronous_client(client: Client) -> None:
    seen = client("asynchronous")
    assert seen["found"] == seen["video"]["id"] and shown(seen["file"]) == (864, 496, 4, True)


def test_refusals_can_be_read(client: Client) -> None:
    seen = client("refusals")
    for name in ("seconds", "size"):
        told = seen[name]
        assert (told["class"], told["status"]) == ("BadRequestError", 400), told
        assert name in told["message"]
    assert (seen["key"]["class"], seen["key"]["status"]) == ("AuthenticationError", 401)
    assert (seen["model"]["class"], seen["model"]["status"]) == ("NotFoundError", 404)


@pytest.mark.parametrize(
    ("scenario", "kind"),
    [
        ("moderation_input_text", "ContentPolicyViolationError"),
        ("rate_limited", "RateLimitError"),
    ],
)
def test_a_refusal_has_its_class(client: Client, server: Server, scenario: str, kind: str) -> None:
    """By the text, which is what LiteLLM sorts them by."""
    key = server.command("keys", "create", scenario, "--scenario", scenario)
    assert client("refusal", key=key)["class"] == kind
