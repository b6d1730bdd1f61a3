"""movie: requests, tasks, lists and uploads as its document describes them (contract §5)."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetake.core.catalogue import catalogue
from onetake.core.fitting import misfits
from onetake.core.ids import ALPHABET
from onetake.core.problem import Problem
from onetake.core.query import Query
from onetake.core.request import Media, Request
from onetake.core.wire import Call, Reply
from onetake.dialects import WireError, dialect, run
from onetake.dialects._table import Parcel
from onetake.dialects.movie_content import decode, encode, meant

movie = dialect("movie")
ROUTE = catalogue().routes["movie"]
TEXT = {"type": "text", "text": "a fox"}
CORE = "abcdefghijklmnopqrstuvwxyz"
URL = "https://files.example/{}.png"
TASK = {
    "task_id": "a1b2", "model": "seedance-2.0", "status": "completed", "resolution": "720p", "ratio": "16:9",
    "duration": 8, "generate_audio": False, "seed": None, "video_url": "https://cdn.example/v.mp4?token=0",
    "last_frame_url": None, "error_code": None, "error_message": None, "credit_cost": 14.4,
    "created_at": "2025-01-15T10:30:00Z", "updated_at": "2025-01-15T10:33:45Z",
}  # fmt: skip


def done(result):
    return Reply(200, {}, json.dumps({"code": "200", "message": "Success", "result": result}).encode())


def read(*content, **more):
    return movie.read_request({"content": list(content), **more}, ROUTE)


def offences(*content, **more):
    with pytest.raises(Problem) as caught:
        read(*content, **more)
    return [(o.field, o.code) for o in caught.value.offences]


def item(place, url, **more):
    return {"type": place, place: url, **more}


def test_the_defaults_are_the_documents():
    request = read(TEXT)
    assert (request.model_name, request.resolution, request.ratio, request.duration) == (
        "seedance-2.0", "720p", "16:9", 5,
    )  # fmt: skip
    assert (request.generate_audio, request.watermark, request.return_last_frame) == (False, False, False)
    assert (request.seed, request.callback_url, request.sample) == (None, None, None)


@pytest.mark.parametrize("resolution", ["480p", "720p", "1080p"])
@pytest.mark.parametrize("model", ["seedance-2.0", "seedance-2.0-fast"])
def test_both_models_take_every_resolution(model, resolution):
    assert read(TEXT, model=model, resolution=resolution).model == model


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("duration", 3, "invalid_duration"),
        ("duration", 16, "invalid_duration"),
        ("duration", -1, "invalid_duration"),
        ("duration", "8", "invalid_duration"),
        ("duration", 8.0, "invalid_duration"),
        ("resolution", "4k", "invalid_resolution"),
        ("ratio", "adaptive", "invalid_ratio"),
        ("ratio", 169, "invalid_ratio"),
        ("seed", -2, "invalid_parameter"),
        ("seed", 2**32, "invalid_parameter"),
        ("generate_audio", 1, "invalid_parameter"),
        ("watermark", "yes", "invalid_parameter"),
        ("return_last_frame", "true", "invalid_parameter"),
        ("callback_url", "https://a.example/" + "x" * 495, "invalid_callback_url"),
        ("model", "seedance-2.0-mini", "model_not_found"),
        ("content", [], "missing_parameter"),
        ("content", "a fox", "invalid_parameter"),
    ],
)
def test_limits_are_refused_by_name(field, value, code):
    body = {"content": [TEXT], field: value}
    with pytest.raises(Problem) as caught:
        movie.read_request(body, ROUTE)
    assert [(o.field, o.code) for o in caught.value.offences] == [(field, code)]


def test_what_is_just_allowed():
    edge = "https://a.example/" + "x" * 494
    assert len(read(TEXT, callback_url=edge).callback_url or "") == 512
    assert read(TEXT, seed=-1).seed is None
    assert [read(TEXT, duration=d).duration for d in (4, 15)] == [4, 15]
    assert read(TEXT, seed=0).seed == 0


def test_without_content_the_prompt_is_missing():
    with pytest.raises(Problem) as caught:
        movie.read_request({}, ROUTE)
    assert [(o.field, o.code) for o in caught.value.offences] == [("content", "prompt_required")]


# ------------------------------------------------------------------ content


def test_urls_are_strings_or_objects():
    plain = read(TEXT, item("image_url", URL.format(1)))
    held = read(TEXT, item("image_url", {"url": URL.format(1)}))
    assert plain == held
    assert plain.media == (Media("image", "first_frame", URL.format(1)),)


@pytest.mark.parametrize("value", [None, 7, "", " ", {}, {"url": None}, {"url": 3}, ["x"]])
@pytest.mark.parametrize("place", ["image_url", "video_url", "audio_url", "sample_id"])
def test_hostile_urls_are_named(place, value):
    ((field, code),) = offences(TEXT, {"type": place, place: value})
    assert field.startswith(f"content[1].{place}")
    assert code == "invalid_parameter"


def test_faults_of_items_are_named_where_they_are():
    found = offences(TEXT, 7, {"type": "film"}, {"type": "text"}, item("image_url", URL, role="hero"))
    assert found == [
        ("content[1]", "invalid_parameter"),
        ("content[2].type", "invalid_parameter"),
        ("content[3].text", "invalid_parameter"),
        ("content[4].role", "invalid_parameter"),
    ]


@pytest.mark.parametrize(
    ("kinds", "roles"),
    [
        (["image"], ["first_frame"]),
        (["image", "image"], ["reference", "reference"]),
        (["image", "audio"], ["reference", "reference"]),
        (["video"], ["reference"]),
        (["image", "video", "audio"], ["reference"] * 3),
    ],
)
def test_what_media_without_a_role_are_for(kinds, roles):
    media = [item(f"{kind}_url", URL.format(i)) for i, kind in enumerate(kinds)]
    assert [m.role for m in read(TEXT, *media).media] == roles


def test_roles_are_read_where_they_are_written():
    first = item("image_url", URL.format(1), role="first_frame")
    last = item("image_url", URL.format(2), role="last_frame")
    assert read(TEXT, first, last).mode == "first_last"
    assert read(TEXT, item("image_url", URL, role="reference_image")).mode == "reference"
    assert offences(TEXT, last) == [("content[1].image_url", "last_frame_without_first")]
    assert offences(TEXT, first, item("image_url", URL)) == [("content[2].image_url", "missing_parameter")]
    assert offences(TEXT, first, item("video_url", URL)) == [
        ("content[2].video_url", "conflict_frames_references")
    ]
    assert offences(TEXT, item("audio_url", URL)) == [("content", "audio_reference_alone")]


def some(kind, *roles):
    return st.builds(Media, st.just(kind), st.sampled_from(roles), st.just(URL.format(7)))


MEDIA = st.lists(
    some("image", "first_frame", "last_frame", "reference") | some("video", "reference")
    | some("audio", "reference"), max_size=4,
).map(tuple)  # fmt: skip


@given(MEDIA)
def test_a_role_is_written_only_where_it_would_be_read_otherwise(media):
    written = encode(("a fox", media, None))
    assert decode(written) == ("a fox", media or None, None)
    told = ["role" in part for part in written[1:]]
    bare = meant(tuple(replace(m, role=None) for m in media)) == media
    assert told == [not bare] * len(media)


@pytest.mark.parametrize("shape", ["api/uploads/{}/scene.png", "/api/uploads/{}/scene.png"])
def test_a_file_path_of_ours_is_the_upload(shape):
    (media,) = read(TEXT, item("image_url", shape.format(CORE))).media
    assert media == Media("image", "first_frame", f"asset://{CORE}")
    assert not media.foreign


@given(st.text(ALPHABET, min_size=26, max_size=26), st.text(max_size=40))
def test_no_path_is_taken_for_another_upload(core, tail):
    (media,) = decode([item("image_url", f"api/uploads/{core}/{tail}")])[1] or ()
    assert media.asset_id in (core, f"api/uploads/{core}/{tail}")
    assert media.foreign == (media.asset_id != core)


def test_the_providers_own_paths_go_to_the_provider_alone():
    path = "api/uploads/1/uuid_scene.png"
    request = read(TEXT, item("image_url", path))
    assert request.media[0].foreign
    assert movie.write_request(request, ROUTE)["content"][1] == item("image_url", path)
    assert movie.inexpressible(request) == []
    library = replace(request, media=(Media("image", "first_frame", "asset://asset-1"),))
    assert movie.inexpressible(library) == ["media[0]"]


def test_samples_are_forwarded_and_are_one():
    for value in ("s-1", {"id": "s-1"}):
        request = read(TEXT, {"type": "sample_id", "sample_id": value})
        assert request.sample == "s-1"
        assert movie.write_request(request, ROUTE)["content"][1] == {"type": "sample_id", "sample_id": "s-1"}
    twice = [{"type": "sample_id", "sample_id": name} for name in ("a", "b")]
    assert offences(TEXT, *twice) == [("content[2]", "invalid_parameter")]
    assert dialect("ark").inexpressible(request) == ["sample"]
    assert dialect("native").inexpressible(request) == ["sample"]


def test_several_texts_are_one_prompt():
    assert read(TEXT, {"type": "text", "text": "in the snow"}).prompt == "a fox\nin the snow"


def test_what_the_route_cannot_be_told_is_named_before_anything_is_sent():
    asked = Request(prompt="a fox", model="seedance-2.0", model_name="m", mode="text", ratio="16:9")
    both = (Media("image", "first_frame", URL), Media("image", "last_frame", URL))
    assert misfits(replace(asked, mode="first_last", media=both), ROUTE) == ["media[1]"]
    wishes = {"expires_after": 3600, "priority": 3, "web_search": True, "end_user": "u1"}
    assert sorted(movie.inexpressible(replace(asked, **wishes))) == sorted(wishes)
    assert misfits(replace(asked, duration="auto", ratio="adaptive"), ROUTE) == ["duration", "ratio"]


# ------------------------------------------------------------------ answers


def seen(result):
    return run(movie.looking("a1b2", ROUTE, "key"), lambda call: done(result))


def test_a_finished_task_is_read():
    task = seen(TASK)
    assert (task["id"], task["status"], task["duration"], task["cost"]) == (
        "a1b2",
        "succeeded",
        8,
        14_400_000,
    )
    assert task["video_url"] == "https://cdn.example/v.mp4?token=0"
    assert (task["created_at"], task["updated_at"]) == (1_736_937_000.0, 1_736_937_225.0)
    assert not {"seed", "last_frame_url", "problem", "error_code"} & task.keys()
    assert task["payload"]["result"] == TASK


@pytest.mark.parametrize(
    ("word", "ours"),
    [
        ("pending", "queued"),
        ("queued", "queued"),
        ("processing", "running"),
        ("completed", "succeeded"),
        ("failed", "failed"),
        ("cancelled", "cancelled"),
        ("expired", "expired"),
    ],
)
def test_every_status(word, ours):
    assert seen({**TASK, "status": word})["status"] == ours


def test_a_task_reads_by_what_matters_and_forgives_the_rest():
    odd = {"duration": -3, "seed": -1, "created_at": "2025-01-15T10:30:00", "more": {"a": [1]}}
    task = seen({**TASK, **odd, "credit_cost": 7})
    assert not {"duration", "seed"} & task.keys()
    assert (task["created_at"], task["cost"]) == (1_736_937_000.0, 7_000_000)


@pytest.mark.parametrize(
    "spoilt",
    [
        {"status": "succeeded"},
        {"status": None},
        {"task_id": None},
        {"video_url": ["x"]},
    ],
)
def test_an_answer_outside_of_the_contract_is_no_verdict(spoilt):
    with pytest.raises(WireError):
        seen({**TASK, **spoilt})


@pytest.mark.parametrize("body", [b"", b"null", b"[]", b"7", b'{"code": "200", "message": "Success"}'])
def test_a_hollow_answer_is_no_verdict(body):
    with pytest.raises((WireError, Problem)) as caught:
        run(movie.looking("a1b2", ROUTE, "key"), lambda call: Reply(200, {}, body))
    assert not isinstance(caught.value, Problem) or caught.value.code == "provider_protocol"


def view(**more):
    told = {
        "id": CORE, "model": "seedance-2.0", "status": "queued", "phase": "accepted", "created_at": 1.0,
        "updated_at": 2.9, "cost": 14_400_000, "resolution": "720p", "ratio": "16:9", "duration": 8,
        "generate_audio": False,
    }  # fmt: skip
    return {**told, **more}


def test_a_task_is_written_with_every_field_of_the_document():
    message = movie.write_task(view())
    assert message["code"] == "200"
    assert message["message"] == "Success"
    assert list(message["result"]) == list(TASK)
    nothing = {"seed", "video_url", "last_frame_url", "error_code", "error_message"}
    assert {name for name, value in message["result"].items() if value is None} == nothing
    assert message["result"]["updated_at"] == "1970-01-01T00:00:02Z"
    assert message["result"]["credit_cost"] == 14.4


def test_waiting_here_and_waiting_there_are_two_words():
    words = [movie.write_task(view(**more))["result"]["status"] for more in (
        {}, {"sent": False}, {"sent": True}, {"status": "running", "sent": False}, {"status": "failed"},
    )]  # fmt: skip
    assert words == ["pending", "pending", "queued", "processing", "failed"]


def test_what_is_not_decided_yet_is_null():
    result = movie.write_task(view(ratio="adaptive", duration="auto"))["result"]
    assert (result["ratio"], result["duration"]) == (None, None)


def test_an_error_is_told_of_a_failed_task_only():
    problem = Problem("copyright").as_dict()
    shown = {s: movie.write_task(view(status=s, problem=problem))["result"] for s in ("failed", "cancelled")}
    assert shown["failed"]["error_code"] == "COPYRIGHT_VIOLATION"
    assert (shown["cancelled"]["error_code"], shown["cancelled"]["error_message"]) == (None, None)


@pytest.mark.parametrize(("micro", "shown"), [(14_400_000, 14.4), (26_496_000, 26.496), (36_000_000, 36)])
def test_credits_are_numbers(micro, shown):
    receipt = movie.write_receipt(view(cost=micro))
    assert receipt["result"] == {"task_id": CORE, "status": "pending", "credit_cost": shown}


def test_a_page_is_the_documents():
    page = movie.write_page([view()], 42, Query(page=2, page_size=10))
    assert {name: page["result"][name] for name in ("total", "page", "page_size")} == {
        "total": 42, "page": 2, "page_size": 10,
    }  # fmt: skip
    assert page["result"]["data"] == [movie.write_task(view())["result"]]


@pytest.mark.parametrize(
    ("name", "value"),
    [("page", "0"), ("page", "x"), ("page_size", "0"), ("page_size", "101"), ("status", "succeeded")],
)
def test_a_bad_query_is_named(name, value):
    with pytest.raises(Problem) as caught:
        movie.read_query([(name, value)])
    assert [(o.field, o.code) for o in caught.value.offences] == [(name, "invalid_parameter")]


@pytest.mark.parametrize("word", ["pending", "queued"])
def test_both_words_for_waiting_filter(word):
    assert movie.read_query([("status", word), ("page", "")]) == Query(statuses=("queued",))


# ------------------------------------------------------------------ calls


class Provider:
    """Answers each call with the next reply, and keeps the calls."""

    def __init__(self, *replies):
        self.replies, self.calls = list(replies), []

    def __call__(self, call: Call) -> Reply:
        self.calls.append(call)
        return self.replies.pop(0)


PROMISE = {
    "presigned_url": "https://s3.example/b/scene.png?X-Amz-Signature=1",
    "file_path": "api/uploads/1/u_scene.png",
    "expires_in": 3600,
}


def test_a_file_is_presigned_and_put_without_our_key():
    provider = Provider(done(PROMISE), Reply(200))
    path = run(movie.deposit(Parcel("input-0.png", "image/png", b"png"), ROUTE, "key"), provider)
    assert path == "api/uploads/1/u_scene.png"
    presign, put = provider.calls
    asked = "/api/v1/video/upload/presign?filename=input-0.png&content_type=image%2Fpng"
    assert (presign.method, presign.path, presign.body, presign.at) == ("POST", asked, b"", "")
    assert presign.headers["X-API-Key"] == "key"
    assert (put.method, put.path, put.body, put.at) == ("PUT", PROMISE["presigned_url"], b"png", "signed")
    assert put.headers == {"Content-Type": "image/png"}


@pytest.mark.parametrize(
    ("replies", "code"),
    [
        ([done(None)], "provider_protocol"),
        ([done({**PROMISE, "presigned_url": "file:///etc/passwd"})], "provider_protocol"),
        ([done({**PROMISE, "file_path": ""})], "provider_protocol"),
        ([done(PROMISE), Reply(403)], "provider_unavailable"),
        ([done(PROMISE), Reply(503)], "provider_unavailable"),
        ([done(PROMISE), Reply(400)], "media_invalid"),
        ([done(PROMISE), Reply(413)], "media_invalid"),
        ([Reply(200, {}, b'{"code": "FILE_UPLOAD_FAILED", "message": "no"}')], "provider_unavailable"),
        ([Reply(401, {}, b'{"code": "INVALID_API_KEY", "message": "no"}')], "provider_auth"),
    ],
)
def test_an_upload_that_fails_says_whose_fault_it_is(replies, code):
    with pytest.raises(Problem) as caught:
        run(movie.deposit(Parcel("a.png", "image/png", b"png"), ROUTE, "key"), Provider(*replies))
    assert caught.value.code == code


@pytest.mark.parametrize("mime", ["audio/mpeg", "image/bmp", "application/pdf"])
def test_a_type_that_cannot_be_uploaded_is_told_before_anything_is_sent(mime):
    with pytest.raises(Problem, match="inexpressible"):
        run(movie.deposit(Parcel("a", mime, b"x"), ROUTE, "key"), Provider())


def test_cancel_and_its_answer():
    provider = Provider(done({"task_id": "a1b2", "status": "cancelled"}))
    task = run(movie.cancelling("a1b2", ROUTE, "key"), provider)
    assert (task["id"], task["status"]) == ("a1b2", "cancelled")
    assert (provider.calls[0].method, provider.calls[0].path) == ("POST", "/api/v1/video/task/a1b2/cancel")


def test_a_list_is_asked_for_by_page_and_status():
    item = {**TASK, "status": "processing", "seed": 11}
    provider = Provider(done({"data": [item, item], "total": 102, "page": 2, "page_size": 100}))
    query = Query(statuses=("running",), page=2, page_size=100)
    tasks, total = run(movie.listing(query, ROUTE, "key"), provider)
    assert provider.calls[0].path == "/api/v1/video/tasks?page=2&page_size=100&status=processing"
    assert (total, [task["seed"] for task in tasks]) == (102, [11, 11])


def test_a_list_with_an_unreadable_task_is_no_list():
    provider = Provider(done({"data": [TASK, {**TASK, "status": "odd"}], "total": 2}))
    with pytest.raises(WireError):
        run(movie.listing(Query(), ROUTE, "key"), provider)
