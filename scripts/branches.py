"""Which branches do the tests of a module take? Condition by condition, without a package for it.

    python scripts/branches.py src/onetake/core/ledger.py --tests tests/core/test_ledger.py

Lists each condition that was never true or never false, each loop never entered or never run to its end,
each handler, case and function never reached; fails when there is one.
"""

import argparse
import ast
import builtins
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from mutants import passes


class _Branches(ast.NodeTransformer):
    """Every condition tells its value, every loop, handler and function that it was reached."""

    def __init__(self) -> None:
        self.all: set[str] = set()

    def visit(self, node: Any) -> Any:
        line = getattr(node, "lineno", 0)
        self.generic_visit(node)
        if isinstance(node, ast.If | ast.IfExp | ast.While):
            node.test = self._told(node.test, line)
        elif isinstance(node, ast.comprehension):
            node.ifs = [self._told(test, test.lineno) for test in node.ifs]
        elif isinstance(node, ast.For | ast.AsyncFor):
            node.body.insert(0, self._mark(f"{line}: loop entered"))
            if not isinstance(node.body[-1], ast.Return | ast.Raise):
                node.orelse.insert(0, self._mark(f"{line}: loop run to its end"))
        elif isinstance(node, ast.ExceptHandler | ast.match_case | ast.FunctionDef | ast.AsyncFunctionDef):
            line = line or node.body[0].lineno
            node.body.insert(0, self._mark(f"{line}: {type(node).__name__} reached"))
        return node

    def _told(self, test: ast.expr, line: int) -> ast.expr:
        self.all |= {f"{line}: true", f"{line}: false"}
        call = ast.parse(f"__seen__('{line}', 0)", mode="eval").body
        assert isinstance(call, ast.Call)
        call.args[1] = test
        return call

    def _mark(self, what: str) -> ast.stmt:
        self.all.add(what)
        return ast.parse(f"__seen__({what!r})").body[0]


def uncovered(path: Path, tests: list[str], seconds: int) -> tuple[list[str], int]:
    """The branches that the tests never take, and how many there are in all."""
    branches = _Branches()
    tree = ast.fix_missing_locations(branches.visit(ast.parse(path.read_text("utf-8"))))
    seen: set[str] = set()

    def told(line: str, *value: Any) -> Any:
        seen.add(f"{line}: {str(bool(value[0])).lower()}" if value else line)
        return value[0] if value else None

    setattr(builtins, "__seen__", told)  # noqa: B010
    with tempfile.TemporaryDirectory() as room:
        report = Path(room) / "seen"
        if not passes(path, tree, tests, seconds, lambda: report.write_text(json.dumps(sorted(seen)))):
            sys.exit("the tests fail")
        missing = branches.all - set(json.loads(report.read_text()))
    return sorted(missing, key=lambda said: int(said.partition(":")[0])), len(branches.all)


def main() -> None:
    """Read the command line and say what was found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--tests", nargs="+", required=True)
    parser.add_argument("--seconds", type=int, default=120)
    asked = parser.parse_args()
    missing, count = uncovered(asked.file.resolve(), asked.tests, asked.seconds)
    for told in missing:
        print(f"not taken  {asked.file}:{told}")
    print(f"{asked.file}: {count - len(missing)} of {count} branches taken")
    sys.exit(bool(missing))


if __name__ == "__main__":
    main()
