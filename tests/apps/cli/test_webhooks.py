"""`onetake webhooks …`, on a data directory of its own."""

import base64
import json
import sqlite3
import time
from typing import Any

import pytest
from click.testing import CliRunner

import onetake
from onetake.apps.cli.program import program
from onetake.core import webhook_signing


@pytest.fixture
def run(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("ONETAKE_DATA_DIR", str(tmp_path))

    def run(*words: str) -> Any:
        return CliRunner().invoke(program, ["webhooks", *words])

    assert CliRunner().invoke(program, ["keys", "create", "app"]).exit_code == 0
    return run


def test_the_secret_that_is_printed_verifies(run: Any) -> None:
    printed = run("secret")
    assert printed.exit_code == 0, printed.output
    secret = printed.stdout.strip()
    assert run("secret", "--project", "default").stdout.strip() == secret
    key = base64.b64decode(secret.removeprefix("whsec_"))
    headers = webhook_signing.headers([key], "m", time.time(), b"{}")
    assert onetake.verify_webhook(secret, headers, b"{}") == {}


def test_a_rotation_prints_the_new_one_and_keeps_the_old_for_its_grace(run: Any) -> None:
    old = run("secret").stdout.strip()
    new = run("rotate", "--grace", "1h").stdout.strip()
    assert new != old
    assert run("secret").stdout.split() == [new, old]
    newest = run("rotate", "--project", "default", "--grace", "0").stdout.strip()
    assert run("secret").stdout.split() == [newest]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("rotate", "--grace", "soon"), 2, "24h"),
        (("rotate", "--grace", "31d"), 3, "30 days"),
        (("rotate", "--grace", "31d", "--project", "default"), 3, "30 days"),
        (("secret", "--project", "nobody"), 1, "no project nobody"),
        (("show", "a" * 26 + "-1-queued"), 1, "no such message"),
        (("resend", "../x"), 1, "no such message"),
        (("enable", "https://a.example"), 1, "nothing is disabled"),
        (("test", "http://a.example/"), 3, "https"),
        (("register", "https://127.0.0.1/"), 3, "127.0.0.1"),
        (("unregister", "https://a.example/"), 1, "not registered"),
    ],
)
def test_what_cannot_be_done_is_said(run: Any, words: tuple[str, ...], code: int, said: str) -> None:
    result = run(*words)
    assert said in result.output + str(result.exception), result.output
    assert result.exit_code == code


def test_messages_and_disabled_origins_are_listed(run: Any, tmp_path: Any) -> None:
    assert run("list").stdout == ""
    name = "a" * 26 + "-1-failed"
    with sqlite3.connect(tmp_path / "onetake.db") as base:
        base.execute(
            "INSERT INTO outbox (id, task, project, url, body, tries, created_at, last, state)"
            " VALUES (?, ?, 'default', 'https://a.example/x', '{}', 4, 1.0, '\x1b[31m500', 'exhausted')",
            (name, "a" * 26),
        )
        base.execute("INSERT INTO delivery VALUES (?, 1, 1.0, '500', 12, 3)", (name,))
        base.execute(
            "INSERT INTO endpoint (project, place, disabled_at, reason)"
            " VALUES ('default', 'https://a.example:443', 1, 'so')"
        )
    listed = run("list")
    assert name in listed.stdout
    assert "exhausted" in listed.stdout
    assert "\x1b" not in listed.stdout
    assert "disabled: https://a.example:443: so" in listed.stderr
    assert json.loads(run("list", "--json", "--state", "exhausted").stdout)["id"] == name
    assert run("list", "--state", "delivered").stdout == ""
    assert "every try failed" in run("show", name).stdout
    assert json.loads(run("show", name, "--json").stdout)["log"][0]["ms"] == 12
    assert run("places").stdout.startswith("disabled")
    assert "0 held back" in run("enable", "https://a.example").stdout
    assert run("places").stdout.startswith("fine")
