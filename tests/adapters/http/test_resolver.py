"""Names that lead somewhere else than they say: every answer is checked, and the checked one is reached."""

import asyncio
import socket
from collections.abc import Callable

import pytest

from onetake.adapters.http.fetch import Fetcher
from onetake.adapters.http.guard import Guard
from onetake.adapters.http.resolver import BlockedAddress, guarded_socket
from onetake.adapters.http.sessions import Sessions
from onetake.core.problem import Problem

PUBLIC = "93.184.215.14"
PRIVATE = [
    "127.0.0.1",
    "10.0.0.1",
    "169.254.169.254",
    "::1",
    "::ffff:127.0.0.1",
    "64:ff9b::7f00:1",
    "fe80::1%lo",
]


def answers(*rounds: list[str]) -> Callable:
    """A resolver that gives each round once, then the last for ever; it counts the questions."""

    async def lookup(host: str, port: int) -> list[str]:
        lookup.asked.append(host)
        return rounds[min(len(lookup.asked), len(rounds)) - 1]

    lookup.asked = []
    return lookup


async def polite(wire, reader, writer):
    await wire.request(reader)
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")


@pytest.fixture
def reached(monkeypatch):
    """Every address that a connection is opened to; the connection itself goes to the test's own server."""
    addresses: list[str] = []

    async def start_connection(addr_infos, **_):
        addresses.extend(info[4][0] for info in addr_infos)
        sock = socket.socket()
        sock.setblocking(False)
        await asyncio.get_running_loop().sock_connect(sock, ("127.0.0.1", reached_port[0]))
        return sock

    reached_port: list[int] = []
    monkeypatch.setattr("aiohttp.connector.aiohappyeyeballs.start_connection", start_connection)
    return addresses, reached_port


@pytest.mark.parametrize("address", PRIVATE)
@pytest.mark.parametrize("others", [[], [PUBLIC]], ids=["alone", "beside a public one"])
def test_t04_one_forbidden_answer_refuses_the_name(reached, tmp_path, address, others) -> None:
    lookup = answers([*others, address])

    async def run() -> Problem:
        async with Fetcher(Guard(), lookup) as fetch:
            with pytest.raises(Problem) as caught:
                await fetch.download("http://a.test/x", "input", tmp_path / "x", limit=9, deadline=2)
            return caught.value

    problem = asyncio.run(run())
    assert problem.code == "media_blocked_address"
    assert "a.test" in problem.detail
    assert reached[0] == []


def test_t04_a_name_that_changes_its_answer_is_caught_the_second_time(serve, reached, tmp_path) -> None:
    lookup = answers([PUBLIC], ["127.0.0.1"])

    async def run() -> None:
        async with serve(polite) as wire, Fetcher(Guard(), lookup) as fetch:
            reached[1].append(int(wire.origin.rpartition(":")[2]))
            await fetch.download("http://a.test/x", "input", tmp_path / "x", limit=9, deadline=2)
            assert b"host: a.test" in wire.requests[0].lower()
            with pytest.raises(Problem) as caught:
                await fetch.download("http://a.test/x", "input", tmp_path / "y", limit=9, deadline=2)
            assert caught.value.code == "media_blocked_address"
            assert wire.connections == 1

    asyncio.run(run())
    assert lookup.asked == ["a.test", "a.test"]  # asked once for each download, never again
    assert reached[0] == [PUBLIC]


def test_t04_a_redirect_is_resolved_and_checked_anew(serve, reached, tmp_path) -> None:
    async def moved(wire, reader, writer):
        await wire.request(reader)
        writer.write(b"HTTP/1.1 302 Found\r\nLocation: http://b.test/\r\nContent-Length: 0\r\n\r\n")

    lookup = answers([PUBLIC], ["127.0.0.1"])

    async def run() -> None:
        async with serve(moved) as wire, Fetcher(Guard(), lookup) as fetch:
            reached[1].append(int(wire.origin.rpartition(":")[2]))
            with pytest.raises(Problem) as caught:
                await fetch.download("http://a.test/", "input", tmp_path / "x", limit=9, deadline=2)
            assert caught.value.code == "media_blocked_address"
            assert wire.connections == 1

    asyncio.run(run())
    assert lookup.asked == ["a.test", "b.test"]


def test_t04_a_callback_name_is_checked_too(reached) -> None:
    from onetake.core.wire import NotSent

    async def run() -> None:
        async with Fetcher(Guard(), answers(["127.0.0.1"])) as fetch:
            with pytest.raises(NotSent, match="not a public address"):
                await fetch.deliver("https://a.test/hook", b"{}", {}, timeout=2)

    asyncio.run(run())
    assert reached[0] == []


def test_a_name_without_an_address_is_unreachable(tmp_path) -> None:
    async def nothing(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    async def run() -> None:
        for lookup, words in ((nothing, "DNS: no such name"), (answers([]), "DNS: no answer")):
            async with Fetcher(Guard(), lookup) as fetch:
                with pytest.raises(Problem) as caught:
                    await fetch.download("http://a.test/", "input", tmp_path / "x", limit=9, deadline=2)
                assert caught.value.code == "media_unreachable"
                assert words in caught.value.detail

    asyncio.run(run())


def test_t04_the_socket_itself_refuses_a_literal_that_skipped_the_guard(serve) -> None:
    """aiohttp asks no resolver about a literal, so this lock must hold alone."""

    async def run() -> int:
        async with serve(polite) as wire:
            sessions = Sessions(answers([]), None)
            try:
                with pytest.raises(OSError):
                    await sessions.get(trusted=False, fresh=True).get(wire.origin)
                async with sessions.get(trusted=True, fresh=True).get(wire.origin) as response:
                    assert await response.read() == b"hi"
            finally:
                await sessions.close()
            return wire.connections

    assert asyncio.run(run()) == 1


def test_no_socket_is_made_for_a_forbidden_address() -> None:
    stream = (socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "")
    with pytest.raises(BlockedAddress):
        guarded_socket((*stream, ("10.0.0.1", 80)))
    guarded_socket((*stream, (PUBLIC, 80))).close()
