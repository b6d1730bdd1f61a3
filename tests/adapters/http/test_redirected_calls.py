"""A provider that redirects: the credential goes to its own origin and to no other (T29)."""

import asyncio

import pytest

from onetake.adapters.http.fetch import Fetcher
from onetake.adapters.http.guard import Guard
from onetake.core.problem import Problem
from onetake.core.wire import Call

KEY = {"Authorization": "Bearer canary-credential"}


def answering(text: str):
    async def handler(wire, reader, writer):
        await wire.request(reader)
        writer.write(text.encode())
        await writer.drain()

    return handler


def redirecting(status: int, place: str) -> str:
    head = f"HTTP/1.1 {status} Away\r\nLocation: {place}/stolen\r\n"
    return head + "Content-Length: 0\r\nConnection: close\r\n\r\n"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_t29_no_call_follows_a_redirect(serve, status, method):
    async def run():
        async with serve(answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) as thief:
            async with (
                serve(answering(redirecting(status, thief.origin))) as provider,
                Fetcher(Guard()) as fetcher,
            ):
                call = Call(method, "/tasks", KEY)
                reply = await fetcher.send(call, origin=provider.origin, timeout=5, fresh=True)
            assert b"canary-credential" in provider.requests[0]
            return reply.status, thief.connections

    assert asyncio.run(run()) == (status, 0)


def test_t29_a_file_behind_a_redirect_is_asked_for_without_the_key(serve, tmp_path):
    async def run():
        async with serve(answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")) as other:
            guard = Guard({"output": [other.origin]})
            async with (
                serve(answering(redirecting(302, other.origin))) as provider,
                Fetcher(guard) as fetcher,
            ):
                await fetcher.download(
                    provider.origin + "/video", "output", tmp_path / "v", limit=10, deadline=5,
                    origin=provider.origin, headers=KEY,
                )  # fmt: skip
            return provider.requests[0], other.requests[0]

    own, foreign = asyncio.run(run())
    assert b"canary-credential" in own
    assert b"canary-credential" not in foreign and b"uthorization" not in foreign


def test_t29_a_call_that_names_another_origin_is_not_sent(serve):
    async def run():
        async with (
            serve(answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) as thief,
            Fetcher(Guard()) as fetcher,
        ):
            call = Call("GET", f"{thief.origin}/tasks", KEY)
            with pytest.raises(Problem) as raised:
                await fetcher.send(call, origin="http://127.0.0.1:1", timeout=5, fresh=True)
            assert raised.value.code == "provider_misrouted"
            return thief.connections

    assert asyncio.run(run()) == 0
