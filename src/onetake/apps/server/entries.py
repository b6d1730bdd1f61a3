"""Where customers come in: a path prefix, the dialect below it, and the routes that it stands for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from onetake.core.catalogue import Route, catalogue
from onetake.dialects import NAMES, Dialect, Endpoint, dialect
from onetake.dialects.ark import profile_of
from onetake.services.accounts import Key


@dataclass(frozen=True, slots=True)
class Entry:
    """`route` is the profile where nothing says another; more than one shares `/api/v3`.

    stems: the beginnings of its paths up to where an id stands; several dialects live below `/v1`.
    """

    prefix: str
    dialect: Dialect
    route: Route
    routes: tuple[Route, ...]
    stems: tuple[str, ...]

    def offered(self) -> list[Endpoint]:
        """The endpoints that at least one of the routes has, in the order of the table."""
        return [e for e in self.dialect.endpoints if any(e.offered(r) for r in self.routes)]

    def profile(self, message: Mapping[str, Any], key: Key) -> Route:
        """The profile of a create: by what the message says, else by the key's default (design §3)."""
        if len(self.routes) == 1:
            return self.route
        default = key.route if any(key.route == r.name for r in self.routes) else None
        return profile_of(message, default)


def entries() -> list[Entry]:
    """Every entry of the catalogue."""
    found: dict[tuple[str, str], list[Route]] = {}
    for route in catalogue().routes.values():
        if route.public and route.dialect in NAMES:
            found.setdefault((route.prefix, route.dialect), []).append(route)
    return [_entry(prefix, dialect(name), tuple(routes)) for (prefix, name), routes in found.items()]


def _entry(prefix: str, spoken: Dialect, routes: tuple[Route, ...]) -> Entry:
    offered = [e for e in spoken.endpoints if any(e.offered(r) for r in routes)]
    paths = {e.at(prefix).partition("{")[0].rstrip("/") for e in offered}
    return Entry(prefix, spoken, routes[0], routes, tuple({*paths, *filter(None, (prefix, spoken.home))}))


def entry_of(path: str, known: list[Entry]) -> Entry:
    """The entry that answers for a path by its longest stem, native for whatever is below none."""
    found = [
        (len(stem), entry)
        for entry in known
        for stem in entry.stems
        if path.startswith(stem) and path[len(stem) :][:1] in ("", "/")
    ]
    if found:
        return max(found, key=lambda pair: pair[0])[1]
    return next(e for e in known if e.dialect.name == "native")
