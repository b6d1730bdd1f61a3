"""EvoLink as an upstream: pictures go to its upload service, the model's name says the mode, a create is sent
once. How the engine takes each failure is played by tests/reactions (S1-1 to S1-28)."""

import asyncio
import base64
import json
from pathlib import Path
from typing import Any

import pytest

from onetake.adapters.backends.upstream import Upstream
from onetake.core.catalogue import catalogue
from onetake.core.ports import Input
from onetake.core.problem import Problem
from onetake.core.request import Media, Request
from onetake.core.task import Task
from onetake.core.wire import Ambiguous, Call, NotSent, Reply

ROUTE = catalogue().routes["evolink"]
STORED = "asset://sha256-" + "0" * 64
PUBLIC = "https://media.example/{}"
TASK = "task-unified-1772200000-ab12cd34"


class Evolink:
    """The provider and its upload service; `answers` come first, and may be raised."""

    def __init__(self, *answers: Reply | Exception) -> None:
        self.answers, self.calls = list(answers), []
        self.task: dict[str, Any] = {"id": TASK, "created": 1772200000, "model": "m", "status": "pending"}

    async def send(self, call: Call, *, origin: str, timeout: float, fresh: bool) -> Reply:
        self.calls.append((origin, call))
        assert call.headers["Authorization"] == "Bearer key"
        if self.answers:
            answer = self.answers.pop(0)
            if isinstance(answer, Exception):
                raise answer
            return answer
        if call.path.startswith("/api/v1/files/"):
            assert origin == "https://files-api.evolink.ai"
            url = PUBLIC.format(f"stored-{len(self.calls)}.png")
            return done({"success": True, "code": 200, "data": {"file_url": url}})
        assert origin == "https://api.evolink.ai"
        return done(self.task)

    def created(self) -> list[dict[str, Any]]:
        return [json.loads(c.body) for _, c in self.calls if c.path == "/v1/videos/generations"]


def done(body: Any, status: int = 200) -> Reply:
    return Reply(status, {}, json.dumps(body).encode())


def upstream(provider: Evolink, link: Any = None) -> Upstream:
    return Upstream(
        "main", ROUTE, ROUTE.origin, "key", provider,  # type: ignore[arg-type]
        link=link or (lambda *_: None),
    )  # fmt: skip


def task(mode: Any = "text", *media: Media, **more: Any) -> Task:
    asked = Request(
        prompt="a fox", model="seedance-2.0", model_name="standard", mode=mode, ratio="16:9", media=media,
        **more,
    )  # fmt: skip
    return Task(
        id="a" * 26, project="p", key_id="k", dialect="native", route="native", backend="main",
        request=asked, provider_id=TASK,
    )  # fmt: skip


def sent(provider: Evolink, made: Task, inputs: list[Input], link: Any = None) -> Any:
    async def both() -> Any:
        backend = upstream(provider, link)
        await backend.prepare(made, inputs)
        await backend.prepare(made, inputs)  # the step came back: nothing is uploaded twice
        return await backend.submit(made, inputs)

    return asyncio.run(both())


def stored(folder: Path, *kinds: str) -> list[Input]:
    found = []
    for place, mime in enumerate(kinds):
        path = folder / str(place)
        path.write_bytes(mime.encode())
        kind: Any = mime.partition("/")[0]
        found.append(Input(place=place, kind=kind, path=path, mime=mime, bytes=len(mime)))
    return found


def test_what_is_sent_is_pinned_and_complete() -> None:
    provider = Evolink()
    seen = sent(provider, task(), [])
    assert (seen.provider_id, seen.status) == (TASK, "queued")
    assert provider.created() == [
        {
            "model": "seedance-2.0-text-to-video",
            "prompt": "a fox",
            "duration": 5,
            "quality": "720p",
            "aspect_ratio": "16:9",
            "generate_audio": True,
        }
    ]


FIRST, LAST = Media("image", "first_frame", STORED), Media("image", "last_frame", STORED)


@pytest.mark.parametrize(
    ("mode", "media", "name"),
    [
        ("first_frame", [FIRST], "seedance-2.0-image-to-video"),
        ("first_last", [LAST, FIRST], "seedance-2.0-image-to-video"),
        ("reference", [Media("image", "reference", STORED)], "seedance-2.0-reference-to-video"),
    ],
)
def test_pictures_without_a_public_link_are_stored_there_once(
    tmp_path: Path, mode: str, media: list[Media], name: str
) -> None:
    provider = Evolink()
    sent(provider, task(mode, *media), stored(tmp_path, *["image/png"] * len(media)))
    uploads = [json.loads(call.body) for _, call in provider.calls if "upload" in call.path]
    assert len(uploads) == len(media)
    assert uploads[0]["base64_data"] == f"data:image/png;base64,{base64.b64encode(b'image/png').decode()}"
    (body,) = provider.created()
    assert body["model"] == name
    links = [PUBLIC.format(f"stored-{n + 1}.png") for n in range(len(media))]
    assert body["image_urls"] == (
        links if media[0] is not LAST else links[::-1]
    )  # the first frame comes first


def test_what_has_a_public_link_goes_by_it(tmp_path: Path) -> None:
    provider = Evolink()
    media = (Media("image", "reference", STORED), Media("video", "reference", PUBLIC.format("clip.mp4")))
    inputs = stored(tmp_path, "image/png", "video/mp4")
    sent(provider, task("reference", *media), inputs, lambda _, place: PUBLIC.format(place))
    (body,) = provider.created()
    assert body["image_urls"] == [PUBLIC.format(0)]
    assert body["video_urls"] == [PUBLIC.format("clip.mp4")]
    assert len(provider.calls) == 1


@pytest.mark.parametrize("mime", ["video/mp4", "audio/mpeg", "image/bmp", "image/heic"])
def test_what_its_service_does_not_store_needs_a_link(tmp_path: Path, mime: str) -> None:
    provider, kind = Evolink(), mime.partition("/")[0]
    media: Any = (Media("image", "reference", PUBLIC.format("a.png")), Media(kind, "reference", STORED))  # type: ignore[arg-type]
    inputs = stored(tmp_path, "image/png", mime)
    with pytest.raises(Problem, match="public link") as caught:
        sent(provider, task("reference", *media), inputs)
    assert caught.value.code == "inexpressible"
    assert provider.created() == []


def test_a_refused_upload_is_the_operators_affair_where_it_is(tmp_path: Path) -> None:
    error = {"error": {"message": "Invalid token (request id: 1)", "type": "evo_api_error"}}
    with pytest.raises(Problem) as caught:
        sent(Evolink(done(error, 401)), task("first_frame", FIRST), stored(tmp_path, "image/png"))
    assert caught.value.code == "provider_auth"


def test_parts_that_it_has_no_word_for_are_named_before_anything_is_sent() -> None:
    request = task(seed=7, watermark=True, return_last_frame=True, end_user="u", priority=3).request
    found = upstream(Evolink()).inexpressible(request)
    assert set(found) == {"seed", "watermark", "return_last_frame", "end_user", "priority"}


def test_s1_row_23_a_lost_answer_proves_nothing_and_nothing_is_sent_again() -> None:
    provider = Evolink(Ambiguous("timeout"))
    with pytest.raises(Ambiguous):
        sent(provider, task(), [])
    assert len(provider.created()) == 1
    assert asyncio.run(upstream(provider).find(task())) is None  # no list: only a callback or time can tell


def test_s1_row_24_what_never_left_may_be_sent_again() -> None:
    provider = Evolink(NotSent("connection refused"))
    with pytest.raises(NotSent):
        sent(provider, task(), [])
    assert sent(provider, task(), []).provider_id == TASK


@pytest.mark.parametrize(
    "answer", [Ambiguous("timeout"), done({"error": {"message": "later", "type": "bad_gateway"}}, 502)]
)
def test_s1_row_25_a_look_that_fails_is_no_verdict(answer: Reply | Exception) -> None:
    provider = Evolink(answer)
    with pytest.raises((Ambiguous, Problem)) as caught:
        asyncio.run(upstream(provider).look(task()))
    assert isinstance(caught.value, Ambiguous) or caught.value.code == "provider_unavailable"
    seen = asyncio.run(upstream(provider).look(task()))
    assert seen is not None and seen.status == "queued"


def test_s1_row_08_a_record_that_is_gone_is_nothing_and_no_failure() -> None:
    error = {
        "error": {"message": "Task not found", "type": "invalid_request_error", "code": "task_not_found"}
    }
    assert asyncio.run(upstream(Evolink(done(error, 404))).look(task())) is None


@pytest.mark.parametrize("key", ["results", "output"])
def test_a_finished_task_tells_its_file(key: str) -> None:
    url = PUBLIC.format("v.mp4")
    provider = Evolink()
    provider.task.update(status="completed", **{key: [url] if key == "results" else {"video_url": url}})
    seen = asyncio.run(upstream(provider).look(task()))
    assert seen is not None and (seen.status, seen.video_url) == ("succeeded", url)


def test_s1_row_27_every_look_asks_for_the_link_of_now() -> None:
    provider = Evolink()
    backend = upstream(provider)
    for name in ("old.mp4", "new.mp4"):
        provider.task.update(status="completed", results=[PUBLIC.format(name)])
        seen = asyncio.run(backend.look(task()))
        assert seen is not None and seen.video_url == PUBLIC.format(name)


def test_cancel_is_a_post_without_a_body() -> None:
    provider = Evolink()
    asyncio.run(upstream(provider).cancel(task()))
    ((_, call),) = provider.calls
    assert (call.method, call.path, call.body) == ("POST", f"/v1/tasks/{TASK}/cancel", b"")


def test_s1_row_18_a_refused_cancel_is_told() -> None:
    error = {"message": "The task cannot be cancelled", "type": "invalid_request_error"}
    with pytest.raises(Problem) as caught:
        asyncio.run(upstream(Evolink(done({"error": error}, 400))).cancel(task()))
    assert caught.value.code == "not_cancellable"
