"""A load generator: N keep-alive connections, one request on each at a time, as fast as the answers come.

    echo '{"port": 8787, "requests": ["GET / HTTP/1.1\\r\\n..."], "connections": 64, "seconds": 3}' |
        python -m benchmarks.load

Plain sockets and a selector: about 20 microseconds of CPU a request, so one core of it saturates one core of
any server here. Its own CPU share is told, because a generator near 1.0 measures itself.
"""

import json
import selectors
import socket
import sys
import time
from collections import Counter
from dataclasses import asdict, dataclass, field
from itertools import cycle
from typing import Any

PIECE = 256 * 1024


@dataclass(slots=True)
class Load:
    """What came back. Latencies in milliseconds; `busy` is the generator's own share of a core."""

    requests: int = 0
    seconds: float = 0.0
    rate: float = 0.0
    p50: float = 0.0
    p99: float = 0.0
    most: float = 0.0
    busy: float = 0.0
    statuses: dict[str, int] = field(default_factory=dict)
    bodies: list[str] = field(default_factory=list)


class Connection:
    """One keep-alive connection with a request under way."""

    __slots__ = ("buffer", "sent", "socket")

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b""
        self.sent = 0.0

    def send(self, request: bytes) -> None:
        self.buffer = b""
        self.sent = time.perf_counter()
        self.socket.sendall(request)

    def read(self) -> tuple[str, bytes] | None:
        """Status and body once the answer is whole. Raises ConnectionError when the server hangs up."""
        piece = self.socket.recv(PIECE)
        if not piece:
            raise ConnectionError(f"the server closed the connection after {self.buffer[:200]!r}")
        self.buffer += piece
        head = self.buffer.find(b"\r\n\r\n")
        if head < 0:
            return None
        length = _length(self.buffer[:head])
        if len(self.buffer) < head + 4 + length:
            return None
        return self.buffer[9:12].decode(), self.buffer[head + 4 :]


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    raise ValueError(f"an answer without Content-Length: {head[:200]!r}")


def run(port: int, requests: list[bytes], connections: int, seconds: float, keep: int = 0) -> Load:
    """Send the requests in turn until `seconds` have passed; the first `keep` bodies are returned."""
    found, waits, statuses, turn = Load(), [], Counter[str](), cycle(requests)
    selector = selectors.DefaultSelector()
    for _ in range(connections):
        connection = Connection(port)
        selector.register(connection.socket, selectors.EVENT_READ, connection)
        connection.send(next(turn))
    start, processor = time.perf_counter(), time.process_time()
    end, open_connections = start + seconds, connections
    while open_connections:
        for key, _ in selector.select():
            connection: Connection = key.data
            answer = connection.read()
            if answer is None:
                continue
            now = time.perf_counter()
            statuses[answer[0]] += 1
            waits.append(now - connection.sent)
            if len(found.bodies) < keep:
                found.bodies.append(answer[1].decode())
            if now < end:
                connection.send(next(turn))
            else:
                open_connections -= 1
                selector.unregister(connection.socket)
                connection.socket.close()
    found.seconds = time.perf_counter() - start
    found.busy = (time.process_time() - processor) / found.seconds
    found.statuses = dict(statuses)
    return _counted(found, sorted(waits))


def _counted(found: Load, waits: list[float]) -> Load:
    found.requests = len(waits)
    found.rate = len(waits) / found.seconds
    found.p50 = waits[len(waits) // 2] * 1e3
    found.p99 = waits[len(waits) * 99 // 100] * 1e3
    found.most = waits[-1] * 1e3
    return found


def request(method: str, path: str, headers: dict[str, str] | None = None, body: bytes = b"") -> bytes:
    """An HTTP/1.1 request as bytes."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


def main() -> None:
    job: dict[str, Any] = json.load(sys.stdin)
    job["requests"] = [text.encode("latin-1") for text in job["requests"]]
    json.dump(asdict(run(**job)), sys.stdout)


if __name__ == "__main__":
    main()
