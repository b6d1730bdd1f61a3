"""Uploads: streamed, counted, named by what they are."""

UPLOADS = "/onetake/v1/uploads"
PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 100
MIB = 1024 * 1024


async def many(size, head=b""):
    yield head
    for _ in range(size // MIB):
        yield b"x" * MIB


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
