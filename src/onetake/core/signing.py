"""Signed URLs that expire: HMAC-SHA256 over method, path, expiry and claims (threat T23).

A claim is whatever else the link promises: which asset, which project, how many bytes at most. It
travels in the query in plain sight; what the signature adds is that nobody can change it.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode

from onetake.core.problem import Problem

_DOMAIN = b"onetake signed url 1"
_EXPIRES = re.compile(r"[0-9]{1,12}")
_LONGEST_QUERY = 4096
_RESERVED = {"expires", "signature"}


def sign(
    secret: bytes, method: str, path: str, expires: int, claims: Mapping[str, str | int] | None = None
) -> str:
    """The query string, without `?`, that makes `method path` valid up to `expires` (unix seconds).

    `path` is the decoded path as the server will see it. A signature for GET also serves HEAD.
    Raises ValueError for a secret under 32 bytes, a claim named like our own parameters, or a query
    that `verify` would refuse for its length.
    """
    told = {name: str(value) for name, value in (claims or {}).items()}
    if _RESERVED & told.keys():
        raise ValueError(f"claims cannot be named {' or '.join(sorted(_RESERVED))}")
    signature = _signature(secret, method, path, expires, told)
    query = urlencode({**told, "expires": expires, "signature": signature})
    if len(query) > _LONGEST_QUERY:
        raise ValueError(f"a signed query has {_LONGEST_QUERY} characters at most, this one {len(query)}")
    return query


def verify(secret: bytes, method: str, path: str, query: str, now: float) -> dict[str, str]:
    """The claims of a signed URL, once its signature and then its expiry have been checked.

    `query` is the query string as received: every parameter in it counts, a foreign one spoils the
    signature. Raises Problem `forbidden` when anything was changed, `upload_expired` when only the
    time has passed.
    """
    claims = _parsed(query)
    signature, expires = claims.pop("signature", ""), claims.pop("expires", "")
    if not _EXPIRES.fullmatch(expires):
        raise _altered()
    expected = _signature(secret, method, path, int(expires), claims)
    # Compared as text: decoding base64 first would let several spellings pass for one signature.
    if not hmac.compare_digest(_bytes(signature), _bytes(expected)):
        raise _altered()
    if now >= int(expires):
        raise Problem("upload_expired", f"The link expired {int(now) - int(expires)} s ago")
    return claims


def _signature(secret: bytes, method: str, path: str, expires: int, claims: Mapping[str, str]) -> str:
    if len(secret) < 32:
        raise ValueError("a signing secret has at least 32 bytes")
    fields = ["GET" if method == "HEAD" else method, path, str(expires)]
    for name in sorted(claims):
        fields += [name, claims[name]]
    # Every field with its length, so that no two lists of fields have the same message.
    message = b"".join(b"%d:%s" % (len(field), field) for field in map(_bytes, fields))
    digest = hmac.new(secret, _DOMAIN + message, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode().removesuffix("=")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _parsed(query: str) -> dict[str, str]:
    if len(query) > _LONGEST_QUERY:
        raise _altered()
    try:
        pairs = parse_qsl(query, keep_blank_values=True, strict_parsing=True, max_num_fields=32)
    except ValueError:
        raise _altered() from None
    if len({name for name, _ in pairs}) != len(pairs):
        raise _altered()
    return dict(pairs)


def _altered() -> Problem:
    return Problem("forbidden", "The link's signature does not fit; use the link exactly as it was given")
