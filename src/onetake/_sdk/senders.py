"""Senders over httpx2, one blocking and one async. Proxies and certificates are its own affair,
but for the server of this machine: `trust` is the file of the only certificate to trust (`place.trust_of`).
"""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx2

from onetake.core.wire import Ambiguous, Call, NotSent, Reply

CONNECT_SECONDS = 10.0
_UNSENT = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout, httpx2.UnsupportedProtocol)


def _limits(timeout: float) -> httpx2.Timeout:
    return httpx2.Timeout(timeout, connect=min(timeout, CONNECT_SECONDS))


def _trusting(trust: str | None) -> dict[str, Any]:
    if trust is None:
        return {}
    from onetake._sdk.trust import context

    return {"verify": context(trust)}


def _lost(error: Exception) -> Exception:
    """What an error of httpx2 says about the request: certainly not sent, or nobody knows."""
    told = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return NotSent(told) if isinstance(error, _UNSENT) else Ambiguous(told)


def _headers(response: httpx2.Response) -> dict[str, str]:
    return {name.lower(): value for name, value in response.headers.items()}


class HttpSender:
    """Carries calls to `base_url`; connections are kept and reused."""

    def __init__(self, base_url: str, *, trust: str | None = None, **options: Any) -> None:
        self._base = base_url
        self._http = httpx2.Client(**_trusting(trust), **options)

    def send(self, call: Call, timeout: float) -> Reply:
        try:
            response = self._http.request(
                call.method,
                self._base + call.path,
                content=call.body or None,
                headers=dict(call.headers),
                timeout=_limits(timeout),
            )
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise _lost(error) from error
        return Reply(response.status_code, _headers(response), response.content)

    def save(self, call: Call, to: Path, timeout: float) -> Reply:
        stream = self.stream(call, timeout)
        try:
            if not 200 <= stream.status < 300:
                return Reply(stream.status, stream.headers, b"".join(stream))
            with to.open("wb") as file:
                for piece in stream:
                    file.write(piece)
            return Reply(stream.status, stream.headers)
        finally:
            stream.close()

    def stream(self, call: Call, timeout: float) -> "Stream":
        request = self._http.build_request(
            call.method, self._base + call.path, headers=dict(call.headers), timeout=_limits(timeout)
        )
        try:
            return Stream(self._http.send(request, stream=True))
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise _lost(error) from error

    def close(self) -> None:
        self._http.close()


class Stream:
    """An answer in pieces. Raises Ambiguous when it breaks off."""

    def __init__(self, response: httpx2.Response) -> None:
        self.status, self.headers = response.status_code, _headers(response)
        self._response = response
        self._pieces: Iterator[bytes] = response.iter_bytes()

    def __iter__(self) -> "Stream":
        return self

    def __next__(self) -> bytes:
        try:
            return next(self._pieces)
        except httpx2.HTTPError as error:
            raise _lost(error) from error

    def close(self) -> None:
        self._response.close()


class AsyncHttpSender:
    """The same on an event loop."""

    def __init__(self, base_url: str, *, trust: str | None = None, **options: Any) -> None:
        self._base = base_url
        self._http = httpx2.AsyncClient(**_trusting(trust), **options)

    async def send(self, call: Call, timeout: float) -> Reply:
        try:
            response = await self._http.request(
                call.method,
                self._base + call.path,
                content=call.body or None,
                headers=dict(call.headers),
                timeout=_limits(timeout),
            )
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise _lost(error) from error
        return Reply(response.status_code, _headers(response), response.content)

    async def save(self, call: Call, to: Path, timeout: float) -> Reply:
        stream = await self.stream(call, timeout)
        try:
            if not 200 <= stream.status < 300:
                return Reply(stream.status, stream.headers, b"".join([piece async for piece in stream]))
            with to.open("wb") as file:
                async for piece in stream:
                    file.write(piece)
            return Reply(stream.status, stream.headers)
        finally:
            await stream.aclose()

    async def stream(self, call: Call, timeout: float) -> "AsyncStream":
        request = self._http.build_request(
            call.method, self._base + call.path, headers=dict(call.headers), timeout=_limits(timeout)
        )
        try:
            return AsyncStream(await self._http.send(request, stream=True))
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise _lost(error) from error

    async def close(self) -> None:
        await self._http.aclose()


class AsyncStream:
    """The same as Stream on an event loop."""

    def __init__(self, response: httpx2.Response) -> None:
        self.status, self.headers = response.status_code, _headers(response)
        self._response = response
        self._pieces: AsyncIterator[bytes] = response.aiter_bytes()

    def __aiter__(self) -> "AsyncStream":
        return self

    async def __anext__(self) -> bytes:
        try:
            return await anext(self._pieces)
        except httpx2.HTTPError as error:
            raise _lost(error) from error

    async def aclose(self) -> None:
        await self._response.aclose()
