"""What the tutorial's own programs send (recorded/README.md), read by the server role and written by ours."""

import json
from pathlib import Path
from typing import Any

import pytest

from onetake.core.catalogue import catalogue
from onetake.core.request import Media
from onetake.dialects import dialect

EVO = dialect("evolink")
ROUTE = catalogue().routes["evolink"]
FILE = Path(__file__).parent / "recorded/evolink.jsonl"
LINES = [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]
CREATES = [json.loads(line["body"]) for line in LINES if line["path"] == "/v1/videos/generations"]
TASK = "task-unified-1772200000-ab12cd34"


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line['method']} {line['path']}")
def test_every_recorded_request_has_an_endpoint_and_a_key(line: dict[str, Any]) -> None:
    shapes = {(e.method, e.at(ROUTE.prefix).replace("{id}", TASK)) for e in EVO.offered(ROUTE)}
    assert (line["method"], line["path"]) in shapes
    assert EVO.read_key(line["headers"]) == "test-key"


def test_every_endpoint_is_recorded() -> None:
    shapes = {e.at(ROUTE.prefix).replace("{id}", TASK) for e in EVO.offered(ROUTE)}
    assert {line["path"] for line in LINES} == shapes


def test_the_creates() -> None:
    first, image, social, cinema, background, draft, unwanted, hook = (
        EVO.read_request(body, ROUTE) for body in CREATES
    )
    asked = lambda r: (r.resolution, r.ratio, r.duration, r.generate_audio)  # noqa: E731
    assert asked(first) == ("720p", "16:9", 5, True)
    assert image.media == (Media("image", "first_frame", "https://files.example/subject.jpg"),)
    assert asked(image) == ("720p", "16:9", 5, True)
    assert image.prompt.startswith("@Image1 as the first frame. ")
    assert asked(social) == ("1080p", "9:16", 8, True)
    assert asked(cinema) == ("1080p", "21:9", 10, True)
    assert asked(background) == ("720p", "21:9", 15, False)
    assert (asked(draft), draft.model) == (("480p", "16:9", 4, True), "seedance-1.5-pro")
    assert asked(unwanted) == ("1080p", "16:9", 15, True)
    assert hook.callback_url == "https://hooks.example/api/webhook/seedance"


def test_the_programs_bodies_are_what_our_client_writes() -> None:
    """But for the model's name, which says the mode where it can."""
    for body in CREATES:
        written = EVO.write_request(EVO.read_request(body, ROUTE), ROUTE, "evolink")
        base, told = body.pop("model"), written.pop("model")
        assert told.startswith(base)
        assert {name: value for name, value in written.items() if name in body} == body
        defaults = {"duration": 5, "quality": "720p", "aspect_ratio": "16:9", "generate_audio": True}
        assert {n: v for n, v in written.items() if n not in body}.items() <= defaults.items()
