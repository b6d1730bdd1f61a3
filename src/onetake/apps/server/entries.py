"""Where customers come in: a path prefix, the dialect below it, and the routes that it stands for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from onetake.core.catalogue import Route, catalogue
from onetake.dialects import Dialect, Endpoint, dialect
from onetake.dialects.ark import profile_of
from onetake.services.accounts import Key


@dataclass(frozen=True, slots=True)
class Entry:
    """`route` is the profile where nothing says another; more than one shares `/api/v3`."""

    prefix: str
    dialect: Dialect
    route: Route
    routes: tuple[Route, ...]

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
    """Every entry of the catalogue, longest prefix first."""
    found: dict[str, list[Route]] = {}
    for route in catalogue().routes.values():
        found.setdefault(route.prefix, []).append(route)
    made = [Entry(p, dialect(rs[0].dialect), rs[0], tuple(rs)) for p, rs in found.items()]
    return sorted(made, key=lambda e: -len(e.prefix))


def entry_of(path: str, known: list[Entry]) -> Entry:
    """The entry that answers for a path, native for whatever is below none."""
    for entry in known:
        if path.startswith(entry.prefix) and path[len(entry.prefix) :][:1] in ("", "/"):
            return entry
    return next(e for e in known if e.dialect.name == "native")
