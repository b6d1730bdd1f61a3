"""The ASGI application: routes made from the dialect tables, and the few paths that are our own."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from starlette.applications import Starlette
from starlette.routing import Match, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from onetake.apps.server import callbacks, files, health, pages
from onetake.apps.server.door import Door, Nowhere
from onetake.apps.server.entries import Entry, entries, entry_of
from onetake.apps.server.exchange import Exchange
from onetake.apps.server.handlers import handler_of
from onetake.apps.server.house import House
from onetake.apps.server.sandbox import Sandbox
from onetake.apps.server.strangers import Strangers
from onetake.apps.server.threshold import Threshold, preflight, telling
from onetake.apps.server.watermark import MOST, Watermark, guarded
from onetake.core.problem import Problem
from onetake.dialects import Endpoint
from onetake.services.platform import Platform

PUBLIC = frozenset(
    {
        "/",
        "/healthz",
        "/docs",
        "/openapi.json",
        "/static/{name}",
        "/files/{id}/{name}",
        "/callbacks/{id}",
        "/api/uploads/{id}/{name}",
        "/onetake/v1/errors/{id}",
    }
)
"""Every path that opens without a key, each thought about (threat T12). A file and a promised upload open to
their signed links, a callback to its secret path."""

Hook = Callable[[], Awaitable[None]]


def create_app(
    platform: Platform,
    *,
    allowed_hosts: Sequence[str] = (),
    cors_origins: Sequence[str] = (),
    disk_full: float = MOST,
    on_start: Hook | None = None,
    on_stop: Hook | None = None,
    sandbox: Sandbox | None = None,
) -> "Site":
    """The application of a platform. allowed_hosts: Host headers that are served (`*.example.com` for all
    below one), with or without a port; empty serves all. cors_origins: pages that may ask from a browser.
    disk_full: the used share of the disk, from 0 to 1, above which nothing is taken in.
    sandbox: without one, only keys choose scenarios."""
    known = entries()
    strangers = Strangers(platform.policy.unknown_per_minute)
    watermark = Watermark(platform.tmp, disk_full)
    pepper = platform.derived("keys")
    house = House(platform, pepper, sandbox or Sandbox(platform), watermark, strangers=strangers)
    routes = [*_from_tables(house, known), *_own(house, known)]

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        if on_start is not None:
            await on_start()
        try:
            yield
        finally:
            house.stopping.begin(platform)
            if on_stop is not None:
                await on_stop()

    return Site(house, known, Threshold(allowed_hosts, cors_origins), routes=routes, lifespan=lifespan)


def _from_tables(house: House, known: list[Entry]) -> list[Route]:
    return [
        _route(house, entry, e.at(entry.prefix), e.method, e.op, handler_of(entry.dialect.name, e.op), e)
        for entry in known
        for e in entry.offered()
    ]


def _own(house: House, known: list[Entry]) -> list[Route]:
    entry = entry_of("/", known)
    callback = _route(house, entry, "/callbacks/{id}", "POST", "callback", callbacks.received)
    rows: list[tuple[str, str, Callable[[Exchange], Any]]] = [
        ("/", "home", pages.home),
        ("/docs", "docs", pages.docs),
        ("/openapi.json", "openapi", pages.openapi),
        ("/static/{name}", "static", pages.static),
        ("/files/{id}/{name}", "file", files.signed),
        ("/healthz", "health", health.health),
        ("/metrics", "metrics", health.metrics),
    ]
    return [callback, *(_route(house, entry, path, "GET", op, handler) for path, op, handler in rows)]


def _route(
    house: House,
    entry: Entry,
    path: str,
    method: str,
    op: str,
    handler: Any,
    endpoint: Endpoint | None = None,
) -> Route:
    door = Door(house, entry, op, guarded(op, handler), public=path in PUBLIC, endpoint=endpoint)
    return Route(path, door, methods=[method], name=f"{entry.dialect.name}.{op}")


class Site(Starlette):
    """Starlette's routing and lifespan without its middleware: doors answer for every failure themselves."""

    def __init__(
        self,
        house: House,
        known: list[Entry],
        threshold: Threshold,
        *,
        routes: list[Route],
        lifespan: Any,
    ) -> None:
        super().__init__(routes=routes, lifespan=lifespan)
        self.house = house
        self.known = known
        # The same routes by their path: what is asked for a thousand times a second is found in one look.
        doors = {(method, r.path): r.endpoint for r in routes for method in r.methods or ()}
        self._doors = {(method, path): door for (method, path), door in doors.items() if "{" not in path}
        ending = "/{id}"
        self._of_one = {
            (method, path.removesuffix(ending)): door
            for (method, path), door in doors.items()
            if path.endswith(ending) and path.count("{") == 1
        }
        self._threshold = threshold

    def build_middleware_stack(self) -> ASGIApp:
        """Called once by Starlette."""
        return self._guarded

    def stop(self) -> None:
        """Say that we are on our way down: `/healthz` turns 503, streams and waiting creates end."""
        self.house.stopping.begin(self.house.platform)

    async def _dispatch(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.router(scope, receive, send)
        path = scope["path"]
        above, _, name = path.rpartition("/")
        door = self._doors.get((scope["method"], path))
        if door is None and name:
            door = self._of_one.get((scope["method"], above))
            scope["path_params"] = {"id": name}
        if door is not None:
            return await door(scope, receive, send)
        for route in self.router.routes:
            match, found = route.matches(scope)
            if match is Match.FULL:
                scope.update(found)
                return await route.handle(scope, receive, send)
        return await self._nowhere(scope, receive, send)

    async def _guarded(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            try:
                page = self._threshold.check(scope)
            except Problem as problem:
                return await self._own_exchange(scope, receive, send).fail(problem)
            if page is not None:
                send = telling(page, send)
                if (headers := preflight(scope)) is not None:
                    return await self._own_exchange(scope, receive, send).empty(204, headers)
        return await self._dispatch(scope, receive, send)

    def _own_exchange(self, scope: Scope, receive: Receive, send: Send) -> Exchange:
        return Exchange(self.house, entry_of(scope["path"], self.known), scope, receive, send)

    async def _nowhere(self, scope: Scope, receive: Receive, send: Send) -> None:
        allowed: set[str] = set()
        for route in self.router.routes:
            if isinstance(route, Route) and route.matches(scope)[0] is Match.PARTIAL:
                allowed |= route.methods or set()
        entry = entry_of(scope["path"], self.known)
        await Nowhere(self.house, entry, sorted(allowed))(scope, receive, send)
