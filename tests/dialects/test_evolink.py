"""EvoLink: names and tags that say what images are, and the captured messages (S1)."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetake.core.catalogue import catalogue, load
from onetake.core.problem import Problem
from onetake.core.request import Media, Request
from onetake.core.wire import Ambiguous, Reply
from onetake.dialects import dialect, run
from onetake.dialects.evolink_media import TAGS

EVO = dialect("evolink")
ROUTE = catalogue().routes["evolink"]
A, B, C = (f"https://media.example/{n}.png" for n in "abc")


def read(prompt: str = "A fox", model: str = "seedance-2.0", **said: Any) -> Request:
    return EVO.read_request({"model": model, "prompt": prompt, **said}, ROUTE)


def refused(**said: Any) -> Problem:
    with pytest.raises(Problem) as caught:
        EVO.read_request({"model": "seedance-2.0", "prompt": "A fox", **said}, ROUTE)
    return caught.value


def told(problem: Problem) -> tuple[int, dict[str, Any]]:
    status, _, body = EVO.write_error(problem, ROUTE, "20260227")
    return status, body["error"]


@pytest.mark.parametrize(
    "tag",
    [
        "@Image1 as first frame", "@Image1 as the first frame", "@image1 AS THE FIRST FRAME",
        "@Image 1 as first frame",
        "[image 1] as the first frame", "图1作为首帧", "图1为首帧", "图片1作为第一帧", "@Image1作为首帧",
    ],
)  # fmt: skip
def test_a_tag_makes_the_only_image_the_first_frame(tag: str) -> None:
    request = read(f"{tag}. The scene comes to life", image_urls=[A])
    assert (request.mode, request.media) == ("first_frame", (Media("image", "first_frame", A),))
    assert request.prompt == f"{tag}. The scene comes to life"


@pytest.mark.parametrize(
    "prompt",
    [
        "A fox", "@Image1 as character reference", "@Image1 as last frame", "@Image10 as first frame",
        "@Image2 as first frame", "图10作为首帧", "the first frame is dark",
    ],
)  # fmt: skip
def test_other_images_are_references(prompt: str) -> None:
    assert read(prompt, image_urls=[A]).mode == "reference"


def test_two_tags_are_first_and_last_in_any_order() -> None:
    one = read("@Image1 as first frame, @Image2 as last frame", image_urls=[A, B])
    assert [m.role for m in one.media] == ["first_frame", "last_frame"]
    two = read("@Image2 as first frame, @Image1 as last frame", image_urls=[A, B])
    assert [(m.role, m.url) for m in two.media] == [("last_frame", A), ("first_frame", B)]
    assert two.mode == "first_last"


def test_a_frame_tag_beside_other_files_is_part_of_the_prompt() -> None:
    prompt = "@Image1 as first frame, @Image2 as style reference"
    request = read(prompt, image_urls=[A, B])
    assert (request.mode, request.prompt) == ("reference", prompt)
    assert read("@Image1 as first frame", image_urls=[A], audio_urls=[C]).mode == "reference"


@pytest.mark.parametrize("tier", ["", "-fast", "-mini"])
def test_the_nine_names(tier: str) -> None:
    name = f"seedance-2.0{tier}"
    assert read(model=f"{name}-text-to-video").mode == "text"
    assert read(model=f"{name}-image-to-video", image_urls=[A]).mode == "first_frame"
    assert read(model=f"{name}-image-to-video", image_urls=[A, B]).mode == "first_last"
    references = read(model=f"{name}-reference-to-video", image_urls=[A], video_urls=[B], audio_urls=[C])
    assert [m.kind for m in references.media] == ["image", "video", "audio"]
    assert references.model == name


@pytest.mark.parametrize(
    ("model", "said", "code"),
    [
        ("seedance-2.0-text-to-video", {"image_urls": [A]}, "unsupported_parameter"),
        ("seedance-2.0-image-to-video", {}, "missing_parameter"),
        ("seedance-2.0-image-to-video", {"image_urls": [A, B, C]}, "too_many_media"),
        ("seedance-2.0-image-to-video", {"image_urls": [A], "audio_urls": [C]}, "unsupported_parameter"),
        ("seedance-2.0-reference-to-video", {}, "missing_parameter"),
        ("seedance-2.0-reference-to-video", {"audio_urls": [C]}, "audio_reference_alone"),
        ("seedance-1.5-pro", {"video_urls": [B]}, "model_feature_unsupported"),
        ("seedance-1.5-pro", {"audio_urls": [B]}, "model_feature_unsupported"),
        ("seedance-1.5-pro", {"image_urls": [A, B]}, "model_feature_unsupported"),
        ("seedance-2.0", {"image_urls": [A] * 10}, "too_many_media"),
        ("seedance-2.0", {"video_urls": [A] * 4, "image_urls": [A]}, "too_many_media"),
        ("seedance-2.0", {"image_urls": ["local/picture.png"]}, "media_unreachable"),
        ("seedance-2.0-fast", {"quality": "1080p"}, "invalid_resolution"),
        ("seedance-2.0", {"duration": -1}, "invalid_duration"),
        ("doubao-seedance-2-0-260128", {}, "model_not_found"),
    ],
)
def test_what_a_model_does_not_take(model: str, said: dict[str, Any], code: str) -> None:
    problem = refused(model=model, **said)
    assert code in {o.code for o in problem.offences}, problem.offences
    assert all(
        o.field.split("[")[0].split(",")[0] in {*said, "model", "image_urls"} for o in problem.offences
    )


def test_one_and_a_half_takes_one_image_as_its_first_frame() -> None:
    assert read(model="seedance-1.5-pro", image_urls=[A]).mode == "first_frame"


MEDIA = [
    (),
    (Media("image", "first_frame", A),),
    (Media("image", "first_frame", A), Media("image", "last_frame", B)),
    (Media("image", "reference", A), Media("audio", "reference", C)),
]


@pytest.mark.parametrize("media", MEDIA)
def test_a_profile_with_plain_names_only_says_frames_by_tags(media: tuple[Media, ...]) -> None:
    plain = load({}).routes["evolink"]
    plain = type(plain)(
        **{
            **{f: getattr(plain, f) for f in plain.__dataclass_fields__},
            "models": {"seedance-2.0": "seedance-2.0"},
        }
    )
    mode = {0: "text", 1: "first_frame"}.get(len(media), "first_last")
    mode = "reference" if any(m.role == "reference" for m in media) else mode
    request = Request(
        prompt="A fox",
        model="seedance-2.0",
        model_name="seedance-2.0",
        mode=mode,
        media=media,
        ratio="16:9",  # type: ignore[arg-type]
    )
    message = EVO.write_request(request, plain)
    added = "".join(TAGS[: len(media)]) if mode.startswith("first") else ""
    assert (message["model"], message["prompt"]) == ("seedance-2.0", "A fox" + added)
    back = EVO.read_request(message, plain)
    assert (back.prompt, back.mode, back.media) == ("A fox", mode, media)


@given(st.text(max_size=60))
def test_a_prompt_is_never_rewritten_under_a_name_with_a_mode(prompt: str) -> None:
    request = Request(
        prompt=prompt, model="seedance-2.0", model_name="x", mode="first_frame", ratio="16:9",
        media=(Media("image", "first_frame", A),),
    )  # fmt: skip
    message = EVO.write_request(request, ROUTE)
    assert message["prompt"] == prompt if prompt else "prompt" not in message
    assert message["model"] == "seedance-2.0-image-to-video"


# ---------------------------------------------------------------- the captured bodies, row by row


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


def test_s1_row_10_too_large() -> None:
    body = {"error": {"message": "Image file size exceeds 30MB limit", "type": "request_too_large_error"}}
    assert look(413, body).code == "media_too_large"
    assert told(Problem("media_too_large"))[0] == 413


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


def test_the_captured_receipt_is_read() -> None:
    body = {
        "created": 1772200000, "id": "task-unified-1772200000-ab12cd34", "model": "seedance-2.0",
        "object": "video.generation.task", "progress": 0, "status": "pending", "type": "video",
        "task_info": {"can_cancel": True, "estimated_time": 132, "video_duration": 5},
        "usage": {"billing_rule": "per_second", "credits_reserved": 17.784, "user_group": "default"},
    }  # fmt: skip
    seen = create(Reply(200, {}, json.dumps(body).encode()))
    assert (seen["id"], seen["status"], seen["hold"]) == (body["id"], "queued", 17_784_000)
