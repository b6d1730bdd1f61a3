"""The `Store` port on SQLite."""

import asyncio
import contextlib
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Self, TypeVar

from onetake.adapters.database import StoreFailed
from onetake.adapters.database.sqlite import connection as connections
from onetake.adapters.database.sqlite.committer import Committer
from onetake.adapters.database.sqlite.connection import OnStatement, Statements
from onetake.adapters.database.sqlite.migrations import copy, migrate
from onetake.adapters.database.sqlite.text import Queries
from onetake.core.ports import Sql

T = TypeVar("T")

_HERE = Path(__file__).parent


class SqliteStore:
    """One database file: scripts that write go through one thread, scripts that read run where they are.

    As a context manager, for commands without an event loop:
    `with SqliteStore.open(path) as store: store.transact_sync(script)`.
    """

    def __init__(self, path: Path, writer: sqlite3.Connection, queries: Queries) -> None:
        self.path = path
        self.queries = queries
        self._writer = writer
        self._statements = Statements(writer, queries)
        self._committer = Committer(writer, self._statements)
        self._local = threading.local()
        self._readers: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        self._closed = False

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        queries: Path | None = None,
        migrations: Path | None = None,
        on_migration: OnStatement | None = None,
    ) -> Self:
        """Open or create the database at `path`, upgrading its schema first when it is older.

        `queries` and `migrations` are directories, the package's own by default. `on_migration` sees
        each statement of an upgrade before it runs (fault injection). Raises SchemaTooNew,
        FileNotFoundError or ValueError for bad SQL files, and sqlite3.Error for a file that is no database.
        """
        known = Queries.load(queries or _HERE / "queries")
        writer = connections.writer(path)
        try:
            migrate(writer, path, migrations or _HERE / "migrations", on_migration)
        except BaseException:
            writer.close()
            raise
        return cls(path, writer, known)

    def claim(self, on_supplanted: Callable[[], None] | None = None) -> int:
        """Become the one store that writes; the number of this owner. From the next commit on, every
        transaction of an earlier claimer fails with StoreFailed, also where it believes that it holds the
        lock of the data directory. on_supplanted: called once, on the writer's thread, when this store finds
        itself to be such a one; it must not raise. Blocks. Raises StoreFailed."""
        self._committer.on_supplanted = on_supplanted
        epoch = self.transact_sync(lambda sql: sql.all("owner.claim")[0]["epoch"])
        self._committer.epoch = epoch
        return epoch

    async def transact(self, script: Callable[[Sql], T]) -> T:
        """Run a script in a transaction; the answer comes after its COMMIT is on disk.

        What the script raises undoes the script alone and is raised here. StoreFailed: not committed.
        A caller that is cancelled while it waits does not undo its script.
        """
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._committer.submit(script, loop, future)
        return await future

    def transact_sync(self, script: Callable[[Sql], T]) -> T:
        """`transact` for code without an event loop; blocks this thread."""
        future: Future[T] = Future()
        self._committer.submit(script, None, future)
        return future.result()

    async def read(self, script: Callable[[Sql], T]) -> T:
        """Run a script that only reads, at once and on this thread.

        Every statement sees at least the caller's last commit; two statements may see two commits.
        Raises sqlite3.OperationalError if the script tries to write.
        """
        return script(self._reader())

    def read_sync(self, script: Callable[[Sql], T]) -> T:
        """`read` for code without an event loop."""
        return script(self._reader())

    def _reader(self) -> Statements:
        try:
            return self._local.statements
        except AttributeError:
            pass
        with self._lock:
            if self._closed:
                raise StoreFailed("internal", "the store is closed")
            connection = connections.reader(self.path)
            self._readers.append(connection)
        self._local.statements = Statements(connection, self.queries)
        return self._local.statements

    def backup(self, to: Path) -> None:
        """Copy the database to `to` while it is in use: one consistent moment, synced, mode 0600.

        Blocks; a server calls it through `asyncio.to_thread`.
        """
        self.snapshot(self.path, to)

    @staticmethod
    def snapshot(path: Path, to: Path) -> None:
        """`backup` of a database that another process may have open: read only, and not upgraded.

        Raises sqlite3.OperationalError where there is no database.
        """
        source = connections.reader(path)
        try:
            copy(source, to)
        finally:
            source.close()

    @staticmethod
    @contextlib.contextmanager
    def looked_at(path: Path) -> Iterator[Sql]:
        """The rows of a database as it is: read only, and not upgraded."""
        source = connections.reader(path)
        try:
            yield Statements(source, Queries.load(_HERE / "queries"))
        finally:
            source.close()

    def inject(
        self, *, on_statement: OnStatement | None = None, before_commit: Callable[[], None] | None = None
    ) -> None:
        """Set the fault-injection hooks, on the writer's thread: what they raise happens there.

        `on_statement(name)` runs before every statement of a script, `before_commit()` before every
        COMMIT. Called without arguments it removes both.
        """
        self._statements.on_statement = on_statement
        self._committer.before_commit = before_commit

    async def close(self) -> None:
        """Finish every submitted script, then close. Later calls raise StoreFailed."""
        await asyncio.to_thread(self.close_sync)

    def close_sync(self) -> None:
        """`close` for code without an event loop."""
        self._committer.close()
        with self._lock:
            if self._closed:
                return
            self._closed = True
            for connection in self._readers:
                connection.close()
            with contextlib.suppress(sqlite3.Error):  # a hint for the planner, not worth a failed stop
                self._writer.execute("PRAGMA optimize")
            self._writer.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close_sync()
