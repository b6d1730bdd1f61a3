"""uvicorn around the application, on a socket that is bound already. Prints nothing."""

import asyncio
import socket
import ssl
from collections.abc import Callable
from functools import partial
from typing import Any

import uvicorn

from onetake.apps.server import protocol
from onetake.apps.server.app import Site
from onetake.apps.server.crowd import MOST, MOST_PER_ADDRESS, Crowd, room
from onetake.apps.server.patience import Patience
from onetake.apps.server.protocol import behind


class _Server(uvicorn.Server):
    """Tells the application that it stops before connections are waited for, and when it is ready."""

    def __init__(self, config: uvicorn.Config, site: Site, on_ready: Callable[[], Any] | None) -> None:
        super().__init__(config)
        self.site = site
        self.on_ready = on_ready
        self.patience = Patience(self.server_state.connections)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        if self.config.ssl is not None:
            # A minute by default, in which nobody counts the connection (T10).
            loop: Any = asyncio.get_running_loop()
            loop.create_server = partial(loop.create_server, ssl_handshake_timeout=protocol.HEADER_TIME)
            try:
                await super().startup(sockets)
            finally:
                del loop.create_server
        else:
            await super().startup(sockets)
        self.patience.start()
        if self.on_ready is not None and self.started:
            self.on_ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.site.stop()
        try:
            await super().shutdown(sockets)
        finally:
            self.patience.stop()


async def serve(
    app: Site,
    bound: socket.socket,
    *,
    on_ready: Callable[[], Any] | None = None,
    on_server: Callable[[uvicorn.Server], Any] | None = None,
    grace: int = 10,
    most_connections: int = MOST,
    most_per_address: int = MOST_PER_ADDRESS,
    tls: ssl.SSLContext | None = None,
) -> None:
    """Serve until SIGINT or SIGTERM, then let running requests finish for `grace` seconds.

    on_ready: called once requests are taken. on_server: gets the server before it starts; setting its
    `should_exit` ends it as a signal would. most_connections: as far as there are file handles for them.
    most_per_address: of those, from one address; 0 for no such limit. tls: serve https with it. `bound` is
    closed afterwards; a signal is raised again then, as uvicorn does, so that whoever started us sees why we
    stopped.
    """
    bound.listen(2048)
    bound.setblocking(False)
    crowd = Crowd(room(most_connections), most_per_address)
    server = _Server(_config(app, grace, crowd, tls), app, on_ready)
    if on_server is not None:
        on_server(server)
    await server.serve(sockets=[bound])


def _config(app: Site, grace: int, crowd: Crowd, tls: ssl.SSLContext | None) -> uvicorn.Config:
    gate = app.house.sandbox.gate
    gate.over(tls)
    config = uvicorn.Config(
        app,
        loop="none",
        http=behind(gate, crowd),
        ws="none",
        lifespan="on",
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=grace,
        backlog=2048,
    )
    config.load()  # now, because it sets `ssl`
    config.ssl = tls
    return config


def run(app: Site, bound: socket.socket, **options: Any) -> None:
    """`serve` on a loop of its own: uvloop where there is one."""
    try:
        import uvloop
    except ImportError:
        asyncio.run(serve(app, bound, **options))
    else:
        uvloop.run(serve(app, bound, **options))
