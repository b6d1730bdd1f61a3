"""Reading `.sql` files: statements one by one, and statements by name."""

import re
import sqlite3
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

_NAME = re.compile(r"^--[ ]name:[ ]*(\S+)[ ]*$", re.MULTILINE)
_VALID_NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*")
_COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)


def split(text: str) -> Iterator[str]:
    """The statements of a script, in order; a trigger with semicolons in its body is one statement.

    `sqlite3`'s own executescript commits what is open first, so it cannot run inside a transaction.
    Raises ValueError when something that is no comment follows the last semicolon.
    """
    start = 0
    for semicolon in re.finditer(";", text):
        candidate = text[start : semicolon.end()]
        if sqlite3.complete_statement(candidate):
            yield candidate.strip()
            start = semicolon.end()
    rest = _COMMENT.sub("", text[start:]).strip()
    if rest:
        raise ValueError(f"statement without a semicolon at its end: {rest[:80]!r}")


class Queries(dict[str, str]):
    """SQL text by name, from every `*.sql` file of a directory; see `load`."""

    def __missing__(self, name: str) -> str:
        near = get_close_matches(name, self, n=1, cutoff=0.0)
        hint = f"; the nearest name is {near[0]!r}" if near else ""
        raise KeyError(f"no statement is named {name!r}{hint}")

    @classmethod
    def load(cls, directory: Path) -> "Queries":
        """Every statement under `directory`; each is preceded by a line `-- name: noun.verb`.

        Raises FileNotFoundError without the directory, ValueError for a name given twice, a
        malformed name, or a name with none or several statements.
        """
        if not directory.is_dir():
            raise FileNotFoundError(f"no directory of statements at {directory}")
        found = cls()
        for file in sorted(directory.glob("*.sql")):
            pieces = _NAME.split(file.read_text("utf-8"))
            if _COMMENT.sub("", pieces[0]).strip():
                raise ValueError(f"{file.name}: text before the first '-- name:' line")
            for name, body in zip(pieces[1::2], pieces[2::2], strict=True):
                found._add(name, body, file)
        return found

    def _add(self, name: str, body: str, file: Path) -> None:
        if not _VALID_NAME.fullmatch(name):
            raise ValueError(f"{file.name}: {name!r} is not a name like 'task.insert'")
        if name in self:
            raise ValueError(f"{file.name}: {name!r} is named twice")
        statements = list(split(body))
        if len(statements) != 1:
            raise ValueError(f"{file.name}: {name!r} has {len(statements)} statements, needs exactly one")
        self[name] = statements[0]

    def check(self, connection: sqlite3.Connection) -> None:
        """Compile every statement against the schema of `connection`, running none.

        Raises ValueError naming the statement that does not compile: a test's way to catch a
        misspelt column before a request meets it.
        """
        for name, sql in self.items():
            try:
                connection.execute(f"EXPLAIN {sql}", _AnyValue()).fetchall()
            except sqlite3.Error as error:
                raise ValueError(f"{name}: {error}") from error


class _AnyValue(dict[str, None]):
    """Binds NULL to every parameter."""

    def __missing__(self, name: str) -> None:
        return None
