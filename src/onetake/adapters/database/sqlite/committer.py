"""The one thread that writes: every script that waits goes into one transaction (group commit)."""

import asyncio
import contextlib
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from typing import Any

from onetake.adapters.database import StoreFailed
from onetake.adapters.database.sqlite.connection import Statements
from onetake.core.ports import Sql

Script = Callable[[Sql], Any]
Waiting = tuple[Script, asyncio.AbstractEventLoop | None, Any]
"""A script, the loop that its caller runs on (None: a thread that blocks), the caller's future."""
Outcome = tuple[Any, Any, BaseException | None]
"""A caller's future, its script's result, its script's error."""

BATCH = 512
"""Scripts in one transaction at most: bounds how long the first of them waits."""

# After one of these SQLite's transaction is not to be trusted, so the whole batch fails.
_FATAL = {
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_INTERRUPT,
}


class Committer:
    """Runs scripts on a connection of its own, in the order they came, and answers after the COMMIT.

    Every script has a savepoint: its error undoes it alone and goes to its caller alone. A failed
    BEGIN or COMMIT, or an I/O error on the way, undoes the batch, and each of its callers gets
    StoreFailed. The thread then goes on: the next batch finds out whether the disk has recovered.

    SQLite gives the interpreter lock back at each statement, so beside a loop that computes without a
    pause this thread can starve for seconds. A server sets `sys.setswitchinterval(1e-4)`, which bounds
    that to tens of milliseconds (benchmarks/store.py, `busy`).
    """

    def __init__(self, connection: sqlite3.Connection, statements: Statements) -> None:
        self._connection = connection
        self._execute = connection.cursor().execute
        self._statements = statements
        self._queue: SimpleQueue[Waiting | None] = SimpleQueue()
        self._closed = False
        self._lock = threading.Lock()
        self.before_commit: Callable[[], None] | None = None
        self.epoch: int | None = None
        """The owner that may write; of another one's database every batch fails. None: not looked at."""
        self.on_supplanted: Callable[[], None] | None = None
        """Told once, on this thread, when the first batch has failed for that."""
        self._thread = threading.Thread(target=self._serve, name="onetake-committer", daemon=True)
        self._thread.start()

    def submit(self, script: Script, loop: asyncio.AbstractEventLoop | None, future: Any) -> None:
        """Queue a script. Its future is resolved on `loop`, or by the thread itself when that is None."""
        with self._lock:  # or a script could land behind the end mark, and its caller wait for ever
            if self._closed:
                raise StoreFailed("internal", "the store is closed")
            self._queue.put((script, loop, future))

    def close(self) -> None:
        """Finish what was submitted, then end the thread. Blocks; may be called twice."""
        with self._lock:
            if not self._closed:
                self._closed = True
                self._queue.put(None)
        self._thread.join()

    def _serve(self) -> None:
        while batch := self._take():
            _answer(batch, self._commit(batch))

    def _take(self) -> list[Waiting]:
        """All that waits, at least one script; empty when the store closes."""
        get, batch = self._queue.get, []
        entry = get()
        while entry is not None:
            batch.append(entry)
            if len(batch) == BATCH or self._queue.empty():
                return batch
            entry = get()
        if batch:
            self._queue.put(None)  # found behind the batch: found again after it
        return batch

    def _commit(self, batch: list[Waiting]) -> list[Outcome]:
        try:
            self._execute("BEGIN IMMEDIATE")
            if self.epoch is not None:
                self._fence(self.epoch)
            outcomes = [self._attempt(script, future) for script, _, future in batch]
            if self.before_commit is not None:
                self.before_commit()
            self._execute("COMMIT")
            return outcomes
        except Exception as error:
            with contextlib.suppress(sqlite3.Error):
                if self._connection.in_transaction:
                    self._execute("ROLLBACK")
            if isinstance(error, Supplanted) and self.on_supplanted is not None:
                tell, self.on_supplanted = self.on_supplanted, None
                tell()
            return [(future, None, _failure(error)) for _, _, future in batch]

    def _fence(self, epoch: int) -> None:
        row = self._execute("SELECT epoch FROM owner").fetchone()
        if row[0] != epoch:
            raise Supplanted(f"owner {row[0]} has taken the database of owner {epoch}")

    def _attempt(self, script: Script, future: Any) -> Outcome:
        execute = self._execute
        execute("SAVEPOINT script")
        try:
            result = script(self._statements)
        except BaseException as error:
            if _is_fatal(error) or not self._connection.in_transaction:
                raise _TransactionLost from error
            execute("ROLLBACK TO script")
            execute("RELEASE script")
            return future, None, error
        execute("RELEASE script")
        return future, result, None


class Supplanted(Exception):
    """Another process owns the database now: whoever slept through that writes nothing any more."""


class _TransactionLost(Exception):
    """What a script raised has cost the whole batch its transaction; the cause says what it was."""


def _is_fatal(error: BaseException) -> bool:
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in _FATAL


def _failure(error: BaseException) -> StoreFailed:
    cause = error.__cause__ if isinstance(error, _TransactionLost) else error
    full = getattr(cause, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_FULL
    detail = f"the database could not commit: {type(cause).__name__}: {cause}"
    failed = StoreFailed("storage_full" if full else "internal", detail)
    failed.__cause__ = cause
    return failed


def _answer(batch: list[Waiting], outcomes: list[Outcome]) -> None:
    """Resolve every future of a batch, with one call into each event loop."""
    by_loop: dict[asyncio.AbstractEventLoop, list[Outcome]] = {}
    for (_, loop, _), outcome in zip(batch, outcomes, strict=True):
        if loop is None:
            _resolve_blocking(outcome)
        else:
            by_loop.setdefault(loop, []).append(outcome)
    for loop, mine in by_loop.items():
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits there any more
            loop.call_soon_threadsafe(_resolve, mine)


def _resolve(outcomes: list[Outcome]) -> None:
    for future, result, error in outcomes:
        if future.done():  # its caller was cancelled; the script stays committed
            continue
        if error is None:
            future.set_result(result)
        elif isinstance(error, StopIteration):  # which a future cannot carry
            future.set_exception(RuntimeError("the script raised StopIteration"))
        else:
            future.set_exception(error)


def _resolve_blocking(outcome: Outcome) -> None:
    future, result, error = outcome
    assert isinstance(future, Future)
    if error is None:
        future.set_result(result)
    else:
        future.set_exception(error)
