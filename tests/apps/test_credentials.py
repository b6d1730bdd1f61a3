"""Where upstreams get their credentials, and the key that seals them."""

import logging
import stat

import pytest
from click.testing import CliRunner

from onetake.adapters.database.sqlite.store import SqliteStore
from onetake.adapters.http.guard import origin_of
from onetake.apps import credentials, settings
from onetake.apps.cli.program import program
from onetake.apps.settings import SettingsError
from onetake.core.wire import NotSent

ROW = '[[upstream]]\nname = "ark"\nroute = "volcengine"\norigin = "{origin}"\n{credential}\n'
HERE = "http://127.0.0.1:9"


def run(directory, *arguments, value=None):
    told = CliRunner().invoke(program, [*arguments, "--data-dir", str(directory)], input=value)
    assert told.exit_code == 0, told.output
    return told.output


@pytest.fixture
def data(tmp_path):
    run(tmp_path, "credentials", "add", "ark", "--route", "volcengine", "--origin", HERE, value="value-1\n")
    return tmp_path


def loaded(data, *, origin=HERE, credential='credential = "ark"'):
    (data / "onetake.toml").write_text(ROW.format(origin=origin, credential=credential))
    return settings.load(data, environ={})


def source(data, store, **more):
    found = loaded(data, **more)
    row = found.upstreams[0]
    return credentials.source(row, origin_of(row.origin), found, store.read_sync)


def test_t28_a_value_that_is_rotated_or_removed_counts_at_the_next_call(data):
    with SqliteStore.open(data / "onetake.db") as store:
        now = source(data, store)
        assert now().reveal() == "value-1"
        run(data, "credentials", "rotate", "ark", value="value-2")
        assert now().reveal() == "value-2"
        run(data, "credentials", "rekey")
        assert now().reveal() == "value-2"
        assert (data / "sealing-key").exists() and not (data / "sealing-key.next").exists()
        assert stat.S_IMODE((data / "sealing-key").stat().st_mode) == 0o600
        run(data, "credentials", "rotate", "ark", value="value-3")
        assert now().reveal() == "value-3", "sealed with the new key"
        run(data, "credentials", "remove", "ark")
        with pytest.raises(NotSent):
            now()
    assert "value" not in run(data, "credentials", "list") + run(data, "audit", "--json")


@pytest.mark.parametrize(
    "more",
    [
        {"origin": "http://127.0.0.1:10"},
        {"origin": "https://127.0.0.1:9"},
        {"credential": 'credential = "none"'},
    ],
)
def test_t29_a_credential_is_for_its_origin_alone(data, more):
    with (
        SqliteStore.open(data / "onetake.db") as store,
        pytest.raises(SettingsError, match=r"\[\[upstream\]\] ark"),
    ):
        source(data, store, **more)


def test_a_renewal_that_died_before_the_new_key_was_put_in_place_still_opens(data):
    found = settings.load(data, environ={})
    fresh, file, final = credentials.renewed(found, None)
    with SqliteStore.open(data / "onetake.db") as store:
        from onetake.services import credentials as service

        ring = credentials.keyring(found, fresh)
        store.transact_sync(lambda sql: service.rekey(sql, ring, 1.0))
        assert file.exists() and not final.exists()
        assert source(data, store)().reveal() == "value-1"
    run(data, "credentials", "rekey")
    with SqliteStore.open(data / "onetake.db") as store:
        assert source(data, store)().reveal() == "value-1"
    assert final.exists() and not file.exists()


def test_a_key_file_of_the_operators_own(data, tmp_path_factory, monkeypatch):
    key = tmp_path_factory.mktemp("keys") / "seal"
    run(data, "credentials", "rekey", "--to", str(key))
    monkeypatch.setenv("ONETAKE_SEALING_KEY_FILE", str(key))
    (data / "onetake.toml").write_text(ROW.format(origin=HERE, credential='credential = "ark"'))
    found = settings.load(data)
    with SqliteStore.open(data / "onetake.db") as store:
        now = credentials.source(found.upstreams[0], origin_of(HERE), found, store.read_sync)
        assert now().reveal() == "value-1"
        key.write_text("nonsense")
        with pytest.raises(SettingsError, match="64 hexadecimal"):
            credentials.source(found.upstreams[0], origin_of(HERE), found, store.read_sync)


def test_t28_a_credential_file_that_others_can_read_is_told_with_what_to_do(tmp_path, caplog):
    file = tmp_path / "far.key"
    file.write_text("value\n")
    row = loaded(tmp_path, credential='credential_file = "far.key"').upstreams[0]
    file.chmod(0o600)
    assert credentials.from_file(row).reveal() == "value" and not caplog.records
    file.chmod(0o644)
    with caplog.at_level(logging.WARNING):
        credentials.from_file(row)
    assert f"chmod 600 {file}" in caplog.text and "value" not in caplog.text


@pytest.mark.parametrize("credential", ["", 'credential = "ark"\ncredential_file = "far.key"'])
def test_an_upstream_names_one_of_the_two(tmp_path, credential):
    with pytest.raises(SettingsError, match="credential"):
        loaded(tmp_path, credential=credential)
