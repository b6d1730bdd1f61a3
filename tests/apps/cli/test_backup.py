"""`onetake backup` and `onetake restore`: streams, exit codes, what is said of what is left out."""

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from onetake.adapters.owner import Owner
from onetake.apps.cli.program import program


def run(*arguments: Any) -> Result:
    return CliRunner().invoke(program, [str(a) for a in arguments], catch_exceptions=False)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    assert run("keys", "create", "shop", "--credits", 5, "--data-dir", tmp_path / "data").exit_code == 0
    return tmp_path / "data"


def test_there_and_back(data: Path, tmp_path: Path):
    file, to = tmp_path / "b.tgz", tmp_path / "new"
    made = run("backup", file, "--no-secrets", "--data-dir", data)
    assert (made.exit_code, made.stdout) == (0, f"{file}\n")
    assert "NOT in the backup" in made.stderr and "secret" in made.stderr
    done = run("restore", file, "--data-dir", to)
    assert (done.exit_code, done.stdout) == (0, f"{to}\n")
    assert "Put these back before the first start" in done.stderr
    assert "no key that was issued works" in done.stderr
    assert "shop" in run("keys", "list", "--data-dir", to).stdout
    assert run("ledger", "verify", "--data-dir", to).exit_code == 0


def test_nothing_has_to_be_put_back_unless_secrets_stayed_out(data: Path, tmp_path: Path):
    (data / "hands").write_bytes(bytes(40))  # as a run with a worker leaves it
    made = run("backup", tmp_path / "b.tar", "--data-dir", data)
    assert "NOT in the backup" not in made.stderr
    done = run("restore", tmp_path / "b.tar", "--data-dir", tmp_path / "new")
    assert "Put these back" not in done.stderr
    assert (tmp_path / "new" / "secret").read_bytes() == (data / "secret").read_bytes()


def test_what_is_refused_is_one_line_and_no_traceback(data: Path, tmp_path: Path):
    file = tmp_path / "b.tar"
    assert run("backup", file, "--data-dir", tmp_path / "nothing").exit_code == 1
    assert run("restore", file, "--data-dir", tmp_path / "new").exit_code == 2
    run("backup", file, "--data-dir", data)
    full = run("restore", file, "--data-dir", data)
    assert full.exit_code == 1 and "--force" in full.stderr
    with Owner.acquire(data):
        owned = run("restore", file, "--force", "--data-dir", data)
    assert owned.exit_code == 1 and "in use by process" in owned.stderr
    aside = run("restore", file, "--force", "--data-dir", data)
    assert aside.exit_code == 0 and "data.before-" in aside.stderr
    file.write_bytes(file.read_bytes()[:5000])
    cut = run("restore", file, "--data-dir", tmp_path / "new")
    assert cut.exit_code == 1 and "Nothing was restored" in cut.stderr
