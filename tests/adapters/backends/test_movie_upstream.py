"""movie as an upstream: files are uploaded first, a create is sent once, a lost one is found by its seed."""

import asyncio
import json
from types import SimpleNamespace
from typing import cast
from urllib.parse import parse_qs, urlsplit

import pytest

from onetake.adapters.backends.upstream import Upstream
from onetake.core.catalogue import catalogue
from onetake.core.ports import Input
from onetake.core.problem import Problem
from onetake.core.request import Media, Request
from onetake.core.task import Task
from onetake.core.wire import Ambiguous, Reply
from onetake.services.platform import Platform, Policy
from onetake.services.reconcile import fits

SENT = 1_800_000_000.0
URL = "https://files.example/{}"


class Movie:
    """The provider: keeps what is put and created; `answers` replace the one to a create."""

    def __init__(self, *answers):
        self.files, self.created, self.answers, self.calls = {}, [], list(answers), []

    async def send(self, call, *, origin, timeout, fresh):
        assert origin == "https://api.seedance2.movie"
        assert call.headers["X-API-Key"] == "key"
        self.calls.append(call)
        url = urlsplit(call.path)
        asked = {name: values[0] for name, values in parse_qs(url.query).items()}
        if url.path.endswith("/presign"):
            path = f"api/uploads/1/{len(self.files)}_{asked['filename']}"
            self.files[path] = None
            return done({"presigned_url": f"https://s3.example/{path}?sig=1", "file_path": path})
        if url.path.endswith("/task"):
            self.created.append(json.loads(call.body))
            return self.answers.pop(0) if self.answers else done({"task_id": "t1", "status": "pending"})
        if url.path.endswith("/tasks"):
            return done({"data": self.listed(), "total": len(self.created), "page": 1, "page_size": 100})
        named = url.path.rpartition("/")[2]
        return done(next(row for row in self.listed() if row["task_id"] == named))

    async def put(self, call, *, origin, timeout):
        path = urlsplit(call.path).path.removeprefix("/")
        assert path in self.files
        self.files[path] = (call.headers, call.body)
        return Reply(200)

    def listed(self):
        return [
            {"task_id": f"t{n}", "model": body["model"], "status": "queued", "seed": body["seed"],
             "resolution": body["resolution"], "duration": body["duration"],
             "created_at": "2027-01-15T08:00:01Z"}
            for n, body in enumerate(self.created)
        ]  # fmt: skip


def done(result):
    return Reply(200, {}, json.dumps({"code": "200", "message": "Success", "result": result}).encode())


def refused(code, status=200, **more):
    return Reply(status, {}, json.dumps({"code": code, "message": "told", **more}).encode())


def upstream(provider, link=None):
    route = catalogue().routes["movie"]
    return Upstream("main", route, route.origin, "key", provider, link=link or (lambda *_: None))


def task(media=(), mode="text", **more):
    asked = Request(
        prompt="a fox", model="seedance-2.0", model_name="standard", mode=mode, ratio="16:9", media=media
    )
    return Task(
        id="a" * 26, project="p", key_id="k", dialect="native", route="native", backend="main",
        request=asked, seed=7, nonce=5, sent_at=SENT, **more,
    )  # fmt: skip


def stored(tmp_path, kinds):
    found = []
    for place, (kind, mime) in enumerate(kinds):
        path = tmp_path / str(place)
        path.write_bytes(mime.encode())
        found.append(Input(place=place, kind=kind, path=path, mime=mime, bytes=len(mime)))
    return found


def sent(provider, made, inputs, link=None):
    async def both():
        backend = upstream(provider, link)
        await backend.prepare(made, inputs)
        await backend.prepare(made, inputs)  # the step came back: nothing is uploaded twice
        return await backend.submit(made, inputs)

    return asyncio.run(both())


@pytest.mark.parametrize("url", [URL.format("a.png"), "asset://sha256-" + "0" * 64])
@pytest.mark.parametrize("public", [True, False])
def test_images_and_videos_are_uploaded_wherever_they_are(tmp_path, url, public):
    media = (Media("image", "reference", url), Media("video", "reference", url))
    provider = Movie()
    inputs = stored(tmp_path, [("image", "image/png"), ("video", "video/mp4")])
    seen = sent(provider, task(media, "reference"), inputs, lambda *_: URL.format("ours") if public else None)
    assert seen.provider_id == "t1"
    image, video = provider.created[0]["content"][1:]
    assert image == {"type": "image_url", "image_url": "api/uploads/1/0_input-0.png"}
    assert video == {"type": "video_url", "video_url": "api/uploads/1/1_input-1.mp4"}
    assert provider.files["api/uploads/1/0_input-0.png"] == ({"Content-Type": "image/png"}, b"image/png")
    assert len(provider.files) == 2


def test_sound_goes_by_its_address_or_not_at_all(tmp_path):
    url = URL.format("a.mp3")
    media = (Media("image", "reference", url), Media("audio", "reference", url))
    inputs = stored(tmp_path, [("image", "image/png"), ("audio", "audio/mpeg")])
    provider = Movie()
    sent(provider, task(media, "reference"), inputs)
    assert provider.created[0]["content"][2] == {"type": "audio_url", "audio_url": url}
    local = (media[0], Media("audio", "reference", "asset://sha256-" + "0" * 64))
    with pytest.raises(Problem, match="inexpressible"):
        sent(Movie(), task(local, "reference"), inputs)


def test_what_is_sent_is_pinned_and_complete():
    provider = Movie()
    sent(provider, task(), [])
    assert provider.created == [
        {
            "model": "seedance-2.0",
            "content": [{"type": "text", "text": "a fox"}],
            "resolution": "720p",
            "ratio": "16:9",
            "duration": 5,
            "generate_audio": True,
            "seed": 7,
            "watermark": False,
            "return_last_frame": False,
        }
    ]


UNCERTAIN = ("CONCURRENCY_LIMIT_REACHED", "TASK_SUBMIT_FAILED", "CREDIT_DEDUCT_FAILED", "INTERNAL_ERROR",
             "SERVICE_BUSY")  # fmt: skip


@pytest.mark.parametrize("status", [200, 400, 429, 500, 503])
@pytest.mark.parametrize("code", UNCERTAIN)
def test_what_may_have_been_accepted_is_never_a_refusal(code, status):
    provider = Movie(refused(code, status))
    with pytest.raises(Ambiguous):
        sent(provider, task(), [])
    assert len(provider.created) == 1


@pytest.mark.parametrize("status", [200, 429])
def test_a_task_that_waits_for_a_place_is_adopted(status):
    result = {"task_id": "t9", "status": "queued", "credit_cost": 9}
    provider = Movie(refused("CONCURRENCY_LIMIT_REACHED", status, result=result))
    seen = sent(provider, task(), [])
    assert (seen.provider_id, seen.status) == ("t9", "queued")
    assert len(provider.created) == 1


def test_a_lost_create_is_found_by_its_seed():
    made = task()
    provider = Movie(refused("TASK_SUBMIT_FAILED", 500))
    with pytest.raises(Ambiguous):
        sent(provider, made, [])
    p = cast(Platform, SimpleNamespace(policy=Policy(), backends={}))
    found = asyncio.run(upstream(provider).find(made))
    assert found is not None
    assert [fits(made, sighting, p) for sighting in found] == [True]
