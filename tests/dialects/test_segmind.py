"""Segmind's messages: the flat request, both ways of waiting, what its client really sends (contract §4)."""

import json
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetake.core.catalogue import catalogue, overlay
from onetake.core.problem import Problem
from onetake.core.request import Media, Request
from onetake.core.wire import Ambiguous, Call, Reply
from onetake.dialects import WireError, run
from onetake.dialects._table import Parcel
from onetake.dialects.segmind import MODELS, segmind
from onetake.testing.dialect_samples import requests, views

ROUTE, HELD = catalogue().routes["segmind"], catalogue().routes["segmind-v1"]
RECORDED = (Path(__file__).parent / "recorded/segmind.jsonl").read_text().splitlines()
LINES = [json.loads(line) for line in RECORDED]
BODY = {"model": "seedance-2.0", "prompt": "a cat"}
LINK = "https://cdn.example/v.mp4?token=0"
Send = Callable[[Call], Reply]


def read(**more: Any) -> Request:
    return segmind.read_request({**BODY, **more}, ROUTE)


def refused(**more: Any) -> Problem:
    with pytest.raises(Problem) as caught:
        read(**more)
    return caught.value


def reply(status: int, body: Any = None, **headers: str) -> Reply:
    raw = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
    return Reply(status, {k.replace("_", "-"): v for k, v in headers.items()}, raw)


def answered(*replies: Reply) -> tuple[list[Call], Send]:
    calls: list[Call] = []

    def send(call: Call) -> Reply:
        calls.append(call)
        return replies[len(calls) - 1]

    return calls, send


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line['method']} {line['path']}")
def test_every_recorded_request_has_an_endpoint_and_a_key(line):
    shapes = {(e.method, e.path.replace("{id}", "req-1")) for e in segmind.endpoints}
    assert (line["method"], line["path"]) in shapes
    assert segmind.read_key(line["headers"]) == "seg-key"


@pytest.mark.parametrize("line", [line for line in LINES if line["body"]], ids=lambda line: line["path"])
def test_the_create_of_the_python_client(line):
    endpoint = next(e for e in segmind.endpoints if e.path == line["path"])
    assert endpoint.reply == ("held" if "/v1/" in line["path"] else "now")
    request = segmind.read_request({**json.loads(line["body"]), **endpoint.fixed}, ROUTE)
    assert request.media == (Media("image", "first_frame", "https://example.com/a.jpg"),)
    assert (request.prompt, request.model, request.mode) == ("a cat", "seedance-2.0", "first_frame")
    assert (request.duration, request.resolution, request.ratio, request.seed) == (5, "720p", "16:9", 42)
    assert (request.generate_audio, request.return_last_frame) == (False, False)
    written = segmind.write_request(request, ROUTE, "segmind")
    assert written.items() >= json.loads(line["body"]).items()


def test_what_absence_means():
    request = read()
    assert (request.duration, request.resolution, request.ratio) == (5, "720p", "16:9")
    assert (request.generate_audio, request.return_last_frame, request.seed) == (True, False, None)
    assert read(seed=-1).seed is None
    assert read(seed=0).seed == 0


def test_skip_moderation_is_kept_for_segmind_alone():
    request = read(skip_moderation=True, request_id="old", metrics={})
    assert request.extra == {"skip_moderation": True}
    assert segmind.write_request(request, ROUTE, "segmind")["skip_moderation"] is True
    assert "skip_moderation" not in segmind.write_request(request, ROUTE, "native")


def test_the_five_fields_are_one_list_in_a_fixed_order():
    frames = read(last_frame_url="https://e.com/2", first_frame_url="https://e.com/1")
    assert [(m.role, m.url[-1]) for m in frames.media] == [("first_frame", "1"), ("last_frame", "2")]
    mixed = read(
        reference_audios=["https://e.com/a"], reference_images=["https://e.com/1", "https://e.com/2"],
        reference_videos=["https://e.com/v"],
    )  # fmt: skip
    assert [(m.kind, m.role, m.url[-1]) for m in mixed.media] == [
        ("image", "reference", "1"), ("image", "reference", "2"), ("video", "reference", "v"),
        ("audio", "reference", "a"),
    ]  # fmt: skip
    assert read(reference_images=[]).media == ()
    assert segmind.write_request(mixed, ROUTE)["reference_images"] == ["https://e.com/1", "https://e.com/2"]


def test_an_image_without_a_role_is_the_first_frame():
    draft = {"model": "seedance-2.0", "prompt": "x", "media": (Media("image", None, "https://e.com/1"),)}
    assert segmind.write_request(draft, ROUTE)["first_frame_url"] == "https://e.com/1"


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"reference_images": "https://e.com/1"}, "reference_images"),
        ({"reference_images": ["https://e.com/1", 2]}, "reference_images[1]"),
        ({"first_frame_url": "ftp://e.com/1"}, "first_frame_url"),
        ({"first_frame_url": ["https://e.com/1"]}, "first_frame_url"),
        ({"reference_images": ["https://e.com/1"], "reference_videos": ["data:video/mp4;base64,AA"]},
         "reference_videos[0]"),
        ({"reference_images": [f"https://e.com/{i}" for i in range(10)]}, "reference_images"),
        ({"aspect_ratio": "adaptive"}, "aspect_ratio"),
        ({"generate_audio": "yes"}, "generate_audio"),
    ],
)  # fmt: skip
def test_an_offence_names_the_customers_own_field(body, place):
    assert refused(**body).field == place


def test_the_seconds_are_those_of_the_guide_and_an_operators_rows_widen_them():
    taken = (4, 5, 6, 8, 10, 12, 15)
    assert [read(duration=seconds).duration for seconds in taken] == list(taken)
    for seconds in (3, 7, 9, 11, 13, 14, 16, -1, 0):
        assert refused(duration=seconds).code == "invalid_duration"
    schema = segmind.request.schema()["properties"]["duration"]
    assert schema["enum"] == [*taken, None]
    overlay({"routes": {"segmind": {"durations": []}}})
    try:
        route = catalogue().routes["segmind"]
        assert segmind.read_request({**BODY, "duration": 7}, route).duration == 7
        assert "enum" not in segmind.request.schema()["properties"]["duration"]
        with pytest.raises(Problem, match="invalid_duration"):
            segmind.read_request({**BODY, "duration": 16}, route)
    finally:
        overlay({})


@pytest.mark.parametrize("model", MODELS)
def test_the_path_says_the_model(model):
    calls, send = answered(reply(200, {"request_id": "r", "status_url": "s", "response_url": "r"}))
    request = segmind.read_request({**BODY, "model": model}, ROUTE)
    assert run(segmind.submitting(request, ROUTE, "key"), send)["id"] == "r"
    assert (calls[0].method, calls[0].path) == ("POST", f"/v2/{model}")
    assert "model" not in json.loads(calls[0].body)
    assert calls[0].headers["x-api-key"] == "key"


def test_the_receipt_has_all_three_and_absolute_addresses():
    view = {"id": "a" * 26, "created_at": 0.0, "status": "queued", "origin": "https://o.example"}
    assert segmind.write_receipt(view) == {
        "request_id": "a" * 26,
        "status_url": f"https://o.example/v2/requests/{'a' * 26}/status",
        "response_url": f"https://o.example/v2/requests/{'a' * 26}",
        "status": "QUEUED",
    }


def test_a_look_is_two_calls_when_it_is_done_and_follows_no_foreign_address():
    calls, send = answered(
        reply(200, {"status": "COMPLETED", "response_url": "https://evil.example/steal"}),
        reply(200, {"status": "COMPLETED", "metrics": {"inference_time": [1]}, "output": LINK, "seed": 7}),
    )
    seen = run(segmind.looking("r/1", ROUTE, "key"), send)
    assert [call.path for call in calls] == ["/v2/requests/r%2F1/status", "/v2/requests/r%2F1"]
    assert all(call.at == "" and call.headers["x-api-key"] == "key" for call in calls)
    assert (seen["id"], seen["status"], seen["video_url"], seen["seed"]) == ("r/1", "succeeded", LINK, 7)
    assert seen["payload"]["metrics"] == {"inference_time": [1]}


@pytest.mark.parametrize(("word", "status"), [("QUEUED", "queued"), ("PROCESSING", "running")])
def test_a_look_at_an_open_request_is_one_call(word, status):
    calls, send = answered(reply(200, {"status": word}))
    assert run(segmind.looking("r", ROUTE, "key"), send)["status"] == status
    assert len(calls) == 1


@pytest.mark.parametrize("http", [422, 200, 400, 500])
def test_a_failed_request_is_a_task_under_any_status(http):
    said = "OutputVideoSensitiveContentDetected: The request failed because the output video may contain x."
    _, send = answered(reply(http, {"status": "FAILED", "error": said}))
    seen = run(segmind.looking("r", ROUTE, "key"), send)
    assert (seen["status"], seen["problem"]["code"]) == ("failed", "moderation_output_video")


def test_failed_without_a_word_is_a_failed_generation():
    _, send = answered(reply(422, {"status": "FAILED"}))
    assert run(segmind.looking("r", ROUTE, "key"), send)["problem"]["code"] == "generation_failed"


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (reply(404, {"error": "Request not found"}), "not_found"),
        (reply(401, {"error": "Unauthorized"}), "provider_auth"),
        (reply(422, {"error": "Something else"}), "provider_error_unmapped"),
        (reply(502, b"<html>"), "provider_unavailable"),
        (reply(200, b""), "provider_protocol"),
        (reply(200, b"<html>"), "provider_protocol"),
        (reply(200, [1]), "provider_protocol"),
    ],
)
def test_a_look_that_tells_no_status_is_a_problem(answer, code):
    with pytest.raises(Problem) as caught:
        run(segmind.looking("r", ROUTE, "key"), answered(answer)[1])
    assert caught.value.code == code


def test_a_look_with_an_unknown_word_is_outside_of_the_contract():
    with pytest.raises(WireError):
        run(segmind.looking("r", ROUTE, "key"), answered(reply(200, {"status": "DONE"}))[1])


@pytest.mark.parametrize(
    "output", [LINK, [LINK], {"video_url": LINK}, {"url": LINK, "size": 1}, [{"output_url": LINK}]]
)
def test_the_link_is_found_in_whatever_form_it_is_told(output):
    done = reply(200, {"status": "COMPLETED", "metrics": {}, "output": output})
    assert run(segmind.looking("r", ROUTE, "key"), answered(done, done)[1])["video_url"] == LINK


@pytest.mark.parametrize("output", [5, [], {}, "", {"video": LINK}, [[LINK]]])
def test_an_output_without_a_link_is_outside_of_the_contract(output):
    done = reply(200, {"status": "COMPLETED", "metrics": {}, "output": output})
    with pytest.raises(WireError):
        run(segmind.looking("r", ROUTE, "key"), answered(done, done)[1])


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=4))
def test_no_metric_of_theirs_makes_an_answer_unreadable(value):
    metrics = {"cost": value, "seconds": value, "tokens": value, "other": value}
    done = reply(200, {"status": "COMPLETED", "metrics": metrics, "output": LINK, "seed": value})
    assert run(segmind.looking("r", ROUTE, "key"), answered(done, done)[1])["video_url"] == LINK


@pytest.mark.parametrize(
    "answer",
    [
        reply(200, b""),
        reply(200, b"<html>"),
        reply(200, {}),
        reply(200, {"request_id": ""}),
        reply(200, {"error": "The service encountered an unexpected internal error."}),
        reply(500, {"error": "The service encountered an unexpected internal error."}),
        reply(400, {"error": "The service encountered an unexpected internal error."}),
        reply(400, {"error": "Video generation polling timed out."}),
        reply(400, {"error": "[STALE_REQUEST_MARKED_FAILED_BY_BACKGROUND_CLEANUP]"}),
        reply(502, b"<html>Bad gateway"),
        reply(503, b""),
        reply(408, {"error": "timeout"}),
        reply(307, b"", location="https://evil.example"),
    ],
)
def test_an_answer_to_v2_that_proves_nothing_is_ambiguous(answer):
    with pytest.raises(Ambiguous):
        run(segmind.submitting(read(), ROUTE, "key"), answered(answer)[1])


@pytest.mark.parametrize("route", [ROUTE, HELD], ids=["v2", "v1"])
@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (reply(400, {"error": "Prompt is required for video generation."}), "prompt_required"),
        (reply(500, {"error": "Prompt is required for video generation."}), "prompt_required"),
        (reply(406, {"error": "Insufficient credits"}), "provider_quota"),
        (reply(500, {"error": "Insufficient credits"}), "provider_quota"),
        (reply(401, {"error": "whatever"}), "provider_auth"),
        (reply(404, {"error": "whatever"}), "provider_misrouted"),
        (reply(404, {"error": "Model not found"}), "provider_misrouted"),
        (reply(400, {"error": "words of tomorrow"}), "provider_error_unmapped"),
        (reply(500, {"error": "No module named 'byteplussdkcore'"}), "provider_unavailable"),
    ],
)
def test_an_answer_that_proves_a_refusal(route, answer, code):
    with pytest.raises(Problem) as caught:
        run(segmind.submitting(read(), route, "key"), answered(answer)[1])
    assert caught.value.code == code


def test_a_refusal_names_our_place():
    named = "The parameter 'reference_images[0]' specified in the request is not valid"
    answer = reply(400, {"error": f"{named}: resource download failed."})
    with pytest.raises(Problem) as caught:
        run(segmind.submitting(read(reference_images=["https://e.com/1"]), ROUTE, "key"), answered(answer)[1])
    assert (caught.value.code, caught.value.field) == ("media_unreachable", "media[0]")


def test_a_limit_that_names_its_end_is_waited_for():
    ends = time.time() + 90
    for told in (f"{ends:.0f}", datetime.fromtimestamp(ends, UTC).isoformat()):
        answer = reply(429, {"error": "Rate limit exceeded"}, x_rate_limit_reset_at_utc=told)
        with pytest.raises(Problem) as caught:
            run(segmind.submitting(read(), ROUTE, "key"), answered(answer)[1])
        assert caught.value.code == "provider_overloaded"
        assert 60 < caught.value.facts["retry_after"] <= 91


def test_v1_answers_with_the_whole_result():
    calls, send = answered(
        reply(200, {"output_url": LINK, "seed": 7}, x_cost="0.26", x_remaining_credits="9")
    )
    made = run(segmind.submitting(read(), HELD, "key"), send)
    assert calls[0].path == "/v1/seedance-2.0"
    assert (made["status"], made["video_url"], made["seed"]) == ("succeeded", LINK, 7)
    assert made["id"].startswith("run-") and len(made["id"]) == 36
    assert made["payload"] == {"output_url": LINK, "seed": 7, "x-cost": "0.26", "x-remaining-credits": "9"}


def test_v1_of_another_onetake_names_its_request():
    _, send = answered(reply(200, {"output_url": LINK, "request_id": "a" * 26}))
    assert run(segmind.submitting(read(), HELD, "key"), send)["id"] == "a" * 26


@pytest.mark.parametrize(
    "answer", [reply(200, b""), reply(200, {}), reply(200, {"output_url": ""}), reply(204)]
)
def test_v1_that_tells_nothing_is_a_known_outcome(answer):
    with pytest.raises(Problem) as caught:
        run(segmind.submitting(read(), HELD, "key"), answered(answer)[1])
    assert caught.value.code == "provider_result_missing"


@pytest.mark.parametrize("status", [200, 400, 422, 500])
@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("The service encountered an unexpected internal error.", "generation_failed"),
        ("[STALE_REQUEST_MARKED_FAILED_BY_BACKGROUND_CLEANUP]", "provider_stale"),
        ("The request failed because the output video may contain sensitive information.",
         "moderation_output_video"),
    ],
)  # fmt: skip
def test_v1_tells_the_verdict_under_any_status(status, said, code):
    with pytest.raises(Problem) as caught:
        run(segmind.submitting(read(), HELD, "key"), answered(reply(status, {"error": said}))[1])
    assert caught.value.code == code


@pytest.mark.parametrize(
    "answer",
    [
        reply(200, {"error": "Video generation polling timed out."}),
        reply(504, {"error": "Video generation polling timed out."}),
        reply(400, {"error": "Video generation polling timed out."}),
        reply(500, b""),
        reply(502, b"<html>"),
        reply(408),
    ],
)
def test_v1_that_gave_up_waiting_is_ambiguous(answer):
    with pytest.raises(Ambiguous):
        run(segmind.submitting(read(), HELD, "key"), answered(answer)[1])


@given(st.data())
def test_a_v1_request_arrives_as_it_was_sent_and_its_result_comes_back(data):
    request = data.draw(requests(segmind, HELD))
    view = data.draw(views(segmind, status="succeeded", video_url=LINK))
    arrived: list[Request] = []

    def send(call: Call) -> Reply:
        endpoint = next(e for e in segmind.endpoints if e.path == call.path)
        arrived.append(segmind.read_request({**json.loads(call.body), **endpoint.fixed}, HELD))
        return reply(200, segmind.write_result(view))

    made = run(segmind.submitting(request, HELD, "key", customer="segmind"), send)
    assert sorted(arrived[0].media, key=repr) == sorted(request.media, key=repr)
    assert arrived[0].fingerprint() == request.fingerprint() or len(request.media) > 1
    assert (made["id"], made["video_url"], made.get("seed")) == (view["id"], LINK, view.get("seed"))


def test_what_segmind_cannot_say():
    request = segmind.read_request(BODY, ROUTE)
    assert segmind.inexpressible(replace(request, watermark=True, priority=3)) == ["watermark", "priority"]
    theirs = replace(request, media=(Media("image", "reference", "asset://asset-2026"),))
    assert segmind.inexpressible(theirs) == ["media[0]"]
    assert (
        segmind.inexpressible(read(first_frame_url="https://e.com/1", seed=3, return_last_frame=True)) == []
    )


def test_there_is_no_list_and_no_cancel():
    for op in ("list", "cancel", "withdraw", "delete"):
        with pytest.raises(Problem, match="inexpressible"):
            segmind.endpoint(op, ROUTE)
    for op in ("create", "status", "get"):
        with pytest.raises(Problem, match="inexpressible"):
            segmind.endpoint(op, HELD)
    with pytest.raises(Problem, match="inexpressible"):
        run(segmind.looking("run-1", HELD, "key"), answered()[1])


def test_a_file_is_put_with_the_upload_service():
    calls, send = answered(reply(200, {"file_urls": ["https://images.example/a.png"], "message": "ok"}))
    assert run(segmind.deposit(Parcel("a.png", "image/png", b"abc"), ROUTE, "key"), send) == (
        "https://images.example/a.png"
    )
    (call,) = calls
    assert (call.method, call.path, call.at) == ("POST", "/upload-asset", "files")
    assert call.headers["x-api-key"] == "key"
    assert json.loads(call.body) == {"data_urls": ["data:image/png;base64,YWJj"]}


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (reply(401, {"error": "no"}), "provider_auth"),
        (reply(413, {"error": "big"}), "request_too_large"),
        (reply(200, {"file_urls": []}), "provider_protocol"),
        (reply(200, b""), "provider_protocol"),
        (reply(200, {"file_urls": [5]}), "provider_protocol"),
    ],
)
def test_an_upload_that_was_refused(answer, code):
    with pytest.raises(Problem) as caught:
        run(segmind.deposit(Parcel("a.png", "image/png", b"abc"), ROUTE, "key"), answered(answer)[1])
    assert caught.value.code == code
