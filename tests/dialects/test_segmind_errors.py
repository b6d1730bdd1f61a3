"""Segmind's errors: column G of errors-and-faults §7.2, and every row of S0 in §7.3."""

import json
from datetime import datetime
from typing import Any

import pytest

from onetake.core.catalogue import catalogue
from onetake.core.problem import Offence, Problem, kinds
from onetake.core.request import Request
from onetake.core.wire import Ambiguous, NotSent, Reply
from onetake.dialects import as_told, run
from onetake.dialects.segmind import segmind
from onetake.dialects.segmind_errors import RESET, ROWS, SegmindErrors

ROUTE, HELD = catalogue().routes["segmind"], catalogue().routes["segmind-v1"]
BODY = {"model": "seedance-2.0", "prompt": "a cat"}
RETRYABLE = ("internal error", "sslerror", "stale_request", "polling timed out")
"""Words on which the guide's own program sends the same request again."""
VIDEO = "The request failed because the output video may contain sensitive information."
AUDIO = "The request failed because the output audio may contain sensitive information."
RIGHTS = "The request failed because the output video may be related to copyright restrictions."
PERSON = "ByteDance video API error: The request failed because the input image may contain real person."
TEXT = (
    "ByteDance video API error: The request failed because the input text may contain sensitive information."
)
INTERNAL = "The service encountered an unexpected internal error."
STALE = "[STALE_REQUEST_MARKED_FAILED_BY_BACKGROUND_CLEANUP]"
TIMED_OUT = "Video generation polling timed out."
EMPTY = Reply(200, {}, b"")
NO_BYTEPLUS = "No module named 'byteplussdkcore'"


def request(**more: Any) -> Request:
    return segmind.read_request({**BODY, **more}, ROUTE)


def refused(**more: Any) -> Problem:
    with pytest.raises(Problem) as caught:
        request(**more)
    return caught.value


def written(problem: Problem) -> str:
    """What the server role says."""
    return segmind.write_error(problem, ROUTE, "r-1")[2]["error"]


def failed(said: str) -> Problem:
    """What the client role reads in a FAILED request."""
    state = Reply(422, {}, json.dumps({"status": "FAILED", "error": said}).encode())
    return Problem.from_dict(run(segmind.looking("r", ROUTE, "key"), lambda call: state)["problem"])


def submitted(reply: Reply, route: Any = ROUTE) -> Problem:
    """What a create that was answered so is refused with."""
    with pytest.raises(Problem) as caught:
        run(segmind.submitting(request(), route, "key"), lambda call: reply)
    return caught.value


def error(said: str, status: int = 400) -> Reply:
    return Reply(status, {}, json.dumps({"error": said}).encode())


def told(code: str) -> str:
    """What a customer reads in a FAILED request of ours."""
    view = {"id": "a" * 26, "created_at": 0.0, "status": "failed", "problem": Problem(code).as_dict()}
    return segmind.write_task(view)["error"]


# ------------------------------------------------------------------------- §7.3, S0, row by row


def test_s0_row_01_output_video():
    for said in (VIDEO, f"OutputVideoSensitiveContentDetected: {VIDEO}"):
        assert failed(said).code == "moderation_output_video"
    assert told("moderation_output_video") == f"OutputVideoSensitiveContentDetected: {VIDEO}"


def test_s0_row_02_output_audio():
    for said in (AUDIO, f"OutputAudioSensitiveContentDetected: {AUDIO}"):
        assert failed(said).code == "moderation_output_audio"
    assert told("moderation_output_audio") == f"OutputAudioSensitiveContentDetected: {AUDIO}"


def test_s0_row_03_an_empty_200_is_an_outcome_under_v1_and_none_under_v2():
    assert submitted(EMPTY, HELD).code == "provider_result_missing"
    with pytest.raises(Ambiguous):
        run(segmind.submitting(request(), ROUTE, "key"), lambda call: EMPTY)


def test_s0_row_04_frames_and_references():
    verbatim = "first_frame/last_frame mode is mutually exclusive with reference_images."
    ours = refused(first_frame_url="https://e.com/1", reference_images=["https://e.com/2"])
    assert (ours.code, written(ours)) == ("conflict_frames_references", verbatim)
    theirs = (
        "ByteDance video API error: The parameter 'content' specified in the request is not valid: "
        "first/last frame content cannot be mixed with reference media content."
    )
    for said in (verbatim, theirs):
        assert submitted(error(said)).code == "conflict_frames_references"


def test_s0_row_05_the_duration():
    assert written(refused(duration=16)).startswith(
        "the parameter duration specified in the request is not valid: one of 4, 5, 6, 8, 10, 12, 15"
    )
    for said in (
        "the parameter duration specified in the request is not valid",
        "The parameter 'duration' specified in the request is not valid: out of range",
        "invalid video duration, exceeds 15s",
    ):
        assert submitted(error(said)).code == "invalid_duration"


def test_s0_row_06_a_real_person():
    assert failed(PERSON).code == submitted(error(PERSON)).code == "moderation_input_person"
    assert told("moderation_input_person") == PERSON


def test_s0_row_07_polling_timeout_is_no_verdict():
    assert failed(TIMED_OUT).code == "deadline_exceeded"
    assert told("deadline_exceeded") == TIMED_OUT
    for route in (ROUTE, HELD):
        with pytest.raises(Ambiguous):
            run(segmind.submitting(request(), route, "key"), lambda call: error(TIMED_OUT, 504))


def test_s0_row_08_the_prompt():
    verbatim = "Prompt is required for video generation."
    for body in ({"prompt": ""}, {"prompt": "  "}, {"prompt": None}):
        ours = refused(**body)
        assert (ours.code, written(ours)) == ("prompt_required", verbatim)
    assert written(refused(prompt="", first_frame_url="https://e.com/1")) == verbatim
    assert submitted(error(verbatim)).code == "prompt_required"


def test_s0_row_09_the_input_text():
    assert failed(TEXT).code == submitted(error(TEXT)).code == "moderation_input_text"
    assert told("moderation_input_text") == TEXT


def test_s0_row_10_an_internal_error():
    with pytest.raises(Ambiguous):
        run(segmind.submitting(request(), ROUTE, "key"), lambda call: error(INTERNAL, 500))
    assert failed(INTERNAL).code == submitted(error(INTERNAL, 500), HELD).code == "generation_failed"
    assert told("generation_failed") == written(Problem("internal")) == INTERNAL


def test_s0_row_11_a_tls_alert():
    def alert(call: Any) -> Reply:
        raise NotSent("TLSV1_ALERT_INTERNAL_ERROR")

    for route in (ROUTE, HELD):
        with pytest.raises(NotSent):
            run(segmind.submitting(request(), route, "key"), alert)
    assert failed("SSLError [SSL: TLSV1_ALERT_INTERNAL_ERROR]").code == "provider_unavailable"
    said = error("SSLError [SSL: TLSV1_ALERT_INTERNAL_ERROR]", 500)
    assert submitted(said).code == submitted(said, HELD).code == "provider_unavailable"


def test_s0_row_12_a_last_frame_alone():
    verbatim = "last_frame_url requires first_frame_url to be provided."
    ours = refused(last_frame_url="https://e.com/1")
    assert (ours.code, written(ours)) == ("last_frame_without_first", verbatim)
    assert submitted(error(verbatim)).code == "last_frame_without_first"


def test_s0_row_13_a_stale_request():
    assert failed(STALE).code == "provider_stale"
    assert told("provider_stale") == STALE


def test_s0_row_14_copyright():
    said = f"OutputVideoSensitiveContentDetected.PolicyViolation: {RIGHTS}"
    assert failed(said).code == failed(RIGHTS).code == "copyright"
    assert told("copyright") == said


def test_s0_row_15_the_resolution():
    verbatim = "the parameter resolution specified in the request is not valid"
    for value in ("1080p", "4k", "720P", "hd"):
        ours = refused(resolution=value)
        assert ours.code == "invalid_resolution"
        assert written(ours).startswith(f"{verbatim}: one of 480p, 720p")
    assert submitted(error(verbatim)).code == "invalid_resolution"


def test_s0_row_16_a_download_that_failed():
    named = "The parameter 'content[1].image_url' specified in the request is not valid"
    said = f"{named}: resource download failed."
    for problem in (failed(said), submitted(error(said))):
        assert (problem.code, problem.field) == ("media_unreachable", "content[1].image_url")
    offence = Offence("first_frame_url", "https://e.com", "got HTTP 404", "Open it", "media_unreachable")
    ours = "The parameter 'first_frame_url' specified in the request is not valid: resource download failed"
    assert written(Problem.of([offence])) == f"{ours}: got HTTP 404. Open it"


def test_s0_row_17_audio_alone():
    verbatim = "reference_audio cannot be the only reference input."
    ours = refused(reference_audios=["https://e.com/1.mp3"])
    assert (ours.code, written(ours)) == ("audio_reference_alone", verbatim)
    assert submitted(error(verbatim)).code == "audio_reference_alone"


def test_s0_row_18_a_missing_module():
    assert failed(NO_BYTEPLUS).code == "provider_unavailable"
    for status in (400, 500):
        assert submitted(error(NO_BYTEPLUS, status)).code == "provider_unavailable"


def test_s0_row_19_a_client_that_timed_out_knows_nothing():
    def lost(call: Any) -> Reply:
        raise Ambiguous("read timeout")

    for route in (ROUTE, HELD):
        with pytest.raises(Ambiguous):
            run(segmind.submitting(request(), route, "key"), lost)


def test_s0_row_20_retries_that_ran_out():
    assert failed("Max retries exceeded").code == "provider_unavailable"
    assert told("submit_outcome_unknown") == (
        "It could not be confirmed that the generation started. You were not charged; create the task again"
    )


def test_s0_row_21_the_wrapper_is_taken_off():
    for said, code in (
        (VIDEO, "moderation_output_video"),
        (INTERNAL, "generation_failed"),
        (f"OutputVideoSensitiveContentDetected.PolicyViolation: {RIGHTS}", "copyright"),
        ("the parameter duration specified in the request is not valid", "invalid_duration"),
        ("The request failed because the input image may contain real person. Request id: 0217a", None),
    ):
        problem = failed(f"ByteDance video API error: {said}")
        assert problem.code == (code or "moderation_input_person")
        assert "ByteDance" not in problem.facts["provider"]["message"]
    assert problem.facts["provider"]["request_id"] == "0217a"


# ------------------------------------------------------------------------- §7.2, column G

STATUSES = {
    "invalid_json": 400, "prompt_required": 400, "invalid_duration": 400, "conflict_frames_references": 400,
    "unauthenticated": 401, "insufficient_credit": 406, "not_found": 404, "task_expired_record": 404,
    "model_not_found": 404, "media_too_large": 400, "request_too_large": 400, "rate_limited": 429,
    "concurrency_limited": 429, "moderation_input_text": 400, "moderation_input_person": 400,
    "copyright": 400, "provider_unavailable": 503, "provider_overloaded": 503, "provider_auth": 503,
    "provider_quota": 503,
    "deadline_exceeded": 504, "internal": 500, "storage_full": 503, "idempotency_mismatch": 422,
}  # fmt: skip


@pytest.mark.parametrize(("code", "status"), STATUSES.items())
def test_each_code_has_its_status_and_one_text(code, status):
    found, _, body = segmind.write_error(Problem(code), ROUTE, "r-1")
    assert found == status
    assert body.keys() == {"error"} and isinstance(body["error"], str)


def test_every_canonical_code_can_be_said_and_the_operators_affairs_look_like_absence():
    for code in kinds():
        assert ROWS.of(code)
    texts = {written(as_told(Problem(c))) for c in ("provider_auth", "provider_quota", "provider_misrouted")}
    assert texts == {written(Problem("provider_unavailable"))}


def test_nothing_that_should_not_be_sent_again_sounds_as_if_it_should():
    for code, kind in kinds().items():
        text = told(code).lower()
        if kind.retry == "no":
            assert not any(word in text for word in RETRYABLE), (code, text)


def test_several_offences_are_all_told():
    ours = refused(duration=7, resolution="1080p", prompt="", aspect_ratio="5:4")
    text = written(ours)
    for part in ("Prompt is required", "duration", "resolution", "aspect_ratio"):
        assert part in text


def test_an_unknown_field_of_another_type_is_told_once():
    assert written(refused(prompt=5)) == (
        "The parameter 'prompt' specified in the request is not valid: must be a string. Send text in quotes"
    )


def test_a_limit_tells_when_it_ends():
    errors = SegmindErrors(clock=lambda: 1_800_000_000.0)
    assert errors.reset(Problem("rate_limited", retry_after=60), 429) == {RESET: "2027-01-15T08:01:00Z"}
    assert errors.reset(Problem("rate_limited"), 429) == {}
    assert errors.reset(Problem("provider_overloaded", retry_after=60), 503) == {}
    headers = segmind.write_error(Problem("rate_limited", retry_after=60), ROUTE, "r-1")[1]
    assert datetime.fromisoformat(headers[RESET]).tzinfo is not None
    assert headers["retry-after"] == "60"
    assert errors.read(error("Rate limit exceeded", 429), {}, ROUTE).facts.get("retry_after") is None
    for value, wait in (("1800000090", 90.0), ("2027-01-15T08:01:00", 60.0), ("soon", None), ("0", 0.0)):
        limited = Reply(429, {RESET: value}, b'{"error": "Rate limit exceeded"}')
        assert errors.read(limited, {"error": "x"}, ROUTE).facts.get("retry_after") == wait


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[1]", b'{"error": 5}', b'{"error": {"message": "x"}}', b"\xff"]
)
def test_a_body_of_any_form_is_read_by_its_status(body):
    for status, code in ((401, "unauthenticated"), (404, "not_found"), (429, "rate_limited"), (418, None)):
        found = segmind.errors.read(Reply(status, {}, body), None, ROUTE)
        assert found.code == (code or "provider_error_unmapped")


def test_what_bytedance_says_by_code_is_read_by_arks_rows():
    for said, code in (
        ("InputImageSensitiveContentDetected.PrivacyInformation: x", "moderation_input_person"),
        (
            "InvalidParameter: The parameter `resolution` specified in the request is not valid: x",
            "invalid_resolution",
        ),
        ("ServerOverloaded: busy", "provider_overloaded"),
        ("SomethingNew: words", "provider_error_unmapped"),
    ):
        assert failed(said).code == code
