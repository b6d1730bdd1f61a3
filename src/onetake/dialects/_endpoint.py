"""Where an operation lives on the wire."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from onetake.core.catalogue import Route
from onetake.dialects._record import Record

Option = tuple[Literal["header", "query"], str, str]
IDEMPOTENCY: Option = (
    "header",
    "Idempotency-Key",
    "1 to 255 printable ASCII characters, bare or quoted; same key and body, same answer, for seven days",
)
CAPABILITY = {"withdraw": "delete", "status": "get"}
"""Operations that a route's profile lists under another word."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One operation: `path` is below the route's prefix and holds `{id}` where a task is named; with `apart`
    it is the whole path.

    op: create, get, list, cancel, delete, withdraw (Ark's DELETE: cancel or delete, by state) or a word of
    the dialect's own. body: how the request is read ("empty" takes any body and ignores it). reply: "held"
    answers only when the work is done. success: the HTTP status written; any 2xx is read. core: False for
    an operation that every route has without listing it. fixed: fields of the message that the path stands
    for (Segmind's model); they are not in the body. answer: media types of the answer, "" where
    it has no body. options: further parameters as (place, name, what it does), which the server reads itself.
    takes: the body's own shape where it is no request for a video. result: the answer's own shape where it is
    neither receipt, task nor page.
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
    fixed: Mapping[str, str] = field(default_factory=dict)
    takes: Record | None = None
    result: Record | None = None
    apart: bool = False

    def at(self, prefix: str) -> str:
        """The whole path on a route with this prefix."""
        return self.path if self.apart else prefix + self.path

    def says(self, message: Mapping[str, Any] | None) -> bool:
        """Whether the path stands for what the message says; without a message every path does."""
        return message is None or all(message.get(name) == value for name, value in self.fixed.items())

    def offered(self, route: Route) -> bool:
        """Whether the route's profile has this operation."""
        return not self.core or CAPABILITY.get(self.op, self.op) in route.capabilities
