"""A provider that does nothing: answers OpenAI's `/v1/videos` at once, for a proxy to stand in front of.

python -m benchmarks.upstream PORT
"""

import asyncio
import itertools
import json
import sys

VIDEO = {
    "object": "video",
    "created_at": 1_790_000_000,
    "status": "queued",
    "model": "sora-2",
    "progress": 0,
    "seconds": "4",
    "size": "1280x720",
}


class Upstream(asyncio.Protocol):
    """One connection; whatever is asked, the answer is a video."""

    ids = itertools.count(1)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.buffer = b""

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        head, found, body = self.buffer.partition(b"\r\n\r\n")
        if not found or len(body) < _length(head):
            return
        self.buffer = b""
        method, path, _ = head.split(b" ", 2)
        name = path.rpartition(b"/")[2].decode() if method == b"GET" else f"video_{next(self.ids):032x}"
        answer = json.dumps({"id": name, **VIDEO}).encode()
        told = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
        self.transport.write(told % len(answer) + answer)


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line[15:])
    return 0


async def main() -> None:
    server = await asyncio.get_running_loop().create_server(Upstream, "127.0.0.1", int(sys.argv[1]))
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
