"""The render child: one JSON job line on standard input, JSON lines on standard output.

Out: `{"frames": n, "of": N}` as frames are really encoded (at most five lines a second), then either
`{"done": {...}}` and exit 0, or `{"failed": {"code", "detail"}}` and exit 1.
It ends as soon as its standard input does or its parent dies, whatever it is doing.
"""

import ctypes
import errno
import gc
import json
import os
import signal
import sys
import threading
import time
import traceback
from typing import Any, TextIO

from onetake.animatic import memory
from onetake.animatic.job import Failure, Job

_PR_SET_PDEATHSIG = 1
_PAUSE = 0.2
_TOLD = 300
"""Characters of what a library says that went wrong."""
_STORAGE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS)


def main() -> int:
    _die_with_parent()
    _settle()
    out = _claim_stdout()
    line = sys.stdin.buffer.readline()
    threading.Thread(target=_leave_at_eof, daemon=True).start()
    try:
        return _work(line, out)
    except BaseException as error:
        traceback.print_exc(file=sys.stderr)
        code, detail = _explain(error)
        _say(out, {"failed": {"code": code, "detail": detail}})
        return 1


def _work(line: bytes, out: TextIO) -> int:
    try:
        job = Job.parse(json.loads(line))
    except ValueError as error:
        raise Failure("generation_failed", f"The job line is not JSON: {error}") from error
    from onetake.animatic.render import render

    gc.freeze()  # modules stay: no collection has to look at them again
    gc.enable()
    last = 0.0

    def report(done: int, of: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= _PAUSE or done == of:
            last = now
            _say(out, {"frames": done, "of": of})

    _say(out, {"done": render(job, report)})
    return 0


def _explain(error: BaseException) -> tuple[str, str]:
    if isinstance(error, Failure):
        return error.code, error.detail
    if isinstance(error, OSError) and error.errno in _STORAGE:
        return "storage_full", f"The output could not be written: {error.strerror}."
    if isinstance(error, MemoryError):
        return "generation_failed", "The render ran out of memory."
    # OpenCV tells lines of its own source beside what is wrong.
    words = " ".join(str(getattr(error, "err", "") or error).split())[:_TOLD]
    return "generation_failed", f"The animatic engine stopped: {type(error).__name__}: {words}"


def _say(out: TextIO, message: dict[str, Any]) -> None:
    out.write(json.dumps(message, ensure_ascii=False) + "\n")
    out.flush()


def _claim_stdout() -> TextIO:
    """Keep the real standard output for our lines; whatever a library prints goes to standard error."""
    own = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return own


def _leave_at_eof() -> None:
    while os.read(0, 65536):
        pass
    os._exit(3)


def _settle() -> None:
    """What has to be so before NumPy is loaded. Its linear algebra starts a thread for each core, and they
    wait by spinning; no matrix here is worth one. The modules are loaded without collections."""
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    gc.disable()
    memory.keep()


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


if __name__ == "__main__":
    status = main()
    sys.stdout.flush()
    os._exit(status)
