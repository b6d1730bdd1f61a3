"""The videos API on the whole server: create by form and JSON, read, list, delete (contract §11)."""

import pytest

from onetake.core.catalogue import catalogue
from onetake.core.problem import Problem

VIDEOS = "/v1/videos"
PNG = b"\x89PNG\r\n\x1a\n" + b"picture"
FIELDS = [
    "id", "object", "model", "status", "progress", "created_at", "completed_at", "expires_at", "seconds",
    "size", "prompt", "remixed_from_video_id", "error",
]  # fmt: skip


def form(*files, **fields):
    """The parts of a form; a file is (name, bytes)."""
    told = [(name, (None, str(value))) for name, value in fields.items()]
    return told + [(name, ("a.bin", body, "application/octet-stream")) for name, body in files]


async def made(s, *files, client=None, headers=None, **fields):
    fields = {"prompt": "a fox", **fields}
    reply = await (client or s.client).post(VIDEOS, files=form(*files, **fields), headers=headers)
    assert reply.status_code == 200, reply.text
    return reply.json()


async def asked(s, message, **headers):
    return await s.client.post(VIDEOS, json=message, headers=headers)


async def read(s, id):
    reply = await s.client.get(f"{VIDEOS}/{id}")
    assert reply.status_code == 200, reply.text
    return reply.json()


def error(reply):
    """(status, code, param) of an error, whose envelope is whole."""
    told = reply.json()["error"]
    assert list(told) == ["message", "type", "param", "code"]
    return reply.status_code, told["code"], told["param"]


async def of(s, id):
    """The stored request behind an id."""
    from onetake.services import changes

    return (await s.p.store.read(lambda sql: changes.load(sql, id[-26:]))).request


# ------------------------------------------------------------------ create


def test_a_video_from_form_to_file(serve):
    async def scenario(s):
        video = await made(s, model="sora-2", seconds="5", size="1280x720")
        assert list(video) == FIELDS
        assert video["id"].startswith("video_")
        assert (video["object"], video["status"], video["progress"]) == ("video", "queued", 0)
        assert (video["seconds"], video["size"], video["model"]) == ("5", "1280x720", "sora-2")
        assert (video["prompt"], video["error"], video["completed_at"]) == ("a fox", None, None)
        s.provider.progress = (30, 120)
        await s.until(video["id"], "running")
        running = await read(s, video["id"])
        assert (running["status"], running["progress"]) == ("in_progress", 25)
        await s.until(video["id"], "succeeded")
        done = await read(s, video["id"])
        assert (done["status"], done["progress"], done["seconds"]) == ("completed", 100, "5")
        assert done["created_at"] <= done["completed_at"] < done["expires_at"]
        file = await s.client.get(f"{VIDEOS}/{video['id']}/content", headers={"Accept": "application/binary"})
        assert (file.status_code, file.headers["content-type"]) == (200, "video/mp4")

    serve(scenario)


def test_what_is_left_out(serve):
    async def scenario(s):
        request = await of(s, (await made(s))["id"])
        assert (request.model, request.duration, request.resolution, request.ratio) == (
            "seedance-2.0", 4, "720p", "9:16",
        )  # fmt: skip
        assert (request.generate_audio, request.watermark, request.seed) == (True, False, None)

    serve(scenario, worker=False)


def test_form_and_json_say_the_same(serve):
    told = {
        "model": "seedance-2.0-fast", "seconds": "15", "size": "496x864", "seed": 7, "generate_audio": False,
        "watermark": True, "user": "u1",
    }  # fmt: skip

    async def scenario(s):
        words = {name: str(value).lower() for name, value in told.items()}
        by_form = await of(s, (await made(s, **words))["id"])
        by_json = await of(s, (await asked(s, {"prompt": "a fox", **told})).json()["id"])
        assert by_form == by_json
        assert (by_form.duration, by_form.resolution, by_form.ratio) == (15, "480p", "9:16")
        assert (by_form.seed, by_form.generate_audio, by_form.watermark) == (7, False, True)

    serve(scenario, worker=False)


@pytest.mark.parametrize("resolution", catalogue().sizes)
def test_every_exact_size_of_the_models(serve, resolution):
    async def scenario(s):
        for ratio, (width, height) in catalogue().sizes[resolution].items():
            video = await made(s, size=f"{width}x{height}")
            request = await of(s, video["id"])
            assert (request.resolution, request.ratio) == (resolution, ratio)
            assert video["size"] == f"{width}x{height}"

    serve(scenario, worker=False)


@pytest.mark.parametrize(
    ("size", "ratio", "exact"), [("1024x1792", "9:16", "1080x1920"), ("1792x1024", "16:9", "1920x1080")]
)
def test_sizes_of_sora_are_made_as_the_nearest_with_a_note(serve, size, ratio, exact):
    async def scenario(s):
        video = await made(s, size=size)
        request = await of(s, video["id"])
        assert (request.resolution, request.ratio, video["size"]) == ("1080p", ratio, exact)
        native = (await s.client.get(f"/onetake/v1/videos/{video['id']}")).json()
        assert native["notes"] == [f"size {size} is made as {exact}"]
        assert (await made(s))["size"] == "720x1280"

    serve(scenario, worker=False)


def test_resolution_and_ratio_instead_of_size(serve):
    async def scenario(s):
        assert (await made(s, resolution="480p", ratio="21:9"))["size"] == "992x432"
        assert (await made(s, ratio="16:9"))["size"] == "1280x720"
        assert (await made(s, resolution="1080p"))["size"] == "1080x1920"
        left_open = await made(s, ratio="adaptive")
        assert left_open["size"] is None
        await s.until(left_open["id"], "succeeded")
        assert (await read(s, left_open["id"]))["size"] == "1280x720"  # as the file came out
        same = await made(s, size="1280x720", ratio="16:9", resolution="720p")
        assert same["size"] == "1280x720"

    serve(scenario)


def test_frames_a_second_as_model_servers_are_asked(serve):
    async def scenario(s):
        request = await of(s, (await made(s, fps="24", num_frames="120", generate_sound="false"))["id"])
        assert (request.duration, request.generate_audio) == (5, False)

    serve(scenario, worker=False)


@pytest.mark.parametrize(
    ("said", "code", "param"),
    [
        ({"seconds": "16"}, "invalid_duration", "seconds"),
        ({"seconds": "4.5"}, "invalid_duration", "seconds"),
        ({"seconds": ""}, "invalid_duration", "seconds"),
        ({"size": "640x480"}, "invalid_resolution", "size"),
        ({"size": "1080x1920", "model": "seedance-2.0-fast"}, "invalid_resolution", "size"),
        ({"resolution": "4k"}, "invalid_resolution", "resolution"),
        ({"ratio": "5:4"}, "invalid_ratio", "ratio"),
        ({"size": "1280x720", "ratio": "9:16"}, "invalid_value", "ratio"),
        ({"size": "1280x720", "resolution": "1080p"}, "invalid_value", "resolution"),
        ({"model": "sora-9"}, "model_not_found", "model"),
        ({"prompt": " "}, "missing_required_parameter", "prompt"),
        ({"seed": "-5"}, "invalid_value", "seed"),
        ({"generate_audio": "maybe"}, "invalid_value", "generate_audio"),
        ({"generate_audio": "true", "generate_sound": "false"}, "invalid_value", "generate_sound"),
        ({"num_frames": "100", "fps": "24"}, "invalid_duration", "num_frames"),
        ({"num_frames": "480"}, "invalid_duration", "num_frames"),
        ({"num_frames": "120", "seconds": "8"}, "invalid_value", "num_frames"),
        ({"num_frames": "80", "fps": "16"}, "model_feature_unsupported", "fps"),
        ({"n": "2"}, "unknown_parameter", "n"),
        ({"n": "1"}, None, None),
        ({"reference_url": "https://files.example/a.png"}, "unknown_parameter", "reference_url"),
        ({"width": "640"}, "unknown_parameter", "width"),
        ({"input_reference[image_url]": "http://127.0.0.1/a"}, "media_blocked_address", "input_reference"),
        ({"media[0][kind]": "image", "media[0][x]": "1"}, "unknown_parameter", "media[0].x"),
        ({"input_reference[file_id]": "a" * 26}, "upload_invalid", "input_reference"),
        ({"num_inference_steps": "30"}, None, None),
    ],
)  # fmt: skip
def test_what_is_refused_is_named(serve, said, code, param):
    async def scenario(s):
        reply = await s.client.post(VIDEOS, files=form(**{"prompt": "a fox", **said}))
        if code is None:
            assert reply.status_code == 200, reply.text
            return
        status = 404 if code == "model_not_found" else 400
        assert error(reply) == (status, code, param)
        assert reply.json()["error"]["type"] == "invalid_request_error"
        assert reply.headers["x-should-retry"] == "false"
        assert await s.stored() == (0, 0, 0)

    serve(scenario, worker=False)


def test_dry_run_prices_a_form(serve):
    async def scenario(s):
        reply = await s.client.post(
            f"{VIDEOS}?dry_run=1", files=form(("input_reference", PNG), prompt="a fox")
        )
        assert reply.status_code == 200, reply.text
        assert reply.json()["backend"] == "provider"
        assert await s.stored() == (0, 0, 0)

    serve(scenario, worker=False)


# ------------------------------------------------------------------ files


def test_a_file_is_the_first_frame(serve):
    async def scenario(s):
        request = await of(s, (await made(s, ("input_reference", PNG)))["id"])
        assert (request.mode, request.media[0].role, request.media[0].kind) == (
            "first_frame", "first_frame", "image",
        )  # fmt: skip
        assert request.media[0].url.startswith("asset://sha256-")
        assert (await s.stored())[2] == 0

    serve(scenario, worker=False)


def test_files_inside_media(serve):
    async def scenario(s):
        files = [("media[0][url]", PNG), ("media[1][url]", PNG + b"2")]
        told = {
            "media[0][kind]": "image", "media[0][role]": "first_frame",
            "media[1][kind]": "image", "media[1][role]": "last_frame",
        }  # fmt: skip
        request = await of(s, (await made(s, *files, **told))["id"])
        assert request.mode == "first_last"
        assert len({m.url for m in request.media}) == 2

    serve(scenario, worker=False)


def test_media_as_json_text(serve):
    async def scenario(s):
        upload = await s.client.post(
            "/onetake/v1/uploads", content=PNG, headers={"Content-Type": "image/png"}
        )
        id = upload.json()["id"]
        told = f'[{{"kind": "image", "role": "reference", "upload_id": "{id}"}}]'
        request = await of(s, (await made(s, media=told))["id"])
        assert (request.mode, request.media[0].url) == ("reference", f"asset://{id}")
        by_id = await of(s, (await made(s, **{"input_reference[file_id]": id}))["id"])
        assert (by_id.mode, by_id.media[0].url) == ("first_frame", f"asset://{id}")

    serve(scenario, worker=False)


def test_an_equal_form_under_one_name_is_one_task(serve):
    async def scenario(s):
        named = {"Idempotency-Key": "one"}
        first = await made(s, ("input_reference", PNG), headers=named)
        again = await s.client.post(
            VIDEOS, files=form(("input_reference", PNG), prompt="a fox"), headers=named
        )
        assert (again.json()["id"], again.headers["idempotency-replayed"]) == (first["id"], "true")
        other = await s.client.post(
            VIDEOS, files=form(("input_reference", PNG + b"!"), prompt="a fox"), headers=named
        )
        assert error(other) == (422, "idempotency_mismatch", None)

    serve(scenario, worker=False)


@pytest.mark.parametrize(
    ("file", "code", "param"),
    [
        (("input_reference", b"not a picture"), "media_invalid", "input_reference"),
        (("input_reference", b""), "media_invalid", "input_reference"),
        (("prompt", PNG), "unknown_parameter", "prompt"),
        (("video", PNG), "unknown_parameter", "video"),
        (("input_reference[image_url]", PNG), "unknown_parameter", "input_reference.image_url"),
        (("media[0][kind]", PNG), "unknown_parameter", "media[0].kind"),
        (("input_reference", b"\0\0\0\x18ftypisom" + bytes(99)), "media_invalid", "input_reference"),
    ],
)
def test_a_file_that_is_refused_leaves_nothing(serve, file, code, param):
    async def scenario(s):
        fields = {} if file[0] == "prompt" else {"prompt": "a fox"}
        reply = await s.client.post(VIDEOS, files=form(file, **fields))
        status, told, place = error(reply)
        assert (status, told, place) == (400, code, param)
        assert await s.stored() == (0, 0, 0)

    serve(scenario, worker=False)


# ------------------------------------------------------------------ reading


def test_the_pace_for_polls_is_always_told(serve):
    async def scenario(s):
        reply = await s.client.post(VIDEOS, files=form(prompt="a fox"))
        assert int(reply.headers["openai-poll-after-ms"]) >= 1000
        reply = await s.client.get(f"{VIDEOS}/{reply.json()['id']}")
        assert int(reply.headers["openai-poll-after-ms"]) >= 1000

    serve(scenario, worker=False)


def test_ends_that_the_contract_has_no_word_for(serve):
    async def scenario(s):
        stopped = await made(s)
        await s.client.post(f"/onetake/v1/videos/{stopped['id']}/cancel")
        told = await read(s, stopped["id"])
        assert (told["status"], told["error"]["code"], told["completed_at"]) == ("failed", "cancelled", None)
        assert told["error"].keys() == {"code", "message"}

    serve(scenario, worker=False)


def test_tasks_of_every_dialect_are_read_here(serve):
    async def scenario(s):
        ark = await s.ark()
        video = await read(s, ark)
        assert (video["id"], video["model"]) == (f"video_{ark[-26:]}", "seedance-2.0")
        task = await s.client.get(f"/api/v3/contents/generations/tasks/{video['id']}")
        assert task.json()["id"] == ark

    serve(scenario, worker=False)


def test_lists_in_both_orders_and_by_cursor(serve):
    async def scenario(s):
        ids = [(await made(s, prompt=f"fox {i}"))["id"] for i in range(5)]
        for order, expected in (("desc", ids[::-1]), ("asc", ids)):
            seen, after = [], None
            while True:
                params = {"limit": 2, "order": order, **({"after": after} if after else {})}
                page = (await s.client.get(VIDEOS, params=params)).json()
                assert list(page) == ["object", "data", "first_id", "last_id", "has_more"]
                assert page["object"] == "list"
                seen += [video["id"] for video in page["data"]]
                assert page["first_id"] == page["data"][0]["id"]
                after = page["last_id"]
                if not page["has_more"]:
                    break
            assert seen == expected
        assert [v["id"] for v in (await s.client.get(VIDEOS)).json()["data"]] == ids[::-1]

    serve(scenario, worker=False)


def test_an_empty_list_and_bad_queries(serve):
    async def scenario(s):
        empty = (await s.client.get(VIDEOS)).json()
        assert empty == {"object": "list", "data": [], "first_id": None, "last_id": None, "has_more": False}
        for query, param in (
            ("limit=0", "limit"), ("limit=101", "limit"), ("limit=x", "limit"), ("order=up", "order"),
            ("after=nothing", "after"), (f"after=video_{'a' * 26}", "after"),
        ):  # fmt: skip
            assert error(await s.client.get(f"{VIDEOS}?{query}")) == (400, "invalid_value", param), query

    serve(scenario, worker=False)


def test_other_projects_see_nothing(serve):
    async def scenario(s):
        id = (await made(s))["id"]
        other = s.http(await s.key(project="other"))
        for reply in (
            await other.get(f"{VIDEOS}/{id}"), await other.delete(f"{VIDEOS}/{id}"),
            await other.get(f"{VIDEOS}/{id}/content"),
            await other.post(f"{VIDEOS}/{id}/remix", json={"prompt": "x"}),
        ):  # fmt: skip
            assert error(reply) == (404, "not_found", None)
        assert (await other.get(VIDEOS)).json()["data"] == []
        await other.aclose()

    serve(scenario, worker=False)


# ------------------------------------------------------------------ delete


def test_a_finished_video_is_deleted(serve):
    async def scenario(s):
        id = (await made(s))["id"]
        await s.until(id, "succeeded")
        reply = await s.client.delete(f"{VIDEOS}/{id}", headers={"Content-Type": "application/json"})
        assert reply.json() == {"id": id, "object": "video.deleted", "deleted": True}
        assert error(await s.client.get(f"{VIDEOS}/{id}")) == (404, "not_found", None)
        assert error(await s.client.delete(f"{VIDEOS}/{id}")) == (404, "not_found", None)

    serve(scenario)


def test_a_video_that_waits_is_stopped_and_deleted(serve):
    async def scenario(s):
        id = (await made(s))["id"]
        assert (await s.client.delete(f"{VIDEOS}/{id}")).json()["deleted"] is True
        assert (await s.client.get(f"{VIDEOS}/{id}")).status_code == 404
        assert (await s.stored())[:2] == (0, 0)

    serve(scenario, worker=False)


def test_a_video_that_runs_is_stopped_and_deleted(serve):
    async def scenario(s):
        id = (await made(s))["id"]
        await s.until(id, "running")
        assert (await s.client.delete(f"{VIDEOS}/{id}")).json()["deleted"] is True
        assert s.provider.status == "cancelled"

    serve(scenario)


def test_a_video_that_cannot_be_stopped_at_once_is_still_there(serve, monkeypatch):
    from onetake.services import tasks

    monkeypatch.setattr(tasks, "VERDICT", 0.05)

    async def scenario(s):
        async def deaf(task):
            return

        s.provider.cancel = deaf
        id = (await made(s))["id"]
        await s.until(id, "running")
        reply = await s.client.delete(f"{VIDEOS}/{id}")
        assert error(reply) == (409, "not_cancellable", None)
        assert (await read(s, id))["status"] == "in_progress"
        # The wish stays: what was finished meanwhile is told, and goes when it is asked for once more.
        await s.until(id, "succeeded")
        assert (await s.client.delete(f"{VIDEOS}/{id}")).status_code == 200

    serve(scenario)


def test_a_video_that_is_finished_while_it_is_being_stopped_stays(serve):
    async def scenario(s):
        async def too_late(task):
            s.provider.status = "succeeded"

        s.provider.cancel = too_late
        id = (await made(s))["id"]
        await s.until(id, "running")
        assert error(await s.client.delete(f"{VIDEOS}/{id}")) == (409, "not_cancellable", None)
        assert (await read(s, id))["status"] == "completed"

    serve(scenario)


# ------------------------------------------------------------------ errors


def test_errors_in_the_words_of_the_contract(serve):
    async def scenario(s):
        nobody = s.http("ot_live_wrong")
        reply = await nobody.get(VIDEOS)
        assert error(reply) == (401, "invalid_api_key", None)
        assert reply.json()["error"]["type"] == "invalid_request_error"
        await nobody.aclose()
        poor = s.http(await s.key(credits=0))
        reply = await poor.post(VIDEOS, files=form(prompt="a fox"))
        assert error(reply) == (429, "insufficient_quota", None)
        assert reply.json()["error"]["type"] == "insufficient_quota"
        assert reply.headers["x-should-retry"] == "false"
        await poor.aclose()
        assert error(await s.client.get(f"{VIDEOS}/characters/char_1")) == (404, "not_found", None)
        assert error(await s.client.get("/v1/models")) == (404, "not_found", None)
        assert error(await s.client.put(VIDEOS, json={}))[:2] == (405, "not_found")

    serve(scenario, worker=False)


def test_moderation_is_one_word_with_six_texts():
    from onetake.dialects import dialect

    route, openai = catalogue().routes["openai"], dialect("openai")
    status, _, body = openai.write_error(Problem("moderation_input_person"), route, "r")
    assert (status, body["error"]["code"]) == (400, "moderation_blocked")
    assert "real person" in body["error"]["message"]
