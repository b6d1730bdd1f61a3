"""Segmind's paths over the whole server: looks at a request (v2), and replies that are held (v1)."""

import asyncio
import contextlib
import json
import sqlite3
from dataclasses import replace
from typing import Any

import pytest

from onetake.apps.server.app import create_app
from onetake.core.problem import Problem
from onetake.core.task import Task
from onetake.services import held

V1, V2 = "/v1/seedance-2.0", "/v2/seedance-2.0"
ASKED = {"prompt": "a fox", "duration": 5, "resolution": "720p"}
TIMED_OUT = {"error": "Video generation polling timed out."}


class Line:
    """One connection to a v1 path: it can break, and only then is it known to."""

    def __init__(
        self, s: Any, key: str, body: Any = None, *, path: str = V1, app: Any = None, **headers: str
    ):
        self.broken = asyncio.Event()
        self.status, self.headers, self.text = 0, {}, b""
        named = {"x-api-key": key, **{k.replace("_", "-"): v for k, v in headers.items()}}
        path, _, query = path.partition("?")
        scope = {
            "type": "http", "method": "POST", "path": path, "raw_path": path.encode(),
            "query_string": query.encode(), "headers": [(k.encode(), v.encode()) for k, v in named.items()],
            "http_version": "1.1", "scheme": "http", "client": None, "server": None,
        }  # fmt: skip
        self._body: bytes | None = json.dumps(ASKED if body is None else body).encode()
        self.done = asyncio.ensure_future((app or s.app)(scope, self._receive, self._send))

    async def _receive(self) -> dict[str, Any]:
        if self._body is not None:
            body, self._body = self._body, None
            return {"type": "http.request", "body": body, "more_body": False}
        await self.broken.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {k.decode(): v.decode() for k, v in message["headers"]}
        else:
            self.text += message.get("body", b"")

    async def hang_up(self) -> None:
        self.broken.set()
        await self.done
        assert (self.status, self.text) == (0, b"")

    async def answer(self) -> dict[str, Any]:
        await asyncio.wait_for(self.done, 20)
        return json.loads(self.text)


def rows(s: Any) -> tuple[int, int]:
    """How many lines wait, and how many have broken."""
    with contextlib.closing(sqlite3.connect(s.p.tmp.parent / "onetake.db")) as db:
        return db.execute("SELECT count(*) - count(broke_at), count(broke_at) FROM held").fetchone()


def age(s: Any, seconds: float) -> None:
    """As if every break was so much longer ago."""
    with contextlib.closing(sqlite3.connect(s.p.tmp.parent / "onetake.db")) as db:
        db.execute("UPDATE held SET broke_at = broke_at - ?", (seconds,))
        db.commit()


def fail_with(s: Any, code: str) -> None:
    """From here on failed tasks tell this."""
    look = type(s.provider).look

    async def told(task: Task) -> Any:
        return replace(await look(s.provider, task), problem=Problem(code))

    s.provider.look = told


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(held, "GRACE", 0.01)


async def sent(s: Any, count: int) -> list[Any]:
    """The tasks that the provider has been given, once there are so many."""
    await s.when(lambda: len(s.provider.sent) >= count)
    await asyncio.sleep(0.03)
    assert len(s.provider.sent) == count
    return s.provider.sent


def test_v2_from_the_receipt_to_the_file(serve):
    async def scenario(s):
        made = await s.client.post(V2, json=ASKED)
        assert made.status_code == 200
        receipt = made.json()
        id = receipt["request_id"]
        assert receipt["status_url"] == f"http://127.0.0.1:8787/v2/requests/{id}/status"
        assert receipt["response_url"] == f"http://127.0.0.1:8787/v2/requests/{id}"
        assert (await s.client.get(receipt["status_url"])).json() == {"request_id": id, "status": "QUEUED"}
        assert (await s.client.get(receipt["response_url"])).json() == {"request_id": id, "status": "QUEUED"}
        await s.until(id, "running")
        assert (await s.client.get(receipt["status_url"])).json()["status"] == "PROCESSING"
        seen = await s.until(id, "succeeded")
        told = await s.client.get(receipt["status_url"])
        assert (told.status_code, told.json()) == (200, {"request_id": id, "status": "COMPLETED"})
        result = (await s.client.get(receipt["response_url"])).json()
        assert result["status"] == "COMPLETED"
        assert result["metrics"]["seconds"] == 5
        assert result["metrics"]["cost"] == float(seen["price"]["amount"]) == 0.261
        assert (await s.http().get(result["output"])).headers["content-type"] == "video/mp4"
        assert (await s.client.get(f"/onetake/v1/videos/{id}")).json()["route"] == "segmind"

    serve(scenario)


def test_a_failed_request_is_told_under_422_at_both_addresses(serve):
    async def scenario(s):
        for code, said in (
            ("moderation_output_audio", "OutputAudioSensitiveContentDetected: The request failed"),
            ("generation_failed", "The service encountered an unexpected internal error."),
        ):
            fail_with(s, code)
            id = (await s.client.post(V2, json=ASKED)).json()["request_id"]
            await s.until(id, "failed")
            for path in (f"/v2/requests/{id}/status", f"/v2/requests/{id}"):
                told = await s.client.get(path)
                assert told.status_code == 422
                assert told.json()["status"] == "FAILED"
                assert told.json()["error"].startswith(said)

    serve(scenario)


def test_a_cancelled_request_is_failed_here(serve):
    async def scenario(s):
        id = (await s.client.post(V2, json=ASKED)).json()["request_id"]
        await s.client.post(f"/onetake/v1/videos/{id}/cancel")
        told = await s.client.get(f"/v2/requests/{id}")
        assert (told.status_code, told.json()["status"]) == (422, "FAILED")
        assert told.json()["error"].startswith("The request was cancelled")

    serve(scenario, worker=False)


@pytest.mark.parametrize("path", [V1, V2])
def test_errors_are_the_guides_own_words(serve, path):
    frame = {"first_frame_url": "https://e.com/1.png"}

    async def scenario(s):
        for body, said in (
            ({**ASKED, "prompt": ""}, "Prompt is required for video generation."),
            ({**ASKED, "last_frame_url": "https://e.com/1.png"},
             "last_frame_url requires first_frame_url to be provided."),
            ({**ASKED, **frame, "reference_images": ["https://e.com/1.png"]},
             "first_frame/last_frame mode is mutually exclusive with reference_images."),
            ({**ASKED, "reference_audios": ["https://e.com/1.mp3"]},
             "reference_audio cannot be the only reference input."),
        ):  # fmt: skip
            refused = await s.client.post(path, json=body)
            assert (refused.status_code, refused.json()) == (400, {"error": said})
        for body, said in (
            ({**ASKED, "duration": 7}, "the parameter duration specified in the request is not valid"),
            (
                {**ASKED, "resolution": "1080p"},
                "the parameter resolution specified in the request is not valid",
            ),
        ):
            refused = await s.client.post(path, json=body)
            assert refused.status_code == 400
            assert refused.json()["error"].startswith(said)
        assert await s.stored() == (0, 0, 0)
        assert rows(s) == (0, 0)

    serve(scenario, worker=False)


def test_who_may_not_and_what_is_not_there(serve):
    async def scenario(s):
        told = await s.http().post(V1, json=ASKED)
        assert (told.status_code, set(told.json())) == (401, {"error"})
        poor = s.http(await s.key(credits=1))
        for path in (V1, V2):
            told = await poor.post(path, json=ASKED)
            assert told.status_code == 406
            assert told.json()["error"].startswith("Insufficient credits")
        told = await s.client.get("/v2/requests/req-1/status")
        assert (told.status_code, told.json()["error"][:17]) == (404, "Request not found")
        assert (await s.client.get(f"/v2/requests/{'a' * 26}")).status_code == 404
        assert (await s.client.get(V2)).status_code == 405
        told = await s.client.post("/v2/seedance-9", json=ASKED)
        assert (told.status_code, told.json()["error"][:17]) == (404, "Request not found")

    serve(scenario, worker=False)


def test_a_held_reply_is_the_result_and_what_it_cost(serve):
    async def scenario(s):
        key = await s.key(credits=1_000_000)
        line = Line(s, key, {**ASKED, "seed": 42}, path="/v1/seedance-2.0-fast")
        (task,) = await sent(s, 1)
        assert task.request.model == "seedance-2.0-fast"
        await s.until(task.id, "running")
        assert not line.done.done() and line.text == b""
        assert rows(s) == (1, 0)
        await s.until(task.id, "succeeded")
        told = await line.answer()
        assert (line.status, line.headers["content-type"]) == (200, "application/json")
        assert (told["request_id"], told["seed"]) == (task.id, 42)
        assert (line.headers["x-cost"], line.headers["x-remaining-credits"]) == ("0.261", "0.739")
        assert (await s.http().get(told["output_url"])).status_code == 200
        assert rows(s) == (0, 0)

    serve(scenario)


def test_a_held_request_that_failed(serve):
    async def scenario(s):
        fail_with(s, "copyright")
        key = await s.key()
        line = Line(s, key)
        (task,) = await sent(s, 1)
        await s.until(task.id, "failed")
        told = await line.answer()
        assert (line.status, told["status"]) == (422, "FAILED")
        assert told["error"].startswith("OutputVideoSensitiveContentDetected.PolicyViolation: ")
        assert "x-remaining-credits" not in line.headers
        assert rows(s) == (0, 0)

    serve(scenario)


def test_hanging_up_stops_nothing_and_the_same_request_joins(serve):
    async def scenario(s):
        key = await s.key()
        first = Line(s, key)
        (task,) = await sent(s, 1)
        await first.hang_up()
        assert rows(s) == (0, 1)
        again = Line(s, key)
        await s.when(lambda: rows(s) == (1, 1))
        await again.hang_up()
        third = Line(s, key)
        await s.until(task.id, "succeeded")
        assert (await third.answer())["request_id"] == task.id
        assert third.headers["idempotency-replayed"] == "true"
        assert rows(s) == (0, 0)
        assert len(s.provider.sent) == 1

    serve(scenario)


def test_a_finished_task_is_joined_for_ten_minutes(serve):
    async def scenario(s):
        key = await s.key()
        first = Line(s, key)
        (task,) = await sent(s, 1)
        await first.hang_up()
        await s.until(task.id, "succeeded")
        age(s, 590)
        assert (await Line(s, key).answer())["request_id"] == task.id
        broken = Line(s, key)  # the answer made good for the break: this one is new
        (_, other) = await sent(s, 2)
        await broken.hang_up()
        age(s, 601)
        late = Line(s, key)
        await sent(s, 3)
        await s.until(s.provider.sent[2].id, "succeeded")
        assert (await late.answer())["request_id"] not in (task.id, other.id)
        assert rows(s) == (0, 0)

    serve(scenario)


def test_equal_requests_whose_lines_hold_are_two_videos(serve):
    async def scenario(s):
        key = await s.key()
        one, two = Line(s, key), Line(s, key)
        first, second = await sent(s, 2)
        assert first.id != second.id
        for task in (first, second):
            await s.until(task.id, "succeeded")
        ids = {(await line.answer())["request_id"] for line in (one, two)}
        assert ids == {first.id, second.id}
        assert rows(s) == (0, 0)

    serve(scenario)


def test_any_number_of_joiners_get_the_one_task(serve):
    async def scenario(s):
        key = await s.key()
        first = Line(s, key)
        (task,) = await sent(s, 1)
        await first.hang_up()
        joiners = [Line(s, key) for _ in range(20)]
        await s.when(lambda: rows(s) == (20, 1))
        await joiners[0].hang_up()
        await s.until(task.id, "succeeded")
        assert {(await line.answer())["request_id"] for line in joiners[1:]} == {task.id}
        # The one that broke while the others waited is still owed its answer.
        assert rows(s) == (0, 1)
        assert (await Line(s, key).answer())["request_id"] == task.id
        assert rows(s) == (0, 0)
        assert len(s.provider.sent) == 1

    serve(scenario)


def test_two_that_broke_are_joined_by_one_each(serve):
    async def scenario(s):
        key = await s.key()
        lines = [Line(s, key), Line(s, key)]
        tasks = {task.id for task in await sent(s, 2)}
        for line in lines:
            await line.hang_up()
        again = [Line(s, key), Line(s, key)]
        for id in tasks:
            await s.until(id, "succeeded")
        assert {(await line.answer())["request_id"] for line in again} == tasks
        assert rows(s) == (0, 0)
        assert len(s.provider.sent) == 2

    serve(scenario)


def test_who_asks_again_before_the_break_was_heard_joins_all_the_same(serve, monkeypatch):
    monkeypatch.setattr(held, "GRACE", 5.0)

    async def scenario(s):
        key = await s.key()
        first = Line(s, key)
        (task,) = await sent(s, 1)
        again = Line(s, key)
        await asyncio.sleep(0.05)
        await first.hang_up()
        await s.until(task.id, "succeeded")
        assert (await again.answer())["request_id"] == task.id
        assert len(s.provider.sent) == 1

    serve(scenario)


def test_only_the_same_request_of_the_same_key_joins(serve):
    async def scenario(s):
        key, other = await s.key(), await s.key()
        first = Line(s, key)
        await sent(s, 1)
        await first.hang_up()
        lines = [
            Line(s, other), Line(s, key, {**ASKED, "seed": 1}),
            Line(s, key, {**ASKED, "skip_moderation": True}), Line(s, key, path="/v1/seedance-2.0-mini"),
        ]  # fmt: skip
        await sent(s, 5)
        same = Line(s, key, {"resolution": "720p", "prompt": "a fox", "duration": 5, "seed": None})
        await s.when(lambda: rows(s) == (5, 1))
        await sent(s, 5)
        for line in (*lines, same):
            await line.hang_up()

    serve(scenario)


def test_a_break_while_the_inputs_are_fetched(serve):
    async def scenario(s):
        key, fetching, go = await s.key(), asyncio.Event(), asyncio.Event()

        async def download(*_: Any, **__: Any) -> Any:
            fetching.set()
            await go.wait()
            raise TimeoutError  # the create does not wait for it any longer

        s.p.fetch.download = download
        body = {**ASKED, "first_frame_url": "https://93.184.216.34/1.png"}
        first = Line(s, key, body)
        await asyncio.wait_for(fetching.wait(), 5)
        first.broken.set()
        again = Line(s, key, body)
        await s.when(lambda: rows(s) == (1, 1))
        go.set()
        await first.done
        await s.when(lambda: not any(s.p.tmp.iterdir()))
        assert len(await s.p.store.read(lambda sql: sql.all("task.open"))) == 1
        await again.hang_up()

    serve(scenario)


def test_a_server_that_stops_says_so_and_the_request_joins_after_the_restart(serve):
    async def scenario(s):
        key = await s.key()
        line = Line(s, key)
        (task,) = await sent(s, 1)
        s.app.stop()
        assert await line.answer() == TIMED_OUT
        assert line.status == 504
        left = Line(s, key, app=create_app(s.p))
        await s.when(lambda: rows(s) == (1, 1))
        await held.break_all(s.p)  # as after a kill, which nothing notes
        assert rows(s) == (0, 2)
        again = Line(s, key, app=create_app(s.p))
        await s.until(task.id, "succeeded")
        assert (await again.answer())["request_id"] == (await left.answer())["request_id"] == task.id
        assert len(s.provider.sent) == 1

    serve(scenario)


def test_a_line_that_was_held_too_long_is_told_the_guides_words(serve, monkeypatch):
    monkeypatch.setattr("onetake.apps.server.segmind.LONGEST", 0.2)

    async def scenario(s):
        key = await s.key()
        line = Line(s, key)
        (task,) = await sent(s, 1)
        assert await line.answer() == TIMED_OUT
        await s.until(task.id, "succeeded")
        assert (await Line(s, key).answer())["request_id"] == task.id

    serve(scenario)


def test_a_customers_own_name_for_a_request_is_enough(serve):
    async def scenario(s):
        key = await s.key()
        one = Line(s, key, idempotency_key="mine")
        (task,) = await sent(s, 1)
        two = Line(s, key, idempotency_key="mine")
        assert rows(s) == (0, 0)
        await one.hang_up()
        await s.until(task.id, "succeeded")
        assert (await two.answer())["request_id"] == task.id

    serve(scenario)


def test_who_joins_while_the_first_is_still_being_accepted_waits_for_it(serve):
    """They sent no key, so nobody tells them that it is taken."""

    async def scenario(s):
        key, gate, there = await s.key(), asyncio.Event(), []

        async def point(name):
            if name == "api.before_commit":
                there.append(name)
                await gate.wait()

        s.p.point = point
        first = Line(s, key)
        await s.when(lambda: there)
        first.broken.set()
        await s.when(lambda: rows(s) == (0, 1))
        again = Line(s, key)
        await s.when(lambda: rows(s)[0] == 1)
        await asyncio.sleep(0.05)
        assert not again.done.done() and len(there) == 1
        gate.set()
        (task,) = await sent(s, 1)
        await s.until(task.id, "succeeded")
        assert (await again.answer())["request_id"] == task.id
        assert len(s.provider.sent) == 1 and s.p.arriving == {}

    serve(scenario)


def test_a_key_of_v1_stands_for_the_same_task_in_v2(serve):
    async def scenario(s):
        key = await s.key()
        line = Line(s, key, idempotency_key="mine")
        (task,) = await sent(s, 1)
        named = {"Idempotency-Key": "mine", "x-api-key": key}
        reply = await s.http().post(V2, json=ASKED, headers=named)
        assert reply.json()["request_id"] == task.id and reply.headers["idempotency-replayed"] == "true"
        await s.until(task.id, "succeeded")
        await line.answer()

    serve(scenario)


def test_any_task_is_read_here_and_any_request_elsewhere(serve):
    async def scenario(s):
        id = await s.ark()
        assert (await s.client.get(f"/v2/requests/{id}")).json() == {
            "request_id": id[-26:],
            "status": "QUEUED",
        }
        ours = (await s.client.post(V2, json=ASKED)).json()["request_id"]
        told = (await s.client.get(f"/api/v3/contents/generations/tasks/{ours}")).json()
        assert (told["id"][-26:], told["duration"]) == (ours, 5)
        assert told["model"] == "doubao-seedance-2-0-260128"
        other = s.http(await s.key(project="other"))
        assert (await other.get(f"/v2/requests/{ours}")).status_code == 404

    serve(scenario, worker=False)


def test_a_price_can_be_asked_for_first(serve):
    async def scenario(s):
        line = Line(s, await s.key(), path=f"{V1}?dry_run=1")
        assert (await line.answer())["hold"] == "0.2871"
        assert await s.stored() == (0, 0, 0)

    serve(scenario, worker=False)
