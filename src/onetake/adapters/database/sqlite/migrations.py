"""Schema upgrades: numbered, forward only, all in one transaction, after a backup copy."""

import os
import re
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from onetake.adapters.database import SchemaTooNew
from onetake.adapters.database.sqlite.text import split

_FILE = re.compile(r"(\d{4})_[a-z0-9_]+\.sql")


@dataclass(frozen=True)
class Migration:
    """One step of the schema: from version `number - 1` to `number`."""

    number: int
    file: Path


def found_in(directory: Path) -> list[Migration]:
    """The migrations of a directory, `0001_name.sql` first. Raises ValueError on a gap or a strange name."""
    found = []
    for file in sorted(directory.glob("*.sql")):
        match = _FILE.fullmatch(file.name)
        if match is None:
            raise ValueError(f"{file} is not named like 0001_initial.sql")
        found.append(Migration(int(match[1]), file))
    if not found or [m.number for m in found] != list(range(1, len(found) + 1)):
        raise ValueError(f"{directory} needs migrations numbered 0001, 0002, … without a gap")
    return found


def migrate(
    connection: sqlite3.Connection,
    path: Path,
    directory: Path,
    on_statement: Callable[[str], None] | None = None,
) -> int:
    """Bring the database at `path` to the newest schema; the version it has then.

    A database that already has a schema is copied to `<path>.before-N` first, N being the version
    that it is upgraded to. A crash at any moment leaves the old schema or the new one (fault F40).
    Raises SchemaTooNew, and whatever a statement raises, after rolling everything back.
    """
    steps = found_in(directory)
    newest = steps[-1].number
    current = version(connection)
    if current > newest:
        raise SchemaTooNew(path, current, newest)
    if current == newest:
        return newest
    if current > 0:
        copy(connection, path.with_name(f"{path.name}.before-{newest}"))
    # A rebuilt table would take the rows that refer to it along; the references are checked at the end.
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Another process may have upgraded between the look above and the lock.
        current = version(connection)
        for step in steps[current:]:
            _apply(connection, step, on_statement)
        dangling = connection.execute("PRAGMA foreign_key_check").fetchall()
        if dangling:
            raise sqlite3.IntegrityError(f"the upgrade of {path} leaves {len(dangling)} dangling references")
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        connection.execute("PRAGMA foreign_keys=ON")
    return version(connection)


def _apply(
    connection: sqlite3.Connection, step: Migration, on_statement: Callable[[str], None] | None
) -> None:
    for statement in split(step.file.read_text("utf-8")):
        if on_statement is not None:
            on_statement(statement)
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version={step.number}")


def version(connection: sqlite3.Connection) -> int:
    """The schema version of a database; 0 for a new one."""
    return connection.execute("PRAGMA user_version").fetchone()[0]


def copy(connection: sqlite3.Connection, to: Path) -> None:
    """A consistent copy of a live database at `to` (0600), complete and synced before it has that name."""
    partial = to.with_name(f"{to.name}.partial")
    partial.unlink(missing_ok=True)
    descriptor = os.open(partial, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        target = sqlite3.connect(partial, isolation_level=None)
        try:
            connection.backup(target)
        finally:
            target.close()
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    partial.replace(to)
    directory = os.open(to.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
