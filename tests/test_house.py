"""The rules of the house that no linter knows: sizes, names, what core may import, what ships."""

import ast
import json
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "onetake"
SOURCES = sorted(PACKAGE.rglob("*.py"))
LOCKS = sorted((ROOT / "requirements").glob("*.lock"))
SAYS_NOTHING = {"utils", "util", "common", "helpers", "helper", "base", "manager", "managers", "misc"}
SKIPPED = {".git", ".venv", ".clients", "node_modules", "demo-output", "dist", "__pycache__"}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def texts() -> Iterator[Path]:
    """Every text file that a clone holds: asked of git, else of the tree without what make made."""
    ask = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(ask, cwd=ROOT, capture_output=True, text=True)
    if listed.returncode == 0:
        found = (ROOT / line for line in listed.stdout.splitlines())
    else:
        found = (path for path in ROOT.rglob("*") if not SKIPPED & set(path.relative_to(ROOT).parts))
    for path in found:
        if path.is_file() and b"\0" not in path.read_bytes()[:4096]:
            yield path


def test_there_is_something_to_look_at():
    assert len(SOURCES) > 10
    assert len(LOCKS) >= 6


def test_no_file_over_300_lines():
    long = {name_of(path): n for path in SOURCES if (n := len(path.read_text("utf-8").splitlines())) > 300}
    assert not long, "which noun is it trying to be?"


def test_no_function_over_40_lines():
    long = {
        f"{name_of(path)}:{node.name}": lines
        for path in SOURCES
        for node in functions(path)
        if (lines := (node.end_lineno or node.lineno) - node.lineno + 1) > 40
    }
    assert not long


def test_no_name_that_says_nothing():
    empty = [
        name_of(path) for path in SOURCES if {path.stem, *path.relative_to(PACKAGE).parts} & SAYS_NOTHING
    ]
    assert not empty


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield f"onetake.{node.module}" if node.level else node.module or ""


def test_core_is_standard_library_only():
    allowed = sys.stdlib_module_names | {"__future__"}
    foreign = {
        f"{name_of(path)}: {module}"
        for path in (PACKAGE / "core").rglob("*.py")
        for module in imported(path)
        if module.split(".")[0] not in allowed
        and not module.startswith(("onetake.core", "onetake.catalogue"))
    }
    assert not foreign


def test_the_light_doors_import_nothing_heavy():
    """`import onetake`, the SDK and the command line start without the server's packages."""
    heavy = {"numpy", "cv2", "av", "PIL", "aiohttp", "starlette", "uvicorn", "obstore", "pydantic", "sqlite3"}
    look = "import sys, onetake, onetake.client, onetake.apps.cli; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert not heavy & set(done.stdout.split())


def test_no_path_of_somebodys_machine():
    places = "|".join(["wo" + "rk", "fa" + "rm", "ro" + "ot", "tm" + "p/bash_jobs", "opt/" + "pypi"])
    path_like = re.compile(rf"(^|[\s\"'`(=:])/({places})/")
    found = [
        f"{name_of(path)}:{number}"
        for path in texts()
        for number, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), 1)
        if path_like.search(line)
    ]
    assert not found


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_a_lock_holds_versions_and_hashes_and_no_address(lock: Path):
    text = lock.read_text("utf-8")
    assert not re.search(r"https?:|file:|git\+|--(extra-)?index-url|--find-links|--trusted-host", text)
    pins = re.findall(r"^\S+==\S+", text, re.M)
    entries = re.findall(r"^[a-z0-9]\S*", text, re.M)
    assert pins == entries, "every entry is pinned"
    blocks = re.split(r"^(?=[a-z0-9])", text, flags=re.M)[1:]
    assert all("--hash=sha256:" in block for block in blocks)


def test_the_npm_lock_holds_no_address():
    lock = json.loads((ROOT / "tests/contract/aisdk/package-lock.json").read_text("utf-8"))
    packages = {name: row for name, row in lock["packages"].items() if name}
    assert packages
    assert not [name for name, row in packages.items() if "resolved" in row]
    assert all(row["integrity"].startswith("sha512-") for row in packages.values())


def versions(lock: Path) -> dict[str, str]:
    return dict(re.findall(r"^(\S+)==(\S+)", lock.read_text("utf-8"), re.M))


def test_an_environment_that_grows_changes_no_version():
    """sdk, serve, test and dev are one resolution, so `make test` after `make demo` only adds."""
    dev = versions(ROOT / "requirements/dev.lock")
    for smaller in ("sdk", "serve", "test"):
        pins = versions(ROOT / f"requirements/{smaller}.lock")
        assert pins.items() <= dev.items(), smaller


def exceptions() -> Iterator[tuple[str, str]]:
    """Every line that switches a checker off: (where, what follows the marker)."""
    marker = re.compile(r"#\s*(?:noqa|type:\s*ignore|pyright:\s*ignore)(.*)$")
    for folder in ("src", "tests", "scripts", "benchmarks"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
                if path != Path(__file__) and (found := marker.search(line)):
                    yield f"{name_of(path)}:{number}", found[1]


def test_a_checker_is_switched_off_for_one_named_rule():
    bare = [where for where, rest in exceptions() if not re.match(r":\s*[A-Z]+[0-9]+|\[\w[\w, -]*\]", rest)]
    assert not bare


DISTRIBUTIONS = {
    "python_multipart": "python-multipart",
    "av": "av", "cv2": "opencv-python-headless", "PIL": "pillow", "pillow_heif": "pillow-heif",
    "prometheus_client": "prometheus-client", "c2pa": "c2pa-python",
}  # fmt: skip
"""Packages whose import has another name than what is installed."""
OTHERWISE_USED = {"uvloop", "httptools"}
"""uvicorn picks them up by itself; the floor on their versions is ours."""


def test_every_declared_dependency_is_imported_and_the_other_way_round():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = {
        re.match(r"[\w-]+", row)[0]
        for row in [*project["dependencies"], *project["optional-dependencies"]["serve"]]
    }
    runs = [path for path in SOURCES if PACKAGE / "testing" not in path.parents]
    roots = {module.split(".")[0] for path in runs for module in imported(path)} - {"onetake", ""}
    used = {DISTRIBUTIONS.get(root, root) for root in roots - sys.stdlib_module_names}
    assert used - declared == set()
    assert declared - used - OTHERWISE_USED == set()


def test_every_ignored_lint_rule_has_its_reason_in_the_same_line():
    text = (
        (ROOT / "pyproject.toml")
        .read_text("utf-8")
        .partition("[tool.ruff.lint]")[2]
        .partition("[tool.pyright]")[0]
    )
    rules = [line for line in text.splitlines() if re.match(r'\s+"[A-Z]+\d*",|"[^"]+" = \[', line)]
    assert len(rules) > 5
    assert not [line for line in rules if not re.search(r"# \w+", line)]


@pytest.mark.slow
def test_the_wheel_holds_every_file_of_the_package(tmp_path: Path):
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("onetake-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        shipped = {name for name in archive.namelist() if name.startswith("onetake/")}
        licences = [name for name in archive.namelist() if name.endswith("/licenses/LICENSE")]
    ours = {
        path.relative_to(PACKAGE.parent).as_posix()
        for path in PACKAGE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert ours == shipped
    assert licences
    assert {Path(name).suffix for name in ours} >= {".py", ".sql", ".toml"}
