"""T01, T02, T04: no spelling of a URL leads a socket to where an outsider must not send us."""

import asyncio
import collections
import contextlib
import os
import random
import socket
import ssl
from ipaddress import ip_address, ip_network
from pathlib import Path

import pytest
import trustme

from onetake.adapters.http.fetch import Fetcher
from onetake.adapters.http.guard import Guard
from onetake.adapters.http.resolver import system_lookup
from onetake.core.problem import Problem

from .sinks import FOLLOWS, PUBLIC, SINKS, WAYS, Names, attempt, redirector
from .spellings import CORPUS, V4, V4_MORE, V6
from .witness import Witness, watching

EXPECTED = {"media_blocked_address", "media_unreachable", "media_invalid", "invalid_callback_url"} | {
    *("upload_invalid", "provider_misrouted", "NotSent", "Ambiguous", "302")
}


@pytest.fixture(scope="module")
def authority(tmp_path_factory) -> tuple[ssl.SSLContext, Path]:
    made = trustme.CA()
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    made.cert_pem.write_to_path(str(path))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    made.issue_cert("public.test", "rebind.test").configure_cert(context)
    return context, path


def test_t01_the_corpus_is_large_enough() -> None:
    assert len(CORPUS) >= 200
    assert len(SINKS) >= 6


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("sink", SINKS)
def test_t01_no_forbidden_connect(sink: str, way: str, authority, tmp_path) -> None:
    context, ca_file = authority

    async def run(witness: Witness) -> collections.Counter[str]:
        outcomes: collections.Counter[str] = collections.Counter()
        names, places = Names(), [spelling.url for spelling in CORPUS]
        plain = await redirector("127.0.0.1", 0, places)
        secure = await redirector("127.0.0.1", 0, places, context)
        async with plain, secure, Fetcher(Guard(), names, ca_file=ca_file) as fetch:
            witness.served = {80: plain.sockets[0].getsockname(), 443: secure.sockets[0].getsockname()}
            for number, spelling in enumerate(CORPUS):
                outcomes[await attempt(sink, way, fetch, names, spelling, number, tmp_path)] += 1
        return outcomes

    with watching(PUBLIC) as witness:
        outcomes = asyncio.run(run(witness))
    assert witness.forbidden == []
    assert witness.asked == []
    assert set(outcomes) <= EXPECTED, outcomes
    assert list(tmp_path.iterdir()) == []
    if way in ("redirect", "rebind"):  # the first hop was real, or nothing was tested
        reached = sink in FOLLOWS or sink in ("callback", "provider upload link")
        assert len(witness.wanted) >= (len(CORPUS) if reached else 0), outcomes


def random_address(dice: random.Random) -> str:
    """Any address, half of them near the edge of a special block."""
    special = dice.choice([*V4, *V4_MORE, *V6])
    near = ip_address(special)
    number = int(near) ^ (1 << dice.randrange(near.max_prefixlen))
    if dice.random() < 0.5:
        number = dice.getrandbits(near.max_prefixlen)
    return str(type(near)(number))


def test_t01_random_answers_reach_public_addresses_only(tmp_path) -> None:
    """ONETAKE_DNS_FUZZ=N tries N names. The judge is Python's own registry where that is the stricter one."""
    tries = int(os.environ.get("ONETAKE_DNS_FUZZ", "1500"))
    dice = random.Random(6)
    answers: list[str] = []

    async def lookup(host: str, port: int) -> list[str]:
        return answers

    async def run() -> None:
        async with Fetcher(Guard(), lookup) as fetch:
            for number in range(tries):
                answers[:] = [random_address(dice) for _ in range(1 + number % 3)]
                with contextlib.suppress(Problem):
                    await fetch.download("http://a.test/", "input", tmp_path / "x", limit=9, deadline=5)

    with watching("nowhere") as witness:
        asyncio.run(run())
    reached = {ip_address(address) for address in witness.wanted}
    assert len(reached) > tries / 20
    for address in reached:
        inner = getattr(address, "ipv4_mapped", None) or address
        assert inner.is_global and not inner.is_multicast and not inner.is_reserved, address
        assert inner.version == 4 or inner in ip_network("2000::/3"), address


def test_peer_smokescreen_brackets() -> None:
    """GHSA-qwrf-gfpj-qvj6: a deny list was passed by `[example.com]`, since two readers saw two hosts."""
    for host in ("[example.com]", "[127.0.0.1]", "[localhost]", "[::1].example.com", "example.com[::1]"):
        with pytest.raises(Problem):
            Guard().check(f"http://{host}/", "input")


def test_peer_langflow_rebinding(tmp_path) -> None:
    """langflow #13016, cvat #6362: the name was checked, and then the client resolved it again. Here each
    connection asks once, and what was checked is what is reached."""
    asked: list[str] = []

    async def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return [PUBLIC] if len(asked) == 1 else ["100.100.100.200"]

    async def run() -> list[str]:
        codes = []
        async with Fetcher(Guard(), rebinding) as fetch:
            for _ in range(2):
                with pytest.raises(Problem) as caught:
                    await fetch.download("http://a.test/", "input", tmp_path / "x", limit=9, deadline=5)
                codes.append(caught.value.code)
        return codes

    with watching("nowhere") as witness:
        assert asyncio.run(run()) == ["media_unreachable", "media_blocked_address"]
    assert asked == ["a.test", "a.test"]
    assert witness.wanted == [PUBLIC]


def test_the_witness_sees_everybody_who_connects(tmp_path) -> None:
    """The proof can fail: without the guard's table the same corpus leads to most of its aims."""
    names = Names()

    async def unguarded() -> None:
        async with Fetcher(Guard(), names) as fetch:
            for number, spelling in enumerate(CORPUS):
                await attempt("input image", "dns", fetch, names, spelling, number, tmp_path)

    with pytest.MonkeyPatch.context() as patch, watching(PUBLIC) as witness:
        patch.setattr("onetake.adapters.http.resolver.why_denied", lambda _: None)
        asyncio.run(unguarded())
    assert len(witness.forbidden) >= 200

    with watching(PUBLIC) as witness:
        with pytest.raises(OSError), socket.socket() as made:
            made.connect(("127.0.0.1", 1))
        asyncio.run(system_lookup("localhost", 80))
    assert witness.forbidden == ["('127.0.0.1', 1)"]
    assert witness.asked == ["localhost"]
