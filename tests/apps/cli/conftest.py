"""The stub of the SDK's tests, for commands."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="session")
def native_stub() -> ModuleType:
    """tests/native_stub.py."""
    file = Path(__file__).resolve().parents[2] / "native_stub.py"
    spec = importlib.util.spec_from_file_location("native_stub", file)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["native_stub"] = module
    spec.loader.exec_module(module)
    return module
