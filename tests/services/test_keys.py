"""Keys and projects: who may do what, until when, and what is written down of it."""

import contextlib
import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onetake.adapters.database.sqlite.store import SqliteStore
from onetake.core.problem import Problem
from onetake.core.scopes import CUSTOMER, EVERY
from onetake.services import accounts, audit, books, keys, projects

NOW, PEPPER = 1_800_000_000.0, b"p" * 32
DAY = 86_400.0


@pytest.fixture
def sql(tmp_path):
    """One transaction after another, as a plain call: `sql(script, …)`."""
    with SqliteStore.open(tmp_path / "onetake.db") as store:
        yield lambda script, *args, **more: store.transact_sync(lambda s: script(s, *args, **more))


def issue(sql, name="app", **more):
    return sql(accounts.issue_key, PEPPER, os.urandom, NOW, name, **more)


def opens(sql, secret, now=NOW):
    with contextlib.suppress(Problem):
        return sql(accounts.authenticate, PEPPER, secret, now).id
    return None


def test_t13_a_key_opens_until_it_expires_and_never_where_the_time_is_not_told(sql):
    made = issue(sql, expires_at=NOW + 30 * DAY)
    assert opens(sql, made.secret, NOW + 30 * DAY - 0.001) == made.id
    assert opens(sql, made.secret, NOW + 30 * DAY) is None
    with pytest.raises(Problem):
        sql(accounts.authenticate, PEPPER, made.secret)


def test_t13_a_revoked_key_opens_nothing_with_any_of_its_secrets(sql):
    first = issue(sql)
    second = sql(keys.rotate, PEPPER, os.urandom, NOW, "default", first.id, grace=DAY)
    assert opens(sql, first.secret) == opens(sql, second.secret) == first.id
    assert sql(keys.revoke, NOW, "default", first.id) is True
    assert opens(sql, first.secret) is opens(sql, second.secret) is None
    assert sql(keys.revoke, NOW, "default", first.id) is False


def test_t13_every_reason_has_the_same_words(sql):
    gone, old = issue(sql), issue(sql, expires_at=NOW)
    sql(keys.revoke, NOW, "default", gone.id)
    texts = set()
    for told in (
        None,
        "",
        "nonsense",
        gone.secret,
        old.secret,
        gone.secret[:-1],
        accounts.new_key(os.urandom),
    ):
        with pytest.raises(Problem) as raised:
            sql(accounts.authenticate, PEPPER, told, NOW)
        texts.add((raised.value.code, raised.value.detail))
    assert texts == {("unauthenticated", accounts.UNKNOWN)}


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.floats(0, 3 * DAY), st.floats(1, 2 * DAY)), max_size=5), st.floats(0, 20 * DAY))
def test_a_rotated_key_opens_with_each_secret_for_its_grace_and_with_the_last_one_always(
    tmp_path_factory, steps, later
):
    with SqliteStore.open(tmp_path_factory.mktemp("keys") / "onetake.db") as store:

        def sql(script, *args, **more):
            return store.transact_sync(lambda s: script(s, *args, **more))

        made, now, until = issue(sql), NOW, {}
        key_id, present = made.id, made.secret
        for wait, grace in steps:
            now += wait
            until[present] = now + grace
            present = sql(keys.rotate, PEPPER, os.urandom, now, "default", key_id, grace=grace).secret
        seen = now + later
        assert opens(sql, present, seen) == key_id
        for secret, end in until.items():
            assert (opens(sql, secret, seen) == key_id) == (seen < end)


def test_a_rotation_keeps_id_account_limits_and_ends_every_old_secret_without_a_grace(sql):
    made = issue(sql, credits=5_000_000, scopes=["read"], route="byteplus")
    before = sql(keys.get, "default", made.id, NOW)
    second = sql(keys.rotate, PEPPER, os.urandom, NOW, "default", made.id, grace=DAY)
    third = sql(keys.rotate, PEPPER, os.urandom, NOW, "default", made.id)
    after = sql(keys.get, "default", made.id, NOW)
    assert opens(sql, made.secret) is opens(sql, second.secret) is None
    assert opens(sql, third.secret) == made.id
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"prefix", "rotated_at"}
    for grace in (-1.0, 31 * DAY):
        with pytest.raises(Problem):
            sql(keys.rotate, PEPPER, os.urandom, NOW, "default", made.id, grace=grace)


def test_l14_a_grant_of_the_same_id_is_one_grant_and_another_content_is_refused(sql):
    made, other, free = issue(sql, credits=0), issue(sql, credits=0), issue(sql)
    assert sql(keys.grant, NOW, "default", made.id, 7_000_000, "paid-1") is True
    assert sql(keys.grant, NOW, "default", made.id, 7_000_000, "paid-1") is False
    assert sql(keys.get, "default", made.id, NOW)["credit"] == 7_000_000
    for key, amount, name in (
        (made.id, 8_000_000, "paid-1"), (other.id, 7_000_000, "paid-1"), (free.id, 1, "x"), (made.id, 0, "y"),
        (made.id, -1, "z"),
    ):  # fmt: skip
        with pytest.raises(Problem):
            sql(keys.grant, NOW, "default", key, amount, name)
    assert sql(books.verify) == []
    assert [a.action for a in sql(audit.page)].count("key.grant") == 1


def test_t15_a_key_of_another_project_is_no_key(sql):
    theirs = sql(projects.create, os.urandom, NOW, "theirs")
    made = issue(sql, project=theirs)
    for act in (
        lambda s: keys.get(s, "default", made.id, NOW),
        lambda s: keys.rotate(s, PEPPER, os.urandom, NOW, "default", made.id),
        lambda s: keys.revoke(s, NOW, "default", made.id),
        lambda s: keys.grant(s, NOW, "default", made.id, 1, "g"),
        lambda s: keys.one(s, "default", "app"),
    ):
        with pytest.raises(Problem) as raised:
            sql(act)
        assert raised.value.code == "not_found"
    assert opens(sql, made.secret) == made.id


def test_an_archived_project_has_no_keys_and_gets_none(sql):
    project = sql(projects.create, os.urandom, NOW, "Acme Films")
    made = [issue(sql, name, project=project) for name in "ab"]
    assert sql(projects.archive, NOW, "Acme Films") == 2
    assert sql(projects.archive, NOW, project) == 0
    assert [opens(sql, key.secret) for key in made] == [None, None]
    with pytest.raises(Problem):
        issue(sql, project=project)


@pytest.mark.parametrize(
    "name", ["", " a", "a" * 64, "a/b", "é", "default", "abcdefghijklmnopqrstuvwxyz", "a\n"]
)
def test_a_name_of_a_project_is_plain_and_never_an_id(sql, name):
    with pytest.raises(Problem):
        sql(projects.create, os.urandom, NOW, name)


def test_a_project_keeps_its_id_when_it_is_renamed_and_no_two_have_a_name(sql):
    project = sql(projects.create, os.urandom, NOW, "one")
    sql(projects.create, os.urandom, NOW, "two")
    assert sql(projects.rename, NOW, "one", "three") == project == sql(projects.find, "three")["id"]
    for name, new in (("three", "two"), ("default", "x"), ("nothing", "x"), ("three", "default")):
        with pytest.raises(Problem):
            sql(projects.rename, NOW, name, new)


def test_every_act_is_in_the_log_with_its_actor_and_none_holds_a_secret(sql):
    project = sql(projects.create, os.urandom, NOW, "p", actor="boss")
    made = issue(sql, project=project, credits=0, actor="boss")
    second = sql(keys.rotate, PEPPER, os.urandom, NOW, project, made.id, actor="boss")
    sql(keys.grant, NOW, project, made.id, 5, "g", actor="boss")
    sql(keys.revoke, NOW, project, made.id, actor="boss")
    sql(projects.rename, NOW, "p", "q", actor="boss")
    sql(projects.archive, NOW, "q", actor="boss")
    acts = sql(audit.page)
    assert [a.action for a in acts] == [
        "project.create", "key.create", "key.rotate", "key.grant", "key.revoke", "project.rename",
        "project.archive",
    ]  # fmt: skip
    assert {(a.actor, a.project) for a in acts} == {("boss", project)}
    for secret in (made.secret, second.secret):
        assert secret not in str(acts) and secret[20:40] not in str(acts)
        assert secret not in repr(made) + repr(second)


def test_the_local_key_of_an_older_data_directory_gets_every_scope(sql):
    made = issue(sql)
    assert sql(accounts.authenticate, PEPPER, made.secret, NOW).scopes == CUSTOMER
    sql(keys.widen, PEPPER, made.secret, EVERY)
    assert sql(accounts.authenticate, PEPPER, made.secret, NOW).scopes == EVERY


def test_t37_ids_and_keys_repeat_nothing_and_use_every_bit(sql):
    """128 bits of an id and 256 of a key: no two alike, every character of every place about as often."""
    made = [accounts.new_key(os.urandom) for _ in range(4000)]
    assert len({key[: len(accounts.PREFIX) + 8] for key in made}) == len(made)
    assert all(accounts.looks_like_key(key) for key in made)
    for place in range(1, 43):
        seen = {key[len(accounts.PREFIX) + place] for key in made}
        assert len(seen) == 62, place
    for at in range(len(accounts.PREFIX), len(made[0])):
        typo = made[0][:at] + ("a" if made[0][at] != "a" else "b") + made[0][at + 1 :]
        assert not accounts.looks_like_key(typo)
