"""The fetcher: every outgoing request of the server goes through here, guarded by sink."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

import aiohttp

from onetake.adapters.http.guard import Guard, Target, origin_of, target_at
from onetake.adapters.http.resolver import Lookup, system_lookup
from onetake.adapters.http.send import exchange
from onetake.adapters.http.sessions import Sessions
from onetake.adapters.http.spool import Spool
from onetake.adapters.http.trouble import problem_of, unreachable
from onetake.core.problem import Problem
from onetake.core.wire import Call, Reply

MAX_REDIRECTS = 3
_REDIRECTS = (301, 302, 303, 307, 308)
_LONGEST_DEADLINE = 86_400.0
_SECRET = frozenset({"authorization", "x-api-key", "cookie"})


@dataclass(frozen=True, slots=True)
class Download:
    """A finished download: its size, SHA-256 in hex, the Content-Type that the host claimed or ""."""

    bytes: int
    sha256: str
    content_type: str


@dataclass(frozen=True, slots=True)
class Head:
    """What the headers say before a byte is taken; `length` is None where the host does not tell."""

    status: int
    content_type: str
    length: int | None


@dataclass(frozen=True, slots=True)
class Pace:
    """The slowest download worth waiting for: `rate` bytes a second, averaged over `window` seconds."""

    rate: float = 32 * 1024
    window: float = 20.0


class Fetcher:
    """Downloads media, sends provider calls and delivers callbacks; each sink under the guard's rules.

    `lookup` replaces the system's resolver (tests), `ca_file` adds a private certificate authority (PEM).
    Close it with `close()` or use it as an async context manager, inside one event loop.
    """

    def __init__(
        self,
        guard: Guard,
        lookup: Lookup = system_lookup,
        *,
        ca_file: Path | None = None,
        pace: Pace = Pace(),
    ) -> None:
        self.guard = guard
        self._sessions = Sessions(lookup, ca_file)
        self._pace = pace

    async def close(self) -> None:
        await self._sessions.close()

    async def __aenter__(self) -> "Fetcher":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def download(
        self,
        url: str,
        sink: str,
        to: Path,
        *,
        limit: int,
        deadline: float,
        origin: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Download:
        """Stream `url` to the file `to`, at most `limit` bytes and `deadline` seconds from now.

        Follows at most 3 redirects, each checked. On any failure `to` is removed. `origin` is the configured
        origin of the credential in use, whose own output links need no rule; `headers` go to that origin
        only, whatever a redirect says.
        Raises Problem media_blocked_address, media_unreachable, media_too_large; OSError for the local disk.
        """
        async with self._opened(url, sink, deadline, origin, headers) as (response, target):
            _refuse_larger(response.content_length, limit)
            spool = Spool(to)
            try:
                await self._pour(response, target, spool, limit)
                digest = await spool.finish()
            except BaseException:
                await spool.discard()
                raise
            return Download(spool.bytes, digest, _media_type(response))

    async def head(
        self,
        url: str,
        sink: str,
        *,
        deadline: float = 5.0,
        limit: int | None = None,
        origin: str | None = None,
    ) -> Head:
        """Look at the headers of `url` and hang up: a GET, since signed links are not signed for HEAD.

        Raises as `download`; media_too_large when the host announces more than `limit` bytes.
        """
        async with self._opened(url, sink, deadline, origin) as (response, _):
            if limit is not None:
                _refuse_larger(response.content_length, limit)
            return Head(response.status, _media_type(response), response.content_length)

    async def send(self, call: Call, *, origin: str, timeout: float, fresh: bool) -> Reply:
        """Send a provider call to its credential's configured `origin`, no redirects, reply at most 4 MiB.

        `fresh` opens a connection of its own (needed for creates: a reset on an idle connection cannot be
        told from a lost reply); anything but GET gets one anyway, and is never repeated.
        Raises NotSent, Ambiguous, and Problem provider_misrouted when the call names another origin.
        """
        target = self._provider_target(call, origin)
        session = self._sessions.get(trusted=True, fresh=fresh or call.method.upper() != "GET")
        return await exchange(
            session, target, method=call.method, headers=call.headers, body=call.body, timeout=timeout
        )

    async def put(self, call: Call, *, origin: str, timeout: float) -> Reply:
        """Send a call whose absolute URL is its own permission (a presigned upload) to a public address, or
        to the credential's own `origin`; no redirects.

        Raises ValueError for a call that carries a key, Problem media_blocked_address, NotSent, Ambiguous.
        """
        if _SECRET & {name.lower() for name in call.headers}:
            raise ValueError("a signed URL takes no key")
        target = self.guard.check(call.path, "provider", origin=origin)
        session = self._sessions.get(trusted=target.trusted, fresh=True)
        return await exchange(
            session, target, method=call.method, headers=call.headers, body=call.body, timeout=timeout
        )

    async def deliver(self, url: str, body: bytes, headers: Mapping[str, str], *, timeout: float) -> Reply:
        """POST to a customer's callback URL: https, a public address, no redirects, 4 KiB of the reply read.

        Raises Problem invalid_callback_url, NotSent, Ambiguous (which for a callback means: deliver again).
        """
        target = self.guard.check(url, "callback")
        session = self._sessions.get(trusted=target.trusted, fresh=True)
        return await exchange(
            session, target, method="POST", headers=headers, body=body, timeout=timeout, limit=4096, cut=True
        )

    def _provider_target(self, call: Call, origin: str) -> Target:
        if target := target_at(origin, call.path):
            return target
        wanted = origin_of(origin)
        url = wanted + call.path if call.path.startswith("/") else call.path
        try:
            target = self.guard.check(url, "provider", origin=wanted)
        except Problem as problem:
            raise Problem("provider_misrouted", problem.detail) from None
        if target.origin != wanted:
            # The credential must never reach another host (errors-and-faults T29).
            raise Problem(
                "provider_misrouted", f"the call names {target.origin}, the credential is for {wanted}"
            )
        return target

    @asynccontextmanager
    async def _opened(
        self,
        url: str,
        sink: str,
        deadline: float,
        origin: str | None,
        headers: Mapping[str, str] | None = None,
    ) -> AsyncGenerator[tuple[aiohttp.ClientResponse, Target]]:
        if not 0 < deadline <= _LONGEST_DEADLINE:
            raise ValueError("deadline is seconds from now, at most a day")
        target = self.guard.check(url, sink, origin=origin)
        clock = asyncio.timeout(deadline)
        try:
            async with clock:
                response, target = await self._follow(target, sink, origin, headers)
                try:
                    if response.status != 200:
                        raise unreachable(f"got HTTP {response.status}", target, status=response.status)
                    yield response, target
                finally:
                    response.close()
        except (aiohttp.ClientError, TimeoutError) as error:
            raise problem_of(error, target) from error

    async def _follow(
        self, target: Target, sink: str, origin: str | None, headers: Mapping[str, str] | None
    ) -> tuple[aiohttp.ClientResponse, Target]:
        for _ in range(MAX_REDIRECTS + 1):
            own = origin is not None and target.origin == origin_of(origin)
            response = await self._get(target, headers if own else None)
            place = response.headers.get("Location")
            if response.status not in _REDIRECTS or place is None:
                return response, target
            response.close()
            target = self.guard.check(_moved(target, place), sink, origin=origin)
        raise unreachable(f"more than {MAX_REDIRECTS} redirects", target)

    async def _get(self, target: Target, headers: Mapping[str, str] | None) -> aiohttp.ClientResponse:
        session = self._sessions.get(trusted=target.trusted, fresh=True)
        try:
            return await session.get(target.url, allow_redirects=False, headers=headers)
        except (aiohttp.ClientError, ValueError, OSError) as error:
            if isinstance(error, TimeoutError):
                raise
            raise problem_of(error, target) from error

    async def _pour(self, response: aiohttp.ClientResponse, target: Target, spool: Spool, limit: int) -> None:
        loop = asyncio.get_running_loop()
        quota = int(self._pace.rate * self._pace.window)
        due = quota
        patience = asyncio.timeout(self._pace.window)
        try:
            async with patience:
                async for chunk in response.content.iter_any():
                    if spool.bytes + len(chunk) > limit:
                        raise _too_large(limit)
                    await spool.write(chunk)
                    if spool.bytes >= due:  # one timer for the whole body, moved on as each quota arrives
                        due = spool.bytes + quota
                        patience.reschedule(loop.time() + self._pace.window)
        except TimeoutError:
            if not patience.expired():
                raise
            raise unreachable(f"slower than {self._pace.rate / 1024:.0f} KiB/s", target) from None


def _moved(target: Target, place: str) -> str:
    try:
        return urljoin(str(target.url), place)
    except ValueError:  # of brackets that hold no IPv6 address
        raise unreachable("got a redirect to what is not a URL", target) from None


def _refuse_larger(length: int | None, limit: int) -> None:
    if length is not None and length > limit:
        raise _too_large(limit, f"{length:,} bytes")


def _too_large(limit: int, found: str = "more") -> Problem:
    return Problem("media_too_large", f"the limit is {limit:,} bytes, the host sends {found}", limit=limit)


def _media_type(response: aiohttp.ClientResponse) -> str:
    return response.headers.get("Content-Type", "").partition(";")[0].strip().lower()[:100]
