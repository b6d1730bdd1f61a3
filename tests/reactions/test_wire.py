"""Every act of the sandbox, byte by byte at the socket, on both event loops."""

import asyncio
import json
import re
import ssl
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import uvloop

from onetake.apps.server.gate import ALERT
from onetake.core.acts import Refuse, Truncate
from onetake.core.scenarios import scenarios
from onetake.services import steps

from .stage import DRAFT, Stage

pytestmark = pytest.mark.slow

ARK = "/api/v3/contents/generations/tasks"
BODY = {
    "model": "doubao-seedance-2-0-260128",
    "content": [{"type": "text", "text": "A paper boat"}],
    **{name: DRAFT[name] for name in ("duration", "resolution", "ratio", "generate_audio")},
}
CREATES: dict[str, tuple[str, dict[str, Any]]] = {
    "ark": (ARK, BODY),
    "movie": ("/api/v1/video/task", {k: v for k, v in BODY.items() if k != "model"}),
    "native": ("/onetake/v1/videos", dict(DRAFT)),
    "segmind": ("/v2/seedance-2.0", {"prompt": "A paper boat", "duration": 4, "resolution": "480p"}),
    "evolink": ("/v1/videos/generations", {"model": "seedance-2.0-text-to-video", "prompt": "A paper boat"}),
}


@dataclass
class Heard:
    """What came over a connection until it ended. reset: with RST, else with FIN."""

    raw: bytes
    reset: bool

    @property
    def head(self) -> str:
        return self.raw.partition(b"\r\n\r\n")[0].decode().lower()

    @property
    def status(self) -> int:
        return int(self.raw.split(b" ", 2)[1])

    @property
    def body(self) -> bytes:
        return self.raw.partition(b"\r\n\r\n")[2]

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Caller:
    """A client that shows what the bytes were. `key` is the provider's."""

    def __init__(self, stage: Stage, key: str) -> None:
        self.stage, self.key = stage, key
        self.port = int(stage.provider.origin.rpartition(":")[2])

    async def ask(
        self, method: str, path: str, body: Any = None, *, scenario: str = "", key: str = ""
    ) -> Heard:
        """One request on a connection of its own."""
        content = b"" if body is None else json.dumps(body).encode()
        lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Connection: close"]
        lines += [f"Authorization: Bearer {key or self.key}", f"Content-Length: {len(content)}"]
        lines += ["Content-Type: application/json"] if content else []
        lines += [f"X-Onetake-Scenario: {scenario}"] if scenario else []
        return await self.say("\r\n".join([*lines, "", ""]).encode() + content)

    async def say(self, raw: bytes, **tls: Any) -> Heard:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, **tls)
        writer.write(raw)
        heard, reset = b"", False
        try:
            while piece := await asyncio.wait_for(reader.read(65_536), 20):
                heard += piece
        except ConnectionResetError:
            reset = True
        finally:
            writer.close()
        return Heard(heard, reset)

    async def create(self, scenario: str, dialect: str = "ark") -> Heard:
        path, body = CREATES[dialect]
        return await self.ask("POST", path, body, scenario=scenario)

    async def finished(self, scenario: str) -> str:
        """A task that has ended well at the provider; its id."""
        made = await self.create(scenario)
        assert made.status == 200, made.raw
        while await self.stage.step():
            pass
        return made.json["id"]

    async def look(self, task: str) -> Heard:
        return await self.ask("GET", f"{ARK}/{task}")

    async def made(self) -> int:
        """How many tasks the provider has."""
        return (await self.ask("GET", f"{ARK}?page_size=1")).json["total"]


Story = Callable[[Caller], Awaitable[None]]


@pytest.fixture(scope="module", params=["asyncio", "uvloop"])
def runner(request: pytest.FixtureRequest) -> Iterator[asyncio.Runner]:
    factory = uvloop.new_event_loop if request.param == "uvloop" else asyncio.new_event_loop
    with asyncio.Runner(loop_factory=factory) as running:
        yield running


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("clips")


@pytest.fixture(scope="module")
def play(
    tmp_path_factory: pytest.TempPathFactory, runner: asyncio.Runner, clips: Path
) -> Iterator[Callable[[Story], None]]:
    """`play(story)`: run a story against a provider on a plain port."""
    stage = runner.run(Stage(tmp_path_factory.mktemp("stage"), clips).open(tls=False))

    def run(story: Story) -> None:
        async def told() -> None:
            _, key = await stage.provider.key()
            await story(Caller(stage, key))

        runner.run(told())

    yield run
    runner.run(stage.close())


def test_a_reset_before_the_body_is_read(play: Callable[[Story], None]) -> None:
    async def story(caller: Caller) -> None:
        before = await caller.made()
        assert await caller.create("f09-reset-unread") == Heard(b"", reset=True)
        assert await caller.made() == before
        assert (await caller.create("f09-reset-unread")).status == 200, "one in a row, then one passes"
        assert (await caller.create("f09-reset-unread")).reset

    play(story)


def test_a_reset_in_place_of_the_answer(play: Callable[[Story], None]) -> None:
    async def story(caller: Caller) -> None:
        before = await caller.made()
        assert await caller.create("s2-06-create-lost") == Heard(b"", reset=True)
        assert await caller.made() == before + 1

    play(story)


def test_a_reset_at_a_byte_of_the_answer(play: Callable[[Story], None]) -> None:
    async def story(caller: Caller) -> None:
        before = await caller.made()
        heard = await caller.create("f10-reset-in-the-answer")
        assert heard.reset
        assert len(heard.raw) == 40
        assert heard.raw.startswith(b"HTTP/1.1 200 OK\r\n")
        assert await caller.made() == before + 1

    play(story)


def test_an_empty_200(play: Callable[[Story], None]) -> None:
    async def story(caller: Caller) -> None:
        before = await caller.made()
        heard = await caller.create("s0-03-empty-200")
        assert (heard.status, heard.body, heard.reset) == (200, b"", False)
        assert "content-length: 0" in heard.head
        assert await caller.made() == before + 1

    play(story)


def test_a_page_of_html_as_an_answer(play: Callable[[Story], None]) -> None:
    async def story(caller: Caller) -> None:
        heard = await caller.create("f14-answer-is-no-json")
        assert heard.status == 200
        assert "content-type: text/html" in heard.head
        with pytest.raises(ValueError, match="Expecting value"):
            heard.json

    play(story)


def test_plain_bytes_called_gzip(play: Callable[[Story], None]) -> None:
    async def story(caller: Caller) -> None:
        task = (await caller.create("s4-09-gzip-label")).json["id"]
        for heard in (await caller.create("s4-09-gzip-label"), await caller.look(task)):
            assert "content-encoding: gzip" in heard.head
            assert heard.json["id"].startswith("cgt-")

    play(story)


def test_an_error_after_the_accept_and_one_without(play: Callable[[Story], None]) -> None:
    async def story(caller: Caller) -> None:
        for name, status, made in (
            ("s1-14-bad-gateway", 502, 1),
            ("s1-13-internal-server-error", 500, 0),
            ("s1-15-service-unavailable", 503, 0),
            ("s3-07-task-submit-failed-though-made", 500, 1),
        ):
            before = await caller.made()
            assert (await caller.create(name)).status == status
            assert await caller.made() == before + made, name

    play(story)


def test_no_answer_until_the_caller_gives_up(play: Callable[[Story], None]) -> None:
    async def story(caller: Caller) -> None:
        before = await caller.made()
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(1.0):
                await caller.create("s0-19-no-answer")
        assert await caller.made() == before + 1

    play(story)


FORMS = {
    "s1-12-rate-limit-in-words": ("", "after 60 seconds"),
    "s2-09-rate-limit-in-a-header": ("retry-after: 7", ""),
    "s3-16-rate-limit": ("", ""),
    "f12-rate-limit-until": ("x-rate-limit-reset-at-utc: ", ""),
}


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("dialect", CREATES)
def test_each_form_of_429(play: Callable[[Story], None], name: str, dialect: str) -> None:
    header, text = FORMS[name]

    async def story(caller: Caller) -> None:
        heard = await caller.create(name, dialect)
        assert heard.status == 429
        assert header in heard.head
        assert text in heard.body.decode()
        if not header:
            assert "retry-after" not in heard.head
        if name.startswith("f12") and dialect != "segmind":
            assert "retry-after" not in heard.head

    play(story)


def test_429_that_is_an_accepted_task(play: Callable[[Story], None]) -> None:
    async def story(caller: Caller) -> None:
        before = await caller.made()
        heard = await caller.create("s3-09-concurrency-limit-named", "movie")
        assert heard.status == 429
        assert heard.json["code"] == "CONCURRENCY_LIMIT_REACHED"
        assert heard.json["message"] == "Max concurrent tasks reached — task is queued"
        named = heard.json["result"]["task_id"]
        heard = await caller.create("s3-09-concurrency-limit", "movie")
        assert (heard.status, heard.json["result"]) == (429, None)
        seen = await caller.ask("GET", f"/api/v1/video/task/{named}")
        assert seen.json["result"]["task_id"] == named
        assert (await caller.made(), before) == (before, before), "movie's tasks stand in its own list"
        listed = await caller.ask("GET", "/api/v1/video/tasks")
        assert listed.json["result"]["total"] >= 2

    play(story)


TEXTS = [
    (s, act.says)
    for s in scenarios().values()
    for act in s.acts
    if s.row and isinstance(act, Refuse) and act.at == "create" and act.says
]


@pytest.mark.parametrize("dialect", CREATES)
def test_a_providers_words_are_told_in_its_own_contract(play: Callable[[Story], None], dialect: str) -> None:
    places = {"movie": ("message",), "segmind": ("error",), "native": ("detail",)}

    async def story(caller: Caller) -> None:
        for scenario, says in TEXTS:
            said = (await caller.create(scenario.name, dialect)).json
            for step in places.get(dialect, ("error", "message")):
                said = said[step]
            everywhere = getattr(scenario.acts[0], "told", "") == "text"
            assert (said == says) == (scenario.told_in(dialect) or everywhere), scenario.name

    play(story)


def test_a_failed_tasks_words(play: Callable[[Story], None]) -> None:
    places = {"segmind": ("/v2/requests/", ("error",)), "ark": (f"{ARK}/", ("error", "message"))}

    async def story(caller: Caller) -> None:
        for name in ("s0-14-copyright", "s0-01-output-video-sensitive"):
            (act,) = scenarios()[name].acts
            for dialect, (path, way) in places.items():
                made = (await caller.create(name, dialect)).json
                while await caller.stage.step():
                    pass
                told = (await caller.ask("GET", path + (made.get("id") or made["request_id"]))).json
                for step in way:
                    told = told[step]
                assert (told == act.says) == (dialect == "segmind")  # type: ignore[attr-defined]

    play(story)


def test_looks_that_do_not_find_the_task(play: Callable[[Story], None]) -> None:
    async def story(caller: Caller) -> None:
        task = await caller.finished("s1-08-task-not-found")
        assert [(await caller.look(task)).status for _ in range(4)] == [404, 404, 200, 200]

    play(story)


def test_looks_that_tell_another_status(play: Callable[[Story], None]) -> None:
    async def story(caller: Caller) -> None:
        task = await caller.finished("f19-status-goes-back")
        seen = [(await caller.look(task)).json for _ in range(4)]
        assert [s["status"] for s in seen] == ["running", "queued", "queued", "succeeded"]
        assert [bool(s.get("content", {}).get("video_url")) for s in seen] == [False] * 3 + [True]
        task = await caller.finished("s4-15-completed")
        assert [(await caller.look(task)).json["status"] for _ in range(3)] == ["done", "done", "succeeded"]

    play(story)


def test_looks_without_a_file(play: Callable[[Story], None]) -> None:
    async def story(caller: Caller) -> None:
        task = await caller.finished("s2-04-succeeded-without-url")
        seen = [(await caller.look(task)).json for _ in range(3)]
        assert [s["status"] for s in seen] == ["succeeded"] * 3
        assert [bool(s.get("content", {}).get("video_url")) for s in seen] == [False, False, True]

    play(story)


def test_looks_that_are_lost(play: Callable[[Story], None]) -> None:
    async def story(caller: Caller) -> None:
        task = await caller.finished("s2-07-look-lost")
        assert (await caller.look(task)).status == 503
        assert [(await caller.look(task)).reset for _ in range(3)] == [True, True, False]

    play(story)


def test_a_list_that_lags_and_one_that_fails(play: Callable[[Story], None]) -> None:
    async def story(caller: Caller) -> None:
        await caller.create("f15-list-lags")
        shown = await caller.ask("GET", f"{ARK}?page_size=500")
        lagging = await caller.ask("GET", f"{ARK}?page_size=500", scenario="f15-list-lags")
        assert shown.json["total"] > lagging.json["total"]
        assert len(lagging.json["items"]) == lagging.json["total"]
        statuses = [(await caller.ask("GET", ARK, scenario="f18-list-fails")).status for _ in range(4)]
        assert statuses == [500, 500, 200, 500]

    play(story)


async def link(caller: Caller, task: str) -> str:
    url = (await caller.look(task)).json["content"]["video_url"]
    return url.removeprefix(caller.stage.provider.origin)


def test_a_link_that_has_expired(play: Callable[[Story], None]) -> None:
    async def story(caller: Caller) -> None:
        path = await link(caller, await caller.finished("s1-27-video-url-expired"))
        assert [(await caller.ask("GET", path)).status for _ in range(3)] == [403, 403, 200]

    play(story)


def test_half_of_a_file(play: Callable[[Story], None]) -> None:
    async def story(caller: Caller) -> None:
        path = await link(caller, await caller.finished("f26-truncated-file"))
        for times, wanted in ((2, 0.5), (1, 1.0)):
            for _ in range(times):
                heard = await caller.ask("GET", path)
                length = int(re.findall(r"content-length: (\d+)", heard.head)[0])
                assert heard.status == 200
                assert not heard.reset
                assert len(heard.body) == int(length * wanted)

    assert isinstance(scenarios()["f26-truncated-file"].acts[0], Truncate)
    play(story)


def test_a_page_instead_of_a_file(play: Callable[[Story], None]) -> None:
    async def story(caller: Caller) -> None:
        path = await link(caller, await caller.finished("f26-page-instead-of-file"))
        heard = await caller.ask("GET", path)
        assert (heard.status, heard.body[:6]) == (200, b"<html>")

    play(story)


def test_a_client_hello_on_a_plain_port(play: Callable[[Story], None]) -> None:
    hello = bytes.fromhex("160301002e0100002a0303") + bytes(32) + bytes.fromhex("000002002f0100")

    async def story(caller: Caller) -> None:
        gate = caller.stage.provider.site.house.sandbox.gate
        await caller.ask("GET", "/healthz", scenario="s0-11-tls-alert")
        assert gate.alerts == 2
        assert (await caller.ask("GET", "/healthz")).status == 200, "who speaks HTTP is let in"
        assert gate.alerts == 2
        for _ in range(2):
            assert (await caller.say(hello)).raw == ALERT
        assert gate.alerts == 0
        assert (await caller.say(hello)).raw.startswith(b"HTTP/1.1 400 ")

    play(story)


def test_the_alert_at_a_real_handshake(tmp_path: Path, runner: asyncio.Runner, clips: Path) -> None:
    async def story() -> None:
        stage = await Stage(tmp_path, clips).open()
        _, key = await stage.provider.key()
        caller = Caller(stage, key)
        context = ssl.create_default_context(cafile=stage.ca)
        ask = b"GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
        assert (await caller.say(ask + b"\r\n", ssl=context)).status == 200
        armed = await caller.say(ask + b"X-Onetake-Scenario: s0-11-tls-alert\r\n\r\n", ssl=context)
        assert armed.status == 200
        for _ in range(2):
            with pytest.raises(ssl.SSLError, match="TLSV1_ALERT_INTERNAL_ERROR"):
                await caller.say(ask, ssl=context)
        assert (await caller.say(ask + b"\r\n", ssl=context)).status == 200
        await stage.close()

    runner.run(story())


def test_a_reset_inside_tls(tmp_path: Path, runner: asyncio.Runner, clips: Path) -> None:
    async def story() -> None:
        stage = await Stage(tmp_path, clips).open()
        _, key = await stage.provider.key(scenario="f10-reset-in-the-answer")
        caller = Caller(stage, key)
        content = json.dumps(BODY).encode()
        lines = (
            f"POST {ARK} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {key}\r\nContent-Length: {len(content)}"
        )
        heard = await caller.say(
            lines.encode() + b"\r\n\r\n" + content, ssl=ssl.create_default_context(cafile=stage.ca)
        )
        assert heard.reset
        assert len(heard.raw) == 40
        await steps.resume(stage.provider.p)
        await stage.close()

    runner.run(story())
