"""What a dialect is made of: endpoints and five message shapes. Roles only choose the direction."""

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from typing import Any

from onetake.core.catalogue import Route
from onetake.core.ids import core_of
from onetake.core.problem import Problem
from onetake.core.wire import Call, Reply
from onetake.dialects._auth import Auth
from onetake.dialects._endpoint import Endpoint
from onetake.dialects._errors import Errors
from onetake.dialects._record import Message, Record

LABELS = frozenset(
    {
        "model",
        "model_name",
        "mode",
        "metadata",
        "callback_url",
        "route",
        "remix_of",
        "notes",
        "repair",
        "extra",
    }
)
"""Parts of a request that no backend has to say: names, and what we keep and do ourselves."""


def _nothing(draft: Message, message: Message, route: Route) -> None:
    pass


def _whole(task: Message) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Parcel:
    """A file to be put where a provider can read it."""

    name: str
    mime: str
    body: bytes


def _nowhere(parcel: Parcel, route: Route, key: str) -> Generator[Call, Reply, str]:
    raise Problem("inexpressible", f"{route.name} takes no uploads")
    yield  # a flow like the others, that ends before its first call


def _as_it_is(draft: Message, route: Route) -> Message:
    return draft


def _no_places(message: Mapping[str, Any]) -> dict[str, str]:
    return {}


@dataclass(frozen=True)
class Table:
    """The tables of one wire contract.

    spell: (core, created_at) → the id as this dialect shows it. lift: the last step of reading a request, for
    what is not a field of its own (settings inside a prompt, media told by several fields). lower: its
    inverse, the first step of writing one, which gives the fields' own attributes. lifted: the parts of a
    request that only these two say. seen: the last step of reading a task, for what several of its fields say
    together. item: a task inside a list, where it is not the answer to get. refused: whether an answer is an
    error although its status is 2xx. uncertain: codes that do not prove, in answer to a create, that nothing
    was accepted. collapsed: statuses of ours that read back as another, since the
    dialect has no word of their own (the problem tells which). places: where the media and the prompt of one
    message really are, by our names ("media[0]" → "content[1].image_url"). unsaid: parts of a request that
    the fields could carry but the far side would read otherwise. page: the list answer around `items`.
    deposit: a flow that stores a file with
    the provider and returns the URL to name it by; safe to repeat. for_customers: in the client role a
    complaint about the key is the caller's own affair (native), not the operator's (providers). home: the
    beginning of paths that belong to this dialect alone, also where nothing is at them.
    """

    name: str
    endpoints: tuple[Endpoint, ...]
    auth: Auth
    request: Record
    receipt: Record
    task: Record
    query: Record
    page: Record
    errors: Errors
    spell: Callable[[str, float], str]
    lift: Callable[[Message, Message, Route], None] = _nothing
    lower: Callable[[Message, Route], Message] = _as_it_is
    lifted: frozenset[str] = frozenset()
    seen: Callable[[Message], None] = _whole
    item: Record | None = None
    refused: Callable[[Reply, Any], bool] = lambda reply, message: False
    uncertain: frozenset[str] = frozenset()
    collapsed: Mapping[str, str] = field(default_factory=dict)
    places: Callable[[Mapping[str, Any]], dict[str, str]] = _no_places
    deposit: Callable[[Parcel, Route, str], Generator[Call, Reply, str]] = _nowhere
    unsaid: Callable[[Any], list[str]] = lambda request: []
    for_customers: bool = False
    home: str = ""

    def endpoint(self, op: str, route: Route, message: Mapping[str, Any] | None = None) -> Endpoint:
        """The endpoint of an operation, and where its path says a part of the message, the one that says what
        `message` does. Raises Problem("inexpressible") where the route does not offer it."""
        for endpoint in self.endpoints:
            if endpoint.op == op and endpoint.offered(route) and endpoint.says(message):
                return endpoint
        raise Problem("inexpressible", f"{route.name} has no {op}")

    def offered(self, route: Route) -> tuple[Endpoint, ...]:
        """The endpoints that the route's profile has."""
        return tuple(e for e in self.endpoints if e.offered(route))

    def public_id(self, core: str, created_at: float) -> str:
        """The id that customers of this dialect see; created_at in unix seconds."""
        return self.spell(core, created_at)

    def core_of(self, public_id: str) -> str | None:
        """The core inside any dialect's id, or None."""
        return core_of(public_id)

    def read_key(self, headers: Mapping[str, str]) -> str | None:
        """The API key presented (header names in lower case). Raises Problem where two keys differ."""
        return self.auth.read(headers)
