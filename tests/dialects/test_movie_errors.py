"""movie's errors: column M of errors-and-faults §7.2 and every row of its S3 list (§7.3), both ways."""

import json
from dataclasses import replace

import pytest

from onetake.core.catalogue import catalogue
from onetake.core.problem import Offence, Problem, kinds
from onetake.core.request import Request
from onetake.core.wire import Ambiguous, Reply
from onetake.dialects import as_upstream, dialect, run
from onetake.dialects.movie_errors import HTTP, ROWS

movie = dialect("movie")
ROUTE = catalogue().routes["movie"]
LENIENT = replace(ROUTE, error_http=200)
ASKED = Request(prompt="a fox", model="seedance-2.0", model_name="seedance-2.0", mode="text", ratio="16:9")
WRITTEN = {  # canonical → (HTTP, M code); 400 for all that speaks of a parameter, as the document has it
    **dict.fromkeys(
        (
            "invalid_json", "invalid_parameter", "invalid_duration", "invalid_resolution", "invalid_ratio",
            "conflict_frames_references", "last_frame_without_first", "audio_reference_alone",
            "unsupported_parameter", "model_feature_unsupported", "model_not_found", "media_unreachable",
            "media_blocked_address", "media_invalid", "media_too_large", "too_many_media",
            "request_too_large", "invalid_callback_url", "idempotency_mismatch", "inexpressible",
        ),
        (400, "INVALID_PARAMETER"),
    ),
    "missing_parameter": (400, "MISSING_PARAMETER"),
    "prompt_required": (400, "MISSING_PARAMETER"),
    "upload_invalid": (400, "FILE_UPLOAD_FAILED"),
    "upload_expired": (403, "FILE_UPLOAD_FAILED"),
    "unauthenticated": (401, "INVALID_API_KEY"),
    "forbidden": (403, "INVALID_API_KEY"),
    "insufficient_credit": (402, "INSUFFICIENT_CREDIT"),
    "not_found": (404, "TASK_NOT_FOUND"),
    "task_expired_record": (404, "TASK_NOT_FOUND"),
    "not_cancellable": (400, "TASK_CANCEL_NOT_ALLOWED"),
    "idempotency_in_progress": (503, "SERVICE_BUSY"),
    "rate_limited": (429, "RATE_LIMIT_EXCEEDED"),
    "concurrency_limited": (429, "CONCURRENCY_LIMIT_REACHED"),
    **dict.fromkeys(
        (
            "moderation_input_text", "moderation_input_media", "moderation_output_video",
            "moderation_output_audio",
        ),
        (400, "CONTENT_MODERATION_FAILED"),
    ),
    "moderation_input_person": (400, "PRIVACY_VIOLATION"),
    "copyright": (400, "COPYRIGHT_VIOLATION"),
    "submit_outcome_unknown": (500, "TASK_SUBMIT_FAILED"),
    **dict.fromkeys(
        (
            "provider_stale", "provider_unavailable", "provider_overloaded", "provider_auth",
            "provider_quota", "provider_misrouted", "storage_full",
        ),
        (503, "SERVICE_BUSY"),
    ),
    **dict.fromkeys(
        ("provider_result_missing", "output_download_failed", "output_invalid"),
        (500, "VIDEO_DOWNLOAD_FAILED"),
    ),
    **dict.fromkeys(
        (
            "generation_failed", "provider_task_expired", "cancelled", "provider_protocol",
            "provider_error_unmapped", "deadline_exceeded", "internal",
        ),
        (500, "INTERNAL_ERROR"),
    ),
}  # fmt: skip


def test_the_table_is_whole():
    assert WRITTEN.keys() == kinds().keys()
    assert {code for _, code in WRITTEN.values()} == HTTP.keys() - {"CREDIT_DEDUCT_FAILED"}
    assert len(HTTP) == 17


@pytest.mark.parametrize(("code", "expected"), WRITTEN.items())
def test_each_code_is_written_as_the_table_says(code, expected):
    status, headers, body = movie.write_error(Problem(code), ROUTE, "r-1")
    assert (status, body["code"]) == expected
    assert body.keys() == {"code", "message", "result"}
    assert body["result"] is None
    assert type(body["message"]) is str
    assert headers["x-should-retry"] in ("true", "false")


@pytest.mark.parametrize("code", sorted(kinds()))
def test_told_by_the_body_alone_it_reads_the_same(code):
    status, _, body = movie.write_error(Problem(code), LENIENT, "r-1")
    assert status == 200
    reply = Reply(200, {}, json.dumps(body).encode())
    assert movie.refused(reply, body)
    if code in movie.errors.returning("http"):
        assert movie.errors.read(reply, body, ROUTE).code == code


@pytest.mark.parametrize("code", sorted(movie.errors.returning("http") & movie.errors.returning("task")))
def test_a_customers_words_never_change_the_code(code):
    for detail in (
        "prompt text",
        "duration must be 4",
        "output audio was refused",
        "is not valid JSON",
        "`x`: y",
    ):
        problem = Problem.of([Offence("media[3]", 1, detail, "Fix it", code)])
        _, _, body = movie.write_error(problem, ROUTE, "r-1")
        assert movie.errors.read(Reply(400), body, ROUTE).code == code


def answer(code, status=200, message="told", headers=None, **more):
    return Reply(status, headers or {}, json.dumps({"code": code, "message": message, **more}).encode())


def told(code, status=200, message="told", headers=None, **more):
    """What an answer to anything but a create says of our task or account."""
    reply = answer(code, status, message, headers, **more)
    with pytest.raises(Problem) as caught:
        run(movie.looking("a1", ROUTE, "key"), lambda call: reply)
    return caught.value


def created(code, status=200, message="told", **more):
    """What a create answered so comes to: the code of a proven refusal, `unknown`, or an id."""
    try:
        receipt = run(
            movie.submitting(ASKED, ROUTE, "key"), lambda call: answer(code, status, message, **more)
        )
    except Problem as problem:
        return problem.code
    except Ambiguous:
        return "unknown"
    return receipt["id"]


def failed(code, message="told", status="failed"):
    """The problem of a task that ended so."""
    result = {"task_id": "a1", "status": status, "error_code": code, "error_message": message}
    task = run(movie.looking("a1", ROUTE, "key"), lambda call: answer("200", result=result))
    return (task.get("problem") or {}).get("code")


def both(code, status):
    """The same told by HTTP and, with HTTP 200, by the body alone."""
    return [(code, status), (code, 200)]


# ------------------------------------------------------------------ S3, row by row


@pytest.mark.parametrize(("code", "status"), both("INVALID_API_KEY", 401))
def test_s3_row_01_an_invalid_key_is_the_operators_affair(code, status):
    assert created(code, status) == "provider_auth"
    assert told(code, status).code == "provider_auth"
    assert movie.write_error(Problem("unauthenticated"), ROUTE, "r")[0] == 401


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ("Invalid parameter: duration must be 4-15", "invalid_duration"),
        ("Invalid parameter: resolution: one of 480p, 720p", "invalid_resolution"),
        ("Invalid parameter: ratio must be one of 16:9", "invalid_ratio"),
        ("Invalid parameter: model seedance-9", "model_not_found"),
        ("Invalid parameter: callback_url must have at most 512 characters", "invalid_callback_url"),
        ("Invalid parameter: content[1].image_url resource download failed", "media_unreachable"),
        ("first frame cannot be mixed with reference media", "conflict_frames_references"),
        ("Invalid parameter: seed must be -1 or above", "invalid_parameter"),
        ("no", "invalid_parameter"),
    ],
)
@pytest.mark.parametrize("status", [200, 400])
def test_s3_row_02_an_invalid_parameter_by_its_message(message, code, status):
    expected = as_upstream(Problem(code)).code
    assert created("INVALID_PARAMETER", status, message) == expected
    assert told("INVALID_PARAMETER", status, message).code == expected


def test_s3_row_02_the_field_keeps_its_name():
    problem = told("INVALID_PARAMETER", 400, "Invalid parameter: duration must be 4-15")
    assert [(o.field, o.code) for o in problem.offences] == [("duration", "invalid_duration")]
    assert problem.facts["provider"]["message"] == "Invalid parameter: duration must be 4-15"


@pytest.mark.parametrize(("code", "status"), both("MISSING_PARAMETER", 400))
def test_s3_row_03_a_missing_parameter(code, status):
    assert created(code, status, "Missing parameter: content") == "missing_parameter"
    assert created(code, status, "a text prompt is needed") == "prompt_required"


@pytest.mark.parametrize(("code", "status"), both("INSUFFICIENT_CREDIT", 402))
def test_s3_row_04_no_credit_upstream_is_the_operators_affair(code, status):
    assert created(code, status) == "provider_quota"
    own = movie.write_error(Problem("insufficient_credit", required="17.784"), ROUTE, "r")
    assert (own[0], own[2]["code"]) == (402, "INSUFFICIENT_CREDIT")


@pytest.mark.parametrize(("code", "status"), both("CREDIT_DEDUCT_FAILED", 500))
def test_s3_row_05_a_failed_deduction_proves_nothing(code, status):
    assert created(code, status, "Credit deduction failed") == "unknown"
    assert created(code, status, result={"task_id": "t9"}) == "t9"
    assert failed(code) == "generation_failed"


@pytest.mark.parametrize(("code", "status"), both("TASK_NOT_FOUND", 404))
def test_s3_row_06_an_unknown_task(code, status):
    assert told(code, status).code == "not_found"
    assert movie.write_error(Problem("not_found"), ROUTE, "r")[2]["code"] == code


@pytest.mark.parametrize(("code", "status"), both("TASK_SUBMIT_FAILED", 500))
def test_s3_row_07_a_failed_submission_proves_nothing(code, status):
    assert created(code, status, "Task submission failed") == "unknown"
    assert failed(code) == "generation_failed"


@pytest.mark.parametrize(("code", "status"), both("TASK_CANCEL_NOT_ALLOWED", 400))
def test_s3_row_08_a_cancel_that_comes_too_late(code, status):
    with pytest.raises(Problem, match="not_cancellable"):
        run(movie.cancelling("a1", ROUTE, "key"), lambda call: answer(code, status))


@pytest.mark.parametrize(("code", "status"), both("CONCURRENCY_LIMIT_REACHED", 429))
def test_s3_row_09_a_full_house_may_have_queued_the_task(code, status):
    assert created(code, status, "task is queued") == "unknown"
    assert created(code, status, "task is queued", result={"task_id": "t9", "status": "queued"}) == "t9"
    assert created(code, status, result={"task_id": 7}) == "unknown"


def test_s3_row_10_a_url_that_cannot_be_signed():
    for status in (200, 500):
        assert told("FILE_UPLOAD_FAILED", status).code == "provider_unavailable"
    assert told("FILE_UPLOAD_FAILED", 400).code == "upload_invalid"


def test_s3_row_11_a_video_that_could_not_be_processed():
    assert failed("VIDEO_DOWNLOAD_FAILED", "Video processing failed") == "output_download_failed"


@pytest.mark.parametrize(("code", "status"), both("CONTENT_MODERATION_FAILED", 400))
def test_s3_row_12_moderation_by_phase(code, status):
    said = "Content moderation failed: input or output contains sensitive content"
    assert created(code, status, said) == "moderation_input_text"
    assert created(code, status, "the uploaded image is sensitive") == "moderation_input_media"
    assert failed(code, said) == "moderation_output_video"
    assert failed(code, "the generated audio is sensitive") == "moderation_output_audio"
    assert failed(code, "the prompt is sensitive") == "moderation_input_text"


@pytest.mark.parametrize(("code", "status"), both("COPYRIGHT_VIOLATION", 400))
def test_s3_row_13_copyright(code, status):
    assert created(code, status) == "copyright"
    assert failed(code) == "copyright"


@pytest.mark.parametrize(("code", "status"), both("PRIVACY_VIOLATION", 400))
def test_s3_row_14_a_real_person(code, status):
    assert created(code, status) == "moderation_input_person"
    assert failed(code) == "moderation_input_person"


@pytest.mark.parametrize(("code", "status"), both("SERVICE_BUSY", 503))
def test_s3_row_15_a_busy_service_proves_nothing_of_a_create(code, status):
    assert created(code, status) == "unknown"
    assert told(code, status).code == "provider_overloaded"


@pytest.mark.parametrize(("code", "status"), both("RATE_LIMIT_EXCEEDED", 429))
def test_s3_row_16_too_fast_is_a_refusal_with_a_wait(code, status):
    assert created(code, status) == "provider_overloaded"
    assert told(code, status, headers={"retry-after": "7"}).facts["retry_after"] == 7.0
    assert told(code, 429, "slow down, try again in 20 seconds").facts["retry_after"] == 20.0


@pytest.mark.parametrize(("code", "status"), both("INTERNAL_ERROR", 500))
def test_s3_row_17_an_internal_error_proves_nothing_of_a_create_and_ends_a_task(code, status):
    assert created(code, status) == "unknown"
    assert failed(code) == "generation_failed"


@pytest.mark.parametrize("code", sorted(HTTP))
def test_s3_row_18_the_code_decides_and_not_the_status(code):
    assert created(code, 200) == created(code, HTTP[code])
    assert told(code, 200).code == told(code, HTTP[code]).code


@pytest.mark.parametrize("code", [200, "200"])
def test_s3_row_18_success_is_the_code_200(code):
    reply = answer(code, result={"task_id": "a1", "status": "pending"})
    assert run(movie.looking("a1", ROUTE, "key"), lambda call: reply)["status"] == "queued"


@pytest.mark.parametrize(("code", "expected"), [("401", "provider_auth"), (429, "provider_overloaded")])
def test_s3_row_18_a_status_inside_the_body_is_one(code, expected):
    assert told(code, 200).code == expected


def test_s3_row_18_an_unknown_code_is_no_verdict_without_a_status():
    assert created("NEW_CODE", 200) == "unknown"
    assert created("NEW_CODE", 500) == "unknown"
    assert created("NEW_CODE", 400) == "provider_error_unmapped"


@pytest.mark.parametrize(
    ("status", "code"), [("failed", "generation_failed"), ("cancelled", None), ("expired", None)]
)
def test_s3_row_19_how_a_task_ends(status, code):
    assert failed(None, None, status) == code
    assert failed("SOMETHING", "else", "failed") == "provider_error_unmapped"


# Rows 20 to 22, 24 and 25 are the server's: tests/apps/server/test_movie.py, test_movie_uploads.py.


def test_s3_row_23_a_callback_of_more_than_512_characters():
    body = {
        "content": [{"type": "text", "text": "a fox"}],
        "callback_url": "https://a.example/" + "x" * 495,
    }
    with pytest.raises(Problem) as caught:
        movie.read_request(body, ROUTE)
    status, _, told = movie.write_error(caught.value, ROUTE, "r")
    assert (status, told["code"]) == (400, "INVALID_PARAMETER")
    assert told["message"].startswith("Invalid parameter: callback_url: ")
    assert "512" in told["message"]


# ------------------------------------------------------------------ hostile and broken answers


@pytest.mark.parametrize("status", [500, 502, 503, 504, 408, 302])
@pytest.mark.parametrize("body", [b"", b"<html>", b"{", b"[]", b'"x"', b'{"code": {"a": 1}}'])
def test_a_gateways_answer_to_a_create_is_unknown(status, body):
    with pytest.raises(Ambiguous):
        run(movie.submitting(ASKED, ROUTE, "key"), lambda call: Reply(status, {}, body))


@pytest.mark.parametrize("body", [b"", b"null", b"{}", b'{"code": "200"}', b'{"code": "200", "result": []}',
                                  b'{"code": "200", "result": {"task_id": ""}}', b"<html>"])  # fmt: skip
def test_a_200_without_an_id_is_unknown(body):
    with pytest.raises(Ambiguous):
        run(movie.submitting(ASKED, ROUTE, "key"), lambda call: Reply(200, {}, body))


def test_a_providers_secrets_are_not_repeated():
    problem = told("INTERNAL_ERROR", 500, "see https://inner.example/x?key=1 Bearer abc")
    assert problem.facts["provider"]["message"] == "see [removed] [removed]"


def test_messages_name_the_field_in_the_customers_words():
    offence = Offence("content[1].image_url", "x", "got HTTP 404", "Open the link", "media_unreachable")
    body = movie.write_error(Problem.of([offence]), ROUTE, "r")[2]
    assert body["message"] == (
        "Invalid parameter: content[1].image_url: the media could not be fetched: got HTTP 404. Open the link"
    )
    late = Problem.of([replace(offence, field="media[0]")]).as_dict()
    task = movie.write_task(
        {"id": "a" * 26, "created_at": 1.0, "model": "m", "status": "failed", "problem": late}
    )
    assert task["result"]["error_code"] == "INVALID_PARAMETER"
    assert task["result"]["error_message"].startswith("Invalid parameter: content: the media could not be")


def test_every_documented_code_is_read():
    assert all(ROWS.knows(code) for code in HTTP)
    for code in HTTP:
        assert failed(code) != "provider_error_unmapped"
