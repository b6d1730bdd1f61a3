"""A disk that fills up and empties again, and file handles that run out (T35)."""

import errno

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.routing import Route

from onetake.apps.server import watermark
from onetake.apps.server.watermark import INTAKE, LOOK, PLENTY, Watermark

NATIVE = "/onetake/v1/videos"
CORE = "a" * 26
KEPT_APART = {
    "callback", "cancel", "delete", "withdraw", "lint", "estimate", "explain",
}  # fmt: skip
"""Operations that change something and keep no file and no task: reviewed."""


def filling(s, share: float, free: int = 1):
    """From now on the disk looks like this."""
    s.app.house.watermark._look = lambda folder: (share, free)
    s.app.house.watermark._seen = (-LOOK, False)


@given(st.floats(0, 1), st.integers(0, 2 * PLENTY), st.floats(0.5, 1))
def test_t35_a_disk_is_full_above_the_mark_and_never_with_plenty_left(share, free, most):
    mark = Watermark(None, most, lambda: 0.0, lambda folder: (share, free))  # type: ignore[arg-type]
    assert mark.full() == (share >= most and free < PLENTY)


def test_t35_a_look_counts_for_a_second_and_a_failed_one_for_nothing():
    now, looks = [0.0], []

    def look(folder):
        looks.append(now[0])
        if len(looks) == 3:
            raise OSError("gone")
        return 0.95, 0

    mark = Watermark(None, 0.9, lambda: now[0], look)  # type: ignore[arg-type]
    for at, wanted in ((0.0, True), (0.9, True), (1.0, True), (2.0, False), (2.9, False), (3.0, True)):
        now[0] = at
        assert mark.full() is wanted, at
    assert looks == [0.0, 1.0, 2.0, 3.0]


def test_t35_the_real_disk_is_looked_at(tmp_path):
    share, free = watermark.used(tmp_path)
    assert 0 < share <= 1
    assert free > 0


def test_t35_intake_stops_with_a_time_to_come_back_and_goes_on_by_itself(serve):
    async def scenario(s):
        made = await s.native()
        await s.until(made["id"], "succeeded")
        filling(s, 0.91)
        for path, body in ((NATIVE, {"prompt": "a fox"}), ("/v1/videos", {"prompt": "a fox"})):
            reply = await s.client.post(path, json=body)
            assert (reply.status_code, reply.headers["retry-after"]) == (503, "30"), reply.text
            assert reply.headers["x-onetake-error"] == "storage_full"
        upload = await s.client.post("/onetake/v1/uploads", content=b"\x89PNG\r\n\x1a\n" + b"x" * 50)
        assert upload.json()["code"] == "storage_full"
        # What is here is still served, watched, cancelled and measured.
        for path in (NATIVE, f"{NATIVE}/{made['id']}", f"{NATIVE}/{made['id']}/content"):
            assert (await s.client.get(path)).status_code == 200
        health = await s.http().get("/healthz")
        assert (health.status_code, health.json()) == (
            200,
            {"status": "degraded", "reasons": ["storage_full"]},
        )
        filling(s, 0.89)
        assert (await s.client.post(NATIVE, json={"prompt": "a fox"})).status_code == 202
        assert (await s.http().get("/healthz")).json() == {"status": "ok"}

    serve(scenario)


def test_t35_everything_that_takes_something_in_stops(serve):
    """By enumeration: whatever changes something is intake, or is known to keep nothing."""

    async def scenario(s):
        filling(s, 0.99)
        seen = set()
        for route in s.app.routes:
            if not isinstance(route, Route):
                continue
            for method in (route.methods or set()) & {"POST", "PUT", "DELETE"}:
                op = route.name.split(".")[1]
                seen.add(op)
                reply = await s.client.request(
                    method, route.path.replace("{id}", CORE).replace("{name}", "a.png"), json={}
                )
                stopped = reply.headers.get("x-onetake-error") == "storage_full"
                assert stopped == (op in INTAKE), (method, route.path, reply.status_code)
        assert seen >= INTAKE

    serve(scenario, worker=False)


@pytest.mark.parametrize("number", [errno.EMFILE, errno.ENFILE, errno.ENOSPC, errno.EDQUOT])
def test_t35_what_has_run_out_is_a_503_and_not_a_500(serve, monkeypatch, number):
    async def scenario(s):
        made = await s.native()
        await s.until(made["id"], "succeeded")
        import os

        from onetake.apps.server import ranged

        def broken(*_):
            raise OSError(number, os.strerror(number))

        monkeypatch.setattr(ranged.os, "open", broken)
        reply = await s.client.get(f"{NATIVE}/{made['id']}/content")
        monkeypatch.undo()
        assert (reply.status_code, reply.json()["code"]) == (503, "storage_full")
        assert reply.headers["retry-after"] == "30"
        assert (await s.client.get(f"{NATIVE}/{made['id']}/content")).status_code == 200

    serve(scenario)
