"""The parent's side of the locked child: spawn it, wait no longer than said, believe one short JSON line."""

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
import weakref
from collections.abc import Sequence
from typing import Any

from onetake.core.problem import Problem
from onetake.media.child import LOCKED

_MOST_LINE = 2**16
_REPORT_SECONDS = 8.0
_END_SECONDS = 2.0
_CHILD = (sys.executable, "-I", "-m", "onetake.media.child")

Turns = weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore]


async def ask(
    arguments: Sequence[str], media: int, what: str, timeout: float, result: int | None = None
) -> Any:
    """What a child, started with `arguments` and the descriptor `media` as its standard input, has found.

    result: a descriptor that the child inherits under its own number, the only thing that it can write to.
    what: the file, for messages ("png file"). The answer comes from a process that has read hostile bytes:
    nothing about it is known but that it is JSON.
    Raises Problem media_invalid (refused, crashed, or took longer than `timeout` seconds), internal when the
    jail did not close.
    """
    child = await _started(arguments, media, result)
    assert child.stdout is not None
    locked = False
    try:
        async with asyncio.timeout(timeout):
            locked = await child.stdout.readline() == LOCKED
            answer = json.loads(await child.stdout.readline())
    except (TimeoutError, ValueError, RecursionError) as error:
        if not locked:  # our fault, not the file's: it was never opened
            raise Problem("internal", "the media jail did not start") from error
        slow = isinstance(error, TimeoutError)
        how = "takes too long to read" if slow else "could not be read safely"
        raise Problem("media_invalid", f"the {what} {how}") from None
    finally:
        await end(child)
    if not isinstance(answer, dict) or "found" not in answer:
        reason = str(answer.get("refused", "")) if isinstance(answer, dict) else ""
        raise Problem("media_invalid", f"the {what} is not usable: {reason}")
    return answer["found"]


async def end(child: asyncio.subprocess.Process) -> None:
    """End a child and who reads the media for it (`lock.be_first`); nobody writes anything after this.

    The one that waits for the reader is asked first: it is the reader's parent, and takes it off the list of
    processes.
    """
    assert child.stdout is not None
    if child.returncode is None:
        # Not `terminate`: that may take the child's status away from the loop, which then knows none.
        with contextlib.suppress(ProcessLookupError):
            os.kill(child.pid, signal.SIGTERM)
    try:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_END_SECONDS):
                await child.wait()
                await _drained(child.stdout)
    finally:
        if not child.stdout.at_eof():  # someone of the group is left: its number is no other's yet
            _kill_group(child.pid)
    await child.wait()
    await _drained(child.stdout)


async def _drained(answers: asyncio.StreamReader) -> None:
    """The pipe is closed when everybody who could write is gone."""
    with contextlib.suppress(ValueError):
        while await answers.read(_MOST_LINE):
            pass


async def _started(arguments: Sequence[str], media: int, result: int | None) -> asyncio.subprocess.Process:
    """A child in a session of its own that has nothing of ours but the two descriptors."""
    return await asyncio.create_subprocess_exec(
        *_CHILD,
        *arguments,
        stdin=media,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        limit=_MOST_LINE,
        env={},
        cwd="/",
        close_fds=True,
        pass_fds=() if result is None else (result,),
        start_new_session=True,
    )


def jail_report(work: str = "look") -> dict[str, Any]:
    """Spawn a child, let it try what must be impossible, and return which locks closed (for `doctor`).

    work: "look" or "repair", each with its own allowance. Keys: network_namespace, process_namespace,
    single_thread, limits, empty_root, no_new_privs, seccomp (bool), landlock (version or 0), refused (attempt
    → bool), missing (names of the locks that are open), holds (every attempt was refused).
    """
    done = subprocess.run(
        [*_CHILD, "report", work],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env={},
        cwd="/",
        timeout=_REPORT_SECONDS,
    )
    report = json.loads(done.stdout or b"{}")
    attempts = report.get("refused", {})
    report["missing"] = [name for name, closed in report.items() if not closed]
    report["holds"] = bool(attempts) and all(attempts.values())
    return report


def turn(turns: Turns, most: int) -> asyncio.Semaphore:
    """The turns of this event loop, of which `most` are taken at a time."""
    return turns.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(most))


def _kill_group(leader: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(leader, signal.SIGKILL)
