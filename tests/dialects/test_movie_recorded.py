"""What the document's own programs send (recorded/README.md), read by the server role."""

import json
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from onetake.core.catalogue import catalogue
from onetake.core.query import Query
from onetake.core.request import Media
from onetake.dialects import dialect

movie = dialect("movie")
ROUTE = catalogue().routes["movie"]
FILE = Path(__file__).parent / "recorded/movie.jsonl"
LINES = [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]
CREATES = [json.loads(line["body"]) for line in LINES if line["path"].endswith("/video/task")]


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line['client']} {line['method']}")
def test_every_recorded_request_has_an_endpoint_and_a_key(line):
    path = urlsplit(line["path"]).path
    shapes = {
        (e.method, e.at(ROUTE.prefix).replace("{id}", name).replace("{name}", "scene.png"))
        for e in movie.offered(ROUTE)
        for name in ("a1b2c3", "x")
    }
    assert (line["method"], path) in shapes
    assert movie.read_key(line["headers"]) == (None if line["method"] == "PUT" else "test-key")


def test_the_creates():
    first, text, curled, plain = (movie.read_request(body, ROUTE) for body in CREATES)
    uploaded = (Media("image", "first_frame", "asset://api/uploads/1/uuid_scene.png"),)
    assert (first.media, first.mode, first.duration, first.ratio) == (uploaded, "first_frame", 8, "16:9")
    assert (text.mode, text.duration, text.ratio, text.generate_audio) == ("text", 10, "21:9", True)
    assert (curled.media, curled.model_name, curled.resolution) == (uploaded, "seedance-2.0", "720p")
    assert (plain.prompt, plain.generate_audio) == ("A cat runs under blossoming trees", False)
    assert all(r.seed is None and not r.watermark and not r.return_last_frame for r in (first, text, curled))


def test_the_list():
    (line,) = (line for line in LINES if "/tasks?" in line["path"])
    assert movie.read_query(parse_qsl(urlsplit(line["path"]).query)) == Query(page=1, page_size=10)


def test_the_programs_bodies_are_what_our_client_writes():
    for body in CREATES:
        request = movie.read_request(body, ROUTE)
        written = movie.write_request(request, ROUTE, "movie")
        told = {name: value for name, value in written.items() if name in body}
        assert sorted(map(str, told.pop("content"))) == sorted(map(str, body["content"]))
        assert told == {name: value for name, value in body.items() if name != "content"}
