"""Model servers and a second Onetake as upstreams: files travel inside, the key fetches, deletions cancel."""

import asyncio
import json
from urllib.parse import parse_qs, urlsplit

import pytest

from onetake.adapters.backends import upstream as module
from onetake.adapters.backends.upstream import Upstream
from onetake.core.catalogue import catalogue
from onetake.core.ports import Input
from onetake.core.problem import Problem
from onetake.core.request import Media, Request
from onetake.core.task import Task
from onetake.core.wire import Ambiguous, Reply
from onetake.dialects._table import Parcel
from onetake.testing.form_reader import parts

ORIGIN = "http://10.0.0.7:30000"
SENT = 1_800_000_000.0
URL = "https://files.example/{}"


class ModelServer:
    """Jobs in memory, as SGLang and vLLM-Omni keep them; `stops`: whether a deletion ends the work."""

    def __init__(self, *, stops=True):
        self.jobs, self.asked, self.calls, self.fetched, self.stops = {}, [], [], [], stops
        self.lost = False

    async def send(self, call, *, origin, timeout, fresh):
        assert origin == ORIGIN
        assert call.headers["Authorization"] == "Bearer key"
        self.calls.append((call.method, urlsplit(call.path).path))
        if call.method == "POST":
            return self.create(call)
        named = urlsplit(call.path).path.removeprefix("/v1/videos").strip("/")
        if not named:
            return self.page(parse_qs(urlsplit(call.path).query))
        if named not in self.jobs:
            return answer({"detail": "Video not found"}, 404)
        if call.method == "DELETE":
            del self.jobs[named]
            return answer({"id": named, "object": "video.deleted", "deleted": True})
        return answer(self.jobs[named])

    def create(self, call):
        form = dict(parts(call.headers["Content-Type"], call.body))
        self.asked.append(form)
        job = self.add(SENT + 1, size=form["size"], seconds=form["seconds"])
        if self.lost:
            raise Ambiguous("the answer was lost")
        return answer(job)

    def add(self, created_at, **more):
        job = {
            "id": f"job-{len(self.jobs)}", "object": "video", "model": "Wan2.2", "status": "queued",
            "progress": 0, "created_at": created_at, "error": None, **more,
        }  # fmt: skip
        self.jobs[job["id"]] = job
        return job

    def page(self, query):
        assert query["order"] == ["desc"]
        jobs = sorted(self.jobs.values(), key=lambda job: -job["created_at"])
        if "after" in query:
            jobs = jobs[[job["id"] for job in jobs].index(query["after"][0]) + 1 :]
        limit = int(query["limit"][0])
        assert limit <= 100
        return answer({"object": "list", "data": jobs[:limit], "has_more": len(jobs) > limit})

    async def download(self, url, sink, to, *, limit, deadline, origin, headers):
        self.fetched.append((url, sink, origin, headers))


def answer(body, status=200):
    return Reply(status, {}, json.dumps(body).encode())


def upstream(server, route="sglang", link=None):
    profile = catalogue().routes[route]
    return Upstream("gpu", profile, ORIGIN, "key", server, link=link or (lambda *_: None))


def task(media=(), mode="text", **more):
    asked = Request(
        prompt="a fox", model="seedance-2.0", model_name="standard", mode=mode, ratio="16:9", media=media,
        generate_audio=False,
    )  # fmt: skip
    told = {"seed": 7, "sent_at": SENT, **more}
    return Task(
        id="a" * 26, project="p", key_id="k", dialect="native", route="native", backend="gpu", request=asked,
        **told,
    )  # fmt: skip


def stored(tmp_path, kinds):
    found = []
    for place, (kind, mime) in enumerate(kinds):
        path = tmp_path / str(place)
        path.write_bytes(mime.encode())
        found.append(Input(place=place, kind=kind, path=path, mime=mime, bytes=len(mime)))
    return found


def sent(server, made, inputs, **more):
    async def both():
        backend = upstream(server, **more)
        await backend.prepare(made, inputs)
        return await backend.submit(made, inputs)

    return asyncio.run(both())


@pytest.mark.parametrize("route", ["sglang", "vllm-omni", "openai"])
@pytest.mark.parametrize("url", [URL.format("a.png"), "asset://sha256-" + "0" * 64])
@pytest.mark.parametrize("public", [True, False])
def test_a_first_frame_travels_inside_wherever_it_is(tmp_path, route, url, public):
    server = ModelServer()
    made = task((Media("image", "first_frame", url),), "first_frame")
    inputs = stored(tmp_path, [("image", "image/png")])
    sighting = sent(server, made, inputs, route=route, link=lambda *_: URL.format("x") if public else None)
    assert sighting.provider_id == "job-0"
    (form,) = server.asked
    assert form["input_reference"] == Parcel("input_reference.png", "image/png", b"image/png")
    assert form["seed"] == "7"


def test_every_input_travels_inside_to_a_second_onetake(tmp_path):
    kinds = [("image", "image/png"), ("video", "video/mp4"), ("audio", "audio/wav")]
    media = tuple(Media(kind, "reference", "asset://sha256-" + "0" * 64) for kind, _ in kinds)
    server = ModelServer()
    sent(server, task(media, "reference"), stored(tmp_path, kinds), route="openai")
    files = [server.asked[0][f"media[{place}][url]"] for place in range(3)]
    assert [(f.mime, f.body) for f in files] == [(mime, mime.encode()) for _, mime in kinds]


def test_what_does_not_fit_is_linked_to_or_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "INLINE_LIMIT", 12)
    media = tuple(Media("image", "reference", "asset://sha256-" + "0" * 64) for _ in range(2))
    made, inputs = task(media, "reference"), stored(tmp_path, [("image", "image/png")] * 2)
    server = ModelServer()
    sent(server, made, inputs, route="openai", link=lambda made, place: URL.format(place))
    assert server.asked[0]["media[1][url]"] == URL.format(1)
    with pytest.raises(Problem) as caught:
        sent(server, made, inputs, route="openai")
    assert (caught.value.code, len(server.asked)) == ("inexpressible", 1)


def test_a_file_is_fetched_with_the_key_below_the_pinned_origin(tmp_path):
    server = ModelServer()

    async def story():
        backend = upstream(server)
        made = task(provider_id="job-0")
        server.add(SENT, status="completed")
        seen = await backend.look(made)
        assert seen is not None
        await backend.fetch(seen.video_url, tmp_path / "film")

    asyncio.run(story())
    ((url, sink, origin, headers),) = server.fetched
    assert (url, sink, origin) == (f"{ORIGIN}/v1/videos/job-0/content", "output", ORIGIN)
    assert headers == {"Authorization": "Bearer key"}


def test_the_whole_list_is_read_for_a_lost_create():
    server = ModelServer()
    for number in range(250):
        server.add(SENT - number * 10)

    async def story():
        server.lost = True
        made = task()
        backend = upstream(server)
        with pytest.raises(Ambiguous):
            await backend.submit(made, [])
        return await backend.find(made)

    found = asyncio.run(story())
    assert found is not None
    assert "job-250" in {s.provider_id for s in found}
    assert len(found) == 251
    assert server.calls[1:] == [("GET", "/v1/videos")] * 3


def test_f35_a_list_that_goes_back_far_enough_is_read_no_further():
    """Two days back: without seeds only the time tells, and our clock may be a day off."""
    server = ModelServer()
    for number in range(450):
        server.add(SENT - number * 1200)
    found = asyncio.run(upstream(server).find(task()))
    assert found is not None
    assert server.calls == [("GET", "/v1/videos")] * 3
    assert {s.provider_id for s in found} == {f"job-{n}" for n in range(148)}


def test_a_list_that_never_ends_proves_nothing(monkeypatch):
    server = ModelServer()
    server.add(SENT)
    monkeypatch.setattr(
        server, "page", lambda query: answer({"data": [server.jobs["job-0"]], "has_more": True})
    )
    with pytest.raises(Ambiguous):
        asyncio.run(upstream(server).find(task()))


def test_many_tasks_are_looked_at_one_by_one():
    # Their list cannot be asked for a status, and holds every job since the server was started.
    assert upstream(ModelServer()).lister is None
    assert upstream(ModelServer(), "openai").lister is None


def test_a_deletion_that_ends_the_work_is_its_own_verdict():
    server = ModelServer()

    async def story():
        backend = upstream(server, "vllm-omni")
        made = task(provider_id="job-0")
        server.add(SENT, status="in_progress")
        await backend.cancel(made)
        seen = await backend.look(made)
        assert seen is not None
        assert (seen.provider_id, seen.status) == ("job-0", "cancelled")
        backend.forget(made)
        assert await backend.look(made) is None

    asyncio.run(story())


def test_a_finished_job_is_never_deleted():
    server = ModelServer()

    async def story():
        backend = upstream(server, "vllm-omni")
        server.add(SENT, status="completed")
        with pytest.raises(Problem):
            await backend.cancel(task(provider_id="job-0"))

    asyncio.run(story())
    assert "job-0" in server.jobs


def test_where_a_deletion_stops_nothing_nobody_asks_for_one():
    server = ModelServer()
    server.add(SENT, status="queued")
    asyncio.run(upstream(server).cancel(task(provider_id="job-0")))
    assert server.calls == []
