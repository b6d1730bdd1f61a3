"""Who connects where, seen at the socket: nothing of ours is asked, and nothing that is ours is trusted."""

import socket
import sys
from asyncio.selector_events import BaseSelectorEventLoop
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_watching: list["Witness"] = []


class Witness:
    """Every address that a socket of this process was told to connect or send to, and every name asked of the
    system. A connection to `public` is made to `served` instead; any other is refused."""

    def __init__(self, public: str) -> None:
        self.public = public
        self.served: dict[int, tuple[str, int]] = {}
        self.wanted: list[str] = []
        self.asked: list[str] = []
        self._passed: tuple[str, int] | None = None

    @property
    def forbidden(self) -> list[str]:
        return [address for address in self.wanted if address != self.public]

    def heard(self, event: str, details: tuple[Any, ...]) -> None:
        if event in ("socket.getaddrinfo", "socket.gethostbyname"):
            self.asked.append(str(details[0]))
        elif event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
            if details[1] != self._passed:
                self.wanted.append(str(details[1]))
            self._passed = None

    async def connect(self, loop: Any, sock: socket.socket, address: tuple[Any, ...]) -> None:
        self.wanted.append(str(address[0]))
        if address[0] != self.public:
            raise ConnectionRefusedError("the witness lets nobody there")
        self._passed = self.served[address[1]]
        await _connect(loop, sock, self._passed)


_connect = BaseSelectorEventLoop.sock_connect


def _audit(event: str, details: tuple[Any, ...]) -> None:
    if _watching and event.startswith("socket."):
        _watching[-1].heard(event, details)


sys.addaudithook(_audit)  # a hook cannot be taken away again; without a witness it does nothing


@contextmanager
def watching(public: str) -> Iterator[Witness]:
    witness = Witness(public)

    async def connect(loop: Any, sock: socket.socket, address: tuple[Any, ...]) -> None:
        await witness.connect(loop, sock, address)

    kind: Any = BaseSelectorEventLoop
    kind.sock_connect = connect
    _watching.append(witness)
    try:
        yield witness
    finally:
        _watching.remove(witness)
        kind.sock_connect = _connect
