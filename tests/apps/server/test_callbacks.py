"""`POST /callbacks/…`: opens to its secret path only, and tells nobody anything."""

import asyncio

from onetake.services import callbacks, changes


async def path_of(s, task_id: str) -> str:
    task = await s.p.store.read(lambda sql: changes.load(sql, task_id))
    return callbacks.url_for(s.p, task).removeprefix(s.p.policy.public_url)


def test_a_callback_wakes_the_worker(serve) -> None:
    async def scenario(s):
        made = await s.native()
        await s.when(lambda: s.provider.sent)
        await s.until(made["id"], "running")
        path = await path_of(s, made["id"])
        s.provider.status = "succeeded"
        plain = s.http("")
        reply = await plain.post(path, json={"id": "p-1", "status": "succeeded"})
        assert (reply.status_code, reply.json()) == (200, {})
        for _ in range(400):
            seen = (await s.client.get(f"/onetake/v1/videos/{made['id']}")).json()
            if seen["status"] == "succeeded":
                return
            await asyncio.sleep(0.005)
        raise AssertionError("nobody was woken")

    serve(scenario)


def test_what_is_no_callback_is_refused_and_changes_nothing(serve) -> None:
    async def scenario(s):
        made = await s.native()
        await s.when(lambda: s.provider.sent)
        path = await path_of(s, made["id"])
        for body in (b"", b"not json", b"[1]", b'{"a":1,"a":2}'):
            assert (await s.client.post(path, content=body)).status_code == 400
        for bad in (path + "x", path[:-3], "/callbacks/", "/callbacks/a.b.c", "/callbacks/%00"):
            assert (await s.client.post(bad, json={})).status_code in (404, 405)
        assert (await s.client.get(path)).status_code in (404, 405)
        assert (await s.client.post(path, content=b"{" + b" " * 300_000)).status_code == 413

    serve(scenario)
