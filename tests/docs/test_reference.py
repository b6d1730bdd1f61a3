"""docs/reference says what the code does: the drawn pages are up to date and leave nothing out."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from onetake.apps import settings

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "reference"


def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reference", ROOT / "scripts" / "reference.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


REFERENCE = script()


@pytest.mark.parametrize("name", REFERENCE.PAGES)
def test_the_page_is_what_the_code_says(name: str):
    drawn = f"{REFERENCE.NOTE}\n{REFERENCE.PAGES[name]()}"
    assert (FOLDER / name).read_text("utf-8") == drawn, "run `make docs`"


def test_every_command_has_a_heading():
    headings = (FOLDER / "cli.md").read_text("utf-8").splitlines()
    paths = [path for path, _ in REFERENCE.commands(REFERENCE.program, "onetake")]
    assert len(paths) > 10
    assert not [path for path in paths if f"## {path}" not in headings]


def test_every_setting_has_a_heading():
    headings = (FOLDER / "settings.md").read_text("utf-8").splitlines()
    assert not [setting.name for setting in REFERENCE.SETTINGS if f"### {setting.name}" not in headings]


def test_the_settings_page_names_every_part_of_an_upstream():
    section = (FOLDER / "settings.md").read_text("utf-8").partition("## [[upstream]]")[2]
    assert not [name for name in settings._UPSTREAM if f"`{name}`" not in section]


def test_every_error_code_has_a_heading():
    headings = (FOLDER / "errors.md").read_text("utf-8").splitlines()
    assert not [code for code in REFERENCE.kinds() if f"## {code}" not in headings]


def test_every_contract_and_route_has_a_heading():
    headings = (FOLDER / "contracts.md").read_text("utf-8").splitlines()
    assert not [name for name in REFERENCE.DIALECTS if f"## {name}" not in headings]
    routes = REFERENCE.catalogue().routes.values()
    spoken = [r for r in routes if r.dialect in REFERENCE.DIALECTS]
    assert not [r.name for r in spoken if f"### {r.dialect}: {r.name}" not in headings]
