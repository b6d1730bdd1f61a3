"""Servers as processes of their own: pinned to a core, waited for, weighed, and stopped again."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TICKS = os.sysconf("SC_CLK_TCK")
SERVER_CORE, CLIENT_CORE = 0, 1
OURS = {"PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")])}
"""The tree that this file lies in is what is measured."""


def pinned(core: int, command: Sequence[str]) -> list[str]:
    """The command on one core; unpinned where there is no taskset, or no second core."""
    if shutil.which("taskset") is None or (os.cpu_count() or 1) < 2:
        return list(command)
    return ["taskset", "-c", str(core), *command]


def free_port() -> int:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return bound.getsockname()[1]


class Process:
    """A running command and what it costs. `log` has what it said."""

    def __init__(self, command: Sequence[str], folder: Path, core: int = SERVER_CORE, **env: str) -> None:
        self.log = folder / f"{Path(command[0]).name}-{time.monotonic_ns()}.log"
        environment: dict[str, str] = {**os.environ, **OURS, **env}
        self.started = time.perf_counter()
        with self.log.open("wb") as out:
            self.child = subprocess.Popen(
                pinned(core, command), stdout=out, stderr=out, stdin=subprocess.DEVNULL, env=environment,
                start_new_session=True,
            )  # fmt: skip

    def __enter__(self) -> "Process":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def wait_ready(self, port: int, path: str, patience: float = 60.0) -> float:
        """Seconds from the start until `path` answers 200. Raises RuntimeError with the end of the log."""
        end = time.perf_counter() + patience
        while time.perf_counter() < end and self.child.poll() is None:
            if _answers(port, path):
                return time.perf_counter() - self.started
            time.sleep(0.005)
        raise RuntimeError(f"no answer from {path}:\n{self.log.read_text(errors='replace')[-2000:]}")

    def pids(self) -> list[int]:
        """The process and all below it."""
        found, new = [], [self.child.pid]
        while new:
            found += new
            new = [child for pid in new for child in _children(pid)]
        return found

    def processor(self) -> float:
        """CPU seconds so far, of everything below."""
        return sum(_processor(pid) for pid in self.pids())

    def memory(self) -> float:
        """Resident MiB, of everything below; pages that are shared count once for each."""
        return sum(_memory(pid) for pid in self.pids())

    def stop(self) -> None:
        if self.child.poll() is None:
            os.killpg(self.child.pid, signal.SIGTERM)
            try:
                self.child.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(self.child.pid, signal.SIGKILL)
                self.child.wait()


def _children(pid: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += map(int, task.read_text().split())
        except OSError:
            continue
    return found


def _processor(pid: int) -> float:
    try:
        told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(told[11]) + int(told[12])) / TICKS


def _memory(pid: int) -> float:
    try:
        text = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in text.splitlines() if line.startswith("VmRSS")), 0.0)


def _answers(port: int, path: str) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2) as connection:
            connection.sendall(
                f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode()
            )
            return connection.recv(64)[9:12] == b"200"
    except OSError:
        return False


def load(
    port: int, requests: Sequence[bytes], connections: int, seconds: float, keep: int = 0
) -> dict[str, Any]:
    """`benchmarks.load` on the other core. Raises RuntimeError with what it said."""
    job = {"port": port, "requests": [r.decode("latin-1") for r in requests], "connections": connections}
    told = json.dumps({**job, "seconds": seconds, "keep": keep})
    command = pinned(CLIENT_CORE, [sys.executable, "-m", "benchmarks.load"])
    done = subprocess.run(
        command, input=told, capture_output=True, text=True, cwd=ROOT, check=False, env={**os.environ, **OURS}
    )
    if done.returncode:
        raise RuntimeError(f"the load generator failed:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout)
