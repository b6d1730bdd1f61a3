"""The native contract, by example (contract §10)."""

import json

import pytest

from onetake.core.catalogue import catalogue
from onetake.core.problem import Offence, Problem
from onetake.core.query import Query
from onetake.core.request import Media
from onetake.core.wire import Ambiguous, Reply
from onetake.dialects import dialect, run
from onetake.dialects.native_values import read_credits, write_credits

native = dialect("native")
ROUTE = catalogue().routes["native"]
CORE = "abcdefghijklmnopqrstuvwx23"


def read(**message):
    return native.read_request({"prompt": "a cat", **message}, ROUTE)


def refused(**message):
    with pytest.raises(Problem) as caught:
        read(**message)
    return caught.value


def test_a_prompt_alone_is_a_request():
    request = read()
    assert (request.model, request.duration, request.resolution) == ("seedance-2.0", 5, "720p")
    assert read(model=None, media=None, route=None) == request


def test_everything_that_can_be_said():
    request = read(
        model="fast",
        media=[
            {"kind": "image", "role": "first_frame", "url": "https://e.example/a.png"},
            {"kind": "image", "role": "last_frame", "upload_id": "up1"},
        ],
        duration="auto",
        ratio="16:9",
        seed=0,
        webhook_url="https://e.example/hook",
        metadata={"order": "7"},
        route="volcengine",
    )
    assert request.model == "seedance-2.0-fast"
    assert request.media[1] == Media("image", "last_frame", "asset://up1")
    assert request.media[1].asset_id == "up1"
    assert (request.duration, request.seed, request.route) == ("auto", 0, "volcengine")
    assert (request.callback_url, request.metadata) == ("https://e.example/hook", {"order": "7"})


def test_an_unknown_field_is_refused_with_the_nearest_name():
    problem = refused(resolutoin="720p", status="queued")
    assert [(o.field, o.code) for o in problem.offences] == [
        ("resolutoin", "unsupported_parameter"),
        ("status", "unsupported_parameter"),
    ]
    assert problem.offences[0].fix == "Did you mean resolution?"


@pytest.mark.parametrize(
    ("message", "field"),
    [
        ({"prompt": ""}, "prompt"),
        ({"prompt": 5}, "prompt"),
        ({"duration": "5"}, "duration"),
        ({"duration": -1}, "duration"),
        ({"seed": -1}, "seed"),
        ({"media": {}}, "media"),
        ({"media": ["x"]}, "media[0]"),
        ({"media": [{"kind": "picture", "url": "u"}]}, "media[0].kind"),
        ({"media": [{"kind": "image", "role": "reference_image", "url": "u"}]}, "media[0].role"),
        ({"media": [{"kind": "image"}]}, "media[0].url"),
        ({"media": [{"kind": "image", "url": "u", "upload_id": "v"}]}, "media[0].url"),
        ({"media": [{"kind": "image", "upload_id": ""}]}, "media[0].upload_id"),
        ({"media": [{"kind": "image", "url": "https://e.example", "x": 1}]}, "media[0].x"),
        ({"media": [{"kind": "audio", "role": "reference", "url": "https://e.example"}]}, "media"),
        ({"metadata": {"a": 1}}, "metadata"),
        ({"metadata": {str(n): "x" for n in range(17)}}, "metadata"),
        ({"webhook_url": "https://e.example/" + "x" * 2048}, "webhook_url"),
        ({"model": "doubao-seedance-2-0-260128"}, "model"),
    ],
)
def test_a_fault_is_named_in_the_words_of_the_body(message, field):
    assert [o.field for o in refused(**message).offences] == [field]


def test_a_task_is_the_whole_object_with_nulls_for_what_is_not_known():
    view = {
        "id": CORE,
        "status": "queued",
        "phase": "accepted",
        "created_at": 1_768_473_000.25,
        "prompt": "a cat",
    }
    told = native.write_task(
        {**view, "model": "standard", "hold": 5_009_400, "notes": [], "done": 0, "total": 0}
    )
    assert told["created_at"] == "2026-01-15T10:30:00.250Z"
    assert told["price"] == {"amount": None, "held": "5.0094", "unit": "credit"}
    assert told["request"]["prompt"] == "a cat"
    assert told["notes"] == []
    for name in ("progress", "output", "usage", "problem", "finished_at", "updated_at"):
        assert told[name] is None


def test_progress_is_measured_or_null():
    view = {"id": CORE, "status": "running", "phase": "rendering", "created_at": 1.0}
    assert native.write_task({**view, "done": 12, "total": 120})["progress"] == {"done": 12, "total": 120}
    assert native.write_task(view)["progress"] is None


@pytest.mark.parametrize(
    ("micro", "text"),
    [(0, "0"), (1, "0.000001"), (17_784_000, "17.784"), (-500_000, "-0.5"), (3_000_000, "3")],
)
def test_credits_are_exact_decimals(micro, text):
    assert write_credits(micro) == text
    assert read_credits(text) == micro


def whole(problem):
    return problem.as_dict()


def test_a_problem_comes_back_whole():
    sent = Problem(
        "insufficient_credit",
        "needs 17.784, has 2.1",
        offences=[Offence("duration", 15, "too dear", "Ask for less", "invalid_duration")],
        required=17_784_000,
        available=2_100_000,
    )
    status, headers, body = native.write_error(sent, ROUTE, "r-1")
    assert (status, body["type"], body["request_id"]) == (
        402,
        "/onetake/v1/errors/insufficient_credit",
        "r-1",
    )
    assert body["status"] == 402
    seen = native.errors.read(Reply(status, headers, b""), json.loads(json.dumps(body)), ROUTE)
    assert whole(seen) == {**whole(sent), "facts": {**sent.facts, "request_id": "r-1"}}


def test_a_problem_inside_a_task_comes_back_whole():
    stored = Problem("generation_failed", "no frames", provider={"code": "X", "message": "y"}).as_dict()
    view = {"id": CORE, "status": "failed", "phase": "failed", "created_at": 1.0, "problem": stored}
    assert native.read_task(native.write_task(view))["problem"] == stored


def test_members_named_like_our_own_arguments_do_no_harm():
    body = {
        "code": "internal",
        "title": "x",
        "detail": 5,
        "self": 1,
        "offences": [5, {"field": 1}],
        "n": None,
    }
    problem = native.errors.read(Reply(500, {}, b""), body, ROUTE)
    assert (problem.code, problem.facts, problem.offences) == ("internal", {}, ())


def test_a_code_of_a_newer_server_is_kept():
    body = {"code": "quantum_fault", "title": "x", "detail": "a new way to fail", "request_id": "r"}
    problem = native.errors.read(Reply(418, {}, b""), body, ROUTE)
    assert (problem.code, problem.detail) == ("provider_error_unmapped", "a new way to fail")
    assert problem.facts["provider"]["code"] == "quantum_fault"


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (401, "unauthenticated"),
        (404, "not_found"),
        (429, "rate_limited"),
        (502, "provider_unavailable"),
        (418, "provider_protocol"),
    ],
)
def test_an_answer_of_something_in_between(status, code):
    assert native.errors.read(Reply(status, {}, b"<html>"), None, ROUTE).code == code


def test_the_key_of_a_customer_is_the_customers_affair():
    status, headers, body = native.write_error(Problem("unauthenticated"), ROUTE, "r")
    reply = Reply(status, headers, json.dumps(body).encode())
    with pytest.raises(Problem, match="unauthenticated"):
        run(native.looking(CORE, ROUTE, "k"), lambda call: reply)


def test_a_refusal_before_anything_was_written_is_no_ambiguity():
    def submit(problem):
        status, headers, body = native.write_error(problem, ROUTE, "r")
        reply = Reply(status, headers, json.dumps(body).encode())
        return run(native.submitting(read(), ROUTE, "k"), lambda call: reply)

    with pytest.raises(Problem, match="storage_full"):
        submit(Problem("storage_full"))
    with pytest.raises(Ambiguous) as caught:
        submit(Problem("internal", committed=True))
    assert isinstance(caught.value.__cause__, Problem)


def test_the_offences_of_the_server_keep_the_servers_words():
    with pytest.raises(Problem) as refusal:
        native.read_request({"prompt": "x", "webhook_url": 5}, ROUTE)
    status, headers, body = native.write_error(refusal.value, ROUTE, "r")
    assert body["offences"][0]["field"] == "webhook_url"
    reply = Reply(status, headers, json.dumps(body).encode())
    with pytest.raises(Problem) as seen:
        run(native.submitting({"prompt": "x", "callback_url": "y"}, ROUTE, "k"), lambda call: reply)
    assert seen.value.field == "callback_url"  # in the words of the caller's own attributes


def test_a_draft_is_sent_as_it_is():
    draft = {"prompt": "x", "model": "a-newer-id", "media": (Media("image", None, "asset://up"),)}
    call = next(native.submitting(draft, ROUTE, "k", {"Idempotency-Key": "i"}))
    assert json.loads(call.body) == {
        "prompt": "x",
        "model": "a-newer-id",
        "media": [{"kind": "image", "upload_id": "up"}],
    }
    assert call.headers["Idempotency-Key"] == "i"
    assert call.path == "/onetake/v1/videos"


@pytest.mark.parametrize(
    "params", [[("limit", "0")], [("limit", "101")], [("after", "x")], [("status", "done")], [("page", "1")]]
)
def test_a_bad_query_is_named(params):
    with pytest.raises(Problem) as caught:
        native.read_query(params)
    assert caught.value.field == params[0][0]


def test_queries():
    assert native.read_query([]) == Query(limit=20)
    params = [("status", "queued,running"), ("status", "failed"), ("after", CORE), ("route", "apiyi")]
    assert native.read_query(params) == Query(
        statuses=("queued", "running", "failed"), after=CORE, route="apiyi", limit=20
    )


def test_other_operations_are_asked_through_the_same_table():
    calls = []

    def send(call):
        calls.append((call.method, call.path, call.headers.get("Content-Type"), call.body))
        return Reply(201, {}, b'{"id": "up1"}')

    upload = native.asking("upload", ROUTE, "k", raw=b"\x89PNG", headers={"Content-Type": "image/png"})
    assert run(upload, send) == {"id": "up1"}
    run(native.asking("error", ROUTE, "k", id="internal"), send)
    run(native.asking("estimate", ROUTE, "k", message={"prompt": "x"}, params=[("a", "b c")]), send)
    assert calls == [
        ("POST", "/onetake/v1/uploads", "image/png", b"\x89PNG"),
        ("GET", "/onetake/v1/errors/internal", None, b""),
        ("POST", "/onetake/v1/estimate?a=b+c", "application/json", b'{"prompt":"x"}'),
    ]


def test_cancel_and_delete():
    task = json.dumps(
        native.write_task({"id": CORE, "status": "cancelled", "phase": "cancelled", "created_at": 1.0})
    )
    calls = []

    def send(call):
        calls.append((call.method, call.path))
        return Reply(200, {}, task.encode()) if call.method == "POST" else Reply(204)

    assert run(native.cancelling(CORE, ROUTE, "k"), send)["status"] == "cancelled"
    run(native.deleting(CORE, ROUTE, "k"), send)
    assert calls == [("POST", f"/onetake/v1/videos/{CORE}/cancel"), ("DELETE", f"/onetake/v1/videos/{CORE}")]
