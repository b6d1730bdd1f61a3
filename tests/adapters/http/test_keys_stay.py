"""A provider's key goes to its own origin and nowhere else: not along a redirect, not into a signed
upload."""

import asyncio

import pytest

from onetake.adapters.http.fetch import Fetcher
from onetake.adapters.http.guard import Guard
from onetake.core.problem import Problem
from onetake.core.wire import Call

KEY = {"Authorization": "Bearer secret-of-ours"}


def answer(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def test_t29_a_download_of_the_origin_carries_the_key_and_a_redirect_away_does_not(serve, tmp_path) -> None:
    async def story() -> None:
        async def other(wire, reader, writer):
            await wire.request(reader)
            writer.write(answer(b"film"))
            await writer.drain()

        async with serve(other) as cdn:

            async def first(wire, reader, writer):
                await wire.request(reader)
                writer.write(answer(b"", f"Location: {cdn.origin}/v.mp4", status="302 Found"))
                await writer.drain()

            async with serve(first) as home:
                guard = Guard({"output": [cdn.origin]})
                async with Fetcher(guard) as fetcher:
                    await fetcher.download(
                        f"{home.origin}/content", "output", tmp_path / "v", limit=100, deadline=5,
                        origin=home.origin, headers=KEY,
                    )  # fmt: skip
                assert b"secret-of-ours" in home.requests[0]
                assert b"secret-of-ours" not in cdn.requests[0]
                assert (tmp_path / "v").read_bytes() == b"film"

    asyncio.run(story())


def test_t29_a_signed_upload_goes_to_a_place_that_may_be_asked_and_takes_no_key(serve) -> None:
    async def story() -> None:
        async def taking(wire, reader, writer):
            await wire.request(reader)
            writer.write(answer(b""))
            await writer.drain()

        async with serve(taking) as home, Fetcher(Guard()) as fetcher:
            put = Call("PUT", f"{home.origin}/up?sig=1", {"Content-Type": "image/png"}, b"png", at="signed")
            assert (await fetcher.put(put, origin=home.origin, timeout=5)).status == 200
            assert home.requests[0].endswith(b"png")
            with pytest.raises(Problem, match=r"port|address"):
                await fetcher.put(put, origin="https://provider.example", timeout=5)
            for header in ({"Authorization": "x"}, {"x-api-key": "x"}, {"Cookie": "x"}):
                with pytest.raises(ValueError, match="takes no key"):
                    keyed = Call("PUT", f"{home.origin}/up", header, b"", at="signed")
                    await fetcher.put(keyed, origin=home.origin, timeout=5)
            assert home.connections == 1

    asyncio.run(story())
