"""Did it leave? Every way to lose an exchange has one verdict (errors-and-faults F08–F10, T29)."""

import asyncio
import contextlib
import gzip
import socket
import ssl
from collections.abc import Coroutine
from pathlib import Path

import pytest
import trustme

from onetake.adapters.http.fetch import Fetcher
from onetake.adapters.http.guard import Guard
from onetake.adapters.http.send import REPLY_LIMIT
from onetake.core.problem import Problem
from onetake.core.wire import Ambiguous, Call, NotSent, Reply

pytestmark = pytest.mark.slow  # all of it together

CREATE = Call("POST", "/api/v3/tasks?x=1", {"Authorization": "Bearer k"}, b'{"model":"m"}')
REPLY = b'HTTP/1.1 200 OK\r\nContent-Length: 12\r\nX-Request-Id: r1\r\n\r\n{"id":"cgt1"}'[:-1]


async def send(
    origin: str, call: Call = CREATE, *, timeout: float = 2, fresh: bool = True, **settings
) -> Reply:
    async with Fetcher(Guard(), **settings) as fetch:
        return await fetch.send(call, origin=origin, timeout=timeout, fresh=fresh)


def answering(*parts: bytes):
    async def handler(wire, reader, writer):
        await wire.request(reader)
        for part in parts:
            writer.write(part)
            await writer.drain()

    return handler


def against(serve, handler, **settings) -> Reply:
    async def run() -> Reply:
        async with serve(handler) as wire:
            return await send(wire.origin, **settings)

    return asyncio.run(run())


def closed_port() -> int:
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        return made.getsockname()[1]


# --- definitely not sent


def test_refused_is_not_sent() -> None:
    with pytest.raises(NotSent, match="connection refused"):
        asyncio.run(send(f"http://127.0.0.1:{closed_port()}"))


def test_no_such_name_is_not_sent() -> None:
    async def nothing(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    with pytest.raises(NotSent, match="DNS"):
        asyncio.run(send("https://provider.test", lookup=nothing))


def test_a_resolver_that_hangs_is_not_sent() -> None:
    async def hanging(host: str, port: int) -> list[str]:
        await asyncio.sleep(60)
        return []

    with pytest.raises(NotSent, match="timeout"):
        asyncio.run(send("https://provider.test", lookup=hanging, timeout=0.2))


def over_tls_to(serve, handler, timeout: float = 2) -> Coroutine[None, None, Reply]:
    async def run() -> Reply:
        async with serve(handler) as wire:
            return await send(wire.origin.replace("http:", "https:"), timeout=timeout)

    return run()


async def says_plain(wire, reader, writer):
    await reader.read(10)
    writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    await writer.drain()


async def hangs_up(wire, reader, writer):
    await reader.read(10)


async def says_nothing(wire, reader, writer):
    await asyncio.sleep(60)


@pytest.mark.parametrize("handler", [says_plain, hangs_up, says_nothing])
def test_a_failed_tls_handshake_is_not_sent(serve, handler) -> None:
    with pytest.raises(NotSent):
        asyncio.run(over_tls_to(serve, handler, timeout=0.5))


@pytest.fixture(scope="module")
def authority(tmp_path_factory) -> tuple[trustme.CA, Path]:
    made = trustme.CA()
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    made.cert_pem.write_to_path(str(path))
    return made, path


def server_context(authority: trustme.CA, name: str) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(name).configure_cert(context)
    return context


def test_a_certificate_must_be_trusted_and_must_fit(serve, authority) -> None:
    ca, ca_file = authority

    async def run(name: str, **settings) -> Reply:
        async with serve(answering(REPLY), ssl=server_context(ca, name)) as wire:
            return await send(wire.origin, **settings)

    assert asyncio.run(run("127.0.0.1", ca_file=ca_file)).status == 200
    with pytest.raises(NotSent, match="certificate"):
        asyncio.run(run("127.0.0.1"))
    with pytest.raises(NotSent, match="certificate"):
        asyncio.run(run("other.test", ca_file=ca_file))


# --- ambiguous


@pytest.mark.parametrize("after", ["accept", "one byte", "half", "all but one", "all"])
@pytest.mark.parametrize("how", ["reset", "close"])
def test_cut_while_we_write_is_ambiguous(serve, reset, after, how) -> None:
    call = Call("POST", "/x", {}, bytes(200_000))
    whole = 200_000

    async def handler(wire, reader, writer):
        if after != "accept":
            head = await reader.readuntil(b"\r\n\r\n")
            assert head
            share = {"one byte": 1, "half": whole // 2, "all but one": whole - 1, "all": whole}[after]
            await reader.readexactly(share)
        if how == "reset":
            reset(writer)
        else:
            writer.close()

    with pytest.raises(Ambiguous):
        against(serve, handler, call=call)


LOST = {
    "nothing": [],
    "half a status line": [b"HTTP/1."],
    "not HTTP": [b"nonsense\r\n\r\n"],
    "headers cut": [b"HTTP/1.1 200 OK\r\nContent-Le"],
    "body cut": [b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345"],
    "body missing": [b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n"],
    "chunks cut": [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n"],
    "chunk broken": [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"],
    "error cut": [b"HTTP/1.1 400 Bad\r\nContent-Length: 10\r\n\r\n1"],
    "gzip cut": [
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n",
        gzip.compress(b"x" * 99, mtime=0)[:-9],
    ],
    "gzip broken": [b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n", b"\x1f\x8b" + bytes(30)],
    "gzip bomb": [
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n",
        gzip.compress(bytes(REPLY_LIMIT + 1), mtime=0),
    ],
    "two lengths": [
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"%x\r\n" % (REPLY_LIMIT + 1) + bytes(REPLY_LIMIT + 1) + b"\r\n0\r\n\r\n",
    ],
    "too large": [b"HTTP/1.1 200 OK\r\n\r\n", bytes(REPLY_LIMIT + 1)],
}


@pytest.mark.parametrize("parts", LOST.values(), ids=LOST.keys())
def test_a_lost_reply_is_ambiguous(serve, parts) -> None:
    with pytest.raises(Ambiguous) as caught:
        against(serve, answering(*parts))
    assert "Bearer" not in str(caught.value)


def test_a_reset_in_the_reply_is_ambiguous(serve, reset) -> None:
    async def handler(wire, reader, writer):
        await wire.request(reader)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345")
        await writer.drain()
        reset(writer)

    with pytest.raises(Ambiguous):
        against(serve, handler)


@pytest.mark.parametrize("parts", [[], [b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345"]])
def test_a_timeout_after_connecting_is_ambiguous(serve, parts) -> None:
    async def handler(wire, reader, writer):
        await wire.request(reader)
        for part in parts:
            writer.write(part)
        await asyncio.sleep(60)

    with pytest.raises(Ambiguous, match="timeout"):
        against(serve, handler, timeout=0.3)


# --- a reply


REPLIES = {
    "empty 200": (b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 200, b""),
    "no content": (b"HTTP/1.1 204 No Content\r\n\r\n", 204, b""),
    "until close": (b"HTTP/1.1 200 OK\r\n\r\nto the end", 200, b"to the end"),
    "client error": (b"HTTP/1.1 400 Bad\r\nContent-Length: 2\r\n\r\n{}", 400, b"{}"),
    "server error": (b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n", 502, b""),
    "redirect": (b"HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n", 302, b""),
    "chunked": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", 200, b"{}"),
    "false gzip": (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n{}", 200, b"{}"),
    "true gzip": (
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(b"{}", mtime=0),
        200,
        b"{}",
    ),
    "early hint": (b"HTTP/1.1 103 Early\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 200, b""),
    "at the cap": (b"HTTP/1.1 200 OK\r\n\r\n" + bytes(REPLY_LIMIT), 200, bytes(REPLY_LIMIT)),
}


@pytest.mark.parametrize(("raw", "status", "body"), REPLIES.values(), ids=REPLIES.keys())
def test_a_complete_answer_is_a_reply_whatever_it_says(serve, raw, status, body) -> None:
    reply = against(serve, answering(raw))
    assert (reply.status, reply.body) == (status, body)


def test_what_is_sent_is_what_the_call_says(serve) -> None:
    async def run() -> None:
        async with serve(answering(b"HTTP/1.1 200 OK\r\nX-Request-Id: r1\r\n\r\n")) as wire:
            reply = await send(wire.origin)
            assert reply.headers["x-request-id"] == "r1"
            head, _, body = wire.requests[0].partition(b"\r\n\r\n")
            lines = head.split(b"\r\n")
            assert lines[0] == b"POST /api/v3/tasks?x=1 HTTP/1.1"
            assert b"Authorization: Bearer k" in lines
            assert b"Content-Length: 13" in lines
            assert not [line for line in lines if line.lower().startswith(b"content-type")]
            assert body == CREATE.body

    asyncio.run(run())


def test_a_large_body_arrives_whole(serve) -> None:
    body = bytes(range(256)) * 20_000  # 5 MB

    async def run() -> None:
        async with serve(answering(REPLY)) as wire:
            await send(
                wire.origin, Call("POST", "/x", {"Content-Type": "application/json"}, body), timeout=10
            )
            assert wire.requests[0].endswith(body)

    asyncio.run(run())


async def keeps_alive(wire, reader, writer):
    while True:
        await wire.request(reader)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        await writer.drain()


@pytest.mark.parametrize(
    ("method", "fresh", "connections"),
    [("GET", False, 1), ("GET", True, 3), ("POST", False, 3), ("DELETE", False, 3)],
)
def test_only_looks_share_a_connection(serve, method, fresh, connections) -> None:
    async def run() -> int:
        async with serve(keeps_alive) as wire, Fetcher(Guard()) as fetch:
            for _ in range(3):
                await fetch.send(Call(method, "/x"), origin=wire.origin, timeout=2, fresh=fresh)
            return wire.connections

    assert asyncio.run(run()) == connections


@pytest.mark.parametrize("method", ["POST", "DELETE", "PUT"])
def test_a_request_that_changes_something_goes_out_once(serve, reset, method) -> None:
    async def handler(wire, reader, writer):
        await wire.request(reader)
        reset(writer)

    async def run() -> int:
        async with serve(handler) as wire, Fetcher(Guard()) as fetch:
            with pytest.raises(Ambiguous, match="connection reset"):
                await fetch.send(Call(method, "/x"), origin=wire.origin, timeout=2, fresh=False)
            await asyncio.sleep(0.05)  # a repeat would need this long to arrive
            return wire.connections

    assert asyncio.run(run()) == 1


# --- the credential stays at its origin


def test_t29_a_redirecting_provider_does_not_move_the_credential(serve) -> None:
    async def run() -> None:
        async with serve(answering(REPLY)) as other:
            there = f"HTTP/1.1 307 Moved\r\nLocation: {other.origin}/x\r\nContent-Length: 0\r\n\r\n"
            async with serve(answering(there.encode())) as wire:
                assert (await send(wire.origin)).status == 307
            assert other.connections == 0

    asyncio.run(run())


@pytest.mark.parametrize(
    "path",
    [
        "https://evil.test/x",
        "http://127.0.0.1:1/x",
        "//evil.test/x",
        "http://127.0.0.1@evil.test/",
        "x",
        "@evil.test/",
        ":1/",
        ".evil.test/",
        "",
    ],
)
def test_t29_a_call_for_another_origin_is_never_sent(serve, path) -> None:
    async def run() -> int:
        async with serve(answering(REPLY)) as wire:
            if path.startswith("//"):  # a path that begins with two slashes stays a path of the same origin
                await send(wire.origin, Call("GET", path, {"Authorization": "k"}))
                assert wire.requests[0].startswith(b"GET //evil.test/x ")
                return 0
            with pytest.raises(Problem) as caught:
                await send(wire.origin, Call("GET", path, {"Authorization": "k"}))
            assert caught.value.code == "provider_misrouted"
            return wire.connections

    assert asyncio.run(run()) == 0


def test_an_absolute_url_of_the_same_origin_is_fine(serve) -> None:
    async def run() -> Reply:
        async with serve(answering(REPLY)) as wire:
            return await send(wire.origin, Call("GET", wire.origin + "/x"))

    assert asyncio.run(run()).status == 200


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("GET / HTTP/1.1\r\nX: y\r\n", {}),
        ("", {}),
        ("GET", {"X": "a\r\nY: b"}),
        ("GET", {"X": "a\nb"}),
        ("GET", {"X": "a\0b"}),
        ("GET", {"X\r\nY": "a"}),
        ("GET", {"": "a"}),
        ("GET", {"X Y": "a"}),
    ],
)
def test_a_value_cannot_shape_the_header_block(method, headers) -> None:
    with pytest.raises(ValueError):
        Call(method, "/", headers)


# --- callbacks


def test_a_callback_is_https_checked_and_read_briefly(serve, authority) -> None:
    ca, ca_file = authority

    async def run() -> None:
        context = server_context(ca, "127.0.0.1")
        async with serve(answering(b"HTTP/1.1 200 OK\r\n\r\n" + bytes(9000)), ssl=context) as wire:
            async with Fetcher(Guard({"callback": [wire.origin]}), ca_file=ca_file) as fetch:
                reply = await fetch.deliver(wire.origin + "/hook", b"{}", {"X": "y"}, timeout=2)
                assert (reply.status, len(reply.body)) == (200, 4096)
            assert wire.requests[0].endswith(b"\r\n\r\n{}")
            async with Fetcher(Guard(), ca_file=ca_file) as fetch:
                for url in (wire.origin, "https://localhost/", "http://example.com/"):
                    with pytest.raises(Problem) as caught:
                        await fetch.deliver(url, b"{}", {}, timeout=2)
                    assert caught.value.code == "invalid_callback_url"
            assert wire.connections == 1

    asyncio.run(run())


@pytest.mark.parametrize(
    "reply",
    [
        b"HTTP/1.1 204 No Content\r\nContent-Encoding: gzip\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(bytes(9_000_000), mtime=0),
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(b"x" * 99, mtime=0)[:-9],
        b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\ncut off",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\ncut off",
    ],
)
def test_t20_a_receivers_2xx_counts_whatever_its_body_is(serve, authority, reply: bytes) -> None:
    """Taken for lost, it would be sent again and again."""
    ca, ca_file = authority

    async def run() -> None:
        context = server_context(ca, "127.0.0.1")
        async with (
            serve(answering(reply), ssl=context) as wire,
            Fetcher(Guard({"callback": [wire.origin]}), ca_file=ca_file) as fetch,
        ):
            told = await fetch.deliver(wire.origin + "/hook", b"{}", {}, timeout=5)
            assert told.status in (200, 204)
            assert len(told.body) <= 4096

    asyncio.run(run())


def test_closing_the_fetcher_leaves_no_connection_open(serve) -> None:
    async def run() -> None:
        gone = asyncio.Event()

        async def handler(wire, reader, writer):
            with contextlib.suppress(asyncio.IncompleteReadError):
                await keeps_alive(wire, reader, writer)
            gone.set()

        async with serve(handler) as wire:
            await send(wire.origin, Call("GET", "/x"), fresh=False)
            await asyncio.wait_for(gone.wait(), 2)

    asyncio.run(run())
