"""Ark's own rules, by example (contract §1)."""

import json

import pytest

from onetake.core.catalogue import catalogue
from onetake.core.problem import Problem
from onetake.core.query import Query
from onetake.core.request import Media
from onetake.core.wire import Reply
from onetake.dialects import WireError, dialect, run
from onetake.dialects.ark import profile_of

ark = dialect("ark")
ROUTES = catalogue().routes
CORE = "abcdefghijklmnopqrstuvwx23"
NOON = 1_767_240_000.0  # 2026-01-01 12:00:00 in UTC+8
VIEW = {
    "id": CORE,
    "model": "doubao-seedance-2-0-260128",
    "created_at": NOON,
    "updated_at": NOON + 131,
    "seed": 11,
    "resolution": "720p",
    "ratio": "16:9",
    "duration": 5,
    "fps": 24,
    "generate_audio": True,
    "expires_after": 172_800,
    "priority": 0,
    "web_search": False,
    "video_url": "https://f.example/v.mp4",
    "last_frame_url": "https://f.example/l.png",
    "tokens": 108_900,
}


def body(*content, **fields):
    text = [{"type": "text", "text": "a cat"}]
    return {"model": "doubao-seedance-2-0-260128", "content": [*text, *content], **fields}


def read(message, route="volcengine"):
    return ark.read_request(message, ROUTES[route])


def refused(message, route="volcengine"):
    with pytest.raises(Problem) as caught:
        read(message, route)
    return caught.value


def image(url="https://e.example/a.png", role=None):
    item = {"type": "image_url", "image_url": {"url": url}}
    return item if role is None else {**item, "role": role}


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("duration", 5.0, "invalid_duration"),
        ("duration", "5", "invalid_duration"),
        ("duration", True, "invalid_duration"),
        ("duration", 16, "invalid_duration"),
        ("duration", 3, "invalid_duration"),
        ("seed", 1.5, "invalid_parameter"),
        ("seed", True, "invalid_parameter"),
        ("seed", -2, "invalid_parameter"),
        ("seed", 2**32, "invalid_parameter"),
        ("generate_audio", 1, "invalid_parameter"),
        ("generate_audio", "true", "invalid_parameter"),
        ("watermark", "false", "invalid_parameter"),
        ("return_last_frame", 0, "invalid_parameter"),
        ("resolution", 720, "invalid_resolution"),
        ("resolution", "4k", "invalid_resolution"),
        ("ratio", "2:1", "invalid_ratio"),
        ("ratio", [], "invalid_ratio"),
        ("execution_expires_after", 3599, "invalid_parameter"),
        ("execution_expires_after", 259_201, "invalid_parameter"),
        ("priority", 10, "invalid_parameter"),
        ("safety_identifier", "x" * 65, "invalid_parameter"),
        ("safety_identifier", {}, "invalid_parameter"),
        ("callback_url", "https://e.example/" + "x" * 2048, "invalid_callback_url"),
        ("tools", "web_search", "invalid_parameter"),
        ("model", 5, "invalid_parameter"),
        ("model", "doubao-seedance-2-0", "model_not_found"),
        ("model", "dreamina-seedance-2-0-260128", "model_not_found"),
    ],
)
def test_a_bad_value_is_one_offence_with_its_own_name(field, value, code):
    problem = refused(body(**{field: value}))
    assert [(o.field, o.code) for o in problem.offences] == [(field, code)]
    assert problem.offences[0].limit
    assert problem.offences[0].fix


@pytest.mark.parametrize(
    ("field", "harmless", "harmful"),
    [
        ("frames", (), (29, 0)),
        ("camera_fixed", (False,), (True, 0)),
        ("draft", (False,), (True,)),
        ("service_tier", ("default",), ("flex",)),
        ("output_format", ("mp4",), ("mov",)),
        ("omni_reference_task_type", ("auto",), ("edit",)),
    ],
)
def test_what_this_family_lacks_is_refused_unless_it_says_nothing(field, harmless, harmful):
    plain = read(body())
    for value in (None, *harmless):
        assert read(body(**{field: value})) == plain
    for value in harmful:
        problem = refused(body(**{field: value}))
        assert (problem.code, problem.field) == ("unsupported_parameter", field)


@pytest.mark.parametrize(
    ("item", "field", "code"),
    [
        (
            {"type": "image_url", "image_url": "https://e.example/a.png"},
            "content[1].image_url",
            "invalid_parameter",
        ),
        ({"type": "image_url", "image_url": {}}, "content[1].image_url.url", "invalid_parameter"),
        (image("ftp://e.example/a"), "content[1].image_url", "media_unreachable"),
        (image(""), "content[1].image_url", "media_unreachable"),
        (image(role="middle_frame"), "content[1].role", "invalid_parameter"),
        ({"type": "picture"}, "content[1].type", "invalid_parameter"),
        ({"text": "x"}, "content[1].type", "invalid_parameter"),
        ({"type": ["text"]}, "content[1].type", "invalid_parameter"),
        ({"type": "draft_task", "draft_task": {"id": "cgt-1"}}, "content[1].type", "unsupported_parameter"),
        ({"type": "text"}, "content[1].text", "invalid_parameter"),
        ("a cat", "content[1]", "invalid_parameter"),
        (image(role="last_frame"), "content[1].image_url", "last_frame_without_first"),
    ],
)
def test_a_bad_item_is_named_by_its_place(item, field, code):
    problem = refused(body(item))
    assert [(o.field, o.code) for o in problem.offences] == [(field, code)]


def test_an_unknown_type_is_told_which_there_are():
    limit = refused(body({"type": "picture"})).offences[0].limit
    assert limit == "one of text, image_url, audio_url, video_url"


def test_offences_of_media_point_at_the_item_behind_the_text():
    problem = refused(body(image(role="first_frame"), image(role="reference_image")))
    assert problem.code == "conflict_frames_references"
    assert problem.field == "content[2].image_url"
    several = refused(body(image(), image("https://e.example/b.png")))
    assert [o.field for o in several.offences] == ["content[1].image_url", "content[2].image_url"]


def test_every_offence_is_listed_in_the_order_of_the_table():
    message = {"frames": 3, "seed": "x", "ratio": "2:1", "content": [{"type": "x"}], "model": "m"}
    listed = [o.field for o in refused(message).offences]
    assert listed == ["model", "content[0].type", "seed", "frames", "ratio"]


@pytest.mark.parametrize("message", [{}, {"content": []}, {"content": None}, {"content": "a cat"}])
def test_a_missing_prompt_is_told_once(message):
    problem = refused({"model": "doubao-seedance-2-0-260128", **message})
    assert len(problem.offences) == 1
    assert problem.field == "content"


def test_a_body_that_is_no_object_is_refused():
    assert refused([1]).code == "invalid_json"


def test_texts_are_joined_and_media_keep_their_order():
    request = read(body(image(role="reference_image"), {"type": "text", "text": "runs"}))
    assert request.prompt == "a cat\nruns"
    assert request.media == (Media("image", "reference", "https://e.example/a.png"),)


def test_automatic_duration_any_seed_and_sizes_in_any_case():
    request = read(body(duration=-1, seed=-1, resolution="1080P"))
    assert (request.duration, request.seed, request.resolution) == ("auto", None, "1080p")
    assert read(body(seed=0)).seed == 0


def test_unknown_fields_are_kept_and_names_of_answer_fields_are_not():
    request = read(body(new="v", other=None, status="queued", id="cgt-1", usage={}))
    assert request.extra == {"new": "v"}
    own = ark.write_request(request, ROUTES["volcengine"], "ark")
    assert own["new"] == "v"
    assert "new" not in ark.write_request(request, ROUTES["volcengine"], "native")
    assert "new" not in ark.write_request(request, ROUTES["volcengine"])


@pytest.mark.parametrize(
    ("model", "default", "route"),
    [
        ("doubao-seedance-2-0-260128", "byteplus", "volcengine"),
        ("dreamina-seedance-2-0-260128", None, "byteplus"),
        ("ep-20260101-abc", "byteplus", "byteplus"),
        ("ep-20260101-abc", None, "volcengine"),
        (None, None, "volcengine"),
        ({"doubao-": 1}, None, "volcengine"),
    ],
)
def test_the_profile_is_chosen_by_model_prefix_then_key_then_volcengine(model, default, route):
    assert profile_of({"model": model}, default).name == route
    assert profile_of([], default).name == (default or "volcengine")


def test_an_id_shows_the_time_of_day_in_china_and_is_read_by_its_core():
    shown = ark.public_id(CORE, NOON)
    assert shown == f"cgt-20260101120000-{CORE}"
    assert ark.core_of(shown) == ark.core_of(CORE) == ark.core_of(f"video_{CORE}") == CORE
    assert ark.core_of("cgt-20260101120000-a1b2c") is None


def test_a_finished_task_is_the_documented_object():
    assert ark.write_task({**VIEW, "status": "succeeded"}) == {
        "id": f"cgt-20260101120000-{CORE}",
        "model": "doubao-seedance-2-0-260128",
        "status": "succeeded",
        "content": {"video_url": "https://f.example/v.mp4", "last_frame_url": "https://f.example/l.png"},
        "usage": {"completion_tokens": 108_900, "total_tokens": 108_900},
        "created_at": 1_767_240_000,
        "updated_at": 1_767_240_131,
        "seed": 11,
        "resolution": "720p",
        "ratio": "16:9",
        "duration": 5,
        "framespersecond": 24,
        "generate_audio": True,
        "service_tier": "default",
        "execution_expires_after": 172_800,
        "draft": False,
        "priority": 0,
    }


def test_a_waiting_task_says_only_what_is_decided_and_has_no_content():
    waiting = {**VIEW, "status": "queued", "duration": "auto", "ratio": "adaptive"}
    told = ark.write_task(waiting)
    assert not {"content", "usage", "error", "duration", "ratio", "draft"} & told.keys()
    assert told["service_tier"] == "default"


def test_a_failed_task_has_the_providers_words_for_our_problem():
    stored = Problem("moderation_output_video").as_dict()
    told = ark.write_task({**VIEW, "status": "failed", "problem": stored})
    assert told["error"]["code"] == "OutputVideoSensitiveContentDetected"
    assert told["error"]["message"]
    assert "content" not in told
    assert "error" not in ark.write_task(
        {**VIEW, "status": "cancelled", "problem": Problem("cancelled").as_dict()}
    )


def look(answer, status=200):
    reply = Reply(status, {}, json.dumps(answer).encode())
    return run(ark.looking("cgt-1", ROUTES["volcengine"], "k"), lambda call: reply)


def test_foreign_answers_are_read_with_their_oddities():
    seen = look(
        {"id": "any shape", "status": "running", "duration": "5", "model": "x", "future": 1, "error": None}
    )
    assert (seen["id"], seen["status"], seen["duration"]) == ("any shape", "running", 5)
    assert "problem" not in seen
    assert look({"id": "a", "status": "succeeded", "duration": 7.5})["duration"] == 7.5
    assert look({"id": "a", "status": "failed"})["problem"]["code"] == "generation_failed"


@pytest.mark.parametrize(
    "answer",
    [
        {"id": "a", "status": "completed"},
        {"id": "a", "status": "Succeeded"},
        {"id": "a"},
        {"status": "queued"},
        {"id": 5, "status": "queued"},
        {"id": "a", "status": "succeeded", "content": "https://e.example"},
        [],
    ],
)
def test_an_answer_outside_of_the_contract_is_an_error(answer):
    with pytest.raises(WireError):
        look(answer)


def test_a_list_with_one_unreadable_task_is_an_error_and_no_list_with_a_hole():
    page = {"total": 2, "items": [{"id": "a", "status": "queued"}, {"id": "b", "status": "?"}]}
    reply = Reply(200, {}, json.dumps(page).encode())
    with pytest.raises(WireError):
        run(ark.listing(Query(), ROUTES["volcengine"], "k"), lambda call: reply)


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ([("page_num", "0")], "page_num"),
        ([("page_num", "501")], "page_num"),
        ([("page_size", "501")], "page_size"),
        ([("page_size", "٣")], "page_size"),
        ([("page_size", "1.0")], "page_size"),
        ([("filter.status", "completed")], "filter.status"),
        ([("filter.service_tier", "fast")], "filter.service_tier"),
    ],
)
def test_a_bad_filter_is_named(params, field):
    with pytest.raises(Problem) as caught:
        ark.read_query(params)
    assert caught.value.field == field


def test_filters():
    assert ark.read_query([]) == Query()
    assert ark.read_query([("filter.status", "expired"), ("unknown", "x"), ("filter.model", "")]) == Query(
        statuses=("expired",)
    )
    ours, theirs = ark.public_id(CORE, NOON), "cgt-20260101000000-aaaaa"
    assert ark.read_query([("filter.task_ids", ours), ("filter.task_ids", theirs)]).ids == (CORE, theirs)


def test_a_gateway_offers_create_and_get_only():
    assert [e.op for e in ark.offered(ROUTES["apiyi"])] == ["create", "get"]
    assert [e.op for e in ark.offered(ROUTES["volcengine"])] == ["create", "get", "list", "withdraw"]
    with pytest.raises(Problem, match="inexpressible"):
        next(ark.listing(Query(), ROUTES["apiyi"], "k"))


def test_what_cannot_be_said_is_named_before_anything_is_sent():
    plain = read(body())
    assert ark.inexpressible(plain) == []
    cut = dialect("native").read_request({"prompt": "a cat --dur 9"}, ROUTES["native"])
    assert cut.prompt == "a cat --dur 9"
    assert ark.inexpressible(cut) == ["prompt"]
    searching = read(body(tools=[{"type": "web_search"}], priority=2, safety_identifier="u"))
    assert dialect("native").inexpressible(searching) == ["priority", "web_search", "end_user"]
