"""The table of scopes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetake.core import scopes
from onetake.core.problem import Problem
from onetake.core.scopes import CUSTOMER, EVERY, OPERATOR, OPS, SCOPES


def test_the_table_names_scopes_of_the_list_and_every_scope_opens_something_or_waits_for_its_rows():
    assert set(OPS.values()) <= EVERY
    assert CUSTOMER | OPERATOR == EVERY == set(SCOPES)
    assert not CUSTOMER & OPERATOR, "a customer's key reaches nothing beyond its project"


@given(st.sets(st.sampled_from(sorted(EVERY))))
def test_what_is_stored_comes_back(chosen):
    assert scopes.read(scopes.write(chosen)) == chosen


def test_a_scope_that_is_not_known_opens_nothing():
    assert scopes.read("read root create-all *") == {"read"}
    assert scopes.read("") == frozenset()


def test_all_is_every_one_and_a_wrong_word_is_told_with_the_list():
    assert scopes.chosen(["all"]) == EVERY
    assert scopes.chosen(("read", "read")) == {"read"}
    with pytest.raises(Problem) as raised:
        scopes.chosen(["read", "raed", "Admin"])
    assert [o.value for o in raised.value.offences] == ["Admin", "raed"]
    assert all("webhooks" in o.limit for o in raised.value.offences)
    with pytest.raises(Problem):
        scopes.chosen([])


def test_an_operation_that_nobody_thought_about_has_no_scope():
    with pytest.raises(KeyError):
        scopes.scope_of("reboot")
