"""SECURITY.md cites tests that exist, and claims nothing without one."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TESTS = ROOT / "tests"
PAGE = (ROOT / "SECURITY.md").read_text("utf-8")
CITED = re.compile(r"`([\w/]+\.py)::(\w+)`")
ROWS = [line for line in PAGE.splitlines() if re.match(r"\| (T\d\d|\d+\.\d+\.\d+) ", line)]
THREATS = (5, 8, 9, 10, 11, 12, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 31, 35, 38, 44)
LEVELS = {"1", "2", "3"}


@cache
def named_in(file: str) -> frozenset[str]:
    """Names of the test functions of a file below tests/, which is read and not imported."""
    tree = ast.parse((TESTS / file).read_text("utf-8"))
    functions = (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))
    return frozenset(n.name for n in functions if n.name.startswith("test_"))


def test_every_threat_has_its_row():
    found = [int(row[3:5]) for row in ROWS if row.startswith("| T")]
    assert found == sorted(set(found))
    assert set(THREATS) <= set(found)


def test_requirements_stand_in_order_and_once():
    numbers = [
        tuple(map(int, m[1].split("."))) for row in ROWS if (m := re.match(r"\| (\d+\.\d+\.\d+) ", row))
    ]
    assert numbers == sorted(set(numbers))
    assert len(numbers) >= 35
    assert {n[1:] for n in numbers if n[0] == 5} >= {
        (2, 1),
        (2, 2),
        (2, 6),
        (3, 1),
        (3, 2),
        (3, 3),
        (4, 1),
        (4, 2),
    }


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split()[1])
def test_every_claim_has_a_test_that_exists(row: str):
    *_, level, _, tests = (cell.strip() for cell in row.strip("|").split("|"))
    assert row.startswith("| T") or level in LEVELS, row
    found = CITED.findall(tests)
    assert found and tests.count("::") == len(found), row
    for file, name in found:
        assert (TESTS / file).is_file(), file
        assert name in named_in(file), f"{file}::{name}"


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row.startswith("| T")], ids=lambda row: row.split()[1]
)
def test_a_threat_is_found_by_its_number_in_the_names_of_its_tests(row: str):
    number = row[2:5].lower()
    assert all(number in name for _, name in CITED.findall(row)), row
