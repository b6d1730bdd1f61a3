"""docs/tour.md names real files and functions: a reference is `path.py` or `path.py:name`, in backticks."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOUR = ROOT / "docs" / "tour.md"
REFERENCE = re.compile(r"`([\w/.-]+\.(?:py|sql|toml|html))(?::([\w.]+))?`")


def references(text: str) -> list[tuple[str, str]]:
    return sorted(set(REFERENCE.findall(text)))


def resolve(path: str) -> Path:
    """A path of the tour is meant from the package, else from the repository."""
    inside = ROOT / "src" / "onetake" / path
    return inside if inside.exists() else ROOT / path


def names(path: Path) -> set[str]:
    """Functions, classes, methods (as Class.method) and module values that a file defines."""
    found: set[str] = set()
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        if isinstance(node, ast.ClassDef):
            inner = (n for n in node.body if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))
            found.update(f"{node.name}.{method.name}" for method in inner)
        if isinstance(node, ast.Assign):
            found.update(target.id for target in node.targets if isinstance(target, ast.Name))
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            found.add(node.target.id)
    return found


@pytest.mark.parametrize(("path", "name"), references(TOUR.read_text("utf-8")))
def test_what_the_tour_names_exists(path: str, name: str):
    file = resolve(path)
    assert file.is_file()
    if name and file.suffix == ".py":
        assert name in names(file)
    elif name:
        assert re.search(rf"^-- name: {re.escape(name)}$", file.read_text("utf-8"), re.M)


def test_the_tour_walks_the_whole_way():
    named = {path.split("/")[0] for path, _ in references(TOUR.read_text("utf-8"))}
    assert named >= {"core", "dialects", "services", "adapters", "apps", "animatic", "media"}


def test_a_wrong_name_would_be_seen():
    assert references("see `core/rules.py:resolve` and `nowhere.py`") == [
        ("core/rules.py", "resolve"),
        ("nowhere.py", ""),
    ]
    assert not resolve("nowhere.py").exists()
    assert "nothing" not in names(ROOT / "src/onetake/core/lifecycle.py")
    assert {"step", "TABLE", "IllegalStep"} <= names(ROOT / "src/onetake/core/lifecycle.py")
