"""EvoLink's errors row by row (errors-and-faults §7.3, S1): the captured bodies, and what is read in their
place.

The rows that are no message (lost answers, callbacks, links) are in test_evolink_upstream.py of the
backends, in test_evolink.py of the server and in tests/services/test_webhook_rules.py.
"""

import json
from typing import Any

import pytest

from onetake.core.catalogue import catalogue
from onetake.core.problem import Offence, Problem, kinds
from onetake.core.request import Request
from onetake.core.wire import Ambiguous, Reply
from onetake.dialects import dialect, run
from onetake.dialects.evolink_errors import TASK_ROWS

EVO = dialect("evolink")
ROUTE = catalogue().routes["evolink"]
A, B = (f"https://media.example/{n}.png" for n in "ab")


def refused(**said: Any) -> Problem:
    with pytest.raises(Problem) as caught:
        EVO.read_request({"model": "seedance-2.0", "prompt": "A fox", **said}, ROUTE)
    return caught.value


def told(problem: Problem) -> tuple[int, dict[str, Any]]:
    status, _, body = EVO.write_error(problem, ROUTE, "20260227")
    return status, body["error"]


def look(status: int, body: Any) -> Problem:
    """What an error means to us as the client of this provider."""
    reply = Reply(status, {}, json.dumps(body).encode())
    with pytest.raises(Problem) as caught:
        run(EVO.looking("task-unified-1-x", ROUTE, "key"), lambda call: reply)
    return caught.value


def create(reply: Reply) -> Any:
    request = Request(prompt="A fox", model="seedance-2.0", model_name="x", mode="text", ratio="16:9")
    return run(EVO.submitting(request, ROUTE, "key"), lambda call: reply)


def task(**said: Any) -> dict[str, Any]:
    body = {"created": 1772200000, "id": "task-unified-1-x", "model": "seedance-2.0", "progress": 0, **said}
    return run(EVO.looking("x", ROUTE, "key"), lambda call: Reply(200, {}, json.dumps(body).encode()))


def test_s1_row_01_invalid_token() -> None:
    status, error = told(Problem("unauthenticated"))
    assert (status, error) == (
        401,
        {"message": "Invalid token (request id: 20260227)", "type": "evo_api_error"},
    )


def test_s1_row_02_the_tables_word_is_read_too() -> None:
    body = {"error": {"message": "bad key", "type": "authentication_error"}}
    assert look(401, body).code == "provider_auth"


@pytest.mark.parametrize("prompt", ["", "  \n"])
def test_s1_row_03_prompt_cannot_be_empty(prompt: str) -> None:
    assert told(refused(prompt=prompt)) == (
        400,
        {"code": "invalid_parameter", "message": "prompt cannot be empty", "type": "invalid_request_error"},
    )


@pytest.mark.parametrize("duration", [3, 16, 20])
def test_s1_row_04_duration(duration: int) -> None:
    _, error = told(refused(duration=duration))
    assert error["message"] == "duration must be between 4 and 15"


@pytest.mark.parametrize("quality", ["4k", "hd", "720P"])
def test_s1_row_05_quality(quality: str) -> None:
    _, error = told(refused(quality=quality))
    assert error["message"] == "quality must be one of: 480p, 720p, 1080p"


def test_s1_row_06_every_other_fault_is_an_invalid_request() -> None:
    status, error = told(refused(generate_audio="yes"))
    assert (status, error["type"], error["code"]) == (400, "invalid_request_error", "invalid_parameter")
    assert "generate_audio" in error["message"]


def test_s1_row_07_insufficient_credits() -> None:
    problem = Problem("insufficient_credit", required="17.784", available="2.1")
    assert told(problem) == (
        402,
        {
            "message": "Insufficient credits. Required: 17.784, Available: 2.100",
            "type": "insufficient_quota_error",
        },
    )
    assert look(402, {"error": told(problem)[1]}).code == "provider_quota"


def test_s1_row_08_task_not_found() -> None:
    expected = {"code": "task_not_found", "message": "Task not found", "type": "invalid_request_error"}
    assert told(Problem("not_found")) == (404, expected)


@pytest.mark.parametrize(
    ("said", "code"), [("Model not found", "provider_misrouted"), ("Task not found", "not_found")]
)
def test_s1_row_09_not_found_error_by_what_is_missing(said: str, code: str) -> None:
    assert look(404, {"error": {"message": said, "type": "not_found_error"}}).code == code


def too_large(place: str, limit: str = "under 30 MB") -> Problem:
    return Problem.of([Offence(place, "31.00 MB", limit, f"Re-encode it to {limit}", "media_too_large")])


@pytest.mark.parametrize("limit", ["under 30 MB", "the limit is 31,457,279 bytes"])
def test_s1_row_10_an_image_that_is_too_large(limit: str) -> None:
    error = {"message": "Image file size exceeds 30MB limit", "type": "request_too_large_error"}
    assert told(too_large("image_urls[0]", limit)) == (413, error)
    assert look(413, {"error": error}).code == "media_too_large"


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("image_urls[3]", "Image file size exceeds 30MB limit (image_urls[3])"),
        ("video_urls[0]", "Video file size exceeds 50MB limit (video_urls[0])"),
        ("audio_urls[2]", "Audio file size exceeds 15MB limit (audio_urls[2])"),
    ],
)
def test_s1_row_10_which_file_it_is_is_said(place: str, message: str) -> None:
    status, error = told(too_large(place))
    assert (status, error["message"]) == (413, message)
    problem = look(413, {"error": error})
    assert (problem.code, [o.field for o in problem.offences]) == ("media_too_large", [place])


def test_s1_row_11_content_filtered() -> None:
    status, error = told(Problem("moderation_input_text"))
    assert (status, error["code"], error["type"]) == (422, "content_filtered", "content_policy_violation")
    assert error["message"].startswith("Content rejected by safety filter")
    for http in (422, 400):
        assert look(http, {"error": error}).code == "moderation_input_text"


def test_s1_row_12_rate_limited() -> None:
    status, error = told(Problem("rate_limited", retry_after=60))
    assert (status, error["message"]) == (429, "Rate limit exceeded. Please retry after 60 seconds.")
    problem = look(429, {"error": error})
    assert (problem.code, problem.facts["retry_after"]) == ("provider_overloaded", 60.0)


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_s1_rows_13_to_15_a_create_answered_so_proves_nothing(status: int) -> None:
    body = {"error": {"message": "later", "type": "service_unavailable_error"}}
    with pytest.raises(Ambiguous):
        create(Reply(status, {}, json.dumps(body).encode()))


def test_s1_row_16_a_failed_task() -> None:
    seen = task(
        status="failed", error={"code": "content_policy_violation", "message": "Blocked by safety filters"}
    )
    assert seen["problem"]["code"] == "moderation_output_video"
    assert (
        task(status="failed", error={"code": 7, "message": "?"})["problem"]["code"]
        == "provider_error_unmapped"
    )
    assert task(status="failed")["problem"]["code"] == "generation_failed"


def test_s1_row_17_completed_without_results() -> None:
    assert "video_url" not in task(status="completed")
    assert "video_url" not in task(status="completed", results=[])
    assert task(status="completed", output={"video_url": A})["video_url"] == A
    assert task(status="completed", results=[A], output={"video_url": B})["video_url"] == A


def test_s1_row_18_not_cancellable() -> None:
    assert told(Problem("not_cancellable"))[0] == 409


FEATURES = [{"video_urls": [B]}, {"audio_urls": [B]}, {"image_urls": [A, B]}]


@pytest.mark.parametrize("said", FEATURES)
def test_s1_row_19_features_of_2_0_on_1_5_pro(said: dict[str, Any]) -> None:
    problem = refused(model="seedance-1.5-pro", **said)
    assert [(o.field, o.code) for o in problem.offences] == [(*said, "model_feature_unsupported")]
    status, error = told(problem)
    assert (status, error["type"], error["code"]) == (400, "invalid_request_error", "invalid_parameter")
    assert error["message"].startswith("this model does not support the feature: ")
    assert "seedance-2.0" in error["message"]
    assert look(400, {"error": error}).code == "model_feature_unsupported"


def test_s1_row_19_what_follows_from_a_fault_is_no_second_one() -> None:
    problem = refused(model="seedance-1.5-pro", image_urls=[A, B], video_urls=[A], quality="4k")
    assert [o.field for o in problem.offences] == ["image_urls", "video_urls", "quality"]
    problem = refused(model="seedance-2.0-image-to-video", image_urls=[A, B, A])
    assert [(o.field, o.code) for o in problem.offences] == [("image_urls", "too_many_media")]


TOO_LONG = [
    f"https://hooks.example/{'a' * 2027}",  # one more than 2048
    f"https://hooks.example/{'é' * 1100}?{'a' * 1000}",
]


@pytest.mark.parametrize("url", TOO_LONG)
def test_s1_row_20_a_callback_that_is_too_long(url: str) -> None:
    problem = refused(callback_url=url)
    assert (problem.code, problem.offences[0].field) == ("invalid_callback_url", "callback_url")
    status, error = told(problem)
    assert (status, error["code"]) == (400, "invalid_parameter")
    assert error["message"].startswith("callback_url is not allowed: at most 2048 characters")
    assert EVO.read_request(
        {"model": "seedance-2.0", "prompt": "A fox", "callback_url": TOO_LONG[0][:2048]}, ROUTE
    )


@pytest.mark.parametrize(
    ("said", "limit"),
    [
        ({"image_urls": [A] * 10}, "at most 9 reference images"),
        ({"image_urls": [A], "video_urls": [A] * 4}, "at most 3 reference videos"),
        ({"image_urls": [A], "audio_urls": [A] * 4}, "at most 3 reference audios"),
    ],
)
def test_s1_row_21_too_many_files(said: dict[str, Any], limit: str) -> None:
    status, error = told(refused(**said))
    assert (status, error["type"]) == (400, "invalid_request_error")
    assert error["message"].startswith(f"too many files: {limit}")
    assert look(400, {"error": error}).code == "too_many_media"
    full = {"image_urls": [A] * 9, "video_urls": [A] * 3, "audio_urls": [A] * 3}
    assert len(EVO.read_request({"model": "seedance-2.0", "prompt": "A fox", **full}, ROUTE).media) == 15


@pytest.mark.parametrize(
    "path", ["cat.png", "./cat.png", "C:\\cat.png", "/tmp/cat.png", "ftp://host/cat.png", ""]
)
def test_s1_row_22_a_path_is_no_url(path: str) -> None:
    problem = refused(image_urls=[A, path])
    assert [(o.field, o.code) for o in problem.offences] == [("image_urls[1]", "media_unreachable")]
    _, error = told(problem)
    assert error["message"].endswith("Upload the file first (image_urls[1])")


# ---------------------------------------------------------------- beyond the rows


@pytest.mark.parametrize(
    ("status", "kind", "code"),
    [
        (401, "invalid_request_error", "provider_auth"),
        (402, "evo_api_error", "provider_quota"),
        (403, "evo_api_error", "provider_auth"),
        (413, "invalid_request_error", "media_too_large"),
        (429, "evo_api_error", "provider_overloaded"),
        (503, "evo_api_error", "provider_unavailable"),
        (502, "upstream_error", "provider_unavailable"),
        (500, "a word that is new", "provider_unavailable"),
    ],
)
def test_the_status_counts_before_the_type(status: int, kind: str, code: str) -> None:
    assert look(status, {"error": {"message": "no", "type": kind}}).code == code


@pytest.mark.parametrize("code", sorted(kinds()))
def test_every_error_has_a_message_and_a_type(code: str) -> None:
    status, error = told(Problem(code))
    assert error["message"] and error["type"]
    assert {type(error[name]) for name in error} == {str} and error.keys() <= {"message", "type", "code"}
    assert 400 <= status < 600


TABLE = {
    "invalid_parameter": (400, "invalid_request_error", "false"),
    "unauthenticated": (401, "evo_api_error", "false"),
    "insufficient_credit": (402, "insufficient_quota_error", "false"),
    "not_found": (404, "invalid_request_error", "false"),
    "task_expired_record": (404, "invalid_request_error", "false"),
    "model_not_found": (404, "not_found_error", "false"),
    "media_too_large": (413, "request_too_large_error", "false"),
    "moderation_input_text": (422, "content_policy_violation", "false"),
    "moderation_input_person": (422, "content_policy_violation", "false"),
    "rate_limited": (429, "rate_limit_error", "true"),
    "provider_protocol": (502, "bad_gateway", None),
    "provider_unavailable": (503, "service_unavailable_error", "true"),
    # The table has 500 tried again. Ours may have stored a task before it broke.
    "internal": (500, "internal_server_error", "false"),
}


@pytest.mark.parametrize("code", TABLE)
def test_statuses_and_types_are_those_of_the_tutorials_table(code: str) -> None:
    status, headers, body = EVO.write_error(Problem(code), ROUTE, "r")
    assert (status, body["error"]["type"]) == TABLE[code][:2]
    assert headers["x-should-retry"] == (TABLE[code][2] or headers["x-should-retry"])


@pytest.mark.parametrize("word", ["content_policy_violation", "content_filtered"])
def test_a_filter_that_says_400(word: str) -> None:
    error = {"message": "Blocked", "type": "invalid_request_error", "code": word}
    assert look(400, {"error": error}).code == "moderation_input_text"


TASK_CODES = {
    "content_policy_violation": "moderation_output_video",
    "invalid_parameters": "invalid_parameter",
    "image_processing_error": "media_invalid",
    "image_dimension_mismatch": "media_invalid",
    "request_cancelled": "cancelled",
    "generation_failed_no_content": "provider_result_missing",
    "service_error": "generation_failed",
    "generation_timeout": "provider_task_expired",
    "resource_exhausted": "provider_overloaded",
    "quota_exceeded": "provider_quota",
    "service_unavailable": "provider_unavailable",
    "resource_not_found": "generation_failed",
    "unknown_error": "generation_failed",
}


@pytest.mark.parametrize("word", TASK_CODES)
def test_every_documented_code_of_a_failed_task(word: str) -> None:
    for message in ("something that nobody wrote down", "", None):
        seen = task(status="failed", error={"code": word, "message": message})
        assert seen["problem"]["code"] == TASK_CODES[word]


def test_only_documented_codes_are_written() -> None:
    assert {row.wire for row in TASK_ROWS.rows} == set(TASK_CODES)


def test_a_failed_task_that_says_why_in_plain_text() -> None:
    assert task(status="failed", error="out of memory")["problem"]["code"] == "provider_error_unmapped"


def test_what_expired_is_told_as_failed_by_timeout() -> None:
    view = {"id": "a" * 26, "created_at": 1772200000.0, "model": "seedance-2.0", "status": "expired"}
    message = EVO.write_task({**view, "problem": Problem("provider_task_expired").as_dict()})
    assert (message["status"], message["error"]["code"]) == ("failed", "generation_timeout")


@pytest.mark.parametrize("code", ["1234", 40001, None])
def test_codes_that_are_numbers_are_tolerated(code: Any) -> None:
    body = {
        "error": {
            "message": "duration must be between 4 and 15",
            "type": "invalid_request_error",
            "code": code,
        }
    }
    assert look(400, body).code == "invalid_duration"
