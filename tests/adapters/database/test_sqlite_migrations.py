"""Schema upgrades: fresh, step by step, after a backup, never half, never backwards (fault F40)."""

import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from onetake.adapters.database import SchemaTooNew
from onetake.adapters.database.sqlite import SqliteStore
from onetake.adapters.database.sqlite.migrations import found_in

SQL = Path(__file__).parent / "sql"

FIRST = (SQL / "migrations" / "0001_initial.sql").read_text()
SECOND = """
CREATE TABLE log (id INTEGER PRIMARY KEY, pair INTEGER REFERENCES pair(id));
CREATE TRIGGER pair_logged AFTER INSERT ON pair BEGIN
  INSERT INTO log (pair) VALUES (NEW.id);  -- a body; with semicolons
  SELECT 1;
END;
INSERT INTO log (pair) SELECT id FROM pair;
"""
THIRD = """
CREATE TABLE rebuilt (id INTEGER PRIMARY KEY, half INTEGER UNIQUE, extra TEXT NOT NULL DEFAULT 'x;y');
INSERT INTO rebuilt (id, half) SELECT id, half FROM pair;
DROP TABLE pair;
ALTER TABLE rebuilt RENAME TO pair;
"""
STATEMENTS = 3 + 4


def directory(folder: Path, *texts: str) -> Path:
    made = folder / f"migrations-{len(texts)}"
    made.mkdir(exist_ok=True)
    for number, text in enumerate(texts, 1):
        (made / f"{number:04}_step.sql").write_text(text)
    return made


def opened(folder: Path, migrations: Path, **more) -> SqliteStore:
    return SqliteStore.open(folder / "test.db", queries=SQL / "queries", migrations=migrations, **more)


def insert(number: int):
    return lambda sql: sql.run("pair.insert", id=number, half=number)


def tables(database: Path) -> tuple[int, set[str]]:
    connection = sqlite3.connect(database)
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type <> 'index'")}
    assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    connection.close()
    return version, names


def test_a_fresh_database_gets_every_step_and_no_backup(tmp_path):
    opened(tmp_path, directory(tmp_path, FIRST, SECOND, THIRD)).close_sync()
    assert tables(tmp_path / "test.db") == (3, {"pair", "log"})
    assert not list(tmp_path.glob("*.before-*"))


def test_an_older_database_is_copied_and_then_upgraded_with_its_rows(tmp_path):
    with opened(tmp_path, directory(tmp_path, FIRST)) as store:
        store.transact_sync(insert(5))
    with opened(tmp_path, directory(tmp_path, FIRST, SECOND, THIRD)) as store:
        assert [row["id"] for row in store.read_sync(lambda sql: sql.all("pair.ids"))] == [5]
        assert store._writer.execute("SELECT pair FROM log").fetchall()[0]["pair"] == 5
        assert store._writer.execute("PRAGMA foreign_keys").fetchone()[0] == 1
    assert tables(tmp_path / "test.db") == (3, {"pair", "log"})
    backup = tmp_path / "test.db.before-3"
    assert tables(backup) == (1, {"pair"})
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert sqlite3.connect(backup).execute("SELECT id FROM pair").fetchall() == [(5,)]


def test_opening_again_changes_nothing(tmp_path):
    steps = directory(tmp_path, FIRST, SECOND)
    for _ in range(3):
        opened(tmp_path, steps, on_migration=None).close_sync()
    with opened(tmp_path, steps, on_migration=lambda statement: pytest.fail(statement)):
        pass
    assert not list(tmp_path.glob("*.before-*"))


@pytest.mark.parametrize("n", range(1, STATEMENTS + 1))
def test_an_upgrade_that_fails_at_any_statement_leaves_the_old_schema(tmp_path, n):
    with opened(tmp_path, directory(tmp_path, FIRST)) as store:
        store.transact_sync(insert(5))
    calls = 0

    def fail(statement: str) -> None:
        nonlocal calls
        calls += 1
        if calls == n:
            raise OSError(statement)

    newest = directory(tmp_path, FIRST, SECOND, THIRD)
    with pytest.raises(OSError):
        opened(tmp_path, newest, on_migration=fail)
    assert tables(tmp_path / "test.db") == (1, {"pair"})
    with opened(tmp_path, newest) as store:
        assert len(store.read_sync(lambda sql: sql.all("pair.ids"))) == 1
    assert tables(tmp_path / "test.db")[0] == 3


@pytest.mark.process
@pytest.mark.parametrize("n", [1, 4, STATEMENTS])
def test_f40_an_upgrade_killed_at_any_statement_leaves_the_old_schema(tmp_path, n):
    opened(tmp_path, directory(tmp_path, FIRST)).close_sync()
    newest = directory(tmp_path, FIRST, SECOND, THIRD)
    dying = f"""
import itertools, os, signal
from pathlib import Path
from onetake.adapters.database.sqlite import SqliteStore
calls = itertools.count(1)
def die(statement):
    if next(calls) == {n}:
        os.kill(os.getpid(), signal.SIGKILL)
SqliteStore.open(Path({str(tmp_path / "test.db")!r}), queries=Path({str(SQL / "queries")!r}),
    migrations=Path({str(newest)!r}), on_migration=die)
"""
    assert subprocess.run([sys.executable, "-c", dying], timeout=30).returncode == -9
    assert tables(tmp_path / "test.db") == (1, {"pair"})
    opened(tmp_path, newest).close_sync()
    assert tables(tmp_path / "test.db") == (3, {"pair", "log"})


def test_a_newer_schema_is_refused_and_left_alone(tmp_path):
    opened(tmp_path, directory(tmp_path, FIRST, SECOND)).close_sync()
    with pytest.raises(SchemaTooNew, match="version 2, and this Onetake knows up to 1") as refused:
        opened(tmp_path, directory(tmp_path, FIRST))
    assert (refused.value.found, refused.value.known) == (2, 1)
    assert "pip install --upgrade" in str(refused.value)
    assert tables(tmp_path / "test.db") == (2, {"pair", "log", "pair_logged"})


def test_an_upgrade_that_leaves_a_dangling_reference_is_refused(tmp_path):
    with opened(tmp_path, directory(tmp_path, FIRST, SECOND)) as store:
        store.transact_sync(insert(5))
    losing = THIRD.replace("SELECT id, half FROM pair", "SELECT id, half FROM pair WHERE id <> 5")
    with pytest.raises(sqlite3.IntegrityError, match="1 dangling"):
        opened(tmp_path, directory(tmp_path, FIRST, SECOND, losing))
    assert tables(tmp_path / "test.db")[0] == 2


def test_a_backup_that_died_half_way_is_made_again(tmp_path):
    opened(tmp_path, directory(tmp_path, FIRST)).close_sync()
    (tmp_path / "test.db.before-2.partial").write_bytes(os.urandom(5000))
    opened(tmp_path, directory(tmp_path, FIRST, SECOND)).close_sync()
    assert tables(tmp_path / "test.db.before-2") == (1, {"pair"})
    assert not list(tmp_path.glob("*.partial"))


def test_a_file_that_is_no_database_is_left_alone(tmp_path):
    (tmp_path / "test.db").write_text("no database, but somebody's letter" * 100)
    with pytest.raises(sqlite3.DatabaseError):
        opened(tmp_path, directory(tmp_path, FIRST))
    assert (tmp_path / "test.db").read_text().startswith("no database")


@pytest.mark.parametrize(
    "names", [[], ["0002_a.sql"], ["0001_a.sql", "0003_b.sql"], ["0001_a.sql", "0001_b.sql"], ["1.sql"]]
)
def test_a_gap_or_a_strange_name_is_refused(tmp_path, names):
    for name in names:
        (tmp_path / name).write_text(FIRST)
    with pytest.raises(ValueError):
        found_in(tmp_path)
