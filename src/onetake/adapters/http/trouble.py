"""What went wrong on the wire, as a Problem in the caller's words. A URL may hold a secret: never shown."""

import socket
import ssl
from typing import Any

import aiohttp

from onetake.adapters.http.guard import Target
from onetake.adapters.http.resolver import BlockedAddress
from onetake.core.problem import Problem


def blocked(error: BaseException) -> BlockedAddress | None:
    """Find the refused address behind an error of aiohttp, if there is one."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, BlockedAddress):
            return seen
        seen = getattr(seen, "os_error", None) or seen.__cause__
    return None


def problem_of(error: BaseException, target: Target) -> Problem:
    """Turn an error of aiohttp into media_blocked_address or media_unreachable."""
    if refused := blocked(error):
        return Problem("media_blocked_address", str(refused), host=target.host)
    return unreachable(said(error), target)


def unreachable(what: str, target: Target, **facts: Any) -> Problem:
    """`what` reads before "at host h": "got HTTP 404", "timeout", "DNS: no such name"."""
    return Problem("media_unreachable", f"{what} at host {target.host}", host=target.host, **facts)


def said(error: BaseException) -> str:
    """Name an error of aiohttp in a few words, without the URL."""
    cause = getattr(error, "os_error", None) or error.__cause__
    match error:
        case aiohttp.ClientConnectorCertificateError() | ssl.SSLCertVerificationError():
            return "TLS certificate refused"
        case aiohttp.ClientConnectorSSLError() | aiohttp.ClientSSLError() | ssl.SSLError():
            return "TLS handshake failed"
        case aiohttp.ClientConnectorDNSError():
            return "DNS: no such name" if isinstance(cause, socket.gaierror) else "DNS: no answer"
        case TimeoutError():
            return "timeout"
        case aiohttp.ClientConnectorError():
            refused = isinstance(cause, ConnectionRefusedError)
            return "connection refused" if refused else "connection failed"
        case aiohttp.ClientPayloadError():
            return "the body was cut off"
        case aiohttp.ServerDisconnectedError() | aiohttp.ClientOSError() | ConnectionError():
            return "connection reset"
        case _:
            return "not an HTTP answer"
