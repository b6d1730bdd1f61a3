"""Segmind as an upstream: what is sent where, with whose key, and what a look or a lost create comes to."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from onetake.adapters.backends.upstream import Upstream
from onetake.core.catalogue import catalogue
from onetake.core.ports import Input
from onetake.core.problem import Problem
from onetake.core.request import Media, Request
from onetake.core.task import Task
from onetake.core.wire import Ambiguous, Call, Reply

API, FILES = "https://api.segmind.com", "https://workflows-api.segmind.com"
LINK = "https://cdn.example/v.mp4"


class Segmind:
    """The provider, and the carrier to it: answers in order, and what was asked."""

    def __init__(self, *answers: Reply) -> None:
        self.answers = list(answers)
        self.calls: list[tuple[str, str, Call, float]] = []

    async def send(self, call: Call, *, origin: str, timeout: float, fresh: bool) -> Reply:
        assert call.headers["x-api-key"] == "key"
        self.calls.append((origin, call.path, call, timeout))
        return self.answers.pop(0)


def told(body: Any, status: int = 200) -> Reply:
    return Reply(status, {}, body if isinstance(body, bytes) else json.dumps(body).encode())


def upstream(provider: Segmind, route: str = "segmind") -> Upstream:
    profile = catalogue().routes[route]
    return Upstream("main", profile, profile.origin, "key", provider, link=lambda *_: None)  # type: ignore[arg-type]


def task(*media: Media, **more: Any) -> Task:
    asked = Request(
        prompt="a fox", model="seedance-2.0-fast", model_name="fast", ratio="16:9",
        mode="first_frame" if media else "text", media=media, **more,
    )  # fmt: skip
    return Task(
        id="a" * 26, project="p", key_id="k", dialect="native", route="native", backend="main", request=asked,
        seed=7, sent_at=1.0, provider_id="r-1",
    )  # fmt: skip


def test_a_create_goes_to_the_models_path_with_the_pinned_seed():
    provider = Segmind(told({"request_id": "r-1", "status_url": "https://evil.example", "response_url": "x"}))
    seen = asyncio.run(upstream(provider).submit(task(), []))
    assert (seen.provider_id, seen.status) == ("r-1", "queued")
    ((origin, path, call, timeout),) = provider.calls
    assert (origin, path, timeout) == (API, "/v2/seedance-2.0-fast", 30.0)
    assert json.loads(call.body) == {
        "prompt": "a fox", "duration": 5, "resolution": "720p", "aspect_ratio": "16:9",
        "generate_audio": True, "seed": 7, "return_last_frame": False,
    }  # fmt: skip


def test_a_look_asks_at_our_own_origin_whatever_the_receipt_said():
    provider = Segmind(
        told({"status": "COMPLETED"}), told({"status": "COMPLETED", "metrics": {}, "output": LINK})
    )
    seen = asyncio.run(upstream(provider).look(task()))
    assert seen is not None
    assert (seen.provider_id, seen.status, seen.video_url) == ("r-1", "succeeded", LINK)
    assert [(o, p) for o, p, *_ in provider.calls] == [
        (API, "/v2/requests/r-1/status"),
        (API, "/v2/requests/r-1"),
    ]


def test_failed_under_422_is_a_verdict_and_404_is_none():
    provider = Segmind(told({"status": "FAILED", "error": "x copyright x"}, 422), told({"error": "x"}, 404))
    seen = asyncio.run(upstream(provider).look(task()))
    assert seen is not None and seen.problem is not None
    assert (seen.status, seen.problem.code) == ("failed", "copyright")
    assert asyncio.run(upstream(provider).look(task())) is None


def test_a_lost_create_cannot_be_found():
    with pytest.raises(Ambiguous):
        asyncio.run(upstream(Segmind(told(b""))).submit(task(), []))
    for route in ("segmind", "segmind-v1"):
        assert asyncio.run(upstream(Segmind(), route).find(task())) is None
        assert upstream(Segmind(), route).lister is None


def test_v1_waits_long_and_brings_the_whole_result():
    provider = Segmind(told({"output_url": LINK}))
    seen = asyncio.run(upstream(provider, "segmind-v1").submit(task(), []))
    assert (seen.status, seen.video_url) == ("succeeded", LINK)
    assert seen.payload["video_url"] == LINK
    assert provider.calls[0][1] == "/v1/seedance-2.0-fast"
    assert provider.calls[0][3] >= 900


def test_a_stored_input_is_put_with_the_upload_service_first(tmp_path: Path):
    picture = tmp_path / "p.png"
    picture.write_bytes(b"picture")
    media = Media("image", "first_frame", "asset://sha256-" + "0" * 64)
    stored = [Input(place=0, kind="image", path=picture, mime="image/png", bytes=7)]
    provider = Segmind(told({"file_urls": ["https://images.example/p.png"]}), told({"request_id": "r-1"}))
    there = upstream(provider)
    asyncio.run(there.prepare(task(media), stored))
    asyncio.run(there.submit(task(media), stored))
    assert [(o, p) for o, p, *_ in provider.calls] == [
        (FILES, "/upload-asset"),
        (API, "/v2/seedance-2.0-fast"),
    ]
    assert json.loads(provider.calls[1][2].body)["first_frame_url"] == "https://images.example/p.png"


def test_what_the_route_cannot_make_is_known_before_anything_is_sent():
    there = upstream(Segmind())
    for more, part in (
        ({"duration": 7}, "duration"), ({"duration": "auto"}, "duration"),
        ({"resolution": "1080p"}, "resolution"), ({"watermark": True}, "watermark"),
        ({"web_search": True}, "web_search"),
    ):  # fmt: skip
        assert there.inexpressible(task(**more).request) == [part]
    assert there.inexpressible(task(Media("image", "first_frame", "asset://asset-2026")).request) == [
        "media[0]"
    ]
    assert there.inexpressible(task().request) == []


def test_a_refusal_is_ours_to_mend_where_it_is_about_our_account():
    for answer, code in (
        (told({"error": "Insufficient credits"}, 406), "provider_quota"),
        (told({"error": "Invalid API key"}, 401), "provider_auth"),
        (told({"error": "no such model"}, 404), "provider_misrouted"),
    ):
        with pytest.raises(Problem) as caught:
            asyncio.run(upstream(Segmind(answer)).submit(task(), []))
        assert caught.value.code == code
