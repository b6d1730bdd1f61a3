"""Sealed credentials: what a row holds, where it opens, and who never sees it (T27, T28, T29)."""

import copy
import json
import os
import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetake.adapters.database.sqlite.store import SqliteStore
from onetake.adapters.sealing import KEY, Keyring, SealBroken
from onetake.core.problem import Problem
from onetake.core.secret import Secret
from onetake.core.wire import Call
from onetake.services import audit, credentials

NOW = 1_800_000_000.0
ORIGIN = "https://ark.cn-beijing.volces.com:443"
CANARY = "canary-credential-5f0e"


@pytest.fixture
def store(tmp_path):
    with SqliteStore.open(tmp_path / "onetake.db") as opened:
        yield opened


@pytest.fixture
def ring():
    return Keyring(os.urandom(KEY), entropy=os.urandom)


def added(store, ring, name="ark", value=CANARY, origin=ORIGIN):
    return store.transact_sync(
        lambda sql: credentials.add(sql, ring, os.urandom, NOW, name, "volcengine", origin, Secret(value))
    )


def opened(store, ring, name="ark"):
    return store.read_sync(lambda sql: credentials.opened(credentials.find(sql, name), ring)).reveal()


def test_t28_a_value_opens_in_its_row_alone(store, ring):
    """A sealed value that is copied to another row, or whose row is given another origin or id, is broken."""
    added(store, ring)
    added(store, ring, "other", "another-value")
    assert (opened(store, ring), opened(store, ring, "other")) == (CANARY, "another-value")
    for change in (
        "UPDATE credential SET sealed = (SELECT sealed FROM credential WHERE name = 'ark') "
        "WHERE name = 'other'",
        "UPDATE credential SET origin = 'https://evil.example:443' WHERE name = 'ark'",
        "UPDATE credential SET id = 'aaaaaaaaaaaaaaaaaaaaaaaaaa' WHERE name = 'ark'",
        "UPDATE credential SET sealed = zeroblob(40) WHERE name = 'ark'",
        "UPDATE credential SET sealed = x'' WHERE name = 'ark'",
    ):
        name = "other" if "= 'other'" in change else "ark"
        store._writer.execute("SAVEPOINT before")
        store._writer.execute(change)
        row = dict(store._writer.execute("SELECT * FROM credential WHERE name = ?", [name]).fetchone())
        store._writer.execute("ROLLBACK TO before")
        store._writer.execute("RELEASE before")
        with pytest.raises(SealBroken):
            credentials.opened(row, ring)
    with pytest.raises(SealBroken, match="not here"):
        opened(store, Keyring(os.urandom(KEY), entropy=os.urandom))


def test_t29_the_origin_is_part_of_the_seal(ring):
    sealed = ring.seal(Secret(CANARY), credentials.bound("a" * 26, ORIGIN))
    for id, origin in (
        ("a" * 26, ORIGIN.replace("443", "8443")),
        ("a" * 26, ORIGIN[:-4]),
        ("b" * 26, ORIGIN),
    ):
        with pytest.raises(SealBroken):
            ring.open(sealed, ring.id, credentials.bound(id, origin))


@given(st.text(min_size=1), st.text(), st.data())
def test_t28_every_bit_of_what_is_sealed_counts(text, place, data):
    ring = Keyring(b"k" * KEY, entropy=os.urandom)
    try:
        text.encode(), place.encode()
    except UnicodeEncodeError:
        return
    sealed = ring.seal(Secret(text), place)
    assert ring.open(sealed, ring.id, place).reveal() == text
    at = data.draw(st.integers(0, len(sealed) * 8 - 1))
    broken = bytearray(sealed)
    broken[at // 8] ^= 1 << at % 8
    with pytest.raises(SealBroken):
        ring.open(bytes(broken), ring.id, place)


def test_t28_the_database_and_the_audit_log_hold_no_value(store, ring, tmp_path):
    added(store, ring)
    store.transact_sync(lambda sql: credentials.rotate(sql, ring, NOW, "ark", Secret(CANARY + "2")))
    assert opened(store, ring) == CANARY + "2"
    store.transact_sync(lambda sql: credentials.remove(sql, NOW, "ark"))
    acts = store.read_sync(audit.page)
    assert [a.action for a in acts] == ["credential.add", "credential.rotate", "credential.remove"]
    store._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for file in tmp_path.iterdir():
        assert CANARY.encode() not in file.read_bytes(), file
    [row] = store._writer.execute("SELECT sealed FROM credential").fetchall()
    assert row["sealed"] == b""
    with pytest.raises(Problem):
        opened(store, ring)
    added(store, ring)  # the name is free again


def test_t28_a_new_key_reseals_every_value_or_none(store):
    old, new = os.urandom(KEY), os.urandom(KEY)
    first, both, later = (Keyring(*keys, entropy=os.urandom) for keys in ((old,), (new, [old]), (new,)))
    for n in range(5):
        added(store, first, f"c{n}", f"value-{n}")
    assert store.transact_sync(lambda sql: credentials.rekey(sql, both, NOW)) == 5
    assert [opened(store, later, f"c{n}") for n in range(5)] == [f"value-{n}" for n in range(5)]
    with pytest.raises(SealBroken):
        opened(store, first, "c0")
    store._writer.execute("UPDATE credential SET sealed = x'00' WHERE name = 'c3'")
    third = Keyring(os.urandom(KEY), [new], entropy=os.urandom)
    with pytest.raises(SealBroken):
        store.transact_sync(lambda sql: credentials.rekey(sql, third, NOW))
    assert opened(store, later, "c0") == "value-0", "undone as a whole"


@pytest.mark.parametrize("value", ["", "two words", "line\nbreak", "é", "a" * 4097, "\0"])
def test_a_value_that_no_header_holds_is_refused_without_being_told(store, ring, value):
    with pytest.raises(Problem) as raised:
        added(store, ring, value=value)
    assert not value or value not in str(raised.value.as_dict())


def test_t27_nothing_shows_a_secret():
    secret = Secret(CANARY)
    shown = [
        repr(secret),
        str(secret),
        f"{secret}",
        f"{secret:>80}",
        repr([secret]),
    ]
    shown += [repr(Call("GET", "/", {"Authorization": f"Bearer {CANARY}"}))]
    assert not any(CANARY in text for text in shown)
    for act in (copy.copy, copy.deepcopy, json.dumps, vars, hash):
        with pytest.raises(TypeError) as raised:
            act(secret)
        assert CANARY not in str(raised.value)
    assert secret == Secret(CANARY) and secret != Secret("other") and secret != CANARY


def test_one_name_at_a_time(store, ring):
    added(store, ring)
    with pytest.raises(Problem):
        added(store, ring)
    with pytest.raises(sqlite3.IntegrityError):
        store._writer.execute(
            "INSERT INTO credential SELECT 'x', name, route, origin, sealed, key_id, 1.0, NULL, NULL "
            "FROM credential"
        )
