"""Serving stored files against nginx, and downloading into the store against curl.

    python -m benchmarks.files [--rounds 3] [--seconds 2] [--megabytes 200]

Serving: a delivered video behind its signed link, read over loopback by ranges of 8 MB and whole; every
server has one core, the reader the other. Downloading: the guarded fetcher (checked address, counted, hashed
on the way) against `curl -o` of the same file from the same server, and the same with what makes it durable.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

from benchmarks import contenders
from benchmarks.nginx import file_server
from benchmarks.processes import CLIENT_CORE, OURS, ROOT, Process, pinned
from benchmarks.report import Line, interleaved, middle, parser, ratio, show
from benchmarks.seed import delivered

MB = 1_000_000


def reader(
    process: Process, port: int, path: str, size: int, piece: int, streams: int, seconds: float
) -> Callable[[], dict[str, Any]]:
    """One round of reading: MB/s, and the server's CPU seconds per GB."""

    def run() -> dict[str, Any]:
        before = process.processor()
        found = child("read", str(port), path, str(size), str(piece), str(streams), str(seconds))
        found["cpu_s_gb"] = (process.processor() - before) / found["bytes"] * 1e9
        return found

    return run


def child(*words: str) -> dict[str, Any]:
    """`benchmarks.pull`: a reader on the client's core. Raises RuntimeError with what it said."""
    command = [sys.executable, "-m", "benchmarks.pull", *words]
    if words[0] == "read":
        command = pinned(CLIENT_CORE, command)
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=ROOT, env={**os.environ, **OURS}, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return json.loads(done.stdout)


def curl(url: str, to: Path) -> dict[str, Any]:
    """Seconds that curl says, and those until the file is on disk too."""
    command = ["curl", "-s", "-o", str(to), "-w", "%{time_total}", url]
    fetched = float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    start = time.perf_counter()
    descriptor = os.open(to, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)
    synced = time.perf_counter() - start
    to.unlink()
    return {"fetch_s": fetched, "kept_s": fetched + synced}


def hashing(file: Path) -> dict[str, Any]:
    """Seconds that SHA-256 of the file alone takes: no download that names what it got can be faster."""
    start = time.perf_counter()
    with file.open("rb") as opened:
        file_digest(opened, "sha256")
    return {"fetch_s": time.perf_counter() - start}


def serving(
    ways: dict[str, tuple[Process, int, str]], size: int, arguments: argparse.Namespace
) -> list[Line]:
    ours, other = ways
    lines = []
    for what, piece, streams in (
        ("8 MB ranges", 8 * MB, 1),
        ("8 MB ranges, 8 streams", 8 * MB, 8),
        ("whole", 0, 1),
    ):
        told = interleaved(
            {n: reader(*w, size, piece, streams, arguments.seconds) for n, w in ways.items()},
            arguments.rounds,
        )
        shown = "  ".join(
            f"{n} {middle(t, 'mb_s'):,.0f} MB/s {middle(t, 'cpu_s_gb'):.2f} CPU-s/GB" for n, t in told.items()
        )
        lines.append(Line(f"{what} / {other}", ratio(told[ours], told[other], "mb_s"), ">= 0.9", shown))
    return lines


def downloading(url: str, file: Path, folder: Path, arguments: argparse.Namespace) -> list[Line]:
    told = interleaved(
        {
            "ours": lambda: child("store", url, str(folder), "1"),
            "curl": lambda: curl(url, folder / "curl.bin"),
            "hash": lambda: hashing(file),
            "four": lambda: child("store", url, str(folder), "4"),
        },
        arguments.rounds,
    )
    lines = []
    for what, key, bar in (
        ("download / curl -o", "fetch_s", ">= 0.8"),
        ("and stored / curl and fsync", "kept_s", ""),
    ):
        shown = f"{middle(told['ours'], key) * 1e3:.0f} / {middle(told['curl'], key) * 1e3:.0f} ms"
        lines.append(Line(what, ratio(told["curl"], told["ours"], key), bar, shown))
    alone = ratio(told["ours"], told["hash"], "fetch_s")
    lines.append(
        Line("download / SHA-256 alone, time", alone, "", f"{middle(told['hash'], 'fetch_s') * 1e3:.0f} ms")
    )
    for what, name in (("one stream", "ours"), ("each of four", "four")):
        lines.append(Line(f"MiB more memory, {what}", middle(told[name], "grown"), "<= 16"))
    return lines


def main() -> None:
    options = parser(__doc__, 3)
    options.add_argument("--seconds", type=float, default=2.0)
    options.add_argument("--megabytes", type=int, default=200)
    arguments = options.parse_args()
    with tempfile.TemporaryDirectory(dir=arguments.folder) as name, ExitStack() as stack:
        folder = Path(name)
        served = folder / "served"
        served.mkdir(mode=0o755)
        folder.chmod(0o755)
        (served / "index.html").write_text("x")
        file, size = served / "video.mp4", arguments.megabytes * MB
        file.write_bytes(sha256(name.encode()).digest() * (size // 32))
        path = delivered(folder / "onetake", file)
        ours = contenders.onetake(stack, folder)
        other, process, port = file_server(stack, folder, served)
        before = ours.process.memory()
        ways = {"onetake": (ours.process, ours.port, path), other: (process, port, "/video.mp4")}
        lines = serving(ways, size, arguments)
        lines.append(Line("MiB more memory, serving 8", ours.process.memory() - before))
        lines += downloading(f"http://127.0.0.1:{port}/video.mp4", file, folder, arguments)
    show(lines, arguments)


if __name__ == "__main__":
    main()
