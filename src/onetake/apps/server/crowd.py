"""How many connections there may be, in all and from one address (threats T10, T31): who comes beyond that is
told so at once and shown out, so that everybody else is still served."""

import resource
from collections import Counter

MOST = 10_000
MOST_PER_ADDRESS = 1000
WAIT = 5
"""Seconds after which one that was turned away may try again."""
_KEPT_FREE = 512
"""File handles that connections leave to the database, media, children and outgoing requests."""


class Crowd:
    """Who is connected. most: connections in all. per_address: from one address, 0 for no such limit."""

    def __init__(self, most: int = MOST, per_address: int = MOST_PER_ADDRESS) -> None:
        self.most, self.per_address = most, per_address
        self.turned_away = 0
        self._from: Counter[str] = Counter()
        self._all = 0

    def enter(self, address: str) -> bytes | None:
        """Count one more; the answer for one that is too many, which is not counted."""
        if self._all >= self.most:
            return self._refusal(503, b"Service Unavailable", b"the server has too many connections")
        if self.per_address and self._from[address] >= self.per_address:
            return self._refusal(429, b"Too Many Requests", b"your address has too many connections")
        self._all += 1
        self._from[address] += 1
        return None

    def leave(self, address: str) -> None:
        """One that was counted is gone."""
        self._all -= 1
        self._from[address] -= 1
        if not self._from[address]:
            del self._from[address]

    def _refusal(self, status: int, phrase: bytes, said: bytes) -> bytes:
        self.turned_away += 1
        body = b'{"error":{"code":"rate_limited","message":"%s"}}' % said
        lines = (
            b"HTTP/1.1 %d %s" % (status, phrase), b"content-type: application/json",
            b"content-length: %d" % len(body), b"retry-after: %d" % WAIT, b"connection: close", b"", body,
        )  # fmt: skip
        return b"\r\n".join(lines)


def room(most: int = MOST) -> int:
    """As many of `most` connections as there are file handles for. The process may have as many as its hard
    limit allows; a soft one of 1,024, as most systems set it, is raised."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = most + _KEPT_FREE
    if soft != resource.RLIM_INFINITY and soft < wanted:
        allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, allowed), hard))
        soft = max(soft, allowed)
    if soft == resource.RLIM_INFINITY:
        return most
    return max(1, min(most, soft - min(_KEPT_FREE, soft // 2)))
