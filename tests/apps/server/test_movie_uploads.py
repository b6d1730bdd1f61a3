"""movie's uploads: a promise, one PUT, a file path; every way to get it wrong (S3 rows 10 and 20 to 22)."""

import asyncio
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from onetake.core import signing
from onetake.services import keys, removal

PRESIGN = "/api/v1/video/upload/presign"
TASK = "/api/v1/video/task"
PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 100
MOV = b"\0\0\0\x14ftypqt  \0\0\0\0qt  " + b"x" * 200
WEBM = b"\x1aE\xdf\xa3" + b"x" * 200
MIB = 1024 * 1024


async def promised(s, name="scene.png", kind="image/png", client=None):
    reply = await (client or s.client).post(PRESIGN, params={"filename": name, "content_type": kind})
    assert reply.status_code == 200, reply.text
    told = reply.json()
    assert (told["code"], told["message"]) == ("200", "Success")
    return told["result"]


async def put(s, url, content=PNG, kind="image/png", **more):
    """As whoever holds the URL: without a key."""
    headers = {"Content-Type": kind} if kind is not None else {}
    async with s.http() as client:
        return await client.put(url, content=content, headers=headers, **more)


def error(reply):
    told = reply.json()
    assert told["result"] is None
    return reply.status_code, told["code"]


def body(path):
    text = {"type": "text", "text": "She turns round"}
    return {"content": [{"type": "image_url", "image_url": path}, text]}


async def many(size):
    for _ in range(size // MIB):
        yield b"x" * MIB


def test_the_documents_flow(serve):
    async def scenario(s):
        result = await promised(s)
        assert result["expires_in"] == 3600
        assert result["presigned_url"].startswith(f"http://127.0.0.1:8787/{result['file_path']}?")
        assert result["file_path"].startswith("api/uploads/")
        assert result["file_path"].endswith("/scene.png")
        reply = await put(s, result["presigned_url"])
        assert (reply.status_code, reply.content) == (200, b"")
        created = await s.client.post(TASK, json=body(result["file_path"]))
        assert created.status_code == 200, created.text
        await s.until(created.json()["result"]["task_id"], "running")
        (sent,) = s.provider.sent
        assert [(m.kind, m.role) for m in sent.request.media] == [("image", "first_frame")]
        assert list(s.p.tmp.iterdir()) == []

    serve(scenario)


@pytest.mark.parametrize("kind", ["image/png", "image/jpeg", "image/webp", "video/mp4", "video/quicktime",
                                  "video/webm"])  # fmt: skip
def test_every_documented_type_is_promised(serve, kind):
    async def scenario(s):
        assert (await promised(s, "a", kind))["presigned_url"]
        assert (await promised(s, "a", kind.upper()))["presigned_url"]

    serve(scenario, worker=False)


def test_a_promise_may_come_with_a_json_type_and_no_body(serve):
    async def scenario(s):
        params = {"filename": "a.png", "content_type": "image/png"}
        for more in ({"headers": {"Content-Type": "application/json"}}, {"content": b"{}"}, {"json": None}):
            assert (await s.client.post(PRESIGN, params=params, **more)).status_code == 200
        assert (await s.client.get(PRESIGN, params=params)).status_code == 405
        async with s.http() as stranger:
            assert error(await stranger.post(PRESIGN, params=params)) == (401, "INVALID_API_KEY")

    serve(scenario, worker=False)


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"filename": "x" * 129, "content_type": "image/png"}, "FILE_UPLOAD_FAILED"),
        ({"filename": "a.gif", "content_type": "image/gif"}, "FILE_UPLOAD_FAILED"),
        ({"filename": "a.png", "content_type": "image/png; charset=x"}, "FILE_UPLOAD_FAILED"),
        ({"filename": "a.mp3", "content_type": "audio/mpeg"}, "FILE_UPLOAD_FAILED"),
        ({"content_type": "image/png"}, "MISSING_PARAMETER"),
        ({"filename": "  ", "content_type": "image/png"}, "MISSING_PARAMETER"),
        ({"filename": "a.png"}, "MISSING_PARAMETER"),
        ({}, "MISSING_PARAMETER"),
    ],
)
def test_s3_row_22_a_name_too_long_or_a_type_that_is_not_taken(serve, params, code):
    async def scenario(s):
        assert error(await s.client.post(PRESIGN, params=params)) == (400, code)
        rows = await s.p.store.read(lambda sql: sql.one("presigned.get", id="x"))
        assert rows is None

    serve(scenario, worker=False)


@pytest.mark.parametrize(
    "name", ["x" * 128, "../../etc/passwd", "图 片.png", "a b?c#d%2F.png", "...", "a\0b"]
)
def test_t22_a_name_is_only_decoration(serve, name):
    async def scenario(s):
        result = await promised(s, name)
        *above, last = result["file_path"].split("/")
        assert above[:2] == ["api", "uploads"]
        assert len(above) == 3
        assert last.replace("_", "").replace(".", "").replace("-", "").isalnum() or set(last) <= {"_", "."}
        assert not last.startswith(".")
        assert (await put(s, result["presigned_url"])).status_code == 200
        assert (await s.client.post(TASK, json=body(result["file_path"]))).status_code == 200

    serve(scenario, worker=False)


@pytest.mark.parametrize(
    "kind", ["image/jpeg", "image/png; charset=utf-8", "application/octet-stream", "", None]
)
def test_s3_row_21_another_type_than_the_signed_one(serve, kind):
    async def scenario(s):
        url = (await promised(s))["presigned_url"]
        reply = await put(s, url, kind=kind)
        assert error(reply) == (400, "FILE_UPLOAD_FAILED")
        assert "image/png" in reply.json()["message"]
        assert (await put(s, url, kind="IMAGE/PNG")).status_code == 200  # the place is still open

    serve(scenario, worker=False)


def test_s3_row_20_an_hour_later_the_url_is_over(serve):
    async def scenario(s):
        result = await promised(s)
        real, s.p.clock = s.p.clock, lambda: real() + 3601
        assert error(await put(s, result["presigned_url"])) == (403, "FILE_UPLOAD_FAILED")
        s.p.clock = lambda: real() + 3500
        assert (await put(s, result["presigned_url"])).status_code == 200
        s.p.clock = lambda: real() + 3601
        await removal.sweep(s.p)
        id = result["file_path"].split("/")[2]
        assert await s.p.store.read(lambda sql: sql.one("presigned.get", id=id)) is None
        created = await s.client.post(TASK, json=body(result["file_path"]))
        assert created.status_code == 200, "the file outlives its promise"

    serve(scenario, worker=False)


def test_s3_row_10_what_cannot_be_taken_is_our_upload_error(serve):
    async def scenario(s):
        assert error(await s.client.post(TASK, json=body("api/uploads/" + "a" * 26 + "/x.png"))) == (
            400, "FILE_UPLOAD_FAILED",
        )  # fmt: skip

    serve(scenario, worker=False)


def changed(url, **more):
    parts = urlsplit(url)
    query = {**dict(parse_qsl(parts.query)), **more}
    return parts._replace(query=urlencode({k: v for k, v in query.items() if v is not None})).geturl()


def test_t23_a_changed_url_opens_nothing(serve):
    async def scenario(s):
        url = (await promised(s))["presigned_url"]
        other = (await promised(s, "other.png"))["file_path"]
        path = urlsplit(url).path
        forged = signing.sign(s.p.derived("files"), "PUT", path, 2**32, {"type": "image/png", "most": 9})
        for wrong in (
            changed(url, most=2**40),
            changed(url, type="video/mp4"),
            changed(url, expires=2**32),
            changed(url, signature="x"),
            changed(url, signature=None),
            changed(url, extra="1"),
            url.replace(path, f"/{other}"),
            url.partition("?")[0],
            f"{path}?{forged}",
        ):
            assert error(await put(s, wrong)) == (400, "FILE_UPLOAD_FAILED"), wrong
        for method in ("GET", "POST", "DELETE"):
            reply = await s.client.request(method, url)
            assert reply.status_code == 405
            assert reply.json()["code"] == "TASK_NOT_FOUND"
        assert (await put(s, url)).status_code == 200

    serve(scenario, worker=False)


def test_t23_a_place_takes_one_file(serve):
    async def scenario(s):
        result = await promised(s)
        assert (await put(s, result["presigned_url"])).status_code == 200
        again = await put(s, result["presigned_url"], PNG + b"other")
        assert error(again) == (400, "FILE_UPLOAD_FAILED")
        assert "one file" in again.json()["message"]

    serve(scenario, worker=False)


def test_t23_of_two_puts_at_once_one_wins(serve):
    async def scenario(s):
        for _ in range(20):
            result = await promised(s)
            contents = [PNG + bytes([i]) for i in range(4)]
            replies = await asyncio.gather(*(put(s, result["presigned_url"], c) for c in contents))
            won = [i for i, reply in enumerate(replies) if reply.status_code == 200]
            assert len(won) == 1
            lost = {error(reply) for reply in replies if reply.status_code != 200}
            assert lost == {(400, "FILE_UPLOAD_FAILED")}
            id = result["file_path"].split("/")[2]
            row = await s.p.store.read(lambda sql, id=id: sql.one("upload.get", id=id, project="default"))
            stored = s.p.objects.path_in("default", row["sha256"]).read_bytes()
            assert stored == contents[won[0]]

    serve(scenario, worker=False)


def test_what_is_no_such_file_is_refused_and_the_place_stays_open(serve):
    async def scenario(s):
        url = (await promised(s))["presigned_url"]
        assert error(await put(s, url, b"")) == (400, "FILE_UPLOAD_FAILED")
        for content in (b"<svg/>", MOV, b"v=0\r\no=- 0"):
            assert error(await put(s, url, content)) == (400, "INVALID_PARAMETER")
        assert await s.stored() == (0, 0, 0)
        assert (await put(s, url)).status_code == 200

    serve(scenario, worker=False)


def test_webm_is_promised_and_its_content_is_refused_with_the_reason(serve):
    async def scenario(s):
        url = (await promised(s, "a.webm", "video/webm"))["presigned_url"]
        reply = await put(s, url, WEBM, "video/webm")
        assert error(reply) == (400, "INVALID_PARAMETER")
        assert (await put(s, url, MOV, "video/webm")).status_code == 200  # what it is counts, not its label

    serve(scenario, worker=False)


def test_t23_the_size_is_signed_and_counted(serve):
    async def scenario(s):
        for name, kind, size in (("a.png", "image/png", 31), ("a.mp4", "video/mp4", 51)):
            result = await promised(s, name, kind)
            most = int(dict(parse_qsl(urlsplit(result["presigned_url"]).query))["most"])
            assert most in (31_457_279, 52_428_800)
            reply = await put(s, result["presigned_url"], many(size * MIB), kind)
            assert error(reply) == (400, "INVALID_PARAMETER")
            assert "too large" in reply.json()["message"]
        assert await s.stored() == (0, 0, 0)

    serve(scenario, worker=False)


def test_a_path_of_another_project_is_no_path(serve):
    async def scenario(s):
        result = await promised(s)
        assert (await put(s, result["presigned_url"])).status_code == 200
        other = s.http(await s.key(project="other"))
        real = await other.post(TASK, json=body(result["file_path"]))
        id = result["file_path"].split("/")[2]
        nothing = await other.post(TASK, json=body(result["file_path"].replace(id, "a" * 26)))
        assert error(real) == error(nothing) == (400, "FILE_UPLOAD_FAILED")
        assert real.text.replace(id, "a" * 26) == nothing.text
        empty = await promised(s)
        assert error(await s.client.post(TASK, json=body(empty["file_path"]))) == (400, "FILE_UPLOAD_FAILED")

    serve(scenario, worker=False)


def test_a_revoked_key_leaves_no_open_place(serve):
    async def scenario(s):
        async with s.http(await s.key()) as client:
            url = (await promised(s, client=client))["presigned_url"]
        rows = await s.p.store.read(lambda sql: sql.all("key.all", project="default"))
        for row in rows:
            await s.p.store.transact(lambda sql, id=row["id"]: keys.revoke(sql, s.p.clock(), "default", id))
        assert error(await put(s, url)) == (403, "FILE_UPLOAD_FAILED")

    serve(scenario, worker=False)


def test_a_put_that_breaks_off_leaves_the_place_open(serve):
    async def scenario(s):
        result = await promised(s)

        url = urlsplit(result["presigned_url"])
        pieces = [{"type": "http.request", "body": PNG, "more_body": True}, {"type": "http.disconnect"}]

        async def receive():
            return pieces.pop(0)

        async def send(message):
            raise AssertionError("nobody is left to answer")

        scope = {
            "type": "http", "method": "PUT", "path": url.path, "query_string": url.query.encode(),
            "headers": [(b"content-type", b"image/png")],
        }  # fmt: skip
        await s.app(scope, receive, send)
        assert await s.stored() == (0, 0, 0)
        assert (await put(s, result["presigned_url"])).status_code == 200

    serve(scenario, worker=False)


def test_the_file_is_an_upload_in_every_dialect(serve):
    async def scenario(s):
        result = await promised(s)
        await put(s, result["presigned_url"])
        id = result["file_path"].split("/")[2]
        media = [{"kind": "image", "role": "first_frame", "upload_id": id}]
        assert (await s.native(media=media))["status"] == "queued"
        uploaded = (await s.client.post("/onetake/v1/uploads", content=PNG)).json()
        assert (await s.client.post(TASK, json=body(uploaded["url"]))).status_code == 200

    serve(scenario, worker=False)
