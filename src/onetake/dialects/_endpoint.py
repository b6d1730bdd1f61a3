"""Where an operation lives on the wire."""

from dataclasses import dataclass
from typing import Literal

from onetake.core.catalogue import Route

Option = tuple[Literal["header", "query"], str, str]
IDEMPOTENCY: Option = ("header", "Idempotency-Key", "The same key and body give the same task, for a week")
CAPABILITY = {"withdraw": "delete"}
"""Operations that a route's profile lists under another word."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One operation: `path` is below the route's prefix and holds `{id}` where a task is named.

    op: create, get, list, cancel, delete, withdraw (Ark's DELETE: cancel or delete, by state) or a word of
    the dialect's own. body: how the request is read ("empty" takes any body and ignores it). reply: "held"
    answers only when the work is done. success: the HTTP status written; any 2xx is read. core: False for
    an operation that every route has without listing it. answer: media type of the answer. options: further
    parameters as (place, name, what it does), which the server reads itself.
    """

    op: str
    method: str
    path: str
    body: Literal["json", "form", "raw", "empty"] = "empty"
    reply: Literal["now", "held"] = "now"
    success: int = 200
    about: str = ""
    core: bool = True
    answer: str = "application/json"
    options: tuple[Option, ...] = ()

    def offered(self, route: Route) -> bool:
        """Whether the route's profile has this operation."""
        return not self.core or CAPABILITY.get(self.op, self.op) in route.capabilities
