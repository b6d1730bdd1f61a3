"""Which key a caller presents. Every dialect reads every header; two different keys at once are refused."""

from collections.abc import Mapping
from dataclasses import dataclass

from onetake.core.problem import Problem

BEARER = "authorization"
KEY_HEADERS = ("x-api-key",)


@dataclass(frozen=True, slots=True)
class Auth:
    """How this dialect writes a key: header name, and what stands before the key."""

    header: str
    scheme: str = ""

    def write(self, key: str) -> dict[str, str]:
        """The header of a call."""
        return {self.header: f"{self.scheme} {key}" if self.scheme else key}

    def read(self, headers: Mapping[str, str]) -> str | None:
        """The key presented (names in lower case), or None. Raises Problem where two differ (threat T14)."""
        given = [_bearer(headers.get(BEARER))]
        given += [(headers.get(name) or "").strip() for name in KEY_HEADERS]
        keys = {key for key in given if key}
        if len(keys) > 1:
            raise Problem("invalid_parameter", "two different API keys were sent; send one")
        return keys.pop() if keys else None


def _bearer(value: str | None) -> str:
    if not value:
        return ""
    scheme, _, key = value.strip().partition(" ")
    return key.strip() if scheme.lower() == "bearer" else ""
