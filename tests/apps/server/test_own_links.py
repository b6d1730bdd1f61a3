"""Files that a customer names by a link of ours: uploads as Segmind answers them, and delivered files."""

import base64
from typing import Any
from urllib.parse import urlsplit

import pytest

from onetake.services import own_links

V2, NATIVE, ARK = "/v2/seedance-2.0", "/onetake/v1/videos", "/api/v3/contents/generations/tasks"
PNG = b"\x89PNG\r\n\x1a\n" + b"a picture"
MP4 = b"\0\0\0\x18ftypisom" + b"a clip"


def data_url(mime: str, content: bytes) -> str:
    return f"data:{mime};base64,{base64.b64encode(content).decode()}"


async def put(s: Any, *urls: str) -> list[str]:
    told = await s.client.post("/upload-asset", json={"data_urls": list(urls)})
    assert told.status_code == 200, told.text
    assert told.json()["message"] == f"{len(urls)} stored"
    return told.json()["file_urls"]


async def inputs(s: Any, id: str) -> list[str]:
    def read(sql: Any) -> list[str]:
        return [row["sha256"] for row in sql.all("input.all", task=id[-26:])]

    return await s.p.store.read(read)


def test_an_upload_is_read_by_its_link_and_named_by_it_in_every_dialect(serve):
    async def scenario(s):
        picture, clip = await put(s, data_url("image/png", PNG), data_url("video/mp4", MP4))
        for link, mime, content in ((picture, "image/png", PNG), (clip, "video/mp4", MP4)):
            read = await s.http().get(link)
            assert (read.status_code, read.headers["content-type"], read.content) == (200, mime, content)
            assert (await s.http().get(urlsplit(link).path)).status_code == 403
        asked = {"prompt": "a fox", "reference_images": [picture], "reference_videos": [clip]}
        made = await s.client.post(V2, json=asked)
        assert made.status_code == 200, made.text
        ours = [{"type": "text", "text": "a fox"}, {"type": "image_url", "image_url": {"url": picture}}]
        theirs = await s.client.post(ARK, json={"model": "doubao-seedance-2-0-260128", "content": ours})
        assert theirs.status_code == 200, theirs.text
        media = [{"kind": "image", "role": "first_frame", "url": picture}]
        own = await s.client.post(NATIVE, json={"prompt": "a fox", "media": media})
        assert own.status_code == 202, own.text
        assert len(await inputs(s, made.json()["request_id"])) == 2
        assert len(await inputs(s, theirs.json()["id"])) == len(await inputs(s, own.json()["id"])) == 1
        assert own.json()["request"]["media"][0]["upload_id"] == urlsplit(picture).path.split("/")[2]

    serve(scenario, worker=False)


def test_a_delivered_file_can_be_the_next_first_frame(serve):
    async def scenario(s):
        id = (await s.client.post(V2, json={"prompt": "a fox", "return_last_frame": True})).json()[
            "request_id"
        ]
        await s.until(id, "succeeded")
        told = (await s.client.get(f"/v2/requests/{id}")).json()
        after = await s.client.post(V2, json={"prompt": "on", "first_frame_url": told["last_frame_url"]})
        assert after.status_code == 200, after.text
        assert len(await inputs(s, after.json()["request_id"])) == 1
        longer = await s.client.post(V2, json={"prompt": "on", "reference_videos": [told["output"]]})
        assert longer.status_code == 200, longer.text

    serve(scenario)


def test_links_of_another_project_and_made_up_ones_are_addresses_like_any_other(serve):
    async def scenario(s):
        (link,) = await put(s, data_url("image/png", PNG))
        other = s.http(await s.key(project="other"))
        core = "a" * 26
        for url in (
            link, f"http://127.0.0.1:8787/files/{core}/upload.png", f"http://127.0.0.1:8787/files/{core}/video.mp4",
            "http://127.0.0.1:8787/files/x/upload.png", "http://127.0.0.1:8787/", "http://127.0.0.1:87870/x",
        ):  # fmt: skip
            told = await other.post(V2, json={"prompt": "x", "first_frame_url": url})
            assert told.status_code == 400, url
            assert told.json()["error"].startswith("The parameter 'first_frame_url' specified")

    serve(scenario, worker=False)


def test_an_upload_that_has_expired_is_named(serve):
    async def scenario(s):
        (link,) = await put(s, data_url("image/png", PNG))
        clock = s.p.clock
        s.p.clock = lambda: clock() + s.p.policy.upload_life + 1
        assert (await s.http().get(link)).status_code == 403
        told = await s.client.post(V2, json={"prompt": "x", "first_frame_url": link})
        assert told.status_code == 400

    serve(scenario, worker=False)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({}, "data_urls"),
        ({"data_urls": []}, "data_urls"),
        ({"data_urls": "data:image/png;base64,AA"}, "data_urls"),
        ({"data_urls": [data_url("image/png", PNG), 5]}, "data_urls[1]"),
        ({"data_urls": ["https://e.com/1.png"]}, "data_urls[0]"),
        ({"data_urls": ["data:image/png;base64,A"]}, "data_urls[0]"),
        ({"data_urls": ["data:text/html;base64,AAAA"]}, "data_urls[0]"),
        ({"data_urls": [data_url("image/png", PNG), data_url("image/png", b"no picture")]}, "data_urls[1]"),
        ({"data_urls": [data_url("image/png", b"x" * 32_000_000)]}, "data_urls[0]"),
        ({"data_urls": [data_url("image/png", PNG)] * 16}, "data_urls"),
    ],
)
def test_what_is_no_upload(serve, body, said):
    async def scenario(s):
        told = await s.client.post("/upload-asset", json=body)
        assert told.status_code == 400
        assert said in told.json()["error"]
        assert not list(s.p.tmp.iterdir())

    serve(scenario, worker=False)


def test_only_our_own_origin_is_followed():
    assert own_links._PATH.fullmatch(f"/files/{'a' * 26}/upload.png?a=b")
    for path in (
        f"/files/{'a' * 26}/../x.png",
        f"/files/{'a' * 26}/upload.png#x",
        f".evil/files/{'a' * 26}/upload.png",
    ):
        assert not own_links._PATH.fullmatch(path)
