"""The embedded database: SQLite with one writer thread and group commit."""

from onetake.adapters.database.sqlite.store import SqliteStore

__all__ = ["SqliteStore"]
