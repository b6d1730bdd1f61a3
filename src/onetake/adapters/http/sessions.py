"""aiohttp sessions by class of origin: public or trusted, connections kept or fresh.

A public session can only reach checked addresses; a trusted one serves origins that an exact rule names.
They never share a connection pool.
"""

import ssl
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

import aiohttp

from onetake.adapters.http.resolver import Lookup, Resolver, guarded_socket

CONNECT_SECONDS = 10.0
"""For one address: TCP connect, and again for the TLS handshake."""


class Sent:
    """Per-request evidence: `connected` turns true before the first byte of the request can leave.

    With `once` the request gets no second connection: aiohttp by itself repeats DELETE and PUT after a reset,
    on a new connection, even where the first one was new too.
    """

    __slots__ = ("connected", "once")

    def __init__(self, *, once: bool) -> None:
        self.connected = False
        self.once = once


class _Repeated(aiohttp.ClientOSError):
    """aiohttp was about to send a request again after its connection was reset."""


async def _refuse_repeat(session: object, context: object, params: object) -> None:
    sent = getattr(context, "trace_request_ctx", None)
    if isinstance(sent, Sent) and sent.once and sent.connected:
        raise _Repeated


async def _mark_connected(session: object, context: object, params: object) -> None:
    await _refuse_repeat(session, context, params)
    sent = getattr(context, "trace_request_ctx", None)
    if isinstance(sent, Sent):
        sent.connected = True


@lru_cache(maxsize=8)  # reading the system's authorities takes 20 ms
def tls_context(ca_file: Path | None) -> ssl.SSLContext:
    """The system's certificate authorities and, where given, those in `ca_file` (PEM). Raises OSError."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if ca_file is not None:
        context.load_verify_locations(cafile=str(ca_file))
    return context


class Sessions:
    """Opens each kind of session on first use. `close` ends them all."""

    def __init__(self, lookup: Lookup, ca_file: Path | None) -> None:
        self._lookup = lookup
        self._ca_file = ca_file
        self._open: dict[tuple[bool, bool], aiohttp.ClientSession] = {}

    def get(self, *, trusted: bool, fresh: bool) -> aiohttp.ClientSession:
        """Return the session for one class; `fresh` never reuses a connection."""
        kind = (trusted, fresh)
        if kind not in self._open:
            self._open[kind] = self._session(trusted, fresh)
        return self._open[kind]

    def _session(self, trusted: bool, fresh: bool) -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(
            ssl=tls_context(self._ca_file),
            resolver=Resolver(self._lookup, checked=not trusted),
            socket_factory=None if trusted else guarded_socket,
            use_dns_cache=False,
            force_close=fresh,
            limit=0,  # callers bound their own concurrency; a hidden queue would look like a slow provider
        )
        watch = aiohttp.TraceConfig()
        watch.on_connection_create_start.append(_refuse_repeat)
        watch.on_connection_create_end.append(_mark_connected)
        watch.on_connection_reuseconn.append(_mark_connected)
        return aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,
            auto_decompress=False,  # a false `Content-Encoding: gzip` over a plain body must not break
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_SECONDS),
            headers={"User-Agent": "onetake/" + version("onetake"), "Accept-Encoding": "identity"},
            skip_auto_headers=("Content-Type",),
            trace_configs=[watch],
            read_bufsize=2**18,
        )

    async def close(self) -> None:
        for session in self._open.values():
            await session.close()
        self._open.clear()
