"""What openai 3.52.0 and LiteLLM send (recorded/README.md), read by the server role."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from onetake.core.catalogue import catalogue
from onetake.core.query import Query
from onetake.core.request import Media, Request
from onetake.dialects import dialect
from onetake.dialects._form import decode, typed
from onetake.dialects._table import Parcel
from onetake.testing.form_reader import parts

openai = dialect("openai")
ROUTE = catalogue().routes["openai"]
FILE = Path(__file__).parent / "recorded/openai.jsonl"
LINES = [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]
PNG = b"\x89PNG\r\n\x1a\n\x00\x01frame"
ID = "video_" + "a" * 26


def sent(line: dict[str, Any]) -> dict[str, Any]:
    """The message of a recorded body; a file of a form is a Parcel."""
    body, kind = line["body"].encode("latin-1"), line["headers"]["content-type"]
    if not kind.startswith("multipart/"):
        return json.loads(body)
    message, offences = decode(parts(kind, body))
    assert offences == []
    return typed(message, openai.request.schema())


def of(path: str, client: str) -> list[dict[str, Any]]:
    return [
        sent(line)
        for line in LINES
        if (line["method"], line["path"], line["client"]) == ("POST", path, client)
    ]


def read(message: dict[str, Any]) -> Request:
    """As the server reads it, once it has kept the files."""
    kept = {name: "asset://kept" if isinstance(v, Parcel) else v for name, v in message.items()}
    return openai.read_request(kept, ROUTE)


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line['client']} {line['method']}")
def test_every_recorded_request_has_an_endpoint_and_a_key(line):
    path = re.sub(r"/video_[a-z2-7]{26}", "/{id}", urlsplit(line["path"]).path)
    assert (line["method"], path) in {(e.method, e.at(ROUTE.prefix)) for e in openai.offered(ROUTE)}
    assert openai.read_key(line["headers"]) == "test-key"


def test_creates_of_the_official_client():
    plain, sized, raw, named, linked, uploaded, frames, other, fast, _ = of("/v1/videos", "openai")
    assert plain == {"prompt": "A fox, running"}
    request = read(plain)
    assert (request.model, request.duration, request.resolution, request.ratio) == (
        "seedance-2.0", 4, "720p", "9:16",
    )  # fmt: skip
    request = read(sized)
    assert (request.model, request.model_name, request.duration, request.ratio) == (
        "seedance-2.0", "sora-2", 8, "16:9",
    )  # fmt: skip
    assert raw["input_reference"] == Parcel("upload", "application/octet-stream", PNG)
    assert named["input_reference"] == Parcel("scene.png", "image/png", PNG)
    request = read(named)
    assert (request.resolution, request.ratio, request.seed) == ("480p", "16:9", 7)
    assert (request.generate_audio, request.watermark) == (False, True)
    assert read(linked).media == (Media("image", "first_frame", "https://files.example/a.png"),)
    assert read(uploaded).media == (Media("image", "first_frame", "asset://" + "b" * 26),)
    assert [(m.role, m.url[-5:]) for m in read(frames).media] == [
        ("first_frame", "a.png"), ("last_frame", "b.png"),
    ]  # fmt: skip
    assert read(other).extra == {"tags": ["a", "b"], "nested": {"deep": {"n": 1, "f": 1.5, "t": True}}}
    assert read(fast).model == "seedance-2.0-fast"


def test_creates_of_litellm():
    text, framed = of("/v1/videos", "litellm")
    request = read(text)
    assert (request.model, request.duration, request.ratio) == ("seedance-2.0", 8, "9:16")
    assert framed["input_reference"] == Parcel("input_reference.png", "image/png", PNG)
    assert read(framed).mode == "first_frame"


def test_lists():
    queries = [
        openai.read_query(parse_qsl(urlsplit(line["path"]).query))
        for line in LINES
        if line["method"] == "GET" and urlsplit(line["path"]).path == "/v1/videos"
    ]
    assert queries == [Query(limit=20), Query(after="a" * 26, limit=2, order="asc"), Query(limit=20)]


def test_what_is_made_after_other_videos():
    (edited,), (grown,) = of("/v1/videos/edits", "openai"), of("/v1/videos/extensions", "openai")
    film = b"\0\0\0\x18ftypisom"
    assert edited == {"prompt": "Make it snow", "video": Parcel("upload", "application/octet-stream", film)}
    assert grown == {"prompt": "It jumps", "seconds": "8", "video": Parcel("a.mp4", "video/mp4", film)}
    assert of("/v1/videos/edits", "litellm") == [{"prompt": "snow", "video": {"id": ID}}]
    assert of("/v1/videos/extensions", "litellm") == [{"prompt": "more", "seconds": "4", "video": {"id": ID}}]
    for client in ("openai", "litellm"):
        assert of(f"/v1/videos/{ID}/remix", client) == [{"prompt": "Now at night"}]


def test_what_our_client_writes_is_what_the_official_one_sends():
    for message in of("/v1/videos", "openai"):
        if any(isinstance(value, Parcel) for value in message.values()):
            continue
        request = read(message)
        again = openai.read_request(openai.write_request(request, ROUTE, "openai"), ROUTE)
        assert again == request
