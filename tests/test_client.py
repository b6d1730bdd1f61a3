"""The SDK against a stub that answers with the native dialect's own server role, and over real sockets."""

import asyncio
import importlib.util
import inspect
import json
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import onetake
from onetake._sdk import place
from onetake._sdk.blocking import Blocking
from onetake._sdk.files import saving
from onetake._sdk.patience import Patience, budget, pace
from onetake._sdk.plain import PlainSender
from onetake._sdk.senders import AsyncHttpSender, HttpSender
from onetake._sdk.sse import Parser
from onetake._sdk.target import Target
from onetake.apps.settings import default_data_dir
from onetake.client import AsyncClient, AsyncVideos, Client, Media, Videos
from onetake.core.problem import Problem
from onetake.core.wire import Ambiguous, Call, NotSent, Reply


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


STUB = load("native_stub")


class Bench:
    """A client of a stub, on a clock that only its pauses move."""

    def __init__(self) -> None:
        self.stub = STUB.Stub()
        self.pauses: list[float] = []
        self.now = 0.0
        self.client = Client("http://stub", "k", sender=self.stub)
        self.client.videos._driver = Blocking(self.stub, self.sleep)
        line = self.client.videos._flows._line
        line.patience = lambda total=None: Patience(60.0, total, lambda: self.now, lambda: 0.5)  # type: ignore[method-assign]
        self.videos = self.client.videos

    def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds

    def sent(self, method: str, ending: str = "") -> list[Call]:
        return [
            c for c in self.stub.calls if c.method == method and c.path.partition("?")[0].endswith(ending)
        ]


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_a_text_with_half_a_character_is_told_by_its_field_before_anything_is_sent(bench):
    for words, field in (
        ({"prompt": "a \ud800"}, "prompt"),
        ({"prompt": "a", "metadata": {"x\udc00": "y"}}, "metadata"),
    ):
        with pytest.raises(Problem) as told:
            bench.videos.create(**words)
        assert [o.field for o in told.value.offences] == [field]
    assert not bench.sent("POST")


PNG = b"\x89PNG\r\n\x1a\nrest"


# ---------------------------------------------------------------- from a prompt to a video


def test_generate_creates_waits_and_tells(bench: Bench):
    told = []
    video = bench.videos.generate("a fox", duration=5, on_update=lambda v: told.append((v.phase, v.progress)))
    assert told == [("accepted", None), ("rendering", (12, 120)), ("succeeded", None)]
    assert (video.status, video.request["prompt"], video.request["duration"]) == ("succeeded", "a fox", 5)
    assert video.output and (video.output.width, video.output.seconds) == (1280, 5)
    assert str(video.price) == "5.0094"
    body = json.loads(bench.sent("POST", "/videos")[0].body)
    assert body == {"prompt": "a fox", "duration": 5}


def test_a_lost_create_is_sent_again_under_its_one_key(bench: Bench):
    bench.stub.faults += [Ambiguous("cut"), NotSent("refused"), Reply(503, {}, b"busy")]
    bench.videos.create("a fox")
    creates = bench.sent("POST", "/videos")
    assert len(creates) == 4
    assert len({c.headers["Idempotency-Key"] for c in creates}) == 1
    assert len(bench.stub.tasks) == 1


def test_every_create_has_its_own_key_and_a_given_one_is_kept(bench: Bench):
    bench.videos.create("a fox")
    bench.videos.create("a fox")
    first = bench.videos.create("a fox", idempotency_key="mine")
    again = bench.videos.create("a fox", idempotency_key="mine")
    assert len({c.headers["Idempotency-Key"] for c in bench.sent("POST", "/videos")}) == 3
    assert first.id == again.id


def test_what_the_server_says_about_repeating_is_obeyed(bench: Bench):
    bench.stub.faults.append(Reply(500, {"x-should-retry": "false"}, b"{}"))
    with pytest.raises(Problem) as caught:
        bench.videos.create("a fox", idempotency_key="mine")
    assert caught.value.code == "submit_outcome_unknown"
    assert caught.value.facts["idempotency_key"] == "mine"
    assert len(bench.sent("POST", "/videos")) == 1


def test_retry_after_is_waited_for(bench: Bench):
    limited = Reply(429, {"retry-after": "7", "x-should-retry": "true"}, b"{}")
    bench.stub.faults += [limited, limited]
    bench.videos.create("a fox")
    assert bench.pauses == [7.0, 7.0]


def test_a_refusal_is_not_repeated_and_speaks_the_callers_words(bench: Bench):
    with pytest.raises(Problem) as caught:
        bench.videos.create("a fox", duration=99, webhook_url="x" * 3000)
    assert caught.value.code == "invalid_duration"
    assert [o.field for o in caught.value.offences] == ["duration", "webhook_url"]
    assert caught.value.facts["request_id"] == "req-1"
    assert len(bench.stub.calls) == 1


def test_an_unknown_option_is_a_type_error_with_the_nearest_name(bench: Bench):
    with pytest.raises(TypeError, match="did you mean metadata"):
        bench.videos.create("a fox", metdata={})  # type: ignore[call-arg]


def test_a_wrong_key_is_told_as_such(bench: Bench):
    client = Client("http://stub", "other", sender=bench.stub)
    with pytest.raises(Problem) as caught:
        client.videos.get("a" * 26)
    assert caught.value.code == "unauthenticated"


# ---------------------------------------------------------------- inputs


def test_local_files_are_uploaded_and_named_by_content(bench: Bench, tmp_path: Path):
    (tmp_path / "a.png").write_bytes(PNG)
    bench.videos.create(
        "a fox", references=[tmp_path / "a.png", str(tmp_path / "a.png"), PNG, "https://x.example/b.mp4"]
    )
    uploads = bench.sent("POST", "/uploads")
    assert [(c.headers["Content-Type"], c.body) for c in uploads] == [("image/png", PNG)] * 3
    media = json.loads(bench.sent("POST", "/videos")[0].body)["media"]
    assert len({m["upload_id"] for m in media[:3]}) == 1
    assert media[0]["upload_id"].startswith("sha256-")
    assert media[3] == {"kind": "video", "role": "reference", "url": "https://x.example/b.mp4"}


def test_frames_have_their_roles(bench: Bench):
    bench.videos.create("a fox", first_frame=PNG, last_frame="https://x.example/last")
    media = json.loads(bench.sent("POST", "/videos")[0].body)["media"]
    assert [(m["kind"], m["role"]) for m in media] == [("image", "first_frame"), ("image", "last_frame")]


def test_inputs_that_cannot_be_used_are_all_named_before_anything_is_sent(bench: Bench, tmp_path: Path):
    (tmp_path / "a.txt").write_text("no picture")
    with pytest.raises(Problem) as caught:
        bench.videos.create(
            "a fox",
            first_frame=tmp_path / "missing.png",
            references=[tmp_path / "a.txt", "https://x.example/what", b"??"],
        )
    assert [o.field for o in caught.value.offences] == [
        "first_frame",
        "references[0]",
        "references[1]",
        "references[2]",
    ]
    assert bench.stub.calls == []


def test_what_the_server_says_of_an_input_is_told_by_the_callers_name(bench: Bench):
    places = ("media[0]", "media[1].url", "media[2]")
    offences = [{"field": f, "limit": "no", "fix": "other", "code": "media_invalid"} for f in places]
    refusal = {"code": "media_invalid", "title": "t", "offences": offences}
    bench.stub.faults.append(Reply(400, {"x-should-retry": "false"}, json.dumps(refusal).encode()))
    url = "https://x.example/a.png"
    with pytest.raises(Problem) as caught:
        bench.videos.create("a fox", first_frame=url, references=[url, url])
    assert [o.field for o in caught.value.offences] == ["first_frame", "references[0]", "references[1]"]


def test_media_says_what_a_url_does_not(bench: Bench):
    bench.videos.create("a fox", references=[Media("audio", "reference", "https://x.example/what"), PNG])
    media = json.loads(bench.sent("POST", "/videos")[0].body)["media"]
    assert [m["kind"] for m in media] == ["audio", "image"]


def test_an_upload_that_was_lost_is_not_sent_twice(bench: Bench):
    bench.stub.faults.append(Ambiguous("cut"))
    with pytest.raises(Problem) as caught:
        bench.videos.create("a fox", first_frame=PNG)
    assert caught.value.code == "provider_unavailable"
    assert len(bench.stub.calls) == 1


def test_an_upload_that_was_never_sent_is_sent_again(bench: Bench):
    bench.stub.faults.append(NotSent("refused"))
    bench.videos.create("a fox", first_frame=PNG)
    assert len(bench.sent("POST", "/uploads")) == 2


# ---------------------------------------------------------------- waiting


def test_a_missed_look_is_no_failed_task(bench: Bench):
    id = bench.stub.add()
    bench.stub.faults += [Ambiguous("cut")] * 9 + [Reply(500, {}, b"oops")] * 9
    assert bench.videos.wait(id).status == "succeeded"


def test_a_failed_task_raises_its_problem(bench: Bench):
    id = bench.stub.add()
    problem = Problem("moderation_output_video", "no").as_dict()
    bench.stub.story = [{"status": "failed", "phase": "failed", "problem": problem}]
    with pytest.raises(Problem) as caught:
        bench.videos.wait(id)
    assert (caught.value.code, caught.value.facts["task"]) == ("moderation_output_video", id)
    assert bench.videos.get(id).status == "failed"


def test_the_deadline_clamps_every_call_and_names_the_task(bench: Bench):
    id = bench.stub.add()
    bench.stub.story = bench.stub.story[:1]
    with pytest.raises(Problem) as caught:
        bench.videos.wait(id, timeout=10)
    assert (caught.value.code, caught.value.facts["task"]) == ("deadline_exceeded", id)
    assert bench.now == pytest.approx(10)
    assert max(bench.stub.timeouts) <= 10
    assert bench.stub.timeouts == sorted(bench.stub.timeouts, reverse=True)


def test_an_unknown_status_is_an_error(bench: Bench):
    id = bench.stub.add()
    bench.stub.faults.append(Reply(200, {}, b'{"id": "x", "status": "resting", "phase": "accepted"}'))
    with pytest.raises(Problem) as caught:
        bench.videos.wait(id)
    assert caught.value.code == "provider_protocol"
    assert "resting" in caught.value.detail


def test_the_default_wait_is_never_shorter_than_the_documented_budget():
    assert budget("720p", 5) == 900
    assert budget("1080p", 5) == budget("480p", 15) == budget("480p", "auto") == 1800


@given(st.floats(0, 1e6))
def test_looks_are_neither_a_storm_nor_a_sleep(elapsed: float):
    assert 0.1 <= pace(elapsed) <= 3


# ---------------------------------------------------------------- files


def ready(bench: Bench) -> Any:
    bench.stub.story = bench.stub.story[2:]
    return bench.videos.get(bench.stub.add())


def test_save_writes_the_whole_file(bench: Bench, tmp_path: Path):
    video = ready(bench)
    assert video.save(tmp_path / "fox.mp4").read_bytes() == STUB.FILM
    assert video.save(tmp_path) == tmp_path / f"{video.id}.mp4"
    assert len(list(tmp_path.iterdir())) == 2


def test_a_file_that_is_not_the_one_promised_never_appears(bench: Bench, tmp_path: Path):
    video = ready(bench)
    (tmp_path / "fox.mp4").write_bytes(b"older")
    bench.stub.film = STUB.FILM[:-1]
    with pytest.raises(Problem) as caught:
        video.save(tmp_path / "fox.mp4")
    assert caught.value.code == "output_download_failed"
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("fox.mp4", b"older")]


def test_a_broken_download_is_begun_again(bench: Bench, tmp_path: Path):
    video = ready(bench)
    bench.stub.faults.append(Ambiguous("cut"))
    assert video.save(tmp_path / "fox.mp4").read_bytes() == STUB.FILM


def test_an_interrupted_save_leaves_nothing(bench: Bench, tmp_path: Path):
    flow = saving(bench.videos._flows._line, "a", "0" * 64, tmp_path / "fox.mp4")
    next(flow).to.write_bytes(b"half")
    assert list(tmp_path.iterdir())
    with pytest.raises(KeyboardInterrupt):
        flow.throw(KeyboardInterrupt())
    assert not list(tmp_path.iterdir())


def test_a_task_without_a_file_says_so(bench: Bench, tmp_path: Path):
    with pytest.raises(Problem, match="queued"):
        bench.videos.create("a fox").save(tmp_path / "fox.mp4")


def test_the_last_frame_is_fetched_once_and_fits_the_next_first_frame(bench: Bench):
    video = ready(bench)
    assert video.last_frame == video.last_frame == STUB.FRAME
    assert len(bench.sent("GET", "/content")) == 1
    bench.videos.create("and on", first_frame=video.last_frame)
    assert bench.sent("POST", "/uploads")[0].body == STUB.FRAME


def test_no_call_ever_follows_a_link_of_the_server(bench: Bench, tmp_path: Path):
    video = ready(bench)
    video.save(tmp_path)
    assert video.last_frame
    assert not [c for c in bench.stub.calls if "elsewhere" in c.path]


def test_a_notebook_shows_the_film_and_runs_nothing(bench: Bench):
    evil = "<script>alert(1)</script>\" onload='x'"
    bench.stub.story = bench.stub.story[2:]
    video = bench.videos.get(bench.stub.add(prompt=evil))
    shown = video._repr_mimebundle_()["text/html"]
    assert "data:video/mp4;base64," in shown
    assert "<script" not in shown and "onload='" not in shown
    assert "&lt;script&gt;" in shown
    assert shown == video._repr_html_()


def test_a_large_film_is_a_link(bench: Bench):
    video = ready(bench)
    video.output = type(video.output)(**{**_fields(video.output), "bytes": 11 * 2**20})
    assert "base64" not in video._repr_html_()
    assert (
        'href="http://elsewhere.example/files/x/video.mp4?expires=1&amp;signature=s"' in video._repr_html_()
    )


def _fields(value: Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


# ---------------------------------------------------------------- lists, changes, advice


def test_pages_are_fetched_while_iterating(bench: Bench):
    ids = [bench.stub.add() for _ in range(120)]
    listed = bench.videos.list()
    assert [next(listed).id for _ in range(3)] == ids[:-4:-1]
    assert len(bench.stub.calls) == 1
    assert [v.id for v in bench.videos.list()] == ids[::-1]
    assert [v.id for v in bench.videos.list(limit=60)] == ids[:59:-1]
    assert [v.id for v in bench.videos.list(status="failed")] == []


def test_cancel_refresh_and_delete(bench: Bench):
    video = bench.videos.create("a fox")
    assert video.refresh() is video
    with pytest.raises(Problem) as caught:
        video.delete()
    assert caught.value.code == "not_cancellable"
    assert video.cancel().status == "cancelled"
    video.delete()
    with pytest.raises(Problem) as caught:
        bench.videos.get(video.id)
    assert caught.value.code == "not_found"


def test_advice_stores_nothing(bench: Bench):
    assert bench.videos.estimate("a fox", resolution="480p")["op"] == "estimate"
    assert bench.videos.lint("a fox")["op"] == "lint"
    assert bench.stub.tasks == {}


# ---------------------------------------------------------------- events

STORY = (
    b"retry: 2000\n\nid: 1\nevent: accept\ndata: {\"status\": \"queued\"}\n\n: still here\n\n"
    b"event: progress\r\ndata: {\"done\": 1,\r\ndata:  \"total\": 2}\r\n\r\n"
    b"id: 3\nevent: deliver\ndata: {\"status\": \"succeeded\", \"word\": \"\xe7\x8b\x90\"}\n\n"
)  # fmt: skip
TOLD = [
    (1, "accept", {"status": "queued"}),
    (0, "progress", {"done": 1, "total": 2}),
    (3, "deliver", {"status": "succeeded", "word": "狐"}),
]


@given(st.lists(st.integers(0, len(STORY)), max_size=8))
def test_events_are_the_same_wherever_the_bytes_are_cut(cuts: list[int]):
    parser, marks = Parser(), [0, *sorted(cuts), len(STORY)]
    pieces = [STORY[a:b] for a, b in pairwise(marks)]
    assert [(e.seq, e.kind, e.data) for piece in pieces for e in parser.feed(piece)] == TOLD


def test_events_go_on_after_a_broken_connection(bench: Bench):
    id = bench.stub.add()
    cut = STORY.index(b"event: progress")
    bench.stub.events = [STORY[:cut], Ambiguous("cut"), STORY[cut:]]
    told = [(e.seq, e.kind) for e in bench.videos.events(id)]
    assert told == [(seq, kind) for seq, kind, _ in TOLD]
    first, second = bench.sent("GET", "/events")
    assert "Last-Event-ID" not in first.headers
    assert second.headers["Last-Event-ID"] == "1"


def test_events_of_which_all_were_seen_end(bench: Bench):
    assert list(bench.videos.events(bench.stub.add(), after=9)) == []


def test_events_that_never_come_are_an_error(bench: Bench):
    id = bench.stub.add()
    bench.stub.faults += [NotSent("refused")] * 20
    with pytest.raises(Problem) as caught:
        list(bench.videos.events(id))
    assert caught.value.code == "provider_unavailable"


# ---------------------------------------------------------------- the async client


def test_the_same_flows_drive_the_async_client(tmp_path: Path):
    stub = STUB.Stub()
    stub.events = [STORY]
    told: list[str] = []

    async def note(video: Any) -> None:
        told.append(video.phase)

    async def story() -> None:
        async with AsyncClient("http://stub", "k", sender=STUB.AsyncStub(stub)) as client:
            video = await client.videos.generate("a fox", first_frame=PNG, on_update=note)
            assert (await video.save(tmp_path / "fox.mp4")).read_bytes() == STUB.FILM
            assert await video.last_frame == STUB.FRAME
            assert [v.id async for v in client.videos.list()] == [video.id]
            assert [e.kind async for e in video.events()] == ["accept", "progress", "deliver"]
            with pytest.raises(Problem):
                await client.videos.create("a fox", duration=99)
            assert "href=" in video._repr_html_()

    asyncio.run(story())
    assert told == ["accepted", "rendering", "succeeded"]


def test_an_answer_that_never_ends_is_given_up():
    class Silent(STUB.AsyncStub):
        async def send(self, call: Call, timeout: float) -> Reply:
            await asyncio.Event().wait()
            raise AssertionError

    async def story() -> None:
        client = AsyncClient("http://stub", "k", sender=Silent(STUB.Stub()), timeout=0.02)
        line = client.videos._flows._line
        line.patience = lambda total=None: Patience(0.02, 0.05)  # type: ignore[method-assign]
        with pytest.raises(Problem) as caught:
            await client.videos.get("a" * 26)
        assert caught.value.code in ("provider_unavailable", "deadline_exceeded")

    asyncio.run(story())


def test_both_clients_offer_the_same():
    def offered(cls: type) -> dict[str, str]:
        public = {n: m for n, m in vars(cls).items() if not n.startswith("_")}
        return {n: str(inspect.signature(m)) for n, m in public.items()}

    assert offered(Videos) == offered(AsyncVideos)
    assert "first_frame" in offered(Videos)["generate"] and "idempotency_key" in offered(Videos)["generate"]


# ---------------------------------------------------------------- senders over real sockets

SENDERS: list[Callable[[str], Any]] = [HttpSender, PlainSender]


@pytest.mark.parametrize("make", SENDERS)
def test_a_sender_carries_calls_and_files(make: Callable[[str], Any], tmp_path: Path):
    stub = STUB.Stub()
    with STUB.served(lambda call: stub.send(call, 0)) as url:
        client = Client(url, "k", sender=make(url))
        video = client.videos.generate("a fox", first_frame=PNG)
        assert video.save(tmp_path / "fox.mp4").read_bytes() == STUB.FILM
        with pytest.raises(Problem) as caught:
            client.videos.get("b" * 26)
        assert caught.value.code == "not_found"
        client.close()


def test_an_async_sender_carries_calls_and_files(tmp_path: Path):
    stub = STUB.Stub()

    async def story(url: str) -> None:
        async with AsyncClient(url, "k") as client:
            video = await client.videos.generate("a fox")
            assert (await video.save(tmp_path / "fox.mp4")).read_bytes() == STUB.FILM

    with STUB.served(lambda call: stub.send(call, 0)) as url:
        asyncio.run(story(url))


@pytest.mark.parametrize("make", SENDERS)
def test_a_sender_tells_not_sent_from_nobody_knows(make: Callable[[str], Any]):
    def cut(call: Call) -> Reply:
        raise ConnectionError

    with STUB.served(cut) as url:
        sender = make(url)
        with pytest.raises(Ambiguous):
            sender.send(Call("GET", "/x"), 5)
        sender.close()
    with pytest.raises(NotSent):
        make(url).send(Call("GET", "/x"), 5)


@pytest.mark.parametrize("make", SENDERS)
def test_a_stream_comes_in_pieces(make: Callable[[str], Any]):
    with STUB.served(lambda call: Reply(200, {"content-type": "text/event-stream"}, STORY)) as url:
        sender = make(url)
        stream = sender.stream(Call("GET", "/x"), 5)
        assert (stream.status, b"".join(stream)) == (200, STORY)
        stream.close()
        sender.close()


def test_async_senders_tell_the_same():
    def cut(call: Call) -> Reply:
        raise ConnectionError

    async def story(url: str, error: type[Exception]) -> None:
        sender = AsyncHttpSender(url)
        with pytest.raises(error):
            await sender.send(Call("GET", "/x"), 5)
        await sender.close()

    with STUB.served(cut) as url:
        asyncio.run(story(url, Ambiguous))
    asyncio.run(story(url, NotSent))


def test_a_url_that_is_none_is_refused():
    with pytest.raises(ValueError, match="not the URL"):
        PlainSender("ftp://x")


# ---------------------------------------------------------------- finding the server


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ONETAKE_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("ONETAKE_BASE_URL", raising=False)
    monkeypatch.delenv("ONETAKE_API_KEY", raising=False)
    return tmp_path


def test_the_running_server_of_this_machine_is_found(home: Path):
    (home / "server.json").write_text(json.dumps({"url": "http://127.0.0.1:9", "pid": 1}))
    (home / "cli-key").write_text("ot_live_x\n")
    assert Target.find(None, None) == Target("http://127.0.0.1:9", "ot_live_x")


def test_its_key_goes_to_no_other_server(home: Path, monkeypatch: pytest.MonkeyPatch):
    (home / "server.json").write_text(json.dumps({"url": "http://127.0.0.1:9", "pid": 1}))
    (home / "cli-key").write_text("ot_live_x\n")
    with pytest.raises(Problem) as caught:
        Target.find("https://other.example", None)
    assert caught.value.code == "unauthenticated"
    monkeypatch.setenv("ONETAKE_BASE_URL", "https://env.example/onetake/v1/")
    monkeypatch.setenv("ONETAKE_API_KEY", "e")
    assert Target.find(None, None) == Target("https://env.example", "e")
    assert Target.find("https://arg.example/", "a") == Target("https://arg.example", "a")


def test_no_server_is_told_as_such(home: Path):
    with pytest.raises(Problem) as caught:
        Client()
    assert caught.value.code == "provider_unavailable"
    (home / "server.json").write_text("[]")
    assert place.server_of(str(home)) is None


@pytest.mark.parametrize("variables", [{}, {"XDG_DATA_HOME": "/x"}, {"ONETAKE_DATA_DIR": "~/y"}])
def test_sdk_and_server_agree_on_the_data_directory(
    variables: dict[str, str], monkeypatch: pytest.MonkeyPatch
):
    for name in ("XDG_DATA_HOME", "ONETAKE_DATA_DIR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert Path(place.data_dir()) == default_data_dir()


# ---------------------------------------------------------------- the front of the package


def test_the_package_offers_what_it_says():
    offered = ["AsyncClient", "Client", "InvalidWebhook", "Problem", "Video", "verify_webhook"]
    assert onetake.__all__ == sorted(onetake.__all__) == offered
    for name in onetake.__all__:
        assert inspect.isclass(getattr(onetake, name)) or name == "verify_webhook"
    assert set(onetake.__all__) <= set(dir(onetake))
    with pytest.raises(AttributeError, match="Klient"):
        onetake.Klient  # type: ignore[attr-defined]


def test_importing_costs_nothing_before_it_is_used():
    look = "import sys, onetake; a = set(sys.modules); import onetake.client; print(*a, '|', *sys.modules)"
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    package, client = (set(part.split()) for part in done.stdout.split("|"))
    assert not package & {"typing", "re", "json", "onetake.client"}
    assert not client & {"httpx2", "asyncio", "rich", "click", "sqlite3"}
