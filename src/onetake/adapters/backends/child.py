"""A render child: the job goes in on standard input, measured frames and the result come out as JSON
lines."""

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from onetake.core.problem import Problem

_LINE_LIMIT = 2**20
_TOLD = 2000
SILENCE = 300.0
_CODES = frozenset({"media_invalid", "generation_failed", "storage_full"})


@dataclass(frozen=True, slots=True)
class Progress:
    """Frames that are really encoded, of how many."""

    done: int
    total: int


class Child:
    """One process for one job. Its standard input stays open until it ends: closing it tells it to leave."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._last: dict[str, Any] = {}
        self._errors = asyncio.create_task(self._drain())

    @classmethod
    async def start(cls, job: dict[str, Any]) -> "Child":
        """Spawn in a session of its own, so that it can be killed as a group. Raises OSError."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "onetake.animatic",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            start_new_session=True,
            limit=_LINE_LIMIT,
            env=_environment(),
            cwd="/",
        )
        child = cls(process)
        assert process.stdin is not None
        with contextlib.suppress(ConnectionError):  # a child that died at once is told by `result`
            process.stdin.write(json.dumps(job).encode() + b"\n")
            await process.stdin.drain()
        return child

    async def progress(self) -> AsyncIterator[Progress]:
        """Measured frames until the child has said its last line. One that says nothing for `SILENCE`
        seconds hangs: it is ended, and `result` tells it as failed."""
        while line := await self._line():
            try:
                message = json.loads(line)
            except ValueError:
                continue
            if not isinstance(message, dict):
                continue
            if "frames" in message and "of" in message:
                yield Progress(message["frames"], message["of"])
            else:
                self._last = message

    async def _line(self) -> bytes:
        assert self._process.stdout is not None
        try:
            async with asyncio.timeout(SILENCE):
                return await self._process.stdout.readline()
        except (TimeoutError, ValueError):  # ValueError: a line beyond the limit
            self.stop()
            return b""

    async def result(self) -> dict[str, Any]:
        """What was made. Raises Problem with the child's own words, or generation_failed when it had none."""
        code = await self._process.wait()
        errors = await self._errors
        if "done" in self._last and code == 0:
            return self._last["done"]
        failed = self._last.get("failed")
        if isinstance(failed, dict):
            name = failed.get("code") if failed.get("code") in _CODES else "generation_failed"
            raise Problem(str(name), str(failed.get("detail", ""))[:_TOLD])
        last = errors.strip().splitlines()[-1:] or ["no word"]
        raise Problem("generation_failed", f"the render process ended with {code}: {last[0][:200]}")

    def stop(self) -> None:
        """Tell the whole group to end now; harmless when it has ended."""
        if self._process.returncode is None:  # else the number may be another group's by now
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)

    async def kill(self) -> None:
        """`stop`, and wait for the end."""
        self.stop()
        await self._process.wait()

    async def _drain(self) -> str:
        """Standard error must be read or the child would block; the end of it is kept."""
        assert self._process.stderr is not None
        kept = b""
        while piece := await self._process.stderr.read(65_536):
            kept = (kept + piece)[-_TOLD:]
        return kept.decode(errors="replace")


def _environment() -> dict[str, str]:
    """No secret of the server reaches the child; it needs a path to Python and nothing else."""
    keep = ("PATH", "HOME", "LANG", "LC_ALL", "VIRTUAL_ENV", "PYTHONPATH", "LD_LIBRARY_PATH", "TMPDIR")
    return {name: os.environ[name] for name in keep if name in os.environ}
