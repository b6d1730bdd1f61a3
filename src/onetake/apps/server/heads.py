"""What the head of a request may say (threat T11): whatever two parsers could read differently is refused.

llhttp refuses the worst by itself (both lengths at once, bad characters, bare line ends); this is the rest.
"""

import re
from collections.abc import Sequence

REQUEST_LINE = 64 * 1024
HEADERS = 16 * 1024
MOST_HEADERS = 128
METHODS = frozenset({b"GET", b"HEAD", b"POST", b"PUT", b"PATCH", b"DELETE", b"OPTIONS", b"TRACE"})
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
    if method not in METHODS or version not in ("1.1", "1.0"):
        raise Refused("not a method or version of HTTP/1.1")
    names = [name for name, _ in headers]
    if len(names) > MOST_HEADERS:
        raise Refused("there are too many headers")
    host = _host(names, headers, version)
    if not url.startswith(b"/") or b"#" in url:
        # A whole URL is legal (RFC 9112 §3.2.2), and names the host before the header does.
        found = _ABSOLUTE.fullmatch(url)
        if found is None or b"#" in url or found[1].lower() != host:
            raise Refused("the target is neither a path nor a URL of this host")
    _check_length(names, headers, version)


def _host(names: list[bytes], headers: Pairs, version: str) -> bytes:
    count = names.count(b"host")
    if count > 1 or (count == 0 and version == "1.1"):
        raise Refused("not one Host header")
    if not count:
        return b""
    told = headers[names.index(b"host")][1]
    if _HOST.fullmatch(told) is None:
        raise Refused("the Host header is no host")
    return told.lower()


def _check_length(names: list[bytes], headers: Pairs, version: str) -> None:
    """One way to tell the length, in one spelling: some proxies read `_` in a name as `-`."""
    if b"content_length" in names or b"transfer_encoding" in names or names.count(b"content-length") > 1:
        raise Refused("two ways to tell the length")
    if b"transfer-encoding" not in names:
        return
    coding = headers[names.index(b"transfer-encoding")][1]
    if b"content-length" in names or names.count(b"transfer-encoding") > 1 or version != "1.1":
        raise Refused("two ways to tell the length")
    if coding.lower() != b"chunked":
        raise Refused("a coding besides chunked")
