"""Create in every dialect: nulls, profiles, replays, dry runs, waiting."""

import asyncio

ARK = "/api/v3/contents/generations/tasks"
NATIVE = "/onetake/v1/videos"
UNSET = (
    "safety_identifier", "callback_url", "return_last_frame", "service_tier", "execution_expires_after",
    "priority", "generate_audio", "draft", "camera_fixed", "watermark", "seed", "resolution", "ratio",
    "duration", "frames", "tools", "output_format", "omni_reference_task_type",
)  # fmt: skip


def asked(text="a fox", model="doubao-seedance-2-0-260128", **more):
    return {"model": model, "content": [{"type": "text", "text": text}], **more}


def test_eighteen_nulls_mean_nothing(serve):
    async def scenario(s):
        reply = await s.client.post(ARK, json=asked(**dict.fromkeys(UNSET)))
        assert reply.status_code == 200
        assert set(reply.json()) == {"id"}
        assert reply.json()["id"].startswith("cgt-")
        seen = (await s.client.get(f"{ARK}/{reply.json()['id']}")).json()
        assert (seen["status"], seen["duration"], seen["resolution"]) == ("queued", 5, "720p")

    serve(scenario, worker=False)


def test_the_profile_is_the_models_and_the_task_keeps_it(serve):
    async def scenario(s):
        for model, route in (
            ("doubao-seedance-2-0-260128", "volcengine"),
            ("dreamina-seedance-2-0-260128", "byteplus"),
        ):
            id = (await s.client.post(ARK, json=asked(model=model))).json()["id"]
            assert (await s.client.get(f"{NATIVE}/{id}")).json()["route"] == route
            assert (await s.client.get(f"{ARK}/{id}")).json()["model"] == model
        unknown = asked(model="seedance-x")
        byteplus = s.http(await s.key(route="byteplus"))
        assert "doubao" in (await s.client.post(ARK, json=unknown)).text
        assert "dreamina" in (await byteplus.post(ARK, json=unknown)).text

    serve(scenario, worker=False)


def test_a_length_left_to_the_model_is_told_and_billed_as_it_came_out(serve):
    async def scenario(s):
        id = (await s.client.post(ARK, json=asked(duration=-1, ratio="16:9"))).json()["id"]
        assert "duration" not in (await s.client.get(f"{ARK}/{id}")).json()
        seen = await s.until(id, "succeeded")
        told = (await s.client.get(f"{ARK}/{id}")).json()
        assert (told["duration"], told["usage"]["completion_tokens"]) == (5, 108_900)
        assert seen["price"]["amount"] == "5.0094"

    serve(scenario)


def test_the_same_key_and_body_is_the_same_task_in_every_dialect(serve):
    async def scenario(s):
        for path, body, other in (
            (ARK, asked(), asked("a wolf")),
            (NATIVE, {"prompt": "a fox"}, {"prompt": "a wolf"}),
        ):
            named = {"Idempotency-Key": "order-7"}
            first = await s.client.post(path, json=body, headers=named)
            again = await s.client.post(path, json=body, headers={"Idempotency-Key": '"order-7"'})
            assert "idempotency-replayed" not in first.headers
            assert again.headers["idempotency-replayed"] == "true"
            assert again.status_code == first.status_code
            assert again.json()["id"] == first.json()["id"]
            mismatch = await s.client.post(path, json=other, headers=named)
            assert mismatch.status_code == 422
            stranger = await s.http(await s.key(project="other")).post(path, json=other, headers=named)
            assert stranger.status_code == first.status_code
        assert (await s.stored())[:2] == (4, 4)

    serve(scenario, worker=False)


def test_a_key_that_is_no_key_is_named(serve):
    async def scenario(s):
        for bad in ("x" * 256, "é".encode("latin-1")):
            reply = await s.client.post(NATIVE, json={"prompt": "a fox"}, headers={"Idempotency-Key": bad})
            assert reply.status_code == 400
            assert reply.json()["offences"][0]["field"] == "Idempotency-Key"
        assert await s.stored() == (0, 0, 0)

    serve(scenario, worker=False)


def test_a_dry_run_prices_and_stores_nothing(serve):
    async def scenario(s):
        reply = await s.client.post(f"{NATIVE}?dry_run=1", json={"prompt": "a fox", "ratio": "16:9"})
        assert reply.status_code == 200
        assert reply.json()["expected"] == "5.0094"
        assert reply.json()["routes"]["byteplus"]["currency"] == "USD"
        assert (await s.client.post(f"{NATIVE}?dry_run=1", json={"prompt": ""})).status_code == 400
        assert (await s.client.post(f"{NATIVE}?dry_run=maybe", json={"prompt": "a"})).status_code == 400
        assert await s.stored() == (0, 0, 0)

    serve(scenario, worker=False)


def test_no_credit_is_refused_and_nothing_is_held(serve):
    async def scenario(s):
        poor = s.http(await s.key(credits=5_000_000))
        for path, body, status in ((ARK, asked(), 403), (NATIVE, {"prompt": "a fox"}, 402)):
            reply = await poor.post(path, json=body)
            assert reply.status_code == status
            assert "5" in reply.text
        account = (await poor.get("/onetake/v1/account")).json()
        assert (account["limited"], account["available"], account["pending"]) == (True, "5", "0")
        assert await s.stored() == (0, 0, 0)

    serve(scenario, worker=False)


def test_prefer_wait_answers_with_the_end_or_after_the_time(serve):
    async def scenario(s):
        body = {"prompt": "a fox", "ratio": "16:9"}
        early = await s.client.post(NATIVE, json=body, headers={"Prefer": "respond-async, wait=0"})
        assert early.status_code == 202
        assert early.headers["preference-applied"] == "wait=0"
        asking = asyncio.create_task(s.client.post(NATIVE, json=body, headers={"Prefer": "wait=30"}))
        await s.when(lambda: len(s.provider.sent) == 2)
        await s.until(s.provider.sent[-1].id, "succeeded")
        reply = await asking
        assert reply.status_code == 200
        assert reply.json()["status"] == "succeeded"
        assert reply.json()["output"]["video_url"].startswith("http://127.0.0.1:8787/files/")

    serve(scenario)


def test_waiting_ends_when_the_server_stops(serve):
    async def scenario(s):
        asking = asyncio.create_task(
            s.client.post(NATIVE, json={"prompt": "a fox"}, headers={"Prefer": "wait=60"})
        )
        await s.when(lambda: s.p.listeners)
        s.app.stop()
        assert (await asyncio.wait_for(asking, 5)).status_code == 202
        assert not s.p.listeners
        assert (await s.client.get("/healthz")).status_code == 503

    serve(scenario)


def test_cancel_delete_and_withdraw_by_state(serve):
    async def scenario(s):
        queued = await s.ark()
        assert (await s.client.request("DELETE", f"{ARK}/{queued}", json={})).json() == {}
        await s.until(queued, "cancelled")
        running = await s.ark("another fox")
        await s.until(running, "running")
        refused = await s.client.delete(f"{ARK}/{running}")
        assert refused.status_code == 409
        assert refused.headers["x-should-retry"] == "false"
        assert refused.json()["error"]["code"] == "InvalidAction.RunningTaskDeletion"
        assert (await s.client.delete(f"{NATIVE}/{running}")).status_code == 409
        await s.until(running, "succeeded")
        assert (await s.client.post(f"{NATIVE}/{running}/cancel", content=b"")).status_code == 409
        assert (await s.client.delete(f"{ARK}/{running}")).json() == {}
        assert (await s.client.get(f"{ARK}/{running}")).status_code == 404
        made = await s.native("a third fox")
        told = await s.client.post(
            f"{NATIVE}/{made['id']}/cancel", content=b"", headers={"Content-Type": "application/json"}
        )
        assert told.status_code == 200
        await s.until(made["id"], "cancelled")
        assert (await s.client.delete(f"{NATIVE}/{made['id']}")).status_code == 204

    serve(scenario)
