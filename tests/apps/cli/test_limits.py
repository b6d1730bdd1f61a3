"""`onetake keys limit` and `onetake keys limits`, on a data directory of their own."""

import json

import pytest
from click.testing import CliRunner

from onetake.apps.cli.program import program


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("ONETAKE_DATA_DIR", str(tmp_path))

    def run(*words):
        return CliRunner().invoke(program, words)

    assert run("keys", "create", "app").exit_code == 0
    return run


def told(run):
    return json.loads(run("keys", "limits", "app", "--json").stdout)


def test_what_is_named_changes_what_is_not_stays_and_none_takes_away(run):
    words = [
        "--budget-day",
        "5",
        "--concurrency",
        "2",
        "--queue",
        "0",
        "--weight",
        "3",
        "--per-second",
        "0.5",
    ]
    names = ["--allow-route", "native", "--allow-route", "evolink", "--allow-model", "seedance-2.0"]
    result = run("keys", "limit", "app", *words, *names, "--group", "SeeDance2")
    assert result.exit_code == 0, result.output
    limits = told(run)["limits"]
    assert {k: v for k, v in limits.items() if v is not None} == {
        "day": "5", "concurrency": 2, "queue": 0, "weight": 3, "per_second": 0.5,
        "routes": ["native", "evolink"], "models": ["seedance-2.0"], "group": "SeeDance2",
    }  # fmt: skip
    assert run("keys", "limit", "app", "--budget-day", "none", "--allow-route", "none").exit_code == 0
    assert {k for k, v in limits.items() if v != told(run)["limits"][k]} == {"day", "routes"}


def test_use_is_told_beside_its_limit(run):
    run("keys", "limit", "app", "--budget-month", "2.5", "--budget-total", "9")
    text = run("keys", "limits", "app").stdout
    assert "month        0 spent of 2.5, 2.5 left; anew " in text
    assert "total        0 spent of 9, 9 left\n" in text
    assert "tasks        0 open, 0 of them not begun" in text


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ([], 2, "name a limit"),
        (["--budget-day", "-1"], 2, "at least 0"),
        (["--concurrency", "0"], 2, "--concurrency"),
        (["--weight", "x"], 2, "--weight"),
        (["--allow-route", "nowhere"], 3, "one of apiyi"),
        (["--billing-mode", "free"], 3, "pay_as_you_go"),
    ],
)
def test_what_is_no_limit_is_refused_and_nothing_changes(run, words, code, said):
    before = told(run)
    result = run("keys", "limit", "app", *words)
    assert result.exit_code == code and said in result.output
    assert told(run) == before


def test_a_key_that_is_not_there_is_named(run):
    for command in (["limit", "nobody", "--queue", "1"], ["limits", "nobody"]):
        result = run("keys", *command)
        assert result.exit_code != 0 and "nobody" in result.output


def test_setting_limits_is_in_the_audit_log(run, tmp_path):
    from onetake.apps.cli import rows
    from onetake.services import audit

    run("keys", "limit", "app", "--budget-day", "5")
    acts = rows.read(tmp_path, audit.page)
    assert [(a.action, a.details) for a in acts if a.action == "key.limit"] == [
        ("key.limit", {"day": 5_000_000})
    ]
