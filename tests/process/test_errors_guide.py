"""The commands of the error guide, run as they are printed: each must end in the code of its page."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from onetake.core.guide import guide

from .server import Server

pytestmark = [pytest.mark.process, pytest.mark.slow]
HIDDEN = {"provider_auth", "provider_quota", "provider_misrouted"}
"""Codes that are the operator's own affair: customers are told provider_unavailable."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    if subprocess.run(["which", "curl"], capture_output=True).returncode:
        pytest.skip("curl is not installed")
    made = Server(tmp_path_factory.mktemp("guide"), "[sandbox]\ntime_factor = 0.0\n").start()
    yield made
    made.stop()


@pytest.mark.parametrize("code", guide())
def test_the_command_reproduces_the_code(server: Server, code: str, tmp_path: Path) -> None:
    bin_dir = tmp_path / "bin"
    bin_dir.mkdir()
    command = bin_dir / "onetake"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m onetake.apps.cli "$@"\n')
    command.chmod(0o755)
    env = {
        **{k: v for k, v in os.environ.items() if not k.startswith("ONETAKE")},
        "PATH": f"{bin_dir}:{os.environ['PATH']}",
        "ONETAKE": server.url, "KEY": server.key, "ONETAKE_DATA_DIR": str(server.data_dir),
    }  # fmt: skip
    done = subprocess.run(
        ["bash", "-c", guide()[code].reproduce], env=env, capture_output=True, text=True, timeout=90
    )
    told = "provider_unavailable" if code in HIDDEN else code
    assert told in done.stdout, f"{done.stdout[-1500:]}\n{done.stderr[-500:]}\n{server.tail(800)}"


def test_all_of_the_guide_is_run() -> None:
    assert len(guide()) > 50
