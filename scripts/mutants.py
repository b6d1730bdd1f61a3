"""Would the tests notice? Changes a module in one place at a time and runs its tests on each change.

    python scripts/mutants.py src/onetake/core/ledger.py --tests tests/core/test_ledger.py
    python scripts/mutants.py FILE --tests TEST... [--lines 10-40] [--seconds 60] [--least 95]

Prints every change that the tests let pass, and the share that they noticed; fails below --least. A change
is a comparison, an operator or a constant turned into another, a condition forced, a result dropped, a
statement left out. Words for people (messages, docstrings), annotations and decorators are left alone.

Each run is a fork of one warm process, with the changed module in place of the one on disk.
"""

import argparse
import ast
import copy
import importlib.machinery
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis  # noqa: F401  # warm: no fork has to load them again
import pytest

_COMPARED: dict[type, tuple[type, ...]] = {
    ast.Lt: (ast.LtE, ast.GtE), ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt), ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,), ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,),
}  # fmt: skip
_COUNTED: dict[type, type] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.Div: ast.Mult,
    ast.Mod: ast.Mult, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr, ast.BitXor: ast.BitAnd,
    ast.LShift: ast.RShift, ast.RShift: ast.LShift, ast.Pow: ast.Mult,
}  # fmt: skip
Change = tuple[str, Callable[[Any], ast.AST]]
"""What it reads afterwards, and how to make it of a node."""


def changes(node: ast.AST) -> Iterator[Change]:
    """Every change of one node."""
    match node:
        case ast.Compare(ops=ops):
            for place, op in enumerate(ops):
                for other in _COMPARED[type(op)]:
                    yield other.__name__, lambda n, p=place, o=other: _with(n, "ops", p, o())
        case ast.BoolOp(op=op):
            other = ast.Or if isinstance(op, ast.And) else ast.And
            yield other.__name__, lambda n: _set(n, op=other())
        case ast.UnaryOp(op=ast.Not()):
            yield "not left out", lambda n: n.operand
        case ast.BinOp(op=op) | ast.AugAssign(op=op):
            other = _COUNTED[type(op)]
            yield other.__name__, lambda n: _set(n, op=other())
        case ast.Constant(value=value) if not _is_said(value):
            wrong = _another(value)
            yield repr(wrong)[:40], lambda n: _set(n, value=wrong)
        case ast.Return(value=value) if value is not None and not _is_none(value):
            yield "return None", lambda n: _set(n, value=ast.Constant(None))
        case ast.If() | ast.IfExp() | ast.While():
            yield "always", lambda n: _set(n, test=ast.Constant(True))
            yield "never", lambda n: _set(n, test=ast.Constant(False))
        case ast.comprehension(ifs=[_, *_]):
            yield "filter left out", lambda n: _set(n, ifs=[])
        case ast.Expr(value=ast.Call()) | ast.Raise() | ast.AugAssign():
            yield "left out", lambda n: ast.Pass()


def _is_said(value: Any) -> bool:
    """None, `...`, and text with a blank in it, which is for people."""
    return value is None or value is Ellipsis or (isinstance(value, str) and " " in value)


def _another(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, str):
        return value + "~"
    return value + b"~" if isinstance(value, bytes) else value + 1


def _with(node: Any, name: str, place: int, value: ast.AST) -> ast.AST:
    getattr(node, name)[place] = value
    return node


def _set(node: Any, **fields: Any) -> ast.AST:
    for name, value in fields.items():
        setattr(node, name, value)
    return node


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def places(tree: ast.AST) -> Iterator[ast.AST]:
    """The nodes whose change a test could notice, parents first."""
    for name, value in ast.iter_fields(tree):
        if name in ("annotation", "returns", "decorator_list"):
            continue
        for node in value if isinstance(value, list) else [value]:
            if not isinstance(node, ast.AST) or isinstance(node, ast.JoinedStr):
                continue
            is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
            if not is_text:
                yield node
                # A message is for people; the condition that leads to it is not.
                yield from () if isinstance(node, ast.Raise) else places(node)


def mutants(source: str, first: int, last: int) -> Iterator[tuple[str, ast.Module]]:
    """(where and what, the changed module) for each change in these lines."""
    whole = ast.parse(source)
    for number, node in enumerate(places(whole)):
        if hasattr(node, "lineno") and not first <= node.lineno <= last:  # type: ignore[attr-defined]
            continue
        for turn, (told, _) in enumerate(changes(node)):
            tree = copy.deepcopy(whole)
            target = list(places(tree))[number]
            made = list(changes(target))[turn][1](copy.deepcopy(target))
            _Swap(target, made).visit(tree)
            line = getattr(node, "lineno", 0)
            was = (ast.get_source_segment(source, node) or type(node).__name__).splitlines()[0]
            yield f"{line}: {was[:70]}  ->  {told}", ast.fix_missing_locations(tree)


class _Swap(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self._old, self._new = old, ast.copy_location(new, old)

    def visit(self, node: ast.AST) -> Any:
        return self._new if node is self._old else self.generic_visit(node)


def passes(
    path: Path, tree: ast.Module, tests: list[str], seconds: int, last: Callable[[], object] = int
) -> bool:
    """Whether the tests pass with this module in place of `path`. last: what the fork does at its end."""
    child = os.fork()
    if child == 0:
        signal.alarm(seconds)  # a change that never ends is noticed as well
        sys.stdout.flush()
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        os.environ["CI"] = "1"  # property tests take the same examples each time and keep none
        _place(path, tree)
        code = pytest.main(["-x", "-q", "-p", "no:cacheprovider", "-p", "no:faulthandler", *tests])
        last()
        os._exit(int(code))
    return os.waitpid(child, 0)[1] == 0


def _place(path: Path, tree: ast.Module) -> None:
    loader: Any = importlib.machinery.SourceFileLoader
    get_code = loader.get_code

    def placed(self: Any, name: str) -> Any:
        return compile(tree, str(path), "exec") if Path(self.path) == path else get_code(self, name)

    loader.get_code = placed


def main() -> None:
    """Read the command line and say what was found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--tests", nargs="+", required=True)
    parser.add_argument("--lines", default="1-1000000")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--least", type=float, default=95)
    asked = parser.parse_args()
    path = asked.file.resolve()
    if not passes(path, ast.parse(path.read_text("utf-8")), asked.tests, asked.seconds):
        sys.exit("the tests fail before anything is changed")
    first, last = (int(end) for end in asked.lines.split("-"))
    start, alive, tried = time.monotonic(), 0, 0
    for told, tree in mutants(path.read_text("utf-8"), first, last):
        tried += 1
        if passes(path, tree, asked.tests, asked.seconds):
            alive += 1
            print(f"survived   {asked.file}:{told}", flush=True)
    share = 100 * (tried - alive) / max(tried, 1)
    took = time.monotonic() - start
    print(f"{asked.file}: {tried - alive} of {tried} changes noticed, {share:.1f} % ({took:.0f} s)")
    sys.exit(share < asked.least)


if __name__ == "__main__":
    main()
