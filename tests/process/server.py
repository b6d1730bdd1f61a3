"""A real `onetake serve` in a process of its own: start, kill, start again on the same data and port."""

import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import httpx2

T = TypeVar("T")
KILLS = int(os.environ.get("ONETAKE_KILLS") or (20 if os.environ.get("ONETAKE_REQUIRE_ALL") == "1" else 8))
"""How long the proofs of this folder go on: 8 in `make test`, 20 in CI, 60 and more by hand."""
READY_WITHIN = 30.0
CHILD_OUTLIVES_BY = 2.0
_PR_SET_CHILD_SUBREAPER = 36
_GONE = ("Z", "X")


class Server:
    """One data directory and the server on it. `settings` is the text of its onetake.toml.

    `fault` is a fault point, `name:N`: the process kills itself at its N-th pass. After every death it is
    checked that no child is left; `longest_orphan` is the longest that one was and `took` how long the last
    start took until it served, both in seconds. `options` are further words for `onetake serve`.
    """

    def __init__(self, folder: Path, settings: str = "") -> None:
        self.data_dir = folder / "data"
        self.log = folder / "server.log"
        self.spoken = folder / "ready"
        self.port = 0
        self.options: list[str] = []
        self.longest_orphan = 0.0
        self.data_dir.mkdir(parents=True, mode=0o700)
        (self.data_dir / "onetake.toml").write_text(settings, "utf-8")
        self.process: subprocess.Popen[bytes] | None = None
        self.http = httpx2.Client(timeout=30.0, trust_env=False)

    def start(self, fault: str = "") -> "Server":
        """Start and wait until it serves."""
        self.spawn(fault)
        return self.ready()

    def spawn(self, fault: str = "") -> None:
        """Start, without waiting."""
        command = [sys.executable, "-m", "onetake.apps.cli", "serve", "--port", str(self.port), *self.options]
        self.spawned = time.monotonic()
        env = {name: value for name, value in os.environ.items() if not name.startswith("ONETAKE_")}
        if fault:
            env["ONETAKE_FAULT"] = fault
        with self.spoken.open("wb") as out, self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "--data-dir", str(self.data_dir)], stdin=subprocess.DEVNULL, stdout=out,
                stderr=log, env=env,
            )  # fmt: skip

    def ready(self) -> "Server":
        """Wait for the line that says where it serves."""
        until(self._said, READY_WITHIN, "the server's ready line")
        # The line tells the public URL; where it really listens stands in its notice.
        self.url = json.loads((self.data_dir / "server.json").read_text())["url"]
        self.took = time.monotonic() - self.spawned
        self.port = int(self.url.rpartition(":")[2])
        self.key = (self.data_dir / "cli-key").read_text().strip()
        return self

    def _said(self) -> str | None:
        assert self.process is not None
        if self.process.poll() is not None:
            raise AssertionError(f"the server ended with {self.process.returncode}: {self.tail()}")
        line, end, _ = self.spoken.read_text().partition("\n")
        return line if end else None

    def kill(self) -> None:
        """kill -9."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.dead()

    def dead(self, within: float = 60.0) -> None:
        """Wait until the process has been killed, by us or by its fault point; no child may outlive it."""
        assert self.process is not None
        assert self.process.wait(within) == -signal.SIGKILL, self.tail()
        self.longest_orphan = max(self.longest_orphan, childless())

    def stop(self) -> None:
        """Ask it to end; harmless when it has."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
                raise AssertionError(f"SIGTERM did not end the server: {self.tail()}") from None
            childless()
        self.http.close()

    def call(self, method: str, path: str, body: Any = None, *, key: str = "", **headers: str) -> Any:
        """The parsed answer. Raises AssertionError for a refusal, httpx2.TransportError without an answer."""
        reply = self.ask(method, path, body, key=key, **headers)
        assert reply.is_success, f"{method} {path}: {reply.status_code} {reply.text}"
        return reply.json() if reply.content else None

    def ask(
        self, method: str, path: str, body: Any = None, *, key: str = "", **headers: str
    ) -> httpx2.Response:
        """The answer as it is. Underscores in names of headers are hyphens."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        sent["Authorization"] = f"Bearer {key or self.key}"
        return self.http.request(method, self.url + path, json=body, headers=sent)

    def command(self, *words: str) -> str:
        """What `onetake WORDS --data-dir …` prints, beside the running server or without one."""
        done = subprocess.run(
            [sys.executable, "-m", "onetake.apps.cli", *words, "--data-dir", str(self.data_dir)],
            capture_output=True, text=True, timeout=60,
        )  # fmt: skip
        assert done.returncode == 0, f"{' '.join(words)}: {done.returncode} {done.stdout} {done.stderr}"
        return done.stdout.strip()

    def count(self, op: str, status: int | None = None) -> int:
        """Requests of one operation that reached this process, of one HTTP status or of all."""
        marks = [f'op="{op}"', *([f'status="{status}"'] if status else [])]
        lines = self.ask("GET", "/metrics").text.splitlines()
        counted = [x for x in lines if x.startswith("onetake_requests_total") and all(m in x for m in marks)]
        return sum(int(float(x.rpartition(" ")[2])) for x in counted)

    def tail(self, most: int = 3000) -> str:
        """The end of its log."""
        return self.log.read_text(errors="replace")[-most:] if self.log.exists() else ""


def until(look: Callable[[], T | None], within: float, what: str, every: float = 0.02) -> T:
    """Look until there is something to see. Raises AssertionError naming `what`."""
    end = time.monotonic() + within
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > end:
            raise AssertionError(f"{what}: not within {within:g} s (last seen: {found!r})")
        time.sleep(every)


def adopt_orphans(on: bool = True) -> None:
    """Whoever loses its parent becomes a child of this process, so that it can be found (Linux)."""
    if ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, int(on), 0, 0, 0):
        raise OSError("prctl(PR_SET_CHILD_SUBREAPER) failed")


def childless(within: float = CHILD_OUTLIVES_BY) -> float:
    """Wait for the orphans of a dead server to end; how long that took.

    Raises AssertionError with their command lines when one is still there after `within` seconds.
    """
    start = time.monotonic()
    while left := orphans():
        took = time.monotonic() - start
        assert took <= within, f"left behind after {took:.2f} s: {left}"
        time.sleep(0.005)
    return time.monotonic() - start


def orphans() -> dict[int, str]:
    """Processes of ours that were handed to us because their parent died: pid and command line."""
    found: dict[int, str] = {}
    if sys.platform != "linux":
        return found
    for entry in Path("/proc").iterdir():
        if not entry.name.isdecimal():
            continue
        try:
            state, parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
            words = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue  # it ended while we looked
        ours = int(parent) == os.getpid() and state not in _GONE
        if ours and "-m onetake." in words and " serve " not in words:
            found[int(entry.name)] = words
    return found
