"""What reaches the log (T27): fields that are named, and of a failure never its text."""

import asyncio
import io
import json
import logging
import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from onetake.apps import logs, traces
from onetake.core.problem import Problem

SECRET = "sk-canary-4f1e"


class Told:
    """The lines that were written, parsed; `text` is all of them."""

    def __init__(self) -> None:
        self.stream = io.StringIO()

    @property
    def text(self) -> str:
        return self.stream.getvalue()

    @property
    def last(self) -> dict[str, Any]:
        return json.loads(self.text.splitlines()[-1])


@pytest.fixture
def told() -> Iterator[Told]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    found = Told()
    logs.configure(found.stream)
    yield found
    root.handlers[:], root.level = handlers, level


def caught(raising: Callable[[], Any]) -> BaseException:
    try:
        raising()
    except BaseException as error:
        return error
    raise AssertionError("nothing was raised")


def broken_row() -> None:
    sqlite3.connect(":memory:").execute(f"select {SECRET!r} from nowhere")


def chained() -> None:
    try:
        raise ValueError(f"bad link https://u:{SECRET}@h.test/v.mp4?sig={SECRET}")
    except ValueError as error:
        raise Problem("provider_unavailable", f"said {SECRET}", link=SECRET) from error


@pytest.mark.parametrize(
    ("raising", "named"),
    [
        (lambda: {}[SECRET], "KeyError"),
        (lambda: int(SECRET), "ValueError"),
        (lambda: open(f"/nowhere/{SECRET}"), "FileNotFoundError 2"),  # noqa: SIM115
        (lambda: SECRET.encode() + "x", "TypeError"),  # type: ignore[operator]
        (broken_row, "sqlite3.OperationalError SQLITE_ERROR"),
        (chained, "onetake.core.problem.Problem provider_unavailable"),
        (lambda: (_ for _ in ()).throw(type("Odd", (Exception,), {"code": SECRET + " said"})(SECRET)), "Odd"),
    ],
)
def test_t27_a_failure_is_told_without_its_text(told, raising, named):
    logging.getLogger("onetake.server").error("it failed", exc_info=caught(raising))
    assert SECRET not in told.text
    assert told.last["exception"].endswith(named)
    assert told.last["frames"]


def test_t27_causes_and_our_own_places_are_told(told):
    logging.getLogger("onetake").error("it failed", exc_info=caught(chained))
    assert told.last["causes"] == ["ValueError"]
    problem = caught(lambda: Problem("no such code"))
    logging.getLogger("onetake").error("it failed", exc_info=problem)
    assert any(frame.startswith("core/problem.py:") for frame in told.last["frames"])


def test_t27_a_field_that_is_not_named_never_arrives(told):
    extra = {"prompt": SECRET, "key": SECRET, "headers": {"authorization": SECRET}, "task": "task-1"}
    logging.getLogger("onetake.tasks").info("task moved", extra=extra)
    assert SECRET not in told.text
    assert told.last["task"] == "task-1"


def test_t27_libraries_say_their_first_line_and_no_arguments(told):
    logging.getLogger("uvicorn.error").error("Exception in ASGI application\n%s", SECRET)
    logging.getLogger("aiohttp.client").warning("got %s", SECRET)

    async def forgotten() -> None:
        asyncio.get_running_loop().call_exception_handler(
            {"message": "Task exception was never retrieved", "exception": ValueError(SECRET), "link": SECRET}
        )

    asyncio.run(forgotten())
    assert SECRET not in told.text
    assert told.last["event"] == "Task exception was never retrieved"
    assert told.last["exception"] == "ValueError"


def test_t27_what_nobody_caught_is_told_in_the_same_way(told, monkeypatch):
    import sys
    import threading

    for module, name in ((sys, "excepthook"), (threading, "excepthook"), (sys, "unraisablehook")):
        monkeypatch.setattr(module, name, getattr(module, name))
    traces.catch_all(logging.getLogger("onetake"))
    error = caught(lambda: int(SECRET))
    sys.excepthook(type(error), error, error.__traceback__)
    thread = threading.Thread(target=lambda: int(SECRET))
    thread.start()
    thread.join()
    assert told.text.count("ValueError") == 2
    assert SECRET not in told.text
