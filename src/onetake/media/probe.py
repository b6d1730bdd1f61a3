"""The parent's side of a probe: sniff, spawn the locked child, believe only one short JSON line."""

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
import weakref
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onetake.core.problem import Problem
from onetake.media.child import LOCKED
from onetake.media.sniff import FORMATS, HEAD, Format, describe, sniff

TIMEOUT_SECONDS = 8.0
_MOST_LINE = 2**16
_CHILD = (sys.executable, "-I", "-m", "onetake.media.child")


@dataclass(frozen=True, slots=True)
class Probe:
    """What a media file is. Sizes are as shown (after rotation); what a kind does not have is None."""

    kind: str
    mime: str
    format: str
    width: int | None
    height: int | None
    seconds: float | None
    fps: float | None
    codec: str | None
    audio_codec: str | None
    bytes: int

    @property
    def has_audio(self) -> bool:
        return self.audio_codec is not None


async def probe(path: Path, kind: str, *, decode: bool = False, timeout: float = TIMEOUT_SECONDS) -> Probe:
    """Look at the file `path`, which must be of `kind` ("image", "video", "audio").

    A video is read packet by packet and its first picture decoded; an image by its header. With `decode`
    an image is decoded whole and a video at its first key frames: what finds a cut-off image and what a
    finished output deserves.
    At most one child per processor runs at a time. Limits of length and size are not judged here.
    Raises Problem media_invalid (also when the child crashes or takes longer than `timeout` seconds), Problem
    internal when the jail itself cannot start; OSError when `path` is not there.
    """
    media = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        format = _accepted(os.pread(media, HEAD, 0), kind)
        async with _turn():
            found = await _ask_child(media, format, "decode" if decode else "header", timeout)
        return _checked(found, format, os.fstat(media).st_size)
    finally:
        os.close(media)


def jail_report() -> dict[str, Any]:
    """Spawn a child, let it try what must be impossible, and return which locks closed (for `doctor`).

    Keys: network_namespace, single_thread, limits, no_new_privs, seccomp (bool), landlock (version or 0),
    refused (attempt → bool), missing (names of the locks that are open), holds (every attempt was refused).
    """
    done = subprocess.run(
        [*_CHILD, "report"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env={},
        cwd="/",
        timeout=TIMEOUT_SECONDS,
    )
    report = json.loads(done.stdout or b"{}")
    attempts = report.get("refused", {})
    report["missing"] = [name for name, closed in report.items() if not closed]
    report["holds"] = bool(attempts) and all(attempts.values())
    return report


def _accepted(head: bytes, kind: str) -> Format:
    format = sniff(head)
    if format is None or format.kind != kind:
        wanted = ", ".join(row.name for row in FORMATS.values() if row.kind == kind)
        raise Problem("media_invalid", f"found {describe(head)}, needs {wanted}")
    return format


_turns: "weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore]" = (
    weakref.WeakKeyDictionary()
)


def _turn() -> asyncio.Semaphore:
    return _turns.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(os.cpu_count() or 1))


async def _ask_child(media: int, format: Format, mode: str, timeout: float) -> dict[str, Any]:
    child = await asyncio.create_subprocess_exec(
        *_CHILD,
        format.name,
        mode,
        stdin=media,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        limit=_MOST_LINE,
        env={},
        cwd="/",
        close_fds=True,
        start_new_session=True,
    )
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
        what = "takes too long to read" if slow else "could not be read safely"
        raise Problem("media_invalid", f"the {format.name} file {what}") from None
    finally:
        _kill_group(child.pid)
        await child.wait()
    if not isinstance(answer, dict) or "found" not in answer:
        reason = str(answer.get("refused", "")) if isinstance(answer, dict) else ""
        raise Problem("media_invalid", f"the {format.name} file is not usable: {reason}")
    return answer["found"]


def _kill_group(leader: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(leader, signal.SIGKILL)


def _checked(found: Any, format: Format, size: int) -> Probe:
    """The child has read hostile bytes: take from it only what is of the right type."""

    def number(name: str, kind: type) -> Any:
        value = found.get(name)
        right = isinstance(value, kind | int) and not isinstance(value, bool) and 0 < value < 1e9
        return kind(value) if right else None

    def word(name: str) -> str | None:
        value = found.get(name)
        return (
            value if isinstance(value, str) and value.replace("_", "").isalnum() and len(value) < 32 else None
        )

    if not isinstance(found, dict):
        raise Problem("media_invalid", f"the {format.name} file could not be read safely")
    return Probe(
        kind=format.kind,
        mime=format.mime,
        format=format.name,
        width=number("width", int),
        height=number("height", int),
        seconds=number("seconds", float),
        fps=number("fps", float),
        codec=word("codec"),
        audio_codec=word("audio_codec"),
        bytes=size,
    )
