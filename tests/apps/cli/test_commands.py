"""The command line: help, parsing, exit codes, what goes to which stream."""

import json
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from onetake.adapters.owner import Owner
from onetake.apps.cli import door, exits, front, table
from onetake.apps.cli.asking import asked
from onetake.apps.cli.program import program
from onetake.apps.cli.progress import Lines
from onetake.client import Client
from onetake.core.problem import Problem, kinds
from onetake.core.wire import Call, Reply

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs" / "reference" / "cli.md").read_text("utf-8")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data directory of its own, and a place to work in."""
    monkeypatch.setenv("ONETAKE_DATA_DIR", str(tmp_path / "data"))
    for name in ("ONETAKE_BASE_URL", "ONETAKE_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def stub(native_stub: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Commands reach this stub, whatever they ask for; pauses take no time."""
    stub = native_stub.Stub()

    @contextmanager
    def opened(where: door.Where, *, works: bool = True) -> Iterator[Client]:
        client = Client("http://stub", "k", sender=stub)
        client.videos._driver._sleep = lambda seconds: None
        yield client

    monkeypatch.setattr(door, "opened", opened)
    return stub


def run(*arguments: str, **more: Any) -> Result:
    return CliRunner().invoke(program, list(arguments), catch_exceptions=False, **more)


def commands(command: click.Command, path: str = "onetake") -> Iterator[tuple[str, click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None, name
            yield from commands(inner, f"{path} {name}")


COMMANDS = dict(commands(program))


# ---------------------------------------------------------------- help and pages


def test_the_front_page_lists_every_command_in_its_own_words():
    for name, _, text in front.COMMANDS:
        words = text.split(" (")[0].rstrip(".").replace("an error code", "an error CODE")
        assert words.split(",")[0] in (COMMANDS[f"onetake {name}"].help or "")
        assert f"  {name} " in front.page()
    assert max(map(len, front.page().splitlines())) <= 80


@pytest.mark.parametrize("arguments", [["--help"], ["--version"]])
def test_the_front_says_what_the_program_says(arguments: list[str], capsys: pytest.CaptureFixture[str]):
    assert front.answered(arguments)
    assert capsys.readouterr().out == run(*arguments).output


@pytest.mark.parametrize("path", COMMANDS)
def test_every_command_has_help_and_an_entry_in_the_reference(path: str):
    result = run(*path.split()[1:], "--help")
    assert result.exit_code == 0
    assert COMMANDS[path].help
    assert f"\n## {path}\n" in PAGE, "run `make docs`"


@pytest.mark.parametrize("path", COMMANDS)
def test_every_option_has_a_sentence_and_is_in_the_reference(path: str):
    section = PAGE.partition(f"\n## {path}\n")[2].partition("\n## ")[0]
    for option in COMMANDS[path].params:
        if isinstance(option, click.Option):
            assert option.help, option.name
            assert option.opts[-1] in section and option.help.split("|")[0] in section, "run `make docs`"


def test_the_reference_names_every_exit_code():
    rows = re.findall(r"^\| (\d+) \|", PAGE, re.M)
    assert {int(code) for code in rows} == {*range(10), exits.INTERRUPTED}


# ---------------------------------------------------------------- exit codes

EXPECTED = {
    "invalid_duration": 3,
    "media_invalid": 3,
    "inexpressible": 3,
    "idempotency_mismatch": 3,
    "unauthenticated": 4,
    "forbidden": 4,
    "insufficient_credit": 5,
    "moderation_input_text": 6,
    "copyright": 6,
    "deadline_exceeded": 7,
    "not_found": 1,
    "provider_unavailable": 1,
    "internal": 1,
}


@pytest.mark.parametrize(("code", "status"), EXPECTED.items())
def test_a_problem_has_its_exit_code(code: str, status: int, stub: Any):
    body = {"code": code, "title": "t", "detail": "because", "request_id": "r-9"}
    stub.faults += [Reply(400, {"x-should-retry": "false"}, json.dumps(body).encode())]
    result = run("tasks", "get", "a" * 26)
    assert result.exit_code == status
    assert "because" in result.stderr and code in result.stderr and "r-9" in result.stderr
    assert result.stdout == ""


def test_every_code_leads_to_a_documented_exit():
    assert {exits.code_of(Problem(code)) for code in kinds()} <= {1, 3, 4, 5, 6, 7}


def test_wrong_usage_is_2():
    assert run("generate", "--duration", "soon", "p").exit_code == 2
    assert run("tasks", "get").exit_code == 2
    assert run("nonsense").exit_code == 2


def test_a_bug_keeps_its_traceback(stub: Any):
    stub.faults.append(ZeroDivisionError())
    with pytest.raises(ZeroDivisionError):
        run("tasks", "list")


# ---------------------------------------------------------------- generate


def test_generate_prints_the_path_alone(stub: Any, home: Path, native_stub: ModuleType):
    result = run("generate", "a fox", "-o", "fox.mp4", "--last-frame-out", "fox.png", "--no-audio")
    assert result.exit_code == 0
    assert result.stdout == "fox.mp4\n"
    assert (home / "fox.mp4").read_bytes() == native_stub.FILM
    assert (home / "fox.png").read_bytes() == native_stub.FRAME
    body = json.loads(stub.calls[0].body)
    assert body == {"prompt": "a fox", "generate_audio": False, "return_last_frame": True}
    assert "Task " in result.stderr and "rendering: 12 of 120 frames" in result.stderr


def test_without_output_the_file_is_named_by_the_task(stub: Any, home: Path):
    result = run("generate", "a fox")
    assert (home / result.stdout.strip()).is_file()


def test_json_is_the_servers_task_and_the_file(stub: Any):
    result = run("generate", "a fox", "--json", "-o", "fox.mp4")
    told = json.loads(result.stdout)
    assert (told["status"], told["file"], told["request"]["prompt"]) == ("succeeded", "fox.mp4", "a fox")
    assert result.stderr == ""


def test_json_holds_the_problem_too(stub: Any):
    result = run("generate", "a fox", "--duration", "99", "--json")
    assert result.exit_code == 3
    told = json.loads(result.stdout)
    assert (told["code"], told["offences"][0]["field"]) == ("invalid_duration", "duration")


def test_offences_are_lines_with_field_value_and_fix(stub: Any):
    result = run("generate", "a fox", "--duration", "99", "--ratio", "5:5")
    assert result.exit_code == 3
    assert "duration '99': " in result.stderr and "Use 4 to 15" in result.stderr
    assert "ratio '5:5': " in result.stderr


def test_the_prompt_can_come_from_standard_input(stub: Any, monkeypatch: pytest.MonkeyPatch):
    run("generate", "-", "-o", "fox.mp4", input="a fox\n")
    assert json.loads(stub.calls[0].body)["prompt"] == "a fox"


def test_a_prompt_that_is_no_text_is_refused_in_one_line(stub: Any):
    """A terminal of another encoding than UTF-8 hands such bytes over."""
    result = run("generate", b"a fox \xff".decode("utf-8", "surrogateescape"))
    assert result.exit_code == 2 and "not UTF-8" in result.stderr and not stub.calls


@pytest.mark.parametrize("json_flag", [[], ["--json"]])
def test_ctrl_c_detaches_and_says_how_to_go_on(stub: Any, json_flag: list[str]):
    def send(call: Call, timeout: float) -> Reply:
        if call.method == "GET":
            raise KeyboardInterrupt
        return type(stub).send(stub, call, timeout)

    stub.send = send
    result = run("generate", "a fox", "-o", "a b.mp4", *json_flag)
    (id,) = stub.tasks
    assert result.exit_code == 130
    assert f"onetake tasks wait {id} -o 'a b.mp4'" in result.stderr
    assert result.stdout == ""


def test_a_timeout_is_7_and_says_how_to_go_on(stub: Any):
    stub.story = stub.story[:1]
    result = run("generate", "a fox", "--timeout", "0.05")
    assert result.exit_code == 7
    assert "onetake tasks wait " in result.stderr


def test_a_lone_image_is_the_first_frame_and_several_are_references():
    rest: dict[str, Any] = {
        "prompt": "p", "first_frame": None, "last_frame": None, "video": (), "audio": (), "no_audio": False,
        "watermark": False,
    }  # fmt: skip
    lone = asked(image=("a.png",), **rest)
    assert (lone["first_frame"], lone["references"]) == ("a.png", [])
    two = asked(image=("a.png", "b.png"), **rest)
    assert (two["first_frame"], two["references"]) == (None, ["a.png", "b.png"])
    beside = asked(image=("a.png",), **{**rest, "audio": ("https://x.example/a",)})
    assert (beside["first_frame"], beside["references"][0]) == (None, "a.png")
    assert beside["references"][1].kind == "audio"


def test_plain_progress_is_a_line_a_phase_and_now_and_then_frames():
    class At:
        def __init__(self, phase: str, done: int = 0):
            self.phase, self.progress = phase, (done, 120) if done else None

    now, told = [0.0], []
    lines = Lines(told.append, lambda: now[0])
    for second, video in enumerate(
        [At("accepted"), *(At("rendering", 10 * i) for i in range(1, 12)), At("storing")]
    ):
        now[0] = float(second)
        lines(video)
    assert told == [
        "[  0.0 s] queued",
        "[  1.0 s] rendering: 10 of 120 frames",
        "[  6.0 s] rendering: 60 of 120 frames",
        "[ 11.0 s] rendering: 110 of 120 frames",
        "[ 12.0 s] storing",
    ]


# ---------------------------------------------------------------- tasks


def test_tasks_are_listed_newest_first(stub: Any):
    ids = [stub.add(prompt="one\x1b[2Jtwo\n" + "x" * 99) for _ in range(3)]
    result = run("tasks", "list")
    assert [line.split()[0] for line in result.stdout.splitlines()] == ["ID", *reversed(ids)]
    assert "\x1b" not in result.stdout
    rows = [json.loads(line) for line in run("tasks", "list", "--json", "--limit", "2").stdout.splitlines()]
    assert [row["id"] for row in rows] == ids[:0:-1]
    assert run("tasks", "list", "--status", "failed", "--json").stdout == ""


def test_get_wait_cancel_delete(stub: Any, home: Path):
    id = stub.add(prompt="a fox")
    assert "queued (accepted)" in run("tasks", "get", id).stdout
    assert json.loads(run("tasks", "get", id, "--json").stdout)["id"] == id
    assert run("tasks", "wait", id, "-o", "x.mp4").stdout == "x.mp4\n"
    assert run("tasks", "wait", id).stdout == f"{id}\n"
    assert run("tasks", "cancel", stub.add()).stdout == "cancelled\n"
    assert run("tasks", "delete", id).exit_code == 0
    assert run("tasks", "get", id).exit_code == 1


def test_events_are_lines(stub: Any):
    id = stub.add()
    story = b'id: 1\nevent: deliver\ndata: {"at": "2026-01-01T00:00:00.000Z", "status": "succeeded"}\n\n'
    stub.events = [story]
    assert run("tasks", "events", id).stdout.split() == [
        "2026-01-01T00:00:00.000Z",
        "deliver",
        "status=succeeded",
    ]
    stub.events = [story]
    assert json.loads(run("tasks", "events", id, "--json").stdout)["seq"] == 1


# ---------------------------------------------------------------- aids


def test_explain_speaks_both_languages():
    assert "Shorten" not in run("explain", "copyright").stdout
    assert kinds()["copyright"].fix in run("explain", "copyright").stdout
    assert kinds()["copyright"].fix_zh in run("explain", "copyright", "--lang", "zh").stdout
    wrong = run("explain", "copyrite")
    assert (wrong.exit_code, "did you mean copyright" in wrong.stderr) == (2, True)


def test_lint_is_3_when_something_is_wrong(stub: Any):
    assert run("lint", "a fox").exit_code == 0
    fault = {"ok": False, "offences": [{"field": "duration", "limit": "4 to 15", "fix": "Use 5"}]}
    stub.faults.append(Reply(200, {}, json.dumps(fault).encode()))
    result = run("lint", "a fox")
    assert (result.exit_code, result.stdout) == (3, "duration: 4 to 15. Use 5.\n")


def test_the_worker_says_what_it_needs():
    result = run("worker")
    assert result.exit_code == 1
    assert "scale" in result.stderr


# ---------------------------------------------------------------- the data directory


def test_a_key_is_printed_alone_and_opens(home: Path):
    from onetake.apps import secret
    from onetake.apps.cli import rows
    from onetake.services import accounts
    from onetake.services.platform import derive

    made = run("keys", "create", "app", "--credits", "2.5", "--route", "byteplus", "--dedupe", "60")
    assert made.exit_code == 0
    key = made.stdout.strip()
    assert made.stdout == f"{key}\n" and accounts.looks_like_key(key)
    pepper = derive(secret.read_secret(home / "data"), "keys")
    found = rows.read(home / "data", lambda sql: accounts.authenticate(sql, pepper, key))
    assert (found.name, found.route, found.dedupe) == ("app", "byteplus", 60)
    balance = rows.read(home / "data", lambda sql: dict(sql.one("account.get", id=found.account) or {}))
    assert balance["posted"] == 2_500_000
    assert key[:16] in run("keys", "list").stdout and key not in run("keys", "list").stdout
    assert run("keys", "revoke", "app").exit_code == 0
    assert run("keys", "revoke", "app").exit_code == 1
    with pytest.raises(Problem):
        rows.read(home / "data", lambda sql: accounts.authenticate(sql, pepper, key))


@pytest.mark.parametrize("credits", ["-1", "1.0000001", "nan", "many"])
def test_credits_are_exact(credits: str):
    assert run("keys", "create", "app", "--credits", credits).exit_code == 2


def test_a_route_that_does_not_exist_is_refused():
    assert run("keys", "create", "app", "--route", "nowhere").exit_code == 2


def test_ledger_verify(home: Path):
    assert run("ledger", "verify").exit_code == 1  # nothing there
    run("keys", "create", "app", "--credits", "2")
    assert run("ledger", "verify").stdout.endswith("The books are right.\n")
    from onetake.apps.cli import rows

    rows.change(home / "data", lambda sql: sql.run("account.post", id="grants", amount=1))
    broken = run("ledger", "verify")
    assert broken.exit_code == 1
    assert broken.stdout


def test_config_shows_values_with_their_origin(home: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ONETAKE_SERVER_PORT", "9999")
    assert "server.port = 9999    # ONETAKE_SERVER_PORT" in run("config", "show", "--origin").stdout
    (home / "data").mkdir()
    (home / "data" / "onetake.toml").write_text("[server]\nprot = 1\n")
    wrong = run("config", "show")
    assert (wrong.exit_code, "did you mean server.port" in wrong.stderr) == (1, True)


# ---------------------------------------------------------------- reaching Onetake


def test_a_named_server_wins_over_everything(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ONETAKE_BASE_URL", "http://env.example")
    assert door.where("http://arg.example", None, None).server == "http://arg.example"
    assert door.where(None, None, None).server == "http://env.example"
    assert door.where(None, None, Path("d")).server is None


def test_the_server_of_the_data_directory_is_used(native_stub: ModuleType, home: Path):
    stub = native_stub.Stub()
    id = stub.add(prompt="a fox")
    with native_stub.served(lambda call: stub.send(call, 0)) as url, Owner.acquire(home / "data") as owner:
        owner.publish(url)
        (home / "data" / "cli-key").write_text("k\n")
        result = run("tasks", "list")
        assert result.exit_code == 0, result.output
        assert id in result.stdout
        assert not front.answered(["tasks", "list", "--route", "native"])


def test_the_front_lists_the_same_as_the_program(
    native_stub: ModuleType, home: Path, capsys: pytest.CaptureFixture[str]
):
    stub = native_stub.Stub()
    for number in range(30):
        stub.add(prompt=f"狐 {number}")
    with native_stub.served(lambda call: stub.send(call, 0)) as url, Owner.acquire(home / "data") as owner:
        owner.publish(url)
        (home / "data" / "cli-key").write_text("k\n")
        for options in ([], ["--json"], ["--limit", "3", "--json"], ["--status", "failed", "--limit", "2"]):
            arguments = ["tasks", "list", *options]
            assert front.answered(arguments)
            assert capsys.readouterr().out == run(*arguments).stdout
        (home / "data" / "cli-key").write_text("wrong\n")
        assert not front.answered(["tasks", "list"])
    assert not front.answered(["tasks", "list"])  # it is gone
    for odd in (["--limit"], ["--limit", "0"], ["--limit", "9999999999"], ["--status", "odd"], ["extra"]):
        assert not front.answered(["tasks", "list", *odd])
    assert capsys.readouterr().out == ""


def test_another_process_on_the_directory_is_waited_for(home: Path, monkeypatch: pytest.MonkeyPatch):
    owner = Owner.acquire(home / "data")
    opened = []

    class Local:
        origin, key = "http://onetake.local", "k"

        def __enter__(self) -> "Local":
            opened.append(self)
            return self

        def __exit__(self, *_: object) -> None:
            pass

    monkeypatch.setattr(door, "_local", lambda directory, works: Local())
    monkeypatch.setattr(door.time, "sleep", lambda seconds: owner.release())
    said: list[str] = []
    monkeypatch.setattr(door.click, "echo", lambda text, err: said.append(text))
    with door.opened(door.Where()) as client:
        assert client.base_url == "http://onetake.local"
    assert len(opened) == 1
    assert len(said) == 1 and "waiting" in said[0]


def test_without_a_server_installed_the_way_out_is_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "onetake.apps.local", None)
    result = run("tasks", "list")
    assert result.exit_code == 1
    assert "onetake[serve]" in result.stderr


def test_a_prompt_cannot_write_to_the_terminal():
    assert table.plain("a\x1b]0;x\x07b\nc\u202ed") == "a ]0;x b c d"


@pytest.mark.process
@pytest.mark.slow
def test_generate_works_with_no_server_at_all(home: Path):
    pytest.importorskip("av")
    result = run(
        "generate", "a fox", "--duration", "4", "--resolution", "480p", "--ratio", "16:9", "-o", "fox.mp4"
    )
    assert result.exit_code == 0, result.output
    assert (home / "fox.mp4").stat().st_size > 10_000
    assert run("ledger", "verify").exit_code == 0
    assert run("tasks", "list").stdout.split()[6] == "succeeded"
