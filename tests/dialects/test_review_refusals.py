"""Answers to a create that look like a refusal: what is taken for one is sent again, or elsewhere."""

import json
from typing import Any

import pytest

from onetake.core import rules
from onetake.core.catalogue import catalogue
from onetake.core.problem import Problem
from onetake.core.wire import Ambiguous, Reply
from onetake.dialects import DIALECTS
from onetake.dialects._flow import run
from onetake.services.submit import HELD

ROUTES = ("volcengine", "byteplus", "apiyi", "evolink", "movie", "segmind", "segmind-v1", "openai", "sglang")
PAGE = b"<html><h1>429 Too Many Requests</h1><p>rate limit, concurrency, insufficient, api key</p></html>"
ODD = (b"", b"{}", b"null", b"[]", b'"text"', b"7", PAGE, b'{"error":{"message":"?"}}', b'{"message":"?"}')


def sent(name: str, status: int, body: Any) -> str:
    """What comes of a create: the code of a proven refusal, "?" where nothing is proved."""
    route = catalogue().routes[name]
    model = next(wire for wire, ours in route.models.items() if ours == "seedance-2.0")
    asked = {"prompt": "a fox", "model": model, "ratio": "16:9", "duration": 5, "resolution": "720p"}
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    flow = DIALECTS[route.dialect].submitting(rules.resolve(asked, route), route, "key")
    try:
        run(flow, lambda _: Reply(status, {}, raw))
    except Problem as problem:
        return problem.code
    except Ambiguous:
        return "?"
    return "accepted"


@pytest.mark.parametrize("name", ROUTES)
@pytest.mark.parametrize("status", [301, 302, 307, 408, 499, 500, 501, 502, 503, 504, 520, 522, 524, 529])
def test_whoever_gave_up_on_the_way_proves_nothing(name: str, status: int) -> None:
    for body in ODD:
        assert sent(name, status, body) == "?", body


@pytest.mark.parametrize("name", [n for n in ROUTES if n != "segmind-v1"])
@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_a_2xx_without_an_id_proves_nothing(name: str, status: int) -> None:
    for body in ODD:
        assert sent(name, status, body) == "?", body


@pytest.mark.parametrize("told", [*ODD, {"code": "QUEUED_FOR_NOW", "message": "later"}, {"code": 429}])
@pytest.mark.parametrize("status", [200, 429])
def test_movies_429_without_its_code_may_be_a_task_that_is_queued(status: int, told: Any) -> None:
    assert sent("movie", status, told) == "?"


def test_movies_own_word_for_too_many_requests_is_a_refusal() -> None:
    for status in (200, 429):
        told = {"code": "RATE_LIMIT_EXCEEDED", "message": "slow down", "result": None}
        assert sent("movie", status, told) == "provider_overloaded"
        told["code"] = "CONCURRENCY_LIMIT_REACHED"
        assert sent("movie", status, told) == "?"


@pytest.mark.parametrize("name", ["segmind", "segmind-v1"])
@pytest.mark.parametrize("status", [500, 502, 503])
def test_segminds_5xx_about_a_limit_may_come_after_the_work_began(name: str, status: int) -> None:
    for text in (
        "Rate limit exceeded while polling",
        "too many requests",
        "Too many requests are being processed",
    ):
        assert sent(name, status, {"error": text}) == "?"
    assert sent(name, 429, {"error": "Rate limit exceeded"}) == "provider_overloaded"
    text = "The request failed because the input image may contain real person."
    assert sent(name, status, {"error": text}) == "moderation_input_person"
    assert sent(name, status, text.encode()) == "?"


def test_a_page_of_a_firewall_is_no_verdict_on_a_prompt() -> None:
    assert sent("apiyi", 403, b"<html>Access denied</html>") == "provider_auth"
    assert "provider_auth" in HELD
    assert sent("apiyi", 403, {"error": {"message": "the picture shows a face"}}) == "moderation_input_text"
