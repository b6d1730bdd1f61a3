"""Files on this side: whole and verified under their name, or not there."""

import hashlib
import os
from pathlib import Path

from onetake._sdk.line import Line
from onetake._sdk.steps import Pause, Save, Steps, Work
from onetake.core.problem import Problem
from onetake.core.wire import Ambiguous, NotSent

TRIES = 3


def saving(line: Line, id: str, sha256: str, path: str | Path) -> Steps[Path]:
    """Stream a task's video beside `path`, compare its SHA-256, rename it. Returns the path.

    Raises Problem: what the server refused, or output_download_failed after three tries; OSError.
    """
    to, call = Path(path), line.call("content", id)
    if to.is_dir():
        to /= f"{id}.mp4"
    partial = to.with_name(f".{to.name}.{os.urandom(4).hex()}.part")
    trouble = "its SHA-256 is not the one that the server gave"
    try:
        for tries in range(TRIES):
            if tries:
                yield Pause(0.5 * tries)
            try:
                reply = yield Save(call, partial, line.timeout)
            except (NotSent, Ambiguous) as lost:
                trouble = str(lost)
                continue
            if not 200 <= reply.status < 300:
                raise line.refusal(reply)
            if (yield Work(lambda: _digest(partial))) == sha256:
                partial.replace(to)
                return to
        raise Problem("output_download_failed", f"{to.name}: {trouble}")
    finally:
        partial.unlink(missing_ok=True)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
