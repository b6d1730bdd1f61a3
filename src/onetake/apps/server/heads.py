"""What the head of a request may say (threat T11): whatever two parsers could read differently is refused.

llhttp refuses the worst by itself (both lengths at once, bad characters, bare line ends); this is the rest.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

REQUEST_LINE = 64 * 1024
HEADERS = 16 * 1024
MOST_HEADERS = 128
METHODS = frozenset({b"GET", b"HEAD", b"POST", b"PUT", b"PATCH", b"DELETE", b"OPTIONS", b"TRACE"})
_VERSIONS = frozenset({"1.1", "1.0"})
_HOST = re.compile(rb"(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")
_ABSOLUTE = re.compile(rb"https?://([^/?]*)(?:[/?].*)?", re.IGNORECASE | re.DOTALL)

Pairs = Sequence[tuple[bytes, bytes]]


class Refused(Exception):
    """A request that is not read on: answered with 400 and a closed connection."""


def check_size(url: bytes, headers: Pairs) -> None:
    """Raises Refused for a first line or headers that are too large."""
    if len(url) > REQUEST_LINE:
        raise Refused("the request line is too long")
    if sum(len(name) + len(value) for name, value in headers) > HEADERS:
        raise Refused("the headers are too large")


def check(method: bytes, url: bytes, version: str, headers: Pairs) -> None:
    """Raises Refused for a head with two readings. The names of the headers are in lower case."""
    if method not in METHODS or version not in _VERSIONS:
        raise Refused("not a method or version of HTTP/1.1")
    told = dict(headers)
    if len(told) != len(headers):
        _check_single([name for name, _ in headers])
    if len(headers) > MOST_HEADERS:
        raise Refused("there are too many headers")
    host = _host(told.get(b"host"), version)
    if not url.startswith(b"/") or b"#" in url:
        # A whole URL is legal (RFC 9112 §3.2.2), and names the host before the header does.
        found = _ABSOLUTE.fullmatch(url)
        if found is None or b"#" in url or found[1].lower() != host:
            raise Refused("the target is neither a path nor a URL of this host")
    if b"content_length" in told or b"transfer_encoding" in told:
        raise Refused("some proxies read this as a length")
    coding = told.get(b"transfer-encoding")
    if coding is not None:
        if b"content-length" in told or version != "1.1":
            raise Refused("two ways to tell the length")
        if coding.lower() != b"chunked":
            raise Refused("a coding besides chunked")


def _check_single(names: list[bytes]) -> None:
    for name in (b"host", b"content-length", b"transfer-encoding"):
        if names.count(name) > 1:
            raise Refused("a header that must be single stands twice")


@lru_cache(256)
def _host(told: bytes | None, version: str) -> bytes:
    if told is None:
        if version == "1.1":
            raise Refused("no Host header")
        return b""
    if _HOST.fullmatch(told) is None:
        raise Refused("the Host header is no host")
    return told.lower()
