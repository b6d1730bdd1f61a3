"""Programs that insist on https: only origin, key and whom to trust are changed."""

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ..process.film import film
from ..process.server import Server
from .conftest import Program

pytestmark = [pytest.mark.contract, pytest.mark.process, pytest.mark.slow, pytest.mark.timeout(900)]

HERE = Path(__file__).parent
LAKE = json.dumps({"prompt": "A lake", "duration": 4, "resolution": "480p", "generate_audio": False})


@pytest.fixture(scope="module")
def secure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with a certificate of its own."""
    server = Server(tmp_path_factory.mktemp("secure"))
    server.options = ["--tls"]
    server.spawn()
    server.ready()
    yield server
    server.stop()


@pytest.fixture
def trusted(secure: Server) -> str:
    """What whoever calls it must trust."""
    return str(secure.data_dir / "tls" / "ca.pem")


def test_evolinks_script(program: Program, secure: Server, trusted: str, tmp_path: Path) -> None:
    where = {"origin": secure.url, "key": secure.key, "REQUESTS_CA_BUNDLE": trusted}
    told = program("evolink_tutorial", "text", tmp_path, **where)["told"]
    assert told["result"]["results"][0].startswith(secure.url + "/")
    shown = film(tmp_path / "text_to_video.mp4")
    assert (shown.width, shown.height, shown.frames, shown.audio) == (1280, 720, 120, "aac")


def test_curl(
    curl: Callable[..., subprocess.CompletedProcess[str]], secure: Server, trusted: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    words = [f"{secure.url}/api/v1/video/balance", "-H", f"X-API-Key: {secure.key}"]
    assert curl(*words).returncode == 60, "a stranger's certificate"
    monkeypatch.setenv("CURL_CA_BUNDLE", trusted)
    assert json.loads(curl(*words).stdout)["code"] == "200"


def test_segminds_guide_meets_two_tls_alerts(
    program: Program, secure: Server, trusted: str, tmp_path: Path
) -> None:
    """A key that breaks the two handshakes after its call: the next run of the program tries three times."""
    key = secure.command("keys", "create", "alerts", "--scenario", "s0-11-tls-alert")
    where = {"origin": secure.url, "key": key, "REQUESTS_CA_BUNDLE": trusted}
    first, second = (program("segmind_guide", "sent", LAKE, **where) for _ in range(2))
    assert first["waits"] == [] and second["waits"] == [5, 5]
    assert first["told"]["output_url"] and second["told"]["output_url"]


@pytest.mark.parametrize(
    ("client", "scenario"), [("openai", "minimal"), ("segmind", "plain"), ("litellm", "made")]
)
def test_a_client_of_pypi(
    client_python: Callable[[str], Path], secure: Server, trusted: str, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, client: str, scenario: str,
) -> None:  # fmt: skip
    monkeypatch.setenv("SSL_CERT_FILE", trusted)
    command = [client_python(client), "-I", HERE / f"{client}_client.py", secure.url, secure.key, scenario]
    done = subprocess.run([*command, tmp_path], capture_output=True, text=True, timeout=250)
    assert done.returncode == 0, done.stderr[-3000:]
    assert film(Path(json.loads(done.stdout)["file"])).frames == 96
