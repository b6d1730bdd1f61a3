"""Who takes too long is shown out (threat T10): a look at every connection once a second."""

import asyncio
from typing import Any

from onetake.apps.server.protocol import Protocol

LOOK = 1.0
"""Seconds between two looks."""


class Patience:
    """Looks at every connection every LOOK seconds and closes those that take too long."""

    def __init__(self, connections: set[Any]) -> None:
        self.connections = connections
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.get_running_loop().create_task(self._watch())

    def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()

    async def _watch(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(LOOK)
            now = loop.time()
            for connection in tuple(self.connections):
                if not isinstance(connection, Protocol) or connection.transport is None:
                    continue
                if connection.stuck(now):
                    # Not `close`, which would wait for the reader that we have just given up.
                    connection.transport.abort()
                elif connection.impatient(now):
                    connection.transport.close()
