"""Requests without a valid key: how many of them an address may send (errors-and-faults T31)."""

import ipaddress
import math

from starlette.types import Scope

from onetake.core.meter import Meter
from onetake.core.problem import Problem
from onetake.core.rate import Limit

_NETWORK = 64
"""Bits of an IPv6 address that one customer of a network has to himself."""


class Strangers:
    """Counts what was refused by address, in bounded memory. A valid key is never asked about: whoever shares
    its address with others that guess is served all the same."""

    def __init__(self, per_minute: float) -> None:
        self._limit = Limit(per_minute / 60, max(1, int(per_minute))) if per_minute else None
        self._meter = Meter()

    def told(self, scope: Scope, now: float, refused: Problem) -> Problem:
        """The refusal of a request, or how long to wait with the next one (rate_limited)."""
        if self._limit is None:
            return refused
        wait = self._meter.wait(_place(scope), self._limit, now)
        if not wait:
            return refused
        return Problem(
            "rate_limited",
            "too many requests without a valid key came from this address",
            retry_after=float(math.ceil(wait)),
        )


def _place(scope: Scope) -> str:
    client = scope.get("client")
    return place_of(client[0] if client else "")


def place_of(host: str) -> str:
    """What counts as one address. Without one (a local socket) all are the same."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, _NETWORK), strict=False))
    return str(address)
