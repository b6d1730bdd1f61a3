"""Where an outgoing request may go: the structural half of the guard (errors-and-faults T01–T03).

The other half is the resolver, which checks what a name resolves to. A name is never trusted by its
spelling here, and a literal address is judged at once.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

from yarl import URL

from onetake.adapters.http.addresses import why_denied
from onetake.adapters.http.host import canonical, literal
from onetake.core.problem import Problem

SINKS = ("input", "output", "provider", "callback")
_LONGEST = {"callback": 2048}  # contract §3.1; other URLs carry long signatures
_SPLIT = re.compile(r"(https?)://([^/?#]*)([^#]*)", re.IGNORECASE | re.DOTALL)
_AUTHORITY = re.compile(r"(\[[^\[\]]*\]|[^:\[\]]*)(?::([0-9]{1,5}))?")
# C0 and C1 controls, DEL and the line separators that some parsers honour.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_SENDABLE = re.compile(r"[!#-;=?-\[\]_a-z~]*")
_DEFAULT_PORT = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Target:
    """A place that may be asked. `trusted` means an exact rule names its origin, so no address is denied."""

    scheme: str
    host: str
    port: int
    url: URL
    trusted: bool

    @property
    def origin(self) -> str:
        return _origin(self.scheme, self.host, self.port)


class Guard:
    """Checks URLs for a sink: "input" and "output" media, "provider" calls, "callback" deliveries.

    `allow` maps a sink to exact origins (`https://media.internal:9000`) that may be reached whatever their
    address; it is empty by default. `ports` are the ports that need no rule.
    Raises ValueError for an unknown sink, for a rule that is not an origin, and for an http callback rule.
    """

    def __init__(
        self, allow: Mapping[str, Collection[str]] | None = None, *, ports: Collection[int] = (80, 443)
    ) -> None:
        rules = dict(allow or {})
        if unknown := set(rules) - set(SINKS):
            raise ValueError(f"unknown sink {sorted(unknown)}; there are {', '.join(SINKS)}")
        self._allow = {sink: frozenset(origin_of(rule) for rule in rules.get(sink, ())) for sink in SINKS}
        self._ports = frozenset(ports)
        if any(rule.startswith("http:") for rule in self._allow["callback"]):
            raise ValueError("a callback rule must be https")

    @property
    def rules(self) -> dict[str, list[str]]:
        """The allow rules in force by sink, for `doctor`."""
        return {sink: sorted(origins) for sink, origins in self._allow.items()}

    def check(self, url: str, sink: str, *, origin: str | None = None) -> Target:
        """Return the target of `url`.

        Raises Problem: invalid_callback_url for a callback, media_blocked_address for every other sink.
        `origin` is the configured origin of the credential in use: it is allowed for this one call.
        Names are not resolved here; the fetcher's resolver checks every answer.
        """
        try:
            scheme, host, port, rest = _parse(url, sink)
            spelled = _origin(scheme, host, port)
            trusted = spelled in self._allow[sink] or (origin is not None and spelled == origin_of(origin))
            if not trusted:
                self._refuse_unlisted(host, port)
            return Target(scheme, host, port, _wire_url(spelled, rest), trusted)
        except ValueError as error:
            code = "invalid_callback_url" if sink == "callback" else "media_blocked_address"
            raise Problem(code, str(error)) from None

    def _refuse_unlisted(self, host: str, port: int) -> None:
        if port not in self._ports:
            allowed = ", ".join(str(p) for p in sorted(self._ports))
            raise ValueError(f"port {port} is not allowed (allowed: {allowed})")
        # RFC 6761: these names are loopback by definition, whatever a resolver would say.
        if host == "localhost" or host.endswith(".localhost"):
            raise ValueError(f"{host} is this machine")
        address = literal(host)
        if address is not None and (why := why_denied(address)):
            raise ValueError(f"{host} is not a public address ({why})")


def target_at(origin: str, path: str) -> Target | None:
    """Return the target of a plain `/path?query` below a configured origin, or None when it needs a check."""
    if not path.startswith("/") or _SENDABLE.fullmatch(path) is None:
        return None
    scheme, host, port, spelled = _configured(origin)
    return Target(scheme, host, port, URL(spelled + path, encoded=True), trusted=True)


@lru_cache(maxsize=256)
def _configured(origin: str) -> tuple[str, str, int, str]:
    scheme, host, port, _ = _parse(origin_of(origin), "rule")
    return scheme, host, port, _origin(scheme, host, port)


@lru_cache(maxsize=256)
def origin_of(rule: str) -> str:
    """Return the canonical `scheme://host:port` of an origin, its port always written.

    Raises ValueError for anything longer than an origin (a path, a query) and for what is not one.
    """
    scheme, host, port, rest = _parse(rule, "rule")
    if rest not in ("", "/"):
        raise ValueError(f"not an origin (scheme://host:port): {rule!r}")
    return _origin(scheme, host, port)


def _parse(url: str, sink: str) -> tuple[str, str, int, str]:
    if len(url) > _LONGEST.get(sink, 8192):
        raise ValueError(f"the URL is longer than {_LONGEST.get(sink, 8192)} characters")
    if _CONTROL.search(url):
        raise ValueError("the URL holds a control character")
    split = _SPLIT.fullmatch(url.partition("#")[0])
    if split is None:
        raise ValueError("not an absolute http or https URL")
    scheme, authority, rest = split[1].lower(), split[2], split[3]
    if sink == "callback" and scheme != "https":
        raise ValueError("a callback URL must be https")
    host, port = _authority(authority, scheme)
    return scheme, host, port, rest


def _authority(authority: str, scheme: str) -> tuple[str, int]:
    if "@" in authority:
        raise ValueError("the URL holds a user name or password")
    # `%` would be decoded by some readers and not by others; `\` is a slash to browsers.
    if any(mark in authority for mark in "%\\ "):
        raise ValueError("the host holds a character that is not allowed")
    parts = _AUTHORITY.fullmatch(authority)
    if parts is None or not parts[1]:
        raise ValueError("the host or port is not valid")
    port = int(parts[2]) if parts[2] else _DEFAULT_PORT[scheme]
    if not 1 <= port <= 65535:
        raise ValueError("the port is out of range")
    return canonical(parts[1]), port


def _origin(scheme: str, host: str, port: int) -> str:
    return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"


def _wire_url(origin: str, rest: str) -> URL:
    rooted = rest if rest.startswith("/") else "/" + rest
    # A signed URL must go out byte for byte; only what cannot stand in a request line is quoted.
    return URL(origin + rooted, encoded=_SENDABLE.fullmatch(rooted) is not None)
