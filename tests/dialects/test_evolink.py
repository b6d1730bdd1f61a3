"""EvoLink: names and tags that say what images are, and the captured messages (S1)."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetake.core.catalogue import catalogue, load
from onetake.core.problem import Problem
from onetake.core.request import Media, Request
from onetake.core.wire import Reply
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


@pytest.mark.parametrize(
    "tag",
    [
        "@Image1 as first frame", "@Image1 as the first frame", "@image1 AS THE FIRST FRAME",
        "@Image 1 as first frame",
        "[image 1] as the first frame", "[Image1] is the opening frame", "图1作为首帧",
        "图一作为首帧", "以图 1 为第一帧", "图1为首帧", "图片1作为第一帧", "@Image1作为首帧",
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
        "图二作为首帧", "图1作为参考", "图1作为尾帧", "图1是第一帧中的人物",
        "@Image1 for the first frame's light", "@Image1 as firstly framed", "[image 10] as first frame",
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


WRITTEN = st.characters(codec="utf-8", exclude_characters="\0")
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
        mode=mode,  # type: ignore[arg-type]
        media=media,
        ratio="16:9",
    )
    message = EVO.write_request(request, plain)
    added = "".join(TAGS[: len(media)]) if mode.startswith("first") else ""
    assert (message["model"], message["prompt"]) == ("seedance-2.0", "A fox" + added)
    back = EVO.read_request(message, plain)
    assert (back.prompt, back.mode, back.media) == ("A fox", mode, media)


@given(
    st.text(WRITTEN, min_size=1, max_size=60).filter(str.strip),
    st.sampled_from(MEDIA),
    st.sampled_from(
        ("", "", "@Image1 as first frame", "图1作为首帧, ", "@Image2 as last frame, [image 1] as first frame")
    ),
)
def test_a_prompt_comes_back_from_a_profile_with_plain_names(
    prompt: str, media: tuple[Media, ...], tag: str
) -> None:
    """Also one that says a part of the frames itself; only our own words at the very end are taken off."""
    plain = replace(ROUTE, models={"seedance-2.0": "seedance-2.0"})
    mode: Any = {0: "text", 1: "first_frame"}.get(len(media), "first_last")
    mode = "reference" if any(m.role == "reference" for m in media) else mode
    request = Request(
        prompt=f"{tag} {prompt}.", model="seedance-2.0", model_name="seedance-2.0", mode=mode, media=media,
        ratio="16:9",
    )  # fmt: skip
    back = EVO.read_request(EVO.write_request(request, plain), plain)
    if mode == "reference" or not (tag and media):
        assert back == request
    else:
        assert (back.mode, back.media) == (mode, media)
        assert back.prompt.startswith(request.prompt)


@given(st.text(max_size=60))
def test_a_prompt_is_never_rewritten_under_a_name_with_a_mode(prompt: str) -> None:
    request = Request(
        prompt=prompt, model="seedance-2.0", model_name="x", mode="first_frame", ratio="16:9",
        media=(Media("image", "first_frame", A),),
    )  # fmt: skip
    message = EVO.write_request(request, ROUTE)
    assert message["prompt"] == prompt if prompt else "prompt" not in message
    assert message["model"] == "seedance-2.0-image-to-video"


def test_the_captured_receipt_is_read() -> None:
    body = {
        "created": 1772200000, "id": "task-unified-1772200000-ab12cd34", "model": "seedance-2.0",
        "object": "video.generation.task", "progress": 0, "status": "pending", "type": "video",
        "task_info": {"can_cancel": True, "estimated_time": 132, "video_duration": 5},
        "usage": {"billing_rule": "per_second", "credits_reserved": 17.784, "user_group": "default"},
    }  # fmt: skip
    request = Request(prompt="A fox", model="seedance-2.0", model_name="x", mode="text", ratio="16:9")
    reply = Reply(200, {}, json.dumps(body).encode())
    seen = run(EVO.submitting(request, ROUTE, "key"), lambda call: reply)
    assert (seen["id"], seen["status"], seen["hold"]) == (body["id"], "queued", 17_784_000)
    assert (seen["estimate_seconds"], seen["created_at"], seen["model"]) == (132, 1772200000, "seedance-2.0")


# ---------------------------------------------------------------- what else a request says


def test_the_defaults_are_the_documents() -> None:
    request = read()
    assert (request.duration, request.resolution, request.ratio) == (5, "720p", "16:9")
    assert (request.generate_audio, request.web_search, request.model) == (True, False, "seedance-2.0")


def test_null_says_nothing() -> None:
    names = ("image_urls", "video_urls", "audio_urls", "duration", "quality", "aspect_ratio", "callback_url")
    assert read(**dict.fromkeys(names), generate_audio=None, model_params=None) == read()
    assert read(image_urls=[], video_urls=[], audio_urls=[]) == read()


@pytest.mark.parametrize("ratio", ["16:9", "9:16", "1:1", "4:3", "3:4", "21:9", "adaptive"])
def test_every_ratio(ratio: str) -> None:
    assert read(aspect_ratio=ratio).ratio == ratio


@pytest.mark.parametrize("model", ["seedance-2.0", "seedance-2.0-text-to-video", "seedance-1.5-pro"])
def test_the_largest_size_is_the_standard_models_alone(model: str) -> None:
    assert read(model=model, quality="1080p").resolution == "1080p"


def test_the_filter_switch_travels_to_evolink_and_to_nobody_else() -> None:
    request = read(content_filter=False, model_params={"web_search": True})
    assert (request.extra, request.web_search) == ({"content_filter": False}, True)
    assert EVO.write_request(request, ROUTE, "evolink")["content_filter"] is False
    assert EVO.write_request(request, ROUTE, "evolink")["model_params"] == {"web_search": True}
    assert "content_filter" not in EVO.write_request(request, ROUTE, "native")


def test_web_search_is_documented_for_text_alone() -> None:
    plain = read(model_params={"web_search": True})
    assert EVO.inexpressible(plain) == []
    assert EVO.inexpressible(replace(plain, media=(Media("image", "first_frame", A),))) == ["web_search"]


def test_a_length_that_the_model_chooses_is_taken_where_the_operator_lets_it_pass() -> None:
    with pytest.raises(Problem, match="duration"):
        read(duration=-1)
    route = replace(ROUTE, chooses=frozenset({"ratio", "duration"}))
    request = EVO.read_request({"model": "seedance-2.0", "prompt": "A fox", "duration": -1}, route)
    assert request.duration == "auto"
    assert EVO.write_request(request, route)["duration"] == -1


@pytest.mark.parametrize("prompt", ["x" * 32_000, "狐" * 32_000])
def test_a_prompt_may_be_long(prompt: str) -> None:
    assert read(prompt).prompt == prompt
    assert refused(prompt=f"{prompt}x").offences[0].field == "prompt"


def test_a_prompt_of_nothing_but_a_tag_stays_as_it_is() -> None:
    request = read(TAGS[0], image_urls=[A])
    assert (request.mode, request.prompt) == ("first_frame", TAGS[0])


# ---------------------------------------------------------------- tasks


def shown(**said: Any) -> dict[str, Any]:
    view = {"id": "a" * 26, "created_at": 1772200000.0, "model": "seedance-2.0", "status": "queued", **said}
    return EVO.write_task(view)


def test_a_waiting_task_has_the_captured_form() -> None:
    assert shown(hold=17_784_000, estimate_seconds=131.4, duration=5) == {
        "created": 1772200000, "id": f"task-unified-1772200000-{'a' * 26}", "model": "seedance-2.0",
        "object": "video.generation.task", "progress": 0, "status": "pending", "type": "video",
        "task_info": {"can_cancel": True, "estimated_time": 132, "video_duration": 5},
        "usage": {"billing_rule": "per_second", "credits_reserved": 17.784, "user_group": "default"},
    }  # fmt: skip


def test_a_length_that_nobody_knows_yet_is_left_out() -> None:
    assert shown(duration="auto")["task_info"] == {"can_cancel": True}


@pytest.mark.parametrize(
    ("said", "progress"),
    [
        ({}, 0), ({"status": "running"}, 0), ({"status": "running", "done": 60, "total": 120}, 50),
        ({"status": "running", "done": 120, "total": 120}, 99), ({"status": "succeeded"}, 100),
        ({"status": "failed"}, 0), ({"status": "cancelled"}, 0),
    ],
)  # fmt: skip
def test_progress_is_measured_or_nothing(said: dict[str, Any], progress: int) -> None:
    assert shown(**said)["progress"] == progress


@pytest.mark.parametrize(
    ("status", "word", "open_"),
    [
        ("queued", "pending", True), ("running", "processing", True), ("succeeded", "completed", False),
        ("failed", "failed", False), ("cancelled", "cancelled", False), ("expired", "failed", False),
    ],
)  # fmt: skip
def test_every_status(status: str, word: str, open_: bool) -> None:
    message = shown(status=status, video_url=A)
    assert (message["status"], message["task_info"]["can_cancel"]) == (word, open_)
    assert message.get("results") == ([A] if status == "succeeded" else None)


NONSENSE = ("soon", "17.784", -1, 1e300, float("nan"), float("inf"), [], {}, True, 10**400)


@pytest.mark.parametrize("value", NONSENSE)
def test_figures_that_are_none_do_not_hide_a_finished_video(value: Any) -> None:
    body = {
        "created": value, "id": "task-unified-1-x", "model": "seedance-2.0", "status": "completed",
        "progress": value, "results": [A], "usage": {"credits_reserved": value},
        "task_info": {"estimated_time": value, "video_duration": value, "can_cancel": value},
    }  # fmt: skip
    reply = Reply(200, {}, json.dumps(body).encode())
    seen = run(EVO.looking("x", ROUTE, "key"), lambda call: reply)
    assert (seen["status"], seen["video_url"]) == ("succeeded", A)
    assert not {"hold", "duration", "estimate_seconds", "created_at"} & set(seen)
