"""movie on the whole server: create, query, list, cancel, balance, errors told in both ways (contract §5)."""

import asyncio
import json
from urllib.parse import parse_qsl, urlsplit

import pytest
from jsonschema import Draft202012Validator

from onetake.core import catalogue
from onetake.dialects import dialect
from onetake.services import changes
from onetake.services.views import view

BASE = "/api/v1/video"
TASK, TASKS, BALANCE = f"{BASE}/task", f"{BASE}/tasks", f"{BASE}/balance"
ARK = "/api/v3/contents/generations/tasks"
FIELDS = [
    "task_id", "model", "status", "resolution", "ratio", "duration", "generate_audio", "seed", "video_url",
    "last_frame_url", "error_code", "error_message", "credit_cost", "created_at", "updated_at",
]  # fmt: skip


def body(prompt="a fox", **more):
    return {"content": [{"type": "text", "text": prompt}], **more}


async def made(s, client=None, **more):
    reply = await (client or s.client).post(TASK, json=body(**more))
    assert reply.status_code == 200, reply.text
    return reply.json()["result"]


async def read(s, id, client=None):
    reply = await (client or s.client).get(f"{TASK}/{id}")
    assert reply.status_code == 200, reply.text
    told = reply.json()
    assert (told["code"], told["message"]) == ("200", "Success")
    return told["result"]


async def listed(s, **params):
    reply = await s.client.get(TASKS, params=params)
    assert reply.status_code == 200, reply.text
    return reply.json()["result"]


def error(reply):
    told = reply.json()
    assert told.keys() == {"code", "message", "result"}
    assert told["result"] is None
    return reply.status_code, told["code"]


# ------------------------------------------------------------------ create and query


def test_the_receipt_tells_what_it_will_cost(serve):
    async def scenario(s):
        for asked, cost in (
            ({"duration": 8}, 14.4),
            ({"duration": 8, "resolution": "1080p"}, 36),
            ({"duration": 8, "resolution": "480p"}, 7.2),
            ({"duration": 8, "resolution": "1080p", "model": "seedance-2.0-fast"}, 26.496),
            ({"duration": 8, "model": "seedance-2.0-fast"}, 11.52),
            ({"duration": 8, "resolution": "480p", "model": "seedance-2.0-fast"}, 5.76),
            ({}, 9),
        ):
            receipt = await made(s, **asked)
            assert receipt.keys() == {"task_id", "status", "credit_cost"}
            assert (receipt["status"], receipt["credit_cost"]) == ("pending", cost)

    serve(scenario, worker=False)


def test_a_task_from_accept_to_file(serve):
    async def scenario(s):
        id = (await made(s, ratio="21:9"))["task_id"]
        waiting = await read(s, id)
        assert list(waiting) == FIELDS
        assert waiting["status"] in ("pending", "queued")
        assert (waiting["seed"], waiting["video_url"], waiting["last_frame_url"]) == (None, None, None)
        assert (waiting["credit_cost"], waiting["ratio"]) == (9, "21:9")
        await s.when(lambda: s.provider.sent)
        for _ in range(200):
            if (waiting := await read(s, id))["status"] == "queued":
                break
            await asyncio.sleep(0.005)
        assert waiting["status"] == "queued"
        await s.until(id, "running")
        assert (await read(s, id))["status"] == "processing"
        await s.until(id, "succeeded")
        done = await read(s, id)
        assert list(done) == FIELDS
        assert (done["status"], done["error_code"], done["error_message"]) == ("completed", None, None)
        assert (done["credit_cost"], done["last_frame_url"], done["seed"]) == (9, None, None)
        assert done["created_at"] <= done["updated_at"]
        assert done["created_at"].endswith("Z")
        assert (await s.client.get(done["video_url"])).status_code == 200

    serve(scenario)


def test_a_seed_is_told_to_whoever_set_it(serve):
    async def scenario(s):
        fixed, free = (await made(s, seed=7))["task_id"], (await made(s, seed=-1))["task_id"]
        for id in (fixed, free):
            await s.until(id, "running")
        assert ((await read(s, fixed))["seed"], (await read(s, free))["seed"]) == (7, None)
        assert (await s.client.get(f"{ARK}/{free}")).json()["seed"] > 0

    serve(scenario)


def test_a_last_frame_where_it_was_asked_for(serve):
    async def scenario(s):
        id = (await made(s, return_last_frame=True))["task_id"]
        await s.until(id, "succeeded")
        assert (await s.client.get((await read(s, id))["last_frame_url"])).status_code == 200

    serve(scenario)


def test_a_failed_task_costs_nothing_and_says_why(serve):
    async def scenario(s):
        id = (await made(s))["task_id"]
        await s.until(id, "failed")
        done = await read(s, id)
        assert (done["status"], done["credit_cost"], done["video_url"]) == ("failed", 0, None)
        assert done["error_code"] == "INTERNAL_ERROR"
        assert done["error_message"]

    serve(scenario)


def test_the_same_task_in_other_dialects(serve):
    async def scenario(s):
        id = (await made(s))["task_id"]
        ark = (await s.client.get(f"{ARK}/cgt-20260101000000-{id}")).json()
        assert (ark["status"], ark["model"]) == ("queued", "doubao-seedance-2-0-260128")
        from_ark = await read(s, await s.ark(duration=-1))
        assert (from_ark["status"], from_ark["model"]) == ("pending", "seedance-2.0")
        assert (from_ark["duration"], from_ark["ratio"]) == (None, None)
        assert list(from_ark) == FIELDS

    serve(scenario, worker=False)


def test_keys_come_in_every_header_and_nobody_elses_task_is_there(serve):
    async def scenario(s):
        id = (await made(s))["task_id"]
        key = await s.key(project="other")
        async with s.http() as stranger:
            assert error(await stranger.get(f"{TASK}/{id}")) == (401, "INVALID_API_KEY")
            named = {"X-API-Key": key}
            for asked in (id, "a" * 26, "nonsense", "%00"):
                reply = await stranger.get(f"{TASK}/{asked}", headers=named)
                assert error(reply) == (404, "TASK_NOT_FOUND")
            assert (await stranger.get(TASKS, headers=named)).json()["result"]["total"] == 0
            assert error(await stranger.post(f"{TASK}/{id}/cancel", headers=named)) == (404, "TASK_NOT_FOUND")

    serve(scenario, worker=False)


@pytest.mark.parametrize(
    ("content", "code", "field"),
    [
        (b"", "INVALID_PARAMETER", ""),
        (b"{", "INVALID_PARAMETER", ""),
        (b"[]", "INVALID_PARAMETER", ""),
        (b'{"content": [{"type": "text", "text": "a"}], "seed": 1, "seed": 2}', "INVALID_PARAMETER", "seed"),
        (b"{}", "MISSING_PARAMETER", "content"),
        (b'{"content": []}', "MISSING_PARAMETER", "content"),
        (b'{"content": null}', "MISSING_PARAMETER", "content"),
        (b'{"content": {"type": "text"}}', "INVALID_PARAMETER", "content"),
        (b'{"content": [{"type": "text", "text": " "}]}', "MISSING_PARAMETER", "content[0].text"),
        (json.dumps(body(duration=-1)).encode(), "INVALID_PARAMETER", "duration"),
        (json.dumps(body(ratio="adaptive")).encode(), "INVALID_PARAMETER", "ratio"),
        (json.dumps(body(resolution="4k")).encode(), "INVALID_PARAMETER", "resolution"),
        (json.dumps(body(model="seedance-9")).encode(), "INVALID_PARAMETER", "model"),
        (json.dumps(body(callback_url="http://a.example")).encode(), "INVALID_PARAMETER", "callback_url"),
        (json.dumps(body(callback_url="https://127.0.0.1")).encode(), "INVALID_PARAMETER", "callback_url"),
        (b'{"content": [{"type": "image_url", "image_url": "file:///etc/passwd"}]}', "INVALID_PARAMETER",
         "content[0].image_url"),
        (b'{"content": [{"type": "image_url", "image_url": "http://169.254.169.254/"}]}', "INVALID_PARAMETER",
         "content[0].image_url"),
        (b'{"content": [{"type": "image_url", "image_url": "api/uploads/../../x"}]}', "INVALID_PARAMETER",
         "content[0].image_url"),
    ],
)  # fmt: skip
def test_hostile_bodies_are_refused_by_name_and_leave_nothing(serve, content, code, field):
    async def scenario(s):
        reply = await s.client.post(TASK, content=content, headers={"Content-Type": "application/json"})
        assert error(reply) == (400, code)
        opening = {"MISSING_PARAMETER": "Missing", "INVALID_PARAMETER": "Invalid"}[code] + " parameter: "
        assert reply.json()["message"].startswith(f"{opening}{field}")
        assert await s.stored() == (0, 0, 0)

    serve(scenario, worker=False)


def test_an_idempotency_key_gives_one_task(serve):
    async def scenario(s):
        named = {"Idempotency-Key": "one"}
        ids = [(await s.client.post(TASK, json=body(), headers=named)).json()["result"] for _ in range(2)]
        assert ids[0]["task_id"] == ids[1]["task_id"]
        reply = await s.client.post(TASK, json=body("a hen"), headers=named)
        assert error(reply) == (400, "INVALID_PARAMETER")

    serve(scenario, worker=False)


# ------------------------------------------------------------------ list


def test_pages_and_their_numbers(serve):
    async def scenario(s):
        ids = [(await made(s, prompt=f"fox {n}"))["task_id"] for n in range(23)]
        await s.ark()  # another dialect's task is not listed here
        first, second = await listed(s), await listed(s, page=2)
        assert (first["total"], first["page"], first["page_size"], len(first["data"])) == (23, 1, 20, 20)
        assert (second["page"], len(second["data"])) == (2, 3)
        assert [t["task_id"] for t in first["data"] + second["data"]] == ids[::-1]
        assert all(list(t) == FIELDS for t in first["data"])
        assert (await listed(s, page=4, page_size=7))["data"][-1]["task_id"] == ids[0]
        empty = await listed(s, page=9)
        assert (empty["data"], empty["total"]) == ([], 23)

    serve(scenario, worker=False)


def test_old_tasks_stay_in_the_list(serve):
    async def scenario(s):
        id = (await made(s))["task_id"]
        real = s.p.clock
        s.p.clock = lambda: real() + 30 * 86_400
        assert [t["task_id"] for t in (await listed(s))["data"]] == [id]

    serve(scenario, worker=False)


def test_the_filter_shows_what_bears_its_word(serve):
    async def scenario(s):
        ended = {}
        for word, status in (("completed", "succeeded"), ("failed", "failed"), ("expired", "expired")):
            ended[word] = (await made(s))["task_id"]
            await s.until(ended[word], status)
        s.provider.status = "running"
        ended["processing"] = (await made(s))["task_id"]
        await s.until(ended["processing"], "running")
        s.provider.status = "queued"
        ended["queued"] = (await made(s))["task_id"]
        for _ in range(400):
            if (await read(s, ended["queued"]))["status"] == "queued":
                break
            await asyncio.sleep(0.005)
        for word, id in ended.items():
            page = await listed(s, status=word)
            assert [(t["task_id"], t["status"]) for t in page["data"]] == [(id, word)]
            assert page["total"] == 1
        assert (await listed(s, status="pending"))["data"] == []
        assert (await listed(s, status="cancelled"))["total"] == 0
        assert (await listed(s, status=""))["total"] == 5

    serve(scenario)


def test_a_task_that_was_not_handed_over_is_pending(serve):
    async def scenario(s):
        id = (await made(s))["task_id"]
        assert [t["task_id"] for t in (await listed(s, status="pending"))["data"]] == [id]
        assert (await listed(s, status="queued"))["data"] == []

    serve(scenario, worker=False)


@pytest.mark.parametrize(
    "params",
    [{"page": 0}, {"page": -1}, {"page": "x"}, {"page_size": 0}, {"page_size": 101}, {"page": 10**9},
     {"status": "succeeded"}, {"page": "1", "page_size": "1e2"}],
)  # fmt: skip
def test_s3_row_24_a_page_out_of_range(serve, params):
    async def scenario(s):
        reply = await s.client.get(TASKS, params=params)
        assert error(reply) == (400, "INVALID_PARAMETER")
        assert any(name in reply.json()["message"] for name in params)

    serve(scenario, worker=False)


def test_a_query_without_end_is_refused(serve):
    async def scenario(s):
        told = []

        async def receive():
            return {"type": "http.request", "body": b""}

        async def send(message):
            told.append(message)

        key = s.client.headers["authorization"].encode()
        scope = {
            "type": "http", "method": "GET", "path": TASKS, "query_string": b"status=" + b"x" * 70_000,
            "headers": [(b"authorization", key)],
        }  # fmt: skip
        await s.app(scope, receive, send)
        assert told[0]["status"] == 400

    serve(scenario, worker=False)


# ------------------------------------------------------------------ cancel


def test_a_pending_task_is_cancelled_at_once(serve):
    async def scenario(s):
        for more in ({}, {"headers": {"Content-Type": "application/json"}}, {"content": b"{}"}):
            id = (await made(s))["task_id"]
            reply = await s.client.post(f"{TASK}/{id}/cancel", **more)
            assert reply.json() == {
                "code": "200", "message": "Success", "result": {"task_id": id, "status": "cancelled"},
            }  # fmt: skip
            task = await read(s, id)
            assert (task["status"], task["error_code"], task["credit_cost"]) == ("cancelled", None, 0)
            assert error(await s.client.post(f"{TASK}/{id}/cancel")) == (400, "TASK_CANCEL_NOT_ALLOWED")

    serve(scenario, worker=False)


def test_a_task_in_the_making_is_cancelled_as_far_as_the_backend_follows(serve):
    async def scenario(s):
        id = (await made(s))["task_id"]
        await s.until(id, "running")
        told = (await s.client.post(f"{TASK}/{id}/cancel")).json()["result"]
        assert told == {"task_id": id, "status": "cancelled"}

    serve(scenario)


def test_what_is_not_cancelled_yet_is_not_said_to_be(serve, monkeypatch):
    async def scenario(s):
        async def deaf(task):
            return

        monkeypatch.setattr(s.provider, "cancel", deaf)
        monkeypatch.setattr("onetake.services.tasks.VERDICT", 0.05)
        id = (await made(s))["task_id"]
        await s.until(id, "running")
        told = (await s.client.post(f"{TASK}/{id}/cancel")).json()["result"]
        assert told == {"task_id": id, "status": "processing"}

    serve(scenario)


def test_a_finished_task_cannot_be_cancelled(serve):
    async def scenario(s):
        id = (await made(s))["task_id"]
        await s.until(id, "succeeded")
        assert error(await s.client.post(f"{TASK}/{id}/cancel")) == (400, "TASK_CANCEL_NOT_ALLOWED")

    serve(scenario)


# ------------------------------------------------------------------ balance


async def money(client):
    result = (await client.get(BALANCE)).json()["result"]
    assert list(result) == ["total_credits", "used_credits", "remain_credits"]
    return tuple(result.values())


def test_the_balance_shows_what_is_settled_and_no_holds(serve):
    async def scenario(s):
        async with s.http(await s.key(credits=100_000_000)) as client:
            assert await money(client) == (100, 0, 100)
            paid = (await made(s, client))["task_id"]
            assert await money(client) == (100, 0, 100)  # paid on delivery: a hold does not show
            await s.until(paid, "succeeded")
            assert await money(client) == (100, 9, 91)
            free = (await made(s, client))["task_id"]
            await s.until(free, "failed")
            assert await money(client) == (100, 9, 91)

    serve(scenario)


def test_holds_that_do_not_show_still_count(serve):
    async def scenario(s):
        async with s.http(await s.key(credits=20_000_000)) as client:
            await made(s, client, duration=8)
            reply = await client.post(TASK, json=body(duration=8))
            assert error(reply) == (402, "INSUFFICIENT_CREDIT")
            assert "14.4" in reply.json()["message"]
            assert await money(client) == (20, 0, 20)

    serve(scenario, worker=False)


def test_no_credit_and_no_limit(serve):
    async def scenario(s):
        async with s.http(await s.key(credits=0)) as client:
            assert await money(client) == (0, 0, 0)
            assert error(await client.post(TASK, json=body())) == (402, "INSUFFICIENT_CREDIT")
        assert await money(s.client) == (10**9, 0, 10**9)
        id = (await made(s))["task_id"]
        await s.until(id, "succeeded")
        assert await money(s.client) == (10**9, 9, 10**9 - 9)

    serve(scenario)


def test_s3_row_25_a_client_that_gave_up_polling_is_no_verdict(serve):
    async def scenario(s):
        async with s.http(await s.key(credits=100_000_000)) as client:
            id = (await made(s, client))["task_id"]
            await s.until(id, "running")
            real = s.p.clock
            s.p.clock = lambda: real() + 3600  # the document's own program stops after 600 s
            s.p.wake.wake(f"task:{id}", 0.0)
            await asyncio.sleep(0.05)
            assert (await read(s, id))["status"] == "processing"
            row = await s.p.store.read(lambda sql: sql.one("hold.get", task=id))
            assert (row["amount"], row["closed_at"]) == (9_000_000, None)
            s.p.clock = real
            await s.until(id, "succeeded")
            assert await money(client) == (100, 9, 91)

    serve(scenario)


# ------------------------------------------------------------------ errors told in both ways


@pytest.fixture
def lenient():
    catalogue.overlay({"routes": {"movie": {"error_http": 200}}})
    yield
    catalogue.overlay({})


def test_told_by_the_body_alone(serve, lenient):
    async def scenario(s):
        id = (await made(s))["task_id"]
        async with s.http() as stranger:
            assert error(await stranger.get(f"{TASK}/{id}")) == (200, "INVALID_API_KEY")
        assert error(await s.client.get(f"{TASK}/{'a' * 26}")) == (200, "TASK_NOT_FOUND")
        assert error(await s.client.post(TASK, json=body(duration=99))) == (200, "INVALID_PARAMETER")
        assert error(await s.client.get(TASKS, params={"page": 0})) == (200, "INVALID_PARAMETER")
        assert (await read(s, id))["status"] == "pending"
        ark = await s.client.get(f"{ARK}/cgt-20260101000000-{'a' * 26}")
        assert ark.status_code == 404  # the others keep theirs

    serve(scenario, worker=False)


def test_nothing_is_answered_in_the_same_words(serve):
    async def scenario(s):
        assert error(await s.client.get(f"{BASE}/nothing")) == (404, "TASK_NOT_FOUND")
        assert error(await s.client.put(TASK)) == (405, "TASK_NOT_FOUND")

    serve(scenario, worker=False)


def test_a_callback_is_the_answer_to_a_query(serve):
    async def scenario(s):
        id = (await made(s))["task_id"]
        await s.until(id, "succeeded")
        task = await s.p.store.read(lambda sql: changes.load(sql, id))
        told = dialect("movie").write_task(view(s.p, task))
        assert told["result"] == await read(s, id)

    serve(scenario)


def test_every_answer_is_what_the_document_of_this_server_says(serve):
    async def scenario(s):
        told = (await s.client.get("/openapi.json")).json()

        def check(reply, method, path):
            described = told["paths"][path][method]["responses"]
            answer = described.get(str(reply.status_code), described["default"])
            schema = answer["content"]["application/json"]["schema"]
            Draft202012Validator({**schema, "components": told["components"]}).validate(reply.json())

        created = await s.client.post(TASK, json=body(seed=7, duration=4))
        id = created.json()["result"]["task_id"]
        check(created, "post", TASK)
        params = {"filename": "a.png", "content_type": "image/png"}
        check(await s.client.post(f"{BASE}/upload/presign", params=params), "post", f"{BASE}/upload/presign")
        check(await s.client.get(BALANCE), "get", BALANCE)
        for status in ("running", "succeeded"):
            await s.until(id, status)
            check(await s.client.get(f"{TASK}/{id}"), "get", TASK + "/{id}")
            check(await s.client.get(TASKS), "get", TASKS)
        late = await s.client.post(f"{TASK}/{id}/cancel")
        assert late.status_code == 400
        check(late, "post", TASK + "/{id}/cancel")
        failed = (await made(s))["task_id"]
        await s.until(failed, "failed")
        check(await s.client.get(f"{TASK}/{failed}"), "get", TASK + "/{id}")
        s.provider.status = "queued"
        other = (await made(s))["task_id"]
        check(await s.client.post(f"{TASK}/{other}/cancel"), "post", TASK + "/{id}/cancel")
        check(await s.client.post(TASK, json={}), "post", TASK)

    serve(scenario)


def test_a_films_link_lives_for_a_week(serve):
    async def scenario(s):
        id = (await made(s))["task_id"]
        await s.until(id, "succeeded")
        link = (await read(s, id))["video_url"]
        until = int(dict(parse_qsl(urlsplit(link).query))["expires"])
        assert abs(until - s.p.clock() - 604_800) < 60
        real = s.p.clock
        s.p.clock = lambda: real() + 604_000
        assert (await s.client.get(link)).status_code == 200
        s.p.clock = lambda: real() + 605_000
        assert (await s.client.get(link)).status_code == 403

    serve(scenario)
