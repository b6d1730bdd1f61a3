"""The videos API beyond the laws: what model servers are told and tell, and what contradicts itself."""

import json

import pytest

from onetake.core.catalogue import catalogue
from onetake.core.fitting import fitted, misfits
from onetake.core.problem import Problem
from onetake.core.query import Query
from onetake.core.request import Media, Request
from onetake.core.wire import Ambiguous, Reply
from onetake.dialects import WireError, dialect, run
from onetake.dialects._table import Parcel
from onetake.testing.form_reader import parts

openai = dialect("openai")
ROUTES = catalogue().routes
OURS, SGLANG, OMNI = (ROUTES[name] for name in ("openai", "sglang", "vllm-omni"))
FRAME = Media("image", "first_frame", "data:image/png;base64,iVBORw0KGgo=")

# As the two servers write them (sglang 0.5.23 VideoResponse, vllm-omni 0.30.0 VideoResponse).
SGLANG_JOB = {
    "id": "5a1f6b7e-0c5e-4b8e-9d44-8a3f2f7e1c11", "object": "video", "model": "Wan-AI/Wan2.2-T2V",
    "status": "completed", "progress": 100, "created_at": 1_790_000_000, "size": "1280x720", "seconds": "5",
    "quality": "standard", "url": None, "urls": [None], "remixed_from_video_id": None,
    "completed_at": 1_790_000_060, "expires_at": None, "error": None, "file_path": "/outputs/5a1f.mp4",
    "file_paths": ["/outputs/5a1f.mp4"], "num_outputs": 1, "peak_memory_mb": 61_000.5,
    "inference_time_s": 58.2,
}  # fmt: skip
OMNI_JOB = {
    "model": "Wan-AI/Wan2.2-TI2V-5B", "prompt": "a fox", "id": "video_gen_0123456789abcdef0123456789abcdef",
    "object": "video", "status": "in_progress", "size": "832x480", "progress": 0, "seconds": "4",
    "quality": "default", "completed_at": None, "created_at": 1_790_000_000, "remixed_from_video_id": None,
    "error": None, "media_type": "video/mp4", "expires_at": None, "file_name": None, "fps": 24.0,
    "num_frames": 96, "duration_s": 4.0, "metrics": None, "stage_durations": {}, "peak_memory_mb": 0.0,
}  # fmt: skip


def wanted(**more) -> Request:
    told = {"prompt": "a fox", "model": "seedance-2.0", "model_name": "standard", "mode": "text", **more}
    return Request(**{"ratio": "16:9", "generate_audio": False, **told})


def told(request: Request, route, customer="native") -> dict:
    """The parts of the form that a route gets."""
    call = next(openai.submitting(request, route, "key", customer=customer))
    assert (call.method, call.path) == ("POST", "/v1/videos")
    assert call.headers["Authorization"] == "Bearer key"
    return dict(parts(call.headers["Content-Type"], call.body))


def seen(job, status=200, route=SGLANG):
    return run(openai.looking("some id", route, "key"), lambda call: answer(job, status))


def answer(body, status=200) -> Reply:
    return Reply(status, {}, json.dumps(body).encode())


def refused(body, status, route=OMNI) -> Problem:
    with pytest.raises(Problem) as caught:
        run(openai.submitting(wanted(), route, "key"), lambda call: answer(body, status))
    return caught.value


# ------------------------------------------------------------------ what is sent


@pytest.mark.parametrize("seconds", [4, 5, 15])
def test_model_servers_are_always_told_frames_and_their_rate(seconds):
    for route in (SGLANG, OMNI):
        form = told(wanted(duration=seconds, seed=7), route)
        assert (form["fps"], form["num_frames"], form["seconds"]) == ("24", str(24 * seconds), str(seconds))
        assert (form["size"], form["seed"]) == ("1280x720", "7")
        assert "model" not in form  # a name that is not the one it serves is refused there
    form = told(wanted(duration=seconds), OURS)
    assert (form["seconds"], form["model"], "fps" in form) == (str(seconds), "seedance-2.0", False)


def test_sound_is_asked_for_in_the_word_of_each_server():
    assert told(wanted(generate_audio=True), OMNI)["generate_sound"] == "true"
    assert told(wanted(generate_audio=True), OURS)["generate_audio"] == "true"
    silent = told(wanted(), SGLANG)
    assert not {"generate_sound", "generate_audio", "watermark"} & silent.keys()


def test_a_first_frame_is_a_file_part_where_it_travels_inside():
    for route in (SGLANG, OMNI, OURS):
        form = told(wanted(media=(FRAME,), mode="first_frame"), route)
        assert form["input_reference"] == Parcel("input_reference.png", "image/png", b"\x89PNG\r\n\x1a\n")
    linked = Media("image", "first_frame", "https://files.example/a.png")
    form = told(wanted(media=(linked,), mode="first_frame"), OURS)
    assert form["input_reference[image_url]"] == "https://files.example/a.png"


def test_every_file_is_a_part_of_its_own():
    film = Media("video", "reference", "data:video/mp4;base64,AAAA")
    linked = Media("image", "reference", "https://files.example/a.png")
    form = told(wanted(media=(film, linked), mode="reference"), OURS)
    assert form["media[0][url]"] == Parcel("media-0.mp4", "video/mp4", b"\0\0\0")
    assert (form["media[0][role]"], form["media[1][url]"]) == ("reference", "https://files.example/a.png")


def test_what_only_the_same_contract_understands_goes_to_it_alone():
    request = wanted(extra={"num_inference_steps": 30, "negative_prompt": "blurry", "lora": {"path": "x"}})
    form = told(request, SGLANG, customer="openai")
    assert (form["num_inference_steps"], form["negative_prompt"]) == ("30", "blurry")
    assert json.loads(form["lora"]) == {"path": "x"}
    assert "num_inference_steps" not in told(request, SGLANG, customer="ark")


REFERENCE = Media("image", "reference", "https://files.example/a.png")
LAST = Media("image", "last_frame", "https://files.example/b.png")


@pytest.mark.parametrize(
    ("route", "request_", "missing"),
    [
        ("sglang", wanted(), []),
        ("vllm-omni", wanted(generate_audio=True), []),
        ("openai", wanted(generate_audio=True, watermark=True, ratio="adaptive"), []),
        ("sglang", wanted(generate_audio=True), ["generate_audio"]),
        ("sglang", wanted(watermark=True, end_user="u"), ["end_user", "watermark"]),
        ("vllm-omni", wanted(watermark=True), ["watermark"]),
        ("sglang", wanted(ratio="adaptive"), ["ratio"]),
        ("vllm-omni", wanted(media=(REFERENCE,), mode="reference"), ["media[0]"]),
        ("sglang", wanted(media=(FRAME, LAST), mode="first_last"), ["media[1]"]),
        ("sglang", wanted(model="seedance-2.0-fast"), ["model"]),
        ("openai", wanted(web_search=True), ["web_search"]),
        ("openai", wanted(return_last_frame=True), ["return_last_frame"]),
        ("openai", wanted(media=(Media("image", "reference", "asset://library-1"),)), ["media[0]"]),
    ],
)
def test_what_cannot_be_said_is_named_before_anything_is_sent(route, request_, missing):
    found = [*openai.inexpressible(request_), *misfits(request_, ROUTES[route])]
    assert found == missing


def test_sound_may_be_left_out_where_the_operator_allows_it():
    request = wanted(generate_audio=True, watermark=True)
    fit = fitted(request, SGLANG, misfits(request, SGLANG), ("generate_audio", "watermark"))
    assert (fit.changes, fit.missing) == ({"generate_audio": False, "watermark": False}, ())
    assert any("generate_audio" in note for note in fit.notes)


# ------------------------------------------------------------------ what is told


def test_a_job_of_sglang():
    task = seen(SGLANG_JOB)
    assert (task["status"], task["resolution"], task["ratio"], task["duration"]) == (
        "succeeded", "720p", "16:9", 5,
    )  # fmt: skip
    assert task["video_url"] == f"/v1/videos/{SGLANG_JOB['id']}/content"
    stored = seen({**SGLANG_JOB, "url": "https://bucket.example/5a1f.mp4"})
    assert stored["video_url"] == "https://bucket.example/5a1f.mp4"


def test_a_job_of_vllm_omni():
    task = seen(OMNI_JOB, route=OMNI)
    assert (task["status"], task["duration"], task.get("resolution")) == ("running", 4, None)
    assert "video_url" not in task


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        ({"code": 500, "message": "CUDA error: device-side assert"}, 500, "generation_failed"),
        ({"code": 400, "message": "num_frames must be 4k+1"}, 400, "generation_failed"),
        ({"code": "EngineDeadError", "message": "engine died"}, 500, "generation_failed"),
        ({"code": 500, "message": "CUDA out of memory. Tried 20 GiB"}, 500, "provider_overloaded"),
        (None, 500, "generation_failed"),
    ],
)  # fmt: skip
def test_a_failed_job_is_read_whatever_its_http_status(error, status, code):
    task = seen({**OMNI_JOB, "status": "failed", "error": error}, status, OMNI)
    assert (task["status"], task["problem"]["code"]) == ("failed", code)
    assert seen({**SGLANG_JOB, "status": "failed", "error": error and {"message": error["message"]}})[
        "problem"
    ]


def test_a_status_nobody_knows_is_an_error_of_the_wire():
    with pytest.raises(WireError):
        seen({**SGLANG_JOB, "status": "deleted"})


def test_an_unknown_job_is_not_found():
    with pytest.raises(Problem) as caught:
        seen({"detail": "Video not found"}, 404)
    assert caught.value.code == "not_found"


@pytest.mark.parametrize(
    ("body", "status", "code", "field"),
    [
        ({"detail": "prompt is required"}, 400, "invalid_parameter", None),
        ({"detail": [{"type": "string_pattern_mismatch", "loc": ["body", "size"], "msg": "no"}]}, 422,
         "invalid_parameter", "resolution"),
        ({"detail": [{"loc": ["body", "num_frames"], "msg": "no"}]}, 422, "invalid_parameter", "duration"),
        ({"detail": "Model mismatch: request specifies 'a' but server is running 'b'."}, 400,
         "provider_misrouted", None),
        ({"error": {"message": "no", "type": "BadRequestError", "param": None, "code": 400}}, 400,
         "invalid_parameter", None),
        ({"error": {"message": "x", "type": "y", "param": "input_reference", "code": "media_invalid"}}, 400,
         "media_invalid", "media[0]"),
        ({"error": {"message": "x", "type": "requests", "param": None, "code": "rate_limit_exceeded"}}, 429,
         "provider_overloaded", None),
        ({"error": {"message": "x", "type": "y", "param": None, "code": "invalid_api_key"}}, 401,
         "provider_auth", None),
        ({"error": {"message": "x", "code": "insufficient_quota"}}, 429, "provider_quota", None),
        ({}, 404, "not_found", None),
        ([], 400, "invalid_parameter", None),
    ],
)  # fmt: skip
def test_refusals_of_every_kind_of_server(body, status, code, field):
    request = wanted(media=(FRAME,), mode="first_frame")
    with pytest.raises(Problem) as caught:
        run(openai.submitting(request, OMNI, "key"), lambda call: answer(body, status))
    assert (caught.value.code, caught.value.field) == (code, field)


@pytest.mark.parametrize("status", [200, 302, 408, 500, 503])
def test_what_proves_no_refusal_is_ambiguous(status):
    with pytest.raises(Ambiguous):
        run(openai.submitting(wanted(), SGLANG, "key"), lambda call: answer({"detail": "x"}, status))


def test_a_page_goes_on_after_its_last_video():
    page = {"object": "list", "data": [SGLANG_JOB], "first_id": "x", "last_id": "x", "has_more": True}
    calls = []

    def send(call):
        calls.append(call.path)
        return answer(page)

    tasks, more = run(openai.paging(Query(limit=100, after="an-id"), SGLANG, "key"), send)
    assert (tasks[0]["id"], more) == (SGLANG_JOB["id"], True)
    assert calls == ["/v1/videos?after=an-id&limit=100&order=desc"]
    page.update(data=[], has_more=True)
    assert run(openai.paging(Query(), SGLANG, "key"), send) == ([], False)


# ------------------------------------------------------------------ cancel


def test_a_video_is_stopped_by_its_deletion_and_a_finished_one_never_is():
    gone = {"id": OMNI_JOB["id"], "object": "video.deleted", "deleted": True}
    replies = [answer(OMNI_JOB), answer(gone)]
    done = run(openai.cancelling("x", OMNI, "key"), lambda call: replies.pop(0))
    assert done == {"id": "x", "status": "cancelled"}
    replies = [answer({**OMNI_JOB, "status": "completed"})]
    with pytest.raises(Problem) as caught:
        run(openai.cancelling("x", OMNI, "key"), lambda call: replies.pop(0))
    assert (caught.value.code, replies) == ("not_cancellable", [])
    replies = [answer(OMNI_JOB), answer({"detail": "Cancellation in progress."}, 409)]
    with pytest.raises(Problem) as caught:
        run(openai.cancelling("x", OMNI, "key"), lambda call: replies.pop(0))
    assert caught.value.code == "not_cancellable"


def test_where_a_deletion_stops_nothing_there_is_no_cancel():
    with pytest.raises(Problem) as caught:
        run(openai.cancelling("x", SGLANG, "key"), lambda call: answer({**SGLANG_JOB, "status": "queued"}))
    assert caught.value.code == "inexpressible"


# ------------------------------------------------------------------ what is read


def test_offences_are_where_the_customer_wrote_them():
    message = {
        "prompt": "a",
        "input_reference": "u",
        "media": [{"kind": "image", "url": "v"}],
        "size": "1280x720",
    }
    names = openai.names_in(message)
    assert (names["media[0]"], names["media[1]"], names["ratio"]) == ("input_reference", "media[0]", "size")
    assert openai.names_in({"num_frames": 96})["duration"] == "num_frames"
    assert openai.names_in({"num_frames": 96, "seconds": "4"})["duration"] == "seconds"


def test_answers_sent_back_mean_nothing():
    view = {"id": "a" * 26, "status": "queued", "model": "sora-2", "created_at": 1.0, "prompt": "a fox"}
    message = openai.write_task({**view, "resolution": "720p", "ratio": "16:9", "duration": 5})
    request = openai.read_request(message, OURS)
    assert (request.prompt, request.duration, request.extra) == ("a fox", 5, {})


def test_a_frame_and_more_media_are_one_list():
    message = {
        "prompt": "a", "input_reference": {"image_url": "https://files.example/a.png"},
        "media": [{"kind": "image", "role": "last_frame", "url": "https://files.example/b.png"}],
    }  # fmt: skip
    request = openai.read_request(message, OURS)
    assert [m.role for m in request.media] == ["first_frame", "last_frame"]
    assert openai.write_request(request, OURS)["media"][0]["role"] == "first_frame"
