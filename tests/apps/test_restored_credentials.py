"""Sealed credentials and backups (T28): what opened before opens after, and what does not is said at once."""

import os
import shutil

import pytest
from click.testing import CliRunner

from onetake.adapters.database.sqlite.store import SqliteStore
from onetake.adapters.http.guard import origin_of
from onetake.apps import credentials, settings
from onetake.apps.cli.program import program
from onetake.apps.settings import SettingsError

HERE = "http://127.0.0.1:9"
ROW = f'[[upstream]]\nname = "main"\nroute = "volcengine"\norigin = "{HERE}"\ncredential = "ark"\n'


def run(directory, *arguments, value=None):
    told = CliRunner().invoke(program, [*map(str, arguments), "--data-dir", str(directory)], input=value)
    assert told.exit_code == 0, told.output
    return told.stderr


@pytest.fixture
def data(tmp_path):
    directory = tmp_path / "data"
    run(directory, "credentials", "add", "ark", "--route", "volcengine", "--origin", HERE, value="value-1\n")
    (directory / "onetake.toml").write_text(ROW)
    return directory


def value_in(directory) -> str:
    """What an upstream of a server on this directory would send."""
    found = settings.load(directory, environ={})
    with SqliteStore.open(directory / "onetake.db") as store:
        return credentials.source(found.upstreams[0], origin_of(HERE), found, store.read_sync)().reveal()


def test_t28_a_sealed_credential_opens_after_a_restore(data, tmp_path):
    run(data, "backup", tmp_path / "b.tar")
    assert b"value-1" not in (tmp_path / "b.tar").read_bytes()
    told = run(tmp_path / "new", "restore", tmp_path / "b.tar")
    assert "do not open" not in told
    assert value_in(tmp_path / "new") == "value-1"


def test_t28_one_that_was_sealed_with_a_renewed_key_opens_too(data, tmp_path):
    run(data, "credentials", "rekey")
    run(data, "backup", tmp_path / "b.tar")
    assert "do not open" not in run(tmp_path / "new", "restore", tmp_path / "b.tar")
    assert value_in(tmp_path / "new") == "value-1"


def test_t28_without_the_secret_it_is_named_and_the_secret_put_back_opens_it(data, tmp_path):
    run(data, "backup", tmp_path / "b.tar", "--no-secrets")
    new = tmp_path / "new"
    told = run(new, "restore", tmp_path / "b.tar")
    assert "do not open with the keys that are here: ark." in told
    assert not (new / "secret").exists(), "asking has made another secret"
    shutil.copy(data / "onetake.toml", new)
    shutil.copy(data / "secret", new)
    assert value_in(new) == "value-1"


def test_t28_under_another_secret_nothing_opens_and_a_start_says_which(data, tmp_path):
    run(data, "backup", tmp_path / "b.tar", "--no-secrets")
    new = tmp_path / "new"
    run(new, "restore", tmp_path / "b.tar")
    shutil.copy(data / "onetake.toml", new)
    (new / "secret").write_bytes(os.urandom(32))
    with pytest.raises(
        SettingsError, match=r"credential ark: it was sealed with the key .*, which is not here"
    ):
        value_in(new)
    run(new, "credentials", "rotate", "ark", value="value-2")
    assert value_in(new) == "value-2"


def test_t28_a_key_in_a_file_elsewhere_is_asked_for(data, tmp_path):
    key = tmp_path / "elsewhere.key"
    run(data, "credentials", "rekey", "--to", key)
    (data / "onetake.toml").write_text(ROW + f'[sealing]\nkey_file = "{key}"\n')
    told = run(data, "backup", tmp_path / "b.tar")
    assert str(key) in told
    assert "do not open" not in run(tmp_path / "one", "restore", tmp_path / "b.tar")
    key.rename(tmp_path / "kept.key")
    assert "keys that are here: ark." in run(tmp_path / "two", "restore", tmp_path / "b.tar")
    with pytest.raises(SettingsError, match=r"sealing key .*elsewhere\.key"):
        value_in(tmp_path / "two")
    (tmp_path / "kept.key").rename(key)
    assert value_in(tmp_path / "two") == "value-1"
