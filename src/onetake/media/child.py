"""The locked child. The media is its standard input, and its first argument is the format that it may be.

    FORMAT header|decode|survey    measure it
    FORMAT repair FD ORDERS        write what the orders (JSON, from our parent) make of it to descriptor FD
    FORMAT still FD ORDERS         write pictures out of a video there, as the orders say
    report look|repair             try what must be impossible

Writes "locked" and then one JSON line: {"found": {...}}, or {"refused": "reason"}. Everything it needs is
loaded before the locks close, and the media is not read before they have closed.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from typing import Any, BinaryIO, NoReturn

from onetake.media import landlock, lock, seccomp
from onetake.media.sniff import FORMATS, Format

LOCKED = b"locked\n"
_LONGEST_REASON = 300

Work = Callable[[BinaryIO], dict[str, Any]]


def main(arguments: list[str]) -> None:
    allowance = lock.REPAIR if arguments[1:2] in (["repair"], ["still"]) else lock.LOOK
    signal.alarm(allowance.seconds)  # where the kernel cannot tie a child to its parent, nothing else ends it
    server = os.getppid()
    own = lock.enter_namespaces()
    lock.die_with_parent()  # last: a change of credentials may undo it
    if own.processes:
        lock.be_first()
    if arguments[0] == "report":
        from onetake.media.trials import Trials  # before the locks: nothing can be imported after

        trials = Trials(allowance, server)
        namespaces = {"network_namespace": own.network, "process_namespace": own.processes}
        closed = close_locks(allowance, own.mounts)
        _answer({**namespaces, **closed, "refused": trials.refused()})
    format = FORMATS[arguments[0]]
    writes = allowance is lock.REPAIR
    work = _writing(format, *arguments[1:]) if writes else _looking(format, arguments[1])
    with open(0, "rb", closefd=False) as media:
        close_locks(allowance, own.mounts)
        os.write(1, LOCKED)
        _answer(_done(work, media, format))


def close_locks(allowance: lock.Allowance, apart: bool = False) -> dict[str, Any]:
    """Close every lock that this kernel offers and say which closed. There is no way back.

    apart: whether mounts are our own here.
    """
    single = lock.threads() == 1
    return {
        "single_thread": single,
        "limits": lock.limit_resources(allowance),
        "empty_root": apart and lock.empty_root(),
        "no_new_privs": lock.forbid_new_privileges(),
        "landlock": landlock.deny_all(),
        "seccomp": seccomp.refuse_calls(),
    }


def _looking(format: Format, mode: str) -> Work:
    if format.kind == "image":
        from onetake.media import picture as reader
    else:
        from onetake.media import clip as reader
    wide = mode == "survey"
    reader.prepare(format, wide=wide)
    return lambda media: reader.look(media, format, decode=mode == "decode", wide=wide)


def _writing(format: Format, verb: str, result: str, orders: str) -> Work:
    if verb == "still":
        from onetake.media import still_clip as mender
    elif format.kind == "image":
        from onetake.media import repair_picture as mender
    elif format.kind == "video":
        from onetake.media import repair_clip as mender
    else:
        from onetake.media import repair_sound as mender
    mender.prepare(format)
    wanted = json.loads(orders)
    made = open(int(result), "wb", closefd=False)  # noqa: SIM115  # the process ends without a destructor

    def work(media: BinaryIO) -> dict[str, Any]:
        found = mender.repair(media, format, wanted, made)
        made.flush()
        return found

    return work


def _done(work: Work, media: BinaryIO, format: Format) -> dict[str, Any]:
    try:
        return {"found": work(media)}
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
