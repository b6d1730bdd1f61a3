"""What the official clients really send (recorded/README.md), read by the server role."""

import json
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from onetake.core.catalogue import catalogue
from onetake.core.problem import Problem
from onetake.core.query import Query
from onetake.core.request import Media
from onetake.dialects import dialect
from onetake.dialects.ark import profile_of

ark = dialect("ark")
LINES = [json.loads(line) for line in (Path(__file__).parent / "recorded/ark.jsonl").read_text().splitlines()]
CREATES = [(line["client"], json.loads(line["body"])) for line in LINES if line["method"] == "POST"]
FULL = {client: body for client, body in CREATES if "new_field" in body}


def read(body):
    return ark.read_request(body, profile_of(body))


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line['client']} {line['method']}")
def test_every_recorded_request_has_an_endpoint_and_a_key(line):
    path = urlsplit(line["path"]).path.removeprefix(catalogue().routes["volcengine"].prefix)
    shapes = {(e.method, e.path.replace("{id}", "cgt-20260101000000-aaaaa")) for e in ark.endpoints}
    assert (line["method"], path) in shapes
    assert ark.read_key(line["headers"]) == "test-key"


@pytest.mark.parametrize("client", ["volc", "byteplus"])
def test_the_full_create_of_the_python_clients(client):
    request = read(FULL[client])
    assert request.media == (Media("image", "first_frame", "https://example.com/a.png"),)
    assert (request.prompt, request.model, request.mode) == ("a cat", "seedance-2.0", "first_frame")
    assert (request.duration, request.resolution, request.ratio, request.seed) == (5, "720p", "16:9", 11)
    assert (request.generate_audio, request.watermark, request.return_last_frame) == (False, False, True)
    assert (request.expires_after, request.priority, request.end_user) == (3600, 0, "u1")
    assert request.callback_url == "https://example.com/cb"
    assert request.web_search is (client == "volc")
    assert request.extra == {"new_field": "v"}


@pytest.mark.parametrize("client", ["volc", "byteplus"])
def test_a_create_with_only_model_and_text_is_all_defaults(client):
    body = next(body for name, body in CREATES if name == client and body["model"] == "m")
    assert sum(value is None for value in body.values()) == (18 if client == "volc" else 17)
    named = {**body, "model": "doubao-seedance-2-0-260128"}
    bare = {name: value for name, value in named.items() if value is not None}
    assert read(named) == read(bare)
    assert read(named).as_dict().items() >= catalogue().routes["volcengine"].defaults.items()
    with pytest.raises(Problem, match="model_not_found"):
        read(body)


def test_the_creates_of_the_ai_sdk():
    requests = [read(body) for client, body in CREATES if client == "aisdk"]
    assert [r.mode for r in requests] == ["text", "text", "reference", "first_last", "text", "text"]
    assert requests[0].priority == 3  # and service_tier "default" says nothing
    assert [(m.kind, m.role) for m in requests[2].media] == [
        ("image", "reference"),
        ("image", "reference"),
        ("video", "reference"),
        ("audio", "reference"),
    ]
    assert requests[2].media[1].asset_id == "asset-1"
    assert [m.role for m in requests[3].media] == ["first_frame", "last_frame"]


def test_a_lone_image_without_a_role_is_the_first_frame():
    body = {
        "model": "dreamina-seedance-2-0-260128",
        "content": [
            {"type": "text", "text": "move"},
            {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}},
        ],
    }
    assert read(body).media == (Media("image", "first_frame", "data:image/png;base64,AAAA"),)


def test_the_list_of_the_python_clients_with_every_filter():
    line = next(line for line in LINES if "filter.task_ids" in line["path"])
    query = ark.read_query(parse_qsl(urlsplit(line["path"]).query))
    assert query == Query(
        statuses=("succeeded",), ids=("cgt-a", "cgt-b"), model="ep-1", tier="default", page=1, page_size=10
    )
