"""`onetake keys`, `projects` and `audit` on a data directory."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from onetake.apps.cli.program import program


@pytest.fixture
def run(tmp_path: Path):
    def run(*arguments: str):
        return CliRunner().invoke(program, [*arguments, "--data-dir", str(tmp_path / "data")])

    return run


def test_a_key_of_a_project_from_its_making_to_its_end(run):
    project = run("projects", "create", "Acme").stdout.strip()
    made = run(
        "keys",
        "create",
        "app",
        "--project",
        "Acme",
        "--scopes",
        "read,create",
        "--credits",
        "5",
        "--expires",
        "30d",
    )
    assert made.exit_code == 0, made.output
    secret = made.stdout.strip()
    told = json.loads(run("keys", "show", "app", "--project", project, "--json").stdout)
    assert told["scopes"] == ["create", "read"] and told["credit"] == 5_000_000
    assert told["expires_at"] - told["created_at"] == 30 * 86_400
    assert secret.startswith(told["prefix"]) and secret not in str(told)
    assert run("keys", "show", "app").exit_code != 0, "the default project has no such key"
    second = run("keys", "rotate", "app", "--project", "Acme", "--grace", "24h").stdout.strip()
    assert second != secret and second.startswith("ot_live_")
    for _ in range(2):
        assert run("keys", "grant", "app", "2.5", "--id", "paid-7", "--project", "Acme").exit_code == 0
    told = json.loads(run("keys", "show", second[:16], "--project", "Acme", "--json").stdout)
    assert told["credit"] == 7_500_000 and told["old_until"]
    assert "app" in run("keys", "list", "--project", "Acme").stdout
    assert run("projects", "rename", "Acme", "Acme Films").exit_code == 0
    assert run("projects", "archive", "Acme Films").exit_code == 0
    assert "revoked" in run("keys", "list", "--project", project).stdout
    assert "archived" in run("projects", "list").stdout
    log = run("audit", "--json", "--since", "1h").stdout
    acts = [json.loads(line) for line in log.splitlines()]
    assert [a["action"] for a in acts] == [
        "project.create", "key.create", "key.rotate", "key.grant", "project.rename", "project.archive",
    ]  # fmt: skip
    assert {a["actor"] for a in acts} == {"cli"}
    assert secret not in log and second not in log
    assert "key.rotate" in run("audit").stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("keys", "create", "x", "--scopes", "raed"),
        ("keys", "create", "x", "--expires", "soon"),
        ("keys", "create", "x", "--expires", "0"),
        ("keys", "create", "x", "--project", "nobody's"),
        ("keys", "rotate", "x", "--grace", "40d"),
        ("projects", "create", "default"),
        ("projects", "archive", "default"),
    ],
)
def test_what_cannot_be_is_refused_with_a_reason(run, arguments):
    assert run("keys", "create", "x").exit_code == 0
    result = run(*arguments)
    assert result.exit_code != 0 and result.stderr


def test_only_keys_of_the_operators_own_project_administer(run):
    assert run("projects", "create", "theirs").exit_code == 0
    assert run("keys", "create", "boss", "--scopes", "all").exit_code == 0
    refused = run("keys", "create", "boss", "--scopes", "all", "--project", "theirs")
    assert refused.exit_code != 0 and "admin" in refused.stderr
