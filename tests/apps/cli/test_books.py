"""`onetake ledger …` and `onetake tasks ledger`, on a data directory that has seen some life."""

import csv
import io
import json
import sqlite3
import time

import pytest
from click.testing import CliRunner

from onetake.adapters.database.sqlite.store import SqliteStore
from onetake.apps.cli import exits
from onetake.apps.cli.program import program
from onetake.services import accounts, books

MONTH = time.strftime("%Y-%m", time.gmtime(1_763_700_000))
NOW = 1_763_700_000.0
INTEND = {
    "backend": "up", "route": "volcengine", "currency": "CNY", "rate": "46", "unit": "tokens",
    "failed_free": 0, "expected": 5_000_000, "begun_at": NOW,
}  # fmt: skip


def made(directory):
    """A key with 10 credits; a: 3 held and 2 taken, b: 4 held; three attempts at a provider."""

    def script(sql):
        secret = accounts.create_key(sql, b"p", lambda n: b"x" * n, NOW, "app", credits=10_000_000)
        account = accounts.authenticate(sql, b"p", secret).account
        books.hold(sql, "a", account, 3_000_000, NOW + 1)
        books.close(sql, "a", 2_000_000, NOW + 2)
        books.hold(sql, "b", account, 4_000_000, NOW + 3)
        for number, (outcome, amount) in enumerate((("cost", 5_009_400), ("suspense", 5_000_000)), 1):
            sql.run("expense.intend", task=f"t{number}", attempt=1, **INTEND)
            known = f"cgt-{number}" if outcome == "cost" else None
            sql.run(
                "expense.close", task=f"t{number}", attempt=1, outcome=outcome, amount=amount,
                tokens=108_900 if known else None, provider_id=known, now=NOW + 5,
            )  # fmt: skip
            for account in (f"{outcome}:volcengine", "payable:volcengine"):
                books.open_account(sql, account, limited=False, currency="CNY")
            books.transfer(
                sql, "cost", f"cost:t{number}.1", f"{outcome}:volcengine", "payable:volcengine", amount,
                f"t{number}", NOW + 5, "CNY",
            )  # fmt: skip

    with SqliteStore.open(directory / "onetake.db") as store:
        store.transact_sync(script)


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("ONETAKE_DATA_DIR", str(tmp_path))
    made(tmp_path)

    def run(*words):
        return CliRunner().invoke(program, words)

    return run


def test_t34_verify_says_the_sums_of_each_currency_and_names_a_changed_row(run, tmp_path):
    said = run("ledger", "verify")
    assert "CNY: 2 transfers of 10.0094 in all, balances sum to 0" in said.stdout
    assert "credit: 2 transfers of 12 in all, balances sum to 0" in said.stdout
    assert "hold of b: its task does not exist" in said.stdout  # this directory has no tasks
    with sqlite3.connect(tmp_path / "onetake.db", isolation_level=None) as raw:
        raw.execute("DROP TRIGGER transfer_is_final")
        raw.execute("UPDATE transfer SET amount = amount + 1 WHERE id = 'close:a'")
    said = run("ledger", "verify")
    assert said.exit_code == exits.OTHER
    assert "transfer close:a: the hash chain breaks at row 2" in said.stdout


def test_l08_verify_tells_of_holds_that_nobody_closes(run, tmp_path, monkeypatch):
    monkeypatch.setattr(books, "overdue", lambda sql, now, stop: ["late"])
    assert "1 holds are overdue, the first of task late; a running server closes them." in (
        run("ledger", "verify").stderr
    )


def test_books_that_are_right_say_so(tmp_path):
    with SqliteStore.open(tmp_path / "onetake.db"):
        pass
    said = CliRunner().invoke(program, ["ledger", "verify", "--data-dir", str(tmp_path)])
    assert (said.exit_code, said.stdout) == (0, "The books are right.\n")


def test_a_statement_in_three_shapes_sums(run):
    told = json.loads(run("ledger", "statement", "--json").stdout)
    assert told["closing"] == {"balance": "8", "held": "4", "free": "4"}
    assert [told[n] for n in ("grants", "holds", "releases", "charges")] == ["10", "7", "1", "2"]
    text = run("ledger", "statement", "--key", "app", "--month", MONTH).stdout.splitlines()
    assert text[-1].split() == ["closing", "8", "4"]
    assert len(text) == 3 + len(told["moves"])
    rows = list(csv.DictReader(io.StringIO(run("ledger", "statement", "--csv").stdout)))
    assert sum(float(r["balance"]) for r in rows) == 8
    assert sum(float(r["held"]) for r in rows) == 4
    assert [r["kind"] for r in rows] == ["grant", "hold", "release", "charge", "hold"]
    later = json.loads(run("ledger", "statement", "--month", "2027-01", "--json").stdout)
    assert later["opening"] == later["closing"] == told["closing"]
    assert later["moves"] == []


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("statement", "--json", "--csv"), exits.USAGE),
        (("statement", "--month", "May"), exits.VALIDATION),
        (("statement", "--key", "nobody"), exits.OTHER),
        (("statement", "--project", "nobody"), exits.OTHER),
        (("settle", "t1", "found"), exits.OTHER),
        (("settle", "t2", "perhaps"), exits.USAGE),
        (("reconcile", "volcengine"), exits.USAGE),
        (("reconcile", "nowhere", "--balance", "5", "1"), exits.USAGE),
        (("reconcile", "volcengine", "--balance", "5", "one"), exits.USAGE),
    ],
)
def test_what_is_wrong_is_refused_with_its_code(run, words, code):
    from onetake.apps.cli import exits as known

    result = run("ledger", *words)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        assert known.told(result.exception) == code
    else:
        assert result.exit_code == code


def usage(tmp_path, text):
    file = tmp_path / "usage.csv"
    file.write_text(text)
    return ("ledger", "reconcile", "volcengine", "--usage", str(file))


def test_an_export_is_compared_row_by_row(run, tmp_path):
    said = run(*usage(tmp_path, "task_id,amount\ncgt-1,5.0094\ncgt-9,1\n"))
    assert said.exit_code == exits.OTHER
    assert said.stdout.splitlines() == [
        "ours only    t2.1  id unknown, suspense  5",
        "theirs only  cgt-9  1",
        "1 matched, 1 ours only, 1 theirs only, 0 different",
    ]
    said = run(*usage(tmp_path, "task_id,tokens\ncgt-1,108901\n"))
    assert "different    t1.1  cgt-1  ours 5.0094, 108900 tokens, theirs 108901 tokens" in said.stdout
    assert run("ledger", "suspense").stdout.startswith("t2  attempt 1  ")
    assert json.loads(run("ledger", "suspense", "--json").stdout)["task"] == "t2"
    assert run("ledger", "settle", "t2", "not-found").exit_code == 0
    assert run("ledger", "suspense").stdout == ""
    said = run(*usage(tmp_path, "task_id,amount\ncgt-1,5.0094\n"))
    assert (said.exit_code, said.stdout) == (0, "1 matched, 0 ours only, 0 theirs only, 0 different\n")
    assert run(*usage(tmp_path, "task_id,amount\ncgt-1,x\n")).exit_code == 1


def test_a_balance_is_compared_as_a_whole(run):
    said = run("ledger", "reconcile", "volcengine", "--balance", "100", "90", "--month", MONTH)
    assert said.exit_code == exits.OTHER
    assert "charged 10, booked 10.0094, difference -0.0094" in said.stdout
    assert "5 of what is booked is in suspense" in said.stdout
    assert run("ledger", "reconcile", "volcengine", "--balance", "100", "89.9906").exit_code == 0
    assert run("ledger", "reconcile", "movie", "--balance", "1", "1").exit_code == 0
    none = run("ledger", "reconcile", "volcengine", "--balance", "1", "1", "--month", "2030-01")
    assert none.exit_code == 0
