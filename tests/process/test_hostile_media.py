"""Media that means harm, with the real jail and the real fetcher: as a data URL it is refused at create, and
behind a URL it fails at staging; either way the field is named, nothing is kept and no money stays held."""

import struct
import zlib
from collections.abc import Iterator
from typing import Any

import pytest

from .film import clip, data_url, picture, tone
from .host import media_host, settings
from .server import Server, until

pytestmark = [pytest.mark.process, pytest.mark.slow]

ARK = "/api/v3/contents/generations/tasks"
VIDEOS = "/onetake/v1/videos"
CREDITS = 1000


def png(width: int, height: int, pixels: bytes = b"") -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(pixels)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


PLAYLIST = b"#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/x.ts\n#EXT-X-ENDLIST\n"
HARM: dict[str, tuple[str, bytes]] = {
    "a pixel flood": ("image", png(2**31 - 1, 2**31 - 1)),
    "36 megapixels of nothing": ("image", png(5999, 5999)),
    "108 MB in 100 KB, almost whole": ("image", png(5999, 5999, bytes(5999 * 3 * 5999))),
    "a PNG cut off": ("image", picture("png")[:900]),
    "a JPEG cut off": ("image", picture("jpeg")[:4000]),
    "too small": ("image", picture("png", 64)),
    "a playlist": ("image", PLAYLIST),
    "a playlist behind a magic": ("image", b"\x89PNG\r\n\x1a\n" + PLAYLIST),
    "a script as SVG": ("image", b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'),
    "a film as an image": ("image", clip(2)),
    "half a film": ("video", clip(3)[:60_000]),
    "a film of one second": ("video", clip(1)),
    "an image as a film": ("video", picture("png")),
    "a sound of one second": ("audio", tone(1)),
    "a sound that is text": ("audio", b"ID3\x04\0\0\0\0\0\0" + PLAYLIST),
}  # fmt: skip
MIMES = {"image": "image/png", "audio": "audio/wav"}


@pytest.fixture(scope="module")
def harm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, str, str]]:
    """(server, key with credits, origin of a host that serves HARM by number). The server does not wait for
    probes, so that what stands behind a URL is found after the create."""
    folder = tmp_path_factory.mktemp("harm")
    files = {str(number): body for number, (_, body) in enumerate(HARM.values())}
    with media_host({**files, "good.png": picture()}, folder / "ca.pem") as origin:
        told = "[server]\nprobe_wait = 0\n[policy]\nanimatic_price = 'documented'\n"
        server = Server(folder, told + settings(origin, folder / "ca.pem")).start()
        yield server, server.command("keys", "create", "k", "--credits", str(CREDITS)), origin
        server.stop()


def part(kind: str, url: str) -> dict[str, Any]:
    return {"type": f"{kind}_url", f"{kind}_url": {"url": url}, "role": f"reference_{kind}"}


def body(kind: str, url: str, origin: str) -> dict[str, Any]:
    """A reference at place 1; a sound needs a picture beside it."""
    more = [part("image", f"{origin}/good.png")] if kind == "audio" else []
    content = [{"type": "text", "text": "a fox"}, part(kind, url), *more]
    return {"model": "doubao-seedance-2-0-260128", "content": content, "duration": 4, "resolution": "480p"}


def check_nothing_is_kept(server: Server, key: str) -> None:
    account = server.call("GET", "/onetake/v1/account", key=key)
    assert (float(account["posted"]), float(account["pending"])) == (CREDITS, 0)
    left = [f for f in (server.data_dir / "objects").rglob("*") if f.is_file()]
    assert left == [] and [f for f in (server.data_dir / "tmp").iterdir() if f.is_file()] == []
    assert server.ask("GET", "/healthz").status_code == 200


@pytest.mark.parametrize("name", [n for n, (kind, _) in HARM.items() if kind != "video"])
def test_as_a_data_url_it_is_refused(harm: tuple[Server, str, str], name: str) -> None:
    server, key, origin = harm
    kind, raw = HARM[name]
    before = server.call("GET", ARK, key=key)["total"]
    reply = server.ask("POST", ARK, body(kind, data_url(raw, MIMES[kind]), origin), key=key)
    assert reply.status_code == 400, reply.text
    error = reply.json()["error"]
    assert error["param"] == f"content[1].{kind}_url", error
    assert reply.headers["x-should-retry"] == "false"
    assert server.call("GET", ARK, key=key)["total"] == before
    check_nothing_is_kept(server, key)


@pytest.mark.parametrize("name", HARM)
def test_behind_a_url_it_fails_at_staging(harm: tuple[Server, str, str], name: str) -> None:
    server, key, origin = harm
    kind, _ = HARM[name]
    url = f"{origin}/{list(HARM).index(name)}"
    task = server.call("POST", ARK, body(kind, url, origin), key=key)["id"]

    def ended() -> dict[str, Any] | None:
        seen = server.call("GET", f"{ARK}/{task}", key=key)
        return seen if seen["status"] not in ("queued", "running") else None

    seen = until(ended, 30, f"the end of {name}")
    assert seen["status"] == "failed" and seen["error"]["code"] and "usage" not in seen
    told = server.call("GET", f"{VIDEOS}/{task.rpartition('-')[2]}", key=key)["problem"]
    assert told["code"] in ("media_invalid", "media_too_large"), told
    assert [o["field"] for o in told["offences"]] == ["media[0]"]
    check_nothing_is_kept(server, key)
    server.call("DELETE", f"{ARK}/{task}", key=key)


def test_a_url_that_hangs_up_releases_too(harm: tuple[Server, str, str]) -> None:
    server, key, origin = harm
    task = server.call("POST", ARK, body("image", f"{origin}/nothing", origin), key=key)["id"]
    path = f"{VIDEOS}/{task.rpartition('-')[2]}"
    seen = until(lambda: server.call("GET", path, key=key)["problem"], 30, "its end")
    assert seen["code"] == "media_unreachable"
    check_nothing_is_kept(server, key)
