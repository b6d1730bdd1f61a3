"""docs/errors: a page for each code, drawn from the tables, each with commands that reproduce it."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from onetake.core.guide import guide
from onetake.core.problem import kinds

ROOT = Path(__file__).resolve().parents[2]


def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("errors_guide", ROOT / "scripts" / "errors_guide.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


GUIDE = script()
PAGES = GUIDE.pages()


def test_every_code_has_an_entry_and_every_entry_a_code() -> None:
    assert set(guide()) == set(kinds())
    assert set(PAGES) == {"README.md", *(f"{code}.md" for code in kinds())}


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_what_the_catalogue_says(name: str) -> None:
    assert (GUIDE.FOLDER / name).read_text("utf-8") == PAGES[name], "run `make docs`"


def test_no_page_is_left_of_a_code_that_is_gone() -> None:
    assert {f.name for f in GUIDE.FOLDER.glob("*.md")} == set(PAGES)


@pytest.mark.parametrize("code", kinds())
def test_every_entry_says_something_and_reproduces_it(code: str) -> None:
    entry = guide()[code]
    assert len(entry.about) > 40
    assert len(entry.again) > 15
    assert "$ONETAKE" in entry.reproduce or entry.reproduce.startswith("onetake ")
