"""Who may ask at all, before any path is looked at: under which Host, and from which page in a browser
(threats T12, T25, T26).

A browser lets any page send requests to any address, ours on the loopback of its user included. No cookie of
ours goes with them, for there is none; what is left are names that are turned on us (DNS rebinding), paths
that open without a key, and pages that want to read answers.
"""

import ipaddress
import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.types import Message, Scope, Send

from onetake.apps.setting_rows import SHAPES
from onetake.core.problem import Problem

_ORIGIN = re.compile(SHAPES["server.cors_origins"][0])
_SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_ALLOWED = (
    b"authorization, content-type, idempotency-key, last-event-id, prefer, range, x-api-key, "
    b"x-onetake-scenario, x-request-id"
)
_SHOWN = (
    b"content-range, idempotency-replayed, retry-after, x-onetake-deduplicated, x-onetake-error, "
    b"x-request-id, x-should-retry"
)
_KEPT = b"600"
"""Seconds that a browser may remember what it was allowed."""


class Threshold:
    """hosts: Host headers that are served, with or without a port, `*.example.com` for all below one; none:
    all. origins: pages besides our own, like `https://app.example.com`, that may ask from a browser.

    Raises ValueError for an origin that is none; `*` is none.
    """

    def __init__(self, hosts: Sequence[str] = (), origins: Sequence[str] = ()) -> None:
        self._exact = frozenset(h.lower() for h in hosts if not h.startswith("*"))
        self._below = tuple(h[1:].lower() for h in hosts if h.startswith("*."))
        self._all = not hosts
        if wrong := [o for o in origins if _ORIGIN.fullmatch(o) is None]:
            raise ValueError(f"{wrong[0]!r} is no origin like https://app.example.com")
        self._origins = frozenset(o.lower().encode() for o in origins)

    def check(self, scope: Scope) -> bytes | None:
        """The page that asks from a browser and may read the answer, if one does.

        Raises Problem(invalid_parameter) for a Host that is not ours, forbidden for another site's page that
        wants to change something.
        """
        hosts: list[bytes] = []
        origin = site = None
        for name, value in scope["headers"]:
            if name == b"host":
                hosts.append(value)
            elif name == b"origin":
                origin = value.lower()
            elif name == b"sec-fetch-site":
                site = value
        if not self._all and not self._welcome(hosts):
            fix = "name it in server.allowed_hosts or server.public_url"
            raise Problem("invalid_parameter", f"this server is not reached under that Host; {fix}")
        if origin is not None and origin in self._origins:
            return origin
        ours = origin is not None and len(hosts) == 1 and origin.partition(b"://")[2] == hosts[0].lower()
        foreign = (origin is not None and not ours) or site in (b"cross-site", b"same-site")
        if foreign and not ours and scope["method"] not in _SAFE:
            raise Problem("forbidden", "a page of another site may not ask for this; see server.cors_origins")
        return None

    def _welcome(self, hosts: list[bytes]) -> bool:
        if len(hosts) != 1:
            return False
        told = hosts[0].decode("latin-1").lower()
        name = told.rpartition(":")[0] if told.rpartition(":")[2].isdigit() else told
        return bool({told, name} & self._exact) or name.endswith(self._below or ("\0",))


def telling(origin: bytes, send: Send) -> Send:
    """`send` for an answer that this page may read. Never with credentials: there are none to send."""

    async def tell(message: Message) -> None:
        if message["type"] == "http.response.start":
            shown = [
                (b"access-control-allow-origin", origin),
                (b"access-control-expose-headers", _SHOWN),
                (b"vary", b"Origin"),
            ]
            message = {**message, "headers": [*message["headers"], *shown]}
        await send(message)

    return tell


def preflight(scope: Scope) -> list[tuple[bytes, bytes]] | None:
    """Headers of the answer to a browser that asks beforehand, from a page that may; None when it does not
    ask."""
    asked = [value for name, value in scope["headers"] if name == b"access-control-request-method"]
    if scope["method"] != "OPTIONS" or not asked:
        return None
    methods = (b"access-control-allow-methods", b"GET, HEAD, POST, PUT, DELETE")
    return [methods, (b"access-control-allow-headers", _ALLOWED), (b"access-control-max-age", _KEPT)]


def names_of(listening: str, public_url: str) -> tuple[str, ...]:
    """The hosts that are served where none are named: behind a loopback address only its names and our own,
    so that no page can turn a name of its own on us; anywhere else all."""
    try:
        loopback = ipaddress.ip_address(listening).is_loopback
    except ValueError:
        loopback = listening == "localhost"
    if not loopback:
        return ()
    ours = urlsplit(public_url).hostname or "localhost"
    shown = f"[{ours}]" if ":" in ours else ours
    here = f"[{listening}]" if ":" in listening else listening
    return ("localhost", "127.0.0.1", "[::1]", "*.localhost", here, shown)
