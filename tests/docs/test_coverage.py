"""docs/coverage.md cites tests that exist, answers for every fact and loses none."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TESTS = ROOT / "tests"
PAGE = (ROOT / "docs" / "coverage.md").read_text("utf-8")
FLOORS = {"S0": 66, "S1": 94, "S2": 52, "S3": 93, "S4": 71, "openai": 21}
"""Rows of each document's table: facts are added, never lost."""
MOST = 400
"""Rows of the page, for it to be readable."""
CITED = re.compile(r"`([\w/]+\.py)::(\w+)`")
ELSEWHERE = re.compile(r"(advice|not ours|not honoured)(: \S|$)")
"""What may stand in place of a test: advice to people and where our pages repeat it, what is another
product's, what is not kept and why."""

Row = tuple[str, ...]


def tables() -> dict[str, list[Row]]:
    """The rows below each heading, by its first word: line, fact, where it is here, test."""
    found: dict[str, list[Row]] = {}
    rows: list[Row] = []
    for line in PAGE.splitlines():
        if line.startswith("## "):
            rows = found.setdefault(line.split()[1], [])
        elif line.startswith("|"):
            rows.append(tuple(cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]))
    return {name: rows[2:] for name, rows in found.items() if rows}


TABLES = tables()


@cache
def named_in(file: str) -> frozenset[str]:
    """Names of the test functions of a file below tests/, which is read and not imported."""
    tree = ast.parse((TESTS / file).read_text("utf-8"))
    functions = (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))
    return frozenset(n.name for n in functions if n.name.startswith("test_"))


@pytest.mark.parametrize("document", FLOORS)
def test_no_document_loses_a_fact(document: str):
    assert len(TABLES[document]) >= FLOORS[document]


def test_every_table_is_watched_and_the_page_stays_readable():
    assert TABLES.keys() == FLOORS.keys()
    assert sum(map(len, TABLES.values())) < MOST


@pytest.mark.parametrize("document", TABLES)
def test_every_fact_has_its_answer(document: str):
    for row in TABLES[document]:
        assert len(row) == 4 and row[0] and row[1], row
        assert CITED.search(row[3]) or ELSEWHERE.match(row[3]), row


@pytest.mark.parametrize("document", TABLES)
def test_every_cited_test_exists(document: str):
    for row in TABLES[document]:
        assert row[3].count("::") == len(CITED.findall(row[3])), row
        for file, name in CITED.findall(row[3]):
            assert (TESTS / file).is_file(), file
            assert name in named_in(file), f"{file}::{name}"


@pytest.mark.parametrize("document", [name for name in TABLES if re.fullmatch(r"S\d", name)])
def test_facts_stand_in_the_order_of_the_document(document: str):
    lines = [int(re.match(r"\d+", row[0])[0]) for row in TABLES[document]]  # type: ignore[index]
    assert lines == sorted(lines)
