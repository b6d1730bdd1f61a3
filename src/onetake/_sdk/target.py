"""Which server a client talks to, and with which key."""

import os
from dataclasses import dataclass

from onetake._sdk import place
from onetake.core.problem import Problem

PREFIX = "/onetake/v1"


@dataclass(frozen=True, slots=True)
class Target:
    """base_url: origin, and a path where the server lives below one; without `/onetake/v1`.

    trust: file of the certificate that this server must show, for the server of this machine over https.
    """

    base_url: str
    key: str
    trust: str | None = None

    @classmethod
    def find(cls, base_url: str | None, api_key: str | None) -> "Target":
        """What was given, else `ONETAKE_BASE_URL` and `ONETAKE_API_KEY`, else this machine's own server.

        The key of this machine's server is sent to that server only, and its certificate is trusted for it
        only. Raises Problem(provider_unavailable) where no server is known, Problem(unauthenticated) where no
        key is.
        """
        directory = place.data_dir()
        local = place.server_of(directory)
        url = base_url or os.environ.get("ONETAKE_BASE_URL") or local
        if not url:
            told = f"no server runs on {directory}; start `onetake serve` or give base_url"
            raise Problem("provider_unavailable", told)
        url = url.rstrip("/").removesuffix(PREFIX)
        key = api_key or os.environ.get("ONETAKE_API_KEY")
        if not key and url == local:
            key = place.key_of(directory)
        if not key:
            raise Problem("unauthenticated", "No API key was given: pass api_key or set ONETAKE_API_KEY")
        return cls(url, key, place.trust_of(directory, url) if url == local else None)
