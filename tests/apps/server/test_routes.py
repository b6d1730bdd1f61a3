"""Who may open which door, and how a closed one answers."""

import re
from typing import Any

from starlette.routing import Route

from onetake.apps.server.app import PUBLIC
from onetake.apps.server.door import Door
from onetake.services import keys

ARK = "/api/v3/contents/generations/tasks"
APIYI = "/seedance/api/v3/contents/generations/tasks"
CORE = "a" * 26


def doors(server: Any) -> list[tuple[str, str, Door]]:
    return [
        (method, route.path, route.endpoint)
        for route in server.app.routes
        if isinstance(route, Route)
        for method in sorted(route.methods or ())
    ]


def filled(path: str) -> str:
    return path.replace("{id}", CORE).replace("{name}", "pages.css")


def test_t12_t38_every_route_is_locked_unless_it_is_in_the_reviewed_set(serve):
    async def scenario(s):
        known = doors(s)
        assert len(known) > 25
        assert {path for _, path, door in known if door.public} == PUBLIC
        stranger = s.http()
        for method, path, door in known:
            reply = await stranger.request(method, filled(path))
            if door.public:
                assert reply.status_code != 401, path
            else:
                assert reply.status_code == 401, (method, path)
                assert reply.headers["x-should-retry"] == "false"

    serve(scenario, worker=False)


def test_t12_the_document_names_for_every_door_the_scope_that_the_door_asks_for(serve):
    async def scenario(s):
        told = (await s.http().get("/openapi.json")).json()["paths"]
        asked = {(method, path): door.scope for method, path, door in doors(s) if method != "HEAD"}
        shown = 0
        for path, item in told.items():
            for method, operation in item.items():
                scope = asked[method.upper(), path]
                assert operation["security"] == ([{"bearer": [scope]}, {"key": [scope]}] if scope else []), (
                    path
                )
                shown += 1
        assert shown > 60

    serve(scenario, worker=False)


def test_a_wrong_key_a_revoked_key_and_a_key_in_the_query_open_nothing(serve):
    async def scenario(s):
        key = await s.key()
        assert (await s.http(key).get(ARK)).status_code == 200
        assert (await s.http(key[:-1] + "x").get(ARK)).status_code == 401
        assert (await s.http().get(f"{ARK}?api_key={key}&key={key}")).status_code == 401
        name = (await s.http(key).get("/onetake/v1/account")).json()["key"]

        def revoke(sql):
            return keys.revoke(sql, s.p.clock(), "default", keys.one(sql, "default", name))

        assert await s.p.store.transact(revoke)
        assert (await s.http(key).get(ARK)).status_code == 401

    serve(scenario, worker=False)


def test_another_projects_task_looks_like_none(serve):
    async def scenario(s):
        id = await s.ark()
        other = s.http(await s.key(project="other"))
        missing = "cgt-20270101000000-" + CORE
        for method, path in (("GET", ARK), ("DELETE", ARK), ("GET", "/onetake/v1/videos")):
            theirs = await other.request(method, f"{path}/{id}", headers={"X-Request-Id": "same"})
            nothing = await other.request(method, f"{path}/{missing}", headers={"X-Request-Id": "same"})
            assert theirs.status_code == nothing.status_code == 404
            assert theirs.content == nothing.content
        listed = await other.get(ARK, params={"filter.task_ids": id})
        assert listed.json() == {"total": 0, "items": []}
        assert (await s.client.get(f"{ARK}/{id}")).status_code == 200

    serve(scenario, worker=False)


def test_a_path_that_nothing_is_at_answers_in_the_dialect_of_its_prefix(serve):
    async def scenario(s):
        for path in ("/api/v3/nothing", "/seedance/api/v3/x", f"{ARK}/a/b"):
            reply = await s.client.get(path)
            assert reply.status_code == 404
            assert reply.json()["error"]["code"] == "ResourceNotFound"
        for path in ("/nothing", "/onetake/v1/nothing", "/api/v30"):
            reply = await s.client.get(path)
            assert reply.status_code == 404
            assert reply.headers["content-type"] == "application/problem+json"
            assert reply.json()["code"] == "not_found"

    serve(scenario, worker=False)


def test_apiyi_offers_create_and_get_only(serve):
    async def scenario(s):
        body = {"model": "doubao-seedance-2-0-260128", "content": [{"type": "text", "text": "a fox"}]}
        id = (await s.client.post(APIYI, json=body)).json()["id"]
        assert (await s.client.get(f"{APIYI}/{id}")).json()["status"] == "queued"
        for reply, allowed in (
            (await s.client.get(APIYI), "POST"),
            (await s.client.delete(f"{APIYI}/{id}"), "GET, HEAD"),
        ):
            assert reply.status_code == 405
            assert reply.headers["allow"] == allowed
            assert reply.json()["error"]["message"].endswith(f"Request id: {reply.headers['x-request-id']}")

    serve(scenario, worker=False)


def test_t21_the_request_id_is_echoed_only_when_it_is_harmless(serve):
    async def scenario(s):
        told = await s.client.get(ARK, headers={"X-Request-Id": "my-id_7"})
        assert told.headers["x-request-id"] == "my-id_7"
        for bad in ("a b", "x" * 65, "é", "a;b", ""):
            reply = await s.client.get(ARK, headers={"X-Request-Id": bad.encode("latin-1")})
            assert re.fullmatch(r"[0-9a-f]{20}", reply.headers["x-request-id"])
        refused = await s.http().get(ARK, headers={"X-Request-Id": "my-id_8"})
        assert refused.json()["error"]["message"].endswith("Request id: my-id_8")

    serve(scenario, worker=False)


def test_t24_every_answer_says_nosniff_runs_nothing_and_has_an_id(serve):
    async def scenario(s):
        ids = set()
        for method, path, _ in doors(s):
            reply = await s.client.request(method, filled(path), content=b"")
            assert reply.headers["x-content-type-options"] == "nosniff", path
            if reply.headers["content-type"].startswith("text/html"):
                assert reply.headers["referrer-policy"] == "no-referrer", path
            policy = reply.headers["content-security-policy"]
            assert {"base-uri 'none'", "object-src 'none'"} <= set(policy.split("; ")), path
            assert "default-src 'none'" in policy, path
            ids.add(reply.headers["x-request-id"])
            assert reply.status_code < 500
        assert len(ids) == len(doors(s))

    serve(scenario, worker=False)


def test_t12_hosts_outside_of_the_list_are_not_served(serve):
    async def scenario(s):
        for host, status in (
            ("127.0.0.1:8787", 200), ("127.0.0.1", 200), ("a.example.com", 200), ("example.com", 400),
            ("evil.test", 400), ("evil.test:127", 400), ("127.0.0.1.evil.test", 400), ("", 400),
        ):  # fmt: skip
            reply = await s.client.get("/healthz", headers={"Host": host})
            assert reply.status_code == status, host
        assert (await s.client.get(ARK, headers={"Host": "evil.test"})).json()["error"][
            "type"
        ] == "BadRequest"

    serve(scenario, worker=False, hosts=("127.0.0.1", "*.example.com"))


def test_an_exception_of_ours_is_a_500_with_an_id_and_no_resend(serve, caplog):
    async def scenario(s):
        s.p.store.read, kept = None, s.p.store.read
        replies = [await s.client.get(path) for path in (ARK, "/onetake/v1/videos")]
        s.p.store.read = kept
        for reply in replies:
            assert reply.status_code == 500
            assert reply.headers["x-should-retry"] == "false"
            assert "NoneType" not in reply.text
            assert reply.headers["x-request-id"] in caplog.text

    serve(scenario, worker=False)


def test_after_a_commit_no_answer_invites_a_resend(serve, monkeypatch):
    async def scenario(s):
        def broken(*_):
            raise RuntimeError("cannot render")

        monkeypatch.setattr("onetake.apps.server.repeats.view", broken)
        reply = await s.client.post("/onetake/v1/videos", json={"prompt": "a fox", "ratio": "16:9"})
        assert reply.status_code == 500
        assert reply.headers["x-should-retry"] == "false"
        assert (await s.stored())[:2] == (1, 1)

    serve(scenario, worker=False)
