"""Name resolution that cannot be rebound: asked once, every answer checked, only checked answers returned.

aiohttp connects to the addresses that its resolver returns and keeps Host and SNI as they were, so the
address that was checked is the address that is reached (errors-and-faults T01, T04). A second lock sits at
the socket: a forbidden address gets no socket, wherever it came from (a literal skips every resolver).
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable

from aiohttp.abc import AbstractResolver, ResolveResult

from onetake.adapters.http.addresses import why_denied

Lookup = Callable[[str, int], Awaitable[list[str]]]
"""Takes a canonical host name and a port, returns every address as text; OSError when there is none."""


class BlockedAddress(OSError):
    """A name or literal leads to an address that must not be reached."""


async def system_lookup(host: str, port: int) -> list[str]:
    """Ask the system's resolver, in a thread."""
    loop = asyncio.get_running_loop()
    answers = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
    # sockaddr is (address, port, …); an IPv6 zone rides in the address text and is denied as such.
    return list(dict.fromkeys(str(sockaddr[0]) for _, _, _, _, sockaddr in answers))


class Resolver(AbstractResolver):
    """aiohttp's resolver over a `Lookup`. With `checked`, one forbidden answer refuses the whole name."""

    def __init__(self, lookup: Lookup, *, checked: bool) -> None:
        self._lookup = lookup
        self._checked = checked

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        answers = await self._lookup(host, port)
        if not answers:
            raise OSError(f"{host} has no address")
        if self._checked:
            _refuse_denied(host, answers)
        return [_result(host, port, address) for address in answers]

    async def close(self) -> None:
        pass


def guarded_socket(info: tuple) -> socket.socket:
    """Make the socket for one address of a connect, or raise BlockedAddress. For public sessions."""
    family, kind, protocol, _, sockaddr = info
    _refuse_denied(str(sockaddr[0]), [str(sockaddr[0])])
    made = socket.socket(family, kind, protocol)
    made.setblocking(False)
    return made


def _refuse_denied(host: str, answers: list[str]) -> None:
    for address in answers:
        if why := why_denied(address):
            named = host if host == address else f"{host} resolves to {address}, which"
            raise BlockedAddress(f"{named} is not a public address ({why})")


def _result(host: str, port: int, address: str) -> ResolveResult:
    return ResolveResult(
        hostname=host,
        host=address,
        port=port,
        family=socket.AF_INET6 if ":" in address else socket.AF_INET,
        proto=socket.IPPROTO_TCP,
        flags=socket.AI_NUMERICHOST,
    )
