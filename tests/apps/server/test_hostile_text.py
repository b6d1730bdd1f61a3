"""Line ends, scripts and paths in every text that can be sent: they change no header, no page and no place on
the disk (T21, T22, T24)."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

from onetake.apps.server.pages import POLICY

from .hostile_text import NAMES, SCRIPTS, SPLITTERS

pytestmark = pytest.mark.slow
VIDEOS = "/onetake/v1/videos"
ARK = "/api/v3/contents/generations/tasks"
PRESIGN = "/api/v1/video/upload/presign"
STREAM = "/api/v1/files/upload/stream"
PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 100
TOP_SECRET = b"top secret, outside of the root"
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
PLAIN = "harmless"


def requests(s: Any, text: str) -> list[Any]:
    """A text in every field, path, query and header that takes one, as coroutines of replies."""
    post, get = s.client.post, s.client.get
    content = [{"type": "text", "text": text}]
    picture = [{"kind": "image", "role": "first_frame", "url": text}]
    header = text.encode()
    safe = quote(text, safe="")
    return [
        post(VIDEOS, json={"prompt": text}),
        post(VIDEOS, json={"prompt": "a fox", "model": text}),
        post(VIDEOS, json={"prompt": "a fox", "ratio": text}),
        post(VIDEOS, json={"prompt": "a fox", "media": picture}),
        post(VIDEOS, json={"prompt": "a fox", "webhook_url": text}),
        post(VIDEOS, json={"prompt": "a fox", text: text}),
        post(ARK, json={"model": text, "content": content}),
        post(
            ARK, json={"model": "doubao-seedance-2-0-260128", "content": content, "safety_identifier": text}
        ),
        post("/v1/videos/generations", json={"model": "seedance-2.0", "prompt": text, "callback_url": text}),
        post("/api/v1/video/task", json={"content": content, "external_task_id": text}),
        post("/v2/seedance-2.0", json={"prompt": text, "first_frame_url": text}),
        post("/v1/videos", files=[("prompt", (None, text)), ("model", (None, text))]),
        post(STREAM, files={"file": (text, PNG, "image/png")}, data={"uploadPath": text}),
        post(PRESIGN, params={"filename": text, "content_type": "image/png"}),
        post(PRESIGN, params={"filename": "a.png", "content_type": text}),
        get(f"{VIDEOS}/{safe}"),
        get(f"/files/{'a' * 26}/{safe}?expires={safe}&signature={safe}"),
        get(f"/static/{safe}"),
        get(f"/onetake/v1/errors/{safe}", headers={"Accept": "text/html"}),
        get(f"/{safe}"),
        get(ARK, params={"filter.status": text, text: text}),
        get(VIDEOS, params={"cursor": text, "limit": text}),
        get("/healthz", headers={b"x-request-id": header}),
        get(VIDEOS, headers={b"x-request-id": header, b"accept": header, b"range": header}),
        s.http().get(VIDEOS, headers={b"authorization": b"Bearer " + header}),
        post(VIDEOS, json={"prompt": "a fox"}, headers={b"idempotency-key": header, b"prefer": header}),
    ]


async def asked(s: Any, text: str) -> list[Any]:
    return [await request for request in requests(s, text)]


def test_t21_no_text_adds_a_header_or_ends_one(serve):
    async def scenario(s):
        usual = [set(reply.headers) for reply in await asked(s, PLAIN)]
        known = set().union(*usual) | {"retry-after", "idempotency-replayed"}
        for text in SPLITTERS:
            for number, reply in enumerate(await asked(s, text)):
                assert set(reply.headers) <= known, (text, number)
                for name, value in reply.headers.items():
                    assert not CONTROL.search(value), (text, number, name)
                    assert "injected" not in (name + value).lower(), (text, number, name)
                assert reply.status_code < 500, (text, number)

    serve(scenario, worker=False)


def test_t21_t24_the_name_of_a_download_is_ours(serve):
    async def scenario(s):
        for text in (*SPLITTERS, *SCRIPTS[:10]):
            made = await s.client.post(VIDEOS, json={"prompt": text, "ratio": "16:9"})
            if made.status_code != 202:
                assert "\0" in text
                continue
            seen = await s.until(made.json()["id"], "succeeded")
            s.provider.status = "queued"
            parts = urlsplit(seen["output"]["video_url"])
            reply = await s.http().get(f"{parts.path}?{parts.query}")
            shown = f'inline; filename="onetake-{seen["id"]}-video.mp4"'
            assert reply.headers["content-disposition"] == shown
            assert reply.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
            assert reply.headers["x-content-type-options"] == "nosniff"

    serve(scenario)


def test_t24_scripts_come_back_as_data_or_escaped(serve):
    assert len(SCRIPTS) >= 60

    async def scenario(s):
        for text in SCRIPTS:
            for number, reply in enumerate(await asked(s, text)):
                kind = reply.headers.get("content-type", "")
                assert reply.headers["x-content-type-options"] == "nosniff"
                if kind.startswith("text/html"):
                    assert text not in reply.text, (text, number)
                    assert reply.headers["content-security-policy"] == POLICY.decode()
                elif reply.content:
                    assert kind in ("application/json", "application/problem+json"), (text, number, kind)
                    json.loads(reply.content)

    serve(scenario, worker=False)


def test_t24_every_page_is_closed(serve):
    """Nothing by default, scripts that are files of ours only, in no frame of anybody."""

    async def scenario(s):
        for path in ("/", "/docs", "/onetake/v1/errors/invalid_json"):
            reply = await s.http().get(path, headers={"Accept": "text/html"})
            policy = reply.headers["content-security-policy"]
            assert policy.startswith("default-src 'none'; script-src 'self'")
            assert "unsafe" not in policy
            assert "frame-ancestors 'none'" in policy

    serve(scenario, worker=False)


def tree(root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if not path.is_dir()}


@pytest.mark.parametrize("form", ["as it is", "encoded"])
def test_t22_no_name_leads_outside(serve, tmp_path, monkeypatch, form):
    """The tree around the root is the same before and after, and nothing outside is ever read."""
    for place in (tmp_path.parent / "outside", tmp_path / "outside", tmp_path / "objects.png"):
        place.write_bytes(TOP_SECRET)
    monkeypatch.chdir(tmp_path.parent)
    inside = re.compile(r"objects/(default/[0-9a-f]{2}/[0-9a-f]{64}|tmp/.*)|onetake\.db(-wal|-shm)?")

    async def scenario(s):
        before, around, kept = tree(tmp_path), tree(tmp_path.parent), 0
        for name in NAMES:
            told = name if form == "as it is" else quote(name, safe="")
            replies = await asked(s, told)
            kept += replies[12].is_success
            for reply in replies:
                assert reply.status_code < 500, name
                assert TOP_SECRET not in reply.content, name
        assert {path for path in tree(tmp_path) - before if not inside.fullmatch(path)} == set()
        assert kept > len(NAMES) // 2
        mine = tmp_path.name + "/"
        assert {p for p in tree(tmp_path.parent) ^ around if not p.startswith(mine)} == set()

    serve(scenario, worker=False)
