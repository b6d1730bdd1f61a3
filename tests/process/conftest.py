"""Servers in processes of their own, and the search for whoever they leave behind."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from .server import Server, adopt_orphans


@pytest.fixture
def new_server(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """`new_server("b", settings)`: a Server below this test's folder, not started; stopped at the end."""
    if sys.platform != "linux":
        pytest.skip("orphans are found through /proc")
    made: list[Server] = []

    def new(name: str = "server", settings: str = "") -> Server:
        made.append(Server(tmp_path / name, settings))
        return made[-1]

    adopt_orphans()
    try:
        yield new
    finally:
        for server in made:
            server.stop()
        adopt_orphans(False)
