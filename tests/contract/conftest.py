"""Where the outside clients live: each in its own environment, made from its own lock (`make clients`)."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def client_python() -> Callable[[str], Path]:
    """`client_python("volcengine")` is that client's interpreter; skips with the reason without one."""
    folder = Path(os.environ.get("ONETAKE_CLIENTS") or ROOT / ".clients")

    def find(name: str) -> Path:
        python = folder / name / "bin" / "python"
        if not python.exists():
            pytest.skip(f"no environment for the {name} client (make clients)")
        return python

    return find


@pytest.fixture(scope="session")
def aisdk() -> Path:
    """The folder in which node finds the AI SDK; skips with the reason when there is none."""
    folder = ROOT / "tests" / "contract" / "aisdk"
    if not shutil.which("node") or not (folder / "node_modules" / "ai").is_dir():
        pytest.skip("no node or no AI SDK (make clients)")
    return folder
