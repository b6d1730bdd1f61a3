"""Room for what is read: so many bytes at a time; whoever comes beyond them waits, then comes again (T08)."""

import asyncio
from collections import deque
from contextlib import suppress

from onetake.core.problem import Problem

MIB = 1024 * 1024
IN_MEMORY = 256 * MIB
ON_DISK = 1024 * MIB
PATIENCE = 10.0
"""Seconds that a request waits for room."""
AGAIN = 5
"""Seconds after which one that got none may try again."""


class Room:
    """`most` bytes, given in the order that they were asked for. Ask with `Share`, which gives all back."""

    def __init__(self, most: int) -> None:
        self.most = self.free = most
        self._waiting: deque[tuple[int, asyncio.Future[None]]] = deque()

    async def take(self, size: int) -> None:
        """Wait for so many bytes. Raises Problem(rate_limited) where none come free in time."""
        if not self._waiting and size <= self.free:
            self.free -= size
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((size, turn))
        try:
            await asyncio.wait_for(turn, PATIENCE)
        except BaseException as error:
            if turn.done() and not turn.cancelled():
                self.give(size)
            else:
                with suppress(ValueError):  # its turn may have come just when it gave up
                    self._waiting.remove((size, turn))
                self._serve()
            if isinstance(error, TimeoutError):
                said = "many large bodies arrive at the same time"
                raise Problem("rate_limited", said, retry_after=AGAIN) from None
            raise

    def give(self, size: int) -> None:
        """So many bytes are free again."""
        self.free += size
        self._serve()

    def _serve(self) -> None:
        while self._waiting and self._waiting[0][0] <= self.free:
            size, turn = self._waiting.popleft()
            if not turn.done():
                self.free -= size
                turn.set_result(None)


class Share:
    """What one request has of a room. `async with` gives it back."""

    def __init__(self, room: Room) -> None:
        self._room, self._size = room, 0

    async def more(self, size: int) -> None:
        """So many bytes more. Raises Problem(rate_limited)."""
        await self._room.take(size)
        self._size += size

    async def __aenter__(self) -> "Share":
        return self

    async def __aexit__(self, *_: object) -> None:
        self.give_back()

    def give_back(self) -> None:
        """All that it has."""
        self._room.give(self._size)
        self._size = 0
