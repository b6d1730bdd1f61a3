"""`onetake sandbox`, and the two commands that choose a scenario."""

import json
import re
import shlex
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner, Result

from onetake.apps import sandboxed
from onetake.apps.cli import sandbox
from onetake.apps.cli.program import program
from onetake.apps.server.app import create_app
from onetake.apps.settings import SettingsError, load
from onetake.core.chaos import profiles
from onetake.core.problem import kinds
from onetake.core.scenarios import scenarios
from onetake.services.platform import Platform, Policy


def run(*words: str) -> Result:
    return CliRunner().invoke(program, list(words))


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ONETAKE_DATA_DIR", str(tmp_path / "data"))
    return tmp_path


def test_the_list_shows_every_scenario_and_what_is_assumed():
    shown = run("sandbox", "list").output
    lines = {line.split()[0] for line in shown.splitlines() if line}
    assert {s.name for s in scenarios().values() if s.row} | set(profiles()) | {"ok"} <= lines
    assert not lines & set(kinds())
    assert "26.52 %" in shown
    assert "8 : 4 : 2 : 1 is ours" in shown


def test_the_list_as_json_holds_the_acts():
    rows = [json.loads(line) for line in run("sandbox", "list", "--codes", "--json").output.splitlines()]
    assert {row["name"] for row in rows} == set(scenarios())
    (row,) = (row for row in rows if row["name"] == "s2-09-rate-limit-in-a-header")
    assert row["acts"] == [{"do": "refuse", "at": "create", "times": 1, "code": "rate_limited", "wait": 7}]


def test_each_can_be_shown():
    for name in [*scenarios(), *profiles()]:
        done = run("sandbox", "show", name)
        assert done.exit_code == 0, done.output
        assert done.output.startswith(f"{name}: ")
    assert json.loads(run("sandbox", "show", "storm", "--json").output)["name"] == "storm"


def test_an_unknown_name_is_told_what_is_near():
    done = run("sandbox", "show", "segmind-2062")
    assert done.exit_code == 2
    assert "segmind-2026" in done.output


@pytest.fixture(scope="module")
def doors() -> Any:
    """The routes of a server, without one running."""
    stand_in: Any = SimpleNamespace(derived=lambda label: b"", backends={}, policy=Policy(), tmp=Path())
    platform: Platform = stand_in
    return create_app(platform)._doors


def test_every_command_asks_for_something_that_is_served(doors: Any):
    for scenario in (s for s in scenarios().values() if s.acts or s.request):
        commands = sandbox.commands(scenario)
        assert len(commands) == bool(scenario.acts) + bool(scenario.request)
        for command in commands:
            words = shlex.split(command.replace("\\\n", " "))
            assert words[0] == "curl"
            path = next(w for w in words if w.startswith("$ONETAKE_BASE_URL"))
            method = "POST" if "-d" in words or "POST" in words else "GET"
            assert (method, path.removeprefix("$ONETAKE_BASE_URL").partition("?")[0]) in doors, scenario.name
            if "-d" in words:
                json.loads(words[words.index("-d") + 1])
        if scenario.acts:
            assert f"X-Onetake-Scenario: {scenario.name}" in commands[-1]


def test_a_key_is_made_with_a_scenario_that_exists():
    refused = run("keys", "create", "flaky", "--scenario", "s1-14-bad-gatway")
    assert refused.exit_code == 2
    assert "s1-14-bad-gateway" in refused.output
    made = run("keys", "create", "flaky", "--scenario", "s1-14-bad-gateway, s1-26-callback-lost")
    assert re.fullmatch(r"ot_live_\w+\n", made.output)
    run("keys", "create", "plain")
    listed = run("keys", "list").output
    assert "plays s1-14-bad-gateway,s1-26-callback-lost" in listed
    assert listed.count("plays") == 1
    rows = [json.loads(line) for line in run("keys", "list", "--json").output.splitlines()]
    assert sorted(str(row["scenario"]) for row in rows) == [
        "None", "s1-14-bad-gateway,s1-26-callback-lost",
    ]  # fmt: skip


UPSTREAM = '[[upstream]]\nname = "ark"\nroute = "volcengine"\ncredential_file = "key"\n'


@pytest.mark.parametrize(
    ("text", "header", "taken"),
    [
        ("", "auto", True),
        (UPSTREAM, "auto", False),
        (UPSTREAM, "on", True),
        ("", "off", False),
        (UPSTREAM + '[sandbox]\nchaos = "calm"\n', "auto", True),
    ],
)
def test_who_may_name_a_scenario(tmp_path: Path, text: str, header: str, taken: bool):
    (tmp_path / "onetake.toml").write_text(text)
    settings = load(tmp_path, {"sandbox.header": header}, {})
    stand_in: Any = SimpleNamespace(backends={})
    assert sandboxed.of(settings, stand_in).header is taken


def test_an_unknown_profile_stops_the_start(tmp_path: Path):
    settings = load(tmp_path, {"sandbox.chaos": "segmind"}, {})
    stand_in: Any = SimpleNamespace(backends={})
    with pytest.raises(SettingsError, match="segmind-2026"):
        sandboxed.of(settings, stand_in)
    with pytest.raises(SettingsError, match="one of auto, on, off"):
        load(tmp_path, {"sandbox.header": "yes"}, {})
    with pytest.raises(SettingsError, match="at least 0"):
        load(tmp_path, {"sandbox.time_factor": "-1"}, {})
