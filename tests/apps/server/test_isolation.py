"""Another project's anything is the same nothing (threat T15): every route, every kind of thing.

The routes are read off the application: one that stands in none of the tables below fails here until somebody
has thought about what it names and what it shows.
"""

import json
import os
import random
import re
import statistics
import time
from typing import Any, NamedTuple

import pytest
from starlette.routing import Route

from onetake.core.scopes import EVERY, OPERATOR, OPS
from onetake.dialects.native import ENDPOINTS
from onetake.services import own_links
from onetake.services.accounts import DEFAULT_PROJECT, authenticate

from .creates import CREATES

HOOK = "https://93.184.216.34/hook"
PNG = b"\x89PNG\r\n\x1a\n" + b"picture"
NATIVE = "/onetake/v1"
ROUNDS = int(os.environ.get("ONETAKE_ISOLATION_ROUNDS") or 300)
"""Pairs of requests whose times are compared."""
CORE = re.compile(r"[a-z2-7]{26}")
NOTHING = "b" * 26

TASK, MESSAGE, KEY = "task", "message", "key"
NAMES: dict[str, str] = {
    # What the {id} of a path is: (dialect.)operation → kind.
    **dict.fromkeys(("get", "status", "cancel", "delete", "withdraw", "events", "content", "remix"), TASK),
    "ledger": TASK,
    **dict.fromkeys(("webhook.get", "webhook.resend"), MESSAGE),
}
OPERATORS = {op for op, scope in OPS.items() if scope in OPERATOR}
"""Routes that reach beyond a project by design: only keys of the operator's own project open them."""
NAMES.update({e.op: KEY for e in ENDPOINTS if e.op in OPERATORS and "{id}" in e.path})
BODIES: dict[str, Any] = {"remix": {"prompt": "blue"}, "limit": {"concurrency": 3}}
CREATING = {"create", "run", "edit", "extend", "estimate", "lint", "explain"}
"""Routes whose bodies may name things: see `named_in_bodies`."""
LISTING = {"list", "webhook.list", "webhook.places"}
OWN = {
    # What they show or change is the caller's own, and they take no name of anything.
    "account", "balance", "presign", "upload", "upload_base64", "upload_stream", "upload_url", "models",
    "routes", "webhook.register", "webhook.unregister", "webhook.enable", "webhook.test", "webhook.secret",
    "webhook.rotate",
}  # fmt: skip
SIGNED = {"file", "put", "callback"}
"""Routes that open to whoever holds a secret link."""
OPEN = {"home", "docs", "openapi", "static", "health", "error"}
"""Routes that say the same to everybody."""


class Things(NamedTuple):
    """What one project has, by kind; each kind in every spelling that we have for it."""

    task: list[str]
    message: list[str]
    key: list[str]
    upload: list[str]
    presigned: list[str]


def doors(s):
    return [
        (method, route.path, route.endpoint)
        for route in s.app.routes
        if isinstance(route, Route)
        for method in sorted(route.methods or ())
    ]


async def furnished(s) -> Things:
    """A project with one of everything: the usual client's."""
    made = {name: await s.client.post(c.path, json=c.body) for name, c in CREATES.items()}
    spelled = [re.search(r'"([\w-]*[a-z2-7]{26})"', r.text)[1] for r in made.values()]
    finished = await s.native(webhook_url=HOOK)
    await s.until(finished["id"], "succeeded")
    upload = (await s.client.post(f"{NATIVE}/uploads", content=PNG)).json()["id"]
    promise = await s.client.post("/api/v1/video/upload/presign?filename=a.png&content_type=image/png")
    await s.client.post(CREATES["native"].path, json={"prompt": "x"}, headers={"Idempotency-Key": "mine"})
    messages = (await s.client.get(f"{NATIVE}/webhooks")).json()["data"]
    secret = s.client.headers["authorization"].removeprefix("Bearer ")
    key = await s.p.store.read(lambda sql: authenticate(sql, s.p.derived("keys"), secret, s.p.clock()))
    presigned = re.search(r"api/uploads/([a-z2-7]{26})", promise.text)[1]
    tasks = [finished["id"], *spelled]
    return Things(tasks, [m["id"] for m in messages], [key.id], [upload], [presigned])


def nothing_like(name: str) -> str:
    """A name of the same shape that nobody has."""
    assert CORE.search(name), name
    return CORE.sub(NOTHING, name)


def told(reply, name: str) -> tuple[Any, ...]:
    """An answer, without what differs by nature: the request's own id and date, and the name asked for."""
    plain = {k: v for k, v in reply.headers.items() if k not in ("x-request-id", "date")}
    id = reply.headers["x-request-id"]
    body = reply.text.replace(id, "REQUEST")
    for part in (name, name[:40], name[-26:]):  # offences show the beginning of a long value
        body = body.replace(part, "NAME")
    return reply.status_code, plain, body


def test_t15_every_route_is_in_a_table(serve):
    async def scenario(s):
        tables = (set(NAMES), CREATING, LISTING, OWN, SIGNED, OPEN, OPERATORS - set(NAMES))
        for method, path, door in doors(s):
            assert sum(door.op in table for table in tables) == 1, (method, path, door.op)
            assert ("{id}" in path) == (door.op in NAMES or door.op in SIGNED or door.op == "error"), path
            assert door.public == (door.op in SIGNED | OPEN), path

    serve(scenario, worker=False)


def test_t15_another_projects_anything_is_the_same_nothing_on_every_route(serve):
    async def scenario(s):
        things = await furnished(s)
        stranger = s.http(await s.key(project="stranger"))
        asked = 0
        for method, path, door in doors(s):
            if door.op not in NAMES:
                continue
            for kind in things._fields:
                for name in getattr(things, kind):
                    nobodys = nothing_like(name)
                    body = BODIES.get(door.op)
                    replies = [
                        await stranger.request(method, path.replace("{id}", n), json=body)
                        for n in (name, nobodys)
                    ]
                    theirs, nothing = told(replies[0], name), told(replies[1], nobodys)
                    assert theirs == nothing, (method, path, kind)
                    wanted = 403 if door.op in OPERATORS else 404
                    assert replies[0].status_code == wanted, (method, path, kind, replies[0].text)
                    asked += 1
        assert asked > 200
        print(f"{asked} pairs of answers: another project's, and nothing's")
        # And the owner reaches each of them: it was no wrong path that said 404.
        for method, path, door in sorted(doors(s), key=lambda d: d[0] == "DELETE"):
            if door.op in NAMES and door.op not in OPERATORS:
                (name, *_) = getattr(things, NAMES[door.op])
                reply = await s.client.request(method, path.replace("{id}", name), json=BODIES.get(door.op))
                assert reply.status_code != 404, (method, path, reply.text)
                if method == "DELETE":
                    break

    serve(scenario)


def test_t15_lists_and_balances_show_nothing_of_another_project(serve):
    async def scenario(s):
        empty = s.http(await s.key(project="empty"))
        before = {}
        stranger = s.http(await s.key(project="stranger"))
        for method, path, door in doors(s):
            if door.op in LISTING | {"balance"}:
                before[method, path] = told(await stranger.request(method, path), "-" * 26)[2]
        things = await furnished(s)
        for method, path, door in doors(s):
            if door.op in LISTING | {"balance"}:
                now = told(await stranger.request(method, path), "-" * 26)
                assert now[2] == before[method, path], path
                assert now == told(await empty.request(method, path), "-" * 26), path
                for name in (n for kind in things for n in kind):
                    assert name[-26:] not in now[2]
                    for param in ("filter.task_ids", "ids", "after", "cursor", "status", "filter.model"):
                        pair = [
                            told(await stranger.request(method, path, params={param: n}), n)
                            for n in (name, nothing_like(name))
                        ]
                        assert pair[0] == pair[1], (path, param)

    serve(scenario)


def bodies_that_name(things: Things, s) -> list[tuple[str, dict[str, Any], str]]:
    """(path, body, the name in it): every place of a body where something of ours is named."""
    (upload, *_), (presigned, *_), (task, *_) = things.upload, things.presigned, things.task
    link = own_links.signed_url(s.p, f"/files/{upload}/upload.png", s.p.clock() + 600)
    film = own_links.signed_url(s.p, f"/files/{task}/video.mp4", s.p.clock() + 600)
    found = []
    for url, name in (
        (f"asset://{upload}", upload), (f"asset://{presigned}", presigned), (f"asset://{task}", task),
        (f"api/uploads/{presigned}/a.png", presigned), (link, upload), (film, task),
    ):  # fmt: skip
        media = [{"kind": "image", "role": "first_frame", "url": url}]
        for op in ("videos", "estimate", "lint", "routes/explain"):
            found.append((f"{NATIVE}/{op}", {"prompt": "a fox", "media": media}, name))
        image = {"type": "image_url", "image_url": {"url": url}, "role": "first_frame"}
        ark = CREATES["ark"].body
        found.append((CREATES["ark"].path, {**ark, "content": [*ark["content"], image]}, name))
        movie = CREATES["movie"].body
        found.append((CREATES["movie"].path, {**movie, "content": [*movie["content"], image]}, name))
        found.append((CREATES["evolink"].path, {**CREATES["evolink"].body, "image_urls": [url]}, name))
        for version in ("v1", "v2"):
            found.append((f"/{version}/seedance-2.0", {"prompt": "a fox", "first_frame_url": url}, name))
        found.append(("/v1/videos", {"prompt": "a fox", "input_reference": {"image_url": url}}, name))
    found.append(("/v1/videos", {"prompt": "a fox", "input_reference": {"file_id": upload}}, upload))
    for op in ("edits", "extensions"):
        found.append((f"/v1/videos/{op}", {"prompt": "blue", "video": {"id": task}}, task))
    return found


def test_t15_names_in_bodies_open_nothing(serve):
    async def scenario(s):
        things = await furnished(s)
        stranger = s.http(await s.key(project="stranger"))
        refused = 0
        for path, body, name in bodies_that_name(things, s):
            text = json.dumps(body)
            nobodys = nothing_like(name)
            assert name in text, path
            replies = []
            for n in (name, nobodys):
                sent = text.replace(name, n)
                headers = {"content-type": "application/json"}
                replies.append(await stranger.post(path, content=sent, headers=headers))
            pair = [told(replies[0], name), told(replies[1], nobodys)]
            for one in pair[0][1], pair[1][1]:
                one.pop("content-length", None)
            # A signature is of the name, so that a link to nothing has another one.
            clean = [re.sub(r"expires=[^\"\\]*|signature=[^\"\\&]*", "", p[2]) for p in pair]
            assert pair[0][:2] == pair[1][:2], (path, name, replies[0].text, replies[1].text)
            assert unnamed(clean[0]) == unnamed(clean[1]), (path, name)
            refused += replies[0].status_code in (400, 404, 422)
        assert refused > 30
        assert s.provider.sent[-1].project == DEFAULT_PROJECT

    serve(scenario)


def unnamed(text: str) -> str:
    """Without ids and times of what was made meanwhile."""
    return re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+Z|\b1\d{9}(\.\d+)?\b", "TIME", CORE.sub("ID", text))


def test_t15_links_of_files_open_to_their_signature_alone(serve):
    async def scenario(s):
        things = await furnished(s)
        stranger = s.http(await s.key(project="stranger"))
        for method, path, door in doors(s):
            if door.op not in SIGNED:
                continue
            for kind in things:
                for name in kind:
                    for query in ("", "?expires=9999999999&signature=AAAA", "?e=9999999999&s=AAAA"):
                        pair = []
                        for n in (name, nothing_like(name)):
                            at = path.replace("{id}", n).replace("{name}", "video.mp4") + query
                            reply = await stranger.request(method, at, content=b"x")
                            assert not reply.is_success or door.op == "callback", (at, reply.text)
                            pair.append(told(reply, n))
                        assert pair[0] == pair[1], path

    serve(scenario)


def test_t15_keys_with_every_scope_belong_to_the_operators_project_alone(serve):
    async def scenario(s):
        with pytest.raises(Exception, match="beyond their project"):
            await s.key(project="stranger", scopes=EVERY)

    serve(scenario, worker=False)


@pytest.mark.slow
def test_t15_the_time_of_an_answer_tells_nothing(serve):
    """Medians of interleaved requests; the order of each pair is drawn, so that a load counts for both."""

    async def scenario(s):
        things = await furnished(s)
        stranger = s.http(await s.key(project="stranger"))
        dice = random.Random(7)
        for path, name in (
            (f"{NATIVE}/videos/{{}}", things.task[0]),
            (f"{NATIVE}/videos/{{}}/content", things.task[0]),
            (f"{NATIVE}/videos/{{}}/ledger", things.task[0]),
            (f"{NATIVE}/webhooks/{{}}", things.message[0]),
            ("/v1/videos/{}", things.task[0]),
        ):
            ratio = 0.0
            for _ in range(5):
                times = {n: [] for n in (name, nothing_like(name))}
                for _ in range(ROUNDS):
                    for n in dice.sample(sorted(times), 2):
                        began = time.perf_counter()
                        reply = await stranger.get(path.format(n))
                        times[n].append(time.perf_counter() - began)
                        assert reply.status_code == 404
                ours, theirs = (statistics.median(times[n]) for n in (nothing_like(name), name))
                ratio = theirs / ours
                if 0.8 <= ratio <= 1.25:
                    break
            assert 0.8 <= ratio <= 1.25, (path, ratio)

    serve(scenario)
