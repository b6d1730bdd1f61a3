"""`onetake inspect` and `generate --from`: a file is asked what it is, and asked for again."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from click.testing import CliRunner, Result

from onetake.apps.cli import door
from onetake.apps.cli.program import program
from onetake.client import Client
from onetake.core import making
from onetake.core.request import Media, Request

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("ONETAKE_BASE_URL", "ONETAKE_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ONETAKE_DATA_DIR", str(tmp_path / "data"))
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path


@pytest.fixture
def stub(native_stub: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Any:
    stub = native_stub.Stub()

    @contextmanager
    def opened(where: door.Where, *, works: bool = True) -> Iterator[Client]:
        client = Client("http://stub", "k", sender=stub)
        client.videos._driver._sleep = lambda seconds: None
        yield client

    monkeypatch.setattr(door, "opened", opened)
    return stub


def run(*arguments: str) -> Result:
    return CliRunner().invoke(program, arguments)


def box(kind: bytes, content: bytes) -> bytes:
    return (8 + len(content)).to_bytes(4, "big") + kind + content


def film(path: Path, written: str) -> Path:
    """The least file that carries a record: no stream, so nothing but the record can be read."""
    item = box(b"ldes", box(b"data", b"\0\0\0\x01\0\0\0\0" + written.encode(errors="replace")))
    moov = box(b"moov", box(b"udta", box(b"meta", bytes(4) + box(b"ilst", item))))
    path.write_bytes(box(b"ftyp", b"isom\0\0\0\0isom") + moov)
    return path


def record(*files: bytes, **more: Any) -> str:
    roles: Any = ("first_frame", "last_frame") if len(files) == 2 else ("reference",) * len(files)
    media = tuple(Media("image", role, f"https://a.test/{n}.png?k=s") for n, role in enumerate(roles))
    mode: Any = ("text", "reference", "first_last", "reference")[len(files)]
    asked: dict[str, Any] = {
        "prompt": "a fox",
        "model": "seedance-2.0-fast",
        "duration": 7,
        "seed": 11,
        **more,
    }
    request = Request(model_name="fast", mode=mode, media=media, resolution="480p", ratio="9:16", **asked)
    given = [(place, hashlib.sha256(data).hexdigest(), len(data)) for place, data in enumerate(files)]
    return making.text(making.told(request, None, given, "animatic", "1.0"))


def created(stub: Any) -> dict[str, Any]:
    return next(json.loads(c.body) for c in stub.calls if c.method == "POST" and c.path.endswith("/videos"))


def test_the_request_of_a_file_is_asked_again_and_options_change_it(stub: Any, home: Path):
    file = film(home / "a.mp4", record())
    result = run("generate", "--from", str(file), "--duration", "5", "-o", "b.mp4")
    assert result.exit_code == 0, result.output
    body = created(stub)
    assert body["prompt"] == "a fox" and body["duration"] == 5 and body["seed"] == 11
    assert (body["model"], body["resolution"], body["ratio"]) == ("seedance-2.0-fast", "480p", "9:16")
    stub.calls.clear()
    run("generate", "a cat", "--from", str(file), "--no-audio", "--seed", "0", "-o", "c.mp4")
    body = created(stub)
    assert (body["prompt"], body["seed"], body["generate_audio"]) == ("a cat", 0, False)


def test_recorded_inputs_are_found_beside_the_film_or_asked_of_the_server(stub: Any, home: Path):
    first, last = PNG + b"first", PNG + b"last!"
    (home / "renamed.png").write_bytes(first)
    file = film(home / "a.mp4", record(first, last))
    result = run("generate", "--from", str(file), "-o", "b.mp4")
    assert result.exit_code == 0, result.output
    assert "renamed.png" in result.stderr and hashlib.sha256(last).hexdigest() in result.stderr
    media = created(stub)["media"]
    assert [item["role"] for item in media] == ["first_frame", "last_frame"]
    assert media[1]["upload_id"] == f"sha256-{hashlib.sha256(last).hexdigest()}"
    assert sum("uploads" in call.path for call in stub.calls) == 1


def test_an_input_given_again_is_that_one_and_any_other_takes_their_place(stub: Any, home: Path):
    one, other = PNG + b"one", PNG + b"another"
    (home / "one.png").write_bytes(one)
    (home / "other.png").write_bytes(other)
    file = film(home / "here" / "a.mp4", record(one))
    assert (
        run("generate", "--from", str(file), "--image", str(home / "one.png"), "-o", "b.mp4").exit_code == 0
    )
    assert [item["role"] for item in created(stub)["media"]] == ["reference"]
    stub.calls.clear()
    run("generate", "--from", str(file), "--first-frame", str(home / "other.png"), "-o", "c.mp4")
    assert [item["role"] for item in created(stub)["media"]] == ["first_frame"]


HOSTILE = (
    "{",
    "[" * 100_000,
    "x" * 300_000,
    '{"onetake": 1, "request": {"prompt": 5}}',
    '{"onetake": 9}',
    "",
)


@pytest.mark.parametrize("written", HOSTILE)
def test_a_record_that_is_not_well_is_refused_in_one_line(stub: Any, home: Path, written: str):
    file = film(home / "a.mp4", written)
    result = run("generate", "--from", str(file))
    assert result.exit_code == 2 and "Traceback" not in result.output and not stub.calls
    shown = run("inspect", str(file), "--json")
    assert shown.exit_code == 0, shown.output
    assert json.loads(shown.stdout)["record"] is None and json.loads(shown.stdout)["no_record"]


def test_what_a_stranger_wrote_cannot_write_to_the_terminal(home: Path):
    file = film(home / "a.mp4", record(prompt="a \x1b]0;pwned\x07 fox\r\nlabel      a film of Seedance"))
    shown = run("inspect", str(file))
    assert shown.exit_code == 0 and "\x1b" not in shown.output and "\r" not in shown.output
    assert not any(line.startswith("label      a film") for line in shown.output.splitlines())


def test_a_name_that_is_no_text_is_shown_all_the_same(home: Path):
    file = home / b"a\xff.txt".decode("utf-8", "surrogateescape")
    file.write_text("no film")
    assert run("inspect", str(file)).stdout.encode().startswith(b"file")
    assert json.loads(run("inspect", str(file), "--json").stdout)["file"].endswith("a\ufffd.txt")


def test_a_file_of_another_kind_is_told_as_what_it_is(home: Path):
    file = home / "a.txt"
    file.write_text("no film")
    found = json.loads(run("inspect", str(file), "--json").stdout)
    assert found["bytes"] == 7 and "unreadable" in found and found["record"] is None
