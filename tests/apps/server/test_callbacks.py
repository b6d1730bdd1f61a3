"""`POST /callbacks/…`: opens to its secret path only, and tells nobody anything."""

import asyncio

import pytest

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


NONSENSE = (b"", b"not json", b"[1]", b'{"a":1,"a":2}', b"\xff", b"[" * 50_000)


@pytest.mark.parametrize(("route", "status"), [("volcengine", 200), ("evolink", 400)])
def test_s1_row_28_a_body_that_is_no_json_is_told_where_the_contract_says_so(serve, route, status) -> None:
    async def scenario(s):
        made = await s.native()
        await s.when(lambda: s.provider.sent)
        await s.until(made["id"], "running")
        s.provider.route = route
        path = await path_of(s, made["id"])
        before = await s.p.store.read(lambda sql: changes.load(sql, made["id"]))
        for body in NONSENSE:
            assert (await s.client.post(path, content=body)).status_code == status
        after = await s.p.store.read(lambda sql: changes.load(sql, made["id"]))
        assert (after.phase, after.hint, after.attempt) == (before.phase, before.hint, before.attempt)

    serve(scenario)


def test_t18_a_path_that_is_wrong_is_one_404_whatever_is_sent_there(serve) -> None:
    """Oversized, not JSON, empty: nothing of the body is looked at, so nothing is learnt from the answer."""

    async def scenario(s):
        made, other = await s.native(), await s.native()
        path = await path_of(s, made["id"])
        name, attempt, mac = path.rpartition("/")[2].split(".")
        wrong = [
            path + "x", path[:-3], path[:-1] + ("a" if path[-1] != "a" else "b"), path.upper(),
            f"/callbacks/{other['id']}.{attempt}.{mac}", f"/callbacks/{name}.2.{mac}",
            f"/callbacks/{name}.{attempt}.", f"/callbacks/{name}", "/callbacks/a.b.c", "/callbacks/%00",
        ]  # fmt: skip
        told = set()
        for bad in wrong:
            for content in (b"{}", b'{"id": "p-1", "status": "succeeded"}', b" " * 300_000, *NONSENSE):
                reply = await s.client.post(bad, content=content)
                told.add((reply.status_code, reply.json()["detail"], reply.json()["code"]))
        assert len(told) == 1, told
        assert told.pop()[0] == 404
        assert (await s.client.get(path)).status_code in (404, 405)
        assert (await s.client.post(path, content=b"{" + b" " * 300_000)).status_code == 413

    serve(scenario, worker=False)
