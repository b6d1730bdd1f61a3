"""Reading .sql files."""

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetake.adapters.database.sqlite.text import Queries, split

STATEMENTS = [
    "SELECT 1;",
    "SELECT 'a;b', \"c;d\", [e;f], `g;h`;",
    "-- comment; with a semicolon\nSELECT 2;",
    "/* block; comment */ SELECT 3;",
    "CREATE TRIGGER t AFTER INSERT ON x BEGIN\n UPDATE x SET a = 1; DELETE FROM x; -- end;\nEND;",
    "INSERT INTO x VALUES ('it''s; quoted');",
]


@given(st.lists(st.sampled_from(STATEMENTS)), st.sampled_from(["\n", " ", "\n\n-- between\n"]))
def test_split_undoes_join(statements, glue):
    parts = list(split(glue.join(statements)))
    assert len(parts) == len(statements)
    assert all(part.endswith(statement) for part, statement in zip(parts, statements, strict=True))


@pytest.mark.parametrize(
    "text", ["SELECT 1", "SELECT 1; SELECT 2", "CREATE TRIGGER t AFTER INSERT ON x BEGIN SELECT 1;"]
)
def test_a_statement_without_its_end_is_refused(text):
    with pytest.raises(ValueError, match="semicolon"):
        list(split(text))


def test_only_comments_are_no_statement():
    assert list(split("-- nothing; here\n /* nor; here */ \n")) == []


def write(folder, text):
    (folder / "a.sql").write_text(text)
    return folder


def test_statements_by_name(tmp_path):
    (tmp_path / "b.sql").write_text("-- About the file.\n-- name: other.one\n-- Says three.\nSELECT 3;\n")
    queries = Queries.load(write(tmp_path, "-- name: a.one\nSELECT 1;\n-- name: a.two\nSELECT 2;"))
    assert sorted(queries) == ["a.one", "a.two", "other.one"]
    assert sqlite3.connect(":memory:").execute(queries["other.one"]).fetchall() == [(3,)]
    with pytest.raises(KeyError, match=r"nearest name is 'other\.one'"):
        queries["other.on"]


@pytest.mark.parametrize(
    "text",
    [
        "-- name: a.one\nSELECT 1;\n-- name: a.one\nSELECT 2;",
        "-- name: a.one\nSELECT 1; SELECT 2;",
        "-- name: a.one\n-- nothing\n",
        "-- name: A-One\nSELECT 1;",
        "SELECT 0;\n-- name: a.one\nSELECT 1;",
        "-- name: a.one\nSELECT 1",
    ],
)
def test_a_file_that_could_be_misread_is_refused(tmp_path, text):
    with pytest.raises(ValueError):
        Queries.load(write(tmp_path, text))


def test_a_missing_directory_is_not_an_empty_one(tmp_path):
    with pytest.raises(FileNotFoundError):
        Queries.load(tmp_path / "none")
    with pytest.raises(KeyError):
        Queries()["anything"]


def test_check_names_the_statement_that_does_not_compile(tmp_path):
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE x (a INTEGER)")
    good = Queries.load(write(tmp_path, "-- name: x.get\nSELECT a FROM x WHERE a = :a;"))
    good.check(connection)
    bad = Queries.load(write(tmp_path, "-- name: x.get\nSELECT b FROM x WHERE a = :a;"))
    with pytest.raises(ValueError, match=r"x\.get: no such column"):
        bad.check(connection)
