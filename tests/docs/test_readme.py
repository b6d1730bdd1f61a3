"""The README's two commands are the ones that work, and what it names exists."""

import ast
import re
import subprocess
from pathlib import Path

import onetake
from onetake.apps import settings

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text("utf-8")
TARGETS = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text("utf-8"), re.M))


def test_it_names_the_two_commands():
    assert re.search(r"^make demo\b", README, re.M)
    assert re.search(r"^make test\b", README, re.M)


def test_every_make_target_that_a_page_names_exists():
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
    named = {
        word
        for page in pages
        for word in re.findall(r"(?:^|`)make ([a-z][a-z-]+)", page.read_text("utf-8"), re.M)
    }
    assert {"demo", "test"} <= named <= TARGETS


def test_help_lists_every_target_a_person_calls():
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    listed = set(re.findall(r"^  make ([a-z-]+)", shown, re.M))
    assert listed == {target for target in TARGETS if not target.endswith("-env")}


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.M | re.S)


def test_its_python_is_python_and_imports_what_we_export():
    imports = [
        alias.name
        for block in blocks("python")
        for node in ast.walk(ast.parse(block))
        if isinstance(node, ast.ImportFrom) and node.module == "onetake"
        for alias in node.names
    ]
    assert imports
    assert set(imports) <= set(onetake.__all__)


def test_its_settings_are_taken(tmp_path: Path):
    (block,) = blocks("toml")
    (tmp_path / "onetake.toml").write_text(block, "utf-8")
    told = settings.load(tmp_path, environ={})
    assert told["policy.order"] == ["ark", "animatic"]
    assert told.upstreams[0].credential_file == tmp_path / "ark.key"
