"""The locked child: `python -I -m onetake.media.child FORMAT header|decode`, the media on standard input.

Writes "locked" and then one JSON line: {"found": {...}}, or {"refused": "reason"}. Everything it needs is
loaded before the locks close, and the media is not read before they have closed.
"""

import json
import os
import signal
import sys
from typing import Any, BinaryIO, NoReturn

from onetake.media import landlock, lock, seccomp
from onetake.media.sniff import FORMATS, Format

_LONGEST_SECONDS = 30
LOCKED = b"locked\n"
_LONGEST_REASON = 300


def main(arguments: list[str]) -> None:
    signal.alarm(_LONGEST_SECONDS)  # where the kernel cannot tie a child to its parent, nothing else ends it
    private = lock.leave_network()
    lock.die_with_parent()  # last: a change of credentials may undo it
    if arguments == ["report"]:
        from onetake.media.trials import refused  # before the locks: nothing can be imported after

        _answer({"network_namespace": private, **close_locks(), "refused": refused()})
    format, decode = FORMATS[arguments[0]], arguments[1] == "decode"
    look = _loaded(format)
    with open(0, "rb", closefd=False) as media:
        close_locks()
        os.write(1, LOCKED)
        _answer(_looked(look, media, format, decode))


def close_locks() -> dict[str, Any]:
    """Close every lock that this kernel offers and say which closed. There is no way back."""
    single = lock.threads() == 1
    return {
        "single_thread": single,
        "limits": lock.limit_resources(),
        "no_new_privs": lock.forbid_new_privileges(),
        "landlock": landlock.deny_all(),
        "seccomp": seccomp.refuse_calls(),
    }


def _loaded(format: Format) -> Any:
    if format.kind == "image":
        from onetake.media import picture as reader
    else:
        from onetake.media import clip as reader
    reader.prepare(format)
    return reader.look


def _looked(look: Any, media: BinaryIO, format: Format, decode: bool) -> dict[str, Any]:
    try:
        return {"found": look(media, format, decode=decode)}
    except ValueError as error:  # our own reasons, and FFmpeg's "invalid data"
        return {"refused": _reason(error)}
    except Exception as error:  # any other failure of a decoder on hostile bytes says the same: not readable
        return {"refused": f"it cannot be read as {format.name} ({_reason(error)})"}


def _reason(error: Exception) -> str:
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return "".join(c for c in text if c.isprintable())[:_LONGEST_REASON]


def _answer(message: dict[str, Any]) -> NoReturn:
    os.write(1, json.dumps(message).encode() + b"\n")
    os._exit(0)  # no destructor of a decoder that has just read hostile bytes gets to run


if __name__ == "__main__":
    main(sys.argv[1:])
