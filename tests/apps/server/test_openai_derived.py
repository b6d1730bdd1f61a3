"""Videos after videos, and previews of them: content variants, remix, edit, extension (contract §11)."""

import asyncio
import io
from dataclasses import replace

import av
import numpy as np
import pytest
from PIL import Image

from onetake.apps.server import stills
from onetake.media import still
from onetake.services import changes

pytestmark = pytest.mark.process  # pictures are taken by children

VIDEOS = "/v1/videos"
DONE = {"prompt": "x", "video": {"id": "DONE"}}


@pytest.fixture(scope="module")
def film(tmp_path_factory) -> bytes:
    """Two seconds that turn from blue to red."""
    path = tmp_path_factory.mktemp("film") / "film.mp4"
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=24)
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        for number in range(48):
            picture = np.zeros((180, 320, 3), np.uint8)
            picture[:] = (number * 5, 0, 240 - number * 5)
            out.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        out.mux(stream.encode(None))
    return path.read_bytes()


async def finished(s, film, *, plain=True, **more):
    """The id of a video that was made from `film`; plain: nothing came with it."""

    async def fetch(url, to):
        to.write_bytes(film if url.endswith("mp4") else b"\x89PNG\r\n\x1a\n" + b"frame")

    look = s.provider.look

    async def without_frame(task):
        return replace(await look(task), last_frame_url=None)

    s.provider.fetch, s.provider.look = fetch, without_frame if plain else look
    reply = await s.client.post(VIDEOS, json={"prompt": "a fox", **more})
    assert reply.status_code == 200, reply.text
    await s.until(reply.json()["id"], "succeeded")
    s.provider.status = "queued"
    return reply.json()["id"]


async def of(s, video):
    return await s.p.store.read(lambda sql: changes.load(sql, video["id"][-26:]))


async def output(s, id):
    return (await s.p.store.read(lambda sql: changes.load(sql, id[-26:]))).output


def error(reply):
    told = reply.json()["error"]
    return reply.status_code, told["code"], told["param"]


# ------------------------------------------------------------------ previews


def test_a_thumbnail_and_a_sheet_are_made_when_they_are_asked_for(serve, film):
    async def scenario(s):
        id = await finished(s, film, resolution="720p", ratio="16:9")
        url = f"{VIDEOS}/{id}/content"
        thumb = await s.client.get(url, params={"variant": "thumbnail"})
        sheet = await s.client.get(url, params={"variant": "spritesheet"})
        assert thumb.headers["content-type"] == sheet.headers["content-type"] == "image/jpeg"
        assert Image.open(io.BytesIO(thumb.content)).size == (1280, 720)
        pixels = Image.open(io.BytesIO(sheet.content))
        assert pixels.size == (still.COLUMNS * 320, still.PICTURES // still.COLUMNS * 180)
        first, last = pixels.getpixel((160, 90)), pixels.getpixel((1440, 630))
        assert (first[2] > 180 > first[0], last[0] > 180 > last[2]) == (True, True)
        again = await s.client.get(url, params={"variant": "spritesheet"})
        assert (again.content, again.headers["etag"]) == (sheet.content, sheet.headers["etag"])
        part = await s.client.get(url, params={"variant": "thumbnail"}, headers={"Range": "bytes=0-2"})
        assert (part.status_code, part.content) == (206, b"\xff\xd8\xff")
        video = await s.client.get(url, params={"variant": "video"})
        assert (video.headers["content-type"], video.content) == ("video/mp4", film)

    serve(scenario)


def test_our_own_contract_has_a_poster_and_a_contact_sheet_of_what_came_without(serve, film):
    async def scenario(s):
        id = (await finished(s, film, resolution="720p", ratio="16:9"))[-26:]
        url = f"/onetake/v1/videos/{id}/content"
        for variant, size in (("poster", (1280, 720)), ("contact_sheet", (1600, 720))):
            reply = await s.client.get(url, params={"variant": variant})
            assert (reply.status_code, reply.headers["content-type"]) == (200, "image/jpeg"), reply.text
            assert Image.open(io.BytesIO(reply.content)).size == size
        for variant in ("sprites", "sprites_vtt", "last_frame"):
            assert (await s.client.get(url, params={"variant": variant})).status_code == 404

    serve(scenario)


def test_a_preview_is_made_once_however_many_ask(serve, film, monkeypatch):
    taken = []
    take = still.take

    async def counted(*told, **more):
        taken.append(told)
        return await take(*told, **more)

    monkeypatch.setattr(still, "take", counted)
    monkeypatch.setattr(stills, "MOST", 1)

    async def scenario(s):
        url = f"{VIDEOS}/{await finished(s, film)}/content"
        sheets = await asyncio.gather(
            *(s.client.get(url, params={"variant": "spritesheet"}) for _ in range(4))
        )
        assert {r.status_code for r in sheets} == {200}
        assert len(taken) == 1
        await s.client.get(url, params={"variant": "thumbnail"})
        assert len(taken) == 2
        assert len([f for f in s.p.tmp.iterdir() if f.name.startswith("still-")]) == 1
        await s.client.get(url, params={"variant": "spritesheet"})
        assert len(taken) == 3
        for file in s.p.tmp.iterdir():
            file.unlink()
        assert (await s.client.get(url, params={"variant": "spritesheet"})).status_code == 200

    serve(scenario)


def test_previews_of_what_shows_nothing(serve):
    async def scenario(s):
        id = (await s.client.post(VIDEOS, json={"prompt": "a fox"})).json()["id"]
        url = f"{VIDEOS}/{id}/content"
        for variant in ("video", "thumbnail", "spritesheet"):
            assert error(await s.client.get(url, params={"variant": variant})) == (404, "not_found", None)
        assert error(await s.client.get(url, params={"variant": "gif"})) == (400, "invalid_value", "variant")
        await s.until(id, "succeeded")  # the provider's file is no film at all
        assert error(await s.client.get(url, params={"variant": "spritesheet"})) == (404, "not_found", None)
        assert not [f for f in s.p.tmp.iterdir() if f.name.startswith("still-")]

    serve(scenario)


# ------------------------------------------------------------------ remix, edit, extension


def test_a_remix_keeps_the_settings_and_refers_to_the_old_video(serve, film):
    async def scenario(s):
        settings = {"model": "seedance-2.0-fast", "seconds": "6", "size": "752x560", "seed": 5}
        id = await finished(s, film, generate_audio=False, watermark=True, user="u1", **settings)
        reply = await s.client.post(f"{VIDEOS}/{id}/remix", json={"prompt": "at night"})
        assert reply.status_code == 200, reply.text
        video = reply.json()
        assert (video["prompt"], video["remixed_from_video_id"]) == ("at night", id)
        assert (video["seconds"], video["size"], video["model"]) == ("6", "752x560", "seedance-2.0-fast")
        request = (await of(s, video)).request
        assert (request.mode, [m.kind for m in request.media]) == ("reference", ["video"])
        assert request.media[0].url == f"asset://sha256-{(await output(s, id)).video}"
        assert (request.seed, request.generate_audio, request.watermark) == (5, False, True)
        assert "openai-poll-after-ms" in reply.headers

    serve(scenario)


def test_a_remix_of_what_was_left_open_takes_what_came_of_it(serve, film):
    async def scenario(s):
        reply = await s.client.post("/onetake/v1/videos", json={"prompt": "a fox", "duration": "auto"})
        await finished(s, film)
        await s.until(reply.json()["id"], "succeeded")
        video = (
            await s.client.post(f"{VIDEOS}/{reply.json()['id']}/remix", json={"prompt": "at night"})
        ).json()
        assert (video["seconds"], video["size"]) == ("5", "1280x720")

    serve(scenario)


def test_an_edit_of_a_video_by_its_id_and_of_a_file(serve, film):
    async def scenario(s):
        id = await finished(s, film, size="720x1280", seconds="7")
        for told in (
            {"json": {"prompt": "snow", "video": {"id": id}}},
            {"files": [("prompt", (None, "snow")), ("video[id]", (None, id))]},
        ):
            video = (await s.client.post(f"{VIDEOS}/edits", **told)).json()
            assert (video["remixed_from_video_id"], video["seconds"]) == (id, "7")
        parts = [("prompt", (None, "snow")), ("video", ("a.mp4", film, "video/mp4"))]
        reply = await s.client.post(f"{VIDEOS}/edits", files=parts)
        assert reply.status_code == 200, reply.text
        request = (await of(s, reply.json())).request
        assert (request.mode, request.ratio, request.duration) == ("reference", "16:9", 5)
        assert request.remix_of is None

    serve(scenario)


def test_an_extension_begins_with_the_last_picture(serve, film):
    async def scenario(s):
        id = await finished(s, film, size="1280x720", seconds="4")
        told = {"prompt": "it jumps", "seconds": "8", "video": {"id": id}}
        reply = await s.client.post(f"{VIDEOS}/extensions", json=told)
        assert reply.status_code == 200, reply.text
        video = reply.json()
        assert (video["seconds"], video["size"], video["remixed_from_video_id"]) == ("8", "1280x720", id)
        task = await of(s, video)
        assert (task.request.mode, task.notes) == ("first_frame", ("the file holds the new part only",))
        name = task.request.media[0].url.removeprefix("asset://sha256-")
        picture = Image.open(s.p.objects.path_in(task.project, name)).convert("RGB")
        assert picture.size == (1280, 720)
        red, _, blue = picture.getpixel((640, 360))
        assert red > 180 > blue
        by_file = [
            ("prompt", (None, "it jumps")), ("seconds", (None, "5")), ("video", ("a.mp4", film, "video/mp4")),
        ]  # fmt: skip
        reply = await s.client.post(f"{VIDEOS}/extensions", files=by_file)
        assert reply.status_code == 200, reply.text
        assert (await of(s, reply.json())).request.mode == "first_frame"
        assert not [f for f in s.p.tmp.iterdir() if f.name.startswith(("last-", "form-"))]

    serve(scenario)


def test_the_last_frame_that_was_delivered_is_the_one_an_extension_begins_with(serve, film):
    async def scenario(s):
        made = await s.native(return_last_frame=True)
        await finished(s, film, plain=False)
        await s.until(made["id"], "succeeded")
        told = {"prompt": "it jumps", "seconds": "8", "video": {"id": f"video_{made['id'][-26:]}"}}
        reply = await s.client.post(f"{VIDEOS}/extensions", json=told)
        assert reply.status_code == 200, reply.text
        request = (await of(s, reply.json())).request
        assert request.media[0].url == f"asset://sha256-{(await output(s, made['id'])).last_frame}"

    serve(scenario)


@pytest.mark.parametrize(
    ("path", "told", "status", "code", "param"),
    [
        ("edits", {"prompt": "x"}, 400, "missing_required_parameter", "video"),
        ("edits", {"video": {"id": "DONE"}}, 400, "missing_required_parameter", "prompt"),
        ("edits", {"prompt": " ", "video": {"id": "DONE"}}, 400, "missing_required_parameter", "prompt"),
        ("edits", {"prompt": "x", "video": {"id": "OPEN"}}, 400, "invalid_value", "video"),
        ("edits", {"prompt": "x", "video": {"id": f"video_{'a' * 26}"}}, 404, "not_found", None),
        ("edits", {"prompt": "x", "video": {"id": "nothing"}}, 404, "not_found", None),
        ("edits", {"prompt": "x", "video": {"name": "a"}}, 400, "invalid_value", "video"),
        ("edits", {"prompt": 5, "video": {"id": "DONE"}}, 400, "invalid_value", "prompt"),
        ("edits", {"prompt": "x", "video": f"asset://{'a' * 26}"}, 400, "upload_invalid", "video"),
        ("extensions", {**DONE, "seconds": "20"}, 400, "invalid_duration", "seconds"),
        ("extensions", {**DONE, "seconds": "x"}, 400, "invalid_duration", "seconds"),
        ("extensions", {"prompt": "x", "video": f"asset://{'a' * 26}"}, 400, "invalid_value", "video"),
        ("OPEN/remix", {"prompt": "x"}, 400, "invalid_value", "video"),
        ("DONE/remix", {}, 400, "missing_required_parameter", "prompt"),
        ("nothing/remix", {"prompt": "x"}, 404, "not_found", None),
    ],
)  # fmt: skip
def test_what_cannot_be_made_after_another(serve, film, path, told, status, code, param):
    async def scenario(s):
        done = await finished(s, film)
        waiting = (await s.client.post(VIDEOS, json={"prompt": "a fox"})).json()["id"]

        def named(text):
            return text.replace("DONE", done).replace("OPEN", waiting) if isinstance(text, str) else text

        body = {k: {n: named(v) for n, v in t.items()} if isinstance(t, dict) else t for k, t in told.items()}
        reply = await s.client.post(f"{VIDEOS}/{named(path)}", json=body)
        assert error(reply) == (status, code, param), reply.text

    serve(scenario)
