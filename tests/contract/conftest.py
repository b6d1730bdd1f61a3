"""Where the outside clients live, each in its own environment from its own lock (`make clients`), and the
server that they are pointed at."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ..process import host
from ..process.film import clip, data_url, picture, tone
from ..process.server import Server, until

ROOT = Path(__file__).resolve().parents[2]
VIDEOS = "/onetake/v1/videos"
PROGRAMS = Path(__file__).with_name("programs")
FRACTION = 1.0 if os.environ.get("ONETAKE_REAL_SLEEPS") == "1" else 0.1
"""How much of their sleeps the documents' programs sleep; ONETAKE_REAL_SLEEPS=1 lets them sleep it all."""
Program = Callable[..., Any]


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


@pytest.fixture(scope="session")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Inputs by name, as URLs: `…_data` as data URLs, `…_https` from a host on loopback with a certificate of
    its own; `origin` and `ca` are what a server must be told to fetch from it."""
    made = {"picture.png": picture("png"), "picture.jpg": picture("jpeg", tint=200), "clip.mp4": clip()}
    ca = tmp_path_factory.mktemp("ca") / "ca.pem"
    with host.media_host(made, ca) as origin:
        yield {
            "origin": origin,
            "ca": str(ca),
            "png_data": data_url(made["picture.png"], "image/png"),
            "jpeg_data": data_url(made["picture.jpg"], "image/jpeg"),
            "audio_data": data_url(tone(), "audio/wav"),
            "jpeg_https": f"{origin}/picture.jpg",
            "video_https": f"{origin}/clip.mp4",
        }


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, inputs: dict[str, str]) -> Iterator[Server]:
    """One server for all outside clients. It renders one thing at a time, so that the next one is queued, and
    says the prices of the documents."""
    said = '[animatic]\nslots = 1\n[policy]\nanimatic_price = "documented"\n'
    settings = said + host.settings(inputs["origin"], Path(inputs["ca"]))
    running = Server(tmp_path_factory.mktemp("contract"), settings).start()
    yield running
    running.stop()


@pytest.fixture
def busy(server: Server) -> Iterator[str]:
    """The task id of a long render that has the only slot: whatever is created meanwhile stays queued."""
    long = {"prompt": "A slow dawn", "duration": 15, "resolution": "1080p", "ratio": "16:9"}
    path = f"{VIDEOS}/{server.call('POST', VIDEOS, long)['id']}"
    until(lambda: server.call("GET", path)["status"] == "running", 20, "a render that runs")
    yield path.rpartition("/")[2]
    server.ask("POST", path + "/cancel")
    until(lambda: server.call("GET", path)["status"] == "cancelled", 20, "its end")


@pytest.fixture
def program(client_python: Callable[[str], Path], server: Server) -> Program:
    """`program("evolink_tutorial", "text", folder)`: what that program of `programs/` printed.

    `origin` and `key` are those of `server` unless given; `env` is added to its environment.
    """
    python = client_python("programs")

    def run(name: str, *words: Any, origin: str = "", key: str = "", **env: str) -> Any:
        command = [python, "-I", PROGRAMS / "hurry.py", FRACTION, PROGRAMS / f"{name}.py"]
        told = [*command, origin or server.url, key or server.key, *words]
        done = subprocess.run(
            [str(word) for word in told], capture_output=True, text=True, timeout=900, env=os.environ | env
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return json.loads(done.stdout)

    return run


@pytest.fixture
def curl(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """`curl("-X", "POST", url, …)`, run in the test's folder; skips with the reason without one."""
    if not shutil.which("curl"):
        pytest.skip("no curl")

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = ["curl", "--silent", "--show-error", *words]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60)

    return run
