"""Everything between a simulated process and the world: requests out, files in, messages to customers.

`Web` stands where the guarded fetcher stands, one for a process. What it sends is on its way even when the
process dies that moment; what comes back finds it dead.
"""

import asyncio
import errno
import hashlib
import os
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from onetake.adapters.http.guard import Guard
from onetake.core.problem import Problem
from onetake.core.wire import Ambiguous, Call, NotSent, Reply
from onetake.testing.simulation.faults import Faults
from onetake.testing.simulation.loop import Loop
from onetake.testing.simulation.provider import Attempt, Place

ATTEMPT: ContextVar[Attempt | None] = ContextVar("attempt", default=None)
"""Which attempt of ours a create belongs to, told past the wire for the checker's sake."""
Receiver = Callable[[str, bytes, Mapping[str, str]], int]


class Network:
    """Places by host, and the customers' receiver. away: hosts that cannot be reached just now."""

    def __init__(self, loop: Loop, faults: Faults, receiver: Receiver) -> None:
        self.loop, self.faults, self.receiver = loop, faults, receiver
        self.places: dict[str, Place] = {}
        self.away: set[str] = set()
        self.broke: Callable[[str, BaseException], None] = lambda subject, error: None

    def add(self, place: Place) -> None:
        """Put a provider on the net."""
        self.places[f"{place.name}.test"] = place

    def unreachable(self, host: str) -> bool:
        return host in self.away or "*" in self.away


class Web:
    """The fetcher of one simulated process. full: whether its disk is."""

    def __init__(self, network: Network, full: Callable[[], bool]) -> None:
        self.net, self.guard, self._full = network, Guard(), full

    async def send(self, call: Call, *, origin: str, timeout: float, fresh: bool = False) -> Reply:
        """One exchange with a provider. Raises NotSent, Ambiguous, as the real one does."""
        net, host = self.net, urlsplit(origin).hostname or ""
        place, create = net.places[host], call.method == "POST" and ATTEMPT.get() is not None
        if net.unreachable(host) or net.faults.strikes("refused"):
            await asyncio.sleep(net.loop.dice.uniform(0.01, 1.0))
            raise NotSent("connection refused")
        if net.faults.strikes("lost-request"):
            await asyncio.sleep(timeout)
            raise Ambiguous("no answer in time")
        early = self._early(create)
        if early is not None:
            await asyncio.sleep(net.loop.dice.uniform(0.01, 1.0))
            return early
        answered: asyncio.Future[Reply] = net.loop.create_future()
        attempt = ATTEMPT.get() if create else None
        delay = net.loop.dice.uniform(0.01, 2.0)
        net.loop.outside(delay, _arrive, net, place, call, attempt, answered)
        try:
            async with asyncio.timeout(timeout):
                return await self._answer(answered, host, timeout)
        except TimeoutError:
            raise Ambiguous("no answer in time") from None

    def _early(self, create: bool) -> Reply | None:
        faults = self.net.faults
        if faults.strikes("limited"):
            body = b'{"error":{"code":"RateLimitExceeded","message":"later","type":"rate_limit_error"}}'
            return Reply(429, {"content-type": "application/json", "retry-after": "20"}, body)
        if faults.strikes("error-before"):
            return Reply(503, {}, b"upstream is away")
        return None

    async def _answer(self, answered: "asyncio.Future[Reply]", host: str, timeout: float) -> Reply:
        faults = self.net.faults
        reply = await answered
        if faults.strikes("lost-answer") or self.net.unreachable(host):
            await asyncio.sleep(timeout)
        if faults.strikes("reset-answer"):
            raise Ambiguous("connection reset")
        if faults.strikes("slow-answer"):
            await asyncio.sleep(self.net.loop.dice.uniform(1.0, timeout - 1.0))
        if faults.strikes("error-after"):
            return Reply(502, {}, b"bad gateway")
        if faults.strikes("empty-answer"):
            return Reply(200, {}, b"")
        return reply

    async def put(self, call: Call, *, origin: str, timeout: float) -> Reply:
        return await self.send(call, origin=origin, timeout=timeout)

    async def download(self, url: str, sink: str, to: Path, *, limit: int, deadline: float, **_: Any) -> Any:
        """A file behind a link. Raises Problem(media_unreachable), Ambiguous, OSError."""
        net, host = self.net, urlsplit(url).hostname or ""
        await asyncio.sleep(net.loop.dice.uniform(0.1, 5.0))
        place = net.places.get(host)
        if net.unreachable(host):
            raise NotSent("connection refused")
        content = place.file(url) if place is not None else None
        if content is None:
            raise Problem("media_unreachable", "got HTTP 404")
        if self._full():
            to.write_bytes(content[: len(content) // 3])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        if net.faults.strikes("cut-file"):
            to.write_bytes(content[: len(content) // 2])
            raise Ambiguous("connection reset")
        to.write_bytes(content)
        return _found(content)

    async def deliver(self, url: str, body: bytes, headers: Mapping[str, str], *, timeout: float) -> Reply:
        """A message to a customer."""
        net = self.net
        await asyncio.sleep(net.loop.dice.uniform(0.01, 1.0))
        if net.unreachable("customer"):
            raise NotSent("connection refused")
        status = net.receiver(url, body, headers)
        if net.faults.strikes("receiver-fails"):
            raise Ambiguous("no answer in time")
        return Reply(status, {}, b"")

    async def close(self) -> None:
        return


def _arrive(
    net: Network, place: Place, call: Call, attempt: Attempt | None, answered: "asyncio.Future[Reply]"
) -> None:
    net.loop.note("arrives", place.name, call.method, attempt)
    try:
        reply = place.answer(call, attempt)
    except Exception as error:  # a provider of ours that breaks would look like one that is away
        net.broke(place.name, error)
        raise
    if not answered.done():
        answered.set_result(reply)


def _found(content: bytes) -> SimpleNamespace:
    return SimpleNamespace(bytes=len(content), sha256=hashlib.sha256(content).hexdigest(), content_type="")
