"""Downloads from hosts that mean harm (errors-and-faults T01, T05): each ends soon and leaves nothing."""

import asyncio
import gzip
import hashlib
import resource
import time
from pathlib import Path

import pytest

from onetake.adapters.http.fetch import Download, Fetcher, Pace
from onetake.adapters.http.guard import Guard
from onetake.core.problem import Problem

pytestmark = pytest.mark.slow  # all of it together

MIB = 2**20
OK = b"HTTP/1.1 200 OK\r\nContent-Type: image/png; x=y\r\n"
DEADLINE = 0.8
PACE = Pace(rate=1024, window=0.4)


def answering(*parts: bytes):
    """A well-mannered server that says the same to everyone."""

    async def handler(wire, reader, writer):
        await wire.request(reader)
        for part in parts:
            writer.write(part)
            await writer.drain()

    return handler


async def endless(wire, reader, writer):
    await wire.request(reader)
    writer.write(OK + b"\r\n")
    while True:
        writer.write(bytes(MIB))
        await writer.drain()


async def endless_chunks(wire, reader, writer):
    await wire.request(reader)
    writer.write(OK + b"Transfer-Encoding: chunked\r\n\r\n")
    while True:
        writer.write(b"10000\r\n" + bytes(0x10000) + b"\r\n")
        await writer.drain()


async def endless_header(wire, reader, writer):
    await wire.request(reader)
    writer.write(OK)
    while True:
        writer.write(b"X-More: " + b"a" * 1000 + b"\r\n")
        await writer.drain()


async def endless_header_line(wire, reader, writer):
    await wire.request(reader)
    writer.write(OK + b"X-More: ")
    while True:
        writer.write(b"a" * 65536)
        await writer.drain()


async def endless_chunk_extension(wire, reader, writer):
    await wire.request(reader)
    writer.write(OK + b"Transfer-Encoding: chunked\r\n\r\n5;")
    while True:
        writer.write(b"a" * 65536)
        await writer.drain()


async def endless_interim(wire, reader, writer):
    await wire.request(reader)
    while True:
        writer.write(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 100)
        await writer.drain()
        await asyncio.sleep(0)


async def dripping(wire, reader, writer):
    await wire.request(reader)
    writer.write(OK + b"Content-Length: 100000\r\n\r\n")
    while True:
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.05)


async def dripping_header(wire, reader, writer):
    await wire.request(reader)
    for byte in OK * 100:
        writer.write(bytes([byte]))
        await writer.drain()
        await asyncio.sleep(0.05)


async def silent(wire, reader, writer):
    await wire.request(reader)
    await asyncio.sleep(60)


async def silent_body(wire, reader, writer):
    await wire.request(reader)
    writer.write(OK + b"Content-Length: 100\r\n\r\n")
    await asyncio.sleep(60)


async def looping(wire, reader, writer):
    await wire.request(reader)
    writer.write(b"HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n")


HOSTILE = [
    (endless, "media_too_large", "more"),
    (endless_chunks, "media_too_large", "more"),
    (endless_header, "media_unreachable", "not an HTTP answer"),
    (endless_header_line, "media_unreachable", "not an HTTP answer"),
    (endless_chunk_extension, "media_unreachable", ""),
    (endless_interim, "media_unreachable", "timeout"),
    (dripping, "media_unreachable", "slower than 1 KiB/s"),
    (dripping_header, "media_unreachable", "timeout"),
    (silent, "media_unreachable", "timeout"),
    (silent_body, "media_unreachable", "slower than"),
    (looping, "media_unreachable", "more than 3 redirects"),
    (answering(OK + b"Content-Length: 99999999\r\n\r\nx"), "media_too_large", "99,999,999 bytes"),
    (answering(OK + b"Content-Length: 1000\r\n\r\n" + bytes(999)), "media_unreachable", "cut off"),
    (answering(OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"), "media_unreachable", "cut off"),
    (answering(OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n"), "media_unreachable", ""),
    (answering(OK + b"Content-Length: -5\r\n\r\nhello"), "media_unreachable", "not an HTTP answer"),
    (answering(b"SSH-2.0-OpenSSH_9.6\r\n"), "media_unreachable", "not an HTTP answer"),
    (answering(), "media_unreachable", "connection reset"),
    (answering(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"), "media_unreachable", "got HTTP 404"),
    (answering(b"HTTP/1.1 206 Partial\r\nContent-Length: 1\r\n\r\nx"), "media_unreachable", "got HTTP 206"),
    (answering(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n"), "media_unreachable", "got HTTP 302"),
]


def fetcher(*origins: str, **settings) -> Fetcher:
    return Fetcher(Guard({"input": origins}), pace=PACE, **settings)


@pytest.mark.parametrize(("handler", "code", "words"), HOSTILE, ids=lambda v: getattr(v, "__name__", None))
def test_t05_a_hostile_host_ends_in_time_and_leaves_nothing(serve, tmp_path, handler, code, words) -> None:
    async def run() -> Problem:
        async with serve(handler) as wire, fetcher(wire.origin) as fetch:
            with pytest.raises(Problem) as caught:
                await fetch.download(
                    wire.origin + "/x?secret=1", "input", tmp_path / "x", limit=8 * MIB, deadline=DEADLINE
                )
            return caught.value

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.monotonic()
    problem = asyncio.run(run())
    assert time.monotonic() - started < DEADLINE + 1
    assert problem.code == code
    assert words in problem.detail
    assert "secret" not in str(problem)
    assert list(tmp_path.iterdir()) == []
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 < 32 * MIB


def test_t05_there_are_enough_hostile_servers() -> None:
    assert len(HOSTILE) >= 12


def test_t05_garbage_in_place_of_tls_ends_at_once(serve, tmp_path) -> None:
    async def garbage(wire, reader, writer):
        await reader.read(10)
        writer.write(b"\x16\x03\x03\xff\xff" + b"\xff" * 70_000)
        await writer.drain()
        await asyncio.sleep(60)

    async def run() -> Problem:
        async with serve(garbage) as wire:
            secure = wire.origin.replace("http:", "https:")
            async with fetcher(secure) as fetch:
                with pytest.raises(Problem) as caught:
                    await fetch.download(secure, "input", tmp_path / "x", limit=MIB, deadline=DEADLINE)
                return caught.value

    started = time.monotonic()
    problem = asyncio.run(run())
    assert time.monotonic() - started < DEADLINE + 1
    assert (problem.code, "TLS handshake failed" in problem.detail) == ("media_unreachable", True)
    assert list(tmp_path.iterdir()) == []


def test_t05_the_pace_of_the_server_is_the_documented_one() -> None:
    assert Pace() == Pace(rate=32 * 1024, window=20.0)


def test_t05_a_reset_in_the_body(serve, reset, tmp_path) -> None:
    async def handler(wire, reader, writer):
        await wire.request(reader)
        writer.write(OK + b"Content-Length: 5000000\r\n\r\n" + bytes(MIB))
        await writer.drain()
        reset(writer)

    async def run() -> None:
        async with serve(handler) as wire, fetcher(wire.origin) as fetch:
            with pytest.raises(Problem) as caught:
                await fetch.download(wire.origin, "input", tmp_path / "x", limit=8 * MIB, deadline=DEADLINE)
            assert caught.value.code == "media_unreachable"

    asyncio.run(run())
    assert list(tmp_path.iterdir()) == []


async def got(serve, tmp_path: Path, *parts: bytes) -> tuple[Download, bytes, list[bytes]]:
    async with serve(answering(*parts)) as wire, fetcher(wire.origin) as fetch:
        to = tmp_path / "file"
        found = await fetch.download(wire.origin + "/x", "input", to, limit=8 * MIB, deadline=DEADLINE)
        return found, to.read_bytes(), wire.requests


@pytest.mark.parametrize("size", [0, 1, MIB - 1, MIB, MIB + 1, 5 * MIB + 7])
def test_a_file_arrives_whole_and_hashed(serve, tmp_path, size) -> None:
    body = (b"0123456789abcdef" * (size // 16 + 1))[:size]
    length = f"Content-Length: {size}\r\n\r\n".encode()
    found, written, _ = asyncio.run(got(serve, tmp_path, OK + length, body))
    assert written == body
    assert found == Download(size, hashlib.sha256(body).hexdigest(), "image/png")
    assert (tmp_path / "file").stat().st_mode & 0o777 == 0o600


def test_t05_a_body_exactly_at_the_limit_passes_and_one_more_byte_does_not(serve, tmp_path) -> None:
    async def run(size: int) -> Download:
        async with serve(answering(OK + b"\r\n", bytes(size))) as wire, fetcher(wire.origin) as fetch:
            return await fetch.download(wire.origin, "input", tmp_path / "x", limit=1000, deadline=DEADLINE)

    assert asyncio.run(run(1000)).bytes == 1000
    with pytest.raises(Problem) as caught:
        asyncio.run(run(1001))
    assert caught.value.code == "media_too_large"


def test_a_gzip_header_over_a_plain_body_is_ignored(serve, tmp_path) -> None:
    head = OK + b"Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\n"
    assert asyncio.run(got(serve, tmp_path, head, b"plain"))[1] == b"plain"


def test_t05_a_gzip_bomb_stays_packed(serve, tmp_path) -> None:
    bomb = gzip.compress(bytes(64 * MIB))
    head = OK + f"Content-Encoding: gzip\r\nContent-Length: {len(bomb)}\r\n\r\n".encode()
    assert asyncio.run(got(serve, tmp_path, head, bomb))[1] == bomb


def test_bytes_beyond_the_announced_length_never_reach_the_file(serve, tmp_path) -> None:
    try:
        written = asyncio.run(got(serve, tmp_path, OK + b"Content-Length: 3\r\n\r\nabcdef"))[1]
    except Problem as problem:
        assert problem.code == "media_unreachable"
        assert list(tmp_path.iterdir()) == []
    else:
        assert written == b"abc"


def test_t01_the_request_carries_nothing_of_ours(serve, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    head = OK + b"Set-Cookie: a=b; Path=/\r\nContent-Length: 1\r\n\r\nx"

    async def run() -> list[bytes]:
        async with serve(answering(head)) as wire, fetcher(wire.origin) as fetch:
            for name in ("one", "two"):
                await fetch.download(
                    wire.origin + "/x", "input", tmp_path / name, limit=MIB, deadline=DEADLINE
                )
            return wire.requests

    for request in asyncio.run(run()):
        lines = request.lower().split(b"\r\n")
        assert b"accept-encoding: identity" in lines
        assert not [line for line in lines if line.startswith((b"cookie", b"authorization", b"referer"))]


def test_a_write_that_fails_is_an_error_of_the_disk_and_leaves_no_file(serve, tmp_path, monkeypatch) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("onetake.adapters.http.spool.os.write", full)
    with pytest.raises(OSError, match="No space left"):
        asyncio.run(got(serve, tmp_path, OK + b"Content-Length: 1\r\n\r\nx"))
    assert list(tmp_path.iterdir()) == []


def test_a_cancelled_download_leaves_no_file(serve, tmp_path) -> None:
    async def run() -> None:
        flowing = asyncio.Event()

        async def handler(wire, reader, writer):
            await wire.request(reader)
            writer.write(OK + b"\r\n")
            for _ in range(16):
                writer.write(bytes(MIB))
                await writer.drain()
            flowing.set()
            await asyncio.sleep(60)

        async with serve(handler) as wire, fetcher(wire.origin) as fetch:
            work = asyncio.create_task(
                fetch.download(wire.origin, "input", tmp_path / "x", limit=2**40, deadline=60)
            )
            await flowing.wait()
            assert (tmp_path / "x").exists()
            work.cancel()
            with pytest.raises(asyncio.CancelledError):
                await work

    asyncio.run(run())
    assert list(tmp_path.iterdir()) == []


def test_t05_redirects_are_followed_by_rule(serve, tmp_path) -> None:
    async def handler(wire, reader, writer):
        path = (await wire.request(reader)).split(b" ")[1]
        if path == b"/3":
            writer.write(OK + b"Content-Length: 2\r\n\r\nhi")
            return
        there = b"/%d" % (int(path[1:]) + 1)
        writer.write(b"HTTP/1.1 307 Moved\r\nLocation: " + there + b"\r\nContent-Length: 0\r\n\r\n")

    async def run() -> Download:
        async with serve(handler) as wire, fetcher(wire.origin) as fetch:
            return await fetch.download(
                wire.origin + "/0", "input", tmp_path / "x", limit=MIB, deadline=DEADLINE
            )

    assert asyncio.run(run()).bytes == 2


@pytest.mark.parametrize(
    "place",
    [
        "{inner}/",
        "//{inner_host}/",
        "http://2130706433:{inner_port}/",
        "http://localhost/",
        "http://169.254.169.254/latest",
        "http://[::1]/",
        "file:///etc/passwd",
        "ftp://example.com/",
        "https://u:p@example.com/",
        "http://example.com:22/",
    ],
)
def test_t01_a_redirect_to_a_forbidden_place_is_refused(serve, tmp_path, place) -> None:
    async def run() -> int:
        async with serve(answering(OK + b"\r\nsecret")) as inner:
            host = inner.origin.removeprefix("http://")
            there = place.format(inner=inner.origin, inner_host=host, inner_port=host.partition(":")[2])
            reply = f"HTTP/1.1 302 Found\r\nLocation: {there}\r\nContent-Length: 0\r\n\r\n".encode()
            async with serve(answering(reply)) as outer, fetcher(outer.origin) as fetch:
                with pytest.raises(Problem) as caught:
                    await fetch.download(outer.origin, "input", tmp_path / "x", limit=MIB, deadline=DEADLINE)
                assert caught.value.code == "media_blocked_address"
            return inner.connections

    assert asyncio.run(run()) == 0


def test_head_looks_at_the_headers_only(serve) -> None:
    async def run() -> None:
        async with serve(endless) as wire, fetcher(wire.origin) as fetch:
            head = await fetch.head(wire.origin, "input", deadline=DEADLINE)
            assert (head.status, head.content_type, head.length) == (200, "image/png", None)
        large = answering(OK + b"Content-Length: 1001\r\n\r\n")
        async with serve(large) as wire, fetcher(wire.origin) as fetch:
            assert (await fetch.head(wire.origin, "input")).length == 1001
            with pytest.raises(Problem) as caught:
                await fetch.head(wire.origin, "input", limit=1000)
            assert caught.value.code == "media_too_large"

    asyncio.run(run())


def test_a_deadline_is_a_length_of_time(tmp_path) -> None:
    async def run() -> None:
        async with fetcher() as fetch:
            for deadline in (0, -1, time.time()):
                with pytest.raises(ValueError):
                    await fetch.download(
                        "http://8.8.8.8/", "input", tmp_path / "x", limit=1, deadline=deadline
                    )

    asyncio.run(run())
