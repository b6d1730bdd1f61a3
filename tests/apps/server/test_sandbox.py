"""How a scenario is chosen, who may choose it, and that a request which chose none meets nothing of it."""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from onetake.apps.server.app import create_app
from onetake.apps.server.sandbox import Sandbox
from onetake.core import chaos
from onetake.core.ports import Input
from onetake.core.request import Request
from onetake.core.scenarios import DRAWN, HEADER, PERFECT
from onetake.core.task import Sighting, Task
from onetake.services import changes

ARK = "/api/v3/contents/generations/tasks"
NATIVE = "/onetake/v1/videos"
BODY = {
    "model": "doubao-seedance-2-0-260128",
    "content": [{"type": "text", "text": "a fox"}],
    "ratio": "16:9",
}


class Waiting:
    """The sandbox's place among the backends: takes everything, ends nothing."""

    name = route = "sandbox"
    local, lister = True, None

    def __init__(self) -> None:
        self.taken: list[Task] = []

    def inexpressible(self, request: Request) -> list[str]:
        return ["route"]

    async def prepare(self, task: Task, inputs: Sequence[Input]) -> None:
        return

    async def submit(self, task: Task, inputs: Sequence[Input]) -> Sighting:
        self.taken.append(task)
        return Sighting(provider_id=f"{task.id}.{task.attempt}", status="queued")

    async def look(self, task: Task) -> Sighting | None:
        return Sighting(provider_id=task.provider_id or "", status="queued")

    async def find(self, task: Task) -> Sequence[Sighting] | None:
        return []

    async def cancel(self, task: Task) -> None:
        return

    async def fetch(self, url: str, to: Path) -> None:
        raise AssertionError("nothing is ever finished here")

    def forget(self, task: Task) -> None:
        return

    async def close(self) -> None:
        return


def sandboxed(server: Any, **options: Any) -> Waiting:
    """Give a test server a sandbox."""
    backend = server.p.backends["sandbox"] = Waiting()
    server.app = create_app(server.p, sandbox=Sandbox(server.p, **options))
    key = server.client.headers["Authorization"].removeprefix("Bearer ")
    server.client = server.http(key)
    return backend


async def scenario_of(server: Any, id: str) -> tuple[str | None, str]:
    """(scenario, backend) of a task."""
    task = await server.p.store.read(lambda sql: changes.load(sql, id[-26:]))
    return task.scenario, task.backend


@pytest.fixture
def strict(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sandbox must not be entered."""

    async def play(*_: Any) -> None:
        raise AssertionError("a request without a scenario came here")

    monkeypatch.setattr(Sandbox, "play", play)


def test_without_a_scenario_nothing_of_it_is_met(serve: Callable[..., Any], strict: None):
    async def story(server: Any) -> None:
        backend = sandboxed(server, header=True)
        id = await server.ark()
        assert await scenario_of(server, id) == (None, "provider")
        await server.until(id, "succeeded")
        shown = (await server.client.get(f"{ARK}/{id}")).json()
        assert (await server.client.get(ARK)).status_code == 200
        assert (await server.client.get(shown["content"]["video_url"])).status_code == 200
        assert (await server.client.request("DELETE", f"{ARK}/{id}")).status_code == 200
        assert not server.app.house.sandbox.active
        assert not backend.taken

    serve(story)


def test_asking_costs_next_to_nothing(serve: Callable[..., Any]):
    """Of a request without a scenario: one attribute, one look into a dictionary, one attribute."""

    async def story(server: Any) -> None:
        sandbox = Sandbox(server.p, header=True)

        class Plain:
            headers: dict[str, str] = {"authorization": "Bearer x", "host": "a"}  # noqa: RUF012
            key = None

        start = time.perf_counter()
        for _ in range(20_000):
            assert not sandbox.asked(Plain)  # type: ignore[arg-type]
        assert (time.perf_counter() - start) / 20_000 < 5e-6

    serve(story)


@pytest.mark.parametrize("path", [ARK, NATIVE, "/v1/videos/generations", "/api/v1/video/task"])
def test_the_header_works_in_every_contract(serve: Callable[..., Any], path: str):
    bodies = {
        ARK: BODY,
        NATIVE: {"prompt": "a fox"},
        "/v1/videos/generations": {"model": "seedance-2.0-text-to-video", "prompt": "a fox"},
        "/api/v1/video/task": {"content": [{"type": "text", "text": "a fox"}]},
    }

    async def story(server: Any) -> None:
        backend = sandboxed(server, header=True)
        reply = await server.client.post(path, json=bodies[path], headers={HEADER: "ok"})
        assert reply.is_success, reply.text
        await server.when(lambda: backend.taken)
        assert (backend.taken[0].scenario, backend.taken[0].hold > 0) == ("ok", True)
        assert not server.provider.sent

    serve(story)


def test_a_server_that_buys_refuses_the_header_and_never_ignores_it(serve: Callable[..., Any]):
    async def story(server: Any) -> None:
        sandboxed(server, header=False)
        id = await server.ark()
        for method, path, body in (
            ("POST", ARK, BODY), ("GET", f"{ARK}/{id}", None), ("GET", ARK, None), ("GET", "/healthz", None),
        ):  # fmt: skip
            reply = await server.client.request(method, path, json=body, headers={HEADER: "ok"})
            assert reply.status_code == 403, path
            assert "sandbox.header" in reply.text
        assert (await server.stored())[0] == 1
        assert not server.app.house.sandbox.active

    serve(story)


def test_an_unknown_scenario_is_refused_before_anything_is_made(serve: Callable[..., Any]):
    async def story(server: Any) -> None:
        sandboxed(server, header=True)
        reply = await server.client.post(
            NATIVE, json={"prompt": "a fox"}, headers={HEADER: "s1-14-bad-gatway"}
        )
        assert reply.status_code == 400
        assert "s1-14-bad-gateway" in reply.json()["fix"]
        assert await server.stored() == (0, 0, 0)

    serve(story)


def test_a_key_plays_its_scenario_with_every_create(serve: Callable[..., Any]):
    async def story(server: Any) -> None:
        backend = sandboxed(server)
        async with server.http(await server.key(scenario="s1-14-bad-gateway")) as client:
            for _ in range(3):
                assert (await client.post(ARK, json=BODY)).status_code == 502
            assert (await client.get(ARK)).json()["total"] == 3, "accepted all the same"
        await server.when(lambda: len(backend.taken) == 3)
        assert (await scenario_of(server, await server.ark()))[0] is None, "another key's"

    serve(story)


def test_the_request_outdoes_the_key_and_the_task_remembers(serve: Callable[..., Any]):
    async def story(server: Any) -> None:
        sandboxed(server, header=True)
        key = await server.key(scenario="s1-14-bad-gateway")
        async with server.http(key) as client:
            made = await client.post(ARK, json=BODY, headers={HEADER: "s1-08-task-not-found"})
            assert made.status_code == 200
            path = f"{ARK}/{made.json()['id']}"
            # By any key of the project: it is the task that plays.
            seen = [(await c.get(path)).status_code for c in (client, server.client, client)]
            assert seen == [404, 404, 200]

    serve(story)


def test_a_header_on_one_request_plays_for_that_request(serve: Callable[..., Any]):
    async def story(server: Any) -> None:
        sandboxed(server, header=True)
        path = f"{ARK}/{await server.ark()}"
        assert (await server.client.get(path, headers={HEADER: "s1-08-task-not-found"})).status_code == 404
        assert (await server.client.get(path)).status_code == 200

    serve(story)


def test_another_tenants_task_plays_nothing(serve: Callable[..., Any]):
    async def story(server: Any) -> None:
        sandboxed(server, header=True)
        made = await server.client.post(ARK, json=BODY, headers={HEADER: "s2-07-look-lost"})
        path = f"{ARK}/{made.json()['id']}"
        async with server.http(await server.key(project="elsewhere")) as stranger:
            told = await stranger.get(path)
            missing = await stranger.get(f"{ARK}/cgt-20260101000000-{'a' * 26}")
            assert told.status_code == missing.status_code == 404
        assert (await server.client.get(path)).status_code == 503, "its own was not used up"

    serve(story)


def test_what_is_refused_anyway_is_refused(serve: Callable[..., Any]):
    async def story(server: Any) -> None:
        sandboxed(server, header=True)
        reply = await server.client.post(
            ARK, json={**BODY, "duration": 99}, headers={HEADER: "s1-14-bad-gateway"}
        )
        assert (reply.status_code, reply.json()["error"]["param"]) == (400, "duration")
        async with server.http("ot_live_nobody") as stranger:
            assert (await stranger.post(ARK, json=BODY, headers={HEADER: "ok"})).status_code == 401
        assert await server.stored() == (0, 0, 0)

    serve(story)


def test_chaos_draws_every_create_and_sends_nothing_out(serve: Callable[..., Any]):
    async def story(server: Any) -> None:
        sandboxed(server, chaos=chaos.profile("segmind-2026"), seed=11)
        statuses = [(await server.client.post(ARK, json=BODY)).status_code for _ in range(60)]
        assert not server.provider.sent
        drawn = [chaos.profile("segmind-2026").drawn(11, n) for n in range(1, 61)]
        made = await server.p.store.read(lambda sql: sql.all("task.open"))
        told = Counter([(await scenario_of(server, row["id"]))[0] for row in made])
        assert set(told) <= {DRAWN + name for name in drawn}
        assert told[DRAWN + PERFECT] == drawn.count(PERFECT)
        refused = ("s0-04", "s0-05", "s0-06", "s0-08", "s0-09", "s0-12", "s0-15", "s0-16", "s0-17")
        assert statuses.count(400) == sum(name.startswith(refused) for name in drawn)

    serve(story)


def test_a_drawn_scenario_strikes_every_time_it_is_drawn(serve: Callable[..., Any]):
    async def story(server: Any) -> None:
        sandboxed(server, chaos=chaos.profile("s2-09-rate-limit-in-a-header"))
        replies = [await server.client.post(ARK, json=BODY) for _ in range(4)]
        assert [(r.status_code, r.headers["retry-after"]) for r in replies] == [(429, "7")] * 4

    serve(story)


def test_a_server_without_a_sandbox_says_so(serve: Callable[..., Any]):
    async def story(server: Any) -> None:
        server.app = create_app(server.p, sandbox=Sandbox(server.p, header=True))
        async with server.http(await server.key()) as client:
            assert (await client.post(ARK, json=BODY, headers={HEADER: "ok"})).status_code == 403

    serve(story)


def test_nobody_orders_from_the_sandbox_by_its_name(serve: Callable[..., Any]):
    """A route called sandbox would be a way to fake without having been asked to."""

    async def story(server: Any) -> None:
        backend = sandboxed(server, header=False)
        reply = await server.client.post(NATIVE, json={"prompt": "a fox", "route": "sandbox"})
        assert (reply.status_code, reply.json()["code"]) == (400, "inexpressible")
        assert not backend.taken

    serve(story)
