"""The taking side of `benchmarks.files`, as a process of its own.

    python -m benchmarks.pull read PORT PATH SIZE PIECE STREAMS SECONDS   ranges (PIECE 0: the whole file)
    python -m benchmarks.pull store URL FOLDER STREAMS                    the guarded fetcher

Prints JSON.
"""

import asyncio
import json
import socket
import sys
import threading
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ENOUGH = 300 * 1024 * 1024


class Reader:
    """One connection that asks for range after range and throws the bytes away."""

    def __init__(self, port: int, path: str, size: int, piece: int) -> None:
        self.connection = socket.create_connection(("127.0.0.1", port))
        self.path, self.size, self.piece = path, size, piece
        self.buffer = memoryview(bytearray(1024 * 1024))
        self.taken = 0
        self.waits: list[float] = []

    def run(self, end: float) -> None:
        first = 0
        while (start := time.perf_counter()) < end:
            length = min(self.piece, self.size - first) or self.size
            told = f"Range: bytes={first}-{first + length - 1}\r\n" if self.piece else ""
            request = f"GET {self.path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{told}\r\n"
            self.connection.sendall(request.encode())
            self._take(length)
            self.waits.append(time.perf_counter() - start)
            first = (first + length) % self.size if self.piece else 0

    def _take(self, length: int) -> None:
        count = self.connection.recv_into(self.buffer)
        head, found, body = bytes(self.buffer[:count]).partition(b"\r\n\r\n")
        if head[9:12] not in (b"200", b"206") or not found:
            raise RuntimeError(f"not the file: {head[:300]!r}")
        left = length - len(body)
        while left:
            count = self.connection.recv_into(self.buffer)
            if not count:
                raise ConnectionError("the server hung up in the middle of the file")
            left -= count
        self.taken += length


def read(port: str, path: str, size: str, piece: str, streams: str, seconds: str) -> dict[str, Any]:
    """MB/s over all streams, and the median milliseconds of one request."""
    readers = [Reader(int(port), path, int(size), int(piece)) for _ in range(int(streams))]
    start = time.perf_counter()
    threads = [threading.Thread(target=r.run, args=[start + float(seconds)]) for r in readers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wall = time.perf_counter() - start
    taken = sum(r.taken for r in readers)
    if any(not r.waits for r in readers) or not taken:
        raise RuntimeError("a stream failed")
    waits = sorted(w for r in readers for w in r.waits)
    return {"mb_s": taken / wall / 1e6, "p50_ms": waits[len(waits) // 2] * 1e3, "bytes": taken}


def peak(since: float | None = None) -> float:
    """Resident MiB now, and the peak counts anew from here; with `since`, how far the peak went above it."""
    status = Path("/proc/self/status").read_text()
    kilobytes = {line[:5]: int(line.split()[1]) for line in status.splitlines() if line.startswith("Vm")}
    if since is not None:
        return kilobytes["VmHWM"] / 1024 - since
    Path("/proc/self/clear_refs").write_text("5")
    return kilobytes["VmRSS"] / 1024


def store(url: str, folder: str, streams: str) -> dict[str, Any]:
    """Seconds to fetch, and to fetch and keep (synced); MiB of memory that a stream takes."""
    import uvloop

    from onetake.adapters.http.fetch import Fetcher
    from onetake.adapters.http.guard import Guard
    from onetake.adapters.objects.local import LocalObjects

    parts = urlsplit(url)
    origin = f"{parts.scheme}://{parts.netloc}"

    async def main() -> dict[str, Any]:
        objects = LocalObjects(Path(folder) / "objects")
        async with Fetcher(Guard({"input": [origin]})) as fetcher:

            async def one(source: str, keep: bool) -> tuple[float, float]:
                to, start = objects.temporary(), time.perf_counter()
                got = await fetcher.download(source, "input", to, limit=ENOUGH, deadline=60)
                fetched = time.perf_counter() - start
                if keep:
                    await objects.put("bench", to, got.sha256)
                kept = time.perf_counter() - start
                await objects.remove("bench", got.sha256)
                to.unlink(missing_ok=True)
                return fetched, kept

            await one(f"{origin}/index.html", True)
            before = peak()
            fetched, kept = await one(url, int(streams) == 1)
            if int(streams) > 1:
                await asyncio.gather(*(one(url, False) for _ in range(int(streams))))
            return {"fetch_s": fetched, "kept_s": kept, "grown": peak(before) / int(streams)}

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:  # as the server does
        return runner.run(main())


if __name__ == "__main__":
    print(json.dumps({"read": read, "store": store}[sys.argv[1]](*sys.argv[2:])))
