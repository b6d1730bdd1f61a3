"""Every threat, fault and law of the books has a test that bears its number in its name.

T: threats, F: fault points, L: laws of the ledger. Rows of the documents' errors are scenarios (`s0-01-…`),
each played by tests/reactions. A number that is tested nowhere fails here: none is forgotten when tests move.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from onetake.core.scenarios import scenarios

HERE = Path(__file__).parent
DEFINED = re.compile(r"^\s*(?:async )?def (test_\w+)", re.MULTILINE)
NUMBER = re.compile(r"(?<![a-z0-9])([tfl])(\d{2})(?![0-9])", re.IGNORECASE)
ROWS = {"s0": 21, "s1": 28, "s2": 19, "s3": 25, "s4": 18}
"""Rows of each document's table of errors (errors-and-faults §7.3)."""
ELSEWHERE = re.compile(r"\b(s[0-4])[-_ ]?0?(\d{1,2})\b", re.IGNORECASE)


def names() -> Iterator[str]:
    for file in HERE.rglob("test_*.py"):
        yield from DEFINED.findall(file.read_text("utf-8"))


FOUND = {(kind.lower(), int(number)) for name in names() for kind, number in NUMBER.findall(name)}


@pytest.mark.parametrize(
    ("kind", "number"),
    [*(("t", n) for n in range(1, 46)), *(("f", n) for n in range(1, 42)), *(("l", n) for n in range(1, 15))],
)
def test_a_row_has_a_test_of_its_number(kind: str, number: int) -> None:
    assert (kind, number) in FOUND, f"no test is named after {kind.upper()}{number:02}"


@pytest.mark.parametrize(
    "peer", ["newapi", "eliza", "bottube", "bifrost", "blockrun", "ddcat", "volcengine_sdk"]
)
def test_a_peers_mistake_has_a_test_of_its_name(peer: str) -> None:
    assert any(f"peer_{peer}" in name for name in names()), f"no test is named after what {peer} got wrong"


@pytest.mark.parametrize(("document", "rows"), ROWS.items())
def test_an_error_of_the_documents_is_played_or_named(document: str, rows: int) -> None:
    told = {int(m[1]) for name in scenarios() if (m := re.match(rf"{document}-(\d\d)", name))}
    for name in names():
        told |= {int(number) for doc, number in ELSEWHERE.findall(name) if doc.lower() == document}
    missing = sorted(set(range(1, rows + 1)) - told)
    assert not missing, f"{document}: rows {missing} are neither a scenario nor the name of a test"
