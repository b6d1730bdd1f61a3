"""Ark's errors: every code of column A, and what the providers' documents show (errors-and-faults §7)."""

import json

import pytest

from onetake.core.catalogue import catalogue
from onetake.core.problem import Offence, Problem, kinds
from onetake.core.request import Request
from onetake.core.wire import Ambiguous, Reply
from onetake.dialects import as_upstream, dialect, run
from onetake.dialects.ark_errors import ROWS

ark = dialect("ark")
ROUTES = catalogue().routes
WRITTEN = {  # §7.2: canonical → (HTTP, A code); 500 for a code that only tasks carry
    "invalid_json": (400, "InvalidParameter"),
    "missing_parameter": (400, "MissingParameter"),
    "prompt_required": (400, "MissingParameter"),
    "invalid_parameter": (400, "InvalidParameter"),
    "invalid_duration": (400, "InvalidParameter"),
    "invalid_resolution": (400, "InvalidParameter"),
    "invalid_ratio": (400, "InvalidParameter"),
    "conflict_frames_references": (400, "InvalidParameter"),
    "last_frame_without_first": (400, "InvalidParameter"),
    "audio_reference_alone": (400, "InvalidParameter"),
    "unsupported_parameter": (400, "InvalidParameter"),
    "model_feature_unsupported": (400, "InvalidParameter"),
    "model_not_found": (404, "InvalidEndpointOrModel.NotFound"),
    "media_unreachable": (400, "InvalidParameter"),
    "media_blocked_address": (400, "InvalidParameter"),
    "media_invalid": (400, "InvalidParameter"),
    "media_too_large": (413, "InvalidParameter"),
    "too_many_media": (400, "InvalidParameter"),
    "request_too_large": (413, "RequestTooLarge"),
    "invalid_callback_url": (400, "InvalidParameter"),
    "upload_invalid": (400, "InvalidParameter"),
    "upload_expired": (403, "InvalidParameter"),
    "unauthenticated": (401, "AuthenticationError"),
    "forbidden": (403, "AccessDenied"),
    "insufficient_credit": (403, "AccountOverdueError"),
    "not_found": (404, "ResourceNotFound"),
    "task_expired_record": (404, "ResourceNotFound"),
    "not_cancellable": (409, "InvalidAction.RunningTaskDeletion"),
    "idempotency_mismatch": (422, "IdempotencyConflict"),
    "idempotency_in_progress": (409, "IdempotencyConflict"),
    "rate_limited": (429, "RateLimitExceeded"),
    "concurrency_limited": (429, "QuotaExceeded"),
    "moderation_input_text": (400, "InputTextSensitiveContentDetected"),
    "moderation_input_person": (400, "InputImageSensitiveContentDetected.PrivacyInformation"),
    "moderation_input_media": (400, "InputImageSensitiveContentDetected"),
    "moderation_output_video": (500, "OutputVideoSensitiveContentDetected"),
    "moderation_output_audio": (500, "OutputAudioSensitiveContentDetected"),
    "copyright": (400, "OutputVideoSensitiveContentDetected.PolicyViolation"),
    "generation_failed": (500, "InternalServiceError"),
    "provider_stale": (500, "InternalServiceError"),
    "submit_outcome_unknown": (500, "InternalServiceError"),
    "provider_unavailable": (503, "ServiceUnavailable"),
    "provider_overloaded": (503, "ServerOverloaded"),
    "provider_auth": (503, "ServiceUnavailable"),
    "provider_quota": (503, "ServiceUnavailable"),
    "provider_misrouted": (503, "ServiceUnavailable"),
    "provider_result_missing": (500, "InternalServiceError"),
    "output_download_failed": (500, "InternalServiceError"),
    "output_invalid": (500, "InternalServiceError"),
    "storage_full": (503, "ServiceUnavailable"),
    "internal": (500, "InternalServiceError"),
}
MODERATION = ("moderation_input_text", "moderation_input_person", "moderation_input_media", "copyright")


@pytest.mark.parametrize(("code", "expected"), WRITTEN.items())
def test_each_code_is_written_as_the_table_says(code, expected):
    status, _, body = ark.write_error(Problem(code), ROUTES["volcengine"], "r-1")
    assert (status, body["error"]["code"]) == expected
    assert body["error"]["message"].endswith("Request id: r-1")
    assert body["error"].keys() == {"code", "message", "param", "type"}
    assert all(type(value) is str for value in body["error"].values())


@pytest.mark.parametrize("code", sorted(kinds()))
def test_every_canonical_code_can_be_written(code):
    status, headers, _ = ark.write_error(Problem(code), ROUTES["byteplus"], "r")
    assert 400 <= status < 600
    assert headers["x-should-retry"] in ("true", "false")


def test_types_are_arks_words():
    words = {
        400: "BadRequest",
        401: "Unauthorized",
        403: "Forbidden",
        404: "NotFound",
        429: "TooManyRequests",
    }
    for code, (status, _) in WRITTEN.items():
        kind = ark.write_error(Problem(code), ROUTES["volcengine"], "r")[2]["error"]["type"]
        assert kind == words.get(status, kind)


@pytest.mark.parametrize("code", MODERATION)
def test_moderation_has_the_status_of_its_route(code):
    statuses = {
        name: ark.write_error(Problem(code), ROUTES[name], "r")[0] for name in ("volcengine", "apiyi")
    }
    assert statuses == {"volcengine": 400, "apiyi": 403}


@pytest.mark.parametrize(
    ("problem", "expected"),
    [
        (Problem("invalid_duration"), "false"),
        (Problem("not_cancellable"), "false"),
        (Problem("idempotency_mismatch"), "false"),
        (Problem("idempotency_in_progress"), "true"),
        (Problem("rate_limited", retry_after=1.2), "true"),
        (Problem("storage_full"), "true"),
        (Problem("storage_full", committed=True), "false"),
        (Problem("provider_unavailable"), "true"),
        (Problem("internal"), "false"),  # a row may have been written before it
        (Problem("generation_failed"), "false"),
    ],
)
def test_a_client_is_told_to_repeat_only_what_is_safe(problem, expected):
    _, headers, _ = ark.write_error(problem, ROUTES["volcengine"], "r")
    assert headers["x-should-retry"] == expected
    assert headers.get("retry-after") == ("2" if "retry_after" in problem.facts else None)


def test_the_operators_affairs_are_told_as_unavailability():
    for code in ("provider_auth", "provider_quota", "provider_misrouted"):
        secret = Problem(code, "key 42 at acme is refused", provider={"message": "sk-1"})
        answer = ark.write_error(secret, ROUTES["volcengine"], "r")
        assert answer == ark.write_error(Problem("provider_unavailable"), ROUTES["volcengine"], "r")


def test_param_is_in_the_customers_words():
    told = Problem.of(
        [Offence("callback_url", "http://x", "https only", "Use https", "invalid_callback_url")]
    )
    assert ark.write_error(told, ROUTES["volcengine"], "r")[2]["error"]["param"] == "callback_url"
    late = Problem.of([Offence("media[1]", "u", "HTTP 404", "Open the link", "media_unreachable")])
    error = ark.write_error(late, ROUTES["volcengine"], "r")[2]["error"]
    assert error["param"] == "content"
    assert error["message"].startswith("The parameter `content` specified in the request is not valid: ")


def answer(status, code, message, headers=None, **more):
    error = {"code": code, "message": message, **more}
    reply = Reply(status, headers or {}, json.dumps({"error": error}).encode())
    return ark.errors.read(reply, {"error": error}, ROUTES["volcengine"])


DOWNLOAD = (
    "The parameter `content[1].image_url` specified in the request is not valid: resource download failed"
)


@pytest.mark.parametrize(
    ("status", "code", "message", "canonical"),
    [
        # §1.10, by code
        (
            400,
            "InvalidParameter",
            "The parameter `duration` specified in the request is not valid",
            "invalid_duration",
        ),
        (400, "InvalidParameter.TaskTypeConstraint", "x", "invalid_parameter"),
        (400, "InvalidParameter.UnsupportedParameter", "x", "unsupported_parameter"),
        (400, "MissingParameter.model", "x", "missing_parameter"),
        (400, "InvalidImageURL.EmptyURL", "x", "media_unreachable"),
        (400, "InputVideoSensitiveContentDetected.PrivacyInformation", "x", "moderation_input_person"),
        (400, "InputVideoSensitiveContentDetected.Other", "x", "moderation_input_media"),
        (400, "InputAudioSensitiveContentDetected", "x", "moderation_input_media"),
        (400, "InputImageSensitiveContentDetected.PolicyViolation", "x", "copyright"),
        (400, "InputTextRiskDetection", "x", "moderation_input_text"),
        (401, "InvalidAccountStatus", "x", "unauthenticated"),
        (403, "OperationDenied.ServiceOverdue", "x", "insufficient_credit"),
        (403, "OperationDenied.ServiceNotOpen", "x", "provider_misrouted"),
        (403, "OperationDenied.PermissionDenied", "x", "forbidden"),
        (404, "InvalidEndpointOrModel.NotFound", "x", "model_not_found"),
        (404, "InvalidEndpointOrModel.ModelIDAccessDisabled", "x", "provider_misrouted"),
        (404, "NotFound.task", "x", "not_found"),
        (409, "InvalidAction.RunningTaskDeletion", "x", "not_cancellable"),
        (409, "InvalidAction.Cancelled", "x", "not_cancellable"),
        (429, "ModelAccountRpmRateLimitExceeded", "x", "rate_limited"),
        (429, "RateLimitExceeded.EndpointRPMExceeded", "x", "rate_limited"),
        (429, "ServerOverloaded", "x", "provider_overloaded"),
        # live wordings of §1.5
        (
            400,
            "InvalidParameter",
            "expected at most one first frame image content but got 2",
            "too_many_media",
        ),
        (
            400,
            "InvalidParameter",
            "first/last frame content cannot be mixed with reference media content",
            "conflict_frames_references",
        ),
        (
            400,
            "InvalidParameter",
            "reference_audio cannot be the only reference input",
            "audio_reference_alone",
        ),
        (
            400,
            "InvalidParameter",
            "parameter `draft` is not supported for model seedance-2-0, must be empty",
            "unsupported_parameter",
        ),
        # S0: a download, a wrapper around it, texts without a code
        (400, "InvalidParameter", DOWNLOAD, "media_unreachable"),
        (400, "", f"ByteDance video API error: {DOWNLOAD}", "media_unreachable"),
        (500, "", "[STALE_REQUEST_MARKED_FAILED_BY_BACKGROUND_CLEANUP]", "provider_stale"),
        (500, "InternalServiceError", "No module named 'byteplussdkcore'", "provider_unavailable"),
        # S4
        (401, "", "Invalid Token", "unauthenticated"),
        (429, "", "rate limit reached", "rate_limited"),
        (429, "insufficient_user_quota", "insufficient balance", "insufficient_credit"),
        (403, "insufficient_user_quota", "用户额度不足", "insufficient_credit"),
        (503, "model_not_found", "no available channel for this model", "provider_misrouted"),
        (502, "", "<html>bad gateway</html>", "provider_unavailable"),
        # nothing fits
        (400, "SomethingNew", "x", "provider_error_unmapped"),
        (418, None, "x", "provider_error_unmapped"),
        (500, "InternalServiceError", "x", "internal"),
    ],
)
def test_what_providers_say_is_understood(status, code, message, canonical):
    assert answer(status, code, message).code == canonical


@pytest.mark.parametrize(
    ("status", "code", "message", "canonical"),
    [
        (401, "AuthenticationError", "The API key format is incorrect", "provider_auth"),
        (401, "", "Invalid Token", "provider_auth"),
        (403, "AccessDenied", "x", "provider_auth"),
        (403, "AccountOverdueError", "x", "provider_quota"),
        (402, "", "x", "provider_quota"),
        (429, "", "insufficient quota", "provider_quota"),
        (429, "RateLimitExceeded", "x", "provider_overloaded"),
        (429, "QuotaExceeded", "too many queued tasks", "provider_overloaded"),
        (404, "InvalidEndpointOrModel.NotFound", "x", "provider_misrouted"),
        (503, "", "no available channel for this model", "provider_misrouted"),
        (500, "InternalServiceError", "x", "provider_unavailable"),
        (400, "InvalidParameter", "x", "invalid_parameter"),
        (404, "ResourceNotFound", "x", "not_found"),
    ],
)
def test_a_complaint_about_our_own_account_is_the_operators(status, code, message, canonical):
    assert as_upstream(answer(status, code, message)).code == canonical


def test_moderation_of_a_gateway_without_a_code():
    reply = Reply(403, {}, b'{"error": {"message": "refused"}}')
    read = ark.errors.read
    message = json.loads(reply.body)
    assert read(reply, message, ROUTES["apiyi"]).code == "moderation_input_text"
    assert read(reply, message, ROUTES["volcengine"]).code == "forbidden"
    face = {"error": {"message": "input image may contain real person"}}
    assert read(reply, face, ROUTES["apiyi"]).code == "moderation_input_person"


def test_a_wait_is_read_from_header_or_text():
    assert answer(429, "RateLimitExceeded", "x", {"retry-after": "7"}).facts["retry_after"] == 7
    assert answer(429, "", "retry after 60 seconds").facts["retry_after"] == 60
    assert "retry_after" not in answer(400, "", "between 4 and 15 in 5 seconds").facts


def test_the_providers_own_words_are_kept_apart_without_addresses_and_keys():
    said = "look at https://tos.example/x?sig=1 with sk-abc123DEF. Request id: 0217-x"
    problem = answer(400, "Strange.Code", said)
    assert problem.facts["provider"] == {
        "code": "Strange.Code",
        "message": "look at [removed] with [removed]",
        "http": 400,
        "request_id": "0217-x",
    }
    assert "tos" not in problem.detail


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"null", b'{"error": "x"}', b'{"error": {"code": 5, "message": {}}}', b"\xff"]
)
def test_any_answer_is_some_problem(body):
    for status in (400, 401, 404, 500):
        try:
            message = json.loads(body)
        except ValueError:
            message = None
        assert ark.errors.read(Reply(status, {}, body), message, ROUTES["volcengine"]).code in kinds()


def test_a_failed_task_is_understood_by_the_same_rows():
    def failed(code, message="x"):
        task = {"id": "a", "status": "failed", "error": {"code": code, "message": message}}
        reply = Reply(200, {}, json.dumps(task).encode())
        return run(ark.looking("a", ROUTES["volcengine"], "k"), lambda call: reply)["problem"]["code"]

    assert failed("OutputVideoSensitiveContentDetected") == "moderation_output_video"
    assert failed("OutputVideoSensitiveContentDetected.PolicyViolation") == "copyright"
    assert failed("OutputAudioSensitiveContentDetected") == "moderation_output_audio"
    assert failed("InternalServiceError") == "generation_failed"
    assert failed("Unheard.Of") == "provider_error_unmapped"
    assert failed("InvalidParameter", DOWNLOAD) == "media_unreachable"


def test_phrases_of_one_family_do_not_begin_alike():
    phrases = [(row.wire, row.says) for row in ROWS.rows if row.says]
    for wire, says in phrases:
        alike = [s for w, s in phrases if w == wire and s.startswith(says)]
        assert set(alike) == {says}


REQUEST = Request(prompt="a cat", model="seedance-2.0", model_name="doubao-seedance-2-0-260128", mode="text")


def submit(status, body=b"", headers=None, name="volcengine"):
    flow = ark.submitting(REQUEST, ROUTES[name], "k")
    return run(flow, lambda call: Reply(status, headers or {}, body))


@pytest.mark.parametrize("status", [301, 408, 500, 502, 503, 504])
def test_f13_an_answer_that_proves_nothing_is_ambiguous(status):
    with pytest.raises(Ambiguous):
        submit(status, headers={"x-should-retry": "true"})


@pytest.mark.parametrize("body", [b"", b"ok", b"{}", b'{"id": ""}', b'{"id": 5}', b"[]"])
def test_f14_success_without_an_id_is_ambiguous(body):
    with pytest.raises(Ambiguous):
        submit(200, body)


@pytest.mark.parametrize("status", [200, 201, 202])
def test_any_success_with_an_id_is_a_receipt(status):
    assert submit(status, b'{"id": "cgt-1", "safety_identifier": "u"}')["id"] == "cgt-1"


def test_a_refusal_names_our_field():
    def said(param, message="x"):
        error = {"error": {"code": "InvalidParameter", "message": message, "param": param}}
        with pytest.raises(Problem) as caught:
            submit(400, json.dumps(error).encode())
        return caught.value.field

    assert said("execution_expires_after") == "expires_after"
    assert said("content[0].text") == "prompt"
    assert said("", "The parameter `ratio` specified in the request is not valid: x") == "ratio"
    assert said("") is None


def test_cancelling_looks_first_and_never_deletes_an_ended_record():
    def calls(status):
        seen = []

        def send(call):
            seen.append(call.method)
            return Reply(
                200, {}, json.dumps({"id": "a", "status": status}).encode() if call.method == "GET" else b""
            )

        return seen, lambda flow: run(flow, send)

    seen, drive = calls("queued")
    drive(ark.cancelling("a", ROUTES["volcengine"], "k"))
    assert seen == ["GET", "DELETE"]
    for status in ("running", "succeeded"):
        seen, drive = calls(status)
        with pytest.raises(Problem, match="not_cancellable"):
            drive(ark.cancelling("a", ROUTES["volcengine"], "k"))
        assert seen == ["GET"]
    seen, drive = calls("succeeded")
    drive(ark.deleting("a", ROUTES["volcengine"], "k"))
    assert seen == ["GET", "DELETE"]
    seen, drive = calls("running")
    with pytest.raises(Problem, match="not_cancellable"):
        drive(ark.deleting("a", ROUTES["volcengine"], "k"))


def test_the_request_id_of_the_answers_header_is_kept_for_support() -> None:
    """S4 101: log the task id and x-request-id."""
    body = b'{"error": {"code": "InvalidParameter", "message": "no", "param": "", "type": "BadRequest"}}'
    reply = Reply(400, {"x-request-id": "req-9"}, body)
    with pytest.raises(Problem) as caught:
        run(dialect("ark").looking("cgt-1", ROUTES["apiyi"], "key"), lambda call: reply)
    assert caught.value.facts["provider"]["request_id"] == "req-9"
