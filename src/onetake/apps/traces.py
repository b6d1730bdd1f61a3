"""What a failure leaves in the log (threat T27): its type, its code and the places in our files that it came
through.

Never its text: that may hold a prompt, a key or a signed link, whoever wrote it. Nor a line of source, nor a
local variable.
"""

import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

_PACKAGE = Path(__file__).resolve().parents[1]
_CODE = 64
_MOST_CAUSES = 8


def told(error: BaseException) -> dict[str, Any]:
    """The fields of a failure: `exception`, `frames` (innermost last), and `causes` where it had some."""
    causes: list[str] = []
    seen = {id(error)}
    cause = error.__cause__ or error.__context__
    while cause is not None and id(cause) not in seen and len(causes) < _MOST_CAUSES:
        seen.add(id(cause))
        causes.append(_named(cause))
        cause = cause.__cause__ or cause.__context__
    found: dict[str, Any] = {"exception": _named(error), "frames": _frames(error.__traceback__)}
    return {**found, "causes": causes} if causes else found


def _named(error: BaseException) -> str:
    kind = type(error)
    name = kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    for field in ("code", "errno", "sqlite_errorname"):
        code = getattr(error, field, None)
        # A code is one word of somebody's table; a sentence in its place would be a text.
        word = isinstance(code, str) and len(code) <= _CODE and code.replace("_", "").isalnum()
        if word or (isinstance(code, int) and not isinstance(code, bool)):
            return f"{name} {code}"
    return name


def _frames(trace: TracebackType | None) -> list[str]:
    found: list[str] = []
    while trace is not None:
        code = trace.tb_frame.f_code
        path = Path(code.co_filename)
        ours = path.is_relative_to(_PACKAGE)
        if ours or trace.tb_next is None:  # the innermost is named even where it is a library's
            shown = path.relative_to(_PACKAGE).as_posix() if ours else path.name
            found.append(f"{shown}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return found


def fields_of(_: Any, __: str, event: Any) -> Any:
    """A structlog processor: `exc_info` becomes the fields that `told` names."""
    info = event.pop("exc_info", None)
    event.pop("stack_info", None)
    if info is True:
        info = sys.exc_info()
    error = info[1] if isinstance(info, tuple) else info
    if isinstance(error, BaseException):
        event.update(told(error))
    return event


def without_arguments(_: Any, __: str, event: Any) -> Any:
    """A structlog processor: of a library's own record only the constant first line is kept. asyncio writes
    the failed future with its exception into the lines after it, others put arguments in."""
    record = event["_record"]
    if record.name.partition(".")[0] != "onetake":
        event["event"] = str(record.msg).partition("\n")[0][:200]
        event["logger"] = record.name
    return event


def catch_all(log: Any) -> None:
    """What nobody caught goes to `log` as well, instead of a traceback with its text on standard error."""

    def thrown(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt | SystemExit):
            return sys.__excepthook__(kind, error, trace)
        return log.critical("the process failed", exc_info=(kind, error, trace))

    def in_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and args.exc_type is not SystemExit:
            log.error("a thread failed", exc_info=(args.exc_type, args.exc_value, args.exc_traceback))

    def unraisable(args: Any) -> None:
        error: Mapping[str, Any] = {"exc_info": args.exc_value} if args.exc_value else {}
        log.error("a failure while an object was taken down", **error)

    sys.excepthook = thrown
    threading.excepthook = in_thread
    sys.unraisablehook = unraisable
