"""Opening SQLite connections the one way that this project uses them."""

import contextlib
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from onetake.adapters.database.sqlite.text import Queries

OnStatement = Callable[[str], None]

_BUSY_SECONDS = 10.0
_WAL_LIMIT_BYTES = 64 * 1024 * 1024
_WRITER = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "cache_size=-16384",
    "temp_store=MEMORY",
    f"journal_size_limit={_WAL_LIMIT_BYTES}",
)


def writer(path: Path) -> sqlite3.Connection:
    """A connection that writes: WAL, every commit synced, foreign keys on; creates the file as 0600.

    SQLite gives its `-wal` and `-shm` files the mode of the database.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Only a new file: closing any descriptor of an open database would drop its POSIX locks.
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    connection = _connect(path, "rw")
    try:
        for setting in _WRITER:
            connection.execute(f"PRAGMA {setting}")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def reader(path: Path) -> sqlite3.Connection:
    """A connection that cannot write; each statement sees the last commit."""
    return _connect(path, "ro")


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"file:{quote(str(path.absolute()))}?mode={mode}",
        uri=True,
        timeout=_BUSY_SECONDS,
        isolation_level=None,  # we say BEGIN and COMMIT ourselves
        check_same_thread=False,  # opened and closed by one thread, used by another
        cached_statements=512,
    )
    connection.row_factory = sqlite3.Row
    return connection


class Statements:
    """`Sql` over one connection: runs statements by name. Rows are `sqlite3.Row`, read by column name.

    `on_statement` is called with the name before each statement; what it raises, the statement
    raises. Only fault injection sets it.
    """

    __slots__ = ("_execute", "_fetch", "_queries", "on_statement")

    def __init__(self, connection: sqlite3.Connection, queries: Queries) -> None:
        cursor = connection.cursor()  # one for all: no statement is left open between two calls
        self._execute = cursor.execute
        self._fetch = cursor.fetchall
        self._queries = queries
        self.on_statement: OnStatement | None = None

    def run(self, name: str, /, **values: Any) -> int:
        """Run a statement that gives no rows; the number of rows it changed."""
        if self.on_statement is not None:
            self.on_statement(name)
        return self._execute(self._queries[name], values).rowcount

    def one(self, name: str, /, **values: Any) -> Any:
        """The first row (`sqlite3.Row`), or None. The query says LIMIT 1 where there could be many."""
        rows = self.all(name, **values)
        return rows[0] if rows else None

    def all(self, name: str, /, **values: Any) -> list[Any]:
        """Every row. Use it, not `run`, for a statement with RETURNING."""
        if self.on_statement is not None:
            self.on_statement(name)
        self._execute(self._queries[name], values)
        # All rows are taken, never some: a half-read statement would pin an old snapshot.
        return self._fetch()
