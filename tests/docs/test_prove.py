"""The long proofs: their table is their memory, and every command in it names something that is there."""

import importlib.util
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def _prove():
    spec = importlib.util.spec_from_file_location("prove", ROOT / "scripts" / "prove.py")
    assert spec is not None and spec.loader is not None
    module = sys.modules["prove"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


prove = _prove()


def row(name: str, first: int, last: int) -> str:
    return f"| {name} | {first}–{last} | fine | 1 | `true` |"


@pytest.mark.parametrize(
    ("ranges", "end"),
    [((), 0), (((0, 9),), 10), (((10, 19), (0, 9)), 20), (((0, 9), (20, 29)), 10), (((5, 9),), 0)],
)
def test_a_proof_goes_on_where_its_rows_end_without_a_gap(ranges, end):
    assert prove.reached([row("walks", *r) for r in ranges] + [row("kills", 0, 99)], "walks") == end


def test_rows_survive_being_written_and_read():
    page = f"before\n{prove.BEGIN}\n{prove.HEAD}{prove.END}\nafter\n"
    lines = [row("kills", 0, 9), row("simulate", 10, 19), row("simulate", 0, 9)]
    page = prove.written(page, lines)
    assert prove.rows(page) == [lines[2], lines[1], lines[0]]
    assert page.startswith("before\n") and page.endswith("\nafter\n")
    assert prove.written(page, prove.rows(page)) == page


def test_the_page_has_room_for_the_rows():
    page = (ROOT / "docs" / "reliability.md").read_text("utf-8")
    assert prove.written(page, prove.rows(page)) == page


@pytest.mark.parametrize("name", prove.PROOFS)
def test_a_proof_runs_what_there_is(name):
    proof = prove.PROOFS[name]
    command, variables = proof.words(0, proof.chunk)
    for file in re.findall(r"\S+\.py", command):
        text = (ROOT / file).read_text("utf-8")
        told = text + (ROOT / "tests/process/server.py").read_text("utf-8")
        assert all(f'"{variable}"' in told for variable in variables), variables
        assert all(word in text for word in re.findall(r"-k (\w+)", command))
    for module in re.findall(r"-m (onetake\S*)", command):
        assert importlib.util.find_spec(module) is not None
    assert proof.target % proof.chunk == 0 or proof.chunk < proof.target


def test_what_is_no_row_of_a_proof_is_left_out():
    page = f"{prove.BEGIN}\n{prove.HEAD}nonsense\n{row('walks', 0, 1)}\n{prove.END}"
    assert prove.rows(page) == [row("walks", 0, 1)]
