"""Files behind signed links and keys: ranges, validators, what a browser is allowed to do with them."""

import hashlib
import re
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetake.apps.server.ranged import chosen
from onetake.services import views

NATIVE = "/onetake/v1/videos"
FILM = b"\0\0\0\x18ftypisom" + bytes(range(256)) * 20
SIZE = len(FILM)


async def delivered(s, **more):
    made = await s.native(return_last_frame=True, **more)
    return await s.until(made["id"], "succeeded")


def below(url):
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}"


def test_a_signed_link_opens_without_a_key_and_says_how_to_treat_the_file(serve):
    async def scenario(s):
        seen = await delivered(s)
        reply = await s.http().get(below(seen["output"]["video_url"]))
        assert reply.status_code == 200
        assert reply.content == FILM
        digest = hashlib.sha256(FILM).hexdigest()
        assert seen["output"]["sha256"] == digest
        assert reply.headers["etag"] == f'"{digest}"'
        assert reply.headers["content-type"] == "video/mp4"
        assert reply.headers["content-security-policy"].startswith("sandbox")
        assert reply.headers["content-disposition"] == f'inline; filename="onetake-{seen["id"]}-video.mp4"'
        frame = await s.http().get(below(seen["output"]["last_frame_url"]))
        assert frame.headers["content-type"] == "image/png"

    serve(scenario)


def test_t23_a_changed_or_expired_link_opens_nothing(serve):
    async def scenario(s):
        seen = await delivered(s)
        link = below(seen["output"]["video_url"])
        other = (await s.native("another"))["id"]
        changed = [
            link.replace("video.mp4", "last_frame.png"),
            link.replace(seen["id"], other),
            re.sub(r"expires=(\d+)", lambda m: f"expires={int(m[1]) + 1}", link),
            link[:-1] + ("A" if link[-1] != "A" else "B"),
            link + "&x=1",
            link.partition("?")[0],
        ]
        for url in changed:
            reply = await s.http().get(url)
            assert reply.status_code == 403, url
            assert reply.json()["code"] == "forbidden"
        assert (await s.client.post(link)).status_code == 405
        s.p.clock, kept = (lambda: 4e9), s.p.clock
        late = await s.http().get(link)
        s.p.clock = kept
        assert late.status_code == 403
        assert late.json()["code"] == "upload_expired"

    serve(scenario)


ASKED_AT = {
    "/api/v3/contents/generations/tasks": {
        "model": "dreamina-seedance-2-0-260128", "content": [{"type": "text", "text": "a fox"}],
    },
    "/seedance/api/v3/contents/generations/tasks": {
        "model": "doubao-seedance-2-0-260128", "content": [{"type": "text", "text": "a fox"}],
    },
    "/v1/videos/generations": {"model": "seedance-2.0", "prompt": "a fox"},
}  # fmt: skip


@pytest.mark.parametrize("path", ASKED_AT)
def test_a_link_lives_for_the_day_that_its_contract_names(serve, path):
    async def scenario(s):
        made = (await s.client.post(path, json=ASKED_AT[path])).json()
        await s.until(made["id"], "succeeded")
        where = "/v1/tasks" if path.startswith("/v1/") else path
        told = (await s.client.get(f"{where}/{made['id']}")).json()
        link = below(told["results"][0] if "results" in told else told["content"]["video_url"])
        real, life = s.p.clock, 86_400
        for later, status in ((life - 300, 200), (life + 300, 403)):
            s.p.clock = lambda later=later: real() + later
            assert (await s.http().get(link)).status_code == status

    serve(scenario)


def test_after_a_delete_the_link_finds_nothing(serve):
    async def scenario(s):
        seen = await delivered(s)
        assert (await s.client.delete(f"{NATIVE}/{seen['id']}")).status_code == 204
        assert (await s.http().get(below(seen["output"]["video_url"]))).status_code == 404

    serve(scenario)


@pytest.mark.parametrize(
    ("header", "status", "part"),
    [
        ("bytes=0-3", 206, (0, 4)),
        ("bytes=5-5", 206, (5, 6)),
        ("bytes=100-", 206, (100, SIZE)),
        ("bytes=-7", 206, (SIZE - 7, SIZE)),
        (f"bytes=0-{SIZE * 9}", 206, (0, SIZE)),
        ("bytes=-999999", 206, (0, SIZE)),
        ("Bytes = 1-2", 206, (1, 3)),
        (f"bytes={SIZE}-", 416, None),
        ("bytes=-0", 416, None),
        ("bytes=" + ",".join(f"{i}-{i}" for i in range(11)), 416, None),
        ("bytes=0-1,3-4", 200, (0, SIZE)),
        ("bytes=5-2", 200, (0, SIZE)),
        ("bytes=a-b", 200, (0, SIZE)),
        ("lines=0-3", 200, (0, SIZE)),
        ("bytes=", 200, (0, SIZE)),
        ("bytes=-", 200, (0, SIZE)),
        ("bytes=0-" + "9" * 400, 200, (0, SIZE)),
    ],
)
def test_t44_ranges(serve, header, status, part):
    async def scenario(s):
        seen = await delivered(s)
        for url in (f"{NATIVE}/{seen['id']}/content", below(seen["output"]["video_url"])):
            reply = await s.client.get(url, headers={"Range": header})
            assert reply.status_code == status
            if part is None:
                assert reply.headers["content-range"] == f"bytes */{SIZE}"
                assert reply.content == b""
            else:
                assert reply.content == FILM[slice(*part)]
                assert int(reply.headers["content-length"]) == part[1] - part[0]
            if status == 206:
                assert reply.headers["content-range"] == f"bytes {part[0]}-{part[1] - 1}/{SIZE}"

    serve(scenario)


def test_head_if_range_and_not_modified(serve):
    async def scenario(s):
        seen = await delivered(s)
        url = f"{NATIVE}/{seen['id']}/content"
        tag = f'"{seen["output"]["sha256"]}"'
        head = await s.client.head(url)
        assert (head.status_code, head.content, head.headers["content-length"]) == (200, b"", str(SIZE))
        assert head.headers["accept-ranges"] == "bytes"
        part = {"Range": "bytes=0-3"}
        assert (await s.client.get(url, headers={**part, "If-Range": tag})).status_code == 206
        assert (await s.client.get(url, headers={**part, "If-Range": '"other"'})).status_code == 200
        assert (await s.client.get(url, headers={"If-None-Match": tag})).status_code == 304
        assert (await s.client.get(url, headers={"If-None-Match": f'"x", W/{tag}'})).status_code == 304
        assert (await s.client.get(url, headers={"If-None-Match": '"x"'})).status_code == 200
        assert (await s.http().head(below(seen["output"]["video_url"]))).status_code == 200

    serve(scenario)


def test_content_needs_a_file_and_knows_its_variants(serve):
    async def scenario(s):
        made = await s.native(return_last_frame=True)
        url = f"{NATIVE}/{made['id']}/content"
        early = await s.client.get(url)
        assert early.status_code == 404
        assert "queued" in early.json()["detail"]
        await s.until(made["id"], "succeeded")
        frame = await s.client.get(url, params={"variant": "last_frame"})
        assert frame.content.startswith(b"\x89PNG")
        assert (await s.client.get(url, params={"variant": "poster"})).status_code == 404
        assert (await s.client.get(url, params={"variant": "../../secret"})).status_code == 400

    serve(scenario)


def test_a_file_larger_than_a_piece_comes_whole(serve):
    async def scenario(s):
        seen = await delivered(s)
        path = s.p.objects.path_in("default", seen["output"]["sha256"])
        large = bytes(range(251)) * 20_000
        path.write_bytes(large)
        url = f"{NATIVE}/{seen['id']}/content"
        assert (await s.client.get(url)).content == large
        some = await s.client.get(url, headers={"Range": "bytes=1048570-4194310"})
        assert some.content == large[1048570:4194311]

    serve(scenario)


def test_a_provider_reads_a_staged_input_by_its_link(serve):
    async def scenario(s):
        png = b"\x89PNG\r\n\x1a\n" + b"x" * 30
        kept = (
            await s.client.post("/onetake/v1/uploads", content=png, headers={"Content-Type": "image/png"})
        ).json()
        made = await s.native(media=[{"kind": "image", "role": "first_frame", "upload_id": kept["id"]}])
        await s.until(made["id"], "succeeded")
        task = s.provider.sent[0]
        reply = await s.http().get(below(views.input_url(s.p, task, 0)))
        assert reply.content == png
        assert reply.headers["content-type"] == "image/png"
        assert (await s.http().get(below(views.input_url(s.p, task, 1)))).status_code == 404

    serve(scenario)


@given(st.text(max_size=60) | st.from_regex(r"bytes=[0-9,\- ]{0,40}", fullmatch=True), st.integers(0, 5000))
def test_t44_a_chosen_range_is_always_inside(header, size):
    try:
        part = chosen(header, size)
    except ValueError:
        return
    if part is not None:
        assert 0 <= part[0] <= part[1] < size
