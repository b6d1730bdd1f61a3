"""Uploads: streamed, counted, named by what they are."""

from dataclasses import replace

UPLOADS = "/onetake/v1/uploads"
PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 100
MIB = 1024 * 1024


async def many(size, head=b""):
    yield head
    for _ in range(size // MIB):
        yield b"x" * MIB


async def send(client, content):
    return await client.post(UPLOADS, content=content, headers={"Content-Type": "image/png"})


def test_an_upload_is_kept_and_named(serve):
    async def scenario(s):
        for kind in ("image/png", "image/png; charset=x", "application/octet-stream", ""):
            reply = await s.client.post(UPLOADS, content=PNG, headers={"Content-Type": kind} if kind else {})
            assert reply.status_code == 201, reply.text
            told = reply.json()
            assert (told["kind"], told["bytes"], told["probe"]["mime"]) == ("image", len(PNG), "image/png")
            assert told["url"] == f"asset://{told['id']}"
        media = [{"kind": "image", "role": "first_frame", "upload_id": told["id"]}]
        assert (await s.native(media=media))["status"] == "queued"
        assert list(s.p.tmp.iterdir()) == []

    serve(scenario, worker=False)


def test_what_is_no_medium_is_refused_and_leaves_nothing(serve):
    async def scenario(s):
        for content, kind, code in (
            (b"", "image/png", "upload_invalid"),
            (b"<svg/>", "", "upload_invalid"),
            (b"v=0\r\no=- 0 0 IN IP4 127.0.0.1", "", "upload_invalid"),
            (PNG, "text/html", "upload_invalid"),
            (PNG, "multipart/form-data; boundary=x", "upload_invalid"),
            (b"<svg/>", "image/svg+xml", "media_invalid"),
            (PNG, "video/mp4", "media_invalid"),
        ):
            headers = {"Content-Type": kind} if kind else {}
            reply = await s.client.post(UPLOADS, content=content, headers=headers)
            assert reply.status_code == 400, reply.text
            assert reply.json()["code"] == code, reply.text
        assert await s.stored() == (0, 0, 0)

    serve(scenario, worker=False)


def test_the_limit_is_the_kinds_and_counts_what_comes(serve):
    async def scenario(s):
        for kind, size in (("image/png", 31), ("audio/mpeg", 16), ("video/mp4", 51), ("", 51)):
            headers = {"Content-Type": kind} if kind else {}
            reply = await s.client.post(UPLOADS, content=many(size * MIB), headers=headers)
            assert reply.status_code == 413
            assert reply.json()["code"] == "media_too_large"
        assert await s.stored() == (0, 0, 0)

    serve(scenario, worker=False)


def test_an_upload_of_another_project_does_not_exist(serve):
    async def scenario(s):
        kept = (await s.client.post(UPLOADS, content=PNG)).json()
        other = s.http(await s.key(project="other"))
        media = [{"kind": "image", "role": "first_frame", "upload_id": kept["id"]}]
        for named in (
            media,
            [{"kind": "image", "role": "first_frame", "url": f"asset://sha256-{kept['sha256']}"}],
        ):
            reply = await other.post("/onetake/v1/videos", json={"prompt": "a fox", "media": named})
            assert reply.status_code == 400
            assert reply.json()["code"] == "upload_invalid"

    serve(scenario, worker=False)


def test_t23_a_project_keeps_so_many_uploads_and_another_is_not_touched(serve):
    async def scenario(s):
        s.p.policy = replace(s.p.policy, most_uploads=2)
        for n in range(2):
            assert (await send(s.client, PNG + bytes([n]))).status_code == 201
        refused = await send(s.client, PNG + b"3")
        assert (refused.status_code, refused.json()["code"]) == (429, "rate_limited")
        assert refused.headers["retry-after"] == "3600"
        assert await s.stored() == (0, 0, 0)
        other = s.http(await s.key(project="other"))
        assert (await send(other, PNG)).status_code == 201
        # Their time is over: there is room again, as soon as the count is made anew.
        later = s.p.clock() + s.p.policy.upload_life
        s.p.clock = lambda: later
        assert (await send(s.client, PNG + b"4")).status_code == 201

    serve(scenario, worker=False)


def test_t23_all_uploads_of_a_project_have_so_many_bytes(serve):
    async def scenario(s):
        s.p.policy = replace(s.p.policy, most_upload_bytes=3 * len(PNG))
        for n in range(6):
            reply = await send(s.client, PNG[:-1] + bytes([n]))
            assert reply.status_code == (201 if n < 3 else 429)

    serve(scenario, worker=False)
