"""One exchange with a provider, as values: what is sent, what came back, and how it can be lost.

Dialects build a `Call` and read a `Reply`; an adapter carries the one and returns the other. The two ways
to lose an exchange are kept apart because they cost differently (errors-and-faults F08–F10): what was not
sent may be sent again, what may have arrived must be reconciled first.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_FORBIDDEN_IN_VALUE = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Call:
    """One request to send: `path` is `/path?query` below the origin, or an absolute URL of that origin.

    at: "" is the origin of the credential, "files" the route's upload service, "signed" an absolute URL in
    `path` that carries its own permission and may be at any public address: a credential never goes there.

    Raises ValueError for a method or header that could split the request (CR, LF, NUL, bad token), so that
    a value from a user can never shape the header block.
    """

    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes = b""
    at: Literal["", "files", "signed"] = ""

    def __post_init__(self) -> None:
        if not _TOKEN.fullmatch(self.method):
            raise ValueError(f"not an HTTP method: {self.method!r}")
        for name, value in self.headers.items():
            if not _TOKEN.fullmatch(name):
                raise ValueError(f"not a header name: {name!r}")
            # The value may be a secret: it is never part of the message.
            if _FORBIDDEN_IN_VALUE.search(value):
                raise ValueError(f"header {name} holds a control character")


@dataclass(frozen=True, slots=True)
class Reply:
    """One complete answer. Header names are lower case; `body` is what was sent, up to the carrier's cap."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


class NotSent(Exception):
    """No byte of the request left this machine (connect refused, DNS, TLS handshake): safe to send again."""


class Ambiguous(Exception):
    """The request may have arrived and the answer is unknown: reconcile, never send again blindly."""


class WireError(Exception):
    """A provider said something that its contract does not contain."""
