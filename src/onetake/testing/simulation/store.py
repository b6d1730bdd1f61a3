"""The `Store` port in one thread of virtual time: the same migrations, queries and scripts, run inline.

The database outlives simulated processes, as a disk does. Each statement and each commit is a place where a
process can die or the disk can fail; a script that does not get through leaves nothing behind.
"""

import asyncio
import sqlite3
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from onetake.adapters.database import StoreFailed
from onetake.adapters.database import sqlite as package
from onetake.adapters.database.sqlite.connection import Statements
from onetake.adapters.database.sqlite.migrations import migrate
from onetake.adapters.database.sqlite.text import Queries
from onetake.core.ports import Sql

T = TypeVar("T")
Hook = Callable[[str], None]
"""Called with the name of a statement, or `commit`; what it raises, the script meets."""

_HERE = Path(package.__file__).parent


class Died(BaseException):
    """The process that asked is dead: nothing of it may run any more."""


@cache
def _template() -> tuple[sqlite3.Connection, Queries]:
    """A migrated database, made once and copied for every world."""
    made = _connected()
    migrate(made, Path("template.db"), _HERE / "migrations")
    return made, Queries.load(_HERE / "queries")


def _connected() -> sqlite3.Connection:
    made = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False, cached_statements=512)
    made.row_factory = sqlite3.Row
    made.execute("PRAGMA foreign_keys=ON")
    return made


class Database:
    """What lies on the disk: one for a world, whoever serves it. `after` looks at it after every commit."""

    def __init__(self) -> None:
        template, queries = _template()
        self.connection = _connected()
        template.backup(self.connection)
        self.statements = Statements(self.connection, queries)
        self.after: Callable[[Sql], None] = lambda sql: None
        self.commits = 0
        self.full = False
        """Whether the disk has no room: for rows, files and downloads alike."""

    def read(self, script: Callable[[Sql], T]) -> T:
        """A look of the checker's, past every fault."""
        return script(self.statements)


class SimulatedStore:
    """One process's way to the database. `hook` strikes at statements and commits; `alive` says whether the
    process still is."""

    def __init__(self, database: Database, hook: Hook, alive: Callable[[], bool]) -> None:
        self._database, self._hook, self._alive = database, hook, alive
        self._epoch: int | None = None

    def claim(self) -> None:
        """Become the one store that writes, as `SqliteStore.claim` does."""
        self._epoch = self._run(lambda sql: sql.all("owner.claim")[0]["epoch"])

    async def transact(self, script: Callable[[Sql], T]) -> T:
        """Run a script in a transaction; others may come before it and after it, never between."""
        await asyncio.sleep(0)
        result = self._run(script)
        await asyncio.sleep(0)
        return result

    async def read(self, script: Callable[[Sql], T]) -> T:
        self._living()
        return script(self._database.statements)

    async def close(self) -> None:
        return

    def _living(self) -> None:
        if not self._alive():
            raise Died

    def _run(self, script: Callable[[Sql], T]) -> T:
        self._living()
        database = self._database
        connection: Any = database.connection
        connection.execute("BEGIN IMMEDIATE")
        owner = database.statements.one("owner.epoch")["epoch"]
        if self._epoch not in (None, owner):
            connection.execute("ROLLBACK")
            raise StoreFailed("internal", f"owner {owner} has taken the database")
        database.statements.on_statement = self._hook
        try:
            result = script(database.statements)
            self._hook("commit")
            if database.full:
                raise _no_room()
            connection.execute("COMMIT")
        except sqlite3.OperationalError as error:
            connection.execute("ROLLBACK")
            full = getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_FULL
            raise StoreFailed("storage_full" if full else "internal", str(error)) from error
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        finally:
            database.statements.on_statement = None
        database.commits += 1
        database.after(database.statements)
        return result


def _no_room() -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorcode = sqlite3.SQLITE_FULL
    return error
